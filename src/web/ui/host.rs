//! What the page gives a widget, and what it hears back.

use super::draft::Draft;
use super::later::Load;
use crate::catalogue::Catalogue;
use crate::units::Date;
use crate::web::ui::live::{ArcRwSignal, Callback, Memo, RwSignal};
use js_sys::Promise;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

/// Which form of the widget is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// The sentence form, for a paragraph's neighbour: about 560 px high at most.
    #[default]
    Compact,
    /// Every question and every answer.
    Full,
}

impl View {
    /// Reads the attribute; anything but `full` is the compact form.
    #[must_use]
    pub fn from_attribute(text: &str) -> Self {
        if text == "full" { Self::Full } else { Self::Compact }
    }
}

/// Which colours are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the reader's system asks.
    #[default]
    Auto,
    /// Dark ink on light ground.
    Light,
    /// Light ink on dark ground.
    Dark,
}

impl Theme {
    /// Reads the attribute; anything but `light` and `dark` follows the reader's system.
    #[must_use]
    pub fn from_attribute(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// The word for the attribute.
    #[must_use]
    pub const fn as_attribute(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Where a scenario's text came from. A link wins over the attribute, that over the saved draft, that over the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Nothing arrived: the default scenario.
    #[default]
    Default,
    /// What this browser kept from the last visit.
    Draft,
    /// The `scenario` attribute or property of the element.
    Attribute,
    /// The page's address, on arrival or by a later change of its fragment.
    Link,
}

/// A scenario that the page wants shown, as text that `share` reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrival {
    /// Link text, a whole address, or a preset's name; `None` asks for the default.
    pub text: Option<String>,
    /// Where it came from.
    pub origin: Origin,
}

/// What is to be said about the link that a scenario arrived by.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// Nothing of the link could be read: why, and what it was.
    Unreadable(String, String),
    /// A part of it is shown otherwise here.
    Part(String),
}

/// What the page has to hear of a scenario's text: nothing of it could be read, or not all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// The text that the page asked for.
    pub text: String,
    /// What is wrong with it, each as a kind in a word and a sentence.
    pub remarks: Vec<(&'static str, String)>,
}

/// What the page reaches of a widget that stands. All of it is current at any moment, before the views are.
#[derive(Clone, Copy)]
pub struct Reached {
    /// The form that is shown.
    pub draft: Draft,
    /// The scenario as link text; nothing where it is too long for a link.
    pub link: Memo<Option<String>>,
    /// Shows another scenario.
    pub load: Callback<Arrival>,
}

/// Begins to load a table of a tokenizer: a promise of its bytes.
pub type LoadTable = Rc<dyn Fn(&str) -> Option<Promise>>;

/// Why a file could not be loaded, as the end of a sentence.
pub type WhyMissing = Rc<dyn Fn() -> String>;

/// A file that is handed to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFile {
    /// Its name.
    pub name: String,
    /// Its media type. A drawing that is to be "image/png" comes as SVG.
    pub media_type: &'static str,
    /// Its content.
    pub text: String,
}

/// What only the page around the widget can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageWish {
    /// Open the dialog for printing.
    Print,
    /// Save the page as one file.
    OneFile,
}

/// The text of the scenarios that are kept in this browser: puts one in its place, if it is given one, and gives what is
/// kept then; nothing where the browser refuses.
pub type Kept = fn(Option<&str>) -> Option<String>;

/// All that a view gets from outside.
#[derive(Clone)]
pub struct Host {
    /// Compact or full.
    pub view: ArcRwSignal<View>,
    /// Colours.
    pub theme: ArcRwSignal<Theme>,
    /// Language of numbers as a BCP 47 tag, for example `de-CH`; never empty.
    pub locale: ArcRwSignal<String>,
    /// Width of the widget in CSS pixels, as the page lays it out; 0 until it is known.
    pub width: ArcRwSignal<f64>,
    /// The scenario to show first.
    pub arrival: Arrival,
    /// Filled when the widget is built.
    pub reached: Rc<OnceCell<Reached>>,
    /// The files of the module besides the main one.
    pub files: Load,
    /// Models and prices.
    pub catalogue: Arc<Catalogue>,
    /// Today in UTC: the core has no clock.
    pub as_of: Date,
    /// Address of the full estimator, without a fragment; nothing where this page does not say.
    pub home: Option<String>,
    /// Whether the widget is all of the page: its title is the page's first heading then.
    pub is_page: bool,
    /// Name of its region, where the page has one for it.
    pub label: Option<String>,
    /// Link text of the scenario that was pinned on the last visit; empty where none was.
    pub pinned: String,
    /// Puts a text on the clipboard, and then sets the signal to whether that was allowed.
    pub copy: Callback<(String, RwSignal<Option<bool>>)>,
    /// Hands a text to the reader as a file, and then sets the signal to whether that was possible.
    pub save: Callback<(SavedFile, RwSignal<Option<bool>>)>,
    /// Asks the page for something that only it can do.
    pub wish: Callback<PageWish>,
    /// The scenarios that are kept in this browser; nothing where the page keeps none.
    pub kept: Option<Kept>,
    /// Loads a table of a tokenizer by its name; nothing where this page has none.
    pub table: LoadTable,
    /// Why the last file that failed could not be loaded.
    pub why_missing: WhyMissing,
    /// To be run with the scenario's link text after every change, the first included; with an empty one where the
    /// scenario is too long for a link. The edge waits for a pause in typing, writes the address where it may, and tells
    /// the page what the page did not cause itself.
    pub on_scenario: Callback<String>,
    /// To be run where what the page asked for could not be read, or not all of it.
    pub on_misread: Callback<Misread>,
    /// To be run with the link text of the scenario that is pinned from now on; empty where none is.
    pub on_pin: Callback<String>,
}

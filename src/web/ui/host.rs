//! What the page gives a widget, and what it hears back.

use super::later::Load;
use crate::catalogue::Catalogue;
use crate::units::Date;
use crate::web::ui::live::{ArcRwSignal, Callback, RwSignal};
use js_sys::Promise;
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

/// Begins to load a table of a tokenizer: a promise of its bytes.
pub type LoadTable = Rc<dyn Fn(&str) -> Option<Promise>>;

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
    /// The scenario to show: set once before mounting, and again whenever the page asks for another.
    pub arrival: ArcRwSignal<Arrival>,
    /// The files of the module besides the main one.
    pub files: Load,
    /// Models and prices.
    pub catalogue: Arc<Catalogue>,
    /// Today in UTC: the core has no clock.
    pub as_of: Date,
    /// Address of the full estimator, without a fragment; nothing where this page does not say.
    pub home: Option<String>,
    /// Link text of the scenario that was pinned on the last visit; empty where none was.
    pub pinned: String,
    /// Puts a text on the clipboard, and then sets the signal to whether that was allowed.
    pub copy: Callback<(String, RwSignal<Option<bool>>)>,
    /// Hands a text to the reader as a scenario file, and then sets the signal to whether that was possible.
    pub save: Callback<(String, RwSignal<Option<bool>>)>,
    /// Loads a table of a tokenizer by its name; nothing where this page has none.
    pub table: LoadTable,
    /// To be run with the scenario's link text after every change, the first included. The edge waits for a pause
    /// in typing, writes the address where it may, and tells the page what the page did not cause itself.
    pub on_scenario: Callback<String>,
    /// To be run with the link text of the scenario that is pinned from now on; empty where none is.
    pub on_pin: Callback<String>,
}

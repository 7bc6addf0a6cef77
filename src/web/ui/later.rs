//! What a first visit does not load. The module is cut into files ([`crate::web::files`] lists what is in each): the main
//! file, one for the full form, a second file with everything that is opened or asked for later, and files of their own
//! for self-hosted GPUs and for bills. This module has the types of their lists, and loads the files; which functions are
//! in them it does not know.

use super::Ui;
use super::dom::{IntoPiece, Piece, Ref, el};
use super::host::{Theme, Told};
use super::slot::Slot;
use crate::catalogue::{Catalogue, OwnGpus, TableError};
use crate::chart::Chart;
use crate::estimate::self_hosted::FleetEstimate;
use crate::format::Locale;
use crate::pieces;
use crate::presentation::answers::StepText;
use crate::presentation::words::labels;
use crate::presentation::words::sections::COUNT;
use crate::scenario::{HostedModelChoice, Scenario, Serving};
use crate::web::ui::live::{ArcRwSignal, Callback, RwSignal, Signal, StoredValue};
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// The file of the full form. A pointer: a call by name would put the form into the main file.
pub struct FullForm {
    /// Every question and every answer: the form, the same a frame behind, what is to be said about the scenario's
    /// arrival, and the theme.
    pub view: fn(Ui, Ui, RwSignal<Vec<Told>>, ArcRwSignal<Theme>) -> Piece,
}

/// What of a section is loaded when a section is first opened.
#[derive(Clone, Copy)]
pub struct SectionParts {
    /// What was found, in a sentence, for under the question.
    pub finding: fn(Ui) -> String,
    /// Its questions and answers.
    pub body: fn(Ui) -> Piece,
}

/// What keys and the menu do with a feature.
#[derive(Clone, Copy)]
pub enum TabChange {
    /// One place to the left.
    MoveLeft,
    /// One place to the right.
    MoveRight,
    /// Away.
    Remove,
}

/// What a dialog about passing a scenario on is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// Link, code, file.
    Share,
    /// Code for other pages, with a preview.
    Embed,
}

/// What is done with the points of a chart: the row that is shown now, and what a press on a row does, if anything.
#[derive(Clone, Copy)]
pub struct Pointing {
    /// The row that was pointed at last, and its figures then.
    pub row: RwSignal<Option<(usize, String)>>,
    /// What a press with a mouse or a pen does; a finger only shows the figures.
    pub press: Option<Callback<usize>>,
}

/// The second file, as pointers for the same reason.
pub struct Parts {
    /// The sections below the estimate, in the order of the page.
    pub sections: [SectionParts; COUNT],
    /// What an empty scenario offers.
    pub nothing_yet: fn(Ui) -> Piece,
    /// The fields of a custom target.
    pub custom_target: fn(Ui) -> Piece,
    /// The models to choose from.
    pub model_list: fn(Ui, Signal<HostedModelChoice>, Callback<HostedModelChoice>) -> Piece,
    /// What may be added to the scenario.
    pub add_items: fn(Ui, RwSignal<bool>) -> Piece,
    /// What may be done with the feature that is open.
    pub change_items: fn(Ui, RwSignal<Option<usize>>, RwSignal<bool>) -> Piece,
    /// Moves a feature or takes it away.
    pub change_tab: fn(Ui, usize, TabChange),
    /// The field for its name.
    pub name_field: fn(Ui, usize, RwSignal<Option<usize>>) -> Piece,
    /// What may be done with the scenario as a whole.
    pub scenario_panel: fn(Ui, RwSignal<bool>) -> Piece,
    /// Scenarios to begin with.
    pub example_items: fn(Ui, RwSignal<bool>) -> Piece,
    /// Theme and writing of numbers.
    pub settings_panel: fn(Ui, ArcRwSignal<Theme>, RwSignal<bool>) -> Piece,
    /// The rarer settings of a request to hosted models.
    pub request_fields: fn(Ui) -> Piece,
    /// What is sent to a model and received from it that is not text.
    pub media_fields: fn(Ui) -> Piece,
    /// Where and how requests are processed.
    pub processing_fields: fn(Ui) -> Piece,
    /// The rarer prices of a model that is not in the book.
    pub more_prices: fn(Ui, Slot) -> Piece,
    /// Several models with their shares.
    pub mix: fn(Ui, usize) -> Piece,
    /// The row that stays in view: what is pinned against what is shown, else the answer in short. Notes whether the
    /// headline is away, and which section is shown.
    pub in_view: fn(Ui, Ref, RwSignal<bool>, RwSignal<usize>) -> Piece,
    /// Opens and shows a section, from the row of their names.
    pub go_to: fn(Ref, usize),
    /// Announced price changes, and what is odd about a model in use.
    pub notes: fn(Ui) -> Piece,
    /// The load at the peak against the limits that are given.
    pub limits: fn(Ui) -> Piece,
    /// How far the month may be from the estimate.
    pub range: fn(Ui) -> Piece,
    /// What the scenario costs at the prices of its day and of today.
    pub then_now: fn(Ui) -> Piece,
    /// A chart as files: the name of its finding, and the drawing.
    pub chart_files: fn(Ui, Signal<String>, NamedChart) -> Piece,
    /// The points of a chart.
    pub chart_spots: fn(&Chart, Pointing) -> Piece,
    /// The figures of the point that was pointed at last.
    pub spotted: fn(NamedChart, Pointing) -> Piece,
    /// The dialogs about passing a scenario on.
    pub dialog: fn(Ui, Dialog, Rc<dyn Fn()>) -> Piece,
}

/// A drawing for the present width, and its name; nothing while there is none.
pub type NamedChart = Signal<Option<(Chart, String)>>;

/// The file for self-hosted GPUs: its tables, its calculation, its questions and answers.
pub struct OwnParts {
    /// Tables and calculation of self-hosted GPUs.
    pub own_gpus: fn() -> Result<OwnGpus, TableError>,
    /// Self-hosted GPUs to begin with for a feature.
    pub first_fleet: fn(&Scenario, usize, &Catalogue) -> Option<Serving>,
    /// The questions about them.
    pub fleet_form: fn(Ui) -> Piece,
    /// The answers.
    pub fleet_answers: fn(Ui) -> Piece,
    /// The arithmetic that only they have.
    pub fleet_steps: fn(&FleetEstimate, Locale) -> Vec<StepText>,
}

/// The file for bills: reading them, comparing them, and counting the tokens of a text.
pub struct BillParts {
    /// The section "Check the bill".
    pub section: fn(Ui) -> Piece,
    /// Counts the tokens of a text that is pasted.
    pub sample: fn(Ui) -> Piece,
}

/// The files besides the main one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// The full form.
    Full,
    /// Everything that a first visit does without, and that no other file has.
    Later,
    /// Self-hosted GPUs.
    Own,
    /// Bills and tokens.
    Bill,
}

/// A file that is here.
#[derive(Clone, Copy)]
pub enum Loaded {
    /// The full form.
    Full(&'static FullForm),
    /// The second file.
    Later(&'static Parts),
    /// Self-hosted GPUs.
    Own(&'static OwnParts),
    /// Bills and tokens.
    Bill(&'static BillParts),
}

/// Loads a file of the module; nothing where that failed.
pub type Load = fn(File) -> Pin<Box<dyn Future<Output = Option<Loaded>>>>;

/// How far a file has come.
#[derive(Clone, Copy)]
enum State {
    /// It was not asked for.
    Asleep,
    /// It is on its way.
    Coming,
    /// It could not be loaded; it may be asked for again.
    Failed,
    /// It is here.
    Here(Loaded),
}

/// What is to be done when a file is here.
type Waiting = (File, Box<dyn FnOnce(Loaded)>);

/// The files of one widget, and how far each has come.
#[derive(Clone, Copy)]
pub struct Files {
    full: RwSignal<State>,
    later: RwSignal<State>,
    own: RwSignal<State>,
    bill: RwSignal<State>,
    load: Load,
    waiting: StoredValue<Vec<Waiting>>,
}

impl Files {
    /// None of them is here; `load` loads them.
    #[must_use]
    pub fn new(load: Load) -> Self {
        let asleep = || RwSignal::new(State::Asleep);
        Self {
            full: asleep(),
            later: asleep(),
            own: asleep(),
            bill: asleep(),
            load,
            waiting: StoredValue::new(Vec::new()),
        }
    }

    const fn state(self, file: File) -> RwSignal<State> {
        match file {
            File::Full => self.full,
            File::Later => self.later,
            File::Own => self.own,
            File::Bill => self.bill,
        }
    }

    /// The file, once it is here; what reads this is run again when it comes.
    #[must_use]
    pub fn loaded(self, file: File) -> Option<Loaded> {
        match self.state(file).get() {
            State::Here(loaded) => Some(loaded),
            State::Asleep | State::Coming | State::Failed => None,
        }
    }

    /// The parts of the second file, once it is here.
    #[must_use]
    pub fn parts(self) -> Option<&'static Parts> {
        match self.loaded(File::Later) {
            Some(Loaded::Later(parts)) => Some(parts),
            _ => None,
        }
    }

    /// The parts for bills and tokens, once they are here.
    #[must_use]
    pub fn bill(self) -> Option<&'static BillParts> {
        match self.loaded(File::Bill) {
            Some(Loaded::Bill(parts)) => Some(parts),
            _ => None,
        }
    }

    /// The parts for self-hosted GPUs, once they are here.
    #[must_use]
    pub fn own(self) -> Option<&'static OwnParts> {
        match self.loaded(File::Own) {
            Some(Loaded::Own(parts)) => Some(parts),
            _ => None,
        }
    }
}

impl Ui {
    /// Begins to load a file, unless it is here or on its way.
    pub fn want(self, file: File) {
        let state = self.files.state(file);
        if matches!(state.get_untracked(), State::Coming | State::Here(_)) {
            return;
        }
        state.set(State::Coming);
        if matches!(file, File::Own | File::Bill) {
            // Its views are dressed by the second file's rules, and call its functions.
            self.want(File::Later);
        }
        let load = (self.files.load)(file);
        spawn_local(async move {
            let found = load.await;
            // The widget may be gone by now, and its signals with it.
            if state.try_get_untracked().is_none() {
                return;
            }
            match found {
                Some(found) => self.arrived(file, found),
                None => state.set(State::Failed),
            }
        });
    }

    fn arrived(self, file: File, found: Loaded) {
        if let Loaded::Own(parts) = found
            && let Ok(own_gpus) = (parts.own_gpus)()
        {
            self.catalogue.with_value(|catalogue| catalogue.admit(own_gpus));
        }
        self.files.state(file).set(State::Here(found));
        let waiting = self.files.waiting;
        let ready =
            waiting.try_update_value(|all| all.extract_if(.., |(of, _)| *of == file).collect::<Vec<_>>());
        for (_, act) in ready.unwrap_or_default() {
            act(found);
        }
    }

    /// Does `act` once a file is here: at once, if it is. Where it cannot be loaded, [`not_loaded`] says so, and `act`
    /// waits for the next try.
    fn with_file(self, file: File, act: Box<dyn FnOnce(Loaded)>) {
        if let State::Here(loaded) = self.files.state(file).get_untracked() {
            return act(loaded);
        }
        self.files.waiting.try_update_value(|waiting| waiting.push((file, act)));
        self.want(file);
    }

    /// Does `act` once the second file is here.
    pub fn with_parts(self, act: impl FnOnce(&'static Parts) + 'static) {
        let act = move |loaded| {
            if let Loaded::Later(parts) = loaded {
                act(parts);
            }
        };
        self.with_file(File::Later, Box::new(act));
    }

    /// Does `act` once the file for self-hosted GPUs is here.
    pub fn with_own(self, act: impl FnOnce(&'static OwnParts) + 'static) {
        let act = move |loaded| {
            if let Loaded::Own(parts) = loaded {
                act(parts);
            }
        };
        self.with_file(File::Own, Box::new(act));
    }
}

/// A view of a file, and until that has come, word of it.
fn view_of(ui: Ui, file: File, view: Box<dyn Fn(Loaded) -> Piece>) -> Piece {
    ui.want(file);
    (move || match ui.files.state(file).get() {
        State::Here(loaded) => view(loaded),
        State::Failed => said_missing(ui, file),
        State::Asleep | State::Coming => {
            el("p").class("s q later").attr("role", "status").child(labels::LOADING).piece()
        }
    })
    .piece()
}

/// The full form, once it is here.
pub fn full_form(ui: Ui, view: impl Fn(&'static FullForm) -> Piece + 'static) -> Piece {
    let view = move |loaded| match loaded {
        Loaded::Full(form) => view(form),
        _ => Piece::Nothing,
    };
    view_of(ui, File::Full, Box::new(view))
}

/// A view of the second file, once it is here.
pub fn later(ui: Ui, view: impl Fn(&'static Parts) -> Piece + 'static) -> Piece {
    let view = move |loaded| match loaded {
        Loaded::Later(parts) => view(parts),
        _ => Piece::Nothing,
    };
    view_of(ui, File::Later, Box::new(view))
}

/// A view of self-hosted GPUs, once their file is here.
pub fn own(ui: Ui, view: impl Fn(&'static OwnParts) -> Piece + 'static) -> Piece {
    let view = move |loaded| match loaded {
        Loaded::Own(parts) => view(parts),
        _ => Piece::Nothing,
    };
    view_of(ui, File::Own, Box::new(view))
}

/// A view of bills and tokens, once their file is here.
pub fn bill(ui: Ui, view: impl Fn(&'static BillParts) -> Piece + 'static) -> Piece {
    let view = move |loaded| match loaded {
        Loaded::Bill(parts) => view(parts),
        _ => Piece::Nothing,
    };
    view_of(ui, File::Bill, Box::new(view))
}

/// Says that a file could not be loaded, where that is so, and offers to try again.
pub fn not_loaded(ui: Ui, file: File) -> Piece {
    (move || matches!(ui.files.state(file).get(), State::Failed).then(|| said_missing(ui, file))).piece()
}

fn said_missing(ui: Ui, file: File) -> Piece {
    // What failed with it is asked for again, too: a part may need two files.
    let again = move |_| {
        ui.want(file);
        let failed = |file: &File| matches!(ui.files.state(*file).get_untracked(), State::Failed);
        [File::Full, File::Later, File::Own, File::Bill]
            .into_iter()
            .filter(failed)
            .for_each(|file| ui.want(file));
    };
    let button = el("button").attr("type", "button").class("btn").on("click", again);
    el("p")
        .class("s later")
        .attr("role", "alert")
        .child(pieces![
            [labels::NOT_LOADED, &ui.why_missing(), ". "].concat(),
            button.child(labels::TRY_AGAIN)
        ])
        .piece()
}

//! What a first visit does not load. The module is cut into files ([`crate::web::files`] lists what is in each): the main
//! file, one for the full form, and a second file with everything that is opened or asked for later. This module has the
//! types of both lists, and loads the files; which functions are in them it does not know.

use super::Ui;
use super::dom::{IntoPiece, Piece, Ref, el};
use super::host::{Theme, Told};
use crate::catalogue::{Catalogue, OwnGpus, TableError};
use crate::estimate::self_hosted::FleetEstimate;
use crate::format::Locale;
use crate::pieces;
use crate::presentation::answers::StepText;
use crate::presentation::words::labels;
use crate::presentation::words::sections::COUNT;
use crate::scenario::{HostedModelChoice, Scenario, Serving};
use crate::web::ui::live::{ArcRwSignal, Callback, RwSignal, Signal};
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

/// The second file, as pointers for the same reason.
pub struct Parts {
    /// The sections below the estimate, in the order of the page.
    pub sections: [SectionParts; COUNT],
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
    /// What an empty scenario offers.
    pub nothing_yet: fn(Ui) -> Piece,
    /// The parts of a custom target.
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
    /// Several models with their shares.
    pub mix: fn(Ui, usize) -> Piece,
    /// What is pinned against what is shown, in the row that is handed in.
    pub pinned: fn(Ui, Ref) -> Piece,
    /// Announced price changes, and what is odd about a model in use.
    pub notes: fn(Ui) -> Piece,
    /// The load at the peak against the limits that are given.
    pub limits: fn(Ui) -> Piece,
    /// How far the month may be from the estimate.
    pub range: fn(Ui) -> Piece,
    /// What the scenario costs at the prices of its day and of today.
    pub then_now: fn(Ui) -> Piece,
    /// The dialogs about passing a scenario on.
    pub dialog: fn(Ui, Dialog, Rc<dyn Fn()>) -> Piece,
}

/// Loads a file of the module; nothing where that failed.
pub type Load<T> = fn() -> Pin<Box<dyn Future<Output = Option<&'static T>>>>;

/// The files that can be loaded.
#[derive(Clone, Copy)]
pub struct Files {
    /// The full form.
    pub full: Load<FullForm>,
    /// Everything that a first visit does without.
    pub later: Load<Parts>,
}

/// How far a file has come.
pub enum Later<T: 'static = Parts> {
    /// Nobody has asked for it.
    Asleep,
    /// It is on its way.
    Coming,
    /// It could not be loaded; it may be asked for again.
    Failed,
    /// It is here.
    Here(&'static T),
}

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Later<T> {}

/// What is to be done when the second file is here.
pub type Waiting = Box<dyn FnOnce(&'static Parts)>;

/// Begins to load a file, unless it is here or on its way; `then` is run once it is here.
fn want<T: 'static>(state: RwSignal<Later<T>>, load: Load<T>, then: impl FnOnce(&'static T) + 'static) {
    if matches!(state.get_untracked(), Later::Coming | Later::Here(_)) {
        return;
    }
    state.set(Later::Coming);
    spawn_local(async move {
        let found = load().await;
        // The widget may be gone by now, and its signals with it.
        if state.try_get_untracked().is_none() {
            return;
        }
        match found {
            Some(found) => then(found),
            None => state.set(Later::Failed),
        }
    });
}

impl Ui {
    /// Begins to load the file of the full form.
    fn want_full(self) {
        want(self.full, self.files.full, move |form| self.full.set(Later::Here(form)));
    }

    /// Begins to load the second file.
    pub fn want_later(self) {
        want(self.later, self.files.later, move |parts| {
            if let Ok(own_gpus) = (parts.own_gpus)() {
                self.catalogue.with_value(|catalogue| catalogue.admit(own_gpus));
            }
            self.later.set(Later::Here(parts));
            for act in self.waiting.try_update_value(std::mem::take).unwrap_or_default() {
                act(parts);
            }
        });
    }

    /// Does `act` once the second file is here: at once, if it is. Where it cannot be loaded, [`not_loaded`] says so, and
    /// `act` waits for the next try.
    pub fn with_parts(self, act: Waiting) {
        if let Later::Here(parts) = self.later.get_untracked() {
            return act(parts);
        }
        self.waiting.try_update_value(|waiting| waiting.push(act));
        self.want_later();
    }

    /// The parts once they are loaded; whatever reads this runs again when they are.
    #[must_use]
    pub fn parts(self) -> Option<&'static Parts> {
        match self.later.get() {
            Later::Here(parts) => Some(parts),
            Later::Asleep | Later::Coming | Later::Failed => None,
        }
    }
}

/// The full form, and until it has come, word of that.
pub fn full_form(ui: Ui, view: impl Fn(&'static FullForm) -> Piece + 'static) -> Piece {
    ui.want_full();
    (move || match ui.full.get() {
        Later::Here(form) => view(form),
        Later::Failed => said_missing(Callback::new(move |()| ui.want_full())),
        Later::Asleep | Later::Coming => said_coming(),
    })
    .piece()
}

/// A view of the second file, and until it has come, word of that.
pub fn later(ui: Ui, view: impl Fn(&'static Parts) -> Piece + 'static) -> Piece {
    ui.want_later();
    (move || match ui.later.get() {
        Later::Here(parts) => view(parts),
        Later::Failed => said_missing(Callback::new(move |()| ui.want_later())),
        Later::Asleep | Later::Coming => said_coming(),
    })
    .piece()
}

/// Says that the second file could not be loaded, where that is so, and offers to try again.
pub fn not_loaded(ui: Ui) -> Piece {
    (move || {
        matches!(ui.later.get(), Later::Failed)
            .then(|| said_missing(Callback::new(move |()| ui.want_later())))
    })
    .piece()
}

fn said_coming() -> Piece {
    el("p").class("s q later").attr("role", "status").child(labels::LOADING).piece()
}

fn said_missing(again: Callback<()>) -> Piece {
    let button = el("button").attr("type", "button").class("btn").on("click", move |_| again.run(()));
    el("p")
        .class("s later")
        .attr("role", "alert")
        .child(pieces![labels::NOT_LOADED, button.child(labels::TRY_AGAIN)])
        .piece()
}

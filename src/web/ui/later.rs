//! What a first visit does not load. The build cuts the module in two at [`parts`]: whatever only these parts need
//! comes in a second file, which is loaded once for a page when somebody first asks for one of them.

// The attribute that marks the cut writes the unsafe glue for it; nothing here is unsafe by hand.
#![allow(unsafe_code)]

use super::Ui;
use super::dom::{IntoPiece, Piece, Ref, el};
use super::full::nothing_yet;
use super::host::Theme;
use super::inputs::{
    TabChange, add_items, change_items, change_tab, custom_target, fleet_form, mix, model_list, name_field,
    on_own_gpus,
};
use super::parts::StepText;
use super::results::{both_days, fleet_steps, limit_table, note_lines, own_block, pinned, range};
use super::sections::{self, SectionParts};
use super::sharing::{Dialog, dialog};
use super::title::{example_items, scenario_panel, settings_panel};
use crate::catalogue::{Catalogue, OwnGpus, TableError};
use crate::estimate::self_hosted::{FleetEstimate, bring};
use crate::format::Locale;
use crate::pieces;
use crate::scenario::{HostedModelChoice, Scenario, Serving};
use crate::web::ui::live::{ArcRwSignal, Callback, RwSignal, Signal};
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use std::rc::Rc;

/// The doors to everything in the second file. They are pointers: a call by name would bring it into the first.
pub struct Parts {
    /// The sections below the estimate, in the order of the page.
    pub sections: [SectionParts; sections::COUNT],
    /// Tables and calculation of own GPUs.
    own_gpus: fn() -> Result<OwnGpus, TableError>,
    /// Own GPUs to begin with for a feature.
    pub first_fleet: fn(&Scenario, usize, &Catalogue) -> Option<Serving>,
    /// The questions about them.
    pub fleet_form: fn(Ui) -> Piece,
    /// The answers.
    pub fleet_answers: fn(Ui) -> Piece,
    /// The arithmetic that only they have.
    pub fleet_steps: fn(&FleetEstimate, Locale) -> Vec<StepText>,
    /// What an empty scenario offers.
    pub nothing_yet: fn(Ui) -> Piece,
    /// The parts of a target of one's own.
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

static PARTS: Parts = Parts {
    sections: sections::PARTS,
    own_gpus,
    first_fleet: on_own_gpus,
    fleet_form,
    fleet_answers: own_block,
    fleet_steps,
    nothing_yet,
    custom_target,
    model_list,
    add_items,
    change_items,
    change_tab,
    name_field,
    scenario_panel,
    example_items,
    settings_panel,
    mix,
    pinned,
    notes: note_lines,
    limits: limit_table,
    range,
    then_now: both_days,
    dialog,
};

fn own_gpus() -> Result<OwnGpus, TableError> {
    bring();
    OwnGpus::shipped()
}

/// How far the second file has come.
#[derive(Clone, Copy)]
pub enum Later {
    /// Nobody has asked for it.
    Asleep,
    /// It is on its way.
    Coming,
    /// It could not be loaded; it may be asked for again.
    Failed,
    /// It is here.
    Here(&'static Parts),
}

/// What is to be done when it is here.
pub type Waiting = Box<dyn FnOnce(&'static Parts)>;

/// Loads the second file; the quick build is in one piece.
#[cfg(not(debug_assertions))]
#[leptos::wasm_split::wasm_split(later, wasm_split_path = leptos::wasm_split, fallible)]
fn parts() -> Result<&'static Parts, SplitLoaderError> {
    Ok(&PARTS)
}

#[cfg(debug_assertions)]
async fn parts() -> Result<&'static Parts, SplitLoaderError> {
    Ok(&PARTS)
}

impl Ui {
    /// Sees to it that the second file comes.
    pub fn want_later(self) {
        if matches!(self.later.get_untracked(), Later::Coming | Later::Here(_)) {
            return;
        }
        self.later.set(Later::Coming);
        spawn_local(async move {
            let found = parts().await;
            // The widget may be gone by now, and its signals with it.
            if self.later.try_get_untracked().is_none() {
                return;
            }
            let Ok(parts) = found else { return self.later.set(Later::Failed) };
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

    /// The parts, once they are here; what reads this is told when they come.
    #[must_use]
    pub fn parts(self) -> Option<&'static Parts> {
        match self.later.get() {
            Later::Here(parts) => Some(parts),
            Later::Asleep | Later::Coming | Later::Failed => None,
        }
    }
}

/// A view of the second file, and until it has come, word of that.
pub fn later(ui: Ui, view: impl Fn(&'static Parts) -> Piece + 'static) -> Piece {
    ui.want_later();
    (move || match ui.later.get() {
        Later::Here(parts) => view(parts),
        Later::Failed => not_loaded(ui),
        Later::Asleep | Later::Coming => {
            el("p").class("s q later").attr("role", "status").child("Loading\u{2026}").piece()
        }
    })
    .piece()
}

/// Says that the second file could not be loaded, where that is so, and offers to try again.
pub fn not_loaded(ui: Ui) -> Piece {
    (move || {
        matches!(ui.later.get(), Later::Failed).then(|| {
            let again =
                el("button").attr("type", "button").class("btn").on("click", move |_| ui.want_later());
            el("p").class("s later").attr("role", "alert").child(pieces![
                "This part could not be loaded: there is no connection. ",
                again.child("Try again")
            ])
        })
    })
    .piece()
}

//! The models that could answer instead: cost and waiting time of each, for the feature that is open.
//!
//! Those are compared whose waiting time was measured or published for the model itself; a class of models says
//! nothing about which of them is faster.

use crate::catalogue::{Catalogue, ModelId};
use crate::estimate::compare::ModelRow;
use crate::estimate::goodput::Verdict;
use crate::estimate::{Comparison, compare};
use crate::units::Millis;
use crate::web::ui::Ui;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

/// The comparison follows what is typed by so much, so that typing never waits for it.
const AFTER_MS: u32 = 40;

/// One model that could answer all calls of the feature that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its number.
    pub id: ModelId,
    /// Its name.
    pub name: String,
    /// What the feature would cost a month.
    pub month: f64,
    /// The time that its target holds, at the target's percentile.
    pub wait: Millis,
    /// Whether it meets the target; nothing without one.
    pub verdict: Option<Verdict>,
    /// Whether it answers now.
    pub is_chosen: bool,
}

impl Candidate {
    /// Whether it meets the target, where there is one.
    #[must_use]
    pub fn meets(&self) -> bool {
        self.verdict.is_none_or(|verdict| matches!(verdict, Verdict::Met | Verdict::Close))
    }
}

/// The candidates, a moment after the form changed.
pub fn candidates(ui: Ui) -> Signal<Vec<Candidate>> {
    let found = RwSignal::new(Vec::new());
    let pause = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let index = ui.chosen.get();
        ui.draft.parsed().track();
        // The pause parts this signal from what it follows: it is the next frame's work.
        pause.set_value(Some(Timeout::new(AFTER_MS, move || found.set(untrack(|| compared(ui, index))))));
    });
    found.into()
}

fn compared(ui: Ui, index: usize) -> Vec<Candidate> {
    let parsed = ui.draft.parsed().get();
    ui.catalogue.with_value(|catalogue| {
        let found = compare(&parsed.scenario, index, catalogue);
        found.map(|found| candidates_of(&found, catalogue)).unwrap_or_default()
    })
}

fn candidates_of(found: &Comparison, catalogue: &Catalogue) -> Vec<Candidate> {
    let candidate = |row: &ModelRow| {
        let wait = row.wait?;
        // A model that others resell at the same price stands once.
        let stands = wait.is_own() && !row.is_resold;
        (stands || row.is_today).then(|| Candidate {
            id: row.model,
            name: catalogue.hosted.model(row.model).map(|model| model.name.clone()).unwrap_or_default(),
            month: row.month.get(),
            wait: wait.at(found.metric).typical,
            verdict: wait.verdict,
            is_chosen: row.is_today,
        })
    };
    found.rows.iter().filter_map(candidate).collect()
}

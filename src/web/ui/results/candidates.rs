//! The models that could answer instead: cost and waiting time of each, for the feature that is open.
//!
//! Those are shown whose waiting time was measured or published for the model itself; a class of models says nothing
//! about which of them is faster.

use crate::catalogue::{Catalogue, ModelId};
use crate::estimate::Comparison;
use crate::estimate::compare::ModelRow;
use crate::estimate::latency::goodput::Verdict;
use crate::units::Millis;
use crate::web::ui::Ui;

/// One model that could answer all calls of the feature that is open.
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
    /// Whether the workload does not fit into it.
    pub is_too_small: bool,
    /// Whether it answers now.
    pub is_chosen: bool,
}

impl Candidate {
    /// Whether it could answer: it meets the target, where there is one, and takes the workload.
    #[must_use]
    pub fn meets(&self) -> bool {
        self.verdict.is_none_or(|verdict| matches!(verdict, Verdict::Met | Verdict::Close))
            && !self.is_too_small
    }
}

/// The candidates, as of the last comparison.
pub fn candidates(ui: Ui) -> Vec<Candidate> {
    let found = ui.compared.get();
    let found = found.as_deref();
    ui.catalogue.with_value(|catalogue| found.map(|found| of(found, catalogue)).unwrap_or_default())
}

fn of(found: &Comparison, catalogue: &Catalogue) -> Vec<Candidate> {
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
            is_too_small: row.is_too_small(),
            is_chosen: row.is_today,
        })
    };
    found.rows.iter().filter_map(candidate).collect()
}

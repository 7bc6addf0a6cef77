//! The models that could answer instead: cost and waiting time of each, for the feature that is open.
//!
//! Those are compared whose waiting time was measured or published for the model itself; a class of models says
//! nothing about which of them is faster.

use crate::catalogue::{Availability, Catalogue, HostedModel, ModelId};
use crate::estimate::goodput::{Verdict, assess, timed};
use crate::estimate::latency::{Action, LatencySource, LatencyTable, ModelLatency};
use crate::estimate::{Cost, FeatureEstimate, book_latency};
use crate::scenario::{Feature, HostedModelChoice, Route, Scenario, Serving, Slo, SloMetric};
use crate::units::{Millis, Percentile};
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
    let Some(feature) = parsed.scenario.features.get(index) else { return Vec::new() };
    ui.catalogue.with_value(|catalogue| all(&parsed.scenario, feature, catalogue))
}

fn all(scenario: &Scenario, feature: &Feature, catalogue: &Catalogue) -> Vec<Candidate> {
    let chosen = match &feature.serving {
        Serving::Hosted(route) => route.legs.first().and_then(|leg| match &leg.model {
            HostedModelChoice::Book(model) => model.id(),
            HostedModelChoice::Custom { .. } => None,
        }),
        Serving::PerRequest(_) | Serving::SelfHosted(_) => None,
    };
    let known = |model: &HostedModel| {
        let latency = book_latency(model, feature, catalogue)?;
        let own = !matches!(latency.ttft_source, LatencySource::Class { .. });
        (own || Some(model.id) == chosen).then_some(latency)
    };
    let offered = catalogue.hosted.models().filter(|model| model.availability == Availability::Current);
    // A model that others resell at the same price stands once.
    let first_party = offered.filter(|model| model.priced_as.is_none() || Some(model.id) == chosen);
    let models: Vec<(&HostedModel, ModelLatency)> =
        first_party.filter_map(|model| known(model).map(|latency| (model, latency))).collect();
    let action = Action::of(&feature.workload, &feature.spread, &feature.latency);
    let waits = LatencyTable::of(models.iter().map(|(_, latency)| latency), &action);
    let candidate = |(model, wait): (&HostedModel, &crate::estimate::latency::LatencyEstimate)| {
        let answered = Feature { serving: Serving::Hosted(Route::one(model.id)), ..feature.clone() };
        let estimate = FeatureEstimate::new(&answered, &scenario.audience, catalogue, scenario.as_of);
        let Cost::Known(month) = estimate.cost.month else { return None };
        let (wait, verdict) = match &feature.slo {
            Slo::Target(target) => {
                let held = assess(target, timed(wait, target.metric));
                (held.at_percentile.typical, Some(held.verdict))
            }
            Slo::NoTarget => (timed(wait, SloMetric::Ttft).at(Percentile::saturating(95.0)).typical, None),
        };
        let is_chosen = Some(model.id) == chosen;
        Some(Candidate {
            id: model.id,
            name: model.name.clone(),
            month: month.get(),
            wait,
            verdict,
            is_chosen,
        })
    };
    models.iter().map(|(model, _)| *model).zip(waits.iter()).filter_map(candidate).collect()
}

//! The self-hosted GPUs that a feature starts with: the device is chosen for the model.

use super::search::{FleetSearch, usual_fleet};
use crate::catalogue::Catalogue;
use crate::catalogue::gpu::{Checked, PriceKind};
use crate::estimate::cost::tokens::CallTokens;
use crate::scenario::{Fleet, Scenario, Serving};

/// Tokens of a conversation of the feature at `index`: a mean prompt and its answer.
#[must_use]
pub fn conversation_tokens(scenario: &Scenario, index: usize) -> f64 {
    scenario.features.get(index).map_or(0.0, |feature| {
        let tokens = CallTokens::new(&feature.workload);
        tokens.mean_input().get() + tokens.billed_output().get()
    })
}

/// The fleet to begin with for the feature at `index`: `model` as it is usually set up, on the device that costs
/// least a month among those that keep the target; where none does, among all that keep up. Devices count whose
/// figures were checked and whose price on demand is known. Takes milliseconds.
///
/// Nothing where the catalogue does not hold the model or no device serves it.
#[must_use]
pub fn first_fleet(scenario: &Scenario, index: usize, catalogue: &Catalogue, model: &str) -> Option<Fleet> {
    let model = catalogue.open_models().iter().find(|each| each.id == model)?;
    let tokens = conversation_tokens(scenario, index);
    let on_demand = catalogue.gpus().iter().filter(|gpu| {
        let priced = gpu.price.as_ref().is_some_and(|price| price.kind == PriceKind::OnDemand);
        priced && gpu.checked == Checked::Yes
    });
    let fleets: Vec<Fleet> = on_demand.map(|gpu| usual_fleet(model, gpu, tokens)).collect();
    let mut scenario = scenario.clone();
    scenario.features.get_mut(index)?.serving = Serving::SelfHosted(Box::new(fleets.first()?.clone()));
    let mut search = FleetSearch::new(&scenario, index, catalogue, fleets)?;
    while !search.advance(1) {}
    let mut best: Option<((bool, f64), &Fleet)> = None;
    for found in search.found() {
        let Some((point, cost)) = found.point.as_ref().and_then(|point| Some((point, point.cost?))) else {
            continue;
        };
        let key = (!point.size.meets_target, cost.per_month.get());
        if best.is_none_or(|(least, _)| key < least) {
            best = Some((key, &found.fleet));
        }
    }
    best.map(|(_, fleet)| fleet.clone())
}

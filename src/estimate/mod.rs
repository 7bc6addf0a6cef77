//! The formulas: what a feature costs and how fast it answers. [`estimate`] is the one door.

mod call_price;
pub mod compare;
mod cost;
mod economics;
mod feature;
pub mod fleet;
pub mod goodput;
pub mod growth;
mod hosted;
pub mod latency;

pub mod json;
mod levers;
pub mod likely;
pub mod own_gpus;
pub mod price;
mod price_change;
#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
pub mod price_request;
pub mod price_week;
pub mod pricing;
pub mod queueing;
pub mod random;
mod savings;
pub mod sensitivity;
pub mod serving;
pub mod step;
mod then_and_now;
pub mod throughput;
mod tokens;
pub mod uncertainty;
mod usage_spread;
mod volume;
mod wait;
pub mod what_if;
mod working;

use crate::catalogue::Catalogue;
use crate::scenario::{Feature, FieldErrors, Scenario};
use thiserror::Error;

pub use compare::{Comparison, compare};
pub use cost::Cost;
pub use economics::{HeavyUser, NoEconomics, Pressure, UnitEconomics, UserAt};
pub use feature::{FeatureEstimate, Periods, Totals};
pub use hosted::{LegEstimate, LegNote, PriceProblem, PriceSource, RequestCost, request_cost};
pub use levers::{Applied, Bar, Blocked, Waterfall, blocked, prefix_hit_share};
pub use likely::{Likely, NotLikely, likely};
pub use price_change::{MONTHS_AHEAD, PriceChange};
pub use savings::{Exchange, LeverRow, Suggestion, lever_rows, try_next};
pub use then_and_now::{ThenAndNow, then_and_now, then_day};
pub use tokens::{CallTokens, TurnGroup};
pub use usage_spread::UsageSpread;
pub use volume::Volume;
pub use wait::{FeatureWait, NoWait, Wait};
pub use working::{Expr, Figure, Noun, Step, StepName};

/// All that is computed from a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// One for each feature of the scenario, in its order.
    pub features: Vec<FeatureEstimate>,
    /// All features together.
    pub total: Totals,
    /// What a user who pays leaves, or why that is not known.
    pub economics: Result<UnitEconomics, NoEconomics>,
    /// From the cost without levers to the estimate.
    pub waterfall: Waterfall,
    /// Announced price changes of the models in use.
    pub price_changes: Vec<PriceChange>,
}

/// Why there is no estimate.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum EstimateError {
    /// The scenario breaks a rule that binds several fields.
    #[error(transparent)]
    Fields(FieldErrors),
}

/// Estimates `scenario` with the prices of its own day in `catalogue`.
///
/// The same scenario and catalogue always give the same estimate: no clock, no locale, no hidden randomness.
///
/// # Errors
/// [`EstimateError::Fields`] names every field that breaks a rule. An unknown model or price is no error: the
/// estimate says what is not known.
pub fn estimate(scenario: &Scenario, catalogue: &Catalogue) -> Result<Estimate, EstimateError> {
    estimate_again(scenario, catalogue, None)
}

/// The same estimate, sooner: waiting times of features that are as they were in `before`, a scenario and its estimate
/// with the same catalogue, are taken over. They are most of the work, and who types changes one feature at a time.
///
/// # Errors
/// As [`estimate`].
pub fn estimate_again(
    scenario: &Scenario,
    catalogue: &Catalogue,
    before: Option<(&Scenario, &Estimate)>,
) -> Result<Estimate, EstimateError> {
    scenario.check().map_err(EstimateError::Fields)?;
    let known = |index: usize, feature: &Feature| {
        let (scenario, estimate) = before?;
        let same = scenario.features.get(index) == Some(feature);
        estimate.features.get(index).filter(|_| same).map(|found| &found.wait)
    };
    let mut features = Vec::with_capacity(scenario.features.len());
    for (index, feature) in scenario.features.iter().enumerate() {
        let known = known(index, feature);
        features.push(FeatureEstimate::again(feature, &scenario.audience, catalogue, scenario.as_of, known));
    }
    let total = Totals::new(scenario, &features);
    let price_changes = PriceChange::find(scenario, &features, catalogue);
    let spread = UsageSpread::of_scenario(scenario, &features);
    let economics = UnitEconomics::with_spread(scenario, total.cost.month, spread);
    let waterfall = Waterfall::new(scenario, total.cost.month, catalogue);
    Ok(Estimate { features, total, economics, waterfall, price_changes })
}

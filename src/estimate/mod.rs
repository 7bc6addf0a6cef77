//! The formulas: what a feature costs and how fast it answers. [`estimate`] is the one entry point.

pub mod business;
pub mod compare;
pub mod cost;
pub mod json;
pub mod latency;
pub mod random;
pub mod self_hosted;
pub mod uncertainty;
mod working;

use crate::catalogue::Catalogue;
use crate::scenario::{FieldErrors, Scenario};
use std::sync::Arc;
use thiserror::Error;

pub use business::economics::{HeavyUser, NoEconomics, Pressure, UnitEconomics, UserAt};
pub use business::savings::{Exchange, LeverRow, Suggestion, lever_rows, try_next};
pub use business::usage_spread::UsageSpread;
pub use compare::{Comparison, compare};
pub use cost::Cost;
pub use cost::feature::{FeatureEstimate, Periods, Totals};
pub use cost::hosted::{
    FreeSearches, LegEstimate, LegNote, Offers, PriceProblem, PriceSource, RequestCost, request_cost,
};
pub use cost::levers::{Applied, Blocked, blocked, prefix_hit_share};
pub use cost::price_change::{MONTHS_AHEAD, PriceChange};
pub use cost::then_and_now::{ThenAndNow, then_and_now, then_day};
pub use cost::tokens::{CallTokens, TurnGroup};
pub use cost::volume::Volume;
pub use cost::waterfall::{Bar, Waterfall};
pub use latency::wait::{FeatureWait, NoWait, Wait};
pub use uncertainty::likely::{Likely, NotLikely, likely};
pub use working::{Expr, Figure, Noun, Step, StepName};

/// What a scenario costs: the headline. It is found at once; the rest of an [`Estimate`] is made from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Costs {
    /// One for each feature of the scenario, in its order; shared with other scenarios that hold the same feature.
    pub features: Vec<Arc<FeatureEstimate>>,
    /// All features together.
    pub total: Totals,
}

/// All that is computed from a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// What each feature costs, in the order of the scenario.
    pub features: Vec<Arc<FeatureEstimate>>,
    /// How long the users of each feature wait, and its load at the peak, in the same order.
    pub waits: Vec<FeatureWait>,
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
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// use inference_estimator::estimate::{Cost, estimate};
///
/// let found = estimate(&scenario, &catalogue)?;
/// match found.total.cost.month {
///     Cost::Known(usd) => assert!(usd.get() > 1000.0),
///     Cost::AtLeast(_) | Cost::NotKnown => unreachable!("every price of the preset is known"),
/// }
/// assert_eq!(found.waits.len(), scenario.features.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn estimate(scenario: &Scenario, catalogue: &Catalogue) -> Result<Estimate, EstimateError> {
    Ok(estimate_again(scenario, costs(scenario, catalogue, None)?, catalogue, None))
}

/// What `scenario` costs. Features that are as they were in `before`, a scenario and its costs with the same catalogue,
/// are taken over: who types changes one feature at a time.
///
/// # Errors
/// As [`estimate`].
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// use inference_estimator::estimate::costs;
/// use inference_estimator::scenario::Field;
///
/// let before = costs(&scenario, &catalogue, None)?;
/// let mut more = scenario.clone();
/// more.features.first_mut().ok_or("a feature")?.set(Field::OutputTokens, Some(800.0))?;
/// let after = costs(&more, &catalogue, Some((&scenario, &before)))?;
/// assert!(after.total.cost.month.known() > before.total.cost.month.known());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn costs(
    scenario: &Scenario,
    catalogue: &Catalogue,
    before: Option<(&Scenario, &Costs)>,
) -> Result<Costs, EstimateError> {
    scenario.check().map_err(EstimateError::Fields)?;
    let alike = |old: &Scenario| old.audience == scenario.audience && old.as_of == scenario.as_of;
    let before = before.filter(|(old, _)| alike(old));
    let mut features = Vec::with_capacity(scenario.features.len());
    for (index, feature) in scenario.features.iter().enumerate() {
        let known = before.filter(|(old, _)| old.features.get(index) == Some(feature));
        features.push(match known.and_then(|(_, costs)| costs.features.get(index)) {
            Some(known) => Arc::clone(known),
            None => Arc::new(FeatureEstimate::new(feature, &scenario.audience, catalogue, scenario.as_of)),
        });
    }
    let total = Totals::new(scenario, &features);
    Ok(Costs { features, total })
}

/// The estimate of a scenario whose costs are known. Waiting times of features that are as they were in `before`, a
/// scenario and its estimate with the same catalogue, are taken over: they are most of the work.
#[must_use]
pub fn estimate_again(
    scenario: &Scenario,
    costs: Costs,
    catalogue: &Catalogue,
    before: Option<(&Scenario, &Estimate)>,
) -> Estimate {
    let Costs { features, total } = costs;
    let mut waits = Vec::with_capacity(features.len());
    for (index, (feature, found)) in scenario.features.iter().zip(&features).enumerate() {
        let known = before.filter(|(old, _)| old.features.get(index) == Some(feature));
        let known = known.and_then(|(_, estimate)| estimate.waits.get(index));
        let applied = Applied::new(feature, feature.levers.on, &scenario.audience);
        waits.push(FeatureWait::new(&applied, found, catalogue, known));
    }
    let price_changes = PriceChange::find(scenario, &features, catalogue);
    let spread = UsageSpread::of_scenario(scenario, &features);
    let economics = UnitEconomics::with_spread(scenario, total.cost.month, spread);
    let waterfall = Waterfall::new(scenario, total.cost.month, catalogue);
    Estimate { features, waits, total, economics, waterfall, price_changes }
}

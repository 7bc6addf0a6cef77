//! What each lever saves: from the cost without levers, one by one, to the estimate.

use super::Cost;
use super::feature::month_cost;
use crate::catalogue::Catalogue;
use crate::scenario::{Feature, Lever, LeverSet, Scenario};
use crate::units::Usd;

/// One bar of the waterfall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// The lever.
    pub lever: Lever,
    /// Cost in a month before it, with the levers above it on.
    pub before: Cost,
    /// Cost in a month with it.
    pub after: Cost,
}

impl Bar {
    /// What the lever saves in a month; below zero where it costs more. Nothing where either side is not known.
    #[must_use]
    pub fn saving(&self) -> Option<Usd> {
        Some(self.before.known()? - self.after.known()?)
    }
}

/// From the cost with no lever to the cost with all that are on.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// Cost in a month with every lever off.
    pub baseline: Cost,
    /// The levers that are on in some feature, in order; each begins where the one before ends.
    pub bars: Vec<Bar>,
    /// Cost in a month with them: the estimate.
    pub result: Cost,
}

impl Waterfall {
    /// The waterfall of all features, whose cost with all their levers is `result`. Levers interact: one further
    /// down has less left to save.
    #[must_use]
    pub fn new(scenario: &Scenario, result: Cost, catalogue: &Catalogue) -> Self {
        Self::of(&scenario.features, scenario, result, catalogue)
    }

    /// The waterfall of some of the features of `scenario`, whose cost with all their levers is `result`.
    #[must_use]
    pub fn of(features: &[Feature], scenario: &Scenario, result: Cost, catalogue: &Catalogue) -> Self {
        let cost_with = |allowed: LeverSet| {
            let of = |feature: &Feature| {
                let on = feature.levers.on.and(allowed);
                month_cost(feature, on, &scenario.audience, catalogue, scenario.as_of)
            };
            features.iter().map(of).sum::<Cost>()
        };
        let used = |lever: &Lever| features.iter().any(|feature| feature.levers.on.contains(*lever));
        let used: Vec<Lever> = Lever::ALL.into_iter().filter(used).collect();
        // Costs are the expensive part: with no lever the estimate is the baseline, and with the last one it is the end.
        let baseline = if used.is_empty() { result } else { cost_with(LeverSet::NONE) };
        let (mut allowed, mut before) = (LeverSet::NONE, baseline);
        let mut bars = Vec::with_capacity(used.len());
        for (index, lever) in used.iter().copied().enumerate() {
            allowed = allowed.with(lever);
            let after = if index + 1 == used.len() { result } else { cost_with(allowed) };
            bars.push(Bar { lever, before, after });
            before = after;
        }
        Self { baseline, bars, result }
    }
}

//! Usage-based prices: what a plan can include, what more should cost, who chooses which tier, and what a plan
//! without limit risks. Each figure with its arithmetic.

mod advice;
mod tiers;

use crate::estimate::business::economics::{NoEconomics, PlanCosts, UnitEconomics};
use crate::estimate::business::usage_spread::UsageSpread;
use crate::estimate::{Estimate, FeatureEstimate};
use crate::scenario::Scenario;
use crate::units::{Count, Share, Usd};

pub use advice::{Advice, HeavyAt, NoRisk, OnAverage, UnlimitedRisk, advise, unlimited_risk};
pub use tiers::{NoTiers, TierRow, TierTable, tier_table};

/// What an allowance counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Requests of all features.
    Requests,
    /// Requests of the feature at this index.
    Feature(usize),
    /// Tokens, in and out.
    Tokens,
    /// Credits, each worth [`crate::scenario::Plan::credit_usd`] of inference at cost.
    Credits,
}

/// What a user who pays uses in a month, in the mean.
#[derive(Debug, Clone, Copy, PartialEq)]
struct MeanUser {
    /// Inference for the user's own use.
    inference: Usd,
    /// How many users' use all use makes, that of users who do not pay counted as it is.
    weight: f64,
}

impl MeanUser {
    fn new(scenario: &Scenario, economics: &UnitEconomics) -> Self {
        let payers = economics.paying_users.get();
        let free = scenario.audience.users().get() - payers;
        let weight = payers + free * scenario.plan.free_user_usage().get();
        Self { inference: economics.inference, weight }
    }

    /// How much of what is counted a user uses, and what one of it costs.
    fn unit(self, scenario: &Scenario, estimate: &Estimate, counted: Counted) -> Option<Unit> {
        let each = |total: f64| if self.weight > 0.0 { total / self.weight } else { 0.0 };
        let (use_each, usage_cost) = match counted {
            Counted::Requests => (each(estimate.total.requests_per_month.get()), self.inference.get()),
            Counted::Tokens => (
                each(estimate.features.iter().map(|feature| tokens_per_month(feature)).sum()),
                self.inference.get(),
            ),
            Counted::Credits => {
                (self.inference.get() / scenario.plan.credit_usd().get(), self.inference.get())
            }
            Counted::Feature(index) => {
                let feature = estimate.features.get(index)?;
                (each(feature.volume.per_month.get()), each(feature.cost.month.known()?.get()))
            }
        };
        (use_each > 0.0).then(|| Unit { use_each, usage_cost, one: usage_cost / use_each })
    }
}

/// One of what an allowance counts.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Unit {
    /// How many a user who pays uses in a month, in the mean.
    use_each: f64,
    /// What these cost.
    usage_cost: f64,
    /// What one costs.
    one: f64,
}

/// Tokens of a feature's calls in a month, in and out.
fn tokens_per_month(feature: &FeatureEstimate) -> f64 {
    let requests = feature.volume.per_month.get() * feature.from_store.rest().get();
    let call = feature.tokens.mean_input() + feature.tokens.billed_output();
    requests * feature.calls_per_request.get() * call.get()
}

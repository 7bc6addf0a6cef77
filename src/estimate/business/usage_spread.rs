//! How usage differs between users: a log-normal, because usage is a product of many small causes and because two
//! figures that people know, the typical and the heavy user, fix it. A Pareto tail would be heavier; with the same
//! two figures it puts more of the cost on the few users beyond p99, which neither figure says anything about.

use crate::estimate::cost::feature::FeatureEstimate;
use crate::estimate::latency::mixture::normal_cdf;
use crate::estimate::random::normal_quantile;
use crate::scenario::Scenario;
use crate::units::{Factor, Share, Usd};
use std::sync::Arc;

/// Usage of a user as a multiple of the mean over users; log-normal with mean 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UsageSpread {
    sigma: f64,
}

impl UsageSpread {
    /// The spread in which a heavy user (95 of 100 use less) uses `heavy` times what the typical one (half use
    /// less) does: sigma = ln(heavy) ÷ 1.645.
    #[must_use]
    pub fn of_heavy_user(heavy: Factor) -> Self {
        Self { sigma: heavy.get().max(1.0).ln() / normal_quantile(0.95) }
    }

    /// How far the users of `scenario` differ, or nothing where nobody says: the plan's heavy user, or else the high
    /// values of requests on an active day, each weighted with what its feature costs, as if whoever uses one
    /// feature much used all of them much.
    #[must_use]
    pub fn of_scenario(scenario: &Scenario, features: &[Arc<FeatureEstimate>]) -> Option<Self> {
        if let Some(heavy) = scenario.plan.heavy_user_factor() {
            return Some(Self::of_heavy_user(heavy));
        }
        let (mut sum, mut weight, mut known) = (0.0, 0.0, false);
        for (feature, estimate) in scenario.features.iter().zip(features) {
            let typical = feature.traffic.requests_per_active_day().get();
            let high = feature.spread.requests_per_active_day_p95().filter(|_| typical > 0.0);
            let cost = estimate.cost.month.known_part().map_or(0.0, Usd::get);
            sum += cost * high.map_or(1.0, |high| high.get() / typical);
            weight += cost;
            known |= high.is_some();
        }
        (known && weight > 0.0).then(|| Self::of_heavy_user(Factor::saturating(sum / weight)))
    }

    /// Usage of the typical user, as a multiple of the mean: e^(−sigma² ÷ 2).
    #[must_use]
    pub fn typical(self) -> Factor {
        Factor::saturating((-0.5 * self.sigma * self.sigma).exp())
    }

    /// Usage below which so many of 100 users stay, as a multiple of the mean.
    #[must_use]
    pub fn quantile(self, share: Share) -> Factor {
        Factor::saturating(self.typical().get() * (self.sigma * normal_quantile(share.get())).exp())
    }

    /// Share of the users who use at most `multiple` of the mean.
    #[must_use]
    pub fn share_below(self, multiple: Factor) -> Share {
        Share::saturating(self.at(multiple, 0.0))
    }

    /// Share of all usage that is made by users who use at most `multiple` of the mean.
    #[must_use]
    pub fn usage_below(self, multiple: Factor) -> Share {
        Share::saturating(self.at(multiple, self.sigma))
    }

    /// Mean over users of what they use beyond `multiple` of the mean, as a multiple of the mean.
    #[must_use]
    pub fn excess(self, multiple: Factor) -> Factor {
        let users_above = self.share_below(multiple).rest().get();
        let usage_above = self.usage_below(multiple).rest().get();
        Factor::saturating(usage_above - multiple.get() * users_above)
    }

    /// Φ((ln multiple − mu) ÷ sigma − shift), with mu = −sigma² ÷ 2.
    fn at(self, multiple: Factor, shift: f64) -> f64 {
        let multiple = multiple.get();
        if self.sigma <= 0.0 {
            return if multiple >= 1.0 { 1.0 } else { 0.0 };
        }
        if multiple <= 0.0 {
            return 0.0;
        }
        normal_cdf((multiple.ln() + 0.5 * self.sigma * self.sigma) / self.sigma - shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(value: f64) -> Factor {
        Factor::new(value).unwrap()
    }

    #[test]
    fn the_heavy_user_is_so_many_times_the_typical_one() {
        for heavy in [1.0, 2.0, 4.5, 20.0] {
            let spread = UsageSpread::of_heavy_user(factor(heavy));
            let p95 = spread.quantile(Share::new(0.95).unwrap()).get();
            assert!((p95 / spread.typical().get() - heavy).abs() < 1e-6 * heavy);
        }
    }

    #[test]
    fn users_below_and_usage_below_agree_with_a_sum_over_a_million_users() {
        let spread = UsageSpread::of_heavy_user(factor(4.5));
        let users: u32 = 1_000_000;
        let (mut below, mut usage_below, mut excess, mut usage) = (0.0, 0.0, 0.0, 0.0);
        for user in 0..users {
            let rank = (f64::from(user) + 0.5) / f64::from(users);
            let multiple = spread.quantile(Share::new(rank).unwrap()).get();
            usage += multiple;
            if multiple <= 1.5 {
                below += 1.0;
                usage_below += multiple;
            } else {
                excess += multiple - 1.5;
            }
        }
        let users = f64::from(users);
        assert!((usage / users - 1.0).abs() < 1e-4);
        assert!((spread.share_below(factor(1.5)).get() - below / users).abs() < 1e-5);
        assert!((spread.usage_below(factor(1.5)).get() - usage_below / usage).abs() < 1e-4);
        assert!((spread.excess(factor(1.5)).get() - excess / users).abs() < 1e-4);
    }

    #[test]
    fn without_a_spread_all_users_are_the_mean() {
        let spread = UsageSpread::of_heavy_user(factor(1.0));
        assert_eq!(spread.share_below(factor(0.99)), Share::ZERO);
        assert_eq!(spread.share_below(factor(1.0)), Share::ONE);
        assert!((spread.excess(factor(0.4)).get() - 0.6).abs() < 1e-12);
    }
}

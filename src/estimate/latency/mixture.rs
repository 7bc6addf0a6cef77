//! The spread of a delay in closed form: a mixture of log-normal parts.

use crate::estimate::random::normal_quantile;
use crate::units::{Millis, Within};

/// The 95 % point of the standard normal distribution.
pub const Z95: f64 = 1.644_853_626_951_472_7;

/// The probability that a standard normal variable stays below `z`.
///
/// To about 1 part in 10¹⁵. Source: Hart, "Computer Approximations" (1968), as given by West, "Better
/// approximations to cumulative normal functions", Wilmott Magazine (2005).
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    let x = z.abs();
    let tail = if x > 37.0 {
        0.0
    } else if x < 7.071_067_811_865_47 {
        let (above, below) = HART.iter().fold((0.0, 0.0), |(a, b), (c, d)| (a * x + c, b * x + d));
        (-0.5 * x * x).exp() * above / below
    } else {
        let fraction = x + 1.0 / (x + 2.0 / (x + 3.0 / (x + 4.0 / (x + 0.65))));
        (-0.5 * x * x).exp() / (fraction * 2.506_628_274_631)
    };
    if z > 0.0 { 1.0 - tail } else { tail }
}

const HART: [(f64, f64); 8] = [
    (0.0, 8.838_834_764_831_84e-2),
    (3.526_249_659_989_11e-2, 1.755_667_163_182_64),
    (0.700_383_064_443_688, 16.064_177_579_207),
    (6.373_962_203_531_65, 86.780_732_202_946_1),
    (33.912_866_078_383, 296.564_248_779_674),
    (112.079_291_497_871, 637.333_633_378_831),
    (221.213_596_169_931, 793.826_512_519_948),
    (220.206_867_912_376, 440.413_735_824_752),
];

/// One log-normal part: ln X is normal with mean `mu` and standard deviation `sigma`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogNormal {
    /// Mean of ln X.
    pub mu: f64,
    /// Standard deviation of ln X; 0 makes X a constant.
    pub sigma: f64,
}

impl LogNormal {
    /// The log-normal whose median is `p50` and whose 95th percentile is `p95`: σ = ln(p95/p50)/1.645.
    ///
    /// Where `p95` is missing or not above `p50`, nothing is known of the spread and it is a constant.
    #[must_use]
    pub fn from_p50_p95(p50: f64, p95: Option<f64>) -> Self {
        let p50 = p50.max(LEAST);
        let sigma = p95.map_or(0.0, |high| (high / p50).ln() / Z95);
        Self { mu: p50.ln(), sigma: if sigma > 0.0 { sigma } else { 0.0 } }
    }

    /// The probability that X ≤ `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { self.cdf_of_ln(x.ln()) }
    }

    #[inline]
    fn cdf_of_ln(&self, ln: f64) -> f64 {
        if self.sigma > 0.0 {
            normal_cdf((ln - self.mu) / self.sigma)
        } else if ln >= self.mu {
            1.0
        } else {
            0.0
        }
    }

    /// The value that X stays below with probability `p` of the open interval (0, 1).
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        if self.sigma > 0.0 { (self.mu + self.sigma * normal_quantile(p)).exp() } else { self.mu.exp() }
    }

    /// e^(μ + σ²/2).
    #[must_use]
    pub fn mean(&self) -> f64 {
        (self.mu + 0.5 * self.sigma * self.sigma).exp()
    }
}

// A millionth of a millisecond: so that the logarithm of a delay that was typed as 0 exists.
const LEAST: f64 = 1e-6;

/// A delay in milliseconds that is drawn from up to three log-normal parts.
///
/// `F(x) = Σ wᵢ·Φ((ln x − μᵢ)/σᵢ)`. Measured times to first token need three: the usual answer (body), a slow one
/// (a small multiple of the median), and a stall of seconds that has nothing to do with the model's median.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mixture {
    parts: [(f64, LogNormal); 3],
}

impl Mixture {
    /// A single log-normal.
    #[must_use]
    pub const fn one(part: LogNormal) -> Self {
        Self { parts: [(1.0, part), (0.0, part), (0.0, part)] }
    }

    /// A single log-normal by its median and 95th percentile.
    #[must_use]
    pub fn from_p50_p95(p50: Millis, p95: Option<Millis>) -> Self {
        Self::one(LogNormal::from_p50_p95(p50.get(), p95.map(Millis::get)))
    }

    /// Body, slow and stall, with the shares of the last two; the body has the rest.
    #[must_use]
    pub fn with_tail(body: LogNormal, slow: (f64, LogNormal), stall: (f64, LogNormal)) -> Self {
        Self { parts: [((1.0 - slow.0 - stall.0).max(0.0), body), slow, stall] }
    }

    /// The same form, faster or slower throughout so that the median is `p50_ms`.
    #[must_use]
    pub fn with_median(&self, p50_ms: f64) -> Self {
        let shift = (p50_ms.max(LEAST) / self.quantile(0.5)).ln();
        let moved = |(weight, part): (f64, LogNormal)| (weight, LogNormal { mu: part.mu + shift, ..part });
        Self { parts: self.parts.map(moved) }
    }

    /// The parts that carry weight, with their weight.
    pub fn parts(&self) -> impl Iterator<Item = (f64, LogNormal)> + '_ {
        self.parts.iter().copied().filter(|(weight, _)| *weight > 0.0)
    }

    /// The probability that the delay is at most `ms`.
    #[must_use]
    pub fn cdf(&self, ms: f64) -> f64 {
        if ms <= 0.0 { 0.0 } else { self.cdf_of_ln(ms.ln()) }
    }

    #[inline]
    pub(super) fn cdf_of_ln(&self, ln: f64) -> f64 {
        self.parts().map(|(weight, part)| weight * part.cdf_of_ln(ln)).sum()
    }

    /// The delay that a share `p` of requests does not exceed; to 1 part in 10⁹, by bisection on ln x.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        let p = p.within(1e-9, 1.0 - 1e-9);
        let ends = self.parts().map(|(_, part)| part.quantile(p).ln());
        let (mut low, mut high) =
            ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        // The mixture's quantile lies between the least and the greatest of the parts' own.
        while high - low > 1e-9 {
            let middle = 0.5 * (low + high);
            if self.cdf_of_ln(middle) < p { low = middle } else { high = middle }
        }
        (0.5 * (low + high)).exp()
    }

    /// Σ wᵢ·e^(μᵢ + σᵢ²/2).
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.parts().map(|(weight, part)| weight * part.mean()).sum()
    }

    /// ln of the values outside of which less than about 10⁻⁵ lies at each end.
    pub(super) fn ln_ends(&self) -> (f64, f64) {
        self.parts().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, part)| {
            (low.min(part.mu - REACH * part.sigma), high.max(part.mu + REACH * part.sigma))
        })
    }
}

// Φ(−4.265) = 1e-5.
const REACH: f64 = 4.265;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_cdf_undoes_the_normal_quantile() {
        for p in [1e-12, 1e-5, 0.01, 0.2, 0.5, 0.8, 0.975, 0.99999] {
            let back = normal_cdf(normal_quantile(p));
            assert!((back - p).abs() < 1e-13, "{p} came back as {back}");
        }
        assert!((normal_cdf(-8.0) / 6.220_960_574_271_785e-16 - 1.0).abs() < 1e-5);
        assert!(normal_cdf(40.0) >= 1.0);
    }

    #[test]
    fn a_single_part_has_the_quantiles_of_the_log_normal() {
        let part = LogNormal { mu: 6.5, sigma: 0.4 };
        for z in [-2.0_f64, 0.0, Z95, 2.326_347_874_040_841] {
            let expected = (6.5 + 0.4 * z).exp();
            let found = Mixture::one(part).quantile(normal_cdf(z));
            assert!((found / expected - 1.0).abs() < 1e-8, "{found} {expected}");
        }
    }

    #[test]
    fn median_and_p95_come_back_as_given() {
        let spread = Mixture::from_p50_p95(Millis::new(645.0).unwrap(), Some(Millis::new(1094.0).unwrap()));
        assert!((spread.quantile(0.5) - 645.0).abs() < 1e-5);
        assert!((spread.quantile(0.95) - 1094.0).abs() < 1e-5);
    }

    #[test]
    fn a_stall_share_decides_the_percentiles_above_it() {
        let body = LogNormal { mu: 1000.0_f64.ln(), sigma: 0.2 };
        let stall = LogNormal { mu: 7000.0_f64.ln(), sigma: 0.3 };
        let spread = Mixture::with_tail(body, (0.0, body), (0.03, stall));
        // 97 % of requests do not stall, so the 98.5th percentile is the median stall, up to the body's own tail.
        assert!((spread.quantile(0.985) / 7000.0 - 1.0).abs() < 1e-3);
        assert!(spread.quantile(0.95) < 1600.0);
        assert!((spread.mean() - (0.97 * body.mean() + 0.03 * stall.mean())).abs() < 1e-9);
    }

    #[test]
    fn without_a_spread_every_quantile_is_the_value() {
        let constant = Mixture::from_p50_p95(Millis::new(300.0).unwrap(), None);
        assert!((constant.quantile(0.99) - 300.0).abs() < 1e-5);
        assert!((constant.quantile(0.01) - 300.0).abs() < 1e-5);
    }
}

//! How well the fitted spreads foretell hours that they have not seen.

use super::fit::{Fit, Fitted};
use super::probes::{Sample, percentile};

/// The percentiles that are scored.
pub const SCORED: [f64; 4] = [0.50, 0.75, 0.90, 0.95];
/// From this delay on a probe counts as stalled, in milliseconds.
pub const STALL_MS: f64 = 4500.0;

/// One percentile of one model: what the fit foretells against what was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The share of probes below.
    pub p: f64,
    /// Foretold by the fit, in milliseconds.
    pub foretold_ms: f64,
    /// Of the scored probes, in milliseconds.
    pub measured_ms: f64,
    /// The order-statistic 95 % interval of the measured percentile; without an upper end where so few probes have none.
    pub interval_ms: (f64, Option<f64>),
}

impl Scored {
    /// Whether the foretold value lies in the interval.
    #[must_use]
    pub fn inside(&self) -> bool {
        let (low, high) = self.interval_ms;
        self.foretold_ms >= low && high.is_none_or(|high| self.foretold_ms <= high)
    }
}

/// One model's score.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelScore {
    /// The model, as `provider/model`.
    pub model: String,
    /// Probes fitted to, and probes scored.
    pub n: (usize, usize),
    /// One a percentile of [`SCORED`].
    pub percentiles: Vec<Scored>,
    /// The slowest scored probe, in milliseconds.
    pub slowest_ms: f64,
    /// Foretold over measured 99th percentile.
    pub p99_ratio: f64,
    /// Foretold share of stalls, and stalls among the scored probes.
    pub stalls: (f64, usize),
    /// Whether so many stalls as measured lie in the binomial 95 % interval of those foretold.
    pub stalls_foretold: bool,
}

/// Scores each fitted model that `scored` holds, where both together have at least `fewest` probes.
#[must_use]
pub fn score(fit: &Fit, scored: &[Sample], fewest: usize) -> Vec<ModelScore> {
    let pair = |fitted: &Fitted| {
        let sample = scored.iter().find(|sample| sample.model == fitted.model)?;
        (fitted.n + sample.ttft_ms.len() >= fewest).then(|| score_model(fit, fitted, sample))?
    };
    fit.models.iter().filter_map(pair).collect()
}

fn score_model(fit: &Fit, fitted: &Fitted, sample: &Sample) -> Option<ModelScore> {
    let mixture = fit.mixture(fitted);
    let sorted = &sample.ttft_ms;
    let at = |p: f64| {
        Some(Scored {
            p,
            foretold_ms: mixture.quantile(p),
            measured_ms: percentile(sorted, p)?,
            interval_ms: order_interval(sorted, p),
        })
    };
    let share = 1.0 - mixture.cdf(STALL_MS);
    let stalls = sorted.iter().filter(|ms| **ms >= STALL_MS).count();
    Some(ModelScore {
        model: fitted.model.clone(),
        n: (fitted.n, sorted.len()),
        percentiles: SCORED.iter().map(|p| at(*p)).collect::<Option<_>>()?,
        slowest_ms: *sorted.last()?,
        p99_ratio: mixture.quantile(0.99) / percentile(sorted, 0.99)?,
        stalls: (share, stalls),
        stalls_foretold: within_binomial(sorted.len(), share, stalls),
    })
}

/// The order statistics between which the p-quantile lies with at least 95 % confidence, 2.5 % at each side.
///
/// `X₍ₗ₎ … X₍ᵤ₎` with P(B < l) ≤ 2.5 % and P(B ≥ u) ≤ 2.5 %, B binomial (n, p) (Hahn, Meeker, "Statistical
/// Intervals", 1991, section 5.2). The lower end is 0 where no order statistic is low enough.
#[must_use]
pub fn order_interval(sorted: &[f64], p: f64) -> (f64, Option<f64>) {
    let n = sorted.len();
    // Index k: P(B ≤ k).
    let upto = binomial_cdf(n, p);
    let lower = upto.iter().take_while(|probability| **probability <= 0.025).count();
    let upper = upto.iter().take_while(|probability| **probability < 0.975).count();
    let low = lower.checked_sub(1).and_then(|index| sorted.get(index)).copied().unwrap_or(0.0);
    (low, sorted.get(upper).copied())
}

fn within_binomial(n: usize, p: f64, count: usize) -> bool {
    let upto = binomial_cdf(n, p);
    let at_most = upto.get(count).copied().unwrap_or(1.0);
    let fewer = count.checked_sub(1).and_then(|below| upto.get(below)).copied().unwrap_or(0.0);
    at_most >= 0.025 && 1.0 - fewer >= 0.025
}

/// P(B ≤ k) for k from 0 to n, B binomial (n, p).
fn binomial_cdf(n: usize, p: f64) -> Vec<f64> {
    let ratio = p / (1.0 - p);
    let first = (1.0 - p).powi(n as i32);
    let step = |state: &mut (f64, f64), k: usize| {
        let (term, total) = *state;
        *state = (term * ratio * (n - k) as f64 / (k + 1) as f64, total + term);
        Some(total + term)
    };
    (0..=n).scan((first, 0.0), step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_the_median_of_ten_is_the_second_to_the_ninth() {
        // Tables of the sign test: coverage 97.9 %.
        let sorted: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(order_interval(&sorted, 0.5), (2.0, Some(9.0)));
    }

    #[test]
    fn too_few_probes_leave_the_upper_end_of_a_high_percentile_open() {
        let sorted: Vec<f64> = (1..=36).map(f64::from).collect();
        assert_eq!(order_interval(&sorted, 0.95), (31.0, None));
    }

    #[test]
    fn a_count_far_from_the_foretold_share_is_named() {
        assert!(within_binomial(36, 0.02, 1));
        assert!(!within_binomial(36, 0.02, 6));
        assert!(!within_binomial(36, 0.4, 2));
    }
}

//! Percentiles of what was simulated, with the error of having simulated only so many requests.

use crate::units::{Millis, Percentile, Within, sort_numbers};

/// A simulated time and the interval that holds its true value with 95 % confidence.
///
/// The interval speaks of the sampling error alone: it says nothing about how right the step times are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The estimate.
    pub value: Millis,
    /// Lower end.
    pub low: Millis,
    /// Upper end.
    pub high: Millis,
}

impl Measured {
    fn new(value: f64, low: f64, high: f64) -> Self {
        Self {
            value: Millis::saturating(value),
            low: Millis::saturating(low),
            high: Millis::saturating(high),
        }
    }
}

/// The distribution of a time over requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Percentiles {
    /// Mean.
    pub mean: Measured,
    /// Median.
    pub p50: Measured,
    /// What three of four do not exceed.
    pub p75: Measured,
    /// What 90 % do not exceed.
    pub p90: Measured,
    /// What 95 % do not exceed.
    pub p95: Measured,
    /// What 99 % do not exceed.
    pub p99: Measured,
}

impl Percentiles {
    /// The one of the five percentiles that lies nearest to `percentile`, and which it is.
    #[must_use]
    pub fn nearest(&self, percentile: Percentile) -> (Percentile, Measured) {
        let all = [(50.0, self.p50), (75.0, self.p75), (90.0, self.p90), (95.0, self.p95), (99.0, self.p99)];
        let distance = |rank: f64| (rank - percentile.get()).abs();
        let nearest = all.into_iter().min_by(|(a, _), (b, _)| distance(*a).total_cmp(&distance(*b)));
        let (rank, measured) = nearest.unwrap_or((95.0, self.p95));
        (Percentile::saturating(rank), measured)
    }
}

/// Consecutive requests wait in the same queue, so the error is taken from the spread of this many batches.
const BATCHES: usize = 20;
/// Two-sided 95 % quantile of Student's t with 19 degrees of freedom.
const T: f64 = 2.093;

/// Percentiles of `values` (not negative, in order of arrival); nothing where there are none.
///
/// Quantiles interpolate linearly between order statistics. Errors: the mean by batch means over 20 batches; a
/// quantile q(p) by the batch means of the indicator "at most q(p)", whose standard error s gives the interval
/// [q(p − t·s), q(p + t·s)] (Law: "Simulation Modeling and Analysis", 5th ed., 2015, sections 9.5.3 and 9.5.4).
pub(super) fn percentiles(values: &[f64], sorted: &mut Vec<f64>) -> Option<Percentiles> {
    if values.is_empty() {
        return None;
    }
    sorted.clear();
    sorted.extend_from_slice(values);
    sort_numbers(sorted);
    let rank = |p: f64| {
        let value = quantile(sorted, p);
        let error = T * batch_error(values, |x| f64::from(u8::from(x <= value)));
        Measured::new(value, quantile(sorted, p - error), quantile(sorted, p + error))
    };
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let error = T * batch_error(values, |x| x);
    Some(Percentiles {
        mean: Measured::new(mean, mean - error, mean + error),
        p50: rank(0.50),
        p75: rank(0.75),
        p90: rank(0.90),
        p95: rank(0.95),
        p99: rank(0.99),
    })
}

fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p.within(0.0, 1.0) * (sorted.len().saturating_sub(1)) as f64;
    let at = |index: f64| sorted.get(index as usize).map_or(0.0, |value| value.max(0.0));
    let (below, above) = (at(place.floor()), at(place.ceil()));
    below + (above - below) * place.fract()
}

/// Standard error of the mean of `of(value)`, from the means of consecutive batches.
fn batch_error(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let size = values.len() / BATCHES;
    if size == 0 {
        return f64::INFINITY;
    }
    let (mut sum, mut squares) = (0.0, 0.0);
    for batch in values.chunks_exact(size).take(BATCHES) {
        let mean = batch.iter().map(|x| of(*x)).sum::<f64>() / size as f64;
        sum += mean;
        squares += mean * mean;
    }
    let n = BATCHES as f64;
    ((squares - sum * sum / n).max(0.0) / (n - 1.0) / n).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::random::Rng;

    #[test]
    fn percentiles_interpolate_between_order_statistics() {
        let values: Vec<f64> = (0..=100).map(f64::from).collect();
        let p = percentiles(&values, &mut Vec::new()).unwrap();
        assert!((p.p95.value.get() - 95.0).abs() < 1e-9);
        assert!((p.mean.value.get() - 50.0).abs() < 1e-9);
        assert_eq!(percentiles(&[], &mut Vec::new()), None);
    }

    #[test]
    fn the_interval_holds_the_true_value_nineteen_times_in_twenty() {
        // Independent exponential numbers, whose quantiles are known; then an autoregressive series, in which a
        // count of order statistics that takes neighbours for independent would be far too sure of itself.
        let truth = -(0.05_f64).ln();
        let mut held = [0, 0];
        for seed in 0..400 {
            let mut rng = Rng::new(seed);
            let plain: Vec<f64> = (0..2000).map(|_| rng.exponential()).collect();
            let p = percentiles(&plain, &mut Vec::new()).unwrap().p95;
            held[0] += i32::from(p.low.get() <= truth && truth <= p.high.get());
            let mut state = rng.normal();
            let linked: Vec<f64> = (0..4000)
                .map(|_| {
                    state = 0.9 * state + (1.0 - 0.81_f64).sqrt() * rng.normal();
                    10.0 + state
                })
                .collect();
            let p = percentiles(&linked, &mut Vec::new()).unwrap().p50;
            held[1] += i32::from(p.low.get() <= 10.0 && 10.0 <= p.high.get());
        }
        assert!(held.iter().all(|n| (364..=396).contains(n)), "{held:?} of 400");
    }
}

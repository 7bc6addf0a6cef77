//! Inputs that are not known exactly, and what that does to a result: seeded Monte Carlo of 10,000 draws.
//!
//! Each input is drawn by Latin hypercube (`McKay`, Beckman, Conover 1979): its 10,000 quantiles at equal steps of
//! probability, in random order. So every input is spread exactly, and the result varies less from seed to seed
//! than with plain draws. Inputs are independent of each other.

pub mod likely;
pub mod sensitivity;

use crate::estimate::latency::mixture::Z95;
use crate::estimate::random::{Rng, normal_quantile};
use crate::units::sort_numbers;

/// Draws of one run.
pub const DRAWS: usize = 10_000;

/// One input: a typical value, and how far it may be from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uncertain {
    typical: f64,
    sigma: f64,
    scale: Scale,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Scale {
    /// ln x is normal.
    Ln,
    /// ln(x/(1 − x)) is normal.
    Logit,
}

impl Uncertain {
    /// An input that is known exactly.
    #[must_use]
    pub const fn fixed(value: f64) -> Self {
        Self { typical: value, sigma: 0.0, scale: Scale::Ln }
    }

    /// A positive input: log-normal, with `typical` as median and `high` as 95th percentile.
    ///
    /// It is fixed where `high` is missing or not above `typical`, or where `typical` is 0.
    #[must_use]
    pub fn positive(typical: f64, high: Option<f64>) -> Self {
        let sigma = high.map_or(0.0, |high| (high / typical).ln() / Z95);
        Self { typical, sigma: spread(sigma), scale: Scale::Ln }
    }

    /// A share: logit-normal, so that it stays between 0 and 1, with `typical` as median and `high` as 95th percentile.
    ///
    /// It is fixed where `high` is missing or not above `typical`, or where `typical` is 0 or 1. A `high` of 1 is
    /// taken as 0.9999, for no logit-normal reaches 1.
    #[must_use]
    pub fn share(typical: f64, high: Option<f64>) -> Self {
        let sigma = high.map_or(0.0, |high| (logit(high.min(0.9999)) - logit(typical)) / Z95);
        Self { typical, sigma: spread(sigma), scale: Scale::Logit }
    }

    /// Whether it varies.
    #[must_use]
    pub fn varies(&self) -> bool {
        self.sigma > 0.0
    }

    /// The median.
    #[must_use]
    pub const fn typical(&self) -> f64 {
        self.typical
    }

    /// The value that lies `z` standard deviations from the median on its own scale.
    #[inline]
    #[must_use]
    pub fn at(&self, z: f64) -> f64 {
        if self.sigma <= 0.0 {
            return self.typical;
        }
        let grown = (self.sigma * z).exp();
        match self.scale {
            Scale::Ln => self.typical * grown,
            // p·g/(1 − p + p·g) has the logit logit(p) + ln g.
            Scale::Logit => {
                let odds = self.typical * grown;
                odds / (1.0 - self.typical + odds)
            }
        }
    }

    /// The value that it does not exceed with probability `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        self.at(normal_quantile(p))
    }

    /// The mean of a positive input: `typical · e^(σ²/2)`. What a sum over many requests or users goes by.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self.scale {
            Scale::Ln => self.typical * (0.5 * self.sigma * self.sigma).exp(),
            // No closed form: the mean of 99 quantiles at equal steps of probability.
            Scale::Logit => (1..100).map(|step| self.quantile(f64::from(step) / 100.0)).sum::<f64>() / 99.0,
        }
    }
}

fn spread(sigma: f64) -> f64 {
    if sigma.is_finite() && sigma > 0.0 { sigma } else { 0.0 }
}

fn logit(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

/// The normal numbers of a run, drawn once for a seed and kept while the inputs change.
#[derive(Debug, Clone)]
pub struct Normals {
    seed: u32,
    /// Which inputs want numbers, in their order.
    wanted: Vec<bool>,
    /// The quantiles at equal steps of probability, in order; empty until a column wants them.
    even: Vec<f64>,
    columns: Vec<Vec<f64>>,
}

impl Normals {
    /// [`DRAWS`] numbers for each of `inputs` inputs. One more input leaves the draws of the others unchanged.
    #[must_use]
    pub fn new(seed: u32, inputs: usize) -> Self {
        Self::whole(seed, vec![true; inputs])
    }

    /// The same numbers, but only for those of `inputs` that vary.
    #[must_use]
    pub fn of(seed: u32, inputs: &[Uncertain]) -> Self {
        Self::whole(seed, inputs.iter().map(Uncertain::varies).collect())
    }

    /// The same, with no number drawn yet: see [`advance`](Self::advance).
    #[must_use]
    pub fn begin(seed: u32, inputs: &[Uncertain]) -> Self {
        Self::empty(seed, inputs.iter().map(Uncertain::varies).collect())
    }

    const fn empty(seed: u32, wanted: Vec<bool>) -> Self {
        Self { seed, wanted, even: Vec::new(), columns: Vec::new() }
    }

    fn whole(seed: u32, wanted: Vec<bool>) -> Self {
        let mut normals = Self::empty(seed, wanted);
        while !normals.advance() {}
        normals
    }

    /// Draws the numbers of one more input that wants some; true when all are drawn.
    pub fn advance(&mut self) -> bool {
        while let Some(is_wanted) = self.wanted.get(self.columns.len()) {
            if *is_wanted {
                let column = self.column();
                self.columns.push(column);
                return self.columns.len() >= self.wanted.len();
            }
            self.columns.push(Vec::new());
        }
        true
    }

    fn column(&mut self) -> Vec<f64> {
        if self.even.is_empty() {
            let quantile = |draw: usize| normal_quantile((draw as f64 + 0.5) / DRAWS as f64);
            self.even = (0..DRAWS).map(quantile).collect();
        }
        let mut rng = Rng::stream(u64::from(self.seed), self.columns.len() as u64);
        let mut shuffled = self.even.clone();
        // Fisher and Yates.
        for last in (1..shuffled.len()).rev() {
            shuffled.swap(last, rng.below(last as u32 + 1) as usize);
        }
        shuffled
    }

    /// Inputs that it has numbers for.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.columns.len()
    }
}

/// The band of a result, in its own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// One in ten outcomes is lower.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// One in ten outcomes is higher.
    pub p90: f64,
    /// One in twenty outcomes is higher; over users, the heavy user.
    pub p95: f64,
    /// Mean.
    pub mean: f64,
    /// The order-statistic 95 % interval of the median: how much another seed might move it at most.
    pub p50_interval: (f64, f64),
}

/// Carries the uncertainty of `inputs` through `result`, which gets one value an input.
///
/// For the band of a sum over all users give each user's inputs by their mean and the uncertain totals as inputs;
/// for the heavy user let `result` be the cost of one user and take [`Band::p95`]. An input beyond those that
/// `normals` has numbers for stays at its typical value.
#[must_use]
pub fn monte_carlo(inputs: &[Uncertain], normals: &Normals, result: impl Fn(&[f64]) -> f64) -> Band {
    carry(inputs, normals, &result)
}

fn carry(inputs: &[Uncertain], normals: &Normals, result: &dyn Fn(&[f64]) -> f64) -> Band {
    let mut outcomes = Outcomes::default();
    outcomes.advance(inputs, normals, result, DRAWS);
    outcomes.band()
}

/// The outcomes of a run, some of the draws at a time. Hand it the same inputs, numbers and result each time.
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    found: Vec<f64>,
}

impl Outcomes {
    /// Makes at most `most` draws more; true when all of them are made. Without an input that varies there is one outcome.
    pub fn advance(
        &mut self,
        inputs: &[Uncertain],
        normals: &Normals,
        result: &dyn Fn(&[f64]) -> f64,
        most: usize,
    ) -> bool {
        let mut values: Vec<f64> = inputs.iter().map(Uncertain::typical).collect();
        let varying: Vec<(usize, &Uncertain, &[f64])> = inputs
            .iter()
            .zip(&normals.columns)
            .enumerate()
            .filter(|(_, (input, _))| input.varies())
            .map(|(index, (input, column))| (index, input, column.as_slice()))
            .collect();
        if varying.is_empty() {
            self.found = vec![result(&values)];
            return true;
        }
        let from = self.found.len();
        for draw in from..from.saturating_add(most).min(DRAWS) {
            for (index, input, column) in &varying {
                if let (Some(value), Some(z)) = (values.get_mut(*index), column.get(draw)) {
                    *value = input.at(*z);
                }
            }
            self.found.push(result(&values));
        }
        self.found.len() >= DRAWS
    }

    /// Their band.
    #[must_use]
    pub fn band(mut self) -> Band {
        band(&mut self.found)
    }
}

// Ranks of the order-statistic 95 % interval of the median of 10,000: 5,000 ± 1.96 · √10,000 / 2.
const MEDIAN_RANKS: (f64, f64) = (0.4902, 0.5098);

fn band(outcomes: &mut [f64]) -> Band {
    let mean = outcomes.iter().sum::<f64>() / outcomes.len().max(1) as f64;
    sort_numbers(outcomes);
    let at = |p: f64| outcomes.get((p * DRAWS as f64) as usize).copied().unwrap_or(mean);
    Band {
        p10: at(0.10),
        p50: at(0.50),
        p90: at(0.90),
        p95: at(0.95),
        mean,
        p50_interval: (at(MEDIAN_RANKS.0), at(MEDIAN_RANKS.1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64, relative: f64) {
        assert!((found / expected - 1.0).abs() < relative, "{found} is not {expected}");
    }

    #[test]
    fn typical_and_high_come_back_as_median_and_p95() {
        let tokens = Uncertain::positive(400.0, Some(1500.0));
        near(tokens.quantile(0.5), 400.0, 1e-12);
        near(tokens.quantile(0.95), 1500.0, 1e-12);
        let share = Uncertain::share(0.3, Some(0.6));
        near(share.quantile(0.5), 0.3, 1e-12);
        near(share.quantile(0.95), 0.6, 1e-12);
        assert!((0.0..=1.0).contains(&share.at(9.0)));
    }

    #[test]
    fn what_has_no_high_value_does_not_vary() {
        for input in [
            Uncertain::positive(5.0, None),
            Uncertain::positive(5.0, Some(5.0)),
            Uncertain::positive(0.0, Some(9.0)),
            Uncertain::share(0.0, Some(0.5)),
            Uncertain::share(1.0, Some(1.0)),
        ] {
            assert!(!input.varies(), "{input:?}");
            let typical = input.typical();
            assert_eq!(input.at(2.0).to_bits(), typical.to_bits());
        }
    }

    #[test]
    fn a_product_of_log_normals_has_its_closed_form_band() {
        let inputs = [Uncertain::positive(10.0, Some(20.0)), Uncertain::positive(3.0, Some(9.0))];
        let found = monte_carlo(&inputs, &Normals::new(1, 2), |values| values.iter().product());
        let sigma = (2.0_f64.ln() / Z95).hypot(3.0_f64.ln() / Z95);
        let closed = |p: f64| 30.0 * (sigma * normal_quantile(p)).exp();
        near(found.p50, closed(0.5), 0.02);
        near(found.p10, closed(0.1), 0.02);
        near(found.p90, closed(0.9), 0.02);
        near(found.p95, closed(0.95), 0.02);
        near(found.mean, inputs[0].mean() * inputs[1].mean(), 0.01);
        assert!(found.p50_interval.0 < 30.0 && 30.0 < found.p50_interval.1);
    }

    #[test]
    fn one_input_alone_is_exact_to_its_step() {
        let input = [Uncertain::positive(100.0, Some(300.0))];
        let found = monte_carlo(&input, &Normals::new(5, 1), |values| values[0]);
        near(found.p10, input[0].quantile(0.1), 1e-3);
        near(found.p95, input[0].quantile(0.95), 1e-3);
    }

    #[test]
    fn the_same_seed_gives_the_same_band_and_another_seed_almost() {
        let inputs = [Uncertain::positive(10.0, Some(20.0)), Uncertain::share(0.3, Some(0.5))];
        let run = |seed| monte_carlo(&inputs, &Normals::new(seed, 2), |values| values.iter().product());
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
        near(run(1).p50, run(2).p50, 0.02);
    }

    #[test]
    fn a_run_in_parts_is_the_run_as_a_whole() {
        let inputs =
            [Uncertain::positive(10.0, Some(20.0)), Uncertain::fixed(2.0), Uncertain::share(0.3, Some(0.5))];
        let product = |values: &[f64]| values.iter().product::<f64>();
        let mut normals = Normals::begin(7, &inputs);
        while !normals.advance() {}
        let mut outcomes = Outcomes::default();
        while !outcomes.advance(&inputs, &normals, &product, 777) {}
        assert_eq!(outcomes.band(), monte_carlo(&inputs, &Normals::of(7, &inputs), product));
    }

    #[test]
    fn without_uncertainty_the_band_is_the_value() {
        let found = monte_carlo(&[Uncertain::fixed(7.0)], &Normals::new(1, 1), |values| values[0] * 2.0);
        assert!(found.p10 >= 14.0 && found.p95 <= 14.0);
    }
}

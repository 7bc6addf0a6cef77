//! Delays that can be added: distributions on a logarithmic grid.
//!
//! A [`Delay`] is a constant plus a distribution over bins whose edges are 2^(i/12) ms. Sums are convolutions:
//! the sum of two bin centres `gᵢ + gⱼ = gⱼ·(1 + 2^−(j−i)/12)` falls a fixed way above the larger one, which
//! depends on j − i alone; its probability goes to the two nearest centres so that the mean is kept. Calls in
//! parallel take the slowest: `F_max = Fⁿ`. No randomness; the error comes from the width of the bins alone.
//! Percentiles from p50 to p99 are within 0.1 % of the closed form for one log-normal of σ ≥ 0.15, within 1 % of a
//! simulation of 300,000 draws (whose own error is most of that) for sums of thinking, writing and up to four
//! calls (`tests/latency_percentiles.rs`), and within 1.5 % for 64 calls in a row.

mod bins;

use super::mixture::{LogNormal, Mixture};
use crate::units::{Millis, Percentile, Power, Share, Within};
use bins::{Above, Inside};

const BINS_PER_OCTAVE: u8 = 12;
const LN_STEP: f64 = std::f64::consts::LN_2 / BINS_PER_OCTAVE as f64;
// What lies further out is dropped after a sum, and the rest scaled up.
const NEGLIGIBLE: f64 = 1e-7;
// A microsecond, in ms: the grid has no place for 0.
const LEAST: f64 = 1e-3;

/// A delay in milliseconds: a constant plus a spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Delay {
    constant_ms: f64,
    /// Index of the first bin: its lower edge is 2^(first/12) ms.
    first: i32,
    /// Probability of each bin; empty where there is no spread.
    mass: Vec<f64>,
}

impl Delay {
    /// A delay that is always the same.
    #[must_use]
    pub const fn constant(delay: Millis) -> Self {
        Self { constant_ms: delay.get(), first: 0, mass: Vec::new() }
    }

    /// The delay with the spread of `mixture`.
    #[must_use]
    pub fn of(mixture: &Mixture) -> Self {
        let (low, high) = mixture.ln_ends();
        if high - low < 1e-9 {
            return Self { constant_ms: low.exp(), first: 0, mass: Vec::new() };
        }
        let first = (low / LN_STEP).floor() as i32;
        let last = ((high / LN_STEP).ceil() as i32).max(first + 1);
        let mut below = 0.0;
        let mass = (first + 1..=last)
            .map(|edge| {
                let upto = mixture.cdf_of_ln(f64::from(edge) * LN_STEP);
                let inside = upto - below;
                below = upto;
                inside
            })
            .collect();
        Self { constant_ms: 0.0, first, mass }.trimmed()
    }

    /// The log-normal delay `part`.
    #[must_use]
    pub fn log_normal(part: LogNormal) -> Self {
        Self::of(&Mixture::one(part))
    }

    /// The delay with `ms` more, or less where `ms` is negative.
    #[must_use]
    pub fn shifted(mut self, ms: f64) -> Self {
        self.constant_ms += ms;
        self
    }

    /// This delay and then `other`, independent of it.
    #[must_use]
    pub fn then(&self, other: &Self) -> Self {
        let constant_ms = self.constant_ms + other.constant_ms;
        let sum = match (self.mass.is_empty(), other.mass.is_empty()) {
            (true, _) => Self { constant_ms, ..other.clone() },
            (_, true) => Self { constant_ms, ..self.clone() },
            _ => self.convolved(other, constant_ms),
        };
        sum.trimmed()
    }

    /// This delay `times` times, one after the other, each time drawn anew.
    #[must_use]
    pub fn repeated(&self, times: u32) -> Self {
        let mut total = Self::constant(Millis::saturating(0.0));
        let mut power = self.clone();
        let mut left = times;
        // Squaring: log2(times) sums instead of `times`.
        while left > 0 {
            if left & 1 == 1 {
                total = total.then(&power);
            }
            left >>= 1;
            if left > 0 {
                power = power.then(&power);
            }
        }
        total
    }

    /// The slowest of `calls` such delays that run at the same time: F(x)ⁿ. What 1 in 100,000 calls exceeds is not
    /// held, so beyond some 1,000 calls the highest percentiles come out low.
    #[must_use]
    pub fn slowest_of(&self, calls: u32) -> Self {
        if calls <= 1 {
            return self.clone();
        }
        let n = f64::from(calls);
        let (mut upto, mut below) = (0.0, 0.0);
        let mass = self
            .mass
            .iter()
            .map(|share| {
                upto += share;
                let raised = f64::min(upto, 1.0).raised_to(n);
                let inside = raised - below;
                below = raised;
                inside
            })
            .collect();
        Self { mass, ..*self }.trimmed()
    }

    /// One of several delays, each so often as its weight says; nothing without a weight above 0.
    ///
    /// Where their constant parts differ, these are moved into the spread: a constant then takes the two bins
    /// around it, which keeps its mean and moves a percentile by less than a bin (6 %).
    #[must_use]
    pub fn mixed(parts: &[(f64, &Self)]) -> Option<Self> {
        let weighed = || parts.iter().filter(|(weight, _)| *weight > 0.0);
        let (_, lead) = weighed().next()?;
        if weighed().all(|(_, part)| part == lead) {
            return Some((*lead).clone());
        }
        let alike = |part: &Self| part.constant_ms.to_bits() == lead.constant_ms.to_bits();
        let spread = weighed().all(|(_, part)| alike(part) && !part.mass.is_empty());
        let constant_ms = if spread { lead.constant_ms } else { 0.0 };
        let moved: Vec<(f64, Self)> = weighed()
            .map(|(weight, part)| (*weight, if spread { (*part).clone() } else { part.scaled(1.0) }))
            .collect();
        let end = |part: &Self| part.first + part.mass.len() as i32;
        let first = moved.iter().map(|(_, part)| part.first).min()?;
        let last = moved.iter().map(|(_, part)| end(part)).max()?;
        let mut mass = vec![0.0; (last - first) as usize];
        for (weight, part) in &moved {
            let own = mass.iter_mut().skip((part.first - first) as usize);
            own.zip(&part.mass).for_each(|(sum, share)| *sum += weight * share);
        }
        Some(Self { constant_ms, first, mass }.trimmed())
    }

    /// This delay times an independent log-normal factor, which keeps the unit: tokens become milliseconds
    /// when each takes so many.
    #[must_use]
    pub fn times(&self, factor: LogNormal) -> Self {
        if self.mass.is_empty() {
            let mu = factor.mu + self.constant_ms.max(f64::MIN_POSITIVE).ln();
            return Self::log_normal(LogNormal { mu, ..factor });
        }
        if factor.sigma <= 0.0 {
            return self.scaled(factor.mu.exp());
        }
        let spread = self.scaled(1.0);
        // Half a bin lower, so that the product of two bin centres is again a centre: (i + ½) + (j + ½) + ½ = i + j + 1 + ½.
        let factors = Self::log_normal(LogNormal { mu: factor.mu - 0.5 * LN_STEP, ..factor });
        let mut mass = vec![0.0; spread.mass.len() + factors.mass.len() - 1];
        for (offset, share) in spread.mass.iter().enumerate() {
            for (sum, part) in mass.iter_mut().skip(offset).zip(&factors.mass) {
                *sum += share * part;
            }
        }
        Self { constant_ms: 0.0, first: spread.first + factors.first + 1, mass }.trimmed()
    }

    /// The delay that a share `p` (0 to 1) of requests does not exceed.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Millis {
        let p = p.within(0.0, 1.0);
        let mut below = 0.0;
        for (bin, share) in (self.first..).zip(&self.mass) {
            let upto = below + share;
            if *share > 0.0 && p <= upto {
                let ln = (f64::from(bin) + Inside { below, upto }.part_at(p)) * LN_STEP;
                return Millis::saturating(self.constant_ms + ln.exp());
            }
            below = upto;
        }
        Millis::saturating(self.constant_ms + self.greatest())
    }

    /// The delay at a percentile.
    #[must_use]
    pub fn percentile(&self, percentile: Percentile) -> Millis {
        self.quantile(percentile.get() / 100.0)
    }

    /// The share of requests that take at most `limit`.
    #[must_use]
    pub fn share_within(&self, limit: Millis) -> Share {
        let rest = limit.get() - self.constant_ms;
        if self.mass.is_empty() {
            return Share::saturating(if rest >= 0.0 { 1.0 } else { 0.0 });
        }
        if rest <= 0.0 {
            return Share::saturating(0.0);
        }
        let edge = rest.ln() / LN_STEP - f64::from(self.first);
        let whole = edge.floor().max(0.0) as usize;
        let below = self.mass.iter().take(whole).fold(0.0, |sum, share| sum + share);
        let share = match self.mass.get(whole) {
            Some(share) if edge > 0.0 => Inside { below, upto: below + share }.share_at(edge.fract()),
            _ => below,
        };
        Share::saturating(share)
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> Millis {
        let spread: f64 = (self.first..).zip(&self.mass).map(|(bin, share)| share * centre(bin)).sum();
        Millis::saturating(self.constant_ms + spread)
    }

    /// The delay times a constant, with the constant part moved into the spread.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        if self.mass.is_empty() {
            // All of it in one place: between the two bins around it.
            let spread = [(self.constant_ms * factor).max(LEAST).ln() / LN_STEP - 0.5];
            return Self::placed(&spread, &[1.0]);
        }
        let place = |bin| ((self.constant_ms + centre(bin)) * factor).max(LEAST).ln() / LN_STEP - 0.5;
        let bins = || self.first..self.first + self.mass.len() as i32;
        let places: Vec<f64> = bins().map(place).collect();
        Self::placed(&places, &self.mass)
    }

    /// Masses at places between the centres of bins, each given to its two neighbours.
    fn placed(places: &[f64], masses: &[f64]) -> Self {
        let first = places.iter().copied().fold(f64::INFINITY, f64::min).floor() as i32;
        let last = places.iter().copied().fold(f64::NEG_INFINITY, f64::max).floor() as i32 + 1;
        let mut mass = vec![0.0; (last - first) as usize + 1];
        for (at, share) in places.iter().zip(masses) {
            let floor = at.floor();
            let next = share * (at - floor);
            let mut near = mass.iter_mut().skip((floor as i32 - first) as usize);
            for part in [share - next, next] {
                if let Some(sum) = near.next() {
                    *sum += part;
                }
            }
        }
        Self { constant_ms: 0.0, first, mass }.trimmed()
    }

    /// The upper edge of the last bin.
    fn greatest(&self) -> f64 {
        if self.mass.is_empty() {
            return 0.0;
        }
        ((f64::from(self.first) + self.mass.len() as f64) * LN_STEP).exp()
    }

    fn convolved(&self, other: &Self, constant_ms: f64) -> Self {
        // In these coordinates bin 0 is the lower of the two first bins; a sum lies at most an octave above its larger term.
        let first = self.first.min(other.first);
        let end = (self.first + self.mass.len() as i32).max(other.first + other.mass.len() as i32);
        let mut sum = Self {
            constant_ms,
            first,
            mass: vec![0.0; (end - first) as usize + BINS_PER_OCTAVE as usize + 2],
        };
        let span = end - first;
        let mut above = Above::equal_terms();
        for apart in 0..span {
            sum.add_pairs(self, other, apart, &above);
            if apart > 0 {
                sum.add_pairs(other, self, apart, &above);
            }
            above.step_apart();
        }
        sum
    }

    /// Adds the sums of all bins of `low` and the bins of `high` that lie `apart` above them.
    fn add_pairs(&mut self, low: &Self, high: &Self, apart: i32, above: &Above) {
        let begin = (low.first + apart).max(high.first);
        let skip = |from: &Self, offset: i32| (begin - offset - from.first) as usize;
        let (Some(lows), Some(highs), Some(sums)) = (
            low.mass.get(skip(low, apart)..),
            high.mass.get(skip(high, 0)..),
            self.mass.get_mut((begin - self.first) as usize + above.bins..),
        ) else {
            return;
        };
        let mut carried = 0.0;
        let mut sums = sums.iter_mut();
        for ((a, b), sum) in lows.iter().zip(highs).zip(&mut sums) {
            let both = a * b;
            let next = both * above.weight;
            *sum += both - next + carried;
            carried = next;
        }
        if let Some(sum) = sums.next() {
            *sum += carried;
        }
    }

    /// Without the ends that hold next to nothing, the rest scaled to 1.
    fn trimmed(mut self) -> Self {
        let total: f64 = self.mass.iter().sum();
        if total <= 0.0 {
            return self;
        }
        let least = NEGLIGIBLE * total;
        let count_light = |masses: &mut dyn Iterator<Item = &f64>| {
            let mut gone = 0.0;
            masses
                .take_while(|mass| {
                    gone += **mass;
                    gone < least
                })
                .count()
        };
        let tail = count_light(&mut self.mass.iter().rev());
        self.mass.truncate(self.mass.len().saturating_sub(tail));
        let head = count_light(&mut self.mass.iter()).min(self.mass.len());
        self.mass.drain(..head);
        self.first += head as i32;
        let kept: f64 = self.mass.iter().sum();
        self.mass.iter_mut().for_each(|mass| *mass /= kept);
        self
    }
}

fn centre(bin: i32) -> f64 {
    ((f64::from(bin) + 0.5) * LN_STEP).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: Millis, expected: f64, relative: f64) {
        assert!((found.get() / expected - 1.0).abs() < relative, "{} is not {expected}", found.get());
    }

    fn body() -> LogNormal {
        LogNormal { mu: 1000.0_f64.ln(), sigma: 0.3 }
    }

    #[test]
    fn a_log_normal_keeps_its_quantiles_on_the_grid() {
        for sigma in [0.15, 0.3, 0.65, 1.2] {
            let part = LogNormal { mu: 6.9, sigma };
            let delay = Delay::log_normal(part);
            for p in [0.1, 0.5, 0.75, 0.9, 0.95, 0.99] {
                near(delay.quantile(p), part.quantile(p), 1e-3);
            }
            near(delay.mean(), part.mean(), 1e-3);
        }
    }

    #[test]
    fn means_and_variances_add() {
        let second = LogNormal { mu: 300.0_f64.ln(), sigma: 0.5 };
        let sum = Delay::log_normal(body()).then(&Delay::log_normal(second));
        near(sum.mean(), body().mean() + second.mean(), 1e-3);
    }

    #[test]
    fn the_slowest_of_n_has_the_nth_root_quantile() {
        for n in [2, 5, 20] {
            let slowest = Delay::log_normal(body()).slowest_of(n);
            for p in [0.5, 0.95] {
                near(slowest.quantile(p), body().quantile(f64::powf(p, 1.0 / f64::from(n))), 2e-3);
            }
        }
    }

    #[test]
    fn a_constant_only_shifts() {
        let shifted = Delay::log_normal(body()).then(&Delay::constant(Millis::saturating(50.0)));
        near(shifted.quantile(0.5), 1050.0, 1e-3);
        let twice = Delay::constant(Millis::saturating(50.0)).repeated(2);
        near(twice.quantile(0.99), 100.0, 1e-9);
        assert_eq!(twice.share_within(Millis::saturating(99.0)), Share::saturating(0.0));
        assert_eq!(twice.share_within(Millis::saturating(100.0)), Share::saturating(1.0));
    }

    #[test]
    fn the_share_within_a_quantile_is_its_rank() {
        let delay = Delay::log_normal(body()).shifted(200.0);
        for p in [0.05, 0.5, 0.95, 0.99] {
            assert!((delay.share_within(delay.quantile(p)).get() - p).abs() < 1e-9);
        }
        assert_eq!(delay.share_within(Millis::saturating(150.0)), Share::saturating(0.0));
    }

    #[test]
    fn many_calls_come_near_the_normal_law() {
        // Mean n·m and standard deviation √n·s of a log-normal with σ = 0.3.
        let n = 64;
        let total = Delay::log_normal(body()).repeated(n);
        let mean = body().mean();
        let deviation = mean * (0.09_f64.exp() - 1.0).sqrt();
        let expected = 64.0 * mean + 8.0 * deviation * super::super::mixture::Z95;
        near(total.mean(), 64.0 * mean, 2e-3);
        near(total.quantile(0.95), expected, 1.5e-2);
    }
}

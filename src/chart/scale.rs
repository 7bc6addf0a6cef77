//! From values to places, and the round values that are worth a line.

use crate::format::Decimal;
use crate::units::{Power, Within};

/// Maps values to places along one side of a frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    log: bool,
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Equal steps for equal differences: `low` lies at `from`, `high` at `to`.
    #[must_use]
    pub fn linear(low: f64, high: f64, from: f64, to: f64) -> Self {
        let fine = low.is_finite() && high.is_finite() && high > low;
        let (low, high) =
            if fine { (low, high) } else { (low_of_one(low, high), low_of_one(low, high) + 1.0) };
        Self { log: false, low, high, from, to }
    }

    /// Equal steps for equal ratios. Values of zero and below lie at the low end.
    #[must_use]
    pub fn log(low: f64, high: f64, from: f64, to: f64) -> Self {
        let fine = low > 0.0 && high.is_finite() && high > low;
        let (low, high) = if fine { (low, high) } else { (1.0, 10.0) };
        Self { log: true, low, high, from, to }
    }

    /// The smallest value on it.
    #[must_use]
    pub const fn low(&self) -> f64 {
        self.low
    }

    /// The largest value on it.
    #[must_use]
    pub const fn high(&self) -> f64 {
        self.high
    }

    /// The place of `value`; values past an end lie at that end.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        let value = if value.is_nan() { self.low } else { value.within(self.low, self.high) };
        let part = if self.log {
            (value / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.from + part * (self.to - self.from)
    }

    /// The same, round in a larger unit: with 60, seconds that are whole minutes. A scale of ratios knows no unit.
    #[must_use]
    pub fn ticks_of(&self, unit: f64, most: usize) -> Vec<f64> {
        if self.log {
            return self.ticks(most);
        }
        let scaled = Self { low: self.low / unit, high: self.high / unit, ..*self };
        scaled.ticks(most).into_iter().map(|tick| tick * unit).collect()
    }

    /// Whether equal steps are equal ratios.
    #[must_use]
    pub const fn is_log(&self) -> bool {
        self.log
    }

    /// Round values on the scale, at most `most` and not fewer than two where there is room for two.
    #[must_use]
    pub fn ticks(&self, most: usize) -> Vec<f64> {
        if self.log {
            self.log_ticks(most)
        } else {
            multiples(step(self.high - self.low, most), self.low, self.high)
        }
    }

    /// 1 and 3 of each power of ten; all of 1, 2, 5 on a short scale, every second or third power on a long one.
    fn log_ticks(&self, most: usize) -> Vec<f64> {
        let (low, high) = (self.low.decade(), self.high.decade() + 1);
        let pick = |leads: &[u64], every: usize| -> Vec<f64> {
            (low..=high)
                .step_by(every.max(1))
                .flat_map(|power| {
                    leads.iter().map(move |lead| Decimal::from_parts(false, *lead, power).to_f64())
                })
                .filter(|value| (self.low * (1.0 - 1e-9)..=self.high * (1.0 + 1e-9)).contains(value))
                .collect()
        };
        let fine = pick(&[1, 2, 5], 1);
        let usual = pick(&[1, 3], 1);
        if usual.len() < 3 && fine.len() <= most {
            return if fine.len() < 2 {
                multiples(step(self.high - self.low, most), self.low, self.high)
            } else {
                fine
            };
        }
        if usual.len() <= most {
            return usual;
        }
        (1..).map(|every| pick(&[1], every)).find(|ticks| ticks.len() <= most.max(1)).unwrap_or_default()
    }
}

fn low_of_one(low: f64, high: f64) -> f64 {
    [low, high].into_iter().find(|value| value.is_finite() && value.abs() < 1e15).unwrap_or(0.0)
}

/// A round distance between lines: 1, 2 or 5 times a power of ten, as a number and its power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    lead: i64,
    power: i32,
}

impl Step {
    fn times(self, count: i64) -> f64 {
        Decimal::of_units(self.lead.saturating_mul(count), self.power).to_f64()
    }
}

/// The smallest round distance that needs no more than `most` lines for `length`.
fn step(length: f64, most: usize) -> Step {
    let least = length / (most.saturating_sub(1).max(1)) as f64;
    let power = Decimal::new(least).map_or(0, Decimal::lead);
    let steps = [power, power + 1].into_iter().flat_map(|power| [1, 2, 5].map(|lead| Step { lead, power }));
    steps.into_iter().find(|step| step.times(1) >= least * (1.0 - 1e-9)).unwrap_or(Step { lead: 1, power: 0 })
}

fn multiples(step: Step, low: f64, high: f64) -> Vec<f64> {
    let size = step.times(1);
    if size <= 0.0 || !size.is_finite() {
        return Vec::new();
    }
    let first = (low / size - 1e-9).ceil() as i64;
    let last = (high / size + 1e-9).floor() as i64;
    // A sane scale has few lines; this only bounds what nobody meant.
    (first..=last.min(first.saturating_add(100))).map(|count| step.times(count)).collect()
}

/// The same, round in a larger unit.
pub(super) fn round_ends_of(unit: f64, low: f64, high: f64, most: usize) -> (f64, f64) {
    let (low, high) = round_ends(low / unit, high / unit, most);
    (low * unit, high * unit)
}

/// The ends of an axis that begins and ends at a tick, around `low` to `high`.
pub(super) fn round_ends(low: f64, high: f64, most: usize) -> (f64, f64) {
    let length = high - low;
    if !(length.is_finite() && length > 0.0) {
        return (low_of_one(low, high), low_of_one(low, high) + 1.0);
    }
    // Rounding both ends outwards may need two more lines.
    let step = step(length, most.saturating_sub(1));
    let size = step.times(1);
    (step.times((low / size + 1e-9).floor() as i64), step.times((high / size - 1e-9).ceil() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_ticks_are_round() {
        assert_eq!(Scale::linear(0.0, 3.0, 0.0, 100.0).ticks(7), [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]);
        assert_eq!(Scale::linear(0.0, 0.3, 0.0, 100.0).ticks(4), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(Scale::linear(0.0, 60_000.0, 0.0, 1.0).ticks(7).len(), 7);
        assert_eq!(Scale::linear(-20.0, 20.0, 0.0, 1.0).ticks(5), [-20.0, -10.0, 0.0, 10.0, 20.0]);
    }

    #[test]
    fn log_ticks_are_ones_and_threes() {
        assert_eq!(Scale::log(250.0, 14_000.0, 0.0, 1.0).ticks(6), [300.0, 1_000.0, 3_000.0, 10_000.0]);
        assert_eq!(Scale::log(120.0, 600.0, 0.0, 1.0).ticks(6), [200.0, 500.0]);
        assert_eq!(Scale::log(1.0, 1e9, 0.0, 1.0).ticks(6), [1.0, 100.0, 1e4, 1e6, 1e8]);
        assert!(Scale::log(310.0, 390.0, 0.0, 1.0).ticks(6).len() >= 2);
    }

    #[test]
    fn a_scale_without_length_still_places_every_value() {
        for scale in [
            Scale::linear(5.0, 5.0, 0.0, 100.0),
            Scale::linear(f64::NAN, 1.0, 0.0, 100.0),
            Scale::linear(0.0, f64::INFINITY, 0.0, 100.0),
            Scale::log(0.0, 0.0, 0.0, 100.0),
            Scale::log(-1.0, 5.0, 0.0, 100.0),
        ] {
            for value in [0.0, 5.0, f64::NAN, f64::INFINITY, -1e300, 1e300] {
                assert!((0.0..=100.0).contains(&scale.at(value)), "{scale:?} {value}");
            }
            assert!(scale.ticks(5).iter().all(|tick| tick.is_finite()));
        }
    }

    #[test]
    fn ends_are_rounded_outwards() {
        assert_eq!(round_ends(0.0, 2.1, 7), (0.0, 2.5));
        assert_eq!(round_ends(0.0, 12_100.0, 5), (0.0, 15_000.0));
        assert_eq!(round_ends(0.0, 0.0, 5), (0.0, 1.0));
    }
}

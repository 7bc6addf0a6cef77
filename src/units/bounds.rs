//! The range a number may have, and what is said when it is outside.

use super::number::Plain;
use thiserror::Error;

/// An inclusive range, and whether only whole numbers belong to it.
///
/// ```
/// use inference_estimator::units::{Bounds, OutOfBounds};
///
/// let users = Bounds::whole(0.0, 1e10);
/// assert_eq!(users.check(12_000.0), Ok(12_000.0));
/// assert_eq!(users.check(0.5), Err(OutOfBounds::NotWhole));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Smallest value allowed.
    pub min: f64,
    /// Largest value allowed.
    pub max: f64,
    /// Whether only whole numbers are allowed.
    pub whole: bool,
}

impl Bounds {
    /// Any number from `min` to `max`.
    #[must_use]
    pub const fn real(min: f64, max: f64) -> Self {
        Self { min, max, whole: false }
    }

    /// Any whole number from `min` to `max`.
    #[must_use]
    pub const fn whole(min: f64, max: f64) -> Self {
        Self { min, max, whole: true }
    }

    /// Gives `value` back if it lies inside.
    ///
    /// # Errors
    /// [`OutOfBounds`] names the rule that `value` breaks.
    pub fn check(self, value: f64) -> Result<f64, OutOfBounds> {
        if !value.is_finite() {
            Err(OutOfBounds::NotANumber)
        } else if value < self.min {
            Err(OutOfBounds::TooSmall { min: self.min })
        } else if value > self.max {
            Err(OutOfBounds::TooLarge { max: self.max })
        } else if self.whole && value.fract() != 0.0 {
            Err(OutOfBounds::NotWhole)
        } else {
            Ok(value)
        }
    }

    /// The nearest value inside, for sampled numbers (never for what a person typed).
    #[must_use]
    pub fn clamp(self, value: f64) -> f64 {
        let value = if self.whole { value.round() } else { value };
        if value.is_nan() { self.min } else { value.within(self.min, self.max) }
    }
}

/// The nearest number of a range, without the panic of `f64::clamp`: its message would link the float formatting code.
pub trait Within {
    /// The number itself if it lies from `low` to `high`, else the end that it is beyond; NaN stays NaN.
    #[must_use]
    fn within(self, low: Self, high: Self) -> Self;
}

impl Within for f64 {
    fn within(self, low: Self, high: Self) -> Self {
        if self < low {
            low
        } else if self > high {
            high
        } else {
            self
        }
    }
}

/// Why a number is not a value of a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum OutOfBounds {
    /// NaN or infinite.
    #[error("not a number; enter digits, for example 5")]
    NotANumber,
    /// Below the least value.
    #[error("less than {0}; enter {0} or more", Plain(*min))]
    TooSmall {
        /// The least value allowed.
        min: f64,
    },
    /// Above the greatest value.
    #[error("more than {0}; enter {0} or less", Plain(*max))]
    TooLarge {
        /// The greatest value allowed.
        max: f64,
    },
    /// A fraction where only whole numbers count.
    #[error("not a whole number; enter one without a fraction")]
    NotWhole,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_outside_is_named_by_the_rule_it_breaks() {
        let turns = Bounds::whole(1.0, 100.0);
        assert_eq!(turns.check(5.0), Ok(5.0));
        assert_eq!(turns.check(0.0), Err(OutOfBounds::TooSmall { min: 1.0 }));
        assert_eq!(turns.check(101.0), Err(OutOfBounds::TooLarge { max: 100.0 }));
        assert_eq!(turns.check(1.5), Err(OutOfBounds::NotWhole));
        assert_eq!(turns.check(f64::NAN), Err(OutOfBounds::NotANumber));
        assert_eq!(turns.check(f64::INFINITY), Err(OutOfBounds::NotANumber));
    }
}

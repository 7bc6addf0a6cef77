//! Money that may be unknown in whole or in part. Unknown is never zero.

use crate::units::{Count, Factor, Share, Usd};
use std::iter::Sum;
use std::ops::{Add, Mul};

/// An amount, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cost {
    /// All parts are known.
    Known(Usd),
    /// The known parts make this much; others are not known.
    AtLeast(Usd),
    /// No part is known.
    NotKnown,
}

impl Cost {
    /// A true, known zero.
    pub const ZERO: Self = Self::Known(Usd::ZERO);

    /// The amount, if all of it is known.
    #[must_use]
    pub const fn known(self) -> Option<Usd> {
        match self {
            Self::Known(usd) => Some(usd),
            Self::AtLeast(_) | Self::NotKnown => None,
        }
    }

    /// The part that is known, if any.
    #[must_use]
    pub const fn known_part(self) -> Option<Usd> {
        match self {
            Self::Known(usd) | Self::AtLeast(usd) => Some(usd),
            Self::NotKnown => None,
        }
    }

    /// The same knowledge of another amount.
    #[must_use]
    pub fn map(self, change: impl FnOnce(Usd) -> Usd) -> Self {
        match self {
            Self::Known(usd) => Self::Known(change(usd)),
            Self::AtLeast(usd) => Self::at_least(change(usd)),
            Self::NotKnown => Self::NotKnown,
        }
    }

    /// The cost and `extra` on top.
    #[must_use]
    pub fn with_extra(self, extra: Usd) -> Self {
        self + Self::Known(extra)
    }

    /// A lower bound; "at least $0" says nothing, and so is not known.
    fn at_least(usd: Usd) -> Self {
        if usd == Usd::ZERO { Self::NotKnown } else { Self::AtLeast(usd) }
    }

    /// What each of `count` carries; nothing where there is none to carry it.
    #[must_use]
    pub fn per(self, count: Count) -> Option<Self> {
        (count.get() > 0.0).then(|| self.map(|usd| Usd::saturating(usd.get() / count.get())))
    }
}

impl Add for Cost {
    type Output = Self;

    /// A sum is known when both are; else it is at least the known parts.
    fn add(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(a + b),
            (a, b) => {
                Self::at_least(a.known_part().unwrap_or(Usd::ZERO) + b.known_part().unwrap_or(Usd::ZERO))
            }
        }
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.reduce(Add::add).unwrap_or(Self::ZERO)
    }
}

macro_rules! scaled_by {
    ($($Scale:ident),*) => {$(
        impl Mul<$Scale> for Cost {
            type Output = Self;
            fn mul(self, scale: $Scale) -> Self {
                self.map(|usd| usd * scale)
            }
        }
    )*};
}

scaled_by!(Count, Factor, Share);

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(value: f64) -> Usd {
        Usd::new(value).unwrap()
    }

    #[test]
    fn an_unknown_part_makes_the_sum_a_lower_bound_and_never_zero() {
        let known = Cost::Known(usd(2.0));
        assert_eq!(known + Cost::NotKnown, Cost::AtLeast(usd(2.0)));
        assert_eq!(Cost::NotKnown + Cost::NotKnown, Cost::NotKnown);
        assert_eq!(Cost::AtLeast(usd(1.0)) + known, Cost::AtLeast(usd(3.0)));
        assert_eq!(std::iter::empty::<Cost>().sum::<Cost>(), Cost::ZERO);
        assert_eq!(Cost::ZERO + Cost::NotKnown, Cost::NotKnown);
        assert_eq!(Cost::NotKnown * Count::new(0.0).unwrap(), Cost::NotKnown);
    }
}

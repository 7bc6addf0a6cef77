//! Where units meet, and what they make.

use super::quantity::{Count, Factor, Millis, Share, Tokens, Usd, UsdPerMtok};
use std::iter::Sum;
use std::ops::{Add, Div, Mul, Neg, Sub};

macro_rules! product {
    ($($left:ident * $right:ident = $out:ident, $scale:expr;)*) => {$(
        impl Mul<$right> for $left {
            type Output = $out;
            fn mul(self, other: $right) -> $out {
                $out::saturating(self.get() * other.get() * $scale)
            }
        }
    )*};
}

product! {
    UsdPerMtok * Tokens = Usd, 1e-6;
    Usd * Count = Usd, 1.0;
    Usd * Factor = Usd, 1.0;
    Usd * Share = Usd, 1.0;
    Tokens * Count = Tokens, 1.0;
    Tokens * Factor = Tokens, 1.0;
    Tokens * Share = Tokens, 1.0;
    Count * Count = Count, 1.0;
    Count * Factor = Count, 1.0;
    Count * Share = Count, 1.0;
    Factor * Factor = Factor, 1.0;
    Share * Share = Share, 1.0;
    Millis * Count = Millis, 1.0;
    Millis * Factor = Millis, 1.0;
}

macro_rules! additive {
    ($($name:ident),*) => {$(
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self::saturating(self.get() + other.get())
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self::saturating(self.get() - other.get())
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                // A sum of nothing is -0 otherwise.
                Self::saturating(values.map(Self::get).sum::<f64>() + 0.0)
            }
        }
    )*};
}

additive!(Usd, Tokens, Count, Millis);

impl Neg for Usd {
    type Output = Self;
    fn neg(self) -> Self {
        Self::saturating(-self.get())
    }
}

impl Div<Count> for Usd {
    type Output = Option<Usd>;

    /// What each of `count` carries; nothing where there is none to carry it.
    fn div(self, count: Count) -> Option<Usd> {
        (count.get() > 0.0).then(|| Self::saturating(self.get() / count.get()))
    }
}

impl Share {
    /// The rest of the whole: 1 − share.
    #[must_use]
    pub fn rest(self) -> Self {
        Self::saturating(1.0 - self.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_times_tokens_is_money() {
        let cost = UsdPerMtok::new(3.0).unwrap() * Tokens::new(200_000.0).unwrap();
        assert!((cost.get() - 0.6).abs() < 1e-12);
    }

    #[test]
    fn nobody_carries_nothing() {
        assert_eq!(Usd::new(5.0).unwrap() / Count::new(0.0).unwrap(), None);
    }
}

//! One figure of a document, with its unit, and how it differs from another.

use super::money;
use crate::estimate::Cost;
use crate::format::{Cell, Locale, Timed, count, percent, time, usd, usd_exact, usd_signed};
use crate::units::{Millis, Usd};

/// A figure and its unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Figure {
    /// A cost, as far as it is known.
    Cost(Cost),
    /// An amount as it was typed.
    Typed(Usd),
    /// A share, 1 is 100%.
    Share(f64),
    /// A time.
    Time(Millis),
    /// A number of what its name says.
    Number(f64),
    /// Words.
    Words(String),
    /// Not known, or not set.
    NotKnown,
}

impl Figure {
    pub(super) fn cell(&self, locale: Locale) -> Cell {
        match self {
            Self::Cost(amount) => money(*amount, locale),
            Self::Typed(amount) => Cell::number(amount.get(), usd_exact(*amount, locale)),
            Self::Share(share) => Cell::number(*share, percent(*share, locale)),
            Self::Time(millis) => Cell::number(millis.get(), time(*millis, Timed::Answer, locale)),
            Self::Number(number) => Cell::number(*number, count(*number, locale)),
            Self::Words(words) => Cell::text(words),
            Self::NotKnown => Cell::NotKnown,
        }
    }

    /// How this differs from `before`; nothing where that cannot be said as a number, or where there is no difference.
    pub(super) fn since(&self, before: &Self, locale: Locale) -> Cell {
        let signed = |by: f64, size: String| {
            let sign = if by > 0.0 { "+" } else { "\u{2212}" };
            Cell::number(by, [sign, &size].concat())
        };
        let dollars = |before: Usd, now: Usd| {
            let by = now.get() - before.get();
            Cell::number(by, usd_signed(Usd::saturating(by), locale))
        };
        match (before, self) {
            (before, now) if before == now => Cell::text(""),
            (Self::Cost(before), Self::Cost(now)) => match before.known().zip(now.known()) {
                Some((before, now)) => dollars(before, now),
                None => Cell::NotKnown,
            },
            (Self::Typed(before), Self::Typed(now)) => dollars(*before, *now),
            (Self::Share(before), Self::Share(now)) => {
                let by = now - before;
                signed(by, [&count(by.abs() * 100.0, locale), " points"].concat())
            }
            (Self::Time(before), Self::Time(now)) => {
                let by = now.get() - before.get();
                signed(by, time(Millis::saturating(by.abs()), Timed::Answer, locale))
            }
            (Self::Number(before), Self::Number(now)) => {
                signed(now - before, count((now - before).abs(), locale))
            }
            (Self::NotKnown, _) | (_, Self::NotKnown) => Cell::NotKnown,
            _ => Cell::text("changed"),
        }
    }

    /// A price that may not be set.
    pub(super) fn typed(amount: Option<f64>) -> Self {
        amount
            .map_or_else(|| Self::Words("not set".to_owned()), |amount| Self::Typed(Usd::saturating(amount)))
    }
}

/// "$20,000", as a figure that is not known in part.
pub(super) fn amount(amount: Usd, locale: Locale) -> Cell {
    Cell::number(amount.get(), usd(amount, locale))
}

//! What one request costs: usage, unit by unit, at the rates that hold for it.
//!
//! Rules: genai-prices 0.2.3 (MIT, Pydantic), which this agrees with to 1e-9 wherever that gives an answer that is
//! known; where it would count an unpriced unit as free, this refuses.

use crate::catalogue::{Direction, PricedUnit, Rate, Rates};
use crate::units::{Count, OutOfBounds, Usd};
use thiserror::Error;

/// What a request used, counted by unit. A count includes what is nested in it: cached input tokens are counted
/// under `cache_read_tokens` and again in `input_tokens`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Usage(Vec<(PricedUnit, f64)>);

impl Usage {
    /// Counts nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets the count of `unit`; a count may be a mean and so a fraction.
    ///
    /// # Errors
    /// [`PriceError::Count`] for a count below zero or not finite.
    pub fn set(&mut self, unit: PricedUnit, count: f64) -> Result<(), PriceError> {
        let count = Count::new(count).map_err(|what| PriceError::Count { unit, what })?.get();
        match self.0.iter_mut().find(|(u, _)| *u == unit) {
            Some(entry) => entry.1 = count,
            None => self.0.push((unit, count)),
        }
        Ok(())
    }

    /// The usage with `count` of `unit`, for chains.
    ///
    /// # Errors
    /// As [`Usage::set`].
    pub fn with(mut self, unit: PricedUnit, count: f64) -> Result<Self, PriceError> {
        self.set(unit, count)?;
        Ok(self)
    }

    /// The count of `unit` as it was set.
    #[must_use]
    pub fn get(&self, unit: PricedUnit) -> Option<f64> {
        self.0.iter().find(|(u, _)| *u == unit).map(|(_, count)| *count)
    }

    /// All counts that were set and are not zero.
    fn counted(&self) -> impl Iterator<Item = (PricedUnit, f64)> + Clone {
        self.0.iter().copied().filter(|(_, count)| *count > 0.0)
    }

    /// The count of `unit`, which is zero where nothing says otherwise.
    fn count_or_none(&self, unit: PricedUnit) -> Result<f64, PriceError> {
        if let Some(count) = self.get(unit) {
            return Ok(count);
        }
        for (part, _) in self.counted() {
            if unit.contains(part) {
                return Err(PriceError::WholeMissing { whole: unit, part });
            }
            for (other, _) in self.counted() {
                let crossing = part.overlaps(other) && !part.contains(other) && !other.contains(part);
                if crossing && unit.is_join_of(part, other) {
                    return Err(PriceError::OverlapMissing { overlap: unit, first: part, second: other });
                }
            }
        }
        Ok(0.0)
    }

    /// No part exceeds its whole, alone or with those it shares it with.
    fn check_nesting(&self) -> Result<(), PriceError> {
        for &(whole, most) in &self.0 {
            let mut by_dimension = [0.0; 5];
            for (part, count) in self.counted().filter(|(part, _)| *part != whole && whole.contains(*part)) {
                if exceeds(count, most) {
                    return Err(PriceError::PartExceedsWhole { whole, part });
                }
                let sum = whole.split_by(part).and_then(|dimension| by_dimension.get_mut(dimension));
                if let Some(sum) = sum {
                    *sum += count;
                    if exceeds(*sum, most) {
                        return Err(PriceError::PartsExceedWhole { whole });
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether `part` is more than `whole`, beyond what rounding of fractions may do.
fn exceeds(part: f64, whole: f64) -> bool {
    part - whole > 1e-9 * whole.max(1.0)
}

/// A part of a price: so many of a unit at a rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PricePart {
    /// What is billed.
    pub unit: PricedUnit,
    /// How many pay this rate, without those nested in it that have a rate of their own.
    pub count: Count,
    /// What [`PricePart::per`] of them cost.
    pub rate: Usd,
    /// How many the rate buys: 1,000,000 for tokens.
    pub per: u32,
    /// count x rate / per.
    pub cost: Usd,
}

/// What a request costs, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// Units that go in.
    pub input: Usd,
    /// Units that come out.
    pub output: Usd,
    /// Everything, with requests, searches and tools.
    pub total: Usd,
    /// The parts that make the total.
    pub parts: Vec<PricePart>,
}

/// Why a request has no price.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum PriceError {
    /// A count that is no count.
    #[error("{} is {what}", unit.usage_key())]
    Count {
        /// What was counted.
        unit: PricedUnit,
        /// What is wrong with the count.
        what: OutOfBounds,
    },
    /// More of a part than of what it is part of.
    #[error(
        "more {} than {}; lower the first or raise the second{}",
        part.usage_key(), whole.usage_key(), how_counts_are_meant(*whole)
    )]
    PartExceedsWhole {
        /// What the part is nested in.
        whole: PricedUnit,
        /// The part.
        part: PricedUnit,
    },
    /// The parts together are more than the whole.
    #[error(
        "the parts of {0} are more than {0} itself; lower a part or raise it{1}",
        whole.usage_key(), how_counts_are_meant(*whole)
    )]
    PartsExceedWhole {
        /// What the parts are nested in.
        whole: PricedUnit,
    },
    /// A part is counted and the whole, which has a rate, is not.
    #[error("{} is counted without {}; give both", part.usage_key(), whole.usage_key())]
    WholeMissing {
        /// What is not counted.
        whole: PricedUnit,
        /// The part that is.
        part: PricedUnit,
    },
    /// Two units that overlap are counted, and what both contain is not, though it has a rate.
    #[error(
        "{} and {} overlap: say how many are both, as {}",
        first.usage_key(), second.usage_key(), overlap.usage_key()
    )]
    OverlapMissing {
        /// What is not counted.
        overlap: PricedUnit,
        /// One of the two.
        first: PricedUnit,
        /// The other.
        second: PricedUnit,
    },
    /// Nobody says what the unit costs.
    #[error("the price of {} is not known for this model; leave it out or choose another model", unit.usage_key())]
    NoRate {
        /// The unit without a rate.
        unit: PricedUnit,
    },
}

/// Some interfaces count cached tokens apart; here a whole includes its parts.
fn how_counts_are_meant(whole: PricedUnit) -> &'static str {
    match whole {
        PricedUnit::InputTokens => {
            ": input_tokens includes cached tokens, those read from the cache and those written to it; where yours leave \
             them out, add them"
        }
        PricedUnit::CacheWriteTokens => ": cache_write_tokens includes those written for an hour",
        PricedUnit::OutputTokens => ": output_tokens includes reasoning, audio and image tokens",
        _ => "",
    }
}

/// What a request costs.
///
/// cost = Σ over priced units of (count − counts of priced units nested in it) x rate / per, where the rate of
/// every unit is that of the tier which `input_tokens` reaches, and each request counts one of `requests`.
/// Amounts in US dollars. Source: genai-prices 0.2.3, `types.py` and `decompose.py`, read 2026-11-23.
///
/// # Errors
/// [`PriceError`] for counts that cannot be and for units whose price nobody knows.
///
/// ```
/// use inference_estimator::catalogue::{PricedUnit as U, Rate, Rates};
/// use inference_estimator::estimate::cost::price::{Usage, price};
/// let mut rates = Rates::default();
/// for (unit, base) in [(U::InputTokens, 3.0), (U::CacheReadTokens, 0.3), (U::OutputTokens, 15.0)] {
///     rates.set(unit, Rate { base, tiers: Vec::new() });
/// }
/// let usage = Usage::new().with(U::InputTokens, 10_000.0)?.with(U::CacheReadTokens, 8_000.0)?;
/// assert!((price(&rates, &usage)?.total.get() - 0.0084).abs() < 1e-12);
/// # Ok::<(), inference_estimator::estimate::cost::price::PriceError>(())
/// ```
pub fn price(rates: &Rates, usage: &Usage) -> Result<Price, PriceError> {
    usage.check_nesting()?;
    let has_rate = |unit: PricedUnit| rates.iter().any(|(priced, _)| priced.contains(unit));
    let free_of_rate = |(unit, _): &(PricedUnit, f64)| *unit != PricedUnit::Requests && !has_rate(*unit);
    if let Some((unit, _)) = usage.counted().find(free_of_rate) {
        return Err(PriceError::NoRate { unit });
    }
    let counts = own_counts(rates, usage)?;
    let tiered = rates.iter().any(|(_, rate)| !rate.tiers.is_empty());
    let input_tokens = if tiered { usage.count_or_none(PricedUnit::InputTokens)? } else { 0.0 };
    let parts = rates.iter().filter_map(|(unit, rate)| {
        let count = counts.iter().find(|(u, _)| *u == unit).map_or(0.0, |(_, count)| *count);
        (count > 0.0).then(|| part(unit, count, rate, input_tokens))
    });
    Ok(Price::of_parts(parts.collect()))
}

fn part(unit: PricedUnit, count: f64, rate: &Rate, input_tokens: f64) -> PricePart {
    let (rate, per) = (rate.at(input_tokens), unit.per());
    PricePart {
        unit,
        count: Count::saturating(count),
        rate: Usd::saturating(rate),
        per,
        cost: Usd::saturating(rate * count / f64::from(per)),
    }
}

impl Price {
    /// The sums of `parts`.
    #[must_use]
    pub fn of_parts(parts: Vec<PricePart>) -> Self {
        let sum = |direction: Option<Direction>| {
            let counts = |part: &&PricePart| direction.is_none_or(|d| part.unit.direction() == d);
            parts.iter().filter(counts).map(|part| part.cost).sum()
        };
        Self {
            input: sum(Some(Direction::Input)),
            output: sum(Some(Direction::Output)),
            total: sum(None),
            parts,
        }
    }
}

/// For each unit with a rate, its count less the counts of the priced units nested in it: special units first.
fn own_counts(rates: &Rates, usage: &Usage) -> Result<Vec<(PricedUnit, f64)>, PriceError> {
    let units = rates.iter().map(|(unit, _)| unit);
    let deepest = units.clone().map(PricedUnit::depth).max().unwrap_or_default();
    let mut counts: Vec<(PricedUnit, f64)> = Vec::with_capacity(units.clone().count());
    for whole in (0..=deepest).rev().flat_map(|depth| units.clone().filter(move |unit| unit.depth() == depth))
    {
        if whole == PricedUnit::Requests {
            counts.push((whole, 1.0));
            continue;
        }
        let counted = usage.count_or_none(whole)?;
        let nested: f64 =
            counts.iter().filter(|(part, _)| whole.contains(*part)).map(|(_, count)| *count).sum();
        if exceeds(nested, counted) {
            return Err(PriceError::PartsExceedWhole { whole });
        }
        counts.push((whole, (counted - nested).max(0.0)));
    }
    Ok(counts)
}

//! The rates that a week's traffic meets, and the mean of what is paid at them.

use crate::catalogue::{HostedBook, HostedModel, Rates, RequestContext};
use crate::estimate::cost::price::PricePart;
use crate::scenario::HourShares;
use crate::units::{Count, Date, Usd};

/// Windows begin and end on quarters of an hour.
const QUARTER: u32 = 900;

/// The rates that traffic meets over a week without holidays, each with the share of the traffic that meets it; at
/// least one. Windows of hours that the provider bills on working days only do not hold at weekends.
///
/// ```
/// use inference_estimator::catalogue::{HostedBook, PricedUnit as U, RequestContext};
/// use inference_estimator::estimate::cost::{price::{Usage, price}, price_week::rates_over_week};
/// let book = HostedBook::shipped()?;
/// let flash = book.by_slug("deepseek", "deepseek-flash").ok_or("no such model")?;
/// let usage = Usage::new().with(U::InputTokens, 1e6)?;
/// let even = [1.0 / 168.0; 168];
/// let mut mean = 0.0;
/// for (rates, share) in rates_over_week(&book, flash, RequestContext::default(), "2026-11-23".parse()?, &even) {
///     mean += share * price(&rates, &usage)?.total.get();
/// }
/// assert!((mean / 0.15 - 203.0 / 168.0).abs() < 1e-9); // 35 of 168 hours at 2x: 1.2083
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn rates_over_week(
    book: &HostedBook,
    model: &HostedModel,
    context: RequestContext<'_>,
    date: Date,
    shares: &HourShares,
) -> Vec<(Rates, f64)> {
    let mut rates: Vec<(Rates, f64)> = Vec::new();
    if model.is_priced_by_hour(date) {
        for (hour, share) in (0..).zip(shares).filter(|(_, share)| **share > 0.0) {
            for quarter in 0..4 {
                let at = book.rates_in_week(model, date, hour * 3600 + quarter * QUARTER, context);
                match rates.iter_mut().find(|(known, _)| *known == at) {
                    Some((_, sum)) => *sum += share / 4.0,
                    None => rates.push((at, share / 4.0)),
                }
            }
        }
    }
    if rates.is_empty() {
        rates.push((book.rates_in_week(model, date, 0, context), 1.0));
    }
    rates
}

/// The parts of a mean price, added up unit by unit.
///
/// A unit may have a rate of its own at some hours only; at the others its tokens are counted and paid under the
/// unit that encloses it. So a part's count is the mean count that pays under that name, and the counts of nested
/// units still make up the whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MeanParts(Vec<PricePart>);

impl MeanParts {
    /// Adds a part of the price that so much of the traffic pays.
    pub fn add(&mut self, part: PricePart, weight: f64) {
        let count = Count::saturating(part.count.get() * weight);
        let cost = Usd::saturating(part.cost.get() * weight);
        match self.0.iter_mut().find(|sum| sum.unit == part.unit) {
            Some(sum) => {
                sum.count = sum.count + count;
                sum.cost = sum.cost + cost;
            }
            None => self.0.push(PricePart { count, cost, ..part }),
        }
    }

    /// The parts, each with the rate that its count paid in the mean.
    #[must_use]
    pub fn into_parts(mut self) -> Vec<PricePart> {
        for part in self.0.iter_mut().filter(|part| part.count.get() > 0.0) {
            part.rate = Usd::saturating(part.cost.get() / part.count.get() * f64::from(part.per));
        }
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{PricedUnit as U, Rate};
    use crate::estimate::cost::price::{PriceError, Usage, price};

    fn rates(of: &[(U, f64)]) -> Rates {
        let mut rates = Rates::default();
        for (unit, base) in of {
            rates.set(*unit, Rate { base: *base, tiers: Vec::new() });
        }
        rates
    }

    fn mean(bands: &[(Rates, f64)], usage: &Usage) -> Result<Vec<PricePart>, PriceError> {
        let mut parts = MeanParts::default();
        for (rates, weight) in bands {
            price(rates, usage)?.parts.into_iter().for_each(|part| parts.add(part, *weight));
        }
        Ok(parts.into_parts())
    }

    #[test]
    fn a_unit_with_a_rate_at_some_hours_pays_the_enclosing_rate_at_the_others() {
        // Cache reads are $0.1 in a quarter of the traffic, and $1 as plain input in the rest.
        let bands = [
            (rates(&[(U::InputTokens, 1.0), (U::CacheReadTokens, 0.1)]), 0.25),
            (rates(&[(U::InputTokens, 1.0)]), 0.75),
        ];
        let usage = Usage::new().with(U::InputTokens, 1e6).unwrap().with(U::CacheReadTokens, 4e5).unwrap();
        let parts = mean(&bands, &usage).unwrap();
        let of = |unit| *parts.iter().find(|part| part.unit == unit).unwrap();
        let (input, read) = (of(U::InputTokens), of(U::CacheReadTokens));
        assert!((read.count.get() - 1e5).abs() < 1e-6 && (read.rate.get() - 0.1).abs() < 1e-12);
        assert!((input.count.get() - 9e5).abs() < 1e-6 && (input.rate.get() - 1.0).abs() < 1e-12);
        let total: f64 = parts.iter().map(|part| part.cost.get()).sum();
        assert!((total - (0.25 * 0.64 + 0.75)).abs() < 1e-12);
    }

    #[test]
    fn a_unit_without_any_rate_at_some_hours_has_no_mean() {
        let bands = [
            (rates(&[(U::InputTokens, 1.0), (U::OutputTokens, 5.0)]), 0.5),
            (rates(&[(U::InputTokens, 1.0)]), 0.5),
        ];
        let usage = Usage::new().with(U::InputTokens, 1e6).unwrap().with(U::OutputTokens, 10.0).unwrap();
        assert_eq!(mean(&bands, &usage), Err(PriceError::NoRate { unit: U::OutputTokens }));
    }

    #[test]
    fn a_rate_that_differs_is_shown_as_the_mean_that_is_paid() {
        let bands = [(rates(&[(U::InputTokens, 1.0)]), 0.75), (rates(&[(U::InputTokens, 2.0)]), 0.25)];
        let parts = mean(&bands, &Usage::new().with(U::InputTokens, 8e5).unwrap()).unwrap();
        assert!((parts[0].rate.get() - 1.25).abs() < 1e-12 && (parts[0].count.get() - 8e5).abs() < 1e-6);
    }
}

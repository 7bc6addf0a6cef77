//! The mean price of a request whose moment is known only as a share of a week's traffic.

use super::price::{Price, PriceError, PricePart, Usage, price};
use crate::catalogue::{HostedBook, HostedModel, Rates, RequestContext};
use crate::scenario::HourShares;
use crate::units::{Date, Share, Usd};

/// Windows begin and end on quarters of an hour.
const QUARTER: u32 = 900;

/// The part of the traffic that pays one price.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceBand {
    /// How much of the week's traffic.
    pub share: Share,
    /// What a request of it costs.
    pub price: Price,
}

/// The price of a mean request, and the bands that make it.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekPrice {
    /// Σ share x price.
    pub mean: Price,
    /// One where the price does not depend on the hour.
    pub bands: Vec<PriceBand>,
}

/// What a request costs in the mean over a week without holidays in which traffic is spread as `shares` says.
///
/// mean = Σ over hours of the week of share x price at that hour, on rates of `date`, in US dollars. Windows of
/// hours that the provider bills on working days only do not hold at weekends.
///
/// # Errors
/// [`PriceError`] when the usage has no price at some hour.
///
/// ```
/// use inference_estimator::catalogue::{HostedBook, PricedUnit as U, RequestContext};
/// use inference_estimator::estimate::{price::Usage, price_week::price_over_week};
/// let book = HostedBook::shipped()?;
/// let flash = book.by_slug("deepseek", "deepseek-flash").ok_or("no such model")?;
/// let usage = Usage::new().with(U::InputTokens, 1e6)?;
/// let even = [1.0 / 168.0; 168];
/// let week = price_over_week(&book, flash, &usage, RequestContext::default(), "2026-11-23".parse()?, &even)?;
/// assert!((week.mean.total.get() / 0.15 - 203.0 / 168.0).abs() < 1e-9); // 35 of 168 hours at 2x: 1.2083
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn price_over_week(
    book: &HostedBook,
    model: &HostedModel,
    usage: &Usage,
    context: RequestContext<'_>,
    date: Date,
    shares: &HourShares,
) -> Result<WeekPrice, PriceError> {
    let mut rates = rates_over_week(book, model, context, date, shares);
    if rates.len() < 2 {
        let (one, _) = rates.pop().unwrap_or_default();
        let price = price(&one, usage)?;
        return Ok(WeekPrice {
            mean: price.clone(),
            bands: vec![PriceBand { share: Share::saturating(1.0), price }],
        });
    }
    let bands = rates
        .iter()
        .map(|(rates, share)| Ok(PriceBand { share: Share::saturating(*share), price: price(rates, usage)? }))
        .collect::<Result<Vec<_>, PriceError>>()?;
    Ok(WeekPrice { mean: mean(&bands), bands })
}

/// The rates that traffic meets over a week without holidays, each with the share of the traffic that meets it; at
/// least one.
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

/// Σ share x cost, unit by unit; the rate shown is what the count pays in the mean.
fn mean(bands: &[PriceBand]) -> Price {
    let mut parts: Vec<PricePart> = Vec::new();
    for (band, part) in bands.iter().flat_map(|band| band.price.parts.iter().map(move |part| (band, part))) {
        let cost = part.cost * band.share;
        match parts.iter_mut().find(|mean| mean.unit == part.unit) {
            Some(mean) => mean.cost = mean.cost + cost,
            None => parts.push(PricePart { cost, ..*part }),
        }
    }
    for part in &mut parts {
        part.rate = Usd::saturating(part.cost.get() * f64::from(part.per) / part.count.get());
    }
    Price::of_parts(parts)
}

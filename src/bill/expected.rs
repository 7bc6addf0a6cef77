//! The calls that an estimate expects, by model.

use super::billed::use_key;
use super::price_names::PriceNames;
use crate::catalogue::PricedUnit;
use crate::estimate::cost::price::PricePart;
use crate::estimate::{FeatureEstimate, LegEstimate};
use crate::scenario::Processing;
use crate::units::SortedSet;
use crate::usage::{ModelUse, Period, Tier, TokenRates, UsedTokens};

/// The calls of a feature in a month. What is no token of a model (a price for each request, self-hosted GPUs, a router) is other cost,
/// as far as it is known.
#[must_use]
pub fn expected_of(feature: &FeatureEstimate, names: &PriceNames<'_>) -> Vec<ModelUse> {
    let reaching = feature.volume.per_month.get() * (1.0 - feature.from_store.get());
    let calls = reaching * feature.calls_per_request.get();
    let all_output = feature.tokens.output.get() + feature.tokens.reasoning.get();
    let reasoning_share = if all_output > 0.0 { feature.tokens.reasoning.get() / all_output } else { 0.0 };
    let answering = feature.legs.iter().filter(|leg| leg.share.get() > 0.0);
    let mut models: Vec<ModelUse> =
        answering.map(|leg| leg_use(leg, calls * leg.share.get(), reasoning_share, names)).collect();
    let known: f64 = models.iter().map(|model| model.token_cost_usd + model.other_cost_usd).sum();
    let month = feature.cost.month.known_part().map_or(known, |usd| usd.get());
    let other = month - known;
    if models.is_empty() || other > 1e-9 * month {
        models.push(ModelUse { other_cost_usd: other.max(0.0), ..ModelUse::default() });
    }
    models
}

fn leg_use(leg: &LegEstimate, calls: f64, reasoning_share: f64, names: &PriceNames<'_>) -> ModelUse {
    let tier = match leg.processing {
        Processing::Standard => Tier::Standard,
        Processing::Batch => Tier::Batch,
        Processing::Flex => Tier::Flex,
        // Usage exports know no fast mode: OpenAI reports it as priority, others not at all.
        Processing::Priority | Processing::Fast => Tier::Priority,
    };
    let name = leg.name.to_string();
    let mut tokens = UsedTokens::default();
    let mut rates = names.rates(&name, tier);
    let mut token_cost = 0.0;
    let mut other = 0.0;
    for part in &leg.parts {
        let count = part.count.get() * calls;
        let is_token = add_part(part.unit, count, reasoning_share, &mut tokens);
        if is_token {
            token_cost += part.cost.get() * calls;
            set_rate(part, &mut rates);
        } else {
            other += part.cost.get() * calls;
        }
    }
    ModelUse {
        model: use_key(Some(&name), tier),
        requests: calls,
        tokens,
        rates,
        token_cost_usd: token_cost,
        other_cost_usd: other,
    }
}

/// Adds tokens of a kind; false for units that are none.
fn add_part(unit: PricedUnit, count: f64, reasoning_share: f64, tokens: &mut UsedTokens) -> bool {
    match unit {
        PricedUnit::InputTokens | PricedUnit::InputTextTokens | PricedUnit::InputImageTokens => {}
        PricedUnit::CacheReadTokens => tokens.cache_read += count,
        PricedUnit::CacheWriteTokens => tokens.write_unknown += count,
        PricedUnit::CacheWrite5mTokens => tokens.write_5m += count,
        PricedUnit::CacheWrite1hTokens => tokens.write_1h += count,
        PricedUnit::OutputTokens => {
            tokens.visible_output += count * (1.0 - reasoning_share);
            tokens.reasoning += count * reasoning_share;
            return true;
        }
        PricedUnit::OutputReasoningTokens => {
            tokens.reasoning += count;
            return true;
        }
        _ => return false,
    }
    tokens.input += count;
    true
}

/// The rate that the estimate paid, which may be typed in, or the mean over hours and lengths.
fn set_rate(part: &PricePart, rates: &mut Option<TokenRates>) {
    let rate = part.rate.get() / f64::from(part.per);
    let rates = rates.get_or_insert_with(|| TokenRates {
        uncached: rate,
        cache_read: rate,
        write_5m: rate,
        write_1h: rate,
        write_unknown: rate,
        output: rate,
    });
    match part.unit {
        PricedUnit::InputTokens => rates.uncached = rate,
        PricedUnit::CacheReadTokens => rates.cache_read = rate,
        PricedUnit::CacheWriteTokens => rates.write_unknown = rate,
        PricedUnit::CacheWrite5mTokens => rates.write_5m = rate,
        PricedUnit::CacheWrite1hTokens => rates.write_1h = rate,
        PricedUnit::OutputTokens => rates.output = rate,
        _ => {}
    }
}

/// How many months some days or months are: each day is its share of its own month.
#[must_use]
pub fn months_of(periods: &SortedSet<Period>) -> f64 {
    let months: SortedSet<Period> =
        periods.iter().filter(|period| matches!(period, Period::Month(_))).copied().collect();
    let days =
        periods.iter().filter(|period| matches!(period, Period::Day(_)) && !months.contains(&period.month()));
    let share = |period: &Period| {
        let first = period.month().first_day();
        1.0 / f64::from(first.plus_months(1).days() - first.days())
    };
    months.len() as f64 + days.map(share).sum::<f64>()
}

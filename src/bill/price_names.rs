//! The price book by any name that a bill has for a model.

use crate::catalogue::{
    Availability, HostedBook, HostedModel, ModelId, PeakDays, PricedUnit, Rates, RequestContext,
};
use crate::units::{Date, Moment, SortedMap};
use crate::usage::{Tier, TokenRates, model_key};

/// Models of the book by the key of their names.
#[derive(Debug)]
pub struct PriceNames<'a> {
    book: &'a HostedBook,
    by_key: SortedMap<String, ModelId>,
    at: Moment,
}

impl<'a> PriceNames<'a> {
    /// The prices of a day. Of several providers of a model the book's first one counts, which is its maker where it sells it;
    /// models that are still sold come before those that are not.
    #[must_use]
    pub fn new(book: &'a HostedBook, day: Date) -> Self {
        let mut by_key = SortedMap::default();
        let is_retired = |model: &&HostedModel| matches!(model.availability, Availability::Retired(_));
        let (retired, sold): (Vec<_>, Vec<_>) = book.models().partition(is_retired);
        for model in sold.into_iter().chain(retired) {
            for name in [&model.slug, &model.name] {
                if let Some(key) = model_key(name) {
                    by_key.at_or(key, model.id);
                }
            }
        }
        Self { book, by_key, at: Moment::noon(day) }
    }

    /// The model that a name means; never the nearest one.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&'a HostedModel> {
        self.book.model(*self.by_key.get(&model_key(name)?)?)
    }

    /// The list prices of a model's name.
    #[must_use]
    pub fn rates(&self, name: &str, tier: Tier) -> Option<TokenRates> {
        self.rates_of(self.find(name)?, tier)
    }

    /// The list prices of a model. A kind of token without a price of its own costs as the kind that it is a part of.
    #[must_use]
    pub fn rates_of(&self, model: &HostedModel, tier: Tier) -> Option<TokenRates> {
        let context = RequestContext(match tier {
            Tier::Standard | Tier::LongContext => &[],
            Tier::Batch => &[("processing", "batch")],
            Tier::Flex => &[("service_tier", "flex")],
            Tier::Priority => &[("service_tier", "priority")],
        });
        let rates = self.book.rates(model, self.at, context, PeakDays::Provider);
        let length = if tier == Tier::LongContext { f64::MAX } else { 0.0 };
        token_rates(&rates, length)
    }
}

/// The prices of a token of a call with so many tokens of input; nothing where input or output has none.
fn token_rates(rates: &Rates, input_tokens: f64) -> Option<TokenRates> {
    let each = |unit: PricedUnit| Some(rates.get(unit)?.at(input_tokens) / f64::from(unit.per()));
    let uncached = each(PricedUnit::InputTokens)?;
    let write = each(PricedUnit::CacheWriteTokens).unwrap_or(uncached);
    let write_5m = each(PricedUnit::CacheWrite5mTokens).unwrap_or(write);
    Some(TokenRates {
        uncached,
        cache_read: each(PricedUnit::CacheReadTokens).unwrap_or(uncached),
        write_5m,
        write_1h: each(PricedUnit::CacheWrite1hTokens).unwrap_or(write),
        write_unknown: write_5m,
        output: each(PricedUnit::OutputTokens)?,
    })
}

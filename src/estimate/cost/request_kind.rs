//! Prices of many requests of one kind: the model, the checked context and the rates of a day are found once.

use crate::catalogue::{
    Availability, Found, FullCatalogue, HostedModel, PeakDays, PricedUnit, Rates, RequestContext,
    SearchBilling,
};
use crate::estimate::cost::price::{Price, PriceError, Usage, price};
use crate::estimate::cost::price_request::{RequestError, RequestNote};
use crate::estimate::cost::request_context::{checked, is_usual};
use crate::units::{Date, Hour, Moment};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What requests have in common: provider, model, and what they say of themselves.
pub struct RequestKind<'a> {
    catalogue: &'a FullCatalogue,
    found: Found<'a>,
    context: Vec<(String, String)>,
    days: BTreeMap<Date, Day>,
}

/// A day on which requests were priced.
struct Day {
    /// The hours at which rates begin or end to apply, rising.
    edges: Vec<Hour>,
    /// The rates after so many of the edges.
    rates: BTreeMap<usize, Rates>,
    notes: Vec<RequestNote>,
}

impl<'a> RequestKind<'a> {
    /// Finds the model that is meant, and checks the context.
    ///
    /// # Errors
    /// [`RequestError`] when the model is not known or the context names what no price list knows.
    pub fn new(
        catalogue: &'a FullCatalogue,
        provider: Option<&str>,
        model: &str,
        context: &[(String, String)],
    ) -> Result<Self, RequestError> {
        let context = checked(&catalogue.book, context)?;
        let found = catalogue.find(provider, model)?;
        Ok(Self { catalogue, found, context, days: BTreeMap::new() })
    }

    /// The model that is meant.
    #[must_use]
    pub const fn model(&self) -> &'a HostedModel {
        self.found.model
    }

    /// What a request at a moment costs by the package's own rules (peak hours on every day).
    ///
    /// # Errors
    /// [`PriceError`] if the usage has no price.
    pub fn price(&mut self, at: Moment, usage: &Usage) -> Result<Price, PriceError> {
        let usage = self.billed_usage(usage)?;
        let Self { catalogue, found, context, days } = self;
        let context = Pairs::of(found, context);
        let day = days.entry(at.date).or_insert_with(|| Day::new(catalogue, found.model, &context, at.date));
        let passed = day.edges.partition_point(|edge| *edge <= at.time);
        let rates = day.rates.entry(passed).or_insert_with(|| {
            catalogue.book.rates(found.model, at, RequestContext(context.variants()), PeakDays::Every)
        });
        price(rates, &usage)
    }

    /// What else to know of the requests of a day, once one of them was priced.
    #[must_use]
    pub fn notes(&self, date: Date) -> &[RequestNote] {
        self.days.get(&date).map_or(&[], |day| &day.notes)
    }

    /// The usage as the provider counts it: a least time of audio, one search for all searches of a prompt.
    fn billed_usage<'u>(&self, usage: &'u Usage) -> Result<Cow<'u, Usage>, PriceError> {
        let model = self.found.model;
        let mut usage = Cow::Borrowed(usage);
        if let Some(least) = model.min_audio_seconds.filter(|_| !self.found.is_fallback) {
            usage = Cow::Owned(at_least(usage.into_owned(), f64::from(least))?);
        }
        if model.extra.search_billing == SearchBilling::Prompt
            && let Some(searches) = usage.get(PricedUnit::WebSearches).filter(|searches| *searches > 1.0)
        {
            usage.to_mut().set(PricedUnit::WebSearches, searches.min(1.0))?;
        }
        Ok(usage)
    }
}

/// The context, borrowed.
struct Pairs<'c> {
    all: Vec<(&'c str, &'c str)>,
    is_fallback: bool,
}

impl<'c> Pairs<'c> {
    fn of(found: &Found<'_>, context: &'c [(String, String)]) -> Self {
        let all = context.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        Self { all, is_fallback: found.is_fallback }
    }

    /// Variants of the maker do not carry over to a provider that resells its models.
    fn variants(&self) -> &[(&'c str, &'c str)] {
        if self.is_fallback { &[] } else { &self.all }
    }
}

impl Day {
    fn new(catalogue: &FullCatalogue, model: &HostedModel, context: &Pairs<'_>, date: Date) -> Self {
        let windows = catalogue.book.billed(model, date).rows_at(date).iter().filter_map(|row| row.window);
        let mut edges: Vec<Hour> = windows.flat_map(|window| [window.start, window.end]).collect();
        edges.sort_unstable();
        Self { edges, rates: BTreeMap::new(), notes: notes(catalogue, model, context, date) }
    }
}

fn notes(
    catalogue: &FullCatalogue,
    model: &HostedModel,
    context: &Pairs<'_>,
    date: Date,
) -> Vec<RequestNote> {
    let billed = catalogue.book.billed(model, date);
    let mut notes = Vec::new();
    if let Availability::Retired(since) = model.availability
        && since <= date
    {
        notes.push(match billed.id == model.id {
            true => RequestNote::Retired { since },
            false => RequestNote::BilledAs { since, other: billed.slug.clone() },
        });
    }
    for pair in &context.all {
        let (key, value) = *pair;
        let one = [*pair];
        let asked = RequestContext(&one);
        let has_rate = !context.variants().is_empty() && billed.has_rate_for(date, asked);
        if !has_rate && !is_usual(key, value) {
            notes.push(RequestNote::ListPrice { key: key.to_owned(), value: value.to_owned() });
        } else if let Some(date) = billed.first_seen(date, asked).filter(|_| has_rate) {
            notes.push(RequestNote::FirstSeen { date });
        }
    }
    notes
}

/// Audio that is billed by the second, with a least time.
fn at_least(usage: Usage, least: f64) -> Result<Usage, PriceError> {
    let units = [PricedUnit::AudioSeconds, PricedUnit::InputAudioSeconds];
    let Some(seconds) = units.into_iter().find_map(|unit| usage.get(unit).filter(|seconds| *seconds > 0.0))
    else {
        return Ok(usage);
    };
    units.into_iter().try_fold(usage, |usage, unit| usage.with(unit, seconds.max(least)))
}

//! What a feature costs on hosted models: the calls of a mix, priced leg by leg.

mod asked;
mod free;
mod notes;
mod offers;
mod working;

use super::picture_tokens::picture_tokens_of;
use crate::catalogue::{
    Availability, Catalogue, HostedBook, HostedModel, ModelId, PricedUnit, RequestContext, SearchBilling,
};
use crate::estimate::cost::Cost;
use crate::estimate::cost::call_price::{CacheUse, CallCurve, CallPricing, ProviderCache, cache_use, ttl_of};
use crate::estimate::cost::levers::Applied;
use crate::estimate::cost::price::PricePart;
use crate::estimate::cost::price_week::rates_over_week;
use crate::estimate::cost::tokens::CallTokens;
use crate::estimate::cost::volume::Volume;
use crate::estimate::latency::thinking::{for_leg, leaves_thinking_out};
use crate::estimate::self_hosted::{FleetEstimate, FleetProblem, fleet_estimate};
use crate::scenario::{
    Audience, CacheTtl, CustomPrices, Feature, Field, FieldGroup, HostedModelChoice, ImageTokens, Leg,
    ModelRef, Name, Processing, Serving,
};
use crate::units::{Date, Factor, Moment, Share, Tokens, Usd};
use asked::{caches_by_itself, custom_rates, processing_context, residency_context, search_context};
pub(in crate::estimate) use asked::{context_of, enters_media};
pub use free::FreeSearches;
pub use notes::{LegNote, PriceProblem};
pub use offers::Offers;

/// Where a leg's price is from.
#[derive(Debug, Clone, PartialEq)]
pub enum PriceSource {
    /// The price book: page, if known, and the day since which the price is known to hold, if known.
    Book {
        /// Page on which the provider publishes the price.
        url: Option<String>,
        /// Since when the price is known to hold.
        known_since: Option<Date>,
    },
    /// Typed in.
    User,
}

/// One model of the mix.
#[derive(Debug, Clone, PartialEq)]
pub struct LegEstimate {
    /// Share of the calls.
    pub share: Share,
    /// At which price list.
    pub processing: Processing,
    /// The model's number, where it is of the book.
    pub model: Option<ModelId>,
    /// Name for people; the text of the scenario where the book does not know it.
    pub name: Name,
    /// Mean cost of one call.
    pub cost_per_call: Cost,
    /// The parts of that cost. Where a rate changes with the hour or the turn, it is the mean that was paid.
    pub parts: Vec<PricePart>,
    /// Why the price is not known.
    pub problem: Option<PriceProblem>,
    /// What else to know.
    pub notes: Vec<LegNote>,
    /// Where the price is from.
    pub source: Option<PriceSource>,
}

/// What the calls of one request cost.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestCost {
    /// Mean cost of a request: look-up, router, all calls and retries.
    pub cost: Cost,
    /// Calls of a model for one request that reaches a model, retries among them.
    pub calls: Factor,
    /// The models of the mix.
    pub legs: Vec<LegEstimate>,
    /// Share of requests answered from the store of earlier answers.
    pub from_store: Share,
    /// Cost of looking there, for every request.
    pub lookup: Usd,
    /// Cost of the router's decision, for every request that reaches a model.
    pub router: Usd,
    /// Searches that may be free, model by model; an allowance counts for each feature by itself.
    pub free: Vec<FreeSearches>,
    /// The self-hosted GPUs that answer, or why nothing can be said of them; nothing where none do.
    pub own_gpus: Option<Result<Box<FleetEstimate>, FleetProblem>>,
}

impl RequestCost {
    /// Cost on an active day, less what is free.
    #[must_use]
    pub fn day(&self, volume: &Volume) -> Cost {
        let credit: f64 = self.free.iter().map(|free| free.credit(volume).0.get()).sum();
        (self.cost * volume.per_day).map(|usd| Usd::saturating((usd.get() - credit).max(0.0)))
    }

    /// Cost in a month of `volume`, less what is free; self-hosted GPUs cost the same whether requests come or not.
    #[must_use]
    pub fn month(&self, volume: &Volume) -> Cost {
        match &self.own_gpus {
            None => {
                let credit: f64 = self.free.iter().map(|free| free.credit(volume).1.get()).sum();
                (self.cost * volume.per_month).map(|usd| Usd::saturating((usd.get() - credit).max(0.0)))
            }
            Some(Err(_)) => Cost::NotKnown,
            Some(Ok(fleet)) => fleet.month.with_extra(self.lookup * volume.per_month),
        }
    }
}

/// What one request of a feature costs, in US dollars, as of `as_of`.
///
/// cost = look-up + (1 − share from the store) × (router + calls × (1 + retries) × Σ share × cost of a call). On own
/// GPUs it is their cost of a month ÷ the requests of a month, and look-up.
#[must_use]
pub fn request_cost(
    applied: &Applied,
    audience: &Audience,
    catalogue: &Catalogue,
    as_of: Date,
) -> RequestCost {
    let book = &catalogue.hosted;
    let feature = &applied.feature;
    let workload = &feature.workload;
    let calls = Factor::saturating(workload.calls_per_request().get() * (1.0 + workload.retry_share().get()));
    let (from_store, lookup, router) = (applied.from_store, applied.lookup, applied.router);
    let (legs, called, free) = match &feature.serving {
        Serving::PerRequest(usd) => (Vec::new(), Cost::Known(*usd), Vec::new()),
        Serving::SelfHosted(fleet) => {
            let volume = Volume::new(audience, &feature.traffic);
            let own = fleet_estimate(fleet, applied, &volume, catalogue).map(Box::new);
            let month = own.as_ref().map_or(Cost::NotKnown, |fleet| fleet.month);
            let each = month.per(volume.per_month).unwrap_or(Cost::NotKnown);
            let cost = each.with_extra(lookup);
            return RequestCost {
                cost,
                calls,
                legs: Vec::new(),
                from_store,
                lookup,
                router,
                free: Vec::new(),
                own_gpus: Some(own),
            };
        }
        Serving::Hosted(_) => {
            let pricing = Pricing { feature, book, as_of, derived_hit: applied.derived_hit };
            // Thinking that is assumed is each model's own.
            let priced = |leg: &Leg| {
                let own = for_leg(feature, leg, catalogue);
                let found = Pricing { feature: &own, ..pricing }.leg(leg);
                let model = found.model.and_then(|id| book.model(id));
                if model.is_some_and(|model| leaves_thinking_out(model, &own, catalogue)) {
                    found.at_least()
                } else {
                    found
                }
            };
            let legs: Vec<LegEstimate> = applied.legs.iter().map(priced).collect();
            // A leg that answers nothing costs nothing, known or not.
            let answering = legs.iter().filter(|leg| leg.share.get() > 0.0);
            let mix = answering.map(|leg| leg.cost_per_call * leg.share).sum::<Cost>();
            let per_leg = |leg: &LegEstimate| {
                let share = leg.share.get() * calls.get() * from_store.rest().get();
                pricing.free_searches(leg, share)
            };
            let free = legs.iter().filter_map(per_leg).collect();
            (legs, mix * calls, free)
        }
    };
    let cost = called.with_extra(router) * from_store.rest();
    let cost = cost.with_extra(lookup);
    RequestCost { cost, calls, legs, from_store, lookup, router, free, own_gpus: None }
}

impl LegEstimate {
    /// The same where the cost leaves out thinking that cannot be turned off.
    fn at_least(self) -> Self {
        let cost_per_call = match self.cost_per_call {
            Cost::Known(usd) => Cost::AtLeast(usd),
            other => other,
        };
        let mut notes = self.notes;
        notes.push(LegNote::ThinkingLeftOut);
        Self { cost_per_call, notes, ..self }
    }
}

/// The price of a call of each model that answers, with the model's share; nothing where one is not known.
pub(in crate::estimate) fn call_curves(
    applied: &Applied,
    book: &HostedBook,
    as_of: Date,
) -> Option<Vec<(f64, CallCurve)>> {
    let feature = &applied.feature;
    let pricing = Pricing { feature, book, as_of, derived_hit: applied.derived_hit };
    let answering = applied.legs.iter().filter(|leg| leg.share.get() > 0.0);
    answering.map(|leg| Some((leg.share.get(), pricing.curve(leg)?))).collect()
}

#[derive(Clone, Copy)]
struct Pricing<'a> {
    feature: &'a Feature,
    book: &'a HostedBook,
    as_of: Date,
    derived_hit: Share,
}

impl Pricing<'_> {
    fn leg(&self, leg: &Leg) -> LegEstimate {
        match &leg.model {
            HostedModelChoice::Custom { name, prices } => self.custom(leg, name, prices),
            HostedModelChoice::Book(reference) => match reference.id().and_then(|id| self.book.model(id)) {
                Some(model) => self.listed(leg, model),
                None => self.unknown(leg, reference),
            },
        }
    }

    /// What every price is multiplied with: the discount or the fee that is agreed.
    fn scale(&self) -> f64 {
        1.0 + self.feature.terms.value(Field::PriceChangeShare).unwrap_or(0.0)
    }

    fn custom_calls(&self, leg: &Leg, prices: &CustomPrices) -> Result<CallPricing, PriceProblem> {
        let workload = &self.feature.workload;
        let rates = custom_rates(prices, &CallTokens::new(workload), leg.processing)
            .map_err(PriceProblem::NotTyped)?;
        let has_price = rates.get(PricedUnit::CacheReadTokens).is_some();
        let provider = ProviderCache { least: 0.0, by_itself: false, has_price };
        let cache = cache_use(self.feature, provider, self.derived_hit);
        let searches = workload.web_searches().get();
        Ok(CallPricing::new(workload.clone(), vec![(rates, 1.0)], searches, self.scale(), cache))
    }

    fn listed_calls(&self, leg: &Leg, model: &HostedModel) -> CallPricing {
        let shares = self.feature.hours.shares();
        let context = context_of(leg.processing, &self.feature.options);
        let rates = rates_over_week(self.book, model, RequestContext(&context), self.as_of, &shares);
        let provider = self.book.provider(model.provider).map_or("", |provider| provider.key.as_str());
        let mut workload = self.feature.workload.clone();
        if let Some(tokens) = self.picture_tokens(model) {
            // A count of tokens is within the field's range.
            let _ = workload.set(Field::TokensPerImage, Some(tokens.min(1e6)));
        }
        let minutes = workload.input_audio_minutes().get();
        if let Some(least) = model.min_audio_seconds.filter(|_| minutes > 0.0) {
            let _ = workload.set(Field::InputAudioMinutes, Some(minutes.max(f64::from(least) / 60.0)));
        }
        let provider = ProviderCache {
            least: f64::from(model.min_cacheable.unwrap_or(0)),
            by_itself: caches_by_itself(provider, &model.slug),
            has_price: rates.iter().any(|(rates, _)| rates.get(PricedUnit::CacheReadTokens).is_some()),
        };
        let cache = cache_use(self.feature, provider, self.derived_hit);
        CallPricing::new(workload, rates, self.searches(model), self.scale(), cache)
    }

    /// Searches of a call that the provider bills.
    fn searches(&self, model: &HostedModel) -> f64 {
        let searches = self.feature.workload.web_searches().get();
        match model.extra.search_billing {
            SearchBilling::Query => searches,
            SearchBilling::Prompt => searches.min(1.0),
        }
    }

    /// Tokens of a picture by the provider's rule, where they are to follow from its size.
    fn picture_tokens(&self, model: &HostedModel) -> Option<f64> {
        let provider = self.book.provider(model.provider)?;
        picture_tokens_of(self.feature, &provider.key, &model.slug)
    }

    /// The searches of a leg that may be free, at `share` calls of it for one request.
    fn free_searches(&self, leg: &LegEstimate, share: f64) -> Option<FreeSearches> {
        let model = self.book.model(leg.model?)?;
        let allowance = model.extra.free_searches?;
        let part = leg.parts.iter().find(|part| part.unit == PricedUnit::WebSearches)?;
        let each = Usd::saturating(part.rate.get() / f64::from(part.per));
        Some(FreeSearches { allowance, per_request: part.count.get() * share, each })
    }

    /// The price of a call as a function of what it carries; nothing where it is not known.
    fn curve(&self, leg: &Leg) -> Option<CallCurve> {
        let calls = match &leg.model {
            HostedModelChoice::Custom { prices, .. } => self.custom_calls(leg, prices).ok()?,
            HostedModelChoice::Book(reference) => self.listed_calls(leg, self.book.model(reference.id()?)?),
        };
        calls.curve().ok()
    }

    fn unknown(&self, leg: &Leg, reference: &ModelRef) -> LegEstimate {
        let name = match reference {
            ModelRef::Id(_) => Name::default(),
            ModelRef::Unknown(name) => name.clone(),
        };
        LegEstimate {
            share: leg.share,
            processing: leg.processing,
            model: reference.id(),
            name,
            cost_per_call: Cost::NotKnown,
            parts: Vec::new(),
            problem: Some(PriceProblem::UnknownModel(reference.clone())),
            notes: Vec::new(),
            source: None,
        }
    }

    fn custom(&self, leg: &Leg, name: &Name, prices: &CustomPrices) -> LegEstimate {
        let priced =
            self.custom_calls(leg, prices).and_then(|calls| calls.mean_parts().map_err(PriceProblem::Price));
        let mut notes = Vec::new();
        match leg.processing {
            Processing::Standard => {}
            Processing::Batch if prices.batch_price_share().is_some() => {}
            other => notes.push(LegNote::NoSuchProcessing(other)),
        }
        let keeps_long = ttl_of(self.feature) == CacheTtl::OneHour;
        let writes = self.feature.workload.cacheable_prefix_tokens().get() > 0.0;
        let untyped =
            prices.cache_write_1h_usd_per_mtok().is_none() && prices.cache_write_usd_per_mtok().is_some();
        if keeps_long && writes && untyped {
            notes.push(LegNote::HourWriteAssumed);
        }
        self.estimate(leg, None, name.clone(), priced, notes, Some(PriceSource::User))
    }

    fn listed(&self, leg: &Leg, model: &HostedModel) -> LegEstimate {
        let mut notes = self.notes(leg, model);
        let calls = self.listed_calls(leg, model);
        if let CacheUse::PrefixTooShort(least) = calls.cache {
            notes.push(LegNote::PrefixTooShort { least });
        }
        let caches = matches!(calls.cache, CacheUse::On { .. } | CacheUse::History(_));
        if caches && model.min_cacheable.is_none() {
            notes.push(LegNote::LeastNotKnown);
        }
        let priced = calls.mean_parts().map_err(PriceProblem::Price);
        let row = self.book.price_row(model, Moment::noon(self.as_of));
        let source = PriceSource::Book {
            url: self.book.price_source(model, Moment::noon(self.as_of)).map(str::to_owned),
            known_since: row.and_then(|row| row.known_since),
        };
        self.estimate(leg, Some(model.id), Name::new(&model.name), priced, notes, Some(source))
    }

    fn estimate(
        &self,
        leg: &Leg,
        model: Option<ModelId>,
        name: Name,
        priced: Result<Vec<PricePart>, PriceProblem>,
        notes: Vec<LegNote>,
        source: Option<PriceSource>,
    ) -> LegEstimate {
        let (cost_per_call, parts, problem) = match priced {
            Ok(parts) => (Cost::Known(parts.iter().map(|part| part.cost).sum()), parts, None),
            Err(problem) => (Cost::NotKnown, Vec::new(), Some(problem)),
        };
        let processing = leg.processing;
        LegEstimate {
            share: leg.share,
            processing,
            model,
            name,
            cost_per_call,
            parts,
            problem,
            notes,
            source,
        }
    }

    fn notes(&self, leg: &Leg, model: &HostedModel) -> Vec<LegNote> {
        let mut notes = Vec::new();
        match model.availability {
            Availability::Current => {}
            Availability::Deprecated => notes.push(LegNote::Deprecated),
            Availability::Retired(since) => match self.book.billed(model, self.as_of) {
                other if other.id != model.id => notes.push(LegNote::BilledAs { since, other: other.id }),
                _ => notes.push(LegNote::Retired(since)),
            },
        }
        let workload = &self.feature.workload;
        let sized = self.picture_tokens(model);
        if workload.images().get() > 0.0
            && sized.is_none()
            && self.feature.options.image_tokens == ImageTokens::BySize
        {
            notes.push(LegNote::PictureTokensNotKnown);
        }
        let mut workload = workload.clone();
        if let Some(tokens) = sized {
            let _ = workload.set(Field::TokensPerImage, Some(tokens.min(1e6)));
        }
        let call = CallTokens::new(&workload);
        let needed = call.largest_input() + call.billed_output();
        let tokens = |count: u32| Tokens::saturating(f64::from(count));
        if let Some(window) = model.context_window.map(tokens)
            && needed > window
        {
            notes.push(LegNote::ContextExceeded { needed, window });
        }
        if let Some(most) = model.max_output.map(tokens)
            && call.billed_output() > most
        {
            notes.push(LegNote::OutputExceeded { most });
        }
        if model.is_priced_by_hour(self.as_of) {
            notes.push(LegNote::PricedByHour);
        }
        let billed = self.book.billed(model, self.as_of);
        let options = &self.feature.options;
        let has_rate = |context: &[(&str, &str)]| {
            context.is_empty()
                || context.iter().any(|pair| billed.has_rate_for(self.as_of, RequestContext(&[*pair])))
        };
        let processing = processing_context(leg.processing);
        if !has_rate(processing) {
            notes.push(LegNote::NoSuchProcessing(leg.processing));
        } else if let Some(day) =
            processing.iter().find_map(|pair| billed.first_seen(self.as_of, RequestContext(&[*pair])))
        {
            notes.push(LegNote::FirstSeen(day));
        }
        if !has_rate(residency_context(options.data_residency)) {
            notes.push(LegNote::NoSuchResidency(options.data_residency));
        }
        if !has_rate(search_context(options.search_context_size)) {
            notes.push(LegNote::NoSuchSearchContext(options.search_context_size));
        }
        if billed.answers_in_media() && !enters_media(&self.feature.workload) {
            notes.push(LegNote::AnswersInMedia);
        }
        if let Some(free) =
            model.extra.free_searches.filter(|_| self.feature.workload.web_searches().get() > 0.0)
        {
            notes.push(LegNote::FreeSearches(free));
        }
        notes
    }
}

//! What a feature costs on hosted models: the calls of a mix, priced leg by leg.

mod working;

use crate::catalogue::{
    Availability, Catalogue, HostedBook, HostedModel, ModelId, PricedUnit, Rate, Rates, RequestContext,
};
use crate::estimate::cost::Cost;
use crate::estimate::cost::call_price::{CacheUse, CallCurve, CallPricing};
use crate::estimate::cost::levers::Applied;
use crate::estimate::cost::price::{PriceError, PricePart};
use crate::estimate::cost::price_week::rates_over_week;
use crate::estimate::cost::tokens::CallTokens;
use crate::estimate::cost::volume::Volume;
use crate::estimate::self_hosted::{FleetEstimate, FleetProblem, fleet_estimate};
use crate::scenario::{
    Audience, CustomPrices, Feature, HostedModelChoice, Leg, ModelRef, Name, Processing, Serving,
};
use crate::units::{Date, Factor, Moment, Share, Tokens, Usd, UsdPerMtok};

/// Why a leg of a mix has no price.
#[derive(Debug, Clone, PartialEq)]
pub enum PriceProblem {
    /// The book does not know the model.
    UnknownModel(ModelRef),
    /// The prices typed in leave out one that is needed.
    NotTyped(PricedUnit),
    /// The model's prices do not cover what the calls use, or the counts cannot be.
    Price(PriceError),
}

/// Something to know about a leg that has a price.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LegNote {
    /// The last turn does not fit into the context window.
    ContextExceeded {
        /// Input and output of the last turn.
        needed: Tokens,
        /// The window.
        window: Tokens,
    },
    /// The answer is longer than the model can give.
    OutputExceeded {
        /// Most tokens of output.
        most: Tokens,
    },
    /// The prefix is shorter than the provider caches, so the cache is not used.
    PrefixTooShort {
        /// Fewest tokens that are cached.
        least: Tokens,
    },
    /// The model has no price for this kind of processing, so the list price is used.
    NoSuchProcessing(Processing),
    /// The price depends on the hour; this is the mean over the hours in which requests come.
    PricedByHour,
    /// The provider no longer offers the model.
    Retired(Date),
    /// The provider advises against the model.
    Deprecated,
}

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
    /// The own GPUs that answer, or why nothing can be said of them; nothing where none do.
    pub own_gpus: Option<Result<Box<FleetEstimate>, FleetProblem>>,
}

impl RequestCost {
    /// Cost in a month of `volume`; own GPUs cost the same whether requests come or not.
    #[must_use]
    pub fn month(&self, volume: &Volume) -> Cost {
        match &self.own_gpus {
            None => self.cost * volume.per_month,
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
    let (legs, called) = match &feature.serving {
        Serving::PerRequest(usd) => (Vec::new(), Cost::Known(*usd)),
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
                own_gpus: Some(own),
            };
        }
        Serving::Hosted(_) => {
            let pricing = Pricing { feature, tokens: CallTokens::new(workload), book, as_of };
            let legs: Vec<LegEstimate> = applied.legs.iter().map(|leg| pricing.leg(leg)).collect();
            // A leg that answers nothing costs nothing, known or not.
            let answering = legs.iter().filter(|leg| leg.share.get() > 0.0);
            let mix = answering.map(|leg| leg.cost_per_call * leg.share).sum::<Cost>();
            (legs, mix * calls)
        }
    };
    let cost = called.with_extra(router) * from_store.rest();
    let cost = cost.with_extra(lookup);
    RequestCost { cost, calls, legs, from_store, lookup, router, own_gpus: None }
}

/// The price of a call of each model that answers, with the model's share; nothing where one is not known.
pub(in crate::estimate) fn call_curves(
    applied: &Applied,
    book: &HostedBook,
    as_of: Date,
) -> Option<Vec<(f64, CallCurve)>> {
    let feature = &applied.feature;
    let pricing = Pricing { feature, tokens: CallTokens::new(&feature.workload), book, as_of };
    let answering = applied.legs.iter().filter(|leg| leg.share.get() > 0.0);
    answering.map(|leg| Some((leg.share.get(), pricing.curve(leg)?))).collect()
}

struct Pricing<'a> {
    feature: &'a Feature,
    tokens: CallTokens,
    book: &'a HostedBook,
    as_of: Date,
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

    fn custom_calls(&self, prices: &CustomPrices) -> Result<CallPricing<'_>, PriceProblem> {
        let rates = custom_rates(prices, &self.tokens).map_err(PriceProblem::NotTyped)?;
        Ok(CallPricing::new(self.feature, vec![(rates, 1.0)], None))
    }

    fn listed_calls(&self, leg: &Leg, model: &HostedModel) -> CallPricing<'_> {
        let shares = self.feature.hours.shares();
        let context = context_of(leg.processing);
        let rates = rates_over_week(self.book, model, context, self.as_of, &shares);
        CallPricing::new(self.feature, rates, model.min_cacheable)
    }

    /// The price of a call as a function of what it carries; nothing where it is not known.
    fn curve(&self, leg: &Leg) -> Option<CallCurve> {
        let calls = match &leg.model {
            HostedModelChoice::Custom { prices, .. } => self.custom_calls(prices).ok()?,
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
            self.custom_calls(prices).and_then(|calls| calls.mean_parts().map_err(PriceProblem::Price));
        let listed = leg.processing == Processing::Standard;
        let notes = if listed { Vec::new() } else { vec![LegNote::NoSuchProcessing(leg.processing)] };
        self.estimate(leg, None, name.clone(), priced, notes, Some(PriceSource::User))
    }

    fn listed(&self, leg: &Leg, model: &HostedModel) -> LegEstimate {
        let mut notes = self.notes(leg, model);
        let calls = self.listed_calls(leg, model);
        if let CacheUse::PrefixTooShort(least) = calls.cache {
            notes.push(LegNote::PrefixTooShort { least });
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
            Availability::Retired(since) => notes.push(LegNote::Retired(since)),
        }
        let needed = self.tokens.largest_input() + self.tokens.billed_output();
        let tokens = |count: u32| Tokens::saturating(f64::from(count));
        if let Some(window) = model.context_window.map(tokens)
            && needed > window
        {
            notes.push(LegNote::ContextExceeded { needed, window });
        }
        if let Some(most) = model.max_output.map(tokens)
            && self.tokens.billed_output() > most
        {
            notes.push(LegNote::OutputExceeded { most });
        }
        if model.is_priced_by_hour(self.as_of) {
            notes.push(LegNote::PricedByHour);
        }
        let wanted = context_of(leg.processing).0.first();
        if let Some(wanted) = wanted
            && !model.contexts(self.as_of).contains(wanted)
        {
            notes.push(LegNote::NoSuchProcessing(leg.processing));
        }
        notes
    }
}

/// What a request says of itself for a price list.
pub(in crate::estimate) const fn context_of(processing: Processing) -> RequestContext<'static> {
    RequestContext(match processing {
        Processing::Standard => &[],
        Processing::Batch => &[("processing", "batch")],
        Processing::Flex => &[("service_tier", "flex")],
        Processing::Priority => &[("service_tier", "priority")],
    })
}

/// The rates that were typed in, or the unit whose rate is needed and was not.
fn custom_rates(prices: &CustomPrices, tokens: &CallTokens) -> Result<Rates, PricedUnit> {
    use PricedUnit as U;
    let mut rates = Rates::default();
    let mut set = |unit, rate: Option<f64>| {
        if let Some(base) = rate {
            rates.set(unit, Rate { base, tiers: Vec::new() });
        }
    };
    set(U::InputTokens, prices.input_usd_per_mtok().map(UsdPerMtok::get));
    set(U::OutputTokens, prices.output_usd_per_mtok().map(UsdPerMtok::get));
    set(U::CacheReadTokens, prices.cache_read_usd_per_mtok().map(UsdPerMtok::get));
    set(U::CacheWriteTokens, prices.cache_write_usd_per_mtok().map(UsdPerMtok::get));
    set(U::Requests, prices.usd_per_request().map(|usd| usd.get() * f64::from(U::Requests.per())));
    let needed = [(U::InputTokens, tokens.largest_input()), (U::OutputTokens, tokens.billed_output())];
    match needed.into_iter().find(|(unit, count)| count.get() > 0.0 && rates.get(*unit).is_none()) {
        Some((unit, _)) => Err(unit),
        None => Ok(rates),
    }
}

//! What the levers do to a feature, what each saves, and which to try next.

use super::cost::Cost;
use super::feature::month_cost;
use super::volume::Volume;
use crate::catalogue::HostedBook;
use crate::scenario::{
    Audience, CacheTtl, Feature, Field, Leg, Lever, LeverSet, Processing, Scenario, Serving,
};
use crate::units::{Share, Usd};

/// Why a lever that is on, or could be, does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    /// It needs a second model, and none is chosen.
    NoModelChosen,
    /// No part of the prompt is the same every time.
    NoPrefix,
    /// It changes how hosted models are called, and none is.
    NotHosted,
    /// It is for own GPUs.
    NotOwnGpus,
    /// A price that it needs is not known.
    PriceNotKnown,
}

/// A feature as its levers leave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The feature with the workload that its calls then have.
    pub feature: Feature,
    /// The models that answer. Shares make more than a whole where escalated calls pay twice.
    pub legs: Vec<Leg>,
    /// Share of requests answered from the store of answers.
    pub from_store: Share,
    /// Cost of looking there, for every request.
    pub lookup: Usd,
    /// Cost of the router's decision, for every request that is not answered from the store.
    pub router: Usd,
    /// Levers that are on and do nothing.
    pub blocked: Vec<(Lever, Blocked)>,
}

impl Applied {
    /// `feature` under the levers of `on`.
    #[must_use]
    pub fn new(feature: &Feature, on: LeverSet, audience: &Audience) -> Self {
        let legs = match &feature.serving {
            Serving::Hosted(route) => route.legs.clone(),
            Serving::PerRequest(_) => Vec::new(),
        };
        let mut applied = Self {
            feature: feature.clone(),
            legs,
            from_store: Share::ZERO,
            lookup: Usd::ZERO,
            router: Usd::ZERO,
            blocked: Vec::new(),
        };
        for lever in on.iter() {
            if let Some(why) = blocked(feature, lever) {
                applied.blocked.push((lever, why));
            } else {
                applied.pull(lever, audience);
            }
        }
        applied
    }

    fn pull(&mut self, lever: Lever, audience: &Audience) {
        let levers = self.feature.levers.clone();
        match lever {
            Lever::AnswerCache => {
                self.from_store = levers.answer_cache.answer_hit_share();
                self.lookup = levers.answer_cache.lookup_usd();
            }
            Lever::PromptCache => {
                let hit = prefix_hit_share(&self.feature, audience).get();
                self.put(Field::CacheHitShare, hit);
            }
            Lever::Batching => self.batch(levers.batching.waiting_share()),
            Lever::Routing => {
                if let Some(model) = levers.routing_model {
                    let easy = levers.routing.easy_share();
                    let back = easy * levers.routing.escalation_share();
                    self.router = levers.routing.router_usd();
                    self.scale_legs(Share::saturating(easy.rest().get() + back.get()));
                    self.legs.push(Leg { share: easy, model, processing: Processing::Standard });
                }
            }
            Lever::Distillation => {
                if let Some(model) = levers.distillation_model {
                    let share = levers.distillation.small_model_share();
                    let moved: f64 = self.legs.iter().map(|leg| leg.share.get() * share.get()).sum();
                    self.scale_legs(share.rest());
                    let share = Share::saturating(moved);
                    self.legs.push(Leg { share, model, processing: Processing::Standard });
                }
            }
            Lever::Quantization => {}
            Lever::ShorterText => {
                let kept = levers.shorter_text.input_cut().rest().get();
                self.scale(Field::InputTokens, kept);
                self.scale(Field::CacheablePrefixTokens, kept);
                self.scale(Field::OutputTokens, levers.shorter_text.output_cut().rest().get());
            }
        }
    }

    /// Parts each leg at list price into calls that wait, at the batch price, and calls that do not.
    fn batch(&mut self, waiting: Share) {
        let part = |leg: &Leg| {
            let standard = leg.processing == Processing::Standard;
            let waiting = if standard { waiting } else { Share::ZERO };
            let now = Leg { share: leg.share * waiting.rest(), ..leg.clone() };
            let later = Leg { share: leg.share * waiting, processing: Processing::Batch, ..leg.clone() };
            [now, later]
        };
        self.legs = self.legs.iter().flat_map(part).filter(|leg| leg.share.get() > 0.0).collect();
    }

    fn scale_legs(&mut self, by: Share) {
        for leg in &mut self.legs {
            leg.share = leg.share * by;
        }
        self.legs.retain(|leg| leg.share.get() > 0.0);
    }

    fn scale(&mut self, field: Field, by: f64) {
        let value = self.feature.value(field).unwrap_or(0.0);
        self.put(field, value * by);
    }

    /// Puts a number that lies between two valid ones and so is valid.
    fn put(&mut self, field: Field, value: f64) {
        let within = self.feature.set(field, Some(value));
        debug_assert!(within.is_ok(), "{within:?}");
    }
}

/// Why `lever` cannot do anything for `feature`.
#[must_use]
pub fn blocked(feature: &Feature, lever: Lever) -> Option<Blocked> {
    let hosted = matches!(feature.serving, Serving::Hosted(_));
    match lever {
        Lever::AnswerCache => None,
        Lever::Quantization => Some(Blocked::NotOwnGpus),
        _ if !hosted => Some(Blocked::NotHosted),
        Lever::PromptCache if feature.workload.cacheable_prefix_tokens().get() <= 0.0 => {
            Some(Blocked::NoPrefix)
        }
        Lever::Routing if feature.levers.routing_model.is_none() => Some(Blocked::NoModelChosen),
        Lever::Distillation if feature.levers.distillation_model.is_none() => Some(Blocked::NoModelChosen),
        Lever::PromptCache | Lever::Batching | Lever::Routing | Lever::Distillation | Lever::ShorterText => {
            None
        }
    }
}

/// Share of calls that find the prefix cached: what the user knows, or else what follows from the traffic.
///
/// With calls arriving at random at rate λ for each prefix, and a cache that is kept for τ after each use, a call
/// finds it when the one before came within τ: 1 − e^(−λτ). λ is the mean over an active day, so a day whose
/// traffic comes in bursts does better. Source: the exponential gaps of a Poisson stream.
#[must_use]
pub fn prefix_hit_share(feature: &Feature, audience: &Audience) -> Share {
    if let Some(known) = feature.levers.prompt_cache.prefix_hit_share() {
        return known;
    }
    let calls =
        feature.workload.calls_per_request().get() * Volume::new(audience, &feature.traffic).average.get();
    let per_prefix = calls / feature.levers.prompt_cache.distinct_prefixes().get().max(1.0);
    let kept_s = match feature.cache_ttl {
        CacheTtl::FiveMinutes => 300.0,
        CacheTtl::OneHour => 3600.0,
    };
    Share::saturating(1.0 - (-per_prefix * kept_s).exp())
}

/// One bar of the waterfall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// The lever.
    pub lever: Lever,
    /// Cost in a month before it, with the levers above it on.
    pub before: Cost,
    /// Cost in a month with it.
    pub after: Cost,
}

impl Bar {
    /// What the lever saves in a month; below zero where it costs more. Nothing where either side is not known.
    #[must_use]
    pub fn saving(&self) -> Option<Usd> {
        Some(self.before.known()? - self.after.known()?)
    }
}

/// From the cost with no lever to the cost with all that are on.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// Cost in a month with every lever off.
    pub baseline: Cost,
    /// The levers that are on in some feature, in order; each begins where the one before ends.
    pub bars: Vec<Bar>,
    /// Cost in a month with them: the estimate.
    pub result: Cost,
}

impl Waterfall {
    /// The waterfall of all features, whose cost with all their levers is `result`. Levers interact: one further
    /// down has less left to save.
    #[must_use]
    pub fn new(scenario: &Scenario, result: Cost, book: &HostedBook) -> Self {
        let cost_with = |allowed: LeverSet| {
            let of = |feature: &Feature| {
                let on = feature.levers.on.iter().filter(|lever| allowed.contains(*lever));
                let on = on.fold(LeverSet::NONE, LeverSet::with);
                month_cost(feature, on, &scenario.audience, book, scenario.as_of)
            };
            scenario.features.iter().map(of).sum::<Cost>()
        };
        let used = |lever: &Lever| scenario.features.iter().any(|feature| feature.levers.on.contains(*lever));
        let used: Vec<Lever> = Lever::ALL.into_iter().filter(used).collect();
        // Costs are the dear part: with no lever the estimate is the baseline, and with the last one it is the end.
        let baseline = if used.is_empty() { result } else { cost_with(LeverSet::NONE) };
        let (mut allowed, mut before) = (LeverSet::NONE, baseline);
        let mut bars = Vec::with_capacity(used.len());
        for (index, lever) in used.iter().copied().enumerate() {
            allowed = allowed.with(lever);
            let after = if index + 1 == used.len() { result } else { cost_with(allowed) };
            bars.push(Bar { lever, before, after });
            before = after;
        }
        Self { baseline, bars, result }
    }
}

/// What a lever that is not used would do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggestion {
    /// The feature.
    pub feature: usize,
    /// The lever.
    pub lever: Lever,
    /// What it would save in a month as it is set, or why that cannot be said.
    pub saving: Result<Usd, Blocked>,
}

/// The levers not yet used, the largest saving first; those about which nothing can be said last.
#[must_use]
pub fn try_next(scenario: &Scenario, book: &HostedBook) -> Vec<Suggestion> {
    let mut suggestions = Vec::new();
    for (index, feature) in scenario.features.iter().enumerate() {
        let cost_with = |on| month_cost(feature, on, &scenario.audience, book, scenario.as_of);
        let on = feature.levers.on;
        let now = cost_with(on);
        for lever in Lever::ALL.into_iter().filter(|lever| !on.contains(*lever)) {
            let saving = match blocked(feature, lever) {
                Some(why) => Err(why),
                None => match (now, cost_with(on.with(lever))) {
                    (Cost::Known(now), Cost::Known(then)) => Ok(now - then),
                    _ => Err(Blocked::PriceNotKnown),
                },
            };
            suggestions.push(Suggestion { feature: index, lever, saving });
        }
    }
    let size = |suggestion: &Suggestion| suggestion.saving.map_or(f64::NEG_INFINITY, Usd::get);
    suggestions.sort_by(|a, b| size(b).total_cmp(&size(a)));
    suggestions
}

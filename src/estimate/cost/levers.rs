//! What the levers do to a feature, and why one does nothing.

use crate::catalogue::Catalogue;
use crate::catalogue::precision::WeightPrecision;
use crate::estimate::cost::picture_tokens::picture_tokens_of;
use crate::estimate::cost::volume::Volume;
use crate::scenario::{
    Audience, Batching, CacheTtl, Feature, Field, HostedModelChoice, Leg, Lever, LeverSet, Processing,
    PromptCaching, Serving,
};
use crate::units::{Count, Millis, Share, Usd};

/// Why a lever that is on, or could be, does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    /// It needs a second model, and none is chosen.
    NoModelChosen,
    /// No part of the prompt is the same every time.
    NoPrefix,
    /// It changes how hosted models are called, and none is.
    NotHosted,
    /// It is for self-hosted GPUs.
    NotOwnGpus,
    /// A price that it needs is not known.
    PriceNotKnown,
    /// Self-hosted GPUs batch by themselves, as far as their batch limit allows.
    OwnGpusBatch,
    /// Somebody waits for the answer: the feature has a latency target.
    CannotWait,
    /// No model in use has a batch price.
    NoBatchPrice,
    /// The prefix is shorter than the provider caches.
    PrefixTooShort,
    /// No model in use reads from its cache for less.
    NoCachePrice,
    /// The workload already counts on it.
    AlreadyCounted,
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
    /// How long the router takes to decide, for every such request.
    pub router_wait: Millis,
    /// How long an answer from the store takes.
    pub store_wait: Millis,
    /// How long work at the batch price may wait.
    pub batch_wait_hours: Count,
    /// Share of the calls that the cheaper model answers first and the expensive one again.
    pub escalated: Share,
    /// Share of calls that find the prefix cached, as far as it is typed or else follows from the traffic.
    pub derived_hit: Share,
    /// Levers that are on and do nothing.
    pub blocked: Vec<(Lever, Blocked)>,
}

impl Applied {
    /// `feature` under the levers of `on`.
    #[must_use]
    pub fn new(feature: &Feature, on: LeverSet, audience: &Audience) -> Self {
        let legs = match &feature.serving {
            Serving::Hosted(route) => route.legs.clone(),
            Serving::PerRequest(_) | Serving::SelfHosted(_) => Vec::new(),
        };
        let mut applied = Self {
            feature: feature.clone(),
            legs,
            from_store: Share::ZERO,
            lookup: Usd::ZERO,
            router: Usd::ZERO,
            router_wait: Millis::ZERO,
            store_wait: Millis::ZERO,
            batch_wait_hours: Batching::default().turnaround_hours(),
            escalated: Share::ZERO,
            derived_hit: Share::ZERO,
            blocked: Vec::new(),
        };
        for lever in on.iter() {
            if let Some(why) = blocked(feature, lever) {
                applied.blocked.push((lever, why));
            } else {
                applied.pull(lever, audience);
            }
        }
        applied.derived_hit = applied.prefix_hit_share(audience);
        applied
    }

    fn pull(&mut self, lever: Lever, audience: &Audience) {
        let levers = self.feature.levers.clone();
        match lever {
            Lever::AnswerCache => {
                self.from_store = levers.answer_cache.answer_hit_share();
                self.lookup = levers.answer_cache.lookup_usd();
                self.store_wait = levers.answer_cache.answer_hit_ms();
            }
            Lever::PromptCache => {
                let hit = self.prefix_hit_share(audience).get();
                self.put(Field::CacheHitShare, hit);
                let caching = &mut self.feature.options.prompt_caching;
                if *caching == PromptCaching::Provider {
                    *caching = PromptCaching::On;
                }
            }
            Lever::Batching => {
                self.batch(levers.batching.waiting_share());
                self.batch_wait_hours = levers.batching.turnaround_hours();
            }
            Lever::Routing => {
                if let Some(model) = levers.routing_model {
                    let easy = levers.routing.easy_share();
                    let back = easy * levers.routing.escalation_share();
                    self.router = levers.routing.router_usd();
                    self.router_wait = levers.routing.router_ms();
                    self.escalated = back;
                    self.move_to(&model, easy, Share::saturating(easy.rest().get() + back.get()));
                }
            }
            Lever::Distillation => {
                if let Some(model) = levers.distillation_model {
                    let share = levers.distillation.small_model_share();
                    self.move_to(&model, share, share.rest());
                    self.escalated = self.escalated * share.rest();
                }
            }
            Lever::Quantization => {
                if let Serving::SelfHosted(fleet) = &mut self.feature.serving
                    && let Some(fewer) = fewer_bits(fleet.weights)
                {
                    fleet.weights = fewer;
                }
            }
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

    /// Gives `moved` of every leg's calls to `model` and leaves `kept` of them; work that waits goes on waiting.
    fn move_to(&mut self, model: &HostedModelChoice, moved: Share, kept: Share) {
        let (mut now, mut later) = (0.0, 0.0);
        for leg in &mut self.legs {
            let sum = if leg.processing == Processing::Batch { &mut later } else { &mut now };
            *sum += leg.share.get() * moved.get();
            leg.share = leg.share * kept;
        }
        for (sum, processing) in [(now, Processing::Standard), (later, Processing::Batch)] {
            self.legs.push(Leg { share: Share::saturating(sum), model: model.clone(), processing });
        }
        self.legs.retain(|leg| leg.share.get() > 0.0);
    }

    /// Share of calls that find the prefix cached: what the user knows, or else what follows from the traffic that
    /// reaches the models. Each model of a mix keeps a cache of its own.
    fn prefix_hit_share(&self, audience: &Audience) -> Share {
        let feature = &self.feature;
        let typed = feature.levers.prompt_cache.prefix_hit_share();
        let counted = Some(feature.workload.cache_hit_share()).filter(|share| share.get() > 0.0);
        if let Some(known) = typed.or(counted) {
            return known;
        }
        let requests = Volume::new(audience, &feature.traffic).average.get() * self.from_store.rest().get();
        let calls = requests * feature.workload.calls_per_request().get();
        let per_prefix = calls / feature.levers.prompt_cache.distinct_prefixes().get().max(1.0);
        let kept_s = match (feature.terms.cache_ttl_minutes(), feature.cache_ttl) {
            (Some(minutes), _) => minutes.get() * 60.0,
            (None, CacheTtl::FiveMinutes) => 300.0,
            (None, CacheTtl::OneHour) => 3600.0,
        };
        if matches!(feature.serving, Serving::SelfHosted(_)) {
            return Share::saturating(hit_share_at(per_prefix * kept_s));
        }
        let hits = |leg: &Leg| leg.share.get() * hit_share_at(leg.share.get() * per_prefix * kept_s);
        Share::saturating(self.legs.iter().map(hits).sum())
    }

    /// Puts the tokens of a picture, as the first model that has a rule counts them, into the workload.
    pub(in crate::estimate) fn count_pictures(&mut self, catalogue: &Catalogue) {
        let book = &catalogue.hosted;
        let tokens = self.legs.iter().find_map(|leg| {
            let HostedModelChoice::Book(reference) = &leg.model else { return None };
            let model = book.model(reference.id()?)?;
            picture_tokens_of(&self.feature, &book.provider(model.provider)?.key, &model.slug)
        });
        if let Some(tokens) = tokens {
            self.put(Field::TokensPerImage, tokens.min(1e6));
        }
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
    let own = matches!(feature.serving, Serving::SelfHosted(_));
    match lever {
        Lever::AnswerCache => None,
        Lever::Quantization => match &feature.serving {
            Serving::SelfHosted(fleet) if fewer_bits(fleet.weights).is_some() => None,
            Serving::SelfHosted(_) => Some(Blocked::AlreadyCounted),
            Serving::Hosted(_) | Serving::PerRequest(_) => Some(Blocked::NotOwnGpus),
        },
        Lever::ShorterText if own => None,
        Lever::PromptCache if own && feature.workload.cacheable_prefix_tokens().get() > 0.0 => None,
        Lever::PromptCache if own => Some(Blocked::NoPrefix),
        Lever::Batching if own => Some(Blocked::OwnGpusBatch),
        _ if !hosted => Some(Blocked::NotHosted),
        // With several turns, what is read from the cache is the conversation.
        Lever::PromptCache if feature.workload.cacheable_prefix_tokens().get() <= 0.0 => {
            let has_history = feature.workload.turns().get() > 1.0
                && feature.options.prompt_caching != PromptCaching::TypedOrOff;
            (!has_history).then_some(Blocked::NoPrefix)
        }
        Lever::Routing if feature.levers.routing_model.is_none() => Some(Blocked::NoModelChosen),
        Lever::Distillation if feature.levers.distillation_model.is_none() => Some(Blocked::NoModelChosen),
        Lever::PromptCache | Lever::Batching | Lever::Routing | Lever::Distillation | Lever::ShorterText => {
            None
        }
    }
}

/// Half of the bits or about so; nothing where weights are in 4 bits already.
const fn fewer_bits(weights: WeightPrecision) -> Option<WeightPrecision> {
    match weights {
        WeightPrecision::Bf16 => Some(WeightPrecision::Fp8),
        WeightPrecision::Fp8 | WeightPrecision::Int8 => Some(WeightPrecision::Int4),
        WeightPrecision::Q8_0 => Some(WeightPrecision::Q4KM),
        WeightPrecision::Int4
        | WeightPrecision::Fp4
        | WeightPrecision::Mxfp4
        | WeightPrecision::Q4KM
        | WeightPrecision::Q4_0 => None,
    }
}

/// Share of calls that find a prefix cached which is called for `calls` times within the time for which it is kept.
///
/// With calls at random, a call finds it when the one before came in time: 1 − e^(−n). Calls that write are then
/// n × e^(−n) in that time, most at n = 1; beyond, that most is kept, 1 ÷ e: a share of 1 − 1 ÷ (e × n). Providers
/// do not promise that a prefix stays, and so more traffic never costs less. Source: the exponential gaps of a
/// Poisson stream.
fn hit_share_at(calls: f64) -> f64 {
    if calls <= 1.0 { 1.0 - (-calls).exp() } else { 1.0 - 1.0 / (std::f64::consts::E * calls) }
}

/// Share of calls that find the prefix cached when the prompt cache is used: what is typed, or else what follows
/// from the traffic.
#[must_use]
pub fn prefix_hit_share(feature: &Feature, audience: &Audience) -> Share {
    let earlier = feature.levers.on.and(LeverSet::before(Lever::PromptCache));
    Applied::new(feature, earlier, audience).prefix_hit_share(audience)
}

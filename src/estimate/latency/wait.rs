//! The latency of a feature, compared with its target, and the load that it puts on the provider at the peak.

use crate::catalogue::{Catalogue, HostedModel};
use crate::estimate::cost::feature::FeatureEstimate;
use crate::estimate::cost::levers::Applied;
use crate::estimate::cost::tokens::CallTokens;
use crate::estimate::latency::goodput::{Assessment, Verdict, assess_estimate};
use crate::estimate::latency::thinking::{for_leg, time_spread};
use crate::estimate::latency::throughput::{CallLimits, CallLoad, LimitReport, Throughput};
use crate::estimate::latency::{
    Action, LatencyEstimate, Mix, MixLeg, ModelLatency, UserLatency, class_of, latency,
};
use crate::scenario::{Feature, HostedModelChoice, Leg, ModelRef, Processing, Slo};
use crate::units::{Count, Millis, RequestsPerSec, Tokens};

const MS_PER_HOUR: f64 = 3_600_000.0;

/// A latency with its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// Time to first token and to the end of the response, with their sources.
    pub latency: LatencyEstimate,
    /// These times compared with the target; nothing without a target.
    pub assessment: Option<Assessment>,
    /// Time per output token that 95 of 100 responses do not exceed; in a mix, that of the slowest model.
    pub token_p95: Millis,
}

/// Why the latency is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWait {
    /// No hosted model is used: a price per request was entered, or the model is self-hosted.
    NoModel,
    /// The model is not in the price list.
    NotKnown,
    /// All of the work is sent to the batch API, so that no one waits for the response.
    Batch,
    /// The last turn is longer than the model's context window: the model refuses the call.
    TooLong {
        /// Tokens of input and output of the last turn.
        needed: u64,
        /// The model's context window, in tokens.
        window: u32,
    },
}

/// The latency of a feature, and its load at the peak.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureWait {
    /// One for each of [`crate::estimate::FeatureEstimate::legs`], as if that model answered every call.
    pub legs: Vec<Result<Wait, NoWait>>,
    /// The whole request of the user: all its calls, the mix, the router and the response cache.
    pub action: Result<Wait, NoWait>,
    /// Self-hosted GPUs compared with the target; nothing without a target or without such GPUs.
    pub own_gpus: Option<Assessment>,
    /// Requests per second in the busiest hour that meet the target; nothing without a target or a latency.
    pub goodput: Option<RequestsPerSec>,
    /// Calls and tokens in the busiest hour of those requests that reach a model.
    pub peak: Throughput,
    /// That load compared with the rate limits that were entered.
    pub limits: LimitReport,
}

impl FeatureWait {
    /// The latency of a feature with its levers. `found` has its costs. `before` is the last result of the same feature, if
    /// there is one; what did not change is taken from it.
    #[must_use]
    pub fn new(
        applied: &Applied,
        found: &FeatureEstimate,
        catalogue: &Catalogue,
        before: Option<&Self>,
    ) -> Self {
        let (legs, action) = match before {
            Some(before) => (before.legs.clone(), before.action.clone()),
            None => times(applied, catalogue),
        };
        let own_gpus = found.own_gpus.as_ref().and_then(|fleet| fleet.as_ref().ok()?.assessment());
        let calls: f64 = applied.legs.iter().map(|leg| leg.share.get()).sum();
        let load = CallLoad {
            calls_per_request: Count::saturating(
                found.calls_per_request.get()
                    * found.from_store.rest().get()
                    * if calls > 0.0 { calls } else { 1.0 },
            ),
            input: found.tokens.mean_input(),
            output: found.tokens.billed_output(),
        };
        let peak = Throughput::at(found.volume.peak, &load);
        let limits = LimitReport::new(&peak, &CallLimits::of(&applied.feature.rate_limits));
        let mut wait = Self { legs, action, own_gpus, goodput: None, peak, limits };
        let known = wait.assessment().filter(|assessment| !assessment.is_guess);
        wait.goodput = known.map(|assessment| assessment.goodput(found.volume.peak));
        wait
    }

    /// Whatever answers the feature, compared with the target; nothing without a target or a latency.
    #[must_use]
    pub fn assessment(&self) -> Option<&Assessment> {
        self.own_gpus.as_ref().or_else(|| self.action.as_ref().ok()?.assessment.as_ref())
    }

    /// The verdict on the whole request; nothing without a target, unknown without a latency.
    #[must_use]
    pub fn verdict(&self, slo: &Slo) -> Option<Verdict> {
        match (slo, &self.action) {
            (Slo::NoTarget, _) => None,
            (Slo::Target(_), Ok(wait)) => Some(wait.assessment.map_or(Verdict::Unknown, |held| held.verdict)),
            (Slo::Target(_), Err(_)) => Some(self.own_gpus.map_or(Verdict::Unknown, |held| held.verdict)),
        }
    }
}

impl Wait {
    fn of_model(model: &ModelLatency, action: &Action, slo: &Slo) -> Self {
        Self::new(latency(model, action), slo, Millis::saturating(model.pace.tpot.quantile(0.95)))
    }

    fn new(latency: LatencyEstimate, slo: &Slo, token_p95: Millis) -> Self {
        let assessment = match slo {
            Slo::Target(target) => Some(assess_estimate(target, &latency)),
            Slo::NoTarget => None,
        };
        Self { latency, assessment, token_p95 }
    }
}

type Waits = (Vec<Result<Wait, NoWait>>, Result<Wait, NoWait>);

/// The latency of each model, and of the whole request.
fn times(applied: &Applied, catalogue: &Catalogue) -> Waits {
    let feature = &applied.feature;
    let known: Vec<Result<ModelLatency, NoWait>> =
        applied.legs.iter().map(|leg| leg_latency(leg, feature, catalogue)).collect();
    let when = Action::of(&feature.workload, &feature.spread, &feature.latency);
    let mut legs: Vec<Result<Wait, NoWait>> = Vec::with_capacity(known.len());
    for (index, model) in known.iter().enumerate() {
        // Two levers may send calls to the same model; it is computed once.
        let before = known.iter().take(index).position(|other| other == model);
        let wait = match (before.and_then(|before| legs.get(before)), model) {
            (Some(wait), _) => wait.clone(),
            (None, Ok(model)) => Ok(Wait::of_model(model, &when, &feature.slo)),
            (None, Err(why)) => Err(*why),
        };
        legs.push(wait);
    }
    let action = whole(applied, &known, &legs, &when);
    (legs, action)
}

fn whole(
    applied: &Applied,
    known: &[Result<ModelLatency, NoWait>],
    legs: &[Result<Wait, NoWait>],
    action: &Action,
) -> Result<Wait, NoWait> {
    let feature = &applied.feature;
    let turnaround = applied.batch_wait_hours.get() * MS_PER_HOUR;
    let mut mix = Vec::with_capacity(known.len());
    for ((leg, model), wait) in applied.legs.iter().zip(known).zip(legs) {
        mix.push(match model {
            Ok(model) => match wait {
                Ok(wait) => MixLeg::Computed(leg.share, model, &wait.latency),
                Err(_) => MixLeg::Model(leg.share, model),
            },
            Err(NoWait::Batch) => MixLeg::Waits(leg.share, Millis::saturating(turnaround)),
            // A model with a share of 0 may be unknown.
            Err(_) if leg.share.get() <= 0.0 => MixLeg::Waits(leg.share, Millis::ZERO),
            Err(why) => return Err(*why),
        });
    }
    if mix.is_empty() {
        return Err(NoWait::NoModel);
    }
    let waits = legs.iter().filter_map(|wait| wait.as_ref().ok());
    let answering = applied.legs.iter().zip(legs).filter(|(leg, _)| leg.share.get() > 0.0);
    let slowest_token = waits.map(|wait| wait.token_p95.get()).fold(0.0, f64::max);
    let alone = applied.from_store.get() <= 0.0 && applied.router_wait.get() <= 0.0;
    if alone
        && let ([(_, Ok(wait))], true) =
            (answering.collect::<Vec<_>>().as_slice(), applied.escalated.get() <= 0.0)
    {
        return Ok((*wait).clone());
    }
    let easy = |leg: &Leg| {
        feature.levers.routing_model.as_ref() == Some(&leg.model) && leg.processing != Processing::Batch
    };
    let escalated = Some(applied.escalated).filter(|share| share.get() > 0.0);
    let escalated = escalated.and_then(|share| Some((applied.legs.iter().position(easy)?, share)));
    let mix = Mix {
        legs: &mix,
        escalated,
        router: applied.router_wait,
        store: (applied.from_store, applied.store_wait),
    };
    // Without a call that is answered at once, all of the work is sent to the batch API.
    let latency = mix.latency(action).ok_or(NoWait::Batch)?;
    Ok(Wait::new(latency, &feature.slo, Millis::saturating(slowest_token)))
}

/// The latency of one model of a mix; figures that the user measured replace those of the catalogue.
fn leg_latency(leg: &Leg, feature: &Feature, catalogue: &Catalogue) -> Result<ModelLatency, NoWait> {
    if leg.processing == Processing::Batch {
        return Err(NoWait::Batch);
    }
    let found = match &leg.model {
        HostedModelChoice::Book(ModelRef::Id(id)) => {
            let Some(model) = catalogue.hosted.model(*id) else { return Err(NoWait::NotKnown) };
            if let Some(why) = too_long(model, &for_leg(feature, leg, catalogue)) {
                return Err(why);
            }
            book_latency(model, feature, catalogue)
        }
        HostedModelChoice::Custom { .. } => {
            ModelLatency::of_class(&catalogue.latency, class_of(false, feature.reasoning_effort))
        }
        HostedModelChoice::Book(ModelRef::Unknown(_)) => None,
    };
    found.map(|model| model.with_user(&UserLatency::of(&feature.latency))).ok_or(NoWait::NotKnown)
}

/// Whether the last turn is longer than the context window. The model then refuses the call.
pub(in crate::estimate) fn too_long(model: &HostedModel, feature: &Feature) -> Option<NoWait> {
    let tokens = CallTokens::new(&feature.workload);
    let needed = (tokens.largest_input() + tokens.billed_output()).get();
    let window = model.context_window?;
    (needed > f64::from(window)).then_some(NoWait::TooLong { needed: needed as u64, window })
}

/// The latency of a model as the catalogue has it, at the reasoning effort of `feature` and with the reasoning tokens that
/// are assumed for it.
pub(in crate::estimate) fn book_latency(
    model: &HostedModel,
    feature: &Feature,
    catalogue: &Catalogue,
) -> Option<ModelLatency> {
    let provider = catalogue.hosted.provider(model.provider)?;
    let book = &catalogue.latency;
    let tokens = CallTokens::new(&feature.workload);
    let cached = feature.workload.cacheable_prefix_tokens().get() * feature.workload.cache_hit_share().get();
    let uncached = Tokens::saturating((tokens.mean_input().get() - cached).max(0.0));
    let named = (&*provider.key, &*model.slug);
    let found = ModelLatency::look_up_at(book, named, feature.reasoning_effort, uncached)?;
    Some(match time_spread(model, feature, catalogue) {
        Some(spread) => found.with_assumed_thinking(book, spread),
        None => found,
    })
}

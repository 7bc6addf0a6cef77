//! How long a feature makes its users wait, against its target, and what it asks of the provider at the peak.

use crate::catalogue::{Catalogue, HostedModel};
use crate::estimate::cost::feature::FeatureEstimate;
use crate::estimate::cost::levers::Applied;
use crate::estimate::latency::goodput::{Assessment, Verdict, assess, timed};
use crate::estimate::latency::throughput::{CallLoad, LimitReport, Limits, Throughput};
use crate::estimate::latency::{
    Action, LatencyEstimate, Mix, MixLeg, ModelLatency, UserLatency, class_of, latency,
};
use crate::scenario::{Feature, HostedModelChoice, Leg, ModelRef, Processing, Slo};
use crate::units::{Count, Millis, RequestsPerSec};

const MS_PER_HOUR: f64 = 3_600_000.0;

/// A waiting time, with what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// Time to first token and to the whole answer, with their sources.
    pub latency: LatencyEstimate,
    /// Those held against the target; nothing without a target.
    pub assessment: Option<Assessment>,
    /// Time per output token that 95 of 100 answers do not exceed; of a mix, the slowest model's.
    pub token_p95: Millis,
}

/// Why there is no waiting time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWait {
    /// No hosted model answers: a price per request was typed in, or own GPUs answer.
    NoModel,
    /// No book knows the model.
    NotKnown,
    /// The work waits for the batch price: nobody waits for the answer.
    Batch,
}

/// The waiting times of a feature, and its load at the peak.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureWait {
    /// One for each of [`crate::estimate::FeatureEstimate::legs`]: as if that model answered every call.
    pub legs: Vec<Result<Wait, NoWait>>,
    /// The whole action of the user: its calls, the mix, the router and the store of answers.
    pub action: Result<Wait, NoWait>,
    /// The target held against own GPUs; nothing without a target, or where none answer.
    pub own_gpus: Option<Assessment>,
    /// Requests a second in the busiest hour that meet the target; nothing without a target or a waiting time.
    pub goodput: Option<RequestsPerSec>,
    /// Calls and tokens in the busiest hour, of the requests that reach a model.
    pub peak: Throughput,
    /// That load against the limits that are given.
    pub limits: LimitReport,
}

impl FeatureWait {
    /// The waiting times of a feature under its levers, of which `found` says what it costs; those of `before`, where
    /// that is of the same feature.
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
        let limits = LimitReport::new(&peak, &Limits::of(&applied.feature.rate_limits));
        let mut wait = Self { legs, action, own_gpus, goodput: None, peak, limits };
        wait.goodput = wait.assessment().map(|assessment| assessment.goodput(found.volume.peak));
        wait
    }

    /// The target held against whatever answers; nothing without a target or a waiting time.
    #[must_use]
    pub fn assessment(&self) -> Option<&Assessment> {
        self.own_gpus.as_ref().or_else(|| self.action.as_ref().ok()?.assessment.as_ref())
    }

    /// How the action stands against its target; nothing without a target, unknown without a waiting time.
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
            Slo::Target(target) => Some(assess(target, timed(&latency, target.metric))),
            Slo::NoTarget => None,
        };
        Self { latency, assessment, token_p95 }
    }
}

type Waits = (Vec<Result<Wait, NoWait>>, Result<Wait, NoWait>);

/// The waiting times of each model, and of the whole action.
fn times(applied: &Applied, catalogue: &Catalogue) -> Waits {
    let feature = &applied.feature;
    let known: Vec<Result<ModelLatency, NoWait>> =
        applied.legs.iter().map(|leg| leg_latency(leg, feature, catalogue)).collect();
    let when = Action::of(&feature.workload, &feature.spread, &feature.latency);
    let mut legs: Vec<Result<Wait, NoWait>> = Vec::with_capacity(known.len());
    for (index, model) in known.iter().enumerate() {
        // A model that answers twice in a mix, as two levers may have it, is computed once.
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
            // A model that answers nothing need not be known.
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
    // Without a model that answers as it is called, all of it waits.
    let latency = mix.latency(action).ok_or(NoWait::Batch)?;
    Ok(Wait::new(latency, &feature.slo, Millis::saturating(slowest_token)))
}

/// What is known of the waiting times of one model of a mix, with the user's own figures in their place.
fn leg_latency(leg: &Leg, feature: &Feature, catalogue: &Catalogue) -> Result<ModelLatency, NoWait> {
    if leg.processing == Processing::Batch {
        return Err(NoWait::Batch);
    }
    let found = match &leg.model {
        HostedModelChoice::Book(ModelRef::Id(id)) => {
            catalogue.hosted.model(*id).and_then(|model| book_latency(model, feature, catalogue))
        }
        HostedModelChoice::Custom { .. } => {
            ModelLatency::of_class(&catalogue.latency, class_of(false, feature.reasoning_effort))
        }
        HostedModelChoice::Book(ModelRef::Unknown(_)) => None,
    };
    found.map(|model| model.with_user(&UserLatency::of(&feature.latency))).ok_or(NoWait::NotKnown)
}

/// What the book knows of the waiting times of a model, at the effort that `feature` asks for.
pub(in crate::estimate) fn book_latency(
    model: &HostedModel,
    feature: &Feature,
    catalogue: &Catalogue,
) -> Option<ModelLatency> {
    let provider = catalogue.hosted.provider(model.provider)?;
    ModelLatency::look_up(&catalogue.latency, &provider.key, &model.slug, feature.reasoning_effort)
}

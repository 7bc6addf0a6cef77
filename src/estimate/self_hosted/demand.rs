//! What a feature asks of its self-hosted GPUs: lengths, rates, and the shape of the day.

use crate::estimate::cost::levers::Applied;
use crate::estimate::cost::tokens::CallTokens;
use crate::estimate::cost::volume::Volume;
use crate::estimate::self_hosted::fleet::{Policy, Scaling};
use crate::estimate::self_hosted::queueing::{
    Arrivals, Lengths, Load, PrefixCache, PrefixOwner, Routing, Target,
};
use crate::scenario::{Fleet, FleetScaling, Slo, SloMetric};
use crate::units::{Factor, Millis, Percentile, Power, RequestsPerSec, Share, Tokens, Within};

/// Hours of a month on which a rented GPU runs, in seconds.
const SECONDS_PER_MONTH: f64 = 730.0 * 3600.0;
/// 95 of 100 lie below this many deviations.
const Z95: f64 = 1.644_853_626_951_472_6;

/// What a feature asks of its self-hosted GPUs.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// One call of the model; its rate is that of the busiest hour.
    pub load: Load,
    /// Calls a second, over all hours of a month.
    pub mean: RequestsPerSec,
    /// Rates of the hours: their highest is the peak, their mean the mean.
    pub hours: Vec<RequestsPerSec>,
    /// Calls that a request makes one after the other.
    pub in_sequence: u32,
    /// Hidden thinking before the visible answer, in tokens.
    pub reasoning: f64,
    /// The network, there and back.
    pub network: Millis,
    /// What the copies are to keep, for one call.
    pub target: Target,
}

impl Asked {
    /// Of the requests of `volume` that reach the model.
    pub(super) fn new(applied: &Applied, volume: &Volume, fleet: &Fleet, max_context: f64) -> Self {
        let feature = &applied.feature;
        let workload = &feature.workload;
        let tokens = CallTokens::new(workload);
        let calls = workload.calls_per_request().get() * (1.0 + workload.retry_share().get());
        let calls = calls * applied.from_store.rest().get();
        let peak = volume.peak.get() * calls;
        let mean = volume.per_month.get() * calls / SECONDS_PER_MONTH;
        let (input, output) = (tokens.mean_input().get().max(1.0), tokens.billed_output().get().max(1.0));
        let turns = tokens.turns.get();
        // Inputs of a conversation's turns lie evenly between the first and the last.
        let of_turns = tokens.growth.get() * ((turns * turns - 1.0) / 12.0).sqrt() / input;
        let spread = &feature.spread;
        let typical = workload.input_tokens().get();
        let of_inputs = cv(spread.input_tokens_p95().map_or(1.0, |high| high.get() / typical.max(1.0)));
        let high_output = spread.output_tokens_p95().map_or(workload.output_tokens().get(), Tokens::get)
            + spread.reasoning_tokens_p95().map_or(workload.reasoning_tokens().get(), Tokens::get);
        let lengths = |mean: f64, cv: f64| Lengths {
            mean: Tokens::saturating(mean),
            cv: Factor::saturating(cv),
            longest: Tokens::saturating(if cv > 0.0 { max_context.max(mean) } else { mean }),
        };
        let arrivals = Arrivals { rate: RequestsPerSec::saturating(peak), cv: fleet.size.arrival_cv() };
        let prefix = workload.cacheable_prefix_tokens();
        let hit_rate = workload.cache_hit_share();
        let cached = prefix.get() > 0.0 && hit_rate.get() > 0.0;
        let latency = &feature.latency;
        let in_sequence = (workload.calls_per_request().get().ceil() / latency.parallel_calls().get()).ceil();
        let mut asked = Self {
            load: Load {
                arrivals,
                input: lengths(input, (of_inputs * of_inputs + of_turns * of_turns).sqrt()),
                output: lengths(output, cv(high_output / output)),
                prefix: cached.then_some(PrefixCache {
                    tokens: prefix,
                    hit_rate,
                    owner: PrefixOwner::Everybody,
                }),
            },
            mean: RequestsPerSec::saturating(mean),
            hours: match fleet.scaling {
                FleetScaling::Auto => day(peak, mean),
                FleetScaling::Fixed => peak_and_rest(peak, mean),
            },
            in_sequence: in_sequence.within(1.0, 1e6) as u32,
            reasoning: workload.reasoning_tokens().get(),
            network: latency.network_ms(),
            target: no_target(),
        };
        asked.target = asked.target_of(feature.slo);
        asked
    }

    /// The limits for one call that keep the target of a request: a request of several calls gives each its part, and
    /// the first visible token after hidden thinking comes late in the answer.
    fn target_of(&self, slo: Slo) -> Target {
        let Slo::Target(target) = slo else { return no_target() };
        let (calls, output) = (f64::from(self.in_sequence), self.load.output.mean.get());
        let percentile = target.percentile;
        let before = match target.metric {
            SloMetric::E2eLatency => calls,
            SloMetric::Ttft => calls - 1.0 + (self.reasoning / output).min(1.0),
        };
        let limit = target.limit.get();
        if before <= 0.0 {
            return Target { ttft: Some(target.limit), percentile, ..no_target() };
        }
        Target { e2e_latency: Some(Millis::saturating(limit / before)), percentile, ..no_target() }
    }

    /// The calls without their prompts, which other copies compute.
    pub(super) fn answers_only(&self) -> Load {
        let tokens = self.load.input.mean;
        let owner = PrefixOwner::Conversation;
        Load { prefix: Some(PrefixCache { tokens, hit_rate: Share::ONE, owner }), ..self.load }
    }

    /// The calls without their answers, which other copies give.
    pub(super) fn prompts_only(&self) -> Load {
        Load { output: Lengths::fixed(Tokens::ONE), ..self.load }
    }

    /// Tokens of one conversation: a mean prompt and its answer.
    pub(super) fn conversation(&self) -> f64 {
        self.load.input.mean.get() + self.load.output.mean.get()
    }
}

fn no_target() -> Target {
    Target { ttft: None, tpot: None, e2e_latency: None, percentile: Percentile::saturating(95.0) }
}

/// How the fleet is run.
pub(super) fn policy(fleet: &Fleet) -> Policy {
    Policy {
        scaling: match fleet.scaling {
            FleetScaling::Fixed => Scaling::Fixed,
            FleetScaling::Auto => Scaling::Auto,
        },
        spare_copies: fleet.size.spare_copies().get() as u32,
        routing: Routing::InTurn,
        most_utilisation: fleet.size.most_utilisation(),
        most_copies: 4096,
    }
}

/// Coefficient of variation of a lognormal law whose p95 is so many times its typical value.
fn cv(high: f64) -> f64 {
    let sigma = high.max(1.0).ln() / Z95;
    ((sigma * sigma).exp() - 1.0).sqrt()
}

/// A day of 24 hours whose busiest has the rate `peak` and whose mean is `mean`: a wave over the day, raised to the
/// power that gives the mean. Only the shape between peak and night is assumed, and only autoscaling depends on it.
pub(super) fn day(peak: f64, mean: f64) -> Vec<RequestsPerSec> {
    // A cubic wave: a cosine to the eye, without the 7 KB that one takes in the module.
    let shape = |hour: u32| {
        let height = (1.0 - f64::from(hour) / 12.0).abs();
        height * height * (3.0 - 2.0 * height)
    };
    let ratio = if peak > 0.0 { (mean / peak).within(1.0 / 24.0, 1.0) } else { 1.0 };
    let mean_of = |power: f64| {
        // Hours before and after the peak are alike.
        let side: f64 = (1..12).map(|hour| shape(hour).raised_to(power)).sum();
        (1.0 + 2.0 * side + shape(12).raised_to(power)) / 24.0
    };
    let (mut low, mut high) = (0.0, 400.0);
    for _ in 0..28 {
        let middle = 0.5 * (low + high);
        if mean_of(middle) > ratio { low = middle } else { high = middle }
    }
    let rates: Vec<f64> = (0..24).map(|hour| peak * shape(hour).raised_to(high)).collect();
    // What bisection leaves, and a mean that no day with this peak has, is put right in all hours but the busiest.
    let others: f64 = rates.iter().skip(1).sum();
    let wanted = 24.0 * mean - peak;
    let scale = if others > 0.0 { (wanted / others).max(0.0) } else { 0.0 };
    let fitted = rates.iter().enumerate().map(|(hour, rate)| if hour == 0 { *rate } else { rate * scale });
    fitted.map(RequestsPerSec::saturating).collect()
}

/// A day with that peak and that mean, for copies that do not follow it.
fn peak_and_rest(peak: f64, mean: f64) -> Vec<RequestsPerSec> {
    let rest = ((24.0 * mean - peak) / 23.0).max(0.0);
    (0..24).map(|hour| RequestsPerSec::saturating(if hour == 0 { peak } else { rest })).collect()
}

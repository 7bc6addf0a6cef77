//! How many copies, and how they then serve the busiest hour.

use super::copy::OneCopy;
use super::demand::{Asked, policy};
use super::resolve::Resolved;
use super::{ClosedForms, FleetBands, FleetCount, FleetOutcome, FleetService, OutOfReach};
use crate::catalogue::gpu::Checked;
use crate::estimate::latency::goodput::{Assessment, assess_at};
use crate::estimate::latency::{Ladder, Ranged};
use crate::estimate::self_hosted::fleet::{
    Demand, HOURS_PER_MONTH, Latencies, Size, Sizer, gpu_hours, hours,
};
use crate::estimate::self_hosted::queueing::{Arrivals, Distribution, Expected, Forecast, Routing};
use crate::estimate::self_hosted::serving::accuracy::{Band, Figure, Known, band, beyond};
use crate::scenario::{Measurement, Slo, SloMetric};
use crate::units::{Count, Gpus, Millis, Percentile, Share, TokensPerSec};

/// How much wider the bands are where the figures of the model or the device were not checked.
const UNCHECKED: f64 = 1.5;

/// Copies, how they serve, and the times at the percentile of the target; or why they do not.
pub(super) fn serve(
    resolved: &Resolved<'_>,
    asked: &Asked,
    copy: &OneCopy,
    slo: Slo,
) -> Result<(Size, FleetCount, FleetService, Latencies), FleetOutcome> {
    let fleet = resolved.fleet;
    let policy = policy(fleet);
    let server = copy.server();
    let prefill_copies = fleet.size.prefill_copies().get() as u32;
    let peak = asked.load.arrivals.rate;
    // Where prompts are computed elsewhere, what is left is the answers.
    let answers = if prefill_copies > 0 { asked.answers_only() } else { asked.load };
    let sizer =
        Sizer::new(&server, &answers, &asked.target, &policy).map_err(|_| FleetOutcome::DoesNotFit)?;
    let given = fleet.size.copies().map(|copies| copies.get() as u32);
    let overloaded = |needed: Option<Size>| FleetOutcome::Overloaded {
        sustainable: sizer.sustainable(),
        copies_needed: needed.map(|size| size.copies),
    };
    let size = match given {
        Some(copies) => sizer.size(peak, copies).ok_or_else(|| overloaded(sizer.fewest(peak)))?,
        None => sizer.fewest(peak).ok_or_else(|| overloaded(None))?,
    };
    let prompts = match prefill_copies {
        0 => None,
        copies => Some(prompts_alone(copy, asked, copies).ok_or_else(|| overloaded(None))?),
    };
    let demand = Demand { load: asked.load, hours: &asked.hours };
    let by_hour = hours(&sizer, &demand, &policy, size.copies);
    let per_copy = resolved.gpus_per_copy();
    let of_prompts = f64::from(prefill_copies) * per_copy.get();
    let busiest = f64::from(size.copies + policy.spare_copies) * per_copy.get() + of_prompts;
    let gpu_hours = gpu_hours(&by_hour, per_copy).get() + of_prompts * HOURS_PER_MONTH;
    let count = FleetCount {
        copies: size.copies,
        prefill_copies,
        spare_copies: policy.spare_copies,
        gpus: Gpus::saturating(busiest),
        gpu_hours: Count::saturating(gpu_hours),
    };
    let sustainable = sizer.sustainable().get();
    let copies_mean = (gpu_hours / HOURS_PER_MONTH - of_prompts) / per_copy.get().max(1.0);
    let fewest = if given.is_some() { sizer.fewest(peak) } else { Some(size) };
    let misses = fewest.is_none_or(|size| !size.meets_target);
    let out_of_reach = match () {
        () if !misses => None,
        () if sizer.keeps_when_idle() => Some(OutOfReach::UnlessNearlyIdle),
        () => Some(OutOfReach::EvenIdle),
    };
    let fewest = fewest.filter(|size| given.is_some() && size.meets_target);
    let times = Times::new(&size.expected, prompts.as_ref(), asked, copy);
    let bands = bands(resolved, &times, asked);
    let lengths = (asked.load.input.mean.get(), asked.load.output.mean.get());
    let expected = &size.expected;
    let devices = per_copy.get();
    let service = FleetService {
        ttft: ladder(&times.first),
        tpot: ladder(&expected.tpot),
        e2e_latency: no_sooner(&ladder(&times.whole), &ladder(&times.first)),
        bands,
        assessment: times.assess(slo, &bands),
        utilisation_at_peak: expected.utilisation,
        utilisation_mean: Share::saturating(asked.mean.get() / (copies_mean * sustainable).max(1e-12)),
        sustainable: sizer.sustainable(),
        output_tokens_per_sec: TokensPerSec::saturating(sustainable * lengths.1),
        mean_batch: expected.mean_batch,
        prompt_share: expected.prompt_share,
        out_of_reach,
        fewest_copies: fewest.map(|size| size.copies),
        extrapolated: beyond(resolved.gpu.family, expected.mean_batch.get(), lengths.0, lengths.1, devices),
        closed: ClosedForms {
            call_ttft: times.call.0,
            call_e2e: times.call.1,
            ttft: times.first,
            e2e_latency: times.whole,
        },
        run: None,
    };
    let latencies = Latencies {
        ttft: times.first.at(asked.target.percentile),
        tpot: size.latencies.tpot,
        e2e_latency: later(times.whole.at(asked.target.percentile), times.first.at(asked.target.percentile)),
    };
    Ok((size, count, service, latencies))
}

/// Prompts on copies of their own; nothing if they do not keep up.
fn prompts_alone(copy: &OneCopy, asked: &Asked, copies: u32) -> Option<Expected> {
    let load = asked.prompts_only();
    let server = copy.server();
    let Arrivals { rate, cv } = load.arrivals.per_copy(copies, Routing::InTurn);
    match server.forecaster(&load).ok()?.at(rate, cv.get()) {
        Forecast::Steady(expected) => Some(expected),
        Forecast::Unstable(_) => None,
    }
}

/// Times of a request: all of its calls, hidden thinking before the first visible token.
struct Times {
    first: Distribution,
    whole: Distribution,
    /// The same of a single call.
    call: (Distribution, Distribution),
    /// Mean times of a call: until its first token, and all further ones.
    prompt_ms: f64,
    answer_ms: f64,
}

impl Times {
    fn new(expected: &Expected, prompts: Option<&Expected>, asked: &Asked, copy: &OneCopy) -> Self {
        let (first, whole) = match prompts {
            None => (expected.ttft, expected.e2e_latency),
            Some(prompts) => {
                let way = copy.transfer_ms(asked.load.input.mean.get());
                (prompts.ttft, prompts.ttft.and(&expected.e2e_latency, 1.0).later(way))
            }
        };
        let call = (first, whole);
        let (prompt_ms, whole_ms) = (first.mean().get(), whole.mean().get());
        let thinking = expected.tpot.times(asked.reasoning);
        let first = if asked.reasoning > 0.0 { first.and(&thinking, 1.0) } else { first };
        let before = f64::from(asked.in_sequence.saturating_sub(1));
        let (first, whole) = if before > 0.0 {
            (first.and(&whole, before), whole.and(&whole, before))
        } else {
            (first, whole)
        };
        Self { first, whole, call, prompt_ms, answer_ms: (whole_ms - prompt_ms).max(0.0) }
    }

    fn assess(&self, slo: Slo, bands: &FleetBands) -> Option<Assessment> {
        let Slo::Target(target) = slo else { return None };
        let (times, band) = match target.metric {
            SloMetric::Ttft => (&self.first, &bands.ttft),
            SloMetric::E2eLatency => (&self.whole, &bands.e2e_latency),
        };
        // No answer is whole before its first token: at low percentiles the two closed forms may cross.
        let typical = times.at(target.percentile).get();
        let typical = match target.metric {
            SloMetric::Ttft => typical,
            SloMetric::E2eLatency => typical.max(self.first.at(target.percentile).get()),
        };
        let at = |factor: f64| Millis::saturating(typical * factor);
        let within = |factor: f64| times.share_within(Millis::saturating(target.limit.get() / factor));
        let time = Ranged { fast: at(band.low), typical: at(1.0), slow: at(band.high) };
        let share = Ranged { fast: within(band.low), typical: within(1.0), slow: within(band.high) };
        Some(assess_at(&target, time, share))
    }
}

/// The bands of the shown times; that of the whole answer is made of its two parts.
fn bands(resolved: &Resolved<'_>, times: &Times, asked: &Asked) -> FleetBands {
    let known = Known {
        model: &resolved.model.id,
        gpu: &resolved.gpu.id,
        engine: resolved.fleet.engine,
        family: resolved.gpu.family,
    };
    let own = |has: fn(&Measurement) -> bool| {
        resolved.fleet.measurements.iter().filter(|measurement| has(measurement)).count()
    };
    let unchecked = resolved.model.checked == Checked::No || resolved.gpu.checked == Checked::No;
    let measured = !resolved.fleet.measurements.is_empty();
    // Figures that nobody checked: a factor of 1.5 either way, on top.
    let widened = |band: Band| match unchecked && !measured {
        true => Band { low: band.low / UNCHECKED, high: band.high * UNCHECKED, ..band },
        false => band,
    };
    let ttft = widened(band(Figure::Ttft, &known, own(|seen| seen.measured_ttft_ms().is_some())));
    let tpot = widened(band(Figure::Tpot, &known, own(|seen| seen.measured_tpot_ms().is_some())));
    let Times { prompt_ms, answer_ms, .. } = *times;
    let mix = |first: f64, later: f64, a: f64, b: f64| (first * a + later * b) / (a + b).max(1e-9);
    let both = |prompt_ms: f64, answer_ms: f64| Band {
        low: mix(ttft.low, tpot.low, prompt_ms, answer_ms),
        high: mix(ttft.high, tpot.high, prompt_ms, answer_ms),
        // The weaker of the two.
        basis: if ttft.basis as u8 > tpot.basis as u8 { ttft.basis } else { tpot.basis },
        rows: ttft.rows.min(tpot.rows),
    };
    // Hidden thinking and earlier calls stand before the first visible token.
    let output = asked.load.output.mean.get();
    let before = f64::from(asked.in_sequence.saturating_sub(1)) + asked.reasoning / output;
    FleetBands { ttft: both(prompt_ms, before * answer_ms), tpot, e2e_latency: both(prompt_ms, answer_ms) }
}

fn ladder(times: &Distribution) -> Ladder {
    let at = |p: f64| times.at(Percentile::saturating(p));
    Ladder { p50: at(50.0), p75: at(75.0), p90: at(90.0), p95: at(95.0), p99: at(99.0) }
}

/// `whole` where it is longer than `first` at the same percentile: no answer is whole before its first token, and two
/// closed forms may cross.
pub(super) fn no_sooner(whole: &Ladder, first: &Ladder) -> Ladder {
    let Ladder { p50, p75, p90, p95, p99 } = *whole;
    Ladder {
        p50: later(p50, first.p50),
        p75: later(p75, first.p75),
        p90: later(p90, first.p90),
        p95: later(p95, first.p95),
        p99: later(p99, first.p99),
    }
}

fn later(a: Millis, b: Millis) -> Millis {
    if a < b { b } else { a }
}

//! What a run says: times by percentile, rates, and how much of the target is met.

use super::percentiles::{Percentiles, percentiles};
use super::requests::Request;
use super::work::{Served, Tally};
use crate::units::{Count, Factor, Millis, Percentile, RequestsPerSec, Share, Tokens, TokensPerSec};

/// What a request may take, and for how many of a hundred requests that must hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Longest time to the first token, where it matters.
    pub ttft: Option<Millis>,
    /// Longest mean time per further token, where it matters.
    pub tpot: Option<Millis>,
    /// Longest time to the whole answer, where it matters.
    pub e2e_latency: Option<Millis>,
    /// The percentile at which each limit is to be kept.
    pub percentile: Percentile,
}

/// Share of requests that keep each limit of a [`Target`]; all of them where there is no limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attained {
    /// Within the limit on the first token.
    pub ttft: Share,
    /// Within the limit on the time per token.
    pub tpot: Share,
    /// Within the limit on the whole answer.
    pub e2e_latency: Share,
    /// Within all limits at once: what goodput counts.
    pub all: Share,
}

impl Attained {
    /// Whether each limit is kept at the percentile of `target`.
    #[must_use]
    pub fn meets(&self, target: &Target) -> bool {
        let needed = target.percentile.get() / 100.0;
        self.ttft.get() >= needed && self.tpot.get() >= needed && self.e2e_latency.get() >= needed
    }
}

/// How one copy serves its part of the load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoadReport {
    /// Time to first token: from arrival to the end of the step that gives it.
    pub ttft: Percentiles,
    /// Mean time per output token after the first; nothing where all answers have one token.
    pub tpot: Option<Percentiles>,
    /// Time to the whole answer.
    pub e2e_latency: Percentiles,
    /// Time from arrival to the first step that works on the request.
    pub queue_wait: Percentiles,
    /// Share of requests within the target.
    pub attained: Attained,
    /// Requests a second.
    pub throughput: RequestsPerSec,
    /// Requests a second that keep all limits of the target.
    pub goodput: RequestsPerSec,
    /// Answer tokens a second.
    pub output_throughput: TokensPerSec,
    /// Prompt tokens a second, cached ones included.
    pub input_throughput: TokensPerSec,
    /// Load as a share of the most that the copy can sustain.
    pub utilisation: Share,
    /// Share of the time in which the engine steps at all; near 1 already with one user at a time.
    pub busy: Share,
    /// Share of the busy time that goes to steps with prompts.
    pub prefill_share: Share,
    /// Mean number of sequences that decode while the engine is busy.
    pub mean_batch: Count,
    /// Mean share of the KV cache in use while the engine is busy.
    pub kv_use: Share,
    /// Sequences that lost their memory and began anew, per request.
    pub preemptions_per_request: Factor,
    /// Share of requests that were cut to fit into the memory.
    pub cut: Share,
    /// Requests behind the percentiles, after the warm-up and before the end.
    pub measured_requests: Count,
    /// Engine steps simulated.
    pub steps: u64,
    /// Events that the simulation paid for.
    pub events: u64,
}

/// What a report needs to know beside the times.
pub(super) struct Context<'a> {
    pub(super) requests: &'a [Request],
    pub(super) served: &'a [Served],
    pub(super) tally: Tally,
    pub(super) overhead: Millis,
    pub(super) target: &'a Target,
    pub(super) kv_tokens: Tokens,
    pub(super) utilisation: f64,
    pub(super) cut: usize,
}

/// Times of the requests inside the window, in order of arrival.
pub(super) struct Times {
    pub(super) wait: Vec<f64>,
    ttft: Vec<f64>,
    tpot: Vec<f64>,
    e2e: Vec<f64>,
    within: [u32; 4],
    output: f64,
    input: f64,
    span_ms: f64,
}

impl Times {
    /// Leaves out the start, when the engine fills, and the end, when it empties.
    pub(super) fn of(context: &Context) -> Self {
        let n = context.requests.len();
        let at_once = (context.tally.batch_ms / context.tally.busy_ms.max(1e-12)) as usize;
        let first = (n / 10).max((3 * at_once).min(n / 4));
        let last = n - (n / 20).max(at_once.min(n / 8));
        let room = last.saturating_sub(first);
        let mut times = Self {
            wait: Vec::with_capacity(room),
            ttft: Vec::with_capacity(room),
            tpot: Vec::with_capacity(room),
            e2e: Vec::with_capacity(room),
            within: [0; 4],
            output: 0.0,
            input: 0.0,
            span_ms: 0.0,
        };
        let window = context.requests.iter().zip(context.served).take(last).skip(first);
        for (request, served) in window.clone() {
            times.add(request, served, context);
        }
        let arrival = |request: Option<(&Request, &Served)>| request.map_or(0.0, |(r, _)| r.arrival_ms);
        times.span_ms = arrival(window.clone().last()) - arrival(window.clone().next());
        times
    }

    fn add(&mut self, request: &Request, served: &Served, context: &Context) {
        let target = context.target;
        let overhead = context.overhead.get();
        let ttft = served.first_ms - request.arrival_ms + overhead;
        let e2e = served.finish_ms - request.arrival_ms + overhead;
        let within = |value: f64, limit: Option<Millis>| limit.is_none_or(|limit| value <= limit.get());
        self.wait.push((served.admitted_ms - request.arrival_ms).max(0.0));
        self.ttft.push(ttft);
        self.e2e.push(e2e);
        let mut tpot_kept = true;
        if request.output > 1 {
            let tpot = (e2e - ttft) / f64::from(request.output - 1);
            self.tpot.push(tpot);
            tpot_kept = within(tpot, target.tpot);
        }
        let kept = [within(ttft, target.ttft), tpot_kept, within(e2e, target.e2e_latency)];
        let all = kept.iter().all(|kept| *kept);
        for (count, kept) in self.within.iter_mut().zip(kept.into_iter().chain([all])) {
            *count += u32::from(kept);
        }
        self.output += f64::from(request.output);
        self.input += f64::from(request.input);
    }

    /// Whether waits are still growing: the last third of them against the middle one, by their batch means.
    pub(super) fn wait_grows(&self) -> bool {
        let third = self.wait.len() / 3;
        let mean = |from: usize| self.wait.iter().skip(from).take(third).sum::<f64>() / third.max(1) as f64;
        let e2e = self.e2e.iter().sum::<f64>() / self.e2e.len().max(1) as f64;
        let (middle, last) = (mean(third), mean(2 * third));
        last > 2.0 * middle && last > 0.05 * e2e
    }

    /// The report, or nothing if no request is inside the window.
    pub(super) fn report(&self, context: &Context) -> Option<LoadReport> {
        let mut sorted = Vec::with_capacity(self.e2e.len());
        let n = self.e2e.len() as f64;
        let [ttft, tpot, e2e_latency, all] =
            self.within.map(|count| Share::saturating(f64::from(count) / n.max(1.0)));
        let tally = &context.tally;
        let busy_ms = tally.busy_ms.max(1e-12);
        // Arrivals at the ends of the window belong to one gap fewer than there are arrivals.
        let per_second = if self.span_ms > 0.0 { 1000.0 * (1.0 - 1.0 / n) / self.span_ms } else { 0.0 };
        Some(LoadReport {
            ttft: percentiles(&self.ttft, &mut sorted)?,
            tpot: percentiles(&self.tpot, &mut sorted),
            e2e_latency: percentiles(&self.e2e, &mut sorted)?,
            queue_wait: percentiles(&self.wait, &mut sorted)?,
            attained: Attained { ttft, tpot, e2e_latency, all },
            throughput: RequestsPerSec::saturating(n * per_second),
            goodput: RequestsPerSec::saturating(n * per_second * all.get()),
            output_throughput: TokensPerSec::saturating(self.output * per_second),
            input_throughput: TokensPerSec::saturating(self.input * per_second),
            utilisation: Share::saturating(context.utilisation),
            busy: Share::saturating(tally.busy_ms / tally.end_ms.max(1e-12)),
            prefill_share: Share::saturating(tally.prefill_ms / busy_ms),
            mean_batch: Count::saturating(tally.batch_ms / busy_ms),
            kv_use: Share::saturating(tally.kv_ms / busy_ms / context.kv_tokens.get().max(1.0)),
            preemptions_per_request: Factor::saturating(
                tally.preemptions as f64 / context.requests.len() as f64,
            ),
            cut: Share::saturating(context.cut as f64 / context.requests.len() as f64),
            measured_requests: Count::saturating(n),
            steps: tally.steps,
            events: tally.events,
        })
    }
}

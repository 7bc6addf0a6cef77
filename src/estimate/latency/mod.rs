//! How long the user waits: time to first token, time per output token, whole answer, at every percentile.
//!
//! `whole answer = network + TTFT + (output tokens − 1 + reasoning tokens that the TTFT leaves out) · TPOT`.
//! Calls in sequence add up, calls in parallel take the slowest. All are distributions ([`delay::Delay`]), so a
//! percentile of a sum is that of the sum, not the sum of percentiles.

pub mod delay;
#[cfg(not(target_arch = "wasm32"))]
pub mod fit;
pub mod goodput;
mod look_up;
mod mix;
pub mod mixture;
#[cfg(not(target_arch = "wasm32"))]
pub mod probes;
pub mod throughput;
#[cfg(not(target_arch = "wasm32"))]
pub mod validation;
pub(in crate::estimate) mod wait;

pub use mix::{Mix, MixLeg};

pub use look_up::{LatencySource, ModelLatency, Pace, UserLatency, class_of};

use crate::catalogue::latency::Thinking;
use crate::scenario::{self, Spread, Workload};
use crate::units::{Count, Millis, Percentile, Share, Tokens, TokensPerSec, Within};
use delay::Delay;
use mixture::LogNormal;

/// Tokens of one call: the typical number, and the one that 95 of 100 calls do not exceed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TokenSpread {
    /// Median.
    pub p50: Tokens,
    /// 95th percentile; the number does not vary where it is missing or not above the median.
    pub p95: Option<Tokens>,
}

impl TokenSpread {
    /// A number that does not vary.
    #[must_use]
    pub const fn fixed(tokens: Tokens) -> Self {
        Self { p50: tokens, p95: None }
    }

    /// The spread with both ends times `factor`.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let scale = |tokens: Tokens| Tokens::saturating(tokens.get() * factor);
        Self { p50: scale(self.p50), p95: self.p95.map(scale) }
    }

    fn is_none(self) -> bool {
        self.p50.get() <= 0.0
    }

    fn log_normal(self) -> LogNormal {
        LogNormal::from_p50_p95(self.p50.get(), self.p95.map(Tokens::get))
    }
}

/// What happens between the user's action and the end of its answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Action {
    /// Time on the network for one call, there and back.
    pub network: Millis,
    /// Output tokens of one call, without hidden thinking.
    pub output: TokenSpread,
    /// Tokens of hidden thinking of one call.
    pub reasoning: TokenSpread,
    /// Calls one after the other.
    pub in_sequence: u32,
    /// Calls at the same time, at each step of the sequence.
    pub in_parallel: u32,
}

impl Action {
    /// One call.
    #[must_use]
    pub const fn one_call(network: Millis, output: TokenSpread, reasoning: TokenSpread) -> Self {
        Self { network, output, reasoning, in_sequence: 1, in_parallel: 1 }
    }

    /// One request of a feature: its calls, the parallel ones at a time. Each turn of a conversation is an action
    /// of its own, for which the user waits anew.
    #[must_use]
    pub fn of(workload: &Workload, spread: &Spread, own: &scenario::Latency) -> Self {
        let output = TokenSpread { p50: workload.output_tokens(), p95: spread.output_tokens_p95() };
        let reasoning = TokenSpread { p50: workload.reasoning_tokens(), p95: spread.reasoning_tokens_p95() };
        Self::one_call(own.network_ms(), output, reasoning)
            .with_calls(workload.calls_per_request(), own.parallel_calls())
    }

    /// The action with `calls` calls, `parallel` of them at a time; a part of a call counts as a whole one.
    #[must_use]
    pub fn with_calls(self, calls: Count, parallel: Count) -> Self {
        let calls = calls.get().ceil().within(1.0, 1e6);
        let parallel = parallel.get().round().within(1.0, calls);
        Self { in_sequence: (calls / parallel).ceil() as u32, in_parallel: parallel as u32, ..self }
    }
}

/// A value with the ends of its range where only a class of models is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranged<T> {
    /// Of a fast model of the class (its lower quartile).
    pub fast: T,
    /// The value.
    pub typical: T,
    /// Of a slow model of the class (its upper quartile).
    pub slow: T,
}

/// The percentiles that are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ladder {
    /// Median.
    pub p50: Millis,
    /// 75th percentile.
    pub p75: Millis,
    /// 90th percentile.
    pub p90: Millis,
    /// 95th percentile.
    pub p95: Millis,
    /// 99th percentile.
    pub p99: Millis,
}

impl Ladder {
    /// The percentiles of a delay.
    #[must_use]
    pub fn of(delay: &Delay) -> Self {
        let at = |p| delay.quantile(p);
        Self { p50: at(0.5), p75: at(0.75), p90: at(0.9), p95: at(0.95), p99: at(0.99) }
    }
}

/// One timed span of an action, as a distribution; with those of a fast and a slow model where the figures are of a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    /// The distribution.
    pub typical: Delay,
    /// The same of a fast and of a slow model of the class.
    pub ends: Option<Box<(Delay, Delay)>>,
}

impl Timing {
    /// p50, p75, p90, p95, p99.
    #[must_use]
    pub fn ladder(&self) -> Ladder {
        Ladder::of(&self.typical)
    }

    /// The delay at a percentile.
    #[must_use]
    pub fn at(&self, percentile: Percentile) -> Ranged<Millis> {
        self.map(|delay| delay.percentile(percentile))
    }

    /// The share of requests that take at most `limit`; less of a slow model's.
    #[must_use]
    pub fn share_within(&self, limit: Millis) -> Ranged<Share> {
        self.map(|delay| delay.share_within(limit))
    }

    fn map<T: Copy>(&self, f: impl Fn(&Delay) -> T) -> Ranged<T> {
        let typical = f(&self.typical);
        match &self.ends {
            Some(ends) => Ranged { fast: f(&ends.0), typical, slow: f(&ends.1) },
            None => Ranged { fast: typical, typical, slow: typical },
        }
    }
}

/// How long an action takes.
#[derive(Debug, Clone, PartialEq)]
pub struct LatencyEstimate {
    /// Until the first token of the visible answer, network included; of the last call where several follow each other.
    pub ttft: Timing,
    /// Until the last token.
    pub e2e: Timing,
    /// Where the time to first token comes from.
    pub ttft_source: LatencySource,
    /// Where the speed comes from.
    pub speed_source: LatencySource,
}

/// What the reader notices of an answer, at the median.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Perceived {
    /// Until there is something to read.
    pub until_reading: Millis,
    /// Until all is read.
    pub until_read: Millis,
}

/// Whether tokens are shown as they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// As they come.
    Streamed,
    /// All at once at the end.
    Whole,
}

impl LatencyEstimate {
    /// What the reader notices: with streaming, the first token and then the slower of writing and reading;
    /// without, the whole answer and then the reading. Cost is the same.
    #[must_use]
    pub fn perceived(&self, delivery: Delivery, output: Tokens, reading: TokensPerSec) -> Perceived {
        let reading_ms = output.get() / reading.get().max(1e-9) * 1000.0;
        let (first, whole) = (self.ttft.typical.quantile(0.5).get(), self.e2e.typical.quantile(0.5).get());
        let (until_reading, until_read) = match delivery {
            Delivery::Streamed => (first, whole.max(first + reading_ms)),
            Delivery::Whole => (whole, whole + reading_ms),
        };
        Perceived {
            until_reading: Millis::saturating(until_reading),
            until_read: Millis::saturating(until_read),
        }
    }
}

/// How long `action` takes with a model of this latency.
#[must_use]
pub fn latency(model: &ModelLatency, action: &Action) -> LatencyEstimate {
    let writing = Writing::new(model, action);
    let span = |pace: &Pace| Span::of_call(pace, &writing, action).for_all_calls(action);
    let typical = span(&model.pace);
    let ends = model.ends.as_ref().map(|(fast, slow)| (span(fast), span(slow)));
    LatencyEstimate::of_spans(typical, ends, (model.ttft_source, model.speed_source))
}

/// The distributions of one call or of several: until the first visible token, and until the last one.
#[derive(Debug, Clone, PartialEq)]
struct Span {
    first: Delay,
    whole: Delay,
}

impl Span {
    fn of_call(pace: &Pace, writing: &Writing, action: &Action) -> Self {
        let start = Delay::of(&pace.ttft).shifted(action.network.get());
        let first = start.then(&writing.thinking.at(pace.tpot.mu));
        let one_token_less = -pace.tpot.mu.exp();
        let whole = if action.output.is_none() {
            first.clone()
        } else {
            start.then(&writing.all.at(pace.tpot.mu).shifted(one_token_less))
        };
        Self { first, whole }
    }

    /// The calls of the action: those in sequence add up, those in parallel take the slowest.
    fn for_all_calls(self, action: &Action) -> Self {
        if action.in_sequence <= 1 && action.in_parallel <= 1 {
            return self;
        }
        let step = self.whole.slowest_of(action.in_parallel);
        let before_last = step.repeated(action.in_sequence.saturating_sub(1));
        Self {
            first: before_last.then(&self.first.slowest_of(action.in_parallel)),
            whole: before_last.then(&step),
        }
    }
}

impl LatencyEstimate {
    fn of_spans(typical: Span, ends: Option<(Span, Span)>, sources: (LatencySource, LatencySource)) -> Self {
        let (ttft_ends, e2e_ends) = match ends {
            Some((fast, slow)) => {
                (Some(Box::new((fast.first, slow.first))), Some(Box::new((fast.whole, slow.whole))))
            }
            None => (None, None),
        };
        Self {
            ttft: Timing { typical: typical.first, ends: ttft_ends },
            e2e: Timing { typical: typical.whole, ends: e2e_ends },
            ttft_source: sources.0,
            speed_source: sources.1,
        }
    }
}

/// The tokens written before the first visible one, and all of them; the same for a fast and a slow model.
struct Writing {
    thinking: Written,
    all: Written,
}

impl Writing {
    fn new(model: &ModelLatency, action: &Action) -> Self {
        let none = TokenSpread::fixed(Tokens::saturating(0.0));
        let reasoning = if model.thinking == Thinking::LeftOut { action.reasoning } else { none };
        let sigma = model.pace.tpot.sigma;
        Self {
            thinking: Written::of(reasoning, none, sigma),
            all: Written::of(action.output, reasoning, sigma),
        }
    }
}

/// The time that tokens take at a median of 1 ms each: their number times the spread of the time per token, which
/// is the same for all tokens of a call.
enum Written {
    Nothing,
    /// A product of log-normals is one: no grid is needed.
    LogNormal(LogNormal),
    Grid(Delay),
}

impl Written {
    fn of(a: TokenSpread, b: TokenSpread, sigma: f64) -> Self {
        let alone = |tokens: TokenSpread| {
            let count = tokens.log_normal();
            Self::LogNormal(LogNormal {
                mu: count.mu,
                sigma: (count.sigma * count.sigma + sigma * sigma).sqrt(),
            })
        };
        match (a.is_none(), b.is_none()) {
            (true, true) => Self::Nothing,
            (false, true) => alone(a),
            (true, false) => alone(b),
            (false, false) => {
                let tokens = Delay::log_normal(a.log_normal()).then(&Delay::log_normal(b.log_normal()));
                Self::Grid(tokens.times(LogNormal { mu: 0.0, sigma }))
            }
        }
    }

    /// At e^`ln_tpot` ms a token.
    fn at(&self, ln_tpot: f64) -> Delay {
        match self {
            Self::Nothing => Delay::constant(Millis::saturating(0.0)),
            Self::LogNormal(time) => Delay::log_normal(LogNormal { mu: time.mu + ln_tpot, ..*time }),
            Self::Grid(time) => time.scaled(ln_tpot.exp()),
        }
    }
}

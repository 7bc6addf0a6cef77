//! One copy of a deployment, and what it does under a load.

use super::closed_form::Forecaster;
use super::engine::{Feed, replay};
use super::rates::Speculation;
use super::report::{Context, LoadReport, Target, Times};
use super::requests::{Load, Request};
use super::work::{Limits, Served, Tally};
use crate::estimate::random::Rng;
use crate::estimate::self_hosted::step_time::StepTime;
use crate::units::{Millis, RequestsPerSec, Tokens, Within};
use thiserror::Error;

/// One copy of a deployment: step times, limits, and what each request pays beside the engine.
#[derive(Clone, Copy)]
pub struct Server<'a> {
    /// Time of a step.
    pub step: &'a dyn StepTime,
    /// What fits.
    pub limits: Limits,
    /// A draft model, where there is one.
    pub speculation: Option<Speculation>,
    /// Time that each request spends outside the engine (HTTP, tokenising): part of the first token and of the
    /// whole answer.
    pub overhead: Millis,
}

/// How much to simulate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Requests, warm-up included.
    pub requests: u32,
    /// The seed of all that is drawn.
    pub seed: u64,
}

impl Default for Run {
    fn default() -> Self {
        Self { requests: 10_000, seed: 1 }
    }
}

/// What a load does to a server.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "the steady case is the usual one, and is read in place")]
pub enum Outcome {
    /// It keeps up; times are those of the steady state.
    Steady(LoadReport),
    /// The queue grows without end, or so close to that that a time would depend on the seed alone: there is no number.
    Unstable(Overload),
}

impl Outcome {
    /// The report, if there is a steady state.
    #[must_use]
    pub const fn steady(&self) -> Option<&LoadReport> {
        match self {
            Self::Steady(report) => Some(report),
            Self::Unstable(_) => None,
        }
    }
}

/// A server that cannot keep up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overload {
    /// Requests that arrive a second.
    pub offered: RequestsPerSec,
    /// Requests that the copy can finish a second.
    pub sustainable: RequestsPerSec,
    /// Requests by which the queue grows a second; 0 where it is only on the brink.
    pub growth: RequestsPerSec,
}

/// Why nothing can be simulated.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum SimulationError {
    /// Not even one mean request fits into the memory for keys and values.
    #[error(
        "one request needs {needed} tokens of KV cache and {kv_tokens} fit; \
         take more GPUs a copy, a smaller precision or shorter prompts"
    )]
    DoesNotFit {
        /// Mean prompt and answer, in tokens.
        needed: f64,
        /// Tokens that fit.
        kv_tokens: f64,
    },
    /// Too few requests for a percentile.
    #[error("{requests} requests are too few to measure percentiles; simulate 200 or more")]
    TooFewRequests {
        /// Requests asked for.
        requests: u32,
    },
}

/// Requests below which percentiles of a run mean nothing.
const FEWEST: u32 = 200;

impl<'a> Server<'a> {
    /// Closed forms for requests like those of `load`, at any rate.
    ///
    /// # Errors
    /// [`SimulationError::DoesNotFit`] when the mean request does not fit.
    pub fn forecaster(&self, load: &Load) -> Result<Forecaster<'a>, SimulationError> {
        Forecaster::new(self, load)
    }

    /// Replays `requests`, which are in order of arrival; the answer is in the same order. Memory holds
    /// `shared_prefix` of the tokens that they have cached once for all.
    ///
    /// Requests beyond the first 16,777,215 are left out.
    #[must_use]
    pub fn replay(&self, requests: &[Request], shared_prefix: Tokens) -> (Vec<Served>, Tally) {
        let replayed =
            replay(requests, self.step, &self.limits, shared_prefix, self.speculation, Feed::Arrivals);
        (replayed.served, replayed.tally)
    }

    /// Simulates the steady state under `load` (the part of it that this copy gets: see
    /// [`super::Arrivals::per_copy`]).
    ///
    /// Unstable when the rate is at or above [`Self::saturation`], or above nine tenths of it with waits that
    /// still grow at the end of the run: there the answer would depend on how long one looks.
    ///
    /// # Errors
    /// [`SimulationError`] when the mean request does not fit, or the run is too short.
    pub fn simulate(&self, load: &Load, target: &Target, run: Run) -> Result<Outcome, SimulationError> {
        self.check(load, run)?;
        let sustainable = self.saturation(load, run.seed).get();
        let offered = load.arrivals.rate.get();
        let unstable = Outcome::Unstable(Overload {
            offered: load.arrivals.rate,
            sustainable: RequestsPerSec::saturating(sustainable),
            growth: RequestsPerSec::saturating(offered - sustainable),
        });
        if offered >= sustainable {
            return Ok(unstable);
        }
        let (requests, cut) = self.draw(load, run.requests as usize, run.seed);
        let (served, tally) = self.replay(&requests, load.shared_prefix());
        let context = Context {
            requests: &requests,
            served: &served,
            tally,
            overhead: self.overhead,
            target,
            kv_tokens: self.limits.kv_tokens,
            utilisation: offered / sustainable,
            cut,
        };
        let times = Times::of(&context);
        if offered >= 0.9 * sustainable && times.wait_grows() {
            return Ok(unstable);
        }
        Ok(times.report(&context).map_or(unstable, Outcome::Steady))
    }

    /// The most requests a second that one copy finishes when there is always a queue; the lengths and hits are
    /// those of `load`, the arrivals do not matter.
    ///
    /// A queue that the busy server would empty is stable, one that it would not is not (Baccelli, Foss: "On
    /// the saturation rule for the stability of queues", J. Appl. Prob. 32, 1995).
    #[must_use]
    pub fn saturation(&self, load: &Load, seed: u64) -> RequestsPerSec {
        RequestsPerSec::saturating(self.saturation_of(load, seed, |_| {}))
    }

    /// The same for requests of which `role` leaves only a part to this copy.
    pub(super) fn saturation_of(&self, load: &Load, seed: u64, role: impl Fn(&mut Request)) -> f64 {
        let slots = self.slots(load);
        let count = (6 * slots).clamp(600, 20_000);
        let mut requests = load.draw_evenly(count, seed);
        self.cut(&mut requests);
        let mut rng = Rng::stream(seed, 4);
        for (place, request) in requests.iter_mut().enumerate() {
            role(request);
            if place < slots {
                // The first batch is met half-way, each at another place, or all would end at once, wave by wave.
                let given = rng.below(request.output);
                request.output -= given;
                request.input += given;
                role(request);
            }
        }
        let (served, _) = self.replay(&requests, load.shared_prefix());
        let warm = 2 * slots.min(count / 4);
        let admitted = |place: usize| served.get(place).map_or(0.0, |served| served.admitted_ms);
        let span_ms = admitted(count - 1) - admitted(warm);
        1000.0 * (count - 1 - warm) as f64 / span_ms.max(1e-9)
    }

    /// Mean requests that can run at once.
    fn slots(&self, load: &Load) -> usize {
        let held = load.input.mean.get() + 0.5 * load.output.mean.get();
        let by_memory = (self.limits.kv_tokens.get() / held.max(1.0)).within(1.0, 1e6);
        self.limits.max_batch.get().within(1.0, by_memory) as usize
    }

    /// Draws requests and cuts those that would not fit alone; says how many.
    pub(super) fn draw(&self, load: &Load, count: usize, seed: u64) -> (Vec<Request>, usize) {
        let mut requests = load.draw(count, seed);
        let cut = self.cut(&mut requests);
        (requests, cut)
    }

    pub(super) fn cut(&self, requests: &mut [Request]) -> usize {
        let most = self.limits.kv_tokens.get().within(2.0, f64::from(u32::MAX)) as u32;
        let mut cut = 0;
        for request in requests {
            if request.input.saturating_add(request.output) > most {
                cut += 1;
                request.output = request.output.min(most / 2).max(1);
                request.input = request.input.min(most - request.output).max(1);
                request.cached = request.cached.min(request.input - 1);
            }
        }
        cut
    }

    pub(super) fn check(&self, load: &Load, run: Run) -> Result<(), SimulationError> {
        self.check_fit(load)?;
        if run.requests < FEWEST {
            return Err(SimulationError::TooFewRequests { requests: run.requests });
        }
        Ok(())
    }

    /// Whether the mean request fits.
    pub(super) fn check_fit(&self, load: &Load) -> Result<(), SimulationError> {
        let needed = load.input.mean.get() + load.output.mean.get();
        let kv_tokens = self.limits.kv_tokens.get() - load.shared_prefix().get();
        if needed > kv_tokens { Err(SimulationError::DoesNotFit { needed, kv_tokens }) } else { Ok(()) }
    }
}

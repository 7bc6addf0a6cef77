//! Prompts on some copies, answers on others.

use super::report::{Context, Target, Times};
use super::requests::{Load, Request, Routing};
use super::server::{Outcome, Overload, Run, Server, SimulationError};
use super::work::{Served, Tally};
use crate::units::{Millis, RequestsPerSec, Share, Tokens, in_order};

/// A deployment whose prompts are computed by some copies and whose answers are given by others.
#[derive(Clone, Copy)]
pub struct Disaggregated<'a> {
    /// A copy that computes prompts; it also gives the first token.
    pub prefill: Server<'a>,
    /// How many of them.
    pub prefill_copies: u32,
    /// A copy that gives the other tokens.
    pub decode: Server<'a>,
    /// How many of them.
    pub decode_copies: u32,
    /// The way of keys and values from one to the other.
    pub transfer: Transfer,
}

/// How long keys and values take from a prefill copy to a decode copy; transfers do not wait for each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transfer {
    /// For each request.
    pub fixed: Millis,
    /// For each prompt token: its bytes divided by the link.
    pub per_token: Millis,
}

impl Disaggregated<'_> {
    /// Simulates the steady state under `load`, which is the load of the whole deployment.
    ///
    /// Requests are dealt in turn to the prefill copies, and from there in the order of their ends to the decode
    /// copies. Of x and y copies with a common divisor, one such part is simulated. The report's batch, memory
    /// and busy share are those of the decode copies; its utilisation is that of the fuller kind.
    ///
    /// # Errors
    /// [`SimulationError`] when the mean request does not fit either kind, or the run is too short.
    pub fn simulate(&self, load: &Load, target: &Target, run: Run) -> Result<Outcome, SimulationError> {
        self.prefill.check(load, run)?;
        self.decode.check(load, run)?;
        let (prefill_copies, decode_copies) = (self.prefill_copies.max(1), self.decode_copies.max(1));
        let parts = greatest_common_divisor(prefill_copies, decode_copies);
        let load = Load { arrivals: load.arrivals.per_copy(parts, Routing::InTurn), ..*load };
        let (prefill_copies, decode_copies) = (prefill_copies / parts, decode_copies / parts);

        let offered = load.arrivals.rate.get();
        let prefill_most =
            self.prefill.saturation_of(&load, run.seed, prompt_only) * f64::from(prefill_copies);
        let decode_most =
            self.decode.saturation_of(&load, run.seed, computed_elsewhere) * f64::from(decode_copies);
        let sustainable = prefill_most.min(decode_most);
        let unstable = Outcome::Unstable(Overload {
            offered: load.arrivals.rate,
            sustainable: RequestsPerSec::saturating(sustainable),
            growth: RequestsPerSec::saturating(offered - sustainable),
        });
        if offered >= sustainable {
            return Ok(unstable);
        }
        let (requests, cut) = self.decode.draw(&load, run.requests as usize, run.seed);
        let (served, prefill, decode) = self.replay(&requests, &load, prefill_copies, decode_copies);
        let context = Context {
            requests: &requests,
            served: &served,
            tally: decode,
            overhead: self.prefill.overhead,
            target,
            kv_tokens: self.decode.limits.kv_tokens,
            utilisation: offered / sustainable,
            cut,
        };
        let times = Times::of(&context);
        if offered >= 0.9 * sustainable && times.wait_grows() {
            return Ok(unstable);
        }
        Ok(times.report(&context).map_or(unstable, |mut report| {
            let all = prefill.busy_ms + decode.busy_ms;
            report.prefill_share = Share::saturating(prefill.busy_ms / all.max(1e-12));
            report.steps += prefill.steps;
            report.events += prefill.events;
            Outcome::Steady(report)
        }))
    }

    /// Both stages; the second gets what the first has finished, later by the transfer.
    fn replay(
        &self,
        requests: &[Request],
        load: &Load,
        prefill_copies: u32,
        decode_copies: u32,
    ) -> (Vec<Served>, Tally, Tally) {
        let mut served = vec![Served::default(); requests.len()];
        let prompts: Vec<(usize, Request)> =
            requests.iter().map(|r| Request { output: 1, ..*r }).enumerate().collect();
        let prefill = deal(&self.prefill, &prompts, prefill_copies, load.shared_prefix(), |place, done| {
            if let Some(served) = served.get_mut(place) {
                *served = *done;
            }
        });
        let mut answers: Vec<(usize, Request)> = Vec::with_capacity(requests.len());
        for (place, (request, done)) in requests.iter().zip(&served).enumerate() {
            if request.output > 1 {
                let way =
                    self.transfer.fixed.get() + self.transfer.per_token.get() * f64::from(request.input);
                let mut answer = Request { arrival_ms: done.first_ms + way, ..*request };
                computed_elsewhere(&mut answer);
                answers.push((place, answer));
            }
        }
        let answers = in_order(answers, |(_, answer)| answer.arrival_ms);
        let decode = deal(&self.decode, &answers, decode_copies, Tokens::saturating(0.0), |place, done| {
            if let Some(served) = served.get_mut(place) {
                served.finish_ms = done.finish_ms;
            }
        });
        (served, prefill, decode)
    }
}

fn prompt_only(request: &mut Request) {
    request.output = 1;
}

fn computed_elsewhere(request: &mut Request) {
    request.cached = request.input;
}

/// Deals requests in turn to `copies` and replays each copy's part; the sum of what they did.
fn deal(
    server: &Server,
    requests: &[(usize, Request)],
    copies: u32,
    shared_prefix: Tokens,
    mut keep: impl FnMut(usize, &Served),
) -> Tally {
    let mut sum = Tally::default();
    let mut part = Vec::with_capacity(requests.len() / copies as usize + 1);
    for copy in 0..copies as usize {
        let mine = || requests.iter().skip(copy).step_by(copies as usize);
        part.clear();
        part.extend(mine().map(|(_, request)| *request));
        let (served, tally) = server.replay(&part, shared_prefix);
        for ((place, _), done) in mine().zip(&served) {
            keep(*place, done);
        }
        sum.add(&tally);
    }
    sum
}

const fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

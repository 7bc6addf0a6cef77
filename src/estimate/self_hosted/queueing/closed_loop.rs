//! Loads that are not a stream: users who wait for their answer before they ask again, and bursts.

use super::engine::{Feed, Replayed, replay};
use super::requests::Request;
use super::server::Server;
use crate::estimate::random::{Rng, lognormal_of_mean};
use crate::units::{Millis, Tokens, Within, sort_numbers};

/// How the lengths of one load differ from each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// All the same.
    Equal,
    /// Evenly spread between this share of the longest and the longest; 0 spreads from one token on.
    Uniform {
        /// The shortest length as a share of the longest.
        from: f64,
    },
    /// Lognormal with this standard deviation ÷ mean, as conversations are (about 1.1 for ShareGPT's prompts, 0.8
    /// for its answers).
    LogNormal {
        /// Standard deviation ÷ mean.
        cv: f64,
    },
}

impl Spread {
    fn draw(self, mean: f64, rng: &mut Rng) -> u32 {
        let length = match self {
            Self::Equal => mean,
            Self::Uniform { from } => {
                let longest = 2.0 * mean / (1.0 + from);
                longest * (from + (1.0 - from) * rng.uniform())
            }
            Self::LogNormal { cv } => {
                let (mu, sigma) = lognormal_of_mean(mean.max(1.0), cv);
                rng.lognormal(mu, sigma)
            }
        };
        length.round().within(1.0, 4e6) as u32
    }
}

/// How users begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// All send their first request at the same moment, as benchmark programs do.
    Together,
    /// Each begins at another moment, and the first round is not counted: the steady state.
    Staggered,
}

/// Users who each send a request as soon as the last one is answered; or, with as many users as requests, a burst.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UserLoad {
    /// Users.
    pub users: u32,
    /// Requests in all.
    pub requests: u32,
    /// Mean prompt.
    pub input: Tokens,
    /// Mean answer.
    pub output: Tokens,
    /// How prompts differ.
    pub input_spread: Spread,
    /// How answers differ.
    pub output_spread: Spread,
    /// How users begin.
    pub start: Start,
}

/// Mean and median of a time: under load they differ by two, and are never to be confused.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanAndMedian {
    /// The mean.
    pub mean: Millis,
    /// The median.
    pub median: Millis,
}

/// What users see.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UserReport {
    /// Time to the first token.
    pub ttft: MeanAndMedian,
    /// Mean time per further token; nothing where all answers have one token.
    pub tpot: Option<MeanAndMedian>,
    /// Time to the whole answer.
    pub e2e_latency: MeanAndMedian,
    /// Answer tokens a second from the first request to the last token.
    pub output_tokens_per_s: f64,
    /// Mean sequences that decode at once.
    pub mean_batch: f64,
}

impl Server<'_> {
    /// Simulates `load` from its first request to its last token; nothing where there are no requests.
    #[must_use]
    pub fn serve_users(&self, load: &UserLoad, seed: u64) -> Option<UserReport> {
        let users = load.users.clamp(1, load.requests.max(1));
        let warm = if load.start == Start::Staggered { users } else { 0 };
        let mut inputs = Rng::stream(seed, 1);
        let mut outputs = Rng::stream(seed, 2);
        let mut starts = Rng::stream(seed, 6);
        let mut requests: Vec<Request> = (0..load.requests + warm)
            .map(|_| Request {
                arrival_ms: f64::INFINITY,
                input: load.input_spread.draw(load.input.get(), &mut inputs),
                output: load.output_spread.draw(load.output.get(), &mut outputs),
                cached: 0,
            })
            .collect();
        self.cut(&mut requests);
        for request in requests.iter_mut().take(users as usize) {
            request.arrival_ms = 0.0;
            if load.start == Start::Staggered {
                // The first round is met half-way, each user at another place.
                let given = starts.below(request.output);
                request.output -= given;
                request.input += given;
            }
        }
        self.cut(&mut requests);
        let feed = Feed::Users { users: users as usize, pause_ms: self.overhead.get() };
        let (step, limits, none) = (self.step, &self.limits, Tokens::saturating(0.0));
        let Replayed { served, tally, arrivals } =
            replay(&requests, step, limits, none, self.speculation, feed);
        let (mut ttft, mut tpot, mut e2e) = (Vec::new(), Vec::new(), Vec::new());
        let overhead = self.overhead.get();
        let mut tokens = 0.0;
        for ((request, served), arrival) in requests.iter().zip(&served).zip(&arrivals).skip(warm as usize) {
            ttft.push(served.first_ms - arrival + overhead);
            e2e.push(served.finish_ms - arrival + overhead);
            tokens += f64::from(request.output);
            if request.output > 1 {
                tpot.push((served.finish_ms - served.first_ms) / f64::from(request.output - 1));
            }
        }
        let began = arrivals.get(warm as usize).copied().unwrap_or(0.0);
        Some(UserReport {
            ttft: of(&mut ttft)?,
            tpot: of(&mut tpot),
            e2e_latency: of(&mut e2e)?,
            output_tokens_per_s: 1e3 * tokens / (tally.end_ms - began + overhead).max(1e-9),
            mean_batch: tally.batch_ms / tally.busy_ms.max(1e-12),
        })
    }
}

fn of(values: &mut [f64]) -> Option<MeanAndMedian> {
    let n = values.len();
    let mean = values.iter().sum::<f64>() / n.max(1) as f64;
    sort_numbers(values);
    let (below, above) = (values.get(n.checked_sub(1)? / 2)?, values.get(n / 2)?);
    Some(MeanAndMedian { mean: Millis::saturating(mean), median: Millis::saturating(0.5 * (below + above)) })
}

//! What arrives: when, how long the prompt, how long the answer, how much of the prompt is in the cache.

use crate::estimate::random::{Rng, lognormal_of_mean, normal_quantile};
use crate::units::{Factor, RequestsPerSec, Share, Tokens, Within};

/// One request, as the engine sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// When it arrives, in milliseconds from the start. Requests are kept in this order.
    pub arrival_ms: f64,
    /// Prompt tokens, at least 1.
    pub input: u32,
    /// Answer tokens, at least 1.
    pub output: u32,
    /// Prompt tokens whose keys and values are already in memory. Where all of them are, another engine
    /// computed the prompt and gave the first token (disaggregated serving).
    pub cached: u32,
}

/// The gaps between arrivals: a renewal process with gamma gaps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrivals {
    /// Mean rate.
    pub rate: RequestsPerSec,
    /// Coefficient of variation of the gaps (standard deviation ÷ mean): 1 is Poisson, 0 evenly paced, 2 bursty.
    pub cv: Factor,
}

impl Arrivals {
    /// Independent users: a Poisson process.
    #[must_use]
    pub fn poisson(rate: RequestsPerSec) -> Self {
        Self { rate, cv: Factor::saturating(1.0) }
    }

    /// What one of `copies` sees when a balancer deals the stream out.
    ///
    /// In turn: each gap is a sum of `copies` gaps, so the rate and the squared variation are divided by
    /// `copies`; a sum of gamma gaps is a gamma gap, so this is exact. At random: cv² = 1 + (cv² − 1) ÷ copies,
    /// exact for Poisson, the first two moments otherwise.
    #[must_use]
    pub fn per_copy(self, copies: u32, routing: Routing) -> Self {
        let copies = f64::from(copies.max(1));
        let square = self.cv.get() * self.cv.get();
        let square = match routing {
            Routing::InTurn => square / copies,
            Routing::AtRandom => 1.0 + (square - 1.0) / copies,
        };
        Self {
            rate: RequestsPerSec::saturating(self.rate.get() / copies),
            cv: Factor::saturating(square.sqrt()),
        }
    }
}

/// How a balancer chooses the copy for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Routing {
    /// One after the other (round robin).
    #[default]
    InTurn,
    /// At random.
    AtRandom,
}

/// Lengths in tokens: lognormal with this mean and spread, fixed where the spread is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lengths {
    /// Mean length.
    pub mean: Tokens,
    /// Coefficient of variation: standard deviation ÷ mean.
    pub cv: Factor,
    /// Longer ones are cut to this length.
    pub longest: Tokens,
}

impl Lengths {
    /// Always `tokens` long.
    #[must_use]
    pub fn fixed(tokens: Tokens) -> Self {
        Self { mean: tokens, cv: Factor::saturating(0.0), longest: tokens }
    }

    /// The length that a share `p` of all lengths stays below.
    #[must_use]
    pub fn quantile(self, p: f64) -> f64 {
        self.at()(normal_quantile(p.within(1e-9, 1.0 - 1e-9)))
    }

    /// The length at so many deviations of its logarithm from the median.
    fn at(self) -> impl Fn(f64) -> f64 {
        let (mu, sigma) = lognormal_of_mean(self.mean.get().max(1.0), self.cv.get());
        let longest = self.longest.get().max(1.0);
        move |z| (mu + sigma * z).exp().within(1.0, longest)
    }
}

/// Prompts that begin with what the engine has seen already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrefixCache {
    /// Tokens at the front of a prompt that are found when it hits.
    pub tokens: Tokens,
    /// Share of requests that hit.
    pub hit_rate: Share,
    /// Whether the prefix is one for all (a system prompt, held once) or each conversation's own history.
    pub owner: PrefixOwner,
}

/// Whose prefix is cached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrefixOwner {
    /// One prefix for all requests, held in memory once.
    Everybody,
    /// Each conversation has its own, held as long as it runs.
    Conversation,
}

/// What is asked of the whole deployment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    /// When requests come.
    pub arrivals: Arrivals,
    /// Prompt lengths, cached part included.
    pub input: Lengths,
    /// Answer lengths.
    pub output: Lengths,
    /// Prefix-cache hits, where there are any.
    pub prefix: Option<PrefixCache>,
}

impl Load {
    /// Draws `count` requests.
    ///
    /// Arrivals, inputs, outputs and hits each have their own stream of random draws, so that a change of one input
    /// changes nothing but its own draws.
    #[must_use]
    pub fn draw(&self, count: usize, seed: u64) -> Vec<Request> {
        let mut arrivals = Gaps::new(self.arrivals, seed);
        let mut inputs = Sampler::new(self.input, seed, 1);
        let mut outputs = Sampler::new(self.output, seed, 2);
        let mut luck = Rng::stream(seed, 3);
        let (prefix, hit_rate) =
            self.prefix.map_or((0.0, 0.0), |prefix| (prefix.tokens.get(), prefix.hit_rate.get()));
        let mut requests = Vec::with_capacity(count);
        for _ in 0..count {
            let (input, output) = (inputs.draw(), outputs.draw());
            let hit = hit_rate > 0.0 && luck.uniform() < hit_rate;
            // The last prompt token is always computed: it gives the first answer token.
            let cached = if hit { (prefix as u32).min(input - 1) } else { 0 };
            requests.push(Request { arrival_ms: arrivals.next_ms(), input, output, cached });
        }
        requests
    }

    /// Draws `count` requests that all arrive at once, their lengths spread evenly over the distribution: each
    /// of `count` equal slices of it gives one. Sums over them then hardly depend on the seed.
    #[must_use]
    pub fn draw_evenly(&self, count: usize, seed: u64) -> Vec<Request> {
        let mut requests = match self.prefix {
            // Only the cache hits are random here.
            Some(_) => self.draw(count, seed),
            None => vec![Request { arrival_ms: 0.0, input: 1, output: 1, cached: 0 }; count],
        };
        let mut order: Vec<u32> = (0..count as u32).collect();
        let mut rng = Rng::stream(seed, 5);
        let place = |slice: u32| ((f64::from(slice) + 0.5) / count as f64).within(1e-9, 1.0 - 1e-9);
        let z: Vec<f64> = order.iter().map(|slice| normal_quantile(place(*slice))).collect();
        for (lengths, of) in [
            (self.input, (|r: &mut Request, n: u32| r.input = n) as fn(&mut Request, u32)),
            (self.output, |r, n| r.output = n),
        ] {
            shuffle(&mut order, &mut rng);
            let at = lengths.at();
            for (request, slice) in requests.iter_mut().zip(&order) {
                of(request, at(z.get(*slice as usize).copied().unwrap_or(0.0)).round() as u32);
            }
        }
        for request in &mut requests {
            request.arrival_ms = 0.0;
            request.cached = request.cached.min(request.input - 1);
        }
        requests
    }

    /// Tokens at the front of prompts that memory holds once for all.
    #[must_use]
    pub fn shared_prefix(&self) -> Tokens {
        match self.prefix {
            Some(prefix) if prefix.owner == PrefixOwner::Everybody => prefix.tokens,
            _ => Tokens::saturating(0.0),
        }
    }

    /// Mean prompt tokens that must be computed: the prompt less what hits find.
    #[must_use]
    pub fn computed_input(&self) -> f64 {
        let input = self.input.mean.get().max(1.0);
        let hits =
            self.prefix.map_or(0.0, |prefix| prefix.hit_rate.get() * prefix.tokens.get().min(input - 1.0));
        input - hits
    }
}

/// Fisher and Yates.
fn shuffle(order: &mut [u32], rng: &mut Rng) {
    for last in (1..order.len()).rev() {
        order.swap(last, rng.below(last as u32 + 1) as usize);
    }
}

struct Gaps {
    rng: Rng,
    mean_ms: f64,
    shape: f64,
    now_ms: f64,
}

impl Gaps {
    fn new(arrivals: Arrivals, seed: u64) -> Self {
        let rate = arrivals.rate.get().max(1e-12);
        let cv = arrivals.cv.get();
        Self { rng: Rng::stream(seed, 0), mean_ms: 1000.0 / rate, shape: 1.0 / (cv * cv), now_ms: 0.0 }
    }

    fn next_ms(&mut self) -> f64 {
        #[expect(clippy::float_cmp, reason = "Poisson is the exact case, and has a cheaper sampler")]
        let gap = if self.shape == 1.0 { self.rng.exponential() } else { self.rng.gamma(self.shape) };
        self.now_ms += gap * self.mean_ms;
        self.now_ms
    }
}

struct Sampler {
    rng: Rng,
    mu: f64,
    sigma: f64,
    longest: f64,
    fixed: u32,
}

impl Sampler {
    fn new(lengths: Lengths, seed: u64, stream: u64) -> Self {
        let longest = lengths.longest.get().within(1.0, f64::from(u32::MAX));
        let mean = lengths.mean.get().within(1.0, longest);
        let (mu, sigma) = lognormal_of_mean(mean, lengths.cv.get());
        Self { rng: Rng::stream(seed, stream), mu, sigma, longest, fixed: mean.round() as u32 }
    }

    fn draw(&mut self) -> u32 {
        if self.sigma > 0.0 {
            self.rng.lognormal(self.mu, self.sigma).round().within(1.0, self.longest) as u32
        } else {
            self.fixed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(rate: f64, cv: f64) -> Load {
        Load {
            arrivals: Arrivals { rate: RequestsPerSec::new(rate).unwrap(), cv: Factor::new(cv).unwrap() },
            input: Lengths {
                mean: Tokens::new(800.0).unwrap(),
                cv: Factor::new(0.7).unwrap(),
                longest: Tokens::new(32_000.0).unwrap(),
            },
            output: Lengths::fixed(Tokens::new(200.0).unwrap()),
            prefix: None,
        }
    }

    #[test]
    fn arrivals_have_the_rate_and_the_burstiness_asked_for() {
        for cv in [0.0, 0.5, 1.0, 2.0] {
            let requests = load(10.0, cv).draw(100_000, 5);
            let gaps: Vec<f64> = requests.windows(2).map(|w| w[1].arrival_ms - w[0].arrival_ms).collect();
            let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
            let variance = gaps.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / gaps.len() as f64;
            assert!((mean / 100.0 - 1.0).abs() < 0.02, "mean gap {mean} ms");
            assert!((variance.sqrt() / mean - cv).abs() < 0.03, "cv {}", variance.sqrt() / mean);
        }
    }

    #[test]
    fn dealing_in_turn_smooths_and_dealing_at_random_keeps_poisson() {
        let whole = Arrivals::poisson(RequestsPerSec::new(12.0).unwrap());
        let in_turn = whole.per_copy(4, Routing::InTurn);
        assert!((in_turn.rate.get() - 3.0).abs() < 1e-12 && (in_turn.cv.get() - 0.5).abs() < 1e-12);
        assert!((whole.per_copy(4, Routing::AtRandom).cv.get() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_hit_never_covers_the_last_prompt_token() {
        let mut load = load(1.0, 1.0);
        load.prefix = Some(PrefixCache {
            tokens: Tokens::new(1e6).unwrap(),
            hit_rate: Share::new(1.0).unwrap(),
            owner: PrefixOwner::Everybody,
        });
        assert!(load.draw(100, 1).iter().all(|r| r.cached == r.input - 1));
    }

    #[test]
    fn another_spread_of_answers_leaves_arrivals_and_prompts_alone() {
        let one = load(10.0, 1.0).draw(50, 9);
        let mut wider = load(10.0, 1.0);
        wider.output.cv = Factor::new(1.0).unwrap();
        wider.output.longest = Tokens::new(4000.0).unwrap();
        for (a, b) in one.iter().zip(wider.draw(50, 9)) {
            assert_eq!((a.arrival_ms.to_bits(), a.input), (b.arrival_ms.to_bits(), b.input));
        }
    }
}

//! Steady states without simulation: for searches over many configurations, and as a check on the simulation.
//!
//! The engine is taken for a server whose speed depends on how many are inside: with n requests always inside it
//! finishes μ(n) = 1 ÷ (prompt time + steps · step time(n) ÷ n) a millisecond, and the number inside under load is
//! a birth-death chain with those rates (flow-equivalent server: Chandy, Herzog, Woo: "Parametric analysis of
//! queuing networks", IBM J. Res. Dev. 19, 1975). All inside advance alike, as in processor sharing, so the law of
//! the lengths hardly matters there (Kelly: "Reversibility and Stochastic Networks", 1979, section 3.3). How far
//! this lies from the simulation is measured and printed wherever a chosen point was simulated.

use super::forecast::{Distribution, Expected, Forecast};
use super::rates::Rates;
use super::requests::Load;
use super::server::{Overload, Server, SimulationError};
use crate::estimate::random::lognormal_of_mean;
use crate::units::{Count, RequestsPerSec, Share, Within};

/// Closed forms for one copy and one kind of request, at any rate.
pub struct Forecaster<'a> {
    rates: Rates<'a>,
    shape: Shape,
    /// Sequences that fit at once.
    slots: u32,
    /// Whether prompts are the limit before places are.
    by_prompts: bool,
    step_tokens: f64,
    overhead_ms: f64,
    /// Speed at chosen numbers of requests inside, the last at `slots`; straight lines between.
    nodes: Vec<Node>,
}

#[derive(Clone, Copy)]
struct Shape {
    input: f64,
    computed: f64,
    /// Steps that an answer decodes.
    steps: f64,
    /// Tokens that a running answer attends to in the mean, over time.
    context: f64,
    input_cv2: f64,
    output_cv2: f64,
}

/// The engine with `inside` requests always in it.
#[derive(Clone, Copy)]
struct Node {
    inside: f64,
    /// Requests finished a millisecond.
    speed: f64,
    /// Time of a decode step.
    step: f64,
    /// Time that a prompt adds.
    prompt: f64,
    /// Squared coefficient of variation of what a step's prompts add.
    prompt_cv2: f64,
    /// Prompts that share a step, where there are any.
    together: f64,
}

/// What prompts add to a step.
#[derive(Clone, Copy)]
struct Prompts {
    each: f64,
    cv2: f64,
    together: f64,
}

/// Each node lies this much higher than the last.
const NODE_RATIO: f64 = 1.5;

impl<'a> Forecaster<'a> {
    /// Closed forms for `server` and requests like those of `load`, whose rate does not matter.
    ///
    /// # Errors
    /// [`SimulationError::DoesNotFit`] when the mean request does not fit.
    pub fn new(server: &Server<'a>, load: &Load) -> Result<Self, SimulationError> {
        server.check_fit(load)?;
        let (input, output) = (load.input.mean.get().max(1.0), load.output.mean.get().max(1.0));
        let output_cv2 = if output > 1.0 { load.output.cv.get().powi(2) } else { 0.0 };
        // Over time one meets long answers more often than short ones: E[O²] ÷ 2E[O].
        let grown = 0.5 * output * (1.0 + output_cv2);
        let borrowed =
            load.prefix.map_or(0.0, |p| p.hit_rate.get() * load.shared_prefix().get().min(input - 1.0));
        let kv = (server.limits.kv_tokens.get() - load.shared_prefix().get())
            * (1.0 - server.limits.watermark.get());
        let places = (kv / (input - borrowed + grown)).min(server.limits.max_batch.get());
        let shape = Shape {
            input,
            computed: load.computed_input(),
            steps: (output - 1.0) / server.speculation.map_or(1.0, |s| s.tokens_per_step()),
            context: input + grown,
            input_cv2: load.input.cv.get().powi(2),
            output_cv2,
        };
        // Each prompt takes a part of the steps' tokens. Steps that are full of prompts carry answers along, and
        // no more than `steps` ÷ that part of them are ever under way: then prompts, not places, are the limit.
        let step_tokens = server.limits.step_tokens.get().max(1.0);
        let by_prompts = shape.steps * step_tokens / shape.computed;
        let slots = places.min(by_prompts).within(1.0, 1e6) as u32;
        let mut forecaster = Self {
            rates: Rates::new(server.step, server.speculation, slots),
            shape,
            slots,
            by_prompts: by_prompts < places,
            step_tokens,
            overhead_ms: server.overhead.get(),
            nodes: Vec::with_capacity(32),
        };
        let mut inside = 1;
        while inside < slots {
            let node = forecaster.node(inside);
            forecaster.nodes.push(node);
            inside = ((f64::from(inside) * NODE_RATIO) as u32).max(inside + 1);
        }
        let last = forecaster.node(slots);
        forecaster.nodes.push(last);
        Ok(forecaster)
    }

    /// The most requests a second that the copy sustains: its speed when it is full.
    #[must_use]
    pub fn sustainable(&self) -> RequestsPerSec {
        RequestsPerSec::saturating(1000.0 * self.nodes.last().map_or(0.0, |node| node.speed))
    }

    /// The engine with `inside` requests; how many prompts come in a step depends on its speed, and the other way
    /// round.
    fn node(&mut self, inside: u32) -> Node {
        let line = self.rates.line(inside);
        let step = line.base + line.slope * f64::from(inside) * self.shape.context;
        let decode = self.shape.steps * step / f64::from(inside);
        let mut prompt = self.prompts(inside, step, 0.0);
        for _ in 0..2 {
            let speed = 1.0 / (decode + prompt.each);
            let coming = speed * (step + prompt.each * prompt.together);
            // Prompts longer than a step do not share one.
            if coming < 0.02 || self.shape.computed > self.room(f64::from(inside)) {
                break;
            }
            prompt = self.prompts(inside, step, coming.min(f64::from(inside)));
        }
        let speed = 1.0 / (decode + prompt.each);
        Node {
            inside: f64::from(inside),
            speed,
            step,
            prompt: prompt.each,
            prompt_cv2: prompt.cv2,
            together: prompt.together,
        }
    }

    /// What prompts add to steps of `batch` answers when `coming` of them (a Poisson number) arrive in a step and
    /// share the next: the mean over the tokens of a step that has any, by three points of a lognormal law (Gauss
    /// and Hermite), since a step that reads its weights anyway takes the first prompt tokens for nothing.
    fn prompts(&self, batch: u32, step: f64, coming: f64) -> Prompts {
        let together = if coming > 1e-6 { coming / (1.0 - (-coming).exp()) } else { 1.0 };
        let mean = together * self.shape.computed;
        let cv2 = (self.shape.input_cv2 + 1.0 + coming) / together - 1.0;
        let (mu, sigma) = lognormal_of_mean(mean, cv2.max(0.0).sqrt());
        let reach = 3.0_f64.sqrt() * sigma;
        let points =
            [(1.0 / 6.0, (mu - reach).exp()), (2.0 / 3.0, mu.exp()), (1.0 / 6.0, (mu + reach).exp())];
        let scale = mean / points.iter().map(|(weight, tokens)| weight * tokens).sum::<f64>();
        let (mut sum, mut squares) = (0.0, 0.0);
        for (weight, tokens) in points {
            let added = self.added_ms(batch, step, tokens * scale, together).max(1e-9);
            sum += weight * added;
            squares += weight * added * added;
        }
        Prompts { each: sum / together, cv2: (squares / (sum * sum) - 1.0).max(0.0), together }
    }

    /// Time that `tokens` tokens of `together` prompts add to steps of `batch` answers, in as many steps as the
    /// budget needs.
    fn added_ms(&self, batch: u32, step: f64, tokens: f64, together: f64) -> f64 {
        let room = self.room(f64::from(batch));
        let context = f64::from(batch) * self.shape.context;
        let cached = self.shape.input - self.shape.computed;
        let added = |amount: f64, prefix: f64| self.rates.mixed(batch, context, amount, prefix) - step;
        let full = (tokens / room).floor();
        // The mean full chunk lies half-way through its prompt, the rest behind all of them.
        let before = full * room / together;
        let half_way = 0.5 * (before - room / together).max(0.0);
        let in_full = if full > 0.0 { full * added(room, cached + half_way) } else { 0.0 };
        let rest = tokens - full * room;
        in_full + if rest > 1e-9 { added(rest, cached + before) } else { 0.0 }
    }

    /// Tokens of a step that are left for prompts beside `batch` answers.
    fn room(&self, batch: f64) -> f64 {
        (self.step_tokens - batch * f64::from(self.rates.width)).max(1.0)
    }

    /// The engine with a number of requests inside that may be a fraction.
    fn between(&self, inside: f64) -> Node {
        let above = self.nodes.partition_point(|node| node.inside < inside);
        let high = self.nodes.get(above).or(self.nodes.last());
        let low = self.nodes.get(above.saturating_sub(1));
        let (Some(high), Some(low)) = (high, low) else {
            return Node { inside, speed: 0.0, step: 0.0, prompt: 0.0, prompt_cv2: 0.0, together: 1.0 };
        };
        let width = high.inside - low.inside;
        let part = if width > 0.0 { ((inside - low.inside) / width).within(0.0, 1.0) } else { 0.0 };
        let mix = |low: f64, high: f64| low + (high - low) * part;
        Node {
            inside,
            speed: mix(low.speed, high.speed),
            step: mix(low.step, high.step),
            prompt: mix(low.prompt, high.prompt),
            prompt_cv2: mix(low.prompt_cv2, high.prompt_cv2),
            together: mix(low.together, high.together),
        }
    }

    /// The steady state at `rate` with gaps of coefficient of variation `cv`.
    #[must_use]
    pub fn at(&self, rate: RequestsPerSec, cv: f64) -> Forecast {
        let sustainable = self.sustainable();
        if rate.get() >= sustainable.get() {
            return Forecast::Unstable(Overload {
                offered: rate,
                sustainable,
                growth: RequestsPerSec::saturating(rate.get() - sustainable.get()),
            });
        }
        let rate = (rate.get() / 1000.0).max(1e-12);
        let mut state = State { rate, cv, inside: 1.0, longer: 1.0 };
        let mut chain = Chain::default();
        // The batch sets how long prompts take, and prompts how long answers stay in the batch.
        for _ in 0..4 {
            chain = self.chain(&state);
            // Nobody answers longer than beside a full batch.
            state.inside = (chain.inside / chain.total).min(self.load(rate) * f64::from(self.slots));
            let answer = state.inside / rate;
            state.longer = 1.0 + self.first_token(&state).behind * state.longer / answer.max(1e-9);
        }
        Forecast::Steady(self.expected(&state, &chain))
    }

    /// The birth-death chain: p(n) ∝ ∏ rate ÷ μ(k), with a geometric tail when the engine is full.
    fn chain(&self, state: &State) -> Chain {
        let (mut weight, mut sums) = (1.0_f64, Chain { total: 1.0, ..Chain::default() });
        let mut nodes = self.nodes.windows(2).peekable();
        let places = f64::from(self.slots);
        let free = (1.0 - state.rate * self.between(state.inside).prompt).max(1e-6);
        for inside in 1..=self.slots {
            let n = f64::from(inside);
            while nodes.peek().is_some_and(|pair| pair.iter().all(|node| node.inside < n)) {
                nodes.next();
            }
            let step = match nodes.peek() {
                Some([low, high]) => {
                    low.step + (high.step - low.step) * (n - low.inside) / (high.inside - low.inside)
                }
                _ => self.nodes.last().map_or(1.0, |node| node.step),
            };
            let longer = 1.0 + (state.longer - 1.0) * (1.0 - n / places);
            let stay = (self.shape.steps * step * longer / free).max(1e-9);
            weight *= state.rate * stay / n;
            sums.add(weight, n, stay);
            if weight > 1e200 {
                sums.scale(1e-200);
                weight *= 1e-200;
            }
            if weight < 1e-12 * sums.total && state.rate * stay < n {
                return sums;
            }
        }
        // More than `slots` are in the system: the places are full, the others wait.
        let load = self.load(state.rate);
        let waiting = weight * load / (1.0 - load);
        let stay = self.nodes.last().map_or(1.0, |node| self.shape.steps * node.step / free);
        sums.add(waiting, places, stay);
        sums.full = weight + waiting;
        sums
    }

    /// `rate` (a millisecond) as a share of the most that is sustainable.
    fn load(&self, rate: f64) -> f64 {
        (1000.0 * rate / self.sustainable().get()).min(1.0 - 1e-9)
    }

    fn expected(&self, state: &State, chain: &Chain) -> Expected {
        let shape = self.shape;
        let node = self.between(state.inside.within(1.0, f64::from(self.slots)));
        let first = self.first_token(state);
        let answer = state.inside / state.rate;
        let steps = shape.steps.max(1e-9) * self.rates.gain;

        // The number inside changes about as slowly as an answer grows, so half of its variance remains; and
        // whole prompts fall into the own answer.
        let mean_stay = chain.stay / chain.inside.max(1e-300);
        let wander = (chain.stay_square / chain.inside.max(1e-300) / (mean_stay * mean_stay) - 1.0).max(0.0);
        let wander = 0.5 * wander * answer * answer;
        let lump = node.prompt * node.together;
        let lumps = state.rate * answer / node.together * lump * lump * (1.0 + node.prompt_cv2);
        let luck = wander + lumps + first.behind * first.behind;
        let slot = self.slot_wait(state, chain);
        let decode = shape.steps * node.step / node.inside;
        let ttft = self.overhead_ms + first.mean;
        Expected {
            ttft: Distribution { mean_ms: ttft, sd_ms: first.variance.sqrt(), ..slot },
            tpot: Distribution {
                mean_ms: answer / steps,
                sd_ms: (luck * (1.0 + shape.output_cv2)).sqrt() / steps,
                wait_chance: 0.0,
                wait_ms: 0.0,
            },
            e2e_latency: Distribution {
                mean_ms: ttft + answer,
                sd_ms: (first.variance + shape.output_cv2 * answer * answer + luck).sqrt(),
                ..slot
            },
            sustainable: self.sustainable(),
            utilisation: Share::saturating(self.load(state.rate)),
            mean_batch: Count::saturating(state.inside),
            prompt_share: Share::saturating(node.prompt / (node.prompt + decode)),
        }
    }

    /// Time to the first token of a request that has a place: the rest of the step that runs, the prompts before
    /// it (Pollaczek and Khinchine, each with its part of the steps that carry it), its own prompt, and the
    /// prompts that fill up its last step.
    fn first_token(&self, state: &State) -> FirstToken {
        let rate = state.rate;
        let node = self.between(state.inside.within(1.0, f64::from(self.slots)));
        let busy = 1.0 - (-state.inside).exp();
        let step = busy * node.step;
        let part = self.shape.computed / self.room(node.inside);
        let service = node.prompt + step * part;
        let load = (rate * service).min(0.999);
        let wait = load * service * (1.0 + node.prompt_cv2) / (2.0 * (1.0 - load));
        let residual = 0.5 * step;
        let own = node.prompt + step * part.ceil().max(1.0);
        let fill = 0.5 * load * (node.prompt / part).min(node.prompt + wait);
        let own_variance = node.prompt * node.prompt * node.prompt_cv2 + fill * fill;
        FirstToken {
            mean: residual + wait + own + fill,
            variance: residual * residual / 3.0 + own_variance + wait * wait * (2.0 / load - 1.0).max(1.0),
            behind: rate * (wait + service) * node.prompt / (1.0 - rate * node.prompt).max(0.02),
        }
    }

    /// The wait for a place in the batch: who meets a full engine waits 1 ÷ (μ − rate) in the mean, more or less
    /// by the spread of gaps and answers (Allen and Cunneen).
    fn slot_wait(&self, state: &State, chain: &Chain) -> Distribution {
        let most = self.sustainable().get() / 1000.0;
        let spread = 0.5 * (state.cv * state.cv + self.shape.output_cv2);
        let wait_ms = spread / (most - state.rate).max(1e-12);
        // Where prompts are the limit, the wait is that for other prompts.
        let wait_chance = if self.by_prompts { 0.0 } else { chain.full / chain.total };
        Distribution { mean_ms: 0.0, sd_ms: 0.0, wait_chance, wait_ms }
    }
}

/// What is being solved for.
struct State {
    /// Requests a millisecond.
    rate: f64,
    /// Coefficient of variation of the gaps.
    cv: f64,
    /// Mean number of answers in the batch.
    inside: f64,
    /// Factor on answers from prompts that were still before them when they began.
    longer: f64,
}

/// Time to the first token once there is a place.
struct FirstToken {
    mean: f64,
    variance: f64,
    /// What prompts that came after the own one still take before the answer has the engine to itself.
    behind: f64,
}

/// Weighted sums over the chain's states.
#[derive(Default)]
struct Chain {
    total: f64,
    /// Requests inside, at most as many as there are places.
    inside: f64,
    /// Stay at constant number inside, and its square, weighted by who is inside.
    stay: f64,
    stay_square: f64,
    /// Weight of states without a free place.
    full: f64,
}

impl Chain {
    fn add(&mut self, weight: f64, n: f64, stay: f64) {
        self.total += weight;
        self.inside += weight * n;
        self.stay += weight * n * stay;
        self.stay_square += weight * n * stay * stay;
    }

    fn scale(&mut self, by: f64) {
        let Self { total, inside, stay, stay_square, full } = self;
        for sum in [total, inside, stay, stay_square, full] {
            *sum *= by;
        }
    }
}

//! The serving engine, step by step in meaning and event by event in cost.
//!
//! A step of continuous batching (Yu et al.: "Orca", OSDI 2022; Agrawal et al.: "Sarathi-Serve", OSDI 2024;
//! the scheduler of vLLM 0.8 and later): every running sequence decodes; what is left of the token budget goes
//! to prompts in order of arrival, the last one in part. While no prompt is computed the batch is constant and
//! the step time is linear in the context, which grows by `batch` tokens a step, so that n steps take
//! n·t + slope·batch·n(n−1)/2, and the engine jumps to the next step at which something happens.

use super::rates::{Rates, Speculation};
use super::requests::Request;
use super::work::{Limits, Served, Tally};
use crate::estimate::self_hosted::step_time::StepTime;
use crate::units::{Tokens, Within};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where a request stands.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    /// Step at which its last token comes; `NEVER` while it does not decode.
    due: u64,
    /// Context tokens less `gain` · step, so that the context at any step needs one multiplication.
    context_at_zero: f64,
    /// Tokens of memory that it does not hold itself (a shared prefix).
    borrowed: u32,
    /// Answer tokens given when it last began to decode or was preempted.
    made: u32,
    running: bool,
}

const NEVER: u64 = u64::MAX;
/// Requests are numbered in the low bits of a heap key, steps in the high ones.
const ID_BITS: u32 = 24;

/// A prompt that did not fit into one step.
#[derive(Clone, Copy)]
struct Partial {
    id: u32,
    done: f64,
    left: f64,
}

/// One copy of the engine, replaying requests.
pub(super) struct Engine<'a> {
    requests: &'a [Request],
    served: Vec<Served>,
    progress: Vec<Progress>,
    rates: Rates<'a>,
    max_batch: u32,
    step_tokens: f64,
    kv_limit: f64,
    kv_free_at_entry: f64,
    shared_prefix: u32,

    now: f64,
    step: u64,
    /// The first request that was never let in.
    head: usize,
    /// Preempted sequences; the last goes first.
    preempted: Vec<u32>,
    /// Running sequences as they were let in, ended ones among them until swept.
    order: Vec<u32>,
    /// (step, id) of the ends to come, preempted ones among them until they surface.
    due: BinaryHeap<Reverse<u64>>,
    /// Sequences whose prompt ends with this step.
    entering: Vec<u32>,
    partial: Option<Partial>,
    /// Sequences that decode.
    batch: u32,
    /// Sequences that hold memory.
    live: u32,
    context: f64,
    kv: f64,
    tally: Tally,
}

/// Prompt tokens of one step and the keys that they attend to.
#[derive(Default)]
struct Chunk {
    tokens: f64,
    attended: f64,
}

impl Chunk {
    fn add(&mut self, tokens: f64, prefix: f64) {
        self.tokens += tokens;
        self.attended += tokens * (prefix + 0.5 * tokens);
    }

    /// The prefix behind which one prompt of this many tokens attends to as many keys as all chunks together.
    fn prefix(&self) -> f64 {
        (self.attended / self.tokens - 0.5 * self.tokens).max(0.0)
    }
}

/// Replays `requests` (in order of arrival) through one copy, whose memory holds `shared_prefix` tokens once for
/// all.
///
/// Requests beyond the first 16,777,215 are left out. A request that is larger than the memory is let in alone.
pub(super) fn replay(
    requests: &[Request],
    step: &dyn StepTime,
    limits: &Limits,
    shared_prefix: Tokens,
    speculation: Option<Speculation>,
) -> (Vec<Served>, Tally) {
    let mut engine = Engine::new(requests, step, limits, shared_prefix, speculation);
    while engine.advance() {}
    engine.tally.end_ms = engine.now;
    (engine.served, engine.tally)
}

impl<'a> Engine<'a> {
    fn new(
        requests: &'a [Request],
        step: &'a dyn StepTime,
        limits: &Limits,
        shared_prefix: Tokens,
        speculation: Option<Speculation>,
    ) -> Self {
        let requests = requests.get(..requests.len().min((1 << ID_BITS) - 1)).unwrap_or(requests);
        let max_batch = limits.max_batch.get().within(1.0, 1e6) as u32;
        let kv_limit = (limits.kv_tokens.get() - shared_prefix.get()).max(0.0);
        let room = requests.len().min(max_batch as usize) + 1;
        Self {
            requests,
            served: vec![Served::default(); requests.len()],
            progress: vec![Progress { due: NEVER, ..Progress::default() }; requests.len()],
            rates: Rates::new(step, speculation, max_batch.min(requests.len() as u32)),
            max_batch,
            step_tokens: limits.step_tokens.get().max(1.0).floor(),
            kv_limit,
            kv_free_at_entry: kv_limit * (1.0 - limits.watermark.get()),
            shared_prefix: shared_prefix.get() as u32,
            now: 0.0,
            step: 0,
            head: 0,
            preempted: Vec::with_capacity(room),
            order: Vec::with_capacity(4 * room),
            due: BinaryHeap::with_capacity(4 * room),
            entering: Vec::with_capacity(room),
            partial: None,
            batch: 0,
            live: 0,
            context: 0.0,
            kv: 0.0,
            tally: Tally::default(),
        }
    }

    /// Goes to the next event; false when all is done.
    fn advance(&mut self) -> bool {
        if self.live == 0 && self.preempted.is_empty() {
            match self.requests.get(self.head) {
                Some(next) => self.now = self.now.max(next.arrival_ms),
                None => return false,
            }
        }
        let stalled = self.make_room();
        let mut chunk = Chunk::default();
        self.fill(&mut chunk, stalled);
        self.tally.events += 1;
        if chunk.tokens > 0.0 {
            self.step_with_prompts(&chunk);
        } else if self.batch > 0 {
            self.jump(stalled);
        }
        self.end_due();
        true
    }

    /// Takes memory from the latest until the next token of everybody fits; true if it took any.
    fn make_room(&mut self) -> bool {
        let mut took = false;
        while self.live > 1 && self.kv + f64::from(self.batch) * self.rates.gain > self.kv_limit {
            if !self.preempt_latest() {
                break;
            }
            took = true;
        }
        took
    }

    fn preempt_latest(&mut self) -> bool {
        while let Some(id) = self.order.pop() {
            let Some(progress) = self.progress.get_mut(id as usize) else { continue };
            if !progress.running {
                continue;
            }
            progress.running = false;
            if progress.due == NEVER {
                // Its prompt was still being computed; only the latest can be.
                self.partial = None;
                self.kv -= f64::from(whole_prompt(self.requests, id, progress.made) - progress.borrowed);
            } else {
                let context = progress.context_at_zero + self.rates.gain * self.step as f64;
                let output = self.requests.get(id as usize).map_or(1, |r| r.output);
                let input = self.requests.get(id as usize).map_or(0, |r| r.input);
                // A context of input + n means that n + 1 tokens were given.
                let made = (context - f64::from(input) + 1.0 + 1e-6).floor() as u32;
                progress.made = made.min(output.saturating_sub(1));
                progress.due = NEVER;
                self.batch -= 1;
                self.context -= context;
                self.kv -= context - f64::from(progress.borrowed);
            }
            self.live -= 1;
            self.preempted.push(id);
            self.tally.preemptions += 1;
            return true;
        }
        false
    }

    /// Gives the step's token budget to prompts: the one begun, then the preempted, then new arrivals.
    fn fill(&mut self, chunk: &mut Chunk, stalled: bool) {
        let width = f64::from(self.rates.width);
        let mut budget = self.step_tokens - f64::from(self.batch) * width;
        if let Some(partial) = self.partial.take() {
            budget -= self.compute(partial, budget, chunk);
        }
        while !stalled && self.partial.is_none() && (budget > 0.0 || self.live == 0) {
            let Some(id) = self.next_in_line() else { break };
            if self.live >= self.max_batch {
                break;
            }
            let Some(entry) = self.let_in(id) else { break };
            budget -= if entry.left > 0.0 {
                self.compute(entry, budget, chunk)
            } else {
                self.start_decoding(id);
                width
            };
        }
    }

    fn next_in_line(&self) -> Option<u32> {
        self.preempted.last().copied().or_else(|| {
            let next = self.requests.get(self.head)?;
            (next.arrival_ms <= self.now).then_some(self.head as u32)
        })
    }

    /// Lets a sequence in if its whole prompt and one more token of everybody fit.
    fn let_in(&mut self, id: u32) -> Option<Partial> {
        let request = self.requests.get(id as usize)?;
        let progress = self.progress.get_mut(id as usize)?;
        let computed_elsewhere = request.cached >= request.input;
        let prompt = request.input + progress.made;
        let borrowed = if computed_elsewhere { 0 } else { request.cached.min(self.shared_prefix) };
        let need = f64::from(prompt - borrowed);
        let growth = f64::from(self.batch + 1) * self.rates.gain;
        if self.live > 0 && self.kv + need + growth > self.kv_free_at_entry {
            return None;
        }
        let done = match (computed_elsewhere, progress.made) {
            (true, 0) => prompt,
            (true, _) => 0,
            (false, _) => request.cached,
        };
        progress.running = true;
        progress.borrowed = borrowed;
        if self.preempted.pop().is_none() {
            self.head += 1;
            if let Some(served) = self.served.get_mut(id as usize) {
                served.admitted_ms = self.now;
            }
        }
        self.kv += need;
        self.live += 1;
        self.sweep_order();
        self.order.push(id);
        Some(Partial { id, done: f64::from(done), left: f64::from(prompt - done) })
    }

    /// Forgets ended sequences before the list would have to grow.
    fn sweep_order(&mut self) {
        if self.order.len() == self.order.capacity() {
            let progress = &self.progress;
            self.order.retain(|id| progress.get(*id as usize).is_some_and(|p| p.running));
        }
    }

    /// Computes as much of a prompt as the budget allows; gives back what it took.
    fn compute(&mut self, prompt: Partial, budget: f64, chunk: &mut Chunk) -> f64 {
        let tokens = prompt.left.min(budget.max(0.0));
        if tokens > 0.0 {
            chunk.add(tokens, prompt.done);
        }
        if tokens < prompt.left {
            self.partial =
                Some(Partial { id: prompt.id, done: prompt.done + tokens, left: prompt.left - tokens });
        } else {
            self.entering.push(prompt.id);
        }
        tokens
    }

    fn step_with_prompts(&mut self, chunk: &Chunk) {
        let took = self.rates.mixed(self.batch, self.context, chunk.tokens, chunk.prefix());
        self.tally.prefill_ms += took;
        self.tally.prefill_tokens += chunk.tokens as u64;
        self.pass(1, took);
        let mut entering = std::mem::take(&mut self.entering);
        for id in entering.drain(..) {
            if let (Some(served), Some(progress)) =
                (self.served.get_mut(id as usize), self.progress.get_mut(id as usize))
            {
                if progress.made == 0 {
                    served.first_ms = self.now;
                }
                progress.made += 1;
            }
            self.start_decoding(id);
        }
        self.entering = entering;
    }

    /// A sequence whose prompt is in memory joins the batch, or ends if nothing is left to say.
    fn start_decoding(&mut self, id: u32) {
        let Some(request) = self.requests.get(id as usize) else { return };
        let Some(progress) = self.progress.get_mut(id as usize) else { return };
        let elsewhere = progress.made == 0;
        if elsewhere {
            progress.made = 1;
            if let Some(served) = self.served.get_mut(id as usize) {
                served.first_ms = self.now;
            }
        }
        let context = f64::from(request.input + progress.made - 1);
        let left = f64::from(request.output.saturating_sub(progress.made));
        let steps = (left / self.rates.gain - 1e-9).ceil().max(0.0) as u64;
        progress.context_at_zero = context - self.rates.gain * self.step as f64;
        progress.due = self.step + steps;
        self.batch += 1;
        self.context += context;
        self.due.push(Reverse((progress.due << ID_BITS) | u64::from(id)));
    }

    /// Steps without prompts until something can happen: an end, an arrival that may enter, full memory.
    fn jump(&mut self, stalled: bool) {
        let batch = f64::from(self.batch);
        let line = self.rates.line(self.batch);
        let first = line.base + line.slope * self.context;
        let growth = line.slope * batch * self.rates.gain;
        let mut steps = self.next_due().map_or(1.0, |due| due.saturating_sub(self.step) as f64);
        if self.live > 1 {
            steps = steps.min(((self.kv_limit - self.kv) / (batch * self.rates.gain)).floor());
        }
        let nobody_waits = self.next_in_line().is_none();
        if nobody_waits
            && self.live < self.max_batch
            && let Some(next) = self.requests.get(self.head)
        {
            steps = steps.min(steps_to_reach(next.arrival_ms - self.now, first, growth));
        }
        // Who was kept out only because memory was taken back may enter at the next step.
        let steps = if stalled { 1.0 } else { steps.max(1.0) };
        self.pass(steps as u64, time_of(steps, first, growth));
    }

    /// Lets `steps` steps pass that together took `took` milliseconds.
    fn pass(&mut self, steps: u64, took: f64) {
        let grown = steps as f64 * f64::from(self.batch) * self.rates.gain;
        self.tally.busy_ms += took;
        self.tally.batch_ms += took * f64::from(self.batch);
        self.tally.kv_ms += took * (self.kv + 0.5 * grown);
        self.tally.steps += steps;
        self.now += took;
        self.step += steps;
        self.context += grown;
        self.kv += grown;
    }

    /// The step of the next end, after dropping ends that preemption made void.
    fn next_due(&mut self) -> Option<u64> {
        loop {
            let Reverse(key) = *self.due.peek()?;
            let (due, id) = (key >> ID_BITS, key & ((1 << ID_BITS) - 1));
            if self.progress.get(id as usize).is_some_and(|p| p.due == due) {
                return Some(due);
            }
            self.due.pop();
        }
    }

    /// Ends the sequences whose last token has come.
    fn end_due(&mut self) {
        while self.next_due().is_some_and(|due| due <= self.step) {
            let Some(Reverse(key)) = self.due.pop() else { return };
            let id = (key & ((1 << ID_BITS) - 1)) as usize;
            let (Some(progress), Some(served)) = (self.progress.get_mut(id), self.served.get_mut(id)) else {
                return;
            };
            let context = progress.context_at_zero + self.rates.gain * self.step as f64;
            served.finish_ms = self.now;
            progress.due = NEVER;
            progress.running = false;
            self.batch -= 1;
            self.live -= 1;
            self.context -= context;
            self.kv -= context - f64::from(progress.borrowed);
        }
        if self.live == 0 {
            // Rounding of fractional gains ends here, not with the run.
            (self.context, self.kv) = (0.0, 0.0);
        }
    }
}

fn whole_prompt(requests: &[Request], id: u32, made: u32) -> u32 {
    requests.get(id as usize).map_or(0, |request| request.input + made)
}

/// n·t + g·n(n−1)/2.
fn time_of(steps: f64, first: f64, growth: f64) -> f64 {
    steps * first + 0.5 * growth * steps * (steps - 1.0)
}

/// The fewest steps that together last at least `wait`.
fn steps_to_reach(wait: f64, first: f64, growth: f64) -> f64 {
    if wait <= first {
        return 1.0;
    }
    let linear = first - 0.5 * growth;
    let root = (linear * linear + 2.0 * growth * wait).sqrt();
    let steps = (2.0 * wait / (linear + root)).ceil();
    // The root is right to rounding; the step before or after may be the one.
    if time_of(steps - 1.0, first, growth) >= wait {
        steps - 1.0
    } else if time_of(steps, first, growth) < wait {
        steps + 1.0
    } else {
        steps
    }
}

//! The jumping engine against a plain one that pays for every step: the same events in the same order, at the
//! same times.

#![allow(clippy::unwrap_used, clippy::too_many_lines, clippy::indexing_slicing, reason = "a test may fail")]

mod serving;

use inference_estimator::estimate::random::Rng;
use inference_estimator::estimate::self_hosted::queueing::{Limits, Request, Server, Speculation};
use inference_estimator::estimate::self_hosted::step_time::StepTime;
use inference_estimator::units::{Count, Millis, Share, Tokens, Within};
use serving::AffineStep;

/// A sequence of the plain engine.
#[derive(Clone, Copy)]
struct Sequence {
    id: usize,
    /// Tokens in memory that it attends to.
    context: f64,
    /// Prompt tokens (and, after a preemption, answer tokens) still to be computed.
    left: u32,
    done: u32,
    borrowed: u32,
    /// Steps in which it has decoded since it last entered.
    decoded: u32,
}

struct Plain<'a> {
    requests: &'a [Request],
    made: Vec<u32>,
    now: f64,
    running: Vec<Sequence>,
    preempted: Vec<usize>,
    head: usize,
    events: Vec<(f64, &'static str, usize)>,
    preemptions: u64,
    steps: u64,
    /// The closest that an arrival came to the end of a step, relative to the clock.
    nearest: f64,
}

struct Setting {
    limits: Limits,
    shared: u32,
    speculation: Option<Speculation>,
}

/// One step after the other, all that runs looked at in each.
fn plain<'a>(requests: &'a [Request], step: &AffineStep, setting: &Setting) -> Plain<'a> {
    let gain = setting.speculation.map_or(1.0, |s| s.tokens_per_step());
    let width = setting.speculation.map_or(1, |s| s.draft_tokens + 1);
    let draft = setting.speculation.map_or(0.0, |s| f64::from(s.draft_tokens) * s.draft_cost.get());
    let kv_limit = setting.limits.kv_tokens.get() - f64::from(setting.shared);
    let entry_limit = kv_limit * (1.0 - setting.limits.watermark.get());
    let mut plain = Plain {
        requests,
        made: vec![0; requests.len()],
        now: 0.0,
        running: Vec::new(),
        preempted: Vec::new(),
        head: 0,
        events: Vec::new(),
        preemptions: 0,
        steps: 0,
        nearest: f64::INFINITY,
    };
    loop {
        if plain.running.is_empty() && plain.preempted.is_empty() {
            match requests.get(plain.head) {
                Some(next) => plain.now = plain.now.max(next.arrival_ms),
                None => return plain,
            }
        }
        let mut stalled = false;
        let decoding = |running: &[Sequence]| running.iter().filter(|s| s.left == 0).count() as f64;
        let held = |running: &[Sequence]| -> f64 {
            running.iter().map(|s| s.context + f64::from(s.left) - f64::from(s.borrowed)).sum()
        };
        while plain.running.len() > 1 && held(&plain.running) + gain * decoding(&plain.running) > kv_limit {
            let victim = plain.running.pop().unwrap();
            if victim.left == 0 {
                let given = plain.made[victim.id] + (f64::from(victim.decoded) * gain + 1e-6).floor() as u32;
                plain.made[victim.id] = given.min(requests[victim.id].output - 1);
            }
            plain.preempted.push(victim.id);
            plain.preemptions += 1;
            plain.events.push((plain.now, "preempted", victim.id));
            stalled = true;
        }
        let mut budget = setting.limits.step_tokens.get() - decoding(&plain.running) * f64::from(width);
        let mut chunks: Vec<(usize, f64, f64)> = Vec::new();
        for (place, sequence) in plain.running.iter_mut().enumerate().filter(|(_, s)| s.left > 0) {
            let take = f64::from(sequence.left).min(budget.max(0.0));
            budget -= take;
            chunks.push((place, take, f64::from(sequence.done)));
        }
        let begun = plain.running.iter().any(|s| s.left > 0) && budget <= 0.0;
        while !stalled && !begun && budget > 0.0 {
            let waiting = requests.get(plain.head).filter(|r| r.arrival_ms <= plain.now);
            let Some(id) = plain.preempted.last().copied().or(waiting.map(|_| plain.head)) else { break };
            let request = requests[id];
            let borrowed = request.cached.min(setting.shared);
            let prompt = request.input + plain.made[id];
            let decoders = plain.running.iter().filter(|s| s.left == 0).count() as f64;
            let full =
                held(&plain.running) + f64::from(prompt - borrowed) + gain * (decoders + 1.0) > entry_limit;
            if plain.running.len() >= setting.limits.max_batch.get() as usize
                || (full && !plain.running.is_empty())
            {
                break;
            }
            if plain.preempted.pop().is_none() {
                plain.head += 1;
                plain.events.push((plain.now, "admitted", id));
            }
            let left = prompt - request.cached;
            let take = f64::from(left).min(budget);
            budget -= take;
            chunks.push((plain.running.len(), take, f64::from(request.cached)));
            plain.running.push(Sequence {
                id,
                context: f64::from(request.cached),
                left,
                done: request.cached,
                borrowed,
                decoded: 0,
            });
        }
        plain.one_step(step, &chunks, gain, width, draft);
    }
}

impl Plain<'_> {
    fn one_step(
        &mut self,
        step: &AffineStep,
        chunks: &[(usize, f64, f64)],
        gain: f64,
        width: u32,
        draft: f64,
    ) {
        let decoders: Vec<usize> =
            (0..self.running.len()).filter(|place| self.running[*place].left == 0).collect();
        let batch = decoders.len() as u32;
        let context: f64 = decoders.iter().map(|place| self.running[*place].context).sum();
        let tokens: f64 = chunks.iter().map(|chunk| chunk.1).sum();
        let draft_ms = draft * step.decode_ms(batch, context);
        let before = self.now;
        self.now += draft_ms
            + if tokens > 0.0 {
                let attended: f64 = chunks.iter().map(|(_, take, done)| take * (done + take / 2.0)).sum();
                let prefix = (attended / tokens - tokens / 2.0).max(0.0);
                step.mixed_ms(batch * width, context, tokens, prefix)
            } else {
                step.decode_ms(batch * width, context)
            };
        self.steps += 1;
        let arrived = self.requests.partition_point(|r| r.arrival_ms <= before);
        for request in &self.requests[arrived..] {
            self.nearest = self.nearest.min((request.arrival_ms - self.now).abs() / self.now);
            if request.arrival_ms > self.now {
                break;
            }
        }
        let mut over = Vec::new();
        for place in decoders {
            let sequence = &mut self.running[place];
            sequence.context += gain;
            sequence.decoded += 1;
            let given = f64::from(self.made[sequence.id]) + f64::from(sequence.decoded) * gain;
            if given + 1e-6 >= f64::from(self.requests[sequence.id].output) {
                over.push(sequence.id);
            }
        }
        for (place, take, _) in chunks {
            let sequence = &mut self.running[*place];
            sequence.left -= *take as u32;
            sequence.done += *take as u32;
            sequence.context += take;
            if sequence.left == 0 {
                let id = sequence.id;
                if self.made[id] == 0 {
                    self.events.push((self.now, "first", id));
                }
                self.made[id] += 1;
                if self.made[id] >= self.requests[id].output {
                    over.push(id);
                }
            }
        }
        over.sort_unstable();
        for id in over {
            self.events.push((self.now, "finished", id));
            self.running.retain(|s| s.id != id);
        }
    }
}

/// A workload that is hard on purpose: bursts, long tails, hits, single-token answers.
fn draw(seed: u64, count: usize, gap_ms: f64) -> Vec<Request> {
    let mut rng = Rng::new(seed);
    let mut now = 0.0;
    (0..count)
        .map(|_| {
            now += gap_ms * rng.gamma(0.4);
            let input = rng.lognormal(5.0, 1.2).within(1.0, 3000.0) as u32;
            let output = rng.lognormal(4.0, 1.0).within(1.0, 900.0) as u32;
            let cached = if rng.uniform() < 0.5 { 64.min(input - 1) } else { 0 };
            Request { arrival_ms: now, input, output, cached }
        })
        .collect()
}

fn compare(seed: u64, gap_ms: f64, kv_tokens: f64, setting_of: impl Fn(Limits) -> Setting) -> Option<u64> {
    let requests = draw(seed, 400, gap_ms);
    let step = AffineStep::default();
    let setting = setting_of(Limits {
        max_batch: Count::new(24.0).unwrap(),
        step_tokens: Count::new(512.0).unwrap(),
        kv_tokens: Tokens::new(kv_tokens).unwrap(),
        watermark: Share::new(0.01).unwrap(),
    });
    let plain = plain(&requests, &step, &setting);
    if plain.nearest < 1e-9 {
        return None;
    }
    let server = Server {
        step: &step,
        limits: setting.limits,
        speculation: setting.speculation,
        overhead: Millis::new(0.0).unwrap(),
    };
    let (served, tally) = server.replay(&requests, Tokens::new(f64::from(setting.shared)).unwrap());
    assert_eq!((tally.steps, tally.preemptions), (plain.steps, plain.preemptions), "seed {seed}");
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
    let mut seen = 0;
    let mut jumped: Vec<(f64, u8, usize)> = Vec::new();
    for (time, kind, id) in &plain.events {
        let (other, rank) = match *kind {
            "admitted" => (served[*id].admitted_ms, 0),
            "first" => (served[*id].first_ms, 1),
            "finished" => (served[*id].finish_ms, 2),
            _ => continue,
        };
        assert!(near(other, *time), "seed {seed}, request {id} {kind} at {other} ms instead of {time} ms");
        jumped.push((other, rank, *id));
        seen += 1;
    }
    assert_eq!(seen, 3 * requests.len());
    // The order of the plain engine is an order of the other one's times, too.
    assert!(jumped.windows(2).all(|pair| pair[0].0 <= pair[1].0), "seed {seed}: another order");
    assert!(tally.events < plain.steps, "nothing was jumped over");
    Some(plain.preemptions)
}

fn alone(limits: Limits) -> Setting {
    Setting { limits, shared: 0, speculation: None }
}

#[test]
fn with_room_for_all_every_event_is_where_the_plain_engine_has_it() {
    let compared = (0..40).filter_map(|seed| compare(seed, 60.0, 1e6, alone)).count();
    assert!(compared >= 35);
}

#[test]
fn when_memory_runs_out_the_same_sequences_are_preempted() {
    let preemptions: u64 = (100..140).filter_map(|seed| compare(seed, 60.0, 5_000.0, alone)).sum();
    assert!(preemptions > 100, "{preemptions}");
}

#[test]
fn an_overload_and_a_trickle_agree_too() {
    for seed in 200..210 {
        compare(seed, 1.0, 8_000.0, alone);
        compare(seed, 3000.0, 8_000.0, alone);
    }
}

#[test]
fn a_shared_prefix_is_held_once_in_both() {
    for seed in 300..320 {
        compare(seed, 60.0, 5_000.0, |limits| Setting { shared: 64, ..alone(limits) });
    }
}

#[test]
fn speculation_agrees_though_its_gain_is_a_fraction() {
    for seed in 400..420 {
        for kv_tokens in [5_000.0, 1e6] {
            compare(seed, 60.0, kv_tokens, |limits| Setting {
                speculation: Some(Speculation {
                    draft_tokens: 3,
                    acceptance: Share::new(0.7).unwrap(),
                    draft_cost: Share::new(0.08).unwrap(),
                }),
                ..alone(limits)
            });
        }
    }
}

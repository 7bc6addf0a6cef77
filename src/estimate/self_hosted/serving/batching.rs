//! Closed forms of continuous batching: loads that need no simulation.

use super::memory::Memory;
use super::step_model::StepModel;

/// Mean lengths of a request, in tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanLengths {
    /// Prompt.
    pub input: f64,
    /// Answer.
    pub output: f64,
}

impl MeanLengths {
    /// Tokens that a request holds in the cache half-way through its answer.
    #[must_use]
    pub fn mean_context(self) -> f64 {
        self.input + self.output / 2.0
    }
}

/// What a closed form says of a load; times are means, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served {
    /// Time to the first token.
    pub ttft_ms: f64,
    /// Time per token after the first.
    pub tpot_ms: f64,
    /// Time to the last token.
    pub e2e_ms: f64,
    /// Answer tokens a second, of the whole copy.
    pub output_tokens_per_s: f64,
    /// Requests that run at once.
    pub batch: f64,
}

/// Requests that run at once when `wanted` wait or run: as many as the cache and the engine's limit let in.
#[must_use]
pub fn admitted(
    memory: &Memory,
    wanted: f64,
    lengths: MeanLengths,
    reserved: f64,
    max_sequences: u32,
) -> f64 {
    let room = memory.conversations(lengths.input + reserved * lengths.output);
    wanted.min(room).min(f64::from(max_sequences) * memory.data_groups)
}

/// Users who each send a request as soon as the last one is answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClosedLoop {
    /// Users.
    pub users: f64,
    /// Mean lengths.
    pub lengths: MeanLengths,
    /// Sequences that the engine runs at once at most.
    pub max_sequences: u32,
}

/// Times of a closed loop.
///
/// `TPOT = decode(B) + (B − 1) · κ · joining / (output − 1)`, where `joining` is what a prompt adds to the running
/// answers: the time by which it lengthens the steps that carry it, or its whole time where the engine computes
/// prompts alone first. The time to the first token is a quick guide (half of the others' prompts and a step are
/// before the own); the simulation gives the one that is shown.
#[must_use]
pub fn closed_loop(step: &StepModel, memory: &Memory, load: &ClosedLoop) -> Served {
    let MeanLengths { input, output } = load.lengths;
    let base = &step.base;
    let later = (output - 1.0).max(1.0);
    let users = load.users;
    let running = admitted(memory, users, load.lengths, 0.5, load.max_sequences).max(1.0);
    let others = (running - 1.0).max(0.0);
    let context = running * load.lengths.mean_context();
    let decode = step.mean_decode_ms(running, context);
    let alone = step.prompts_ms(1.0, input, 0.0);
    let joining = step.joining_ms(running, context, input);
    let tpot = decode + others * base.interference * joining / later;
    let queue = 0.1 * others * joining;
    let ttft_running = base.request_us * 1e-3 + alone + 0.5 * decode + queue;
    let service = ttft_running + later * tpot;
    let ttft = ttft_running + service * (users / running - 1.0).max(0.0);
    Served {
        ttft_ms: ttft,
        tpot_ms: tpot,
        e2e_ms: ttft + later * tpot,
        output_tokens_per_s: 1e3 * running * output / service,
        batch: running,
    }
}

/// Requests that arrive at a rate, evenly or nearly so, whatever the answers take.
///
/// The mean batch is the one that Little's law gives: `B = rate · (output − 1) · TPOT(B)`, where prompts take the
/// part ρ = rate · prompt of the time, so that `TPOT = decode(B) / (1 − ρ)`; the wait for other prompts is that of
/// a queue with even service, `ρ / (2 (1 − ρ)) · prompt`. Nothing when the server does not keep up: a time would
/// be chance there. Percentiles are the simulation's.
#[must_use]
pub fn open_loop(
    step: &StepModel,
    memory: &Memory,
    requests_per_s: f64,
    lengths: MeanLengths,
    max_sequences: u32,
) -> Option<Served> {
    let MeanLengths { input, output } = lengths;
    let base = &step.base;
    let later = (output - 1.0).max(1.0);
    let per_ms = requests_per_s / 1e3;
    let alone = step.prompts_ms(1.0, input, 0.0);
    let room = admitted(memory, f64::INFINITY, lengths, 1.0, max_sequences);
    let mut batch = 1.0_f64;
    let mut decode = 0.0;
    let mut tpot = 0.0;
    let mut busy = 0.0;
    for _ in 0..60 {
        decode = step.mean_decode_ms(batch.max(1.0), batch.max(1.0) * lengths.mean_context());
        let inside = batch.max(1.0);
        busy = per_ms * step.joining_ms(inside, inside * lengths.mean_context(), input) * base.interference;
        if busy >= 0.95 {
            return None;
        }
        tpot = decode / (1.0 - busy);
        let wanted = per_ms * later * tpot;
        if wanted > 4.0 * room {
            return None;
        }
        batch = 0.5 * (batch + wanted);
    }
    if batch > room {
        return None;
    }
    let queue = busy / (2.0 * (1.0 - busy)) * alone;
    let ttft = base.request_us * 1e-3 + alone + decode + queue;
    Some(Served {
        ttft_ms: ttft,
        tpot_ms: tpot,
        e2e_ms: ttft + later * tpot,
        output_tokens_per_s: requests_per_s * output,
        batch,
    })
}

/// All requests wait from the start; `batch` of them run at once.
#[must_use]
pub fn offline(step: &StepModel, batch: f64, lengths: MeanLengths) -> Served {
    let MeanLengths { input, output } = lengths;
    let batch = batch.max(1.0);
    let prompts = step.prompts_ms(batch, input, 0.0) * step.base.interference;
    let decode = step.mean_decode_ms(batch, batch * lengths.mean_context());
    let round = prompts + output * decode;
    Served {
        ttft_ms: step.prompts_ms(1.0, input, 0.0),
        tpot_ms: round / output.max(1.0),
        e2e_ms: round,
        output_tokens_per_s: 1e3 * batch * output / round,
        batch,
    }
}

/// One batch from start to end, in as many waves as the cache forces.
#[must_use]
pub fn static_batch(step: &StepModel, memory: &Memory, batch: f64, lengths: MeanLengths) -> Served {
    let MeanLengths { input, output } = lengths;
    let later = (output - 1.0).max(0.0);
    let room = memory.conversations(input + output).max(1.0);
    let waves = (batch / room).max(1.0);
    let running = batch / waves;
    let prompts = step.prompts_ms(running, input, 0.0);
    let decode = step.mean_decode_ms(running, running * lengths.mean_context());
    let wave = prompts + later * decode;
    let e2e = step.base.request_us * 1e-3 + wave * waves;
    Served {
        ttft_ms: step.base.request_us * 1e-3 + prompts,
        tpot_ms: decode,
        e2e_ms: e2e,
        output_tokens_per_s: 1e3 * batch * output / e2e,
        batch: running,
    }
}

//! Closed forms of continuous batching: loads that need no simulation.

use super::memory::Memory;
use super::step_model::StepModel;

/// Lengths of one request, in tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lengths {
    /// Prompt.
    pub input: f64,
    /// Answer.
    pub output: f64,
}

impl Lengths {
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
pub fn admitted(memory: &Memory, wanted: f64, lengths: Lengths, reserved: f64, max_sequences: u32) -> f64 {
    let room = memory.conversations(lengths.input + reserved * lengths.output);
    wanted.min(room).min(f64::from(max_sequences) * memory.data_groups)
}

/// `users` who each send a request as soon as the last one is answered.
#[must_use]
pub fn closed_loop(
    step: &StepModel,
    memory: &Memory,
    users: f64,
    lengths: Lengths,
    max_sequences: u32,
) -> Served {
    let Lengths { input, output } = lengths;
    let later = (output - 1.0).max(1.0);
    let running = admitted(memory, users, lengths, 0.5, max_sequences).max(1.0);
    let alone = step.prompts_ms(1.0, input, 0.0);
    let together = step.prompts_ms(running, input, 0.0) / running;
    let decode = step.mean_decode_ms(running, running * lengths.mean_context());
    let wave = step.base.wave * (running - 1.0).max(0.0) * together / 2.0;
    let ttft_running = step.base.request_us * 1e-3 + alone + wave + decode / 2.0;
    // Prompts of the others that fall into the own answer: all but those that fall into the own wait.
    let mut tpot = decode;
    for _ in 0..4 {
        let answering = later * tpot / (later * tpot + ttft_running);
        tpot = decode + (running - 1.0) * answering * step.base.interference * together / later;
    }
    let service = ttft_running + later * tpot;
    let queued = service * (users / running - 1.0).max(0.0);
    let ttft = ttft_running + queued;
    Served {
        ttft_ms: ttft,
        tpot_ms: tpot,
        e2e_ms: ttft + later * tpot,
        output_tokens_per_s: 1e3 * running * output / service,
        batch: running,
    }
}

/// All requests wait from the start; `batch` of them run at once.
#[must_use]
pub fn offline(step: &StepModel, batch: f64, lengths: Lengths) -> Served {
    let Lengths { input, output } = lengths;
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
pub fn static_batch(step: &StepModel, memory: &Memory, batch: f64, lengths: Lengths) -> Served {
    let Lengths { input, output } = lengths;
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

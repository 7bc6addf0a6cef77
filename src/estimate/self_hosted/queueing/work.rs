//! What an engine may do, and what it did.

use crate::estimate::self_hosted::step_time::USUAL_STEP_TOKENS;
use crate::units::{Count, Share, Tokens};

/// What one copy of the engine may hold and do at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Most sequences at a time (`max_num_seqs`).
    pub max_batch: Count,
    /// Most tokens a step (`max_num_batched_tokens`).
    pub step_tokens: Count,
    /// Tokens whose keys and values fit in memory.
    pub kv_tokens: Tokens,
    /// Share of the memory left free when a prompt is let in, so that running answers can grow.
    pub watermark: Share,
}

impl Limits {
    /// A usual engine: a budget of 8,192 tokens a step, 1 % of the memory kept free.
    #[must_use]
    pub fn usual(max_batch: Count, kv_tokens: Tokens) -> Self {
        Self {
            max_batch,
            step_tokens: Count::saturating(f64::from(USUAL_STEP_TOKENS)),
            kv_tokens,
            watermark: Share::saturating(0.01),
        }
    }
}

/// When a request was let in, gave its first token, and ended: milliseconds from the start.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Served {
    /// The start of the first step that worked on it.
    pub admitted_ms: f64,
    /// The end of the step that gave the first token.
    pub first_ms: f64,
    /// The end of the step that gave the last token.
    pub finish_ms: f64,
}

/// What the engine did, summed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// When the last step ended.
    pub end_ms: f64,
    /// Time in steps.
    pub busy_ms: f64,
    /// Decode batch × time, in sequence-milliseconds.
    pub batch_ms: f64,
    /// Tokens held × time, in token-milliseconds.
    pub kv_ms: f64,
    /// Time in steps that computed prompts.
    pub prefill_ms: f64,
    /// Engine steps.
    pub steps: u64,
    /// Jumps and single steps: what the simulation paid for.
    pub events: u64,
    /// Sequences that lost their memory and began anew.
    pub preemptions: u64,
    /// Prompt tokens computed, recomputed ones included.
    pub prefill_tokens: u64,
}

impl Tally {
    /// Adds what another copy did.
    pub(super) fn add(&mut self, other: &Self) {
        let Self { end_ms, busy_ms, batch_ms, kv_ms, prefill_ms, steps, events, preemptions, prefill_tokens } =
            other;
        self.end_ms += end_ms;
        self.busy_ms += busy_ms;
        self.batch_ms += batch_ms;
        self.kv_ms += kv_ms;
        self.prefill_ms += prefill_ms;
        self.steps += steps;
        self.events += events;
        self.preemptions += preemptions;
        self.prefill_tokens += prefill_tokens;
    }
}

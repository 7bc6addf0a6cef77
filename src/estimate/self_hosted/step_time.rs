//! How long one step of a serving engine takes: the face that the load simulation sees.

/// Tokens that a usual engine computes in one step at most (vLLM's default on data-centre GPUs).
pub const USUAL_STEP_TOKENS: u32 = 8192;

/// Times of single engine steps of one copy of a deployment.
///
/// A step is one forward pass: every running sequence yields one token, and a chunk of a waiting prompt may
/// ride along. Implementations are pure: the same arguments give the same time.
pub trait StepTime {
    /// Time in milliseconds of a step that only decodes: `batch` sequences, one new token each, which together
    /// attend to `context_tokens` cached tokens.
    ///
    /// Linear in `context_tokens` for a given `batch`, so that `n` steps have a closed form. An empty batch
    /// takes no time.
    fn decode_ms(&self, batch: u32, context_tokens: f64) -> f64;

    /// Time in milliseconds of a step that also computes `prefill_tokens` prompt tokens, whose prompts already
    /// have `prefill_context` tokens in the cache; equals [`Self::decode_ms`] without prompt tokens.
    fn mixed_ms(&self, batch: u32, context_tokens: f64, prefill_tokens: f64, prefill_context: f64) -> f64;
}

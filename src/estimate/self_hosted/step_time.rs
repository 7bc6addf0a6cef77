//! How long one step of a serving engine takes: the face that the load simulation sees.

use crate::catalogue::precision::Engine;

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

    /// How the engine shares its steps between prompts and running answers.
    fn scheduling(&self) -> Scheduling {
        Scheduling::DecodeFirst
    }
}

/// How an engine shares its steps between prompts and running answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheduling {
    /// Every running sequence decodes in every step; what is left of the token budget goes to prompts in chunks
    /// (vLLM's V1 engine, TensorRT-LLM).
    #[default]
    DecodeFirst,
    /// Waiting prompts are computed in steps of their own, and running answers wait (SGLang without mixed chunks,
    /// ATOM, vLLM's V0 engine).
    PromptsFirst,
}

impl Scheduling {
    /// What the engine does with its usual settings.
    #[must_use]
    pub const fn of(engine: Engine) -> Self {
        match engine {
            Engine::Sglang | Engine::Other => Self::PromptsFirst,
            Engine::Vllm | Engine::TensorRtLlm | Engine::LlamaCpp => Self::DecodeFirst,
        }
    }
}

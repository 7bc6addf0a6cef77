//! What the tests and benches of the load simulation share: step times that are simple and of a plausible size.
#![allow(dead_code, reason = "each test binary takes what it needs")]

use inference_estimator::estimate::self_hosted::step_time::StepTime;

/// Step times with the shape of a roofline: weights are read or multiplied, keys are read, prompts are computed.
#[derive(Clone, Copy)]
#[allow(unreachable_pub, reason = "a module of test binaries")]
pub struct AffineStep {
    /// Per step: launches and the reading of the weights.
    pub step_ms: f64,
    /// Per token that goes through the weights.
    pub token_ms: f64,
    /// Per cached token that is read.
    pub context_ms: f64,
    /// Per pair of prompt token and key.
    pub pair_ms: f64,
}

impl Default for AffineStep {
    /// About an 8 B model on one large GPU.
    fn default() -> Self {
        Self { step_ms: 5.731, token_ms: 0.0231, context_ms: 5.17e-5, pair_ms: 1.3e-6 }
    }
}

impl StepTime for AffineStep {
    fn decode_ms(&self, batch: u32, context_tokens: f64) -> f64 {
        if batch == 0 {
            return 0.0;
        }
        self.step_ms.max(2.0 + self.token_ms * f64::from(batch)) + self.context_ms * context_tokens
    }

    fn mixed_ms(&self, batch: u32, context_tokens: f64, prefill_tokens: f64, prefill_context: f64) -> f64 {
        let tokens = f64::from(batch) + prefill_tokens;
        self.step_ms.max(2.0 + self.token_ms * tokens)
            + self.context_ms * context_tokens
            + self.pair_ms * prefill_tokens * (prefill_context + 0.5 * prefill_tokens)
    }
}

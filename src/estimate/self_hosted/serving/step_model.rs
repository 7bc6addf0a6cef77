//! How long one step of a serving engine takes.

use super::constants::{Base, Constants};
use super::decode::DecodeAttention;
use super::deployment::Deployment;
use super::prefill::PrefillAttention;
use super::roofline::Roofline;
use crate::estimate::self_hosted::step_time::StepTime;
use crate::units::Power;

/// Rooflines with calibrated constants: what a step of one deployment costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepModel {
    /// The deployment's constants.
    pub base: Base,
    roofline: Roofline,
    decode: DecodeAttention,
    prefill: PrefillAttention,
    stages: f64,
    data: f64,
    step_tokens: f64,
    /// Factors on decode, prompt work and fixed times, from the user's own measurements; 1 without any.
    pub calibration: Calibration,
}

/// Factors by which a user's own measurements shift the model for one scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// On the time of decode steps without their fixed part.
    pub decode: f64,
    /// On the time of prompts without its fixed part.
    pub prefill: f64,
    /// On fixed times.
    pub overhead: f64,
}

impl Calibration {
    /// Changes nothing.
    pub const NEUTRAL: Self = Self { decode: 1.0, prefill: 1.0, overhead: 1.0 };
}

impl StepModel {
    /// The step times of `deployment` when conversations hold about `typical_context_tokens`.
    #[must_use]
    pub fn new(deployment: &Deployment<'_>, constants: &Constants, typical_context_tokens: f64) -> Self {
        let base =
            constants.resolve(deployment.gpu.family, deployment.engine, deployment.engine_age_years.max(0.0));
        Self {
            base,
            roofline: Roofline::new(deployment, &base),
            decode: DecodeAttention::new(deployment, &base, typical_context_tokens),
            prefill: PrefillAttention::new(deployment, &base),
            stages: f64::from(deployment.parallelism.pipeline.max(1)),
            data: f64::from(deployment.parallelism.data.max(1)),
            step_tokens: f64::from(deployment.step_tokens.max(1)),
            calibration: Calibration::NEUTRAL,
        }
    }

    /// Seconds of a step; sequences of different pipeline stages run side by side, so a pass carries a part of
    /// the batch through all layers.
    fn step_s(&self, batch: f64, context: f64, prompt: f64, prompt_attention_s: f64) -> f64 {
        let groups = self.stages;
        let own_batch = if batch > 0.0 { (batch / groups).max(1.0) } else { 0.0 };
        let share = own_batch / batch.max(1.0);
        let pass = self.roofline.pass_s(own_batch + prompt / groups, own_batch);
        let attention = (self.decode.s_per_context_token * context * share
            + self.decode.s_per_sequence * own_batch
            + prompt_attention_s / groups)
            / self.data;
        let loss =
            1.0 + self.base.pipeline_loss * (groups - 1.0) + self.base.data_loss * self.data.doublings();
        let eager = if prompt > 0.0 { self.base.eager } else { 1.0 };
        let fixed = self.roofline.layers_s * eager
            + (self.base.step_us + self.base.sequence_us * batch / self.data) * 1e-6;
        let factor = if prompt > 0.0 { self.calibration.prefill } else { self.calibration.decode };
        (pass + attention) * factor * loss + fixed * self.calibration.overhead
    }

    /// Milliseconds of a decode step of `batch` sequences (a mean may be a fraction) with `context` tokens in all.
    #[must_use]
    pub fn mean_decode_ms(&self, batch: f64, context: f64) -> f64 {
        if batch <= 0.0 { 0.0 } else { 1e3 * self.step_s(batch, context, 0.0, 0.0) }
    }

    /// Milliseconds of `prompts` prompts of `tokens` tokens each, computed alone, in steps as full as may be,
    /// after `context` tokens that are in the cache already.
    #[must_use]
    pub fn prompts_ms(&self, prompts: f64, tokens: f64, context: f64) -> f64 {
        let all = prompts * tokens;
        if all <= 0.0 {
            return 0.0;
        }
        let budget = self.step_tokens * self.data;
        let full_steps = (all / budget).floor();
        let rest = all - full_steps * budget;
        let mut seconds = self.prefill.prompt_s(tokens, context) * prompts / self.stages / self.data
            * self.calibration.prefill
            + full_steps * self.step_s(0.0, 0.0, budget, 0.0);
        if rest >= 1.0 || full_steps < 1.0 {
            seconds += self.step_s(0.0, 0.0, rest, 0.0);
        }
        // The pipeline fills and drains once.
        let steps = full_steps + f64::from(u8::from(rest >= 1.0));
        1e3 * seconds * (steps.max(1.0) + self.stages - 1.0) / steps.max(1.0)
    }
}

impl StepTime for StepModel {
    fn decode_ms(&self, batch: u32, context_tokens: f64) -> f64 {
        self.mean_decode_ms(f64::from(batch), context_tokens)
    }

    fn mixed_ms(&self, batch: u32, context_tokens: f64, prefill_tokens: f64, prefill_context: f64) -> f64 {
        if prefill_tokens <= 0.0 {
            return self.decode_ms(batch, context_tokens);
        }
        let attention = self.prefill.prompt_s(prefill_tokens, prefill_context);
        1e3 * self.step_s(f64::from(batch), context_tokens, prefill_tokens, attention)
    }
}

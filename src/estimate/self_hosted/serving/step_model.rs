//! How long one step of a serving engine takes.

use super::constants::{Base, Constants};
use super::decode::DecodeAttention;
use super::deployment::Deployment;
use super::prefill::PrefillAttention;
use super::roofline::Roofline;
use crate::estimate::self_hosted::step_time::{Scheduling, StepTime};
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
    /// How the engine shares steps between prompts and answers.
    pub scheduling: Scheduling,
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
        Self::with_base(deployment, base, typical_context_tokens)
    }

    /// The same with the constants `base` of this deployment, as [`Constants::resolve`] gives them.
    #[must_use]
    pub fn with_base(deployment: &Deployment<'_>, base: Base, typical_context_tokens: f64) -> Self {
        Self {
            base,
            roofline: Roofline::new(deployment, &base),
            decode: DecodeAttention::new(deployment, &base, typical_context_tokens),
            prefill: PrefillAttention::new(deployment, &base),
            stages: f64::from(deployment.parallelism.pipeline.max(1)),
            data: f64::from(deployment.parallelism.data.max(1)),
            step_tokens: f64::from(deployment.step_tokens.max(1)),
            scheduling: Scheduling::of(deployment.engine),
            calibration: Calibration::NEUTRAL,
        }
    }

    /// Seconds of a step; sequences of different pipeline stages run side by side, so a pass carries a part of
    /// the batch through all layers.
    fn step_s(&self, batch: f64, context: f64, prompt: f64, prompt_attention_s: f64) -> f64 {
        let groups = self.stages;
        let own_batch = if batch > 0.0 { (batch / groups).max(1.0) } else { 0.0 };
        let share = own_batch / batch.max(1.0);
        let decode_attention = (self.decode.s_per_context_token * context * share
            + self.decode.s_per_sequence * own_batch)
            / self.data;
        let with_prompts = prompt > 0.0;
        let pass = self.roofline.pass_s(own_batch + prompt / groups, own_batch);
        let attention = decode_attention + prompt_attention_s / groups / self.data;
        let Calibration { decode, prefill, overhead } = self.calibration;
        let work = match () {
            () if !with_prompts => (pass + attention) * decode,
            () if self.calibration == Calibration::NEUTRAL => pass + attention,
            // The answers' part as without prompts, and what the prompts add to it.
            () => {
                let alone = if own_batch > 0.0 { self.roofline.pass_s(own_batch, own_batch) } else { 0.0 };
                let answers = alone + decode_attention;
                answers * decode + (pass + attention - answers).max(0.0) * prefill
            }
        };
        let loss =
            1.0 + self.base.pipeline_loss * (groups - 1.0) + self.base.data_loss * self.data.doublings();
        let (eager, prompt_step_us) =
            if with_prompts { (self.base.eager, self.base.prompt_step_us) } else { (1.0, 0.0) };
        let step_us = self.base.step_us + self.base.v0_us + prompt_step_us;
        let fixed =
            self.roofline.layers_s * eager + (step_us + self.base.sequence_us * batch / self.data) * 1e-6;
        work * loss + fixed * overhead
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

impl StepModel {
    /// Milliseconds by which one prompt of `tokens` delays `batch` running answers with `context` tokens in all:
    /// what it adds to the steps that carry it, or its own steps where the engine computes prompts alone.
    #[must_use]
    pub fn joining_ms(&self, batch: f64, context: f64, tokens: f64) -> f64 {
        if self.scheduling == Scheduling::PromptsFirst {
            return self.prompts_ms(1.0, tokens, 0.0);
        }
        let room = (self.step_tokens * self.data - batch).max(256.0);
        let full = (tokens / room).floor();
        let rest = tokens - full * room;
        let decode = self.step_s(batch, context, 0.0, 0.0);
        let added = |chunk: f64| {
            if chunk < 1.0 { 0.0 } else { (self.step_s(batch, context, chunk, 0.0) - decode).max(0.0) }
        };
        let attention =
            self.prefill.prompt_s(tokens, 0.0) / self.stages / self.data * self.calibration.prefill;
        1e3 * (full * added(room) + added(rest) + attention)
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
        if self.scheduling == Scheduling::PromptsFirst {
            // Two steps, one after the other.
            return self.decode_ms(batch, context_tokens)
                + 1e3 * self.step_s(0.0, 0.0, prefill_tokens, attention);
        }
        1e3 * self.step_s(f64::from(batch), context_tokens, prefill_tokens, attention)
    }

    fn scheduling(&self) -> Scheduling {
        self.scheduling
    }
}

//! Step times as the jumps need them: for a batch, a base and a slope over the context, looked up once.

use crate::estimate::self_hosted::step_time::StepTime;
use crate::units::Share;

/// A small model proposes tokens, the large one checks them all in one step.
///
/// Every step then yields (1 − αᵏ⁺¹) ÷ (1 − α) tokens a sequence in the mean (α the acceptance of one token, k
/// the draft length), checks k + 1 tokens a sequence, and pays for k steps of the draft model. The simulation
/// lets every step yield the mean. Source: Leviathan, Kalman, Matias: "Fast inference from transformers via
/// speculative decoding", ICML 2023, equation 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speculation {
    /// Tokens proposed a step.
    pub draft_tokens: u32,
    /// Chance that one proposed token is accepted.
    pub acceptance: Share,
    /// Time of one step of the draft model, as a share of a decode step of the large model.
    pub draft_cost: Share,
}

impl Speculation {
    /// Mean tokens that one step yields a sequence, from 1 to `draft_tokens` + 1.
    ///
    /// ```
    /// use inference_estimator::{estimate::self_hosted::queueing::Speculation, units::Share};
    /// let half = Speculation {
    ///     draft_tokens: 2,
    ///     acceptance: Share::new(0.5).unwrap(),
    ///     draft_cost: Share::new(0.1).unwrap(),
    /// };
    /// assert_eq!(half.tokens_per_step(), 1.75);
    /// ```
    #[must_use]
    pub fn tokens_per_step(&self) -> f64 {
        let alpha = self.acceptance.get();
        // The sum 1 + α + … + αᵏ has no trouble at α = 1.
        (0..self.draft_tokens.min(64)).fold(1.0, |sum, _| 1.0 + alpha * sum)
    }
}

/// Step times of one copy, speculation included.
pub(super) struct Rates<'a> {
    step: &'a dyn StepTime,
    /// Tokens a sequence gains in a step.
    pub(super) gain: f64,
    /// Tokens a sequence puts through the model in a step.
    pub(super) width: u32,
    draft_steps: f64,
    table: Vec<Line>,
}

/// Step time of a batch: `base` + `slope` · context tokens; NaN until asked for.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) base: f64,
    pub(super) slope: f64,
}

/// Far beyond any context a batch holds, so that the slope keeps all its digits; a power of two.
const FAR: f64 = 4_194_304.0;

impl<'a> Rates<'a> {
    pub(super) fn new(step: &'a dyn StepTime, speculation: Option<Speculation>, max_batch: u32) -> Self {
        let (gain, width, draft_steps) = speculation.map_or((1.0, 1, 0.0), |s| {
            (s.tokens_per_step(), s.draft_tokens + 1, f64::from(s.draft_tokens) * s.draft_cost.get())
        });
        let table = vec![Line { base: f64::NAN, slope: 0.0 }; max_batch as usize + 1];
        Self { step, gain, width, draft_steps, table }
    }

    /// The decode line of `batch` sequences.
    #[inline]
    pub(super) fn line(&mut self, batch: u32) -> Line {
        match self.table.get(batch as usize) {
            Some(line) if !line.base.is_nan() => *line,
            _ => self.look_up(batch),
        }
    }

    #[cold]
    fn look_up(&mut self, batch: u32) -> Line {
        let base = self.decode(batch, 0.0);
        let line = Line { base, slope: (self.decode(batch, FAR) - base) / FAR };
        if let Some(place) = self.table.get_mut(batch as usize) {
            *place = line;
        }
        line
    }

    fn decode(&self, batch: u32, context: f64) -> f64 {
        let check = self.step.decode_ms(batch * self.width, context);
        if self.draft_steps > 0.0 {
            check + self.draft_steps * self.step.decode_ms(batch, context)
        } else {
            check
        }
    }

    /// Time of a step that also computes `tokens` prompt tokens behind `prefix` cached ones.
    pub(super) fn mixed(&self, batch: u32, context: f64, tokens: f64, prefix: f64) -> f64 {
        let check = self.step.mixed_ms(batch * self.width, context, tokens, prefix);
        if self.draft_steps > 0.0 && batch > 0 {
            check + self.draft_steps * self.step.decode_ms(batch, context)
        } else {
            check
        }
    }
}

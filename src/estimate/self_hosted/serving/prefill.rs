//! Attention of prompts: computing, and quadratic.

use super::constants::Base;
use super::deployment::Deployment;
use crate::catalogue::open_model::{Attention, OtherLayers};
use crate::units::Within;

/// Time of attention over prompts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PrefillAttention {
    /// Seconds for each pair of a query and a cached token, in all layers that attend to everything.
    full_s_per_pair: f64,
    /// The same in layers with a window, and the window.
    window_s_per_pair: f64,
    window: f64,
    sparse: Option<f64>,
    /// Seconds for each token, in layers with a state.
    state_s_per_token: f64,
}

impl PrefillAttention {
    /// Prompt attention of `deployment`.
    #[must_use]
    pub(super) fn new(deployment: &Deployment<'_>, base: &Base) -> Self {
        let model = deployment.model;
        let computing = deployment.gpu.bf16.get() * base.prefill_attention;
        let heads = f64::from(model.q_heads) / f64::from(deployment.parallelism.tensor.max(1));
        let head_dim = f64::from(model.head_dim);
        let flops = match model.attention {
            Attention::Heads => 4.0 * heads * head_dim,
            Attention::Latent { rope_dim, v_dim, .. } => {
                2.0 * heads * (head_dim + f64::from(rope_dim) + f64::from(v_dim))
            }
        };
        let full = f64::from(model.full_layers);
        let others = f64::from(model.layers.saturating_sub(model.full_layers));
        let pair = flops / computing;
        let (window_s_per_pair, window, state_s_per_token) = match model.other_layers {
            OtherLayers::None => (0.0, 0.0, 0.0),
            OtherLayers::Sliding { window } | OtherLayers::Chunked { window } => {
                (others * pair, f64::from(window), 0.0)
            }
            // A chunked scan attends within chunks of about 128 tokens and updates the state.
            OtherLayers::Linear { .. } => (0.0, 0.0, others * pair * 256.0),
        };
        Self {
            full_s_per_pair: full * pair,
            window_s_per_pair,
            window,
            sparse: model.sparse_top_k.map(f64::from),
            state_s_per_token,
        }
    }

    /// Seconds of `tokens` prompt tokens of one prompt after `context` tokens that are in the cache.
    #[must_use]
    pub(super) fn prompt_s(&self, tokens: f64, context: f64) -> f64 {
        let full = match self.sparse {
            Some(limit) => windowed_pairs(tokens, context, limit),
            None => tokens * (context + tokens / 2.0),
        };
        self.full_s_per_pair * full
            + self.window_s_per_pair * windowed_pairs(tokens, context, self.window)
            + self.state_s_per_token * tokens
    }
}

/// Pairs of query and key when each query sees at most `window` keys.
fn windowed_pairs(tokens: f64, context: f64, window: f64) -> f64 {
    let growing = (window - context).within(0.0, tokens);
    growing * (context + growing / 2.0) + (tokens - growing) * window
}

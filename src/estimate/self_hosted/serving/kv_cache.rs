//! What a conversation keeps in the cache.

use super::deployment::Deployment;
use crate::catalogue::open_model::{Attention, OtherLayers};

/// Bytes that one device keeps of one conversation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KvFootprint {
    /// Bytes for each token, in layers that keep the whole context.
    pub bytes_per_token: f64,
    /// Bytes for each token, in layers that keep a window.
    pub window_bytes_per_token: f64,
    /// Tokens of that window.
    pub window_tokens: f64,
    /// Bytes whatever the length (states of linear attention).
    pub fixed_bytes: f64,
}

impl KvFootprint {
    /// The footprint of `deployment` on one of its devices.
    ///
    /// Keys and values of grouped attention are split over at most as many devices as there are KV heads; a
    /// latent is kept whole by every device of a tensor-parallel group.
    #[must_use]
    pub fn of(deployment: &Deployment<'_>) -> Self {
        let model = deployment.model;
        let value_bytes = deployment.kv.bytes_per_value();
        let tensor = f64::from(deployment.parallelism.tensor.max(1));
        let stages = f64::from(deployment.parallelism.pipeline.max(1));
        let per_layer = match model.attention {
            Attention::Heads => {
                let kv_heads = f64::from(model.kv_heads);
                2.0 * kv_heads * f64::from(model.head_dim) * value_bytes / tensor.min(kv_heads)
            }
            Attention::Latent { kv_rank, rope_dim, .. } => f64::from(kv_rank + rope_dim) * value_bytes,
        } / stages;
        // A sparse selector keeps one 8-bit key of 128 values and its scale for each token.
        let selector = if model.sparse_top_k.is_some() { 132.0 / stages } else { 0.0 };
        let full = f64::from(model.full_layers);
        let others = f64::from(model.layers.saturating_sub(model.full_layers));
        let (window_bytes_per_token, window_tokens, fixed_bytes) = match model.other_layers {
            OtherLayers::None => (0.0, 0.0, 0.0),
            OtherLayers::Chunked { .. } => (others * per_layer, f64::INFINITY, 0.0),
            OtherLayers::Sliding { window } => (others * per_layer, f64::from(window), 0.0),
            OtherLayers::Linear { state_bytes } => (0.0, 0.0, others * state_bytes / tensor / stages),
        };
        Self {
            bytes_per_token: full * (per_layer + selector),
            window_bytes_per_token,
            window_tokens,
            fixed_bytes,
        }
    }

    /// Bytes of one conversation of `tokens` on one device.
    #[must_use]
    pub fn bytes(&self, tokens: f64) -> f64 {
        self.bytes_per_token * tokens
            + self.window_bytes_per_token * tokens.min(self.window_tokens)
            + self.fixed_bytes
    }

    /// Bytes of each token of a conversation of `tokens`, on average.
    #[must_use]
    pub fn mean_bytes_per_token(&self, tokens: f64) -> f64 {
        self.bytes(tokens.max(1.0)) / tokens.max(1.0)
    }
}

//! What a conversation keeps in the cache, and what an engine reserves for one.

use super::deployment::Deployment;
use crate::catalogue::open_model::{Attention, OtherLayers};
use crate::catalogue::precision::{Engine, KvPrecision};
use crate::units::Within;

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
        let tensor = f64::from(deployment.parallelism.tensor.max(1));
        let stages = f64::from(deployment.parallelism.pipeline.max(1));
        if let Some(cache) = model.checkpoint.compressed_cache {
            let width = deployment.kv.bytes_per_value().max(1.0);
            return Self {
                bytes_per_token: cache.bytes_per_token * width / stages,
                window_bytes_per_token: 0.0,
                window_tokens: 0.0,
                fixed_bytes: 0.0,
            };
        }
        let per_layer = layer_bytes(deployment);
        let heads = f64::from(model.kv_heads * model.head_dim).max(1.0);
        let full_share = model.checkpoint.full_kv_values.map_or(1.0, |values| f64::from(values) / heads);
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
            bytes_per_token: full * (per_layer * full_share + selector),
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

/// Bytes of one token in one layer that attends, on one device.
fn layer_bytes(deployment: &Deployment<'_>) -> f64 {
    let model = deployment.model;
    let value_bytes = deployment.kv.bytes_per_value();
    let tensor = f64::from(deployment.parallelism.tensor.max(1));
    let stages = f64::from(deployment.parallelism.pipeline.max(1));
    let bytes = match model.attention {
        Attention::Heads => {
            let kv_heads = f64::from(model.kv_heads);
            let heads = kv_heads / tensor.min(kv_heads);
            // 8-bit integers keep a 32-bit scale for each token and head.
            let scales = if deployment.kv == KvPrecision::Int8PerHead { 8.0 * heads } else { 0.0 };
            2.0 * heads * f64::from(model.head_dim) * value_bytes + scales
        }
        // Sparse kernels keep the rotary key of an 8-bit latent in 16 bits, and four 32-bit scales.
        Attention::Latent { kv_rank, rope_dim, .. }
            if model.sparse_top_k.is_some() && deployment.kv == KvPrecision::Fp8 =>
        {
            f64::from(kv_rank) + 16.0 + 2.0 * f64::from(rope_dim)
        }
        // vLLM kept a latent as keys and values of every head, padded to the widest head of its kernels.
        Attention::Latent { .. } if keeps_whole_heads(deployment) => {
            2.0 * (f64::from(model.q_heads) / tensor).ceil() * PADDED_HEAD * value_bytes
        }
        Attention::Latent { kv_rank, rope_dim, .. } => f64::from(kv_rank + rope_dim) * value_bytes,
    };
    bytes / stages
}

/// From here on vLLM caches latents as they are (release 0.7.1).
const LATENT_CACHE_YEAR: f64 = 2025.09;
/// Values of a head that vLLM padded keys and values of a latent to.
const PADDED_HEAD: f64 = 256.0;

/// Whether the engine is known to be too old to cache a latent.
fn keeps_whole_heads(deployment: &Deployment<'_>) -> bool {
    deployment.engine == Engine::Vllm
        && deployment.memory.engine_year.is_some_and(|year| year < LATENT_CACHE_YEAR)
}

/// Bytes that an engine reserves on one device for one request: whole blocks, a window with the tokens of a step, and
/// groups of layers that are padded to one size.
///
/// vLLM divides layers into groups of equal size by what they keep, and takes blocks from one pool for all groups; other
/// engines have a pool for each kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reservation {
    full_per_token: f64,
    window_per_token: f64,
    window_tokens: f64,
    fixed: f64,
    block: f64,
    spread: f64,
}

impl Reservation {
    /// The reservation of `deployment` for a request whose prompt is computed in its steps.
    #[must_use]
    pub fn at_start(deployment: &Deployment<'_>) -> Self {
        Self::new(deployment, f64::from(deployment.step_tokens))
    }

    /// The reservation for a conversation that is answered, past its prompt.
    #[must_use]
    pub fn answering(deployment: &Deployment<'_>) -> Self {
        Self::new(deployment, 1.0)
    }

    fn new(deployment: &Deployment<'_>, step: f64) -> Self {
        let footprint = KvFootprint::of(deployment);
        let model = deployment.model;
        let full = f64::from(model.full_layers);
        let others = f64::from(model.layers.saturating_sub(model.full_layers));
        let pooled = deployment.engine == Engine::Vllm && full > 0.0 && others > 0.0;
        let (pad_full, pad_others) = if pooled { padding(full, others) } else { (1.0, 1.0) };
        let window = footprint.window_tokens;
        let windowed = footprint.window_bytes_per_token > 0.0;
        let kept = if windowed && window.is_finite() { window - 1.0 + step } else { f64::INFINITY };
        let stages = f64::from(deployment.parallelism.pipeline.max(1));
        let states =
            model.checkpoint.compressed_cache.map_or(0.0, |cache| cache.bytes_per_step_token / stages);
        let (window_per_token, kept) = if states > 0.0 {
            (states, 128.0 + step)
        } else {
            (footprint.window_bytes_per_token * pad_others, kept)
        };
        // A pool's blocks have the size of the largest: states of linear attention fill whole ones.
        Self {
            full_per_token: footprint.bytes_per_token * pad_full,
            window_per_token,
            window_tokens: kept,
            fixed: footprint.fixed_bytes * pad_others,
            block: if deployment.engine == Engine::LlamaCpp { 1.0 } else { 16.0 },
            spread: f64::from(deployment.memory.context_parallel.max(1)),
        }
    }

    /// Bytes for a request of `tokens`.
    #[must_use]
    pub fn bytes(&self, tokens: f64) -> f64 {
        let tokens = tokens.max(1.0);
        let blocks = |tokens: f64| (tokens / self.block).ceil() * self.block;
        let window = if self.window_tokens < tokens {
            blocks(self.window_tokens) + self.block
        } else {
            blocks(tokens)
        };
        let full = blocks((tokens / self.spread).ceil());
        self.full_per_token * full
            + self.window_per_token * window.min(blocks(tokens) + self.block)
            + self.fixed
    }

    /// Tokens of the longest request that fits into `bytes`; nothing where not even a block does.
    #[must_use]
    pub fn longest(&self, bytes: f64, most: f64) -> Option<f64> {
        if self.bytes(1.0) > bytes {
            return None;
        }
        if self.bytes(most) <= bytes {
            return Some(most);
        }
        let (mut low, mut high) = (1.0, most);
        for _ in 0..64 {
            let middle = 0.5 * (low + high);
            if self.bytes(middle) <= bytes {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some((low / self.block).floor().max(1.0) * self.block).map(|tokens| tokens.within(1.0, most))
    }
}

/// What the layers of each of two kinds take when they are padded to groups of one size.
fn padding(full: f64, others: f64) -> (f64, f64) {
    let (least, most) = (full.min(others), full.max(others));
    // Nearly equal kinds form one group each.
    let group = if most < 1.25 * least { most } else { least };
    ((full / group).ceil() * group / full, (others / group).ceil() * group / others)
}

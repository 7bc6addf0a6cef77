//! Attention of a decode step: reading the cache.

use super::constants::Base;
use super::deployment::Deployment;
use super::kv_cache::KvFootprint;
use crate::catalogue::open_model::{Attention, OtherLayers};

/// Time of decode attention: linear in the context.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct DecodeAttention {
    /// Seconds for each cached token of all sequences.
    pub(super) s_per_context_token: f64,
    /// Seconds for each sequence, whatever its context.
    pub(super) s_per_sequence: f64,
}

impl DecodeAttention {
    /// Attention of `deployment` over all layers when sequences hold about `typical_context` tokens (which decides
    /// whether windows are full and whether a sparse selector leaves tokens out).
    #[must_use]
    pub(super) fn new(deployment: &Deployment<'_>, base: &Base, typical_context: f64) -> Self {
        let model = deployment.model;
        let gpu = deployment.gpu;
        let stages = f64::from(deployment.parallelism.pipeline.max(1));
        let footprint = KvFootprint::of(deployment);
        let bandwidth = gpu.bandwidth.get() * base.kv_read;
        let computing = gpu.bf16.get() * base.prefill_attention;
        let full = f64::from(model.full_layers);
        let flops = flops_per_pair(deployment);
        let selector_bytes = if model.sparse_top_k.is_some() { 132.0 * full } else { 0.0 };
        let full_bytes = footprint.bytes_per_token * stages - selector_bytes;
        let full_token = (full_bytes / bandwidth).max(full * flops / computing);
        let window_token = footprint.window_bytes_per_token * stages / bandwidth;

        let mut line = Self {
            s_per_context_token: selector_bytes / bandwidth,
            s_per_sequence: 2.0 * footprint.fixed_bytes * stages / bandwidth,
        };
        line.add(full_token, model.sparse_top_k.map(f64::from), typical_context);
        let window = match model.other_layers {
            OtherLayers::Sliding { window } | OtherLayers::Chunked { window } => f64::from(window),
            OtherLayers::None | OtherLayers::Linear { .. } => f64::INFINITY,
        };
        line.add(window_token, Some(window), typical_context);
        line
    }

    /// Adds layers that cost `seconds` a token, of which they read at most `limit` of each sequence.
    fn add(&mut self, seconds: f64, limit: Option<f64>, typical_context: f64) {
        match limit {
            Some(limit) if typical_context > limit => self.s_per_sequence += seconds * limit,
            _ => self.s_per_context_token += seconds,
        }
    }
}

/// Operations on one device for one query token and one cached token, in one layer of decode.
fn flops_per_pair(deployment: &Deployment<'_>) -> f64 {
    let model = deployment.model;
    let heads = f64::from(model.q_heads) / f64::from(deployment.parallelism.tensor.max(1));
    match model.attention {
        Attention::Heads => 4.0 * heads * f64::from(model.head_dim),
        // The absorbed form scores against latent and rotary key and sums latents.
        Attention::Latent { kv_rank, rope_dim, .. } => 2.0 * heads * f64::from(2 * kv_rank + rope_dim),
    }
}

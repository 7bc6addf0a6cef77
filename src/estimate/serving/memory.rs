//! What fits: weights, cache, activations and reserve on one device.

use super::deployment::Deployment;
use super::kv_cache::KvFootprint;

/// Bytes on one device of a copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// What the engine may fill.
    pub usable: f64,
    /// Weights.
    pub weights: f64,
    /// Peak of the activations of a full step.
    pub activations: f64,
    /// Runtime, graphs and communication buffers.
    pub reserve: f64,
    /// What is left for the cache; negative when it does not fit.
    pub cache: f64,
    /// What one conversation keeps.
    pub footprint: KvFootprint,
    /// Copies of the cache among the devices that hold different conversations.
    pub data_groups: f64,
}

impl Memory {
    /// The memory of `deployment`.
    #[must_use]
    pub fn of(deployment: &Deployment<'_>) -> Self {
        let usable = deployment.gpu.memory.get() * deployment.memory_share.get();
        let weights = weight_bytes(deployment);
        let activations = activation_bytes(deployment);
        let reserve = reserve_bytes(deployment);
        Self {
            usable,
            weights,
            activations,
            reserve,
            cache: usable - weights - activations - reserve,
            footprint: KvFootprint::of(deployment),
            data_groups: f64::from(deployment.parallelism.data.max(1)),
        }
    }

    /// Conversations of `tokens` tokens that the copy holds at once.
    #[must_use]
    pub fn conversations(&self, tokens: f64) -> f64 {
        let one = self.footprint.bytes(tokens.max(1.0));
        if self.cache <= 0.0 || one <= 0.0 { 0.0 } else { self.cache / one * self.data_groups }
    }

    /// Tokens that the copy's cache holds in conversations of `tokens` tokens.
    #[must_use]
    pub fn kv_tokens(&self, tokens: f64) -> f64 {
        self.conversations(tokens) * tokens
    }
}

/// Bytes of weights on one device: experts are cut or spread over all devices, the rest over the tensor-parallel
/// group, layers over the pipeline.
#[must_use]
pub fn weight_bytes(deployment: &Deployment<'_>) -> f64 {
    let model = deployment.model;
    let parts = model.parameters();
    let stored = deployment.part_precisions();
    let split = deployment.parallelism;
    let tensor = f64::from(split.tensor.max(1));
    let stages = f64::from(split.pipeline.max(1));
    let group = tensor * f64::from(split.data.max(1));
    let (total, shared) = model.experts.map_or((0.0, 0.0), |e| (f64::from(e.total), f64::from(e.shared)));
    let layers = f64::from(model.layers);
    let attention = parts.attention_per_layer * layers * stored.attention.bytes_per_weight();
    let dense =
        parts.ffn_per_layer * parts.dense_layers + (shared * parts.expert + parts.router) * parts.moe_layers;
    let routed = total * parts.expert * parts.moe_layers * stored.experts.bytes_per_weight();
    let ends = (parts.head + parts.embedding) * stored.head.bytes_per_weight();
    ((attention + dense * stored.dense.bytes_per_weight() + ends) / tensor + routed / group) / stages
}

/// Peak of the activations of a step of `step_tokens`: the residual stream and the widest block, in 16 bits, and
/// scores over the vocabulary in 32 bits for the sequences that are sampled.
fn activation_bytes(deployment: &Deployment<'_>) -> f64 {
    let model = deployment.model;
    let tensor = f64::from(deployment.parallelism.tensor.max(1));
    let tokens = f64::from(deployment.step_tokens);
    let hidden = f64::from(model.hidden);
    let expert_width = model.experts.map_or(0.0, |e| f64::from(e.ffn_size * (e.active + e.shared)));
    let widest = f64::from(model.ffn_size).max(expert_width) * 2.0 / tensor;
    let visits = model.experts.map_or(0.0, |e| f64::from(e.active)) * hidden;
    let block = tokens * (4.0 * hidden + widest + visits) * 2.0;
    let scores = f64::from(deployment.max_sequences) * f64::from(model.vocab) * 4.0 / tensor;
    block + scores
}

/// Runtime context, captured graphs and, with several devices, communication buffers.
fn reserve_bytes(deployment: &Deployment<'_>) -> f64 {
    let communication = if deployment.parallelism.devices() > 1 { 0.5 } else { 0.0 };
    (0.6 + communication) * 1_073_741_824.0
}

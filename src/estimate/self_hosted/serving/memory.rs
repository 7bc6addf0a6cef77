//! What fits: weights, cache, activations and reserve on one device.

use super::deployment::{Deployment, Parallelism};
use super::kv_cache::KvFootprint;
use crate::catalogue::precision::{Engine, KvPrecision, WeightPrecision};

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
        // TensorRT-LLM takes its share of what is left, the others a share of the whole.
        let (usable, cache) = if deployment.engine == Engine::TensorRtLlm {
            let whole = deployment.gpu.memory.get();
            let share = deployment.memory_share.get();
            let left = whole - weights - activations - reserve;
            (whole - left.max(0.0) * (1.0 - share), if left > 0.0 { left * share } else { left })
        } else {
            (usable, usable - weights - activations - reserve)
        };
        Self {
            usable,
            weights,
            activations,
            reserve,
            cache,
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

    /// Bytes that are missing on each device for one conversation of `tokens` tokens; nothing when it fits.
    #[must_use]
    pub fn missing_bytes(&self, tokens: f64) -> f64 {
        (self.footprint.bytes(tokens.max(1.0)) - self.cache).max(0.0)
    }

    /// Tokens that the copy's cache holds in conversations of `tokens` tokens.
    #[must_use]
    pub fn kv_tokens(&self, tokens: f64) -> f64 {
        self.conversations(tokens) * tokens
    }
}

/// A single change that would make a conversation fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Remedy {
    /// Store the weights in this precision.
    Weights(WeightPrecision),
    /// Store the cache in this precision.
    Cache(KvPrecision),
    /// Split the copy over this many devices.
    Devices(u32),
    /// Keep conversations within this many tokens.
    Context(f64),
}

/// Single changes, each enough by itself, that would make one conversation of `tokens` tokens fit; none when it
/// fits already. The mildest of each kind: the largest precision, the fewest devices, the longest context.
#[must_use]
pub fn remedies(deployment: &Deployment<'_>, tokens: f64) -> Vec<Remedy> {
    let fits = |changed: &Deployment<'_>| Memory::of(changed).missing_bytes(tokens) <= 0.0;
    let mut found = Vec::new();
    if fits(deployment) {
        return found;
    }
    let stored = deployment.weights.bytes_per_weight();
    let weights =
        [WeightPrecision::Fp8, WeightPrecision::Int4].into_iter().filter(|w| w.bytes_per_weight() < stored);
    let mut weights = weights.filter(|w| fits(&Deployment { weights: *w, ..deployment.clone() }));
    found.extend(weights.next().map(Remedy::Weights));
    if deployment.kv == KvPrecision::Bf16 && fits(&Deployment { kv: KvPrecision::Fp8, ..deployment.clone() })
    {
        found.push(Remedy::Cache(KvPrecision::Fp8));
    }
    let split = deployment.parallelism;
    let wider = [2, 4, 8, 16].into_iter().filter(|tensor| *tensor > split.tensor);
    let mut wider = wider.filter(|tensor| {
        fits(&Deployment { parallelism: Parallelism { tensor: *tensor, ..split }, ..deployment.clone() })
    });
    found.extend(wider.next().map(|tensor| Remedy::Devices(tensor * split.pipeline * split.data)));
    let memory = Memory::of(deployment);
    let room = memory.cache - memory.footprint.fixed_bytes;
    let per_token = memory.footprint.bytes_per_token + memory.footprint.window_bytes_per_token;
    if room > per_token && per_token > 0.0 {
        found.push(Remedy::Context((room / per_token).floor()));
    }
    found
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
    let expert_width = model.experts.map_or(0.0, |e| f64::from(e.ffn_size) * f64::from(e.active + e.shared));
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

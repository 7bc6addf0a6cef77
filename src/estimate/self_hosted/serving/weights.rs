//! Bytes of weights on one device, from the parts of a checkpoint.

use super::deployment::Deployment;
use crate::catalogue::open_model::{Attention, OtherLayers, Quantised};
use crate::catalogue::precision::{Engine, WeightPrecision};

/// Part of a linear-attention layer's projections that NVFP4 checkpoints keep in 16 bits: those that feed its state.
const STATE_INPUTS: f64 = 0.73;

/// Bytes of weights on the device that has most of them.
///
/// Experts are cut or spread over all devices of a group, other matrices over the tensor-parallel group. What latent
/// attention compresses (queries and the latent), routers and small heads are kept whole by every rank. Layers are
/// divided over the stages of a pipeline; its ends have the embedding and the head. Towers for images stay in 16 bits.
#[must_use]
pub(super) fn weight_bytes(deployment: &Deployment<'_>) -> f64 {
    let model = deployment.model;
    let parts = model.parameters();
    let stored = deployment.part_precisions();
    let split = deployment.parallelism;
    let tensor = f64::from(split.tensor.max(1));
    let stages = f64::from(split.pipeline.max(1));
    let group = tensor * f64::from(split.data.max(1));
    let layers = f64::from(model.layers);
    let (total, shared) = model.experts.map_or((0.0, 0.0), |e| (f64::from(e.total), f64::from(e.shared)));

    let attention = parts.attention_per_layer * layers;
    let whole = replicated_attention(deployment).min(attention);
    let attention_bytes = attention_bytes(deployment, stored.attention);
    let dense = parts.ffn_per_layer * parts.dense_layers + shared * parts.expert * parts.moe_layers;
    let routed = total * padded_expert(deployment, parts.expert) * parts.moe_layers;
    let routers = parts.router * parts.moe_layers * 2.0;
    let in_layers = ((attention - whole) / tensor + whole) * attention_bytes
        + dense / tensor * bytes_of(deployment, stored.dense)
        + routed / group * expert_bytes(deployment, stored.experts)
        + routers;
    let head = bytes_of(deployment, stored.head) / tensor;
    let ends = if stages > 1.0 { parts.head.max(parts.embedding) } else { parts.head + parts.embedding };
    let towers = if deployment.engine == Engine::LlamaCpp { 0.0 } else { model.checkpoint.tower_params };
    let last_stage = (layers / stages).ceil() / layers.max(1.0);
    in_layers * last_stage + ends * head + towers * 2.0 / tensor
}

/// Bytes of a weight, with the scales of the formats that engines load.
fn bytes_of(deployment: &Deployment<'_>, stored: WeightPrecision) -> f64 {
    match stored {
        // A 32-bit scale for each block of 128 × 128.
        WeightPrecision::Fp8 | WeightPrecision::Int8 if deployment.gpu.fp8.is_none() => {
            // Kernels that unpack keep a 16-bit scale for 128 values.
            1.0 + 2.0 / 128.0
        }
        _ => stored.bytes_per_weight(),
    }
}

fn expert_bytes(deployment: &Deployment<'_>, stored: WeightPrecision) -> f64 {
    match (stored, deployment.model.checkpoint.quantised) {
        // A 16-bit scale for 32 values.
        (WeightPrecision::Int4, Quantised::ExpertsInGroupsOf32) => 0.5625,
        // 4-bit floats with a shared 8-bit exponent for 32 values.
        (WeightPrecision::Fp4, Quantised::ExpertsRestFp8) => WeightPrecision::Mxfp4.bytes_per_weight(),
        _ => bytes_of(deployment, stored),
    }
}

/// Parameters of one expert as it is loaded: MXFP4 kernels pad its inner width to a multiple of 256.
fn padded_expert(deployment: &Deployment<'_>, expert: f64) -> f64 {
    let width = deployment.model.experts.map_or(0, |experts| experts.ffn_size);
    let pads = deployment.weights == WeightPrecision::Mxfp4 && deployment.engine != Engine::LlamaCpp;
    if !pads || width == 0 {
        return expert;
    }
    expert * f64::from(width.div_ceil(256) * 256) / f64::from(width)
}

/// Bytes of a weight of attention, on average over the layers.
fn attention_bytes(deployment: &Deployment<'_>, stored: WeightPrecision) -> f64 {
    let bytes = bytes_of(deployment, stored);
    let model = deployment.model;
    let linear = matches!(model.other_layers, OtherLayers::Linear { .. });
    if stored != WeightPrecision::Fp4 || !linear {
        return bytes;
    }
    let others = f64::from(model.layers.saturating_sub(model.full_layers)) / f64::from(model.layers.max(1));
    let kept = others * STATE_INPUTS;
    kept * 2.0 + (1.0 - kept) * bytes
}

/// Parameters of latent attention that every rank keeps whole: the projections down to the compressed queries and to
/// the latent.
fn replicated_attention(deployment: &Deployment<'_>) -> f64 {
    let model = deployment.model;
    match model.attention {
        Attention::Heads => 0.0,
        Attention::Latent { q_rank, kv_rank, rope_dim, .. } => {
            let ranks = f64::from(q_rank.unwrap_or(0) + kv_rank + rope_dim);
            f64::from(model.hidden) * ranks * f64::from(model.layers)
        }
    }
}

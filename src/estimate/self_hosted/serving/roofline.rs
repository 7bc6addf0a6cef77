//! Products of activations and weights: each costs its computing or its reading, whichever is longer, and a part
//! of the shorter.

use super::collective::Link;
use super::constants::Base;
use super::deployment::Deployment;
use crate::catalogue::gpu::Gpu;
use crate::catalogue::open_model::OtherLayers;
use crate::catalogue::open_model::{Attention, Experts};
use crate::catalogue::precision::WeightPrecision;
use crate::units::Power;

/// Matrices of one kind in all layers, as one device sees them.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Matrices {
    /// Parameters on one device.
    params: f64,
    /// Bytes that these take, as many as 16-bit weights that take as long to read.
    bytes: f64,
    /// Operations a second that the product reaches.
    flops_per_s: f64,
}

impl Matrices {
    fn new(params: f64, precision: WeightPrecision, gpu: &Gpu, base: &Base) -> Self {
        Self {
            params,
            bytes: params * precision.bytes_per_weight() / reading(precision, base),
            flops_per_s: product_flops_per_s(precision, gpu, base),
        }
    }
}

/// Part of the memory efficiency that weights of `precision` keep.
const fn reading(precision: WeightPrecision, base: &Base) -> f64 {
    match precision {
        WeightPrecision::Bf16 => 1.0,
        WeightPrecision::Fp8 | WeightPrecision::Int8 | WeightPrecision::Q8_0 => base.memory8,
        _ => base.memory4,
    }
}

/// Part of the memory efficiency that expert weights of `precision` keep.
const fn expert_reading(precision: WeightPrecision, gpu: &Gpu, base: &Base) -> f64 {
    match precision {
        WeightPrecision::Bf16 => 1.0,
        WeightPrecision::Fp8 | WeightPrecision::Int8 | WeightPrecision::Q8_0 => base.expert8,
        WeightPrecision::Fp4 | WeightPrecision::Mxfp4 if gpu.fp4.is_some() => base.expert4,
        _ => base.expert_unpack,
    }
}

/// Operations a second that large products of `precision` reach; weights of a format that the device does not
/// compute with are unpacked to 16 bits.
fn product_flops_per_s(precision: WeightPrecision, gpu: &Gpu, base: &Base) -> f64 {
    let sixteen = gpu.bf16.get() * base.linear16;
    let unpacked = sixteen * base.unpack;
    let eight = |peak: Option<crate::units::FlopPerSec>| peak.map(|peak| peak.get() * base.linear8);
    match precision {
        WeightPrecision::Bf16 => sixteen,
        WeightPrecision::Fp8 => eight(gpu.fp8).unwrap_or(unpacked),
        WeightPrecision::Int8 => eight(gpu.int8).unwrap_or(unpacked),
        WeightPrecision::Fp4 => gpu.fp4.map_or(unpacked, |peak| peak.get() * base.linear4),
        // Devices with 4-bit floats multiply MXFP4 weights with 8-bit activations.
        WeightPrecision::Mxfp4 if gpu.fp4.is_some() => eight(gpu.fp8).unwrap_or(unpacked),
        WeightPrecision::Mxfp4
        | WeightPrecision::Int4
        | WeightPrecision::Q8_0
        | WeightPrecision::Q4KM
        | WeightPrecision::Q4_0 => unpacked,
    }
}

/// The routed experts of all layers.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Routed {
    shape: Experts,
    /// Parameters of one expert in all layers, on all devices of the group.
    expert_params: f64,
    bytes_per_weight: f64,
    flops_per_s: f64,
    /// Devices over which the experts are spread or cut.
    devices: f64,
    /// Devices over which whole experts are spread.
    spread: f64,
    /// See [`Base::expert_imbalance`].
    imbalance: f64,
}

/// Everything in a forward pass but attention over the context.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Roofline {
    always: [Matrices; 3],
    head: Matrices,
    routed: Option<Routed>,
    bandwidth: f64,
    expert_bandwidth: f64,
    overlap: f64,
    rows: f64,
    expert_spread: f64,
    expert_rows: f64,
    activation_s_per_row: f64,
    tensor: f64,
    data: f64,
    hidden: f64,
    layers: f64,
    link: Link,
    /// Fixed seconds of all layers in a decode step.
    pub(super) layers_s: f64,
}

impl Roofline {
    /// The rooflines of `deployment` with the constants `base`.
    #[must_use]
    pub(super) fn new(deployment: &Deployment<'_>, base: &Base) -> Self {
        let (model, gpu) = (deployment.model, deployment.gpu);
        let parts = model.parameters();
        let stored = deployment.part_precisions();
        let split = deployment.parallelism;
        let tensor = f64::from(split.tensor.max(1));
        let data = f64::from(split.data.max(1));
        let layers = f64::from(model.layers);
        let bandwidth = gpu.bandwidth.get() * base.memory;
        let matrices = |params: f64, precision| Matrices::new(params / tensor, precision, gpu, base);
        let shared = model.experts.map_or(0.0, |e| f64::from(e.shared)) * parts.expert + parts.router;
        Self {
            always: [
                matrices(parts.attention_per_layer * layers, stored.attention),
                matrices(parts.ffn_per_layer * parts.dense_layers, stored.dense),
                matrices(shared * parts.moe_layers, stored.dense),
            ],
            head: matrices(parts.head, stored.head),
            routed: model.experts.map(|shape| Routed {
                shape,
                expert_params: parts.expert * parts.moe_layers,
                bytes_per_weight: stored.experts.bytes_per_weight()
                    / expert_reading(stored.experts, gpu, base),
                flops_per_s: product_flops_per_s(stored.experts, gpu, base) * base.expert_compute,
                devices: tensor * data,
                spread: f64::from(split.expert.max(1)),
                imbalance: base.expert_imbalance,
            }),
            bandwidth,
            expert_bandwidth: bandwidth * base.expert_memory,
            overlap: base.overlap,
            rows: base.rows,
            expert_spread: base.expert_spread,
            expert_rows: base.expert_rows,
            activation_s_per_row: base.activation_bytes * f64::from(model.hidden) * layers / bandwidth,
            tensor,
            data,
            hidden: f64::from(model.hidden),
            layers,
            link: link_of(deployment, base),
            layers_s: base.layer_us * 1e-6 * fixed_layers(deployment, base),
        }
    }

    /// Seconds of all matrix products, activations and collectives of a pass of `rows` tokens, of which
    /// `head_rows` need the vocabulary head.
    #[must_use]
    pub(super) fn pass_s(&self, rows: f64, head_rows: f64) -> f64 {
        let own_rows = rows / self.data;
        let always: f64 = self.always.iter().map(|m| self.product_s(m, own_rows)).sum();
        let head = self.product_s(&self.head, head_rows / self.data);
        always + head + self.routed_s(rows) + self.activation_s_per_row * own_rows + self.collectives_s(rows)
    }

    fn product_s(&self, matrices: &Matrices, rows: f64) -> f64 {
        if matrices.params <= 0.0 || rows <= 0.0 {
            return 0.0;
        }
        let computing = 2.0 * (rows + self.rows) * matrices.params / matrices.flops_per_s;
        self.longer(computing, matrices.bytes / self.bandwidth)
    }

    /// The longer of two times and the part of the shorter that is not hidden behind it.
    fn longer(&self, computing: f64, reading: f64) -> f64 {
        computing.max(reading) + self.overlap * computing.min(reading)
    }

    /// Routed experts: `E·(1 − (1 − k/E)^m)` distinct ones are read; each has a tile that is not full.
    fn routed_s(&self, rows: f64) -> f64 {
        let Some(routed) = &self.routed else { return 0.0 };
        let visits = f64::from(routed.shape.active);
        let touched = distinct_experts(&routed.shape, rows, self.expert_spread);
        let on_one = routed.expert_params / routed.devices * fullest(routed, touched);
        let reading = touched * on_one * routed.bytes_per_weight / self.expert_bandwidth;
        let computing = 2.0 * (rows * visits + touched * self.expert_rows) * on_one / routed.flops_per_s;
        self.longer(computing, reading)
    }

    fn collectives_s(&self, rows: f64) -> f64 {
        let bytes = rows / self.data * self.hidden * 2.0;
        let reduces = 2.0 * self.layers * self.link.all_reduce_s(self.tensor, bytes);
        let exchanges = match &self.routed {
            Some(routed) if self.data > 1.0 => {
                let sent = bytes * f64::from(routed.shape.active).min(routed.devices);
                let layers = f64::from(routed.shape.layers);
                2.0 * layers * self.link.all_to_all_s(routed.devices, sent)
            }
            _ => 0.0,
        };
        reduces + exchanges
    }
}

/// Distinct experts that `rows` tokens visit in one layer; `spread` below 1 says that routing is not uniform.
#[must_use]
pub(super) fn distinct_experts(shape: &Experts, rows: f64, spread: f64) -> f64 {
    let (total, active) = (f64::from(shape.total), f64::from(shape.active));
    let tokens = if rows > 1.0 { rows.raised_to(spread) } else { rows };
    total * (1.0 - (1.0 - (active / total).min(1.0)).raised_to(tokens))
}

/// The fullest device's share against the mean: with μ experts each, the most of n devices holds about
/// `μ + √(2 μ ln n)`.
fn fullest(routed: &Routed, touched: f64) -> f64 {
    if routed.spread <= 1.0 {
        return 1.0;
    }
    1.0 + routed.imbalance * (2.0 * routed.spread.ln() * routed.spread / touched.max(1.0)).sqrt()
}

/// Layers weighted by their fixed time against a plain dense layer.
fn fixed_layers(deployment: &Deployment<'_>, base: &Base) -> f64 {
    let model = deployment.model;
    let layers = f64::from(model.layers);
    let experts = model.experts.map_or(0.0, |e| f64::from(e.layers));
    let latent = if matches!(model.attention, Attention::Latent { .. }) { layers } else { 0.0 };
    let states = match model.other_layers {
        OtherLayers::Linear { .. } => f64::from(model.layers.saturating_sub(model.full_layers)),
        _ => 0.0,
    };
    let quantised = match deployment.weights {
        WeightPrecision::Fp8 | WeightPrecision::Int8 | WeightPrecision::Fp4 | WeightPrecision::Mxfp4 => {
            layers
        }
        _ => 0.0,
    };
    layers
        + quantised * base.quantised_layer
        + experts * base.expert_layer
        + latent * base.latent_layer
        + states * base.state_layer
}

/// The link that the copy's collectives take.
fn link_of(deployment: &Deployment<'_>, base: &Base) -> Link {
    let gpu = deployment.gpu;
    let split = deployment.parallelism;
    let within = split.tensor * split.data <= gpu.scale_up.max(1);
    let fast = gpu.link.map_or(25e9, |link| link.get());
    let rate = if within { fast } else { gpu.inter_node.map_or(fast.min(25e9), |link| link.get()) };
    Link { latency_s: base.collective_us * 1e-6, bytes_per_s: rate * base.link, through_host: rate < 100e9 }
}

//! Constants and error bands, written by `./dev fit serving`; do not edit.
//!
//! Fitted to 9858 measured rows of:
//! - `amd-and-oracle-mi300x.csv`
//! - `argonne-llm-inference-bench.csv`
//! - `dstack.csv`
//! - `inferencex.csv`
//! - `kv-capacity.csv`
//! - `llamacpp-gpus-and-apple.csv`
//! - `mlperf-inference.csv`
//! - `nvidia-aic-gap.csv`
//! - `trtllm-perf-overview.csv`
//! - `vllm-load-tests.csv`
#![allow(clippy::approx_constant, reason = "a fitted value may lie near a constant of nature by chance")]

use super::accuracy::{Basis, Figure, Slice};
use super::constants::{Base, Constants, EngineFactors, FamilyFactors};
use crate::catalogue::gpu::GpuFamily;
use crate::catalogue::precision::Engine;

/// The files that the constants were fitted to.
pub const FITTED_TO: [&str; 10] = [
    "amd-and-oracle-mi300x.csv",
    "argonne-llm-inference-bench.csv",
    "dstack.csv",
    "inferencex.csv",
    "kv-capacity.csv",
    "llamacpp-gpus-and-apple.csv",
    "mlperf-inference.csv",
    "nvidia-aic-gap.csv",
    "trtllm-perf-overview.csv",
    "vllm-load-tests.csv",
];

/// The calibrated constants.
#[rustfmt::skip]
pub const FITTED: Constants = Constants {
    base: Base {
        linear16: 0.6866, linear8: 0.5259, linear4: 0.4887, unpack: 0.4740,
        memory: 1.077, kv_read: 0.7392, prefill_attention: 0.5284, link: 0.7730,
        collective_us: 13.99, layer_us: 30.27, expert_layer: 0.5590, latent_layer: 0.8161,
        state_layer: 1.122, eager: 1.496, overlap: 0.1972, rows: 6.116,
        activation_bytes: 65.75, expert_spread: 0.8608, expert_rows: 3.962, expert_compute: 0.4859,
        expert_memory: 1.692, expert_imbalance: 0.5010, pipeline_loss: 0.03487, data_loss: 0.1823,
        expert8: 0.8146, expert4: 1.045, expert_unpack: 0.4031, memory8: 0.9307,
        memory4: 1.015, quantised_layer: 0.1986, step_us: 257.4, sequence_us: 10.24,
        request_us: 28596.2, decode_steps: 4.176, interference: 0.8054, wave: 0.1717,
        wave_even: 0.1676, group_even: 1.440, interference_even: 0.9402, held_even: 0.06114,
        reserve_output: 1.235, age_overhead: 0.8309, age_efficiency: 0.01112,
    },
family: [
// ampere
    FamilyFactors {
        linear16: 1.153, linear8: 1.000, linear4: 1.000, memory: 0.8038,
        kv_read: 1.029, prefill_attention: 1.066, link: 0.8311, collective: 1.291,
        overhead: 0.7608, age: 1.004,
    },
// ampere-gddr
    FamilyFactors {
        linear16: 2.241, linear8: 1.000, linear4: 1.000, memory: 1.542,
        kv_read: 0.7720, prefill_attention: 0.8230, link: 1.000, collective: 1.000,
        overhead: 0.7073, age: 0.9812,
    },
// ada
    FamilyFactors {
        linear16: 1.107, linear8: 1.076, linear4: 1.000, memory: 1.413,
        kv_read: 1.144, prefill_attention: 0.9430, link: 1.305, collective: 1.033,
        overhead: 0.4990, age: 0.8821,
    },
// hopper
    FamilyFactors {
        linear16: 1.272, linear8: 1.211, linear4: 1.000, memory: 1.147,
        kv_read: 1.239, prefill_attention: 1.127, link: 1.232, collective: 0.6141,
        overhead: 0.9805, age: 0.9475,
    },
// blackwell
    FamilyFactors {
        linear16: 0.9613, linear8: 0.8113, linear4: 1.011, memory: 0.8005,
        kv_read: 0.7464, prefill_attention: 1.017, link: 0.7264, collective: 0.5235,
        overhead: 0.9670, age: 0.9851,
    },
// blackwell-gddr
    FamilyFactors {
        linear16: 1.136, linear8: 1.203, linear4: 1.298, memory: 1.204,
        kv_read: 1.146, prefill_attention: 1.231, link: 1.398, collective: 1.074,
        overhead: 1.085, age: 1.004,
    },
// cdna2
    FamilyFactors {
        linear16: 0.3496, linear8: 1.000, linear4: 1.000, memory: 0.5213,
        kv_read: 0.8992, prefill_attention: 0.9682, link: 0.9676, collective: 1.597,
        overhead: 1.970, age: 1.008,
    },
// cdna3
    FamilyFactors {
        linear16: 0.06840, linear8: 1.321, linear4: 1.000, memory: 0.8636,
        kv_read: 0.7161, prefill_attention: 0.9797, link: 0.9402, collective: 1.604,
        overhead: 1.595, age: 1.015,
    },
// cdna4
    FamilyFactors::NEUTRAL,
// apple
    FamilyFactors {
        linear16: 1.120, linear8: 1.000, linear4: 1.000, memory: 1.226,
        kv_read: 0.8255, prefill_attention: 0.8966, link: 1.000, collective: 1.000,
        overhead: 1.054, age: 0.9901,
    },
// gaudi
    FamilyFactors::NEUTRAL,
// xe
    FamilyFactors::NEUTRAL,
// tpu
    FamilyFactors::NEUTRAL,
// other
    FamilyFactors::NEUTRAL,
],
engine: [
// vllm
    EngineFactors {
        linear: 1.122, memory: 0.9611, layer: 1.145, collective: 1.094,
        expert: 1.388, step: 0.8544, sequence: 2.180, eager: 1.103,
        request: 0.2577, interference: 0.6530, interference_even: 1.147, wave: 0.9031,
        wave_even: 0.7168, held: 0.6045, unpack: 0.7791,
    },
// sglang
    EngineFactors {
        linear: 0.9407, memory: 1.077, layer: 1.265, collective: 0.8292,
        expert: 0.7421, step: 0.9640, sequence: 2.724, eager: 1.083,
        request: 7.156, interference: 1.457, interference_even: 0.7639, wave: 2.290,
        wave_even: 3.445, held: 0.9327, unpack: 1.000,
    },
// tensorrt-llm
    EngineFactors {
        linear: 0.9234, memory: 1.054, layer: 0.6515, collective: 1.263,
        expert: 1.315, step: 1.094, sequence: 0.1707, eager: 0.7548,
        request: 1.166, interference: 1.018, interference_even: 1.166, wave: 0.5252,
        wave_even: 0.8458, held: 1.235, unpack: 0.7246,
    },
// llama.cpp
    EngineFactors {
        linear: 0.4603, memory: 0.7287, layer: 1.064, collective: 1.000,
        expert: 0.7656, step: 1.021, sequence: 1.001, eager: 1.108,
        request: 1.000, interference: 1.000, interference_even: 1.000, wave: 1.000,
        wave_even: 1.000, held: 1.000, unpack: 1.681,
    },
// other
    EngineFactors::NEUTRAL,
],
};

#[rustfmt::skip]
/// Bands that hold 80 % of the rows left out of the fit.
pub const SLICES: [Slice; 114] = [
Slice { figure: Figure::Tpot, basis: Basis::OwnMeasurements, engine: None, family: None, low: 0.891, high: 1.158, rows: 1070 },
Slice { figure: Figure::Tpot, basis: Basis::OwnMeasurements, engine: Some(Engine::Vllm), family: None, low: 0.930, high: 1.111, rows: 409 },
Slice { figure: Figure::Tpot, basis: Basis::OwnMeasurements, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.938, high: 1.141, rows: 159 },
Slice { figure: Figure::Tpot, basis: Basis::OwnMeasurements, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.925, high: 1.092, rows: 250 },
Slice { figure: Figure::Tpot, basis: Basis::OwnMeasurements, engine: Some(Engine::Sglang), family: None, low: 0.916, high: 1.126, rows: 121 },
Slice { figure: Figure::Tpot, basis: Basis::OwnMeasurements, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.916, high: 1.126, rows: 112 },
Slice { figure: Figure::Tpot, basis: Basis::OwnMeasurements, engine: Some(Engine::TensorRtLlm), family: None, low: 0.842, high: 1.209, rows: 540 },
Slice { figure: Figure::Tpot, basis: Basis::OwnMeasurements, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.800, high: 1.201, rows: 354 },
Slice { figure: Figure::Tpot, basis: Basis::OwnMeasurements, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.920, high: 1.241, rows: 186 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: None, family: None, low: 0.846, high: 1.212, rows: 1980 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: None, low: 0.860, high: 1.171, rows: 704 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.839, high: 1.192, rows: 290 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.868, high: 1.165, rows: 414 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: Some(Engine::Sglang), family: None, low: 0.823, high: 1.312, rows: 359 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: Some(Engine::Sglang), family: Some(GpuFamily::Hopper), low: 0.833, high: 1.504, rows: 139 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.819, high: 1.203, rows: 220 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: None, low: 0.850, high: 1.238, rows: 917 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.865, high: 1.257, rows: 627 },
Slice { figure: Figure::Tpot, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.827, high: 1.235, rows: 290 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: None, family: None, low: 0.672, high: 1.387, rows: 3960 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: None, low: 0.757, high: 1.327, rows: 1408 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.666, high: 1.506, rows: 580 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.783, high: 1.254, rows: 828 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: Some(Engine::Sglang), family: None, low: 0.607, high: 1.791, rows: 718 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: Some(Engine::Sglang), family: Some(GpuFamily::Hopper), low: 0.545, high: 1.981, rows: 278 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.782, high: 1.312, rows: 440 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: None, low: 0.660, high: 1.354, rows: 1834 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.640, high: 1.416, rows: 1254 },
Slice { figure: Figure::Tpot, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.725, high: 1.232, rows: 580 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: None, family: None, low: 0.680, high: 1.262, rows: 1980 },
Slice { figure: Figure::Ttft, basis: Basis::OwnMeasurements, engine: None, family: None, low: 0.597, high: 1.220, rows: 1070 },
Slice { figure: Figure::Ttft, basis: Basis::OwnMeasurements, engine: Some(Engine::Vllm), family: None, low: 0.833, high: 1.185, rows: 409 },
Slice { figure: Figure::Ttft, basis: Basis::OwnMeasurements, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.846, high: 1.112, rows: 159 },
Slice { figure: Figure::Ttft, basis: Basis::OwnMeasurements, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.817, high: 1.218, rows: 250 },
Slice { figure: Figure::Ttft, basis: Basis::OwnMeasurements, engine: Some(Engine::Sglang), family: None, low: 0.704, high: 1.627, rows: 121 },
Slice { figure: Figure::Ttft, basis: Basis::OwnMeasurements, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.683, high: 1.882, rows: 112 },
Slice { figure: Figure::Ttft, basis: Basis::OwnMeasurements, engine: Some(Engine::TensorRtLlm), family: None, low: 0.517, high: 1.175, rows: 540 },
Slice { figure: Figure::Ttft, basis: Basis::OwnMeasurements, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.522, high: 1.171, rows: 354 },
Slice { figure: Figure::Ttft, basis: Basis::OwnMeasurements, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.505, high: 1.183, rows: 186 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: None, family: None, low: 0.726, high: 1.882, rows: 1980 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: None, low: 0.773, high: 1.405, rows: 704 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.683, high: 1.196, rows: 290 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.851, high: 1.459, rows: 414 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: Some(Engine::Sglang), family: None, low: 0.552, high: 2.324, rows: 359 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: Some(Engine::Sglang), family: Some(GpuFamily::Hopper), low: 0.384, high: 1.756, rows: 139 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.606, high: 4.664, rows: 220 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: None, low: 0.763, high: 2.124, rows: 917 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.786, high: 2.021, rows: 627 },
Slice { figure: Figure::Ttft, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.717, high: 2.353, rows: 290 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: None, family: None, low: 0.588, high: 2.212, rows: 3960 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: None, low: 0.638, high: 1.666, rows: 1408 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.568, high: 1.719, rows: 580 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.732, high: 1.628, rows: 828 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: Some(Engine::Sglang), family: None, low: 0.510, high: 4.523, rows: 718 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: Some(Engine::Sglang), family: Some(GpuFamily::Hopper), low: 0.304, high: 4.346, rows: 278 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.578, high: 5.524, rows: 440 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: None, low: 0.563, high: 2.220, rows: 1834 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.679, high: 2.203, rows: 1254 },
Slice { figure: Figure::Ttft, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.482, high: 2.244, rows: 580 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: None, family: None, low: 0.537, high: 2.405, rows: 1980 },
Slice { figure: Figure::Throughput, basis: Basis::SamePair, engine: None, family: None, low: 0.855, high: 1.160, rows: 933 },
Slice { figure: Figure::Throughput, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: None, low: 0.855, high: 1.159, rows: 929 },
Slice { figure: Figure::Throughput, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Ampere), low: 0.898, high: 1.101, rows: 96 },
Slice { figure: Figure::Throughput, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.875, high: 1.133, rows: 440 },
Slice { figure: Figure::Throughput, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.805, high: 1.214, rows: 221 },
Slice { figure: Figure::Throughput, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::BlackwellGddr), low: 0.777, high: 1.369, rows: 145 },
Slice { figure: Figure::Throughput, basis: Basis::SameKind, engine: None, family: None, low: 0.827, high: 1.248, rows: 1690 },
Slice { figure: Figure::Throughput, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: None, low: 0.827, high: 1.248, rows: 1686 },
Slice { figure: Figure::Throughput, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Ampere), low: 0.878, high: 1.185, rows: 192 },
Slice { figure: Figure::Throughput, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.843, high: 1.212, rows: 880 },
Slice { figure: Figure::Throughput, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.766, high: 1.285, rows: 442 },
Slice { figure: Figure::Throughput, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::BlackwellGddr), low: 0.742, high: 1.862, rows: 145 },
Slice { figure: Figure::Throughput, basis: Basis::NearestKind, engine: None, family: None, low: 0.745, high: 1.323, rows: 933 },
Slice { figure: Figure::E2e, basis: Basis::SamePair, engine: None, family: None, low: 0.860, high: 1.227, rows: 2094 },
Slice { figure: Figure::E2e, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: None, low: 0.854, high: 1.253, rows: 1591 },
Slice { figure: Figure::E2e, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: Some(GpuFamily::Ampere), low: 0.894, high: 1.075, rows: 200 },
Slice { figure: Figure::E2e, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.917, high: 1.180, rows: 317 },
Slice { figure: Figure::E2e, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: Some(GpuFamily::Cdna2), low: 0.907, high: 1.120, rows: 339 },
Slice { figure: Figure::E2e, basis: Basis::SamePair, engine: Some(Engine::Vllm), family: Some(GpuFamily::Cdna3), low: 0.758, high: 1.446, rows: 735 },
Slice { figure: Figure::E2e, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: None, low: 0.878, high: 1.186, rows: 503 },
Slice { figure: Figure::E2e, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Ampere), low: 0.898, high: 1.169, rows: 236 },
Slice { figure: Figure::E2e, basis: Basis::SamePair, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.866, high: 1.207, rows: 267 },
Slice { figure: Figure::E2e, basis: Basis::SameKind, engine: None, family: None, low: 0.604, high: 1.307, rows: 2094 },
Slice { figure: Figure::E2e, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: None, low: 0.553, high: 1.349, rows: 1591 },
Slice { figure: Figure::E2e, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Ampere), low: 0.792, high: 1.122, rows: 200 },
Slice { figure: Figure::E2e, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.893, high: 1.263, rows: 317 },
Slice { figure: Figure::E2e, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Cdna2), low: 0.666, high: 1.150, rows: 339 },
Slice { figure: Figure::E2e, basis: Basis::SameKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Cdna3), low: 0.350, high: 1.619, rows: 735 },
Slice { figure: Figure::E2e, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: None, low: 0.829, high: 1.251, rows: 503 },
Slice { figure: Figure::E2e, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Ampere), low: 0.844, high: 1.219, rows: 236 },
Slice { figure: Figure::E2e, basis: Basis::SameKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.805, high: 1.277, rows: 267 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: None, family: None, low: 0.740, high: 9.163, rows: 2094 },
Slice { figure: Figure::SingleStream, basis: Basis::SamePair, engine: None, family: None, low: 0.865, high: 1.186, rows: 350 },
Slice { figure: Figure::SingleStream, basis: Basis::SamePair, engine: Some(Engine::LlamaCpp), family: None, low: 0.865, high: 1.186, rows: 350 },
Slice { figure: Figure::SingleStream, basis: Basis::SamePair, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::AmpereGddr), low: 0.909, high: 1.167, rows: 116 },
Slice { figure: Figure::SingleStream, basis: Basis::SamePair, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ada), low: 0.971, high: 1.159, rows: 107 },
Slice { figure: Figure::SingleStream, basis: Basis::SameKind, engine: None, family: None, low: 0.737, high: 1.222, rows: 662 },
Slice { figure: Figure::SingleStream, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: None, low: 0.737, high: 1.222, rows: 662 },
Slice { figure: Figure::SingleStream, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ampere), low: 0.601, high: 1.060, rows: 112 },
Slice { figure: Figure::SingleStream, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::AmpereGddr), low: 0.894, high: 1.233, rows: 232 },
Slice { figure: Figure::SingleStream, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ada), low: 0.938, high: 1.191, rows: 214 },
Slice { figure: Figure::SingleStream, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Apple), low: 0.699, high: 1.422, rows: 66 },
Slice { figure: Figure::SingleStream, basis: Basis::NearestKind, engine: None, family: None, low: 0.779, high: 1.681, rows: 350 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SamePair, engine: None, family: None, low: 0.504, high: 1.806, rows: 350 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SamePair, engine: Some(Engine::LlamaCpp), family: None, low: 0.504, high: 1.806, rows: 350 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SamePair, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::AmpereGddr), low: 0.511, high: 1.806, rows: 116 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SamePair, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ada), low: 0.592, high: 2.617, rows: 107 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SameKind, engine: None, family: None, low: 0.458, high: 2.168, rows: 662 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: None, low: 0.458, high: 2.168, rows: 662 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ampere), low: 0.105, high: 1.772, rows: 112 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::AmpereGddr), low: 0.442, high: 2.179, rows: 232 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ada), low: 0.534, high: 2.868, rows: 214 },
Slice { figure: Figure::SinglePrompt, basis: Basis::SameKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Apple), low: 0.703, high: 1.355, rows: 66 },
Slice { figure: Figure::SinglePrompt, basis: Basis::NearestKind, engine: None, family: None, low: 0.651, high: 3.862, rows: 350 },
];

#[rustfmt::skip]
/// Models, devices and engines that were measured together in a closed loop.
pub const MEASURED_PAIRS: [(&str, &str, Engine); 27] = [
("deepseek-v3", "b200", Engine::Sglang),
("deepseek-v3", "b200", Engine::TensorRtLlm),
("deepseek-v3", "b300", Engine::Sglang),
("gpt-oss-120b", "b200", Engine::TensorRtLlm),
("gpt-oss-120b", "b200", Engine::Vllm),
("gpt-oss-120b", "h200", Engine::TensorRtLlm),
("gpt-oss-120b", "h200", Engine::Vllm),
("kimi-k2.5", "b200", Engine::Vllm),
("kimi-k2.5", "b300", Engine::Vllm),
("kimi-k2.5", "h200", Engine::Vllm),
("llama-3.1-70b", "b200", Engine::TensorRtLlm),
("llama-3.1-70b", "b200", Engine::Vllm),
("llama-3.1-70b", "h100", Engine::Vllm),
("llama-3.1-70b", "h200", Engine::TensorRtLlm),
("llama-3.1-70b", "h200", Engine::Vllm),
("llama-3.1-8b", "h100", Engine::TensorRtLlm),
("llama-3.1-8b", "h200", Engine::Sglang),
("llama-3.1-8b", "h200", Engine::Vllm),
("minimax-m2.5", "b200", Engine::Vllm),
("minimax-m2.5", "b300", Engine::Vllm),
("qwen3-235b-a22b", "h100", Engine::TensorRtLlm),
("qwen3-32b", "h100", Engine::Sglang),
("qwen3-32b", "h100", Engine::TensorRtLlm),
("qwen3-32b", "h100", Engine::Vllm),
("qwen3.5-397b-a17b", "b200", Engine::Sglang),
("qwen3.5-397b-a17b", "b300", Engine::Sglang),
("qwen3.5-397b-a17b", "h200", Engine::Sglang),
];

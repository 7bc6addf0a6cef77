//! Constants and error bands, written by `examples/fit_serving.rs`; do not edit.
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
/// Bands that hold 80 % of rows whose pair of model and device was left out of the fit.
pub const SLICES: [Slice; 43] = [
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: None, family: None, low: 0.724, high: 1.256, rows: 1980 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: None, low: 0.756, high: 1.205, rows: 704 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.623, high: 1.210, rows: 290 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.792, high: 1.221, rows: 414 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: Some(Engine::Sglang), family: None, low: 0.675, high: 1.515, rows: 359 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: Some(Engine::Sglang), family: Some(GpuFamily::Hopper), low: 0.605, high: 1.662, rows: 139 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.777, high: 1.282, rows: 220 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: None, low: 0.692, high: 1.249, rows: 917 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.671, high: 1.286, rows: 627 },
Slice { figure: Figure::Tpot, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.734, high: 1.235, rows: 290 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: None, family: None, low: 0.625, high: 2.098, rows: 1980 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: None, low: 0.671, high: 1.446, rows: 704 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.537, high: 1.039, rows: 290 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.830, high: 1.560, rows: 414 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: Some(Engine::Sglang), family: None, low: 0.622, high: 5.067, rows: 359 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: Some(Engine::Sglang), family: Some(GpuFamily::Hopper), low: 0.733, high: 4.605, rows: 139 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.539, high: 7.482, rows: 220 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: None, low: 0.539, high: 2.211, rows: 917 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.555, high: 2.129, rows: 627 },
Slice { figure: Figure::Ttft, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.469, high: 2.808, rows: 290 },
Slice { figure: Figure::Throughput, basis: Basis::NearestKind, engine: None, family: None, low: 0.828, high: 1.224, rows: 933 },
Slice { figure: Figure::Throughput, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: None, low: 0.827, high: 1.228, rows: 929 },
Slice { figure: Figure::Throughput, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Ampere), low: 0.876, high: 1.159, rows: 96 },
Slice { figure: Figure::Throughput, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.843, high: 1.163, rows: 440 },
Slice { figure: Figure::Throughput, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.794, high: 1.278, rows: 221 },
Slice { figure: Figure::Throughput, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::BlackwellGddr), low: 0.720, high: 1.686, rows: 145 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: None, family: None, low: 0.747, high: 1.229, rows: 2094 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: None, low: 0.775, high: 1.242, rows: 1591 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Ampere), low: 0.822, high: 1.112, rows: 200 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.911, high: 1.223, rows: 317 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Cdna2), low: 0.868, high: 1.140, rows: 339 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: Some(Engine::Vllm), family: Some(GpuFamily::Cdna3), low: 0.539, high: 1.494, rows: 735 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: None, low: 0.838, high: 1.193, rows: 503 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Ampere), low: 0.849, high: 1.198, rows: 236 },
Slice { figure: Figure::E2e, basis: Basis::NearestKind, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.826, high: 1.202, rows: 267 },
Slice { figure: Figure::SingleStream, basis: Basis::NearestKind, engine: None, family: None, low: 0.841, high: 1.211, rows: 350 },
Slice { figure: Figure::SingleStream, basis: Basis::NearestKind, engine: Some(Engine::LlamaCpp), family: None, low: 0.841, high: 1.211, rows: 350 },
Slice { figure: Figure::SingleStream, basis: Basis::NearestKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::AmpereGddr), low: 0.918, high: 1.145, rows: 116 },
Slice { figure: Figure::SingleStream, basis: Basis::NearestKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ada), low: 0.988, high: 1.133, rows: 107 },
Slice { figure: Figure::SinglePrompt, basis: Basis::NearestKind, engine: None, family: None, low: 0.481, high: 1.957, rows: 350 },
Slice { figure: Figure::SinglePrompt, basis: Basis::NearestKind, engine: Some(Engine::LlamaCpp), family: None, low: 0.481, high: 1.957, rows: 350 },
Slice { figure: Figure::SinglePrompt, basis: Basis::NearestKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::AmpereGddr), low: 0.456, high: 2.013, rows: 116 },
Slice { figure: Figure::SinglePrompt, basis: Basis::NearestKind, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ada), low: 0.517, high: 2.777, rows: 107 },
];

/// Models, devices and engines that were measured together in a closed loop.
pub const MEASURED_PAIRS: [(&str, &str, Engine); 0] = [];

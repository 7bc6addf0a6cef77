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

use super::accuracy::{Figure, Slice};
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
        linear16: 0.6771, linear8: 0.5368, linear4: 0.4816, unpack: 0.5393,
        memory: 1.021, kv_read: 0.7727, prefill_attention: 0.5064, link: 0.7959,
        collective_us: 13.58, layer_us: 32.97, expert_layer: 0.5090, latent_layer: 0.7175,
        state_layer: 0.9873, eager: 1.374, overlap: 0.2820, rows: 5.589,
        activation_bytes: 65.87, expert_spread: 0.8279, expert_rows: 4.622, expert_compute: 0.5289,
        expert_memory: 1.414, expert_imbalance: 0.7923, pipeline_loss: 0.02870, data_loss: 0.1747,
        expert4: 1.082, expert_unpack: 0.4089, memory8: 0.9675, memory4: 1.042,
        quantised_layer: 0.07664, step_us: 235.2, sequence_us: 12.14, request_us: 28480.3,
        decode_steps: 4.483, interference: 0.9963, wave: 0.1756, wave_even: 0.1659,
        group_even: 1.200, interference_even: 0.8473, held_even: 0.07261, reserve_output: 1.247,
        age_overhead: 0.7774, age_efficiency: 0.01187,
    },
family: [
// ampere
    FamilyFactors {
        linear16: 1.195, linear8: 1.000, linear4: 1.000, memory: 0.8486,
        kv_read: 1.008, prefill_attention: 1.071, link: 0.8144, collective: 1.174,
        overhead: 0.8173, age: 0.9933,
    },
// ampere-gddr
    FamilyFactors {
        linear16: 2.304, linear8: 1.000, linear4: 1.000, memory: 1.539,
        kv_read: 0.7448, prefill_attention: 0.8288, link: 1.000, collective: 1.000,
        overhead: 0.7238, age: 0.9842,
    },
// ada
    FamilyFactors {
        linear16: 1.136, linear8: 1.064, linear4: 1.000, memory: 1.437,
        kv_read: 1.106, prefill_attention: 0.9436, link: 1.269, collective: 1.015,
        overhead: 0.5213, age: 0.8878,
    },
// hopper
    FamilyFactors {
        linear16: 1.090, linear8: 1.202, linear4: 1.000, memory: 1.034,
        kv_read: 1.284, prefill_attention: 1.104, link: 1.198, collective: 0.7985,
        overhead: 0.8938, age: 0.9473,
    },
// blackwell
    FamilyFactors {
        linear16: 0.9793, linear8: 0.8445, linear4: 0.9996, memory: 0.8001,
        kv_read: 0.7899, prefill_attention: 1.020, link: 0.8140, collective: 0.5717,
        overhead: 0.9946, age: 0.9962,
    },
// blackwell-gddr
    FamilyFactors {
        linear16: 1.201, linear8: 1.170, linear4: 1.301, memory: 1.170,
        kv_read: 1.141, prefill_attention: 1.211, link: 1.283, collective: 0.9279,
        overhead: 0.9012, age: 1.008,
    },
// cdna2
    FamilyFactors {
        linear16: 0.4051, linear8: 1.000, linear4: 1.000, memory: 0.5170,
        kv_read: 0.8774, prefill_attention: 0.9682, link: 0.9701, collective: 1.610,
        overhead: 1.993, age: 1.008,
    },
// cdna3
    FamilyFactors {
        linear16: 0.07494, linear8: 1.479, linear4: 1.000, memory: 0.9279,
        kv_read: 0.7465, prefill_attention: 0.9839, link: 1.017, collective: 1.451,
        overhead: 1.695, age: 1.015,
    },
// cdna4
    FamilyFactors::NEUTRAL,
// apple
    FamilyFactors {
        linear16: 1.164, linear8: 1.000, linear4: 1.000, memory: 1.287,
        kv_read: 0.8300, prefill_attention: 0.9103, link: 1.000, collective: 1.000,
        overhead: 1.072, age: 0.9888,
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
        linear: 1.042, memory: 0.9978, layer: 1.083, collective: 1.131,
        expert: 1.672, step: 0.9674, sequence: 2.143, eager: 1.106,
        request: 0.2844, interference: 0.9336, interference_even: 1.075, wave: 0.9309,
        wave_even: 0.6255, held: 0.6739, unpack: 0.8330,
    },
// sglang
    EngineFactors {
        linear: 0.9746, memory: 1.072, layer: 1.202, collective: 0.9249,
        expert: 0.6538, step: 0.9869, sequence: 2.443, eager: 1.053,
        request: 6.967, interference: 1.288, interference_even: 0.7585, wave: 2.258,
        wave_even: 3.241, held: 0.9576, unpack: 1.000,
    },
// tensorrt-llm
    EngineFactors {
        linear: 0.9570, memory: 1.012, layer: 0.7137, collective: 1.107,
        expert: 1.218, step: 0.9350, sequence: 0.2126, eager: 0.8061,
        request: 1.081, interference: 0.8447, interference_even: 1.241, wave: 0.5305,
        wave_even: 0.8710, held: 1.225, unpack: 0.7486,
    },
// llama.cpp
    EngineFactors {
        linear: 0.4387, memory: 0.7427, layer: 1.080, collective: 1.000,
        expert: 0.8141, step: 1.021, sequence: 1.000, eager: 1.053,
        request: 1.000, interference: 1.000, interference_even: 1.000, wave: 1.000,
        wave_even: 1.000, held: 1.000, unpack: 1.532,
    },
// other
    EngineFactors::NEUTRAL,
],
};

#[rustfmt::skip]
/// Bands that hold 80 % of rows whose pair of model and device was left out of the fit.
pub const SLICES: [Slice; 43] = [
Slice { figure: Figure::Tpot, engine: None, family: None, low: 0.701, high: 1.263, rows: 1980 },
Slice { figure: Figure::Tpot, engine: Some(Engine::Vllm), family: None, low: 0.736, high: 1.200, rows: 704 },
Slice { figure: Figure::Tpot, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.713, high: 1.121, rows: 290 },
Slice { figure: Figure::Tpot, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.752, high: 1.236, rows: 414 },
Slice { figure: Figure::Tpot, engine: Some(Engine::Sglang), family: None, low: 0.655, high: 1.326, rows: 359 },
Slice { figure: Figure::Tpot, engine: Some(Engine::Sglang), family: Some(GpuFamily::Hopper), low: 0.615, high: 1.517, rows: 139 },
Slice { figure: Figure::Tpot, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.753, high: 1.182, rows: 220 },
Slice { figure: Figure::Tpot, engine: Some(Engine::TensorRtLlm), family: None, low: 0.706, high: 1.296, rows: 917 },
Slice { figure: Figure::Tpot, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.696, high: 1.343, rows: 627 },
Slice { figure: Figure::Tpot, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.720, high: 1.150, rows: 290 },
Slice { figure: Figure::Ttft, engine: None, family: None, low: 0.620, high: 2.047, rows: 1980 },
Slice { figure: Figure::Ttft, engine: Some(Engine::Vllm), family: None, low: 0.658, high: 1.438, rows: 704 },
Slice { figure: Figure::Ttft, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.594, high: 1.134, rows: 290 },
Slice { figure: Figure::Ttft, engine: Some(Engine::Vllm), family: Some(GpuFamily::Blackwell), low: 0.791, high: 1.513, rows: 414 },
Slice { figure: Figure::Ttft, engine: Some(Engine::Sglang), family: None, low: 0.633, high: 3.591, rows: 359 },
Slice { figure: Figure::Ttft, engine: Some(Engine::Sglang), family: Some(GpuFamily::Hopper), low: 0.839, high: 3.465, rows: 139 },
Slice { figure: Figure::Ttft, engine: Some(Engine::Sglang), family: Some(GpuFamily::Blackwell), low: 0.563, high: 4.855, rows: 220 },
Slice { figure: Figure::Ttft, engine: Some(Engine::TensorRtLlm), family: None, low: 0.562, high: 2.046, rows: 917 },
Slice { figure: Figure::Ttft, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.564, high: 1.940, rows: 627 },
Slice { figure: Figure::Ttft, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.548, high: 2.316, rows: 290 },
Slice { figure: Figure::Throughput, engine: None, family: None, low: 0.850, high: 1.211, rows: 933 },
Slice { figure: Figure::Throughput, engine: Some(Engine::TensorRtLlm), family: None, low: 0.850, high: 1.208, rows: 929 },
Slice { figure: Figure::Throughput, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Ampere), low: 0.904, high: 1.123, rows: 96 },
Slice { figure: Figure::Throughput, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.870, high: 1.150, rows: 440 },
Slice { figure: Figure::Throughput, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Blackwell), low: 0.800, high: 1.229, rows: 221 },
Slice { figure: Figure::Throughput, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::BlackwellGddr), low: 0.761, high: 1.593, rows: 145 },
Slice { figure: Figure::E2e, engine: None, family: None, low: 0.727, high: 1.228, rows: 2094 },
Slice { figure: Figure::E2e, engine: Some(Engine::Vllm), family: None, low: 0.700, high: 1.263, rows: 1591 },
Slice { figure: Figure::E2e, engine: Some(Engine::Vllm), family: Some(GpuFamily::Ampere), low: 0.898, high: 1.074, rows: 200 },
Slice { figure: Figure::E2e, engine: Some(Engine::Vllm), family: Some(GpuFamily::Hopper), low: 0.920, high: 1.207, rows: 317 },
Slice { figure: Figure::E2e, engine: Some(Engine::Vllm), family: Some(GpuFamily::Cdna2), low: 0.887, high: 1.138, rows: 339 },
Slice { figure: Figure::E2e, engine: Some(Engine::Vllm), family: Some(GpuFamily::Cdna3), low: 0.516, high: 1.444, rows: 735 },
Slice { figure: Figure::E2e, engine: Some(Engine::TensorRtLlm), family: None, low: 0.883, high: 1.178, rows: 503 },
Slice { figure: Figure::E2e, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Ampere), low: 0.888, high: 1.168, rows: 236 },
Slice { figure: Figure::E2e, engine: Some(Engine::TensorRtLlm), family: Some(GpuFamily::Hopper), low: 0.880, high: 1.186, rows: 267 },
Slice { figure: Figure::SingleStream, engine: None, family: None, low: 0.842, high: 1.151, rows: 350 },
Slice { figure: Figure::SingleStream, engine: Some(Engine::LlamaCpp), family: None, low: 0.842, high: 1.151, rows: 350 },
Slice { figure: Figure::SingleStream, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::AmpereGddr), low: 0.916, high: 1.123, rows: 116 },
Slice { figure: Figure::SingleStream, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ada), low: 0.952, high: 1.132, rows: 107 },
Slice { figure: Figure::SinglePrompt, engine: None, family: None, low: 0.501, high: 1.909, rows: 350 },
Slice { figure: Figure::SinglePrompt, engine: Some(Engine::LlamaCpp), family: None, low: 0.501, high: 1.909, rows: 350 },
Slice { figure: Figure::SinglePrompt, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::AmpereGddr), low: 0.511, high: 1.950, rows: 116 },
Slice { figure: Figure::SinglePrompt, engine: Some(Engine::LlamaCpp), family: Some(GpuFamily::Ada), low: 0.571, high: 2.613, rows: 107 },
];

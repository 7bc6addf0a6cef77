//! What an engine allocates beside weights and cache, and the limits it sets where none is typed.
//!
//! Sources: start-up logs of vLLM 0.6 to 0.27 (`docs/memory-model.md`), the accuracy report of llm-d-planner for vLLM
//! 0.19 (2026, Apache-2.0), and the engines' documentation of their defaults.

use super::deployment::Deployment;
use crate::catalogue::gpu::{Gpu, GpuFamily};
use crate::catalogue::precision::Engine;

/// Bytes of a gibibyte.
pub const GIB: f64 = 1_073_741_824.0;

/// From here on vLLM samples with fewer copies of the scores (release 0.14 and later).
const LEAN_SAMPLER_YEAR: f64 = 2026.05;
/// From here on vLLM reserves large buffers for collectives (release 0.17 and later).
const LARGE_COLLECTIVES_YEAR: f64 = 2026.18;
/// From here on vLLM counts captured graphs inside its share of the memory (release 0.21 and later).
const GRAPHS_INSIDE_YEAR: f64 = 2026.4;
/// From here on expert layers keep their workspace while the engine samples (modular kernels).
const KEPT_WORKSPACE_YEAR: f64 = 2026.05;

/// Settings of an engine that change what it allocates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MemorySetup {
    /// When the engine's version was released, in years; nothing where it is not stated, and then each term is the
    /// largest of those of all versions.
    pub engine_year: Option<f64>,
    /// Whether no graphs are captured.
    pub eager: bool,
    /// Bytes that a process can allocate on the device, where they were logged; nothing for the device's usual value.
    pub process_bytes: Option<f64>,
    /// Bytes on each device that other processes use.
    pub used_by_others: f64,
    /// Bytes of weights on each device that are kept in the memory of the host.
    pub weights_on_host: f64,
    /// Bytes of the cache on each device that are kept in the memory of the host.
    pub cache_on_host: f64,
    /// Whether the limits of sequences and step tokens are the engine's defaults.
    pub default_limits: bool,
    /// Devices of a tensor-parallel group over which the tokens of one conversation are spread (decode context
    /// parallelism); 1 where each device keeps them all.
    pub context_parallel: u32,
}

impl Default for MemorySetup {
    fn default() -> Self {
        Self {
            engine_year: None,
            eager: false,
            process_bytes: None,
            used_by_others: 0.0,
            weights_on_host: 0.0,
            cache_on_host: 0.0,
            default_limits: false,
            context_parallel: 1,
        }
    }
}

/// Limits that an engine sets where none is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EngineLimits {
    /// Sequences that run at once at most.
    pub sequences: u32,
    /// Tokens that one step computes at most.
    pub step_tokens: u32,
}

/// The limits of `engine` on `gpu` where none is typed.
///
/// vLLM serves up to 1,024 sequences and 8,192 tokens a step on devices of 70 GiB or more (A100 apart), 256 and 2,048
/// on smaller ones; before V1 (2025) 256 everywhere. llama.cpp has one slot.
#[must_use]
pub fn default_limits(engine: Engine, gpu: &Gpu, engine_year: Option<f64>) -> EngineLimits {
    let large = gpu.memory.get() >= 70.0 * GIB && gpu.family != GpuFamily::Ampere && !gpu.unified;
    match engine {
        Engine::Vllm if large && engine_year.is_none_or(|year| year >= 2025.25) => {
            EngineLimits { sequences: 1024, step_tokens: 8192 }
        }
        Engine::Vllm => EngineLimits { sequences: 256, step_tokens: 2048 },
        Engine::Sglang | Engine::TensorRtLlm | Engine::Other => {
            EngineLimits { sequences: 256, step_tokens: 8192 }
        }
        Engine::LlamaCpp => EngineLimits { sequences: 1, step_tokens: 512 },
    }
}

/// What the engine allocates beside weights and cache, in bytes on each device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overhead {
    /// Peak of a full step, the sampler's included.
    pub activations: f64,
    /// Runtime context, buffers of collectives, captured graphs where they count.
    pub reserve: f64,
}

impl Overhead {
    /// The overhead of `deployment`.
    #[must_use]
    pub fn of(deployment: &Deployment<'_>) -> Self {
        Self { activations: activation_bytes(deployment), reserve: reserve_bytes(deployment) }
    }
}

/// Whether a version is from `year` on; one that is not stated counts as both, whichever allocates more.
fn from(deployment: &Deployment<'_>, year: f64, unstated: bool) -> bool {
    deployment.memory.engine_year.map_or(unstated, |own| own >= year)
}

/// Peak of a step of `step_tokens`: the larger of the widest block's and the sampler's, and the workspace of experts.
///
/// A block has about four copies of the residual stream and three of the inner width of a feed-forward block (gate, up
/// and their product), or the queries, keys and values of attention. The sampler has about 9.6 copies of sequences ×
/// vocabulary in 32 bits on every rank, 3.9 from vLLM 0.14 on; other engines sample in two.
fn activation_bytes(deployment: &Deployment<'_>) -> f64 {
    let model = deployment.model;
    let tensor = f64::from(deployment.parallelism.tensor.max(1));
    let tokens = f64::from(deployment.step_tokens);
    let hidden = f64::from(model.hidden);
    let dense = 3.0 * f64::from(model.ffn_size) / tensor;
    let spread = deployment.parallelism.expert > 1;
    let (visits, width) = model.experts.map_or((0.0, 0.0), |experts| {
        let width = f64::from(experts.ffn_size) / if spread { 1.0 } else { tensor };
        (f64::from(experts.active), width)
    });
    let workspace = tokens * visits * (hidden + 2.0 * width) * 2.0;
    let routed = visits * width;
    let block = tokens * (4.0 * hidden + dense.max(routed)) * 2.0;
    let kept = model.experts.is_some() && from(deployment, KEPT_WORKSPACE_YEAR, true);
    let copies = match deployment.engine {
        Engine::Vllm if from(deployment, LEAN_SAMPLER_YEAR, false) => 3.9,
        Engine::Vllm => 9.6,
        Engine::Sglang | Engine::TensorRtLlm | Engine::Other => 2.0,
        Engine::LlamaCpp => 0.0,
    };
    let sequences = f64::from(deployment.max_sequences.min(deployment.step_tokens));
    let scores = match deployment.engine {
        // One row of scores for each token of a step, in the compute buffer.
        Engine::LlamaCpp => tokens * f64::from(model.vocab) * 4.0,
        _ => copies * sequences * f64::from(model.vocab) * 4.0,
    };
    if kept { block.max(scores) + workspace } else { (block + workspace).max(scores) }
}

/// Runtime context, buffers of collectives and captured graphs.
fn reserve_bytes(deployment: &Deployment<'_>) -> f64 {
    let gpu = deployment.gpu;
    let split = deployment.parallelism;
    let radeon = matches!(gpu.family, GpuFamily::Cdna2 | GpuFamily::Cdna3 | GpuFamily::Cdna4);
    let runtime = if radeon { 1.2 } else { 0.22 };
    let peers = f64::from(split.tensor.max(split.data).max(1));
    let collectives = match () {
        () if deployment.engine == Engine::LlamaCpp || split.devices() == 1 => 0.0,
        () if peers < 2.0 => 0.1,
        () if from(deployment, LARGE_COLLECTIVES_YEAR, true) => 1.9,
        // On a fabric, buffers for each peer.
        () if gpu.scale_up > 2 => (0.45 + 0.25 * (peers - 2.0)).min(2.0),
        () => 0.45,
    };
    let counted = match deployment.engine {
        Engine::Vllm => from(deployment, GRAPHS_INSIDE_YEAR, false),
        Engine::TensorRtLlm => true,
        Engine::Sglang | Engine::LlamaCpp | Engine::Other => false,
    };
    let graphs = if counted { graph_bytes(deployment) } else { 0.0 };
    (runtime + collectives) * GIB + graphs
}

/// Bytes of captured graphs, inside or outside of the engine's share: 0.5 to 1.9 GiB were logged at 512 sequences.
#[must_use]
pub fn graph_bytes(deployment: &Deployment<'_>) -> f64 {
    if deployment.memory.eager || deployment.engine == Engine::LlamaCpp {
        return 0.0;
    }
    let sizes = (f64::from(deployment.max_sequences.min(512)) / 512.0).sqrt();
    let layers = f64::from(deployment.model.layers) / f64::from(deployment.parallelism.pipeline.max(1));
    let experts = if deployment.model.experts.is_some() { 2.0 } else { 1.0 };
    (0.1 + 0.015 * layers * experts * sizes) * GIB
}

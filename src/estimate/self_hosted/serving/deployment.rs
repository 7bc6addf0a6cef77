//! A model on devices: what is served, on what, how it is split.

use super::engine_rules::{MemorySetup, default_limits};
use crate::catalogue::gpu::Gpu;
use crate::catalogue::open_model::{Attention, OpenModel, Quantised};
use crate::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use crate::units::Share;

/// How one copy of a model is split over devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parallelism {
    /// Devices that share each matrix.
    pub tensor: u32,
    /// Groups of consecutive layers.
    pub pipeline: u32,
    /// Devices over which whole experts are spread; 1 if experts are cut like other matrices.
    pub expert: u32,
    /// Groups that hold attention for different requests, while they share the experts.
    pub data: u32,
}

impl Parallelism {
    /// `tensor` devices that share each matrix, and no other split.
    #[must_use]
    pub const fn tensor(tensor: u32) -> Self {
        Self { tensor, pipeline: 1, expert: 1, data: 1 }
    }

    /// Devices of one copy.
    #[must_use]
    pub const fn devices(self) -> u32 {
        self.tensor * self.pipeline * self.data
    }
}

/// One copy of a model as it is served.
#[derive(Debug, Clone, PartialEq)]
pub struct Deployment<'a> {
    /// The model.
    pub model: &'a OpenModel,
    /// The device.
    pub gpu: &'a Gpu,
    /// How weights are stored.
    pub weights: WeightPrecision,
    /// How the cache is stored.
    pub kv: KvPrecision,
    /// How the copy is split.
    pub parallelism: Parallelism,
    /// The engine.
    pub engine: Engine,
    /// Years before 2026 of the engine's version; 0 for a current one.
    pub engine_age_years: f64,
    /// Part of the memory that the engine may fill.
    pub memory_share: Share,
    /// Tokens that one step computes at most.
    pub step_tokens: u32,
    /// Sequences that run at once at most.
    pub max_sequences: u32,
    /// Longest context that the engine is set up for, if it is shorter than the model's.
    pub max_context: Option<u32>,
    /// What else decides about the memory.
    pub memory: MemorySetup,
}

/// How the parts of a model are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartPrecisions {
    /// Attention projections.
    pub attention: WeightPrecision,
    /// Dense feed-forward blocks and shared experts.
    pub dense: WeightPrecision,
    /// Routed experts.
    pub experts: WeightPrecision,
    /// Vocabulary head and embedding.
    pub head: WeightPrecision,
}

impl<'a> Deployment<'a> {
    /// A deployment with vLLM's usual settings: 90 % of the memory, and its limits for the device.
    #[must_use]
    pub fn usual(model: &'a OpenModel, gpu: &'a Gpu, weights: WeightPrecision, devices: u32) -> Self {
        let limits = default_limits(Engine::Vllm, gpu, None);
        Self {
            model,
            gpu,
            weights,
            kv: KvPrecision::Bf16,
            parallelism: Parallelism::tensor(devices.max(1)),
            engine: Engine::Vllm,
            engine_age_years: 0.0,
            memory_share: Share::saturating(0.9),
            step_tokens: limits.step_tokens,
            max_sequences: limits.sequences,
            max_context: None,
            memory: MemorySetup { default_limits: true, ..MemorySetup::default() },
        }
    }

    /// How each part is stored. Checkpoints with only their experts in 4 bits keep the rest in 16 or 8; NVFP4 keeps
    /// latent attention in 16; llama.cpp stores the head like the rest, others in 16 bits.
    #[must_use]
    pub fn part_precisions(&self) -> PartPrecisions {
        let stored = self.weights;
        let four_bits =
            matches!(stored, WeightPrecision::Int4 | WeightPrecision::Fp4 | WeightPrecision::Mxfp4);
        let quantised = match stored {
            WeightPrecision::Mxfp4 if self.model.checkpoint.quantised == Quantised::Layers => {
                Quantised::Experts
            }
            _ => self.model.checkpoint.quantised,
        };
        let experts_alone = self.model.experts.is_some() && four_bits && quantised != Quantised::Layers;
        let latent = matches!(self.model.attention, Attention::Latent { .. });
        let rest = match quantised {
            Quantised::ExpertsRestFp8 => WeightPrecision::Fp8,
            _ => WeightPrecision::Bf16,
        };
        let keeps_attention = experts_alone || (stored == WeightPrecision::Fp4 && latent);
        let llama_cpp = self.engine == Engine::LlamaCpp;
        let sixteen = WeightPrecision::Bf16;
        PartPrecisions {
            attention: if keeps_attention { rest } else { stored },
            dense: if experts_alone { rest } else { stored },
            experts: stored,
            head: if llama_cpp && !experts_alone { stored } else { sixteen },
        }
    }
}

//! A model on devices: what is served, on what, how it is split.

use crate::catalogue::gpu::Gpu;
use crate::catalogue::open_model::{Attention, OpenModel};
use crate::catalogue::precision::{Engine, KvPrecision, Spread, WeightPrecision};
use crate::estimate::self_hosted::step_time::USUAL_STEP_TOKENS;
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
    /// A deployment with an engine's usual settings: 90 % of the memory, 8,192 tokens a step, 256 sequences.
    #[must_use]
    pub fn usual(model: &'a OpenModel, gpu: &'a Gpu, weights: WeightPrecision, devices: u32) -> Self {
        Self {
            model,
            gpu,
            weights,
            kv: KvPrecision::Bf16,
            parallelism: Parallelism::tensor(devices.max(1)),
            engine: Engine::Vllm,
            engine_age_years: 0.0,
            memory_share: Share::saturating(0.9),
            step_tokens: USUAL_STEP_TOKENS,
            max_sequences: 256,
            max_context: None,
        }
    }

    /// How each part is stored: checkpoints with 4-bit experts keep attention at 16 bits, and so do 4-bit
    /// checkpoints with latent attention; llama.cpp stores the head like the rest, others at 16 bits.
    #[must_use]
    pub fn part_precisions(&self) -> PartPrecisions {
        let stored = self.weights;
        let only_experts =
            self.model.experts.is_some() && stored.spread_with_experts() == Spread::ExpertsOnly;
        let latent = matches!(self.model.attention, Attention::Latent { .. });
        let keeps_attention = only_experts || (stored == WeightPrecision::Fp4 && latent);
        let llama_cpp = self.engine == Engine::LlamaCpp;
        let sixteen = WeightPrecision::Bf16;
        PartPrecisions {
            attention: if keeps_attention { sixteen } else { stored },
            dense: if only_experts { sixteen } else { stored },
            experts: stored,
            head: if llama_cpp && !only_experts { stored } else { sixteen },
        }
    }
}

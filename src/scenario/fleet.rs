//! A model on one's own (rented) GPUs: which model on which device, how it is stored and split, how many copies, and
//! what the user measured.

use super::field::FieldGroup;
use super::fields::{FleetSize, GpuFigures, Measurement, ModelFigures};
use super::name::Name;
use super::serving::HostedModelChoice;
use crate::catalogue::gpu::GpuFamily;
use crate::catalogue::precision::{Engine, KvPrecision, WeightPrecision};

/// Most measurements of one fleet.
pub const MAX_MEASUREMENTS: usize = 3;

/// An open-weight model.
#[derive(Debug, Clone, PartialEq)]
pub enum OpenModelChoice {
    /// By its id in the catalogue. One that the catalogue does not hold is kept as it is, never replaced by another.
    Listed(Name),
    /// By its figures.
    Custom {
        /// What the user calls it.
        name: Name,
        /// Its sizes.
        figures: Box<ModelFigures>,
    },
}

/// An accelerator.
#[derive(Debug, Clone, PartialEq)]
pub enum GpuChoice {
    /// By its id in the catalogue. One that the catalogue does not hold is kept as it is, never replaced by another.
    Listed(Name),
    /// By its figures.
    Custom {
        /// What the user calls it.
        name: Name,
        /// The nearest design.
        family: GpuFamily,
        /// Its figures.
        figures: Box<GpuFigures>,
    },
}

/// Whether copies follow the load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FleetScaling {
    /// As many at night as at the peak.
    #[default]
    Fixed,
    /// As many as each hour takes.
    Auto,
}

/// How the GPUs are paid for; prices of different kinds are never ranked against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Commitment {
    /// By the hour.
    #[default]
    OnDemand,
    /// Rented for three years.
    ThreeYears,
    /// Bought; the price by the hour is the user's own reckoning.
    Owned,
}

/// A model on one's self-hosted GPUs.
#[derive(Debug, Clone, PartialEq)]
pub struct Fleet {
    /// The model.
    pub model: OpenModelChoice,
    /// The device.
    pub gpu: GpuChoice,
    /// How weights are stored.
    pub weights: WeightPrecision,
    /// How the KV cache is stored.
    pub kv: KvPrecision,
    /// The serving engine.
    pub engine: Engine,
    /// Whether copies follow the load.
    pub scaling: FleetScaling,
    /// How the GPUs are paid for.
    pub commitment: Commitment,
    /// How a copy is split, how many there are, and what they cost.
    pub size: FleetSize,
    /// The user's own measurements, at most [`MAX_MEASUREMENTS`]: they shift the model of the engine.
    pub measurements: Vec<Measurement>,
    /// The hosted model that their cost is set against; nothing for the usual one.
    pub compare_with: Option<HostedModelChoice>,
}

impl OpenModelChoice {
    /// The model of that id.
    #[must_use]
    pub fn listed(id: &str) -> Self {
        Self::Listed(Name::new(id))
    }
}

impl GpuChoice {
    /// The device of that id.
    #[must_use]
    pub fn listed(id: &str) -> Self {
        Self::Listed(Name::new(id))
    }
}

impl Fleet {
    /// A model on one GPU a copy, with 8-bit weights and all else at its default.
    #[must_use]
    pub fn new(model: OpenModelChoice, gpu: GpuChoice) -> Self {
        Self {
            model,
            gpu,
            weights: WeightPrecision::Fp8,
            kv: KvPrecision::Bf16,
            engine: Engine::Vllm,
            scaling: FleetScaling::default(),
            commitment: Commitment::default(),
            size: FleetSize::default(),
            measurements: Vec::new(),
            compare_with: None,
        }
    }

    /// The groups of numbers, those of measurements apart; figures of a model and a device only where they are typed.
    #[must_use]
    pub fn groups(&self) -> Vec<&dyn FieldGroup> {
        let Self {
            model,
            gpu,
            weights: _,
            kv: _,
            engine: _,
            scaling: _,
            commitment: _,
            size,
            measurements: _,
            compare_with: _,
        } = self;
        let mut groups: Vec<&dyn FieldGroup> = vec![size];
        if let GpuChoice::Custom { figures, .. } = gpu {
            groups.push(&**figures);
        }
        if let OpenModelChoice::Custom { figures, .. } = model {
            groups.push(&**figures);
        }
        groups
    }

    pub(crate) fn groups_mut(&mut self) -> Vec<&mut dyn FieldGroup> {
        let Self {
            model,
            gpu,
            weights: _,
            kv: _,
            engine: _,
            scaling: _,
            commitment: _,
            size,
            measurements: _,
            compare_with: _,
        } = self;
        let mut groups: Vec<&mut dyn FieldGroup> = vec![size];
        if let GpuChoice::Custom { figures, .. } = gpu {
            groups.push(&mut **figures);
        }
        if let OpenModelChoice::Custom { figures, .. } = model {
            groups.push(&mut **figures);
        }
        groups
    }
}

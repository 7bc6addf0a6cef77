//! The fleet of a scenario with its model and its device at hand.

use crate::catalogue::Catalogue;
use crate::catalogue::gpu::{Checked, CustomGpu, Gpu, GpuFamily, PriceKind};
use crate::catalogue::lookup::{find_gpu, find_model};
use crate::catalogue::open_model::{Attention, Checkpoint, Experts, OpenModel, OtherLayers};
use crate::estimate::self_hosted::fleet::GpuHourPrice;
use crate::estimate::self_hosted::serving::deployment::{Deployment, Parallelism};
use crate::estimate::self_hosted::serving::engine_rules::{GIB, MemorySetup, default_limits};
use crate::estimate::self_hosted::serving::memory::weight_bytes;
use crate::scenario::{Commitment, Fleet, GpuChoice, GpuFigures, ModelFigures, Name, OpenModelChoice};
use crate::units::{Bytes, BytesPerSec, Count, FlopPerSec, Gpus, UsdPerGpuHour};
use std::borrow::Cow;

/// What a GPU reads from the host's memory: PCIe 4 x16 in practice.
const HOST_BYTES_PER_SEC: f64 = 25e9;

/// Why nothing can be said of a fleet.
#[derive(Debug, Clone, PartialEq)]
pub enum FleetProblem {
    /// What the catalogue holds of self-hosted GPUs is not here yet.
    NotLoaded,
    /// The catalogue holds no such open-weight model.
    UnknownModel(Name),
    /// The catalogue holds no such device.
    UnknownGpu(Name),
}

/// Where the price of a GPU hour is from.
#[derive(Debug, Clone, PartialEq)]
pub enum GpuPriceSource {
    /// Typed in.
    User,
    /// The catalogue, which names its source and day.
    Catalogue(Cow<'static, str>),
}

/// A fleet whose model and device are known.
#[derive(Debug, Clone)]
pub(super) struct Resolved<'a> {
    pub model: Cow<'a, OpenModel>,
    pub gpu: Cow<'a, Gpu>,
    pub fleet: &'a Fleet,
    /// The design of the device before it was divided.
    pub whole_gpu_family: GpuFamily,
}

impl<'a> Resolved<'a> {
    pub(super) fn new(fleet: &'a Fleet, catalogue: &'a Catalogue) -> Result<Self, FleetProblem> {
        let model = match &fleet.model {
            OpenModelChoice::Listed(id) => find_model(catalogue.open_models(), id.as_str())
                .map(Cow::Borrowed)
                .ok_or_else(|| FleetProblem::UnknownModel(id.clone()))?,
            OpenModelChoice::Custom { name, figures } => Cow::Owned(custom_model(name, figures)),
        };
        let gpu = match &fleet.gpu {
            GpuChoice::Listed(id) => find_gpu(catalogue.gpus(), id.as_str())
                .map(Cow::Borrowed)
                .ok_or_else(|| FleetProblem::UnknownGpu(id.clone()))?,
            GpuChoice::Custom { name, family, figures } => {
                let mut gpu = Gpu::custom(gpu_figures(*family, figures));
                gpu.name = Cow::Owned(name.as_str().to_owned());
                Cow::Owned(gpu)
            }
        };
        let whole_gpu_family = gpu.family;
        let mut found = Self { model, gpu, fleet, whole_gpu_family };
        found.divide();
        found.read_from_host();
        Ok(found)
    }

    /// Takes the slices of the device that are asked for: compute in sevenths, memory in eighths.
    fn divide(&mut self) {
        let Some(slices) = self.fleet.size.mig_slices().map(Count::get) else { return };
        let eighths = match slices as u32 {
            7 => 8.0,
            3 | 4 => 4.0,
            fewer => f64::from(fewer),
        };
        let (memory, compute) = (eighths / 8.0, slices / 7.0);
        let gpu = self.gpu.to_mut();
        gpu.memory = Bytes::saturating(gpu.memory.get() * memory);
        gpu.process_memory = Bytes::saturating(gpu.process_memory.get() * memory);
        gpu.bandwidth = BytesPerSec::saturating(gpu.bandwidth.get() * memory);
        gpu.bf16 = FlopPerSec::saturating(gpu.bf16.get() * compute);
        for peak in [&mut gpu.fp8, &mut gpu.int8, &mut gpu.fp4].into_iter().flatten() {
            *peak = FlopPerSec::saturating(peak.get() * compute);
        }
        gpu.link = None;
        gpu.scale_up = 1;
        if let Some(price) = &mut gpu.price {
            price.rate = UsdPerGpuHour::saturating(price.rate.get() * compute);
        }
    }

    /// Slows the memory down to what weights and cache take that a step reads over the host's link.
    fn read_from_host(&mut self) {
        let setup = self.memory_setup();
        let on_host = setup.weights_on_host + setup.cache_on_host;
        if on_host <= 0.0 {
            return;
        }
        let all = weight_bytes(&self.deployment()) + setup.cache_on_host;
        let (near, far) = ((all - on_host).max(0.0), on_host.min(all));
        let bandwidth = self.gpu.bandwidth.get();
        let seconds = near / bandwidth + far / HOST_BYTES_PER_SEC.min(bandwidth);
        if seconds > 0.0 {
            self.gpu.to_mut().bandwidth = BytesPerSec::saturating(all / seconds);
        }
    }

    /// What else decides about the memory of one GPU.
    fn memory_setup(&self) -> MemorySetup {
        let size = &self.fleet.size;
        let gib = |count: Count| count.get() * GIB;
        MemorySetup {
            engine_year: size.engine_year().map(Count::get),
            eager: size.eager_mode().get() > 0.5,
            process_bytes: None,
            used_by_others: gib(size.used_by_others_gib()),
            weights_on_host: gib(size.weights_on_host_gib()),
            cache_on_host: gib(size.cache_on_host_gib()),
            default_limits: size.batch_limit().is_none(),
            context_parallel: size.context_parallel().get() as u32,
        }
    }

    /// One copy as it is served.
    pub(super) fn deployment(&self) -> Deployment<'_> {
        let size = &self.fleet.size;
        let whole = |count: Count| count.get() as u32;
        let memory = self.memory_setup();
        let limits = default_limits(self.fleet.engine, &self.gpu, memory.engine_year);
        let (tensor, data) = (whole(size.tensor_parallel()), whole(size.data_parallel()));
        Deployment {
            model: &self.model,
            gpu: &self.gpu,
            weights: self.fleet.weights,
            kv: self.fleet.kv,
            parallelism: Parallelism {
                tensor,
                pipeline: whole(size.pipeline_parallel()),
                expert: whole(size.expert_parallel()).min(tensor * data),
                data,
            },
            engine: self.fleet.engine,
            engine_age_years: memory.engine_year.map_or(0.0, |year| (2026.0 - year).max(0.0)),
            memory_share: size.memory_share(),
            step_tokens: size.step_tokens().map_or(limits.step_tokens, whole),
            max_sequences: size.batch_limit().map_or(limits.sequences, whole),
            max_context: size.max_context_tokens().map(|tokens| tokens.get() as u32),
            memory,
        }
    }

    /// GPUs of one copy.
    pub(super) fn gpus_per_copy(&self) -> Gpus {
        Gpus::saturating(f64::from(self.deployment().parallelism.devices()))
    }

    /// What a GPU costs: the price typed in, or that of the catalogue if it is of the same commitment.
    pub(super) fn price(&self) -> Option<(GpuHourPrice, GpuPriceSource)> {
        let kind = match self.fleet.commitment {
            Commitment::OnDemand => PriceKind::OnDemand,
            Commitment::ThreeYears => PriceKind::ThreeYearRental,
            Commitment::Owned => PriceKind::User,
        };
        if let Some(rate) = self.fleet.size.gpu_usd_per_hour() {
            return Some((GpuHourPrice { rate, kind }, GpuPriceSource::User));
        }
        let listed = self.gpu.price.as_ref().filter(|price| price.kind == kind)?;
        Some((GpuHourPrice { rate: listed.rate, kind }, GpuPriceSource::Catalogue(listed.source.clone())))
    }
}

fn gpu_figures(family: crate::catalogue::gpu::GpuFamily, figures: &GpuFigures) -> CustomGpu {
    let tera = |count: Count| FlopPerSec::saturating(count.get() * 1e12);
    let giga = |count: Count| BytesPerSec::saturating(count.get() * 1e9);
    CustomGpu {
        family,
        memory: Bytes::saturating(figures.memory_gb().get() * GIB),
        bandwidth: giga(figures.bandwidth_gb_per_s()),
        bf16: tera(figures.bf16_tflops()),
        fp8: figures.fp8_tflops().map(tera),
        fp4: figures.fp4_tflops().map(tera),
        link: figures.link_gb_per_s().map(giga),
        rate: None,
    }
}

fn custom_model(name: &Name, figures: &ModelFigures) -> OpenModel {
    let whole = |count: Count| count.get() as u32;
    let layers = whole(figures.layers());
    let full_layers = figures.full_layers().map_or(layers, whole);
    let window = figures.window_tokens().map(|tokens| tokens.get() as u32);
    let other_layers = match (figures.state_kib(), window) {
        (Some(kib), _) => OtherLayers::Linear { state_bytes: kib.get() * 1024.0 },
        (None, Some(window)) if full_layers < layers => OtherLayers::Sliding { window },
        _ => OtherLayers::None,
    };
    let attention = match figures.kv_rank().map(whole) {
        None => Attention::Heads,
        Some(kv_rank) => Attention::Latent {
            q_rank: figures.query_rank().map(whole),
            kv_rank,
            rope_dim: whole(figures.rope_dim()),
            v_dim: whole(figures.value_dim()),
        },
    };
    OpenModel {
        id: Cow::Borrowed("custom"),
        hf_id: Cow::Owned(name.as_str().to_owned()),
        layers,
        hidden: whole(figures.hidden_size()),
        q_heads: whole(figures.query_heads()),
        kv_heads: whole(figures.kv_heads()),
        head_dim: whole(figures.head_dim()),
        attention,
        // Without a window or a state, every layer keeps the whole context.
        full_layers: if other_layers == OtherLayers::None { layers } else { full_layers },
        other_layers,
        sparse_top_k: figures.sparse_top_k().map(|tokens| tokens.get() as u32),
        ffn_size: whole(figures.ffn_size()),
        ffn_matrices: whole(figures.ffn_matrices()),
        experts: figures.experts().map(whole).map(|total| Experts {
            layers: figures.expert_layers().map_or(layers, whole),
            total,
            active: whole(figures.experts_active()).min(total),
            shared: whole(figures.experts_shared()),
            ffn_size: whole(figures.expert_ffn_size()),
        }),
        vocab: whole(figures.vocab_size()),
        tied: figures.tied_embedding().get() > 0.5,
        total_params: figures.parameters_b().map(|billions| billions.get() * 1e9),
        max_context: figures.context_tokens().get() as u32,
        checkpoint: Checkpoint::default(),
        checked: Checked::User,
        source: Cow::Borrowed(""),
    }
}

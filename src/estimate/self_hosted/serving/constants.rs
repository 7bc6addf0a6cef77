//! Calibrated constants: few, named, and shared by every model and device of a kind.
//!
//! A constant of a deployment is a base value times the factors of every [`Adjustment`] whose scope it lies in: the
//! device's family, the engine, both together, or engines of 2024 and before. There is no factor for one model, one
//! device or one source. Efficiencies stay inside the hard bounds of [`Base::bounded`], whatever the factors say.
//! `./dev cli fit serving` writes the table in `fitted.rs`.

use crate::catalogue::gpu::GpuFamily;
use crate::catalogue::precision::Engine;

macro_rules! named_values {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name { $($(#[$field_doc])* pub $field: f64),+ }

        impl $name {
            /// Names of the values, in order.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),+];

            /// The values in the order of [`Self::NAMES`].
            #[must_use]
            pub fn values(&self) -> Vec<f64> {
                vec![$(self.$field),+]
            }

            /// The values, to be changed in place, in the order of [`Self::NAMES`].
            pub fn values_mut(&mut self) -> Vec<&mut f64> {
                vec![$(&mut self.$field),+]
            }
        }
    };
}

named_values! {
    /// Base values, in the unit that the name ends in; efficiencies are parts of a peak.
    Base {
        /// Part of the 16-bit peak that large products reach.
        linear16,
        /// Part of the 8-bit peak that large products reach.
        linear8,
        /// Part of the 4-bit peak that large products reach.
        linear4,
        /// Part of the 16-bit efficiency that is left when 8-bit weights must be unpacked first.
        unpack8,
        /// Part of the 16-bit efficiency that is left when 4-bit weights must be unpacked first.
        unpack4,
        /// Part of the memory bandwidth that reading 16-bit weights reaches.
        memory,
        /// Part of [`Self::memory`] that reading 8-bit weights keeps.
        memory8,
        /// Part of [`Self::memory`] that reading 4-bit weights keeps.
        memory4,
        /// Part of the memory bandwidth that reading keys and values reaches.
        kv_read,
        /// Part of the memory bandwidth that reading latents (MLA) reaches.
        latent_read,
        /// Part of the 16-bit peak that attention over prompts reaches.
        prefill_attention,
        /// Part of the link's bandwidth that collectives reach.
        link,
        /// Latency of a collective on a fabric, microseconds.
        collective_us,
        /// Latency of a collective of two devices through the host, microseconds; it grows with their number.
        host_collective_us,
        /// Part of the shorter of computing and reading that is not hidden behind the longer.
        overlap,
        /// Rows by which a product costs more than its rows say (tiles that are not full).
        rows,
        /// Bytes of activations moved, per token and unit of width of the residual stream.
        activation_bytes,
        /// Exponent of the batch in the count of distinct experts (routing is not uniform).
        expert_spread,
        /// Rows of a tile of an expert's product.
        expert_rows,
        /// Part of the computing efficiency that expert products keep.
        expert_compute,
        /// Part of the memory efficiency that 16-bit expert weights keep.
        expert16,
        /// Part of the memory efficiency that 8-bit expert weights keep.
        expert8,
        /// Part of the memory efficiency that 4-bit expert weights keep, computed in 4 bits.
        expert4,
        /// Part of the memory efficiency that 4-bit expert weights keep which must be unpacked.
        expert_unpack,
        /// How much the fullest device exceeds the mean under expert parallelism, in deviations of a random share.
        expert_imbalance,
        /// Part of the time lost for each pipeline stage after the first.
        pipeline_loss,
        /// Part of the time lost for each doubling of the groups that share experts and wait for each other.
        data_loss,
        /// Fixed time of a layer, microseconds.
        layer_us,
        /// Fixed time of a layer for 4,096 values of the model's width, microseconds.
        width_us,
        /// Fixed time that a layer with experts adds, microseconds.
        expert_us,
        /// Fixed time that a layer adds for each doubling of its experts beyond eight, microseconds.
        expert_count_us,
        /// Fixed time that a layer adds for each expert that a token visits, microseconds.
        expert_visit_us,
        /// Fixed time that shared experts add to a layer, microseconds.
        shared_us,
        /// Fixed time that latent attention adds to a layer, microseconds.
        latent_us,
        /// Fixed time that a sparse selector adds to a layer, microseconds.
        sparse_us,
        /// Fixed time that linear attention adds to a layer, microseconds.
        state_us,
        /// Fixed time that quantised products add to a layer, microseconds.
        quantised_us,
        /// Fixed time of a step, microseconds.
        step_us,
        /// Fixed time that vLLM's first engine (V0, before 0.8) adds to a step, microseconds.
        v0_us,
        /// Time of a step for each sequence in it, microseconds.
        sequence_us,
        /// Fixed times of a step with prompts, as a multiple of those of a decode step.
        eager,
        /// Part of the prompt work of others that delays running answers.
        interference,
        /// Part of the answer's room that must be free in the cache when all requests wait.
        reserve_output,
        /// Time of a request outside of the engine's steps until its first token (HTTP, tokenising), microseconds.
        request_us,
        /// Time that a step with prompts takes beside its work (scheduling, copies), microseconds.
        prompt_step_us,
        /// Log of the growth of fixed times for each year of an engine's age.
        age_overhead,
        /// Log of the loss of efficiency for each year of an engine's age.
        age_efficiency,
    }
}

/// What an [`Adjustment`] multiplies: one base value, or several that have one cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Knob {
    /// [`Base::linear16`].
    Linear16,
    /// [`Base::linear8`].
    Linear8,
    /// [`Base::linear4`].
    Linear4,
    /// All products: [`Base::linear16`], [`Base::linear8`] and [`Base::linear4`].
    Products,
    /// [`Base::unpack8`].
    Unpack8,
    /// [`Base::unpack4`].
    Unpack4,
    /// [`Base::memory`].
    Memory,
    /// [`Base::memory8`].
    Memory8,
    /// [`Base::memory4`].
    Memory4,
    /// [`Base::kv_read`] and [`Base::latent_read`].
    CacheRead,
    /// [`Base::prefill_attention`].
    PromptAttention,
    /// [`Base::link`].
    Link,
    /// [`Base::collective_us`] and [`Base::host_collective_us`].
    Collective,
    /// Fixed times of layers and steps.
    Overhead,
    /// Fixed times that experts add.
    ExpertOverhead,
    /// Reading of expert weights in any format.
    ExpertRead,
    /// Reading of 4-bit expert weights.
    Expert4Read,
    /// [`Base::expert_compute`].
    ExpertCompute,
    /// [`Base::sequence_us`].
    Sequence,
    /// [`Base::eager`].
    Eager,
    /// [`Base::interference`].
    Interference,
    /// [`Base::request_us`].
    Request,
    /// [`Base::prompt_step_us`].
    PromptStep,
}

impl Knob {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::Linear16,
        Self::Linear8,
        Self::Linear4,
        Self::Products,
        Self::Unpack8,
        Self::Unpack4,
        Self::Memory,
        Self::Memory8,
        Self::Memory4,
        Self::CacheRead,
        Self::PromptAttention,
        Self::Link,
        Self::Collective,
        Self::Overhead,
        Self::ExpertOverhead,
        Self::ExpertRead,
        Self::Expert4Read,
        Self::ExpertCompute,
        Self::Sequence,
        Self::Eager,
        Self::Interference,
        Self::Request,
        Self::PromptStep,
    ];

    /// Multiplies its values of `base` by `factor`.
    pub fn apply(self, base: &mut Base, factor: f64) {
        let by = |values: &mut [&mut f64]| values.iter_mut().for_each(|value| **value *= factor);
        match self {
            Self::Linear16 => base.linear16 *= factor,
            Self::Linear8 => base.linear8 *= factor,
            Self::Linear4 => base.linear4 *= factor,
            Self::Products => by(&mut [&mut base.linear16, &mut base.linear8, &mut base.linear4]),
            Self::Unpack8 => base.unpack8 *= factor,
            Self::Unpack4 => base.unpack4 *= factor,
            Self::Memory => base.memory *= factor,
            Self::Memory8 => base.memory8 *= factor,
            Self::Memory4 => base.memory4 *= factor,
            Self::CacheRead => by(&mut [&mut base.kv_read, &mut base.latent_read]),
            Self::PromptAttention => base.prefill_attention *= factor,
            Self::Link => base.link *= factor,
            Self::Collective => by(&mut [&mut base.collective_us, &mut base.host_collective_us]),
            Self::Overhead => by(&mut [
                &mut base.layer_us,
                &mut base.width_us,
                &mut base.expert_us,
                &mut base.expert_count_us,
                &mut base.expert_visit_us,
                &mut base.shared_us,
                &mut base.latent_us,
                &mut base.sparse_us,
                &mut base.state_us,
                &mut base.quantised_us,
                &mut base.step_us,
            ]),
            Self::ExpertOverhead => by(&mut [
                &mut base.expert_us,
                &mut base.expert_count_us,
                &mut base.expert_visit_us,
                &mut base.shared_us,
            ]),
            Self::ExpertRead => {
                by(&mut [&mut base.expert16, &mut base.expert8, &mut base.expert4, &mut base.expert_unpack])
            }
            Self::Expert4Read => by(&mut [&mut base.expert4, &mut base.expert_unpack]),
            Self::ExpertCompute => base.expert_compute *= factor,
            Self::Sequence => base.sequence_us *= factor,
            Self::Eager => base.eager *= factor,
            Self::Interference => base.interference *= factor,
            Self::Request => base.request_us *= factor,
            Self::PromptStep => base.prompt_step_us *= factor,
        }
    }
}

/// A factor on some constants where the scope is met: every part of it that is not `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adjustment {
    /// What it multiplies.
    pub knob: Knob,
    /// The family of devices.
    pub family: Option<GpuFamily>,
    /// The engine.
    pub engine: Option<Engine>,
    /// Whether it concerns engines of 2024 and before alone.
    pub old: bool,
    /// The factor.
    pub factor: f32,
}

/// All calibrated constants.
#[derive(Debug, Clone, PartialEq)]
pub struct Constants {
    /// Base values.
    pub base: Base,
    /// Factors on them.
    pub adjustments: std::borrow::Cow<'static, [Adjustment]>,
}

/// Years before 2026 from which on an engine counts as one of 2024 or before.
pub const OLD_YEARS: f64 = 1.05;
/// Years before 2026 of the last release of vLLM's first engine (0.7, February 2025).
const V0_YEARS: f64 = 0.82;

impl Constants {
    /// Where a fit begins: round figures from single-operation timings and vendors' documents.
    pub const PRIOR: Self = Self {
        base: Base {
            linear16: 0.72,
            linear8: 0.58,
            linear4: 0.45,
            unpack8: 0.8,
            unpack4: 0.75,
            memory: 0.85,
            memory8: 0.95,
            memory4: 0.9,
            kv_read: 0.82,
            latent_read: 0.74,
            prefill_attention: 0.5,
            link: 0.65,
            collective_us: 8.0,
            host_collective_us: 20.0,
            overlap: 0.25,
            rows: 10.0,
            activation_bytes: 30.0,
            expert_spread: 0.8,
            expert_rows: 10.0,
            expert_compute: 0.6,
            expert16: 0.85,
            expert8: 0.8,
            expert4: 0.8,
            expert_unpack: 0.65,
            expert_imbalance: 0.57,
            pipeline_loss: 0.1,
            data_loss: 0.1,
            layer_us: 25.0,
            width_us: 3.0,
            expert_us: 12.0,
            expert_count_us: 4.0,
            expert_visit_us: 0.7,
            shared_us: 10.0,
            latent_us: 12.0,
            sparse_us: 15.0,
            state_us: 17.0,
            quantised_us: 5.0,
            step_us: 700.0,
            v0_us: 2500.0,
            sequence_us: 13.0,
            eager: 1.5,
            interference: 0.9,
            reserve_output: 0.6,
            request_us: 20_000.0,
            prompt_step_us: 2000.0,
            age_overhead: 0.18,
            age_efficiency: 0.03,
        },
        adjustments: std::borrow::Cow::Borrowed(&[]),
    };

    /// The constants of one deployment: `age_years` counts back from the start of 2026.
    #[must_use]
    pub fn resolve(&self, family: GpuFamily, engine: Engine, age_years: f64) -> Base {
        let mut base = self.base;
        let old = age_years >= OLD_YEARS;
        for adjustment in self.adjustments.iter() {
            let Adjustment { knob, family: of_family, engine: of_engine, old: of_old, factor } = *adjustment;
            let concerned = of_family.is_none_or(|of| of == family)
                && of_engine.is_none_or(|of| of == engine)
                && (old || !of_old);
            if concerned {
                knob.apply(&mut base, f64::from(factor));
            }
        }
        base.aged(engine, age_years).bounded()
    }
}

/// `value` kept between `low` and `high`, smoothly at the ends.
fn within_bounds(value: f64, low: f64, high: f64) -> f64 {
    let eighth = |x: f64| x.powi(8);
    let root = |x: f64| x.sqrt().sqrt().sqrt();
    let at_most = value / root(1.0 + eighth(value / high));
    root(eighth(at_most) + eighth(low)).min(high)
}

impl Base {
    /// The values of an engine of that age: fixed times grow with it, efficiencies fall.
    #[must_use]
    pub fn aged(mut self, engine: Engine, age_years: f64) -> Self {
        let slower = (self.age_overhead * age_years).exp();
        Knob::Overhead.apply(&mut self, slower);
        Knob::Sequence.apply(&mut self, slower);
        let kept = (-self.age_efficiency * age_years).exp();
        for knob in [Knob::Products, Knob::Memory, Knob::CacheRead, Knob::PromptAttention] {
            knob.apply(&mut self, kept);
        }
        if engine != Engine::Vllm || age_years < V0_YEARS {
            self.v0_us = 0.0;
        }
        self
    }

    /// The values inside hard bounds: no factor gives a product more than 95 % of the peak or less than 30 %, nor
    /// more than 95 % of the memory bandwidth; 8 bits are at most 1.2 times as efficient as 16 bits, and unpacking
    /// costs at most half.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.linear16 = within_bounds(self.linear16, 0.3, 0.95);
        self.linear8 = within_bounds(self.linear8, 0.25, 0.95).min(1.2 * self.linear16);
        self.linear4 = within_bounds(self.linear4, 0.2, 0.95).min(1.2 * self.linear16);
        for part in [&mut self.unpack8, &mut self.unpack4] {
            *part = within_bounds(*part, 0.5, 1.0);
        }
        for part in [&mut self.memory, &mut self.kv_read, &mut self.latent_read] {
            *part = within_bounds(*part, 0.3, 0.95);
        }
        for part in [&mut self.memory8, &mut self.memory4] {
            *part = within_bounds(*part, 0.5, 1.0);
        }
        for part in [
            &mut self.expert16,
            &mut self.expert8,
            &mut self.expert4,
            &mut self.expert_unpack,
            &mut self.expert_compute,
        ] {
            *part = within_bounds(*part, 0.25, 1.0);
        }
        self.prefill_attention = within_bounds(self.prefill_attention, 0.1, 0.9);
        self.link = within_bounds(self.link, 0.1, 0.95);
        self
    }
}

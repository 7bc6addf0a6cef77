//! Calibrated constants: few, named, and shared by every model and device of a kind.
//!
//! A constant of a deployment is a base value times a factor of the device's family times a factor of the engine.
//! Families and engines of which nothing was measured have factor 1. `./dev fit serving` prints the table.

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
        /// Part of the 16-bit efficiency that is left when weights must be unpacked first.
        unpack,
        /// Part of the memory bandwidth that reading weights reaches.
        memory,
        /// Part of the memory bandwidth that reading the KV cache reaches.
        kv_read,
        /// Part of the 16-bit peak that attention over prompts reaches.
        prefill_attention,
        /// Part of the link's bandwidth that collectives reach.
        link,
        /// Latency of a collective among two devices, microseconds.
        collective_us,
        /// Fixed time of a layer of a dense model in a decode step, microseconds.
        layer_us,
        /// Fixed time that a layer with experts adds, as a part of `layer_us`.
        expert_layer,
        /// Fixed time that latent attention adds, as a part of `layer_us`.
        latent_layer,
        /// Fixed time that linear attention adds, as a part of `layer_us`.
        state_layer,
        /// Fixed time of a layer in a step with prompts, as a multiple of that in a decode step.
        eager,
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
        /// Part of the memory efficiency that expert products keep.
        expert_memory,
        /// How much the fullest device exceeds the mean under expert parallelism, in deviations of a random share.
        expert_imbalance,
        /// Part of the time lost for each pipeline stage after the first.
        pipeline_loss,
        /// Part of the time lost for each doubling of the groups that share experts and wait for each other.
        data_loss,
        /// Part of the memory efficiency that 8-bit expert weights keep.
        expert8,
        /// Part of the memory efficiency that 4-bit expert weights keep, computed in 4 bits.
        expert4,
        /// Part of the memory efficiency that expert weights keep which must be unpacked.
        expert_unpack,
        /// Part of the memory efficiency that weights of 8 bits keep.
        memory8,
        /// Part of the memory efficiency that weights of 4 bits keep.
        memory4,
        /// Fixed time that quantised products add, as a part of `layer_us`.
        quantised_layer,
        /// Fixed time of a step, microseconds.
        step_us,
        /// Time of a step for each sequence in it, microseconds.
        sequence_us,
        /// Fixed time of a request until its first token, microseconds.
        request_us,
        /// Decode steps that a prompt waits for: the rest of the running one, and those it shares.
        decode_steps,
        /// Part of the prompt work that delays running answers.
        interference,
        /// Part of a wave of prompts that arrives together in a closed loop of varied lengths.
        wave,
        /// The same where all lengths are equal, so that users keep in step.
        wave_even,
        /// Prompts, beyond the own, of a group that is computed together where all lengths are equal.
        group_even,
        /// Part of the prompt work that delays running answers where all lengths are equal.
        interference_even,
        /// Slots that stand empty between two requests of a user where all lengths are equal.
        held_even,
        /// Part of the answer's room that must be free in the cache when all requests wait.
        reserve_output,
        /// Log of the growth of fixed times for each year of an engine's age.
        age_overhead,
        /// Log of the loss of efficiency for each year of an engine's age.
        age_efficiency,
    }
}

named_values! {
    /// What a family of devices changes.
    FamilyFactors {
        /// On [`Base::linear16`].
        linear16,
        /// On [`Base::linear8`].
        linear8,
        /// On [`Base::linear4`].
        linear4,
        /// On [`Base::memory`].
        memory,
        /// On [`Base::kv_read`].
        kv_read,
        /// On [`Base::prefill_attention`].
        prefill_attention,
        /// On [`Base::link`].
        link,
        /// On [`Base::collective_us`].
        collective,
        /// On [`Base::layer_us`] and [`Base::step_us`].
        overhead,
        /// On [`Base::age_efficiency`].
        age,
    }
}

named_values! {
    /// What an engine changes.
    EngineFactors {
        /// On the efficiency of products.
        linear,
        /// On [`Base::memory`].
        memory,
        /// On [`Base::layer_us`].
        layer,
        /// On [`Base::collective_us`].
        collective,
        /// On [`Base::expert_compute`] and [`Base::expert_memory`].
        expert,
        /// On [`Base::step_us`].
        step,
        /// On [`Base::sequence_us`].
        sequence,
        /// On [`Base::eager`].
        eager,
        /// On [`Base::request_us`].
        request,
        /// On [`Base::interference`].
        interference,
        /// On [`Base::interference_even`].
        interference_even,
        /// On [`Base::wave`].
        wave,
        /// On [`Base::wave_even`] and [`Base::group_even`].
        wave_even,
        /// On [`Base::held_even`].
        held,
        /// On [`Base::unpack`].
        unpack,
    }
}

impl FamilyFactors {
    /// Changes nothing.
    pub const NEUTRAL: Self = Self {
        linear16: 1.0,
        linear8: 1.0,
        linear4: 1.0,
        memory: 1.0,
        kv_read: 1.0,
        prefill_attention: 1.0,
        link: 1.0,
        collective: 1.0,
        overhead: 1.0,
        age: 1.0,
    };
}

impl EngineFactors {
    /// Changes nothing.
    pub const NEUTRAL: Self = Self {
        linear: 1.0,
        memory: 1.0,
        layer: 1.0,
        collective: 1.0,
        expert: 1.0,
        step: 1.0,
        sequence: 1.0,
        eager: 1.0,
        request: 1.0,
        interference: 1.0,
        interference_even: 1.0,
        wave: 1.0,
        wave_even: 1.0,
        held: 1.0,
        unpack: 1.0,
    };
}

/// All calibrated constants.
#[derive(Debug, Clone, PartialEq)]
pub struct Constants {
    /// Base values.
    pub base: Base,
    /// Factors by family, in the order of [`GpuFamily::ALL`].
    pub family: [FamilyFactors; GpuFamily::ALL.len()],
    /// Factors by engine, in the order of [`Engine::ALL`].
    pub engine: [EngineFactors; Engine::ALL.len()],
}

impl Constants {
    /// Where a fit begins: round figures from single-operation timings and vendors' documents.
    pub const PRIOR: Self = Self {
        base: Base {
            linear16: 0.72,
            linear8: 0.58,
            linear4: 0.5,
            unpack: 0.7,
            memory: 0.8,
            kv_read: 0.8,
            prefill_attention: 0.5,
            link: 0.7,
            collective_us: 5.0,
            layer_us: 25.0,
            expert_layer: 1.0,
            latent_layer: 0.5,
            state_layer: 0.5,
            eager: 1.5,
            overlap: 0.2,
            rows: 60.0,
            activation_bytes: 30.0,
            expert_spread: 0.9,
            expert_rows: 16.0,
            expert_compute: 0.6,
            expert_memory: 0.7,
            expert_imbalance: 0.7,
            pipeline_loss: 0.1,
            data_loss: 0.1,
            expert8: 0.9,
            expert4: 0.95,
            expert_unpack: 0.8,
            memory8: 0.93,
            memory4: 0.9,
            quantised_layer: 0.2,
            step_us: 500.0,
            sequence_us: 10.0,
            request_us: 10_000.0,
            decode_steps: 1.5,
            interference: 0.9,
            wave: 0.15,
            wave_even: 0.3,
            group_even: 0.3,
            interference_even: 0.8,
            held_even: 0.1,
            reserve_output: 0.6,
            age_overhead: 0.2,
            age_efficiency: 0.05,
        },
        family: [FamilyFactors::NEUTRAL; GpuFamily::ALL.len()],
        engine: [EngineFactors::NEUTRAL; Engine::ALL.len()],
    };

    /// The constants of one deployment: `age_years` counts back from the start of 2026.
    #[must_use]
    pub fn resolve(&self, family: GpuFamily, engine: Engine, age_years: f64) -> Base {
        let f = self.family.get(family.index()).unwrap_or(&FamilyFactors::NEUTRAL);
        let e = self.engine.get(engine.index()).unwrap_or(&EngineFactors::NEUTRAL);
        let mut base = self.base;
        let slower = (base.age_overhead * age_years).exp();
        let kept = (-base.age_efficiency * f.age * age_years).exp();
        // Parts of a peak approach 1 and never reach it.
        let part = |value: f64| value / (1.0 + value.powi(8)).sqrt().sqrt().sqrt();
        base.linear16 = part(base.linear16 * f.linear16 * e.linear) * kept;
        base.linear8 = part(base.linear8 * f.linear8 * e.linear) * kept;
        base.linear4 = part(base.linear4 * f.linear4 * e.linear) * kept;
        base.unpack = part(base.unpack * e.unpack);
        base.memory = part(base.memory * f.memory * e.memory) * kept;
        base.kv_read = part(base.kv_read * f.kv_read) * kept;
        base.prefill_attention = part(base.prefill_attention * f.prefill_attention) * kept;
        base.link = part(base.link * f.link);
        base.collective_us *= f.collective * e.collective;
        base.layer_us *= f.overhead * e.layer * slower;
        base.eager *= e.eager;
        base.expert_compute = part(base.expert_compute * e.expert);
        base.expert_memory = part(base.expert_memory * e.expert);
        base.step_us *= f.overhead * e.step * slower;
        base.sequence_us *= e.sequence * slower;
        base.request_us *= e.request;
        base.interference *= e.interference;
        base.interference_even *= e.interference_even;
        base.wave *= e.wave;
        base.wave_even *= e.wave_even;
        base.group_even *= e.wave_even;
        base.held_even *= e.held;
        base
    }
}

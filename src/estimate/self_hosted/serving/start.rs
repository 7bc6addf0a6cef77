//! Whether an engine starts with a deployment, and how long its longest request then is.

use super::deployment::Deployment;
use super::engine_rules::{GIB, MemorySetup};
use super::memory::Memory;
use crate::catalogue::gpu::GpuFamily;
use crate::catalogue::precision::Engine;

/// Whether it starts. Bytes are those of one device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Start {
    /// It starts, and takes requests as long as it was asked to.
    Starts,
    /// It starts, but refuses requests above this many tokens (SGLang, TensorRT-LLM).
    NoRequestAbove {
        /// Tokens of the longest request that fits into the cache.
        tokens: f64,
    },
    /// It does not start.
    DoesNotStart,
    /// The margin is within the model's measured error: it cannot be said.
    Tight,
}

/// The verdict with its figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StartReport {
    /// The verdict.
    pub start: Start,
    /// Longest context that the engine is asked for, in tokens: the one set, else the model's own.
    pub asked_tokens: f64,
    /// Bytes of cache on one device that the engine must have for it.
    pub needed: f64,
    /// Bytes of cache on one device that are left; negative where not even the weights and a step fit.
    pub left: f64,
    /// How far `left` may be off.
    pub margin: f64,
    /// Tokens of the longest context that fits; nothing where none does.
    pub longest_that_fits: Option<f64>,
}

/// Standard deviations of the error within which a verdict is left open.
const OPEN: f64 = 1.0;

impl StartReport {
    /// The report on `deployment`, by the rule of its engine.
    ///
    /// vLLM refuses to start unless one request of the longest context fits. SGLang and TensorRT-LLM start and shorten
    /// the longest request to what the cache takes (sgl-project/sglang#4048, NVIDIA/TensorRT-LLM#5974). llama.cpp
    /// allocates the whole context at start, for each slot.
    #[must_use]
    pub fn of(deployment: &Deployment<'_>) -> Self {
        let stated = Self::at(deployment);
        if stated.start == Start::Starts && Self::larger_limits(deployment).start == Start::DoesNotStart {
            return Self { start: Start::Tight, ..stated };
        }
        if deployment.memory.engine_year.is_some() || deployment.engine != Engine::Vllm {
            return stated;
        }
        // The version is not stated: terms are the largest of all versions'. What a current one starts is left open.
        let current = MemorySetup { engine_year: Some(2026.8), ..deployment.memory };
        let current = Self::at(&Deployment { memory: current, ..deployment.clone() });
        match (stated.start, current.start) {
            (Start::DoesNotStart, Start::Starts) => Self { start: Start::Tight, ..stated },
            _ => stated,
        }
    }

    /// The report with the limits that vLLM takes on large cards. It tells A100 from them by the name that the driver
    /// reports, which differs for variants of the same card.
    fn larger_limits(deployment: &Deployment<'_>) -> Self {
        let setup = deployment.memory;
        let large = deployment.gpu.memory.get() >= 70.0 * GIB && deployment.gpu.family == GpuFamily::Ampere;
        let since = setup.engine_year.is_none_or(|year| year >= 2025.25);
        if !(setup.default_limits && large && since && deployment.engine == Engine::Vllm) {
            return Self::at(deployment);
        }
        Self::at(&Deployment { max_sequences: 1024, step_tokens: 8192, ..deployment.clone() })
    }

    fn at(deployment: &Deployment<'_>) -> Self {
        let memory = Memory::of(deployment);
        let own = deployment.model.max_context;
        let asked = f64::from(deployment.max_context.unwrap_or(own));
        let slots = match deployment.engine {
            Engine::LlamaCpp => f64::from(deployment.max_sequences.max(1)),
            _ => 1.0,
        };
        let needed = memory.at_start.bytes(asked) * slots;
        let left = memory.cache;
        let margin = OPEN * memory.error;
        let longest = memory.at_start.longest(left / slots, asked);
        let shortens = matches!(deployment.engine, Engine::Sglang | Engine::TensorRtLlm);
        let start = match longest {
            _ if shortens && left.abs() < margin => Start::Tight,
            Some(tokens) if shortens && tokens < asked => Start::NoRequestAbove { tokens },
            _ if needed <= left - margin => Start::Starts,
            None if shortens => Start::DoesNotStart,
            Some(_) if shortens => Start::Starts,
            _ if needed > left + margin => Start::DoesNotStart,
            _ => Start::Tight,
        };
        Self { start, asked_tokens: asked, needed, left, margin, longest_that_fits: longest }
    }
}

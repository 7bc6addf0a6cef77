//! What fits: weights, cache, activations and reserve on one device.

use super::deployment::Deployment;
use super::engine_rules::{GIB, Overhead};
use super::kv_cache::{KvFootprint, Reservation};
use super::weights;
use crate::catalogue::gpu::Checked;
use crate::catalogue::precision::Engine;

/// Bytes on one device of a copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// What a process can allocate on the device.
    pub process: f64,
    /// What the engine may fill.
    pub usable: f64,
    /// Weights.
    pub weights: f64,
    /// Peak of the activations of a full step.
    pub activations: f64,
    /// Runtime, graphs and communication buffers.
    pub reserve: f64,
    /// What is left for the cache; negative when it does not fit.
    pub cache: f64,
    /// How far `cache` may be off: one standard deviation of the model's error.
    pub error: f64,
    /// What one conversation keeps.
    pub footprint: KvFootprint,
    /// What the engine reserves for a request at its start.
    pub at_start: Reservation,
    /// What the engine reserves for a conversation that it answers.
    pub answering: Reservation,
    /// Copies of the cache among the devices that keep different conversations.
    pub data_groups: f64,
}

impl Memory {
    /// The memory of `deployment`.
    #[must_use]
    pub fn of(deployment: &Deployment<'_>) -> Self {
        let setup = &deployment.memory;
        let process = setup.process_bytes.unwrap_or_else(|| deployment.gpu.process_memory.get());
        let share = deployment.memory_share.get();
        let host = shared_with_host(deployment, process);
        let free = (process - setup.used_by_others - host).max(0.0);
        let weights = (weight_bytes(deployment) - setup.weights_on_host).max(0.0);
        let Overhead { activations, reserve } = Overhead::of(deployment);
        let (usable, left) = match deployment.engine {
            // A share of what weights and a step leave.
            Engine::TensorRtLlm => {
                let left = free - weights - activations - reserve;
                let kept = left.max(0.0) * (1.0 - share);
                (free - kept, left - kept)
            }
            // Weights and cache in the share; a step in what is left beside it.
            Engine::Sglang => {
                let beside = (1.0 - share) * free;
                let inside = (activations + reserve - beside).max(0.0) + 0.3 * GIB;
                (share * free, share * free - weights - inside)
            }
            // No share: all that is free; a share below the usual 90 % leaves that much of it alone.
            Engine::LlamaCpp => {
                let free = free * (share / 0.9).min(1.0);
                (free, free - weights - activations - reserve)
            }
            // A share of the whole, and no more than is free when it starts.
            Engine::Vllm | Engine::Other => {
                let usable = (process * share - host).min(free);
                (usable, usable - weights - activations - reserve)
            }
        };
        Self {
            process,
            usable,
            weights,
            activations,
            reserve,
            cache: if deployment.engine == Engine::LlamaCpp { left + setup.cache_on_host } else { left },
            error: error_of(deployment, weights, activations),
            footprint: KvFootprint::of(deployment),
            at_start: Reservation::at_start(deployment),
            answering: Reservation::answering(deployment),
            data_groups: f64::from(deployment.parallelism.data.max(1)),
        }
    }

    /// Conversations of `tokens` tokens that the copy keeps at once.
    #[must_use]
    pub fn conversations(&self, tokens: f64) -> f64 {
        let one = self.answering.bytes(tokens.max(1.0));
        if self.cache <= 0.0 || one <= 0.0 { 0.0 } else { self.cache / one * self.data_groups }
    }

    /// Bytes that are missing on each device for one conversation of `tokens` tokens; nothing when it fits.
    #[must_use]
    pub fn missing_bytes(&self, tokens: f64) -> f64 {
        (self.answering.bytes(tokens.max(1.0)) - self.cache).max(0.0)
    }

    /// Tokens that the copy's cache keeps in conversations of `tokens` tokens.
    #[must_use]
    pub fn kv_tokens(&self, tokens: f64) -> f64 {
        self.conversations(tokens) * tokens
    }

    /// Tokens of the cache as the engine states them when it starts: requests of the longest context, times that.
    #[must_use]
    pub fn stated_kv_tokens(&self, longest: f64) -> f64 {
        let one = self.at_start.bytes(longest.max(1.0));
        if self.cache <= 0.0 || one <= 0.0 { 0.0 } else { self.cache / one * longest * self.data_groups }
    }
}

/// What the host's own programs and its file cache take of memory that both share: a start-up log of two GB10 has 11 GiB
/// that neither weights nor engine explain, others 4 to 9.
fn shared_with_host(deployment: &Deployment<'_>, process: f64) -> f64 {
    let apple = deployment.engine == Engine::LlamaCpp;
    if deployment.gpu.unified && !apple { (0.08 * process).min(10.0 * GIB) } else { 0.0 }
}

/// One standard deviation of the error of the cache's size, from logs that were left out of the fit (docs/memory-model.md).
fn error_of(deployment: &Deployment<'_>, weights: f64, activations: f64) -> f64 {
    let longest = f64::from(deployment.max_context.unwrap_or(deployment.model.max_context));
    let of_request = Reservation::at_start(deployment).bytes(longest);
    let four_bits = deployment.weights.bytes_per_weight() < 0.7;
    let unchecked = deployment.model.checked == Checked::No;
    let of_weights = match () {
        // Checkpoints of one model differ: 2 and 10 % above the sum of its parts were logged.
        () if unchecked => 0.05,
        () if four_bits => 0.02,
        () => 0.005,
    };
    let unchecked_gpu = deployment.gpu.checked == Checked::No && deployment.memory.process_bytes.is_none();
    let terms = [
        0.2 * GIB,
        of_weights * weights,
        0.07 * activations,
        if deployment.parallelism.devices() > 1 { 0.5 * GIB } else { 0.0 },
        if deployment.model.experts.is_some() { 0.3 * GIB } else { 0.0 },
        if deployment.gpu.unified && deployment.engine != Engine::LlamaCpp { 6.0 * GIB } else { 0.0 },
        // Logs of one model with a compressed cache differ by 3.5 in what a request needs: at most so much more.
        if deployment.model.checkpoint.compressed_cache.is_some() { 2.5 * of_request } else { 0.0 },
        if unchecked_gpu { 0.02 * deployment.gpu.memory.get() } else { 0.0 },
    ];
    terms.iter().map(|term| term * term).sum::<f64>().sqrt()
}

/// Bytes of weights on the device that has most of them.
#[must_use]
pub fn weight_bytes(deployment: &Deployment<'_>) -> f64 {
    weights::weight_bytes(deployment)
}

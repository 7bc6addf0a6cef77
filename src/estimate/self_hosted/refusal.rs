//! Settings and requests that an engine refuses, whatever the memory.

use super::resolve::Resolved;
use crate::catalogue::gpu::GpuFamily;
use crate::catalogue::open_model::Attention;
use crate::catalogue::precision::Engine;
use crate::estimate::self_hosted::serving::deployment::Deployment;
use crate::units::Tokens;

/// Why an engine refuses a deployment or a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Refusal {
    /// A mean prompt and its answer are longer than the longest context.
    RequestTooLong {
        /// Tokens of prompt and answer.
        asked: Tokens,
        /// Tokens of the longest context: the one that is set, or the model's.
        longest: Tokens,
    },
    /// The longest context that is set is longer than the model's own.
    ContextBeyondModel {
        /// Tokens that are set.
        asked: Tokens,
        /// Tokens of the model.
        longest: Tokens,
    },
    /// The GPUs that share a matrix do not divide the heads; uneven splits are not supported.
    UnevenHeads {
        /// Query heads.
        heads: u32,
        /// GPUs.
        gpus: u32,
    },
    /// Experts are to be spread over more GPUs than a stage of the copy has.
    ExpertsBeyondGpus {
        /// GPUs asked for.
        asked: u32,
        /// GPUs that there are.
        gpus: u32,
    },
    /// Conversations cannot be spread over that many GPUs: the number must divide the GPUs that share a matrix, and each
    /// must keep the same heads.
    ContextParallel {
        /// GPUs asked for.
        asked: u32,
        /// GPUs over which they can be spread at most.
        most: u32,
    },
    /// The device cannot be divided into that many slices.
    Slices {
        /// Slices asked for.
        asked: u32,
    },
    /// The engine does not keep a conversation's cache in the host's memory.
    CacheOnHost,
}

/// Why the deployment, or a request of `tokens`, is refused; nothing where it is not.
pub(super) fn refusal(resolved: &Resolved<'_>, deployment: &Deployment<'_>, tokens: f64) -> Option<Refusal> {
    let model = deployment.model;
    let split = deployment.parallelism;
    let size = &resolved.fleet.size;
    let longest = Tokens::saturating(f64::from(model.max_context));
    let set = size.max_context_tokens();
    let most = set.map_or(longest.get(), Tokens::get);
    let rows = split.tensor.max(1);
    let heads = match model.attention {
        Attention::Heads => model.kv_heads,
        Attention::Latent { .. } => 1,
    };
    let spread = deployment.memory.context_parallel;
    let slices = size.mig_slices().map(|slices| slices.get() as u32);
    let experts = size.expert_parallel().get() as u32;
    let splits_rows = deployment.engine != Engine::LlamaCpp;
    match () {
        () if set.is_some_and(|set| set > longest) => {
            Some(Refusal::ContextBeyondModel { asked: Tokens::saturating(most), longest })
        }
        () if tokens > most => Some(Refusal::RequestTooLong {
            asked: Tokens::saturating(tokens),
            longest: Tokens::saturating(most),
        }),
        () if splits_rows && !model.q_heads.is_multiple_of(rows) => {
            Some(Refusal::UnevenHeads { heads: model.q_heads, gpus: rows })
        }
        () if experts > rows * split.data => {
            Some(Refusal::ExpertsBeyondGpus { asked: experts, gpus: rows * split.data })
        }
        () if spread > 1 && (!rows.is_multiple_of(spread) || spread * heads > rows) => {
            Some(Refusal::ContextParallel { asked: spread, most: (rows / heads.max(1)).max(1) })
        }
        () if slices.is_some_and(|slices| !divides(resolved.whole_gpu_family, slices)) => {
            Some(Refusal::Slices { asked: slices.unwrap_or(0) })
        }
        () if deployment.memory.cache_on_host > 0.0 && deployment.engine != Engine::LlamaCpp => {
            Some(Refusal::CacheOnHost)
        }
        () => None,
    }
}

/// Whether devices of the family can be divided, and into slices of that size.
const fn divides(family: GpuFamily, slices: u32) -> bool {
    matches!(family, GpuFamily::Ampere | GpuFamily::Hopper | GpuFamily::Blackwell)
        && matches!(slices, 1 | 2 | 3 | 4 | 7)
}

//! Single changes with which a deployment fits.

use super::deployment::{Deployment, Parallelism};
use super::memory::Memory;
use super::start::{Start, StartReport};
use crate::catalogue::precision::{KvPrecision, WeightPrecision};

/// A single change that would make a conversation fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Remedy {
    /// Store the weights in this precision.
    Weights(WeightPrecision),
    /// Store the cache in this precision.
    Cache(KvPrecision),
    /// Split the copy over this many devices.
    Devices(u32),
    /// Keep conversations within this many tokens.
    Context(f64),
    /// Set the longest context to this many tokens.
    LongestContext(f64),
}

/// Single changes, each enough by itself, with which the engine starts and one conversation of `tokens` tokens fits; none
/// when it does already. The mildest of each kind: the largest precision, the fewest devices, the longest context.
#[must_use]
pub fn remedies(deployment: &Deployment<'_>, tokens: f64) -> Vec<Remedy> {
    let fits = |changed: &Deployment<'_>| {
        Memory::of(changed).missing_bytes(tokens) <= 0.0
            && StartReport::of(changed).start != Start::DoesNotStart
    };
    let mut found = Vec::new();
    if fits(deployment) {
        return found;
    }
    let stored = deployment.weights.bytes_per_weight();
    let weights =
        [WeightPrecision::Fp8, WeightPrecision::Int4].into_iter().filter(|w| w.bytes_per_weight() < stored);
    let mut weights = weights.filter(|w| fits(&Deployment { weights: *w, ..deployment.clone() }));
    found.extend(weights.next().map(Remedy::Weights));
    if deployment.kv == KvPrecision::Bf16 && fits(&Deployment { kv: KvPrecision::Fp8, ..deployment.clone() })
    {
        found.push(Remedy::Cache(KvPrecision::Fp8));
    }
    let split = deployment.parallelism;
    let wider = [2, 4, 8, 16].into_iter().filter(|tensor| *tensor > split.tensor);
    let mut wider = wider.filter(|tensor| {
        deployment.model.q_heads.is_multiple_of(*tensor)
            && fits(&Deployment {
                parallelism: Parallelism { tensor: *tensor, ..split },
                ..deployment.clone()
            })
    });
    found.extend(wider.next().map(|tensor| Remedy::Devices(tensor * split.pipeline * split.data)));
    let memory = Memory::of(deployment);
    let room = memory.missing_bytes(tokens) <= 0.0;
    if let Some(longest) = StartReport::of(deployment).longest_that_fits.filter(|longest| *longest >= tokens)
    {
        found.push(Remedy::LongestContext(that_starts(deployment, longest, tokens)));
    } else if !room {
        found.extend(memory.answering.longest(memory.cache, tokens).map(Remedy::Context));
    }
    found
}

/// The longest context, of those a little below `longest`, with which the engine starts beyond doubt: a whole number of
/// 1,024 tokens and not less than `tokens`. `longest` itself where none is that clear.
fn that_starts(deployment: &Deployment<'_>, longest: f64, tokens: f64) -> f64 {
    let starts = |context: f64| {
        let changed = Deployment { max_context: Some(context as u32), ..deployment.clone() };
        StartReport::of(&changed).start == Start::Starts
    };
    let shorter = (0..20).map(|step| (longest * (1.0 - 0.025 * f64::from(step)) / 1024.0).floor() * 1024.0);
    shorter.take_while(|context| *context >= tokens).find(|context| starts(*context)).unwrap_or(longest)
}

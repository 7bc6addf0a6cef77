//! What the values of each choice are called, by `match`.

use super::verdict::{Standing, Status};
use crate::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use crate::estimate::business::what_if::WhatIfOutcome;
use crate::estimate::{NoEconomics, Pressure};
use crate::scenario::{Choice, Commitment, FleetScaling};

/// What an outcome of a what-if question is called.
#[must_use]
pub const fn outcome(outcome: WhatIfOutcome) -> &'static str {
    match outcome {
        WhatIfOutcome::Month => "Inference a month",
        WhatIfOutcome::UserMonth => "Inference per user, a month",
        WhatIfOutcome::Margin => "Gross margin per paying user",
        WhatIfOutcome::GrossMargin => "Gross margin, % of the price",
        WhatIfOutcome::MarginTotal => "Gross margin, all paying users",
        WhatIfOutcome::UsersAtALoss => "Users at a loss",
    }
}

/// How healthy a margin is.
#[must_use]
pub fn pressure(pressure: Pressure) -> Standing {
    match pressure {
        Pressure::None => Standing::new(Status::Meets, "Healthy margin"),
        Pressure::Margin => Standing::new(Status::Close, "Thin margin"),
        Pressure::Loss => Standing::new(Status::Misses, "At a loss"),
    }
}

/// Why nothing is known of a margin, and what to do.
#[must_use]
pub const fn no_economics(why: NoEconomics) -> &'static str {
    match why {
        NoEconomics::NoPrice => "Set the price that users pay to see the gross margin.",
        NoEconomics::NobodyPays => "Nobody pays, so there is no margin.",
        NoEconomics::CostNotKnown => "The cost of inference is not known, so the margin is not known either.",
    }
}

/// Bits and format of the weights.
#[must_use]
pub const fn weights(of: WeightPrecision) -> &'static str {
    match of {
        WeightPrecision::Bf16 => "16: BF16, as published",
        WeightPrecision::Fp8 => "8: FP8",
        WeightPrecision::Int8 => "8: INT8",
        WeightPrecision::Int4 => "4: INT4",
        WeightPrecision::Fp4 => "4: FP4 (NVFP4)",
        WeightPrecision::Mxfp4 => "4: MXFP4, experts only",
        WeightPrecision::Q8_0 => "8: Q8_0",
        WeightPrecision::Q4KM => "4: Q4_K_M",
        WeightPrecision::Q4_0 => "4: Q4_0",
    }
}

/// Bits and format of the KV cache.
#[must_use]
pub const fn kv_cache(of: KvPrecision) -> &'static str {
    match of {
        KvPrecision::Bf16 => "16: BF16",
        KvPrecision::Fp8 => "8: FP8",
        KvPrecision::Int8PerHead => "8: INT8 per head",
        KvPrecision::Fp4 => "4: FP4",
    }
}

/// The name of a serving engine.
#[must_use]
pub const fn engine(of: Engine) -> &'static str {
    match of {
        Engine::Vllm => "vLLM",
        Engine::Sglang => "SGLang",
        Engine::TensorRtLlm => "TensorRT-LLM",
        Engine::LlamaCpp => "llama.cpp",
        Engine::Other => "Another",
    }
}

/// Whether the number of replicas follows the load.
#[must_use]
pub const fn scaling(of: FleetScaling) -> &'static str {
    match of {
        FleetScaling::Fixed => "No: the same all day",
        FleetScaling::Auto => "Yes, hour by hour",
    }
}

/// How the GPUs are paid for.
#[must_use]
pub const fn commitment(of: Commitment) -> &'static str {
    match of {
        Commitment::OnDemand => "On demand",
        Commitment::ThreeYears => "Rented for 3 years",
        Commitment::Owned => "Owned",
    }
}

/// All values of a choice, in words, in the order of [`Choice::ALL`].
#[must_use]
pub fn all<C: Choice>(word: fn(C) -> &'static str) -> Vec<String> {
    C::ALL.iter().map(|choice| word(*choice).to_owned()).collect()
}

//! Number formats of weights and of the KV cache, and the engines that serve them.

/// How the weights are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WeightPrecision {
    /// 16 bits: bfloat16 or half.
    Bf16,
    /// 8-bit floats, computed in 8 bits where the device can.
    Fp8,
    /// 8-bit integers, computed in 8 bits where the device can.
    Int8,
    /// 4-bit integers with group scales, computed in 16 bits.
    Int4,
    /// NVIDIA's 4-bit floats (NVFP4), computed in 4 bits where the device can.
    Fp4,
    /// 4-bit floats with shared exponents (MXFP4); as published, in the expert layers only.
    Mxfp4,
    /// llama.cpp's 8-bit blocks.
    Q8_0,
    /// llama.cpp's mixed 4-bit blocks.
    Q4KM,
    /// llama.cpp's plain 4-bit blocks.
    Q4_0,
}

/// How a precision treats the parts of a model that are usually left at a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spread {
    /// Every matrix of the layers is stored alike.
    AllLayers,
    /// Only expert matrices are stored so; attention and the rest keep 16 bits.
    ExpertsOnly,
}

impl WeightPrecision {
    /// All precisions, in falling size.
    pub const ALL: [Self; 9] = [
        Self::Bf16,
        Self::Fp8,
        Self::Int8,
        Self::Q8_0,
        Self::Q4KM,
        Self::Q4_0,
        Self::Fp4,
        Self::Int4,
        Self::Mxfp4,
    ];

    /// The name in tables and links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Int8 => "int8",
            Self::Int4 => "int4",
            Self::Fp4 => "fp4",
            Self::Mxfp4 => "mxfp4",
            Self::Q8_0 => "q8_0",
            Self::Q4KM => "q4_k_m",
            Self::Q4_0 => "q4_0",
        }
    }

    /// The precision of that name; `fp16` is the same size as `bf16`.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        if matches!(id, "fp16" | "float16" | "bfloat16" | "f16") {
            return Some(Self::Bf16);
        }
        if matches!(id, "nvfp4") {
            return Some(Self::Fp4);
        }
        Self::ALL.into_iter().find(|precision| precision.id() == id)
    }

    /// Bytes a weight takes, scales included.
    ///
    /// NVFP4 keeps an 8-bit scale for 16 values, MXFP4 one for 32, INT4 a 16-bit scale (and zero) for 128 or 32;
    /// llama.cpp's block formats are 8.5, 4.85 (the mean of Q4_K_M's mix) and 4.5 bits.
    #[must_use]
    pub const fn bytes_per_weight(self) -> f64 {
        match self {
            Self::Bf16 => 2.0,
            Self::Fp8 | Self::Int8 => 1.0,
            Self::Int4 => 0.53,
            Self::Fp4 => 0.5625,
            Self::Mxfp4 => 0.53125,
            Self::Q8_0 => 1.0625,
            Self::Q4KM => 0.606,
            Self::Q4_0 => 0.5625,
        }
    }

    /// Which matrices a checkpoint of this precision usually stores so, for a model with experts.
    #[must_use]
    pub const fn spread_with_experts(self) -> Spread {
        match self {
            Self::Mxfp4 | Self::Int4 => Spread::ExpertsOnly,
            _ => Spread::AllLayers,
        }
    }
}

/// How cached keys and values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KvPrecision {
    /// 16 bits a value.
    Bf16,
    /// 8-bit floats or integers.
    Fp8,
    /// 4 bits a value, scales included in the byte count.
    Fp4,
}

impl KvPrecision {
    /// All precisions, in falling size.
    pub const ALL: [Self; 3] = [Self::Bf16, Self::Fp8, Self::Fp4];

    /// The name in tables and links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Fp4 => "fp4",
        }
    }

    /// The precision of that name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "bf16" | "fp16" | "f16" => Some(Self::Bf16),
            "fp8" | "int8" | "q8_0" => Some(Self::Fp8),
            "fp4" | "int4" | "q4_0" => Some(Self::Fp4),
            _ => None,
        }
    }

    /// Bytes a cached value takes.
    #[must_use]
    pub const fn bytes_per_value(self) -> f64 {
        match self {
            Self::Bf16 => 2.0,
            Self::Fp8 => 1.0,
            Self::Fp4 => 0.5625,
        }
    }
}

/// The serving engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// vLLM.
    Vllm,
    /// SGLang.
    Sglang,
    /// NVIDIA TensorRT-LLM.
    TensorRtLlm,
    /// llama.cpp and what builds on it.
    LlamaCpp,
    /// DeepSpeed and other plain runtimes.
    Other,
}

impl Engine {
    /// All engines.
    pub const ALL: [Self; 5] = [Self::Vllm, Self::Sglang, Self::TensorRtLlm, Self::LlamaCpp, Self::Other];

    /// The name in tables and links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Vllm => "vllm",
            Self::Sglang => "sglang",
            Self::TensorRtLlm => "tensorrt-llm",
            Self::LlamaCpp => "llama.cpp",
            Self::Other => "other",
        }
    }

    /// The engine of that name; an unknown one is [`Engine::Other`].
    #[must_use]
    pub fn from_id(id: &str) -> Self {
        Self::ALL.into_iter().find(|engine| engine.id() == id).unwrap_or(Self::Other)
    }

    /// Place in [`Engine::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

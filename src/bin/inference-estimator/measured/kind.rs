//! What kind of figure a row is, and why a row gets no prediction.

use super::rows::Row;

/// What kind of figure a row is: the slices of the report and of the error bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    ClosedTpot,
    ClosedTtftMean,
    ClosedTtftMedian,
    ClosedOther,
    DecodeOnly,
    Offline,
    Bursts,
    BurstOther,
    StaticBatch,
    StaticOther,
    SingleDecode,
    SinglePrefill,
    SingleTtft,
    OpenE2e,
    OpenE2eTail,
    OpenTtft,
    OpenTtftMedian,
    OpenTtftTail,
    OpenTpot,
    OpenTpotTail,
    OpenOther,
    MlperfOffline,
    MlperfLoad,
    Disaggregated,
    Speculative,
    KvTokens,
    KvGib,
    Weights,
    Starts,
    Other,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::ClosedTpot => "closed loop TPOT",
            Self::ClosedTtftMean => "closed loop TTFT mean",
            Self::ClosedTtftMedian => "closed loop TTFT median",
            Self::ClosedOther => "closed loop, second figures",
            Self::DecodeOnly => "decode only TPOT",
            Self::Offline => "offline throughput",
            Self::Bursts => "bursts",
            Self::BurstOther => "bursts, second figures",
            Self::StaticBatch => "static batch E2E",
            Self::StaticOther => "static batch throughput",
            Self::SingleDecode => "single stream decode",
            Self::SinglePrefill => "single stream prefill",
            Self::SingleTtft => "single request TTFT",
            Self::OpenE2e => "open loop E2E mean",
            Self::OpenE2eTail => "open loop E2E tail",
            Self::OpenTtft => "open loop TTFT mean",
            Self::OpenTtftMedian => "open loop TTFT median",
            Self::OpenTtftTail => "open loop TTFT tail",
            Self::OpenTpot => "open loop TPOT",
            Self::OpenTpotTail => "open loop TPOT tail",
            Self::OpenOther => "open loop, second figures",
            Self::MlperfOffline => "MLPerf offline",
            Self::MlperfLoad => "MLPerf server",
            Self::Disaggregated => "disaggregated",
            Self::Speculative => "speculative or several nodes",
            Self::KvTokens => "KV tokens",
            Self::KvGib => "KV GiB",
            Self::Weights => "weights",
            Self::Starts => "starts",
            Self::Other => "other",
        }
    }

    pub fn of(row: &Row) -> Self {
        let (scenario, metric) = (row.scenario.as_str(), row.metric.as_str());
        let tail = metric.contains("_p9");
        let median = metric.ends_with("_p50");
        if scenario.starts_with("mlperf-offline") {
            return Self::MlperfOffline;
        }
        if scenario.starts_with("mlperf") {
            return Self::MlperfLoad;
        }
        if scenario.starts_with("disaggregated") {
            return Self::Disaggregated;
        }
        if scenario.contains("speculative") || scenario.contains("multinode") {
            return Self::Speculative;
        }
        if scenario == "kv-capacity" {
            return match metric {
                "kv_cache_tokens" => Self::KvTokens,
                "kv_cache_gib_per_gpu" => Self::KvGib,
                "weights_gib_per_gpu" => Self::Weights,
                "starts_at_max_model_len" => Self::Starts,
                _ => Self::Other,
            };
        }
        match (scenario, metric) {
            ("closed-loop", _) if tail => Self::ClosedOther,
            ("closed-loop", m) if m.starts_with("tpot") => Self::ClosedTpot,
            ("closed-loop", m) if m.starts_with("ttft") => {
                if median {
                    Self::ClosedTtftMedian
                } else {
                    Self::ClosedTtftMean
                }
            }
            ("closed-loop", _) => Self::ClosedOther,
            ("decode-only", m) if m.starts_with("tpot") && !tail => Self::DecodeOnly,
            // Where the number of requests is stated, all of them are sent at once and the batch runs empty.
            ("offline-max-throughput", "output_tokens_per_s") if row.load.is_some() => Self::Bursts,
            ("offline-max-throughput", "output_tokens_per_s") => Self::Offline,
            ("offline-max-throughput", _) => Self::BurstOther,
            ("static-batch", m) if m.starts_with("e2e") => Self::StaticBatch,
            ("static-batch", _) => Self::StaticOther,
            ("single-stream", "decode_tokens_per_s") => Self::SingleDecode,
            ("single-stream", "prefill_tokens_per_s") => Self::SinglePrefill,
            ("single-request", m) if m.starts_with("ttft") => Self::SingleTtft,
            (s, m) if s.starts_with("open-loop") => Self::of_open_loop(m),
            _ => Self::Other,
        }
    }

    fn of_open_loop(metric: &str) -> Self {
        let (median, tail) = (metric.ends_with("_p50"), metric.contains("_p9"));
        match metric.split("_ms").next() {
            Some("e2e") if tail => Self::OpenE2eTail,
            Some("e2e") if median => Self::OpenOther,
            Some("e2e") => Self::OpenE2e,
            Some("ttft") if tail => Self::OpenTtftTail,
            Some("ttft") if median => Self::OpenTtftMedian,
            Some("ttft") => Self::OpenTtft,
            Some("tpot") if tail => Self::OpenTpotTail,
            Some("tpot") => Self::OpenTpot,
            _ => Self::OpenOther,
        }
    }

    /// Whether it is a figure of an engine's log at start, not a speed.
    pub fn is_memory(self) -> bool {
        matches!(self, Self::KvTokens | Self::KvGib | Self::Weights | Self::Starts)
    }

    /// Whether larger is faster.
    pub fn is_rate(self) -> bool {
        matches!(
            self,
            Self::Offline | Self::Bursts | Self::StaticOther | Self::SingleDecode | Self::SinglePrefill
        )
    }
}

/// Why a row gets no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refusal {
    UnknownModel,
    UnknownGpu,
    UnknownPrecision,
    MissingLengths,
    NotModelled,
    DoesNotFit,
    Gaudi,
    MixtralStalls,
    Unstable,
    Unpublished,
    Starved,
    PrefixCached,
    SecondFigure,
    Speculative,
    Disaggregated,
    NotScored,
}

impl Refusal {
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownModel => "model not in the catalogue",
            Self::UnknownGpu => "device not in the catalogue",
            Self::UnknownPrecision => "weight precision not known",
            Self::MissingLengths => "lengths not stated",
            Self::NotModelled => "no model of this metric",
            Self::DoesNotFit => "weights do not fit",
            Self::Gaudi => "Gaudi 2 on DeepSpeed: slow for reasons no roofline knows (data README)",
            Self::Unstable => "unstable: the load is more than the server sustains",
            Self::Unpublished => "MLPerf: prompt lengths and layout are not published (data README)",
            Self::MixtralStalls => "Mixtral open loop: engine stalls (data README)",
            Self::Starved => "starved: more users than the cache takes, the time is their queue",
            Self::PrefixCached => "prefix-cache hits of unknown share",
            Self::SecondFigure => "second figures of runs that are scored already",
            Self::Speculative => "speculative decoding or several nodes: not validated",
            Self::Disaggregated => "prompts and answers on different devices: not validated",
            Self::NotScored => "the source says that the row cannot be predicted",
        }
    }

    /// Whether the cause is one that may leave a row out; any other refusal counts as wholly wrong.
    pub fn is_named_cause(self) -> bool {
        !matches!(self, Self::UnknownPrecision | Self::MissingLengths | Self::NotModelled | Self::DoesNotFit)
    }
}

//! What each setting is called: the standard term first, the plain explanation second.

use crate::scenario::Field;

/// How a setting is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// The first words.
    pub label: &'static str,
    /// The second, smaller: the term, or the explanation.
    pub term: &'static str,
    /// The unit behind the number in its box.
    pub suffix: &'static str,
}

/// The words of a setting.
#[must_use]
pub const fn words(label: &'static str, term: &'static str, suffix: &'static str) -> Words {
    Words { label, term, suffix }
}

/// Between the words of an amount and its unit, for screen readers.
pub const IN_DOLLARS: &str = ", in dollars ";
/// The share of a model in a mix.
pub const LEG_SHARE: Words = words("Share of the calls", "routing", "%");
/// The limit of a latency target.
pub const TARGET_LIMIT: Words = words("Must take less than", "limit", "ms");
/// The price of a request, where that is all that is known.
pub const PRICE_PER_REQUEST: Words =
    words("Price of a request", "all calls and retries included", "a request");

/// "change of adoption": what a step of the history is called.
#[must_use]
pub fn change_of(words: Words) -> String {
    let name = if words.term.is_empty() { words.label } else { words.term };
    let name = name.split([',', ';']).next().unwrap_or(name);
    change_in(name)
}

/// The same for a number of that name.
#[must_use]
pub fn change_in(name: &str) -> String {
    ["change of ", &name.to_ascii_lowercase()].concat()
}

/// What a declared field is called.
#[must_use]
pub const fn field_words(field: Field) -> Words {
    match field {
        Field::Users => words("People using it", "users", "users"),
        Field::PriceUsdPerMonth => words("Price they pay", "plan price", "a month"),
        Field::PayingShare => words("Paying users", "share of users", "%"),
        Field::InputTokens => words("Prompt", "input tokens", "tokens"),
        Field::CacheablePrefixTokens => words("Repeated prompt", "cacheable prefix, part of input", "tokens"),
        Field::CacheHitShare => words("Found in the cache", "prompt cache, share of requests", "%"),
        Field::OutputTokens => words("Response", "output tokens", "tokens"),
        Field::ReasoningTokens => words("Reasoning", "hidden tokens, billed", "tokens"),
        Field::Images => words("Images", "per request", ""),
        Field::TokensPerImage => words("An image counts as", "input tokens", "tokens"),
        Field::CallsPerRequest => words("Calls for one request", "of the model", "calls"),
        Field::Turns => words("Turns", "per conversation", "turns"),
        Field::RetryShare => words("Sent again", "retries, share of calls", "%"),
        Field::WebSearches => words("Web searches", "provider\u{2019}s tool, per call", ""),
        Field::ShareOfUsers => words("Users of this feature", "adoption", "%"),
        Field::RequestsPerActiveDay => words("Requests each", "a day, when active", ""),
        Field::ActiveDaysPerMonth => words("Active days", "a month", "days"),
        Field::PeakToAverage => words("Busiest hour", "peak to average", "× avg"),
        Field::RequestsPerMin => words("Requests allowed", "rate limit; empty: not known", "a minute"),
        Field::InputTokensPerMin => words("Tokens in, allowed", "rate limit; empty: not known", "a minute"),
        Field::OutputTokensPerMin => words("Tokens out, allowed", "rate limit; empty: not known", "a minute"),
        Field::InputTokensP95 => words("Prompt, at the high end", "p95 of input tokens", "tokens"),
        Field::OutputTokensP95 => words("Response, at the high end", "p95 of output tokens", "tokens"),
        Field::ReasoningTokensP95 => words("Reasoning, at the high end", "p95 of reasoning tokens", "tokens"),
        Field::RequestsPerActiveDayP95 => words("A heavy user\u{2019}s requests", "p95, a day", ""),
        Field::UsersFactorP95 => words("Most users to expect", "p95, multiple of now", "× now"),
        Field::NetworkMs => words("Time on the network", "there and back", "ms"),
        Field::TtftP50Ms => words("TTFT, median (p50)", "median time to first token, measured", "ms"),
        Field::TtftP95Ms => words("TTFT, p95", "p95 time to first token, measured", "ms"),
        Field::OutputTokensPerSec => words("Output speed", "output tokens per second, measured", "tokens/s"),
        Field::ParallelCalls => words("Calls at the same time", "parallel", "calls"),
        Field::ReadingTokensPerSec => words("Reading speed", "of people", "tokens/s"),
        Field::InputUsdPerMtok => words("Price in", "per 1M input tokens", "per 1M"),
        Field::OutputUsdPerMtok => words("Price out", "per 1M output tokens", "per 1M"),
        Field::CacheReadUsdPerMtok => words("Price cached", "cache read; empty: as in", "per 1M"),
        Field::CacheWriteUsdPerMtok => words("Price to cache", "cache write; empty: as in", "per 1M"),
        Field::UsdPerRequest => words("Fee", "per call; empty: none", "a call"),
        Field::FeeShare => words("Payment fees", "fee share, of the price", "%"),
        Field::FeeUsd => words("And on each payment", "fixed fee", "a payment"),
        Field::OtherCostsUsd => words("Other costs", "hosting and support; empty: not counted", "a month"),
        Field::FreeUserUsage => words("A free user uses", "free use, of what a paying user does", "×"),
        Field::DiscountShare => words("Mean discount", "discount, on the price", "%"),
        Field::TargetMargin => words("Margin you want", "target margin", "%"),
        Field::FixedCostsUsd => {
            words("Rent, staff and the like", "fixed costs; empty: not counted", "a month")
        }
        Field::HeavyUserFactor => words("A heavy user uses", "p95 user; empty: not known", "× typical"),
        Field::CreditUsd => words("A credit is worth", "credit, inference at cost", ""),
        Field::MonthlyGrowth => words("More users each month", "growth", "%"),
        Field::HorizonMonths => words("Look ahead", "horizon", "months"),
        Field::TierPriceUsd => words("Price", "of this tier", "a month"),
        Field::IncludedRequests => words("Requests included", "allowance; empty: not counted", "a month"),
        Field::OverageUsd => words("Each further one", "overage; empty: use ends", ""),
        Field::IncludedTokens => words("Tokens included", "allowance; empty: not counted", "a month"),
        Field::OverageUsdPerMtok => words("Further tokens", "overage; empty: use ends", "per 1M"),
        Field::IncludedCredits => words("Credits included", "allowance; empty: not counted", "a month"),
        Field::OverageUsdPerCredit => words("Each further credit", "overage; empty: use ends", ""),
        Field::AnswerHitShare => words("Requests that repeat", "hit share, found in the store", "%"),
        Field::LookupUsd => words("A look-up costs", "look-up cost, hit or miss", ""),
        Field::AnswerHitMs => words("A stored answer takes", "latency of a hit", "ms"),
        Field::WrongHitShare => words("Wrong for the question", "wrong hits; empty: not known", "%"),
        Field::ExactShare => words("Found word for word", "exact hits, never wrong", "%"),
        Field::PrefixHitShare => words("Calls that find it", "hit share; empty: from the traffic", "%"),
        Field::DistinctPrefixes => words("Different prefixes", "one for all, or one a customer", ""),
        Field::WaitingShare => words("Work that can wait", "batch share, of calls", "%"),
        Field::TurnaroundHours => words("It waits at most", "turnaround", "hours"),
        Field::EasyShare => words("Easy questions", "easy share, of calls", "%"),
        Field::EscalationShare => words("Of these, asked again", "escalations, paid twice", "%"),
        Field::RouterUsd => words("The router costs", "router cost, a request", ""),
        Field::RouterMs => words("The router takes", "router latency", "ms"),
        Field::SmallModelShare => words("It takes over", "distilled share, of calls", "%"),
        Field::TrainingUsd => words("Training, once", "one-off cost; empty: not counted", ""),
        Field::InputCut => words("Shorter prompt", "cut of input tokens", "%"),
        Field::OutputCut => words("Shorter response", "cut of output tokens", "%"),
        _ => own_gpus_words(field),
    }
}

/// The same for the fields of self-hosted GPUs.
const fn own_gpus_words(field: Field) -> Words {
    match field {
        Field::TensorParallel => words("GPUs per replica", "tensor parallel", "GPUs"),
        Field::PipelineParallel => words("Pipeline parallel", "stages; GPUs times", ""),
        Field::ExpertParallel => words("Experts spread over", "expert parallel", "GPUs"),
        Field::DataParallel => words("Data parallel", "attention replicas; GPUs times", ""),
        Field::BatchLimit => words("Max concurrent sequences", "batch limit per replica", "at most"),
        Field::Copies => words("Replicas", "replicas", ""),
        Field::SpareCopies => words("Spare replicas", "in case one fails", ""),
        Field::MostUtilisation => words("Busy at most", "utilization at peak", "%"),
        Field::GpuUsdPerHour => words("Price of a GPU", "per hour", "an hour"),
        Field::StaffUsdPerMonth => words("Staff time", "empty: not counted", "a month"),
        Field::StepTokens => words("Max batched tokens", "chunked prefill", "at most"),
        Field::MemoryShare => words("GPU memory utilization", "memory share", "%"),
        Field::MaxContextTokens => words("Longest context", "empty: the model\u{2019}s", "tokens"),
        Field::EngineYear => words("Engine\u{2019}s version", "year of release; empty: any", ""),
        Field::EagerMode => words("Eager mode", "1: no captured graphs", ""),
        Field::UsedByOthersGib => words("Used by others", "memory of a GPU", "GiB"),
        Field::WeightsOnHostGib => words("Weights on the host", "of each GPU", "GiB"),
        Field::CacheOnHostGib => words("Cache on the host", "of each GPU; llama.cpp", "GiB"),
        Field::ContextParallel => words("Conversation spread over", "context parallel", "GPUs"),
        Field::MigSlices => words("Slices of a GPU", "MIG, of 7; empty: whole", ""),
        Field::ArrivalCv => words("Burstiness", "variation of arrivals; 1: Poisson", ""),
        Field::DraftTokens => words("Speculative decoding", "drafted tokens; 0: none", "a step"),
        Field::DraftAcceptance => words("Of them, accepted", "acceptance rate", "%"),
        Field::DraftCost => words("Cost of drafting", "share of a step", "%"),
        Field::PrefillCopies => words("Replicas for prefill", "disaggregated prefill; 0: none", ""),
        Field::TransferGbPerS => words("Between the two", "transfer of the cache", "GB/s"),
        Field::MemoryGb => words("Memory", "of one GPU", "GB"),
        Field::BandwidthGbPerS => words("Memory speed", "bandwidth", "GB/s"),
        Field::Bf16Tflops => words("Speed, 16 bits", "dense peak", "TFLOPS"),
        Field::Fp8Tflops => words("Speed, 8 bits", "empty: none", "TFLOPS"),
        Field::Fp4Tflops => words("Speed, 4 bits", "empty: none", "TFLOPS"),
        Field::LinkGbPerS => words("To its peers", "link, one way; empty: none", "GB/s"),
        Field::Layers => words("Layers", "depth", ""),
        Field::HiddenSize => words("Width", "hidden size", ""),
        Field::QueryHeads => words("Heads", "query heads", ""),
        Field::KvHeads => words("Heads that are cached", "KV heads", ""),
        Field::HeadDim => words("Size of a head", "head dimension", ""),
        Field::FfnSize => words("Inner width", "feed-forward; 0: experts only", ""),
        Field::VocabSize => words("Vocabulary", "tokens", ""),
        Field::ContextTokens => words("Longest context", "of the model", "tokens"),
        Field::ParametersB => words("Weights", "empty: from the figures", "billion"),
        Field::KvRank => words("Latent size", "MLA, KV rank; empty: no MLA", ""),
        Field::RopeDim => words("Rotary part", "MLA, rope dimension", ""),
        Field::ValueDim => words("Value part", "MLA, value dimension", ""),
        Field::QueryRank => words("Query rank", "MLA; empty: none", ""),
        Field::FullLayers => words("Layers that see all", "full attention; empty: all", ""),
        Field::WindowTokens => words("The others see", "sliding window", "tokens"),
        Field::StateKib => words("State of a layer", "linear attention; empty: none", "KiB"),
        Field::Experts => words("Experts", "routed, a layer; empty: dense", ""),
        Field::ExpertsActive => words("Of them, at work", "for each token", ""),
        Field::ExpertsShared => words("Shared experts", "at work for all", ""),
        Field::ExpertFfnSize => words("Width of an expert", "inner size", ""),
        Field::ExpertLayers => words("Layers with experts", "empty: all", ""),
        Field::SparseTopK => words("Attends to", "sparse attention; empty: all", "tokens"),
        Field::TiedEmbedding => words("Embedding used twice", "tied; 1 is yes, 0 no", ""),
        Field::FfnMatrices => words("Matrices of a block", "3 with a gate, 2 without", ""),
        Field::MeasuredUsers => words("Users at once", "concurrency", ""),
        Field::MeasuredInputTokens => words("They sent", "input tokens, mean", "tokens"),
        Field::MeasuredOutputTokens => words("They got", "output tokens, mean", "tokens"),
        Field::MeasuredTtftMs => words("Mean TTFT", "time to first token; empty: none", "ms"),
        Field::MeasuredTpotMs => words("Mean TPOT", "time per output token; empty: none", "ms"),
        Field::MeasuredTokensPerSec => words("Throughput", "output of all users; empty: none", "tokens/s"),
        // Settings of later sections are asked for there, in words of their own.
        _ => words("", "", ""),
    }
}

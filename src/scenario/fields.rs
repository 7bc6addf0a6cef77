//! The table of fields: the one place where a number's name, unit, range, default and link number are declared.
//!
//! The parts of a line: link number, variant, JSON name, required (`req`) or may be left empty (`opt`), unit, default, range.
//! Link numbers are never given twice: 3 to 39 in the scenario, 40 to 59 in a tier, 100 to 159 in a feature, 160 to 199
//! in its levers, 200 to 299 in self-hosted GPUs, 300 to 399 in the prices of a model. Small ones are shorter in links. Names, choices
//! and models are not in this table; their link numbers are between these: see `share::numbers`.

use super::check::FieldError;
use super::field::{FieldGroup, FieldSpec, FieldUnit, Presence, field_groups, put};
use crate::units::{
    Bounds, Count, Factor, Millis, Share, Tokens, TokensPerSec, Usd, UsdPerGpuHour, UsdPerMtok,
};

const TOKENS: Bounds = Bounds::real(0.0, 1e8);
const USD: Bounds = Bounds::real(0.0, 1e9);
const RATE: Bounds = Bounds::real(0.0, 1e5);
const SHARE: Bounds = Bounds::real(0.0, 1.0);
const LATENCY: Bounds = Bounds::real(0.0, 36e5);

field_groups! {
    /// Who uses the product.
    Audience "audience" {
        /// People who use the product.
        3 Users users: req Count = 10_000.0, Bounds::whole(0.0, 1e10);
    }

    /// What the product sells for.
    Plan "plan" {
        /// What a paying user pays a month, in US dollars; empty where nothing is sold.
        10 PriceUsdPerMonth price_usd_per_month: opt Usd, USD;
        /// Share of the users who pay.
        11 PayingShare paying_share: req Share = 1.0, SHARE;
        /// Share of each payment that the payment provider keeps; 2.9 % is the list price of a card payment in the US.
        12 FeeShare fee_share: req Share = 0.029, SHARE;
        /// What the payment provider keeps of each payment besides, in US dollars.
        13 FeeUsd fee_usd: req Usd = 0.3, USD;
        /// Other costs of serving one user for a month, in US dollars; empty means "not set, so not counted".
        14 OtherCostsUsd other_costs_usd: opt Usd, USD;
        /// What a user who does not pay uses, as a share of what a user who pays does.
        15 FreeUserUsage free_user_usage: req Factor = 1.0, Bounds::real(0.0, 100.0);
        /// Mean discount on the price.
        16 DiscountShare discount_share: req Share = 0.0, SHARE;
        /// The share of the price that is to be left after these costs.
        17 TargetMargin target_margin: req Share = 0.7, SHARE;
        /// Rent, staff and the like in a month, in US dollars; empty means "not set, so not counted".
        18 FixedCostsUsd fixed_costs_usd: opt Usd, Bounds::real(0.0, 1e12);
        /// What a heavy user (95 of 100 use less) uses, as a multiple of the typical one (half use less).
        19 HeavyUserFactor heavy_user_factor: opt Factor, Bounds::real(1.0, 1000.0);
        /// Inference that one credit of a plan buys, at cost, in US dollars.
        20 CreditUsd credit_usd: req Usd = 0.01, Bounds::real(1e-6, 1e6);
    }

    /// Where it is going.
    Growth "growth" {
        /// Growth of the number of users in a month.
        30 MonthlyGrowth monthly_growth: req Factor = 0.1, Bounds::real(0.0, 10.0);
        /// Months to look ahead.
        31 HorizonMonths horizon_months: req Count = 12.0, Bounds::whole(1.0, 60.0);
    }

    /// One of several plans between which users choose.
    Tier "tier" {
        /// Price a month, in US dollars.
        40 TierPriceUsd tier_price_usd: req Usd = 0.0, USD;
        /// Requests a month that the price includes; empty means that requests are not counted.
        41 IncludedRequests included_requests: opt Count, Bounds::real(0.0, 1e9);
        /// Price of each further request, in US dollars; empty means that use ends at the allowance.
        42 OverageUsd overage_usd: opt Usd, USD;
        /// Tokens a month, in and out, that the price includes; empty means that tokens are not counted.
        43 IncludedTokens included_tokens: opt Tokens, Bounds::real(0.0, 1e12);
        /// Price of each further 1M tokens, in US dollars; empty means that use ends at the allowance.
        44 OverageUsdPerMtok overage_usd_per_mtok: opt UsdPerMtok, RATE;
        /// Credits a month that the price includes; empty means that credits are not counted.
        45 IncludedCredits included_credits: opt Count, Bounds::real(0.0, 1e12);
        /// Price of each further credit, in US dollars; empty means that use ends at the allowance.
        46 OverageUsdPerCredit overage_usd_per_credit: opt Usd, USD;
    }

    /// What one call carries to the model and back.
    Workload "workload" {
        /// Tokens sent to the model in the first turn: instructions, context and question.
        100 InputTokens input_tokens: req Tokens = 1000.0, TOKENS;
        /// Of the input tokens, those at the beginning that are the same every time.
        101 CacheablePrefixTokens cacheable_prefix_tokens: req Tokens = 0.0, TOKENS;
        /// Share of requests that find the prefix in the provider's prompt cache; 0 means the cache is not used.
        102 CacheHitShare cache_hit_share: req Share = 0.0, SHARE;
        /// Tokens of the visible answer.
        103 OutputTokens output_tokens: req Tokens = 400.0, TOKENS;
        /// Tokens of hidden thinking, billed as output on top of the answer.
        104 ReasoningTokens reasoning_tokens: req Tokens = 0.0, TOKENS;
        /// Images sent with a request.
        105 Images images: req Count = 0.0, Bounds::real(0.0, 10_000.0);
        /// Tokens that one image counts as; providers differ, 1,000 is the order of one 1-megapixel picture.
        106 TokensPerImage tokens_per_image: req Tokens = 1000.0, Bounds::real(0.0, 1e6);
        /// Calls of the model for one action of the user.
        107 CallsPerRequest calls_per_request: req Count = 1.0, Bounds::real(1.0, 10_000.0);
        /// Turns of a conversation; each sends the earlier ones again.
        108 Turns turns: req Count = 1.0, Bounds::whole(1.0, 1000.0);
        /// Share of calls that are sent a second time because the first failed.
        109 RetryShare retry_share: req Share = 0.0, SHARE;
        /// Web searches by the provider's tool, in one call.
        110 WebSearches web_searches: req Count = 0.0, Bounds::real(0.0, 1000.0);
        /// Tokens of audio sent with a request, beside the input tokens of text.
        111 InputAudioTokens input_audio_tokens: req Tokens = 0.0, TOKENS;
        /// Tokens of audio in the answer, beside those of text.
        112 OutputAudioTokens output_audio_tokens: req Tokens = 0.0, TOKENS;
        /// Tokens of images in the answer, beside those of text.
        113 OutputImageTokens output_image_tokens: req Tokens = 0.0, TOKENS;
        /// Tokens of citations in the answer, beside those of text, where a provider bills them apart.
        114 OutputCitationTokens output_citation_tokens: req Tokens = 0.0, TOKENS;
        /// Tokens of video sent with a request, beside the input tokens of text.
        115 InputVideoTokens input_video_tokens: req Tokens = 0.0, TOKENS;
        /// Tokens of video in the answer, beside those of text.
        136 OutputVideoTokens output_video_tokens: req Tokens = 0.0, TOKENS;
        /// Minutes of audio sent with a request, to models that bill time.
        133 InputAudioMinutes input_audio_minutes: req Count = 0.0, Bounds::real(0.0, 100_000.0);
        /// Minutes of audio in the answer, of models that bill time.
        134 OutputAudioMinutes output_audio_minutes: req Count = 0.0, Bounds::real(0.0, 100_000.0);
        /// Characters sent to a model that bills characters (speech).
        137 InputCharacters input_characters: req Count = 0.0, Bounds::real(0.0, 1e8);
        /// Searches in stored files by the provider's tool, in one call.
        135 FileSearches file_searches: req Count = 0.0, Bounds::real(0.0, 1000.0);
        /// Width of a picture, in pixels, where its tokens follow from its size.
        138 ImageWidthPx image_width_px: req Count = 1024.0, Bounds::whole(1.0, 100_000.0);
        /// Height of a picture, in pixels, where its tokens follow from its size.
        139 ImageHeightPx image_height_px: req Count = 1024.0, Bounds::whole(1.0, 100_000.0);
    }

    /// What is agreed with the provider, or chosen there, apart from the price list.
    Terms "terms" {
        /// How long a cached prefix is kept, in minutes; empty means the time to live that is chosen.
        145 CacheTtlMinutes cache_ttl_minutes: opt Count, Bounds::real(1.0, 100_000.0);
        /// What is added to the provider's list price, as a part of it; below zero is a discount, 0.055 a reseller's fee.
        146 PriceChangeShare price_change_share: opt Factor, Bounds::real(-1.0, 10.0);
    }

    /// How often, and when.
    Traffic "traffic" {
        /// Share of the users who use this feature.
        120 ShareOfUsers share_of_users: req Share = 1.0, SHARE;
        /// Requests that a user of the feature makes on an active day.
        121 RequestsPerActiveDay requests_per_active_day: req Count = 5.0, Bounds::real(0.0, 1e6);
        /// Days of a month on which the feature is used.
        122 ActiveDaysPerMonth active_days_per_month: req Count = 30.0, Bounds::real(0.0, 31.0);
        /// Requests in the busiest hour, as a multiple of the average hour of an active day.
        123 PeakToAverage peak_to_average: req Factor = 4.0, Bounds::real(1.0, 1000.0);
    }

    /// What the user may not exceed at the provider; empty means "not known".
    RateLimits "rate_limits" {
        /// Requests a minute.
        130 RequestsPerMin requests_per_min: opt Count, Bounds::real(0.0, 1e9);
        /// Input tokens a minute.
        131 InputTokensPerMin input_tokens_per_min: opt Tokens, Bounds::real(0.0, 1e12);
        /// Output tokens a minute.
        132 OutputTokensPerMin output_tokens_per_min: opt Tokens, Bounds::real(0.0, 1e12);
    }

    /// High values (95 of 100 lie below) of what varies; empty means that it does not vary.
    Spread "spread" {
        /// p95 of the input tokens.
        140 InputTokensP95 input_tokens_p95: opt Tokens, TOKENS;
        /// p95 of the answer's tokens.
        141 OutputTokensP95 output_tokens_p95: opt Tokens, TOKENS;
        /// p95 of the hidden thinking's tokens.
        142 ReasoningTokensP95 reasoning_tokens_p95: opt Tokens, TOKENS;
        /// p95 over users of the requests on an active day.
        143 RequestsPerActiveDayP95 requests_per_active_day_p95: opt Count, Bounds::real(0.0, 1e6);
        /// Highest number of users to expect (95 of 100 outcomes lie below), as a share of the typical number.
        144 UsersFactorP95 users_factor_p95: opt Factor, Bounds::real(0.0, 1000.0);
    }

    /// The user's own measurements, which replace the book's; empty means that the book's are used.
    Latency "latency" {
        /// Time on the network, there and back.
        150 NetworkMs network_ms: req Millis = 50.0, LATENCY;
        /// Median time to first token, measured by the user.
        151 TtftP50Ms ttft_p50_ms: opt Millis, LATENCY;
        /// p95 of the time to first token, measured by the user.
        152 TtftP95Ms ttft_p95_ms: opt Millis, LATENCY;
        /// Output tokens a second of one answer, measured by the user.
        153 OutputTokensPerSec output_tokens_per_sec: opt TokensPerSec, Bounds::real(0.1, 1e6);
        /// Calls of one action that run at the same time.
        154 ParallelCalls parallel_calls: req Count = 1.0, Bounds::whole(1.0, 10_000.0);
        /// How fast the reader reads, in tokens a second; 6.7 is about 300 English words a minute.
        155 ReadingTokensPerSec reading_tokens_per_sec: req TokensPerSec = 6.7, Bounds::real(0.1, 1000.0);
    }

    /// Answering a repeated question from a store of earlier answers.
    AnswerCache "answer_cache" {
        /// Share of requests that find their answer in the store.
        160 AnswerHitShare answer_hit_share: req Share = 0.1, SHARE;
        /// What one look-up costs, hit or miss, in US dollars.
        161 LookupUsd lookup_usd: req Usd = 0.0, USD;
        /// How long an answer from the store takes.
        162 AnswerHitMs answer_hit_ms: req Millis = 50.0, LATENCY;
        /// Share of the answers from the store that are wrong for the question; empty means "not known".
        163 WrongHitShare wrong_hit_share: opt Share, SHARE;
        /// Share of the answers from the store that are found word for word and so are never wrong; the others are
        /// found by meaning.
        164 ExactShare exact_share: req Share = 0.0, SHARE;
    }

    /// Paying once for the part of the prompt that is the same every time.
    PromptCache "prompt_cache" {
        /// Share of calls that find the prefix cached; empty means that it follows from the traffic.
        165 PrefixHitShare prefix_hit_share: opt Share, SHARE;
        /// Different prefixes in use: one for all, or one for each customer.
        166 DistinctPrefixes distinct_prefixes: req Count = 1.0, Bounds::whole(1.0, 1e9);
    }

    /// Letting work wait for the batch price.
    Batching "batching" {
        /// Share of the calls that may wait.
        170 WaitingShare waiting_share: req Share = 1.0, SHARE;
        /// How long they may have to wait, in hours; providers promise 24.
        171 TurnaroundHours turnaround_hours: req Count = 24.0, Bounds::real(0.0, 1000.0);
    }

    /// Sending easy questions to a cheaper model.
    Routing "routing" {
        /// Share of the calls that the router calls easy.
        175 EasyShare easy_share: req Share = 0.7, SHARE;
        /// Share of the easy calls whose answer is not good enough, so that the expensive model is paid as well.
        176 EscalationShare escalation_share: req Share = 0.05, SHARE;
        /// What the router's own decision costs for a request, in US dollars.
        177 RouterUsd router_usd: req Usd = 0.0, USD;
        /// How long the router takes to decide.
        178 RouterMs router_ms: req Millis = 50.0, LATENCY;
    }

    /// Training a small model on the answers of the big one.
    Distillation "distillation" {
        /// Share of the calls that the small model takes over.
        180 SmallModelShare small_model_share: req Share = 1.0, SHARE;
        /// Training data and tuning, paid once, in US dollars; empty means "not set, so not counted".
        181 TrainingUsd training_usd: opt Usd, USD;
    }

    /// Sending and answering less.
    ShorterText "shorter_text" {
        /// Share of the input that can be left out.
        185 InputCut input_cut: req Share = 0.2, SHARE;
        /// Share of the answer that can be left out.
        186 OutputCut output_cut: req Share = 0.2, SHARE;
    }

    /// How a model is split over self-hosted GPUs, how many copies there are, and what they cost.
    FleetSize "size" {
        /// GPUs of a copy that share each matrix (tensor parallel).
        200 TensorParallel tensor_parallel: req Count = 1.0, Bounds::whole(1.0, 64.0);
        /// Groups of consecutive layers, each on GPUs of its own (pipeline parallel).
        201 PipelineParallel pipeline_parallel: req Count = 1.0, Bounds::whole(1.0, 64.0);
        /// GPUs of a copy over which whole experts are spread (expert parallel); 1 if experts are cut like other matrices.
        202 ExpertParallel expert_parallel: req Count = 1.0, Bounds::whole(1.0, 64.0);
        /// Groups of GPUs of a copy that hold attention for different requests and share the experts (data parallel).
        203 DataParallel data_parallel: req Count = 1.0, Bounds::whole(1.0, 64.0);
        /// Requests that one copy answers at once at most; empty means the engine's default for the device.
        204 BatchLimit batch_limit: opt Count, Bounds::whole(1.0, 4096.0);
        /// Copies, spare ones apart; empty means the fewest that keep the target in the busiest hour.
        205 Copies copies: opt Count, Bounds::whole(1.0, 4096.0);
        /// Copies beyond those that keep the target, so that one may fail.
        206 SpareCopies spare_copies: req Count = 0.0, Bounds::whole(0.0, 100.0);
        /// Most of what a copy can sustain that it is given in the busiest hour.
        207 MostUtilisation most_utilisation: req Share = 0.8, Bounds::real(0.01, 1.0);
        /// US dollars for one GPU for one hour; empty means the catalogue's price of that commitment.
        208 GpuUsdPerHour gpu_usd_per_hour: opt UsdPerGpuHour, Bounds::real(0.0, 1e4);
        /// Staff that the self-hosted GPUs take, in US dollars a month; empty means "not set, so not counted".
        209 StaffUsdPerMonth staff_usd_per_month: opt Usd, USD;
        /// Tokens that one step of the engine computes at most; empty means the engine's default for the device.
        210 StepTokens step_tokens: opt Count, Bounds::whole(128.0, 131_072.0);
        /// Part of the GPU's memory that the engine may fill.
        211 MemoryShare memory_share: req Share = 0.9, Bounds::real(0.1, 1.0);
        /// Longest context that the engine is set up for, in tokens; empty means the model's.
        212 MaxContextTokens max_context_tokens: opt Tokens, Bounds::whole(1.0, 1e8);
        /// How uneven arrivals are: standard deviation of the gaps between requests over their mean; 1 is chance.
        213 ArrivalCv arrival_cv: req Factor = 1.0, Bounds::real(0.0, 10.0);
        /// When the engine's version was released, as a year such as 2025.8; empty means that it is not stated.
        290 EngineYear engine_year: opt Count, Bounds::real(2023.0, 2030.0);
        /// 1 where the engine captures no graphs (eager mode).
        291 EagerMode eager_mode: req Count = 0.0, Bounds::whole(0.0, 1.0);
        /// Memory of each GPU that other programs use, in GiB.
        292 UsedByOthersGib used_by_others_gib: req Count = 0.0, Bounds::real(0.0, 10_000.0);
        /// Weights of each GPU that stay in the host's memory, in GiB.
        293 WeightsOnHostGib weights_on_host_gib: req Count = 0.0, Bounds::real(0.0, 10_000.0);
        /// Cache of each GPU that stays in the host's memory, in GiB (llama.cpp).
        294 CacheOnHostGib cache_on_host_gib: req Count = 0.0, Bounds::real(0.0, 10_000.0);
        /// GPUs of a copy over which the tokens of one conversation are spread (decode context parallel).
        295 ContextParallel context_parallel: req Count = 1.0, Bounds::whole(1.0, 64.0);
        /// Compute slices of a GPU that is divided (MIG: 1, 2, 3, 4 or 7 of 7); empty means the whole GPU.
        296 MigSlices mig_slices: opt Count, Bounds::whole(1.0, 7.0);
        /// Tokens that a draft model proposes in each step (speculative decoding); 0 means that there is none.
        220 DraftTokens draft_tokens: req Count = 0.0, Bounds::whole(0.0, 16.0);
        /// Chance that a proposed token is accepted.
        221 DraftAcceptance draft_acceptance: req Share = 0.7, SHARE;
        /// Time of a step of the draft model, as a share of a step of the large one.
        222 DraftCost draft_cost: req Share = 0.1, SHARE;
        /// Copies that only compute prompts, beside those that answer (disaggregation); 0 means that all do both.
        225 PrefillCopies prefill_copies: req Count = 0.0, Bounds::whole(0.0, 4096.0);
        /// Rate at which keys and values go from a prompt copy to an answering one, in gigabytes a second.
        226 TransferGbPerS transfer_gb_per_s: req Count = 50.0, Bounds::real(0.1, 10_000.0);
    }

    /// A device that is not in the catalogue: its figures, typed in.
    GpuFigures "gpu_figures" {
        /// Memory as its vendor states it, in gigabytes of 2^30 bytes.
        230 MemoryGb memory_gb: req Count = 80.0, Bounds::real(1.0, 1e5);
        /// Memory bandwidth, in gigabytes a second.
        231 BandwidthGbPerS bandwidth_gb_per_s: req Count = 2000.0, Bounds::real(1.0, 1e6);
        /// Dense 16-bit peak, in teraflops.
        232 Bf16Tflops bf16_tflops: req Count = 500.0, Bounds::real(0.1, 1e6);
        /// Dense 8-bit peak, in teraflops; empty means that the device does not compute in 8 bits.
        233 Fp8Tflops fp8_tflops: opt Count, Bounds::real(0.1, 1e6);
        /// Dense 4-bit peak, in teraflops; empty means that the device does not compute in 4 bits.
        234 Fp4Tflops fp4_tflops: opt Count, Bounds::real(0.1, 1e6);
        /// One-way bandwidth to other devices of the host, in gigabytes a second; empty means that it has no peers.
        235 LinkGbPerS link_gb_per_s: opt Count, Bounds::real(0.1, 1e5);
    }

    /// A model that is not in the catalogue: its sizes, typed in or read from its `config.json`.
    ModelFigures "model_figures" {
        /// Layers.
        240 Layers layers: req Count = 32.0, Bounds::whole(1.0, 1000.0);
        /// Width of the residual stream.
        241 HiddenSize hidden_size: req Count = 4096.0, Bounds::whole(1.0, 1e6);
        /// Query heads.
        242 QueryHeads query_heads: req Count = 32.0, Bounds::whole(1.0, 10_000.0);
        /// Key and value heads.
        243 KvHeads kv_heads: req Count = 8.0, Bounds::whole(1.0, 10_000.0);
        /// Values of a head.
        244 HeadDim head_dim: req Count = 128.0, Bounds::whole(1.0, 100_000.0);
        /// Inner width of a dense feed-forward block; 0 where every layer has experts.
        245 FfnSize ffn_size: req Count = 14_336.0, Bounds::whole(0.0, 1e7);
        /// Tokens of the vocabulary.
        246 VocabSize vocab_size: req Count = 128_256.0, Bounds::whole(1.0, 1e8);
        /// Longest context, in tokens.
        247 ContextTokens context_tokens: req Tokens = 131_072.0, Bounds::whole(1.0, 1e8);
        /// Parameters in billions, as published; empty means those that follow from the sizes.
        248 ParametersB parameters_b: opt Count, Bounds::real(0.001, 1e5);
        /// Values of the latent (multi-head latent attention); empty means keys and values of heads.
        249 KvRank kv_rank: opt Count, Bounds::whole(1.0, 100_000.0);
        /// Values of the rotary key beside the latent.
        250 RopeDim rope_dim: req Count = 64.0, Bounds::whole(1.0, 100_000.0);
        /// Values of a head's value vector, beside the latent.
        251 ValueDim value_dim: req Count = 128.0, Bounds::whole(1.0, 100_000.0);
        /// Rank of the query compression, beside the latent; empty means none.
        252 QueryRank query_rank: opt Count, Bounds::whole(1.0, 100_000.0);
        /// Layers that keep the whole context; empty means all.
        253 FullLayers full_layers: opt Count, Bounds::whole(0.0, 1000.0);
        /// Tokens that the other layers keep.
        254 WindowTokens window_tokens: opt Tokens, Bounds::whole(1.0, 1e8);
        /// State of a layer without a window, in kibibytes a conversation (linear attention).
        255 StateKib state_kib: opt Count, Bounds::real(0.0, 1e7);
        /// Routed experts a layer; empty means a dense model.
        256 Experts experts: opt Count, Bounds::whole(1.0, 100_000.0);
        /// Routed experts that a token visits.
        257 ExpertsActive experts_active: req Count = 8.0, Bounds::whole(1.0, 100_000.0);
        /// Experts that every token visits.
        258 ExpertsShared experts_shared: req Count = 0.0, Bounds::whole(0.0, 1000.0);
        /// Inner width of one expert.
        259 ExpertFfnSize expert_ffn_size: req Count = 2048.0, Bounds::whole(1.0, 1e7);
        /// Layers with experts; empty means all.
        260 ExpertLayers expert_layers: opt Count, Bounds::whole(1.0, 1000.0);
        /// Tokens of the cache that sparse attention reads; empty means all.
        261 SparseTopK sparse_top_k: opt Tokens, Bounds::whole(1.0, 1e8);
        /// 1 where input embedding and vocabulary head are one matrix.
        262 TiedEmbedding tied_embedding: req Count = 0.0, Bounds::whole(0.0, 1.0);
        /// Matrices of a feed-forward block: 3 with a gate, 2 without.
        263 FfnMatrices ffn_matrices: req Count = 3.0, Bounds::whole(2.0, 3.0);
    }

    /// What the user measured on one copy, with users who each send a request as soon as the last one is answered.
    Measurement "measurement" {
        /// Users at once.
        270 MeasuredUsers measured_users: req Count = 1.0, Bounds::real(1.0, 1e5);
        /// Mean tokens sent.
        271 MeasuredInputTokens measured_input_tokens: req Tokens = 1000.0, Bounds::real(1.0, 1e8);
        /// Mean tokens of the answer.
        272 MeasuredOutputTokens measured_output_tokens: req Tokens = 400.0, Bounds::real(1.0, 1e8);
        /// Mean time to first token; empty means not measured.
        273 MeasuredTtftMs measured_ttft_ms: opt Millis, LATENCY;
        /// Mean time for each token after the first; empty means not measured.
        274 MeasuredTpotMs measured_tpot_ms: opt Millis, LATENCY;
        /// Answer tokens a second of the whole copy; empty means not measured.
        275 MeasuredTokensPerSec measured_tokens_per_sec: opt TokensPerSec, Bounds::real(0.01, 1e9);
    }

    /// A model that is not in the book: its prices, typed in.
    CustomPrices "prices" {
        /// US dollars per 1M input tokens; empty means "not known".
        300 InputUsdPerMtok input_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars per 1M output tokens; empty means "not known".
        301 OutputUsdPerMtok output_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars per 1M tokens read from the prompt cache; empty means the input rate.
        302 CacheReadUsdPerMtok cache_read_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars per 1M tokens written to the prompt cache; empty means the input rate.
        303 CacheWriteUsdPerMtok cache_write_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars for each request on top of the tokens; empty means none.
        304 UsdPerRequest usd_per_request: opt Usd, USD;
        /// US dollars per 1M tokens written to the cache for an hour or longer; empty means twice the input rate where the
        /// five-minute rate is 1.25 times it, else the five-minute rate.
        305 CacheWrite1hUsdPerMtok cache_write_1h_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars per 1M tokens of pictures sent; empty means the input rate.
        306 InputImageUsdPerMtok input_image_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars per 1M tokens of pictures in the answer; empty means the output rate.
        307 OutputImageUsdPerMtok output_image_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars per 1M tokens of audio sent; empty means the input rate.
        308 InputAudioUsdPerMtok input_audio_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars per 1M tokens of audio in the answer; empty means the output rate.
        309 OutputAudioUsdPerMtok output_audio_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars for a web search; empty means "not known".
        310 UsdPerWebSearch usd_per_web_search: opt Usd, USD;
        /// Price of a token of work that may wait, as a part of the list price; empty means that there is no such price.
        311 BatchPriceShare batch_price_share: opt Factor, Bounds::real(0.0, 1.0);
        /// Input tokens above which the long-context rates apply to the whole request; empty means none.
        312 LongContextTokens long_context_tokens: opt Tokens, TOKENS;
        /// US dollars per 1M input tokens of a long request.
        313 LongInputUsdPerMtok long_input_usd_per_mtok: opt UsdPerMtok, RATE;
        /// US dollars per 1M output tokens of a long request.
        314 LongOutputUsdPerMtok long_output_usd_per_mtok: opt UsdPerMtok, RATE;
    }
}

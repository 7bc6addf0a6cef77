//! What the estimator says of a measured row.

use super::rows::{Book, Row};
use inference_estimator::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use inference_estimator::estimate::self_hosted::queueing::{
    Arrivals, Lengths as Drawn, Limits, Load, Percentiles, PrefixCache, PrefixOwner, Run, Server, Target,
};
use inference_estimator::estimate::self_hosted::serving::batching::{self, ClosedLoop, Lengths, Spread};
use inference_estimator::estimate::self_hosted::serving::constants::Constants;
use inference_estimator::estimate::self_hosted::serving::deployment::{Deployment, Parallelism};
use inference_estimator::estimate::self_hosted::serving::memory::Memory;
use inference_estimator::estimate::self_hosted::serving::step_model::{Calibration, StepModel};
use inference_estimator::units::{Count, Factor, Millis, Percentile, RequestsPerSec, Share, Tokens};

/// What kind of figure a row is: the slices of the report and of the error bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    ClosedTpot,
    ClosedTtft,
    Offline,
    StaticBatch,
    StaticOther,
    SingleDecode,
    SinglePrefill,
    SingleTtft,
    OpenE2e,
    OpenE2eTail,
    OpenTtft,
    OpenTtftTail,
    OpenTpot,
    MlperfOffline,
    MlperfLoad,
    Disaggregated,
    KvTokens,
    Other,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::ClosedTpot => "closed loop TPOT",
            Self::ClosedTtft => "closed loop TTFT",
            Self::Offline => "offline throughput",
            Self::StaticBatch => "static batch E2E",
            Self::StaticOther => "static batch throughput",
            Self::SingleDecode => "single stream decode",
            Self::SinglePrefill => "single stream prefill",
            Self::SingleTtft => "single request TTFT",
            Self::OpenE2e => "open loop E2E mean",
            Self::OpenE2eTail => "open loop E2E tail",
            Self::OpenTtft => "open loop TTFT mean",
            Self::OpenTtftTail => "open loop TTFT tail",
            Self::OpenTpot => "open loop TPOT",
            Self::MlperfOffline => "MLPerf offline",
            Self::MlperfLoad => "MLPerf server",
            Self::Disaggregated => "disaggregated",
            Self::KvTokens => "KV capacity",
            Self::Other => "other",
        }
    }

    pub fn of(row: &Row) -> Self {
        let (scenario, metric) = (row.scenario.as_str(), row.metric.as_str());
        let tail = metric.contains("_p9");
        if scenario.starts_with("mlperf-offline") {
            return Self::MlperfOffline;
        }
        if scenario.starts_with("mlperf") {
            return Self::MlperfLoad;
        }
        if scenario.starts_with("disaggregated") {
            return Self::Disaggregated;
        }
        if scenario == "kv-capacity" {
            return if metric == "kv_cache_tokens" { Self::KvTokens } else { Self::Other };
        }
        match (scenario, metric) {
            ("closed-loop", m) if m.starts_with("tpot") => Self::ClosedTpot,
            ("closed-loop", m) if m.starts_with("ttft") => Self::ClosedTtft,
            ("offline-max-throughput", "output_tokens_per_s") => Self::Offline,
            ("static-batch", m) if m.starts_with("e2e") => Self::StaticBatch,
            ("static-batch", _) => Self::StaticOther,
            ("single-stream", "decode_tokens_per_s") => Self::SingleDecode,
            ("single-stream", "prefill_tokens_per_s") => Self::SinglePrefill,
            ("single-request", m) if m.starts_with("ttft") => Self::SingleTtft,
            (s, m) if s.starts_with("open-loop") && m.starts_with("e2e") => {
                if tail {
                    Self::OpenE2eTail
                } else {
                    Self::OpenE2e
                }
            }
            (s, m) if s.starts_with("open-loop") && m.starts_with("ttft") => {
                if tail {
                    Self::OpenTtftTail
                } else {
                    Self::OpenTtft
                }
            }
            (s, m) if s.starts_with("open-loop") && m.starts_with("tpot") => Self::OpenTpot,
            _ => Self::Other,
        }
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
}

impl Refusal {
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownModel => "model not in the catalogue",
            Self::UnknownGpu => "device not in the catalogue",
            Self::UnknownPrecision => "weight precision not known",
            Self::MissingLengths => "lengths not stated",
            Self::NotModelled => "no closed form for this metric",
            Self::DoesNotFit => "weights do not fit",
            Self::Gaudi => "Gaudi 2 on DeepSpeed: slow for reasons no roofline knows (data README)",
            Self::Unstable => "unstable: the load is more than the server sustains",
            Self::Unpublished => "MLPerf: prompt lengths and layout are not published (data README)",
            Self::MixtralStalls => "Mixtral open loop: engine stalls (data README)",
        }
    }

    /// Whether the cause is one that may leave a row out; any other refusal counts as wholly wrong.
    pub fn is_named_cause(self) -> bool {
        matches!(self, Self::Gaudi | Self::MixtralStalls | Self::Unstable | Self::Unpublished)
    }
}

/// The prediction for a row, in its unit.
pub fn predict(book: &Book, constants: &Constants, row: &Row) -> Result<f64, Refusal> {
    predict_calibrated(book, constants, row, &Calibration::NEUTRAL)
}

/// The prediction for a row by a closed form even where [`predict`] simulates: quick enough to fit with.
pub fn predict_for_fit(book: &Book, constants: &Constants, row: &Row) -> Result<f64, Refusal> {
    if !row.scenario.starts_with("open-loop") {
        return predict(book, constants, row);
    }
    let kind = Kind::of(row);
    if row.source == "blis-validation" && row.model.starts_with("mixtral") {
        return Err(Refusal::MixtralStalls);
    }
    if !matches!(kind, Kind::OpenE2e | Kind::OpenTpot) || !row.metric.ends_with("_mean") {
        return Err(Refusal::NotModelled);
    }
    let deployment = deployment(book, row)?;
    let lengths = lengths(row)?;
    let (step, memory) = parts(&deployment, constants, lengths);
    let mut sum = (0.0, 0.0);
    for rate in stages(row) {
        let own = rate / f64::from(row.dp);
        let served = batching::open_loop(&step, &memory, own, lengths, 128).ok_or(Refusal::Unstable)?;
        let figure = if kind == Kind::OpenE2e { served.e2e_ms } else { served.tpot_ms };
        sum = (sum.0 + rate * figure, sum.1 + rate);
    }
    if sum.1 > 0.0 { Ok(sum.0 / sum.1) } else { Err(Refusal::NotModelled) }
}

/// The prediction for a row with factors from somebody's own measurements.
pub fn predict_calibrated(
    book: &Book,
    constants: &Constants,
    row: &Row,
    factors: &Calibration,
) -> Result<f64, Refusal> {
    if row.gpu == "gaudi2" && row.source.starts_with("argonne") {
        return Err(Refusal::Gaudi);
    }
    if row.source == "blis-validation" && row.model.starts_with("mixtral") {
        return Err(Refusal::MixtralStalls);
    }
    if row.scenario.starts_with("mlperf") && row.input.is_none() {
        return Err(Refusal::Unpublished);
    }
    let deployment = deployment(book, row)?;
    match Kind::of(row) {
        Kind::ClosedTpot | Kind::ClosedTtft => closed(&deployment, constants, row, factors),
        Kind::Offline => offline(&deployment, constants, row),
        Kind::StaticBatch => {
            let lengths = lengths(row)?;
            let (step, memory) = parts(&deployment, constants, lengths);
            Ok(batching::static_batch(&step, &memory, row.load.unwrap_or(1.0), lengths).e2e_ms)
        }
        Kind::StaticOther => static_other(&deployment, constants, row),
        Kind::SingleDecode | Kind::SinglePrefill | Kind::SingleTtft => single(&deployment, constants, row),
        Kind::OpenE2e | Kind::OpenE2eTail | Kind::OpenTtft | Kind::OpenTtftTail | Kind::OpenTpot => {
            open_loop(&deployment, constants, row)
        }
        Kind::KvTokens => Ok(Memory::of(&deployment).kv_tokens(2048.0)),
        _ => Err(Refusal::NotModelled),
    }
}

/// What the row describes, with an engine's usual settings where it says nothing.
fn deployment<'a>(book: &'a Book, row: &Row) -> Result<Deployment<'a>, Refusal> {
    let model = book.model(&row.model).ok_or(Refusal::UnknownModel)?;
    let gpu = book.gpu(&row.gpu).ok_or(Refusal::UnknownGpu)?;
    let weights = match row.weights {
        Some(weights) => weights,
        None if row.weights_text.is_empty() => WeightPrecision::Bf16,
        None => return Err(Refusal::UnknownPrecision),
    };
    Ok(Deployment {
        model,
        gpu,
        weights,
        kv: row.kv.unwrap_or(usual_kv(weights, row, gpu.fp4.is_some())),
        parallelism: layout(row),
        engine: row.engine,
        engine_age_years: (2026.0 - row.year).max(0.0),
        memory_share: Share::saturating(0.9),
        step_tokens: step_tokens(row),
        max_sequences: 2048,
        max_context: None,
    })
}

/// How the row's copy is split; runs with experts spread and attention "DP" hold other requests on each device.
fn layout(row: &Row) -> Parallelism {
    let split = Parallelism { tensor: row.tp, pipeline: row.pp, expert: row.ep, data: row.dp };
    if row.notes.contains("attention-DP option") && row.ep > 1 && row.dp == 1 && row.tp.is_multiple_of(row.ep)
    {
        return Parallelism { tensor: row.tp / row.ep, data: row.ep, ..split };
    }
    split
}

fn parts(deployment: &Deployment<'_>, constants: &Constants, lengths: Lengths) -> (StepModel, Memory) {
    (StepModel::new(deployment, constants, lengths.mean_context()), Memory::of(deployment))
}

fn lengths(row: &Row) -> Result<Lengths, Refusal> {
    match (row.input, row.output) {
        (Some(input), Some(output)) => {
            // This harness draws lengths evenly between 0.8 and 1.0 of the nominal ones.
            let drawn = if row.source.starts_with("inferencex") { 0.9 } else { 1.0 };
            Ok(Lengths { input: input * drawn, output: output * drawn })
        }
        _ => Err(Refusal::MissingLengths),
    }
}

/// What engines take for the cache when it is not stated.
fn usual_kv(weights: WeightPrecision, row: &Row, fp4: bool) -> KvPrecision {
    match weights {
        WeightPrecision::Mxfp4 if fp4 && row.engine != Engine::LlamaCpp => KvPrecision::Fp8,
        WeightPrecision::Fp8 | WeightPrecision::Fp4 if row.engine != Engine::LlamaCpp => KvPrecision::Fp8,
        _ => KvPrecision::Bf16,
    }
}

fn step_tokens(row: &Row) -> u32 {
    let stated = row.notes.split("max_num_batched_tokens").nth(1).map(|t| t.trim_start_matches(['=', ' ']));
    let digits = stated.map(|t| t.chars().take_while(char::is_ascii_digit).collect::<String>());
    match (row.engine, digits.and_then(|d| d.parse().ok())) {
        (Engine::LlamaCpp, _) => 512,
        (_, Some(tokens)) => tokens,
        _ => 8192,
    }
}

fn closed(
    deployment: &Deployment<'_>,
    constants: &Constants,
    row: &Row,
    factors: &Calibration,
) -> Result<f64, Refusal> {
    let lengths = lengths(row)?;
    let (mut step, memory) = parts(deployment, constants, lengths);
    step.calibration = *factors;
    let load = ClosedLoop {
        users: row.load.unwrap_or(1.0),
        lengths,
        // One harness draws lengths, the other keeps them.
        spread: if row.source.starts_with("inferencex") { Spread::Varied } else { Spread::Even },
        max_sequences: deployment.max_sequences,
    };
    let served = batching::closed_loop(&step, &memory, &load);
    Ok(if Kind::of(row) == Kind::ClosedTpot { served.tpot_ms } else { served.ttft_ms })
}

fn offline(deployment: &Deployment<'_>, constants: &Constants, row: &Row) -> Result<f64, Refusal> {
    let lengths = lengths(row)?;
    let (step, memory) = parts(deployment, constants, lengths);
    let wanted = row.load.unwrap_or(f64::from(deployment.max_sequences) * memory.data_groups);
    let batch =
        batching::admitted(&memory, wanted, lengths, step.base.reserve_output, deployment.max_sequences);
    Ok(batching::offline(&step, batch, lengths).output_tokens_per_s)
}

fn static_other(deployment: &Deployment<'_>, constants: &Constants, row: &Row) -> Result<f64, Refusal> {
    let batch = row.load.unwrap_or(1.0);
    if row.engine == Engine::LlamaCpp {
        let input = row.input.ok_or(Refusal::MissingLengths)?;
        let output = row.output.unwrap_or(0.0);
        let step = StepModel::new(deployment, constants, input + output / 2.0);
        return match row.metric.as_str() {
            "prefill_tokens_per_s" => Ok(1e3 * batch * input / step.prompts_ms(batch, input, 0.0)),
            "output_tokens_per_s" => {
                Ok(1e3 * batch / step.mean_decode_ms(batch, batch * (input + output / 2.0)))
            }
            _ => Err(Refusal::NotModelled),
        };
    }
    let lengths = lengths(row)?;
    let (step, memory) = parts(deployment, constants, lengths);
    match row.metric.as_str() {
        "output_tokens_per_s" => {
            Ok(batching::static_batch(&step, &memory, batch, lengths).output_tokens_per_s)
        }
        _ => Err(Refusal::NotModelled),
    }
}

fn single(deployment: &Deployment<'_>, constants: &Constants, row: &Row) -> Result<f64, Refusal> {
    let input = row.input.unwrap_or(0.0);
    let output = row.output.unwrap_or(0.0);
    let step = StepModel::new(deployment, constants, input + output / 2.0);
    match Kind::of(row) {
        Kind::SingleDecode => Ok(1e3 / step.mean_decode_ms(1.0, input + output / 2.0)),
        Kind::SinglePrefill => Ok(1e3 * input / step.prompts_ms(1.0, input, 0.0)),
        _ => Ok(step.prompts_ms(row.load.unwrap_or(1.0), input, 0.0)),
    }
}

/// Rates of the stages that a row sums up, in requests a second.
fn stages(row: &Row) -> Vec<f64> {
    if let Some(rate) = row.rate {
        return vec![rate];
    }
    let Some(rates) = row.notes.split(" stages at ").nth(1) else { return Vec::new() };
    let text = rates.split(" req/s").next().unwrap_or("");
    text.split(" then ").filter_map(|rate| rate.trim().parse().ok()).collect()
}

/// A figure of simulated stages; where a row sums up several, requests of each count alike in time.
fn open_loop(deployment: &Deployment<'_>, constants: &Constants, row: &Row) -> Result<f64, Refusal> {
    let lengths = lengths(row)?;
    let rates = stages(row);
    if rates.is_empty() {
        return Err(Refusal::NotModelled);
    }
    let (step, memory) = parts(deployment, constants, lengths);
    let shared = row.notes.split("system prompts of ").nth(1).and_then(|t| t.split(' ').next()?.parse().ok());
    let server = Server {
        step: &step,
        limits: Limits {
            max_batch: Count::saturating(128.0),
            step_tokens: Count::saturating(f64::from(step_tokens(row))),
            kv_tokens: Tokens::saturating(memory.kv_tokens(lengths.mean_context())),
            watermark: Share::saturating(0.01),
        },
        speculation: None,
        overhead: Millis::saturating(step.base.request_us * 1e-3),
    };
    let fixed = |tokens: f64| Drawn {
        mean: Tokens::saturating(tokens),
        cv: Factor::saturating(0.1),
        longest: Tokens::saturating(1e6),
    };
    let mut parts = Vec::new();
    for rate in rates {
        let load = Load {
            // The generator paces its requests (data README).
            arrivals: Arrivals {
                rate: RequestsPerSec::saturating(rate / f64::from(row.dp)),
                cv: Factor::saturating(0.3),
            },
            input: fixed(lengths.input),
            output: Drawn::fixed(Tokens::saturating(lengths.output)),
            prefix: shared.map(|tokens: f64| PrefixCache {
                tokens: Tokens::saturating(tokens),
                hit_rate: Share::saturating(1.0),
                owner: PrefixOwner::Everybody,
            }),
        };
        let target =
            Target { ttft: None, tpot: None, e2e_latency: None, percentile: Percentile::saturating(95.0) };
        let outcome = server.simulate(&load, &target, Run { requests: 1500, seed: 7 });
        let report = outcome.map_err(|_| Refusal::DoesNotFit)?.steady().copied().ok_or(Refusal::Unstable)?;
        let of = |p: &Percentiles| match row.metric.rsplit('_').next() {
            Some("p50") => p.p50,
            Some("p90") => p.p90,
            Some("p95") => p.p95,
            Some("p99") => p.p99,
            _ => p.mean,
        };
        let figure = match Kind::of(row) {
            Kind::OpenTtft | Kind::OpenTtftTail => of(&report.ttft),
            Kind::OpenTpot => of(&report.tpot.ok_or(Refusal::NotModelled)?),
            _ => of(&report.e2e_latency),
        };
        parts.push((rate, figure.value.get()));
    }
    // The tail of a sum is made by its heaviest stage.
    if row.metric.contains("_p9") {
        return parts.into_iter().map(|(_, value)| value).reduce(f64::max).ok_or(Refusal::NotModelled);
    }
    let requests: f64 = parts.iter().map(|(rate, _)| rate).sum();
    Ok(parts.iter().map(|(rate, value)| rate * value).sum::<f64>() / requests)
}

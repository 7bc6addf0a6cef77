//! What the estimator says of a measured row.

pub use super::kind::{Kind, Refusal};
use super::memory_log;
use super::rows::{Book, Row};
use super::source_load::{self, burst, number_after, replicas, spreads};
use inference_estimator::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use inference_estimator::estimate::self_hosted::queueing::{
    Arrivals, Lengths as Drawn, Limits, Load, Percentiles, PrefixCache, PrefixOwner, Run, Server, Spread,
    Target,
};
use inference_estimator::estimate::self_hosted::serving::batching::{self, ClosedLoop, MeanLengths};
use inference_estimator::estimate::self_hosted::serving::constants::{Base, Constants};
use inference_estimator::estimate::self_hosted::serving::deployment::{Deployment, Parallelism};
use inference_estimator::estimate::self_hosted::serving::engine_rules::{MemorySetup, default_limits};
use inference_estimator::estimate::self_hosted::serving::memory::Memory;
use inference_estimator::estimate::self_hosted::serving::step_model::{Calibration, StepModel};
use inference_estimator::units::{Count, Factor, Millis, Percentile, RequestsPerSec, Share, Tokens};

/// Where the constants of a deployment come from, and what the user's own measurements change.
#[derive(Clone, Copy)]
pub struct Model<'a> {
    pub base: &'a dyn Fn(&Deployment<'_>) -> Base,
    pub calibration: Calibration,
}

/// The constants of one deployment.
pub fn resolved<'a>(constants: &'a Constants) -> impl Fn(&Deployment<'_>) -> Base + use<'a> {
    |deployment| constants.resolve(deployment.gpu.family, deployment.engine, deployment.engine_age_years)
}

/// The prediction for a row, in its unit.
pub fn predict(book: &Book, constants: &Constants, row: &Row) -> Result<f64, Refusal> {
    predict_calibrated(book, constants, row, &Calibration::NEUTRAL)
}

/// The prediction for a row with factors from somebody's own measurements.
pub fn predict_calibrated(
    book: &Book,
    constants: &Constants,
    row: &Row,
    factors: &Calibration,
) -> Result<f64, Refusal> {
    Model { base: &resolved(constants), calibration: *factors }.predict(book, row)
}

/// Rows that no fit and no score uses, with the cause.
fn left_out(row: &Row) -> Option<Refusal> {
    let suffix = |name: &str| row.file.trim_end_matches(".csv").ends_with(name);
    match () {
        () if row.gpu == "gaudi2" && row.source.starts_with("argonne") => Some(Refusal::Gaudi),
        () if row.source == "blis-validation" && row.model.starts_with("mixtral") => {
            Some(Refusal::MixtralStalls)
        }
        () if row.scenario.starts_with("mlperf") && row.input.is_none() => Some(Refusal::Unpublished),
        () if Kind::of(row) == Kind::Disaggregated => Some(Refusal::Disaggregated),
        () if Kind::of(row) == Kind::Speculative => Some(Refusal::Speculative),
        () if suffix("-prefix-cached") => Some(Refusal::PrefixCached),
        () if suffix("-tails") || suffix("-tails-and-throughput") || suffix("-throughput") => {
            Some(Refusal::SecondFigure)
        }
        () => None,
    }
}

impl Model<'_> {
    /// The prediction for a row, in its unit: first tokens, open loops and bursts are simulated.
    pub fn predict(&self, book: &Book, row: &Row) -> Result<f64, Refusal> {
        if let Some(cause) = left_out(row) {
            return Err(cause);
        }
        if Kind::of(row).is_memory() {
            return memory_log::predict(book, row);
        }
        let deployment = deployment(book, row)?;
        match Kind::of(row) {
            Kind::ClosedTpot => self.tpot(&deployment, row),
            Kind::ClosedTtftMean | Kind::ClosedTtftMedian => self.ttft(&deployment, row),
            Kind::Bursts => self.burst(&deployment, row),
            Kind::DecodeOnly => self.decode_only(&deployment, row),
            Kind::Offline => self.offline(&deployment, row),
            Kind::StaticBatch => {
                let lengths = lengths(row)?;
                let (step, memory) = self.parts(&deployment, lengths);
                Ok(batching::static_batch(&step, &memory, row.load.unwrap_or(1.0), lengths).e2e_ms)
            }
            Kind::StaticOther => self.static_other(&deployment, row),
            Kind::SingleDecode | Kind::SinglePrefill | Kind::SingleTtft => self.single(&deployment, row),
            Kind::OpenE2e
            | Kind::OpenE2eTail
            | Kind::OpenTtft
            | Kind::OpenTtftMedian
            | Kind::OpenTtftTail
            | Kind::OpenTpot
            | Kind::OpenTpotTail => self.open_loop(&deployment, row),
            _ => Err(Refusal::NotModelled),
        }
    }

    /// The prediction by a closed form even where [`Self::predict`] simulates, of rows that teach about step times.
    pub fn predict_step_time(&self, book: &Book, row: &Row) -> Result<f64, Refusal> {
        let kind = Kind::of(row);
        match kind {
            Kind::ClosedTtftMean | Kind::ClosedTtftMedian if row.load.unwrap_or(1.0) < 1.5 => {
                if let Some(cause) = left_out(row) {
                    return Err(cause);
                }
                let deployment = deployment(book, row)?;
                let lengths = lengths(row)?;
                let (step, memory) = self.parts(&deployment, lengths);
                let load = ClosedLoop { users: 1.0, lengths, max_sequences: deployment.max_sequences };
                Ok(batching::closed_loop(&step, &memory, &load).ttft_ms)
            }
            Kind::ClosedTtftMean | Kind::ClosedTtftMedian | Kind::Bursts => Err(Refusal::NotModelled),
            Kind::OpenTpot => {
                if let Some(cause) = left_out(row) {
                    return Err(cause);
                }
                let deployment = deployment(book, row)?;
                let lengths = lengths(row)?;
                let (step, memory) = self.parts(&deployment, lengths);
                let mut sum = (0.0, 0.0);
                for rate in stages(row) {
                    let own = rate / f64::from(row.dp);
                    let served =
                        batching::open_loop(&step, &memory, own, lengths, 256).ok_or(Refusal::Unstable)?;
                    sum = (sum.0 + rate * served.tpot_ms, sum.1 + rate);
                }
                if sum.1 > 0.0 { Ok(sum.0 / sum.1) } else { Err(Refusal::NotModelled) }
            }
            _ if row.scenario.starts_with("open-loop") => Err(Refusal::NotModelled),
            _ => self.predict(book, row),
        }
    }

    fn step(&self, deployment: &Deployment<'_>, context: f64) -> StepModel {
        let mut step = StepModel::with_base(deployment, (self.base)(deployment), context);
        step.calibration = self.calibration;
        step
    }

    fn parts(&self, deployment: &Deployment<'_>, lengths: MeanLengths) -> (StepModel, Memory) {
        (self.step(deployment, lengths.mean_context()), Memory::of(deployment))
    }

    fn tpot(&self, deployment: &Deployment<'_>, row: &Row) -> Result<f64, Refusal> {
        let lengths = lengths(row)?;
        let (step, memory) = self.parts(deployment, lengths);
        let users = row.load.unwrap_or(1.0) / f64::from(replicas(row));
        let load = ClosedLoop { users, lengths, max_sequences: deployment.max_sequences };
        Ok(batching::closed_loop(&step, &memory, &load).tpot_ms)
    }

    fn ttft(&self, deployment: &Deployment<'_>, row: &Row) -> Result<f64, Refusal> {
        let lengths = lengths(row)?;
        let (step, memory) = self.parts(deployment, lengths);
        let load = source_load::closed_loop(row, lengths);
        let most = memory.conversations(lengths.mean_context());
        if f64::from(load.users) > most.min(f64::from(deployment.max_sequences) * memory.data_groups) {
            return Err(if most < 1.0 { Refusal::DoesNotFit } else { Refusal::Starved });
        }
        let server = server(deployment, row, &step, &memory, lengths);
        let report = server.serve_users(&load, 7).ok_or(Refusal::NotModelled)?;
        Ok(match Kind::of(row) {
            Kind::ClosedTtftMedian => report.ttft.median.get(),
            _ => report.ttft.mean.get(),
        })
    }

    fn burst(&self, deployment: &Deployment<'_>, row: &Row) -> Result<f64, Refusal> {
        let lengths = lengths(row)?;
        let (step, memory) = self.parts(deployment, lengths);
        if memory.conversations(lengths.mean_context()) < 1.0 {
            return Err(Refusal::DoesNotFit);
        }
        let server = server(deployment, row, &step, &memory, lengths);
        let report = server.serve_users(&burst(row, lengths), 7).ok_or(Refusal::NotModelled)?;
        Ok(report.output_tokens_per_s * f64::from(replicas(row)))
    }

    fn decode_only(&self, deployment: &Deployment<'_>, row: &Row) -> Result<f64, Refusal> {
        let input = row.input.ok_or(Refusal::MissingLengths)?;
        let context = input + row.output.unwrap_or(0.0) / 2.0;
        let step = self.step(deployment, context);
        let batch = row.load.unwrap_or(1.0);
        Ok(step.mean_decode_ms(batch, batch * context))
    }

    fn offline(&self, deployment: &Deployment<'_>, row: &Row) -> Result<f64, Refusal> {
        let lengths = lengths(row)?;
        let (step, memory) = self.parts(deployment, lengths);
        let wanted = row.load.unwrap_or(f64::from(deployment.max_sequences) * memory.data_groups);
        let batch =
            batching::admitted(&memory, wanted, lengths, step.base.reserve_output, deployment.max_sequences);
        Ok(batching::offline(&step, batch, lengths).output_tokens_per_s)
    }

    fn static_other(&self, deployment: &Deployment<'_>, row: &Row) -> Result<f64, Refusal> {
        let batch = row.load.unwrap_or(1.0);
        if row.engine == Engine::LlamaCpp {
            let input = row.input.ok_or(Refusal::MissingLengths)?;
            let output = row.output.unwrap_or(0.0);
            let step = self.step(deployment, input + output / 2.0);
            return match row.metric.as_str() {
                "prefill_tokens_per_s" => Ok(1e3 * batch * input / step.prompts_ms(batch, input, 0.0)),
                "output_tokens_per_s" => {
                    Ok(1e3 * batch / step.mean_decode_ms(batch, batch * (input + output / 2.0)))
                }
                _ => Err(Refusal::NotModelled),
            };
        }
        let lengths = lengths(row)?;
        let (step, memory) = self.parts(deployment, lengths);
        match row.metric.as_str() {
            "output_tokens_per_s" => {
                Ok(batching::static_batch(&step, &memory, batch, lengths).output_tokens_per_s)
            }
            _ => Err(Refusal::NotModelled),
        }
    }

    fn single(&self, deployment: &Deployment<'_>, row: &Row) -> Result<f64, Refusal> {
        let input = row.input.unwrap_or(0.0);
        let output = row.output.unwrap_or(0.0);
        let depth = number_after(&row.notes, &["context depth", "depth"]).unwrap_or(0.0);
        let step = self.step(deployment, input + output / 2.0);
        match Kind::of(row) {
            Kind::SingleDecode => Ok(1e3 / step.mean_decode_ms(1.0, input + output / 2.0)),
            // The filling of the cache to that depth is not in the figure.
            Kind::SinglePrefill => Ok(1e3 * input / step.prompts_ms(1.0, input, depth)),
            _ => {
                let request = step.base.request_us * 1e-3;
                let own = if row.engine_name == "vllm" { request } else { 0.0 };
                Ok(own + step.prompts_ms(row.load.unwrap_or(1.0), input, 0.0))
            }
        }
    }

    /// A figure of simulated stages; where a row sums up several, requests of each count alike in time.
    fn open_loop(&self, deployment: &Deployment<'_>, row: &Row) -> Result<f64, Refusal> {
        let lengths = lengths(row)?;
        let rates = stages(row);
        if rates.is_empty() {
            return Err(Refusal::NotModelled);
        }
        let (step, memory) = self.parts(deployment, lengths);
        let shared = number_after(&row.notes, &["system prompts of "]);
        let server = server(deployment, row, &step, &memory, lengths);
        let (input_spread, output_spread) = spreads(row);
        let drawn = |tokens: f64, spread: Spread| Drawn {
            mean: Tokens::saturating(tokens),
            cv: Factor::saturating(variation(spread)),
            longest: Tokens::saturating(if matches!(spread, Spread::Uniform { .. }) {
                2.0 * tokens
            } else {
                1e6
            }),
        };
        let mut parts = Vec::new();
        for rate in rates {
            let load = Load {
                arrivals: Arrivals {
                    rate: RequestsPerSec::saturating(rate / f64::from(row.dp)),
                    cv: Factor::saturating(burstiness(row)),
                },
                input: drawn(lengths.input, input_spread),
                output: drawn(lengths.output, output_spread),
                prefix: shared.map(|tokens| PrefixCache {
                    tokens: Tokens::saturating(tokens),
                    hit_rate: Share::saturating(1.0),
                    owner: PrefixOwner::Everybody,
                }),
            };
            let target = Target {
                ttft: None,
                tpot: None,
                e2e_latency: None,
                percentile: Percentile::saturating(95.0),
            };
            let outcome = server.simulate(&load, &target, Run { requests: 1000, seed: 7 });
            let report =
                outcome.map_err(|_| Refusal::DoesNotFit)?.steady().copied().ok_or(Refusal::Unstable)?;
            let of = |p: &Percentiles| match row.metric.rsplit('_').next() {
                Some("p50") => p.p50,
                Some("p90") => p.p90,
                Some("p95") => p.p95,
                Some("p99") => p.p99,
                _ => p.mean,
            };
            let figure = match row.metric.split("_ms").next() {
                Some("ttft") => of(&report.ttft),
                Some("tpot") => of(&report.tpot.ok_or(Refusal::NotModelled)?),
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
}

/// Standard deviation ÷ mean.
fn variation(spread: Spread) -> f64 {
    match spread {
        Spread::Equal => 0.05,
        Spread::Uniform { from } => (1.0 - from) / (1.0 + from) / 3.0_f64.sqrt(),
        Spread::LogNormal { cv } => cv,
    }
}

/// Standard deviation ÷ mean of the gaps between arrivals.
fn burstiness(row: &Row) -> f64 {
    if let Some(shape) = number_after(&row.notes, &["burstiness "]) {
        return (1.0 / shape.max(0.05)).sqrt();
    }
    // One generator paces its requests (data README); all others say Poisson.
    if row.source == "blis-validation" || !row.notes.contains("Poisson") && !row.notes.contains("ShareGPT") {
        0.3
    } else {
        1.0
    }
}

fn server<'a>(
    deployment: &Deployment<'_>,
    row: &Row,
    step: &'a StepModel,
    memory: &Memory,
    lengths: MeanLengths,
) -> Server<'a> {
    // Runs inside of one process pay no server.
    let overhead = if row.notes.contains("in process") { 2.0 } else { step.base.request_us * 1e-3 };
    Server {
        step,
        limits: Limits {
            max_batch: Count::saturating(f64::from(deployment.max_sequences) * memory.data_groups),
            step_tokens: Count::saturating(f64::from(deployment.step_tokens) * memory.data_groups),
            kv_tokens: Tokens::saturating(memory.kv_tokens(lengths.mean_context())),
            watermark: Share::saturating(0.01),
        },
        speculation: None,
        overhead: Millis::saturating(overhead),
    }
}

fn deployment<'a>(book: &'a Book, row: &Row) -> Result<Deployment<'a>, Refusal> {
    let model = book.model(&row.model).ok_or(Refusal::UnknownModel)?;
    let gpu = book.gpu(&row.gpu).ok_or(Refusal::UnknownGpu)?;
    let weights = match row.weights {
        Some(weights) => weights,
        None if row.weights_text.is_empty() => WeightPrecision::Bf16,
        None => return Err(Refusal::UnknownPrecision),
    };
    let sequences = number_after(&row.notes, &["max_num_seqs", "max_num_seqs="]);
    let open = row.scenario.starts_with("open-loop");
    let year = memory_log::engine_year(row);
    // vLLM keeps its default unless more users were to be served; other engines are benchmarked with as many as fit.
    let usual = match row.engine {
        Engine::Vllm => {
            default_limits(row.engine, gpu, year).sequences.max(row.load.map_or(1, |load| load as u32))
        }
        Engine::Sglang | Engine::TensorRtLlm | Engine::LlamaCpp | Engine::Other => 2048,
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
        max_sequences: sequences.filter(|n| *n >= 1.0).map_or(if open { 128 } else { usual }, |n| n as u32),
        max_context: None,
        memory: MemorySetup { engine_year: year, ..MemorySetup::default() },
    })
}

/// How the row's copy is split; runs with experts spread and attention "DP" hold other requests on each device.
fn layout(row: &Row) -> Parallelism {
    let data = if replicas(row) > 1 { 1 } else { row.dp };
    let split = Parallelism { tensor: row.tp, pipeline: row.pp, expert: row.ep, data };
    if row.notes.contains("attention-DP option") && row.ep > 1 && row.dp == 1 && row.tp.is_multiple_of(row.ep)
    {
        return Parallelism { tensor: row.tp / row.ep, data: row.ep, ..split };
    }
    split
}

fn lengths(row: &Row) -> Result<MeanLengths, Refusal> {
    source_load::lengths(row).ok_or(Refusal::MissingLengths)
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
    let stated = number_after(&row.notes, &["max_num_batched_tokens", "chunked prefill "]);
    match (row.engine, stated.filter(|tokens| *tokens >= 1.0)) {
        (Engine::LlamaCpp, _) => 512,
        (_, Some(tokens)) => tokens as u32,
        _ => 8192,
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

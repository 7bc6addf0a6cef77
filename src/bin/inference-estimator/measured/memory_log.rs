//! What engines logged when they started: weights, cache, and whether one request of the longest context fitted.

use super::predict::Refusal;
use super::rows::{Book, Row};
use inference_estimator::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use inference_estimator::estimate::self_hosted::serving::deployment::{Deployment, Parallelism};
use inference_estimator::estimate::self_hosted::serving::engine_rules::{GIB, MemorySetup, default_limits};
use inference_estimator::estimate::self_hosted::serving::memory::Memory;
use inference_estimator::estimate::self_hosted::serving::start::{Start, StartReport};
use inference_estimator::units::Share;
use std::io::{self, Write};

/// Columns that only files of start-up logs have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    pub max_model_len: Option<f64>,
    pub memory_share: Option<f64>,
    pub step_tokens: Option<f64>,
    pub sequences: Option<f64>,
    pub total_gib: Option<f64>,
    pub eager: bool,
    pub default_limits: bool,
    pub not_scored: bool,
}

impl Settings {
    /// The settings of a row from its columns; a value whose origin is "not stated" is no value.
    pub fn read(text: &dyn Fn(&str) -> String) -> Self {
        let number = |name: &str| {
            let stated = text(&format!("{name}_from")) != "not stated";
            text(name).parse::<f64>().ok().filter(|value| stated && *value > 0.0)
        };
        Self {
            max_model_len: number("max_model_len"),
            memory_share: number("gpu_memory_utilization"),
            step_tokens: number("max_num_batched_tokens"),
            sequences: number("max_num_seqs"),
            total_gib: number("gpu_total_gib_logged"),
            eager: matches!(text("enforce_eager").to_lowercase().as_str(), "1" | "true" | "yes"),
            default_limits: text("max_num_seqs_from") != "logged",
            not_scored: text("scored") == "no",
        }
    }
}

/// The number after `name` in the notes of a row.
fn noted(notes: &str, name: &str) -> Option<f64> {
    let after = notes.split(name).nth(1)?.trim_start_matches(['=', ' ', ':']);
    let digits: String = after.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.trim_end_matches('.').parse().ok()
}

/// When a version of vLLM was released, in years: its minor number, or the day of the log where there is none.
pub fn engine_year(row: &Row) -> Option<f64> {
    const VLLM: [(f64, f64); 12] = [
        (5.0, 2024.5),
        (6.0, 2024.75),
        (7.0, 2025.1),
        (8.0, 2025.25),
        (9.0, 2025.4),
        (10.0, 2025.6),
        (11.0, 2025.75),
        (13.0, 2025.97),
        (15.0, 2026.1),
        (17.0, 2026.2),
        (19.0, 2026.3),
        (21.0, 2026.42),
    ];
    let version = row.version.trim_start_matches('v');
    let minor = version.strip_prefix("0.").and_then(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let tens = rest.chars().nth(digits.len()) == Some('x');
        digits.parse::<f64>().ok().map(|minor| if tens { 10.0 * minor + 5.0 } else { minor })
    });
    match (row.engine, minor) {
        (Engine::Vllm, Some(minor)) => {
            VLLM.iter().rev().find(|(from, _)| minor >= *from).map(|(_, year)| *year).or(Some(2024.0))
        }
        _ => Some(row.year),
    }
}

/// The deployment of a row, with the settings of its log.
fn deployment<'a>(book: &'a Book, row: &Row) -> Result<Deployment<'a>, Refusal> {
    let model = book.named_model(&row.model).ok_or(Refusal::UnknownModel)?;
    let gpu = book.named_gpu(&row.gpu).ok_or(Refusal::UnknownGpu)?;
    let weights = match row.weights {
        Some(weights) => weights,
        None if row.weights_text.is_empty() => WeightPrecision::Bf16,
        None => return Err(Refusal::UnknownPrecision),
    };
    let log = &row.log;
    let year = engine_year(row);
    let limits = default_limits(row.engine, gpu, year);
    let whole = |value: Option<f64>, usual: u32| value.map_or(usual, |value| value as u32);
    let step_tokens = log.step_tokens.or_else(|| noted(&row.notes, "max_num_batched_tokens"));
    let share = log.memory_share.or_else(|| noted(&row.notes, "gpu_memory_utilization"));
    let share = share.or_else(|| noted(&row.notes, "mem_fraction_static")).unwrap_or(0.9);
    let context = log.max_model_len.or_else(|| noted(&row.notes, "max_model_len"));
    let per_head = row.notes.contains("int8 per-token-head");
    let kv = if per_head { KvPrecision::Int8PerHead } else { row.kv.unwrap_or(KvPrecision::Bf16) };
    Ok(Deployment {
        model,
        gpu,
        weights,
        kv,
        parallelism: Parallelism { tensor: row.tp, pipeline: row.pp, expert: row.ep, data: row.dp },
        engine: row.engine,
        engine_age_years: 0.0,
        memory_share: Share::saturating(share),
        step_tokens: whole(step_tokens, limits.step_tokens),
        max_sequences: whole(log.sequences, limits.sequences),
        max_context: context.map(|tokens| tokens as u32),
        memory: MemorySetup {
            engine_year: year,
            eager: log.eager,
            default_limits: log.default_limits,
            process_bytes: log.total_gib.map(|gib| gib * GIB),
            ..MemorySetup::default()
        },
    })
}

/// The prediction for a row: GiB, tokens, or 1, 0.5 (tight) and 0 for whether it starts.
pub fn predict(book: &Book, row: &Row) -> Result<f64, Refusal> {
    if row.log.not_scored {
        return Err(Refusal::NotScored);
    }
    let deployment = deployment(book, row)?;
    let memory = Memory::of(&deployment);
    // A log without the longest context states requests of 8,192 tokens here.
    let longest = deployment.max_context.map_or(8192.0, f64::from);
    match row.metric.as_str() {
        "weights_gib_per_gpu" => Ok(memory.weights / GIB),
        "kv_cache_gib_per_gpu" => Ok(memory.cache / GIB),
        "kv_cache_tokens" => Ok(memory.stated_kv_tokens(longest).max(0.0)),
        "starts_at_max_model_len" => {
            let asked = Deployment { max_context: Some(longest as u32), ..deployment };
            Ok(match StartReport::of(&asked).start {
                Start::Starts | Start::NoRequestAbove { .. } => 1.0,
                Start::DoesNotStart => 0.0,
                Start::Tight => 0.5,
            })
        }
        _ => Err(Refusal::NotModelled),
    }
}

/// Sums up the rows of start-up logs: errors in GiB, and how often "starts or not" is right.
pub fn summary(rows: &[Row], predicted: &[Result<f64, Refusal>], out: &mut dyn Write) -> io::Result<()> {
    let of = |metric: &str| -> Vec<(&Row, f64)> {
        let pairs = rows.iter().zip(predicted).filter(|(row, _)| row.metric == metric);
        pairs.filter_map(|(row, found)| Some((row, *found.as_ref().ok()?))).collect()
    };
    let (cache, starts) = (of("kv_cache_gib_per_gpu"), of("starts_at_max_model_len"));
    if cache.is_empty() && starts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nMemory at start")?;
    let gib: Vec<f64> = cache.iter().map(|(row, found)| (found - row.value).abs()).collect();
    let ample = cache.iter().filter(|(row, _)| row.value >= 10.0);
    let ample: Vec<f64> = ample.map(|(row, found)| 100.0 * (found / row.value - 1.0).abs()).collect();
    if let Some(median) = median(gib) {
        writeln!(
            out,
            "  KV GiB a GPU, off by                {:>5} rows  median {median:>5.2} GiB",
            cache.len()
        )?;
    }
    let rows_ample = ample.len();
    if let Some(median) = median(ample) {
        writeln!(out, "  KV GiB a GPU, where 10 GiB are left {rows_ample:>5} rows  median {median:>5.1} %")?;
    }
    let tight = starts.iter().filter(|(_, found)| (*found - 0.5).abs() < 1e-9).count();
    let right = starts.iter().filter(|(row, found)| (*found - row.value).abs() < 1e-9).count();
    let fatal = starts.iter().filter(|(row, found)| row.value < 1e-9 && *found > 1.0 - 1e-9).count();
    if !starts.is_empty() {
        let share = 100.0 * (right as f64 + 0.5 * tight as f64) / starts.len() as f64;
        writeln!(
            out,
            "  starts or not                       {:>5} rows  right {share:>5.1} % (tight counted half), tight {tight}, failing launches called starting {fatal}",
            starts.len()
        )?;
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len().checked_sub(1)? / 2).copied()
}

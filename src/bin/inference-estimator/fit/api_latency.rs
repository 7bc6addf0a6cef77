//! `fit api-latency`: fits the latency of hosted models and prints the result as a file of `src/catalogue/data`.
//!
//! Without a folder: the probe sample, `latency-measured.tsv`. With one: published latencies, `latency-classes.tsv`.

use super::super::published::{figures::Prepared, lines, points::Points, rows, score};
use super::super::streams::{Ending, Failure, Streams};
use inference_estimator::catalogue::latency::LatencyBook;
use inference_estimator::estimate::latency::fit::{Fit, fit};
use inference_estimator::estimate::latency::probes::{self, ProbeError, Sample, by_model};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Fewer probes say too little of a model of its own.
const FEWEST: usize = 15;
/// The models whose time to first token holds hidden thinking, by the tokens that the prober counted.
const THINKING_INCLUDED: [&str; 5] =
    ["x-ai/grok-4.3", "x-ai/grok-4.5", "x-ai/grok-4.6", "x-ai/grok-4.7", "x-ai/grok-build-0.1"];

/// Fit the latency of hosted models, and print src/catalogue/data/latency-measured.tsv (without DIR: the probe sample)
/// or src/catalogue/data/latency-classes.tsv (with DIR)
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of published latencies: ttft-vs-input.csv, ttft-requests.csv, speed.csv, reasoning-tokens.csv
    folder: Option<PathBuf>,
    /// Print the names of the models that the fit uses, in place of the figures
    #[arg(long, requires = "folder")]
    models: bool,
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    if let Some(folder) = &arguments.folder {
        let stopped = |message: String| Failure::stopped(1, format!("fit api-latency: {message}"));
        let tables = rows::read(folder).map_err(stopped)?;
        let book = LatencyBook::without_classes().map_err(|error| stopped(error.to_string()))?;
        let text = if arguments.models { models_of(&tables) } else { classes_tsv(&tables, &book) };
        write!(streams.output, "{text}")?;
        return Ok(Ending::Fine);
    }
    let text = measured_tsv(include_str!("../../../../tests/data/probes-sample.csv"));
    let text = text.map_err(|error| Failure::stopped(1, format!("fit api-latency: {error}")))?;
    write!(streams.output, "{text}")?;
    Ok(Ending::Fine)
}

/// The names of the models that have a point, one a line.
fn models_of(tables: &rows::Tables) -> String {
    let points = Points::new(tables);
    let all = [&points.ttft, &points.first_answer, &points.speed, &points.thinking];
    let names: BTreeSet<&str> = all.into_iter().flatten().map(|point| &*point.model).collect();
    names.into_iter().flat_map(|name| [name, "\n"]).collect()
}

/// An effect smaller than this is left out of the file.
const LEAST_EFFECT: f64 = 0.015;

/// `latency-classes.tsv`.
pub(crate) fn classes_tsv(tables: &rows::Tables, book: &LatencyBook) -> String {
    let points = Points::new(tables);
    let mut text = String::from(
        "# Made by `./dev cli fit api-latency DIR`; do not edit. Sources and rights: docs/data.md, docs/latency-model.md.\n\
         # effect: figure, what has the effect, models, effect on the natural logarithm of ms, ms per 1,000 tokens, tokens a second, tokens\n\
         # ratio: figure, p95 over p50\n\
         # band: figure and group, 10th and 90th percentile of measured over predicted, models left out of the fit\n\
         # line: model, calls, first day, last day, ms at no prompt, ms per 1,000 tokens, ms per (1,000 tokens above 300,000) squared, p95 over p50, longest prompt\n",
    );
    let figures = Prepared::new(&points, book).fit(None);
    for effect in
        figures.effects.iter().filter(|effect| effect.name == "all" || effect.value.abs() >= LEAST_EFFECT)
    {
        let _ = writeln!(
            text,
            "effect\t{}\t{}\t{}\t{:.3}",
            effect.figure.key(),
            effect.name,
            effect.models,
            effect.value
        );
    }
    for (name, ratio) in score::ratios(&points) {
        let _ = writeln!(text, "ratio\t{name}\t{ratio:.2}");
    }
    let scored = score::left_out(&points, book);
    let own_level = score::own_level_band(&points, &figures, book);
    for band in score::bands(&scored.iter().collect::<Vec<_>>()).into_iter().chain(own_level) {
        let _ = writeln!(text, "band\t{}\t{:.3}\t{:.3}", band.name, band.low, band.high);
    }
    for line in lines::own_lines(&tables.requests) {
        let _ = writeln!(
            text,
            "line\t{}\t{}\t{}\t{}\t{:.0}\t{:.2}\t{:.4}\t{:.2}\t{:.0}",
            line.model,
            line.n,
            line.days.0,
            line.days.1,
            line.base_ms,
            line.slope_ms,
            line.square_ms,
            line.p95_over_p50,
            line.most_tokens
        );
    }
    text
}

/// The file's text.
///
/// # Errors
/// As [`probes::read`].
pub(crate) fn measured_tsv(csv: &str) -> Result<String, ProbeError> {
    let samples = by_model(&probes::with_working_resolver(&probes::read(csv)?), |_| true);
    let fit = fit(&samples);
    let mut text = String::from(
        "# Made by `./dev fit api-latency`; do not edit.\n\
         # Sample of github.com/Jwrede/llm-bench-data (CC0 1.0), hours with a working resolver.\n\
         # tail: source, slow factor, its sigma of ln, stall p50 in ms, its sigma of ln\n\
         # measured: model, n, first day, last day, thinking, body p50 in ms, its sigma of ln, slow share, stall share\n",
    );
    let (slow, stall) = (fit.pooled.slow, fit.pooled.stall);
    let _ = writeln!(
        text,
        "tail\tjwbench\t{:.3}\t{:.3}\t{:.0}\t{:.3}",
        slow.mu.exp(),
        slow.sigma,
        stall.mu.exp(),
        stall.sigma
    );
    for sample in &samples {
        row(&fit, sample, &mut text);
    }
    Ok(text)
}

fn row(fit: &Fit, sample: &Sample, text: &mut String) {
    let fitted = fit.models.iter().find(|fitted| fitted.model == sample.model && fitted.n >= FEWEST);
    let (Some(fitted), Some((first, last))) = (fitted, sample.days) else { return };
    let thinking = if THINKING_INCLUDED.contains(&fitted.model.as_str()) { "included" } else { "left_out" };
    let _ = writeln!(
        text,
        "measured\t{}\t{}\t{first}\t{last}\t{thinking}\t{:.0}\t{:.3}\t{:.4}\t{:.4}",
        fitted.model,
        fitted.n,
        fitted.body.mu.exp(),
        fitted.body.sigma,
        fitted.slow_share,
        fitted.stall_share
    );
}

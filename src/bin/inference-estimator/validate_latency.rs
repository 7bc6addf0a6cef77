//! `validate-latency`: how well the latency model predicts hours that it was not fitted to.
//!
//! It is fitted on odd hours and scored on even ones. Exit code 0 when as many percentiles lie inside as are wanted, else 1.

use super::published::{points::Points, rows, score};
use super::streams::{Ending, Failure, Streams};
use inference_estimator::catalogue::latency::LatencyBook;
use inference_estimator::estimate::latency::fit::{Fit, Fitted, fit};
use inference_estimator::estimate::latency::mixture::Mixture;
use inference_estimator::estimate::latency::probes::{self, Probe, Sample, by_model, percentile};
use inference_estimator::estimate::latency::validation::{ModelScore, Scored, score};
use inference_estimator::estimate::random::Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const AFTER_HELP: &str = "\
A folder is scored with one line for each quantity and class. A file of probes is scored by hours: the model is fitted on
odd hours and predicts p50 to p95 of the time to first token in even hours.

Exit codes:
  0  the folder was scored, or PASS: as many predictions as are wanted lie inside the interval of the measured percentile
  1  FAIL, or the path cannot be read";

/// Compare the latency model of hosted models with figures that it was not fitted to
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// A folder of published latencies (ttft-vs-input.csv, ttft-requests.csv, speed.csv, reasoning-tokens.csv), or a file
    /// of probes (CSV) [default: the probe sample that the model was fitted to]
    path: Option<PathBuf>,
    /// Predict each model of the folder by a fit to the folder's other models [default where most models are of the fit]
    #[arg(long, conflicts_with = "as_shipped")]
    left_out: bool,
    /// Predict with the figures as shipped [default where most models are new to the fit]
    #[arg(long)]
    as_shipped: bool,
}

/// Models that the shipped figures were fitted to.
const FITTED_MODELS: &str = include_str!("published/fitted-models.txt");

/// A folder of published latencies, scored with one line for each quantity and class.
fn folder(path: &Path, arguments: &Arguments, out: &mut dyn Write) -> Result<Ending, Failure> {
    let stopped = |message: String| Failure::stopped(1, format!("validate-latency: {message}"));
    let points = Points::new(&rows::read(path).map_err(stopped)?);
    let book = LatencyBook::shipped().map_err(|error| stopped(error.to_string()))?;
    let all = [&points.ttft, &points.first_answer, &points.speed, &points.thinking];
    let models: BTreeSet<&str> = all.into_iter().flatten().map(|point| &*point.model).collect();
    if models.is_empty() {
        return Err(stopped(format!("{}: no row can be scored", path.display())));
    }
    let seen = models.iter().filter(|model| FITTED_MODELS.lines().any(|line| line == **model)).count();
    let left_out = arguments.left_out || (!arguments.as_shipped && 2 * seen > models.len());
    let all = models.len();
    if left_out {
        writeln!(
            out,
            "Mode: each of {all} models predicted by a fit to the others ({seen} are in the shipped fit)."
        )?;
    } else {
        writeln!(out, "Mode: figures as shipped; {seen} of {all} models were in their fit.")?;
    }
    for (why, rows) in &points.left_out {
        writeln!(out, "Rows left out, {why}: {rows}.")?;
    }
    writeln!(
        out,
        "Error: measured over predicted or its reverse, less 1; a point is the median over the days.\n"
    )?;
    let scored = if left_out { score::left_out(&points, &book) } else { score::as_shipped(&points, &book) };
    score::report(&scored, out)?;
    Ok(Ending::Fine)
}

const FEWEST: usize = 60;
const WANTED: f64 = 0.90;
/// Other halves that are tried.
const HALVES: u64 = 200;

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let stopped = |message: String| Failure::stopped(1, format!("validate-latency: {message}"));
    if let Some(path) = arguments.path.as_deref().filter(|path| path.is_dir()) {
        return folder(path, arguments, streams.output);
    }
    if arguments.left_out || arguments.as_shipped {
        return Err(stopped("--left-out and --as-shipped need a folder of published latencies".to_owned()));
    }
    let csv = match &arguments.path {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| stopped(format!("cannot read {}: {error}", path.display())))?,
        None => include_str!("../../../tests/data/probes-sample.csv").to_owned(),
    };
    let probes = probes::read(&csv).map_err(|error| stopped(error.to_string()))?;
    let out = &mut *streams.output;
    let probes = probes::with_working_resolver(&probes);
    writeln!(
        out,
        "Time to first token in ms: foretold [95 % interval of the measured percentile]; ! is outside."
    )?;
    writeln!(
        out,
        "Sample: github.com/Jwrede/llm-bench-data (CC0 1.0), hours with a working resolver only.\n"
    )?;
    let share = table(&probes, "Fitted on odd hours (UTC), scored on even ones", 1, out)?;
    writeln!(out)?;
    table(&probes, "The other way round, for comparison (not part of the verdict)", 0, out)?;
    writeln!(
        out,
        "\nHow much of that is chance, over {HALVES} other halves each (mean, 5th to 95th of them):"
    )?;
    writeln!(out, "  hours split at random:               {}", spread_of(&|seed| by_lot(&probes, seed)))?;
    writeln!(out, "  drawn from the fit, which is right:  {}", spread_of(&drawn(&probes)))?;
    writeln!(
        out,
        "The interval holds the noise of the scored half alone; the fitted half is as small, so that a model without a\n\
         fault is outside more often than 5 times in 100."
    )?;
    let met = share >= WANTED;
    let word = if met { "PASS" } else { "FAIL" };
    writeln!(
        out,
        "\n{word}: {:.1} % of (model, percentile) pairs inside, wanted {:.0} %.",
        share * 100.0,
        WANTED * 100.0
    )?;
    Ok(if met { Ending::Fine } else { Ending::Differs })
}

fn half(probes: &[Probe], parity: u32) -> Vec<Sample> {
    by_model(probes, |probe| probe.hour().1 % 2 == parity)
}

fn table(probes: &[Probe], title: &str, fitted: u32, out: &mut dyn Write) -> io::Result<f64> {
    let fit = fit(&half(probes, fitted));
    let scores = score(&fit, &half(probes, 1 - fitted), FEWEST);
    writeln!(out, "{title}")?;
    writeln!(
        out,
        "{:<30}{:>7}{:>23}{:>23}{:>23}{:>23}{:>11}",
        "model", "n", "p50", "p75", "p90", "p95", "p99 ratio"
    )?;
    for row in &scores {
        let cells: String = row.percentiles.iter().map(|cell| format!("{:>23}", text(cell))).collect();
        writeln!(
            out,
            "{:<30}{:>7}{cells}{:>11.2}",
            row.model,
            format!("{}/{}", row.n.0, row.n.1),
            row.p99_ratio
        )?;
    }
    let own: String = [0, 1, 2, 3].map(|index| format!("{:>23}", inside_at(&scores, index))).concat();
    writeln!(out, "{:<37}{own}", "inside")?;
    writeln!(out, "{}", stalls(&scores))?;
    writeln!(out, "{}", shared(&fit))?;
    let pairs = scores.iter().flat_map(|row| &row.percentiles);
    let (inside, all) =
        pairs.fold((0, 0), |(inside, all), pair| (inside + i32::from(pair.inside()), all + 1));
    writeln!(
        out,
        "{inside} of {all} pairs inside; {} if the slowest probe closes an open end.",
        closed(&scores)
    )?;
    Ok(f64::from(inside) / f64::from(all))
}

/// Pairs inside where an interval that so few probes leave open ends at the slowest of them.
fn closed(scores: &[ModelScore]) -> usize {
    let closed = |row: &&ModelScore, pair: &&Scored| pair.inside() && pair.foretold_ms <= row.slowest_ms;
    scores.iter().map(|row| row.percentiles.iter().filter(|pair| closed(&row, pair)).count()).sum()
}

fn text(cell: &Scored) -> String {
    let (low, high) = cell.interval_ms;
    let high = high.map_or_else(|| "open".to_owned(), |high| format!("{high:.0}"));
    format!("{:.0} [{low:.0}, {high}]{}", cell.foretold_ms, if cell.inside() { " " } else { "!" })
}

fn inside_at(scores: &[ModelScore], index: usize) -> String {
    let inside =
        scores.iter().filter_map(|row| row.percentiles.get(index)).filter(|pair| pair.inside()).count();
    format!("{inside} of {} ", scores.len())
}

/// Names each model whose stalls of 4.5 s and more are not as many as foretold.
fn stalls(scores: &[ModelScore]) -> String {
    let missed: Vec<String> = scores
        .iter()
        .filter(|row| !row.stalls_foretold)
        .map(|row| {
            let (share, found) = row.stalls;
            format!("{} ({found} of {}, foretold {:.1})", row.model, row.n.1, share * row.n.1 as f64)
        })
        .collect();
    let short: Vec<String> = scores
        .iter()
        .filter(|row| row.p99_ratio < 0.5)
        .map(|row| format!("{} ({:.2})", row.model, row.p99_ratio))
        .collect();
    let list = |names: Vec<String>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    format!(
        "Stalls missed (count outside the binomial 95 %): {}. p99 under half of the measured: {}.",
        list(missed),
        list(short)
    )
}

fn shared(fit: &Fit) -> String {
    let pooled = &fit.pooled;
    format!(
        "Shared: slow answers {:.1} % at {:.2} x the body; stalls {:.1} s (σ {:.2}); body σ {:.2}; {} models.",
        pooled.slow_share * 100.0,
        pooled.slow.mu.exp(),
        pooled.stall.mu.exp() / 1000.0,
        pooled.stall.sigma,
        pooled.body_sigma,
        fit.models.len()
    )
}

/// Fits the first half, scores the second: pairs inside, and all.
fn inside(fitted: &[Sample], scored: &[Sample]) -> (usize, usize) {
    let scores = score(&fit(fitted), scored, FEWEST);
    let pairs = || scores.iter().flat_map(|row| &row.percentiles);
    (pairs().filter(|pair| pair.inside()).count(), pairs().count())
}

/// Pairs inside where a lot decides for each hour to which half it goes.
pub(crate) fn by_lot(probes: &[Probe], seed: u64) -> (usize, usize) {
    let mut rng = Rng::new(seed);
    let mut lots = BTreeMap::new();
    for probe in probes {
        lots.entry(probe.hour()).or_insert_with(|| rng.uniform() < 0.5);
    }
    let half = |wanted: bool| by_model(probes, |probe| lots.get(&probe.hour()) == Some(&wanted));
    inside(&half(true), &half(false))
}

/// Pairs inside where both halves, as large as the measured ones, are drawn from what was fitted to all probes.
fn drawn(probes: &[Probe]) -> impl Fn(u64) -> (usize, usize) {
    let all = by_model(probes, |_| true);
    let fit = fit(&all);
    let sizes = [1, 0]
        .map(|parity| half(probes, parity).into_iter().map(|sample| (sample.model, sample.ttft_ms.len())));
    let sizes = sizes.map(Iterator::collect::<BTreeMap<_, _>>);
    move |seed| {
        let mut rng = Rng::new(seed);
        let mut halves = sizes.iter().map(|sizes| {
            let one = |fitted: &Fitted| {
                let mixture = fit.mixture(fitted);
                let n = sizes.get(&fitted.model).copied().unwrap_or(0);
                let mut ttft_ms: Vec<f64> = (0..n).map(|_| draw(&mixture, &mut rng)).collect();
                ttft_ms.sort_unstable_by(f64::total_cmp);
                Sample { model: fitted.model.clone(), ttft_ms, share_without_token: 0.0, days: None }
            };
            fit.models.iter().map(one).collect::<Vec<_>>()
        });
        let (fitted, scored) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
        inside(&fitted, &scored)
    }
}

fn draw(mixture: &Mixture, rng: &mut Rng) -> f64 {
    let mut left = rng.uniform();
    let mut value = 0.0;
    for (weight, part) in mixture.parts() {
        value = rng.lognormal(part.mu, part.sigma);
        if left < weight {
            break;
        }
        left -= weight;
    }
    value
}

/// "38.2 of 44 (34 to 42)"
fn spread_of(of: &dyn Fn(u64) -> (usize, usize)) -> String {
    let found: Vec<(usize, usize)> = (1..=HALVES).map(of).collect();
    let mut shares: Vec<f64> = found.iter().map(|(inside, all)| *inside as f64 / *all as f64).collect();
    shares.sort_unstable_by(f64::total_cmp);
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    let ends = [0.05, 0.95].map(|p| percentile(&shares, p).unwrap_or(f64::NAN));
    let [low, high] = ends;
    let all = found.first().map_or(0, |(_, all)| *all) as f64;
    format!(
        "{:.1} % inside, {:.1} % to {:.1} % ({:.1} of {all}, {:.0} to {:.0})",
        mean * 100.0,
        low * 100.0,
        high * 100.0,
        mean * all,
        low * all,
        high * all
    )
}

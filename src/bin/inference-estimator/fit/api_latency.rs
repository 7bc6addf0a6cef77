//! `fit api-latency`: fits the latency of hosted models to the probe sample, and prints
//! `src/catalogue/data/latency-measured.tsv`.

use super::super::streams::{Ending, Failure, Streams};
use inference_estimator::estimate::latency::fit::{Fit, fit};
use inference_estimator::estimate::latency::probes::{self, ProbeError, Sample, by_model};
use std::fmt::Write as _;

/// Fewer probes say too little of a model of its own.
const FEWEST: usize = 15;
/// The models whose time to first token holds hidden thinking, by the tokens that the prober counted.
const THINKING_INCLUDED: [&str; 5] =
    ["x-ai/grok-4.3", "x-ai/grok-4.5", "x-ai/grok-4.6", "x-ai/grok-4.7", "x-ai/grok-build-0.1"];

/// Fit the latency of hosted models to the probe sample, and print src/catalogue/data/latency-measured.tsv
#[derive(clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let text = measured_tsv(include_str!("../../../../tests/data/probes-sample.csv"));
    let text = text.map_err(|error| Failure::stopped(1, format!("fit api-latency: {error}")))?;
    write!(streams.output, "{text}")?;
    Ok(Ending::Fine)
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

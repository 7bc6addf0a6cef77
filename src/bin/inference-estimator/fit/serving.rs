//! `fit serving`: fits the constants of self-hosted GPUs to measured rows, and prints them with their error bands as
//! Rust. The rows are named in `docs/serving-model.md`.
#![allow(clippy::indexing_slicing, reason = "a program may stop")]

use super::super::measured::bands::{self, Basis, Figure, LeftOut, Slice};
use super::super::measured::fitting;
use super::super::measured::predict::Kind;
use super::super::measured::rows::{self, Book, Row};
use super::super::streams::{Ending, Failure, Streams};
use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::Engine;
use inference_estimator::estimate::self_hosted::serving::constants::{
    Base, Constants, EngineFactors, FamilyFactors,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const ROUNDS: usize = 30;

/// Fit the constants of self-hosted GPUs to measured rows, and print them with their error bands as Rust
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Also write the ratios that the error bands were made from to this file (tests/data/measured/left-out.csv)
    #[arg(long, value_name = "CSV")]
    left_out: Option<PathBuf>,
    /// Measured rows (CSV; docs/serving-model.md names the files)
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let stopped = |path: &Path, error: &dyn Display| {
        Failure::stopped(1, format!("fit serving: {}: {error}", path.display()))
    };
    let book = Book::shipped();
    let mut rows = Vec::new();
    let mut files = Vec::new();
    for file in &arguments.files {
        rows.extend(rows::read(file).map_err(|error| stopped(file, &error))?);
        files.push(file.file_name().unwrap_or_default().to_string_lossy().into_owned());
    }
    let all: Vec<&Row> = rows.iter().collect();
    let constants = fitting::fit(&book, &all, &fitting::prior(), ROUNDS, true);
    let left_out = bands::all_left_out(&book, &rows, ROUNDS / 2);
    let out = &mut *streams.output;
    write(&files, rows.len(), &constants, &bands::slices(&left_out), out)?;
    if let Some(path) = &arguments.left_out {
        std::fs::write(path, shown(&left_out)).map_err(|error| stopped(path, &error))?;
    }
    pairs(&rows, out)?;
    Ok(Ending::Fine)
}

fn write(
    files: &[String],
    rows: usize,
    constants: &Constants,
    slices: &[Slice],
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "//! Constants and error bands, written by `./dev fit serving`; do not edit.")?;
    writeln!(out, "//!")?;
    writeln!(out, "//! Fitted to {rows} measured rows of:")?;
    for file in files {
        writeln!(out, "//! - `{file}`")?;
    }
    writeln!(
        out,
        "#![allow(clippy::approx_constant, reason = \"a fitted value may lie near a constant of nature by chance\")]"
    )?;
    writeln!(out)?;
    writeln!(out, "use super::accuracy::{{Basis, Figure, Slice}};")?;
    writeln!(out, "use super::constants::{{Base, Constants, EngineFactors, FamilyFactors}};")?;
    writeln!(out, "use crate::catalogue::gpu::GpuFamily;")?;
    writeln!(out, "use crate::catalogue::precision::Engine;")?;
    writeln!(out)?;
    writeln!(out, "/// The files that the constants were fitted to.")?;
    writeln!(out, "pub const FITTED_TO: [&str; {}] = {files:?};", files.len())?;
    writeln!(out)?;
    writeln!(out, "/// The calibrated constants.")?;
    writeln!(out, "#[rustfmt::skip]")?;
    writeln!(out, "pub const FITTED: Constants = Constants {{")?;
    body("base", "Base", Base::NAMES, &constants.base.values(), out)?;
    writeln!(out, "family: [")?;
    for family in GpuFamily::ALL {
        writeln!(out, "// {}", family.id())?;
        body("", "FamilyFactors", FamilyFactors::NAMES, &constants.family[family.index()].values(), out)?;
    }
    writeln!(out, "],\nengine: [")?;
    for engine in Engine::ALL {
        writeln!(out, "// {}", engine.id())?;
        body("", "EngineFactors", EngineFactors::NAMES, &constants.engine[engine.index()].values(), out)?;
    }
    writeln!(out, "],\n}};\n")?;
    writeln!(out, "#[rustfmt::skip]")?;
    writeln!(out, "/// Bands that hold 80 % of the rows left out of the fit.")?;
    writeln!(out, "pub const SLICES: [Slice; {}] = [", slices.len())?;
    for slice in slices {
        let Slice { figure, basis, engine, family, low, high, rows } = slice;
        let engine = engine.map_or("None".to_owned(), |e| format!("Some(Engine::{e:?})"));
        let family = family.map_or("None".to_owned(), |f| format!("Some(GpuFamily::{f:?})"));
        writeln!(
            out,
            "Slice {{ figure: Figure::{figure:?}, basis: Basis::{basis:?}, engine: {engine}, family: {family}, low: {low:.3}, high: {high:.3}, rows: {rows} }},"
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

/// The rows left out of the figures that are shown with a band, a line for each group and kind of device.
fn shown(left_out: &[LeftOut]) -> String {
    let mut lines: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for LeftOut { figure, engine, family, basis, group, ratio } in left_out {
        let shown = matches!(figure, Figure::Tpot | Figure::Ttft | Figure::Throughput);
        if shown && *basis != Basis::OwnMeasurements {
            let (engine, family) = (engine.id(), family.id());
            let line = format!("{figure:?},{basis:?},{group},{engine},{family}");
            lines.entry(line).or_default().push(*ratio);
        }
    }
    let mut text = "figure,basis,left_out,engine,gpu_family,measured_over_predicted\n".to_owned();
    for (line, mut ratios) in lines {
        ratios.sort_by(f64::total_cmp);
        let ratios: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
        text.push_str(&format!("{line},{}\n", ratios.join(" ")));
    }
    text
}

/// What was measured under load, for [`inference_estimator::estimate::self_hosted::serving::accuracy::band`].
fn pairs(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let under_load = rows.iter().filter(|row| matches!(Kind::of(row), Kind::ClosedTpot));
    let pairs: BTreeSet<String> = under_load
        .map(|row| format!("(\"{}\", \"{}\", Engine::{:?})", row.model, row.gpu, row.engine))
        .collect();
    writeln!(out, "\n#[rustfmt::skip]")?;
    writeln!(out, "/// Models, devices and engines that were measured together in a closed loop.")?;
    writeln!(out, "pub const MEASURED_PAIRS: [(&str, &str, Engine); {}] = [", pairs.len())?;
    for pair in pairs {
        writeln!(out, "{pair},")?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn body(field: &str, name: &str, names: &[&str], values: &[f64], out: &mut dyn Write) -> io::Result<()> {
    let field = if field.is_empty() { String::new() } else { format!("{field}: ") };
    if values.iter().all(|value| (value - 1.0).abs() < 5e-5) {
        writeln!(out, "    {field}{name}::NEUTRAL,")?;
        return Ok(());
    }
    writeln!(out, "    {field}{name} {{")?;
    for (names, values) in names.chunks(4).zip(values.chunks(4)) {
        // Four digits are more than the data knows.
        let digits = |value: f64| (3.0 - value.abs().log10().floor()).max(1.0) as usize;
        let cells: Vec<String> =
            names.iter().zip(values).map(|(n, v)| format!("{n}: {v:.*},", digits(*v))).collect();
        writeln!(out, "        {}", cells.join(" "))?;
    }
    writeln!(out, "    }},")?;
    Ok(())
}

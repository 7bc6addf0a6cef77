//! `fit serving`: fits the constants of self-hosted GPUs to measured rows, and prints them with their error bands as
//! Rust. The rows are named in `docs/serving-model.md`.
#![allow(clippy::indexing_slicing, reason = "a program may stop")]

use super::super::measured::bands::{self, Figure, LeftOut, Slice};
use super::super::measured::fitting;
use super::super::measured::predict::Kind;
use super::super::measured::rows::{self, Book, Row};
use super::super::streams::{Ending, Failure, Streams};
use inference_estimator::estimate::self_hosted::serving::constants::{Adjustment, Base, Constants};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const ROUNDS: usize = 8;
const FOLD_ROUNDS: usize = 5;

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
        let of_file = rows::read(file).map_err(|error| stopped(file, &error))?;
        if of_file.iter().any(|row| fitting::is_used(&book, row)) {
            files.push(file.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
        rows.extend(of_file);
    }
    let all: Vec<&Row> = rows.iter().collect();
    let constants = fitting::fit(&book, &all, &fitting::prior(), ROUNDS, true);
    let out = &mut *streams.output;
    write(&files, &constants, out)?;
    out.flush()?;
    let left_out = bands::all_left_out(&book, &rows, FOLD_ROUNDS);
    write_bands(&bands::slices(&left_out), out)?;
    if let Some(path) = &arguments.left_out {
        std::fs::write(path, shown(&left_out)).map_err(|error| stopped(path, &error))?;
    }
    pairs(&rows, out)?;
    Ok(Ending::Fine)
}

fn write(files: &[String], constants: &Constants, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "//! Constants and error bands, written by `./dev cli fit serving`; do not edit.")?;
    writeln!(out, "//!")?;
    writeln!(
        out,
        "//! Fitted to the measured rows of [`FITTED_TO`] (docs/serving-model.md); families and engines that a factor does not name"
    )?;
    writeln!(out, "//! keep the base values.")?;
    writeln!(
        out,
        "#![allow(clippy::approx_constant, reason = \"a fitted value may lie near a constant of nature by chance\")]"
    )?;
    writeln!(out)?;
    writeln!(out, "use super::accuracy::{{Basis, Figure, Slice}};")?;
    writeln!(out, "use super::constants::{{Adjustment, Base, Constants, Knob}};")?;
    writeln!(out, "use crate::catalogue::gpu::GpuFamily;")?;
    writeln!(out, "use crate::catalogue::precision::Engine;")?;
    writeln!(out, "use std::borrow::Cow;")?;
    writeln!(out)?;
    writeln!(out, "/// The files that the constants were fitted to.")?;
    writeln!(out, "#[rustfmt::skip]")?;
    writeln!(out, "pub const FITTED_TO: [&str; {}] = [", files.len())?;
    for files in files.chunks(4) {
        let files: Vec<String> = files.iter().map(|file| format!("\"{file}\",")).collect();
        writeln!(out, "    {}", files.join(" "))?;
    }
    writeln!(out, "];")?;
    writeln!(out)?;
    writeln!(out, "/// The calibrated constants.")?;
    writeln!(out, "#[rustfmt::skip]")?;
    writeln!(out, "pub const FITTED: Constants = Constants {{")?;
    base(&constants.base, out)?;
    writeln!(out, "    adjustments: Cow::Borrowed(&ADJUSTMENTS),\n}};\n")?;
    writeln!(out, "const fn on(")?;
    writeln!(
        out,
        "    knob: Knob, family: Option<GpuFamily>, engine: Option<Engine>, old: bool, factor: f32,"
    )?;
    writeln!(out, ") -> Adjustment {{")?;
    writeln!(out, "    Adjustment {{ knob, family, engine, old, factor }}\n}}\n")?;
    writeln!(out, "/// What families, engines and engines of 2024 and before change.")?;
    writeln!(out, "#[rustfmt::skip]")?;
    writeln!(out, "static ADJUSTMENTS: [Adjustment; {}] = [", constants.adjustments.len())?;
    for adjustments in constants.adjustments.chunks(3) {
        let cells: Vec<String> = adjustments.iter().map(on).collect();
        writeln!(out, "    {}", cells.join(" "))?;
    }
    writeln!(out, "];\n")
}

fn on(adjustment: &Adjustment) -> String {
    let Adjustment { knob, family, engine, old, factor } = adjustment;
    let engine = engine.map_or("None".to_owned(), |e| format!("Some(Engine::{e:?})"));
    let family = family.map_or("None".to_owned(), |f| format!("Some(GpuFamily::{f:?})"));
    format!("on(Knob::{knob:?}, {family}, {engine}, {old}, {factor:.3}),")
}

fn write_bands(slices: &[Slice], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "#[rustfmt::skip]")?;
    writeln!(out, "/// Bands that contain 80 % of the average pair left out of the fit.")?;
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

/// The ratios of the figures that are shown with a band, a line for each pair.
fn shown(left_out: &[LeftOut]) -> String {
    let mut lines: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for LeftOut { figure, engine, family, basis, pair, ratio } in left_out {
        if matches!(figure, Figure::Tpot | Figure::Ttft | Figure::Throughput) {
            let (engine, family) = (engine.id(), family.id());
            let line = format!("{figure:?},{basis:?},{pair},{engine},{family}");
            lines.entry(line).or_default().push(*ratio);
        }
    }
    let mut text = "figure,basis,pair,engine,gpu_family,measured_over_predicted\n".to_owned();
    for (line, mut ratios) in lines {
        ratios.sort_by(f64::total_cmp);
        // At most nine of a pair, evenly taken.
        let step = (ratios.len() as f64 / 9.0).max(1.0);
        let kept = (0..9).map(|k| (f64::from(k) * step + 0.5 * (step - 1.0)) as usize);
        let kept: Vec<String> =
            kept.filter_map(|place| ratios.get(place)).map(|ratio| format!("{ratio:.2}")).collect();
        text.push_str(&format!("{line},{}\n", kept.join(" ")));
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
    let pairs: Vec<String> = pairs.into_iter().map(|pair| format!("{pair},")).collect();
    for pairs in pairs.chunks(2) {
        writeln!(out, "    {}", pairs.join(" "))?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn base(base: &Base, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "    base: Base {{")?;
    for (names, values) in Base::NAMES.chunks(4).zip(base.values().chunks(4)) {
        // Four digits are more than the data knows.
        let digits = |value: f64| (3.0 - value.abs().log10().floor()).max(1.0) as usize;
        let cells: Vec<String> =
            names.iter().zip(values).map(|(n, v)| format!("{n}: {v:.*},", digits(*v))).collect();
        writeln!(out, "        {}", cells.join(" "))?;
    }
    writeln!(out, "    }},")
}

//! Fits the constants of own GPUs to measured rows, and writes them with their error bands as Rust.
//!
//! `./dev fit serving FILES > src/estimate/serving/fitted.rs` (the rows are named in `docs/serving-model.md`);
//! with `--left-out tests/data/measured/left-out.csv` it also keeps what the bands of the figures shown were made of.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a program prints and may stop"
)]

mod measured;

use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::Engine;
use inference_estimator::estimate::serving::constants::{Base, Constants, EngineFactors, FamilyFactors};
use measured::bands::{self, Basis, Figure, LeftOut, Slice};
use measured::fitting;
use measured::predict::Kind;
use measured::rows::{self, Book, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const ROUNDS: usize = 30;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let book = Book::shipped();
    let mut rows = Vec::new();
    let mut files = Vec::new();
    let mut keep = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(file) = arguments.next() {
        if file == "--left-out" {
            keep = arguments.next();
            continue;
        }
        rows.extend(rows::read(Path::new(&file))?);
        files.push(Path::new(&file).file_name().unwrap().to_string_lossy().into_owned());
    }
    let all: Vec<&Row> = rows.iter().collect();
    let constants = fitting::fit(&book, &all, &fitting::prior(), ROUNDS, true);
    let left_out = bands::all_left_out(&book, &rows, ROUNDS / 2);
    write(&files, rows.len(), &constants, &bands::slices(&left_out));
    if let Some(path) = keep {
        std::fs::write(path, shown(&left_out)?)?;
    }
    pairs(&rows);
    Ok(())
}

fn write(files: &[String], rows: usize, constants: &Constants, slices: &[Slice]) {
    println!("//! Constants and error bands, written by `examples/fit_serving.rs`; do not edit.");
    println!("//!");
    println!("//! Fitted to {rows} measured rows of:");
    for file in files {
        println!("//! - `{file}`");
    }
    println!(
        "#![allow(clippy::approx_constant, reason = \"a fitted value may lie near a constant of nature by chance\")]"
    );
    println!();
    println!("use super::accuracy::{{Basis, Figure, Slice}};");
    println!("use super::constants::{{Base, Constants, EngineFactors, FamilyFactors}};");
    println!("use crate::catalogue::gpu::GpuFamily;");
    println!("use crate::catalogue::precision::Engine;");
    println!();
    println!("/// The files that the constants were fitted to.");
    println!("pub const FITTED_TO: [&str; {}] = {files:?};", files.len());
    println!();
    println!("/// The calibrated constants.");
    println!("#[rustfmt::skip]");
    println!("pub const FITTED: Constants = Constants {{");
    body("base", "Base", Base::NAMES, &constants.base.values());
    println!("family: [");
    for family in GpuFamily::ALL {
        println!("// {}", family.id());
        body("", "FamilyFactors", FamilyFactors::NAMES, &constants.family[family.index()].values());
    }
    println!("],\nengine: [");
    for engine in Engine::ALL {
        println!("// {}", engine.id());
        body("", "EngineFactors", EngineFactors::NAMES, &constants.engine[engine.index()].values());
    }
    println!("],\n}};\n");
    println!("#[rustfmt::skip]");
    println!("/// Bands that hold 80 % of the rows left out of the fit.");
    println!("pub const SLICES: [Slice; {}] = [", slices.len());
    for slice in slices {
        let Slice { figure, basis, engine, family, low, high, rows } = slice;
        let engine = engine.map_or("None".to_owned(), |e| format!("Some(Engine::{e:?})"));
        let family = family.map_or("None".to_owned(), |f| format!("Some(GpuFamily::{f:?})"));
        println!(
            "Slice {{ figure: Figure::{figure:?}, basis: Basis::{basis:?}, engine: {engine}, family: {family}, low: {low:.3}, high: {high:.3}, rows: {rows} }},"
        );
    }
    println!("];");
}

/// The rows left out of the figures that are shown with a band, a line for each group and kind of device.
fn shown(left_out: &[LeftOut]) -> Result<String, std::fmt::Error> {
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
        writeln!(text, "{line},{}", ratios.join(" "))?;
    }
    Ok(text)
}

/// What was measured under load, for [`inference_estimator::estimate::serving::accuracy::band`].
fn pairs(rows: &[Row]) {
    let under_load = rows.iter().filter(|row| matches!(Kind::of(row), Kind::ClosedTpot));
    let pairs: BTreeSet<String> = under_load
        .map(|row| format!("(\"{}\", \"{}\", Engine::{:?})", row.model, row.gpu, row.engine))
        .collect();
    println!("\n#[rustfmt::skip]");
    println!("/// Models, devices and engines that were measured together in a closed loop.");
    println!("pub const MEASURED_PAIRS: [(&str, &str, Engine); {}] = [", pairs.len());
    for pair in pairs {
        println!("{pair},");
    }
    println!("];");
}

fn body(field: &str, name: &str, names: &[&str], values: &[f64]) {
    let field = if field.is_empty() { String::new() } else { format!("{field}: ") };
    if values.iter().all(|value| (value - 1.0).abs() < 5e-5) {
        println!("    {field}{name}::NEUTRAL,");
        return;
    }
    println!("    {field}{name} {{");
    for (names, values) in names.chunks(4).zip(values.chunks(4)) {
        // Four digits are more than the data knows.
        let digits = |value: f64| (3.0 - value.abs().log10().floor()).max(1.0) as usize;
        let cells: Vec<String> =
            names.iter().zip(values).map(|(n, v)| format!("{n}: {v:.*},", digits(*v))).collect();
        println!("        {}", cells.join(" "));
    }
    println!("    }},");
}

//! Fits the constants of own GPUs to measured rows, and writes them with their error bands as Rust.
//!
//! `./dev fit serving FILES > src/estimate/serving/fitted.rs` (the rows are named in `docs/serving-model.md`).
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
use measured::bands::{self, Slice};
use measured::fitting;
use measured::folds::{self, Folds};
use measured::rows::{self, Book, Row};
use std::path::Path;

const ROUNDS: usize = 30;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let book = Book::shipped();
    let mut rows = Vec::new();
    let mut files = Vec::new();
    for file in std::env::args().skip(1) {
        rows.extend(rows::read(Path::new(&file))?);
        files.push(Path::new(&file).file_name().unwrap().to_string_lossy().into_owned());
    }
    let all: Vec<&Row> = rows.iter().collect();
    let constants = fitting::fit(&book, &all, &fitting::prior(), ROUNDS, true);
    let left_out = folds::predictions(&book, &rows, Folds::Pair, ROUNDS / 2);
    write(&files, rows.len(), &constants, &bands::slices(&rows, &left_out));
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
    println!("use super::accuracy::{{Figure, Slice}};");
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
    println!("/// Bands that hold 80 % of rows whose pair of model and device was left out of the fit.");
    println!("pub const SLICES: [Slice; {}] = [", slices.len());
    for slice in slices {
        let Slice { figure, engine, family, low, high, rows } = slice;
        let engine = engine.map_or("None".to_owned(), |e| format!("Some(Engine::{e:?})"));
        let family = family.map_or("None".to_owned(), |f| format!("Some(GpuFamily::{f:?})"));
        println!(
            "Slice {{ figure: Figure::{figure:?}, engine: {engine}, family: {family}, low: {low:.3}, high: {high:.3}, rows: {rows} }},"
        );
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

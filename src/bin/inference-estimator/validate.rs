//! `validate`: the model of self-hosted GPUs against measured rows.
//!
//! Without options it uses the shipped constants and says which files they were fitted to. `--folds` fits again with
//! each fold left out; `--bands` does so for each kind of fold, and counts how many of the rows left out lie inside 80 %
//! bands made of the others.
#![allow(clippy::indexing_slicing, reason = "a program may stop")]

use super::measured::bands::{self, LeftOut};
use super::measured::folds::{self, Folds};
use super::measured::predict::{Kind, Refusal, predict};
use super::measured::rows::{self, Book, Row};
use super::streams::{Ending, Failure, Streams};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use inference_estimator::estimate::self_hosted::serving::fitted::{FITTED, FITTED_TO};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

const ROUNDS: usize = 15;

const AFTER_HELP: &str = "\
Without an option the shipped constants predict each row, and files that they were fitted to are called
in-sample. Errors are relative: median, mean (MAPE), bias and 90th percentile of each group of rows.

Exit codes:
  0  the errors are on standard output
  1  the arguments or a file cannot be read";

/// Compare the model of self-hosted GPUs with measured rows
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// Count how many rows that were left out lie inside the error bands
    #[arg(long, conflicts_with = "folds")]
    bands: bool,
    /// Fit again with one fold after the other left out, and predict it
    #[arg(long, value_name = "KIND", value_parser = folds_parser())]
    folds: Option<Folds>,
    /// Measured rows (CSV; docs/serving-model.md names the files)
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

fn folds_parser() -> impl TypedValueParser<Value = Folds> {
    PossibleValuesParser::new(Folds::NAMES)
        .try_map(|name| Folds::from_name(&name).ok_or("not one of the folds"))
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let Arguments { bands: bands_alone, folds, files } = arguments;
    let out = &mut *streams.output;
    let book = Book::shipped();
    let mut all = Vec::new();
    for file in files {
        let rows = rows::read(file);
        all.extend(
            rows.map_err(|error| Failure::stopped(1, format!("validate: {}: {error}", file.display())))?,
        );
    }
    if *bands_alone {
        writeln!(out, "Refitted with configurations, models, devices and families of devices left out.")?;
        coverage(out, &bands::all_left_out(&book, &all, ROUNDS))?;
        return Ok(Ending::Fine);
    }
    let predicted = match *folds {
        Some(folds) => {
            writeln!(out, "Refitted with each fold left out ({folds:?}).")?;
            folds::predictions(&book, &all, folds, ROUNDS)
        }
        None => {
            writeln!(out, "Shipped constants.")?;
            all.iter().map(|row| predict(&book, &FITTED, row)).collect()
        }
    };
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if folds.is_none() {
            let seen = FITTED_TO.contains(&name.as_str());
            writeln!(out, "{name}: {}", if seen { "in-sample" } else { "not seen by the fit" })?;
        }
    }
    report(&all, &predicted, out)?;
    let of_folds = bands::FOLDS_OF.into_iter().find(|(of, _)| Some(*of) == *folds);
    if let Some((folds, basis)) = of_folds {
        coverage(out, &bands::left_out(&all, &predicted, folds, basis))?;
    }
    Ok(Ending::Fine)
}

/// Errors of one group of rows: relative, one a row; a refusal without a named cause counts as 100 % wrong.
#[derive(Default)]
struct Errors {
    relative: Vec<f64>,
    refused: BTreeMap<&'static str, usize>,
    left_out: BTreeMap<&'static str, usize>,
}

impl Errors {
    fn add(&mut self, row: &Row, predicted: &Result<f64, Refusal>) {
        match predicted {
            Ok(predicted) => self.relative.push(predicted / row.value - 1.0),
            Err(cause) if cause.is_named_cause() => *self.left_out.entry(cause.name()).or_default() += 1,
            Err(cause) => {
                *self.refused.entry(cause.name()).or_default() += 1;
                self.relative.push(-1.0);
            }
        }
    }

    fn print(&self, name: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut sizes: Vec<f64> = self.relative.iter().map(|e| e.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let n = sizes.len();
        if n > 0 {
            let mean = sizes.iter().sum::<f64>() / n as f64;
            let bias = self.relative.iter().sum::<f64>() / n as f64;
            let at = |part: f64| 100.0 * sizes[((n - 1) as f64 * part).round() as usize];
            writeln!(
                out,
                "  {name:<52} {n:>5} rows  median {:>5.1} %  MAPE {:>5.1} %  bias {:>+6.1} %  p90 {:>6.1} %",
                at(0.5),
                100.0 * mean,
                100.0 * bias,
                at(0.9)
            )?;
        }
        for (cause, count) in &self.refused {
            writeln!(out, "  {name:<52} {count:>5} of them refused, counted as 100 % wrong: {cause}")?;
        }
        for (cause, count) in &self.left_out {
            writeln!(out, "  {name:<52} {count:>5} rows left out: {cause}")?;
        }
        Ok(())
    }
}

fn report(rows: &[Row], predicted: &[Result<f64, Refusal>], out: &mut dyn Write) -> io::Result<()> {
    type Key = fn(&Row) -> String;
    let views: [(&str, Key); 4] = [
        ("By kind of figure", |row| Kind::of(row).name().to_owned()),
        ("By source and metric", |row| format!("{}, {}", row.source, row.metric)),
        ("By device", |row| format!("{}, {}", row.gpu, Kind::of(row).name())),
        ("By model", |row| format!("{}, {}", row.model, Kind::of(row).name())),
    ];
    for (title, key) in views {
        writeln!(out, "\n{title}")?;
        let mut groups: BTreeMap<String, Errors> = BTreeMap::new();
        for (row, predicted) in rows.iter().zip(predicted) {
            groups.entry(key(row)).or_default().add(row, predicted);
        }
        for (name, errors) in &groups {
            errors.print(name, out)?;
        }
    }
    Ok(())
}

/// How many of the rows left out lie inside 80 % bands.
fn coverage(out: &mut dyn Write, rows: &[LeftOut]) -> io::Result<()> {
    writeln!(out, "\nRows inside 80 % bands that were made, and widened, by other rows left out")?;
    for (name, (held, all)) in bands::coverage(rows) {
        writeln!(out, "  {name:<52} {all:>5} rows  inside {:>5.1} %", 100.0 * held as f64 / all as f64)?;
    }
    Ok(())
}

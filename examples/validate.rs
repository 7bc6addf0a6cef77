//! Holds the model of own GPUs against measured rows: `validate [--bands | --folds NAME] FILES`.
//!
//! Plain, it uses the shipped constants and says which files they were fitted to; with `--folds` it fits again
//! with every fold left out, and with `--bands` with each kind of fold, and tells whether 80 % bands made of other
//! rows left out hold the rows.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a program prints and may stop"
)]

mod measured;

use inference_estimator::estimate::serving::fitted::{FITTED, FITTED_TO};
use measured::bands::{self, LeftOut};
use measured::folds::{self, Folds};
use measured::predict::{Kind, Refusal, predict};
use measured::rows::{self, Book, Row};
use std::collections::BTreeMap;
use std::path::Path;

const ROUNDS: usize = 15;

const USAGE: &str = "usage: validate [--bands | --folds config|model|gpu|pair|family] FILES";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files = Vec::new();
    let (mut folds, mut bands_alone) = (None, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--folds" => {
                let name = arguments.next().unwrap_or_default();
                folds = Some(Folds::from_name(&name).ok_or(USAGE)?);
            }
            "--bands" => bands_alone = true,
            _ => files.push(argument),
        }
    }
    if files.is_empty() {
        return Err(format!("no files; {USAGE}").into());
    }
    let book = Book::shipped();
    let mut all = Vec::new();
    for file in &files {
        all.extend(rows::read(Path::new(file))?);
    }
    if bands_alone {
        println!("Refitted with configurations, models, devices and families of devices left out.");
        coverage(&bands::all_left_out(&book, &all, ROUNDS));
        return Ok(());
    }
    let predicted = match folds {
        Some(folds) => {
            println!("Refitted with each fold left out ({folds:?}).");
            folds::predictions(&book, &all, folds, ROUNDS)
        }
        None => {
            println!("Shipped constants.");
            all.iter().map(|row| predict(&book, &FITTED, row)).collect()
        }
    };
    for file in &files {
        let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy().into_owned();
        if folds.is_none() {
            let seen = FITTED_TO.contains(&name.as_str());
            println!("{name}: {}", if seen { "in-sample" } else { "not seen by the fit" });
        }
    }
    report(&all, &predicted);
    let of_folds = bands::FOLDS_OF.into_iter().find(|(of, _)| Some(*of) == folds);
    if let Some((folds, basis)) = of_folds {
        coverage(&bands::left_out(&all, &predicted, folds, basis));
    }
    Ok(())
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

    fn print(&self, name: &str) {
        let mut sizes: Vec<f64> = self.relative.iter().map(|e| e.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let n = sizes.len();
        if n > 0 {
            let mean = sizes.iter().sum::<f64>() / n as f64;
            let bias = self.relative.iter().sum::<f64>() / n as f64;
            let at = |part: f64| 100.0 * sizes[((n - 1) as f64 * part).round() as usize];
            println!(
                "  {name:<52} {n:>5} rows  median {:>5.1} %  MAPE {:>5.1} %  bias {:>+6.1} %  p90 {:>6.1} %",
                at(0.5),
                100.0 * mean,
                100.0 * bias,
                at(0.9)
            );
        }
        for (cause, count) in &self.refused {
            println!("  {name:<52} {count:>5} of them refused, counted as 100 % wrong: {cause}");
        }
        for (cause, count) in &self.left_out {
            println!("  {name:<52} {count:>5} rows left out: {cause}");
        }
    }
}

fn report(rows: &[Row], predicted: &[Result<f64, Refusal>]) {
    type Key = fn(&Row) -> String;
    let views: [(&str, Key); 4] = [
        ("By kind of figure", |row| Kind::of(row).name().to_owned()),
        ("By source and metric", |row| format!("{}, {}", row.source, row.metric)),
        ("By device", |row| format!("{}, {}", row.gpu, Kind::of(row).name())),
        ("By model", |row| format!("{}, {}", row.model, Kind::of(row).name())),
    ];
    for (title, key) in views {
        println!("\n{title}");
        let mut groups: BTreeMap<String, Errors> = BTreeMap::new();
        for (row, predicted) in rows.iter().zip(predicted) {
            groups.entry(key(row)).or_default().add(row, predicted);
        }
        for (name, errors) in &groups {
            errors.print(name);
        }
    }
}

/// Whether 80 % bands hold the rows left out.
fn coverage(rows: &[LeftOut]) {
    println!("\nRows inside 80 % bands that were made, and widened, by other rows left out");
    for (name, (held, all)) in bands::coverage(rows) {
        println!("  {name:<52} {all:>5} rows  inside {:>5.1} %", 100.0 * held as f64 / all as f64);
    }
}

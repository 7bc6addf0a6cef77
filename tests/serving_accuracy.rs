//! The shipped constants against measured rows, and what a user's own measurements add.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "../src/bin/inference-estimator/measured/mod.rs"]
mod measured;

use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::Engine;
use inference_estimator::estimate::self_hosted::serving::calibration::calibrate;
use inference_estimator::estimate::self_hosted::serving::fitted::{FITTED, SLICES};
use inference_estimator::estimate::self_hosted::serving::step_model::Calibration;
use measured::bands::{self, Basis, Figure, LeftOut};
use measured::predict::{Kind, predict, predict_calibrated};
use measured::rows::{self, Book, Row};
use std::collections::BTreeMap;
use std::path::Path;

const FILES: [&str; 4] =
    ["inferencex.csv", "nvidia-aic-gap.csv", "trtllm-perf-overview.csv", "argonne-llm-inference-bench.csv"];

fn sample() -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/measured");
    FILES.iter().flat_map(|file| rows::read(&folder.join(file)).unwrap()).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Absolute relative errors of the rows of one kind.
fn errors(kind: Kind) -> Vec<f64> {
    let book = Book::shipped();
    sample()
        .iter()
        .filter(|row| Kind::of(row) == kind)
        .map(|row| predict(&book, &FITTED, row).map_or(1.0, |p| (p / row.value - 1.0).abs()))
        .collect()
}

fn assert_median(kind: Kind, least_rows: usize, most: f64) {
    let errors = errors(kind);
    assert!(errors.len() >= least_rows, "{} has only {} rows", kind.name(), errors.len());
    let found = median(errors);
    assert!(found <= most, "{}: median {:.1} %, allowed {:.1} %", kind.name(), 100.0 * found, 100.0 * most);
}

#[test]
fn time_per_token_under_load_is_as_close_as_the_readme_says() {
    assert_median(Kind::ClosedTpot, 100, 0.12);
}

#[test]
fn time_to_first_token_under_load_is_as_close_as_the_readme_says() {
    assert_median(Kind::ClosedTtft, 100, 0.28);
}

#[test]
fn throughput_of_a_full_server_is_as_close_as_the_readme_says() {
    assert_median(Kind::Offline, 60, 0.10);
}

#[test]
fn the_time_of_a_batch_is_as_close_as_the_readme_says() {
    assert_median(Kind::StaticBatch, 80, 0.11);
}

/// `left-out.csv`: measured over predicted, by constants that never saw the group.
fn left_out() -> Vec<LeftOut> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/measured/left-out.csv");
    let mut rows = Vec::new();
    for record in csv::Reader::from_path(path).unwrap().records() {
        let record = record.unwrap();
        let figure = match &record[0] {
            "Tpot" => Figure::Tpot,
            "Ttft" => Figure::Ttft,
            "Throughput" => Figure::Throughput,
            other => panic!("no figure is called {other}"),
        };
        let basis = match &record[1] {
            "SamePair" => Basis::SamePair,
            "SameKind" => Basis::SameKind,
            "NearestKind" => Basis::NearestKind,
            other => panic!("no basis is called {other}"),
        };
        for ratio in record[5].split(' ') {
            rows.push(LeftOut {
                figure,
                basis,
                engine: Engine::from_id(&record[3]),
                family: GpuFamily::from_id(&record[4]).unwrap(),
                group: record[2].to_owned(),
                ratio: ratio.parse().unwrap(),
            });
        }
    }
    rows
}

#[test]
fn bands_of_other_groups_hold_eight_in_ten_of_the_rows_left_out() {
    let held = bands::coverage(&left_out());
    for (name, (inside, all)) in &held {
        println!("{name}: {:.1} % of {all}", 100.0 * *inside as f64 / *all as f64);
    }
    for figure in ["Tpot", "Ttft", "Throughput"] {
        // A new model and a new device are shown the same band.
        for folds in [&["Config"][..], &["Model", "Gpu"], &["Family"]] {
            let of = folds.iter().map(|fold| held[&format!("{figure}, {fold} left out")]);
            let (inside, all) = of.fold((0, 0), |sum, (inside, all)| (sum.0 + inside, sum.1 + all));
            let part = inside as f64 / all as f64;
            assert!(all > 900 && (0.75..=0.85).contains(&part), "{figure}, {folds:?}: {part:.3} of {all}");
        }
    }
}

#[test]
fn the_bands_shown_are_those_of_the_rows_left_out() {
    for made in bands::slices(&left_out()) {
        let shipped = SLICES.iter().find(|slice| {
            (slice.figure, slice.basis, slice.engine, slice.family)
                == (made.figure, made.basis, made.engine, made.family)
        });
        let shipped = shipped.unwrap();
        // The file keeps two digits, and deals configurations to other folds.
        assert!((shipped.low - made.low).abs() < 0.03, "{shipped:?} {made:?}");
        assert!((shipped.high / made.high - 1.0).abs() < 0.05, "{shipped:?} {made:?}");
        assert_eq!(shipped.rows, made.rows);
    }
}

#[test]
fn three_measurements_of_ones_own_mend_most_of_what_is_wrong() {
    let book = Book::shipped();
    let all = sample();
    let mut setups: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in all.iter().filter(|row| Kind::of(row) == Kind::ClosedTpot) {
        let setup = format!("{} {} {} {} {}", row.engine_name, row.model, row.gpu, row.tp, row.weights_text);
        setups.entry(setup).or_default().push(row);
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for rows in setups.values_mut().filter(|rows| rows.len() >= 5) {
        rows.sort_by(|a, b| a.load.partial_cmp(&b.load).unwrap());
        let known = [rows[0], rows[rows.len() / 2], rows[rows.len() - 1]];
        let seen = known.map(|row| row.value);
        let found = calibrate(&seen, |factors, index| {
            predict_calibrated(&book, &FITTED, known[index], factors).unwrap_or(f64::NAN)
        });
        for row in rows.iter().filter(|row| !known.iter().any(|k| std::ptr::eq(*k, **row))) {
            let off =
                |factors| (predict_calibrated(&book, &FITTED, row, factors).unwrap() / row.value - 1.0).abs();
            before.push(off(&Calibration::NEUTRAL));
            after.push(off(&found));
        }
    }
    assert!(after.len() >= 40, "only {} rows", after.len());
    let (before, after) = (median(before), median(after));
    eprintln!("median error {:.1} % before, {:.1} % after three measurements", 100.0 * before, 100.0 * after);
    assert!(after < 0.75 * before, "{before} before, {after} after");
}

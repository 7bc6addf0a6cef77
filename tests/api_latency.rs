//! The latency model against measured probes: github.com/Jwrede/llm-bench-data (CC0 1.0), see `tests/data/README.md`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[allow(dead_code, reason = "the tests call two of the program's functions")]
#[path = "../src/bin/inference-estimator/main.rs"]
mod program;

use inference_estimator::estimate::latency::fit::fit;
use inference_estimator::estimate::latency::probes::{self, Probe, by_model, percentile};
use inference_estimator::estimate::latency::validation::score;
use program::fit::api_latency;
use program::validate_latency;
use std::collections::BTreeSet;

const SAMPLE: &str = include_str!("data/probes-sample.csv");
const SUMMARY: &str = include_str!("data/ttft-summary.csv");

fn usable() -> Vec<Probe> {
    probes::with_working_resolver(&probes::read(SAMPLE).unwrap())
}

#[test]
fn fifty_four_hours_without_a_working_resolver_are_dropped() {
    let hours = |probes: &[Probe]| probes.iter().map(Probe::hour).collect::<BTreeSet<_>>().len();
    let all = probes::read(SAMPLE).unwrap();
    assert_eq!((all.len(), hours(&all), hours(&usable())), (2106, 159, 105));
}

#[test]
fn counts_and_percentiles_agree_with_the_published_summary() {
    let samples = by_model(&usable(), |_| true);
    let mut table = csv::Reader::from_reader(SUMMARY.as_bytes());
    let headers = table.headers().unwrap().clone();
    let mut models = 0;
    for row in table.records() {
        let row = row.unwrap();
        let cell = |name: &str| &row[headers.iter().position(|header| header == name).unwrap()];
        let sample = samples.iter().find(|sample| sample.model == cell("model"));
        let sorted = sample.map_or(&[][..], |sample| &sample.ttft_ms);
        assert_eq!(sorted.len(), cell("n_dnsok").parse::<usize>().unwrap(), "{}", cell("model"));
        for (name, p) in [("p50", 0.5), ("p75", 0.75), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)] {
            let Ok(published) = cell(&format!("{name}_ms_dnsok")).parse::<f64>() else { continue };
            let found = percentile(sorted, p).unwrap();
            assert!(
                (found - published).abs() <= 0.51,
                "{} {name}: {found} is not {published}",
                cell("model")
            );
        }
        models += 1;
    }
    assert_eq!(models, 30);
}

#[test]
fn nine_of_ten_percentiles_of_unseen_hours_are_foretold() {
    let half = |parity| by_model(&usable(), move |probe| probe.hour().1 % 2 == parity);
    let scores = score(&fit(&half(1)), &half(0), 60);
    let pairs: Vec<_> = scores.iter().flat_map(|row| &row.percentiles).collect();
    assert_eq!(pairs.len(), 44);
    let inside = pairs.iter().filter(|pair| pair.inside()).count();
    assert!(inside as f64 >= 0.9 * pairs.len() as f64, "{inside} of {}", pairs.len());
}

#[test]
fn nine_of_ten_are_foretold_whichever_hours_are_left_out() {
    let probes = usable();
    let lots = (1..=60).map(|seed| validate_latency::by_lot(&probes, seed));
    let (inside, all) = lots.fold((0, 0), |(inside, all), lot| (inside + lot.0, all + lot.1));
    assert!(inside as f64 >= 0.9 * all as f64, "{inside} of {all}");
}

#[test]
fn the_shipped_figures_are_those_that_the_fit_program_makes() {
    let shipped = include_str!("../src/catalogue/data/latency-measured.tsv");
    assert_eq!(api_latency::measured_tsv(SAMPLE).unwrap(), shipped);
}

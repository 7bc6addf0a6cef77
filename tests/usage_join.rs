//! Several files as one: nothing is counted twice.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use inference_estimator::usage::{Caution, Report, Skip, join, read};
use std::fs;
use std::path::PathBuf;

fn report(name: &str) -> Report {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/usage").join(name);
    read(&fs::read(path).unwrap()).unwrap()
}

fn joined(names: &[&str]) -> Report {
    let reports: Vec<Report> = names.iter().map(|name| report(name)).collect();
    let joined = join(&reports);
    assert_eq!(joined.rows_read, joined.rows_used + joined.rows_skipped_total(), "{names:?}");
    assert_eq!(joined.rows_read, reports.iter().map(|report| report.rows_read).sum::<u64>());
    joined
}

#[test]
fn a_usage_file_and_a_cost_file_of_one_provider_are_two_halves() {
    let usage = report("openai-usage.csv").totals();
    let cost = report("openai-cost.csv").totals();
    for order in [["openai-usage.csv", "openai-cost.csv"], ["openai-cost.csv", "openai-usage.csv"]] {
        let both = joined(&order).totals();
        assert_eq!((both.requests, both.tokens, both.cost), (usage.requests, usage.tokens, cost.cost));
    }
    let both = joined(&["anthropic-usage.csv", "anthropic-cost.csv"]);
    // Display names and ids of a model are one model.
    let haiku = both.by_model().get("claude-haiku-4-5-20251001").copied().unwrap();
    assert_eq!(haiku.cost.unwrap().to_string(), "1.98");
    assert_eq!(haiku.tokens.output, Some(430_480));
    assert_eq!(both.by_model().len(), 4);
    let both = joined(&["deepseek-amount.csv", "deepseek-cost.csv"]).totals();
    assert_eq!(both.cost.unwrap().to_string(), "0.2066888");
    assert_eq!(both.requests, Some(218));
}

#[test]
fn the_same_export_twice_counts_once() {
    for name in ["openai-usage.csv", "anthropic-cost.csv", "anthropic-usage-api.json"] {
        let twice = joined(&[name, name]);
        assert_eq!(twice.totals(), report(name).totals(), "{name}");
        assert!(twice.cautions.contains(&Caution::OverlappingExports));
    }
}

#[test]
fn calls_of_a_gateway_that_are_in_their_providers_file_are_left_out() {
    let both = joined(&["litellm-spendlogs.json", "openai-usage.csv"]);
    assert!(both.cautions.contains(&Caution::GatewayAndProvider));
    // Two calls of an OpenAI model; those of other providers stay.
    assert_eq!(both.rows_skipped.get(&Skip::Overlap), Some(&2));
    let alone = joined(&["litellm-spendlogs.json", "gcp-bigquery.jsonl"]);
    assert_eq!(alone.totals().requests, Some(5));
}

#[test]
fn the_last_page_makes_pages_complete() {
    let part = report("openai-costs-api.json");
    assert!(join(std::slice::from_ref(&part)).cautions.contains(&Caution::FirstPageOnly));
    let last = Report { is_complete: Some(true), cells: Vec::new(), ..part.clone() };
    let all = join(&[part, last]);
    assert_eq!(all.is_complete, Some(true));
    assert!(!all.cautions.contains(&Caution::FirstPageOnly));
}

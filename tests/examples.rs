//! The programs of `examples/` say what their texts promise.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]
#![allow(dead_code, unreachable_pub, missing_docs, reason = "the programs are compiled as modules")]

#[path = "../examples/compare_models.rs"]
mod compare_models;
#[path = "../examples/estimate_a_link.rs"]
mod estimate_a_link;
#[path = "../examples/price_a_request.rs"]
mod price_a_request;
#[path = "../examples/self_hosted_break_even.rs"]
mod self_hosted_break_even;
#[path = "../examples/share_a_scenario.rs"]
mod share_a_scenario;

use std::collections::BTreeSet;

#[test]
fn every_example_is_tested_here() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let tested = std::fs::read_to_string(root.join("tests/examples.rs")).unwrap();
    let names: BTreeSet<String> = std::fs::read_dir(root.join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.len() >= 4);
    for name in names {
        assert!(tested.contains(&format!("#[path = \"../examples/{name}\"]")), "{name}");
    }
}

#[test]
fn a_request_is_priced_in_parts_that_add_up() {
    // 2,000 at $3, 8,000 at $0.30 and 400 at $15 a million.
    let text = price_a_request::answer().unwrap();
    assert!(text.starts_with("claude-sonnet-4-5: $0.0144\n"), "{text}");
    assert_eq!(text.lines().count(), 4, "{text}");
}

#[test]
fn a_link_becomes_a_sentence_or_an_error() {
    let sentence = estimate_a_link::answer("https://example.org/#p=glossary&users=250000").unwrap();
    assert!(sentence.starts_with("$112500 a month. At 250,000 users, "), "{sentence}");
    let error = estimate_a_link::answer("#p=glossary&userz=250000").unwrap_err();
    assert!(error.to_string().contains("userz"), "{error}");
}

#[test]
fn the_cheapest_models_come_first() {
    let lines = compare_models::answer(5).unwrap();
    assert_eq!(lines.len(), 5);
    let month =
        |line: &String| line.split('$').nth(1).unwrap().split(' ').next().unwrap().parse::<f64>().unwrap();
    assert!(lines.iter().map(month).is_sorted(), "{lines:?}");
}

#[test]
fn self_hosted_gpus_pay_above_some_volume() {
    let found = self_hosted_break_even::answer().unwrap();
    assert!(found.crossings.last().unwrap().own_cheaper_above, "{:?}", found.crossings);
    assert!(found.curve[0].own_per_month > found.curve[0].hosted_per_month);
}

#[test]
fn a_scenario_survives_its_link() {
    let scenario = share_a_scenario::scenario().unwrap();
    let (link, read) = share_a_scenario::answer(&scenario).unwrap();
    assert!(link.starts_with("https://example.org/estimate#s=1."), "{link}");
    assert_eq!(read, scenario);
}

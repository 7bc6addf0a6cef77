//! Every sample of a usage or cost file gives the sums that are written down for it in `tests/usage/expected.json`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use inference_estimator::usage::{Money, NumberStyle, Report, read};
use serde_json::{Map, Value};
use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/usage")
}

fn expected() -> Map<String, Value> {
    let text = fs::read_to_string(folder().join("expected.json")).unwrap();
    let Value::Object(all) = serde_json::from_str(&text).unwrap() else { panic!("not an object") };
    all.into_iter().filter(|(name, _)| !name.starts_with('_')).collect()
}

fn json_of(report: &Report) -> Value {
    serde_json::to_value(report.to_json()).unwrap()
}

/// The same value, whatever the number of zeros behind an amount.
fn plain(value: &Value) -> Value {
    match value {
        Value::String(text) => match Money::parse(text, NumberStyle::Point) {
            Ok(Some(money)) => Value::String(money.to_string()),
            _ => value.clone(),
        },
        Value::Object(members) => Value::Object(members.iter().map(|(k, v)| (k.clone(), plain(v))).collect()),
        Value::Number(number) => number.as_f64().map_or(Value::Null, |n| Value::String(n.to_string())),
        other => other.clone(),
    }
}

#[test]
fn every_sample_gives_the_sums_that_are_written_down_for_it() {
    let expected = expected();
    assert!(expected.len() >= 36, "only {} samples", expected.len());
    let mut wrong = Vec::new();
    for (name, sums) in &expected {
        let report = match read(&fs::read(folder().join(name)).unwrap()) {
            Ok(report) => report,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        let json = json_of(&report);
        for (key, want) in sums.as_object().unwrap().iter().filter(|(key, _)| *key != "note") {
            let got = json.get(key).unwrap_or(&Value::Null);
            if plain(got) != plain(want) {
                wrong.push(format!("{name}: {key} is {got}, not {want}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rows_read_are_those_used_and_those_skipped() {
    for name in expected().keys() {
        let report = read(&fs::read(folder().join(name)).unwrap()).unwrap();
        assert_eq!(report.rows_read, report.rows_used + report.rows_skipped_total(), "{name}");
    }
}

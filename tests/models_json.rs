//! The likely range and the comparison of models as JSON.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod scenarios;

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{compare, json, likely};
use inference_estimator::scenario::json::Value;
use scenarios::Draw;

fn member<'a>(value: &'a Value, name: &str) -> &'a Value {
    let Value::Object(members) = value else { panic!("no object around {name}") };
    members.iter().find(|(key, _)| &**key == name).map_or_else(|| panic!("no {name}"), |(_, value)| value)
}

fn numbers_are_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_finite(),
        Value::List(items) => items.iter().all(numbers_are_finite),
        Value::Object(members) => members.iter().all(|(_, value)| numbers_are_finite(value)),
        Value::Null | Value::Bool(_) | Value::Text(_) => true,
    }
}

#[test]
fn the_likely_range_is_written_or_is_null() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut written = 0;
    for seed in 0..20 {
        let scenario = Draw(seed).scenario();
        let value = json::likely(&scenario, &catalogue);
        assert!(numbers_are_finite(&value), "seed {seed}");
        match likely(&scenario, &catalogue) {
            Ok(found) => {
                let p90 = member(member(&value, "usd_per_month"), "p90");
                let Value::Number(p90) = p90 else { panic!("no number") };
                assert!((p90 - found.month.p90.get()).abs() < 1e-9, "seed {seed}");
                written += 1;
            }
            Err(_) => assert!(matches!(value, Value::Null), "seed {seed}"),
        }
    }
    assert!(written > 0);
}

#[test]
fn every_priced_model_of_every_feature_is_written() {
    let catalogue = Catalogue::shipped().unwrap();
    for seed in 0..4 {
        let scenario = Draw(seed).scenario();
        let value = json::comparisons(&scenario, &catalogue);
        assert!(numbers_are_finite(&value), "seed {seed}");
        let Value::List(all) = value else { panic!("a list") };
        assert_eq!(all.len(), scenario.features.len());
        for (index, written) in all.iter().enumerate() {
            let rows = compare(&scenario, index, &catalogue).unwrap().rows.len();
            assert!(matches!(member(written, "models"), Value::List(models) if models.len() == rows));
        }
    }
}

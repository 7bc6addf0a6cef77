//! Levers, prices, growth and sensitivity as JSON, of any scenario.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod scenarios;

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{estimate, json};
use inference_estimator::scenario::json::Value;
use scenarios::Draw;

fn numbers_are_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_finite(),
        Value::List(items) => items.iter().all(numbers_are_finite),
        Value::Object(members) => members.iter().all(|(_, value)| numbers_are_finite(value)),
        Value::Null | Value::Bool(_) | Value::Text(_) => true,
    }
}

#[test]
fn any_scenario_gives_finite_numbers_under_names_that_are_given_once() {
    let catalogue = Catalogue::shipped().unwrap();
    for seed in 0..60 {
        let scenario = Draw(seed).scenario();
        let found = json::business(&scenario, &estimate(&scenario, &catalogue).unwrap(), &catalogue);
        assert!(numbers_are_finite(&found), "seed {seed}");
        let Value::Object(members) = found else { panic!("an object") };
        let names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
        assert_eq!(
            names,
            [
                "levers",
                "try_next",
                "unit_economics_working",
                "tiers",
                "allowances",
                "unlimited",
                "growth",
                "sensitivity",
                "two_way"
            ]
        );
    }
}

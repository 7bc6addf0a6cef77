//! Made-up numbers, scenario files and scenarios: nothing panics, what is read is in range, and no figure is made up.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod fuzz;
mod scenarios;

use inference_estimator::catalogue::{Catalogue, ModelId};
use inference_estimator::estimate::{Cost, estimate};
use inference_estimator::format::{Locale, field_text, read};
use inference_estimator::scenario::json::Value;
use inference_estimator::scenario::{Field, FieldUnit, Scenario};
use inference_estimator::units::Date;
use scenarios::Draw;

/// What is changed is the file of one of so many scenarios.
const SCENARIOS: u64 = 2000;

const PIECES: [&str; 40] = [
    "0", "1", "9", "12", "345", "007", ".", ",", "'", " ", "\u{a0}", "\u{202f}", "-", "−", "+", "e", "E",
    "e9", "e-9", "k", "M", "bn", "%", "$", "€", "s", "ms", "h", "x", "½", "٣", "५", "９", "∞", "NaN", "inf",
    "1e308", "1e999", "\u{200f}", "²",
];

fn numeric(draw: &mut Draw) -> String {
    (0..draw.below(9)).map(|_| PIECES[draw.below(PIECES.len() as u64) as usize]).collect()
}

#[test]
fn any_text_is_a_number_that_its_field_shows_again_or_says_why_not() {
    let units: Vec<FieldUnit> = Field::ALL.iter().map(|field| field.spec().unit).collect();
    let locales = ["en", "de", "fr", "de-CH", "hi", "pl"].map(Locale::from_tag);
    fuzz::for_a_while("numbers", |seed| {
        let mut draw = Draw(seed);
        let (unit, locale) =
            (units[draw.below(units.len() as u64) as usize], locales[draw.below(6) as usize]);
        let text = numeric(&mut draw);
        let reading = match read(&text, unit, locale) {
            Ok(reading) => reading,
            Err(error) => {
                assert!(!error.words(locale).is_empty());
                return false;
            }
        };
        assert!(reading.value.is_finite(), "{text:?}");
        let shown = field_text(reading.value, unit, locale);
        let again = read(&shown, unit, locale)
            .unwrap_or_else(|error| panic!("{text:?} is shown as {shown:?}: {error}"));
        let close = (again.value - reading.value).abs() <= 1e-9 * reading.value.abs();
        assert!(
            close && again.doubt.is_none_or(|doubt| doubt.as_part.is_some()),
            "{text:?} is {}, shown as {shown:?}: {again:?}",
            reading.value
        );
        true
    });
}

/// A value of JSON with something in it changed, doubled or left out.
fn changed(draw: &mut Draw, text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=draw.below(2) {
        let at = draw.below(bytes.len() as u64) as usize;
        // From one place where a value begins to another, so that it often stays JSON.
        let mark = |from: usize| {
            bytes.iter().skip(from).position(|byte| matches!(byte, b':' | b',')).map(|found| from + found)
        };
        let (Some(from), true) = (mark(at), bytes.len() > 2) else { continue };
        let end = mark(from + 1).unwrap_or(bytes.len());
        let values: [&[u8]; 12] = [
            b"null",
            b"-1",
            b"1e999",
            b"0",
            b"true",
            b"\"\"",
            b"[]",
            b"{}",
            b"1e15",
            b"\"x\"",
            b"0.5",
            b"[[[[]]]]",
        ];
        match draw.below(4) {
            0 => bytes.splice(from + 1..end, values[draw.below(12) as usize].iter().copied()).for_each(drop),
            1 => drop(bytes.drain(from..end)),
            2 => bytes[at] = draw.next() as u8,
            _ => {
                let copy = bytes[from..end].to_vec();
                bytes.splice(end..end, copy);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn any_file_is_a_scenario_that_is_written_again_as_it_is_or_says_what_is_wrong() {
    let today = Date::new(2026, 11, 23).unwrap();
    let whole: Vec<String> =
        (0..SCENARIOS).map(|seed| serde_json::to_string(&Draw(seed).scenario()).unwrap()).collect();
    fuzz::for_a_while("scenario files", |seed| {
        let mut draw = Draw(seed);
        let text = changed(&mut draw, &whole[(seed % SCENARIOS) as usize]);
        let Ok(value) = serde_json::from_str::<Value>(&text) else { return false };
        let scenario = match Scenario::from_json(&value, Some(today)) {
            Ok(scenario) => scenario,
            Err(errors) => {
                assert!(!errors.to_string().is_empty(), "{text}");
                return false;
            }
        };
        let again: Scenario = serde_json::from_str(&serde_json::to_string(&scenario).unwrap()).unwrap();
        assert!(again == scenario, "{text}");
        true
    });
}

#[test]
fn any_valid_scenario_has_an_estimate_without_a_made_up_figure() {
    let catalogue = Catalogue::shipped().unwrap();
    let models: Vec<ModelId> = catalogue.hosted.models().map(|model| model.id).collect();
    fuzz::for_a_while("estimates", |seed| {
        let mut draw = Draw(seed);
        let mut scenario = draw.scenario();
        if seed % 3 > 0 {
            draw.put_models(&mut scenario, &models);
        }
        let Ok(found) = estimate(&scenario, &catalogue) else { return false };
        for feature in &found.features {
            assert_ne!(feature.cost_per_request, Cost::AtLeast(inference_estimator::units::Usd::ZERO));
            assert!(feature.cost.month.known_part().is_none_or(|part| part.get() >= 0.0));
            let unknown = feature.legs.iter().any(|leg| leg.share.get() > 0.0 && leg.problem.is_some());
            assert!(
                !(unknown && feature.from_store.get() < 1.0 && feature.cost_per_request.known().is_some())
            );
        }
        let all_known = found.features.iter().all(|feature| feature.cost.month.known().is_some());
        assert_eq!(found.total.cost.month.known().is_some(), all_known);
        true
    });
}

//! What is said of a bill, as text that is compared with the files in `tests/snapshots`; and what a measured value does.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test --no-default-features --test bill_answers`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use inference_estimator::bill::{FeatureRule, MappedBy, PriceNames, apply, check_bill, measures};
use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::estimate;
use inference_estimator::format::Locale;
use inference_estimator::presentation::View;
use inference_estimator::presentation::answers::bill::{
    self, ColumnRole, column_map, dimensions, draw_days, file_text, first_rules, guess, joined_lines,
    shortened,
};
use inference_estimator::scenario::{Field, Preset, Scenario};
use inference_estimator::usage::{InputColumn, Reader, Report, Seen, join, read};
use std::fs;

fn sample(name: &str) -> Report {
    let path = format!("{}/tests/usage/{name}", env!("CARGO_MANIFEST_DIR"));
    read(&fs::read(path).unwrap()).unwrap()
}

fn scenario(catalogue: &Catalogue) -> Scenario {
    Preset::SupportChat
        .scenario("2026-11-23".parse().unwrap())
        .with_ids(&|text| catalogue.hosted.id_of_text(text))
}

/// Days of calls of the scenario's own model, as long as the estimate's but for the answers, which are `longer` times as long.
fn usage_of(scenario: &Scenario, catalogue: &Catalogue, longer: f64) -> Report {
    let found = estimate(scenario, catalogue).unwrap();
    let names = PriceNames::new(&catalogue.hosted, scenario.as_of);
    let expected = inference_estimator::bill::expected_of(&found.features[0], &names);
    let mut text = String::from("day,model_id,calls,prompt_tok,cached_tok,completion_tok,usd,customer\n");
    for day in 1..=30 {
        for model in expected.iter().filter(|model| model.requests > 0.0) {
            let tokens = &model.tokens;
            let each = |count: f64| (count / 30.0).round();
            let output = (tokens.visible_output + tokens.reasoning) * longer;
            let rates = model.rates.unwrap();
            let usd = (tokens.cost(&rates) + output * (1.0 - 1.0 / longer) * rates.output) / 30.0;
            text += &format!(
                "2026-11-{day:02},{},{},{},{},{},{usd:.6},user-{}@example.com\n",
                model.model,
                each(model.requests),
                each(tokens.input),
                each(tokens.cache_read),
                each(output),
                day % 7
            );
        }
    }
    let columns: Vec<(String, ColumnRole)> =
        text.lines().next().unwrap().split(',').map(|name| (name.to_owned(), guess(name))).collect();
    let mut reader = Reader::with_columns(column_map(&columns, InputColumn::ContainsCache, false));
    reader.push(text.as_bytes()).unwrap();
    reader.finish().unwrap()
}

#[test]
fn every_column_of_a_table_is_guessed_by_its_name() {
    let names = [
        "day",
        "app",
        "model_id",
        "calls",
        "prompt_tok",
        "cached_tok",
        "completion_tok",
        "customer",
        "usd",
        "note",
    ];
    let roles: Vec<ColumnRole> = names.iter().map(|name| guess(name)).collect();
    assert_eq!(
        roles,
        [
            ColumnRole::Day,
            ColumnRole::Feature,
            ColumnRole::Model,
            ColumnRole::Requests,
            ColumnRole::Input,
            ColumnRole::CacheRead,
            ColumnRole::Output,
            ColumnRole::User,
            ColumnRole::Dollars,
            ColumnRole::NotUsed
        ]
    );
}

#[test]
fn longer_responses_are_the_largest_cause_and_can_be_taken_in() {
    let catalogue = Catalogue::shipped().unwrap();
    let scenario = scenario(&catalogue);
    let report = usage_of(&scenario, &catalogue, 1.28);
    let found = estimate(&scenario, &catalogue).unwrap();
    let view = View::new(&scenario, &found, &catalogue, Locale::ENGLISH);
    let shown = bill::bill(&view, &report, &[], 0.1).unwrap();
    let causes = &shown.causes[0];
    assert!(
        causes.sentence.starts_with("Responses with reasoning are 512 tokens long, not 400"),
        "{}",
        causes.sentence
    );
    let use_it = causes.largest.clone().unwrap();
    assert_eq!(use_it.label, "Use 512");
    let changed = apply(&scenario, use_it.feature, &use_it.measures, &catalogue).unwrap();
    assert_eq!(changed.features[0].value(Field::OutputTokens), Some(512.0));
}

#[test]
fn with_all_measured_values_the_estimate_is_the_bill() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut scenario = scenario(&catalogue);
    let report = usage_of(&scenario, &catalogue, 1.5);
    scenario.features[0].set(Field::RequestsPerActiveDay, Some(3.0)).unwrap();
    scenario.features[0].set(Field::InputTokens, Some(3500.0)).unwrap();
    let names = PriceNames::new(&catalogue.hosted, scenario.as_of);
    let found = estimate(&scenario, &catalogue).unwrap();
    let check = check_bill(&found.features, &report, &[], &names).unwrap();
    assert!(check.total.drift.share().unwrap().abs() > 0.1);
    let changed = apply(&scenario, 0, &measures(&check.features[0], check.months), &catalogue).unwrap();
    let found = estimate(&changed, &catalogue).unwrap();
    let check = check_bill(&found.features, &report, &[], &names).unwrap();
    let share = check.total.drift.share().unwrap();
    assert!(share.abs() < 0.01, "still {share} off");
}

#[test]
fn rows_of_no_feature_are_shown_as_such_and_the_rows_add_up() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut scenario = scenario(&catalogue);
    let mut second = scenario.features[0].clone();
    second.name = inference_estimator::scenario::Name::new("Jobs");
    scenario.features.push(second);
    let found = estimate(&scenario, &catalogue).unwrap();
    let view = View::new(&scenario, &found, &catalogue, Locale::ENGLISH);
    let report = join(&[sample("openai-usage.csv"), sample("openai-cost.csv")]);
    let rules = [FeatureRule {
        by: MappedBy::Label(inference_estimator::usage::Label::Project),
        pattern: "*Jobs".to_owned(),
        feature: "Jobs".to_owned(),
    }];
    let shown = bill::bill(&view, &report, &rules, 0.1).unwrap();
    let names: Vec<&str> = shown.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, [scenario.features[0].name.as_str(), "Jobs", bill::UNMAPPED, "All"]);
    assert!(shown.notes.iter().any(|note| note.contains("belongs to no feature yet")), "{:?}", shown.notes);
    let found = dimensions(&report.cells);
    let rules = first_rules(&found, &["Support chat", "proj_sampleJobs"]);
    assert_eq!(rules.len(), 1, "{rules:?}");
}

#[test]
fn nobody_can_be_known_by_a_shortened_name() {
    assert_eq!(shortened("jane.doe@example.com"), "j…@e…");
    assert_eq!(shortened("u-4821"), "u-4821");
    assert_eq!(shortened("sk-ant-api03-abcdefghijklmnop"), "sk-a…op");
}

#[test]
fn all_samples_are_said_in_words() {
    let catalogue = Catalogue::shipped().unwrap();
    let scenario = scenario(&catalogue);
    let found = estimate(&scenario, &catalogue).unwrap();
    let view = View::new(&scenario, &found, &catalogue, Locale::ENGLISH);
    let mut said = String::new();
    let mut names: Vec<String> = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/usage"))
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "expected.json" && name != "README.md")
        .collect();
    names.sort();
    for name in names {
        let path = format!("{}/tests/usage/{name}", env!("CARGO_MANIFEST_DIR"));
        let Ok(report) = read(&fs::read(path).unwrap()) else { continue };
        said += &format!("== {name}\n{:#?}\n", file_text(&name, &report, Locale::ENGLISH));
        said += &format!("{:#?}\n\n", bill::bill(&view, &report, &[], 0.1));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_month_of_the_own_model_is_said_in_words() {
    let catalogue = Catalogue::shipped().unwrap();
    let scenario = scenario(&catalogue);
    let report = usage_of(&scenario, &catalogue, 1.28);
    let found = estimate(&scenario, &catalogue).unwrap();
    for (tag, locale) in [("en", Locale::ENGLISH), ("de", Locale::from_tag("de"))] {
        let view = View::new(&scenario, &found, &catalogue, locale);
        let shown = bill::bill(&view, &report, &[], 0.1).unwrap();
        let days = shown.days.clone().unwrap();
        let said = format!("{shown:#?}\n\n{}", draw_days(&days, 600.0, locale).table.text());
        insta::assert_snapshot!(format!("a_month_of_the_own_model_{tag}"), said);
    }
}

#[test]
fn files_that_overlap_say_so() {
    let bytes = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/usage/openai-usage.csv")).unwrap();
    let mut seen = Seen::default();
    let mut reports = Vec::new();
    for _ in 0..2 {
        let mut reader = Reader::new().after(seen);
        reader.push(&bytes).unwrap();
        let (report, all) = reader.finish_with_identities().unwrap();
        seen = all;
        reports.push(report);
    }
    let joined = join(&reports);
    let lines = joined_lines(&reports.iter().collect::<Vec<_>>(), &joined, Locale::ENGLISH);
    assert!(!lines.is_empty(), "{:?}", joined.rows_skipped);
}

//! The answer in words, and the whole estimate as text, Markdown and CSV.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;
mod scenarios;

use cases::{Case, custom, feature, leg};
use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::estimate;
use inference_estimator::format::{Document, Locale, NO_BREAK_SPACE, verdict_text};
use inference_estimator::scenario::{Feature, Field, FieldPath, Name, Place, Scenario, Slo};
use scenarios::Draw;

const EN: Locale = Locale::ENGLISH;

fn put(scenario: &mut Scenario, field: Field, value: f64) {
    scenario.set(FieldPath { place: Place::Scenario, field }, Some(value)).unwrap();
}

/// $0.003 a request, five on each of 30 days, first token at p95 after 1.1 s.
fn chat() -> Feature {
    let mut chat = feature(vec![leg(1.0, custom(1.0, 5.0))]);
    chat.name = Name::new("Support chat");
    chat.slo = Slo::chat();
    for (field, value) in [
        (Field::InputTokens, 1000.0),
        (Field::OutputTokens, 400.0),
        (Field::RequestsPerActiveDay, 5.0),
        (Field::NetworkMs, 0.0),
        (Field::TtftP50Ms, 600.0),
        (Field::TtftP95Ms, 1100.0),
    ] {
        chat.set(field, Some(value)).unwrap();
    }
    chat
}

fn said(case: &Case) -> String {
    verdict_text(&case.scenario, &case.estimate(), None, EN).replace(NO_BREAK_SPACE, " ")
}

#[test]
fn the_verdict_can_be_pasted_into_a_document() {
    let mut case = Case::new(100_000.0, vec![chat()]);
    case.plan(20.0, 1.0);
    // 7.115 times the typical user, whose use is below the mean: $0.45 × 3.49. No log-normal with that mean has a p95
    // above 3.87 times it, e^(1.645² ÷ 2).
    put(&mut case.scenario, Field::HeavyUserFactor, 7.115);
    assert_eq!(
        said(&case),
        "At 100,000 users, Support chat costs about $0.45 a user a month, 2.3% of the $20 plan; a p95 user costs \
         $1.57. First token at p95 is 1.1 s against 2 s: met."
    );
}

#[test]
fn what_is_not_set_is_not_said() {
    let mut chat = chat();
    chat.slo = Slo::NoTarget;
    let case = Case::new(100_000.0, vec![chat]);
    assert_eq!(said(&case), "At 100,000 users, Support chat costs about $0.45 a user a month.");
}

#[test]
fn where_not_all_users_pay_those_who_do_are_told_apart() {
    let mut case = Case::new(100_000.0, vec![chat()]);
    case.plan(20.0, 0.5);
    assert!(
        said(&case).contains("about $0.45 a user a month, $0.90 for each who pays, 4.5% of the $20 plan.")
    );
}

#[test]
fn several_features_are_named_each_with_its_verdict() {
    let mut other = chat();
    other.name = Name::new("Search");
    other.set(Field::TtftP95Ms, Some(3000.0)).unwrap();
    let mut case = Case::new(1000.0, vec![chat(), other]);
    case.scenario.name = Name::new("Helpdesk");
    assert_eq!(
        said(&case),
        "At 1,000 users, Helpdesk costs about $0.90 a user a month. Support chat: first token at p95 is 1.1 s \
         against 2 s: met. Search: first token at p95 is 3 s against 2 s: missed."
    );
    let one = verdict_text(&case.scenario, &case.estimate(), Some(1), EN).replace(NO_BREAK_SPACE, " ");
    assert!(one.starts_with("At 1,000 users, Search costs about $0.45 a user a month. First token"), "{one}");
}

#[test]
fn an_unknown_price_is_not_known_and_not_zero() {
    let mut unknown = chat();
    unknown.serving = feature(vec![leg(1.0, cases::unpriced())]).serving;
    assert!(said(&Case::new(10.0, vec![unknown.clone()])).contains("has a cost that is not known."));
    let both = Case::new(10.0, vec![chat(), unknown]);
    assert!(said(&both).contains("costs at least $0.45 a user a month."), "{}", said(&both));
}

#[test]
fn the_document_has_the_same_figures_in_text_markdown_and_csv() {
    let mut case = Case::new(100_000.0, vec![chat()]);
    case.plan(20.0, 1.0);
    let document = Document::new(&case.scenario, &case.estimate(), EN);
    let (text, markdown, csv) = (document.text(), document.markdown(), document.csv());
    for shown in ["$0.003", "$45,000", "$540,000", "500,000\u{a0}requests × $0.003 = $1,500 a day"] {
        assert!(text.contains(shown) && markdown.contains(shown), "{shown}: {text}");
    }
    assert!(markdown.starts_with("# case\n\nAt 100,000 users, "));
    assert!(markdown.contains("\n## Price and margin\n\n| "));
    assert!(csv.starts_with("section,row,figure,value\r\n"));
    assert!(csv.contains("cost,Support chat,cost_usd_per_month,45000\r\n"), "{csv}");
    assert!(csv.contains("margin,Gross margin,value,0.93"), "{csv}");
    assert!(csv.contains("wait,Support chat,verdict,met\r\n"), "{csv}");
    assert!(text.lines().all(|line| line.trim_end() == line));
}

#[test]
fn any_scenario_gives_a_document_whose_csv_can_be_read() {
    let catalogue = Catalogue::shipped().unwrap();
    for seed in 0..200 {
        let scenario = Draw(seed).scenario();
        let document = Document::new(&scenario, &estimate(&scenario, &catalogue).unwrap(), EN);
        let csv = document.csv();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        assert!(reader.records().all(|row| row.unwrap().len() == 4));
        assert!(!document.text().contains("NaN") && !document.markdown().contains("inf"));
    }
}

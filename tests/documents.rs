//! The answer in words, and the whole estimate as text, Markdown and CSV.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;
mod scenarios;

use cases::{Case, custom, feature, leg};
use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::estimate;
use inference_estimator::format::{Locale, NO_BREAK_SPACE};
use inference_estimator::presentation::answers::summary;
use inference_estimator::presentation::document::Document;
use inference_estimator::scenario::{Feature, Field, FieldPath, Name, Place, Preset, Scenario, Slo};
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
    summary(&case.scenario, &case.estimate(), None, EN).replace(NO_BREAK_SPACE, " ")
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
        "At 100,000 users, Support chat on typed in costs about $45,000 a month, $0.45 per user, 2.3% of the $20 plan; \
         a p95 user costs $1.57. Time to first token 1.1 s at p95, meets the 2 s target."
    );
}

#[test]
fn what_is_not_set_is_not_said() {
    let mut chat = chat();
    chat.slo = Slo::NoTarget;
    let case = Case::new(100_000.0, vec![chat]);
    assert_eq!(
        said(&case),
        "At 100,000 users, Support chat on typed in costs about $45,000 a month, $0.45 per user."
    );
}

#[test]
fn where_not_all_users_pay_those_who_do_are_told_apart() {
    let mut case = Case::new(100_000.0, vec![chat()]);
    case.plan(20.0, 0.5);
    assert!(
        said(&case)
            .contains("about $45,000 a month, $0.45 per user, $0.90 per paying user, 4.5% of the $20 plan.")
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
        "At 1,000 users, Helpdesk costs about $900 a month, $0.90 per user. Support chat on typed in: time to first token \
         1.1 s at p95, meets the 2 s target. Search on typed in: time to first token 3 s at p95, misses the 2 s target by 1 s."
    );
    let one = summary(&case.scenario, &case.estimate(), Some(1), EN).replace(NO_BREAK_SPACE, " ");
    assert!(
        one.starts_with(
            "At 1,000 users, Search on typed in costs about $450 a month, $0.45 per user. Time to first token"
        ),
        "{one}"
    );
}

#[test]
fn an_unknown_price_is_not_known_and_not_zero() {
    let mut unknown = chat();
    unknown.serving = feature(vec![leg(1.0, cases::unpriced())]).serving;
    assert!(said(&Case::new(10.0, vec![unknown.clone()])).contains("has a cost that is not known."));
    let both = Case::new(10.0, vec![chat(), unknown]);
    assert!(
        said(&both).contains("costs at least $4.50 a month, at least $0.45 per user."),
        "{}",
        said(&both)
    );
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
    assert!(csv.contains("margin,\"Gross margin, % of the price\",value,0.93"), "{csv}");
    assert!(csv.contains("wait,Support chat,verdict,meets\r\n"), "{csv}");
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
        let first = document.sections.first().unwrap();
        assert_eq!(first.key, "inputs", "the inputs come first");
        assert!(!document.text().contains("NaN") && !document.markdown().contains("inf"));
    }
}

#[test]
fn a_document_has_its_link_the_days_of_its_prices_and_a_beside_b() {
    let catalogue = Catalogue::shipped().unwrap();
    let preset = |preset: Preset| {
        let scenario = preset.scenario("2026-11-23".parse().unwrap());
        scenario.with_ids(&|text| catalogue.hosted.id_of_text(text))
    };
    let (b, mut a) = (preset(Preset::SupportChat), preset(Preset::SupportChat));
    put(&mut a, Field::Users, 5000.0);
    let (then, now) = (estimate(&a, &catalogue).unwrap(), estimate(&b, &catalogue).unwrap());
    let document = Document::new(&b, &now, EN)
        .with_prices(&[&a, &b], &catalogue, EN)
        .with_link(Some("https://example.org/#s=1.abc".to_owned()))
        .beside((&b, &now), (&a, &then), EN);
    let (text, csv) = (document.text(), document.csv());
    assert!(
        text.contains("Price list updated 23 Nov 2026, in US dollars.\nhttps://example.org/#s=1.abc\n"),
        "{text}"
    );
    for line in [
        "link,,address,https://example.org/#s=1.abc\r\n",
        "inputs,People using it (users),a,5000\r\n",
        "inputs,People using it (users),b,10000\r\n",
        "inputs,People using it (users),difference,5000\r\n",
        "compared,Cost a month,difference,3250\r\n",
        "compared,Support chat: verdict,b,cannot tell\r\n",
    ] {
        assert!(csv.contains(line), "{line}{csv}");
    }
    // One model, once, with its day and source.
    let prices = document.sections.iter().find(|section| section.key == "prices").unwrap();
    assert_eq!(prices.table.rows.len(), 1);
    assert!(
        prices.table.csv().contains("2026,https://") || prices.table.csv().contains("2026,http"),
        "{}",
        prices.table.csv()
    );
    let places = ["inputs", "compared", "cost", "wait"];
    assert!(document.sections.iter().map(|section| section.key).take(4).eq(places));
}

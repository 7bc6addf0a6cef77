//! Scenarios in JSON: every valid one comes back, and every wrong one is told by its place.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod scenarios;

use inference_estimator::catalogue::{HostedBook, ModelId};
use inference_estimator::scenario::json::Value;
use inference_estimator::scenario::{HostedModelChoice, ModelRef, Name, Preset, Scenario, Serving};
use inference_estimator::units::Date;
use proptest::prelude::*;
use scenarios::Draw;

fn read(text: &str) -> Result<Scenario, String> {
    let value: Value = serde_json::from_str(text).unwrap();
    let day = Date::new(2026, 11, 23).unwrap();
    Scenario::from_json(&value, Some(day)).map_err(|errors| errors.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_valid_scenario_comes_back_from_its_json(seed: u64) {
        let scenario = Draw(seed).scenario();
        let text = serde_json::to_string_pretty(&scenario).unwrap();
        let back: Scenario = serde_json::from_str(&text).unwrap();
        prop_assert!(back == scenario, "not the same: {text}");
    }
}

#[test]
fn what_is_left_out_has_its_default() {
    let scenario = read(r#"{"features":[{"serving":{"usd_per_request":0.003}}]}"#).unwrap();
    assert_eq!(scenario.as_of.to_string(), "2026-11-23");
    assert!((scenario.audience.users().get() - 10_000.0).abs() < 1e-9);
    assert_eq!(scenario.features.len(), 1);
}

#[test]
fn a_file_without_a_day_needs_one_from_outside() {
    let value: Value = serde_json::from_str("{}").unwrap();
    assert_eq!(Scenario::from_json(&value, None).unwrap_err().to_string(), "as_of: missing; add it");
}

#[test]
fn everything_wrong_is_reported_at_once_with_its_place() {
    let text = r#"{
        "schema": 2, "as_of": "2026-02-30", "user": 5
    }"#;
    assert_eq!(read(text).unwrap_err(), "as_of: no such day between 1970-01-01 and 2199-12-31");
    let text = r#"{
        "schema": 2, "user": 5, "audience": {"users": 1.5}, "plan": {"paying_share": null},
        "features": [
            {"name": "a\u0000", "workload": {"turns": 1001, "input_tokns": 1, "images": "2"}, "cache_ttl": "forever",
             "hours": {"kind": "flat", "weights": []}, "slo": {"percentile": 95},
             "serving": {"hosted": [{"modl": "x", "share": 2}]}},
            {"hours": {"kind": "custom", "weights": [1]}, "serving": {}}
        ]
    }"#;
    let expected = "\
schema: schema 2 is not known here; this version reads schema 1
user: unknown field; remove it, or write one of: schema, name, as_of, billing, tiers, seed, features, pinned, \
audience, plan, growth
audience.users: not a whole number; enter one without a fraction
plan.paying_share: empty; enter a number
features[0].name: longer than 80 bytes of UTF-8, or with control characters; shorten or clean it
features[0].workload.turns: more than 1000; enter 1000 or less
features[0].workload.input_tokns: unknown field; remove it, or write one of: input_tokens, cacheable_prefix_tokens, \
cache_hit_share, output_tokens, reasoning_tokens, images, tokens_per_image, calls_per_request, turns, retry_share, \
web_searches, input_audio_tokens, output_audio_tokens, output_image_tokens, output_citation_tokens, input_video_tokens, \
output_video_tokens, input_audio_minutes, output_audio_minutes, input_characters, file_searches, image_width_px, \
image_height_px
features[0].workload.images: not a number; write one
features[0].cache_ttl: no such choice; write one of: five_minutes, one_hour
features[0].hours.weights: unknown field; remove it, or write one of: kind
features[0].slo.metric: missing; add it
features[0].slo.limit_ms: missing; add it
features[0].serving.hosted[0].modl: unknown field; remove it, or write one of: model, share, processing
features[0].serving.hosted[0].model: missing; add it
features[0].serving.hosted[0].share: more than 1; enter 1 or less
features[1].hours.weights: not an array of 168 numbers; write one
features[1].serving: not an object with one of hosted, usd_per_request, own_gpus; write one";
    assert_eq!(read(text).unwrap_err(), expected);
}

#[test]
fn rules_between_fields_are_told_by_their_place() {
    let text = r#"{"features": [{}, {
        "workload": {"input_tokens": 100, "cacheable_prefix_tokens": 200},
        "serving": {"hosted": [{"model": "a/b", "share": 0.5}, {"model": "a/c", "share": 0.4}]}
    }]}"#;
    let expected = "\
features[0].serving.hosted: no model answers; choose one
features[1].workload.cacheable_prefix_tokens: more than the 100 of input_tokens; enter 100 or less
features[1].serving.hosted: the shares of the mix make 90 %, not 100 %; change one of them";
    assert_eq!(read(text).unwrap_err(), expected);
}

#[test]
fn a_doubled_key_is_refused() {
    assert_eq!(read(r#"{"seed": 1, "seed": 2}"#).unwrap_err(), "seed: given twice; keep one");
}

#[test]
fn models_go_by_text_and_find_their_numbers_and_an_unknown_one_stays_as_it_is() {
    let text = r#"{"features": [{"serving": {"hosted": [
        {"model": "anthropic/claude-haiku-4-5", "share": 0.5}, {"model": "a/b", "share": 0.25},
        {"model": "id:77", "share": 0.25}
    ]}}]}"#;
    let number = |slug: &str| (slug == "anthropic/claude-haiku-4-5").then_some(ModelId::new(5));
    let scenario = read(text).unwrap().with_ids(&number);
    let Serving::Hosted(route) = &scenario.features[0].serving else { panic!("not hosted") };
    let models: Vec<_> = route.legs.iter().map(|leg| leg.model.clone()).collect();
    let book = HostedModelChoice::Book;
    assert_eq!(
        models,
        [
            book(ModelRef::Id(ModelId::new(5))),
            book(ModelRef::Unknown(Name::new("a/b"))),
            book(ModelRef::Id(ModelId::new(77)))
        ]
    );
}

#[test]
fn every_preset_names_a_model_that_the_book_holds() {
    let book = HostedBook::shipped().unwrap();
    for preset in Preset::ALL {
        let scenario = preset.scenario("2026-11-23".parse().unwrap());
        let named = scenario.features[0].serving.clone();
        let found = scenario.with_ids(&|text| book.id_of_text(text));
        let Serving::Hosted(route) = &found.features[0].serving else { panic!("not hosted") };
        let HostedModelChoice::Book(ModelRef::Id(id)) = route.legs[0].model else { panic!("{preset:?}") };
        let Serving::Hosted(before) = named else { panic!("not hosted") };
        let text = Name::new(&book.text_of_id(id).unwrap());
        assert_eq!(before.legs[0].model, HostedModelChoice::Book(ModelRef::Unknown(text)), "{preset:?}");
    }
}

#[test]
fn what_is_nested_without_end_or_too_much_is_refused() {
    let deep = format!("{}1{}", "[".repeat(60), "]".repeat(60));
    let error = serde_json::from_str::<Value>(&deep).unwrap_err().to_string();
    assert!(error.starts_with("nested too deeply"), "{error}");
    let wide = format!("[{}1]", "1,".repeat(300_000));
    let error = serde_json::from_str::<Value>(&wide).unwrap_err().to_string();
    assert!(error.starts_with("too much"), "{error}");
}

/// The page opens a file through `presentation::form::opened`, the command line and the npm package through
/// `Scenario::with_ids`: the same file has the same models in all of them, wherever a model can be named.
#[test]
fn the_page_and_the_command_line_find_the_same_models_in_a_file() {
    use inference_estimator::catalogue::Catalogue;
    use inference_estimator::presentation::form;
    let text = r#"{"features": [
        {
            "serving": {"hosted": [{"model": "anthropic/claude-opus-4-5", "share": 1}]},
            "levers": {"on": ["routing"], "routing_model": "anthropic/claude-haiku-4-5"}
        },
        {"serving": {"own_gpus": {"model": "llama-3.1-70b", "gpu": "h100", "compare_with": "anthropic/claude-haiku-4-5"}}}
    ]}"#;
    let catalogue = Catalogue::shipped().unwrap();
    let today = "2026-11-23".parse().unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let of_command_line =
        Scenario::from_json(&value, Some(today)).unwrap().with_ids(&|text| catalogue.hosted.id_of_text(text));
    let (of_page, pinned) = form::opened(&value, today, &catalogue).unwrap();
    assert_eq!(of_page, of_command_line);
    assert_eq!(pinned, None);
    let haiku = catalogue.hosted.id_of_text("anthropic/claude-haiku-4-5").unwrap();
    let haiku = Some(HostedModelChoice::Book(ModelRef::Id(haiku)));
    assert_eq!(of_page.features[0].levers.routing_model, haiku);
    let Serving::Hosted(route) = &of_page.features[0].serving else { panic!("not hosted") };
    assert!(matches!(route.legs[0].model, HostedModelChoice::Book(ModelRef::Id(_))));
    let Serving::SelfHosted(fleet) = &of_page.features[1].serving else { panic!("not self-hosted") };
    assert_eq!(fleet.compare_with, haiku);
}

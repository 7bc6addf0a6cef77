//! Scenarios after public reports of wrong costs, each with the value computed by hand from published prices, and the
//! fields that such scenarios needed. `tests/data/hosted/expected.tsv` has the values and the reasons.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test says what failed"
)]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{Estimate, LegNote, compare, estimate};
use inference_estimator::format::Locale;
use inference_estimator::presentation::document::Document;
use inference_estimator::scenario::Scenario;
use inference_estimator::share::{UnknownFields, decode, encode};
use serde_json::{Value, json};
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::shipped().unwrap());

fn case(name: &str) -> Value {
    let file = format!("{}/tests/data/hosted/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// The case with other values at `path/to/key` of its feature.
fn with(mut case: Value, fields: &[(&str, Value)]) -> Value {
    for (path, value) in fields {
        let mut place = &mut case["features"][0];
        for key in path.split('/') {
            place = &mut place[key];
        }
        *place = value.clone();
    }
    case
}

fn scenario(case: &Value) -> Scenario {
    let day = CATALOGUE.hosted.package().date;
    let value = serde_json::from_value(case.clone()).unwrap();
    let scenario = Scenario::from_json(&value, Some(day)).unwrap_or_else(|errors| panic!("{errors}"));
    scenario.with_ids(&|text| CATALOGUE.hosted.id_of_text(text))
}

fn answer(case: &Value) -> Estimate {
    estimate(&scenario(case), &CATALOGUE).unwrap()
}

fn per_request(case: &Value) -> f64 {
    let answer = answer(case);
    let feature = answer.features.first().unwrap();
    let problem = feature.legs.first().and_then(|leg| leg.problem.clone());
    feature.cost_per_request.known().unwrap_or_else(|| panic!("{case}: {problem:?}")).get()
}

fn per_month(case: &Value) -> f64 {
    answer(case).total.cost.month.known().unwrap().get()
}

fn assert_usd(got: f64, right: f64) {
    assert!((got - right).abs() <= 1e-9 * right, "{got}, not {right}");
}

fn notes(case: &Value) -> Vec<LegNote> {
    answer(case).features.iter().flat_map(|feature| &feature.legs).flat_map(|leg| leg.notes.clone()).collect()
}

#[test]
fn turns_whose_fixed_part_is_named_do_not_count_it_anew() {
    assert_usd(per_request(&case("turns-prefix")) * 5.0, 0.01175);
}

#[test]
fn a_prompt_shorter_than_the_provider_caches_is_not_cached_and_says_so() {
    let case = case("min-prefix-openai");
    assert_usd(per_request(&case) * 5.0, 0.0026);
    assert!(notes(&case).iter().any(|note| matches!(note, LegNote::PrefixTooShort { .. })));
}

#[test]
fn a_provider_that_caches_by_itself_reads_all_earlier_turns_from_the_cache() {
    assert_usd(per_request(&case("history-cached")) * 10.0, 0.0178125);
}

#[test]
fn the_history_is_read_from_the_cache_where_the_caller_asks_for_it() {
    let model = ("serving/hosted", json!([{"model": "anthropic/claude-sonnet-4-6"}]));
    let unasked = with(case("history-cached"), std::slice::from_ref(&model));
    // 10 turns of 2,000 new tokens and 500 answered: 3 in, 0.3 read, 3.75 written, 15 out.
    let plain = (10.0 * 2_000.0 + 45.0 * 2_500.0) * 3.0 + 10.0 * 500.0 * 15.0;
    assert_usd(per_request(&unasked) * 10.0, plain / 1e6);
    let asked = with(unasked, &[("prompt_caching", json!("on"))]);
    let cached = 10.0 * 2_000.0 * 3.75 + 45.0 * 2_500.0 * 0.3 + 10.0 * 500.0 * 15.0;
    assert_usd(per_request(&asked) * 10.0, cached / 1e6);
}

#[test]
fn links_from_before_the_setting_cache_no_history() {
    let mut old = scenario(&case("history-cached"));
    old.features.first_mut().unwrap().options = Default::default();
    let estimate = estimate(&old, &CATALOGUE).unwrap();
    let cost = estimate.features.first().unwrap().cost_per_request.known().unwrap().get();
    let plain = (10.0 * 2_000.0 + 45.0 * 2_500.0) * 0.25 + 10.0 * 500.0 * 2.0;
    assert_usd(cost * 10.0, plain / 1e6);
}

#[test]
fn a_hit_share_of_zero_writes_all_and_reads_nothing() {
    assert_usd(per_request(&case("cache-all-writes")), 0.7435);
}

#[test]
fn a_time_to_live_in_minutes_sets_the_price_of_writes_and_the_hit_share() {
    let five = with(case("cache-all-writes"), &[("terms", json!({"cache_ttl_minutes": 5}))]);
    assert_usd(per_request(&five), 37_175.0 * 12.5 / 1e6);
    let hour = with(case("cache-all-writes"), &[("terms", json!({"cache_ttl_minutes": 60}))]);
    assert_usd(per_request(&hour), 0.7435);
    // 48 requests a day, one every half hour: five minutes find next to nothing, an hour finds most.
    let derived = |minutes: u32| {
        let mut case = with(
            case("cache-all-writes"),
            &[
                ("terms", json!({"cache_ttl_minutes": minutes})),
                ("prompt_caching", json!("on")),
                ("traffic/requests_per_active_day", json!(48)),
            ],
        );
        case["features"][0]["workload"].as_object_mut().unwrap().remove("cache_hit_share");
        per_request(&case)
    };
    assert!(derived(60) < derived(5), "{} {}", derived(60), derived(5));
}

#[test]
fn typed_prices_have_one_for_cache_entries_kept_for_an_hour() {
    let untyped = case("custom-one-hour");
    assert_usd((per_request(&untyped) * 1e6).round() / 1e6, 0.81785);
    assert!(notes(&untyped).contains(&LegNote::HourWriteAssumed));
    let mut typed = untyped;
    typed["features"][0]["serving"]["hosted"][0]["model"]["prices"]["cache_write_1h_usd_per_mtok"] =
        json!(22);
    assert_usd((per_request(&typed) * 1e6).round() / 1e6, 0.81785);
    assert!(!notes(&typed).contains(&LegNote::HourWriteAssumed));
}

#[test]
fn typed_prices_have_tiers_batch_pictures_audio_and_searches() {
    let custom = |prices: Value, workload: Value, processing: &str| {
        let leg = json!({"model": {"custom": "Ours", "prices": prices}, "processing": processing});
        per_request(&with(case("audio"), &[("workload", workload), ("serving/hosted", json!([leg]))]))
    };
    let text = json!({"input_tokens": 10_000, "output_tokens": 1_000});
    let prices = json!({"input_usd_per_mtok": 2, "output_usd_per_mtok": 8, "batch_price_share": 0.5});
    assert_usd(custom(prices.clone(), text.clone(), "standard"), 0.028);
    assert_usd(custom(prices, text, "batch"), 0.014);
    let long = json!({"input_usd_per_mtok": 2, "output_usd_per_mtok": 8, "long_context_tokens": 200_000,
        "long_input_usd_per_mtok": 4, "long_output_usd_per_mtok": 16});
    assert_usd(custom(long, json!({"input_tokens": 300_000, "output_tokens": 1_000}), "standard"), 1.216);
    let media = json!({"input_usd_per_mtok": 1, "output_usd_per_mtok": 4, "input_image_usd_per_mtok": 2,
        "output_image_usd_per_mtok": 30, "input_audio_usd_per_mtok": 10, "output_audio_usd_per_mtok": 20,
        "usd_per_web_search": 0.01});
    let workload = json!({"input_tokens": 1_000, "output_tokens": 100, "images": 1, "tokens_per_image": 500,
        "output_image_tokens": 1_000, "input_audio_tokens": 600, "output_audio_tokens": 1_200, "web_searches": 2});
    let right = (1_000.0 + 400.0 + 1_000.0 + 30_000.0 + 6_000.0 + 24_000.0) / 1e6 + 0.02;
    assert_usd(custom(media, workload, "standard"), right);
}

#[test]
fn pictures_in_the_answer_pay_their_own_price() {
    let fields = [("workload/output_tokens", json!(0)), ("workload/output_image_tokens", json!(2_000))];
    assert_usd(per_request(&with(case("image-answer"), &fields)), 0.120163);
    assert!(notes(&case("image-answer")).contains(&LegNote::AnswersInMedia));
}

#[test]
fn sound_pays_its_own_price_both_ways() {
    let workload = json!({"input_tokens": 0, "output_tokens": 0, "input_audio_tokens": 600, "output_audio_tokens": 1200});
    assert_usd(per_request(&with(case("audio"), &[("workload", workload)])), 0.096);
}

#[test]
fn a_model_that_cannot_answer_in_pictures_is_refused_with_a_reason() {
    let case = with(case("turns-prefix"), &[("workload/output_image_tokens", json!(1_000))]);
    let answer = answer(&case);
    let leg = answer.features.first().unwrap().legs.first().unwrap();
    assert!(leg.cost_per_call.known().is_none());
    let text = Document::new(&scenario(&case), &answer, Locale::ENGLISH).text();
    assert!(text.contains("the price of output_image_tokens is not known for this model"), "{text}");
}

#[test]
fn a_picture_counts_as_its_provider_says() {
    assert_usd(per_request(&case("image-tokens")), 0.00390015);
    let small = with(case("image-tokens"), &[("workload/tokens_per_image", json!(1_000))]);
    assert_usd(per_request(&small), (1_100.0 * 0.15 + 100.0 * 0.6) / 1e6);
    let low = with(case("image-tokens"), &[("image_detail", json!("low"))]);
    assert_usd(per_request(&low), (2_933.0 * 0.15 + 100.0 * 0.6) / 1e6);
}

#[test]
fn a_grounded_prompt_is_billed_once_however_many_queries_it_makes() {
    assert_usd(per_request(&case("search-per-prompt")), 0.03528);
}

#[test]
fn free_searches_are_taken_off_the_month() {
    assert_usd(per_month(&case("search-free-month")), 70.0);
    let daily = with(
        case("search-per-prompt"),
        &[
            ("traffic/requests_per_active_day", json!(2_000)),
            ("workload/input_tokens", json!(0)),
            ("workload/output_tokens", json!(0)),
        ],
    );
    // 2,000 prompts a day, 1,500 of them free, on 30 days.
    assert_usd(per_month(&daily), 500.0 * 30.0 * 0.035);
}

#[test]
fn a_fee_depends_on_the_size_of_the_search_context() {
    let case = case("request-fee-size");
    assert_usd(per_request(&case), 0.0078);
    assert_usd(per_request(&with(case, &[("search_context_size", json!("high"))])), 0.0158);
}

#[test]
fn a_regional_entry_and_a_residency_pay_the_uplift() {
    assert_usd(per_request(&case("region")), 0.033);
    let here = |place: &str| {
        with(
            case("region"),
            &[("serving/hosted", json!([{"model": "openai/gpt-5.5"}])), ("data_residency", json!(place))],
        )
    };
    assert_usd(per_request(&here("eu")), 1.1 * per_request(&here("global")));
}

#[test]
fn fast_mode_pays_its_own_price() {
    assert_usd(per_request(&case("fast-claude")), 0.06);
}

#[test]
fn batch_at_bedrock_costs_half() {
    assert_usd(per_request(&case("batch-bedrock")), 0.00042);
}

#[test]
fn a_kind_of_processing_without_a_price_says_so_in_text_markdown_and_csv() {
    let case = with(
        case("batch-bedrock"),
        &[("serving/hosted", json!([{"model": "deepseek/deepseek-flash", "processing": "batch"}]))],
    );
    let document = Document::new(&scenario(&case), &answer(&case), Locale::ENGLISH);
    for text in [document.text(), document.markdown(), document.csv()] {
        assert!(text.contains("no batch price"), "{text}");
    }
}

#[test]
fn batch_before_its_first_known_day_has_its_first_known_price_and_announces_nothing() {
    let case = case("batch-before-october");
    assert_usd(per_month(&case), 6_750.0);
    assert!(answer(&case).price_changes.is_empty());
    let text = Document::new(&scenario(&case), &answer(&case), Locale::ENGLISH).markdown();
    assert!(text.contains("first seen on 14 Oct 2026"), "{text}");
}

#[test]
fn a_retired_name_that_is_billed_as_another_model_is_priced_so() {
    let case = case("retired-grok");
    assert_usd(per_request(&case), 0.015);
    assert!(notes(&case).iter().any(|note| matches!(note, LegNote::BilledAs { .. })));
}

#[test]
fn a_discount_on_the_list_price_and_a_resellers_fee_change_every_part() {
    let list = per_request(&case("fast-claude"));
    let with_change = |change: f64| {
        per_request(&with(case("fast-claude"), &[("terms", json!({"price_change_share": change}))]))
    };
    assert_usd(with_change(-0.2), 0.8 * list);
    assert_usd(with_change(0.055), 1.055 * list);
}

#[test]
fn media_and_retired_models_are_no_alternatives_of_a_chat_model() {
    let comparison = compare(&scenario(&case("turns-prefix")), 0, &CATALOGUE).unwrap();
    for row in &comparison.rows {
        let model = CATALOGUE.hosted.model(row.model).unwrap();
        assert!(!model.answers_in_media(), "{}", model.slug);
        assert!(
            !matches!(model.availability, inference_estimator::catalogue::Availability::Retired(_)),
            "{}",
            model.slug
        );
    }
}

#[test]
fn every_new_field_comes_back_from_a_link() {
    let fields = [
        ("prompt_caching", json!("on")),
        ("data_residency", json!("eu")),
        ("search_context_size", json!("high")),
        ("image_detail", json!("low")),
        ("terms", json!({"cache_ttl_minutes": 30, "price_change_share": -0.15})),
        ("workload/input_audio_tokens", json!(600)),
        ("workload/output_audio_tokens", json!(1_200)),
        ("workload/output_image_tokens", json!(1_120)),
        ("workload/output_citation_tokens", json!(70)),
        ("workload/input_video_tokens", json!(2_580)),
        ("workload/output_video_tokens", json!(10)),
        ("workload/input_audio_minutes", json!(2.5)),
        ("workload/output_audio_minutes", json!(1.5)),
        ("workload/input_characters", json!(900)),
        ("workload/file_searches", json!(2)),
        ("workload/image_width_px", json!(800)),
        ("workload/image_height_px", json!(600)),
    ];
    let scenario = scenario(&with(case("fast-claude"), &fields));
    let link = encode(&scenario, None, &UnknownFields::default()).unwrap();
    assert_eq!(decode(&link, scenario.as_of).unwrap().scenario, scenario);
}

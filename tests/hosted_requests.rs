//! Requests after public reports of wrong costs, each with the value computed by hand from published prices.
//!
//! `tests/data/hosted/requests.json` has them with the report that each goes back to.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test says what failed"
)]

use inference_estimator::catalogue::{Coverage, FullCatalogue};
use inference_estimator::estimate::cost::price_request::{PriceRequest, PricedRequest, RequestNote};
use serde_json::{Value, json};
use std::sync::LazyLock;

static CATALOGUE: LazyLock<FullCatalogue> = LazyLock::new(|| FullCatalogue::shipped().unwrap());

fn ask(request: &Value) -> Result<PricedRequest<'static>, String> {
    let request = PriceRequest::read(request).map_err(|error| error.to_string())?;
    request.answer(&CATALOGUE).map_err(|error| error.to_string())
}

fn total(request: &Value) -> f64 {
    ask(request).unwrap_or_else(|error| panic!("{request}: {error}")).price.total.get()
}

fn request(provider: &str, model: &str, usage: Value, context: Value) -> Value {
    json!({"provider": provider, "model": model, "at": "2026-11-23T12:00:00Z", "usage": usage, "context": context})
}

fn assert_usd(request: &Value, expected: f64) {
    let got = total(request);
    assert!((got - expected).abs() <= 1e-9 * expected, "{request}: {got}, not {expected}");
}

#[test]
fn every_reported_request_costs_what_the_price_lists_say() {
    let file: Value = serde_json::from_str(include_str!("data/hosted/requests.json")).unwrap();
    let mut wrong = Vec::new();
    for case in file["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        match (ask(case), case["expect"]["total_usd"].as_f64(), case["expect_error"].as_str()) {
            (Ok(answer), Some(right), None) => {
                let got = answer.price.total.get();
                if (got - right).abs() > 1e-9 * right {
                    wrong.push(format!("{id}: {got}, not {right}"));
                }
            }
            (Err(error), None, Some(words)) if error.contains(words) => {}
            (answer, ..) => wrong.push(format!("{id}: {:?}", answer.map(|answer| answer.price.total))),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_key_or_value_of_the_context_that_no_price_list_knows_is_named_with_what_is_allowed() {
    let refused =
        |context| ask(&request("openai", "gpt-5.5", json!({"input_tokens": 1}), context)).unwrap_err();
    let error = refused(json!({"mode": "fast"}));
    assert!(error.contains("unknown key mode") && error.contains("service_tier, speed"), "{error}");
    let error = refused(json!({"service_tier": "turbo"}));
    assert!(error.contains("unknown value turbo of service_tier") && error.contains("priority"), "{error}");
    let error = refused(json!({"region": "moon-1"}));
    assert!(error.contains("moon-1") && error.contains("eu-west-1"), "{error}");
}

#[test]
fn a_known_modifier_without_a_rate_is_priced_at_list_price_and_says_so() {
    let usage = json!({"input_tokens": 1500, "output_tokens": 500});
    let request = request("deepseek", "deepseek-flash", usage, json!({"processing": "batch"}));
    let answer = ask(&request).unwrap();
    let note = RequestNote::ListPrice { key: "processing".into(), value: "batch".into() };
    assert_eq!(answer.notes, [note]);
}

#[test]
fn an_unknown_unit_is_named() {
    let error = ask(&request("openai", "gpt-4o", json!({"input_token": 1}), json!({}))).unwrap_err();
    assert!(error.contains("unknown unit input_token;") && error.contains("input_tokens"), "{error}");
}

#[test]
fn regional_uplifts_multiply_batch_rates_too() {
    let usage = json!({"input_tokens": 1_000_000});
    let base = total(&request("openai", "gpt-5.5", usage.clone(), json!({"processing": "batch"})));
    let both = json!({"processing": "batch", "data_residency": "eu"});
    assert_usd(&request("openai", "gpt-5.5", usage, both), 1.1 * base);
}

#[test]
fn the_usage_object_of_each_sdk_is_taken_as_it_is() {
    // 10,000 tokens in, 8,000 of them read from the cache, 600 out, 200 of them reasoning; GPT-5.4: 2.5, 0.25, 15.
    let usd = (2_000.0 * 2.5 + 8_000.0 * 0.25 + 600.0 * 15.0) / 1e6;
    let chat = json!({"prompt_tokens": 10_000, "completion_tokens": 600, "total_tokens": 10_600,
        "prompt_tokens_details": {"cached_tokens": 8_000, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 200, "audio_tokens": 0, "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0}});
    assert_usd(&request("openai", "gpt-5.4", chat, json!({})), usd);
    let responses = json!({"input_tokens": 10_000, "input_tokens_details": {"cached_tokens": 8_000},
        "output_tokens": 600, "output_tokens_details": {"reasoning_tokens": 200}, "total_tokens": 10_600});
    assert_usd(&request("openai", "gpt-5.4", responses, json!({})), usd);
    // Claude Sonnet 4.6: 3, 0.3, 3.75, 6 (an hour), 15, and 0.01 a search.
    let usd = (2_000.0 * 3.0 + 5_000.0 * 0.3 + 2_000.0 * 3.75 + 1_000.0 * 6.0 + 600.0 * 15.0) / 1e6 + 0.02;
    let anthropic = json!({"input_tokens": 2_000, "cache_read_input_tokens": 5_000,
        "cache_creation_input_tokens": 3_000, "output_tokens": 600, "service_tier": "standard",
        "cache_creation": {"ephemeral_5m_input_tokens": 2_000, "ephemeral_1h_input_tokens": 1_000},
        "server_tool_use": {"web_search_requests": 2}});
    assert_usd(&request("anthropic", "claude-sonnet-4-6", anthropic, json!({})), usd);
    // Gemini 2.5 Flash: 0.3, 0.03, 2.5; thoughts come on top of the candidates.
    let usd = (2_000.0 * 0.3 + 8_000.0 * 0.03 + 600.0 * 2.5) / 1e6;
    let gemini = json!({"promptTokenCount": 10_000, "cachedContentTokenCount": 8_000, "candidatesTokenCount": 400,
        "thoughtsTokenCount": 200, "totalTokenCount": 10_600,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 10_000}]});
    assert_usd(&request("google", "gemini-2.5-flash", gemini, json!({})), usd);
}

#[test]
fn a_retired_name_is_billed_as_the_model_that_answers() {
    let request =
        request("x-ai", "grok-4-fast", json!({"input_tokens": 10_000, "output_tokens": 1_000}), json!({}));
    assert_usd(&request, 0.015);
    assert!(matches!(ask(&request).unwrap().notes.as_slice(), [RequestNote::BilledAs { .. }]));
}

#[test]
fn before_the_day_its_data_begin_a_variant_has_its_first_known_rate() {
    let mut early =
        request("openai", "gpt-6-astra", json!({"input_tokens": 100_000}), json!({"service_tier": "flex"}));
    early["at"] = json!("2026-09-11T12:00:00Z");
    assert_usd(&early, 0.5);
    assert!(matches!(ask(&early).unwrap().notes.as_slice(), [RequestNote::FirstSeen { .. }]));
}

#[test]
fn the_catalogue_has_nearly_every_rate_that_the_second_source_has_for_models_of_both() {
    // The rates of `litellm` 1.110.2 (MIT), without the rest of its map.
    let second = include_str!("data/second_source.json");
    let coverage = Coverage::of(&CATALOGUE, second).unwrap();
    assert!(coverage.stated > 3_000, "{coverage:?}");
    assert!(coverage.covered as f64 >= 0.95 * coverage.stated as f64, "{coverage:?}");
}

//! Requests priced by genai-prices 0.2.3 (MIT, Pydantic; run 2026-11-23) and by published worked examples.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test says what failed"
)]

use inference_estimator::catalogue::{
    FullCatalogue, HostedBook, ModelId, ModelLookup, PeakDays, PricedUnit as U, Register, RequestContext,
};
use inference_estimator::estimate::cost::price::{Price, PriceError, Usage, price};
use inference_estimator::estimate::cost::price_request::{PriceRequest, RequestError};
use inference_estimator::units::{Hour, Moment};
use serde_json::{Value, json};

fn close(got: f64, expected: f64) -> bool {
    (got - expected).abs() <= 1e-9 * expected.abs()
}

fn ask(request: Value) -> Result<Price, RequestError> {
    let catalogue = FullCatalogue::shipped().unwrap();
    PriceRequest::read(&request).unwrap().price(&catalogue).map(|(_, price)| price)
}

fn total(provider: &str, model: &str, at: &str, usage: Value) -> f64 {
    let request = json!({"provider": provider, "model": model, "at": at, "usage": usage});
    ask(request).unwrap().total.get()
}

fn noon(date: &str) -> Moment {
    Moment { date: date.parse().unwrap(), time: Hour::from_seconds(43_200).unwrap() }
}

#[test]
fn every_golden_request_costs_what_the_reference_says() {
    let catalogue = FullCatalogue::shipped().unwrap();
    let file: Value = serde_json::from_str(include_str!("data/golden_prices.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 125);
    for case in cases {
        let answer = PriceRequest::read(case).unwrap().price(&catalogue);
        if case.get("expect_error").is_some() {
            assert!(answer.is_err(), "{case}");
            continue;
        }
        let (model, price) = answer.unwrap();
        let usd = |field: &str| case["expect"][field].as_str().unwrap().parse::<f64>().unwrap();
        assert_eq!(model.slug, case["expect"]["matched_id"], "{case}");
        assert!(close(price.input.get(), usd("input_usd")), "{case}");
        assert!(close(price.output.get(), usd("output_usd")), "{case}");
        assert!(close(price.total.get(), usd("total_usd")), "{case}");
    }
}

#[test]
fn the_widgets_book_prices_as_the_full_catalogue() {
    let (book, full) = (HostedBook::shipped().unwrap(), FullCatalogue::shipped().unwrap().book);
    let contexts: [&[(&str, &str)]; 4] =
        [&[], &[("processing", "batch")], &[("service_tier", "flex")], &[("service_tier", "priority")]];
    let mut compared = 0;
    for model in book.models().filter(|model| model.priced_as.is_none()) {
        let whole = full.model(model.id).unwrap();
        assert_eq!((&whole.slug, whole.context_window), (&model.slug, model.context_window));
        for (context, at) in
            contexts.iter().flat_map(|c| ["2025-06-01", "2026-11-23", "2027-02-01"].map(|d| (c, noon(d))))
        {
            let context = RequestContext(context);
            let ours = book.rates(model, at, context, PeakDays::Provider);
            let theirs = full.rates(whole, at, context, PeakDays::Provider);
            assert_eq!(ours.iter().count(), theirs.iter().count(), "{}", model.slug);
            for (unit, rate) in theirs.iter() {
                let own = ours.get(unit).unwrap();
                assert!(close(own.base, rate.base), "{} {unit:?}", model.slug);
                assert_eq!(own.tiers.len(), rate.tiers.len());
                for (own, rate) in own.tiers.iter().zip(&rate.tiers) {
                    assert!(own.0 == rate.0 && close(own.1, rate.1), "{} {unit:?}", model.slug);
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

#[test]
fn the_widgets_book_holds_what_a_user_may_meet() {
    let book = HostedBook::shipped().unwrap();
    assert!(book.models().len() >= 250);
    for (provider, slug) in [
        ("openai", "gpt-6.1-sol"),
        ("anthropic", "claude-haiku-4-5"),
        ("google", "gemini-4-argon"),
        ("mistral", "mistral-large-4"),
        ("deepseek", "deepseek-flash"),
        ("x-ai", "grok-4.7"),
        ("cohere", "command-a"),
        ("azure", "gpt-5.4"),
        ("groq", "openai/gpt-oss-120b"),
        ("cerebras", "gpt-oss-120b"),
    ] {
        let model = book.by_slug(provider, slug).unwrap_or_else(|| panic!("{provider}/{slug}"));
        assert_eq!(book.resolve(model.id), ModelLookup::Known(model));
        assert!(book.price_source(model, noon("2026-11-23")).unwrap().starts_with("https://"));
    }
    assert_eq!(book.resolve(ModelId::new(4_000_000)), ModelLookup::Unknown(ModelId::new(4_000_000)));
}

#[test]
fn numbers_in_links_never_change() {
    let ids = include_str!("../src/catalogue/data/prices/ids.txt");
    assert!(ids.starts_with(include_str!("data/ids_frozen.txt")), "a line of ids.txt was changed or removed");
    let mut register = Register::parse(ids).unwrap();
    for book in [HostedBook::shipped().unwrap(), FullCatalogue::shipped().unwrap().book] {
        for model in book.models() {
            let provider = &book.provider(model.provider).unwrap().key;
            assert_eq!(register.number(provider, &model.slug), model.id);
        }
    }
    assert_eq!(register.write(), ids);
}

#[test]
fn one_token_over_the_tier_reprices_the_whole_prompt() {
    // Anthropic, long-context prices of Claude Sonnet 4.5, while such requests were taken (until 2026-04-30).
    let sonnet = |input| {
        total("anthropic", "claude-sonnet-4-5", "2026-03-01T12:00:00Z", json!({"input_tokens": input}))
    };
    assert!(close(sonnet(200_000), 0.60));
    assert!(close(sonnet(200_001), 1.200_006));
    // Google, prices of Gemini 2.5 Pro: output moves with the prompt.
    let usage = json!({"input_tokens": 200_001, "output_tokens": 1_000});
    assert!(close(total("google", "gemini-2.5-pro", "2026-11-23T12:00:00Z", usage), 0.515_002_5));
    // OpenAI, prices of GPT-5.4: 300,000 x $5 + 100,000 x $22.50 a million.
    let usage = json!({"input_tokens": 300_000, "output_tokens": 100_000});
    assert!(close(total("openai", "gpt-5.4", "2026-11-23T12:00:00Z", usage), 3.75));
}

#[test]
fn cached_input_tokens_are_billed_once() {
    // A bill reported in pydantic/logfire#1316: $0.000584 when rounded.
    let usage = json!({"input_tokens": 2_746, "cache_read_tokens": 2_208, "output_tokens": 197});
    assert!(close(total("openai", "gpt-5-mini", "2026-11-23T12:00:00Z", usage), 0.000_583_7));
}

#[test]
fn a_cache_write_pays_off_on_the_second_request() {
    // Anthropic, prompt caching: writes at 1.25 x input, reads at 0.1 x input.
    let cost = |usage| total("anthropic", "claude-sonnet-4-6", "2026-11-23T12:00:00Z", usage);
    let plain = cost(json!({"input_tokens": 10_000}));
    let write = cost(json!({"input_tokens": 10_000, "cache_write_tokens": 10_000}));
    let read = cost(json!({"input_tokens": 10_000, "cache_read_tokens": 10_000}));
    assert!(close(write, 1.25 * plain) && close(read, 0.1 * plain));
    assert!(write > plain && write + read < 2.0 * plain);
}

#[test]
fn what_nobody_knows_is_refused_and_never_free() {
    let refused = |usage: Value| {
        let request = json!({"provider": "anthropic", "model": "claude-haiku-4-5", "at": "2026-11-23T12:00:00Z", "usage": usage});
        ask(request).unwrap_err()
    };
    assert_eq!(
        refused(json!({"input_tokens": 10, "input_characters": 5})),
        PriceError::NoRate { unit: U::InputCharacters }.into()
    );
    assert_eq!(
        refused(json!({"input_tokens": 10, "cache_read_tokens": 11})),
        PriceError::PartExceedsWhole { whole: U::InputTokens, part: U::CacheReadTokens }.into()
    );
    assert_eq!(
        refused(json!({"input_tokens": 10, "cache_read_tokens": 6, "cache_write_tokens": 6})),
        PriceError::PartsExceedWhole { whole: U::InputTokens }.into()
    );
    assert_eq!(
        refused(json!({"cache_read_tokens": 6})),
        PriceError::WholeMissing { whole: U::InputTokens, part: U::CacheReadTokens }.into()
    );
    let error = refused(json!({"input_tokens": 10, "cache_read_tokens": 11})).to_string();
    assert_eq!(error, "more cache_read_tokens than input_tokens; lower the first or raise the second");
}

#[test]
fn nested_tokens_without_a_rate_pay_the_enclosing_rate() {
    let book = HostedBook::shipped().unwrap();
    let model = book.by_slug("deepseek", "deepseek-flash").unwrap();
    let rates = book.rates(model, noon("2026-11-23"), RequestContext::default(), PeakDays::Provider);
    let plain = Usage::new().with(U::InputTokens, 1_000.0).unwrap();
    let written = plain.clone().with(U::CacheWriteTokens, 800.0).unwrap();
    assert_eq!(price(&rates, &plain).unwrap(), price(&rates, &written).unwrap());
}

#[test]
fn the_parts_of_a_price_make_the_total() {
    let usage = json!({"input_tokens": 10_000, "cache_write_tokens": 3_000, "cache_write_1h_tokens": 1_000,
        "cache_read_tokens": 5_000, "output_tokens": 600, "web_searches": 2});
    let price = ask(json!({"provider": "anthropic", "model": "claude-sonnet-5-5", "at": "2026-11-23T15:00:00Z", "usage": usage})).unwrap();
    let counts: Vec<(U, f64)> = price.parts.iter().map(|part| (part.unit, part.count.get())).collect();
    for expected in [
        (U::InputTokens, 2_000.0),
        (U::CacheWriteTokens, 2_000.0),
        (U::CacheWrite1hTokens, 1_000.0),
        (U::CacheReadTokens, 5_000.0),
    ] {
        assert!(counts.contains(&expected), "{counts:?}");
    }
    let sum: f64 =
        price.parts.iter().map(|part| part.count.get() * part.rate.get() / f64::from(part.per)).sum();
    assert!(close(price.total.get(), sum));
    assert!(close(price.total.get(), price.input.get() + price.output.get() + 0.02));
}

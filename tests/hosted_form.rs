//! What the form asks about hosted models: only what a model of the feature has, and what is said about it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{compare, estimate};
use inference_estimator::format::Locale;
use inference_estimator::presentation::View;
use inference_estimator::presentation::answers::hosted_form::{
    HostedForm, assume_reasoning, assumed_reasoning, cache_lifetimes,
};
use inference_estimator::presentation::answers::{latency, model_table, notes, standing};
use inference_estimator::presentation::words::verdict::Status;
use inference_estimator::scenario::{
    DataResidency, Feature, Field, ImageTokens, Processing, PromptCaching, ReasoningCount, ReasoningEffort,
    Route, Scenario, Serving, Slo,
};
use inference_estimator::units::Date;

fn day() -> Date {
    "2026-11-23".parse().unwrap()
}

fn feature(catalogue: &Catalogue, provider: &str, slug: &str) -> Feature {
    let model = catalogue.hosted.by_slug(provider, slug).unwrap();
    let mut made = Feature::new("Chat", Serving::Hosted(Route::one(model.id)));
    made.slo = Slo::chat();
    made
}

fn ask<T>(feature: &Feature, catalogue: &Catalogue, read: impl FnOnce(&HostedForm<'_>) -> T) -> T {
    read(&HostedForm::new(feature, catalogue, day()))
}

fn values<T: Copy, W>(named: Vec<(T, W)>) -> Vec<T> {
    named.into_iter().map(|(value, _)| value).collect()
}

#[test]
fn efforts_are_those_of_the_model_and_name_the_default_of_its_provider() {
    let catalogue = Catalogue::shipped().unwrap();
    let of = |provider, slug| ask(&feature(&catalogue, provider, slug), &catalogue, |form| form.efforts());
    let gpt_5 = of("openai", "gpt-5");
    assert!(gpt_5.iter().all(|(effort, _)| *effort != ReasoningEffort::Off), "it always reasons: {gpt_5:?}");
    let default = gpt_5.iter().find(|(effort, _)| *effort == ReasoningEffort::Medium).unwrap();
    assert_eq!(default.1, "Provider\u{2019}s default: medium");
    assert!(of("openai", "gpt-4o").is_empty(), "it never reasons");
}

#[test]
fn a_model_that_is_chosen_fills_in_its_reasoning_and_a_number_that_was_typed_stays() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut chosen = feature(&catalogue, "openai", "gpt-5");
    assume_reasoning(&mut chosen, &catalogue, day());
    let (tokens, said) = assumed_reasoning(&chosen, &catalogue, Locale::ENGLISH).unwrap();
    assert!(tokens > 50.0 && said.starts_with("assumed; likely "), "{tokens} {said}");
    let mut typed = feature(&catalogue, "openai", "gpt-5");
    typed.reasoning = ReasoningCount::Typed;
    assume_reasoning(&mut typed, &catalogue, day());
    assert_eq!(typed.reasoning, ReasoningCount::Typed);
    let mut never = feature(&catalogue, "openai", "gpt-4o");
    assume_reasoning(&mut never, &catalogue, day());
    assert_eq!(never.reasoning, ReasoningCount::NotSaid);
}

#[test]
fn kinds_of_task_are_asked_for_only_where_they_decide_a_number() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut chosen = feature(&catalogue, "openai", "gpt-5");
    assert!(ask(&chosen, &catalogue, |form| form.tasks()).is_empty());
    chosen.reasoning = ReasoningCount::Assumed;
    assert_eq!(ask(&chosen, &catalogue, |form| form.tasks()).len(), 5);
}

#[test]
fn regions_and_tiers_are_those_with_a_price_and_the_one_that_is_set() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut opus = feature(&catalogue, "anthropic", "claude-opus-4-6");
    let places = values(ask(&opus, &catalogue, |form| form.residencies()));
    assert!(places.contains(&DataResidency::Us), "{places:?}");
    assert!(!places.contains(&DataResidency::Eu), "{places:?}");
    opus.options.data_residency = DataResidency::Eu;
    assert!(values(ask(&opus, &catalogue, |form| form.residencies())).contains(&DataResidency::Eu));
    let tiers = values(ask(&feature(&catalogue, "openai", "gpt-5"), &catalogue, |form| form.processing()));
    for tier in [Processing::Standard, Processing::Batch, Processing::Flex, Processing::Priority] {
        assert!(tiers.contains(&tier), "{tier:?} of {tiers:?}");
    }
}

#[test]
fn what_is_not_text_is_asked_for_where_the_model_bills_it() {
    let catalogue = Catalogue::shipped().unwrap();
    let media = |provider, slug| ask(&feature(&catalogue, provider, slug), &catalogue, |form| form.media());
    assert!(media("openai", "gpt-4o").is_empty());
    assert!(media("openai", "gpt-audio").contains(&Field::OutputAudioTokens));
    let needs = |slug| ask(&feature(&catalogue, "openai", slug), &catalogue, |form| form.needs_media());
    assert!(needs("gpt-audio") && !needs("gpt-4o"));
    // A number that came by a link is shown, whatever the model.
    let mut linked = feature(&catalogue, "openai", "gpt-4o");
    linked.set(Field::OutputImageTokens, Some(1000.0)).unwrap();
    assert_eq!(ask(&linked, &catalogue, |form| form.media()), [Field::OutputImageTokens]);
}

#[test]
fn pictures_are_asked_for_by_size_where_a_rule_is_published() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut seen = feature(&catalogue, "openai", "gpt-4o");
    assert!(ask(&seen, &catalogue, |form| form.image_tokens()).is_empty(), "no pictures");
    seen.set(Field::Images, Some(1.0)).unwrap();
    seen.options.image_tokens = ImageTokens::BySize;
    assert_eq!(
        ask(&seen, &catalogue, |form| form.image_fields().to_vec()),
        [Field::ImageWidthPx, Field::ImageHeightPx]
    );
    assert_eq!(ask(&seen, &catalogue, |form| form.details()).len(), 2);
    seen.options.image_tokens = ImageTokens::Typed;
    assert_eq!(ask(&seen, &catalogue, |form| form.image_fields().to_vec()), [Field::TokensPerImage]);
}

#[test]
fn the_cache_is_asked_for_as_its_provider_has_it() {
    let catalogue = Catalogue::shipped().unwrap();
    let ways =
        |provider, slug| values(ask(&feature(&catalogue, provider, slug), &catalogue, |form| form.caching()));
    assert!(ways("openai", "gpt-5").contains(&PromptCaching::Provider));
    let asked = ways("anthropic", "claude-sonnet-4-5");
    assert!(asked.contains(&PromptCaching::On) && !asked.contains(&PromptCaching::Provider), "{asked:?}");
}

#[test]
fn a_typed_zero_of_a_model_that_always_reasons_makes_the_cost_at_least_and_says_so() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut zero = feature(&catalogue, "openai", "gpt-5");
    zero.reasoning = ReasoningCount::Typed;
    let mut scenario = Scenario::new("", day());
    scenario.features.push(zero);
    let found = estimate(&scenario, &catalogue).unwrap();
    let view = View::new(&scenario, &found, &catalogue, Locale::ENGLISH);
    assert!(view.months().total.starts_with("at least "), "{}", view.months().total);
    assert!(notes::notes(&view).iter().any(|note| note.text.contains("always reasons before it responds")));
}

#[test]
fn a_prompt_that_does_not_fit_has_no_time_no_tick_and_a_way_out() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut long = feature(&catalogue, "anthropic", "claude-haiku-4-5");
    long.set(Field::InputTokens, Some(250_000.0)).unwrap();
    let mut scenario = Scenario::new("", day());
    scenario.features.push(long);
    let found = estimate(&scenario, &catalogue).unwrap();
    let view = View::new(&scenario, &found, &catalogue, Locale::ENGLISH);
    let said = latency::latency(&view);
    assert_eq!(said.heading, "Chat: 250,400 tokens do not fit into its context window of 200,000");
    assert!(said.percentiles.is_none() && said.sources.is_none());
    let row = standing(&view, 0);
    assert_eq!((row.status, row.text.as_str()), (Status::Misses, "does not fit"));
    let compared = compare(&scenario, 0, &catalogue);
    let instead = latency::instead(&view, compared.as_ref(), &[]).unwrap();
    assert!(instead.text.starts_with("The last turn is 50,400 tokens too long"), "{}", instead.text);
    assert!(instead.model.is_some());
}

#[test]
fn the_finding_of_all_models_tells_those_that_miss_from_those_of_which_nothing_can_be_told() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut scenario = Scenario::new("", day());
    scenario.features.push(feature(&catalogue, "anthropic", "claude-haiku-4-5"));
    let found = estimate(&scenario, &catalogue).unwrap();
    let view = View::new(&scenario, &found, &catalogue, Locale::ENGLISH);
    let compared = compare(&scenario, 0, &catalogue).unwrap();
    let said = model_table::finding(&view, Some(&compared));
    let counts = compared.counts();
    assert_eq!(counts.meet + counts.miss + counts.cannot_tell, compared.rows.len());
    let others = format!("; {} miss it, {} cannot be told.", counts.miss, counts.cannot_tell);
    assert!(said.ends_with(&others), "{said}");
}

#[test]
fn the_lifetimes_of_a_cache_are_compared_where_they_have_prices_of_their_own() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut cached = feature(&catalogue, "anthropic", "claude-sonnet-4-5");
    cached.set(Field::InputTokens, Some(9000.0)).unwrap();
    cached.set(Field::CacheablePrefixTokens, Some(8000.0)).unwrap();
    cached.options.prompt_caching = PromptCaching::On;
    let mut scenario = Scenario::new("", day());
    scenario.features.push(cached);
    let said = cache_lifetimes(&scenario, 0, &catalogue, Locale::ENGLISH).unwrap();
    assert!(said.starts_with("Kept for 5 minutes: $") && said.contains("; for 1 hour: $"), "{said}");
    scenario.features[0].options.prompt_caching = PromptCaching::TypedOrOff;
    assert_eq!(cache_lifetimes(&scenario, 0, &catalogue, Locale::ENGLISH), None);
}

//! Hidden thinking that is assumed, prompts that no model takes, and rules that every waiting time keeps.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;

use cases::{Case, custom, feature, leg};
use inference_estimator::catalogue::{Catalogue, ModelId};
use inference_estimator::estimate::latency::goodput::Verdict;
use inference_estimator::estimate::{Cost, Estimate, NoWait, compare};
use inference_estimator::scenario::{
    Feature, Field, HostedModelChoice, ModelRef, Processing, ReasoningCount, ReasoningEffort, Route, Serving,
    Slo, TaskKind,
};

fn id(provider: &str, slug: &str) -> ModelId {
    Catalogue::shipped().unwrap().hosted.by_slug(provider, slug).unwrap().id
}

fn asking(model: ModelId, reasoning: ReasoningCount) -> Feature {
    let mut asked = Feature::new("f", Serving::Hosted(Route::one(model)));
    asked.reasoning = reasoning;
    asked.slo = Slo::chat();
    asked
}

fn estimate(feature: Feature) -> Estimate {
    Case::new(100_000.0, vec![feature]).estimate()
}

fn e2e_p50(estimate: &Estimate) -> f64 {
    estimate.waits[0].action.as_ref().unwrap().latency.e2e.ladder().p50.get()
}

fn dollars(cost: Cost) -> f64 {
    cost.known().unwrap().get()
}

#[test]
fn assumed_thinking_is_billed_and_waited_for() {
    let model = id("openai", "gpt-5");
    let none = estimate(asking(model, ReasoningCount::NotSaid));
    let assumed = estimate(asking(model, ReasoningCount::Assumed));
    assert!(assumed.features[0].tokens.reasoning.get() > 50.0);
    assert!(dollars(assumed.features[0].cost.month) > dollars(none.features[0].cost.month));
    let mut fixed = asking(model, ReasoningCount::Typed);
    fixed.set(Field::ReasoningTokens, Some(assumed.features[0].tokens.reasoning.get())).unwrap();
    let typed = estimate(fixed);
    assert!(
        (dollars(typed.features[0].cost.month) / dollars(assumed.features[0].cost.month) - 1.0).abs() < 1e-9
    );
    assert!(e2e_p50(&assumed) > 1000.0);
}

#[test]
fn more_effort_and_a_harder_task_take_more_thinking() {
    let tokens = |effort, task| {
        let mut asked = asking(id("openai", "gpt-5"), ReasoningCount::Assumed);
        (asked.reasoning_effort, asked.task) = (effort, task);
        estimate(asked).features[0].tokens.reasoning.get()
    };
    let low = tokens(ReasoningEffort::Low, TaskKind::Science);
    assert!(low < tokens(ReasoningEffort::Medium, TaskKind::Science));
    assert!(
        tokens(ReasoningEffort::Medium, TaskKind::Science) < tokens(ReasoningEffort::High, TaskKind::Science)
    );
    assert!(
        tokens(ReasoningEffort::Medium, TaskKind::Chat) < tokens(ReasoningEffort::Medium, TaskKind::Science)
    );
}

#[test]
fn a_typed_zero_on_a_model_that_always_thinks_costs_at_least_so_much() {
    let cost = |reasoning, slug| estimate(asking(id("openai", slug), reasoning)).features[0].cost.month;
    assert!(matches!(cost(ReasoningCount::Typed, "o3"), Cost::AtLeast(_)));
    assert!(matches!(cost(ReasoningCount::NotSaid, "o3"), Cost::Known(_)));
    assert!(matches!(cost(ReasoningCount::Typed, "gpt-4.1"), Cost::Known(_)));
}

#[test]
fn a_model_that_does_not_think_is_assumed_to_take_nothing() {
    let found = estimate(asking(id("openai", "gpt-4.1"), ReasoningCount::Assumed));
    assert!(found.features[0].tokens.reasoning.get() < 0.5);
}

#[test]
fn in_a_mix_each_model_is_billed_for_its_own_thinking() {
    let book = |slug| HostedModelChoice::Book(ModelRef::Id(id("openai", slug)));
    let mut mixed = feature(vec![leg(0.7, book("gpt-4.1-nano")), leg(0.3, book("gpt-5"))]);
    mixed.reasoning = ReasoningCount::Assumed;
    let found = estimate(mixed);
    let alone = |slug| {
        let alone = estimate(asking(id("openai", slug), ReasoningCount::Assumed));
        dollars(alone.features[0].cost_per_request)
    };
    let expected = 0.7 * alone("gpt-4.1-nano") + 0.3 * alone("gpt-5");
    assert!((dollars(found.features[0].cost_per_request) / expected - 1.0).abs() < 1e-9);
}

#[test]
fn a_prompt_longer_than_the_context_has_no_time_and_no_verdict() {
    let mut long = asking(id("openai", "gpt-4.1"), ReasoningCount::NotSaid);
    long.set(Field::InputTokens, Some(5e6)).unwrap();
    let case = Case::new(1000.0, vec![long]);
    let found = case.estimate();
    assert!(matches!(found.waits[0].action, Err(NoWait::TooLong { needed: 5_000_400, .. })));
    assert_eq!(found.waits[0].verdict(&Slo::chat()), Some(Verdict::Unknown));
    let catalogue = Catalogue::shipped().unwrap();
    let compared = compare(&case.scenario, 0, &catalogue).unwrap();
    assert!(compared.rows.iter().filter(|row| row.is_too_small()).all(|row| row.wait.is_none()));
    assert_eq!(compared.meeting().count(), 0);
}

#[test]
fn the_comparison_counts_what_meets_what_misses_and_what_cannot_be_told() {
    let case = Case::new(1000.0, vec![asking(id("openai", "gpt-4.1"), ReasoningCount::NotSaid)]);
    let compared = compare(&case.scenario, 0, &Catalogue::shipped().unwrap()).unwrap();
    let counts = compared.counts();
    assert_eq!(counts.meet + counts.miss + counts.cannot_tell, compared.rows.len());
    assert!(counts.cannot_tell > 0);
    for row in &compared.rows {
        let Some(wait) = row.wait else { continue };
        if !wait.is_own() {
            assert_eq!(wait.share_within, None, "a guess has no share of requests");
        }
    }
}

#[test]
fn the_first_token_never_comes_after_the_last_one() {
    let book = |slug| HostedModelChoice::Book(ModelRef::Id(id("openai", slug)));
    for output in [0.0, 0.3, 1.0, 2.0, 400.0] {
        for batch in [0.0, 0.02, 0.1, 0.5] {
            for reasoning in [0.0, 700.0] {
                let mut waiting = leg(batch, book("gpt-5.4"));
                waiting.processing = Processing::Batch;
                let mut mixed = feature(vec![leg(1.0 - batch, custom(1.0, 5.0)), waiting]);
                for (field, value) in [(Field::OutputTokens, output), (Field::ReasoningTokens, reasoning)] {
                    mixed.set(field, Some(value)).unwrap();
                }
                let found = estimate(mixed);
                let latency = &found.waits[0].action.as_ref().unwrap().latency;
                for percent in 1..=99 {
                    let p = f64::from(percent) / 100.0;
                    let first = latency.ttft.typical.quantile(p).get();
                    let whole = latency.e2e.typical.quantile(p).get();
                    assert!(
                        first <= whole * (1.0 + 1e-9),
                        "{output} tokens, {batch} batch, {reasoning} thinking, p{percent}: {first} {whole}"
                    );
                }
                let ladder = latency.e2e.ladder();
                let steps = [ladder.p50, ladder.p75, ladder.p90, ladder.p95, ladder.p99];
                assert!(steps.is_sorted_by(|a, b| a <= b));
            }
        }
    }
}

#[test]
fn a_longer_prompt_is_never_answered_sooner() {
    for slug in ["gpt-4.1", "gpt-5.4", "gpt-4o-mini", "gpt-5.6-sol"] {
        let mut before = 0.0;
        for tokens in [10.0, 1e3, 1e4, 5e4, 1e5] {
            let mut asked = asking(id("openai", slug), ReasoningCount::NotSaid);
            asked.set(Field::InputTokens, Some(tokens)).unwrap();
            let found = estimate(asked);
            let p95 = found.waits[0].action.as_ref().unwrap().latency.ttft.ladder().p95.get();
            assert!(p95 > before, "{slug} at {tokens}: {p95} after {before}");
            before = p95;
        }
    }
}

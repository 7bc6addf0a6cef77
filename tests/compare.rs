//! Waiting times inside the estimate, and the comparison of all models.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;
mod scenarios;

use cases::{Case, assert_usd, custom, feature, leg};
use inference_estimator::catalogue::{Catalogue, ModelId};
use inference_estimator::estimate::compare::{ContextFit, Listing, SortKey, lower_left};
use inference_estimator::estimate::latency::LatencySource;
use inference_estimator::estimate::latency::goodput::{Headroom, TokenRoom, Verdict};
use inference_estimator::estimate::latency::throughput::LimitUse;
use inference_estimator::estimate::{Comparison, FeatureWait, NoWait, Wait, compare, estimate};
use inference_estimator::scenario::{
    Feature, Field, HostedModelChoice, Lever, ModelRef, Processing, Route, Scenario, Serving, Slo, SloMetric,
    Target,
};
use inference_estimator::units::{Millis, Percentile, Usd};
use scenarios::Draw;

fn catalogue() -> Catalogue {
    Catalogue::shipped().unwrap()
}

fn id(catalogue: &Catalogue, provider: &str, slug: &str) -> ModelId {
    catalogue.hosted.by_slug(provider, slug).unwrap().id
}

fn hosted(model: ModelId, fields: &[(Field, f64)], slo: Slo) -> Feature {
    let mut feature = Feature::new("f", Serving::Hosted(Route::one(model)));
    feature.slo = slo;
    for (field, value) in fields {
        feature.set(*field, Some(*value)).unwrap();
    }
    feature
}

fn of(feature: Feature) -> FeatureWait {
    Case::new(100_000.0, vec![feature]).estimate().waits.remove(0)
}

fn action(feature: Feature) -> Wait {
    of(feature).action.unwrap()
}

/// First token and speed typed in, without a spread: 1,000 ms, and 100 tokens a second.
const TYPED: [(Field, f64); 4] = [
    (Field::NetworkMs, 50.0),
    (Field::TtftP50Ms, 1000.0),
    (Field::TtftP95Ms, 1000.0),
    (Field::OutputTokensPerSec, 100.0),
];

// Whole answer = network + first token + (tokens − 1) × time per token: 50 + 1,000 + 399 × 10 ms.
#[test]
fn the_whole_answer_is_network_first_token_and_a_time_for_each_further_token() {
    let found = action(feature_with(&[]));
    assert!((found.latency.ttft.ladder().p50.get() - 1050.0).abs() < 1.0);
    assert!((found.latency.e2e.ladder().p50.get() / 5040.0 - 1.0).abs() < 2e-3);
    assert_eq!(found.latency.ttft_source, LatencySource::User);
    assert_eq!(found.latency.speed_source, LatencySource::User);
}

fn feature_with(more: &[(Field, f64)]) -> Feature {
    let mut found = feature(vec![leg(1.0, custom(1.0, 5.0))]);
    for (field, value) in TYPED.iter().chain(more) {
        found.set(*field, Some(*value)).unwrap();
    }
    found
}

#[test]
fn calls_in_sequence_add_up_and_calls_in_parallel_take_the_slowest() {
    let spread = [(Field::TtftP95Ms, 2000.0)];
    let with = |calls: f64, parallel: f64| {
        let fields = [(Field::CallsPerRequest, calls), (Field::ParallelCalls, parallel)];
        action(feature_with(&[&spread[..], &fields].concat())).latency
    };
    let (one, three, beside) = (with(1.0, 1.0), with(3.0, 1.0), with(3.0, 3.0));
    let mean =
        |found: &inference_estimator::estimate::latency::LatencyEstimate| found.e2e.typical.mean().get();
    assert!((mean(&three) / (3.0 * mean(&one)) - 1.0).abs() < 2e-3);
    // The slowest of three: its median is where each stays below with the cube root of a half.
    let expected = one.e2e.typical.quantile(0.5_f64.cbrt()).get();
    assert!((beside.e2e.ladder().p50.get() / expected - 1.0).abs() < 2e-3);
    // A percentile of a sum is less than the sum of percentiles.
    assert!(three.e2e.ladder().p95.get() < 3.0 * one.e2e.ladder().p95.get() * 0.95);
}

#[test]
fn the_verdict_has_its_headroom_and_its_goodput() {
    let target = |limit: f64| {
        Slo::Target(Target {
            metric: SloMetric::Ttft,
            percentile: Percentile::new(95.0).unwrap(),
            limit: Millis::new(limit).unwrap(),
        })
    };
    let with = |limit: f64| Feature { slo: target(limit), ..feature_with(&[(Field::TtftP95Ms, 2000.0)]) };
    for (limit, verdict) in [(3000.0, Verdict::Met), (2200.0, Verdict::Close), (1500.0, Verdict::Missed)] {
        let slo = target(limit);
        let found = of(with(limit));
        assert_eq!(found.verdict(&slo), Some(verdict), "{limit}");
        let held = found.action.as_ref().unwrap().assessment.unwrap();
        let (Headroom::Left(gap) | Headroom::Over(gap)) = held.headroom;
        assert!((gap.get() - (limit - held.at_percentile.typical.get()).abs()).abs() < 1e-9);
        let goodput = found.goodput.unwrap().get();
        assert!(
            (goodput / found.peak.requests_per_sec.get() - held.share_within.typical.get()).abs() < 1e-12
        );
    }
    assert_eq!(of(feature_with(&[])).verdict(&Slo::NoTarget), None);
}

// 100,000 users × 5 requests ÷ 86,400 s × 4 at the peak = 23.15 a second, 1,388.9 a minute; × 1,000 and × 400 tokens.
#[test]
fn the_glossary_example_asks_1_389_requests_and_1_389_k_tokens_a_minute_at_its_peak() {
    let limits = [(Field::RequestsPerMin, 1000.0), (Field::InputTokensPerMin, 2e6)];
    let found = of(feature_with(&[&[(Field::RequestsPerActiveDay, 5.0)][..], &limits].concat()));
    assert!((found.peak.requests_per_sec.get() - 2e6 / 86_400.0).abs() < 1e-9);
    assert!((found.peak.requests_per_min.get() - 1_388.888_888_888_9).abs() < 1e-6);
    assert!((found.peak.input_tokens_per_min.get() - 1_388_888.888_888_9).abs() < 1e-3);
    assert!((found.peak.output_tokens_per_min.get() - 555_555.555_555_6).abs() < 1e-3);
    assert!(matches!(found.limits.requests, LimitUse::Over(used) if (used.get() - 1.388_888_9).abs() < 1e-6));
    assert!(matches!(found.limits.input_tokens, LimitUse::Within(_)));
    assert_eq!(found.limits.output_tokens, LimitUse::NotKnown);
}

#[test]
fn an_answer_from_the_store_loads_no_model_and_takes_the_stores_time() {
    let mut stored = feature_with(&[(Field::AnswerHitShare, 0.5), (Field::AnswerHitMs, 20.0)]);
    let plain = of(stored.clone()).peak.requests_per_sec.get();
    stored.levers.on = stored.levers.on.with(Lever::AnswerCache);
    let found = of(stored);
    assert!((found.peak.requests_per_sec.get() * 2.0 - plain).abs() < 1e-9);
    assert!(found.action.unwrap().latency.e2e.ladder().p50.get() < 60.0);
}

#[test]
fn work_that_waits_for_the_batch_price_has_no_waiting_time() {
    let catalogue = catalogue();
    let mut batch = hosted(id(&catalogue, "openai", "gpt-5.4"), &[], Slo::chat());
    if let Serving::Hosted(route) = &mut batch.serving {
        route.legs[0].processing = Processing::Batch;
    }
    let found = of(batch);
    assert_eq!(found.action, Err(NoWait::Batch));
    assert_eq!(found.verdict(&Slo::chat()), Some(Verdict::Unknown));
    let unknown = HostedModelChoice::Book(ModelRef::Unknown(inference_estimator::scenario::Name::new("x/y")));
    assert_eq!(of(feature(vec![leg(1.0, unknown)])).action, Err(NoWait::NotKnown));
    let typed = Feature::new("f", Serving::PerRequest(Usd::new(0.01).unwrap()));
    assert_eq!(of(typed).action, Err(NoWait::NoModel));
}

fn glossary() -> (Scenario, Catalogue) {
    let catalogue = catalogue();
    let model = id(&catalogue, "anthropic", "claude-haiku-4-5");
    (Case::new(100_000.0, vec![hosted(model, &[], Slo::chat())]).scenario, catalogue)
}

fn compared(scenario: &Scenario, catalogue: &Catalogue) -> Comparison {
    compare(scenario, 0, catalogue).unwrap()
}

#[test]
fn a_row_costs_what_the_estimate_says_after_switching_to_it() {
    let (scenario, catalogue) = glossary();
    let found = compared(&scenario, &catalogue);
    assert!(found.rows.len() > 200, "{}", found.rows.len());
    assert_usd(found.today_month, 45_000.0);
    for row in found.rows.iter().step_by(7) {
        let mut switched = scenario.clone();
        switched.features[0].serving = Serving::Hosted(Route::one(row.model));
        let after = estimate(&switched, &catalogue).unwrap();
        assert_usd(after.total.cost.month, row.month.get());
        assert_usd(after.features[0].cost_per_request, row.cost_per_request.get());
        assert!((row.against_today.unwrap().get() - (row.month.get() - 45_000.0)).abs() < 1e-6);
        let wait = row.wait.unwrap();
        let held = after.waits[0].action.as_ref().unwrap().assessment.unwrap();
        assert_eq!((Some(held.verdict), held.at_percentile), (wait.verdict, wait.ttft));
        let too_long = matches!(row.context, ContextFit::TooSmall { .. });
        let noted = after.features[0].legs[0].notes.iter();
        let noted = noted.filter(|note| format!("{note:?}").starts_with("ContextExceeded")).count();
        assert_eq!(usize::from(too_long), noted);
    }
    let today = found.today().unwrap();
    assert!(today.against_today.unwrap().get().abs() < 1e-6);
    assert_eq!(compare(&scenario, 1, &catalogue), None);
}

#[test]
fn models_for_embeddings_are_not_among_those_that_could_answer() {
    let (scenario, catalogue) = glossary();
    let found = compared(&scenario, &catalogue);
    let embeds = catalogue.hosted.models().filter(|model| !model.writes_text()).map(|model| model.id);
    let embeds: Vec<ModelId> = embeds.collect();
    assert!(!embeds.is_empty());
    assert!(found.rows.iter().all(|row| !embeds.contains(&row.model)));
}

#[test]
fn the_frontier_holds_the_rows_that_none_beats_both_ways() {
    let (scenario, catalogue) = glossary();
    let found = compared(&scenario, &catalogue);
    let own = |row: &&inference_estimator::estimate::compare::ModelRow| {
        row.wait.is_some_and(|wait| wait.is_own()) && !row.is_too_small()
    };
    let point = |row: &inference_estimator::estimate::compare::ModelRow| {
        (row.wait.unwrap().ttft.typical.get(), row.month.get())
    };
    let beaten = |row: &inference_estimator::estimate::compare::ModelRow| {
        let (x, y) = point(row);
        found.rows.iter().filter(own).map(point).any(|(a, b)| a <= x && b <= y && (a < x || b < y))
    };
    assert!(found.rows.iter().filter(own).count() > 10);
    for row in &found.rows {
        assert_eq!(row.on_frontier, own(&row) && !beaten(row), "{row:?}");
    }
    let points = [(1.0, 5.0), (2.0, 2.0), (2.0, 2.0), (3.0, 3.0), (f64::NAN, 0.0), (4.0, 1.0)];
    assert_eq!(lower_left(&points), [0, 1, 2, 5]);
}

#[test]
fn a_listing_filters_and_sorts_and_keeps_what_is_not_known_last() {
    let (mut scenario, catalogue) = glossary();
    scenario.features[0].set(Field::InputTokens, Some(150_000.0)).unwrap();
    let found = compared(&scenario, &catalogue);
    let rows = |wanted: Listing| {
        found.listed(&wanted, &catalogue).into_iter().map(|at| &found.rows[at]).collect::<Vec<_>>()
    };
    assert_eq!(rows(Listing::default()).len(), found.rows.len());
    let by = |key, descending| rows(Listing { key, descending, ..Listing::default() });
    assert!(by(SortKey::Cost, false).is_sorted_by(|a, b| a.month <= b.month));
    assert!(by(SortKey::Cost, true).is_sorted_by(|a, b| a.month >= b.month));
    assert!(
        by(SortKey::Ttft, false)
            .is_sorted_by(|a, b| a.wait.unwrap().ttft.typical <= b.wait.unwrap().ttft.typical)
    );
    let first = by(SortKey::Verdict, false)[0].wait.unwrap().verdict;
    let best = found.rows.iter().filter_map(|row| row.wait.unwrap().verdict).any(|v| v == Verdict::Met);
    assert_eq!(first == Some(Verdict::Met), best);
    let names = by(SortKey::Model, false);
    assert!(names.is_sorted_by_key(|row| &catalogue.hosted.model(row.model).unwrap().name));
    let provider = found.providers()[1];
    let one = rows(Listing { provider: Some(provider), ..Listing::default() });
    assert!(!one.is_empty() && one.iter().all(|row| row.provider == provider));
    let fitting = rows(Listing { hide_too_small: true, ..Listing::default() });
    assert!(fitting.len() < found.rows.len() && fitting.iter().all(|row| !row.is_too_small()));
    let meeting = rows(Listing { only_meeting: true, hide_too_small: true, ..Listing::default() });
    assert_eq!(meeting.len(), found.meeting().count());
    assert!(meeting.iter().all(|row| row.meets(found.target.as_ref())));
}

#[test]
fn the_tokens_that_fit_are_those_of_todays_model() {
    let catalogue = catalogue();
    let model = id(&catalogue, "anthropic", "claude-haiku-4-5");
    let with = |tokens: f64| {
        let fields = [&TYPED[1..], &[(Field::NetworkMs, 0.0), (Field::OutputTokens, tokens)]].concat();
        let slo = Slo::Target(Target {
            metric: SloMetric::E2eLatency,
            percentile: Percentile::new(50.0).unwrap(),
            limit: Millis::new(3000.0).unwrap(),
        });
        Case::new(10.0, vec![hosted(model, &fields, slo)])
    };
    let Some(TokenRoom::UpTo(room)) = compared(&with(400.0).scenario, &catalogue).room else {
        panic!("some tokens fit")
    };
    // 1,000 ms + (n − 1) × 10 ms at the median, up to 3,000 ms.
    assert!((room.get() - 201.0).abs() <= 2.0, "{}", room.get());
    let verdict = |tokens| {
        let case = with(tokens);
        case.estimate().waits[0].action.as_ref().unwrap().assessment.unwrap().verdict
    };
    assert_eq!((verdict(room.get()), verdict(room.get() + 1.0)), (Verdict::Close, Verdict::Missed));
}

#[test]
fn any_scenario_has_sound_waits_and_comparisons() {
    let catalogue = catalogue();
    let models: Vec<ModelId> = catalogue.hosted.models().map(|model| model.id).collect();
    for seed in 0..60 {
        let mut draw = Draw(seed);
        let mut scenario = draw.scenario();
        scenario.features.truncate(2);
        for feature in &mut scenario.features {
            feature.serving = Serving::Hosted(Route::one(models[draw.below(models.len() as u64) as usize]));
        }
        let Ok(estimate) = estimate(&scenario, &catalogue) else { continue };
        for (index, (feature, waits)) in estimate.features.iter().zip(&estimate.waits).enumerate() {
            assert_eq!(waits.legs.len(), feature.legs.len());
            if let Ok(wait) = &waits.action {
                for timing in [&wait.latency.ttft, &wait.latency.e2e] {
                    let ladder = timing.ladder();
                    let steps = [ladder.p50, ladder.p75, ladder.p90, ladder.p95, ladder.p99].map(Millis::get);
                    assert!(steps.is_sorted() && steps.iter().all(|ms| ms.is_finite()), "{seed}: {steps:?}");
                }
            }
            let found = compare(&scenario, index, &catalogue).unwrap();
            for key in [SortKey::Cost, SortKey::E2eLatency, SortKey::Verdict] {
                let listing = Listing { key, ..Listing::default() };
                assert_eq!(found.listed(&listing, &catalogue).len(), found.rows.len());
            }
        }
    }
}

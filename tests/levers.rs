//! What each lever saves, refuses and asks in exchange.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;
mod scenarios;

use cases::{Case, assert_usd, cache_prices, custom, feature, leg};
use inference_estimator::catalogue::{Catalogue, ModelId};
use inference_estimator::estimate::{
    Blocked, Cost, Exchange, LeverRow, estimate, lever_rows, prefix_hit_share, try_next,
};
use inference_estimator::scenario::{
    Feature, Field, HostedModelChoice, Lever, LeverSet, ModelRef, Route, Scenario, Serving, Slo,
};
use inference_estimator::units::Usd;
use scenarios::Draw;

/// 100,000 requests a month of 3,000 tokens in, of which 2,000 are the same, and 500 out, at $2 and $10.
fn chat() -> Feature {
    let mut chat = feature(vec![leg(1.0, custom(2.0, 10.0))]);
    set(
        &mut chat,
        &[
            (Field::InputTokens, 3000.0),
            (Field::CacheablePrefixTokens, 2000.0),
            (Field::OutputTokens, 500.0),
            (Field::RequestsPerActiveDay, 5.0),
            (Field::ActiveDaysPerMonth, 20.0),
        ],
    );
    chat
}

fn set(feature: &mut Feature, values: &[(Field, f64)]) {
    for (field, value) in values {
        feature.set(*field, Some(*value)).unwrap();
    }
}

fn rows(feature: Feature) -> Vec<LeverRow> {
    let case = Case::new(1000.0, vec![feature]);
    lever_rows(&case.scenario, 0, &Catalogue::shipped().unwrap())
}

fn row(feature: Feature, lever: Lever) -> LeverRow {
    rows(feature).into_iter().find(|row| row.lever == lever).unwrap()
}

#[track_caller]
fn assert_saves(row: &LeverRow, expected: f64) {
    assert_usd(Cost::Known(row.saving.unwrap()), expected);
    let step = row.step.as_ref().unwrap();
    assert!((step.formula.value() - expected).abs() <= 1e-9 * expected.abs());
}

#[test]
fn a_tenth_of_the_questions_repeated_saves_a_tenth_less_the_look_ups() {
    let mut chat = chat();
    set(&mut chat, &[(Field::AnswerHitShare, 0.1), (Field::LookupUsd, 0.0001)]);
    // 100,000 × $0.011 = $1,100; a tenth is $110; 100,000 look-ups cost $10.
    let found = row(chat, Lever::AnswerCache);
    assert_saves(&found, 100.0);
    assert_eq!(found.assumed, [Field::AnswerHitShare]);
}

// Source: https://usetransactional.com/blog/semantic-caching-llm-cost-reduction (read 2026-11-24): 800,000 requests at
// $0.015 are $12,000; 5 % found word for word leave $11,400; 60 % found by meaning leave $4,800 and $130 for the store.
#[test]
fn a_published_store_of_answers_leaves_4_930_of_12_000_dollars() {
    let mut plain = feature(vec![leg(1.0, custom(0.0, 30.0))]);
    set(
        &mut plain,
        &[
            (Field::OutputTokens, 500.0),
            (Field::RequestsPerActiveDay, 800.0),
            (Field::ActiveDaysPerMonth, 1.0),
        ],
    );
    let month = |hits: f64, store: f64| {
        let mut feature = plain.clone();
        set(&mut feature, &[(Field::AnswerHitShare, hits), (Field::LookupUsd, store / 800_000.0)]);
        feature.levers.on = LeverSet::NONE.with(Lever::AnswerCache);
        Case::new(1000.0, vec![feature]).estimate().total.cost.month
    };
    assert_usd(month(0.0, 0.0), 12_000.0);
    assert_usd(month(0.05, 0.0), 11_400.0);
    assert_usd(month(0.6, 130.0), 4930.0);
}

#[test]
fn only_answers_found_by_meaning_can_be_wrong_and_an_unknown_share_of_them_is_not_known() {
    let wrong = |values: &[(Field, f64)]| {
        let mut chat = chat();
        set(&mut chat, values);
        match row(chat, Lever::AnswerCache).exchange {
            Exchange::AnswerCache { wrong, .. } => wrong.map(|count| count.get()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(wrong(&[]), None);
    assert_eq!(wrong(&[(Field::ExactShare, 1.0)]), Some(0.0));
    let known = [(Field::AnswerHitShare, 0.2), (Field::ExactShare, 0.5), (Field::WrongHitShare, 0.03)];
    assert!((wrong(&known).unwrap() - 300.0).abs() < 1e-9);
}

#[test]
fn the_cached_share_follows_from_the_traffic_where_nobody_knows_it() {
    let case = Case::new(1000.0, vec![chat()]);
    let share = |change: &dyn Fn(&mut Feature)| {
        let mut chat = chat();
        change(&mut chat);
        prefix_hit_share(&chat, &case.scenario.audience).get()
    };
    // 5,000 requests a day are 17.36 in 300 s: at most one in e × 17.36 writes.
    assert!((share(&|_| {}) - (1.0 - 1.0 / (std::f64::consts::E * 5000.0 * 300.0 / 86_400.0))).abs() < 1e-12);
    // One prefix for each of 100 customers: 0.1736 in 300 s.
    let hundred = share(&|chat| set(chat, &[(Field::DistinctPrefixes, 100.0)]));
    assert!((hundred - (1.0 - (-5000.0 * 3.0 / 86_400.0_f64).exp())).abs() < 1e-12);
    assert!((share(&|chat| set(chat, &[(Field::PrefixHitShare, 0.42)])) - 0.42).abs() < 1e-12);
    // Two models each keep their own: half of the traffic each.
    let two = share(&|chat| {
        set(chat, &[(Field::DistinctPrefixes, 100.0)]);
        let legs = vec![leg(0.5, custom(2.0, 10.0)), leg(0.5, custom(1.0, 5.0))];
        chat.serving = Serving::Hosted(Route { legs });
    });
    assert!((two - (1.0 - (-5000.0 * 1.5 / 86_400.0_f64).exp())).abs() < 1e-12);
}

// Source: the multipliers of platform.claude.com's pricing page: a read costs a tenth of the input, a write 1.25 times.
#[test]
fn a_prefix_found_nine_times_in_ten_saves_what_reads_and_writes_leave() {
    let mut chat = chat();
    cache_prices(&mut chat, 0.2, 2.5);
    set(&mut chat, &[(Field::PrefixHitShare, 0.9)]);
    // 2,000 tokens × ($2 − 0.9 × $0.20 − 0.1 × $2.50) per 1M = $0.00314 a request.
    assert_saves(&row(chat, Lever::PromptCache), 314.0);
}

#[test]
fn escalated_calls_pay_twice_and_every_call_pays_the_router() {
    let mut chat = chat();
    chat.levers.routing_model = Some(custom(0.2, 1.0));
    let share = [(Field::EasyShare, 0.6), (Field::EscalationShare, 0.1), (Field::RouterUsd, 0.0002)];
    set(&mut chat, &share);
    // $0.011 before; after: 0.0002 + 0.4 × 0.011 + 0.6 × 0.0011 + 0.06 × 0.011.
    let found = row(chat, Lever::Routing);
    assert_saves(&found, 100_000.0 * (0.011 - 0.0002 - 0.0044 - 0.00066 - 0.00066));
    let Exchange::Routing { router, escalated } = found.exchange else { panic!("{found:?}") };
    assert!((escalated.get() - 6000.0).abs() < 1e-9 && (router.get() - 50.0).abs() < 1e-9);
}

#[test]
fn training_of_3_000_dollars_is_paid_back_in_so_many_months() {
    let mut chat = chat();
    chat.levers.distillation_model = Some(custom(0.2, 1.0));
    set(&mut chat, &[(Field::SmallModelShare, 0.5)]);
    let unknown = row(chat.clone(), Lever::Distillation);
    assert_saves(&unknown, 100_000.0 * 0.5 * (0.011 - 0.0011));
    assert_eq!(unknown.exchange, Exchange::Distillation { training: None, months_to_pay_back: None });
    set(&mut chat, &[(Field::TrainingUsd, 3000.0)]);
    let found = row(chat, Lever::Distillation);
    let Exchange::Distillation { months_to_pay_back: Some(months), .. } = found.exchange else {
        panic!("{found:?}")
    };
    assert!((months.get() - 3000.0 / 495.0).abs() < 1e-9);
}

// Source: the batch price of half the list price that Anthropic, OpenAI and Google publish.
#[test]
fn work_that_waits_pays_half_on_both_models_of_a_router() {
    let catalogue = Catalogue::shipped().unwrap();
    let model =
        |text: &str| HostedModelChoice::Book(ModelRef::Id(catalogue.hosted.id_of_text(text).unwrap()));
    let mut summaries = chat();
    summaries.serving = Serving::Hosted(Route { legs: vec![leg(1.0, model("anthropic/claude-sonnet-4-5"))] });
    summaries.levers.routing_model = Some(model("anthropic/claude-haiku-4-5"));
    summaries.levers.on = LeverSet::NONE.with(Lever::Routing);
    let month = |feature: &Feature| {
        Case::new(1000.0, vec![feature.clone()]).estimate().total.cost.month.known().unwrap().get()
    };
    let now = month(&summaries);
    summaries.levers.on = summaries.levers.on.with(Lever::Batching);
    assert!((month(&summaries) / now - 0.5).abs() < 1e-9);
}

#[test]
fn what_cannot_be_said_is_refused_with_its_reason() {
    let why = |feature: &Feature, lever| row(feature.clone(), lever).saving.unwrap_err();
    let mut chat = chat();
    assert_eq!(why(&chat, Lever::Routing), Blocked::NoModelChosen);
    assert_eq!(why(&chat, Lever::Distillation), Blocked::NoModelChosen);
    assert_eq!(why(&chat, Lever::Quantization), Blocked::NotOwnGpus);
    assert_eq!(why(&chat, Lever::Batching), Blocked::NoBatchPrice);
    assert_eq!(why(&chat, Lever::PromptCache), Blocked::NoCachePrice);
    chat.slo = Slo::chat();
    assert_eq!(why(&chat, Lever::Batching), Blocked::CannotWait);
    set(&mut chat, &[(Field::CacheHitShare, 0.5)]);
    assert_eq!(why(&chat, Lever::PromptCache), Blocked::AlreadyCounted);
    set(&mut chat, &[(Field::CacheablePrefixTokens, 0.0)]);
    assert_eq!(why(&chat, Lever::PromptCache), Blocked::NoPrefix);
    chat.serving = Serving::PerRequest(Usd::new(0.01).unwrap());
    assert_eq!(why(&chat, Lever::ShorterText), Blocked::NotHosted);
    assert!(row(chat, Lever::AnswerCache).saving.is_ok());
}

/// Draws scenarios, most of their models from the book.
fn for_any(check: impl Fn(&mut Scenario, &Catalogue)) {
    let catalogue = Catalogue::shipped().unwrap();
    let models: Vec<ModelId> = catalogue.hosted.models().map(|model| model.id).collect();
    for seed in 0..400 {
        let mut draw = Draw(seed);
        let mut scenario = draw.scenario();
        for feature in &mut scenario.features {
            let mut any =
                || HostedModelChoice::Book(ModelRef::Id(models[draw.below(models.len() as u64) as usize]));
            if let Serving::Hosted(Route { legs }) = &mut feature.serving {
                legs.iter_mut().for_each(|leg| leg.model = any());
            }
            feature.levers.routing_model = Some(any());
            feature.levers.distillation_model = Some(any());
        }
        check(&mut scenario, &catalogue);
    }
}

#[test]
fn the_savings_of_a_feature_add_up_to_its_cost_without_levers_less_its_estimate() {
    for_any(|scenario, catalogue| {
        let with = estimate(scenario, catalogue).unwrap();
        let mut plain = scenario.clone();
        plain.features.iter_mut().for_each(|feature| feature.levers.on = LeverSet::NONE);
        let without = estimate(&plain, catalogue).unwrap();
        for index in 0..scenario.features.len() {
            let known = |cost: Cost| cost.known().map(Usd::get);
            let (Some(before), Some(after)) =
                (known(without.features[index].cost.month), known(with.features[index].cost.month))
            else {
                continue;
            };
            let rows = lever_rows(scenario, index, catalogue);
            let on: Vec<&LeverRow> = rows.iter().filter(|row| row.is_on).collect();
            if on.iter().any(|row| row.saving == Err(Blocked::PriceNotKnown)) || before > 1e13 {
                continue;
            }
            let saved: f64 = on.iter().filter_map(|row| row.saving.ok()).map(Usd::get).sum();
            assert!((before - after - saved).abs() <= 1e-9 * before.max(after).max(1e-9), "{before} {after}");
        }
    });
}

#[test]
fn switching_a_suggested_lever_on_saves_what_was_said_where_it_comes_last() {
    for_any(|scenario, catalogue| {
        let now = estimate(scenario, catalogue).unwrap();
        let all = try_next(scenario, catalogue);
        let savings: Vec<f64> = all.iter().filter_map(|each| each.row.saving.ok()).map(Usd::get).collect();
        assert!(savings.windows(2).all(|pair| pair[0] >= pair[1]), "the largest first");
        for each in all {
            let Ok(saving) = each.row.saving else { continue };
            let mut then = scenario.clone();
            let levers = &mut then.features[each.feature].levers;
            levers.on = levers.on.with(each.row.lever);
            let before = now.features[each.feature].cost.month.known().unwrap().get();
            let after = estimate(&then, catalogue).unwrap().features[each.feature].cost.month;
            let after = after.known().unwrap().get();
            assert!((before - after - saving.get()).abs() <= 1e-9 * before.max(after).max(1e-9));
        }
    });
}

#[test]
fn more_traffic_on_a_cached_prefix_never_costs_less() {
    let mut chat = chat();
    cache_prices(&mut chat, 0.2, 2.5);
    set(&mut chat, &[(Field::InputTokens, 2000.0), (Field::OutputTokens, 0.0)]);
    chat.levers.on = LeverSet::NONE.with(Lever::PromptCache);
    let mut last = 0.0;
    for step in 0..200 {
        set(&mut chat, &[(Field::RequestsPerActiveDay, 0.01 * 1.05_f64.powi(step))]);
        let now = Case::new(1000.0, vec![chat.clone()]).estimate().total.cost.month.known().unwrap().get();
        assert!(now >= last, "step {step}: {now} after {last}");
        last = now;
    }
}

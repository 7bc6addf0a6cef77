//! The band of the month, the heavy user and the tornado.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;
mod scenarios;

use cases::{Case, custom, feature, leg};
use inference_estimator::catalogue::{Catalogue, ModelId};
use inference_estimator::estimate::{Likely, NotLikely, estimate, likely};
use inference_estimator::scenario::{Field, HostedModelChoice, ModelRef, Name, Route, Serving};
use scenarios::Draw;

/// 1,000 users, 5 requests on each of 30 days, 1,000 tokens in at $1 and 400 out at $5 per 1M: $450 a month.
fn case(fields: &[(Field, f64)]) -> Case {
    let mut feature = feature(vec![leg(1.0, custom(1.0, 5.0))]);
    // A high end that is the typical value says that an input is known exactly.
    let known = [
        (Field::InputTokensP95, 1000.0),
        (Field::OutputTokensP95, 400.0),
        (Field::RequestsPerActiveDayP95, 5.0),
        (Field::UsersFactorP95, 1.0),
    ];
    for (field, value) in known.iter().chain(fields) {
        feature.set(*field, Some(*value)).unwrap();
    }
    Case::new(1000.0, vec![feature])
}

fn of(case: &Case) -> Likely {
    likely(&case.scenario, &Catalogue::shipped().unwrap()).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64, relative: f64) {
    assert!((found / expected - 1.0).abs() < relative, "{found} is not {expected}");
}

#[test]
fn where_all_is_known_exactly_the_band_is_the_estimate_and_nothing_swings() {
    let found = of(&case(&[]));
    for usd in [found.month.p10, found.month.p50, found.month.p90, found.typical_month] {
        near(usd.get(), 450.0, 1e-9);
    }
    near(found.user_month.p95.get(), 0.45, 1e-9);
    assert_eq!(found.swings, []);
}

#[test]
fn an_input_without_a_high_end_takes_an_assumed_20_per_cent_and_users_do_not_differ_by_it() {
    let mut bare = case(&[]);
    let fields = [
        Field::InputTokensP95,
        Field::OutputTokensP95,
        Field::RequestsPerActiveDayP95,
        Field::UsersFactorP95,
    ];
    for field in fields {
        bare.scenario.features[0].set(field, None).unwrap();
    }
    let found = of(&bare);
    assert_eq!(found.swings.len(), 4);
    assert!(found.swings.iter().all(|swing| swing.is_assumed));
    let (low, high) = (found.month.p10.get(), found.month.p90.get());
    assert!((330.0..430.0).contains(&low) && (470.0..600.0).contains(&high), "{low} to {high}");
    near(found.user_month.p95.get(), 0.45, 1e-9);
    // The users move all of the cost: p90 of a log-normal with p95 of 1.2.
    let users = found.swings.iter().find(|swing| swing.field == Field::UsersFactorP95).unwrap();
    near(users.month_at_p90.get(), 450.0 * 1.2_f64.powf(1.281_551_565_5 / 1.644_853_627), 1e-6);
    // What is typed is not called assumed.
    let typed = of(&case(&[(Field::OutputTokensP95, 800.0)]));
    assert!(typed.swings.iter().all(|swing| !swing.is_assumed));
}

// Requests are log-normal with median 5 and p95 20: the month and the heavy user are in proportion.
#[test]
fn a_heavy_user_of_four_times_the_requests_costs_four_times_as_much() {
    let found = of(&case(&[(Field::RequestsPerActiveDayP95, 20.0)]));
    near(found.user_month.p95.get(), 4.0 * 0.45, 2e-3);
    near(found.month.p50.get(), 450.0, 2e-3);
    // p90 of the log-normal: 4^(1.2816 ÷ 1.6449).
    near(found.month.p90.get(), 450.0 * 4.0_f64.powf(1.281_551_565_5 / 1.644_853_627), 2e-3);
    assert_eq!(found.swings[0].field, Field::RequestsPerActiveDay);
    near(found.swings[0].month_at_p90.get(), found.month.p90.get(), 2e-3);
}

#[test]
fn more_users_widen_the_month_and_not_the_heavy_user() {
    let found = of(&case(&[(Field::UsersFactorP95, 2.0), (Field::OutputTokensP95, 800.0)]));
    let one = of(&case(&[(Field::OutputTokensP95, 800.0)]));
    assert!(found.month.p90 > one.month.p90);
    assert_eq!(found.user_month, one.user_month);
    // The users move all of the cost, the answer two thirds of it.
    let fields: Vec<Field> = found.swings.iter().map(|swing| swing.field).collect();
    assert_eq!(fields, [Field::UsersFactorP95, Field::OutputTokens]);
}

#[test]
fn the_seed_decides_the_draws_and_an_unknown_price_has_no_band() {
    let mut wide = case(&[(Field::RequestsPerActiveDayP95, 20.0), (Field::InputTokensP95, 3000.0)]);
    let first = of(&wide);
    assert_eq!(first, of(&wide));
    wide.scenario.seed += 1;
    assert_ne!(first.month, of(&wide).month);
    let unknown = HostedModelChoice::Book(ModelRef::Unknown(Name::new("x/y")));
    let case = Case::new(10.0, vec![feature(vec![leg(1.0, unknown)])]);
    let found = likely(&case.scenario, &Catalogue::shipped().unwrap());
    assert_eq!(found, Err(NotLikely::CostNotKnown { feature: 0 }));
}

#[test]
fn at_typical_values_any_scenario_costs_what_the_estimate_says() {
    let catalogue = Catalogue::shipped().unwrap();
    let models: Vec<ModelId> = catalogue.hosted.models().map(|model| model.id).collect();
    let mut compared = 0;
    for seed in 0..150 {
        let mut draw = Draw(seed);
        let mut scenario = draw.scenario();
        scenario.features.truncate(3);
        for feature in &mut scenario.features {
            feature.serving = Serving::Hosted(Route::one(models[draw.below(models.len() as u64) as usize]));
        }
        let Ok(estimate) = estimate(&scenario, &catalogue) else { continue };
        let Some(month) = estimate.total.cost.month.known().filter(|usd| usd.get() < 1e14) else { continue };
        let found = likely(&scenario, &catalogue).unwrap();
        assert!((found.typical_month.get() - month.get()).abs() <= 1e-7 * month.get().max(1e-9), "{seed}");
        assert!(found.month.p10 <= found.month.p50 && found.month.p50 <= found.month.p90, "{seed}");
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
}

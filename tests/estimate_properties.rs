//! What must hold of the estimate of any valid scenario.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;
mod scenarios;

use inference_estimator::catalogue::{Catalogue, ModelId};
use inference_estimator::estimate::{
    Cost, Costs, Estimate, NoEconomics, Pressure, UnitEconomics, costs, estimate, estimate_again,
};
use inference_estimator::scenario::{Feature, Field, FieldPath, LeverSet, Place, Scenario};
use inference_estimator::units::Usd;
use scenarios::Draw;

const SCENARIOS: u64 = 250;
/// Beyond this, amounts end at the bound of their unit and no longer add up.
const BOUND: f64 = 1e14;

/// Draws scenarios and gives each with its estimate to `check`.
fn for_any(check: impl Fn(&Scenario, &Estimate, &Catalogue)) {
    let catalogue = Catalogue::shipped().unwrap();
    let models: Vec<ModelId> = catalogue.hosted.models().map(|model| model.id).collect();
    for seed in 0..SCENARIOS {
        let mut draw = Draw(seed);
        let mut scenario = draw.scenario();
        if seed % 3 > 0 {
            draw.put_models(&mut scenario, &models);
        }
        let estimate = estimate(&scenario, &catalogue).unwrap();
        check(&scenario, &estimate, &catalogue);
    }
}

fn known_part(cost: Cost) -> f64 {
    cost.known_part().map_or(0.0, Usd::get)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-12)
}

#[test]
fn no_cost_is_negative_and_no_unknown_is_zero() {
    for_any(|scenario, estimate, _| {
        for feature in &estimate.features {
            assert!(known_part(feature.cost.month) >= 0.0);
            assert_ne!(feature.cost_per_request, Cost::AtLeast(Usd::ZERO), "{scenario:?}");
            let unknown = feature.legs.iter().any(|leg| leg.share.get() > 0.0 && leg.problem.is_some());
            let answers = feature.from_store.get() < 1.0;
            assert!(!(unknown && answers && feature.cost_per_request.known().is_some()), "{scenario:?}");
        }
        let parts = estimate.features.iter().map(|feature| known_part(feature.cost.month)).sum::<f64>();
        assert!(parts > BOUND || close(known_part(estimate.total.cost.month), parts));
    });
}

#[test]
fn every_line_of_the_working_holds_on_a_calculator() {
    for_any(|_, estimate, _| {
        for step in estimate.features.iter().flat_map(|feature| &feature.steps) {
            let (sum, result) = (step.formula.value(), step.result.value());
            assert!(sum.abs() > BOUND || close(sum, result), "{step:?}: {sum} and not {result}");
        }
    });
}

#[test]
fn the_waterfall_leads_from_the_cost_without_levers_to_the_estimate() {
    for_any(|scenario, estimate, catalogue| {
        let mut before = estimate.waterfall.baseline;
        for bar in &estimate.waterfall.bars {
            assert_eq!(bar.before, before);
            before = bar.after;
        }
        assert_eq!(estimate.waterfall.result, before);
        assert_eq!(known_part(before).to_bits(), known_part(estimate.total.cost.month).to_bits());
        let mut plain = scenario.clone();
        for feature in &mut plain.features {
            feature.levers.on = LeverSet::NONE;
        }
        let plain = inference_estimator::estimate::estimate(&plain, catalogue).unwrap();
        assert_eq!(plain.total.cost.month, estimate.waterfall.baseline);
    });
}

#[test]
fn a_lever_that_is_off_changes_nothing() {
    for_any(|scenario, _, catalogue| {
        let mut off = scenario.clone();
        let mut fresh = scenario.clone();
        for (off, fresh) in off.features.iter_mut().zip(&mut fresh.features) {
            off.levers.on = LeverSet::NONE;
            fresh.levers = inference_estimator::scenario::Levers::default();
        }
        assert_eq!(estimate(&off, catalogue).unwrap(), estimate(&fresh, catalogue).unwrap());
    });
}

#[test]
fn more_use_never_costs_less() {
    let more_of = |feature: &mut Feature, field: Field, by: f64| {
        let most = field.spec().bounds.max;
        let value = feature.value(field).unwrap_or(0.0);
        feature.set(field, Some((value * by).min(most))).unwrap();
    };
    for_any(|scenario, now, catalogue| {
        for field in [Field::RequestsPerActiveDay, Field::OutputTokens, Field::CallsPerRequest] {
            let mut more = scenario.clone();
            for feature in &mut more.features {
                more_of(feature, field, 1.5);
            }
            // A high value below the new typical one is a rule between fields that this test is not about.
            let Ok(then) = estimate(&more, catalogue) else { continue };
            for (now, then) in now.features.iter().zip(&then.features) {
                let (now, then) = (known_part(now.cost.month), known_part(then.cost.month));
                assert!(then >= now * (1.0 - 1e-12), "{field:?}: {then} after {now}");
            }
        }
    });
}

#[test]
fn the_same_scenario_always_gives_the_same_estimate() {
    for_any(|scenario, now, catalogue| assert_eq!(estimate(scenario, catalogue).unwrap(), *now));
}

#[test]
fn an_estimate_made_again_is_the_estimate_whatever_changed() {
    let mut last: Option<(Scenario, Costs, Estimate)> = None;
    let catalogue = Catalogue::shipped().unwrap();
    for seed in 0..200 {
        let mut scenario = Draw(seed).scenario();
        // Every second scenario keeps the features of the one before, for other users on another day.
        if let Some((before, ..)) = last.as_ref().filter(|_| seed % 2 == 1) {
            scenario.features = before.features.clone();
        }
        let known = last.as_ref().map(|(scenario, found, _)| (scenario, found));
        let found = costs(&scenario, &catalogue, known).unwrap();
        let before = last.as_ref().map(|(scenario, _, estimate)| (scenario, estimate));
        let again = estimate_again(&scenario, found.clone(), &catalogue, before);
        assert_eq!(again, estimate(&scenario, &catalogue).unwrap());
        last = Some((scenario, found, again));
    }
}

/// A plan of `price` for everybody, without fees, on which the users together cost `month`.
fn plan_without_fees(users: f64, price: f64, month: f64) -> Result<UnitEconomics, NoEconomics> {
    let mut scenario = Scenario::new("plan", "2026-11-23".parse().unwrap());
    for (field, value) in [
        (Field::Users, users),
        (Field::PriceUsdPerMonth, price),
        (Field::FeeShare, 0.0),
        (Field::FeeUsd, 0.0),
    ] {
        scenario.set(FieldPath { place: Place::Scenario, field }, Some(value)).unwrap();
    }
    UnitEconomics::new(&scenario, Cost::Known(Usd::new(month).unwrap()))
}

// Source: the glossary entry "Inference": $5 of inference for each user of a $20 plan.
#[test]
fn five_dollars_on_a_twenty_dollar_plan_leave_75_per_cent_and_are_flagged_as_pressure() {
    let economics = plan_without_fees(1000.0, 20.0, 5000.0).unwrap();
    assert!(close(economics.gross_margin, 0.75));
    assert!(close(economics.share_of_price.get(), 0.25));
    assert_eq!(economics.pressure, Pressure::Margin);
}

// Source: the product brief; a generation is 3 calls of 2,500 in and 1,200 out at $1.25/$10, $0.045375.
#[test]
fn users_at_25_40_400_and_1_200_generations_use_3_9_6_3_62_6_and_187_8_per_cent_of_29_dollars() {
    for (generations, percent) in [(25.0, 3.9), (40.0, 6.3), (400.0, 62.6), (1200.0, 187.8)] {
        let economics = plan_without_fees(1.0, 29.0, generations * 0.045_375).unwrap();
        assert!((economics.share_of_price.get() * 100.0 - percent).abs() <= 0.05 + 1e-9, "{generations}");
        assert_eq!(economics.pressure == Pressure::Loss, generations > 1000.0);
    }
}

// Source: the arithmetic of the product's own design: 2.9 % + $0.30 of $10, $1.40 of other costs, $0.705 of inference
// for each of 10,000 users of whom 8,000 pay.
#[test]
fn a_paying_user_carries_a_quarter_of_a_free_one_and_leaves_7_13_of_10_dollars() {
    let mut scenario = Scenario::new("plan", "2026-11-23".parse().unwrap());
    for (field, value) in [
        (Field::Users, 10_000.0),
        (Field::PriceUsdPerMonth, 10.0),
        (Field::PayingShare, 0.8),
        (Field::OtherCostsUsd, 1.4),
        (Field::HeavyUserFactor, 4.5),
    ] {
        scenario.set(FieldPath { place: Place::Scenario, field }, Some(value)).unwrap();
    }
    let economics = UnitEconomics::new(&scenario, Cost::Known(Usd::new(7050.0).unwrap())).unwrap();
    assert!(close(economics.fees.get(), 0.59));
    assert!(close(economics.free_users.get(), 0.176_25));
    assert!((economics.contribution_margin.get() - 7.13).abs() < 0.005);
    assert!(close(economics.formula().value(), economics.contribution_margin.get()));
    assert!((economics.target_price.unwrap().get() - 9.52).abs() < 0.005);
    let heavy = economics.heavy_user.unwrap();
    assert!(heavy.left.get() > 0.0 && heavy.users_at_a_loss.get() < 0.01);
    assert_eq!(UnitEconomics::new(&scenario, Cost::NotKnown), Err(NoEconomics::CostNotKnown));
}

//! What users cost against what they pay: points of use, tiers, allowances, plans without a limit.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;
mod scenarios;

use cases::{Case, custom, feature, leg};
use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::business::pricing::{
    Counted, NoRisk, NoTiers, OnAverage, TierTable, advise, tier_table, unlimited_risk,
};
use inference_estimator::estimate::{Pressure, UsageSpread, UserAt, estimate};
use inference_estimator::scenario::{
    Feature, Field, FieldPath, Name, Place, PlanTier, Scenario, Serving, Tier,
};
use inference_estimator::units::{Count, Factor, Share, Usd};
use scenarios::Draw;

fn put(scenario: &mut Scenario, values: &[(Field, f64)]) {
    for (field, value) in values {
        scenario.set(FieldPath { place: Place::Scenario, field: *field }, Some(*value)).unwrap();
    }
}

/// A feature that all users use `requests` times a month at `usd` each.
fn used(requests: f64, usd: f64) -> Feature {
    let mut feature = Feature::new("used", Serving::PerRequest(Usd::new(usd).unwrap()));
    feature.set(Field::RequestsPerActiveDay, Some(requests)).unwrap();
    feature.set(Field::ActiveDaysPerMonth, Some(1.0)).unwrap();
    feature
}

fn tier(scenario: &mut Scenario, name: &str, values: &[(Field, f64)]) {
    let index = scenario.tiers.len();
    scenario.tiers.push(PlanTier { name: Name::new(name), tier: Tier::default() });
    for (field, value) in values {
        scenario.set(FieldPath { place: Place::Tier(index), field: *field }, Some(*value)).unwrap();
    }
}

fn table(scenario: &Scenario) -> Result<TierTable, NoTiers> {
    tier_table(scenario, &estimate(scenario, &Catalogue::shipped().unwrap()).unwrap())
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-9), "{found} instead of {expected}");
}

// Source: the product brief: an action of 3 calls of 2,500 in and 1,200 out at $1.25 and $10, on a plan of $29.
#[test]
fn users_of_25_40_400_and_1_200_generations_use_3_9_6_3_62_6_and_187_8_per_cent_of_29_dollars() {
    let mut generations = feature(vec![leg(1.0, custom(1.25, 10.0))]);
    for (field, value) in
        [(Field::InputTokens, 2500.0), (Field::OutputTokens, 1200.0), (Field::CallsPerRequest, 3.0)]
    {
        generations.set(field, Some(value)).unwrap();
    }
    let mut case = Case::new(1.0, vec![generations]);
    case.plan(29.0, 1.0);
    let each = case.estimate().features[0].cost_per_request.known().unwrap();
    near(each.get(), 0.045_375);
    let share = |requests: f64| {
        let user = UserAt::new(&case.scenario, each, Count::new(requests).unwrap());
        near(user.inference.get(), requests * 0.045_375);
        user.share_of_price.unwrap().get() * 100.0
    };
    for (requests, percent) in [(25.0, 3.9), (40.0, 6.3), (400.0, 62.6), (1200.0, 187.8)] {
        assert!((share(requests) - percent).abs() <= 0.05 + 1e-9, "{requests}");
    }
}

// Source: https://www.calkulon.com/specialized/ai-llm-costs/ai-saas-margin (read 2026-11-24): a user at $50 who costs
// $15 leaves 70 %, one who costs $35 leaves 30 %.
#[test]
fn a_published_user_at_50_dollars_leaves_70_per_cent_and_a_heavy_one_30() {
    for (cost, left) in [(15.0, 0.7), (35.0, 0.3)] {
        let mut case = Case::new(100.0, vec![used(100.0, cost / 100.0)]);
        case.plan(50.0, 1.0);
        put(&mut case.scenario, &[(Field::FeeShare, 0.0), (Field::FeeUsd, 0.0)]);
        let economics = case.estimate().economics.unwrap();
        near(economics.gross_margin, left);
        assert_eq!(economics.pressure, Pressure::Margin);
    }
}

#[test]
fn fixed_costs_are_met_by_so_many_users_who_pay() {
    let mut case = Case::new(1000.0, vec![used(100.0, 0.05)]);
    case.plan(20.0, 1.0);
    let plan = [(Field::FeeShare, 0.0), (Field::FeeUsd, 0.0), (Field::FixedCostsUsd, 30_000.0)];
    put(&mut case.scenario, &plan);
    let economics = case.estimate().economics.unwrap();
    near(economics.break_even_users.unwrap().get(), 2000.0);
    near(economics.left_after_fixed.unwrap().get(), -15_000.0);
    for step in economics.steps(&case.scenario) {
        near(step.formula.value(), step.result.value());
    }
}

#[test]
fn the_high_value_of_requests_stands_in_for_a_heavy_user_that_is_not_set() {
    let mut case = Case::new(1000.0, vec![used(100.0, 0.05), used(10.0, 0.1)]);
    case.plan(20.0, 1.0);
    assert_eq!(case.estimate().economics.unwrap().heavy_user, None);
    case.scenario.features[0].set(Field::RequestsPerActiveDayP95, Some(400.0)).unwrap();
    // $5 of 4 × and $1 of 1 ×: 3.5 × together.
    let found = case.estimate().economics.unwrap().heavy_user.unwrap();
    near(found.inference.get() / found.typical_inference.get(), 3.5);
}

/// The example of the product's own design: 10,000 users of whom 8,000 pay $10, $7,050 of inference, of which the chat
/// has 500,000 requests at $0.00306.
fn designed() -> Case {
    let mut chat = used(50.0, 0.003_06);
    chat.name = Name::new("Support chat");
    let mut case = Case::new(10_000.0, vec![chat, used(1.0, 0.552)]);
    case.plan(10.0, 0.8);
    put(&mut case.scenario, &[(Field::OtherCostsUsd, 1.4), (Field::HeavyUserFactor, 4.5)]);
    case
}

#[test]
fn ten_dollars_can_include_90_messages_for_70_per_cent_and_100_more_cost_1_13() {
    let case = designed();
    let estimate = case.estimate();
    for (price, allowance, cost, margin) in [
        (6.0, None, 2.60, 0.57),
        (10.0, Some(90.0), 2.99, 0.70),
        (15.0, Some(530.0), 4.48, 0.70),
        (20.0, Some(970.0), 5.98, 0.70),
    ] {
        let found = advise(&case.scenario, &estimate, Counted::Feature(0), Usd::new(price).unwrap()).unwrap();
        assert_eq!(found.allowance.map(|count| count.get()), allowance, "{price}");
        assert!((found.cost_if_used.get() - cost).abs() < 0.0051, "{found:?}");
        assert!((found.margin_if_used - margin).abs() < 0.0051, "{found:?}");
        assert!((found.overage.unwrap().get() * 100.0 - 1.13).abs() < 0.005);
        for step in &found.steps {
            near(step.formula.value(), step.result.value());
        }
    }
}

#[test]
fn an_allowance_by_the_mean_user_is_larger_and_keeps_the_margin_of_the_users_together() {
    let case = designed();
    let estimate = case.estimate();
    let price = Usd::new(9.4).unwrap();
    let found = advise(&case.scenario, &estimate, Counted::Requests, price).unwrap();
    let OnAverage::Limit(limit) = found.on_average else { panic!("{found:?}") };
    assert!(limit > found.allowance.unwrap());
    // All users on one tier with that limit: the tier and what free users cost leave the target, or a little more.
    let mut tiers = case.scenario;
    tier(&mut tiers, "all", &[(Field::TierPriceUsd, 9.4), (Field::IncludedRequests, limit.get())]);
    let table = table(&tiers).unwrap();
    let left = table.margin.get() / table.revenue.get();
    assert!((0.7..0.72).contains(&left), "{left}");
}

#[test]
fn each_user_takes_the_tier_that_is_cheapest_for_the_own_use() {
    let mut case = designed();
    tier(&mut case.scenario, "Free", &[(Field::TierPriceUsd, 0.0), (Field::IncludedRequests, 20.0)]);
    let start = [(Field::TierPriceUsd, 8.0), (Field::IncludedRequests, 60.0), (Field::OverageUsd, 0.1)];
    tier(&mut case.scenario, "Start", &start);
    tier(&mut case.scenario, "Team", &[(Field::TierPriceUsd, 15.0), (Field::IncludedRequests, 250.0)]);
    let credits =
        [(Field::TierPriceUsd, 30.0), (Field::IncludedCredits, 100.0), (Field::OverageUsdPerCredit, 0.2)];
    tier(&mut case.scenario, "Credits", &credits);
    let found = table(&case.scenario).unwrap();
    // The same with half a million users one by one.
    let spread = UsageSpread::of_heavy_user(Factor::new(4.5).unwrap());
    let users: u32 = 500_000;
    let mut revenue = [0.0; 4];
    let mut inference = [0.0; 4];
    let mut count = [0.0; 4];
    for user in 0..users {
        let rank = Share::new((f64::from(user) + 0.5) / f64::from(users)).unwrap();
        let multiple = spread.quantile(rank).get();
        let (requests, cost) = (multiple * 51.0, multiple * 0.705);
        let pays = [
            if requests <= 20.0 { 0.0 } else { f64::INFINITY },
            8.0 + 0.1 * (requests - 60.0).max(0.0),
            if requests <= 250.0 { 15.0 } else { f64::INFINITY },
            30.0 + 0.2 * (cost / 0.01 - 100.0).max(0.0),
        ];
        let (tier, pay) = pays.into_iter().enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        count[tier] += 8000.0 / f64::from(users);
        revenue[tier] += pay * 8000.0 / f64::from(users);
        inference[tier] += cost * 8000.0 / f64::from(users);
    }
    for (tier, row) in found.rows.iter().enumerate() {
        let close = |found: f64, expected: f64| {
            assert!(
                (found - expected).abs() <= 2e-3 * expected.max(10.0),
                "{tier}: {found} and not {expected}"
            );
        };
        close(row.users.get(), count[tier]);
        close(row.revenue.get(), revenue[tier]);
        close(row.inference.get(), inference[tier]);
    }
    assert!(found.rows.iter().all(|row| row.cut_off.get() <= 0.0));
    near(found.free_users.get(), 1410.0);
}

#[test]
fn without_a_tier_that_serves_all_use_heavy_users_end_at_the_largest_allowance() {
    let mut case = designed();
    tier(&mut case.scenario, "Small", &[(Field::TierPriceUsd, 5.0), (Field::IncludedRequests, 30.0)]);
    tier(&mut case.scenario, "Large", &[(Field::TierPriceUsd, 9.0), (Field::IncludedRequests, 100.0)]);
    let found = table(&case.scenario).unwrap();
    let spread = UsageSpread::of_heavy_user(Factor::new(4.5).unwrap());
    let limit = Factor::new(100.0 / 51.0).unwrap();
    near(found.rows[1].cut_off.get(), 8000.0 * spread.share_below(limit).rest().get());
    near(found.refused_use.get(), spread.excess(limit).get());
    near(found.rows[0].revenue.get(), found.rows[0].users.get() * 5.0);
}

#[test]
fn tiers_of_any_scenario_hold_all_users_and_add_up() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut tables = 0;
    for seed in 0..800 {
        let mut draw = Draw(seed);
        let mut scenario = draw.scenario();
        scenario.features = vec![used(draw.number(Field::RequestsPerActiveDay.spec().bounds), 0.01)];
        let Ok(found) = tier_table(&scenario, &estimate(&scenario, &catalogue).unwrap()) else { continue };
        tables += 1;
        let shares: f64 = found.rows.iter().map(|row| row.share.get()).sum();
        assert!((shares - 1.0).abs() < 1e-6, "{scenario:?}: {shares}");
        for row in &found.rows {
            assert!(row.revenue.get() >= 0.0 && row.inference.get() >= 0.0 && row.cut_off <= row.users);
            for step in &row.steps {
                let (sum, result) = (step.formula.value(), step.result.value());
                assert!(sum.abs() > 1e14 || (sum - result).abs() <= 1e-9 * sum.abs().max(1e-9), "{step:?}");
            }
        }
    }
    assert!(tables > 200);
}

#[test]
fn a_plan_without_limit_loses_on_those_who_use_more_than_they_pay_for() {
    let case = designed();
    let risk = unlimited_risk(&case.scenario, &case.estimate()).unwrap();
    // $10 − $0.59 − $1.40 = $8.01, at $0.705 for 51 requests.
    near(risk.loses_from.get(), 8.01 / (0.705 / 51.0));
    near(risk.step.formula.value(), risk.loses_from.get());
    let p95 = risk.heavy[2];
    near(p95.inference.get() / risk.heavy[0].inference.get(), 4.5);
    near(p95.left.get(), 8.01 - p95.inference.get());
    assert!(risk.heavy.windows(2).all(|pair| pair[0].share_of_use > pair[1].share_of_use));
    let economics = case.estimate().economics.unwrap();
    assert_eq!(economics.heavy_user.unwrap().users_at_a_loss, risk.users_at_a_loss);
    assert!(risk.lost.get() > 0.0);
    let plain = Case::new(10.0, vec![used(1.0, 1.0)]);
    assert!(matches!(unlimited_risk(&plain.scenario, &plain.estimate()), Err(NoRisk::Economics(_))));
}

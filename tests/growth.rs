//! What lies ahead, and what would be if an input were different.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;
mod scenarios;

use cases::{Case, custom, feature, leg};
use inference_estimator::catalogue::{Catalogue, ModelId, RequestContext};
use inference_estimator::chart::{Frame, GrowthLines, HEAT_LEVELS, HeatCell, Shape, heat};
use inference_estimator::estimate::business::growth::{Growth, growth};
use inference_estimator::estimate::business::what_if::{
    TableSide, WhatIfOutcome, input_ranges, swings, two_way_table,
};
use inference_estimator::estimate::{Cost, estimate};
use inference_estimator::format::Locale;
use inference_estimator::scenario::{
    Field, FieldPath, HostedModelChoice, ModelRef, Name, Place, PlanTier, Scenario, Tier,
};
use inference_estimator::units::{Date, Usd, Within};
use scenarios::Draw;

fn put(scenario: &mut Scenario, values: &[(Field, f64)]) {
    for (field, value) in values {
        scenario.set(FieldPath { place: Place::Scenario, field: *field }, Some(*value)).unwrap();
    }
}

/// 1,000 users who pay $20 without fees and cost $5 of inference each; $18,000 of fixed costs; 10 % growth.
fn plan() -> Case {
    let mut chat = feature(vec![leg(1.0, custom(1.0, 10.0))]);
    for (field, value) in
        [(Field::InputTokens, 10_000.0), (Field::OutputTokens, 4000.0), (Field::RequestsPerActiveDay, 5.0)]
    {
        chat.set(field, Some(value)).unwrap();
    }
    chat.set(Field::ActiveDaysPerMonth, Some(20.0)).unwrap();
    let mut case = Case::new(1000.0, vec![chat]);
    case.plan(20.0, 1.0);
    let values = [(Field::FeeShare, 0.0), (Field::FeeUsd, 0.0), (Field::FixedCostsUsd, 18_000.0)];
    put(&mut case.scenario, &values);
    case
}

fn grown(scenario: &Scenario) -> Growth {
    let catalogue = Catalogue::shipped().unwrap();
    growth(scenario, &estimate(scenario, &catalogue).unwrap(), &catalogue)
}

fn known(cost: Cost) -> f64 {
    cost.known().unwrap().get()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-9), "{found} instead of {expected}");
}

#[test]
fn ten_per_cent_a_month_meet_18_000_dollars_of_fixed_costs_in_the_third_month() {
    let found = grown(&plan().scenario);
    assert_eq!(found.months.len(), 12);
    for (index, month) in found.months.iter().enumerate() {
        let users = (1000.0 * 1.1_f64.powi(index as i32)).round();
        near(month.money.users.get(), users);
        near(known(month.money.inference), users * 5.0);
        near(month.money.revenue.unwrap().get(), users * 20.0);
        near(month.money.margin.unwrap().get(), users * 15.0);
        near(month.money.after_fixed.unwrap().get(), users * 15.0 - 18_000.0);
    }
    // 1,000, 1,100 and 1,210 users; 1,200 are needed.
    assert_eq!(found.break_even_month, Some(2));
    near(found.break_even_users.unwrap().get(), 1200.0);
    near(found.break_even_step.unwrap().formula.value(), 1200.0);
    assert_eq!(found.months[3].starts, "2027-02-23".parse::<Date>().unwrap());
}

#[test]
fn twice_five_and_ten_times_the_users_cost_so_many_times_as_much() {
    let found = grown(&plan().scenario);
    for (scale, times) in found.scales.iter().zip([1.0, 2.0, 5.0, 10.0]) {
        near(known(scale.now.inference), 5000.0 * times);
        near(scale.now.after_fixed.unwrap().get(), 15_000.0 * times - 18_000.0);
        assert_eq!(scale.now, scale.later);
    }
}

#[test]
fn an_announced_price_counts_from_its_day_on() {
    let catalogue = Catalogue::shipped().unwrap();
    let from: Date = "2026-11-23".parse().unwrap();
    let until = from.plus_months(12);
    let changes = |id: &ModelId| {
        let model = catalogue.hosted.model(*id).unwrap();
        catalogue.hosted.price_changes(model, from, until, RequestContext::default()).len() == 1
    };
    let all: Vec<ModelId> = catalogue.hosted.models().map(|model| model.id).filter(changes).collect();
    let mut seen = 0;
    for id in all {
        let mut case = plan();
        let chosen = HostedModelChoice::Book(ModelRef::Id(id));
        case.scenario.features[0].serving = feature(vec![leg(1.0, chosen)]).serving;
        put(&mut case.scenario, &[(Field::MonthlyGrowth, 0.0)]);
        let now = case.estimate();
        let [change] = now.price_changes[..] else { continue };
        let (Some(before), Some(after)) = (change.month_before.known(), change.month_after.known()) else {
            continue;
        };
        seen += 1;
        let found = grown(&case.scenario);
        assert_eq!(found.price_changes, [change.date]);
        for (month, next) in found.months.iter().zip(&found.months[1..]) {
            let days = f64::from(next.starts.days() - month.starts.days());
            let late = f64::from(next.starts.days() - change.date.days()).within(0.0, days) / days;
            near(known(month.money.inference), before.get() * (1.0 - late) + after.get() * late);
            let begins = month.starts <= change.date && change.date < next.starts;
            assert_eq!(month.has_price_change, begins);
        }
        near(known(found.scales[3].later.inference), after.get() * 10.0);
    }
    assert!(seen > 0, "the book announces no price");
}

#[test]
fn with_tiers_the_tiers_take_the_money() {
    let mut case = plan();
    case.scenario.tiers.push(PlanTier { name: Name::new("One"), tier: Tier::default() });
    let at = |field| FieldPath { place: Place::Tier(0), field };
    case.scenario.set(at(Field::TierPriceUsd), Some(9.0)).unwrap();
    case.scenario.set(at(Field::IncludedRequests), Some(50.0)).unwrap();
    let first = grown(&case.scenario).months[0].money;
    near(first.revenue.unwrap().get(), 9000.0);
    // Everybody uses 100, and is let through to 50.
    near(known(first.inference), 2500.0);
    near(first.margin.unwrap().get(), 6500.0);
}

#[test]
fn months_never_cost_less_while_users_grow_at_today_s_prices() {
    let catalogue = Catalogue::shipped().unwrap();
    for seed in 0..150 {
        let mut scenario = Draw(seed).scenario();
        put(&mut scenario, &[(Field::HorizonMonths, 12.0)]);
        let found = growth(&scenario, &estimate(&scenario, &catalogue).unwrap(), &catalogue);
        assert_eq!(found.months.len(), 12);
        let mut last = 0.0;
        for month in found.months.iter().filter(|_| found.price_changes.is_empty()) {
            let now = month.money.inference.known_part().map_or(0.0, Usd::get);
            assert!(now >= last * (1.0 - 1e-9), "seed {seed}: {now} after {last}");
            last = now;
        }
    }
}

fn at(field: Field) -> FieldPath {
    let place = if matches!(field, Field::Users | Field::PriceUsdPerMonth) {
        Place::Scenario
    } else {
        Place::Feature(0)
    };
    FieldPath { place, field }
}

#[test]
fn the_input_that_moves_the_margin_farthest_comes_first() {
    let case = plan();
    let catalogue = Catalogue::shipped().unwrap();
    let ranges = input_ranges(&case.scenario, 0.2);
    assert!(ranges.iter().all(|range| range.is_assumed && range.low <= range.now));
    let found = swings(&case.scenario, &catalogue, WhatIfOutcome::Margin, &ranges).unwrap();
    near(found.now, 15.0);
    assert_eq!(found.rows[0].range.path, at(Field::PriceUsdPerMonth));
    near(found.rows[0].at_low, 11.0);
    near(found.rows[0].at_high, 19.0);
    // More requests leave less; the number of users leaves each user alone.
    let requests = found.rows.iter().find(|row| row.range.path == at(Field::RequestsPerActiveDay)).unwrap();
    near(requests.at_low, 16.0);
    near(requests.at_high, 14.0);
    assert!(found.rows.iter().all(|row| row.range.path != at(Field::Users)));
    // The cost of the month does not know of the price.
    let month = swings(&case.scenario, &catalogue, WhatIfOutcome::Month, &ranges).unwrap();
    assert!(month.rows.iter().all(|row| row.range.path != at(Field::PriceUsdPerMonth)));
    near(month.rows.iter().find(|row| row.range.path == at(Field::Users)).unwrap().at_high, 6000.0);
}

#[test]
fn the_users_that_the_scenario_expects_at_most_are_no_assumption() {
    let mut case = plan();
    case.scenario.features[0].set(Field::UsersFactorP95, Some(2.0)).unwrap();
    let users = input_ranges(&case.scenario, 0.2).into_iter().find(|range| range.path == at(Field::Users));
    let users = users.unwrap();
    assert!(!users.is_assumed);
    assert!((users.low * users.high / 1e6 - 1.0).abs() < 2e-3, "{users:?}");
}

#[test]
fn inputs_with_a_high_end_move_from_their_p10_to_their_p90_and_the_others_by_what_is_assumed() {
    let mut case = plan();
    let feature = &mut case.scenario.features[0];
    feature.set(Field::RequestsPerActiveDay, Some(4.0)).unwrap();
    feature.set(Field::RequestsPerActiveDayP95, Some(16.0)).unwrap();
    let ranges = input_ranges(&case.scenario, 0.2);
    let of = |field| *ranges.iter().find(|range| range.path == at(field)).unwrap();
    let requests = of(Field::RequestsPerActiveDay);
    assert!(!requests.is_assumed);
    // ln 4 ÷ 1.6449 is σ; p90 lies 1.2816 σ above the median: 4 × 4^(1.2816 ÷ 1.6449).
    near(requests.high, 4.0 * 4.0_f64.powf(1.281_551_565_544_6 / 1.644_853_626_951_47));
    near(requests.low * requests.high, 16.0);
    let days = of(Field::ActiveDaysPerMonth);
    assert!(days.is_assumed);
    near(days.low / days.now, 0.8);
}

#[test]
fn each_cell_of_a_two_way_table_is_the_estimate_of_its_scenario() {
    let case = plan();
    let catalogue = Catalogue::shipped().unwrap();
    let side = |field| TableSide::around(&case.scenario, at(field)).unwrap();
    for outcome in WhatIfOutcome::ALL {
        let (down, across) = (side(Field::RequestsPerActiveDay), side(Field::PriceUsdPerMonth));
        let table = two_way_table(&case.scenario, &catalogue, outcome, down, across);
        assert_eq!((table.cells.len(), table.cells[0].len()), (5, 5));
        for (requests, row) in table.down.values.iter().zip(&table.cells) {
            for (price, cell) in table.across.values.iter().zip(row) {
                let mut other = case.scenario.clone();
                other.set(at(Field::RequestsPerActiveDay), Some(*requests)).unwrap();
                other.set(at(Field::PriceUsdPerMonth), Some(*price)).unwrap();
                assert_eq!(*cell, outcome.of(&other, &catalogue));
                let found = estimate(&other, &catalogue).unwrap();
                if outcome == WhatIfOutcome::Margin {
                    near(cell.unwrap(), found.economics.unwrap().contribution_margin.get());
                }
            }
        }
    }
}

#[test]
fn a_value_outside_its_range_gives_no_cell_and_a_shorter_input_cuts_its_prefix() {
    let mut case = plan();
    case.scenario.features[0].set(Field::CacheablePrefixTokens, Some(9000.0)).unwrap();
    let catalogue = Catalogue::shipped().unwrap();
    let down = TableSide { path: at(Field::InputTokens), values: vec![1000.0, -1.0] };
    let across = TableSide { path: at(Field::Users), values: vec![10.0, 0.5] };
    let table = two_way_table(&case.scenario, &catalogue, WhatIfOutcome::Month, down, across);
    assert!(table.cells[0][0].is_some() && table.cells[0][1].is_none());
    assert_eq!(table.cells[1], [None, None]);
}

#[test]
fn the_chart_of_growth_has_a_row_a_month_and_the_heat_a_pattern_a_cell() {
    let mut case = plan();
    let found = grown(&case.scenario);
    let chart = GrowthLines { growth: &found }.draw(Frame::new(600.0, 240.0), Locale::ENGLISH);
    assert_eq!(chart.table.rows.len(), 12);
    let lines = chart.shapes.iter().filter(|shape| matches!(shape, Shape::Polyline { .. })).count();
    assert_eq!(lines, 3);
    assert!(
        GrowthLines { growth: &found }.draw(Frame::new(0.0, f64::NAN), Locale::ENGLISH).table.rows.len()
            == 12
    );
    let catalogue = Catalogue::shipped().unwrap();
    case.plan(5.0, 1.0);
    let side = |field| TableSide::around(&case.scenario, at(field)).unwrap();
    let (down, across) = (side(Field::RequestsPerActiveDay), side(Field::PriceUsdPerMonth));
    let cells = heat(
        &two_way_table(&case.scenario, &catalogue, WhatIfOutcome::Margin, down, across),
        Locale::ENGLISH,
    );
    assert_eq!(cells[2][2], HeatCell { text: Some("$0".to_owned()), level: 2, is_loss: false });
    assert_eq!((cells[4][0].level, cells[4][0].is_loss), (0, true));
    assert_eq!(cells[0][4].level, HEAT_LEVELS - 1);
}

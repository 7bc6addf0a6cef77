//! Levers, prices, growth and sensitivity, as JSON.

use super::{Object, step, why_blocked};
use crate::catalogue::Catalogue;
use crate::estimate::business::growth::{Growth, GrowthMonth, MonthMoney, Scale, growth};
use crate::estimate::business::pricing::{
    Advice, Counted, HeavyAt, NoRisk, NoTiers, OnAverage, TierRow, TierTable, UnlimitedRisk, advise,
    tier_table, unlimited_risk,
};
use crate::estimate::business::what_if::{
    InputSwing, Swings, TableSide, TwoWayTable, WhatIfOutcome, input_ranges, swings, two_way_table,
};
use crate::estimate::{Estimate, Exchange, LeverRow, NoEconomics, Step, Suggestion, lever_rows, try_next};
use crate::scenario::json::Value;
use crate::scenario::{Field, FieldPath, Place, Scenario};
use crate::units::{Count, Usd};

/// How far an input is varied that has no distribution.
const MOVED_BY: f64 = 0.2;

/// What is computed besides the estimate: each lever, what to try next, tiers, what prices can include, the risk of no
/// limit, growth, and which input matters most.
#[must_use]
pub fn business(scenario: &Scenario, estimate: &Estimate, catalogue: &Catalogue) -> Value {
    let indices: Vec<usize> = (0..scenario.features.len()).collect();
    let rows = |index: &usize| {
        let rows = lever_rows(scenario, *index, catalogue);
        Object::default().number("feature_index", *index as f64).list("rows", &rows, lever).done()
    };
    Object::default()
        .list("levers", &indices, rows)
        .list("try_next", &try_next(scenario, catalogue), suggestion)
        .add("unit_economics_working", steps(&economics_steps(scenario, estimate)))
        .add("tiers", tiers(scenario, tier_table(scenario, estimate)))
        .list("allowances", &advices(scenario, estimate), advice)
        .add("unlimited", unlimited(unlimited_risk(scenario, estimate)))
        .add("growth", ahead(&growth(scenario, estimate, catalogue)))
        .list("sensitivity", &WhatIfOutcome::ALL, |outcome| tornado(*outcome, scenario, catalogue))
        .add("two_way", two_way(scenario, catalogue))
        .done()
}

fn economics_steps(scenario: &Scenario, estimate: &Estimate) -> Vec<Step> {
    estimate.economics.as_ref().map(|economics| economics.steps(scenario)).unwrap_or_default()
}

fn steps(all: &[Step]) -> Value {
    Value::List(all.iter().map(step).collect())
}

fn field_names(fields: &[Field]) -> Value {
    Value::List(fields.iter().map(|field| Value::text(field.spec().name)).collect())
}

fn lever(row: &LeverRow) -> Value {
    let LeverRow { lever, is_on, saving, assumed, exchange: asked, step: working } = row;
    let object = Object::default()
        .text("lever", lever.key())
        .add("is_on", Value::Bool(*is_on))
        .known_number("saving_usd_per_month", saving.ok().map(Usd::get));
    let object = match saving {
        Ok(_) => object,
        Err(why) => object.text("not_known", why_blocked(*why)),
    };
    object
        .add("assumed", field_names(assumed))
        .add("in_exchange", exchange(*asked))
        .add("working", working.as_ref().map_or(Value::Null, step))
        .done()
}

fn suggestion(suggestion: &Suggestion) -> Value {
    let Suggestion { feature, row } = suggestion;
    Object::default().number("feature_index", *feature as f64).add("lever", lever(row)).done()
}

fn exchange(exchange: Exchange) -> Value {
    let object = Object::default();
    match exchange {
        Exchange::AnswerCache { from_store, wrong, hit } => object
            .number("requests_from_store_per_month", from_store.get())
            .known_number("wrong_answers_per_month", wrong.map(Count::get))
            .number("hit_ms", hit.get()),
        Exchange::PromptCache { hit_share, from_traffic } => object
            .number("prefix_hit_share", hit_share.get())
            .add("follows_from_traffic", Value::Bool(from_traffic)),
        Exchange::Batching { waiting, turnaround_hours, misses_target } => object
            .number("waiting_calls_per_month", waiting.get())
            .number("turnaround_hours", turnaround_hours.get())
            .add("misses_target", Value::Bool(misses_target)),
        Exchange::Routing { router, escalated } => {
            object.number("router_ms", router.get()).number("calls_paid_twice_per_month", escalated.get())
        }
        Exchange::Distillation { training, months_to_pay_back } => object
            .known_number("training_usd", training.map(Usd::get))
            .known_number("months_to_pay_back", months_to_pay_back.map(Count::get)),
        Exchange::Quantization | Exchange::ShorterText => object.text("quality", "not_estimated"),
    }
    .done()
}

fn tiers(scenario: &Scenario, table: Result<TierTable, NoTiers>) -> Value {
    let table = match table {
        Ok(table) => table,
        Err(why) => {
            let why = match why {
                NoTiers::NoTiers => "no_tiers",
                NoTiers::NobodyPays => "nobody_pays",
                NoTiers::CostNotKnown => "cost_not_known",
            };
            return Object::default().text("not_known", why).done();
        }
    };
    let TierTable { rows, has_spread, free_users, revenue, costs, margin, refused_use } = table;
    let row = |row: &TierRow| {
        let TierRow {
            tier,
            users,
            share,
            cut_off,
            revenue,
            overage,
            fees,
            other_costs,
            inference,
            margin,
            gross_margin,
            steps: working,
        } = row;
        let name = scenario.tiers.get(*tier).map_or("", |tier| tier.name.as_str());
        Object::default()
            .text("name", name)
            .number("users", users.get())
            .number("share_of_paying_users", share.get())
            .number("users_cut_off", cut_off.get())
            .number("revenue_usd_per_month", revenue.get())
            .number("overage_usd_per_month", overage.get())
            .number("fees_usd_per_month", fees.get())
            .number("other_costs_usd_per_month", other_costs.get())
            .number("inference_usd_per_month", inference.get())
            .number("margin_usd_per_month", margin.get())
            .known_number("gross_margin_share", *gross_margin)
            .add("working", steps(working))
            .done()
    };
    Object::default()
        .list("tiers", &rows, row)
        .add("users_differ", Value::Bool(has_spread))
        .number("free_users_usd_per_month", free_users.get())
        .number("revenue_usd_per_month", revenue.get())
        .number("costs_usd_per_month", costs.get())
        .number("margin_usd_per_month", margin.get())
        .number("share_of_use_refused", refused_use.get())
        .done()
}

/// How many requests of all features the plan's price, and that of each tier, can include.
fn advices(scenario: &Scenario, estimate: &Estimate) -> Vec<Advice> {
    let tiers = scenario.tiers.iter().map(|tier| tier.tier.tier_price_usd());
    let prices = scenario.plan.price_usd_per_month().into_iter().chain(tiers);
    let found = prices
        .filter(|price| price.get() > 0.0)
        .map(|price| advise(scenario, estimate, Counted::Requests, price).ok());
    found.flatten().collect()
}

fn advice(advice: &Advice) -> Value {
    let Advice {
        price,
        counted,
        allowance,
        cost_if_used,
        margin_if_used,
        on_average,
        overage,
        steps: working,
    } = advice;
    let counted = match counted {
        Counted::Requests | Counted::Feature(_) => "requests",
        Counted::Tokens => "tokens",
        Counted::Credits => "credits",
    };
    let (average, why) = match on_average {
        OnAverage::Limit(limit) => (Some(limit.get()), None),
        OnAverage::NoLimit => (None, Some("no_limit_needed")),
        OnAverage::NonePossible => (None, Some("none_possible")),
        OnAverage::SpreadNotSet => (None, Some("spread_not_set")),
    };
    Object::default()
        .number("price_usd_per_month", price.get())
        .text("counted", counted)
        .known_number("included_per_month", allowance.map(Count::get))
        .number("cost_if_used_usd_per_month", cost_if_used.get())
        .number("margin_if_used_share", *margin_if_used)
        .known_number("included_on_average_per_month", average)
        .add("on_average_not_known", why.map_or(Value::Null, Value::text))
        .known_number("overage_usd_each", overage.map(Usd::get))
        .add("working", steps(working))
        .done()
}

fn unlimited(risk: Result<UnlimitedRisk, NoRisk>) -> Value {
    let risk = match risk {
        Ok(risk) => risk,
        Err(why) => {
            let why = match why {
                NoRisk::Economics(NoEconomics::NoPrice) => "no_price",
                NoRisk::Economics(NoEconomics::NobodyPays) => "nobody_pays",
                NoRisk::Economics(NoEconomics::CostNotKnown) => "cost_not_known",
                NoRisk::SpreadNotSet => "spread_not_set",
                NoRisk::NoUse => "no_use",
            };
            return Object::default().text("not_known", why).done();
        }
    };
    let UnlimitedRisk { loses_from, users_at_a_loss, lost, heavy, step: working } = risk;
    let user = |user: &HeavyAt| {
        let HeavyAt { below, requests, inference, left, share_of_use } = *user;
        Object::default()
            .number("share_of_users_below", below.get())
            .number("requests_per_month", requests.get())
            .number("inference_usd_per_month", inference.get())
            .number("left_usd_per_month", left.get())
            .number("share_of_use_from_here_up", share_of_use.get())
            .done()
    };
    Object::default()
        .number("loss_from_requests_per_month", loses_from.get())
        .number("share_of_users_at_a_loss", users_at_a_loss.get())
        .number("lost_usd_per_month", lost.get())
        .list("users", &heavy, user)
        .add("working", step(&working))
        .done()
}

fn ahead(growth: &Growth) -> Value {
    let Growth { months, scales, price_changes, break_even_month, break_even_users, break_even_step } =
        growth;
    let month = |month: &GrowthMonth| {
        let GrowthMonth { starts, money: of_month, has_price_change } = month;
        money(of_month)
            .text("from", &starts.to_string())
            .add("has_price_change", Value::Bool(*has_price_change))
            .done()
    };
    let scale = |scale: &Scale| {
        let Scale { times, now, later } = scale;
        Object::default()
            .number("times_the_users", f64::from(*times))
            .add("at_prices_now", money(now).done())
            .add("at_announced_prices", money(later).done())
            .done()
    };
    Object::default()
        .list("months", months, month)
        .list("scales", scales, scale)
        .list("price_changes", price_changes, |date| Value::text(&date.to_string()))
        .known_number("break_even_month_index", break_even_month.map(|index| index as f64))
        .known_number("break_even_paying_users", break_even_users.map(Count::get))
        .add("break_even_working", break_even_step.as_ref().map_or(Value::Null, step))
        .done()
}

fn money(money: &MonthMoney) -> Object {
    let MonthMoney { users, inference, revenue, fees_and_other, margin, after_fixed } = *money;
    let or_null = |usd: Option<Usd>| usd.map(Usd::get);
    Object::default()
        .number("users", users.get())
        .cost("inference_usd", inference)
        .known_number("revenue_usd", or_null(revenue))
        .known_number("fees_and_other_costs_usd", or_null(fees_and_other))
        .known_number("margin_usd", or_null(margin))
        .known_number("after_fixed_costs_usd", or_null(after_fixed))
}

fn path(path: FieldPath) -> Object {
    let object = Object::default().text("field", path.field.spec().name);
    match path.place {
        Place::Scenario => object,
        Place::Tier(tier) => object.number("tier_index", tier as f64),
        Place::Feature(feature) => object.number("feature_index", feature as f64),
        Place::Leg(feature, leg) => {
            object.number("feature_index", feature as f64).number("model_index", leg as f64)
        }
    }
}

fn tornado(outcome: WhatIfOutcome, scenario: &Scenario, catalogue: &Catalogue) -> Value {
    let ranges = input_ranges(scenario, MOVED_BY);
    let object = Object::default().text("of", outcome.key());
    let Some(Swings { now, rows }) = swings(scenario, catalogue, outcome, &ranges) else {
        return object.add("now", Value::Null).done();
    };
    let row = |row: &InputSwing| {
        let InputSwing { range, at_low, at_high } = *row;
        path(range.path)
            .number("now", range.now)
            .number("low", range.low)
            .number("high", range.high)
            .add("is_assumed", Value::Bool(range.is_assumed))
            .number("at_low", at_low)
            .number("at_high", at_high)
            .done()
    };
    object.number("now", now).list("inputs", &rows, row).done()
}

/// Requests of the first feature against the price, or the users where there is none.
fn two_way(scenario: &Scenario, catalogue: &Catalogue) -> Value {
    let at = |place, field| TableSide::around(scenario, FieldPath { place, field });
    let price = at(Place::Scenario, Field::PriceUsdPerMonth);
    let outcome = if price.is_some() { WhatIfOutcome::Margin } else { WhatIfOutcome::Month };
    let across = price.or_else(|| at(Place::Scenario, Field::Users));
    let (Some(down), Some(across)) = (at(Place::Feature(0), Field::RequestsPerActiveDay), across) else {
        return Value::Null;
    };
    let TwoWayTable { outcome, down, across, cells } =
        two_way_table(scenario, catalogue, outcome, down, across);
    let numbers = |values: &[f64]| Value::List(values.iter().copied().map(Value::Number).collect());
    let side = |side: &TableSide| path(side.path).add("values", numbers(&side.values)).done();
    Object::default()
        .text("of", outcome.key())
        .add("down", side(&down))
        .add("across", side(&across))
        .list("cells", &cells, |row: &Vec<Option<f64>>| {
            Value::List(row.iter().map(|cell| cell.map_or(Value::Null, Value::Number)).collect())
        })
        .done()
}

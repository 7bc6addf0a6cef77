//! As it grows: month by month, at several times the users, and what fixed costs ask for.

use super::what_if;
use crate::chart::{Chart, Frame, GrowthLines};
use crate::estimate::business::growth::{Growth, MonthMoney, growth};
use crate::format::{cost, count, date, exact, percent, usd};
use crate::pieces;
use crate::scenario::Field;
use crate::units::{Date, Usd};
use crate::web::ui::Ui;
use crate::web::ui::charts::chart_block;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Signal, StoredValue, untrack};
use crate::web::ui::parts::{grid, number_field, settled, steps_list};
use crate::web::ui::results::plain_steps;
use crate::web::ui::slot::Slot;
use std::rc::Rc;

/// "10% more users each month, for 12 months: cost, revenue, what is left, and what if an input were different."
pub fn finding(ui: Ui) -> String {
    let locale = ui.locale.get();
    ui.draft.with(|scenario| {
        let rate = percent(scenario.growth.monthly_growth().get(), locale);
        let months = exact(scenario.growth.horizon_months().get(), locale);
        let first = [&rate, " more users each month, for ", &months, " months: what it costs and leaves, "];
        [&first.concat(), "and what if an input were different."].concat()
    })
}

/// What was found, kept until the form has changed and rests.
type Found = StoredValue<Option<Growth>>;

/// The section.
pub fn body(ui: Ui) -> Piece {
    let found: Found = StoredValue::new(None);
    let act = move || {
        let next = ui.draft.with(|scenario| {
            ui.figures(|estimate| ui.catalogue.with_value(|catalogue| growth(scenario, estimate, catalogue)))
        });
        found.set_value(next);
    };
    let times = settled(ui, Rc::new(move || untrack(act)));
    let read = move |view: fn(Ui, &Growth) -> Piece| {
        move || {
            times.track();
            untrack(|| found.with_value(|found| found.as_ref().map(|found| view(ui, found))))
        }
    };
    let heading = move || {
        times.track();
        untrack(|| found.with_value(|found| found.as_ref().map(|found| heading(ui, found))))
    };
    let lines = move || {
        times.track();
        let width = ui.answer_width();
        untrack(|| found.with_value(|found| found.as_ref().and_then(|found| lines(ui, found, width))))
    };
    let field = |field| number_field(ui, Slot::scenario(field).into(), None, None, false);
    pieces![
        el("div")
            .class("two")
            .child(
                el("div").class("ask").child(el("h3").class("find").child("How fast does it grow?")).child(
                    el("div")
                        .class("row r3")
                        .child(field(Field::MonthlyGrowth))
                        .child(field(Field::HorizonMonths))
                        .child(field(Field::FixedCostsUsd))
                )
            )
            .child(el("div").child(el("div").class_if("stale", move || ui.is_stale()).child(chart_block(
                ui,
                Signal::derive(move || heading().unwrap_or_default()),
                Signal::derive(lines),
                Rc::new(move || pieces![read(marks), read(scales), read(break_even)].piece()),
            )))),
        what_if::view(ui)
    ]
    .piece()
}

/// "In Nov 2027, 28,500 users cost $128,000 a month, and leave $98,000"
fn heading(ui: Ui, found: &Growth) -> String {
    let locale = ui.locale.get();
    let Some(last) = found.months.last() else { return "No month ahead".to_owned() };
    let money = &last.money;
    let first =
        ["From ", &date(last.starts), " on, ", &count(money.users.get(), locale), " users cost "].concat();
    let left = money.margin.map(|left| {
        let amount = usd(Usd::saturating(left.get().abs()), locale);
        [if left.get() < 0.0 { " and lose " } else { " and leave " }, &amount].concat()
    });
    [&first, &cost(money.inference, locale), " a month", &left.unwrap_or_default()].concat()
}

fn lines(ui: Ui, found: &Growth, width: f64) -> Option<(Chart, String)> {
    let drawn = GrowthLines { growth: found }.draw(Frame::new(width, 240.0), ui.locale.get());
    let name = [
        "Inference, revenue and what is left, for ",
        &found.months.len().to_string(),
        " months; the table has the same figures",
    ];
    (!found.months.is_empty()).then(|| (drawn, name.concat()))
}

/// What the upright lines of the drawing are.
fn marks(ui: Ui, found: &Growth) -> Piece {
    let days: Vec<String> = found.price_changes.iter().map(|day: &Date| date(*day)).collect();
    let mut words = match days.as_slice() {
        [] => "No announced price begins in these months.".to_owned(),
        days => ["Announced prices begin on ", &days.join(" and "), ": the thin upright lines."].concat(),
    };
    if let Some(month) = found.break_even_month.and_then(|month| found.months.get(month)) {
        words = [&words, " Fixed costs are met from ", &date(month.starts), " on: the dashed line."].concat();
    }
    if ui.draft.with(|scenario| !scenario.tiers.is_empty()) {
        words += " Revenue is that of the tiers.";
    }
    el("p").class("src").child(words).piece()
}

/// Once, twice, five and ten times the users, today and at the last announced prices.
fn scales(ui: Ui, found: &Growth) -> Piece {
    let locale = ui.locale.get();
    let changes = !found.price_changes.is_empty();
    let money = |amount: Option<Usd>| amount.map_or_else(|| "not known".to_owned(), |usd_| usd(usd_, locale));
    let of = |money_of: &MonthMoney| [cost(money_of.inference, locale), money(money_of.margin)];
    let mut cells = Vec::new();
    for scale in &found.scales {
        let times = ["× ", &scale.times.to_string()].concat();
        cells.extend([times, count(scale.now.users.get(), locale), money(scale.now.revenue)]);
        cells.extend(of(&scale.now));
        if changes {
            cells.extend(of(&scale.later));
        }
    }
    let heads: &[&str] = &[
        "If users grow",
        "Users",
        "Revenue",
        "Inference",
        "Left",
        "Inference, announced prices",
        "Left then",
    ];
    let shown = if changes { heads } else { heads.get(..5).unwrap_or(heads) };
    el("section")
        .class("blk")
        .child(el("h3").class("find").child("At several times the users, a month"))
        .child(grid("At several times the users", shown, cells))
        .piece()
}

fn break_even(ui: Ui, found: &Growth) -> Piece {
    let fixed = ui.draft.with(|scenario| scenario.plan.fixed_costs_usd().is_some());
    let words = match (fixed, &found.break_even_step, found.break_even_month) {
        (false, ..) => "Set rent, staff and the like to see how many users must pay for them.",
        (true, None, _) => "Each user is a loss or not known, so no number of them meets the fixed costs.",
        (true, Some(_), None) => "Fixed costs are not met in any of these months.",
        (true, Some(_), Some(0)) => "Fixed costs are met from the first month on.",
        (true, Some(_), Some(_)) => "Fixed costs are met in these months, though not from the first.",
    };
    let steps: Vec<_> = found.break_even_step.iter().cloned().collect();
    el("section")
        .class("blk")
        .child(el("h3").class("find").child("Against fixed costs"))
        .child(el("p").class("s").child(words))
        .child(steps_list(plain_steps(ui, &steps)))
        .piece()
}

//! Pricing and margin: the questions on the left, the margin on the right.

use super::tiers;
use crate::estimate::business::pricing::Counted;
use crate::pieces;
use crate::presentation::answers::price::{self, Headed};
use crate::presentation::words::labels;
use crate::scenario::{BillingPeriod, Field};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, RwSignal, Signal, untrack};
use crate::web::ui::parts::{bars, choice, grid, more, number_field, settled, status, steps_list};
use crate::web::ui::slot::Slot;
use std::rc::Rc;

/// What was found, in a sentence.
pub fn finding(ui: Ui) -> String {
    ui.view(price::finding).unwrap_or_default()
}

/// What an allowance counts, by its place in the list.
const fn counted_as(choice: usize) -> Counted {
    match choice {
        0 => Counted::Requests,
        1 => Counted::Tokens,
        2 => Counted::Credits,
        feature => Counted::Feature(feature - 3),
    }
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    let counted = RwSignal::new(0);
    let times = settled(ui, Rc::new(|| ()));
    let late = move |view: fn(Ui) -> Piece| {
        move || {
            times.track();
            untrack(|| view(ui))
        }
    };
    el("div")
        .class("two")
        .child(el("div").class("ask").child(plan_fields(ui)).child(tiers::fields(ui, counted)))
        .child(
            el("div").child(
                el("div")
                    .class_if("stale", move || ui.is_stale())
                    .child(late(economics))
                    .child(late(users))
                    .child(move || {
                        times.track();
                        let counted = counted.get();
                        untrack(|| {
                            ui.view(|view| price::advice(view, counted_as(counted))).flatten().map(headed)
                        })
                    })
                    .child(late(tiers_found))
                    .child(late(risk)),
            ),
        )
        .piece()
}

fn plan_fields(ui: Ui) -> Piece {
    const FIELDS: [Field; 9] = [
        Field::PriceUsdPerMonth,
        Field::PayingShare,
        Field::TargetMargin,
        Field::FeeShare,
        Field::FeeUsd,
        Field::OtherCostsUsd,
        Field::DiscountShare,
        Field::FreeUserUsage,
        Field::HeavyUserFactor,
    ];
    let period = Signal::derive(move || {
        ui.draft.with(|scenario| usize::from(scenario.billing == BillingPeriod::Yearly))
    });
    let pay = Callback::new(move |index| {
        ui.draft.edit(
            || labels::BILLING_CHANGE.to_owned(),
            |scenario| {
                scenario.billing = if index == 1 { BillingPeriod::Yearly } else { BillingPeriod::Monthly };
            },
        );
    });
    pieces![
        el("h3").class("find").child(labels::PRICE_AND_COSTS),
        el("div").class("segs").child(choice(labels::HOW_OFTEN, "billing", &labels::BILLING, period, pay)),
        el("div").class("row r3").child(FIELDS.map(|field| number_field(
            ui,
            Slot::scenario(field).into(),
            None,
            None,
            false
        )),)
    ]
    .piece()
}

/// Where the price goes, and each figure with its arithmetic.
fn economics(ui: Ui) -> Piece {
    let found = match ui.view(price::economics) {
        Some(Ok(found)) => found,
        Some(Err(why)) => return el("p").class("find").child(why).piece(),
        None => return Piece::Nothing,
    };
    pieces![
        el("h3").class("find").child(found.heading),
        bars(found.bars),
        el("p").class("s press").child(status(found.pressure)).child(el("span").child(found.sentence)),
        el("p").class("s").child(found.heavy_user),
        steps_list(found.steps)
    ]
    .piece()
}

/// A heading over a table and its working.
fn headed(found: Headed) -> Piece {
    let Headed { heading, grid: table, note, steps } = found;
    el("section")
        .class("blk")
        .child(el("h3").class("find").child(heading))
        .child(grid(table))
        .child((!note.is_empty()).then(|| el("p").class("src").child(note)))
        .child((!steps.is_empty()).then(|| steps_list(steps)))
        .piece()
}

/// Users of the feature that is open, by how much they use it.
fn users(ui: Ui) -> Piece {
    ui.view(price::users).flatten().map(headed).piece()
}

/// Who chooses which tier, and its revenue.
fn tiers_found(ui: Ui) -> Piece {
    match ui.view(price::tiers) {
        Some(Ok(Some(mut found))) => {
            let steps = std::mem::take(&mut found.steps);
            let working =
                more(Rc::new(|| price::HOW_TIERS.to_owned()), Rc::new(move || steps_list(steps.clone())));
            pieces![headed(found), working].piece()
        }
        Some(Err(why)) => el("p").class("blk s q").child(why).piece(),
        Some(Ok(None)) | None => Piece::Nothing,
    }
}

/// What a plan without a limit risks.
fn risk(ui: Ui) -> Piece {
    match ui.view(price::risk) {
        Some(Ok(found)) => headed(found),
        Some(Err(why)) => el("section").class("blk").child(el("p").class("s q").child(why)).piece(),
        None => Piece::Nothing,
    }
}

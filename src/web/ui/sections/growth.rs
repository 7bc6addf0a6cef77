//! Growth: month by month, at several times the users, and against fixed costs.

use super::what_if;
use crate::estimate::business::growth::{Growth as Found, growth};
use crate::pieces;
use crate::presentation::answers::growth::{self as answer, Growth};
use crate::scenario::Field;
use crate::web::ui::Ui;
use crate::web::ui::charts::chart_block;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Signal, StoredValue, untrack};
use crate::web::ui::parts::{grid, number_field, settled, steps_list};
use crate::web::ui::slot::Slot;
use std::rc::Rc;

/// What was found, in a sentence.
pub fn finding(ui: Ui) -> String {
    ui.view(answer::finding).unwrap_or_default()
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    // Kept until the form has changed and no more keys follow.
    let found = StoredValue::new(None::<(Found, Growth)>);
    let act = move || {
        found.set_value(ui.view(|view| {
            let found = growth(view.scenario, view.estimate(), view.catalogue);
            let shown = answer::growth(view, &found);
            (found, shown)
        }));
    };
    let times = settled(ui, Rc::new(move || untrack(act)));
    let after = move || {
        times.track();
        found.with_value(|found| found.as_ref().map(|(_, shown)| after(shown)))
    };
    let heading = move || {
        times.track();
        let heading = |(_, shown): &(_, Growth)| shown.heading.clone();
        found.with_value(|found| found.as_ref().map(heading)).unwrap_or_default()
    };
    let lines = move || {
        times.track();
        let (width, locale) = (ui.section_width(), untrack(|| ui.locale.get()));
        found.with_value(|found| {
            let (found, shown) = found.as_ref()?;
            Some((answer::draw(found, width, locale), shown.name.clone()?))
        })
    };
    let field = |field| number_field(ui, Slot::scenario(field).into(), None, None, false);
    pieces![
        el("div")
            .class("two")
            .child(
                el("div").class("ask").child(el("h3").class("find").child(answer::HOW_FAST)).child(
                    el("div")
                        .class("row r3")
                        .child(field(Field::MonthlyGrowth))
                        .child(field(Field::HorizonMonths))
                        .child(field(Field::FixedCostsUsd))
                )
            )
            .child(el("div").child(el("div").class_if("stale", move || ui.is_stale()).child(chart_block(
                ui,
                Signal::derive(heading),
                Signal::derive(lines),
                Rc::new(move || after.piece()),
            )))),
        what_if::view(ui)
    ]
    .piece()
}

/// What follows the chart.
fn after(shown: &Growth) -> Piece {
    let block =
        |heading: &'static str| el("section").class("blk").child(el("h3").class("find").child(heading));
    pieces![
        el("p").class("src").child(shown.marks.clone()),
        block(shown.scales_heading).child(grid(shown.scales.clone())),
        block(shown.fixed_heading)
            .child(el("p").class("s").child(shown.fixed))
            .child(steps_list(shown.steps.clone()))
    ]
    .piece()
}

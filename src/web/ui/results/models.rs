//! The models that could respond instead, by cost and latency.

use super::candidates::candidates;
use crate::pieces;
use crate::presentation::answers::models::{MODELS_NOTE, models};
use crate::presentation::words::labels;
use crate::scenario::{HostedModelChoice, ModelRef};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal, untrack};
use crate::web::ui::{Ui, charts::pointed_chart, edits::answer_by, later::Pointing};
use std::rc::Rc;

/// Cost against latency, the present model marked.
pub fn models_block(ui: Ui) -> Piece {
    // The form is read as it is when the comparison is new, which it is after each change: once for each, and not twice.
    let found = Memo::always(move |_| {
        let all = candidates(ui);
        ui.locale.track();
        untrack(|| ui.view(|view| models(view, &all)))
    });
    let row = RwSignal::new(None::<(usize, String)>);
    let id_at =
        move |row: usize| found.with_untracked(|found| found.as_ref()?.chart.as_ref()?.ids.get(row).copied());
    let is_there = move |row: usize, figures: &str| {
        found.with(|found| {
            let dot = found.as_ref()?.chart.as_ref()?.dots.get(row)?;
            (!dot.chosen && figures.starts_with(&dot.name)).then_some(())
        })
    };
    let press = Callback::new(move |row| {
        if let Some(id) = id_at(row) {
            answer_by(ui, HostedModelChoice::Book(ModelRef::Id(id)));
        }
    });
    // What a finger shows is not chosen by it.
    let use_it = move || {
        let (row, figures) = row.get()?;
        is_there(row, &figures)?;
        let take = move |_| press.run(row);
        Some(el("button").attr("type", "button").class("link s").on("click", take).child(labels::USE_IT))
    };
    let pointing = Pointing { row, press: Some(press) };
    pointed_chart(
        ui,
        Signal::derive(move || {
            found.with(|found| found.as_ref().map(|found| found.heading.clone())).unwrap_or_default()
        }),
        Signal::derive(move || {
            let width = ui.answer_width();
            found.with(|found| {
                let chart = found.as_ref()?.chart.as_ref()?;
                Some((chart.draw(width, untrack(|| ui.locale.get())), chart.name.clone()))
            })
        }),
        pointing,
        Rc::new(move || pieces![use_it, el("p").class("src").child(MODELS_NOTE)].piece()),
    )
    .piece()
}

//! The models that could respond instead, by cost and latency.

use super::candidates::candidates;
use crate::presentation::answers::models::{MODELS_NOTE, models};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Memo, Signal, untrack};
use crate::web::ui::{Ui, charts::chart_block};
use std::rc::Rc;

/// Cost against latency, the present model marked.
pub fn models_block(ui: Ui) -> Piece {
    // The form is read as it is when the comparison is new, which it is after each change: once for each, and not twice.
    let found = Memo::always(move |_| {
        let all = candidates(ui);
        ui.locale.track();
        untrack(|| ui.view(|view| models(view, &all)))
    });
    chart_block(
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
        Rc::new(|| el("p").class("src").child(MODELS_NOTE).piece()),
    )
    .piece()
}

//! The latency against the target, and the load.

use super::candidates;
use super::limits::limits;
use crate::pieces;
use crate::presentation::answers::latency::{Latency, Measure, Stat, instead, latency};
use crate::presentation::words::labels;
use crate::scenario::{HostedModelChoice, ModelRef};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Memo, Signal};
use crate::web::ui::{
    Ui,
    charts::chart_block,
    edits::answer_by,
    parts::{Icon, note, source},
};
use std::rc::Rc;

/// The latency against the target, and the load.
pub fn latency_block(ui: Ui) -> Piece {
    let found = ui.answer(latency);
    chart_block(
        ui,
        Signal::derive(move || {
            found.with(|found| found.as_ref().map(|found| found.heading.clone())).unwrap_or_default()
        }),
        Signal::derive(move || {
            found.with(|found| {
                let percentiles = found.as_ref()?.percentiles.as_ref()?;
                Some((percentiles.draw(ui.answer_width(), ui.locale.get()), percentiles.name.clone()))
            })
        }),
        Rc::new(move || {
            pieces![
                el("dl").class("stats").child(move || read(found, |found| stats(&found.stats))),
                move || meeting(ui),
                move || read(found, |found| {
                    found.perceived.clone().map(|line| el("p").class("s q goal").child(line)).piece()
                }),
                limits(ui),
                move || read(found, where_from)
            ]
            .piece()
        }),
    )
    .piece()
}

fn read(found: Memo<Option<Latency>>, view: fn(&Latency) -> Piece) -> Option<Piece> {
    found.with(|found| found.as_ref().map(view))
}

/// Figures with their marks.
pub(super) fn stats(stats: &[Stat]) -> Piece {
    let stat = |stat: &Stat| {
        let mark = match stat.measure {
            Measure::Latency => "key l",
            Measure::Throughput => "key h",
        };
        el("div")
            .child(el("dt").child(el("i").class(mark)).child(stat.term))
            .child(el("dd").child(stat.value.clone()))
            .child(el("dd").class("by").child(stat.how.clone()))
    };
    stats.iter().map(stat).pieces().piece()
}

/// What would have to change for the target to be met.
fn meeting(ui: Ui) -> Option<Piece> {
    let others = candidates(ui);
    let found =
        ui.compared.with(|compared| ui.view(|view| instead(view, compared.as_deref(), &others)).flatten())?;
    let button = found.model.map(|id| {
        let take = move |_| answer_by(ui, HostedModelChoice::Book(ModelRef::Id(id)));
        el("button").attr("type", "button").class("link").on("click", take).child(labels::USE_IT)
    });
    Some(note(Icon::Info, pieces![found.text, button].piece()))
}

/// How many meet the target, and where the figures are from.
fn where_from(found: &Latency) -> Piece {
    let Some(found) = found.sources.clone() else { return Piece::Nothing };
    el("p")
        .class("src")
        .child(found.within)
        .child(found.label)
        .child(source(found.first))
        .child(found.speed.map(|speed| pieces![". Speed: ", source(speed)]))
        .child(".")
        .piece()
}

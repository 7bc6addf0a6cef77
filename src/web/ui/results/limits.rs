//! The load in the busiest minute, against the provider's limits where they are given.

use crate::presentation::answers::limits::{self, LIMIT_HEADS, LimitRow};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::Memo;
use crate::web::ui::{Ui, later::later, parts::status};

/// The load in a line; against the provider's limits, where there are some.
pub fn limits(ui: Ui) -> Piece {
    let is_limited = Memo::new(move |_| ui.view(limits::has_limits).unwrap_or(false));
    (move || {
        if is_limited.get() {
            later(ui, move |parts| (parts.limits)(ui))
        } else {
            (move || el("p").class("s q goal").child(ui.view(limits::load).flatten())).piece()
        }
    })
    .piece()
}

/// Load and limits line by line.
pub fn limit_table(ui: Ui) -> Piece {
    (move || ui.view(limits::limits).map(table)).piece()
}

fn table(rows: Vec<LimitRow>) -> Piece {
    let row = |row: LimitRow| {
        el("tr")
            .child(el("th").attr("scope", "row").child(row.name))
            .child(row.cells.map(|cell| el("td").child(cell)).into_iter().pieces())
            .child(el("td").class("l").child(status(row.standing)))
    };
    let head = |(index, text): (usize, &'static str)| {
        let class = (index == 4).then_some("l");
        el("th").attr("scope", "col").attr("class", class).child(text)
    };
    el("div")
        .class("tscroll limits")
        .attr("tabindex", "0")
        .child(
            el("table")
                .child(
                    el("thead").child(el("tr").child(LIMIT_HEADS.into_iter().enumerate().map(head).pieces())),
                )
                .child(el("tbody").child(rows.into_iter().map(row).pieces())),
        )
        .piece()
}

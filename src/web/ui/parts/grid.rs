//! A table of figures.

use crate::presentation::answers::grid::Grid;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};

/// The table.
pub fn grid(grid: Grid) -> Piece {
    let Grid { name, heads, cells } = grid;
    let count = heads.len().max(1);
    let head = heads.into_iter().map(|head| el("th").attr("scope", "col").child(head));
    let row = |row: &[String]| {
        let cells = row.iter().enumerate().map(|(index, text)| match index {
            0 => el("th").attr("scope", "row").child(text.clone()),
            _ => el("td").child(text.clone()),
        });
        el("tr").child(cells.pieces())
    };
    el("div")
        .class("tscroll figures")
        .attr("role", "region")
        .attr("aria-label", name)
        .attr("tabindex", "0")
        .child(
            el("table")
                .child(el("thead").child(el("tr").child(head.pieces())))
                .child(el("tbody").child(cells.chunks(count).map(row).pieces())),
        )
        .piece()
}

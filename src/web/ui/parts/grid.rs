//! A table of figures, made at once.

use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};

/// A table with one line of headings; `cells` go row by row, each as long as the headings.
pub fn grid(name: &'static str, heads: &[&'static str], cells: Vec<String>) -> Piece {
    let count = heads.len().max(1);
    let head = heads.iter().map(|head| el("th").attr("scope", "col").child(*head));
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

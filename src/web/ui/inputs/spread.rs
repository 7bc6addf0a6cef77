//! How sure the figures are: a high end beside each that varies.

use crate::presentation::form::{self, HIGH_ENDS};
use crate::presentation::words::questions;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::{Ui, parts::number_field};

/// The fields, behind one step.
pub fn spread_fields(ui: Ui) -> Piece {
    let fields = HIGH_ENDS.map(|field| number_field(ui, ui.slot(field), None, None, false));
    el("section")
        .class("g")
        .attr("aria-label", questions::SPREAD)
        .child(
            el("details")
                .class("more sure")
                .child(el("summary").child(move || ui.feature(|feature| form::spread(Some(feature)))))
                .child(el("p").class("s q goal").child(questions::SPREAD_MEANS))
                .child(el("div").class("row r3").child(fields.into_iter().pieces())),
        )
        .piece()
}

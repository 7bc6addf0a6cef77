//! Announced price changes, and what to know about a model in use.

use crate::presentation::answers::notes::{self, Note, Weight};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces};
use crate::web::ui::live::Memo;
use crate::web::ui::{
    Ui,
    later::later,
    parts::{Icon, note},
};

/// Lines under the table, where there are some.
pub fn notes(ui: Ui) -> Piece {
    let any = Memo::new(move |_| ui.view(notes::has_notes).unwrap_or(false));
    (move || any.get().then(|| later(ui, move |parts| (parts.notes)(ui)))).piece()
}

/// The lines themselves.
pub fn note_lines(ui: Ui) -> Piece {
    let line = |Note { weight, text }: Note| {
        let sign = match weight {
            Weight::Information => Icon::Info,
            Weight::Unknown => Icon::Question,
            Weight::Warning => Icon::Triangle,
        };
        note(sign, text.piece())
    };
    (move || ui.view(notes::notes).unwrap_or_default().into_iter().map(line).pieces()).piece()
}

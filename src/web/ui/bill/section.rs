//! The section.

use crate::usage::read;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};

/// The section.
pub fn section(_: Ui) -> Piece {
    let found = read(b"a,b\n").err().map(|error| error.to_string());
    el("p").child(found).piece()
}

/// Counts a text.
pub fn sample(_: Ui) -> Piece {
    Piece::Nothing
}

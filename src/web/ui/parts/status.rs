//! Verdicts: a shape, a word, and only then a colour.

use super::{Icon, icon};
use crate::presentation::words::verdict::Standing;
use crate::web::ui::dom::{IntoPiece, Piece, el};

use crate::presentation::words::verdict::Status;

/// The shape of a status.
const fn shape(status: Status) -> Icon {
    match status {
        Status::Meets => Icon::Tick,
        Status::Close => Icon::Triangle,
        Status::Misses => Icon::Octagon,
        Status::NoTarget => Icon::DashedRing,
        Status::Unknown => Icon::Question,
    }
}

const fn class(status: Status) -> &'static str {
    match status {
        Status::Meets => "st ok",
        Status::Close => "st warn",
        Status::Misses => "st bad",
        Status::NoTarget | Status::Unknown => "st no",
    }
}

/// The sign with its words beside it.
pub fn status(standing: Standing) -> Piece {
    let Standing { status, text } = standing;
    el("span").class(class(status)).child(icon(shape(status))).child(el("span").child(text)).piece()
}

//! Verdicts: a shape, a word, and only then a colour.

use super::{Icon, icon};
use crate::web::ui::dom::{IntoPiece, Piece, el};

/// How something stands against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Meets it with room to spare.
    Meets,
    /// Meets it with less than a tenth of it left.
    Close,
    /// Misses it.
    Misses,
    /// There is none.
    NoTarget,
    /// Nobody can tell.
    Unknown,
}

impl Status {
    /// The shape.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Meets => Icon::Tick,
            Self::Close => Icon::Triangle,
            Self::Misses => Icon::Octagon,
            Self::NoTarget => Icon::DashedRing,
            Self::Unknown => Icon::Question,
        }
    }

    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Meets => "meets",
            Self::Close => "close",
            Self::Misses => "misses",
            Self::NoTarget => "no target",
            Self::Unknown => "cannot tell",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Meets => "st ok",
            Self::Close => "st warn",
            Self::Misses => "st bad",
            Self::NoTarget | Self::Unknown => "st no",
        }
    }
}

/// The sign with `words` beside it.
pub fn status(status: Status, words: String) -> Piece {
    el("span").class(status.class()).child(icon(status.icon())).child(el("span").child(words)).piece()
}

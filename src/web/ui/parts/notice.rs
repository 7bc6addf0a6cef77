//! Notices: an edge, a sign, what happened, what it means, what to do.

use super::{Icon, icon};
use crate::web::ui::dom::{IntoPiece, Piece, el};

/// How pressing a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// To be checked.
    Warn,
    /// Something was lost or cannot be done.
    Bad,
}

/// A framed notice above the result: a bold first sentence, the rest, and actions.
pub fn notice(tone: Tone, first: String, rest: String, actions: Piece) -> Piece {
    let (class, role, sign) = match tone {
        Tone::Warn => ("bn warn", "status", Icon::Triangle),
        Tone::Bad => ("bn bad", "alert", Icon::Octagon),
    };
    el("div")
        .class(class)
        .attr("role", role)
        .child(icon(sign))
        .child(
            el("div")
                .child(el("p").child(el("b").child(first)))
                .child(el("p").class("s q").child(rest))
                .child(el("div").class("acts").child(actions)),
        )
        .piece()
}

/// A quiet line among the results.
pub fn note(sign: Icon, text: Piece) -> Piece {
    let class = if sign == Icon::Triangle { "note warn" } else { "note" };
    el("p").class(class).child(icon(sign)).child(el("span").child(text)).piece()
}

//! Passing a scenario on: its link, the same as a code for a phone, files, print, and the code to embed it in other pages.
//!
//! All of it is reached through [`dialog`], and through nothing else.

mod code;
mod embed;
mod file;
mod files;
mod link;
mod snippet;

use super::Ui;
use super::dom::{IntoPiece, Piece, el};
use super::later::Dialog;
use crate::pieces;
use crate::presentation::words::sharing;
use std::rc::Rc;

/// The content of a dialog; `go_on` is run when it is done with: the one about sharing goes on to the one about embedding,
/// that one closes.
pub fn dialog(ui: Ui, which: Dialog, go_on: Rc<dyn Fn()>) -> Piece {
    match which {
        Dialog::Share => share(ui, go_on),
        Dialog::Embed => embed::embed(ui, go_on),
    }
}

fn share(ui: Ui, to_embed: Rc<dyn Fn()>) -> Piece {
    pieces![
        el("h2").child(sharing::SHARE_THIS),
        link::link(ui),
        line(
            sharing::OTHER_PAGE.0,
            sharing::OTHER_PAGE.1,
            el("button")
                .attr("type", "button")
                .class("btn")
                .on("click", move |_| to_embed())
                .child(sharing::EMBED)
                .piece()
        ),
        file::file(ui),
        files::files(ui)
    ]
    .piece()
}

/// One line of the dialog: what, a word on it, and its buttons.
fn line(what: &'static str, word: &'static str, buttons: Piece) -> Piece {
    el("div")
        .class("opt way")
        .child(el("div").child(el("p").child(what)).child(el("p").class("s q").child(word)))
        .child(buttons)
        .piece()
}

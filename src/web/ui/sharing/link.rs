//! The link, and what to do where it is too long to be passed on.

use super::code;
use crate::pieces;
use crate::presentation::words::sharing;
use crate::share::{FILE_CHARACTERS, WARN_CHARACTERS};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::Memo;
use crate::web::ui::parts::{Icon, copy_link, note};

/// What there is to be said about the length of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Fine,
    /// Some programs cut it.
    Long,
    /// A file is the better way, or the only one.
    ForFile,
}

/// The link with its button and its code.
pub(super) fn link(ui: Ui) -> Piece {
    if ui.home.with_value(Option::is_none) {
        return el("p").class("s q").child(sharing::NO_LINK).piece();
    }
    let length = Memo::new(move |_| match ui.address().map(|address| address.len()) {
        Some(characters) if characters <= WARN_CHARACTERS => Length::Fine as usize,
        Some(characters) if characters <= FILE_CHARACTERS => Length::Long as usize,
        _ => Length::ForFile as usize,
    });
    let is = move |wanted: Length| length.get() == wanted as usize;
    let row = move || {
        (!is(Length::ForFile)).then(|| {
            let id = ui.next_id();
            pieces![
                el("div")
                    .class("link-row")
                    .child(el("label").class("vh").attr("for", id.clone()).child(sharing::ITS_LINK))
                    .child(
                        el("span").class("in").child(
                            el("input")
                                .attr("id", id)
                                .attr("type", "text")
                                .attr("readonly", true)
                                .value(move || ui.address().unwrap_or_default())
                        )
                    )
                    .child(copy_link(ui, "btn p")),
                el("p").class("s q").child(sharing::LINK_CONTAINS),
                code::code(ui)
            ]
        })
    };
    let count = move || ui.address().map(|address| address.len().to_string());
    let warning = move || {
        if is(Length::Fine) {
            return ().piece();
        }
        let text = match (is(Length::Long), count()) {
            (true, Some(count)) => sharing::long_link(&count),
            (_, Some(count)) => sharing::too_long_link(&count),
            (_, None) => sharing::TOO_MUCH_FOR_A_LINK.to_owned(),
        };
        note(Icon::Triangle, text.piece())
    };
    pieces![row, warning].piece()
}

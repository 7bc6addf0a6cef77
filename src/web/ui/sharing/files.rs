//! The estimate as files and on paper.

use super::line;
use crate::pieces;
use crate::presentation::document::Document;
use crate::presentation::words::sharing;
use crate::web::ui::documents::{document, save_as};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{RwSignal, untrack};
use crate::web::ui::{PageWish, Ui};

/// The lines of the dialog: documents, print, the page as one file.
pub(super) fn files(ui: Ui) -> Piece {
    let saved = RwSignal::new(None);
    let [csv, markdown] = sharing::FORMS_OF_DOCUMENT;
    let button = |words: &'static str| el("button").attr("type", "button").class("btn").child(words);
    let save = move |end: &'static str, media_type: &'static str, form: fn(&Document) -> String| {
        if let Some(text) = untrack(|| document(ui, form)) {
            save_as(ui, end, media_type, text, saved);
        }
    };
    let one_file = move || {
        ui.is_page.then(|| {
            let button = button(sharing::SAVE).on("click", move |_| ui.wish.run(PageWish::OneFile));
            line(
                sharing::ONE_FILE.0,
                sharing::ONE_FILE.1,
                button.attr("aria-label", sharing::SAVE_PAGE).piece(),
            )
        })
    };
    pieces![
        line(
            sharing::DOCUMENT.0,
            sharing::DOCUMENT.1,
            el("div")
                .class("acts")
                .child(button(csv).on("click", move |_| save(".csv", "text/csv", Document::csv)))
                .child(button(markdown).on("click", move |_| save(
                    ".md",
                    "text/markdown",
                    Document::markdown
                )))
                .child(button(sharing::PRINT).on("click", move |_| ui.wish.run(PageWish::Print)))
                .piece()
        ),
        move || (saved.get() == Some(false)).then(|| el("p").class("s q").child(sharing::NOT_SAVED)),
        one_file()
    ]
    .piece()
}

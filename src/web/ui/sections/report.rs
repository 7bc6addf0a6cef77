//! The answer as sentences, and the whole estimate as text, Markdown and CSV, to be pasted elsewhere.

use crate::format::{Document, verdict_text};
use crate::web::ui::Ui;
use crate::web::ui::dom::{Piece, el};
use crate::web::ui::parts::copy_text;
use std::rc::Rc;

/// What the section is for.
pub fn finding(_: Ui) -> String {
    "The answer as sentences to paste, and every figure as text, Markdown or CSV.".to_owned()
}

fn words(ui: Ui) -> String {
    let locale = ui.locale.get();
    let text =
        ui.draft.with(|scenario| ui.figures(|estimate| verdict_text(scenario, estimate, None, locale)));
    text.unwrap_or_default()
}

fn document(ui: Ui, form: fn(&Document) -> String) -> Option<String> {
    let locale = ui.locale.get();
    ui.draft.with(|scenario| ui.figures(|estimate| form(&Document::new(scenario, estimate, locale))))
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    use crate::web::ui::dom::IntoPiece;
    let whole = |label: &'static str, form: fn(&Document) -> String| {
        copy_text(ui, "btn", label, "Copied", Rc::new(move || document(ui, form)))
    };
    el("div")
        .class("pad words")
        .class_if("stale", move || ui.is_stale())
        .child(el("p").class("sent").child(move || words(ui)))
        .child(
            el("div")
                .class("acts")
                .child(copy_text(ui, "btn p", "Copy", "Copied", Rc::new(move || Some(words(ui)))))
                .child(whole("Copy as text", Document::text))
                .child(whole("Copy as Markdown", Document::markdown))
                .child(whole("Copy as CSV", Document::csv)),
        )
        .piece()
}

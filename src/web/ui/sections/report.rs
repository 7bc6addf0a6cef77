//! The answer as sentences, and the whole estimate as text, Markdown and CSV, to be pasted elsewhere.

use crate::format::{Document, verdict_text};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, Memo, RwSignal};
use crate::web::ui::parts::{copy_text, pick};
use std::rc::Rc;

/// What the section is for.
pub fn finding(_: Ui) -> String {
    "The answer as sentences to paste, and every figure as text, Markdown or CSV.".to_owned()
}

/// The sentences, of the feature at `of` less one, or of all of them at 0.
fn words(ui: Ui, of: usize) -> String {
    let (locale, feature) = (ui.locale.get(), of.checked_sub(1));
    let text =
        ui.draft.with(|scenario| ui.figures(|estimate| verdict_text(scenario, estimate, feature, locale)));
    text.unwrap_or_default()
}

/// What the sentences speak of; nothing to choose where there is one feature.
fn subject(ui: Ui, of: RwSignal<usize>) -> Piece {
    let names = Memo::new(move |_| {
        let mut names = vec!["All features".to_owned()];
        ui.draft.with(|scenario| {
            names.extend(scenario.features.iter().map(|feature| feature.name.as_str().to_owned()));
        });
        names
    });
    let several = Memo::new(move |_| names.with(Vec::len) > 2);
    let choose = Callback::new(move |index| of.set(index));
    let list = move || {
        several.get().then(|| {
            let list = pick("Say it of", "", ui.next_id(), names.into(), of.into(), choose);
            el("div").class("row r3").child(list)
        })
    };
    list.piece()
}

fn document(ui: Ui, form: fn(&Document) -> String) -> Option<String> {
    let locale = ui.locale.get();
    ui.draft.with(|scenario| ui.figures(|estimate| form(&Document::new(scenario, estimate, locale))))
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    let chosen = RwSignal::new(0);
    // A feature that was removed is no subject any more.
    let of = move || chosen.get().min(ui.draft.with(|scenario| scenario.features.len()));
    let whole = |label: &'static str, form: fn(&Document) -> String| {
        copy_text(ui, "btn", label, "Copied", Rc::new(move || document(ui, form)))
    };
    el("div")
        .class("pad words")
        .class_if("stale", move || ui.is_stale())
        .child(subject(ui, chosen))
        .child(el("p").class("sent").child(move || words(ui, of())))
        .child(
            el("div")
                .class("acts")
                .child(copy_text(ui, "btn p", "Copy", "Copied", Rc::new(move || Some(words(ui, of())))))
                .child(whole("Copy as text", Document::text))
                .child(whole("Copy as Markdown", Document::markdown))
                .child(whole("Copy as CSV", Document::csv)),
        )
        .piece()
}

//! The answer as sentences, and the whole estimate as text, Markdown and CSV, to be pasted elsewhere.

use crate::presentation::answers::summary;
use crate::presentation::document::Document;
use crate::presentation::words::labels;
use crate::web::ui::Ui;
use crate::web::ui::documents::document;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, Memo, RwSignal};
use crate::web::ui::parts::{copy_text, pick};
use std::rc::Rc;

/// What the section is for.
pub fn finding(_: Ui) -> String {
    labels::EXPORT_TEASER.to_owned()
}

/// The sentences, of the feature at `of` less one, or of all of them at 0.
fn words(ui: Ui, of: usize) -> String {
    let feature = of.checked_sub(1);
    let text = ui.view(|view| summary(view.scenario, view.estimate(), feature, view.locale));
    text.unwrap_or_default()
}

/// What the sentences speak of; nothing to choose where there is one feature.
fn subject(ui: Ui, of: RwSignal<usize>) -> Piece {
    let names = Memo::new(move |_| {
        let mut names = vec![labels::ALL_FEATURES.to_owned()];
        ui.draft.with(|scenario| {
            names.extend(scenario.features.iter().map(|feature| feature.name.as_str().to_owned()));
        });
        names
    });
    let several = Memo::new(move |_| names.with(Vec::len) > 2);
    let choose = Callback::new(move |index| of.set(index));
    let list = move || {
        several.get().then(|| {
            let list = pick(labels::EXPORT_OF, "", ui.next_id(), names.into(), of.into(), choose);
            el("div").class("row r3").child(list)
        })
    };
    list.piece()
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    let chosen = RwSignal::new(0);
    // A feature that was removed is no subject any more.
    let of = move || chosen.get().min(ui.draft.with(|scenario| scenario.features.len()));
    let whole = |label: &'static str, form: fn(&Document) -> String| {
        copy_text(ui, "btn", label, labels::COPIED, Rc::new(move || document(ui, form)))
    };
    el("div")
        .class("pad words")
        .class_if("stale", move || ui.is_stale())
        .child(subject(ui, chosen))
        .child(el("p").class("sent").child(move || words(ui, of())))
        .child(
            el("div")
                .class("acts")
                .child(copy_text(
                    ui,
                    "btn p",
                    labels::COPY,
                    labels::COPIED,
                    Rc::new(move || Some(words(ui, of()))),
                ))
                .child(whole(labels::COPY_TEXT, Document::text))
                .child(whole(labels::COPY_MARKDOWN, Document::markdown))
                .child(whole(labels::COPY_CSV, Document::csv)),
        )
        .piece()
}

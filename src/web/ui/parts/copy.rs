//! A button that puts the link on the clipboard, and says whether that worked.

use crate::pieces;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

/// "Link copied" stands this long in place of the button's words.
const SAID_FOR_MS: u32 = 2000;

/// Copies the address of this scenario; shows it to be copied by hand where the page forbids it.
pub fn copy_link(ui: Ui, class: &'static str) -> Piece {
    let copied = RwSignal::new(None::<bool>);
    let pause = StoredValue::new_local(None::<Timeout>);
    let act = move |_| {
        if let Some(address) = untrack(|| ui.address()) {
            copied.set(None);
            ui.copy.run((address, copied));
            pause.set_value(Some(Timeout::new(SAID_FOR_MS, move || {
                if copied.get_untracked() == Some(true) {
                    copied.set(None);
                }
            })));
        }
    };
    let words = move || if copied.get() == Some(true) { "Link copied" } else { "Copy link" };
    let by_hand = move || {
        (copied.get() == Some(false)).then(|| {
            el("span")
                .class("in by-hand")
                .child(
                    el("input")
                        .attr("type", "text")
                        .attr("readonly", true)
                        .attr("aria-label", "The link; press Ctrl+C to copy it")
                        .selected()
                        .value(move || ui.address().unwrap_or_default()),
                )
                .child(el("span").class("u").child("press Ctrl+C"))
        })
    };
    let view = move || {
        ui.address().is_some().then(|| {
            pieces![
                el("button").attr("type", "button").class(class).on("click", act).child(words),
                el("span")
                    .class("vh")
                    .attr("role", "status")
                    .child(move || (copied.get() == Some(true)).then_some("Link copied")),
                by_hand
            ]
        })
    };
    view.piece()
}

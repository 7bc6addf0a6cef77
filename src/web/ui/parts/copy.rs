//! Buttons that put something on the clipboard, and say whether that worked.

use crate::pieces;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{RwSignal, StoredValue, untrack};
use gloo::timers::callback::Timeout;
use std::rc::Rc;

/// "Link copied" stands this long in place of the button's words.
const SAID_FOR_MS: u32 = 2000;

/// Copies the address of this scenario; shows it to be copied by hand where the page forbids it.
pub fn copy_link(ui: Ui, class: &'static str) -> Piece {
    let view = move || {
        ui.address()
            .is_some()
            .then(|| copy_text(ui, class, "Copy link", "Link copied", Rc::new(move || ui.address())))
    };
    view.piece()
}

/// Copies a text, which is made when the button is pressed. `said` stands in place of its `words` for a moment.
pub fn copy_text(
    ui: Ui,
    class: &'static str,
    words: &'static str,
    said: &'static str,
    text: Rc<dyn Fn() -> Option<String>>,
) -> Piece {
    let copied = RwSignal::new(None::<bool>);
    let pause = StoredValue::new(None::<Timeout>);
    let act = {
        let text = text.clone();
        move |_| {
            if let Some(text) = untrack(|| text()) {
                copied.set(None);
                ui.copy.run((text, copied));
                pause.set_value(Some(Timeout::new(SAID_FOR_MS, move || {
                    if copied.get_untracked() == Some(true) {
                        copied.set(None);
                    }
                })));
            }
        }
    };
    let by_hand = move || {
        (copied.get() == Some(false)).then(|| {
            let text = text.clone();
            el("span")
                .class("in by-hand")
                .child(
                    el("textarea")
                        .attr("rows", "1")
                        .attr("readonly", true)
                        .attr("aria-label", "The text; press Ctrl+C to copy it")
                        .selected()
                        .value(move || text().unwrap_or_default()),
                )
                .child(el("span").class("u").child("press Ctrl+C"))
        })
    };
    pieces![
        el("button")
            .attr("type", "button")
            .class(class)
            .on("click", act)
            .child(move || if copied.get() == Some(true) { said } else { words }),
        el("span")
            .class("vh")
            .attr("role", "status")
            .child(move || (copied.get() == Some(true)).then_some(said)),
        by_hand
    ]
    .piece()
}

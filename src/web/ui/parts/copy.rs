//! Buttons that put something on the clipboard, and say whether that worked.

use crate::pieces;
use crate::presentation::words::menus;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{RwSignal, untrack};
use crate::web::ui::schedule::{Phase, Timer};
use std::rc::Rc;

/// Copies the address of this scenario; shows it to be copied by hand where the page forbids it.
pub fn copy_link(ui: Ui, class: &'static str) -> Piece {
    let view = move || {
        ui.address().is_some().then(|| {
            copy_text(ui, class, menus::COPY_LINK.0, menus::COPY_LINK.1, Rc::new(move || ui.address()))
        })
    };
    view.piece()
}

/// Copies a text, which is made when the button is pressed. `said` replaces its `words` for a moment.
pub fn copy_text(
    ui: Ui,
    class: &'static str,
    words: &'static str,
    said: &'static str,
    text: Rc<dyn Fn() -> Option<String>>,
) -> Piece {
    let copied = RwSignal::new(None::<bool>);
    let timer = Timer::new();
    let act = {
        let text = text.clone();
        move |_| {
            if let Some(text) = untrack(|| text()) {
                copied.set(None);
                ui.copy.run((text, copied));
                timer.start(Phase::Copied, move || {
                    if copied.get_untracked() == Some(true) {
                        copied.set(None);
                    }
                });
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
                        .attr("aria-label", menus::TEXT_TO_COPY)
                        .selected()
                        .value(move || text().unwrap_or_default()),
                )
                .child(el("span").class("u").child(menus::PRESS_TO_COPY))
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

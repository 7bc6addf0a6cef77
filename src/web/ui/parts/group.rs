//! A group of questions. On a phone, groups that are not in play fold to their present answer.

use super::{Icon, icon};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Memo, RwSignal, Signal};

/// Narrower than this, the form is a phone's; as in the style sheet.
const PHONE_PX: f64 = 720.0;

/// A question as heading, its term, and the fields below.
pub fn group(
    ui: Ui,
    title: &'static str,
    term: &'static str,
    // The present answer in a few words; a group that has one folds on a phone.
    answer: Option<Signal<String>>,
    // Keeps the heading for screen readers alone, where it does not fold.
    quiet: bool,
    children: Piece,
) -> Piece {
    let is_phone = Memo::new(move |_| ui.width.with(|width| *width > 0.0 && *width < PHONE_PX));
    let is_open = RwSignal::new(answer.is_none());
    let heading = move || match answer.filter(|_| is_phone.get()) {
        Some(answer) => el("h2")
            .class("folds")
            .child(
                el("button")
                    .attr("type", "button")
                    .class("fold")
                    .attr("aria-expanded", move || is_open.get().to_string())
                    .on("click", move |_| is_open.update(|open| *open = !*open))
                    .child(el("b").child(title))
                    .child(el("span").class("q").child(move || (!is_open.get()).then(|| answer.get())))
                    .child(move || icon(if is_open.get() { Icon::Up } else { Icon::Down })),
            )
            .piece(),
        None => el("h2")
            .class_if("vh", quiet)
            .child(title)
            .child(" ")
            .child(el("span").class("q").child(term))
            .piece(),
    };
    el("section")
        .class("g")
        .attr("aria-label", title)
        .child(heading)
        .child(el("div").attr("hidden", move || is_phone.get() && !is_open.get()).child(children))
        .piece()
}

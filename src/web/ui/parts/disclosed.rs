//! A part of the page that is closed at first; closed, it has no nodes and computes nothing.

use super::{Icon, icon};
use crate::pieces;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::RwSignal;
use std::rc::Rc;

/// A section's question as heading, what was found under it, and the rest one press away.
pub fn disclosed(title: &'static str, finding: Rc<dyn Fn() -> String>, body: Rc<dyn Fn() -> Piece>) -> Piece {
    let open = RwSignal::new(false);
    pieces![
        el("h2").class("disc").child(
            el("button")
                .attr("type", "button")
                .attr("aria-expanded", move || open.get().to_string())
                .on("click", move |_| open.update(|open| *open = !*open))
                .child(el("b").child(title))
                .child(el("span").class("q").child(move || finding()))
                .child(move || icon(if open.get() { Icon::Up } else { Icon::Down }))
        ),
        move || open.get().then(|| body())
    ]
    .piece()
}

/// A line that opens to what is seldom wanted.
pub fn more(line: Rc<dyn Fn() -> String>, body: Rc<dyn Fn() -> Piece>) -> Piece {
    let open = RwSignal::new(false);
    pieces![
        el("button")
            .attr("type", "button")
            .class("link s more")
            .attr("aria-expanded", move || open.get().to_string())
            .on("click", move |_| open.update(|open| *open = !*open))
            .child(move || line()),
        move || open.get().then(|| {
            let body = body.clone();
            move || body()
        })
    ]
    .piece()
}

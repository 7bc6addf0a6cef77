//! A choice of a few: native radio buttons, so that arrows move and choose.

use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Callback, Signal};
use leptos::prelude::event_target_value;

/// Radio buttons side by side. `name` must be unique in the widget.
pub fn choice(
    legend: &'static str,
    name: &'static str,
    options: &'static [&'static str],
    chosen: Signal<usize>,
    on_choose: Callback<usize>,
) -> Piece {
    let each = options.iter().enumerate().map(|(index, text)| {
        el("label")
            .child(
                el("input")
                    .attr("type", "radio")
                    .attr("name", name)
                    .prop("checked", move || chosen.get() == index)
                    .on("change", move |_| on_choose.run(index)),
            )
            .child(el("span").attr("data-text", *text).child(*text))
    });
    el("div").class("seg").attr("role", "radiogroup").attr("aria-label", legend).child(each.pieces()).piece()
}

/// A native list to choose from, where the options are more than a few.
pub fn pick(
    label: &'static str,
    term: &'static str,
    id: String,
    options: Signal<Vec<String>>,
    chosen: Signal<usize>,
    on_choose: Callback<usize>,
) -> Piece {
    let each = move || {
        options
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, text)| {
                el("option")
                    .attr("value", index.to_string())
                    .prop("selected", move || chosen.get() == index)
                    .child(text)
            })
            .pieces()
    };
    el("div")
        .class("f")
        .child(
            el("label")
                .attr("for", id.clone())
                .child(label)
                .child(" ")
                .child(el("span").class("t").child(term)),
        )
        .child(
            el("span")
                .class("pick")
                .child(
                    el("select")
                        .attr("id", id)
                        .on("change", move |event| {
                            if let Ok(index) = event_target_value(&event).parse() {
                                on_choose.run(index);
                            }
                        })
                        .child(each),
                )
                .child(super::icon(super::Icon::Down)),
        )
        .piece()
}

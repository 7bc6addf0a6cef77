//! A choice of a few: native radio buttons, so that arrows move and choose.

use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Callback, Signal, render_effect};
use leptos::prelude::event_target_value;
use std::borrow::Cow;

/// Radio buttons side by side. `name` must be unique in the widget.
pub fn choice(
    legend: &'static str,
    name: &'static str,
    options: &'static [&'static str],
    chosen: Signal<usize>,
    on_choose: Callback<usize>,
) -> Piece {
    choice_of(legend, name, options.iter().map(|text| Cow::Borrowed(*text)).collect(), chosen, on_choose)
}

/// The same with words that are not known before.
pub fn choice_of(
    legend: &'static str,
    name: &'static str,
    options: Vec<Cow<'static, str>>,
    chosen: Signal<usize>,
    on_choose: Callback<usize>,
) -> Piece {
    let button = |index: usize| {
        el("input").attr("type", "radio").attr("name", name).on("change", move |_| on_choose.run(index))
    };
    let buttons: Vec<El> = (0..options.len()).map(button).collect();
    let each = options.into_iter().zip(buttons.clone()).map(|(text, button)| {
        el("label").child(button).child(el("span").attr("data-text", text.clone()).child(text))
    });
    let mut before = None;
    render_effect(Box::new(move || {
        let now = chosen.get();
        if before.replace(now) != Some(now) {
            buttons.iter().enumerate().for_each(|(index, button)| button.put_prop("checked", index == now));
        }
    }));
    // Chromium keeps radio buttons that go, with all around them, unless a form owns them.
    let owner =
        el("form").attr("role", "none").on("submit", |event| event.prevent_default()).child(each.pieces());
    el("div").class("seg").attr("role", "radiogroup").attr("aria-label", legend).child(owner).piece()
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
    let list = el("select").attr("id", id.clone()).on("change", move |event| {
        if let Ok(index) = event_target_value(&event).parse() {
            on_choose.run(index);
        }
    });
    let (select, mut before) = (list.clone(), (Vec::new(), usize::MAX));
    render_effect(Box::new(move || {
        let now = (options.get(), chosen.get());
        if now == before {
            return;
        }
        if now.0 != before.0 {
            select.clear();
            let each = now.0.iter().enumerate();
            let each =
                each.map(|(index, text)| el("option").attr("value", index.to_string()).child(text.clone()));
            let _ = select.clone().child(each.pieces());
        }
        // A choice past the end, which came by a link, is shown as the first.
        select.put_value(&(if now.1 < now.0.len() { now.1 } else { 0 }).to_string());
        before = now;
    }));
    el("div")
        .class("f")
        .child(el("label").attr("for", id).child(label).child(" ").child(el("span").class("t").child(term)))
        .child(el("span").class("pick").child(list).child(super::icon(super::Icon::Down)))
        .piece()
}

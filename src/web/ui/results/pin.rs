//! A result that stays in view while another is tried: A pinned, B as it is now, and how they differ.

use super::scrolling::follow_scrolling;
use crate::pieces;
use crate::presentation::answers::pinned::pinned as pinned_answer;
use crate::presentation::answers::pinned::standings;
use crate::presentation::words::labels;
use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::live::{Memo, RwSignal, untrack};
use crate::web::ui::{
    Ui,
    later::later,
    parts::status,
    results::{Scope, said},
};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// Pins what is shown, or ends that.
pub fn pin_button(ui: Ui, class: &'static str) -> Piece {
    let is_pinned = move || ui.pin.with(|pin| !pin.is_empty());
    let press = move |_| {
        ui.pin.set(if untrack(is_pinned) {
            String::new()
        } else {
            ui.link.get_untracked().unwrap_or_default()
        });
    };
    el("button")
        .attr("type", "button")
        .class(class)
        .on("click", press)
        .child(move || if is_pinned() { labels::UNPIN_A } else { labels::PIN })
        .piece()
}

/// The same below the headline of a phone.
pub fn pin_line(ui: Ui) -> Piece {
    el("p").class("s q pin only-phone").child(pin_button(ui, "link")).piece()
}

/// The row that stays in view below the sections' names: what is pinned, else the answer in short once the headline is
/// scrolled away. It loads nothing by itself.
pub fn pinned_row(ui: Ui, current: RwSignal<usize>) -> El {
    let is_pinned = Memo::new(move |_| ui.pinned.with(Option::is_some));
    let is_away = RwSignal::new(false);
    let whole = Ref::default();
    let has_parts = Memo::new(move |_| is_pinned.get() || ui.files.parts().is_some());
    el("section")
        .class("ab")
        .class_if("sum", move || !is_pinned.get())
        .node_ref(whole)
        .attr("aria-label", labels::A_AND_B)
        .attr("hidden", move || !is_pinned.get() && !is_away.get())
        .child(move || {
            has_parts.get().then(|| later(ui, move |parts| (parts.in_view)(ui, whole, is_away, current)))
        })
}

/// The content of the row.
pub fn in_view(ui: Ui, row: Ref, is_away: RwSignal<bool>, current: RwSignal<usize>) -> Piece {
    let is_pinned = Memo::new(move |_| ui.pinned.with(Option::is_some));
    pieces![follow_scrolling(row, is_away, current), move || if is_pinned.get() {
        pinned(ui, row)
    } else {
        summary(ui)
    }]
    .piece()
}

/// B, A, how they differ, and the ways back.
fn pinned(ui: Ui, row: Ref) -> Piece {
    let act = |words: &'static str, act: fn(Ui)| {
        el("button").attr("type", "button").class("link").on("click", move |_| act(ui)).child(words)
    };
    let unpin = move |_| {
        ui.pin.set(String::new());
        // The row goes away: the keyboard goes on at the button that pins, in the title row or on a phone below the headline.
        let Some(page) = row.get().and_then(|row| row.parent_element()) else { return };
        let places = [page.query_selector(".top .tb.wide-only"), page.query_selector(".pin .link")];
        for next in places.into_iter().flatten().flatten() {
            // What is not shown does not take it.
            let _ = next.unchecked_ref::<HtmlElement>().focus();
        }
    };
    let ways = el("span")
        .class("ways")
        .child(act(labels::SWAP, swap))
        .child(act(labels::BACK_TO_A, back))
        .child(el("button").attr("type", "button").class("link").on("click", unpin).child(labels::UNPIN));
    pieces![move || differences(ui), ways].piece()
}

/// Shows A again; B can be undone to.
fn back(ui: Ui) {
    let pinned = untrack(|| ui.pinned_scenario());
    if let Some((scenario, unknown)) = pinned {
        ui.draft.load_with(scenario, unknown, || labels::GOING_BACK_TO_A.to_owned());
    }
}

/// A becomes B, and B is pinned.
fn swap(ui: Ui) {
    let now = ui.link.get_untracked();
    back(ui);
    if let Some(now) = now {
        ui.pin.set(now);
    }
}

/// "B $7,050 a month, $0.705 per user; A pinned: $20,000 a month; −$12,950, −65%".
fn differences(ui: Ui) -> Option<Piece> {
    let then = ui.pinned.get()?;
    let found = ui.view(|view| pinned_answer(view, &then))?;
    let letter = |letter: &'static str, class: &'static str| pieces![el("i").class(class).child(letter), " "];
    let text = |text: Option<String>| text.map(|text| el("span").child(text));
    let pieces = pieces![
        el("span").child(letter("B", "ab-b")).child(el("b").child(found.month_b)).child(found.user_b),
        el("span").child(letter("A", "ab-a")).child(found.month_a),
        el("span").child(found.difference.map(|text| el("b").child(text))),
        text(found.latency),
        text(found.margin),
        found.standings.into_iter().map(status).pieces()
    ];
    Some(pieces)
}

/// "$20,000 a month · 75% gross margin · Support chat: meets": what the headline says, while it is out of view.
fn summary(ui: Ui) -> Piece {
    let now = Memo::new(move |_| said(ui, Scope::All));
    let margin = move || now.with(|now| now.margin_in_short(ui.locale.get()));
    let go = move |index: usize| {
        ui.choose(index);
    };
    let verdicts = move || {
        let found = ui.view(standings).unwrap_or_default();
        let one = move |(index, standing)| {
            el("button")
                .attr("type", "button")
                .class("plain")
                .on("click", move |_| go(index))
                .child(status(standing))
        };
        el("span").class("ways").child(found.into_iter().map(one).pieces())
    };
    pieces![
        el("span")
            .child(move || now.with(|now| now.before.clone()))
            .child(el("b").child(move || now.with(|now| now.month.clone())))
            .child(move || now.with(|now| now.unit)),
        el("span").child(margin),
        verdicts
    ]
    .piece()
}

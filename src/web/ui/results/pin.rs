//! A result that stays in view while another is tried: A pinned, B as it is now, and how they differ.

use crate::pieces;
use crate::presentation::answers::pinned::pinned as pinned_answer;
use crate::presentation::words::labels;
use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::live::{Memo, untrack};
use crate::web::ui::{Ui, later::later, parts::status};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// Pins what is shown, or ends that.
pub fn pin_line(ui: Ui) -> Piece {
    let is_pinned = move || ui.pin.with(|pin| !pin.is_empty());
    let press = move |_| {
        ui.pin.set(if untrack(is_pinned) {
            String::new()
        } else {
            ui.link.get_untracked().unwrap_or_default()
        });
    };
    let button = el("button")
        .attr("type", "button")
        .class("link")
        .on("click", press)
        .child(move || if is_pinned() { labels::UNPIN_A } else { labels::PIN });
    el("p").class("s q pin").child(button).piece()
}

/// The row that stays in view below the sections' names. It is hidden, and loads nothing, while nothing is pinned.
pub fn pinned_row(ui: Ui) -> El {
    let is_pinned = Memo::new(move |_| ui.pinned.with(Option::is_some));
    let whole = Ref::default();
    el("section")
        .class("ab")
        .node_ref(whole)
        .attr("aria-label", labels::A_AND_B)
        .attr("hidden", move || !is_pinned.get())
        .child(move || is_pinned.get().then(|| later(ui, move |parts| (parts.pinned)(ui, whole))))
}

/// The content of the row: B, A, how they differ, and the ways back.
pub fn pinned(ui: Ui, row: Ref) -> Piece {
    let act = |words: &'static str, act: fn(Ui)| {
        el("button").attr("type", "button").class("link").on("click", move |_| act(ui)).child(words)
    };
    let unpin = move |_| {
        ui.pin.set(String::new());
        // The row goes away: the keyboard goes on at the answers.
        let page = row.get().and_then(|row| row.parent_element());
        if let Some(next) = page.and_then(|page| page.query_selector(".pin .link").ok().flatten()) {
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

//! What follows scrolling: the row that stays in view, the name of the section that is shown, and where a link lands.

use crate::web::ui::dom::{IntoPiece, Piece, Ref, edges, el, window_height};
use crate::web::ui::live::RwSignal;
use crate::web::ui::schedule::{Phase, soon};
use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// What sticks to the top above 420 px of height: the names of the sections, and the row below them.
const STUCK_PX: f64 = 84.0;
/// How often the place of a section is looked at again while what is above it still grows.
const TRIES: u32 = 12;

/// Notes whether the headline is scrolled away, and which section is shown. Draws nothing.
pub fn follow_scrolling(row: Ref, is_away: RwSignal<bool>, current: RwSignal<usize>) -> Piece {
    let look = move || {
        let Some(page) = row.get().and_then(|row| row.parent_element()) else { return };
        let sticks = stuck(&page) > 0.0;
        let headline = page.query_selector(".say").ok().flatten();
        let figure = headline.and_then(|headline| headline.query_selector(".big").ok().flatten());
        let away =
            sticks && figure.and_then(|figure| edges(&figure)).is_some_and(|(_, end)| end < STUCK_PX / 2.0);
        if away != is_away.get_untracked() {
            is_away.set(away);
        }
        let mut shown = 0;
        let mut node = page.query_selector(".sec").ok().flatten();
        let mut index = 1;
        while let Some(section) = node {
            if edges(&section).is_some_and(|(top, _)| top < STUCK_PX + 40.0) {
                shown = index;
            }
            index += 1;
            node = section.next_element_sibling().filter(|next| next.class_list().contains("sec"));
        }
        // At the end of the page the last sections cannot come to the top.
        if shown < current.get_untracked() && is_at_end() {
            return;
        }
        if shown != current.get_untracked() {
            current.set(shown);
        }
    };
    el("span").attr("hidden", true).on_document("scroll", move |_| look()).piece()
}

/// How much sticks to the top: nothing in a low window.
fn stuck(page: &Element) -> f64 {
    if window_height(page) < 420.0 { 0.0 } else { STUCK_PX }
}

fn is_at_end() -> bool {
    let Some(page) = document().document_element() else { return false };
    f64::from(page.scroll_top()) + window_height(&page) > f64::from(page.scroll_height()) - 4.0
}

/// Opens the section at `index` of the row and shows it; 0 is the estimate.
pub fn go_to(row: Ref, index: usize) {
    // The sections follow the row among its siblings: what is pinned, then the columns of the estimate.
    let mut node = row.get().and_then(|row| row.next_element_sibling());
    for _ in 0..=index {
        node = node.and_then(|node| node.next_element_sibling());
    }
    let Some(node) = node else { return };
    if let Ok(Some(closed)) = node.query_selector(".disc > [aria-expanded=false]") {
        closed.unchecked_ref::<HtmlElement>().click();
    }
    land(node, None, TRIES);
}

/// Scrolls an element to the top, and again where what is above it has changed its height since. Whoever scrolls meanwhile
/// goes where they like.
fn land(node: Element, left_at: Option<f64>, tries: u32) {
    let Some((top, _)) = edges(&node) else { return };
    let page = document().document_element().map_or(0, |page| page.scroll_top());
    let moved = left_at.is_some_and(|left_at| (f64::from(page) - left_at).abs() > 2.0);
    if moved && (top - stuck(&node)).abs() < 400.0 && tries + 2 < TRIES {
        return;
    }
    node.scroll_into_view();
    let now = document().document_element().map_or(0, |page| page.scroll_top());
    if tries > 0 {
        soon(Phase::Sections, move || land(node, Some(f64::from(now)), tries - 1));
    }
}

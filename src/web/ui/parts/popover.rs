//! Something that opens over the page under its button, and closes on Escape or when the focus leaves it.

use crate::web::ui::dom::{IntoPiece, Piece, Ref, el};
use crate::web::ui::live::RwSignal;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Node;
use std::rc::Rc;

/// A button and what it opens. `kind` is the ARIA role of what opens: `menu`, `dialog` or `listbox`.
pub fn popover(
    open: RwSignal<bool>,
    kind: &'static str,
    class: &'static str,
    panel_class: &'static str,
    // Full name of the button, where its text is not enough.
    name: Option<String>,
    label: Rc<dyn Fn() -> Piece>,
    panel: Rc<dyn Fn() -> Piece>,
) -> Piece {
    let button = Ref::default();
    let whole = Ref::default();
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let stays = whole.get().is_some_and(|whole| whole.contains(to.as_ref()));
        // Another window has the focus, that of a file to choose it may be: it comes back to where it was.
        if to.is_none() && !document().has_focus().unwrap_or(true) {
            return;
        }
        // A press on nothing that takes the focus gives no target; so does the removal of what had it.
        if !stays && (to.is_some() || open.try_get_untracked().unwrap_or(false)) {
            open.set(false);
        }
    };
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get() {
                let _ = button.focus();
            }
        }
    };
    el("div")
        .class("pop")
        .node_ref(whole)
        .on_focus("focusout", leave)
        .on_key("keydown", keys)
        .child(
            el("button")
                .attr("type", "button")
                .class(class)
                .node_ref(button)
                .attr("aria-haspopup", kind)
                .attr("aria-expanded", move || open.get().to_string())
                .attr("aria-label", name.clone())
                .on("click", move |_| open.update(|open| *open = !*open))
                .child(label()),
        )
        .child(move || {
            let (panel, name) = (panel.clone(), name.clone());
            open.get().then(move || {
                // What opens is called like its button.
                let name = name.or_else(|| button.get().and_then(|button| button.text_content()));
                el("div")
                    .class(panel_class)
                    .attr("role", kind)
                    .attr("aria-label", name)
                    .attr("tabindex", "-1")
                    .child(panel())
            })
        })
        .piece()
}

/// One line of a menu: what it does, and a word on it.
pub fn menu_item(text: String, hint: String, open: RwSignal<bool>, act: impl Fn() + 'static) -> Piece {
    el("button")
        .attr("type", "button")
        .attr("role", "menuitem")
        .on("click", move |_| {
            open.set(false);
            act();
        })
        .child(el("span").child(text))
        .child(el("span").class("q").child(hint))
        .piece()
}

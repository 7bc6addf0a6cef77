//! Something that opens over the page under its button, and closes on Escape or when the focus leaves it.

use crate::html;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Node;

/// A button and what it opens. `kind` is the ARIA role of what opens: `menu`, `dialog` or `listbox`.
#[component]
pub fn Popover(
    open: RwSignal<bool>,
    kind: &'static str,
    #[prop(default = "tb")] class: &'static str,
    #[prop(default = "over mn")] panel_class: &'static str,
    /// Full name of the button, where its text is not enough.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] label: ViewFn,
    #[prop(into)] panel: ViewFn,
) -> impl IntoView {
    let button = NodeRef::<Button>::new();
    let whole = NodeRef::<Div>::new();
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let stays = whole.try_get_untracked().flatten().is_some_and(|whole| whole.contains(to.as_ref()));
        // A press on nothing that takes the focus gives no target; so does the removal of what had it.
        if !stays && (to.is_some() || open.try_get_untracked().unwrap_or(false)) {
            open.set(false);
        }
    };
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        }
    };
    html! {
        <div class="pop" node_ref=whole on:focusout=leave on:keydown=keys>
            <button
                type="button"
                class=class
                node_ref=button
                aria-haspopup=kind
                aria-expanded=move || open.get().to_string()
                aria-label=name
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {label.run()}
            </button>
            {move || {
                let panel = panel.clone();
                open.get().then(move || {
                    html! { <div class=panel_class role=kind tabindex="-1">{panel.run()}</div> }
                })
            }}
        </div>
    }
    .into_any()
}

/// One line of a menu: what it does, and a word on it.
pub fn menu_item(text: String, hint: String, open: RwSignal<bool>, act: impl Fn() + 'static) -> AnyView {
    html! {
        <button type="button" role="menuitem" on:click=move |_| { open.set(false); act(); }>
            <span>{text}</span>
            <span class="q">{hint}</span>
        </button>
    }
    .into_any()
}

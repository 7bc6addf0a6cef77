//! A button that puts the link on the clipboard, and says whether that worked.

use crate::html;
use crate::web::ui::Ui;
use gloo::timers::callback::Timeout;
use leptos::html::Input;
use leptos::prelude::*;

/// "Link copied" stands this long in place of the button's words.
const SAID_FOR_MS: u32 = 2000;

/// Copies the address of this scenario; shows it to be copied by hand where the page forbids it.
#[component]
pub fn CopyLink(ui: Ui, #[prop(default = "btn")] class: &'static str) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let pause = StoredValue::new_local(None::<Timeout>);
    let act = move |_| {
        if let Some(address) = untrack(|| ui.address()) {
            copied.set(None);
            ui.copy.run((address, copied));
            pause.set_value(Some(Timeout::new(SAID_FOR_MS, move || {
                if copied.get_untracked() == Some(true) {
                    copied.set(None);
                }
            })));
        }
    };
    let words = move || if copied.get() == Some(true) { "Link copied" } else { "Copy link" };
    let by_hand = move || {
        (copied.get() == Some(false)).then(|| {
            let field = NodeRef::<Input>::new();
            field.on_load(|field| {
                let _ = field.focus();
                field.select();
            });
            html! {
                <span class="in by-hand">
                    <input
                        type="text"
                        readonly
                        aria-label="The link; press Ctrl+C to copy it"
                        node_ref=field
                        prop:value=move || ui.address().unwrap_or_default()
                    />
                    <span class="u">"press Ctrl+C"</span>
                </span>
            }
        })
    };
    let view = move || {
        ui.address().is_some().then(|| {
            html! {
                <button type="button" class=class on:click=act>{words}</button>
                <span class="vh" role="status">{move || (copied.get() == Some(true)).then_some("Link copied")}</span>
                {by_hand}
            }
        })
    };
    view.into_any()
}

//! A group of questions. On a phone, groups that are not in play fold to their present answer.

use super::{Icon, icon};
use crate::html;
use crate::web::ui::Ui;
use leptos::prelude::*;

/// Narrower than this, the form is a phone's; as in the style sheet.
const PHONE_PX: f64 = 720.0;

/// A question as heading, its term, and the fields below.
#[component]
pub fn Group(
    ui: Ui,
    title: &'static str,
    #[prop(optional)] term: &'static str,
    /// The present answer in a few words; a group that has one folds on a phone.
    #[prop(optional, into)]
    answer: Option<Signal<String>>,
    /// Keeps the heading for screen readers alone, where it does not fold.
    #[prop(optional)]
    quiet: bool,
    children: Children,
) -> impl IntoView {
    let is_phone = Memo::new(move |_| ui.width.with(|width| *width > 0.0 && *width < PHONE_PX));
    let is_open = RwSignal::new(answer.is_none());
    let heading = move || match answer.filter(|_| is_phone.get()) {
        Some(answer) => html! {
            <h2 class="folds">
                <button
                    type="button"
                    class="fold"
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    <b>{title}</b>
                    <span class="q">{move || (!is_open.get()).then(|| answer.get())}</span>
                    {move || icon(if is_open.get() { Icon::Up } else { Icon::Down })}
                </button>
            </h2>
        }
        .into_any(),
        None => html! { <h2 class:vh=quiet>{title}" "<span class="q">{term}</span></h2> }.into_any(),
    };
    html! {
        <section class="g" aria-label=title>
            {heading}
            <div hidden=move || is_phone.get() && !is_open.get()>{children()}</div>
        </section>
    }
    .into_any()
}

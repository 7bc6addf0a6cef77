//! A choice of a few: native radio buttons, so that arrows move and choose.

use crate::html;
use leptos::prelude::*;

/// Radio buttons side by side. `name` must be unique in the widget.
#[component]
pub fn Choice(
    legend: &'static str,
    name: &'static str,
    options: &'static [&'static str],
    #[prop(into)] chosen: Signal<usize>,
    on_choose: Callback<usize>,
) -> impl IntoView {
    let each = options.iter().enumerate().map(|(index, text)| {
        html! {
            <label>
                <input
                    type="radio"
                    name=name
                    prop:checked=move || chosen.get() == index
                    on:change=move |_| on_choose.run(index)
                />
                <span data-text=*text>{*text}</span>
            </label>
        }
    });
    html! {
        <div class="seg" role="radiogroup" aria-label=legend>
            {each.collect_view()}
        </div>
    }
    .into_any()
}

/// A native list to choose from, where the options are more than a few.
#[component]
pub fn Pick(
    label: &'static str,
    #[prop(optional)] term: &'static str,
    id: String,
    #[prop(into)] options: Signal<Vec<String>>,
    #[prop(into)] chosen: Signal<usize>,
    on_choose: Callback<usize>,
) -> impl IntoView {
    let each = move || {
        options.get().into_iter().enumerate().map(|(index, text)| {
            html! { <option value=index.to_string() prop:selected=move || chosen.get() == index>{text}</option> }
        }).collect_view()
    };
    html! {
        <div class="f">
            <label for=id.clone()>{label}" "<span class="t">{term}</span></label>
            <span class="pick">
                <select
                    id=id
                    on:change=move |event| {
                        if let Ok(index) = event_target_value(&event).parse() {
                            on_choose.run(index);
                        }
                    }
                >
                    {each}
                </select>
                {super::icon(super::Icon::Down)}
            </span>
        </div>
    }
    .into_any()
}

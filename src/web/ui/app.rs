//! The root of the views.

use super::{Host, View};
use crate::html;
use leptos::prelude::*;

/// The widget. Everything that it shows hangs on `host`.
#[component]
pub fn App(host: Host) -> impl IntoView {
    let Host { view, theme, arrival, book, as_of, on_scenario, .. } = host;
    let people = RwSignal::new(String::new());
    // What arrives is loaded; what stands is reported, the first scenario included.
    Effect::new(move |_| {
        let text = arrival.get().text.unwrap_or_default();
        people.set(text.trim_start_matches("#s=").to_owned());
    });
    Effect::new(move |_| on_scenario.run(people.get()));
    let title = move || match view.get() {
        View::Compact => "Inference Estimator",
        View::Full => "Inference Estimator: the whole of it",
    };
    let product = move || people.get().trim().parse::<f64>().map(|n| n * 5.0);
    html! {
        <section data-theme=move || theme.get().as_attribute() part="widget">
            <h2>{title}</h2>
            <p>"A static paragraph, built from nodes."</p>
            <label>
                "Users "
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    name="users"
                    prop:value=move || people.get()
                    on:input=move |event| people.set(event_target_value(&event))
                />
            </label>
            <output role="status">
                {move || match product() {
                    Ok(requests) => format!("{requests} requests a day"),
                    Err(_) => String::from("Use digits only, for example 5."),
                }}
            </output>
            <p>"Prices of " {as_of.to_string()} ", " {book.len()} " bytes."</p>
        </section>
    }
}

//! The equals line: the arithmetic of a figure in one line, which opens to numbered steps.

use crate::html;
use leptos::prelude::*;

/// One numbered step, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct StepText {
    /// What it gives.
    pub name: String,
    /// The formula with its numbers.
    pub formula: String,
    /// The result.
    pub result: String,
    /// Where a number of it is from, or what it assumes.
    pub source: Option<(String, Option<String>)>,
}

/// A line of arithmetic that opens to its steps.
#[component]
pub fn EqualsLine(
    #[prop(into)] line: ViewFn,
    #[prop(into)] steps: Signal<Vec<StepText>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let list = move || {
        open.get().then(|| {
            let items = steps.get().into_iter().map(step_line);
            html! { <ol class="wk">{items.collect_view()}</ol> }
        })
    };
    html! {
        <button
            type="button"
            class="eq"
            aria-expanded=move || open.get().to_string()
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <span>
                {line.run()}
                <span class="do">{move || if open.get() { "Close" } else { "Steps" }}</span>
            </span>
        </button>
        {list}
    }
    .into_any()
}

fn step_line(step: StepText) -> AnyView {
    let StepText { name, formula, result, source } = step;
    let source = source.map(|(text, link)| {
        html! { <span class="src">{super::source(text, link)}</span> }
    });
    html! {
        <li>
            <span>{name}</span>
            <span>{formula}" = "<b>{result}</b></span>
            {source}
        </li>
    }
    .into_any()
}

//! What one request carries.

use crate::estimate::StepName;
use crate::format::{count, tokens, working_line};
use crate::html;
use crate::scenario::{CacheTtl, Field, ReasoningEffort};
use crate::web::ui::{
    Ui,
    parts::{Group, NumberField, Pick},
};
use leptos::prelude::*;

/// Tokens, images and turns; behind one step the rarer ones.
#[component]
pub fn WorkloadFields(ui: Ui) -> impl IntoView {
    let field = move |field| html! { <NumberField ui of=ui.slot(field) /> };
    html! {
        <Group ui title="What does one request carry?" term="workload">
            <div class="row r3">
                {field(Field::InputTokens)}
                {field(Field::CacheablePrefixTokens)}
                {field(Field::OutputTokens)}
                {field(Field::ReasoningTokens)}
                {field(Field::Images)}
                {field(Field::Turns)}
            </div>
            <details class="more">
                <summary>{move || rarer(ui)}</summary>
                <div class="row r3">
                    {field(Field::CacheHitShare)}
                    <Pick
                        label="Kept in the cache"
                        term="time to live"
                        id=ui.next_id()
                        options=Signal::stored(vec!["5 minutes".to_owned(), "1 hour".to_owned()])
                        chosen=Signal::derive(move || ui.feature(|f| usize::from(f.cache_ttl == CacheTtl::OneHour)).unwrap_or(0))
                        on_choose=Callback::new(move |index| ui.edit_feature("change of cache time", |feature| {
                            feature.cache_ttl = if index == 1 { CacheTtl::OneHour } else { CacheTtl::FiveMinutes };
                        }))
                    />
                    <Pick
                        label="How hard it thinks"
                        term="reasoning effort"
                        id=ui.next_id()
                        options=Signal::stored(EFFORTS.iter().map(|(_, word)| (*word).to_owned()).collect::<Vec<_>>())
                        chosen=Signal::derive(move || {
                            let effort = ui.feature(|feature| feature.reasoning_effort);
                            EFFORTS.iter().position(|(each, _)| Some(*each) == effort).unwrap_or(0)
                        })
                        on_choose=Callback::new(move |index: usize| {
                            if let Some((effort, _)) = EFFORTS.get(index) {
                                ui.edit_feature("change of reasoning effort", |feature| feature.reasoning_effort = *effort);
                            }
                        })
                    />
                    {field(Field::CallsPerRequest)}
                    {field(Field::ParallelCalls)}
                    {field(Field::RetryShare)}
                    {field(Field::WebSearches)}
                    {field(Field::TokensPerImage)}
                </div>
            </details>
            <p class="eq"><span>{move || carried(ui)}</span></p>
        </Group>
    }
    .into_any()
}

const EFFORTS: [(ReasoningEffort, &str); 5] = [
    (ReasoningEffort::Off, "Off"),
    (ReasoningEffort::Low, "Low"),
    (ReasoningEffort::Medium, "Medium, the default"),
    (ReasoningEffort::High, "High"),
    (ReasoningEffort::Maximum, "Maximum"),
];

/// The rarer settings in one line, with what they are set to.
fn rarer(ui: Ui) -> String {
    let used = ui.feature(|feature| {
        let workload = &feature.workload;
        let mut used = Vec::new();
        if workload.cache_hit_share().get() > 0.0 {
            used.push("prompt cache");
        }
        if workload.calls_per_request().get() > 1.0 {
            used.push("several calls");
        }
        if workload.retry_share().get() > 0.0 {
            used.push("retries");
        }
        if workload.web_searches().get() > 0.0 {
            used.push("web search");
        }
        used
    });
    let used = used.unwrap_or_default();
    let state = if used.is_empty() { "none".to_owned() } else { used.join(", ") };
    ["Prompt cache, several calls, retries, searches: ", &state].concat()
}

/// "2,500 + 2 × (600 + 400) = **4,500 tokens in, 400 out** on average, as each turn sends the earlier ones again"
fn carried(ui: Ui) -> AnyView {
    let locale = ui.locale.get();
    let text = ui.figures_here(|feature| {
        let step = feature.steps.iter().find(|step| step.name == StepName::TokensIn);
        let before = step.map(|step| working_line(step, locale).formula + " = ").unwrap_or_default();
        let now = &feature.tokens;
        let bold =
            [&tokens(now.mean_input(), locale), " tokens in, ", &tokens(now.billed_output(), locale), " out"]
                .concat();
        let after = if now.turns.get() > 1.0 {
            " on average, as each turn sends the earlier ones again".to_owned()
        } else {
            // English text runs to about three words for four tokens.
            [
                ", about ",
                &count((now.mean_input().get() * 0.75).round(), locale),
                " words and ",
                &count((now.output.get() * 0.75).round(), locale),
                " back",
            ]
            .concat()
        };
        (before, bold, after)
    });
    let (before, bold, after) = text.unwrap_or_default();
    html! { <>{before}<b>{bold}</b>{after}</> }.into_any()
}

//! What one request carries.

use crate::estimate::StepName;
use crate::format::{count, tokens, working_line};
use crate::pieces;
use crate::presentation::words::bill as bill_words;
use crate::scenario::{CacheTtl, Field, ReasoningEffort};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, Signal};
use crate::web::ui::{
    Ui,
    later::bill,
    parts::{Folding, group, more, number_field, pick},
};
use std::rc::Rc;

/// Tokens, images and turns; behind one step the rarer ones.
pub fn workload_fields(ui: Ui) -> Piece {
    let field = move |field| number_field(ui, ui.slot(field), None, None, false);
    group(
        ui,
        "What does one request carry?",
        "workload",
        Folding::OnOwnGpus(Signal::derive(move || in_short(ui))),
        false,
        pieces![
            el("div")
                .class("row r3")
                .child(field(Field::InputTokens))
                .child(field(Field::CacheablePrefixTokens))
                .child(field(Field::OutputTokens))
                .child(field(Field::ReasoningTokens))
                .child(field(Field::Images))
                .child(field(Field::Turns)),
            el("details").class("more").child(el("summary").child(move || rarer(ui))).child(
                el("div")
                    .class("row r3")
                    .child(field(Field::CacheHitShare))
                    .child(cache_time(ui))
                    .child(pick(
                        "How hard it thinks",
                        "reasoning effort, of models that think first",
                        ui.next_id(),
                        Signal::stored(
                            EFFORTS.iter().map(|(_, word)| (*word).to_owned()).collect::<Vec<_>>()
                        ),
                        Signal::derive(move || {
                            let effort = ui.feature(|feature| feature.reasoning_effort);
                            EFFORTS.iter().position(|(each, _)| Some(*each) == effort).unwrap_or(0)
                        }),
                        Callback::new(move |index: usize| {
                            if let Some((effort, _)) = EFFORTS.get(index) {
                                ui.edit_feature("change of reasoning effort", |feature| {
                                    feature.reasoning_effort = *effort
                                });
                            }
                        })
                    ))
                    .child(field(Field::CallsPerRequest))
                    .child(field(Field::ParallelCalls))
                    .child(field(Field::RetryShare))
                    .child(field(Field::WebSearches))
                    .child(field(Field::TokensPerImage))
            ),
            more(
                Rc::new(|| bill_words::SAMPLE.to_owned()),
                Rc::new(move || bill(ui, move |parts| (parts.sample)(ui)))
            ),
            el("p").class("eq").child(el("span").child(move || carried(ui)))
        ],
    )
    .piece()
}

/// How long the provider keeps a prefix.
pub fn cache_time(ui: Ui) -> Piece {
    pick(
        "Kept in the cache",
        "time to live",
        ui.next_id(),
        Signal::stored(vec!["5 minutes".to_owned(), "1 hour".to_owned()]),
        Signal::derive(move || {
            ui.feature(|feature| usize::from(feature.cache_ttl == CacheTtl::OneHour)).unwrap_or(0)
        }),
        Callback::new(move |index| {
            ui.edit_feature("change of cache time", |feature| {
                feature.cache_ttl = if index == 1 { CacheTtl::OneHour } else { CacheTtl::FiveMinutes };
            });
        }),
    )
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

/// "4,500 tokens in, 400 out"
fn in_short(ui: Ui) -> String {
    let locale = ui.locale.get();
    let short = ui.figures_here(|feature| {
        let (sent, answered) = (feature.tokens.mean_input(), feature.tokens.billed_output());
        [&tokens(sent, locale), " tokens in, ", &tokens(answered, locale), " out"].concat()
    });
    short.unwrap_or_default()
}

/// "2,500 + 2 × (600 + 400) = **4,500 tokens in, 400 out** on average, as each turn sends the earlier ones again"
fn carried(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let text = ui.figures_here(|feature| {
        let step = feature.steps.iter().find(|step| step.name == StepName::TokensIn);
        let before = step.map(|step| working_line(step, locale).formula + " = ").unwrap_or_default();
        let now = &feature.tokens;
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
        (before, after)
    });
    let (before, after) = text.unwrap_or_default();
    pieces![before, el("b").child(in_short(ui)), after].piece()
}

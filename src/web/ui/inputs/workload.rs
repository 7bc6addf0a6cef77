//! What one request carries.

use crate::pieces;
use crate::presentation::form;
use crate::presentation::words::{choices, questions};
use crate::scenario::{CacheTtl, Field, ReasoningEffort};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, Signal};
use crate::web::ui::{
    Ui,
    parts::{Folding, group, number_field, pick},
};

/// Tokens, images and turns; behind one step the rarer ones.
pub fn workload_fields(ui: Ui) -> Piece {
    let field = move |field| number_field(ui, ui.slot(field), None, None, false);
    group(
        ui,
        questions::WORKLOAD.0,
        questions::WORKLOAD.1,
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
            el("details")
                .class("more")
                .child(el("summary").child(move || ui.feature(form::rarer_workload)))
                .child(
                    el("div")
                        .class("row r3")
                        .child(field(Field::CacheHitShare))
                        .child(cache_time(ui))
                        .child(pick(
                            questions::REASONING.0,
                            questions::REASONING.1,
                            ui.next_id(),
                            Signal::stored(
                                EFFORTS.map(|effort| choices::reasoning_effort(effort).to_owned()).to_vec()
                            ),
                            Signal::derive(move || {
                                let effort = ui.feature(|feature| feature.reasoning_effort);
                                EFFORTS.iter().position(|each| Some(*each) == effort).unwrap_or(0)
                            }),
                            Callback::new(move |index: usize| {
                                if let Some(effort) = EFFORTS.get(index) {
                                    ui.edit_feature(questions::CHANGE_OF_EFFORT, |feature| {
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
            el("p").class("eq").child(el("span").child(move || carried(ui)))
        ],
    )
    .piece()
}

/// How long the provider keeps a prefix.
pub fn cache_time(ui: Ui) -> Piece {
    pick(
        questions::CACHE_TIME.0,
        questions::CACHE_TIME.1,
        ui.next_id(),
        Signal::stored(choices::all(choices::cache_ttl)),
        Signal::derive(move || {
            ui.feature(|feature| usize::from(feature.cache_ttl == CacheTtl::OneHour)).unwrap_or(0)
        }),
        Callback::new(move |index| {
            ui.edit_feature(questions::CHANGE_OF_CACHE_TIME, |feature| {
                feature.cache_ttl = if index == 1 { CacheTtl::OneHour } else { CacheTtl::FiveMinutes };
            });
        }),
    )
}

/// As listed: from none to the most.
const EFFORTS: [ReasoningEffort; 5] = [
    ReasoningEffort::Off,
    ReasoningEffort::Low,
    ReasoningEffort::Medium,
    ReasoningEffort::High,
    ReasoningEffort::Maximum,
];

/// "4,500 tokens in, 400 out"
fn in_short(ui: Ui) -> String {
    ui.figures_here(|feature| form::workload(feature, ui.locale.get())).unwrap_or_default()
}

/// "2,500 + 2 × (600 + 400) = **4,500 tokens in, 400 out** on average, as each turn sends the earlier ones again"
fn carried(ui: Ui) -> Piece {
    let text = ui.figures_here(|feature| form::words_carried(feature, ui.locale.get()));
    let (before, after) = text.unwrap_or_default();
    pieces![before, el("b").child(in_short(ui)), after].piece()
}

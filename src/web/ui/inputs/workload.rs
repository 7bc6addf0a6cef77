//! What one request carries.

use crate::pieces;
use crate::presentation::answers::hosted_form::{HostedForm, assumed_reasoning};
use crate::presentation::form;
use crate::presentation::words::bill::SAMPLE;
use crate::presentation::words::fields::field_words;
use crate::presentation::words::hosted::ALL_COUNT_AS_NEW;
use crate::presentation::words::questions;
use crate::scenario::Field;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Memo, Signal};
use crate::web::ui::{
    Ui,
    later::{File, later, not_loaded},
    parts::{Folding, folded, group, number_field},
};

/// Tokens, images and turns; behind one step the rarer ones.
pub fn workload_fields(ui: Ui) -> Piece {
    let field = move |field| number_field(ui, ui.slot(field), None, None, false);
    let needs_media = Memo::new(move |_| hosted_form(ui, |form| form.needs_media()).unwrap_or(false));
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
                .child(number_field(
                    ui,
                    ui.slot(Field::ReasoningTokens),
                    Some(Signal::derive(move || reasoning_term(ui))),
                    None,
                    false
                ))
                .child(field(Field::Images))
                .child(field(Field::Turns)),
            move || needs_media.get().then(|| later(ui, move |parts| (parts.media_fields)(ui))),
            folded(ui, move || ui.feature(form::rarer_workload), |parts| parts.request_fields),
            counter(ui),
            el("p").class("eq").child(el("span").child(move || carried(ui))),
            move || asks_for_instructions(ui)
                .then(|| el("p").class("s q").attr("role", "note").child(ALL_COUNT_AS_NEW))
        ],
    )
    .piece()
}

/// Counts the tokens of a text, once the line is opened.
fn counter(ui: Ui) -> Piece {
    el("details")
        .class("more")
        .on("toggle", move |_| ui.want(File::Bill))
        .child(el("summary").child(SAMPLE))
        .child(move || ui.files.bill().map(|parts| (parts.sample)(ui)))
        .child(not_loaded(ui, File::Bill))
        .piece()
}

/// What is said beside the number of reasoning tokens: the term, or that it is assumed.
fn reasoning_term(ui: Ui) -> String {
    let locale = ui.locale.get();
    let assumed = ui.feature(|feature| {
        ui.catalogue.with_value(|catalogue| assumed_reasoning(feature, catalogue, locale))
    });
    match assumed.flatten() {
        Some((_, said)) => said,
        None => field_words(Field::ReasoningTokens).term.to_owned(),
    }
}

/// Reads what is asked about the hosted models of the feature that is open.
pub fn hosted_form<T>(ui: Ui, read: impl FnOnce(&HostedForm<'_>) -> T) -> Option<T> {
    let index = ui.chosen.get();
    ui.draft.with(|scenario| {
        let feature = scenario.features.get(index)?;
        Some(ui.catalogue.with_value(|catalogue| read(&HostedForm::new(feature, catalogue, scenario.as_of))))
    })
}

/// Whether there are several turns and nothing is said of what stays the same in each.
fn asks_for_instructions(ui: Ui) -> bool {
    let asks = ui.feature(|feature| {
        let workload = &feature.workload;
        workload.turns().get() > 1.0 && workload.cacheable_prefix_tokens().get() <= 0.0
    });
    asks.unwrap_or(false)
}

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

//! What one request carries.

use crate::estimate::StepName;
use crate::format::{count, tokens, working_line};
use crate::pieces;
use crate::presentation::answers::hosted_form::{HostedForm, assumed_reasoning};
use crate::presentation::words::bill::SAMPLE;
use crate::presentation::words::fields::field_words;
use crate::presentation::words::hosted::{ALL_COUNT_AS_NEW, RARER};
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
            folded(ui, move || rarer(ui), |parts| parts.request_fields),
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
    [RARER, &state].concat()
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

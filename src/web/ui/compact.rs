//! The compact form: a sentence with blanks, and its answer. It stands in other people's paragraphs.

use super::charts::svg;
use super::inputs::{answer_by, model_picker, target_sentence};
use super::parts::{Typing, copy_link, number_field, source, status};
use super::results::{
    Candidate, Scope, Told, assessed, candidates, fleet_line, kept, notices, own, price_source, said,
    then_now, verdict_sentence,
};
use super::slot::Slot;
use super::title::examples;
use super::{Ui, View, inputs::model_rates};
use crate::chart::{DotStrip, Frame, Quantity, Role};
use crate::format::{Column, Timed, cost, count, exact, percent, time, usd};
use crate::pieces;
use crate::scenario::{Field, HostedModelChoice, ModelRef, Name, Serving, Slo};
use crate::units::{Millis, Plain, Power, Usd, Within};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{ArcRwSignal, Callback, Memo, RwSignal, Signal};
use leptos::prelude::event_target_value;

/// The sentence, its answer, and the way to the full form.
///
/// Only the answer follows `ui`; the rest may be a frame `behind` it.
pub fn compact(ui: Ui, behind: Ui, told: RwSignal<Vec<Told>>, view: ArcRwSignal<View>) -> Piece {
    pieces![
        el("div")
            .class("c-pad")
            .child(
                el("div").class("c-hd").child(el("h2").child("What would it cost to run?")).child(examples(
                    behind,
                    "Start from an example",
                    "link sm"
                ))
            )
            .child(
                el("div")
                    .class("c-ask")
                    .attr("role", "form")
                    .attr("aria-label", "Questions")
                    .child(blank(behind, Slot::scenario(Field::Users), "Users", ""))
                    .child(" users each make ")
                    .child(blank_here(behind, Field::RequestsPerActiveDay, "Requests per user per day"))
                    .child(" requests a day, sending ")
                    .child(blank_here(behind, Field::InputTokens, "Input tokens per request"))
                    .child(" tokens and getting ")
                    .child(blank_here(behind, Field::OutputTokens, "Output tokens per request"))
                    .child(" back from ")
                    .child(el("span").class("slot m").child(model(behind)))
                    .child(". Each pays ")
                    .child(blank(
                        behind,
                        Slot::scenario(Field::PriceUsdPerMonth),
                        "Price per user per month, in dollars",
                        "$"
                    ))
                    .child(" a month.")
            )
            .child(el("p").class("c-words sm q").child(move || words(behind)))
            .child(
                el("div")
                    .class("c-res")
                    .child(
                        el("div")
                            .attr("role", "region")
                            .attr("aria-label", "Answers")
                            .child(notices(behind, told))
                            .child(then_now(behind))
                            .child(kept(behind))
                            .child(
                                el("div")
                                    .class_if("stale", move || behind.is_stale())
                                    .child(answer(ui, behind))
                            )
                    )
                    .child(
                        el("div")
                            .class("c-ten")
                            .class_if("stale", move || behind.is_stale())
                            .child(strips(behind))
                    )
            )
            .child(move || tip(behind, &candidates(behind))),
        el("div")
            .class("c-ft")
            .child(el("p").class("src").child(move || footer(behind)))
            .child(copy_link(behind, "btn"))
            .child(open_full(behind, view))
    ]
    .piece()
}

/// The way to the full form: on its own page where there is one, else in this place.
fn open_full(ui: Ui, view: ArcRwSignal<View>) -> Piece {
    const WORDS: &str = "Open the full estimator";
    if ui.home.with_value(Option::is_some) {
        let address = move || ui.address().unwrap_or_default();
        return el("a")
            .class("btn p")
            .attr("href", address)
            .attr("target", "_blank")
            .attr("rel", "noopener")
            .child(WORDS)
            .piece();
    }
    el("button")
        .attr("type", "button")
        .class("btn p")
        .on("click", move |_| view.set(View::Full))
        .child(WORDS)
        .piece()
}

fn blank_here(ui: Ui, field: Field, name: &'static str) -> Piece {
    blank(ui, ui.slot(field), name, "")
}

/// A tinted blank as wide as what stands in it.
fn blank(ui: Ui, slot: impl Into<Signal<Slot>>, name: &'static str, prefix: &'static str) -> Piece {
    let typing = Typing::new(ui, slot.into());
    let id = ui.next_id();
    let message_id = [&id, "-m"].concat();
    let field = el("input")
        .attr("id", id)
        .attr("type", "text")
        .attr("inputmode", "decimal")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-label", name)
        .style("--n", move || typing.shown.with(|shown| shown.text.chars().count().max(1).to_string()))
        .on("input", move |event| typing.input(event_target_value(&event)))
        .on("blur", move |_| typing.settle())
        .on_key("keydown", move |event| typing.key(&event));
    let around = el("span")
        .class("slot")
        .child(
            (!prefix.is_empty()).then(|| el("span").class("pre").attr("aria-hidden", "true").child(prefix)),
        )
        .child(field.clone());
    typing.keep(field, around.clone(), message_id.clone());
    let message = move || {
        let (message, reading) = typing.shown.with(|shown| (shown.message.clone(), shown.reading.clone()));
        let text = message.map(|text| (text, "err")).or_else(|| reading.map(|text| (text, "read")));
        text.map(|(text, class)| {
            el("span").class(["msg ", class].concat()).attr("id", message_id.clone()).child(text).child(" ")
        })
    };
    pieces![around, message].piece()
}

/// The one model that answers; a mix is kept and named by its first.
fn model(ui: Ui) -> Piece {
    let chosen = Signal::derive(move || {
        let first = ui.feature(|feature| match &feature.serving {
            Serving::Hosted(route) => route.legs.first().map(|leg| leg.model.clone()),
            Serving::SelfHosted(_) => {
                Some(HostedModelChoice::Book(ModelRef::Unknown(Name::new("our own GPUs"))))
            }
            Serving::PerRequest(_) => None,
        });
        first.flatten().unwrap_or_else(no_model)
    });
    let choose = Callback::new(move |model: HostedModelChoice| answer_by(ui, model));
    let is_custom =
        Memo::new(move |_| chosen.with(|choice| matches!(choice, HostedModelChoice::Custom { .. })));
    let prices = move || {
        is_custom.get().then(|| {
            el("span")
                .class("own")
                .child(number_field(
                    ui,
                    Signal::derive(move || Slot::leg(ui.chosen.get(), 0, Field::InputUsdPerMtok)),
                    None,
                    Some("$ in"),
                    false,
                ))
                .child(number_field(
                    ui,
                    Signal::derive(move || Slot::leg(ui.chosen.get(), 0, Field::OutputUsdPerMtok)),
                    None,
                    Some("$ out"),
                    false,
                ))
        })
    };
    pieces![model_picker(ui, chosen, choose, "Model", "blank", false), prices].piece()
}

fn no_model() -> HostedModelChoice {
    HostedModelChoice::Book(ModelRef::Unknown(Name::new("choose a model")))
}

/// Lets one model answer everything.
/// "About 1,500 words sent and 450 words back, each time"
fn words(ui: Ui) -> String {
    let locale = ui.locale.get();
    let text = ui.figures_here(|feature| {
        // English text runs to about three words for four tokens.
        let words = |tokens: f64| count(rounded_to_two(tokens * 0.75), locale);
        [
            "About ",
            &words(feature.tokens.first_input.get()),
            " words sent and ",
            &words(feature.tokens.output.get()),
            " words back, each time",
        ]
        .concat()
    });
    text.unwrap_or_default()
}

fn rounded_to_two(value: f64) -> f64 {
    if value < 1.0 {
        return value.round();
    }
    let unit = 10_f64.powi(value.decade() - 1).max(1.0);
    (value / unit).round() * unit
}

fn answer(ui: Ui, behind: Ui) -> Piece {
    let now = Memo::new(move |_| said(ui, Scope::All));
    let sentence = move || {
        let now = now.get();
        let each = now.user.map(|user| pieces![el("b").child(user), " a user"]);
        let eaten =
            now.eaten.map(|(share, _)| pieces!["; inference eats ", el("b").child(share), " of the price"]);
        pieces![each, eaten, "."]
    };
    let sign = move || {
        let (sign, words) = verdict_sentence(behind);
        status(sign, words)
    };
    pieces![
        el("p")
            .class("big")
            .child(move || now.with(|now| now.before.clone()))
            .child(el("b").child(move || now.with(|now| now.month.clone())))
            .child(" a month"),
        el("p").class("c-say").child(sentence).child(" ").child(sign),
        el("p").class("eq").child(el("span").child(move || line(ui)))
    ]
    .piece()
}

/// "10,000 users × 5 requests × $0.01 = $500 a day, × 30 days"; without its nouns where there is little room.
fn line(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    if let Some((formula, month)) = own(ui, |own| fleet_line(own, locale)).flatten() {
        return [&formula, " = ", &month, " a month"].concat().piece();
    }
    let Some((share, each, days)) = ui.feature(|feature| {
        let traffic = &feature.traffic;
        (
            traffic.share_of_users(),
            traffic.requests_per_active_day().get(),
            traffic.active_days_per_month().get(),
        )
    }) else {
        return ().piece();
    };
    let users = ui.draft.with(|scenario| scenario.audience.users().get());
    let money =
        ui.figures_here(|feature| (cost(feature.cost_per_request, locale), cost(feature.cost.day, locale)));
    let (request, day) = money.unwrap_or_default();
    let noun = |noun: &'static str| el("span").class("ex").child(noun);
    let of_users = (share.get() < 1.0).then(|| [" × ", &percent(share.get(), locale)].concat());
    pieces![
        exact(users, locale),
        noun(" users"),
        of_users,
        " × ",
        exact(each, locale),
        noun(" requests"),
        " × ",
        request,
        " = ",
        day,
        " a day, × ",
        exact(days, locale),
        " days"
    ]
    .piece()
}

/// The three strips at the side: this model among the others by cost and by waiting time, and what is left.
fn strips(ui: Ui) -> Piece {
    let now = Memo::new(move |_| said(ui, Scope::All));
    let left = move || now.with(|now| now.share).map(|share| percent(1.0 - share, ui.locale.get()));
    let width = move || {
        let share = now.with(|now| now.share).unwrap_or(0.0).within(0.0, 1.0);
        [&Plain(share * 100.0).to_string(), "%"].concat()
    };
    pieces![
        el("div")
            .child(
                el("p")
                    .class("h")
                    .child(el("i").class("key c"))
                    .child(
                        el("span")
                            .child("Cost per user, a month")
                            .child(el("span").class("q ex").child(" \u{a0}○ other models"))
                    )
                    .child(el("b").child(move || now.with(|now| now.user.clone())))
            )
            .child(strip(ui, Role::Cost)),
        move || wait_words(ui).map(|(what, limit, value)| el("div")
            .child(
                el("p")
                    .class("h")
                    .child(el("i").class("key l"))
                    .child(el("span").child(what).child(el("span").class("q tg").child(limit)))
                    .child(el("b").child(value))
            )
            .child(strip(ui, Role::Latency))),
        move || left().map(|left| el("div")
            .child(
                el("p")
                    .class("h")
                    .child(el("i").class("key m"))
                    .child("Left of the price")
                    .child(el("b").child(left))
            )
            .child(
                el("div")
                    .class("c-split")
                    .attr("aria-hidden", "true")
                    .child(el("i").style("width", width))
                    .child(el("i"))
            ))
    ]
    .piece()
}

/// "First word, 95 of 100", " target 2 s", "1.6 s"
fn wait_words(ui: Ui) -> Option<(String, String, String)> {
    let locale = ui.locale.get();
    let target = match ui.feature(|feature| feature.slo)? {
        Slo::Target(target) => target,
        Slo::NoTarget => return None,
    };
    let [what, limit, share, _] = target_sentence(&target, locale);
    let value = slowest(ui)?;
    Some((
        [&what, ", ", &share].concat(),
        [" \u{a0}target ", &limit].concat(),
        time(value, Timed::Answer, locale),
    ))
}

fn slowest(ui: Ui) -> Option<Millis> {
    assessed(ui, ui.chosen.get()).map(|worst| worst.at_percentile.typical)
}

fn strip(ui: Ui, role: Role) -> Piece {
    let hatch = ui.next_id();
    let view = move || {
        let all = candidates(ui);
        let users = ui.draft.with(|scenario| scenario.audience.users().get()).max(1.0);
        let value = |candidate: &Candidate| match role {
            Role::Cost => candidate.month / users,
            _ => candidate.wait.get() / 1000.0,
        };
        let chosen = all.iter().find(|candidate| candidate.is_chosen)?;
        let others: Vec<(String, f64)> = all
            .iter()
            .filter(|candidate| !candidate.is_chosen)
            .map(|candidate| (candidate.name.clone(), value(candidate)))
            .collect();
        let target = match (role, ui.feature(|feature| feature.slo)?) {
            (Role::Latency, Slo::Target(target)) => Some(target.limit.get() / 1000.0),
            _ => None,
        };
        let (quantity, column, name) = match role {
            Role::Cost => (Quantity::Usd, "Cost per user, a month", "This model among others by cost"),
            _ => (Quantity::Seconds, "Waiting time", "This model among others by waiting time"),
        };
        let strip = DotStrip {
            role,
            others: &others,
            chosen: (chosen.name.clone(), value(chosen)),
            target,
            quantity,
            column: Column::new(column, "value"),
        };
        let chart = strip.draw(Frame::new(strip_width(ui.width.get()), 22.0), ui.locale.get());
        Some(svg(&chart, name.to_owned(), &hatch))
    };
    el("div").class("strip").child(view).piece()
}

/// The room of a strip, as the style sheet lays it out.
fn strip_width(width: f64) -> f64 {
    match width {
        _ if width <= 0.0 => 300.0,
        _ if width < 520.0 => (width - 34.0).max(100.0),
        _ if width < 660.0 => (width - 50.0 - 22.0) / 2.12,
        _ => (width - 50.0 - 32.0) / 2.12,
    }
}

/// "Claude Haiku 5.5 meets it too, for $750 a month. Try it"
fn tip(ui: Ui, all: &[Candidate]) -> Piece {
    let locale = ui.locale.get();
    let Some(chosen) = all.iter().find(|candidate| candidate.is_chosen) else { return ().piece() };
    let cheapest = all
        .iter()
        .filter(|candidate| !candidate.is_chosen && candidate.meets())
        .min_by(|a, b| a.month.total_cmp(&b.month));
    let better = cheapest.filter(|candidate| candidate.month < chosen.month || !chosen.meets());
    let Some(better) = better else {
        return el("p")
            .class("c-tip sm")
            .child("No cheaper model of those that were measured meets its target.")
            .piece();
    };
    let said = match (better.verdict, chosen.meets()) {
        (None, _) => " would answer for ",
        (Some(_), true) => " meets it too, for ",
        (Some(_), false) => " meets it, for ",
    };
    let id = better.id;
    let take = move |_| answer_by(ui, HostedModelChoice::Book(ModelRef::Id(id)));
    el("p")
        .class("c-tip sm")
        .child(el("b").child(better.name.clone()))
        .child(said)
        .child(usd(Usd::saturating(better.month), locale))
        .child(" a month. ")
        .child(el("button").attr("type", "button").class("link").on("click", take).child("Try it"))
        .child(el("span").class("q ex").child(" \u{a0}Answer quality is not estimated: test it first."))
        .piece()
}

/// "Claude Sonnet 5.5: $2 in · $10 out per 1M tokens. Anthropic, 20 Nov 2026"
fn footer(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let as_of = ui.draft.with(|scenario| scenario.as_of);
    let first = ui.feature(|feature| match &feature.serving {
        Serving::Hosted(route) => route.legs.first().map(|leg| leg.model.clone()),
        Serving::PerRequest(_) | Serving::SelfHosted(_) => None,
    });
    let rates = first.flatten().and_then(|choice| {
        ui.catalogue.with_value(|catalogue| model_rates(&choice, catalogue, as_of, locale))
    });
    let from = ui.figures_here(|feature| {
        feature.legs.first().and_then(|leg| {
            let name = leg.name.as_str().to_owned();
            price_source(ui, leg).map(|(text, link)| (name, text, link))
        })
    });
    let Some((name, text, link)) = from.flatten() else { return ().piece() };
    pieces![el("span").class("ex").child(name).child(": "), rates, " per 1M tokens. ", source(text, link)]
        .piece()
}

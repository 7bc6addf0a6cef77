//! The compact form: a sentence with blanks, and its answer. It stands in other people's paragraphs.

use super::charts::svg;
use super::edits::answer_by;
use super::host::Told;
use super::layout::strip_width;
use super::parts::model_picker;
use super::parts::{Typing, copy_link, number_field, source, status};
use super::results::{Candidate, Scope, candidates, kept, notices, said, then_now};
use super::slot::Slot;
use super::title::examples;
use super::verdicts::verdict_sentence;
use super::{Ui, View};
use crate::chart::Role;
use crate::pieces;
use crate::presentation::answers::embed::{self, LinePart, short_line};
use crate::presentation::answers::headline::Part;
use crate::presentation::answers::models::{Better, better};
use crate::presentation::form::model_rates;
use crate::presentation::words::labels;
use crate::presentation::words::sources::price_source;
use crate::scenario::{Field, HostedModelChoice, ModelRef, Name, Serving, Slo};
use crate::units::{Plain, Within};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{ArcRwSignal, Callback, Memo, RwSignal, Signal};
use leptos::prelude::event_target_value;

/// The sentence, its answer, and the way to the full form.
///
/// Only the answer follows `ui`; the rest may be a frame `behind` it.
pub fn compact(ui: Ui, behind: Ui, told: RwSignal<Vec<Told>>, view: ArcRwSignal<View>) -> Piece {
    pieces![
        el("div")
            .class("c-pad")
            .child(el("div").class("c-hd").child(el("h2").child(embed::TITLE)).child(examples(
                behind,
                embed::EXAMPLES,
                "link sm"
            )))
            .child(
                el("div")
                    .class("c-ask")
                    .attr("role", "group")
                    .attr("aria-label", labels::QUESTIONS)
                    .child(embed::BEFORE_USERS)
                    .child(blank(behind, Slot::scenario(Field::Users), embed::USERS, ["", ""]))
                    .child(embed::AFTER_USERS)
                    .child(blank(behind, behind.slot(Field::ShareOfUsers), embed::ADOPTION, ["", "%"]))
                    .child(embed::AFTER_ADOPTION)
                    .child(blank_here(behind, Field::RequestsPerActiveDay, embed::REQUESTS))
                    .child(embed::AFTER_REQUESTS)
                    .child(blank_here(behind, Field::InputTokens, embed::INPUT))
                    .child(embed::AFTER_INPUT)
                    .child(blank_here(behind, Field::OutputTokens, embed::OUTPUT))
                    .child(embed::AFTER_OUTPUT)
                    .child(el("span").class("slot m").child(model(behind)))
                    .child(embed::AFTER_MODEL)
                    .child(blank(behind, Slot::scenario(Field::PriceUsdPerMonth), embed::PRICE, ["$", ""]))
                    .child(embed::AFTER_PRICE)
                    .child(target(behind))
            )
            .child(el("p").class("c-words sm q").child(move || behind.view(embed::words)))
            .child(
                el("div")
                    .class("c-res")
                    .child(
                        el("div")
                            .attr("role", "group")
                            .attr("aria-label", labels::ANSWERS)
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
    const WORDS: &str = embed::OPEN_FULL;
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
    blank(ui, ui.slot(field), name, ["", ""])
}

/// The target, where there is one.
fn target(ui: Ui) -> Piece {
    let metric = Memo::new(move |_| {
        ui.feature(|feature| match feature.slo {
            Slo::Target(target) => Some(target.metric),
            Slo::NoTarget => None,
        })
        .flatten()
    });
    let blank = move || {
        metric.get().map(|metric| {
            let limit = Signal::derive(move || Slot::TargetLimit(ui.chosen.get()));
            pieces![
                embed::before_target(metric),
                blank(ui, limit, embed::TARGET, ["", ""]),
                embed::AFTER_TARGET
            ]
        })
    };
    blank.piece()
}

/// A tinted blank as wide as what stands in it.
fn blank(ui: Ui, slot: impl Into<Signal<Slot>>, name: &'static str, around_it: [&'static str; 2]) -> Piece {
    let typing = Typing::new(ui, slot.into());
    let id = ui.next_id();
    let message_id = [&id, "-m"].concat();
    let [prefix, suffix] = around_it;
    let sign = |text: &'static str, class: &'static str| {
        (!text.is_empty()).then(|| el("span").class(class).attr("aria-hidden", "true").child(text))
    };
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
    let around =
        el("span").class("slot").child(sign(prefix, "pre")).child(field.clone()).child(sign(suffix, "post"));
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
                Some(HostedModelChoice::Book(ModelRef::Unknown(Name::new(embed::SELF_HOSTED))))
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
                    Some(embed::PRICE_IN),
                    false,
                ))
                .child(number_field(
                    ui,
                    Signal::derive(move || Slot::leg(ui.chosen.get(), 0, Field::OutputUsdPerMtok)),
                    None,
                    Some(embed::PRICE_OUT),
                    false,
                ))
        })
    };
    pieces![model_picker(ui, chosen, choose, embed::MODEL, "blank", false), prices].piece()
}

fn no_model() -> HostedModelChoice {
    HostedModelChoice::Book(ModelRef::Unknown(Name::new(embed::CHOOSE)))
}

fn answer(ui: Ui, behind: Ui) -> Piece {
    let now = Memo::new(move |_| said(ui, Scope::All));
    let sentence = move || {
        let part = |part: Part| {
            if part.strong { el("b").child(part.text).piece() } else { part.text.piece() }
        };
        now.with(|now| now.short_sentence().into_iter().map(part).pieces())
    };
    let margin = move || now.with(|now| now.margin_verdict().map(status));
    pieces![
        el("p")
            .class("big")
            .child(move || now.with(|now| now.before.clone()))
            .child(el("b").child(move || now.with(|now| now.month.clone())))
            .child(move || now.with(|now| now.unit)),
        el("p")
            .class("c-say")
            .child(sentence)
            .child(" ")
            .child(margin)
            .child(" ")
            .child(move || status(verdict_sentence(behind))),
        el("p").class("eq").child(el("span").child(move || line(ui)))
    ]
    .piece()
}

/// "10,000 users × 5 requests × $0.01 = $500 a day, × 30 days"; without its nouns where there is little room.
fn line(ui: Ui) -> Option<Piece> {
    let part = |part: LinePart| match part {
        LinePart::Always(text) => text.piece(),
        LinePart::WithRoom(text) => el("span").class("ex").child(text).piece(),
    };
    Some(ui.view(short_line)?.into_iter().map(part).pieces())
}

/// The three strips at the side: this model among the others by cost and by waiting time, and what is left.
fn strips(ui: Ui) -> Piece {
    let now = Memo::new(move |_| said(ui, Scope::All));
    let left = move || now.with(|now| now.margin_share(ui.locale.get()));
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
                            .child(embed::COST_PER_USER)
                            .child(el("span").class("q ex").child(embed::OTHER_MODELS))
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
                    .child(embed::MARGIN)
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

fn wait_words(ui: Ui) -> Option<(String, String, String)> {
    ui.view(embed::latency).flatten()
}

fn strip(ui: Ui, role: Role) -> Piece {
    let hatch = ui.next_id();
    let view = move || {
        let all = candidates(ui);
        let found = ui.view(|view| embed::strip(view, &all, role)).flatten()?;
        let chart = found.draw(strip_width(ui.width.get()), ui.locale.get());
        Some(svg(&chart, found.name.to_owned(), &hatch, Piece::Nothing))
    };
    el("div").class("strip").child(view).piece()
}

/// "Claude Haiku 5.5 meets the target too, for $750 a month. Try it"
fn tip(ui: Ui, all: &[Candidate]) -> Piece {
    // There before anything is found: what is found moves nothing.
    let tip = el("p").class("c-tip sm");
    let quality = el("span").class("q").child(labels::QUALITY_SHORT);
    let Some(found) = better(all, ui.locale.get()) else { return tip.child(quality).piece() };
    let Better { id, name, text } = match found {
        Ok(better) => better,
        Err(none) => return tip.child(none).child(quality).piece(),
    };
    let take = move |_| answer_by(ui, HostedModelChoice::Book(ModelRef::Id(id)));
    let button = el("button").attr("type", "button").class("link").on("click", take).child(labels::TRY_IT);
    tip.child(el("b").child(name)).child(text).child(button).child(" ").child(quality).piece()
}

/// "Claude Sonnet 5.5: $2 in · $10 out per 1M tokens. Anthropic, 20 Nov 2026"
fn footer(ui: Ui) -> Option<Piece> {
    let first = ui.feature(|feature| match &feature.serving {
        Serving::Hosted(route) => route.legs.first().map(|leg| leg.model.clone()),
        Serving::PerRequest(_) | Serving::SelfHosted(_) => None,
    });
    ui.view(|view| {
        let leg = view.costs()?.legs.first()?;
        let of = price_source(leg, view.catalogue)?;
        let rates = model_rates(&first.flatten()?, view.catalogue, view.scenario.as_of, view.locale)
            .map(embed::rates);
        let name = el("span").class("ex").child(leg.name.as_str().to_owned()).child(": ");
        Some(pieces![name, rates, source(of)].piece())
    })
    .flatten()
}

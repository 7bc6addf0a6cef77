//! The one large figure, the sentence after it, what inference takes of the price, and the working.

use super::step_texts;
use crate::pieces;
use crate::presentation::answers::headline::{self, Headline, day_line, sum_line};
use crate::presentation::answers::missed_words;
use crate::presentation::words::labels;
use crate::units::{Plain, Within};
use crate::web::ui::dom::{El, IntoPiece, Piece, el, made_from};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal};
use crate::web::ui::{
    Ui,
    parts::{Icon, equals_line, icon},
};
use std::rc::Rc;

pub use crate::presentation::answers::headline::Scope;

/// The texts of the headline for one feature or for all.
pub fn said(ui: Ui, scope: Scope) -> Headline {
    ui.view(|view| headline::headline(view, scope)).unwrap_or_default()
}

/// The headline block.
pub fn headline(ui: Ui, scope: RwSignal<Scope>) -> Piece {
    let several = Memo::new(move |_| ui.draft.with(|scenario| scenario.features.len()) > 1);
    let now = Memo::new(move |_| said(ui, if several.get() { scope.get() } else { Scope::All }));
    let open = RwSignal::new(false);
    let steps = Signal::derive(move || if open.get() { step_texts(ui) } else { Vec::new() });
    let line = move || {
        let all = several.get() && scope.get() == Scope::All;
        ui.view(if all { sum_line } else { day_line }).unwrap_or_default()
    };
    pieces![
        move || several.get().then(|| scope_switch(ui, scope)),
        el("p")
            .class("big")
            .child(move || now.with(|now| now.before.clone()))
            .child(el("b").child(move || now.with(|now| now.month.clone())))
            .child(move || now.with(|now| now.unit)),
        el("p").class("sent").child(sentence(now)),
        made_from(move || now.with(|now| now.margin.is_some()), move |has| has.then(|| price_bar(now))),
        equals_line(Rc::new(move || line.piece()), steps, open),
        move || likely_line(ui).filter(|_| !several.get() || scope.get() == Scope::All),
        move || {
            (open.get() && several.get())
                .then(|| el("p").class("src").child(move || ui.view(headline::steps_of)))
        }
    ]
    .piece()
}

/// "Likely $16,900 to $25,000, 8 times in 10."
fn likely_line(ui: Ui) -> Option<El> {
    let found = ui.likely.get()?;
    let [before, range, after] = ui.view(|view| headline::likely_line(view, &found))?;
    Some(el("p").class("s q likely").child(before).child(el("b").child(range)).child(after))
}

fn scope_switch(ui: Ui, scope: RwSignal<Scope>) -> Piece {
    let button = |each: Scope, text: Piece| {
        el("button")
            .attr("type", "button")
            .attr("role", "radio")
            .attr("aria-checked", move || (scope.get() == each).to_string())
            .on("click", move |_| scope.set(each))
            .child(text)
    };
    let name = move || ui.view(|view| view.feature_name().to_owned());
    el("div")
        .class("scope")
        .attr("role", "radiogroup")
        .attr("aria-label", labels::SCOPE)
        .child(button(Scope::Feature, name.piece()))
        .child(button(Scope::All, labels::ALL_FEATURES.piece()))
        .piece()
}

/// "for 10,000 users: $2.00 each. Inference takes 25% of the $10 price." Its words stay where they are while figures
/// change: each part is a text node of its own.
fn sentence(now: Memo<Headline>) -> Piece {
    let shape = move || now.with(|now| now.sentence().map(|part| (part.strong, !part.text.is_empty())));
    made_from(shape, move |shape| {
        let part = |(index, (strong, _)): (usize, &(bool, bool))| {
            let text = move || now.with(|now| now.sentence().into_iter().nth(index).map(|part| part.text));
            if *strong { el("b").child(text).piece() } else { text.piece() }
        };
        let shown = shape.iter().enumerate().filter(|(_, (_, has_text))| *has_text);
        shown.map(part).collect::<Vec<Piece>>()
    })
}

/// What inference takes of the price, as a bar and in words.
fn price_bar(now: Memo<Headline>) -> Piece {
    let shown = move || now.with(|now| now.share.unwrap_or(0.0).within(0.0, 1.0) * 100.0);
    let width = move || [&Plain(shown()).to_string(), "%"].concat();
    pieces![
        el("div")
            .class("pb")
            .attr("role", "img")
            .attr("aria-label", move || now.with(Headline::price_bar))
            .child(el("i").class("eaten").style("width", width))
            .child(el("i").class("left")),
        el("div")
            .class("pbl")
            .attr("aria-hidden", "true")
            .child(
                el("span")
                    .style("min-width", width)
                    .child(el("b").child(move || now.with(|now| now.per_payer.clone())))
                    .child(el("span").class("long").child(headline::INFERENCE))
            )
            .child(el("span").child(move || now.with(|now| now.margin.clone())))
    ]
    .piece()
}

/// The bar at the foot of a phone: the answer in short, and the way to it and back.
pub fn phone_bar(ui: Ui, to_answer: Callback<()>) -> Piece {
    let now = Memo::new(move |_| said(ui, Scope::All));
    let texts = move || (now.with(Headline::share_of_price), ui.view(missed_words).flatten());
    let second = |(price, missed): &(Option<String>, Option<String>)| {
        el("span")
            .class("by")
            .child(price.clone())
            .child(missed.clone().map(|words| pieces![icon(Icon::OctagonLine), words]))
    };
    el("div")
        .class("dock")
        .child(
            el("div")
                .child(
                    el("span")
                        .class("d")
                        .child(el("b").child(move || {
                            now.with(|now| [now.before.as_str(), now.month.as_str()].concat())
                        }))
                        .child(move || now.with(|now| now.unit))
                        .child(made_from(texts, second)),
                )
                .child(
                    el("button")
                        .attr("type", "button")
                        .on("click", move |_| to_answer.run(()))
                        .child(labels::SHOW_ANSWER)
                        .child(icon(Icon::Up)),
                ),
        )
        .piece()
}

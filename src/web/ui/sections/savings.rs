//! Savings: the levers of the feature that is open, what all of them save, and what to try next.

use crate::estimate::{lever_rows, try_next};
use crate::pieces;
use crate::presentation::answers::savings::{
    self, LeverText, Next, Suggestions, lever_texts, suggestions as suggested, waterfall,
};
use crate::presentation::words::labels;
use crate::presentation::words::levers::{lever_fields, lever_name, lever_term};
use crate::scenario::{Field, HostedModelChoice, Lever, ModelRef, Name};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::inputs::{cache_time, model_prices, rename_model};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal, untrack};
use crate::web::ui::parts::model_picker;
use crate::web::ui::parts::{bars, more, number_field, settled};
use crate::web::ui::slot::Slot;
use std::rc::Rc;

/// What was found, in a sentence.
pub fn finding(ui: Ui) -> String {
    ui.view(savings::finding).unwrap_or_default()
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    let texts = RwSignal::new(Vec::new());
    let times = settled(ui, Rc::new(move || texts.set(untrack(|| texts_now(ui)))));
    let boxes = Lever::ALL.map(|_| Ref::default());
    let name = move || ui.view(|view| view.feature_name().to_owned());
    el("div")
        .class("two")
        .child(
            el("div").class("ask").child(el("h3").class("find").child(labels::LEVERS_OF).child(name)).child(
                Lever::ALL.iter().zip(boxes).map(|(lever, at)| lever_row(ui, *lever, at, texts)).pieces(),
            ),
        )
        .child(
            el("div").child(
                el("div")
                    .class("stick")
                    .class_if("stale", move || ui.is_stale())
                    .child(move || {
                        times.track();
                        untrack(|| steps(ui))
                    })
                    .child(suggestions(ui, boxes, times)),
            ),
        )
        .piece()
}

fn texts_now(ui: Ui) -> Vec<LeverText> {
    let found =
        ui.view(|view| lever_texts(&lever_rows(view.scenario, view.chosen, view.catalogue), view.locale));
    found.unwrap_or_default()
}

/// Switches a lever of a feature on or off: one step of the history.
fn switch(ui: Ui, index: usize, lever: Lever, on: bool) {
    let what = || labels::switching(on, lever_term(lever));
    ui.draft.edit(what, |scenario| {
        if let Some(feature) = scenario.features.get_mut(index) {
            let set = feature.levers.on;
            feature.levers.on = if on { set.with(lever) } else { set.without(lever) };
        }
    });
}

fn lever_row(ui: Ui, lever: Lever, at: Ref, texts: RwSignal<Vec<LeverText>>) -> Piece {
    let is_on = Memo::new(move |_| ui.feature(|feature| feature.levers.on.contains(lever)).unwrap_or(false));
    let text = move |text: fn(&LeverText) -> &String| {
        texts.with(|texts| texts.get(lever as usize).map(|texts| text(texts).clone()).unwrap_or_default())
    };
    el("div")
        .class("lev")
        .child(
            el("label")
                .class("ck")
                .child(
                    el("input")
                        .attr("type", "checkbox")
                        .node_ref(at)
                        .prop("checked", move || is_on.get())
                        .on("change", move |_| {
                            let on = !is_on.get_untracked();
                            switch(ui, ui.chosen.get_untracked(), lever, on);
                        }),
                )
                .child(
                    el("span")
                        .child(lever_name(lever))
                        .child(" ")
                        .child(el("span").class("t").child(lever_term(lever))),
                ),
        )
        .child(move || is_on.get().then(|| inputs(ui, lever)))
        .child(el("p").class("s q").child(move || text(|texts| &texts.saving)))
        .child(move || {
            is_on.get().then(|| {
                pieces![
                    move || Some(text(|texts| &texts.working))
                        .filter(|text| !text.is_empty())
                        .map(working_of),
                    el("p").class("src").child(move || text(|texts| &texts.exchange))
                ]
            })
        })
        .piece()
}

fn working_of(line: String) -> Piece {
    el("p").class("eq").child(el("span").child(line)).piece()
}

fn inputs(ui: Ui, lever: Lever) -> Piece {
    let fields = lever_fields(lever).iter().map(|field| number_field(ui, ui.slot(*field), None, None, false));
    let model = matches!(lever, Lever::Routing | Lever::Distillation).then(|| {
        el("div")
            .class("model")
            .child(el("span").class("lab").child(labels::second_model(lever)))
            .child(lever_model(ui, lever))
    });
    let kept = (lever == Lever::PromptCache).then(|| cache_time(ui));
    pieces![model, el("div").class("row r3").child(fields.pieces()).child(kept)].piece()
}

/// The second model of a lever; a name stands in for it until one is chosen.
fn lever_model(ui: Ui, lever: Lever) -> Piece {
    let chosen = Signal::derive(move || {
        let model = ui.feature(|feature| feature.levers.model(lever).cloned());
        model
            .flatten()
            .unwrap_or_else(|| HostedModelChoice::Book(ModelRef::Unknown(Name::new(labels::CHOOSE_A_MODEL))))
    });
    let edit = move |what: &str, change: &dyn Fn(&mut Option<HostedModelChoice>)| {
        ui.edit_feature(what, |feature| {
            if let Some(model) = feature.levers.model_mut(lever) {
                change(model);
            }
        });
    };
    let choose = Callback::new(move |choice: HostedModelChoice| {
        ui.draft.forget_lever_prices(ui.chosen.get_untracked(), lever);
        edit(labels::CHOICE_OF_CHEAPER, &|model| *model = Some(choice.clone()));
    });
    let rename = Callback::new(move |name: Name| {
        edit(labels::NAME_OF_MODEL, &|model| {
            if let Some(model) = model {
                rename_model(model, name.clone());
            }
        });
    });
    let prices = Slot::LeverPrice(0, lever, Field::InputUsdPerMtok);
    pieces![
        model_picker(ui, chosen, choose, labels::CHEAPER_MODEL, "sel", false),
        model_prices(ui, chosen, prices, rename)
    ]
    .piece()
}

/// From the cost without levers to the estimate.
fn steps(ui: Ui) -> Option<Piece> {
    Some(match ui.view(waterfall)? {
        Ok(steps) => pieces![
            el("h3").class("find").child(steps.heading),
            bars(steps.bars),
            working_of(steps.line),
            el("p").class("src").child(steps.note)
        ]
        .piece(),
        Err(why) => el("p").class("find").child(why).piece(),
    })
}

fn suggestions(ui: Ui, boxes: [Ref; Lever::ALL.len()], times: RwSignal<usize>) -> Piece {
    let found = Memo::always(move |_| {
        times.track();
        untrack(|| ui.view(|view| suggested(view, &try_next(view.scenario, view.catalogue))))
    });
    let ranked = move || {
        found.with(|found: &Option<Suggestions>| {
            let next = found.as_ref().map(|found| found.next.as_slice()).unwrap_or_default();
            if next.is_empty() {
                el("p").class("s q").child(labels::NO_OTHER_LEVER).piece()
            } else {
                el("ol").class("next").child(next.iter().map(|each| line(ui, boxes, each)).pieces()).piece()
            }
        })
    };
    let refused = move || {
        found.with(|found| {
            let refused = found.iter().flat_map(|found| &found.refused);
            el("ul").class("s q").child(refused.map(|line| el("li").child(line.clone())).pieces()).piece()
        })
    };
    el("section")
        .class("blk")
        .attr("aria-label", labels::TRY_NEXT)
        .child(el("h3").class("find").child(labels::TRY_NEXT))
        .child(ranked)
        .child(more(Rc::new(|| labels::DO_NOT_APPLY.to_owned()), Rc::new(move || refused.piece())))
        .piece()
}

/// "Support chat: Run in batches. Would save $4,500 a month. In exchange: …"
fn line(ui: Ui, boxes: [Ref; Lever::ALL.len()], found: &Next) -> Piece {
    let Next { feature, lever, name, saving, working, exchange, button } = found.clone();
    let act = move |_| {
        ui.choose(feature);
        switch(ui, feature, lever, true);
        // The button goes away; the settings of the lever are at its switch now.
        if let Some(switch) = boxes.get(lever as usize).and_then(|at| at.get()) {
            let _ = switch.focus();
        }
    };
    el("li")
        .child(
            el("p").class("h").child(el("b").child(name)).child(el("span").class("nb").child(saving)).child(
                el("button")
                    .attr("type", "button")
                    .class("link s")
                    .attr("aria-label", button)
                    .on("click", act)
                    .child(labels::SWITCH_ON),
            ),
        )
        .child(el("p").class("s q").child(working))
        .child(el("p").class("src").child(exchange))
        .piece()
}

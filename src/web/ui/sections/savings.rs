//! What saves money: the levers of the feature that is open, what all of them save, and what to try next.

use super::lever_words::{about, assumed, exchange, refusal};
use crate::estimate::{Cost, LeverRow, Suggestion, lever_rows, try_next};
use crate::format::{MINUS, lever_name, percent, usd, usd_steps_to, working_line};
use crate::pieces;
use crate::scenario::{Field, HostedModelChoice, Lever, ModelRef, Name};
use crate::units::Usd;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::inputs::{cache_time, model_picker, model_prices, rename_model};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal, untrack};
use crate::web::ui::parts::{BarRow, bars, more, number_field, settled};
use crate::web::ui::slot::Slot;
use std::rc::Rc;

/// Texts of each lever: what it saves or why not, how that is reckoned, what it asks for.
const TEXTS: usize = 3;

/// Most suggestions that are shown.
const MOST_SUGGESTIONS: usize = 5;

/// "Let work wait saves the most: $4,500 a month. Together the levers save 65%."
pub fn finding(ui: Ui) -> String {
    let locale = ui.locale.get();
    let found = ui.figures(|estimate| {
        let waterfall = &estimate.waterfall;
        let size = |bar: &&crate::estimate::Bar| bar.saving().map_or(f64::NEG_INFINITY, Usd::get);
        let best = waterfall.bars.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
        let (before, after) = (waterfall.baseline.known()?.get(), waterfall.result.known()?.get());
        let most = usd(best.saving()?, locale);
        let first = [lever_name(best.lever), " saves the most: ", &most, " a month. "].concat();
        Some(match before > 0.0 {
            true if after <= before => {
                [&first, "Together the levers save ", &percent(1.0 - after / before, locale), "."].concat()
            }
            _ => first + "Together the levers cost more than they save.",
        })
    });
    found
        .flatten()
        .unwrap_or_else(|| "Seven levers, each with what it asks in exchange. None is on.".to_owned())
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    let texts = RwSignal::new(Vec::new());
    let times = settled(ui, Rc::new(move || texts.set(untrack(|| lever_texts(ui)))));
    let boxes = Lever::ALL.map(|_| Ref::default());
    let name = move || ui.feature(|feature| feature.name.as_str().to_owned()).unwrap_or_default();
    el("div")
        .class("two")
        .child(
            el("div").class("ask").child(el("h3").class("find").child("Levers of ").child(name)).child(
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
                        untrack(|| waterfall(ui))
                    })
                    .child(suggestions(ui, boxes, times)),
            ),
        )
        .piece()
}

fn lever_texts(ui: Ui) -> Vec<String> {
    let (index, locale) = (ui.chosen.get(), ui.locale.get());
    let rows =
        ui.draft.with(|scenario| ui.catalogue.with_value(|catalogue| lever_rows(scenario, index, catalogue)));
    let texts = |row: &LeverRow| -> [String; TEXTS] {
        let saving = match row.saving {
            Err(why) => return [refusal(why).to_owned(), String::new(), String::new()],
            Ok(saving) => saving,
        };
        let lost = saving.get() < 0.0;
        let verb = match (row.is_on, lost) {
            (true, false) => "Saves ",
            (true, true) => "Costs ",
            (false, false) => "Would save ",
            (false, true) => "Would cost ",
        };
        let amount = Usd::saturating(saving.get().abs());
        let first = [verb, &usd(amount, locale), if lost { " more a month." } else { " a month." }].concat();
        let working = row.step.as_ref().map(|step| working_line(step, locale).sum());
        [first, working.unwrap_or_default(), exchange(&row.exchange, locale)]
    };
    rows.iter().flat_map(texts).collect()
}

/// Switches a lever of a feature on or off: one step of the history.
fn switch(ui: Ui, index: usize, lever: Lever, on: bool) {
    let what = || [if on { "switching on " } else { "switching off " }, about(lever).0].concat();
    ui.draft.edit(what, |scenario| {
        if let Some(feature) = scenario.features.get_mut(index) {
            let set = feature.levers.on;
            feature.levers.on = if on { set.with(lever) } else { set.without(lever) };
        }
    });
}

fn lever_row(ui: Ui, lever: Lever, at: Ref, texts: RwSignal<Vec<String>>) -> Piece {
    let is_on = Memo::new(move |_| ui.feature(|feature| feature.levers.on.contains(lever)).unwrap_or(false));
    let text = move |index: usize| {
        texts.with(|texts| texts.get(lever as usize * TEXTS + index).cloned().unwrap_or_default())
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
                        .child(el("span").class("t").child(about(lever).0)),
                ),
        )
        .child(move || is_on.get().then(|| inputs(ui, lever)))
        .child(el("p").class("s q").child(move || text(0)))
        .child(move || {
            is_on.get().then(|| {
                pieces![
                    move || Some(text(1)).filter(|text| !text.is_empty()).map(working_of),
                    el("p").class("src").child(move || text(2))
                ]
            })
        })
        .piece()
}

fn working_of(line: String) -> Piece {
    el("p").class("eq").child(el("span").child(line)).piece()
}

fn inputs(ui: Ui, lever: Lever) -> Piece {
    let fields = about(lever).1.iter().map(|field| number_field(ui, ui.slot(*field), None, None, false));
    let model = matches!(lever, Lever::Routing | Lever::Distillation).then(|| {
        el("div")
            .class("model")
            .child(el("span").class("lab").child(if lever == Lever::Routing {
                "The cheaper model"
            } else {
                "The small model"
            }))
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
            .unwrap_or_else(|| HostedModelChoice::Book(ModelRef::Unknown(Name::new("Choose a model"))))
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
        edit("choice of the cheaper model", &|model| *model = Some(choice.clone()));
    });
    let rename = Callback::new(move |name: Name| {
        edit("name of the model", &|model| {
            if let Some(model) = model {
                rename_model(model, name.clone());
            }
        });
    });
    let prices = Slot::LeverPrice(0, lever, Field::InputUsdPerMtok);
    pieces![
        model_picker(ui, chosen, choose, "Cheaper model", "sel", false),
        model_prices(ui, chosen, prices, rename)
    ]
    .piece()
}

/// From the cost without levers to the estimate, whose text is that of the headline.
fn waterfall(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let end = ui.months.get();
    let view = ui.figures(|estimate| {
        let found = &estimate.waterfall;
        if found.bars.is_empty() {
            return None;
        }
        let start = found.baseline.known()?;
        let savings: Option<Vec<Usd>> = found.bars.iter().map(crate::estimate::Bar::saving).collect();
        let mut steps = vec![start];
        steps.extend(savings?.into_iter().map(|saving| Usd::ZERO - saving));
        let texts = usd_steps_to(end.shown, &steps, locale);
        let (mut at, mut high) = (0.0, 0.0_f64);
        let mut rows = Vec::with_capacity(steps.len() + 1);
        for (index, (step, text)) in steps.iter().zip(&texts).enumerate() {
            let from = at;
            at += step.get();
            high = high.max(at);
            let lever = index.checked_sub(1).and_then(|index| found.bars.get(index)).map(|bar| bar.lever);
            rows.push(BarRow {
                name: lever.map_or("Nothing switched on", lever_name).to_owned(),
                term: lever.map_or("baseline", |lever| about(lever).0).to_owned(),
                bars: [
                    (from, at, if lever.is_some() && step.get() <= 0.0 { "cut" } else { "cost" }),
                    (0.0, 0.0, ""),
                ],
                before: String::new(),
                after: text.clone(),
            });
        }
        rows.push(BarRow {
            name: "With these levers".to_owned(),
            term: "the estimate".to_owned(),
            bars: [(0.0, at, "cost sum"), (0.0, 0.0, "")],
            before: String::new(),
            after: end.total.clone(),
        });
        let zero = usd(Usd::ZERO, locale);
        let texts: Vec<String> = texts.into_iter().filter(|text| *text != zero).collect();
        let line = [&summed(&texts), " = ", &end.total].concat();
        Some(pieces![
            el("h3").class("find").child("What the levers of all features save"),
            bars(["Step", "", "A month"], rows, (0.0, high)),
            working_of(line),
            el("p").class("src").child("Counted in this order: a lever further down has less left to save.")
        ])
    });
    let none = || {
        let unknown = ui.figures(|estimate| matches!(estimate.waterfall.result, Cost::Known(_)));
        el("p").class("find").child(if unknown == Some(false) {
            "A price is not known, so what the levers save is not known either."
        } else {
            "No lever is on. Switch one on to see what it saves."
        })
    };
    view.flatten().map_or_else(|| none().piece(), IntoPiece::piece)
}

fn next_levers(ui: Ui) -> Vec<Suggestion> {
    ui.draft.with(|scenario| ui.catalogue.with_value(|catalogue| try_next(scenario, catalogue)))
}

fn suggestions(ui: Ui, boxes: [Ref; Lever::ALL.len()], times: RwSignal<usize>) -> Piece {
    let ranked = move || {
        times.track();
        untrack(|| {
            let found = next_levers(ui);
            let useful = |each: &&Suggestion| each.row.saving.is_ok_and(|saving| saving.get() > 0.0);
            let lines: Vec<Piece> = found
                .iter()
                .filter(useful)
                .take(MOST_SUGGESTIONS)
                .map(|each| line(ui, boxes, each))
                .collect();
            if lines.is_empty() {
                el("p").class("s q").child("No other lever would save anything that can be told.").piece()
            } else {
                el("ol").class("next").child(lines).piece()
            }
        })
    };
    let refused = move || {
        times.track();
        untrack(|| {
            let found = next_levers(ui);
            let line = |each: &Suggestion| {
                let why = each.row.saving.err()?;
                let name = name_of(ui, each.feature);
                Some(el("li").child([&name, ", ", about(each.row.lever).0, ": ", refusal(why)].concat()))
            };
            el("ul").class("s q").child(found.iter().filter_map(line).pieces()).piece()
        })
    };
    el("section")
        .class("blk")
        .attr("aria-label", "Try this next")
        .child(el("h3").class("find").child("Try this next"))
        .child(ranked)
        .child(more(
            Rc::new(|| "Levers of which nothing can be said, and why".to_owned()),
            Rc::new(move || refused.piece()),
        ))
        .piece()
}

fn name_of(ui: Ui, index: usize) -> String {
    ui.draft.with(|scenario| {
        scenario.features.get(index).map_or_else(String::new, |feature| feature.name.as_str().to_owned())
    })
}

/// "Support chat: let work wait. Would save $4,500 a month. In exchange: …"
fn line(ui: Ui, boxes: [Ref; Lever::ALL.len()], found: &Suggestion) -> Piece {
    let locale = ui.locale.get();
    let (index, lever) = (found.feature, found.row.lever);
    let saving = found.row.saving.unwrap_or(Usd::ZERO);
    let working = found.row.step.as_ref().map(|step| working_line(step, locale).sum());
    let assumed = ui.draft.with(|scenario| {
        scenario.features.get(index).map_or_else(String::new, |feature| assumed(&found.row, feature, locale))
    });
    let act = move |_| {
        ui.choose(index);
        switch(ui, index, lever, true);
        // The button goes away; what the lever is set by now stands at its switch.
        if let Some(switch) = boxes.get(lever as usize).and_then(|at| at.get()) {
            let _ = switch.focus();
        }
    };
    el("li")
        .child(
            el("p")
                .class("h")
                .child(el("b").child([name_of(ui, index).as_str(), ": ", lever_name(lever)].concat()))
                .child(el("span").class("nb").child(usd(saving, locale)))
                .child(
                    el("button")
                        .attr("type", "button")
                        .class("link s")
                        .attr(
                            "aria-label",
                            ["Switch on ", about(lever).0, ", ", &name_of(ui, index)].concat(),
                        )
                        .on("click", act)
                        .child("Switch on"),
                ),
        )
        .child(el("p").class("s q").child(working))
        .child(el("p").class("src").child(exchange(&found.row.exchange, locale) + &assumed))
        .piece()
}

/// "$12 + $3 − $4": a text that begins with its minus takes the place of the plus.
fn summed(texts: &[String]) -> String {
    let mut sum = texts.first().cloned().unwrap_or_default();
    for text in texts.iter().skip(1) {
        let (sign, size) =
            text.strip_prefix(MINUS).map_or((" + ", text.as_str()), |size| (" \u{2212} ", size));
        sum.push_str(sign);
        sum.push_str(size);
    }
    sum
}

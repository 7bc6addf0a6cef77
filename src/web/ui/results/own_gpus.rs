//! The answers of a feature on self-hosted GPUs: what fits, how fast it is, what it costs.

use super::latency::stats;
use super::own_charts::{break_even_block, settings_block};
use super::own_slow::Slow;
use crate::estimate::self_hosted::serving::remedies::Remedy;
use crate::pieces;
use crate::presentation::answers::own_gpus::{self as answer, Known, Memory, memory, precisions, token_cost};
use crate::presentation::answers::own_times::{Times, simulation, times, times_table};
use crate::scenario::{Feature, Field, FieldGroup, Serving};
use crate::web::ui::Ui;
use crate::web::ui::charts::{chart_block, table};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Memo, Signal};
use std::rc::Rc;

/// Everything that is said of self-hosted GPUs.
pub fn own_block(ui: Ui) -> Piece {
    let slow = Slow::new(ui);
    let known = Memo::new(move |_| ui.view(answer::known).unwrap_or(Known::Nothing));
    let view = move || match known.get() {
        Known::Nothing => el("section")
            .class("blk")
            .child(el("h2").class("find").child(move || ui.view(answer::problem)))
            .child(el("p").class("s q").child(answer::CHOOSE_ANOTHER))
            .piece(),
        Known::Misfit => memory_block(ui),
        Known::Overloaded => pieces![
            memory_block(ui),
            block(
                || answer::OVERLOADED.to_owned(),
                el("p").class("s").child(move || ui.view(answer::overloaded).flatten())
            ),
            precision_block(ui, slow)
        ]
        .piece(),
        Known::All => pieces![
            memory_block(ui),
            times_block(ui),
            cost_block(ui),
            precision_block(ui, slow),
            settings_block(ui, slow),
            break_even_block(ui, slow)
        ]
        .piece(),
    };
    view.piece()
}

/// A finding with what is under it.
fn block(finding: impl Fn() -> String + 'static, inside: impl IntoPiece) -> Piece {
    let heading = el("div").class("fh").child(el("h2").class("find").child(finding));
    el("section").class("blk").child(heading).child(inside).piece()
}

fn memory_block(ui: Ui) -> Piece {
    let found = Memo::always(move |_| ui.view(memory).flatten());
    chart_block(
        ui,
        Signal::derive(move || {
            found
                .with(|found: &Option<Memory>| found.as_ref().map(|found| found.heading.clone()))
                .unwrap_or_default()
        }),
        Signal::derive(move || {
            let (width, locale) = (ui.answer_width(), ui.locale.get());
            found.with(|found| found.as_ref().map(|found| (found.draw(width, locale), found.name.clone())))
        }),
        Rc::new(move || {
            (move || found.with(|found| found.as_ref().map(|found| memory_words(ui, found)))).piece()
        }),
    )
}

fn memory_words(ui: Ui, found: &Memory) -> Piece {
    let line = el("p").class("src").child(found.line.clone());
    let Some(heading) = found.remedies_heading else { return line.piece() };
    let tokens = found.conversation_tokens;
    let remedies = found.remedies.iter().map(|(remedy, words)| {
        let remedy = *remedy;
        let act = move |_| ui.edit_feature(answer::REMEDY_STEP, |feature| apply(remedy, tokens, feature));
        let button = el("button").attr("type", "button").class("link").on("click", act);
        el("li").child(button.child(words.clone()))
    });
    pieces![line, el("p").class("s").child(heading), el("ul").class("s remedies").child(remedies.pieces())]
        .piece()
}

/// Makes a change of the fleet, or of the prompts where they are to be shorter than those of now.
fn apply(remedy: Remedy, conversation_tokens: f64, feature: &mut Feature) {
    if let Remedy::Context(most) = remedy {
        let prompt = feature.workload.input_tokens().get() - (conversation_tokens - most).max(0.0);
        // A prompt of no tokens is refused, and nothing changes.
        let _ = feature.set(Field::InputTokens, Some(prompt.floor()));
        return;
    }
    let Serving::SelfHosted(fleet) = &mut feature.serving else { return };
    match remedy {
        Remedy::Weights(weights) => fleet.weights = weights,
        Remedy::Cache(kv) => fleet.kv = kv,
        Remedy::Devices(devices) => {
            let others = fleet.size.pipeline_parallel().get() * fleet.size.data_parallel().get();
            let _ = fleet.size.set(Field::TensorParallel, Some((f64::from(devices) / others).round()));
        }
        Remedy::LongestContext(most) => {
            let _ = fleet.size.set(Field::MaxContextTokens, Some(most.floor()));
        }
        Remedy::Context(_) => {}
    }
}

/// Latency against the target, and how busy a replica is.
fn times_block(ui: Ui) -> Piece {
    let found = Memo::always(move |_| ui.view(times).flatten());
    let read =
        move |view: fn(&Times) -> Piece| move || found.with(|found: &Option<Times>| found.as_ref().map(view));
    let percentiles = move || ui.view(times_table).flatten();
    let simulated = move || ui.view(simulation);
    chart_block(
        ui,
        Signal::derive(move || {
            found.with(|found| found.as_ref().map(|found| found.heading.clone())).unwrap_or_default()
        }),
        Signal::derive(move || {
            let (width, locale) = (ui.answer_width(), ui.locale.get());
            found.with(|found| {
                let percentiles = &found.as_ref()?.percentiles;
                Some((percentiles.draw(width, locale), percentiles.name.clone()))
            })
        }),
        Rc::new(move || {
            pieces![
                move || percentiles().map(|found| el("div").class("times").child(table(&found))),
                el("dl").class("stats").child(read(|found| stats(&found.stats))),
                el("p").class("src").child(read(|found| found.how_sure.clone().piece())),
                el("p").class("src").child(simulated)
            ]
            .piece()
        }),
    )
}

fn cost_block(ui: Ui) -> Piece {
    let found = Memo::always(move |_| ui.view(token_cost).flatten());
    let heading = move || {
        found
            .with(|found: &Option<answer::TokenCost>| found.as_ref().map(|found| found.heading.clone()))
            .unwrap_or_default()
    };
    block(heading, move || {
        found.with(|found| {
            let (costs, words) = found.as_ref()?.table.as_ref()?;
            Some(pieces![table(costs), el("p").class("src").child(words.clone())].piece())
        })
    })
}

fn precision_block(ui: Ui, slow: Slow) -> Piece {
    let found = move || slow.read(|slow| ui.view(|view| precisions(view, &slow.precisions)));
    block(|| answer::PRECISIONS.to_owned(), move || found().map(|found| table(&found)))
}

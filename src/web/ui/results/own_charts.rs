//! Self-hosted GPUs among other settings, and against a hosted model.

use super::own_slow::Slow;
use crate::pieces;
use crate::presentation::answers::own_settings::{
    self as answer, break_even_chart, break_even_finding, break_even_others, break_even_words, gap_words,
    settings_chart, settings_finding,
};
use crate::presentation::form::model_name;
use crate::web::ui::Ui;
use crate::web::ui::charts::chart_block;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, Signal};
use crate::web::ui::parts::model_picker;
use std::rc::Rc;

/// Cost of a million tokens against latency over settings.
pub fn settings_block(ui: Ui, slow: Slow) -> Piece {
    chart_block(
        ui,
        Signal::derive(move || slow.read(|found| settings_finding(&found.points, ui.locale.get()))),
        Signal::derive(move || {
            let (width, locale) = (ui.answer_width(), ui.locale.get());
            let chart = slow.read(|found| ui.view(|view| settings_chart(view, &found.points, &found.gaps)));
            chart.flatten().map(|chart| (chart.draw(width, locale), chart.name))
        }),
        Rc::new(move || {
            let words = move || slow.read(|found| gap_words(&found.points, &found.gaps, ui.locale.get()));
            el("p").class("src").child(words).piece()
        }),
    )
}

/// Self-hosted GPUs against a hosted model, over requests a day.
pub fn break_even_block(ui: Ui, slow: Slow) -> Piece {
    let name = move || ui.catalogue.with_value(|catalogue| model_name(&slow.hosted(), catalogue));
    let finding =
        move || slow.read(|found| break_even_finding(found.even.as_ref(), &name(), ui.locale.get()));
    let chart = move || {
        let (width, locale) = (ui.answer_width(), ui.locale.get());
        let chart = slow.read(|found| {
            let even = found.even.as_ref()?;
            ui.view(|view| break_even_chart(view, even, &name(), &found.others)).flatten()
        })?;
        Some((chart.draw(width, locale), chart.name))
    };
    let after = move || {
        let words = move || {
            slow.read(|found| ui.view(|view| found.even.as_ref().map(|even| break_even_words(view, even))))
        };
        pieces![
            el("p").class("src").child(move || words().flatten()),
            el("p")
                .class("src")
                .child(move || { slow.read(|found| break_even_others(&found.others, ui.locale.get())) }),
            el("div").class("model").child(el("span").class("lab").child(answer::COMPARE_WITH)).child(
                model_picker(
                    ui,
                    Signal::derive(move || slow.hosted()),
                    Callback::new(move |choice| slow.compare_with(&choice)),
                    answer::COMPARE_LIST,
                    "sel",
                    true
                )
            )
        ]
        .piece()
    };
    chart_block(ui, Signal::derive(finding), Signal::derive(chart), Rc::new(after))
}

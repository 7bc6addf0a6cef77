//! How often.

use crate::pieces;
use crate::presentation::form::{self, HourPreset};
use crate::presentation::words::questions;
use crate::scenario::Field;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, Signal};
use crate::web::ui::{
    Ui,
    parts::{Folding, group, number_field, pick},
};

/// The factors of the day and the month, and the peak.
pub fn traffic_fields(ui: Ui) -> Piece {
    let share_of =
        Signal::derive(move || ui.draft.with(|scenario| form::adoption(scenario, ui.locale.get())));
    let times = || el("span").class("op").attr("aria-hidden", "true").child(el("span").child("×"));
    group(
        ui,
        questions::TRAFFIC.0,
        questions::TRAFFIC.1,
        Folding::OnPhonesToo(Signal::derive(move || {
            ui.figures_here(|feature| form::traffic(feature, ui.locale.get())).unwrap_or_default()
        })),
        false,
        pieces![
            el("div")
                .class("formula")
                .child(number_field(ui, ui.slot(Field::ShareOfUsers), Some(share_of), None, false))
                .child(times())
                .child(number_field(ui, ui.slot(Field::RequestsPerActiveDay), None, None, false))
                .child(times())
                .child(number_field(ui, ui.slot(Field::ActiveDaysPerMonth), None, None, false))
                .child(el("span").class("op"))
                .child(number_field(ui, ui.slot(Field::PeakToAverage), None, None, false)),
            el("details")
                .class("more")
                .child(el("summary").child(move || ui.feature(|feature| form::rarer_traffic(Some(feature)))))
                .child(el("div").class("row r3").child(pick(
                    questions::HOURS.0,
                    questions::HOURS.1,
                    ui.next_id(),
                    Signal::stored(HourPreset::ALL.map(|preset| preset.word().to_owned()).to_vec()),
                    Signal::derive(move || profile(ui)),
                    Callback::new(move |index: usize| {
                        if let Some(preset) = HourPreset::ALL.get(index) {
                            ui.edit_feature(questions::CHANGE_OF_HOURS, |feature| {
                                feature.hours = preset.profile();
                            });
                        }
                    })
                )))
                .child(
                    el("div")
                        .class("row r3")
                        .child(number_field(ui, ui.slot(Field::RequestsPerMin), None, None, false))
                        .child(number_field(ui, ui.slot(Field::InputTokensPerMin), None, None, false))
                        .child(number_field(ui, ui.slot(Field::OutputTokensPerMin), None, None, false))
                ),
            el("p").class("eq").child(el("span").child(move || often(ui)))
        ],
    )
    .piece()
}

fn often(ui: Ui) -> Piece {
    let text = ui.figures_here(|feature| form::often(feature, ui.locale.get()));
    let (bold, rest) = text.unwrap_or_default();
    pieces![el("b").child(bold), rest].piece()
}

/// The profile that is set; past the end of the list for one that came by a link.
fn profile(ui: Ui) -> usize {
    let now = ui.feature(|feature| feature.hours.clone()).unwrap_or_default();
    let presets = HourPreset::ALL;
    presets.iter().position(|preset| preset.profile() == now).unwrap_or(presets.len())
}

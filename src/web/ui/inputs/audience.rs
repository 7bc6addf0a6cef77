//! Who uses the product, and what they pay.

use crate::presentation::form;
use crate::presentation::words::questions;
use crate::scenario::Field;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::Signal;
use crate::web::ui::{
    Ui,
    parts::{Folding, group, number_field},
    slot::Slot,
};

/// Users, price, and how many pay.
pub fn audience_fields(ui: Ui) -> Piece {
    group(
        ui,
        questions::AUDIENCE,
        "",
        Folding::OnPhonesToo(Signal::derive(move || {
            ui.draft.with(|scenario| form::audience(scenario, ui.locale.get()))
        })),
        true,
        el("div")
            .class("row r3")
            .child(number_field(ui, (Slot::scenario(Field::Users)).into(), None, None, false))
            .child(number_field(ui, (Slot::scenario(Field::PriceUsdPerMonth)).into(), None, None, false))
            .child(number_field(ui, (Slot::scenario(Field::PayingShare)).into(), None, None, false))
            .piece(),
    )
    .piece()
}

//! Announced price changes, and what to know about a model in use.

use crate::pieces;
use crate::presentation::answers::notes::{self, Note, Weight};
use crate::presentation::form::type_prices;
use crate::presentation::words::labels;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::Memo;
use crate::web::ui::{
    Ui,
    later::later,
    parts::{Icon, note},
};

/// Lines under the table, where there are some.
pub fn notes(ui: Ui) -> Piece {
    let any = Memo::new(move |_| ui.view(notes::has_notes).unwrap_or(false));
    (move || any.get().then(|| later(ui, move |parts| (parts.notes)(ui)))).piece()
}

/// The lines themselves.
pub fn note_lines(ui: Ui) -> Piece {
    let line = move |Note { weight, text, priceless }: Note| {
        let sign = match weight {
            Weight::Information => Icon::Info,
            Weight::Unknown => Icon::Question,
            Weight::Warning => Icon::Triangle,
        };
        let fields = priceless.map(|place| pieces![" ", enter_prices(ui, place)]);
        note(sign, pieces![text, fields].piece())
    };
    (move || ui.view(notes::notes).unwrap_or_default().into_iter().map(line).pieces()).piece()
}

/// Opens the fields for the prices of a model that the price list does not have.
fn enter_prices(ui: Ui, (feature, position): (usize, usize)) -> Piece {
    let press = move |_| {
        let name = ui.figures_of(feature, |found| {
            found.legs.get(position).map(|leg| leg.name.as_str().to_owned()).unwrap_or_default()
        });
        ui.choose(feature);
        ui.edit_feature(labels::ENTER_ITS_PRICES, |feature| {
            type_prices(feature, position, &name.unwrap_or_default());
        });
    };
    el("button")
        .attr("type", "button")
        .class("link")
        .on("click", press)
        .child(labels::ENTER_ITS_PRICES)
        .piece()
}

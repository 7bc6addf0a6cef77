//! How sure the figures are: a high end beside each that varies.

use crate::scenario::Field;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::{Ui, parts::number_field};

/// The high ends: of tokens, of requests, and of the number of users.
const HIGH_ENDS: [Field; 5] = [
    Field::InputTokensP95,
    Field::OutputTokensP95,
    Field::ReasoningTokensP95,
    Field::RequestsPerActiveDayP95,
    Field::UsersFactorP95,
];

/// The fields, behind one step.
pub fn spread_fields(ui: Ui) -> Piece {
    let fields = HIGH_ENDS.map(|field| number_field(ui, ui.slot(field), None, None, false));
    el("section")
        .class("g")
        .attr("aria-label", "How sure are these figures?")
        .child(
            el("details")
                .class("more sure")
                .child(el("summary").child(move || in_short(ui)))
                .child(el("p").class("s q goal").child(
                    "A high end that 95 of 100 stay below; what you typed above is the middle. Empty: it does not vary.",
                ))
                .child(el("div").class("row r3").child(fields.into_iter().pieces())),
        )
        .piece()
}

fn in_short(ui: Ui) -> String {
    let set = ui.feature(|feature| HIGH_ENDS.iter().filter(|field| feature.value(**field).is_some()).count());
    let state = match set.unwrap_or(0) {
        0 => "High ends: none".to_owned(),
        1 => "one high end".to_owned(),
        set => [&set.to_string(), " high ends"].concat(),
    };
    ["How sure are these figures? ", &state].concat()
}

/// Whether anything in the scenario may vary.
pub fn varies(ui: Ui) -> bool {
    ui.draft.with(|scenario| {
        scenario.features.iter().any(|feature| HIGH_ENDS.iter().any(|field| feature.value(*field).is_some()))
    })
}

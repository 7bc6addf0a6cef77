//! Check the bill. What is in the section has a file of its own, which is loaded when the section is first opened.

use crate::presentation::words::labels;
use crate::web::ui::Ui;
use crate::web::ui::dom::Piece;
use crate::web::ui::later;

/// What the section is for.
pub fn finding(_: Ui) -> String {
    labels::BILL_TEASER.to_owned()
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    later::bill(ui, move |parts| (parts.section)(ui))
}

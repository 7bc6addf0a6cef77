//! How each feature compares with its latency target, as signals read it.

use crate::presentation::answers::{standing, standing_sentence};
use crate::presentation::words::verdict::{Standing, Status};
use crate::web::ui::Ui;

/// The feature at `index` against its target, in a sign and in words.
pub fn verdict(ui: Ui, index: usize) -> Standing {
    ui.view(|view| standing(view, index)).unwrap_or_else(|| Status::Unknown.plain())
}

/// The same of the feature that is open, in a sentence.
pub fn verdict_sentence(ui: Ui) -> Standing {
    ui.view(standing_sentence).unwrap_or_else(|| Status::Unknown.plain())
}

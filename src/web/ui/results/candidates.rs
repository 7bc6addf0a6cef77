//! The models that could respond instead, as of the last comparison.

use crate::presentation::answers::models;
use crate::web::ui::Ui;

pub use crate::presentation::answers::models::Candidate;

/// The candidates, as of the last comparison.
pub fn candidates(ui: Ui) -> Vec<Candidate> {
    let found = ui.compared.get();
    let as_of = ui.draft.now().as_of;
    let found = found.as_deref();
    ui.catalogue.with_value(|catalogue| {
        found.map(|found| models::candidates(found, catalogue, as_of)).unwrap_or_default()
    })
}

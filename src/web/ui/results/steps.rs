//! The arithmetic of the feature that is open, step by step.

use crate::presentation::answers::{self, StepText};
use crate::web::ui::Ui;

/// The numbered steps, each with its source or its assumption; those of its GPUs as soon as their file is loaded.
pub fn step_texts(ui: Ui) -> Vec<StepText> {
    let parts = ui.files.own();
    let steps = ui.view(|view| {
        let feature = view.costs()?;
        let own = answers::fleet(view).zip(parts);
        let mut all = own.map(|(own, parts)| (parts.fleet_steps)(own, view.locale)).unwrap_or_default();
        all.extend(answers::steps(view, feature));
        Some(all)
    });
    steps.flatten().unwrap_or_default()
}

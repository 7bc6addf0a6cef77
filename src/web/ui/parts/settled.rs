//! Expensive answers follow the form after a pause, so that typing never waits for them.

use crate::web::ui::Ui;
use crate::web::ui::live::{RwSignal, on_change, untrack};
use crate::web::ui::schedule::{Phase, Timer};
use std::rc::Rc;

/// Runs `act` now, and again when the form has changed and then been left alone for a moment; the signal counts these
/// times. Whatever reads it and then reads the form untracked is evaluated as often, and not at each key.
pub fn settled(ui: Ui, act: Rc<dyn Fn()>) -> RwSignal<usize> {
    let times = RwSignal::new(0);
    let timer = Timer::new();
    untrack(|| act());
    on_change(
        move || {
            ui.draft.parsed().track();
            ui.chosen.track();
            ui.locale.track();
        },
        move |()| {
            let act = act.clone();
            timer.start(Phase::Sections, move || {
                act();
                times.update(|times| *times += 1);
            });
        },
    );
    times
}

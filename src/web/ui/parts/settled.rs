//! Dear answers follow the form after a pause, so that typing never waits for them.

use crate::web::ui::Ui;
use crate::web::ui::live::{RwSignal, StoredValue, on_change, untrack};
use gloo::timers::callback::Timeout;
use std::rc::Rc;

/// How long the form must have been left alone.
const AFTER_MS: u32 = 50;

/// Runs `act` now, and again when the form has changed and then been left alone for a moment; the signal counts these
/// times. What reads it and then looks at the form untracked is reckoned as often, and not with each key.
pub fn settled(ui: Ui, act: Rc<dyn Fn()>) -> RwSignal<usize> {
    let times = RwSignal::new(0);
    let pause = StoredValue::new(None::<Timeout>);
    untrack(|| act());
    on_change(
        move || {
            ui.draft.parsed().track();
            ui.chosen.track();
            ui.locale.track();
        },
        move |()| {
            let act = act.clone();
            pause.set_value(Some(Timeout::new(AFTER_MS, move || {
                act();
                times.update(|times| *times += 1);
            })));
        },
    );
    times
}

//! An older scenario: what it cost at the prices that it came with, what it costs at today's, and which of them count.

use crate::estimate::then_and_now;
use crate::presentation::answers::then_now as words;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::later::later;
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal};
use crate::web::ui::parts::{Icon, choice_of, icon};
use crate::web::ui::schedule::{Phase, after_change};
use std::borrow::Cow;

/// Both totals, once the scenario is of another day than today.
pub fn then_now(ui: Ui) -> Piece {
    let is_older = Memo::new(move |before: Option<&bool>| {
        // Whoever has switched to today's prices may switch back.
        before == Some(&true) || ui.draft.with(|scenario| scenario.as_of != ui.today)
    });
    (move || is_older.get().then(|| later(ui, move |parts| (parts.then_now)(ui)))).piece()
}

/// Both totals, and the switch; nothing where they are the same.
pub fn both_days(ui: Ui) -> Piece {
    let said = RwSignal::new(String::new());
    after_change(
        Phase::Range,
        move || ui.draft.parsed().track(),
        move || said.set(compared(ui).unwrap_or_default()),
    );
    let differs = Memo::new(move |_| said.with(|said| !said.is_empty()));
    let is_now = Signal::derive(move || {
        usize::from(ui.draft.with(|scenario| Some(scenario.as_of) != ui.then.get_value()))
    });
    let choose = Callback::new(move |index: usize| {
        let Some(then) = ui.then.get_value() else { return };
        let day = if index == 0 { then } else { ui.today };
        ui.draft.edit(|| words::change_of_day(index == 0).to_owned(), |scenario| scenario.as_of = day);
    });
    let options = move || {
        let then = ui.then.get_value().unwrap_or(ui.today);
        words::days(then).map(Cow::Owned).into()
    };
    let view = move || {
        differs.get().then(|| {
            el("div").class("bn info then").attr("role", "status").child(icon(Icon::Info)).child(
                el("div").child(el("p").child(move || said.get())).child(
                    el("div").class("acts").child(choice_of(
                        words::WHICH_PRICES,
                        "then-now",
                        options(),
                        is_now,
                        choose,
                    )),
                ),
            )
        })
    };
    view.piece()
}

fn compared(ui: Ui) -> Option<String> {
    let locale = ui.locale.get_untracked();
    let scenario = ui.draft.now();
    if scenario.as_of != ui.today {
        ui.then.set_value(Some(scenario.as_of));
    }
    let then = ui.then.get_value()?;
    let both =
        ui.catalogue.with_value(|catalogue| then_and_now(&scenario, then, ui.today, catalogue)).ok()?;
    words::then_and_now(&both, locale)
}

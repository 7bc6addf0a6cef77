//! An older scenario: what it cost at the prices that it came with, what it costs at today's, and which of them count.

use crate::estimate::{ThenAndNow, then_and_now};
use crate::format::{change, cost, date, usd_signed};
use crate::units::Usd;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::later::later;
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal};
use crate::web::ui::parts::{Icon, choice, icon};
use crate::web::ui::state::after_typing;

/// Both totals are computed so long after a change.
const AFTER_MS: u32 = 60;

/// Both totals, once the scenario is of another day than today.
pub fn then_now(ui: Ui) -> Piece {
    let is_older = Memo::new(move |before: Option<&bool>| {
        // Who has switched to the prices of today may switch back.
        before == Some(&true) || ui.draft.with(|scenario| scenario.as_of != ui.today)
    });
    (move || is_older.get().then(|| later(ui, move |parts| (parts.then_now)(ui)))).piece()
}

/// Both totals, and the switch; nothing where they are the same.
pub fn both_days(ui: Ui) -> Piece {
    let said = RwSignal::new(String::new());
    after_typing(
        AFTER_MS,
        move || ui.draft.parsed().track(),
        move || said.set(compared(ui).unwrap_or_default()),
    );
    let differs = Memo::new(move |_| said.with(|said| !said.is_empty()));
    let is_now = Signal::derive(move || {
        usize::from(ui.draft.with(|scenario| Some(scenario.as_of) != ui.then.get_value()))
    });
    let choose = Callback::new(move |index: usize| {
        let Some(then) = ui.then.get_value() else { return };
        let (day, what) =
            if index == 0 { (then, "earlier prices") } else { (ui.today, "today\u{2019}s prices") };
        ui.draft.edit(|| ["change to ", what].concat(), |scenario| scenario.as_of = day);
    });
    let view = move || {
        differs.get().then(|| {
            el("div").class("bn info then").attr("role", "status").child(icon(Icon::Info)).child(
                el("div").child(el("p").child(move || said.get())).child(el("div").class("acts").child(
                    choice(
                        "Which prices count",
                        "then-now",
                        &["Prices of then", "Today\u{2019}s prices"],
                        is_now,
                        choose,
                    ),
                )),
            )
        })
    };
    view.piece()
}

/// "These are prices of 1 Oct 2026: $1,500 a month. At those of 24 Nov 2026: $1,200 a month, −20%, −$300."
fn compared(ui: Ui) -> Option<String> {
    let locale = ui.locale.get_untracked();
    let scenario = ui.draft.now();
    if scenario.as_of != ui.today {
        ui.then.set_value(Some(scenario.as_of));
    }
    let then = ui.then.get_value()?;
    let both =
        ui.catalogue.with_value(|catalogue| then_and_now(&scenario, then, ui.today, catalogue)).ok()?;
    if both.is_same() {
        return None;
    }
    let ThenAndNow { then_day, then, now_day, now } = both;
    let (before, after) = (then.total.cost.month, now.total.cost.month);
    let difference = before.known().zip(after.known()).map(|(before, after)| {
        let part = change(before.get(), after.get(), locale).map(|part| [", ", &part].concat());
        let money = usd_signed(Usd::saturating(after.get() - before.get()), locale);
        [&part.unwrap_or_default(), ", ", &money].concat()
    });
    let text = [
        "At the prices of ",
        &date(then_day),
        ", when this was made: ",
        &cost(before, locale),
        " a month. At those of today, ",
        &date(now_day),
        ": ",
        &cost(after, locale),
        " a month",
        &difference.unwrap_or_default(),
        ".",
    ];
    Some(text.concat())
}

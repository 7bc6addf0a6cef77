//! Who uses the product, and what they pay.

use crate::format::{exact, share, usd_exact};
use crate::scenario::Field;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::Signal;
use crate::web::ui::{
    Ui,
    parts::{Folding, group, number_field},
    slot::Slot,
};

/// Users, price, and how many pay.
pub fn audience_fields(ui: Ui) -> Piece {
    group(
        ui,
        "Users and price",
        "",
        Folding::OnPhonesToo(Signal::derive(move || in_short(ui))),
        true,
        el("div")
            .class("row r3")
            .child(number_field(ui, (Slot::scenario(Field::Users)).into(), None, None, false))
            .child(number_field(ui, (Slot::scenario(Field::PriceUsdPerMonth)).into(), None, None, false))
            .child(number_field(ui, (Slot::scenario(Field::PayingShare)).into(), None, None, false))
            .piece(),
    )
    .piece()
}

/// "10,000 users, $10 a month, 80% pay"
fn in_short(ui: Ui) -> String {
    let locale = ui.locale.get();
    ui.draft.with(|scenario| {
        let users = exact(scenario.audience.users().get(), locale) + " users";
        match scenario.plan.price_usd_per_month() {
            Some(price) => {
                let paying = share(scenario.plan.paying_share(), locale);
                [&users, ", ", &usd_exact(price, locale), " a month, ", &paying, " pay"].concat()
            }
            None => users + ", no price set",
        }
    })
}

//! Who uses the product, and what they pay.

use crate::format::{exact, share, usd_exact};
use crate::html;
use crate::scenario::Field;
use crate::web::ui::{
    Ui,
    parts::{Group, NumberField},
    slot::Slot,
};
use leptos::prelude::*;

/// Users, price, and how many pay.
#[component]
pub fn AudienceFields(ui: Ui) -> impl IntoView {
    html! {
        <Group ui quiet=true title="Users and price" answer=Signal::derive(move || in_short(ui))>
            <div class="row r3">
                <NumberField ui of=Slot::scenario(Field::Users) />
                <NumberField ui of=Slot::scenario(Field::PriceUsdPerMonth) />
                <NumberField ui of=Slot::scenario(Field::PayingShare) />
            </div>
        </Group>
    }
    .into_any()
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

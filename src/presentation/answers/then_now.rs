//! An older scenario: what it cost at the prices of its day, and what it costs at today's.

use crate::estimate::ThenAndNow;
use crate::format::{Locale, change, cost, date, usd_signed, usd_sum};
use crate::units::Date;

/// The name of the switch between both days.
pub const WHICH_PRICES: &str = "Which prices count";

/// The two choices: "Prices on 1 Oct 2026" and today's.
#[must_use]
pub fn days(then: Date) -> [String; 2] {
    [["Prices on ", &date(then)].concat(), "Today\u{2019}s prices".to_owned()]
}

/// What a step of the history is called that changes the day of the prices.
#[must_use]
pub const fn change_of_day(to_then: bool) -> &'static str {
    if to_then { "change to earlier prices" } else { "change to today\u{2019}s prices" }
}

/// "At the prices on 1 Oct 2026, when this scenario was made: $1,500 a month. At those of today, 24 Nov 2026: $1,200 a
/// month, −20%, −$300."; nothing where both are the same.
#[must_use]
pub fn then_and_now(both: &ThenAndNow, locale: Locale) -> Option<String> {
    if both.is_same() {
        return None;
    }
    let ThenAndNow { then_day, then, now_day, now } = both;
    let (before, after) = (then.total.cost.month, now.total.cost.month);
    let difference = before.known().zip(after.known()).map(|(before, after)| {
        let part = change(before.get(), after.get(), locale).map(|part| [", ", &part].concat());
        let money = usd_signed(usd_sum(&[after, -before]), locale);
        [&part.unwrap_or_default(), ", ", &money].concat()
    });
    let text = [
        "At the prices on ",
        &date(*then_day),
        ", when this scenario was made: ",
        &cost(before, locale),
        " a month. At those of today, ",
        &date(*now_day),
        ": ",
        &cost(after, locale),
        " a month",
        &difference.unwrap_or_default(),
        ".",
    ];
    Some(text.concat())
}

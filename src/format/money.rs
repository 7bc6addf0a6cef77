//! Money: whole dollars, cents below $100, three significant digits below $1. One rounding for every sum, table and step.

use super::decimal::Decimal;
use super::locale::Locale;
use super::{MINUS, NOT_KNOWN};
use crate::estimate::Cost;
use crate::units::{Usd, UsdPerMtok};

/// Below this amount digits would be mostly zeros: 10^−12 of a dollar.
const LEAST_PLACE: i32 = -12;

/// The place at which an amount is rounded: whole dollars from $100, cents from $1, then the third digit.
pub(super) const fn place(lead: i32) -> i32 {
    match lead {
        2.. => 0,
        0..2 => -2,
        _ => lead - 2,
    }
}

/// An amount as it is shown.
pub(super) fn rounded(amount: Decimal) -> Decimal {
    amount.at_place(place(amount.lead()))
}

/// How many digits must follow the decimal mark: cents come in pairs from $0.10 to $99.
pub(super) fn pair_of_cents(amount: Decimal) -> usize {
    if !amount.is_zero() && (-1..=1).contains(&amount.lead()) { 2 } else { 0 }
}

/// The text of an amount that is rounded already.
pub(super) fn amount_text(amount: Decimal, decimals: usize, locale: Locale) -> String {
    locale.money(amount.is_negative(), &amount.digits_text(decimals, locale))
}

/// $16,949, $54.45, $2.00, $0.705, $0.013: whole dollars, cents below $100, three digits below $1.
/// $0 only for a true zero.
#[must_use]
pub fn usd(amount: Usd, locale: Locale) -> String {
    let amount = Decimal::new(amount.get()).unwrap_or(Decimal::ZERO);
    if amount.lead() < LEAST_PLACE {
        let least = Decimal::from_parts(false, 1, LEAST_PLACE);
        return format!("less than {}", amount_text(least, 0, locale));
    }
    let shown = rounded(amount);
    amount_text(shown, pair_of_cents(shown), locale)
}

/// An amount as it was typed or published, all its digits: $10, $0.30, $1,234.50.
#[must_use]
pub fn usd_exact(amount: Usd, locale: Locale) -> String {
    exact_amount(amount.get(), locale)
}

/// A short form for axes: $1.5M, $20k.
#[must_use]
pub fn usd_short(amount: Usd, locale: Locale) -> String {
    locale.money(amount.get() < 0.0, &super::short(amount.get().abs(), locale))
}

/// A published price of 1M tokens, all its digits: $2, $0.10, $0.075.
#[must_use]
pub fn rate_per_mtok(rate: UsdPerMtok, locale: Locale) -> String {
    exact_amount(rate.get(), locale)
}

pub(super) fn exact_amount(amount: f64, locale: Locale) -> String {
    let amount = Decimal::new(amount).unwrap_or(Decimal::ZERO);
    amount_text(amount, if amount.is_whole() { 0 } else { 2 }, locale)
}

/// "$2 in · $10 out · $0.10 cached"; a price that is not known says so, and no cache price is left out.
#[must_use]
pub fn rates(
    input: Option<UsdPerMtok>,
    output: Option<UsdPerMtok>,
    cache_read: Option<UsdPerMtok>,
    locale: Locale,
) -> String {
    let shown = |rate: Option<UsdPerMtok>| {
        rate.map_or_else(|| NOT_KNOWN.to_owned(), |rate| rate_per_mtok(rate, locale))
    };
    let mut text = format!("{} in · {} out", shown(input), shown(output));
    if let Some(cached) = cache_read {
        text.push_str(" · ");
        text.push_str(&rate_per_mtok(cached, locale));
        text.push_str(" cached");
    }
    text
}

/// A difference of money: +$1,200, −$650, $0.
#[must_use]
pub fn usd_signed(amount: Usd, locale: Locale) -> String {
    let text = usd(amount, locale);
    if amount.get() > 0.0 { format!("+{text}") } else { text }
}

/// Money as far as it is known: "$13,500", "at least $13,500" (cut, never rounded up), "not known".
#[must_use]
pub fn cost(cost: Cost, locale: Locale) -> String {
    match cost {
        Cost::Known(amount) => usd(amount, locale),
        Cost::AtLeast(amount) if amount.get() > 0.0 => {
            let amount = Decimal::new(amount.get()).unwrap_or(Decimal::ZERO);
            let shown = amount.cut_at_place(place(amount.lead()));
            format!("at least {}", amount_text(shown, pair_of_cents(shown), locale))
        }
        Cost::AtLeast(_) | Cost::NotKnown => NOT_KNOWN.to_owned(),
    }
}

/// The sum of amounts as each of them is shown, so that it holds on a calculator.
#[must_use]
pub fn usd_sum(amounts: &[Usd]) -> Usd {
    let shown = amounts.iter().filter_map(|amount| Decimal::new(amount.get())).map(rounded);
    // Sums of short decimals are short: what lies beyond is noise.
    let sum = Decimal::new(shown.map(Decimal::to_f64).sum()).unwrap_or(Decimal::ZERO);
    Usd::saturating(sum.significant(14).to_f64())
}

/// An estimate in a sentence, three digits: $16,900.
fn about(amount: Usd, locale: Locale) -> String {
    match Decimal::new(amount.get()) {
        Some(amount) if amount.lead() >= 2 => amount_text(amount.significant(3), 0, locale),
        _ => usd(amount, locale),
    }
}

/// "$16,900 to $25,000", three digits each: a range is no sum. One amount where both ends show alike.
#[must_use]
pub fn usd_range(low: Usd, high: Usd, locale: Locale) -> String {
    let (low, high) = (about(low, locale), about(high, locale));
    if low == high { low } else { format!("{low} to {high}") }
}

/// Puts a plus sign before a text that has no sign and is not zero.
pub(super) fn with_plus(text: String, positive: bool) -> String {
    if positive && !text.starts_with(MINUS) { format!("+{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64) -> String {
        usd(Usd::new(value).unwrap(), Locale::ENGLISH)
    }

    #[test]
    fn money_is_whole_dollars_then_cents_then_three_digits() {
        for (value, text) in [
            (20_000.0, "$20,000"),
            (16_949.0, "$16,949"),
            (16_949.5, "$16,950"),
            (6_500.0, "$6,500"),
            (650.4, "$650"),
            (2.0, "$2.00"),
            (0.75, "$0.75"),
            (0.1, "$0.10"),
            (0.705, "$0.705"),
            (0.176_25, "$0.176"),
            (0.013, "$0.013"),
            (0.03, "$0.03"),
            (0.000_75, "$0.00075"),
            (0.000_583_7, "$0.000584"),
            (10.3, "$10.30"),
            (54.45, "$54.45"),
            (99.994, "$99.99"),
            (99.996, "$100"),
            (9.999, "$10.00"),
            (0.0996, "$0.0996"),
            (0.099_96, "$0.10"),
            (999.6, "$1,000"),
            (0.0, "$0"),
            (-650.0, "−$650"),
            (-0.99, "−$0.99"),
            (1e-12, "$0.000000000001"),
            (1e-13, "less than $0.000000000001"),
        ] {
            assert_eq!(shown(value), text, "{value}");
        }
    }

    #[test]
    fn halves_of_a_cent_go_up() {
        assert_eq!(shown(1.005), "$1.01");
        assert_eq!(shown(2.675), "$2.68");
    }

    #[test]
    fn the_currency_stands_where_the_language_puts_it() {
        let at = |tag| usd(Usd::new(-20_000.0).unwrap(), Locale::from_tag(tag));
        assert_eq!(at("en-US"), "−$20,000");
        assert_eq!(at("de-DE"), "−20.000\u{a0}$");
        assert_eq!(at("fr-FR"), "−20\u{202f}000\u{a0}$");
        assert_eq!(at("pt-BR"), "−$\u{a0}20.000");
        assert_eq!(at("ja-JP"), "−$20,000");
        assert_eq!(at("ar"), "−20,000\u{a0}$");
    }

    #[test]
    fn prices_are_shown_as_published() {
        let rate = |value| UsdPerMtok::new(value).unwrap();
        let en = Locale::ENGLISH;
        assert_eq!(
            rates(Some(rate(2.0)), Some(rate(10.0)), Some(rate(0.1)), en),
            "$2 in · $10 out · $0.10 cached"
        );
        assert_eq!(rates(Some(rate(0.0375)), None, None, en), "$0.0375 in · not known out");
        assert_eq!(usd_exact(Usd::new(1234.5).unwrap(), en), "$1,234.50");
    }

    #[test]
    fn an_unknown_cost_is_never_zero_and_a_lower_bound_is_never_rounded_up() {
        let en = Locale::ENGLISH;
        let usd = |value| Usd::new(value).unwrap();
        assert_eq!(cost(Cost::NotKnown, en), "not known");
        assert_eq!(cost(Cost::AtLeast(usd(13_500.0)), en), "at least $13,500");
        assert_eq!(cost(Cost::AtLeast(usd(13_599.9)), en), "at least $13,599");
        assert_eq!(cost(Cost::AtLeast(Usd::ZERO), en), "not known");
        assert_eq!(cost(Cost::ZERO, en), "$0");
    }

    #[test]
    fn a_range_says_both_ends_once() {
        let range = |a, b| usd_range(Usd::new(a).unwrap(), Usd::new(b).unwrap(), Locale::ENGLISH);
        assert_eq!(range(16_912.0, 25_020.0), "$16,900 to $25,000");
        assert_eq!(range(20_000.0, 20_001.0), "$20,000");
    }

    #[test]
    fn a_difference_carries_its_sign() {
        let signed = |value| usd_signed(Usd::new(value).unwrap(), Locale::ENGLISH);
        assert_eq!(signed(1200.0), "+$1,200");
        assert_eq!(signed(-432.0), "−$432");
        assert_eq!(signed(0.0), "$0");
    }
}

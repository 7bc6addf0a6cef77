//! Parts that add up as shown.

use super::decimal::Decimal;
use super::locale::Locale;
use super::money::{amount_text, pair_of_cents};
use super::quantity::percent_text;
use super::{NOT_KNOWN, money};
use crate::estimate::Cost;
use crate::units::{Usd, in_order};

/// The texts of the parts of a sum, and of their sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// The parts, in their order.
    pub parts: Vec<String>,
    /// The sum of the parts as shown; "at least" where a part is not known.
    pub total: String,
    /// The same as a number, as far as it is known.
    pub shown: Usd,
}

/// Costs that share one rounding place, and their total, which is the sum of what is shown.
///
/// The place is that of the largest part: whole dollars from $100, cents from $1. A part too small to show
/// there is "less than" one unit of the place and adds nothing; a part that is not known makes the total "at least".
#[must_use]
pub fn usd_parts(costs: &[Cost], locale: Locale) -> Parts {
    let amounts: Vec<Option<Decimal>> =
        costs.iter().map(|cost| cost.known_part().and_then(|usd| Decimal::new(usd.get()))).collect();
    let place = place_of(amounts.iter().flatten());
    let mut sum = 0_i64;
    let parts = costs
        .iter()
        .zip(&amounts)
        .map(|(cost, amount)| {
            let Some(amount) = *amount else { return NOT_KNOWN.to_owned() };
            let shown = match cost {
                Cost::AtLeast(_) => amount.cut_at_place(place),
                Cost::Known(_) | Cost::NotKnown => amount.at_place(place),
            };
            sum = sum.saturating_add(shown.in_units_of(place));
            match cost {
                Cost::AtLeast(_) if shown.is_zero() => NOT_KNOWN.to_owned(),
                Cost::AtLeast(_) => ["at least ", &placed_text(shown, place, locale)].concat(),
                _ if shown.is_zero() && !amount.is_zero() => {
                    ["less than ", &placed_text(Decimal::of_units(1, place), place, locale)].concat()
                }
                _ => placed_text(shown, place, locale),
            }
        })
        .collect();
    let whole = Decimal::of_units(sum, place);
    let (text, shown) = (placed_text(whole, place, locale), Usd::saturating(whole.to_f64()));
    let all_known = costs.iter().all(|cost| cost.known().is_some());
    let total = match (all_known, sum) {
        (true, _) => text,
        (false, 0) => NOT_KNOWN.to_owned(),
        (false, _) => ["at least ", &text].concat(),
    };
    Parts { parts, total, shown }
}

/// Parts of a `total` that is shown elsewhere: rounded so that they add up to it as shown.
/// What rounding leaves over goes to the parts that it took most from.
#[must_use]
pub fn usd_parts_of(total: Usd, parts: &[Usd], locale: Locale) -> Vec<String> {
    let amounts: Vec<Decimal> = parts.iter().filter_map(|usd| Decimal::new(usd.get())).collect();
    let place = place_of(amounts.iter());
    parts_at(place, total, &amounts, locale)
}

/// Amounts that lead to `end`, which is shown elsewhere: rounded as it is, so that they add up to it as shown.
#[must_use]
pub fn usd_steps_to(end: Usd, steps: &[Usd], locale: Locale) -> Vec<String> {
    let amounts: Vec<Decimal> = steps.iter().filter_map(|usd| Decimal::new(usd.get())).collect();
    let end_amount = Decimal::new(end.get()).filter(|amount| !amount.is_zero());
    let place = end_amount.map_or_else(|| place_of(amounts.iter()), |amount| place_of([amount].iter()));
    parts_at(place, end, &amounts, locale)
}

fn parts_at(place: i32, total: Usd, amounts: &[Decimal], locale: Locale) -> Vec<String> {
    let whole = Decimal::new(total.get()).unwrap_or(Decimal::ZERO);
    let shown = share_out(amounts, whole.at_place(place).in_units_of(place), place);
    shown.into_iter().map(|units| placed_text(Decimal::of_units(units, place), place, locale)).collect()
}

/// The shares of a whole, in percent, three digits, adding up to 100%: 32.5%, 22.5%, 45%.
/// Where there is no whole, nothing has a share: 0% each.
#[must_use]
pub fn shares_of_whole(values: &[f64], locale: Locale) -> Vec<String> {
    const PLACE: i32 = -1;
    let sum: f64 = values.iter().sum();
    let shares: Vec<Decimal> =
        values.iter().map(|value| Decimal::new(value / sum * 100.0).unwrap_or(Decimal::ZERO)).collect();
    let whole = if shares.iter().all(|share| share.is_zero()) { 0 } else { 1000 };
    let shown = share_out(&shares, whole, PLACE);
    shown.into_iter().map(|units| percent_text(Decimal::of_units(units, PLACE), locale)).collect()
}

/// The place at which the largest amount is shown.
fn place_of<'a>(amounts: impl Iterator<Item = &'a Decimal>) -> i32 {
    let shown = amounts.filter(|amount| !amount.is_zero()).map(|amount| money::rounded(amount.size()));
    shown.map(|amount| amount.lead()).max().map_or(0, money::place)
}

/// An amount rounded at `place`: cents in pairs, but none where the place is whole dollars.
fn placed_text(amount: Decimal, place: i32, locale: Locale) -> String {
    let decimals = if place < 0 && !amount.is_whole() { 2 } else { pair_of_cents(amount) };
    let decimals = if place >= 0 || amount.lead() < -1 { 0 } else { decimals };
    amount_text(amount, decimals, locale)
}

/// Rounds `amounts` at `place` so that they make `whole` units of it: those that lost most get one back, those
/// that gained most give one up. Where the amounts do not make the whole, they are only rounded.
fn share_out(amounts: &[Decimal], whole: i64, place: i32) -> Vec<i64> {
    let mut units: Vec<i64> =
        amounts.iter().map(|amount| amount.at_place(place).in_units_of(place)).collect();
    let missing = whole - units.iter().sum::<i64>();
    if missing.unsigned_abs() as usize > units.len() {
        return units;
    }
    let lost = |index: usize, units: i64| {
        let exact = amounts.get(index).map_or(0.0, |amount| amount.shifted(-place).to_f64());
        (exact - units as f64) * missing.signum() as f64
    };
    let order: Vec<(usize, f64)> =
        units.iter().enumerate().map(|(index, units)| (index, lost(index, *units))).collect();
    let order = in_order(order, |(_, lost)| -lost);
    // A true zero stays zero.
    let changeable = order.iter().filter(|(index, _)| amounts.get(*index).is_some_and(|a| !a.is_zero()));
    for (index, _) in changeable.take(missing.unsigned_abs() as usize) {
        if let Some(units) = units.get_mut(*index) {
            *units += missing.signum();
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Locale = Locale::ENGLISH;

    #[test]
    fn steps_are_rounded_where_their_end_is() {
        let steps = [45_000.0, -36_000.4, -8_294.2].map(Usd::saturating);
        assert_eq!(
            usd_steps_to(Usd::saturating(705.4), &steps, EN),
            ["$45,000", "\u{2212}$36,001", "\u{2212}$8,294"]
        );
    }

    fn known(values: &[f64]) -> Vec<Cost> {
        values.iter().map(|value| Cost::Known(Usd::new(*value).unwrap())).collect()
    }

    fn parts(costs: &[Cost]) -> (Vec<String>, String) {
        let shown = usd_parts(costs, EN);
        (shown.parts, shown.total)
    }

    #[test]
    fn the_total_is_the_sum_of_what_is_shown() {
        let (shown, total) = parts(&known(&[6_500.0, 4_500.0, 9_000.0]));
        assert_eq!(shown, ["$6,500", "$4,500", "$9,000"]);
        assert_eq!(total, "$20,000");
        let (shown, total) = parts(&known(&[3_650.0, 4_500.0, 9_000.0]));
        assert_eq!(shown, ["$3,650", "$4,500", "$9,000"]);
        assert_eq!(total, "$17,150");
        let (shown, total) = parts(&known(&[0.004_004, 0.009_004]));
        assert_eq!(shown, ["$0.004", "$0.009"]);
        assert_eq!(total, "$0.013");
        let (shown, total) = parts(&known(&[2.0, 0.5]));
        assert_eq!(shown, ["$2.00", "$0.50"]);
        assert_eq!(total, "$2.50");
        let (shown, total) = parts(&known(&[54.45, 120.3]));
        assert_eq!(shown, ["$54", "$120"]);
        assert_eq!(total, "$174");
    }

    #[test]
    fn a_part_too_small_to_show_is_not_shown_as_zero() {
        let (shown, total) = parts(&known(&[9_000.0, 0.4, 0.0]));
        assert_eq!(shown, ["$9,000", "less than $1", "$0"]);
        assert_eq!(total, "$9,000");
    }

    #[test]
    fn an_unknown_part_makes_the_total_at_least_the_others() {
        let mut costs = known(&[4_500.0, 9_000.0]);
        costs.push(Cost::NotKnown);
        let (shown, total) = parts(&costs);
        assert_eq!(shown, ["$4,500", "$9,000", "not known"]);
        assert_eq!(total, "at least $13,500");
        assert_eq!(parts(&[Cost::NotKnown]), (vec!["not known".to_owned()], "not known".to_owned()));
        assert_eq!(parts(&[]), (vec![], "$0".to_owned()));
    }

    #[test]
    fn parts_of_a_typed_price_add_up_to_it() {
        let usd = |value| Usd::new(value).unwrap();
        let shown = usd_parts_of(usd(10.0), &[0.59, 1.4, 0.705, 0.176_25, 7.128_75].map(usd), EN);
        assert_eq!(shown, ["$0.59", "$1.40", "$0.70", "$0.18", "$7.13"]);
    }

    #[test]
    fn shares_of_a_column_add_up_to_100() {
        assert_eq!(shares_of_whole(&[6_500.0, 4_500.0, 9_000.0], EN), ["32.5%", "22.5%", "45%"]);
        assert_eq!(shares_of_whole(&[1.0, 1.0, 1.0], EN), ["33.4%", "33.3%", "33.3%"]);
        assert_eq!(shares_of_whole(&[0.0, 0.0], EN), ["0%", "0%"]);
        assert_eq!(shares_of_whole(&[0.0, 5.0], EN), ["0%", "100%"]);
    }
}

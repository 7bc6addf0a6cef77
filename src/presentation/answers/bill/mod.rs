//! A bill against the estimate: how far apart, why, since when, and for whom. Names of users are shortened; nothing of a file is
//! kept here.

mod causes;
mod columns;
mod days;
mod files;
mod mapping;
mod table;
mod users;

pub use causes::{CauseLine, Causes, ENDS, USE_ALL, UseMeasured};
pub use columns::{ColumnRole, column_map, guess, role_words};
pub use days::{Days, draw as draw_days};
pub use files::{FileText, file_text, joined_lines, refused, too_large};
pub use mapping::{Dimension, dimension_words, dimensions, first_rules};
pub use table::{HEADS, Row, Standing, UNMAPPED};
pub use users::{HEAVY_STEP, Users, shortened};

use crate::bill::{BillCheck, FeatureRule, PriceNames, check_bill, names_in};
use crate::format::{Locale, date, percent, usd};
use crate::presentation::View;
use crate::units::{Date, Usd, in_order};
use crate::usage::{Money, Period, Report};

/// Said where the files name no day.
pub const NO_DAY: &str =
    "The files name no day, so that no part of the estimate belongs to them. Add a file with dates.";
/// The threshold at first: a difference of a tenth of the estimate.
pub const THRESHOLD: f64 = 0.1;

/// What is said of a bill.
#[derive(Debug, Clone, PartialEq)]
pub struct Bill {
    /// "The bill of 2 to 4 Nov 2026 is 12% above the estimate; Support chat has drifted by 38%"
    pub heading: String,
    /// A row for each feature, for rows of no feature, and for everything.
    pub rows: Vec<Row>,
    /// What else is to be known, a sentence each.
    pub notes: Vec<String>,
    /// Why each feature differs.
    pub causes: Vec<Causes>,
    /// Day by day, where the files have days and money.
    pub days: Option<Days>,
    /// By user, where the files name users.
    pub users: Option<Users>,
}

/// Compares a bill with the estimate. `threshold` is the difference, as a share of the estimate, from which on a feature has drifted.
///
/// # Errors
/// The sentence that says why nothing can be compared.
pub fn bill(
    view: &View,
    report: &Report,
    rules: &[FeatureRule],
    threshold: f64,
) -> Result<Bill, &'static str> {
    let names = PriceNames::new(&view.catalogue.hosted, view.scenario.as_of);
    let check = check_bill(view.features, report, rules, &names).ok_or(NO_DAY)?;
    let rows = table::rows(view, &check, threshold);
    Ok(Bill {
        heading: heading(view, &check, &rows, threshold),
        notes: notes(view, &check, report),
        causes: causes::causes(view, &check, &names_in(report)),
        days: days::days(view, report, &check, threshold),
        users: users::users(view, report),
        rows,
    })
}

fn heading(view: &View, check: &BillCheck, rows: &[Row], threshold: f64) -> String {
    let of =
        if check.total.told.cost { "The bill of " } else { "At the estimate\u{2019}s prices, the use of " };
    let Some(share) = check.total.drift.share() else {
        return [
            of,
            &span(check),
            " is ",
            &money(check.total.drift.billed, view.locale),
            "; the estimate is nothing",
        ]
        .concat();
    };
    let distance = distance(share, "the estimate", view.locale);
    let drifted: Vec<&Row> =
        rows.iter().filter(|row| row.standing == Standing::Drifted && row.feature.is_some()).collect();
    let drifted = in_order(drifted, |row| -row.share.abs());
    let worst = match drifted.first() {
        Some(row) if rows.len() > 2 && row.share.abs() > threshold => {
            ["; ", &row.name, " has drifted by ", &percent(row.share, view.locale)].concat()
        }
        _ => String::new(),
    };
    [of, &span(check), " is ", &distance, &worst].concat()
}

/// "12% above the estimate", "equal to the estimate".
fn distance(share: f64, what: &str, locale: Locale) -> String {
    if share.abs() < 0.0005 {
        return ["equal to ", what].concat();
    }
    [percent(share.abs(), locale).as_str(), if share < 0.0 { " below " } else { " above " }, what].concat()
}

/// The text with its first letter, an ASCII one, in upper case.
fn first_upper(mut text: String) -> String {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// "2 Nov 2026 to 4 Nov 2026".
fn span(check: &BillCheck) -> String {
    span_of(check.periods.iter().copied())
}

/// The first and the last day or month of a file.
fn span_of(periods: impl Iterator<Item = Period>) -> String {
    let days: Vec<Date> = periods.map(Period::first_day).collect();
    match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) if first != last => [&date(*first), " to ", &date(*last)].concat(),
        (Some(day), _) => date(*day),
        _ => String::new(),
    }
}

fn notes(view: &View, check: &BillCheck, report: &Report) -> Vec<String> {
    let locale = view.locale;
    let mut notes = Vec::new();
    if !check.total.told.requests {
        notes.push(
            "The files count no requests: volume and length are one cause, \u{201c}volume or length\u{201d}."
                .to_owned(),
        );
    }
    if !check.total.told.cost {
        notes.push("The files have no money: tokens are priced as the estimate prices them.".to_owned());
    }
    if let Some(unmapped) = &check.unmapped {
        notes.push(
            [&money(unmapped.drift.billed, locale), " of it belongs to no feature yet: map its rows below."]
                .concat(),
        );
    }
    if let Some((list, share)) =
        check.list.and_then(|list| Some((list, list.share()?))).filter(|(_, share)| share.abs() >= 0.005)
    {
        notes.push(
            [
                "The provider billed ",
                &distance(share, "its list prices", locale),
                ": ",
                &money(list.billed, locale),
                ", not ",
                &money(list.list, locale),
                ". Regions, tiers and discounts do that.",
            ]
            .concat(),
        );
    }
    let names = names_in(report);
    for model in &check.total.drift.without_price {
        let model = names.get(model).unwrap_or(model);
        notes.push(
            ["No price is known for ", model, "; its whole cost is part of the mix of models."].concat(),
        );
    }
    for (amount, what) in
        [(report.credits, "credits"), (report.tax, "tax"), (report.other_services, "other services")]
    {
        if let Some(amount) = amount.filter(|amount| *amount != Money::ZERO) {
            notes.push([&money(amount, locale), " of ", what, " is not part of the comparison."].concat());
        }
    }
    notes.extend(report.cautions.iter().map(|caution| caution.text()));
    notes
}

/// A sum of a file as text.
pub(super) fn money(money: Money, locale: Locale) -> String {
    usd(amount(money), locale)
}

pub(super) fn amount(money: Money) -> Usd {
    Usd::saturating(money.to_f64())
}

//! Estimated, billed and their difference, feature by feature.

use super::causes::cause_words;
use super::{amount, money};
use crate::bill::{BillCheck, Checked};
use crate::format::{percent, usd_parts_of, usd_signed};
use crate::presentation::View;
use crate::usage::Money;

/// How a feature stands against the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The difference is within the threshold.
    Within,
    /// It is beyond.
    Drifted,
    /// There is nothing to compare.
    Unknown,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The feature by its index; none for rows of no feature and for everything.
    pub feature: Option<usize>,
    /// Its name.
    pub name: String,
    /// The estimate for the period of the bill.
    pub estimated: String,
    /// The bill.
    pub billed: String,
    /// The difference.
    pub difference: String,
    /// The difference as a share of the estimate.
    pub percent: String,
    /// The same as a number.
    pub share: f64,
    /// How it stands.
    pub standing: Standing,
    /// The verdict in words.
    pub verdict: String,
    /// What most of the difference is from.
    pub mostly: String,
    /// Whether it is the sum.
    pub is_sum: bool,
}

/// The headings of the table.
pub const HEADS: [&str; 7] =
    ["Feature", "Estimated", "Billed", "Difference", "", "Verdict", "Most of the difference"];

/// The name of rows that belong to no feature.
pub const UNMAPPED: &str = "No feature";
const ALL: &str = "All";

pub(super) fn rows(view: &View, check: &BillCheck, threshold: f64) -> Vec<Row> {
    let mut parts: Vec<(Option<usize>, String, &Checked)> = check
        .features
        .iter()
        .enumerate()
        .map(|(index, checked)| (Some(index), view.name_of(index).to_owned(), checked))
        .collect();
    if let Some(unmapped) = &check.unmapped {
        parts.push((None, UNMAPPED.to_owned(), unmapped));
    }
    let total = &check.total.drift;
    let texts = |whole: Money, of: fn(&Checked) -> Money| {
        let each: Vec<_> = parts.iter().map(|(_, _, checked)| amount(of(checked))).collect();
        usd_parts_of(amount(whole), &each, view.locale)
    };
    let estimated = texts(total.expected, |checked| checked.drift.expected);
    let billed = texts(total.billed, |checked| checked.drift.billed);
    let mut rows: Vec<Row> = parts
        .iter()
        .zip(estimated.into_iter().zip(billed))
        .map(|((feature, name, checked), (estimated, billed))| {
            row(view, (*feature, name.clone()), checked, (estimated, billed), threshold)
        })
        .collect();
    if rows.len() > 1 {
        let sums = (money(total.expected, view.locale), money(total.billed, view.locale));
        rows.push(Row { is_sum: true, ..row(view, (None, ALL.to_owned()), &check.total, sums, threshold) });
    }
    rows
}

fn row(
    view: &View,
    (feature, name): (Option<usize>, String),
    checked: &Checked,
    (estimated, billed): (String, String),
    threshold: f64,
) -> Row {
    let drift = &checked.drift;
    let share = drift.share();
    let standing = match share {
        None => Standing::Unknown,
        Some(share) if share.abs() > threshold => Standing::Drifted,
        Some(_) => Standing::Within,
    };
    let verdict = match standing {
        Standing::Within => ["within ", &percent(threshold, view.locale)].concat(),
        Standing::Drifted => "Drifted".to_owned(),
        Standing::Unknown => String::new(),
    };
    let signed =
        share.map(|share| [if share > 0.0 { "+" } else { "" }, &percent(share, view.locale)].concat());
    Row {
        feature,
        name,
        estimated,
        billed,
        difference: usd_signed(amount(drift.billed - drift.expected), view.locale),
        percent: signed.unwrap_or_default(),
        share: share.unwrap_or(0.0),
        standing,
        verdict,
        mostly: drift.largest().map(|part| cause_words(&part.causes)).unwrap_or_default(),
        is_sum: false,
    }
}

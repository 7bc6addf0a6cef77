//! A bill against an estimate: by how much they differ, why, since when, and whether the provider charged its list prices.
//!
//! Pure: a report of usage files, an estimate and a price book in, figures out. Sentences are made elsewhere.

mod billed;
mod days;
mod expected;
mod feature_check;
mod feature_map;
mod list_price;
mod measured;
mod price_names;
mod users;

pub use billed::{Bill, bill_of, names_in};
pub use days::{DayDrift, days_of, first_beyond};
pub use expected::{expected_of, months_of};
pub use feature_check::{BillCheck, Checked, check_bill};
pub use feature_map::{FeatureRule, MappedBy, by_feature, candidates};
pub use list_price::{ListCheck, list_check, reprice};
pub use measured::{Measure, apply, measures};
pub use price_names::PriceNames;
pub use users::{UserCosts, user_costs};

use crate::units::SortedSet;
use crate::usage::{Drift, ModelUse, Period, Report, drift};

/// A bill against an estimate of the same period.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The difference and its causes.
    pub drift: Drift,
    /// The days or months of the bill.
    pub periods: SortedSet<Period>,
    /// How many months they are, for the estimate.
    pub months: f64,
    /// The billed sum against the price list, where the bill has money and tokens.
    pub list: Option<ListCheck>,
}

/// Compares a report with an estimate's calls of a month, by the prices that `names` knows.
#[must_use]
pub fn compare(month: &[ModelUse], report: &Report, names: &PriceNames<'_>) -> Comparison {
    let bill = bill_of(&report.cells, names);
    let periods = report.periods();
    let months = months_of(&periods);
    let expected: Vec<ModelUse> = month.iter().map(|model| model.times(months)).collect();
    let list = (bill.told.cost && bill.told.tokens).then(|| list_check(&bill.models));
    Comparison { drift: drift(&expected, &bill.models, bill.told), periods, months, list }
}

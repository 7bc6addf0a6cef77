//! A bill against an estimate, feature by feature.

use super::billed::{Bill, bill_of};
use super::expected::{expected_of, months_of};
use super::feature_map::{FeatureRule, by_feature};
use super::list_price::{ListCheck, list_check};
use super::price_names::PriceNames;
use crate::estimate::FeatureEstimate;
use crate::units::SortedSet;
use crate::usage::{Cell, Drift, ModelUse, Period, Report, Told, drift};
use std::sync::Arc;

/// The calls of a feature, or of all of them, as estimated and as billed over the same period.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Estimated calls by model.
    pub expected: Vec<ModelUse>,
    /// Billed calls by model.
    pub billed: Vec<ModelUse>,
    /// What the files tell apart.
    pub told: Told,
    /// The difference and its causes.
    pub drift: Drift,
}

/// A bill against an estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct BillCheck {
    /// One for each feature of the scenario, in its order.
    pub features: Vec<Checked>,
    /// Rows that no rule gives to a feature; none where there are none.
    pub unmapped: Option<Checked>,
    /// Everything together.
    pub total: Checked,
    /// The days or months of the bill.
    pub periods: SortedSet<Period>,
    /// How many months they are, for the estimate.
    pub months: f64,
    /// The billed sum against the price list, where the bill has money and tokens.
    pub list: Option<ListCheck>,
}

/// Compares a bill with an estimate, feature by feature. A single feature has all rows, whatever the rules; of several, the rules
/// say which rows each has. Nothing where the files name no day, for then no part of the estimate belongs to them.
#[must_use]
pub fn check_bill(
    features: &[Arc<FeatureEstimate>],
    report: &Report,
    rules: &[FeatureRule],
    names: &PriceNames<'_>,
) -> Option<BillCheck> {
    let periods = report.periods();
    let months = months_of(&periods);
    if periods.is_empty() {
        return None;
    }
    let by_name = by_feature(&report.cells, rules);
    let is_single = features.len() == 1;
    let expected: Vec<Vec<ModelUse>> = features
        .iter()
        .map(|feature| expected_of(feature, names).iter().map(|model| model.times(months)).collect())
        .collect();
    let all: Vec<&Cell> = report.cells.iter().collect();
    let nothing = Vec::new();
    let own_rows = features.iter().zip(&expected).map(|(feature, expected)| {
        let own = by_name.get(&Some(feature.name.as_str())).unwrap_or(&nothing);
        checked(expected.clone(), if is_single { &all } else { own }, names)
    });
    let named = |name: &str| features.iter().any(|feature| feature.name.as_str() == name);
    let others: Vec<&Cell> = by_name
        .iter()
        .filter(|(name, _)| !name.is_some_and(named))
        .flat_map(|(_, cells)| cells.iter().copied())
        .collect();
    let total = checked(expected.concat(), &all, names);
    let list = (total.told.cost && total.told.tokens).then(|| list_check(&total.billed));
    Some(BillCheck {
        features: own_rows.collect(),
        unmapped: (!is_single && !others.is_empty()).then(|| checked(Vec::new(), &others, names)),
        total,
        periods,
        months,
        list,
    })
}

fn checked(expected: Vec<ModelUse>, cells: &[&Cell], names: &PriceNames<'_>) -> Checked {
    let Bill { models: billed, told } = bill_of(cells.iter().copied(), names);
    let drift = drift(&expected, &billed, told);
    Checked { expected, billed, told, drift }
}

impl Checked {
    /// The sums of the estimate and of the bill over all models.
    #[must_use]
    pub fn sums(&self) -> (ModelUse, ModelUse) {
        (sum(&self.expected), sum(&self.billed))
    }
}

fn sum(models: &[ModelUse]) -> ModelUse {
    let mut total = ModelUse::default();
    for model in models {
        total.add(model);
    }
    total
}

//! Announced price changes and what they do to the bill.

use crate::catalogue::{Catalogue, ModelId};
use crate::estimate::cost::Cost;
use crate::estimate::cost::feature::{FeatureEstimate, month_cost};
use crate::estimate::cost::hosted::context_of;
use crate::scenario::{Feature, Scenario};
use crate::units::{Date, in_order};
use std::sync::Arc;

/// How far ahead announced changes are looked for, in months.
pub const MONTHS_AHEAD: u32 = 12;

/// A day on which the price of a model in use changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriceChange {
    /// First day (UTC) of the new price.
    pub date: Date,
    /// The model.
    pub model: ModelId,
    /// The feature that uses it.
    pub feature: usize,
    /// What the feature costs a month at the prices of the scenario's day.
    pub month_before: Cost,
    /// What it will cost from that day on.
    pub month_after: Cost,
    /// What all features together will cost a month from that day on.
    pub total_after: Cost,
}

impl PriceChange {
    /// The announced changes of the models in use, within [`MONTHS_AHEAD`] months of the scenario's day, in the
    /// order of their dates. Changes that leave the feature's cost as it is are left out.
    #[must_use]
    pub fn find(scenario: &Scenario, features: &[Arc<FeatureEstimate>], catalogue: &Catalogue) -> Vec<Self> {
        let until = scenario.as_of.plus_months(MONTHS_AHEAD);
        let mut changes = Vec::new();
        for (index, feature) in features.iter().enumerate() {
            for leg in &feature.legs {
                let Some(model) = leg.model.and_then(|id| catalogue.hosted.model(id)) else { continue };
                let context = context_of(leg.processing);
                for date in catalogue.hosted.price_changes(model, scenario.as_of, until, context) {
                    changes.extend(Self::at(date, model.id, index, scenario, features, catalogue));
                }
            }
        }
        // By the last first: each order keeps the one before it among equals.
        let changes = in_order(changes, |change: &Self| f64::from(change.model.number()));
        let changes = in_order(changes, |change| change.feature as f64);
        let mut changes = in_order(changes, |change| f64::from(change.date.days()));
        changes.dedup();
        changes
    }

    fn at(
        date: Date,
        model: ModelId,
        index: usize,
        scenario: &Scenario,
        features: &[Arc<FeatureEstimate>],
        catalogue: &Catalogue,
    ) -> Option<Self> {
        let month_of =
            |feature: &Feature| month_cost(feature, feature.levers.on, &scenario.audience, catalogue, date);
        let month_before = features.get(index)?.cost.month;
        let month_after = month_of(scenario.features.get(index)?);
        if month_after == month_before {
            return None;
        }
        let total_after = scenario.features.iter().map(month_of).sum();
        Some(Self { date, model, feature: index, month_before, month_after, total_after })
    }
}

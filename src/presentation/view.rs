//! What an answer is made from.

use crate::catalogue::Catalogue;
use crate::estimate::{Estimate, FeatureEstimate, FeatureWait, Totals};
use crate::format::{Locale, Parts, usd_parts};
use crate::scenario::{Feature, Scenario, Slo, Target};
use crate::units::Date;
use std::sync::Arc;

/// Gives the whole estimate. It takes longer to compute than the costs, so it is computed when an answer first reads it.
pub trait WholeEstimate {
    /// The estimate, computed at the first call.
    fn estimate(&self) -> &Estimate;
}

impl WholeEstimate for Estimate {
    fn estimate(&self) -> &Estimate {
        self
    }
}

/// A scenario, what was computed from it, and how it is to be written. Small: it only borrows.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The scenario that the figures belong to.
    pub scenario: &'a Scenario,
    /// What each feature costs, in the order of the scenario.
    pub features: &'a [Arc<FeatureEstimate>],
    /// What all features cost together.
    pub total: &'a Totals,
    /// All that takes longer to compute than the costs.
    pub whole: &'a dyn WholeEstimate,
    /// Models and prices.
    pub catalogue: &'a Catalogue,
    /// How digits are written.
    pub locale: Locale,
    /// The feature that is open, by its index.
    pub chosen: usize,
    /// The day on which it is shown, in UTC.
    pub today: Date,
}

impl<'a> View<'a> {
    /// A view of a finished estimate, on the day of its prices, with the first feature open.
    #[must_use]
    pub fn new(
        scenario: &'a Scenario,
        estimate: &'a Estimate,
        catalogue: &'a Catalogue,
        locale: Locale,
    ) -> Self {
        Self {
            scenario,
            features: &estimate.features,
            total: &estimate.total,
            whole: estimate,
            catalogue,
            locale,
            chosen: 0,
            today: scenario.as_of,
        }
    }

    /// The same with another feature open.
    #[must_use]
    pub const fn with_chosen(self, chosen: usize) -> Self {
        Self { chosen, ..self }
    }

    /// The whole estimate. Nothing that follows a key press at once reads it.
    #[must_use]
    pub fn estimate(&self) -> &'a Estimate {
        self.whole.estimate()
    }

    /// The feature that is open.
    #[must_use]
    pub fn feature(&self) -> Option<&'a Feature> {
        self.scenario.features.get(self.chosen)
    }

    /// The name of the feature that is open.
    #[must_use]
    pub fn feature_name(&self) -> &'a str {
        self.name_of(self.chosen)
    }

    /// The name of the feature at `index`.
    #[must_use]
    pub fn name_of(&self, index: usize) -> &'a str {
        self.scenario.features.get(index).map_or("", |feature| feature.name.as_str())
    }

    /// What the feature that is open costs.
    #[must_use]
    pub fn costs(&self) -> Option<&'a FeatureEstimate> {
        self.costs_of(self.chosen)
    }

    /// What the feature at `index` costs.
    #[must_use]
    pub fn costs_of(&self, index: usize) -> Option<&'a FeatureEstimate> {
        self.features.get(index).map(|feature| &**feature)
    }

    /// The latency of the feature that is open.
    #[must_use]
    pub fn wait(&self) -> Option<&'a FeatureWait> {
        self.wait_of(self.chosen)
    }

    /// The latency of the feature at `index`.
    #[must_use]
    pub fn wait_of(&self, index: usize) -> Option<&'a FeatureWait> {
        self.estimate().waits.get(index)
    }

    /// The latency target of the feature that is open.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        match self.feature()?.slo {
            Slo::Target(target) => Some(target),
            Slo::NoTarget => None,
        }
    }

    /// The monthly costs of the features and their sum, as shown: the sum is that of the rounded parts.
    #[must_use]
    pub fn months(&self) -> Parts {
        let costs: Vec<_> = self.features.iter().map(|feature| feature.cost.month).collect();
        usd_parts(&costs, self.locale)
    }
}

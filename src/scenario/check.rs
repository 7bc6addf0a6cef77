//! What can be wrong with a scenario, field by field, and the rules that bind two fields.

use super::feature::{Feature, MAX_FEATURES, MAX_TIERS, Scenario};
use super::field::{FieldGroup, FieldPath, Place};
use super::fields::Field;
use super::fleet::{Fleet, MAX_MEASUREMENTS, OpenModelChoice};
use super::serving::Serving;
use crate::units::{OutOfBounds, Plain};
use std::fmt;
use thiserror::Error;

/// What is wrong with one number.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Problem {
    /// Outside the field's range.
    #[error("{0}")]
    Range(OutOfBounds),
    /// Empty, and it must not be.
    #[error("empty; enter a number")]
    Missing,
    /// Not a number of this group.
    #[error("not a field of this part")]
    NotHere,
    /// More than the field that contains it.
    #[error("more than the {0} of {whole}; enter {0} or less", Plain(*most), whole = whole.spec().name)]
    MoreThan {
        /// The containing field.
        whole: Field,
        /// The value of that field.
        most: f64,
    },
    /// Less than the typical value that it is the high end of.
    #[error("less than the typical {0} of {typical}; enter {0} or more", Plain(*least), typical = typical.spec().name)]
    LessThan {
        /// The field with the typical value.
        typical: Field,
        /// The value of that field.
        least: f64,
    },
    /// The shares of a mix do not make a whole.
    #[error("the shares of the mix make {0} %, not 100 %; change one of them", Plain(*percent))]
    SharesDoNotAddUp {
        /// What they make, in percent.
        percent: f64,
    },
    /// A mix without a model.
    #[error("no model answers; choose one")]
    NoModel,
    /// More features than a scenario may have.
    #[error("more than {MAX_FEATURES} features; remove some")]
    TooManyFeatures,
    /// More measurements than own GPUs hold.
    #[error("more than {MAX_MEASUREMENTS} measurements; remove some")]
    TooManyMeasurements,
    /// More tiers than a scenario may have.
    #[error("more than {MAX_TIERS} tiers; remove some")]
    TooManyTiers,
}

/// One fault and its place.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{}: {problem}", path.field.spec().name)]
pub struct FieldError {
    /// Which number.
    pub path: FieldPath,
    /// What is wrong.
    pub problem: Problem,
}

impl FieldError {
    /// Something wrong with a field of the group at hand; [`FieldError::at`] says where that group is.
    #[must_use]
    pub const fn here(field: Field, problem: Problem) -> Self {
        Self { path: FieldPath { place: Place::Scenario, field }, problem }
    }

    /// The same for a field at `place`.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.path.place = place;
        self
    }
}

/// All that is wrong, reported at once; never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            match error.path.place {
                Place::Scenario => {}
                Place::Tier(tier) => write!(f, "tier {}: ", tier + 1)?,
                Place::Feature(feature) => write!(f, "feature {}: ", feature + 1)?,
                Place::Leg(feature, leg) => write!(f, "feature {}, model {}: ", feature + 1, leg + 1)?,
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for FieldErrors {}

/// How far the shares of a mix may be from a whole: rounding, not a rule.
const SHARE_ROUNDING: f64 = 1e-9;

impl Scenario {
    /// Checks the rules that bind several fields; each field is already within its own range.
    ///
    /// # Errors
    /// [`FieldErrors`] with everything that is wrong.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = Vec::new();
        if self.features.len() > MAX_FEATURES {
            errors.push(FieldError::here(Field::Users, Problem::TooManyFeatures));
        }
        if self.tiers.len() > MAX_TIERS {
            errors.push(FieldError::here(Field::TierPriceUsd, Problem::TooManyTiers));
        }
        for (index, feature) in self.features.iter().enumerate() {
            feature.check(index, &mut errors);
        }
        if errors.is_empty() { Ok(()) } else { Err(FieldErrors(errors)) }
    }
}

impl Feature {
    fn check(&self, index: usize, errors: &mut Vec<FieldError>) {
        let mut report =
            |place, field, problem| errors.push(FieldError { path: FieldPath { place, field }, problem });
        let here = Place::Feature(index);
        let input = self.workload.input_tokens().get();
        if self.workload.cacheable_prefix_tokens().get() > input {
            let problem = Problem::MoreThan { whole: Field::InputTokens, most: input };
            report(here, Field::CacheablePrefixTokens, problem);
        }
        for (high, typical) in HIGH_AND_TYPICAL {
            let least = self.value(typical).unwrap_or(0.0);
            if self.value(high).is_some_and(|value| value < least) {
                report(here, high, Problem::LessThan { typical, least });
            }
        }
        if let (Some(p50), Some(p95)) = (self.latency.ttft_p50_ms(), self.latency.ttft_p95_ms())
            && p95 < p50
        {
            let problem = Problem::LessThan { typical: Field::TtftP50Ms, least: p50.get() };
            report(here, Field::TtftP95Ms, problem);
        }
        if let Serving::SelfHosted(fleet) = &self.serving {
            fleet.check(&mut |field, problem| report(here, field, problem));
        }
        if let Serving::Hosted(route) = &self.serving {
            let sum: f64 = route.legs.iter().map(|leg| leg.share.get()).sum();
            if route.legs.is_empty() {
                report(here, Field::ShareOfUsers, Problem::NoModel);
            } else if (sum - 1.0).abs() > SHARE_ROUNDING {
                let percent = (sum * 1e8).round() / 1e6;
                report(Place::Leg(index, 0), Field::ShareOfUsers, Problem::SharesDoNotAddUp { percent });
            }
        }
    }
}

/// Figures of a model, and the one that each is a part of.
const PART_AND_WHOLE: [(Field, Field); 4] = [
    (Field::KvHeads, Field::QueryHeads),
    (Field::FullLayers, Field::Layers),
    (Field::ExpertLayers, Field::Layers),
    (Field::ExpertsActive, Field::Experts),
];

impl Fleet {
    fn check(&self, report: &mut dyn FnMut(Field, Problem)) {
        let Self {
            model,
            gpu: _,
            weights: _,
            kv: _,
            engine: _,
            scaling: _,
            commitment: _,
            size: _,
            measurements,
            compare_with: _,
        } = self;
        if measurements.len() > MAX_MEASUREMENTS {
            report(Field::MeasuredUsers, Problem::TooManyMeasurements);
        }
        let OpenModelChoice::Custom { figures, .. } = model else { return };
        for (part, whole) in PART_AND_WHOLE {
            if let (Some(value), Some(most)) = (figures.value(part), figures.value(whole))
                && value > most
            {
                report(part, Problem::MoreThan { whole, most });
            }
        }
    }
}

/// Each high value and the typical one below it.
const HIGH_AND_TYPICAL: [(Field, Field); 4] = [
    (Field::InputTokensP95, Field::InputTokens),
    (Field::OutputTokensP95, Field::OutputTokens),
    (Field::ReasoningTokensP95, Field::ReasoningTokens),
    (Field::RequestsPerActiveDayP95, Field::RequestsPerActiveDay),
];

//! The place of a typed number in a scenario: its declared fields, and the few numbers inside choices.

use crate::scenario::{
    Field, FieldGroup, FieldPath, FieldUnit, HostedModelChoice, ImageTokens, Lever, Place, Problem,
    ReasoningCount, Route, Scenario, Serving, Slo,
};
use crate::units::{Millis, OutOfBounds, Usd};

/// One number that can be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// A declared field.
    Field(FieldPath),
    /// The share of a model in a mix: feature, leg. The last leg is the remainder and is never typed.
    LegShare(usize, usize),
    /// The time that a feature's target allows.
    TargetLimit(usize),
    /// A price per request that is known already.
    PerRequest(usize),
    /// A price of the second model of a lever, typed in: feature, lever.
    LeverPrice(usize, Lever, Field),
}

impl Slot {
    /// A field of the scenario itself.
    #[must_use]
    pub const fn scenario(field: Field) -> Self {
        Self::Field(FieldPath { place: Place::Scenario, field })
    }

    /// A field of a feature.
    #[must_use]
    pub const fn feature(index: usize, field: Field) -> Self {
        Self::Field(FieldPath { place: Place::Feature(index), field })
    }

    /// A number of a tier.
    #[must_use]
    pub const fn tier(index: usize, field: Field) -> Self {
        Self::Field(FieldPath { place: Place::Tier(index), field })
    }

    /// Whether it belongs to a tier.
    #[must_use]
    pub const fn is_of_a_tier(self) -> bool {
        matches!(self, Self::Field(FieldPath { place: Place::Tier(_), .. }))
    }

    /// A price of a model that was typed in.
    #[must_use]
    pub const fn leg(feature: usize, leg: usize, field: Field) -> Self {
        Self::Field(FieldPath { place: Place::Leg(feature, leg), field })
    }

    /// The declared field, if it is one.
    #[must_use]
    pub const fn field(self) -> Option<Field> {
        match self {
            Self::Field(path) => Some(path.field),
            Self::LeverPrice(.., field) => Some(field),
            Self::LegShare(..) | Self::TargetLimit(_) | Self::PerRequest(_) => None,
        }
    }

    /// The unit it is typed in.
    #[must_use]
    pub const fn unit(self) -> FieldUnit {
        match self {
            // A factor in links and files, and in the form what people say.
            Self::Field(FieldPath { field: Field::MonthlyGrowth | Field::PriceChangeShare, .. }) => {
                FieldUnit::Change
            }
            Self::Field(FieldPath { field, .. }) | Self::LeverPrice(.., field) => field.spec().unit,
            Self::LegShare(..) => FieldUnit::Share,
            Self::TargetLimit(_) => FieldUnit::Millis,
            Self::PerRequest(_) => FieldUnit::Usd,
        }
    }

    /// The number in `scenario`.
    #[must_use]
    pub fn value(self, scenario: &Scenario) -> Option<f64> {
        match self {
            Self::Field(path) => scenario.value(path),
            Self::LegShare(feature, leg) => Some(route(scenario, feature)?.legs.get(leg)?.share.get()),
            Self::TargetLimit(feature) => match scenario.features.get(feature)?.slo {
                Slo::Target(target) => Some(target.limit.get()),
                Slo::NoTarget => None,
            },
            Self::PerRequest(feature) => match scenario.features.get(feature)?.serving {
                Serving::PerRequest(usd) => Some(usd.get()),
                Serving::Hosted(_) | Serving::SelfHosted(_) => None,
            },
            Self::LeverPrice(feature, lever, field) => {
                match scenario.features.get(feature)?.levers.model(lever)? {
                    HostedModelChoice::Custom { prices, .. } => prices.value(field),
                    HostedModelChoice::Book(_) => None,
                }
            }
        }
    }

    /// Puts a number into `scenario`.
    ///
    /// # Errors
    /// What is wrong with the number here.
    pub fn set(self, scenario: &mut Scenario, value: Option<f64>) -> Result<(), Problem> {
        if let Self::Field(path) = self {
            return set_field(scenario, path, value);
        }
        if let Self::LeverPrice(feature, lever, field) = self {
            let levers = scenario.features.get_mut(feature).map(|feature| &mut feature.levers);
            return match levers.and_then(|levers| levers.model_mut(lever)) {
                Some(Some(HostedModelChoice::Custom { prices, .. })) => {
                    prices.set(field, value).map_err(|error| error.problem)
                }
                _ => Err(Problem::NotHere),
            };
        }
        let value = value.ok_or(Problem::Missing)?;
        match self {
            Self::Field(_) | Self::LeverPrice(..) => Ok(()),
            Self::LegShare(feature, leg) => set_share(scenario, feature, leg, value),
            Self::TargetLimit(feature) => match scenario.features.get_mut(feature).map(|f| &mut f.slo) {
                Some(Slo::Target(target)) => {
                    Millis::new(value).map(|limit| target.limit = limit).map_err(Problem::Range)
                }
                _ => Err(Problem::NotHere),
            },
            Self::PerRequest(feature) => match scenario.features.get_mut(feature).map(|f| &mut f.serving) {
                Some(Serving::PerRequest(price)) => {
                    not_negative(value).and_then(Usd::new).map(|usd| *price = usd).map_err(Problem::Range)
                }
                _ => Err(Problem::NotHere),
            },
        }
    }

    /// The feature it belongs to.
    #[must_use]
    pub const fn feature_index(self) -> Option<usize> {
        match self {
            Self::Field(path) => match path.place {
                Place::Scenario | Place::Tier(_) => None,
                Place::Feature(feature) | Place::Leg(feature, _) => Some(feature),
            },
            Self::LegShare(feature, _)
            | Self::TargetLimit(feature)
            | Self::PerRequest(feature)
            | Self::LeverPrice(feature, ..) => Some(feature),
        }
    }

    /// The leg of a mix it belongs to.
    #[must_use]
    pub const fn leg_index(self) -> Option<usize> {
        match self {
            Self::Field(FieldPath { place: Place::Leg(_, leg), .. }) | Self::LegShare(_, leg) => Some(leg),
            _ => None,
        }
    }

    /// Another field of the same place.
    #[must_use]
    pub const fn with_field(self, field: Field) -> Self {
        match self {
            Self::Field(FieldPath { place, .. }) => Self::Field(FieldPath { place, field }),
            Self::LeverPrice(feature, lever, _) => Self::LeverPrice(feature, lever, field),
            other => other,
        }
    }

    /// The same number of another feature.
    #[must_use]
    pub const fn in_feature(self, index: usize) -> Self {
        match self {
            Self::Field(FieldPath { place, field }) => Self::Field(FieldPath {
                place: match place {
                    Place::Scenario | Place::Tier(_) => place,
                    Place::Feature(_) => Place::Feature(index),
                    Place::Leg(_, leg) => Place::Leg(index, leg),
                },
                field,
            }),
            Self::LegShare(_, leg) => Self::LegShare(index, leg),
            Self::TargetLimit(_) => Self::TargetLimit(index),
            Self::PerRequest(_) => Self::PerRequest(index),
            Self::LeverPrice(_, lever, field) => Self::LeverPrice(index, lever, field),
        }
    }
}

/// Puts a number into a declared field, and what goes with it into the choices beside it: a typed number of reasoning
/// tokens is no longer assumed, and an empty field is assumed again; the first picture counts by its size.
fn set_field(scenario: &mut Scenario, path: FieldPath, value: Option<f64>) -> Result<(), Problem> {
    let feature = match path.place {
        Place::Feature(index) => scenario.features.get_mut(index),
        Place::Scenario | Place::Tier(_) | Place::Leg(..) => None,
    };
    let Some(feature) = feature else { return scenario.set(path, value).map_err(|error| error.problem) };
    let is_hosted = matches!(feature.serving, Serving::Hosted(_));
    let is_empty = value.is_none() && path.field == Field::ReasoningTokens && is_hosted;
    let had_pictures = feature.workload.images().get() > 0.0;
    let value = if is_empty { Some(0.0) } else { value };
    feature.set(path.field, value).map_err(|error| error.problem)?;
    match path.field {
        Field::ReasoningTokens if is_empty => feature.reasoning = ReasoningCount::Assumed,
        Field::ReasoningTokens => feature.reasoning = ReasoningCount::Typed,
        Field::Images if !had_pictures && is_hosted => feature.options.image_tokens = ImageTokens::BySize,
        _ => {}
    }
    Ok(())
}

fn not_negative(value: f64) -> Result<f64, OutOfBounds> {
    if value < 0.0 { Err(OutOfBounds::TooSmall { min: 0.0 }) } else { Ok(value) }
}

fn route(scenario: &Scenario, feature: usize) -> Option<&Route> {
    match &scenario.features.get(feature)?.serving {
        Serving::Hosted(route) => Some(route),
        Serving::PerRequest(_) | Serving::SelfHosted(_) => None,
    }
}

fn set_share(scenario: &mut Scenario, feature: usize, leg: usize, value: f64) -> Result<(), Problem> {
    match scenario.features.get_mut(feature).map(|feature| &mut feature.serving) {
        Some(Serving::Hosted(route)) => route.set_share(leg, value),
        _ => Err(Problem::NotHere),
    }
}

//! What can be wrong with a scenario in JSON: where, and what to do.

use crate::scenario::{FieldError, FieldGroup, FieldPath, Name, Place, Problem, Scenario, Serving};
use crate::units::{DateError, Plain};
use std::fmt;
use thiserror::Error;

/// The place of a value: `features[0].workload.input_tokens`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    pub(super) fn index(&'a self, index: usize) -> Self {
        Self::Index(self, index)
    }

    pub(super) fn ends_with(&self, last: &str) -> bool {
        matches!(self, Self::Key(_, key) if *key == last)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, key) => f.write_str(key),
            Path::Key(parent, key) => write!(f, "{parent}.{key}"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// What is wrong with one value.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum JsonProblem {
    /// No such field.
    #[error("unknown field; remove it, or write one of: {}", known.join(", "))]
    UnknownField {
        /// The names that are allowed there.
        known: Vec<&'static str>,
    },
    /// The same key twice.
    #[error("given twice; keep one")]
    Doubled,
    /// Another kind of value.
    #[error("not {expected}; write one")]
    Kind {
        /// What is expected there.
        expected: &'static str,
    },
    /// A text that is none of the names of a choice.
    #[error("no such choice; write one of: {}", known.join(", "))]
    NoSuchChoice {
        /// The names.
        known: Vec<&'static str>,
    },
    /// A required value is missing.
    #[error("missing; add it")]
    Missing,
    /// A name that does not fit.
    #[error(
        "longer than {} bytes of UTF-8, or with control characters; shorten or clean it",
        Name::MAX_BYTES
    )]
    Name,
    /// Not a day.
    #[error("{0}")]
    Date(DateError),
    /// Written for a newer version.
    #[error("schema {} is not known here; this version reads schema {}", Plain(*found), super::SCHEMA)]
    Schema {
        /// What the file says.
        found: f64,
    },
    /// A number outside its range, or a rule between fields.
    #[error("{0}")]
    Field(Problem),
}

/// One fault and its place.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{}{problem}", Prefix(path))]
pub struct JsonError {
    /// Where, as `features[0].workload.input_tokens`; empty for the whole.
    pub path: String,
    /// What is wrong.
    pub problem: JsonProblem,
}

struct Prefix<'a>(&'a str);

impl fmt::Display for Prefix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "{}: ", self.0) }
    }
}

/// All that is wrong, reported at once; never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonErrors(pub Vec<JsonError>);

impl fmt::Display for JsonErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for JsonErrors {}

impl FieldPath {
    /// The path of the field in JSON: `features[0].workload.input_tokens`.
    #[must_use]
    pub fn in_json(self, scenario: &Scenario) -> String {
        let field = self.field;
        let name = field.spec().name;
        let group = |groups: &[&dyn FieldGroup]| {
            groups.iter().find(|group| group.fields().contains(&field)).map_or("", |group| group.name())
        };
        match self.place {
            Place::Scenario => format!("{}.{name}", group(&scenario.groups())),
            Place::Tier(index) => format!("tiers[{index}].{name}"),
            Place::Feature(index) => {
                let feature = scenario.features.get(index);
                if let Some(Serving::SelfHosted(fleet)) = feature.map(|feature| &feature.serving) {
                    let part = match group(&fleet.groups()) {
                        "" => None,
                        "gpu_figures" => Some("gpu.figures"),
                        "model_figures" => Some("model.figures"),
                        other => Some(other),
                    };
                    if let Some(part) = part {
                        return format!("features[{index}].serving.own_gpus.{part}.{name}");
                    }
                }
                let own = feature.map_or("", |feature| group(&feature.groups()));
                let of_levers = feature.map_or("", |feature| group(&feature.levers.groups()));
                let part = if own.is_empty() { "levers." } else { own };
                format!("features[{index}].{part}{of_levers}.{name}")
            }
            Place::Leg(index, position) => match scenario.features.get(index).map(|feature| &feature.serving)
            {
                Some(Serving::SelfHosted(_)) => {
                    format!("features[{index}].serving.own_gpus.measurements[{position}].{name}")
                }
                _ => format!("features[{index}].serving.hosted[{position}].model.prices.{name}"),
            },
        }
    }
}

impl JsonError {
    /// A broken rule of `scenario`, with its place in JSON.
    #[must_use]
    pub fn of_field(scenario: &Scenario, error: FieldError) -> Self {
        let FieldError { path, problem } = error;
        let feature = match path.place {
            Place::Scenario | Place::Tier(_) => None,
            Place::Feature(index) | Place::Leg(index, _) => Some(index),
        };
        let path = match (&problem, feature) {
            (Problem::TooManyFeatures, _) => "features".to_owned(),
            (Problem::TooManyTiers, _) => "tiers".to_owned(),
            (Problem::TooManyMeasurements, Some(index)) => {
                format!("features[{index}].serving.own_gpus.measurements")
            }
            (Problem::SharesDoNotAddUp { .. } | Problem::NoModel, Some(index)) => {
                format!("features[{index}].serving.hosted")
            }
            _ => path.in_json(scenario),
        };
        Self { path, problem: JsonProblem::Field(problem) }
    }
}

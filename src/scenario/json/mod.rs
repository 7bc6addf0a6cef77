//! A scenario as JSON, with units in the names: the long-term archive, and the way in for scripts and host pages.
//!
//! `docs/scenario.schema.json` describes the form. What is left out has its default; an unknown field is refused with
//! its place; everything that is wrong is reported at once. Writing gives every number, so that a file means the
//! same when a default changes.

mod error;
mod models;
mod read;
mod read_fleet;
mod read_parts;
mod reader;
mod value;
mod write;

pub use error::{JsonError, JsonErrors, JsonProblem};
pub use models::{MODEL_NUMBER_PREFIX, model_of_text, text_of_model};
pub use value::Value;

use super::feature::Scenario;
use crate::units::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The version of the form; a file that says another one is refused.
pub const SCHEMA: u32 = 1;

impl Scenario {
    /// Reads a scenario; `as_of` is the day for a file that names none.
    ///
    /// Models arrive as texts, [`Scenario::with_ids`] finds their numbers.
    ///
    /// # Errors
    /// [`JsonErrors`] with everything that is wrong: unknown fields, numbers out of range, broken rules between fields.
    pub fn from_json(value: &Value, as_of: Option<Date>) -> Result<Self, JsonErrors> {
        read::scenario(value, as_of)
    }

    /// Writes the scenario, every number included.
    #[must_use]
    pub fn to_json(&self) -> Value {
        write::scenario(self)
    }
}

impl Serialize for Scenario {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Scenario {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_json(&value, None).map_err(serde::de::Error::custom)
    }
}

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
pub use value::{MOST_DEPTH, Value};

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
    ///
    /// # Examples
    /// ```
    /// use inference_estimator::scenario::Scenario;
    /// use inference_estimator::scenario::json::Value;
    ///
    /// let text = r#"{ "as_of": "2026-11-23", "audience": { "users": 12000 } }"#;
    /// let scenario = Scenario::from_json(&serde_json::from_str::<Value>(text)?, None)?;
    /// assert_eq!(scenario.audience.users().get(), 12_000.0);
    ///
    /// let wrong: Value = serde_json::from_str(r#"{ "audience": { "userz": 12000 } }"#)?;
    /// let errors = Scenario::from_json(&wrong, Some("2026-11-23".parse()?)).map(|_| ());
    /// assert!(errors.is_err_and(|errors| errors.to_string().contains("audience.userz")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_json(value: &Value, as_of: Option<Date>) -> Result<Self, JsonErrors> {
        read::scenario(value, as_of)
    }

    /// Reads the scenario that a file has in `pinned` beside its own: A, which the file's own one, B, is compared with. A
    /// file that does not say on which day A's prices are meant gives it the day of B.
    ///
    /// # Errors
    /// [`JsonErrors`] with everything that is wrong with it.
    ///
    /// # Examples
    /// ```
    /// use inference_estimator::scenario::{Preset, Scenario};
    ///
    /// let day = "2026-11-23".parse()?;
    /// let (a, b) = (Preset::Glossary.scenario(day), Preset::SupportChat.scenario(day));
    /// let file = b.to_json_with_pinned(Some(&a));
    /// assert_eq!(Scenario::from_json(&file, None)?, b);
    /// assert_eq!(Scenario::pinned_from_json(&file, None)?, Some(a));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pinned_from_json(value: &Value, as_of: Option<Date>) -> Result<Option<Self>, JsonErrors> {
        read::pinned(value, as_of)
    }

    /// Writes the scenario with another one in `pinned`, every number of both included.
    #[must_use]
    pub fn to_json_with_pinned(&self, pinned: Option<&Self>) -> Value {
        let mut value = self.to_json();
        if let (Value::Object(members), Some(pinned)) = (&mut value, pinned) {
            members.push(("pinned".into(), pinned.to_json()));
        }
        value
    }

    /// Writes the scenario, every number included.
    ///
    /// # Examples
    /// ```
    /// use inference_estimator::scenario::{Preset, Scenario};
    ///
    /// let scenario = Preset::CodingAgent.scenario("2026-11-23".parse()?);
    /// assert_eq!(Scenario::from_json(&scenario.to_json(), None)?, scenario);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

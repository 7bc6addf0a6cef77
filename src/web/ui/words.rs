//! What the questions are called, by the place of their number in the scenario.

use super::slot::Slot;
use crate::scenario::FieldPath;

pub use crate::presentation::words::fields::{Words, field_words, words};

impl Slot {
    /// How this number is asked for.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Field(FieldPath { field, .. }) | Self::LeverPrice(.., field) => field_words(field),
            Self::LegShare(..) => words("Share of the calls", "routing", "%"),
            Self::TargetLimit(_) => words("Must take less than", "limit", "ms"),
            Self::PerRequest(_) => words("Price of a request", "all calls and retries included", "a request"),
        }
    }
}

/// "change of paying share": what a step of the history is called.
#[must_use]
pub fn change_of(slot: Slot) -> String {
    let words = slot.words();
    let name = if words.term.is_empty() { words.label } else { words.term };
    let name = name.split([',', ';']).next().unwrap_or(name);
    change_in(name)
}

/// The same for a number of that name.
#[must_use]
pub fn change_in(name: &str) -> String {
    ["change of ", &name.to_ascii_lowercase()].concat()
}

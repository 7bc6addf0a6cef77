//! What the questions are called, by the place of their number in the scenario.

use super::slot::Slot;
use crate::presentation::words::fields::{
    LEG_SHARE, PRICE_PER_REQUEST, TARGET_LIMIT, Words, change_of as change_of_words, field_words,
};
use crate::scenario::FieldPath;

impl Slot {
    /// How this number is asked for.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Field(FieldPath { field, .. }) | Self::LeverPrice(.., field) => field_words(field),
            Self::LegShare(..) => LEG_SHARE,
            Self::TargetLimit(_) => TARGET_LIMIT,
            Self::PerRequest(_) => PRICE_PER_REQUEST,
        }
    }
}

/// What a step of the history is called that changes this number.
#[must_use]
pub fn change_of(slot: Slot) -> String {
    change_of_words(slot.words())
}

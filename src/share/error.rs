//! What is wrong with a link, and what is said about one that was read.

use crate::scenario::{FieldErrors, Name, Place};
use std::fmt;
use thiserror::Error;

/// Why a link gives no scenario.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum LinkError {
    /// No link of this calculator.
    #[error("this is not a link of this calculator; a link has #s=1. and letters behind it")]
    NotOurs,
    /// The end is missing.
    #[error("{}", CutText { arrived: *arrived, expected: *expected })]
    CutShort {
        /// Characters of the payload that arrived.
        arrived: usize,
        /// Characters that it had, where enough arrived to tell.
        expected: Option<usize>,
    },
    /// Something in the middle is not as it was written.
    #[error("the link was changed on its way; copy it again from where it came")]
    Altered,
    /// Written by a later version, in a form that this one cannot read.
    #[error(
        "the link was made with a newer version (form {family}, this one reads 1); reload the page to get that version"
    )]
    Newer {
        /// The form that the link names.
        family: u32,
    },
    /// Longer than any link that this version writes.
    #[error("the link is longer than any that was written here; ask for the scenario as a file")]
    TooLong,
    /// Whole, but what it says breaks a rule between fields.
    #[error("the scenario in the link breaks a rule: {0}")]
    Invalid(FieldErrors),
}

struct CutText {
    arrived: usize,
    expected: Option<usize>,
}

impl fmt::Display for CutText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.expected {
            Some(expected) => {
                write!(
                    f,
                    "the link is cut short: {} of {expected} characters arrived; copy all of it",
                    self.arrived
                )
            }
            None => f.write_str("the link is cut short; copy all of it"),
        }
    }
}

impl LinkError {
    /// The kind of damage in a word, for events and tests.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NotOurs => "not_ours",
            Self::CutShort { .. } => "cut_short",
            Self::Altered => "altered",
            Self::Newer { .. } => "newer",
            Self::TooLong => "too_long",
            Self::Invalid(_) => "invalid",
        }
    }
}

/// A remark on a link that was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A value outside its range: the default is used instead.
    Replaced {
        /// Where.
        place: Place,
        /// The setting's name in JSON.
        setting: &'static str,
    },
    /// A name that could not be shown as it was.
    NameChanged {
        /// Where.
        place: Place,
    },
    /// Settings of a newer version: not shown here, and written back.
    NewerSettings {
        /// How many.
        count: usize,
    },
    /// A feature without a model, or with a way of serving that only a newer version knows.
    NoModel {
        /// The feature's index.
        feature: usize,
    },
    /// A key of a readable link that means nothing here.
    UnknownKey {
        /// The key.
        key: Name,
    },
    /// A key of a readable link without `=` and a value.
    NoValue {
        /// The key.
        key: Name,
    },
    /// More keys in a readable link than are read.
    TooManyKeys {
        /// How many were left out.
        keys: usize,
    },
    /// Text behind a second `#` of a readable link.
    SecondFragment {
        /// That text, or its beginning.
        text: Name,
    },
}

impl Notice {
    /// The kind in a word, for scripts and events.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Replaced { .. } => "replaced",
            Self::NameChanged { .. } => "name_changed",
            Self::NewerSettings { .. } => "newer_settings",
            Self::NoModel { .. } => "no_model",
            Self::UnknownKey { .. } => "unknown_key",
            Self::NoValue { .. } => "no_value",
            Self::TooManyKeys { .. } => "too_many_keys",
            Self::SecondFragment { .. } => "second_fragment",
        }
    }

    /// Whether a setting of the link could not be used, so that an estimate differs from what the link means.
    #[must_use]
    pub const fn lost_a_setting(&self) -> bool {
        match self {
            Self::NameChanged { .. } => false,
            Self::Replaced { .. }
            | Self::NewerSettings { .. }
            | Self::NoModel { .. }
            | Self::UnknownKey { .. }
            | Self::NoValue { .. }
            | Self::TooManyKeys { .. }
            | Self::SecondFragment { .. } => true,
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replaced { place, setting } => {
                prefix(f, *place)?;
                write!(f, "{setting} in the link is not in its range; the default is used instead")
            }
            Self::NameChanged { place } => {
                prefix(f, *place)?;
                f.write_str("the name in the link was too long or held hidden characters; it was cleaned")
            }
            Self::NewerSettings { count: 1 } => {
                f.write_str("made with a newer version: 1 setting is not shown here, and kept in the link")
            }
            Self::NewerSettings { count } => {
                write!(
                    f,
                    "made with a newer version: {count} settings are not shown here, and kept in the link"
                )
            }
            Self::NoModel { feature } => {
                prefix(f, Place::Feature(*feature))?;
                f.write_str("the link names no model that this version knows; choose one")
            }
            Self::UnknownKey { key } => write!(f, "\"{key}\" in the link is no setting; it was left out"),
            Self::NoValue { key } => write!(f, "\"{key}\" in the link has no value; it was left out"),
            Self::TooManyKeys { keys: 1 } => {
                f.write_str("1 setting of the link was left out: at most 100 are read")
            }
            Self::TooManyKeys { keys } => {
                write!(f, "{keys} settings of the link were left out: at most 100 are read")
            }
            Self::SecondFragment { text } => {
                write!(f, "\"{text}\" behind a second # in the link was left out")
            }
        }
    }
}

fn prefix(f: &mut fmt::Formatter<'_>, place: Place) -> fmt::Result {
    match place {
        Place::Scenario => Ok(()),
        Place::Tier(tier) => write!(f, "tier {}: ", tier + 1),
        Place::Feature(feature) => write!(f, "feature {}: ", feature + 1),
        Place::Leg(feature, leg) => write!(f, "feature {}, model {}: ", feature + 1, leg + 1),
    }
}

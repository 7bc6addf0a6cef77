//! Numbers by which links and scenarios name models and providers. A number is given once and never changes.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The number of a hosted model in the register of ids (`data/prices/ids.txt`), as written in links.
///
/// Every number is a valid value: a link made with a newer book may name a model that this book does not hold.
/// Whether it does is an answer of `HostedBook::resolve`, not a
/// property of the number, so that no scenario can claim to know a model which the book does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelId(u32);

impl ModelId {
    /// The model with this number, whether or not a book has it.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number written in links.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A provider by its place in the book at hand; not for links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderId(pub(in crate::catalogue) u8);

impl ProviderId {
    /// Place in the book, 0 first; first-party providers come before hosts of others' models.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

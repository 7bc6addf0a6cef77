//! The prices that ship with this version.

use crate::catalogue::hosted::HostedBook;
use crate::catalogue::hosted::parse::BookError;

/// The widget's price book, as in its file.
pub const SHIPPED_BOOK: &[u8] = include_bytes!("../data/prices/book.txt");

impl HostedBook {
    /// The price book that ships with this version.
    ///
    /// # Errors
    /// [`BookError`] never, as long as the tests of this version pass.
    pub fn shipped() -> Result<Self, BookError> {
        Self::parse(SHIPPED_BOOK)
    }
}

#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
mod full {
    use crate::catalogue::{BookError, FullCatalogue, HostedBook, RuleError};
    use serde_json::Value;
    use thiserror::Error;

    /// Why the full catalogue cannot be read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
    pub enum ShippedError {
        /// Its prices.
        #[error(transparent)]
        Book(#[from] BookError),
        /// Its match rules.
        #[error(transparent)]
        Rules(#[from] RuleError),
    }

    impl FullCatalogue {
        /// The full catalogue that ships with this version.
        ///
        /// # Errors
        /// [`ShippedError`] never, as long as the tests of this version pass.
        #[cfg(not(target_arch = "wasm32"))]
        pub fn shipped() -> Result<Self, ShippedError> {
            Self::shipped_read_by(&|rule| serde_json::from_str(rule).ok())
        }

        /// The same, with another reader of JSON.
        ///
        /// # Errors
        /// [`ShippedError`] if `json` does not read JSON.
        pub fn shipped_read_by(json: &dyn Fn(&str) -> Option<Value>) -> Result<Self, ShippedError> {
            let book = HostedBook::parse(include_bytes!("../data/prices/catalogue.txt"))?;
            Ok(Self::read_by(book, include_str!("../data/prices/match.txt"), json)?)
        }
    }
}

#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
pub use full::ShippedError;

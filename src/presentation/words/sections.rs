//! The sections below the estimate, in the order of the page.

use crate::presentation::answers::{growth, model_table, price, savings};

/// The words of a section that are shown before anything of it is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its name in the row of links, and its heading.
    pub title: &'static str,
    /// Shown under the heading until the section is computed.
    pub teaser: &'static str,
}

/// How many there are.
pub const COUNT: usize = 6;

/// All of them.
pub const SECTIONS: [Section; COUNT] = [
    Section { title: "Savings", teaser: savings::TEASER },
    Section { title: "Pricing and margin", teaser: price::TEASER },
    Section { title: "Models", teaser: model_table::TEASER },
    Section { title: "Growth", teaser: growth::TEASER },
    Section { title: "Check the bill", teaser: super::labels::BILL_TEASER },
    Section { title: "Export", teaser: super::labels::EXPORT_TEASER },
];

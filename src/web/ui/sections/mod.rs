//! The sections below the estimate, in the order of the page. Each is a file of its own here; to add one, write
//! `pub fn view(ui: Ui) -> Piece` and put it into [`SECTIONS`]: the row of links and the page follow.

mod allowance;
mod growth;
mod lever_words;
mod models;
mod price;
mod report;
mod savings;
mod tiers;
mod what_if;

use super::Ui;
use super::dom::Piece;

/// A part of the long page.
#[derive(Clone, Copy)]
pub struct Section {
    /// Its name in the row of links.
    pub title: &'static str,
    /// Its questions and answers.
    pub view: fn(Ui) -> Piece,
}

/// All of them after the estimate itself.
pub const SECTIONS: &[Section] = &[
    Section { title: "What saves money", view: savings::view },
    Section { title: "What to charge", view: price::view },
    Section { title: "Models", view: models::view },
    Section { title: "As it grows", view: growth::view },
    Section { title: "In words", view: report::view },
];

//! The sections below the estimate, in the order of the page. Each is a file of its own here, with what was found and
//! the section's body; to add one, put its words into [`SECTIONS`] and its parts into [`PARTS`]. A first visit loads the
//! words alone.

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
use super::dom::{Piece, el};
use super::later::later;
use super::parts::disclosed;
use std::rc::Rc;

/// What of a section is always there.
#[derive(Clone, Copy)]
pub struct Section {
    /// Its name in the row of links.
    pub title: &'static str,
    /// Its question.
    pub heading: &'static str,
    /// Said under the question until the section's parts are loaded.
    pub teaser: &'static str,
}

/// What of a section is loaded when a section is first opened.
#[derive(Clone, Copy)]
pub struct SectionParts {
    /// What was found, in a sentence, for under the question.
    pub finding: fn(Ui) -> String,
    /// Its questions and answers.
    pub body: fn(Ui) -> Piece,
}

/// How many there are.
pub const COUNT: usize = 5;

/// All of them after the estimate itself.
pub const SECTIONS: [Section; COUNT] = [
    Section {
        title: "What saves money",
        heading: "What saves money",
        teaser: "Seven levers, each with what it asks in exchange, and what it would save here.",
    },
    Section {
        title: "What to charge",
        heading: "What a user may cost, what to charge",
        teaser: "What is left of a price, who costs more than they pay, and tiers with allowances.",
    },
    Section {
        title: "Models",
        heading: "Models",
        teaser: "Every priced model for this feature: cost, waiting time, and whether it meets the target.",
    },
    Section {
        title: "As it grows",
        heading: "As it grows",
        teaser: "Cost, revenue and margin month by month, and what if an input were different.",
    },
    Section {
        title: "In words",
        heading: "In words",
        teaser: "The answer as sentences to paste, and every figure as text, Markdown or CSV.",
    },
];

/// Their parts, in the same order.
pub const PARTS: [SectionParts; COUNT] = [
    SectionParts { finding: savings::finding, body: savings::body },
    SectionParts { finding: price::finding, body: price::body },
    SectionParts { finding: models::finding, body: models::body },
    SectionParts { finding: growth::finding, body: growth::body },
    SectionParts { finding: report::finding, body: report::body },
];

/// The section at `index`, closed.
pub fn section(ui: Ui, index: usize, words: Section) -> Piece {
    let finding = move || match ui.parts().and_then(|parts| parts.sections.get(index)) {
        Some(parts) => (parts.finding)(ui),
        None => words.teaser.to_owned(),
    };
    let body = move || {
        later(ui, move |parts| parts.sections.get(index).map_or(Piece::Nothing, |parts| (parts.body)(ui)))
    };
    let section = el("section").class("sec").attr("aria-label", words.title);
    Piece::Element(section.child(disclosed(words.heading, Rc::new(finding), Rc::new(body))))
}

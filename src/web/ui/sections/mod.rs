//! The sections below the estimate, in the order of the page. Each is a file of its own here, with what was found and
//! the section's body; to add one, put its words into [`SECTIONS`] and its parts into [`PARTS`]. A first visit loads the
//! words alone.

mod bill;
mod growth;
mod models;
mod price;
mod report;
mod savings;
mod tiers;
mod what_if;

use super::Ui;
use super::dom::{Piece, el};
use super::later::{SectionParts, later};
use super::parts::disclosed;
use crate::presentation::words::sections::Section;
use std::rc::Rc;

pub use crate::presentation::words::sections::{COUNT, SECTIONS};

/// Their parts, in the same order.
pub const PARTS: [SectionParts; COUNT] = [
    SectionParts { finding: savings::finding, body: savings::body },
    SectionParts { finding: price::finding, body: price::body },
    SectionParts { finding: models::finding, body: models::body },
    SectionParts { finding: growth::finding, body: growth::body },
    SectionParts { finding: bill::finding, body: bill::body },
    SectionParts { finding: report::finding, body: report::body },
];

/// The section at `index`, closed.
pub fn section(ui: Ui, index: usize, words: Section) -> Piece {
    let finding = move || match ui.files.parts().and_then(|parts| parts.sections.get(index)) {
        Some(parts) => (parts.finding)(ui),
        None => words.teaser.to_owned(),
    };
    let body = move || {
        later(ui, move |parts| parts.sections.get(index).map_or(Piece::Nothing, |parts| (parts.body)(ui)))
    };
    let section = el("section").class("sec").attr("aria-label", words.title);
    Piece::Element(section.child(disclosed(words.title, Rc::new(finding), Rc::new(body))))
}

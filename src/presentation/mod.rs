//! What is shown, before it is a node of a page: the texts, tables and chart inputs of every answer, as plain values.
//!
//! Everything here is made from a [`View`], which borrows a scenario, its estimate and the language. Nothing here knows
//! a browser or a signal. The page, the exported document, the sentence for screen readers and the command line say the
//! same words because they show the same values, and every sentence can be tested natively.
//!
//! - [`words`] has each vocabulary in one place: fields, choices, levers, sources and verdicts.
//! - [`answers`] has one function for each answer.
//! - [`form`] has the lines of the form that say what is set, and what a choice changes in the scenario.
//! - [`document`] is the exported text, Markdown and CSV, [`picture`] a chart as a file.

pub mod answers;
pub mod document;
pub mod form;
pub mod picture;
mod view;
pub mod words;

pub use view::{View, WholeEstimate};

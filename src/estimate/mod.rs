//! The formulas: what a feature costs and how fast it answers.

pub mod random;
pub mod step;

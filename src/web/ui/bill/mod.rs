//! Check the bill, and count the tokens of a text. Everything here is in the file for bills.

mod columns;
mod mapping;
mod reading;
mod result;
mod sample;
mod section;

pub use sample::sample;
pub use section::section;

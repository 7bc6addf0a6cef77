//! Check the bill, and count the tokens of a text. Everything here is in the file for bills.

mod section;

pub use section::{sample, section};

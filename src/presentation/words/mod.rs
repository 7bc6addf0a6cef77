//! Words: one place for each vocabulary. Another language is another set of these.

pub mod bill;
pub mod choices;
pub mod fields;
pub mod hosted;
pub mod labels;
pub mod levers;
pub mod menus;
pub mod questions;
pub mod sections;
pub mod self_hosted;
pub mod sharing;
pub mod sources;
pub mod start;
pub mod verdict;

/// "1 GPU", "2 GPUs": an amount as it is shown, with its noun.
#[must_use]
pub fn counted(amount: f64, shown: &str, one: &str, several: &str) -> String {
    [shown, " ", noun(amount, one, several)].concat()
}

/// The noun for an amount.
#[must_use]
pub fn noun<'a>(amount: f64, one: &'a str, several: &'a str) -> &'a str {
    if (amount - 1.0).abs() < 1e-9 { one } else { several }
}

/// "Search", "Search and Chat", "Search, Chat and Summaries".
#[must_use]
pub fn listed<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [before @ .., last] => {
            let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
            [&before.join(", "), " and ", last.as_ref()].concat()
        }
    }
}

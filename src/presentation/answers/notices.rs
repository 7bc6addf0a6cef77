//! What to know before the figures are trusted: a result that was kept, a link that could not be read, old prices.

use crate::format::{age_in_days, date};
use crate::presentation::View;
use crate::presentation::words::fields::Words;

/// Prices older than this have a notice.
const OLD_AFTER_DAYS: i32 = 90;

/// A notice above the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The first sentence, in bold.
    pub first: String,
    /// What it means, and what to do.
    pub rest: String,
}

/// A notice that the prices are old; nothing while they are not.
#[must_use]
pub fn old_prices(view: &View) -> Option<Notice> {
    let as_of = view.scenario.as_of;
    let taken = view.catalogue.hosted.package().date;
    if as_of.days() - taken.days() <= OLD_AFTER_DAYS {
        return None;
    }
    let first = ["These prices are ", &age_in_days(taken, as_of), " old."].concat();
    let rest = [
        "They were last checked on ",
        &date(taken),
        ". The result still uses them. Compare them with the provider\u{2019}s page, linked beside the model.",
    ];
    Some(Notice { first, rest: rest.concat() })
}

/// What a notice says of a link whose pinned scenario cannot be read.
#[must_use]
pub fn pinned_not_read(why: &impl std::fmt::Display) -> String {
    ["A, the result that was pinned, cannot be shown: ", &why.to_string()].concat()
}

/// The notice of a link that could not be read, and why.
#[must_use]
pub fn unreadable_link(why: &str) -> Notice {
    Notice {
        first: "This link cannot be read.".to_owned(),
        rest: [&sentence(why), " An example is shown instead; your own last scenario is untouched."].concat(),
    }
}

/// The notice of a link of which parts could not be used.
#[must_use]
pub fn partly_used_link<'a>(parts: impl Iterator<Item = &'a str>) -> Notice {
    let parts: Vec<String> = parts.map(sentence).collect();
    Notice { first: "Part of this link could not be used.".to_owned(), rest: parts.join(" ") }
}

/// A capital at the beginning, a full stop at the end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map_or_else(String::new, |c| c.to_ascii_uppercase().to_string());
    [&first, letters.as_str(), "."].concat()
}

/// "Still for 5 in “Requests each”: one field needs a number": the figures while a field is wrong, in the parts before
/// the value, the value, and after it.
#[must_use]
pub fn kept(value: Option<String>, words: Words, wrong_fields: usize) -> [String; 3] {
    let value = value.unwrap_or_else(|| "not set".to_owned());
    let unit = if words.suffix == "%" { "%" } else { "" };
    let why = if wrong_fields == 1 { "one field needs a number" } else { "some fields need a number" };
    let after = [" in \u{201c}", words.label, "\u{201d}: ", why].concat();
    ["Still for ".to_owned(), value + unit, after]
}

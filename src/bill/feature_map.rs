//! Which feature of the product a row of a bill belongs to, by rules that the person has chosen and can see.

use crate::units::{SortedMap, SortedSet, each_place};
use crate::usage::{Cell, Label};

/// What of a row a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MappedBy {
    /// The model's name in the file.
    Model,
    /// The end user or account.
    User,
    /// A project, key, team, tag, name or resource.
    Label(Label),
}

/// Rows whose text fits a pattern belong to a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureRule {
    /// What it looks at.
    pub by: MappedBy,
    /// The text, in any case; `*` is any text, also none.
    pub pattern: String,
    /// The feature's name.
    pub feature: String,
}

impl FeatureRule {
    /// Whether a row is of this rule's feature.
    #[must_use]
    pub fn fits(&self, cell: &Cell) -> bool {
        let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
        let fits = |text: &str| fits_pattern(&lower(&self.pattern), &lower(text));
        match self.by {
            MappedBy::Model => cell.model.as_deref().is_some_and(fits),
            MappedBy::User => cell.user.as_deref().is_some_and(fits),
            MappedBy::Label(label) => cell.labels.iter().any(|(own, text)| *own == label && fits(text)),
        }
    }
}

/// The rows of each feature; those that no rule fits are under `None`, so that they can be shown as such. The first rule that
/// fits a row counts.
#[must_use]
pub fn by_feature<'a>(
    cells: &'a [Cell],
    rules: &'a [FeatureRule],
) -> SortedMap<Option<&'a str>, Vec<&'a Cell>> {
    let mut features: SortedMap<Option<&str>, Vec<&Cell>> = SortedMap::default();
    for cell in cells {
        let feature = rules.iter().find(|rule| rule.fits(cell)).map(|rule| rule.feature.as_str());
        features.at(feature).push(cell);
    }
    features
}

/// What rows can be mapped by, with the texts that occur: candidates for rules.
#[must_use]
pub fn candidates(cells: &[Cell]) -> SortedMap<MappedBy, SortedSet<&str>> {
    let mut found: SortedMap<MappedBy, SortedSet<&str>> = SortedMap::default();
    for cell in cells {
        let model = cell.model.as_deref().map(|text| (MappedBy::Model, text));
        let user = cell.user.as_deref().map(|text| (MappedBy::User, text));
        let labels = cell.labels.iter().map(|(label, text)| (MappedBy::Label(*label), text.as_str()));
        for (by, text) in model.into_iter().chain(user).chain(labels) {
            found.at(by).insert(text);
        }
    }
    found
}

/// Whether a text is of a pattern: its parts between the asterisks occur in order, the first at the beginning and the last at
/// the end.
fn fits_pattern(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return text.ends_with(part);
        }
        match each_place(text, part).next().and_then(|at| text.get(at + part.len()..)) {
            Some(behind) => text = behind,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asterisk_is_any_text() {
        for (pattern, text) in
            [("*", ""), ("feature=*", "feature=chat"), ("a*c", "abc"), ("a*b*c", "axxbyyc"), ("chat", "chat")]
        {
            assert!(fits_pattern(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("a*c", "ab"), ("feature=*", "team=chat"), ("chat", "chats"), ("a*a", "a"), ("", "a")]
        {
            assert!(!fits_pattern(pattern, text), "{pattern} {text}");
        }
    }
}

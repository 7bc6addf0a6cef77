//! Which feature the rows of a bill belong to.

use super::users::shortened;
use crate::bill::{FeatureRule, MappedBy};
use crate::units::{SortedMap, in_order};
use crate::usage::{Cell, Label, Money};

/// Texts that are listed of one kind.
const MOST: usize = 30;

/// What rows can be mapped by, with the texts that occur.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// What it is.
    pub by: MappedBy,
    /// The texts, the most expensive first: as in the file, and as shown.
    pub texts: Vec<(String, String)>,
}

/// "Project", "Model".
#[must_use]
pub const fn dimension_words(by: MappedBy) -> &'static str {
    match by {
        MappedBy::Model => "Model",
        MappedBy::User => "User",
        MappedBy::Label(Label::Project) => "Project or workspace",
        MappedBy::Label(Label::Key) => "API key",
        MappedBy::Label(Label::Team) => "Team or application",
        MappedBy::Label(Label::Tag) => "Tag",
        MappedBy::Label(Label::Name) => "Name of the call",
        MappedBy::Label(Label::Resource) => "Resource",
    }
}

/// What the rows of a bill can be mapped by; labels first, since they are made for it.
#[must_use]
pub fn dimensions(cells: &[Cell]) -> Vec<Dimension> {
    let mut found: SortedMap<MappedBy, SortedMap<&str, (Money, u64)>> = SortedMap::default();
    for cell in cells {
        let model = cell.model.as_deref().map(|text| (MappedBy::Model, text));
        let user = cell.user.as_deref().map(|text| (MappedBy::User, text));
        let labels = cell.labels.iter().map(|(label, text)| (MappedBy::Label(*label), text.as_str()));
        for (by, text) in model.into_iter().chain(user).chain(labels) {
            let (cost, rows) = found.at(by).at_or(text, (Money::ZERO, 0));
            *cost = *cost + cell.amounts.cost.unwrap_or(Money::ZERO);
            *rows += cell.rows;
        }
    }
    let dimensions: Vec<Dimension> = found
        .in_order()
        .map(|(by, texts)| {
            let texts = in_order(texts.in_order().collect(), |(_, (_, rows))| -(*rows as f64));
            let texts = in_order(texts, |(_, (cost, _))| -cost.to_f64());
            let shown = |text: &str| match by {
                MappedBy::User | MappedBy::Label(Label::Key) => shortened(text),
                MappedBy::Model | MappedBy::Label(_) => text.to_owned(),
            };
            Dimension {
                by,
                texts: texts.into_iter().take(MOST).map(|(text, _)| (text.to_owned(), shown(text))).collect(),
            }
        })
        .collect();
    in_order(dimensions, |dimension| match dimension.by {
        MappedBy::Label(_) => 0.0,
        MappedBy::Model => 1.0,
        MappedBy::User => 2.0,
    })
}

/// Rules for texts that are the name of a feature, whatever their case: what a person would map first.
#[must_use]
pub fn first_rules(dimensions: &[Dimension], features: &[&str]) -> Vec<FeatureRule> {
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let mut rules = Vec::new();
    for Dimension { by, texts } in dimensions {
        for (text, _) in texts {
            // A tag may be a key with a value.
            let value = text.rsplit(['=', ':']).next().unwrap_or(text);
            if let Some(feature) = features.iter().find(|feature| plain(feature) == plain(value)) {
                rules.push(FeatureRule { by: *by, pattern: text.clone(), feature: (*feature).to_owned() });
            }
        }
    }
    rules
}

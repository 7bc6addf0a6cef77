//! Rows of our own, for what both sources lack: `extra.txt`, one row a line, each with the page that states it.
//!
//! `row <provider> <slug> <marks and rates as in the book>` adds a price, and the model where nobody knows it;
//! `provider <key> <name> <page>` a provider; `billed <provider> <slug> <since> <slug of the model that answers> <page>`
//! a retired name that is billed as another; `min <provider> <slug or *> <tokens> <page>` the smallest cacheable prompt,
//! where no source has one; `#` begins a comment.

use crate::catalogue::hosted::matching::FullCatalogue;
use crate::catalogue::hosted::parse::parse_row;
use crate::catalogue::hosted::rates::Origin;
use crate::catalogue::hosted::refresh::fill::{add_row, insert, new_model};
use crate::catalogue::hosted::refresh::merge::Register;
use crate::catalogue::hosted::units::PricedUnit;
use crate::catalogue::hosted::{Availability, HostedBook, Provider};
use thiserror::Error;

/// Why a line of our own rows cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("line {line} of extra.txt: {what}; correct it")]
pub struct OwnRowError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: OwnRowFault,
}

/// What is wrong with a line of our own rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OwnRowFault {
    /// Too few words, or words of the wrong kind.
    #[error("it is not of a known form")]
    Form,
    /// The catalogue lacks the provider or the model.
    #[error("no such provider or model")]
    Unknown,
    /// No page is named.
    #[error("a row needs the page that states it, after `<`")]
    Source,
}

use OwnRowFault::{Form, Source, Unknown};

/// The providers of our own rows, which must be there before the second source is taken.
///
/// # Errors
/// [`OwnRowError`] names the first line that is wrong.
pub fn take_own_providers(
    catalogue: &mut FullCatalogue,
    text: &str,
) -> Result<Vec<(String, String)>, OwnRowError> {
    let mut rules = Vec::new();
    for (line, words) in lines(text) {
        if let ["provider", key, name, page] = words.as_slice() {
            if catalogue.book.provider_by_key(key).is_some() {
                continue;
            }
            if catalogue.book.providers.len() >= 255 {
                return Err(OwnRowError { line, what: Form });
            }
            catalogue.book.providers.push(Provider {
                key: (*key).to_owned(),
                name: name.replace('_', " "),
                pricing_urls: vec![(*page).to_owned()],
                fallback: Vec::new(),
                calendar: None,
            });
            let rule = serde_json::json!({ "provider_match": { "contains": key } });
            rules.push(((*key).to_owned(), format!("{key}\t{rule}")));
        }
    }
    Ok(rules)
}

/// Takes all other rows; returns lines for the match rules, each with its provider.
///
/// # Errors
/// [`OwnRowError`] names the first line that is wrong.
pub fn take_own_rows(
    catalogue: &mut FullCatalogue,
    text: &str,
    register: &mut Register,
) -> Result<Vec<(String, String)>, OwnRowError> {
    let mut rules = Vec::new();
    for (line, words) in lines(text) {
        let taken = match words.as_slice() {
            ["provider", ..] => Ok(None),
            ["row", provider, slug, marks @ ..] => row(catalogue, (provider, slug), marks, register),
            ["billed", provider, slug, since, other, _page] => {
                billed(&mut catalogue.book, provider, slug, since, other)
            }
            ["min", provider, slug, tokens, _page] => minimum(&mut catalogue.book, provider, slug, tokens),
            _ => Err(Form),
        };
        rules.extend(taken.map_err(|what| OwnRowError { line, what })?);
    }
    Ok(rules)
}

fn lines(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .map(|(index, line)| (index + 1, line.split_whitespace().collect()))
}

fn row(
    catalogue: &mut FullCatalogue,
    (provider, slug): (&str, &str),
    marks: &[&str],
    register: &mut Register,
) -> Result<Option<(String, String)>, OwnRowFault> {
    let mut row = parse_row(&marks.join(" "), &[]).map_err(|_| Form)?;
    if row.source.is_none() {
        return Err(Source);
    }
    if row.origin == Origin::First {
        row.origin = Origin::Filling;
    }
    let (place, _) = catalogue.book.provider_by_key(provider).ok_or(Unknown)?;
    let mut rule = None;
    let id = match catalogue.book.by_slug(provider, slug) {
        Some(model) => model.id,
        None => {
            let id = register.number(provider, slug);
            insert(&mut catalogue.book, new_model(place, id, slug));
            let clause = serde_json::json!({ "equals": slug });
            rule = Some((provider.to_owned(), format!(" {slug}\t{clause}")));
            id
        }
    };
    catalogue.book.annotate(id, |model| add_row(model, &row));
    Ok(rule)
}

fn billed(
    book: &mut HostedBook,
    provider: &str,
    slug: &str,
    since: &str,
    other: &str,
) -> Result<Option<(String, String)>, OwnRowFault> {
    let since = since.parse().map_err(|_| Form)?;
    let id = book.by_slug(provider, slug).ok_or(Unknown)?.id;
    let other = book.by_slug(provider, other).ok_or(Unknown)?.id;
    book.annotate(id, |model| {
        model.availability = Availability::Retired(since);
        model.extra.is_from_other_source = true;
        model.extra.successor = Some(other);
        model.extra.billed_as = Some(other);
    });
    Ok(None)
}

/// The smallest cacheable prompt of one model, or of all models of a provider that have a price for cache reads.
fn minimum(
    book: &mut HostedBook,
    provider: &str,
    slug: &str,
    tokens: &str,
) -> Result<Option<(String, String)>, OwnRowFault> {
    let tokens: u32 = tokens.parse().map_err(|_| Form)?;
    let (id, _) = book.provider_by_key(provider).ok_or(Unknown)?;
    let caches = |model: &crate::catalogue::HostedModel| {
        let mut rows = model.epochs.iter().flat_map(|epoch| &epoch.rows);
        rows.any(|row| row.rates.get(PricedUnit::CacheReadTokens).is_some())
    };
    for model in book.models.iter_mut().filter(|model| model.provider == id) {
        if model.min_cacheable.is_none() && (model.slug == slug || (slug == "*" && caches(model))) {
            model.min_cacheable = Some(tokens);
        }
    }
    Ok(None)
}

//! Taking a new package of prices into the catalogue: what was stays, what changed gets its date.

use crate::catalogue::hosted::rates::{Epoch, PriceRow};
use crate::catalogue::hosted::refresh::package::{
    PackageError, PublishedModel, PublishedProvider, read_package,
};
use crate::catalogue::hosted::{Availability, HostedBook, HostedModel, Package, Provider, WorkCalendar};
use crate::catalogue::{ModelId, ProviderId};
use crate::units::{Date, Moment};
use std::collections::HashMap;
use std::fmt;
use thiserror::Error;

/// The register of model numbers: one line a model, number and `provider/slug`; lines are only added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    numbers: HashMap<String, u32>,
    lines: Vec<(u32, String)>,
}

impl Register {
    /// Reads the register.
    ///
    /// # Errors
    /// [`MergeError::Register`] names a line that is not a new number and a new name.
    pub fn parse(text: &str) -> Result<Self, MergeError> {
        let mut register = Self::default();
        for (index, line) in text.lines().enumerate() {
            let wrong = MergeError::Register { line: index + 1 };
            let (number, name) = line.split_once('\t').ok_or(wrong.clone())?;
            let number = number.parse().map_err(|_| wrong.clone())?;
            let is_taken = register.lines.last().is_some_and(|(last, _)| *last >= number);
            if is_taken || register.numbers.insert(name.to_owned(), number).is_some() {
                return Err(wrong);
            }
            register.lines.push((number, name.to_owned()));
        }
        Ok(register)
    }

    /// The number of a model; a new one gets the next.
    pub fn number(&mut self, provider: &str, slug: &str) -> ModelId {
        let name = format!("{provider}/{slug}");
        if let Some(number) = self.numbers.get(&name) {
            return ModelId::new(*number);
        }
        let number = self.lines.last().map_or(1, |(last, _)| last + 1);
        self.numbers.insert(name.clone(), number);
        self.lines.push((number, name));
        ModelId::new(number)
    }

    /// The register as text.
    #[must_use]
    pub fn write(&self) -> String {
        self.lines.iter().map(|(number, name)| format!("{number}\t{name}\n")).collect()
    }
}

/// A package to be taken in.
#[derive(Debug, Clone)]
pub struct Release<'a> {
    /// Which package it is, and the day from which its changes count.
    pub package: Package,
    /// Its data, as converted.
    pub json: &'a str,
}

/// What a merge did to one model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// The package has a model that the catalogue did not.
    New,
    /// Rates differ from what they were: they hold from the package's date.
    Repriced,
    /// Rows with a date of their own were added.
    Announced,
    /// The package lacks a model that the catalogue has: it is kept as retired.
    Retired,
    /// A retired model is back.
    Returned,
    /// Name, context window or deprecation.
    Described,
}

/// A line of what a merge did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// `provider/slug`.
    pub model: String,
    /// What happened.
    pub kind: ChangeKind,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            ChangeKind::New => "new",
            ChangeKind::Repriced => "repriced",
            ChangeKind::Announced => "announced",
            ChangeKind::Retired => "retired",
            ChangeKind::Returned => "returned",
            ChangeKind::Described => "described",
        };
        write!(f, "{kind:10} {}", self.model)
    }
}

/// Why a package cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MergeError {
    /// The package cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The register of numbers is damaged.
    #[error("line {line} of the register of ids is no new number and name; restore it from history")]
    Register {
        /// Counted from 1.
        line: usize,
    },
    /// The catalogue already has a later state.
    #[error("the catalogue holds prices of {present}, the package is of {new}; take a newer one")]
    Older {
        /// Date of the catalogue.
        present: Date,
        /// Date of the package.
        new: Date,
    },
}

/// The catalogue after a package was taken in.
#[derive(Debug)]
pub struct Merged {
    /// Models and prices.
    pub book: HostedBook,
    /// The match rules, as text.
    pub rules: String,
    /// What changed.
    pub changes: Vec<Change>,
}

/// Takes `release` into the catalogue `present`, numbering new models in `register`.
///
/// The same two inputs give the same result, and a second merge of the same package changes nothing.
///
/// # Errors
/// [`MergeError`] when the package cannot be read or is older than the catalogue.
pub fn merge(
    present: Option<&HostedBook>,
    present_rules: &str,
    release: &Release<'_>,
    register: &mut Register,
) -> Result<Merged, MergeError> {
    let (new, date) = (read_package(release.json)?, release.package.date);
    if let Some(present) = present.map(|book| book.package.date).filter(|present| *present > date) {
        return Err(MergeError::Older { present, new: date });
    }
    let mut merge = Merge { date, present, register, changes: Vec::new(), rules: String::new() };
    let old_rules = OldRules::read(present_rules);
    let mut book = HostedBook {
        package: release.package.clone(),
        providers: Vec::new(),
        models: Vec::new(),
        by_id: Vec::new(),
    };
    for provider in &new {
        merge.take_provider(provider, &old_rules, &mut book);
    }
    let gone = present.into_iter().flat_map(|book| book.providers.iter());
    for old in gone.filter(|old| new.iter().all(|provider| provider.key != old.key)) {
        let emptied = PublishedProvider {
            key: old.key.clone(),
            name: old.name.clone(),
            pricing_urls: old.pricing_urls.clone(),
            fallback: old.fallback.clone(),
            rules: serde_json::json!({}),
            models: Vec::new(),
        };
        merge.take_provider(&emptied, &old_rules, &mut book);
    }
    let Merge { changes, rules, .. } = merge;
    book.index().map_err(|_| MergeError::Register { line: 0 })?;
    Ok(Merged { book, rules, changes })
}

/// The present match rules by provider and model, as text.
struct OldRules<'a>(HashMap<(&'a str, &'a str), &'a str>);

impl<'a> OldRules<'a> {
    fn read(text: &'a str) -> Self {
        let (mut rules, mut provider) = (HashMap::new(), "");
        for (name, rule) in text.lines().filter_map(|line| line.split_once('\t')) {
            match name.strip_prefix(' ') {
                Some(slug) => {
                    rules.insert((provider, slug), rule);
                }
                None => provider = name,
            }
        }
        Self(rules)
    }
}

struct Merge<'a> {
    date: Date,
    present: Option<&'a HostedBook>,
    register: &'a mut Register,
    changes: Vec<Change>,
    rules: String,
}

impl Merge<'_> {
    fn take_provider(&mut self, new: &PublishedProvider, old_rules: &OldRules<'_>, book: &mut HostedBook) {
        let id = ProviderId(book.providers.len() as u8);
        let old = self.present.and_then(|present| present.provider_by_key(&new.key));
        book.providers.push(Provider {
            key: new.key.clone(),
            name: new.name.clone(),
            pricing_urls: new.pricing_urls.clone(),
            fallback: new.fallback.clone(),
            calendar: old.and_then(|(_, provider)| provider.calendar.clone()),
        });
        self.rules.push_str(&format!("{}\t{}\n", new.key, new.rules));
        for model in &new.models {
            let number = self.register.number(&new.key, &model.slug);
            let present = self.present.and_then(|present| present.model(number));
            let merged = match present {
                None => self.add(new, model, number, id),
                Some(old) => self.renew(new, model, old.clone(), id),
            };
            book.models.push(merged);
            self.rules.push_str(&format!(" {}\t{}\n", model.slug, model.rule));
        }
        let Some((old_id, present)) = old.map(|(id, _)| id).zip(self.present) else { return };
        let gone = |old: &&HostedModel| {
            old.provider == old_id && new.models.iter().all(|model| model.slug != old.slug)
        };
        for old in present.models().filter(gone) {
            let mut kept = HostedModel { provider: id, ..old.clone() };
            if !matches!(kept.availability, Availability::Retired(_)) {
                kept.availability = Availability::Retired(self.date);
                self.note(&new.key, &old.slug, ChangeKind::Retired);
            }
            book.models.push(kept);
            if let Some(rule) = old_rules.0.get(&(new.key.as_str(), old.slug.as_str())) {
                self.rules.push_str(&format!(" {}\t{rule}\n", old.slug));
            }
        }
    }

    fn add(
        &mut self,
        provider: &PublishedProvider,
        new: &PublishedModel,
        id: ModelId,
        provider_id: ProviderId,
    ) -> HostedModel {
        self.note(&provider.key, &new.slug, ChangeKind::New);
        HostedModel {
            id,
            provider: provider_id,
            slug: new.slug.clone(),
            name: new.name.clone().unwrap_or_else(|| new.slug.clone()),
            context_window: new.context_window,
            max_output: None,
            min_cacheable: None,
            availability: availability(new),
            priced_as: None,
            min_audio_seconds: None,
            epochs: vec![Epoch { since: None, rows: new.rows.clone() }],
        }
    }

    fn renew(
        &mut self,
        provider: &PublishedProvider,
        new: &PublishedModel,
        mut model: HostedModel,
        provider_id: ProviderId,
    ) -> HostedModel {
        let mut kinds = Vec::new();
        model.provider = provider_id;
        let name = new.name.clone().unwrap_or_else(|| new.slug.clone());
        let window = new.context_window.or(model.context_window);
        let is_back = matches!(model.availability, Availability::Retired(_));
        if is_back {
            kinds.push(ChangeKind::Returned);
        }
        if model.name != name || model.context_window != window || (model.availability != availability(new)) {
            kinds.extend((!is_back).then_some(ChangeKind::Described));
            (model.name, model.context_window, model.availability) = (name, window, availability(new));
        }
        kinds.extend(self.reprice(&new.rows, &mut model.epochs));
        for kind in kinds {
            self.note(&provider.key, &new.slug, kind);
        }
        model
    }

    fn reprice(&self, rows: &[PriceRow], epochs: &mut Vec<Epoch>) -> Option<ChangeKind> {
        let Some(last) = epochs.last_mut() else {
            epochs.push(Epoch { since: None, rows: rows.to_vec() });
            return Some(ChangeKind::Repriced);
        };
        if last.rows.len() == rows.len() && last.rows.iter().zip(rows).all(|(old, new)| same_price(old, new))
        {
            return None;
        }
        if let Some(extended) = extend(&last.rows, rows) {
            last.rows = extended;
            return Some(ChangeKind::Announced);
        }
        if last.since == Some(self.date) {
            last.rows = rows.to_vec();
        } else {
            epochs.push(Epoch { since: Some(self.date), rows: rows.to_vec() });
        }
        Some(ChangeKind::Repriced)
    }

    fn note(&mut self, provider: &str, slug: &str, kind: ChangeKind) {
        self.changes.push(Change { model: format!("{provider}/{slug}"), kind });
    }
}

fn availability(model: &PublishedModel) -> Availability {
    if model.is_deprecated { Availability::Deprecated } else { Availability::Current }
}

fn same_price(old: &PriceRow, new: &PriceRow) -> bool {
    let PriceRow { from, window, when, rates, known_since: _, source: _ } = old;
    (from, window, when, rates) == (&new.from, &new.window, &new.when, &new.rates)
}

/// The new rows with what was noted at the old ones, if every old row is still there in its order and every added
/// row says from when it applies.
fn extend(old: &[PriceRow], new: &[PriceRow]) -> Option<Vec<PriceRow>> {
    let mut left = old.iter().peekable();
    let mut rows = Vec::with_capacity(new.len());
    for row in new {
        match left.next_if(|old| same_price(old, row)) {
            Some(old) => rows.push(old.clone()),
            None => rows.push(row.from.map(|_| row.clone())?),
        }
    }
    left.next().is_none().then_some(rows)
}

impl HostedBook {
    /// Notes at a model what the package does not say.
    pub fn annotate(&mut self, id: ModelId, note: impl FnOnce(&mut HostedModel)) {
        if let Some(model) = self.models.iter_mut().find(|model| model.id == id) {
            note(model);
        }
    }

    /// Records at the standard row that applies at `at` what the package does not say.
    pub fn annotate_row(&mut self, id: ModelId, at: Moment, note: impl FnOnce(&mut PriceRow)) {
        let row = self.model(id).and_then(|model| self.price_row(model, at)).cloned();
        self.annotate(id, |model| {
            let mut rows = model.epochs.iter_mut().rev().flat_map(|epoch| epoch.rows.iter_mut());
            if let Some(row) = row.and_then(|row| rows.find(|r| **r == row)) {
                note(row);
            }
        });
    }

    /// Gives a provider its working days.
    pub fn set_calendar(&mut self, provider: &str, calendar: WorkCalendar) {
        if let Some(provider) = self.providers.iter_mut().find(|p| p.key == provider) {
            provider.calendar = Some(calendar);
        }
    }
}

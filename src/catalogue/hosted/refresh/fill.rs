//! Taking into the catalogue what a second source knows and the first lacks. What both state and state differently is
//! reported, and the first source's figure stays.

use crate::catalogue::hosted::matching::FullCatalogue;
use crate::catalogue::hosted::rates::{Epoch, Origin, PriceRow, Rate, Rates, RequestContext};
use crate::catalogue::hosted::refresh::merge::Register;
use crate::catalogue::hosted::refresh::second::{
    RequestKind, SearchFees, SecondEntry, SecondError, exact, read_second,
};
use crate::catalogue::hosted::units::PricedUnit;
use crate::catalogue::hosted::{Availability, ExtraFacts, HostedBook, HostedModel, PeakDays};
use crate::catalogue::{ModelId, ProviderId};
use crate::units::Moment;

/// What a second source added, and where it contradicts the first.
#[derive(Debug, Default)]
pub struct Filled {
    /// Rates that the catalogue gained.
    pub rates: usize,
    /// Models that the catalogue gained.
    pub models: usize,
    /// Models that are marked as retired.
    pub retired: usize,
    /// Contradictions: what the first source states applies.
    pub conflicts: Vec<String>,
    /// Lines to add to the match rules: provider, and the line.
    pub rules: Vec<(String, String)>,
}

/// How an entry is known to speak of a model.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    Name,
    Rule,
}

/// Fills `catalogue` from the second source in `json`; new models are numbered in `register`.
///
/// # Errors
/// [`SecondError`] where `json` is not the second source.
pub fn fill(
    catalogue: &mut FullCatalogue,
    json: &str,
    register: &mut Register,
) -> Result<Filled, SecondError> {
    let entries = read_second(json)?;
    let mut filled = Filled::default();
    add_resold(catalogue, &entries, register, &mut filled);
    add_new(catalogue, &entries, register, &mut filled);
    let matched = matches(catalogue, &entries);
    for (entry, id, how) in &matched {
        take_entry(&mut catalogue.book, entry, *id, *how, &mut filled);
    }
    Ok(filled)
}

/// The entries that speak of a model of the catalogue: those with its very name first.
pub(super) fn matches<'e>(
    catalogue: &FullCatalogue,
    entries: &'e [SecondEntry],
) -> Vec<(&'e SecondEntry, ModelId, Match)> {
    let mut found = Vec::new();
    for how in [Match::Name, Match::Rule] {
        for entry in entries {
            let exact = catalogue.book.by_slug(entry.provider, &entry.name);
            let model = match (how, exact) {
                (Match::Name, exact) => exact,
                (Match::Rule, Some(_)) => None,
                (Match::Rule, None) => catalogue
                    .find(Some(entry.provider), &entry.name)
                    .ok()
                    .filter(|found| !found.is_fallback)
                    .map(|found| found.model),
            };
            found.extend(model.map(|model| (entry, model.id, how)));
        }
    }
    found
}

/// Models that a provider resells, says the first source, and for which the second has rates of this provider's own.
fn add_resold(
    catalogue: &mut FullCatalogue,
    entries: &[SecondEntry],
    register: &mut Register,
    filled: &mut Filled,
) {
    for entry in entries.iter().filter(|entry| entry.region.is_none()) {
        let Ok(found) = catalogue.find(Some(entry.provider), &entry.name) else { continue };
        let is_there = catalogue.book.by_slug(entry.provider, &entry.name).is_some();
        if !found.is_fallback || found.model.slug != entry.name || is_there {
            continue;
        }
        let Some((provider, _)) = catalogue.book.provider_by_key(entry.provider) else { continue };
        let id = register.number(entry.provider, &entry.name);
        let maker = found.model;
        let rule = catalogue.rule_text(maker, &catalogue.book);
        let model = HostedModel {
            id,
            provider,
            priced_as: Some(maker.id),
            extra: ExtraFacts { is_from_other_source: true, ..ExtraFacts::default() },
            epochs: maker.epochs.iter().map(standard_alone).collect(),
            ..maker.clone()
        };
        filled.rules.extend(rule.map(|rule| (entry.provider.to_owned(), format!(" {}\t{rule}", entry.name))));
        insert(&mut catalogue.book, model);
        filled.models += 1;
    }
}

fn standard_alone(epoch: &Epoch) -> Epoch {
    let rows = epoch.rows.iter().filter(|row| row.is_standard()).cloned().collect();
    Epoch { since: epoch.since, rows }
}

/// Models that the first source does not know: fine-tuned ones, and those of a provider that it lacks.
fn add_new(
    catalogue: &mut FullCatalogue,
    entries: &[SecondEntry],
    register: &mut Register,
    filled: &mut Filled,
) {
    for entry in entries.iter().filter(|entry| entry.region.is_none()) {
        let is_new_kind = entry.provider == "alibaba" || entry.name.starts_with("ft:");
        let has = |unit| standard(entry).iter().any(|(known, _)| *known == unit);
        if !is_new_kind
            || !has(PricedUnit::InputTokens)
            || catalogue.book.by_slug(entry.provider, &entry.name).is_some()
        {
            continue;
        }
        let Some((provider, _)) = catalogue.book.provider_by_key(entry.provider) else { continue };
        let model = new_model(provider, register.number(entry.provider, &entry.name), &entry.name);
        // The names of fine-tuned models go on with those of the organisation and of the job.
        let kind = if entry.name.starts_with("ft:") { "starts_with" } else { "equals" };
        let rule = serde_json::json!({ kind: entry.name });
        filled.rules.push((entry.provider.to_owned(), format!(" {}\t{rule}", entry.name)));
        insert(&mut catalogue.book, model);
        filled.models += 1;
    }
}

/// A model that other sources alone know.
pub(super) fn new_model(provider: ProviderId, id: ModelId, slug: &str) -> HostedModel {
    HostedModel {
        id,
        provider,
        slug: slug.to_owned(),
        name: slug.to_owned(),
        context_window: None,
        max_output: None,
        min_cacheable: None,
        availability: Availability::Current,
        priced_as: None,
        min_audio_seconds: None,
        extra: ExtraFacts { is_from_other_source: true, ..ExtraFacts::default() },
        epochs: Vec::new(),
    }
}

/// Puts a model behind the others of its provider.
pub(super) fn insert(book: &mut HostedBook, model: HostedModel) {
    let place = book.models.iter().rposition(|other| other.provider <= model.provider).map_or(0, |at| at + 1);
    book.models.insert(place, model);
    // A number that is given twice shows when the written book is read.
    let _ = book.index();
}

fn standard(entry: &SecondEntry) -> &[(PricedUnit, Rate)] {
    entry.rates.iter().find(|(kind, _)| *kind == RequestKind::Standard).map_or(&[], |(_, rates)| rates)
}

fn take_entry(book: &mut HostedBook, entry: &SecondEntry, id: ModelId, how: Match, filled: &mut Filled) {
    let at = Moment::noon(book.package.date);
    let Some(model) = book.model(id).cloned() else { return };
    let ours = |context| book.rates(&model, at, RequestContext(context), PeakDays::Every);
    let list = ours(&[]);
    let mut rows: Vec<PriceRow> = Vec::new();
    let name = format!("{}/{}", entry.provider, model.slug);
    if let Some(region) = &entry.region {
        rows.extend(regional(entry, region, &list));
    } else if model.priced_as.is_some() || agrees(&list, standard(entry)) {
        for (kind, rates) in &entry.rates {
            let now = ours(kind.context());
            rows.extend(lacking(&model, *kind, rates, &list, &now, &name, filled));
        }
        rows.extend(uplifts(entry));
        rows.extend(fast(entry, &model, &list));
    } else if how == Match::Name {
        filled.conflicts.push(format!(
            "{name}: list price {} {}",
            written(&list),
            written_of(standard(entry))
        ));
    }
    if entry.region.is_none() {
        rows.extend(search_fees(entry, &model, &list, &name, filled));
    }
    filled.rates += rows.iter().map(|row| row.rates.iter().count().max(1)).sum::<usize>();
    let retired =
        entry.ends.filter(|day| *day <= book.package.date && how == Match::Name && entry.region.is_none());
    let successor =
        entry.successor.as_deref().and_then(|name| book.by_slug(entry.provider, name)).map(|m| m.id);
    filled.retired +=
        usize::from(retired.is_some() && !matches!(model.availability, Availability::Retired(_)));
    book.annotate(id, |model| {
        for mut row in rows {
            row.source = row.source.or_else(|| entry.source.clone());
            add_row(model, &row);
        }
        if entry.region.is_some() || how == Match::Rule {
            return;
        }
        model.min_cacheable = model.min_cacheable.or(entry.min_cacheable);
        model.context_window = model.context_window.or(entry.context_window);
        model.max_output =
            model.max_output.or(entry.max_output.filter(|output| Some(*output) != model.context_window));
        model.extra.free_searches = model.extra.free_searches.or(entry.free_searches);
        model.extra.search_billing = entry.search_billing;
        if let Some(day) = retired
            && !matches!(model.availability, Availability::Retired(_))
        {
            model.availability = Availability::Retired(day);
            model.extra.is_from_other_source = true;
            model.extra.successor = successor;
        }
    });
}

/// Adds a row to every state of the prices, unless the model has one for the same units and conditions.
pub(super) fn add_row(model: &mut HostedModel, row: &PriceRow) {
    if model.epochs.is_empty() {
        model.epochs.push(Epoch { since: None, rows: Vec::new() });
    }
    for epoch in &mut model.epochs {
        let same = |old: &&mut PriceRow| {
            (old.origin, &old.when, old.from, old.until) == (row.origin, &row.when, row.from, row.until)
                && old.factor.is_some() == row.factor.is_some()
        };
        match epoch.rows.iter_mut().find(same) {
            None => epoch.rows.push(row.clone()),
            Some(old) => {
                for (unit, rate) in row.rates.iter() {
                    if old.rates.get(unit).is_none() {
                        old.rates.set(unit, rate.clone());
                    }
                }
            }
        }
    }
}

/// Whether the two list prices of text are the same, or ours has none.
fn agrees(ours: &Rates, theirs: &[(PricedUnit, Rate)]) -> bool {
    let same = |unit: PricedUnit| match (ours.get(unit), theirs.iter().find(|(known, _)| *known == unit)) {
        (Some(ours), Some((_, theirs))) => is_close(ours.base, theirs.base),
        (None, _) | (_, None) => true,
    };
    same(PricedUnit::InputTokens) && same(PricedUnit::OutputTokens)
}

pub(super) fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs())
}

/// The rates of a kind of request that ours lack, and those that replace one without the tier of the list price.
fn lacking(
    model: &HostedModel,
    kind: RequestKind,
    theirs: &[(PricedUnit, Rate)],
    list: &Rates,
    now: &Rates,
    name: &str,
    filled: &mut Filled,
) -> Vec<PriceRow> {
    let (mut filling, mut replacing) = (Rates::default(), Rates::default());
    // What a provider resells has the maker's rates for want of its own.
    let is_resold = model.priced_as.is_some();
    let own = |unit: PricedUnit| !is_resold && has_own(model, kind, unit);
    let never_tiered = |unit: PricedUnit| {
        let mut rows = model.epochs.iter().flat_map(|epoch| &epoch.rows);
        !rows.any(|row| row.rates.get(unit).is_some_and(|rate| !rate.tiers.is_empty()))
    };
    for (unit, rate) in theirs {
        let (unit, enclosing) = (*unit, enclosing_rate(now, *unit));
        match (own(unit), now.get(unit)) {
            (true, Some(ours)) if !is_close(ours.base, rate.base) => {
                filled.conflicts.push(format!(
                    "{name}: {}{} {} against {}",
                    condition(kind),
                    unit.price_key(),
                    ours.base,
                    rate.base
                ));
            }
            (true, Some(ours)) if ours.tiers.is_empty() && !rate.tiers.is_empty() => {
                let list_has = list.get(unit).filter(|list| !list.tiers.is_empty());
                if kind != RequestKind::Standard
                    && let Some(list) = list_has
                {
                    // The edges are the list price's: one provider's is inclusive, which the first source says.
                    let edges =
                        list.tiers.iter().zip(&rate.tiers).map(|((edge, _), (_, amount))| (*edge, *amount));
                    replacing.set(unit, Rate { base: rate.base, tiers: edges.collect() });
                } else if kind == RequestKind::Standard && never_tiered(unit) {
                    replacing.set(unit, rate.clone());
                }
            }
            (true, _) => {}
            // Reasoning and the like cost what encloses them, unless they have another rate.
            (false, _)
                if kind == RequestKind::Standard && enclosing.is_some_and(|ours| same_rate(ours, rate)) => {}
            (false, Some(_)) if kind == RequestKind::Standard => {
                replacing.set(unit, with_edges(rate, list.get(unit)))
            }
            (false, _) => filling.set(unit, with_edges(rate, list.get(unit))),
        }
    }
    let when: Vec<(String, String)> =
        kind.context().iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    [(Origin::Replacing, replacing), (Origin::Filling, filling)]
        .into_iter()
        .filter(|(_, rates)| !rates.is_empty())
        .map(|(origin, rates)| PriceRow { origin, when: when.clone(), rates, ..PriceRow::default() })
        .collect()
}

fn condition(kind: RequestKind) -> String {
    kind.context().iter().map(|(key, value)| format!("{key}={value} ")).collect()
}

fn same_rate(a: &Rate, b: &Rate) -> bool {
    is_close(a.base, b.base) && (b.tiers.is_empty() || a.tiers.len() == b.tiers.len())
}

/// The rate with the tier edges of `list`, where both have as many.
fn with_edges(rate: &Rate, list: Option<&Rate>) -> Rate {
    let mut rate = rate.clone();
    if let Some(list) = list.filter(|list| list.tiers.len() == rate.tiers.len()) {
        for ((edge, _), (known, _)) in rate.tiers.iter_mut().zip(&list.tiers) {
            *edge = *known;
        }
    }
    rate
}

/// Whether the first source states a rate of this kind of request for the unit.
pub(super) fn has_own(model: &HostedModel, kind: RequestKind, unit: PricedUnit) -> bool {
    let asked = |row: &&PriceRow| match kind {
        RequestKind::Standard => row.when.is_empty(),
        _ => !row.when.is_empty() && RequestContext(kind.context()).answers(&row.when),
    };
    let mut rows = model.epochs.iter().flat_map(|epoch| &epoch.rows).filter(asked);
    rows.any(|row| row.rates.get(unit).is_some())
}

/// The rate that the unit pays where it has none of its own: that of the smallest unit around it.
pub(super) fn enclosing_rate(rates: &Rates, unit: PricedUnit) -> Option<&Rate> {
    let around = rates.iter().filter(|(whole, _)| whole.contains(unit));
    around.max_by_key(|(whole, _)| whole.depth()).map(|(_, rate)| rate)
}

fn uplifts(entry: &SecondEntry) -> impl Iterator<Item = PriceRow> + '_ {
    entry.uplifts.iter().map(|(key, value, factor)| PriceRow {
        origin: Origin::Filling,
        factor: Some(*factor),
        when: vec![((*key).to_owned(), (*value).to_owned())],
        ..PriceRow::default()
    })
}

/// Fast mode, as a multiple of every token rate.
fn fast(entry: &SecondEntry, model: &HostedModel, list: &Rates) -> Option<PriceRow> {
    let when = vec![("speed".to_owned(), "fast".to_owned())];
    let known = model.epochs.iter().flat_map(|epoch| &epoch.rows).any(|row| row.when == when);
    let factor = entry.fast.filter(|_| !known)?;
    let mut rates = Rates::default();
    for (unit, rate) in list.iter().filter(|(unit, _)| unit.is_tokens()) {
        let tiers = rate.tiers.iter().map(|(edge, amount)| (*edge, exact(amount * factor))).collect();
        rates.set(unit, Rate { base: exact(rate.base * factor), tiers });
    }
    Some(PriceRow { origin: Origin::Filling, when, rates, ..PriceRow::default() })
}

/// An entry for one region: the uplift over the list price, where all its rates have the same.
fn regional(entry: &SecondEntry, region: &str, list: &Rates) -> Option<PriceRow> {
    let mut factors =
        standard(entry).iter().filter_map(|(unit, rate)| Some(rate.base / list.get(*unit)?.base));
    let first = exact(factors.next()?);
    let is_uniform = factors.all(|factor| (factor - first).abs() < 5e-3);
    let key = if entry.provider == "azure" { "data_residency" } else { "region" };
    let is_uplift = is_uniform && (0.2..5.0).contains(&first) && !is_close(first, 1.0);
    is_uplift.then(|| PriceRow {
        origin: Origin::Filling,
        factor: Some(first),
        when: vec![(key.to_owned(), region.to_owned())],
        ..PriceRow::default()
    })
}

/// Fees of searches, by the size of their context where that counts. Perplexity bills a request; with it, a request that
/// asks for no size has a low one.
fn search_fees(
    entry: &SecondEntry,
    model: &HostedModel,
    list: &Rates,
    name: &str,
    filled: &mut Filled,
) -> Vec<PriceRow> {
    let Some(SearchFees { low, medium, high }) = entry.search else { return Vec::new() };
    let by_request = list.get(PricedUnit::Requests).is_some();
    let unit = if by_request { PricedUnit::Requests } else { PricedUnit::WebSearches };
    let fee = |each: f64| {
        let mut rates = Rates::default();
        rates.set(unit, Rate { base: exact(each * f64::from(unit.per())), tiers: Vec::new() });
        rates
    };
    let row = |origin, size: Option<&str>, each| PriceRow {
        origin,
        when: size.map(|size| ("search_context_size".to_owned(), size.to_owned())).into_iter().collect(),
        rates: fee(each),
        ..PriceRow::default()
    };
    let mut rows = Vec::new();
    let usual = if by_request { low } else { medium };
    let own = model.priced_as.is_none() && has_own(model, RequestKind::Standard, unit);
    let has_sizes = !is_close(low, medium) || !is_close(medium, high);
    match list.get(unit) {
        Some(ours) if own && !has_sizes && !is_close(ours.base, usual * 1000.0) => {
            filled.conflicts.push(format!(
                "{name}: {} {} against {}",
                unit.price_key(),
                ours.base,
                exact(usual * 1000.0)
            ));
        }
        Some(_) if own && !has_sizes => {}
        Some(_) if own && !by_request => {}
        Some(_) => rows.push(row(Origin::Replacing, None, usual)),
        None => rows.push(row(Origin::Filling, None, usual)),
    }
    if has_sizes {
        for (size, each) in [("low", low), ("medium", medium), ("high", high)] {
            rows.push(row(Origin::Replacing, Some(size), each));
        }
    }
    rows
}

fn written(rates: &Rates) -> String {
    let words = rates.iter().map(|(unit, rate)| format!("{}={}", unit.price_key(), rate.base));
    words.collect::<Vec<_>>().join(" ")
}

fn written_of(rates: &[(PricedUnit, Rate)]) -> String {
    let words = rates.iter().map(|(unit, rate)| format!("{}={}", unit.price_key(), rate.base));
    format!("against {}", words.collect::<Vec<_>>().join(" "))
}

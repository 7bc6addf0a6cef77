//! The levers of the feature that is open, what all of them save, and what to try next.

use super::grid::{BarKind, BarRow, BarTable, Span};
use crate::estimate::{Bar, Blocked, Cost, LeverRow, Suggestion, Waterfall};
use crate::format::{Locale, MINUS, percent, usd, usd_steps_to, working_line};
use crate::presentation::View;
use crate::presentation::words::levers::{assumed, exchange, lever_name, lever_term, refusal};
use crate::scenario::Lever;
use crate::units::Usd;

/// Most suggestions that are shown.
const MOST_SUGGESTIONS: usize = 5;

/// The section without a lever.
pub const TEASER: &str = "Seven levers, each with what it asks in exchange, and what it would save here.";

/// "Run in batches saves the most: $4,500 a month. Together the levers save 65%."
#[must_use]
pub fn finding(view: &View) -> String {
    best(&view.estimate().waterfall, view.locale)
        .unwrap_or_else(|| "Seven levers, each with what it asks in exchange. None is on.".to_owned())
}

fn best(waterfall: &Waterfall, locale: Locale) -> Option<String> {
    let size = |bar: &&Bar| bar.saving().map_or(f64::NEG_INFINITY, Usd::get);
    let best = waterfall.bars.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let (before, after) = (waterfall.baseline.known()?.get(), waterfall.result.known()?.get());
    let most = usd(best.saving()?, locale);
    let first = [lever_name(best.lever), " saves the most: ", &most, " a month. "].concat();
    Some(match before > 0.0 && after <= before {
        true => [&first, "Together the levers save ", &percent(1.0 - after / before, locale), "."].concat(),
        false => first + "Together the levers cost more than they save.",
    })
}

/// One lever of the feature that is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeverText {
    /// What it saves, or why it cannot be used.
    pub saving: String,
    /// The working; empty where there is none.
    pub working: String,
    /// What it asks in exchange.
    pub exchange: String,
}

/// The texts of the levers, one for each.
#[must_use]
pub fn lever_texts(rows: &[LeverRow], locale: Locale) -> Vec<LeverText> {
    let text = |row: &LeverRow| {
        let saving = match row.saving {
            Err(why) => return LeverText { saving: refusal(why).to_owned(), ..LeverText::default() },
            Ok(saving) => saving,
        };
        let lost = saving.get() < 0.0;
        let verb = match (row.is_on, lost) {
            (true, false) => "Saves ",
            (true, true) => "Costs ",
            (false, false) => "Would save ",
            (false, true) => "Would cost ",
        };
        let amount = usd(Usd::saturating(saving.get().abs()), locale);
        LeverText {
            saving: [verb, &amount, if lost { " more a month." } else { " a month." }].concat(),
            working: row.step.as_ref().map_or_else(String::new, |step| working_line(step, locale).sum()),
            exchange: exchange(&row.exchange, locale),
        }
    };
    rows.iter().map(text).collect()
}

/// From the cost without levers to the estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    /// The heading.
    pub heading: &'static str,
    /// The bars.
    pub bars: BarTable,
    /// The same as a sum.
    pub line: String,
    /// What the order means.
    pub note: &'static str,
}

/// From the cost without levers to the estimate, whose text is that of the headline; or why there is nothing to show.
///
/// # Errors
/// A sentence: no lever is on, or a price is not known.
pub fn waterfall(view: &View) -> Result<Steps, &'static str> {
    let found = &view.estimate().waterfall;
    let known = found.baseline.known().zip(found.bars.iter().map(Bar::saving).collect::<Option<Vec<Usd>>>());
    let Some((start, savings)) = known.filter(|_| !found.bars.is_empty()) else {
        return Err(match found.result {
            Cost::Known(_) => "No lever is on. Switch one on to see what it saves.",
            _ => "A price is not known, so what the levers save is not known either.",
        });
    };
    let (locale, end) = (view.locale, view.months());
    let mut steps = vec![start];
    steps.extend(savings.into_iter().map(|saving| Usd::ZERO - saving));
    let texts = usd_steps_to(end.shown, &steps, locale);
    let (mut at, mut high) = (0.0, 0.0_f64);
    let mut rows = Vec::with_capacity(steps.len() + 1);
    for (index, (step, text)) in steps.iter().zip(&texts).enumerate() {
        let from = at;
        at += step.get();
        high = high.max(at);
        let lever = index.checked_sub(1).and_then(|index| found.bars.get(index)).map(|bar| bar.lever);
        let kind = if lever.is_some() && step.get() <= 0.0 { BarKind::Cut } else { BarKind::Cost };
        rows.push(BarRow {
            name: lever.map_or("No savings", lever_name).to_owned(),
            term: lever.map_or("baseline", lever_term).to_owned(),
            bars: vec![Span { from, to: at, kind }],
            before: String::new(),
            after: text.clone(),
        });
    }
    rows.push(BarRow {
        name: "With these levers".to_owned(),
        term: "the estimate".to_owned(),
        bars: vec![Span { from: 0.0, to: at, kind: BarKind::CostSum }],
        before: String::new(),
        after: end.total.clone(),
    });
    let zero = usd(Usd::ZERO, locale);
    let texts: Vec<String> = texts.into_iter().filter(|text| *text != zero).collect();
    Ok(Steps {
        heading: "What the levers of all features save",
        bars: BarTable { heads: ["Step", "", "A month"], rows, between: (0.0, high) },
        line: [&summed(&texts), " = ", &end.total].concat(),
        note: "Counted in this order: a lever further down has less left to save.",
    })
}

/// "$12 + $3 − $4": a text that begins with its minus takes the place of the plus.
fn summed(texts: &[String]) -> String {
    let mut sum = texts.first().map_or_else(|| "0".to_owned(), String::clone);
    for text in texts.iter().skip(1) {
        let (sign, size) =
            text.strip_prefix(MINUS).map_or((" + ", text.as_str()), |size| (" \u{2212} ", size));
        sum.push_str(sign);
        sum.push_str(size);
    }
    sum
}

/// One lever to switch on.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// The feature, by its index.
    pub feature: usize,
    /// The lever.
    pub lever: Lever,
    /// "Support chat: Run in batches"
    pub name: String,
    /// What it would save a month.
    pub saving: String,
    /// The working.
    pub working: Option<String>,
    /// What it asks in exchange, and what is assumed.
    pub exchange: String,
    /// The name of its button, in full.
    pub button: String,
}

/// What to try next.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestions {
    /// Those that save the most first.
    pub next: Vec<Next>,
    /// Levers that cannot be used, and why.
    pub refused: Vec<String>,
}

/// What to try next, of all features.
#[must_use]
pub fn suggestions(view: &View, found: &[Suggestion]) -> Suggestions {
    let useful = |each: &&Suggestion| each.row.saving.is_ok_and(|saving| saving.get() > 0.0);
    let refused = |each: &Suggestion| -> Option<String> {
        let why: Blocked = each.row.saving.err()?;
        Some([view.name_of(each.feature), ", ", lever_term(each.row.lever), ": ", refusal(why)].concat())
    };
    Suggestions {
        next: found.iter().filter(useful).take(MOST_SUGGESTIONS).map(|each| next(view, each)).collect(),
        refused: found.iter().filter_map(refused).collect(),
    }
}

fn next(view: &View, found: &Suggestion) -> Next {
    let (locale, feature, row) = (view.locale, found.feature, &found.row);
    let name = view.name_of(feature);
    let assumed = view.scenario.features.get(feature).map_or_else(String::new, |of| assumed(row, of, locale));
    Next {
        feature,
        lever: row.lever,
        name: [name, ": ", lever_name(row.lever)].concat(),
        saving: usd(row.saving.unwrap_or(Usd::ZERO), locale),
        working: row.step.as_ref().map(|step| working_line(step, locale).sum()),
        exchange: exchange(&row.exchange, locale) + &assumed,
        button: ["Switch on ", lever_term(row.lever), ", ", name].concat(),
    }
}

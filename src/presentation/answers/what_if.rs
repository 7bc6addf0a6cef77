//! What if: one input at a time, and any two against each other.

use super::grid::{BarKind, BarRow, BarTable, Span};
use crate::chart::{HeatCell, heat};
use crate::estimate::business::what_if::{
    InputRange, Swings, TableSide, WhatIfOutcome, input_ranges, swings, two_way_table,
};
use crate::format::{Locale, count, percent, usd};
use crate::presentation::View;
use crate::presentation::words::choices;
use crate::presentation::words::fields::field_words;
use crate::scenario::{Field, FieldPath, FieldUnit, Place, Scenario};
use crate::units::Usd;

/// How far inputs are moved whose range is not set.
const PART: f64 = 0.2;

/// Most inputs that are shown, the farthest-reaching first.
const MOST_ROWS: usize = 8;

/// The question over the fields.
pub const QUESTION: &str = "What if an input were different?";
/// The lists to choose from, each with its explanation.
pub const OUTCOME_LIST: (&str, &str) = ("Look at", "outcome");
/// The input of the rows.
pub const DOWN_LIST: (&str, &str) = ("Down", "of the two-way table");
/// The input of the columns.
pub const ACROSS_LIST: (&str, &str) = ("Across", "of the two-way table");
/// What the ranges of single inputs are.
pub const ONE_BY_ONE: &str = "One input at a time, all else as it is. Assumed: no range is set, so it is taken 20% lower \
     and 20% higher. As you set it: from p10 to p90 of the high end in the form.";
/// The name of the two-way table.
pub const TWO_WAY: &str = "Two-way table";
/// Its first heading.
pub const CORNER: &str = "Down, across";
/// How it is read.
pub const HEAT_NOTE: &str = "The denser the hatching, the higher the figure. Bold: as it is now.";

/// What can be looked at, in the order of [`WhatIfOutcome::ALL`].
#[must_use]
pub fn outcomes() -> Vec<String> {
    WhatIfOutcome::ALL.iter().map(|each| choices::outcome(*each).to_owned()).collect()
}

/// What is looked at first: the margin where something is sold, else the cost.
#[must_use]
pub fn first_outcome(scenario: &Scenario) -> WhatIfOutcome {
    match scenario.plan.price_usd_per_month() {
        Some(_) => WhatIfOutcome::MarginTotal,
        None => WhatIfOutcome::Month,
    }
}

/// The inputs that can be moved, with their names.
#[must_use]
pub fn inputs(scenario: &Scenario) -> Vec<(FieldPath, String)> {
    input_ranges(scenario, PART).iter().map(|range| (range.path, input_name(scenario, range.path))).collect()
}

/// The first input of `field`, as rows or columns at first.
#[must_use]
pub fn first_of(inputs: &[(FieldPath, String)], field: Field) -> usize {
    inputs.iter().position(|(path, _)| path.field == field).unwrap_or(0)
}

fn input_name(scenario: &Scenario, path: FieldPath) -> String {
    let label = field_words(path.field).label;
    match path.place {
        Place::Feature(index) | Place::Leg(index, _) if scenario.features.len() > 1 => {
            let feature = scenario.features.get(index).map_or("", |feature| feature.name.as_str());
            [feature, ": ", label].concat()
        }
        _ => label.to_owned(),
    }
}

/// A heading of the two-way table.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The value of the input.
    pub text: String,
    /// Whether that is the present value.
    pub is_now: bool,
}

/// The two-way table.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoWay {
    /// "Inference a month, by “Users” down and “Requests each” across"
    pub title: String,
    /// The columns.
    pub across: Vec<Head>,
    /// The rows with their cells.
    pub rows: Vec<(Head, Vec<HeatCell>)>,
}

/// What one input does, and what two do together.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// "Inference a month is $20,000; “Users” moves it most"
    pub heading: String,
    /// What each input does alone.
    pub bars: BarTable,
    /// Two of them against each other.
    pub two_way: Option<TwoWay>,
}

/// What one input does to `outcome`, and what those at `down` and `across` do together, by their place among [`inputs`].
///
/// # Errors
/// A sentence says that the outcome is not known.
pub fn what_if(view: &View, outcome: WhatIfOutcome, down: usize, across: usize) -> Result<WhatIf, String> {
    let (scenario, catalogue, locale) = (view.scenario, view.catalogue, view.locale);
    let name = choices::outcome(outcome);
    let ranges = input_ranges(scenario, PART);
    let Some(found) = swings(scenario, catalogue, outcome, &ranges) else {
        return Err([name, " is not known here."].concat());
    };
    let path = |index: usize| ranges.get(index).or(ranges.first()).map(|range| range.path);
    let side = |index| TableSide::around(scenario, path(index)?);
    let two_way = side(down).zip(side(across)).map(|(down, across)| {
        let table = two_way_table(scenario, catalogue, outcome, down, across);
        let names = [input_name(scenario, table.down.path), input_name(scenario, table.across.path)];
        let head = |side: &TableSide, value: &f64| Head {
            text: value_text(side.path, *value, locale),
            is_now: scenario.value(side.path) == Some(*value),
        };
        let title =
            [name, ", by \u{201c}", &names.join("\u{201d} down and \u{201c}"), "\u{201d} across"].concat();
        TwoWay {
            title,
            across: table.across.values.iter().map(|value| head(&table.across, value)).collect(),
            rows: table
                .down
                .values
                .iter()
                .map(|value| head(&table.down, value))
                .zip(heat(&table, locale))
                .collect(),
        }
    });
    Ok(WhatIf { two_way, ..one_by_one(view, outcome, &found) })
}

/// A value of an input, in its unit.
fn value_text(path: FieldPath, value: f64, locale: Locale) -> String {
    match path.field.spec().unit {
        FieldUnit::Share | FieldUnit::Change => percent(value, locale),
        FieldUnit::Usd | FieldUnit::UsdPerMtok | FieldUnit::UsdPerGpuHour => {
            usd(Usd::saturating(value), locale)
        }
        _ => count(value, locale),
    }
}

fn one_by_one(view: &View, outcome: WhatIfOutcome, found: &Swings) -> WhatIf {
    let (scenario, locale) = (view.scenario, view.locale);
    let text = |value: f64| match outcome {
        WhatIfOutcome::GrossMargin | WhatIfOutcome::UsersAtALoss => percent(value, locale),
        WhatIfOutcome::Month
        | WhatIfOutcome::UserMonth
        | WhatIfOutcome::Margin
        | WhatIfOutcome::MarginTotal => usd(Usd::saturating(value), locale),
    };
    let (less, more) = match outcome {
        WhatIfOutcome::Month | WhatIfOutcome::UserMonth => (BarKind::Cut, BarKind::Cost),
        WhatIfOutcome::Margin
        | WhatIfOutcome::GrossMargin
        | WhatIfOutcome::MarginTotal
        | WhatIfOutcome::UsersAtALoss => (BarKind::Fees, BarKind::Kept),
    };
    let rows = found.rows.iter().take(MOST_ROWS);
    let ends = rows.clone().flat_map(|row| [row.at_low, row.at_high]);
    let (low, high) = ends.fold((found.now, found.now), |(low, high), end| (low.min(end), high.max(end)));
    let rows = rows.map(|row| {
        let InputRange { path, low, high, is_assumed, .. } = row.range;
        let (low, high) = (value_text(path, low, locale), value_text(path, high, locale));
        let from = if is_assumed { ", assumed" } else { ", as you set it" };
        BarRow {
            name: input_name(scenario, path),
            term: [&low, " to ", &high, from].concat(),
            bars: vec![
                Span { from: found.now, to: row.at_low, kind: less },
                Span { from: found.now, to: row.at_high, kind: more },
            ],
            before: text(row.at_low),
            after: text(row.at_high),
        }
    });
    let rows = rows.collect();
    let first = found.rows.first().map_or_else(String::new, |row| input_name(scenario, row.range.path));
    // One total has one text: that of the headline.
    let now = match outcome {
        WhatIfOutcome::Month => view.months().total,
        _ => text(found.now),
    };
    WhatIf {
        heading: [choices::outcome(outcome), " is ", &now, "; \u{201c}", &first, "\u{201d} moves it most"]
            .concat(),
        bars: BarTable {
            heads: ["If this alone were different", "At its low end", "At its high end"],
            rows,
            between: (low, high),
        },
        two_way: None,
    }
}

//! A table of two inputs whose cells also say by a pattern how high they are.

use super::plot::Quantity;
use crate::estimate::business::what_if::{TwoWayTable, WhatIfOutcome};
use crate::format::Locale;

/// How many patterns there are, from the least result to the greatest.
pub const HEAT_LEVELS: u8 = 5;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatCell {
    /// The result as it is written; nothing where it is not known.
    pub text: Option<String>,
    /// Which pattern: 0 for the least results to [`HEAT_LEVELS`] − 1 for the greatest; 0 where none is known.
    pub level: u8,
    /// Whether the result is a loss.
    pub is_loss: bool,
}

/// The cells of a two-way table, row by row. The headings of rows and columns are the values of its two sides.
#[must_use]
pub fn heat(table: &TwoWayTable, locale: Locale) -> Vec<Vec<HeatCell>> {
    let known = || table.cells.iter().flatten().copied().flatten();
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let quantity = match table.outcome {
        WhatIfOutcome::Month
        | WhatIfOutcome::UserMonth
        | WhatIfOutcome::Margin
        | WhatIfOutcome::MarginTotal => Quantity::Usd,
        WhatIfOutcome::GrossMargin | WhatIfOutcome::UsersAtALoss => Quantity::Share,
    };
    let cell = |value: &Option<f64>| {
        let part = value.map_or(0.0, |value| if high > low { (value - low) / (high - low) } else { 0.0 });
        HeatCell {
            text: value.map(|value| quantity.text(value, locale)),
            level: ((part * f64::from(HEAT_LEVELS)) as u8).min(HEAT_LEVELS - 1),
            is_loss: value.is_some_and(|value| value < 0.0),
        }
    };
    table.cells.iter().map(|row| row.iter().map(cell).collect()).collect()
}

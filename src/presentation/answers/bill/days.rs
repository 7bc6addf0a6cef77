//! A bill day by day.

use crate::bill::{BillCheck, DayDrift, days_of, first_beyond};
use crate::chart::{Bar, BarGroup, Bars, Chart, Fill, Frame, Quantity, Role};
use crate::format::{Column, Locale, date, day_and_month, percent};
use crate::presentation::View;
use crate::usage::Report;

/// The days of a bill.
#[derive(Debug, Clone, PartialEq)]
pub struct Days {
    /// "It began on 14 Oct 2026"
    pub heading: String,
    /// The chart in a sentence.
    pub name: String,
    /// What the reader must know: the zone, days that are not whole.
    pub note: String,
    /// The days.
    pub days: Vec<DayDrift>,
}

/// What the bars are.
const BARS: &str = "Filled: billed; outlined: estimated; the first day on the left. ";

pub(super) fn days(view: &View, report: &Report, check: &BillCheck, threshold: f64) -> Option<Days> {
    if check.months <= 0.0 {
        return None;
    }
    let month = check.total.drift.expected.to_f64() / check.months;
    let days = days_of(report, month, Some(view.today));
    if days.len() < 2 {
        return None;
    }
    let off = percent(threshold, view.locale);
    let heading = match first_beyond(&days, threshold) {
        Some(day) => ["The first day more than ", &off, " off is ", &date(day)].concat(),
        None => ["No whole day is more than ", &off, " off"].concat(),
    };
    let zone = report.time_zone.map_or_else(
        || "The files do not say in which time zone their days are.".to_owned(),
        |zone| ["Days are in ", zone, ", as in the files."].concat(),
    );
    let partial = days.iter().filter(|day| day.is_partial).count();
    let partial = match partial {
        0 => String::new(),
        1 => " A hatched day may not be whole.".to_owned(),
        _ => " Hatched days may not be whole.".to_owned(),
    };
    Some(Days {
        heading,
        name: "Billed and estimated cost of each day; the table has the same figures".to_owned(),
        note: [BARS, zone.as_str(), partial.as_str()].concat(),
        days,
    })
}

/// Draws the days, `width` CSS pixels wide: the bill, and beside it the estimate.
#[must_use]
pub fn draw(days: &Days, width: f64, locale: Locale) -> Chart {
    let groups: Vec<BarGroup> = days
        .days
        .iter()
        .map(|day| BarGroup {
            name: [
                day_and_month(day.day),
                if day.is_partial { ", may not be whole".to_owned() } else { String::new() },
            ]
            .concat(),
            bars: vec![
                Bar {
                    value: day.billed.to_f64(),
                    fill: if day.is_partial { Fill::Hatch } else { Fill::Solid },
                },
                Bar { value: day.expected.to_f64(), fill: Fill::Open },
            ],
        })
        .collect();
    let series = [Column::new("Billed", "billed_usd"), Column::new("Estimated", "estimated_usd")];
    let bars = Bars {
        name_column: Column::new("Day", "day"),
        series: &series,
        groups: &groups,
        role: Role::Cost,
        quantity: Quantity::Usd,
    };
    bars.draw(Frame::new(width, 120.0), locale)
}

//! A bill day by day, and since when it is beyond what was expected.

use crate::units::Date;
use crate::usage::{Money, Period, Report};

/// A day of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayDrift {
    /// The day.
    pub day: Date,
    /// What was billed.
    pub billed: Money,
    /// What was expected.
    pub expected: Money,
    /// Whether the file may have a part of the day only.
    pub is_partial: bool,
}

/// The days of a report that has money, each against its share of a month's cost. Today is partial; so are the first and the last
/// day of a file of single calls, which begins and ends at some hour.
#[must_use]
pub fn days_of(report: &Report, month_usd: f64, today: Option<Date>) -> Vec<DayDrift> {
    let by_day = report.by_period();
    let days: Vec<Date> = by_day
        .keys()
        .filter_map(|period| match period {
            Period::Day(day) => Some(*day),
            Period::Month(_) => None,
        })
        .collect();
    let of_calls = report.cells.iter().any(|cell| cell.amounts.requests == Some(cell.rows));
    let is_edge = |day: Date| days.first() == Some(&day) || days.last() == Some(&day);
    by_day
        .iter()
        .filter_map(|(period, amounts)| {
            let Period::Day(day) = *period else { return None };
            let first = period.month().first_day();
            let length = f64::from(first.plus_months(1).days() - first.days());
            let is_partial = today.is_some_and(|today| day >= today) || of_calls && is_edge(day);
            Some(DayDrift {
                day,
                billed: amounts.cost?,
                expected: Money::from_usd(month_usd / length),
                is_partial,
            })
        })
        .collect()
}

/// The first whole day that cost more or less than expected by more than `threshold`, a share: 0.1 is 10 %.
#[must_use]
pub fn first_beyond(days: &[DayDrift], threshold: f64) -> Option<Date> {
    let is_beyond = |day: &&DayDrift| {
        let expected = day.expected.to_f64();
        !day.is_partial && (day.billed.to_f64() - expected).abs() > threshold * expected
    };
    days.iter().find(is_beyond).map(|day| day.day)
}

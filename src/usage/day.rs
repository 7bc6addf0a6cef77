//! The day or month in which something was used, as the file names it.

use super::skip::Skip;
use crate::units::Date;
use std::fmt;

/// A day, or a month where a file says no more. Never moved from one time zone to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A day.
    Day(Date),
    /// A month, as its first day.
    Month(Date),
}

/// In which order `11/02/2026` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// 2 November; what Azure's agreements for enterprises write.
    #[default]
    MonthFirst,
    /// 11 February.
    DayFirst,
}

impl Period {
    /// The day, or the first day of the month.
    #[must_use]
    pub const fn first_day(self) -> Date {
        match self {
            Self::Day(day) | Self::Month(day) => day,
        }
    }

    /// The month that a day is in.
    #[must_use]
    pub fn month(self) -> Self {
        let (year, month, _) = self.first_day().ymd();
        Date::new(year, month, 1).map_or(self, Self::Month)
    }

    /// The UTC day of an instant in seconds since 1970.
    ///
    /// # Errors
    /// [`Skip::BadTime`] outside 1970 to 2199.
    pub fn of_unix_seconds(seconds: u64) -> Result<Self, Skip> {
        let days = i32::try_from(seconds / 86_400).map_err(|_| Skip::BadTime)?;
        Date::from_days(days).map(Self::Day).map_err(|_| Skip::BadTime)
    }

    /// A time as a file writes it: `2026-11-02`, with a time of day and a zone or without, seconds, milliseconds,
    /// microseconds or nanoseconds since 1970, `11/02/2026`, `02.11.2026`, `2026-11`.
    ///
    /// # Errors
    /// [`Skip::BadTime`].
    pub fn parse(text: &str, order: DateOrder) -> Result<Self, Skip> {
        let text = text.trim().trim_matches('"').trim();
        read_number(text).or_else(|| read_date(text, order)).ok_or(Skip::BadTime)
    }
}

/// Whether one of the first two parts of `a/b/yyyy` can only be a day: then the order is known.
pub(super) fn order_shown_by(text: &str) -> Option<DateOrder> {
    let mut parts = text.trim().trim_matches('"').split('/');
    let first: u32 = parts.next()?.trim().parse().ok()?;
    let second: u32 = parts.next()?.trim().parse().ok()?;
    parts.next()?;
    match (first > 12, second > 12) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

fn read_number(text: &str) -> Option<Period> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u64 = whole.parse().ok()?;
    let per_second = match whole.len() {
        8 => {
            let (year, month_day) = (number / 10_000, number % 10_000);
            return day(year as i32, (month_day / 100) as u32, (month_day % 100) as u32);
        }
        9 | 10 => 1,
        12 | 13 => 1_000,
        15 | 16 => 1_000_000,
        18 | 19 => 1_000_000_000,
        _ => return None,
    };
    Period::of_unix_seconds(number / per_second).ok()
}

fn read_date(text: &str, order: DateOrder) -> Option<Period> {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, ""),
    };
    if !is_time(time) {
        return None;
    }
    let sign = date.find(['-', '/', '.']).and_then(|at| date.get(at..)?.chars().next())?;
    let parts: Vec<&str> = date.split(sign).collect();
    let number = |part: &str, widest: usize| -> Option<u32> {
        let fine = (1..=widest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if fine { part.parse().ok() } else { None }
    };
    match parts.as_slice() {
        [year, month] if year.len() == 4 && sign == '-' && time.is_empty() => {
            Date::new(number(year, 4)? as i32, number(month, 2)?, 1).ok().map(Period::Month)
        }
        [year, month, rest] if year.len() == 4 => {
            day(number(year, 4)? as i32, number(month, 2)?, number(rest, 2)?)
        }
        [first, second, year] if sign != '-' => {
            let (first, second) = (number(first, 2)?, number(second, 2)?);
            let year = match year.len() {
                2 => 2000 + number(year, 2)?,
                4 => number(year, 4)?,
                _ => return None,
            };
            match (sign, order) {
                ('/', DateOrder::MonthFirst) => day(year as i32, first, second),
                _ => day(year as i32, second, first),
            }
        }
        _ => None,
    }
}

/// Whether a text is a time of day with or without a zone, or nothing.
fn is_time(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return true;
    }
    let hour = text.split(':').next().unwrap_or("");
    let known = |c: char| c.is_ascii_digit() || c.is_ascii_alphabetic() || ":.,+- /_".contains(c);
    hour.parse::<u32>().is_ok_and(|hour| hour < 25) && text.chars().all(known)
}

fn day(year: i32, month: u32, day: u32) -> Option<Period> {
    Date::new(year, month, day).ok().map(Period::Day)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Month(day) => {
                let (year, month, _) = day.ymd();
                write!(f, "{year:04}-{month:02}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_every_form_that_files_have() {
        for text in [
            "2026-11-02",
            "2026-11-02T23:59:59.999Z",
            "2026-11-02T00:00:00+08:00",
            "2026-11-02 08:00:00 UTC",
            "2026-11-02 02:37:51.271",
            "\"2026-11-02T08:00:00.000Z\"",
            "1793577600",
            "1793577600.0",
            "1793577600000",
            "1793606400000000000",
            "11/02/2026",
            "11/2/26",
            "02.11.2026",
            "2026/11/02",
            "20261102",
        ] {
            assert_eq!(
                Period::parse(text, DateOrder::MonthFirst).unwrap().to_string(),
                "2026-11-02",
                "{text}"
            );
        }
        assert_eq!(Period::parse("02/11/2026", DateOrder::DayFirst).unwrap().to_string(), "2026-11-02");
        assert_eq!(Period::parse("2026-11", DateOrder::MonthFirst).unwrap().to_string(), "2026-11");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-13-02",
            "2026-02-30",
            "02-11-2026",
            "2026-11-02 at night",
            "12",
            "13/13/2026",
        ] {
            assert_eq!(Period::parse(text, DateOrder::MonthFirst), Err(Skip::BadTime), "{text}");
        }
    }

    #[test]
    fn a_number_above_twelve_shows_the_order() {
        assert_eq!(order_shown_by("11/30/2026"), Some(DateOrder::MonthFirst));
        assert_eq!(order_shown_by("30/11/2026 00:00"), Some(DateOrder::DayFirst));
        assert_eq!(order_shown_by("11/02/2026"), None);
    }
}

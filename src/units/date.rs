//! Calendar days and hours in UTC, as far as prices need them. No clock: today is an input.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A day of the proleptic Gregorian calendar, in UTC; stored as days since 1970-01-01.
///
/// ```
/// use inference_estimator::units::Date;
///
/// let day: Date = "2026-01-31".parse()?;
/// assert_eq!(day.plus_months(1).to_string(), "2026-02-28");
/// assert!("31.01.2026".parse::<Date>().is_err());
/// # Ok::<(), inference_estimator::units::DateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DateError {
    /// Not of the form YYYY-MM-DD.
    #[error("not a date; write it as YYYY-MM-DD, for example 2026-11-23")]
    Form,
    /// No such day, or outside the years 1970 to 2199.
    #[error("no such day between 1970-01-01 and 2199-12-31")]
    NoSuchDay,
}

impl Date {
    /// The day of `year`, `month` (1 to 12) and `day` (1 to 31).
    ///
    /// # Errors
    /// [`DateError::NoSuchDay`] for 30 February and its like, and outside 1970 to 2199.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, DateError> {
        if !(1970..=2199).contains(&year) || !(1..=12).contains(&month) {
            return Err(DateError::NoSuchDay);
        }
        let date = Self(days_from_civil(year, month, day));
        if date.ymd() == (year, month, day) { Ok(date) } else { Err(DateError::NoSuchDay) }
    }

    /// The day that lies `days` after 1970-01-01.
    ///
    /// # Errors
    /// [`DateError::NoSuchDay`] outside 1970 to 2199.
    pub fn from_days(days: i32) -> Result<Self, DateError> {
        if (0..84_006).contains(&days) { Ok(Self(days)) } else { Err(DateError::NoSuchDay) }
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.0
    }

    /// Year, month and day.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// 0 for Monday to 6 for Sunday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7) as u8
    }

    /// The same day `months` later, or the last day of that month where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let (year, month, day) = self.ymd();
        let index = year * 12 + month as i32 - 1 + months as i32;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) as u32 + 1);
        (28..=day.max(28))
            .rev()
            .map(|d| d.min(day))
            .find_map(|d| Self::new(year, month, d).ok())
            .unwrap_or(self)
    }
}

// Days and civil dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"; the arithmetic of the
// Gregorian calendar with years that begin in March.
const fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = (month as i32 + 9) % 12;
    let day_of_year = (153 * shifted + 2) / 5 + day as i32 - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

const fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month as u32, day as u32)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.splitn(3, '-');
        let mut number = |width: usize| {
            parts
                .next()
                .filter(|part| part.len() == width && part.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|part| part.parse::<u32>().ok())
                .ok_or(DateError::Form)
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        Self::new(year as i32, month, day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A time of day in UTC, to the second; `24:00` does not exist.
///
/// ```
/// use inference_estimator::units::Hour;
///
/// assert_eq!(Hour::from_seconds(15 * 3600)?.seconds(), 54_000);
/// assert!(Hour::from_seconds(24 * 3600).is_err());
/// # Ok::<(), inference_estimator::units::DateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hour(u32);

impl Hour {
    /// The time `seconds` after midnight UTC.
    ///
    /// # Errors
    /// [`DateError::Form`] from 86,400 on.
    pub fn from_seconds(seconds: u32) -> Result<Self, DateError> {
        if seconds < 86_400 { Ok(Self(seconds)) } else { Err(DateError::Form) }
    }

    /// Seconds after midnight UTC.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0
    }
}

/// A day and a time of that day, in UTC.
///
/// ```
/// use inference_estimator::units::Moment;
///
/// let noon = Moment::noon("2026-11-23".parse()?);
/// assert_eq!(noon.time.seconds(), 43_200);
/// # Ok::<(), inference_estimator::units::DateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time of day.
    pub time: Hour,
}

impl Moment {
    /// The middle of `date` in UTC.
    #[must_use]
    pub const fn noon(date: Date) -> Self {
        Self { date, time: Hour(43_200) }
    }
}

/// One of the 168 hours of a week in UTC, counted from Monday 00:00.
///
/// ```
/// use inference_estimator::units::HourOfWeek;
///
/// let working = HourOfWeek::all().filter(|hour| hour.weekday() < 5 && (9..17).contains(&hour.hour()));
/// assert_eq!(working.count(), 40);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HourOfWeek(u8);

impl HourOfWeek {
    /// All hours of the week, Monday 00:00 first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..168).map(Self)
    }

    /// 0 for Monday to 6 for Sunday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        self.0 / 24
    }

    /// 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.0 % 24
    }

    /// The beginning of the hour.
    #[must_use]
    pub const fn time(self) -> Hour {
        Hour(self.hour() as u32 * 3600)
    }

    /// 0 to 167.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_comes_back_as_it_went_in() {
        for days in 0..84_006 {
            let date = Date::from_days(days).unwrap();
            let (year, month, day) = date.ymd();
            assert_eq!(Date::new(year, month, day), Ok(date));
            assert_eq!(date.to_string().parse::<Date>(), Ok(date));
        }
    }

    #[test]
    fn days_that_never_were_are_refused() {
        assert_eq!("2026-02-29".parse::<Date>(), Err(DateError::NoSuchDay));
        assert_eq!("2028-02-29".parse::<Date>().unwrap().weekday(), 1);
        assert_eq!("2026-1-01".parse::<Date>(), Err(DateError::Form));
        assert_eq!("1969-12-31".parse::<Date>(), Err(DateError::NoSuchDay));
    }

    #[test]
    fn a_month_later_is_the_last_day_where_the_month_is_shorter() {
        let date: Date = "2026-01-31".parse().unwrap();
        assert_eq!(date.plus_months(1).to_string(), "2026-02-28");
        assert_eq!(date.plus_months(12).to_string(), "2027-01-31");
    }
}

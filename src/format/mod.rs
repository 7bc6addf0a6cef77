//! Text for people: numbers, money, times, shares, working lines, tables; and numbers read as people type them.
//!
//! Words are English; digits are written as the [`Locale`] that is passed in writes them. Nothing here asks the
//! browser. Every number goes through [`Decimal`], so all of them round alike: halves go up (away from zero).

mod date;
mod decimal;
mod locale;
mod marks;
mod money;
mod parse;
mod parts;
mod problem;
mod quantity;
mod table;
mod working;

pub use date::{age_in_days, date, day_and_month};
pub use decimal::Decimal;
pub use locale::Locale;
pub use money::{cost, rate_per_mtok, rates, usd, usd_exact, usd_range, usd_short, usd_signed, usd_sum};
pub use parse::{Doubt, Reading, TypedError, field_text, read};
pub use parts::{Parts, shares_of_whole, usd_parts, usd_parts_of, usd_steps_to};
pub use problem::problem;
pub use quantity::{
    Against, Timed, against, bytes, change, count, exact, exact_percent, exact_time, percent, points, share,
    short, time, times, tokens,
};
pub use table::{Cell, Column, Table, escaped};
pub use working::{WorkingLine, usd_of_day, usd_times, worked, working_line};

/// The text shown where a figure is not known; never a zero.
pub const NOT_KNOWN: &str = "not known";

/// The space between a number and its unit.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// The minus sign, as wide as the plus sign.
pub const MINUS: char = '\u{2212}';

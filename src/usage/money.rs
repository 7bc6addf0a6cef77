//! Exact decimal amounts, and the many ways in which files write a number.

use super::skip::Skip;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// Digits after the point that an amount keeps; further ones are cut off. OpenAI writes 30 of them.
const DIGITS: u32 = 18;
const ONE: i128 = 10_i128.pow(DIGITS);
/// Half of it.
const HALF: u64 = 10_u64.pow(DIGITS) / 2;
/// Half of the digits after the point, as a number.
const BILLION: u32 = 1_000_000_000;
/// Amounts of a row from here on, in dollars, are errors of the file and not money.
const MOST_DOLLARS: i128 = 1_000_000_000_000;
/// Counts of a row from here on are errors of the file.
const MOST_COUNT: i128 = 1_000_000_000_000_000;

/// An exact amount, mostly of US dollars; a thousand rows of it add up without rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i128);

/// How a file writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberStyle {
    /// `1,234.5`
    #[default]
    Point,
    /// `1.234,5`, as spreadsheets of most of Europe save it.
    Comma,
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whether the amount is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The amount of dollars that so many cents are.
    #[must_use]
    pub const fn from_cents(cents: Self) -> Self {
        let whole = divided(cents.0.unsigned_abs(), 100).0.cast_signed();
        Self(if cents.0 < 0 { -whole } else { whole })
    }

    /// The amount of dollars that so many millionths of a cent are.
    #[must_use]
    pub const fn from_micro_cents(count: u64) -> Self {
        Self(count as i128 * (ONE / 100_000_000))
    }

    /// The nearest amount to a floating-point number of dollars, to the billionth of a dollar; the largest one where there is none.
    #[must_use]
    pub fn from_usd(usd: f64) -> Self {
        // Casting saturates, and takes what is not a number for 0.
        Self(((usd * 1e9).round() as i128).saturating_mul(1_000_000_000))
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// The amount times a whole number; the largest amount where that is too large.
    #[must_use]
    pub const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count as i128))
    }

    /// The nearest floating-point number, for statistics and charts.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // Parts apart, so that no digit of a large amount gets lost before the division.
        let (whole, rest) = parts(self.0.unsigned_abs());
        let size = whole as f64 + rest as f64 / ONE as f64;
        if self.0 < 0 { -size } else { size }
    }

    /// An amount as a file writes it. Blank, `-`, `n/a` and the like are no amount.
    ///
    /// # Errors
    /// [`Skip::NotANumber`], and [`Skip::TooLarge`] from a trillion on.
    pub fn parse(text: &str, style: NumberStyle) -> Result<Option<Self>, Skip> {
        match parse_decimal(text, style)? {
            Some(value) if value.abs() >= MOST_DOLLARS * ONE => Err(Skip::TooLarge),
            value => Ok(value.map(Self)),
        }
    }
}

/// A count of tokens or requests as a file writes it: `10`, `10.0`, `1e6`, `1,000`. Blank is no count.
///
/// # Errors
/// [`Skip::NotANumber`] also for fractions, [`Skip::Negative`], [`Skip::TooLarge`].
pub(super) fn parse_count(text: &str, style: NumberStyle) -> Result<Option<u64>, Skip> {
    parse_scaled_count(text, style, 1)
}

/// A count in units of `scale`, for example thousands of tokens; only then a fraction is one, and it is rounded.
///
/// # Errors
/// As [`parse_count`].
pub(super) fn parse_scaled_count(text: &str, style: NumberStyle, scale: u32) -> Result<Option<u64>, Skip> {
    let Some(value) = parse_decimal(text, style)? else {
        return Ok(None);
    };
    if value < 0 {
        return Err(Skip::Negative);
    }
    let scaled = value.checked_mul(i128::from(scale)).ok_or(Skip::TooLarge)?;
    if scaled >= MOST_COUNT * ONE {
        return Err(Skip::TooLarge);
    }
    let (whole, rest) = parts(scaled.unsigned_abs());
    if scale == 1 && rest != 0 {
        return Err(Skip::NotANumber);
    }
    let rounded = whole + u128::from(rest >= HALF);
    u64::try_from(rounded).map(Some).map_err(|_| Skip::TooLarge)
}

/// Whether a cell says that there is no value.
pub(super) fn is_blank(text: &str) -> bool {
    let text = text.trim();
    ["", "-", "–", "—"].contains(&text)
        || ["n/a", "na", "null", "none", "nan"].iter().any(|word| text.eq_ignore_ascii_case(word))
            && text != "NaN"
}

/// A number divided by another, and the rest: digit by digit of 32 bits, where the compiler's division of 128 bits takes kilobytes
/// of the module.
const fn divided(number: u128, by: u32) -> (u128, u32) {
    let by = by as u64;
    let (mut whole, mut rest) = (0, 0);
    let mut shift = 128;
    while shift > 0 {
        shift -= 32;
        let digits = rest << 32 | (number >> shift) as u32 as u64;
        whole = whole << 32 | (digits / by) as u128;
        rest = digits % by;
    }
    (whole, rest as u32)
}

/// The digits before and after the point.
const fn parts(size: u128) -> (u128, u64) {
    let (upper, low) = divided(size, BILLION);
    let (whole, high) = divided(upper, BILLION);
    (whole, high as u64 * BILLION as u64 + low as u64)
}

fn parse_decimal(text: &str, style: NumberStyle) -> Result<Option<i128>, Skip> {
    if is_blank(text) {
        return Ok(None);
    }
    let text = text.trim();
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let text = text.trim_start_matches(['$', '€', '£', '¥']).trim_start();
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i32>().map_err(|_| Skip::NotANumber)?),
        None => (text, 0),
    };
    let (point, group) = match style {
        NumberStyle::Point => ('.', ','),
        NumberStyle::Comma => (',', '.'),
    };
    let (whole, fraction) = number.split_once(point).unwrap_or((number, ""));
    let whole = without_groups(whole, group).ok_or(Skip::NotANumber)?;
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !all_digits(&whole) || !all_digits(fraction) {
        return Err(Skip::NotANumber);
    }
    let value = digits(&whole, fraction, exponent).ok_or(Skip::TooLarge)?;
    Ok(Some(if negative { -value } else { value }))
}

/// The value of `whole.fraction × 10^exponent` in units of the last digit kept; `None` where it is too large.
fn digits(whole: &str, fraction: &str, exponent: i32) -> Option<i128> {
    // The place of the first digit: 0 is that of ones.
    let mut place = i64::try_from(whole.len()).ok()? - 1 + i64::from(exponent);
    let mut value = 0_i128;
    for digit in whole.bytes().chain(fraction.bytes()) {
        if place < -i64::from(DIGITS) {
            break;
        }
        let digit = i128::from(digit - b'0');
        if digit != 0 && place > 19 {
            return None;
        }
        if digit != 0 {
            let shift = u32::try_from(place + i64::from(DIGITS)).ok()?;
            value = value.checked_add(digit.checked_mul(10_i128.checked_pow(shift)?)?)?;
        }
        place -= 1;
    }
    Some(value)
}

/// The digits without separators of thousands, which come every three digits or not at all.
fn without_groups(whole: &str, group: char) -> Option<String> {
    let is_group = |c: char| c == group || [' ', '\u{a0}', '\u{202f}', '\'', '’'].contains(&c);
    let mut parts = whole.split(is_group);
    let first = parts.next().unwrap_or("");
    let mut joined = first.to_owned();
    let mut grouped = false;
    for part in parts {
        grouped = true;
        if part.len() != 3 {
            return None;
        }
        joined.push_str(part);
    }
    // `0,123` is a decimal comma where none belongs, and no number of thousands.
    let fine = !grouped || (1..=3).contains(&first.len()) && !first.starts_with('0');
    fine.then_some(joined)
}

/// What the numbers of a column say about the way in which the file writes them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StyleEvidence {
    point_is_decimal: bool,
    comma_is_decimal: bool,
    has_point: bool,
    has_comma: bool,
    /// A cell with both signs, or with one of them twice, shows which of them separates thousands.
    shows_groups: bool,
}

impl StyleEvidence {
    /// Takes in a cell of a column of numbers.
    pub(super) fn take(&mut self, cell: &str) {
        let is_part = |c: char| c.is_ascii_digit() || ",.-+ \u{a0}\u{202f}'$€£".contains(c);
        if cell.is_empty() || !cell.chars().all(is_part) {
            return;
        }
        let (commas, points) = (cell.matches(',').count(), cell.matches('.').count());
        // A single sign before exactly three digits may be either.
        let clear = |sign: char| {
            cell.rsplit(sign).next().is_some_and(|rest| rest.len() != 3) || cell.starts_with(['0', sign])
        };
        self.has_comma |= commas > 0;
        self.has_point |= points > 0;
        self.shows_groups |= commas > 0 && points > 0 || commas > 1 || points > 1;
        match (commas, points) {
            (1, 0) => self.comma_is_decimal |= clear(','),
            (0, 1) => self.point_is_decimal |= clear('.'),
            (0, 0) => {}
            (_, 0) => self.point_is_decimal = true,
            (0, _) => self.comma_is_decimal = true,
            _ if cell.rfind(',') > cell.rfind('.') => self.comma_is_decimal = true,
            _ => self.point_is_decimal = true,
        }
    }

    /// Whether the column contradicts itself, so that any reading of it would be a guess.
    pub(super) const fn is_contradictory(self) -> bool {
        self.point_is_decimal && self.comma_is_decimal
            || self.has_comma && self.has_point && !self.shows_groups
    }

    /// Both columns' evidence.
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            point_is_decimal: self.point_is_decimal || other.point_is_decimal,
            comma_is_decimal: self.comma_is_decimal || other.comma_is_decimal,
            has_point: self.has_point || other.has_point,
            has_comma: self.has_comma || other.has_comma,
            shows_groups: self.shows_groups || other.shows_groups,
        }
    }

    /// The style of a file whose fields are not separated by commas; `None` where its columns contradict each other.
    pub(super) const fn style(self) -> Option<NumberStyle> {
        match (self.comma_is_decimal, self.point_is_decimal) {
            (true, true) => None,
            (true, false) => Some(NumberStyle::Comma),
            (false, true) => Some(NumberStyle::Point),
            // `1,500` and no point anywhere: a comma is the decimal sign where a semicolon separates the fields.
            (false, false) if self.has_comma && !self.has_point => Some(NumberStyle::Comma),
            (false, false) if self.has_comma => None,
            (false, false) => Some(NumberStyle::Point),
        }
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    /// All digits that are not zero: `0.57034`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, mut rest) = parts(self.0.unsigned_abs());
        if self.0 < 0 {
            f.write_str("-")?;
        }
        // What saturates is more than 64 bits hold.
        match divided(whole, BILLION) {
            (0, units) => write!(f, "{units}")?,
            (billions, units) => write!(f, "{}{units:09}", u64::try_from(billions).unwrap_or(u64::MAX))?,
        }
        if rest == 0 {
            return Ok(());
        }
        let mut width = DIGITS as usize;
        while rest % 10 == 0 {
            rest /= 10;
            width -= 1;
        }
        write!(f, ".{rest:0width$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, style: NumberStyle) -> String {
        match Money::parse(text, style) {
            Ok(Some(money)) => money.to_string(),
            Ok(None) => "none".to_owned(),
            Err(skip) => skip.name().to_owned(),
        }
    }

    #[test]
    fn numbers_are_read_as_files_write_them() {
        for (text, read_as) in [
            ("0.061700000000000000000000000000", "0.0617"),
            ("$7.05", "7.05"),
            ("-0.50", "-0.5"),
            ("1,234.5678", "1234.5678"),
            ("1.2e-05", "0.000012"),
            ("1E6", "1000000"),
            (".5", "0.5"),
            ("", "none"),
            ("-", "none"),
            ("n/a", "none"),
            ("1,5", "not_a_number"),
            ("0,123", "not_a_number"),
            ("NaN", "not_a_number"),
            ("inf", "not_a_number"),
            ("12x", "not_a_number"),
            (".", "not_a_number"),
            ("1e999999999", "too_large"),
            ("0e999999999", "0"),
            ("1e-999999999", "0"),
            ("1e99999999999", "not_a_number"),
            ("1000000000000", "too_large"),
        ] {
            assert_eq!(read(text, NumberStyle::Point), read_as, "{text}");
        }
        assert_eq!(read("1.500,25", NumberStyle::Comma), "1500.25");
        assert_eq!(read("0,05", NumberStyle::Comma), "0.05");
        assert_eq!(read("1.5", NumberStyle::Comma), "not_a_number");
    }

    #[test]
    fn division_is_that_of_the_compiler() {
        let mut number = 1_u128;
        for step in 0..1_000_u32 {
            number = number.wrapping_mul(0x2d99_787a_1a9b_3c5f_55aa).wrapping_add(12_345);
            let number = number >> (step % 127);
            for by in [1, 100, 997, BILLION, u32::MAX] {
                let expected = (number / u128::from(by), (number % u128::from(by)) as u32);
                assert_eq!(divided(number, by), expected, "{number} by {by}");
            }
            let one = ONE.unsigned_abs();
            assert_eq!(parts(number), (number / one, (number % one) as u64), "{number}");
            let amount = number as i128;
            assert_eq!(Money(amount).to_f64().to_bits(), exact(amount).to_bits(), "{number}");
        }
        assert_eq!(Money(i128::MAX).to_string(), "170141183460469231731.687303715884105727");
        assert_eq!(Money(i128::MIN).to_string(), "-170141183460469231731.687303715884105728");
        assert_eq!(Money(3_000_000_004 * ONE).to_string(), "3000000004");
        assert_eq!(Money::from_cents(Money(-250)), Money(-2));
    }

    fn exact(amount: i128) -> f64 {
        (amount / ONE) as f64 + (amount % ONE) as f64 / ONE as f64
    }

    #[test]
    fn a_fraction_of_a_token_is_none_except_in_thousands() {
        assert_eq!(parse_count("412.0", NumberStyle::Point), Ok(Some(412)));
        assert_eq!(parse_count("412.5", NumberStyle::Point), Err(Skip::NotANumber));
        assert_eq!(parse_count("-1", NumberStyle::Point), Err(Skip::Negative));
        assert_eq!(parse_scaled_count("150.2", NumberStyle::Point, 1000), Ok(Some(150_200)));
        assert_eq!(parse_count("1e15", NumberStyle::Point), Err(Skip::TooLarge));
    }

    #[test]
    fn the_decimal_sign_is_what_the_columns_agree_on() {
        let style = |cells: &[&str]| {
            let mut evidence = StyleEvidence::default();
            cells.iter().for_each(|cell| evidence.take(cell));
            evidence.style()
        };
        assert_eq!(style(&["0,82", "1.500,00"]), Some(NumberStyle::Comma));
        assert_eq!(style(&["0.82", "12"]), Some(NumberStyle::Point));
        assert_eq!(style(&["1,500"]), Some(NumberStyle::Comma));
        assert_eq!(style(&["1.5", "1,5"]), None);
        assert_eq!(style(&[]), Some(NumberStyle::Point));
    }

    #[test]
    fn a_column_with_both_signs_is_not_guessed_at() {
        let contradictory = |cells: &[&str]| {
            let mut evidence = StyleEvidence::default();
            cells.iter().for_each(|cell| evidence.take(cell));
            evidence.is_contradictory()
        };
        assert!(contradictory(&["1.500", "1,5"]));
        assert!(contradictory(&["1.5", "1,5"]));
        assert!(!contradictory(&["1.500", "1,5", "1.500,00"]));
        assert!(!contradictory(&["0,82", "12"]));
    }
}

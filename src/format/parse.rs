//! Numbers as people type them.
//!
//! The page's own decimal mark decides where a mark has two readings; what looks like the other reading is
//! reported, so that the form can say which one was taken. A field that is shown in percent takes "50" and "50%"
//! alike for 50%; a money field takes "10" and "$10" alike.

use super::decimal::Decimal;
use super::locale::Locale;
use super::marks::{Other, marks, value_of};
use super::percent;
use crate::scenario::FieldUnit;
use thiserror::Error;

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The number, in the unit that the field stores: shares from 0 to 1, times in milliseconds.
    pub value: f64,
    /// Set where the text could have meant something else.
    pub doubt: Option<Doubt>,
}

/// A text that can be read in two ways.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// The reading that was not taken; nothing where the mark is only unusual on this page.
    pub other: Option<f64>,
    /// What is meant if a small number without a sign in a field of percent is a part of one: 0.3 may be 0.3% or 30%.
    pub as_part: Option<f64>,
}

impl Reading {
    /// "Read as 1.5." or "Read as 1.234, not 1,234."; nothing where there is no doubt.
    #[must_use]
    pub fn said(&self, unit: FieldUnit, locale: Locale) -> Option<String> {
        let doubt = self.doubt?;
        if let Some(other) = doubt.as_part {
            let [taken, other] = [self.value, other].map(|share| percent(share, locale));
            return Some(format!("{taken} or {other}? Read as {taken}; for the other, write {other}."));
        }
        let taken = exact_text(self.value, unit, locale);
        Some(match doubt.other {
            Some(other) => format!("Read as {taken}, not {}.", exact_text(other, unit, locale)),
            None => format!("Read as {taken}."),
        })
    }
}

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TypedError {
    /// Nothing was typed.
    #[error("Enter a number, for example 5.")]
    Empty,
    /// Something other than a number.
    #[error("Use digits only, for example 5.")]
    NotDigits,
    /// Commas, full stops or spaces where no number has them.
    #[error("Check the commas and full stops, for example 1200 or 1.5.")]
    Marks,
    /// Too large, or too near zero, to compute with.
    #[error("Too large or too small. Use digits only, for example 5.")]
    OutOfReach,
}

impl TypedError {
    /// The words for a page: the example is written with its decimal mark.
    #[must_use]
    pub fn words(self, locale: Locale) -> String {
        let words = self.to_string();
        match words.strip_suffix("1.5.") {
            Some(before) if locale.decimal != '.' => [before, "1,5."].concat(),
            _ => words,
        }
    }
}

/// Reads what was typed into a field of `unit`.
///
/// Takes 12k, 1.5M, 2bn, 1,200, 1 200, 1'200, 1e5, 50%, $10, 2 s; the decimal mark of the page and the other one
/// where it is clear; full-width, Arabic and Devanagari digits; any minus sign.
///
/// # Errors
/// [`TypedError`]; its words say what to type.
pub fn read(text: &str, unit: FieldUnit, locale: Locale) -> Result<Reading, TypedError> {
    let letters: Vec<char> = text.chars().filter_map(simple).collect();
    let mut rest = trimmed(&letters);
    if rest.is_empty() {
        return Err(TypedError::Empty);
    }
    let negative = take_signs(&mut rest, unit)?;
    let body_end = rest.iter().position(|c| !is_body(*c)).unwrap_or(rest.len());
    let (body, after) = rest.split_at_checked(body_end).unwrap_or((rest, &[]));
    let power = tail_power(trimmed(after), unit)?;
    let (digits, other) = marks(trimmed(body), locale)?;
    let finish = |digits: Decimal| {
        let number = digits.shifted(power).to_f64();
        let lost = number == 0.0 && !digits.is_zero();
        let number = if negative { 0.0 - number } else { number };
        if number.is_finite() && !lost { Ok(number) } else { Err(TypedError::OutOfReach) }
    };
    let value = finish(digits)?;
    let doubt = match other {
        Other::None => {
            let is_small = unit.is_percent() && after.is_empty() && value > 0.0 && value < 0.01;
            is_small.then_some(Doubt { other: None, as_part: Some(value * 100.0) })
        }
        Other::Unusual => Some(Doubt { other: None, as_part: None }),
        Other::Number(number) => Some(Doubt { other: finish(number).ok(), as_part: None }),
    };
    Ok(Reading { value, doubt })
}

/// What a field of `unit` shows for `value`: all digits, grouped, shares in percent without the sign; read back,
/// it gives the same number and leaves no doubt, apart from shares of less than a percent.
#[must_use]
pub fn field_text(value: f64, unit: FieldUnit, locale: Locale) -> String {
    let shown = in_field(value, unit);
    // Three digits after the mark look like a group; a fourth says that they are none.
    let like_a_group = shown.fraction_digits() == 3 && (0..3).contains(&shown.lead());
    let decimals = if like_a_group { 4 } else { 0 };
    shown.text(decimals, locale)
}

fn exact_text(value: f64, unit: FieldUnit, locale: Locale) -> String {
    in_field(value, unit).text(0, locale)
}

/// The number in the unit in which it is typed.
fn in_field(value: f64, unit: FieldUnit) -> Decimal {
    let value = Decimal::new(value).unwrap_or(Decimal::ZERO);
    if unit.is_percent() { value.shifted(2) } else { value }
}

/// One letter in its plain form: digits of other scripts and full-width forms become ASCII, every kind of space
/// and of apostrophe one kind, marks that only direct the text nothing.
fn simple(c: char) -> Option<char> {
    Some(match c {
        '\u{200e}'
        | '\u{200f}'
        | '\u{61c}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => {
            return None;
        }
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        '०'..='९' => digit(c, '०'),
        '０'..='９' => digit(c, '０'),
        '．' => '.',
        '，' | '、' | '،' => ',',
        '٫' => 'D',
        '٬' | '’' | '‘' | '＇' | 'ʼ' | '`' | '´' | '_' => '\'',
        '−' | '－' | '–' | '﹣' => '-',
        '＋' => '+',
        '％' | '٪' => '%',
        '＄' => '$',
        '×' => 'x',
        _ if c.is_whitespace() => ' ',
        // The Arabic decimal mark has the letter D to itself.
        'D' => 'd',
        _ => c.to_ascii_lowercase(),
    })
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c).saturating_sub(u32::from(zero)), 10).unwrap_or('0')
}

fn trimmed(mut text: &[char]) -> &[char] {
    while let [' ', rest @ ..] | [rest @ .., ' '] = text {
        text = rest;
    }
    text
}

const fn is_body(c: char) -> bool {
    matches!(c, '0'..='9' | '.' | ',' | '\'' | ' ' | 'D')
}

fn takes_money(unit: FieldUnit) -> bool {
    matches!(unit, FieldUnit::Usd | FieldUnit::UsdPerMtok | FieldUnit::UsdPerGpuHour)
}

/// Takes at most one sign, and for money at most one currency sign, from the front; says whether the sign is minus.
fn take_signs(rest: &mut &[char], unit: FieldUnit) -> Result<bool, TypedError> {
    let (mut sign, mut currency) = (None, false);
    loop {
        let (first, after) = match **rest {
            [first @ ('+' | '-'), ref after @ ..] if sign.is_none() => (first, after),
            ['u', 's', '$', ref after @ ..] | ['$', ref after @ ..] | ['u', 's', 'd', ref after @ ..]
                if takes_money(unit) && !currency =>
            {
                currency = true;
                ('$', after)
            }
            ['+' | '-' | '$', ..] => return Err(TypedError::NotDigits),
            _ => return Ok(sign == Some('-')),
        };
        if first != '$' {
            sign = Some(first);
        }
        *rest = trimmed(after);
    }
}

/// The power of ten given by what follows the digits: an exponent, then k, M or bn, then the field's unit.
fn tail_power(tail: &[char], unit: FieldUnit) -> Result<i32, TypedError> {
    let (exponent, tail) = exponent(tail)?;
    let word_end = tail.iter().position(|c| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
    let (word, after) = tail.split_at_checked(word_end).unwrap_or((tail, &[]));
    let word: String = word.iter().collect();
    let after: String = trimmed(after).iter().collect();
    let scale = match word.as_str() {
        // A time in "m" could be minutes.
        "m" | "mn" | "mio" | "mln" | "million" if unit != FieldUnit::Millis => Some(6),
        "k" | "thousand" | "tsd" => Some(3),
        "bn" | "b" | "mrd" | "billion" => Some(9),
        _ => None,
    };
    // The unit is what follows the scale, or the whole tail where there is no scale.
    let rest = if scale.is_some() { after } else { [word, after].concat() };
    let unit = unit_power(&rest, unit).ok_or(TypedError::NotDigits)?;
    Ok(exponent + scale.unwrap_or(0) + unit)
}

/// The power of ten of a typed unit; nothing for a word that is not a unit of this field.
fn unit_power(word: &str, unit: FieldUnit) -> Option<i32> {
    // What is typed without a sign into a field of shares is percent.
    let own = if unit.is_percent() { -2 } else { 0 };
    match (word, unit) {
        ("", _) | ("%", FieldUnit::Share | FieldUnit::Change | FieldUnit::Percentile) => Some(own),
        ("$" | "usd" | "us$", _) if takes_money(unit) => Some(0),
        ("ms", FieldUnit::Millis) => Some(0),
        ("s" | "sec", FieldUnit::Millis) => Some(3),
        ("tokens" | "token" | "tok", FieldUnit::Tokens) | ("x", FieldUnit::Factor) => Some(0),
        ("gpus" | "gpu", FieldUnit::Gpus) => Some(0),
        _ => None,
    }
}

/// A leading exponent ("e5", "e−3") and what follows it.
fn exponent(tail: &[char]) -> Result<(i32, &[char]), TypedError> {
    let (negative, digits) = match tail {
        ['e', '-', digits @ ..] => (true, digits),
        ['e', '+', digits @ ..] | ['e', digits @ ..] => (false, digits),
        _ => return Ok((0, tail)),
    };
    let end = digits.iter().position(|c| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at_checked(end).unwrap_or((digits, &[]));
    if digits.is_empty() {
        return Err(TypedError::NotDigits);
    }
    // Past four digits every number is out of reach, which is what 9,999 leads to.
    let power = digits.iter().fold(0_i32, |power, c| (power * 10 + value_of(*c) as i32).min(9_999));
    Ok((if negative { -power } else { power }, trimmed(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn en(text: &str) -> Result<Reading, TypedError> {
        read(text, FieldUnit::Count, Locale::ENGLISH)
    }

    fn value(text: &str, tag: &str) -> f64 {
        read(text, FieldUnit::Count, Locale::from_tag(tag))
            .unwrap_or_else(|error| panic!("{text}: {error}"))
            .value
    }

    #[test]
    fn short_forms_and_all_kinds_of_groups_are_read() {
        for (text, number) in [
            ("12k", 12e3),
            ("1.5M", 1.5e6),
            ("1.5m", 1.5e6),
            ("2bn", 2e9),
            ("2 B", 2e9),
            ("1,200", 1200.0),
            ("1 200", 1200.0),
            ("1\u{a0}200", 1200.0),
            ("1\u{202f}200", 1200.0),
            ("1\u{2009}200", 1200.0),
            ("1'200", 1200.0),
            ("1’200’000.5", 1_200_000.5),
            ("12,34,567", 1_234_567.0),
            ("1,234,567.89", 1_234_567.89),
            ("1.234.567,89", 1_234_567.89),
            ("1 234,5", 1234.5),
            ("1e5", 1e5),
            ("1E+5", 1e5),
            ("2.5e-3", 0.0025),
            ("  7 ", 7.0),
            ("+7", 7.0),
            ("−7", -7.0),
            ("-7", -7.0),
            ("- 7", -7.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("007", 7.0),
            ("１２３", 123.0),
            ("١٢٣٤", 1234.0),
            ("۱۲٫۵", 12.5),
            ("١٬٢٣٤٫٥", 1234.5),
            ("१२,३४,५६७", 1_234_567.0),
            ("\u{200f}5", 5.0),
            ("1_000", 1000.0),
        ] {
            assert!((value(text, "en") - number).abs() <= number.abs() * 1e-15, "{text}");
        }
    }

    #[test]
    fn the_decimal_mark_of_the_page_decides() {
        for (tag, text, number, doubtful) in [
            ("en", "1,234", 1234.0, false),
            ("en", "1.5", 1.5, false),
            ("en", "1,5", 1.5, true),
            ("en", "1.234", 1.234, true),
            ("en", "0.125", 0.125, false),
            ("en", "0,125", 0.125, true),
            ("en", "1234,567", 1234.567, true),
            ("de", "1,5", 1.5, false),
            ("de", "1.234", 1234.0, false),
            ("de", "1.234,56", 1234.56, false),
            ("de", "1,234.56", 1234.56, false),
            ("de", "1.5", 1.5, true),
            ("de", "1,234", 1.234, true),
            ("fr", "1.234", 1.234, true),
            ("fr", "1,5", 1.5, false),
            ("de-CH", "1,234", 1234.0, true),
            ("de-CH", "1.5", 1.5, false),
        ] {
            let reading = read(text, FieldUnit::Count, Locale::from_tag(tag)).unwrap();
            assert!((reading.value - number).abs() < 1e-12, "{tag} {text}: {}", reading.value);
            assert_eq!(reading.doubt.is_some(), doubtful, "{tag} {text}");
        }
    }

    #[test]
    fn a_doubtful_reading_is_said() {
        let said = |text: &str, unit| read(text, unit, Locale::ENGLISH).unwrap().said(unit, Locale::ENGLISH);
        assert_eq!(said("1,5", FieldUnit::Count).as_deref(), Some("Read as 1.5."));
        assert_eq!(said("1.234", FieldUnit::Count).as_deref(), Some("Read as 1.234, not 1,234."));
        assert_eq!(said("2.500k", FieldUnit::Tokens).as_deref(), Some("Read as 2,500, not 2,500,000."));
        assert_eq!(said("1,5", FieldUnit::Share).as_deref(), Some("Read as 1.5."));
        assert_eq!(said("1,234", FieldUnit::Count), None);
        assert_eq!(
            said("0.3", FieldUnit::Share).as_deref(),
            Some("0.3% or 30%? Read as 0.3%; for the other, write 30%.")
        );
        for text in ["0.3%", "1", "0", "30"] {
            assert_eq!(said(text, FieldUnit::Share), None);
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused_with_words() {
        for text in [
            "abc", "5o", "1e", "1e+", "--5", "+-5", "NaN", "inf", "∞", "5 apples", "$5", "5%", "5k5", "-",
            "k", "1.5MM",
        ] {
            assert_eq!(en(text), Err(TypedError::NotDigits), "{text}");
        }
        for text in
            ["1,2,3", "1.2.3", "1 2", "1,23,4", "1,200.3,4", "1.5 5", "1'2", "0,123,456", "1 200'000", "1,,2"]
        {
            assert_eq!(en(text), Err(TypedError::Marks), "{text}");
        }
        assert_eq!(en(""), Err(TypedError::Empty));
        assert_eq!(en(" \u{a0} "), Err(TypedError::Empty));
        assert_eq!(en("1e999"), Err(TypedError::OutOfReach));
        assert_eq!(en("1e-999"), Err(TypedError::OutOfReach));
        assert_eq!(en("1e99999999999"), Err(TypedError::OutOfReach));
        assert_eq!(TypedError::NotDigits.words(Locale::ENGLISH), "Use digits only, for example 5.");
        assert!(TypedError::Marks.words(Locale::from_tag("de")).contains("1,5"));
    }

    #[test]
    fn each_field_takes_its_own_unit() {
        let read = |text: &str, unit| read(text, unit, Locale::ENGLISH).map(|reading| reading.value);
        assert_eq!(read("50", FieldUnit::Share), Ok(0.5));
        assert_eq!(read("50%", FieldUnit::Share), Ok(0.5));
        assert_eq!(read("2.9 %", FieldUnit::Share), Ok(0.029));
        assert_eq!(read("150", FieldUnit::Change), Ok(1.5));
        assert_eq!(read("$10", FieldUnit::Usd), Ok(10.0));
        assert_eq!(read("-$10", FieldUnit::Usd), Ok(-10.0));
        assert_eq!(read("$-10", FieldUnit::Usd), Ok(-10.0));
        assert_eq!(read("10 $", FieldUnit::Usd), Ok(10.0));
        assert_eq!(read("US$ 1.5k", FieldUnit::Usd), Ok(1500.0));
        assert_eq!(read("$$10", FieldUnit::Usd), Err(TypedError::NotDigits));
        assert_eq!(read("2 s", FieldUnit::Millis), Ok(2000.0));
        assert_eq!(read("500ms", FieldUnit::Millis), Ok(500.0));
        assert_eq!(read("5m", FieldUnit::Millis), Err(TypedError::NotDigits));
        assert_eq!(read("4x", FieldUnit::Factor), Ok(4.0));
        assert_eq!(read("1.5M tokens", FieldUnit::Tokens), Ok(1.5e6));
        assert_eq!(read("95%", FieldUnit::Percentile), Ok(95.0));
    }

    #[test]
    fn a_field_shows_what_it_would_read_without_doubt() {
        let en = Locale::ENGLISH;
        assert_eq!(field_text(0.029, FieldUnit::Share, en), "2.9");
        assert_eq!(field_text(10_000.0, FieldUnit::Count, en), "10,000");
        assert_eq!(field_text(2.125, FieldUnit::UsdPerMtok, en), "2.1250");
        assert_eq!(field_text(0.125, FieldUnit::UsdPerMtok, en), "0.125");
        assert_eq!(field_text(-5.0, FieldUnit::Usd, en), "−5");
    }
}

//! Digits with marks between them: which mark parts groups, which one begins the fraction.

use super::decimal::Decimal;
use super::locale::Locale;
use super::parse::TypedError;

/// The reading that was not taken.
pub(super) enum Other {
    None,
    /// None is plausible, but the mark is not the page's.
    Unusual,
    Number(Decimal),
}

/// Reads digits with marks between them.
pub(super) fn marks(body: &[char], locale: Locale) -> Result<(Decimal, Other), TypedError> {
    if !body.iter().any(char::is_ascii_digit) {
        return Err(TypedError::NotDigits);
    }
    // A mark that nothing follows yet parts nothing.
    let body = match body {
        [rest @ .., '.' | ',' | 'D'] if rest.last().is_some_and(char::is_ascii_digit) => rest,
        _ => body,
    };
    let last = body.iter().rposition(|c| matches!(c, '.' | ',' | 'D'));
    let Some(last) = last else { return whole(body).map(|digits| (digits, Other::None)) };
    let (before, after) = body.split_at_checked(last).unwrap_or((body, &[]));
    let (mark, after) = match after {
        [mark, after @ ..] => (*mark, after),
        [] => return Err(TypedError::Marks),
    };
    let repeated = before.contains(&mark);
    let other_group = before.iter().any(|c| *c != mark && !c.is_ascii_digit());
    if repeated {
        return if mark == 'D' { Err(TypedError::Marks) } else { whole(body).map(|d| (d, Other::None)) };
    }
    let as_fraction = fraction(before, after)?;
    if other_group || mark == 'D' {
        return Ok((as_fraction, Other::None));
    }
    let page = if mark == locale.decimal {
        Use::Decimal
    } else if mark == locale.group || mark == ',' {
        Use::Group
    } else {
        // A full stop on a page that writes 1,5 and 1 200: keyboards type it for the decimal mark.
        Use::Stray
    };
    let grouped = before.first() != Some(&'0') && (1..=3).contains(&before.len()) && after.len() == 3;
    if !grouped {
        let other = if page == Use::Decimal { Other::None } else { Other::Unusual };
        return Ok((as_fraction, other));
    }
    let as_group = whole(body)?;
    Ok(match page {
        Use::Decimal | Use::Stray => (as_fraction, Other::Number(as_group)),
        Use::Group if mark == locale.group => (as_group, Other::None),
        Use::Group => (as_group, Other::Number(as_fraction)),
    })
}

/// What a mark is for on a page.
#[derive(PartialEq, Eq)]
enum Use {
    Decimal,
    Group,
    Stray,
}

/// A whole number, perhaps parted in groups: 1,234,567 or 12,34,567.
fn whole(body: &[char]) -> Result<Decimal, TypedError> {
    let mark = body.iter().copied().find(|c| !c.is_ascii_digit());
    if let Some(mark) = mark {
        let groups: Vec<&[char]> = body.split(|c| *c == mark).collect();
        let digits_only = groups.iter().all(|group| group.iter().all(char::is_ascii_digit));
        let length = |group: &&[char]| group.len();
        let threes = matches!(groups.as_slice(), [first, rest @ ..]
            if (1..=3).contains(&length(first)) && rest.iter().all(|group| length(group) == 3));
        let lakh = matches!(groups.as_slice(), [first, middle @ .., last]
            if (1..=2).contains(&length(first)) && middle.iter().all(|group| length(group) == 2)
                && length(last) == 3);
        if !digits_only || !(threes || lakh) || body.first() == Some(&'0') {
            return Err(TypedError::Marks);
        }
    }
    Ok(collect(body, &[]))
}

fn fraction(before: &[char], after: &[char]) -> Result<Decimal, TypedError> {
    if !after.iter().all(char::is_ascii_digit) {
        return Err(TypedError::Marks);
    }
    if !before.is_empty() {
        whole(before)?;
    }
    Ok(collect(before, after))
}

/// The number of these digits; marks are skipped. Digits past the eighteenth only count as places.
fn collect(before: &[char], after: &[char]) -> Decimal {
    const MOST: u64 = 100_000_000_000_000_000;
    let (mut digits, mut exponent) = (0_u64, 0_i32);
    for (c, places) in before.iter().map(|c| (c, 0)).chain(after.iter().map(|c| (c, 1))) {
        if !c.is_ascii_digit() {
            continue;
        }
        if digits < MOST {
            digits = digits * 10 + value_of(*c);
            exponent = exponent.saturating_sub(places);
        } else {
            exponent = exponent.saturating_add(1 - places);
        }
    }
    Decimal::from_parts(false, digits, exponent)
}

/// The value of a digit.
pub(super) fn value_of(c: char) -> u64 {
    u64::from(c.to_digit(10).unwrap_or(0))
}

//! Numbers in plain decimal text, read and written without the standard library's tables: those keep the shortest and
//! the exact form of every float, and take a tenth of the module for what no figure here needs.

use crate::units::Power;
use std::fmt;

/// Reads a decimal number such as `1200`, `-0.25` or `3e5`.
///
/// Up to 15 digits with at most 22 places are read to the nearest float. Longer ones are in the module in the page read
/// to within two units in the last place; natively, where programs write them again, to the nearest too. Gives nothing where `text` is no number or is not finite.
///
/// ```
/// use inference_estimator::units::parse_number;
///
/// assert_eq!(parse_number("0.0005837"), Some(0.0005837));
/// assert_eq!(parse_number("1,200"), None);
/// ```
#[must_use]
pub fn parse_number(text: &str) -> Option<f64> {
    let (is_negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, power) = match rest.split_once(['e', 'E']) {
        Some((digits, power)) => (digits, power.parse::<i16>().ok()?),
        None => (rest, 0),
    };
    let (mut value, mut exponent, mut seen, mut is_fraction) = (0_u64, i32::from(power), false, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                let is_kept = value < 100_000_000_000_000_000;
                if is_kept {
                    value = value * 10 + u64::from(byte - b'0');
                }
                exponent += i32::from(!is_kept) - i32::from(is_fraction);
            }
            b'.' if !is_fraction => is_fraction = true,
            _ => return None,
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    if seen && value >= 1 << 53 {
        return text.parse().ok().filter(|value: &f64| value.is_finite());
    }
    let size = times_ten_to(value as f64, exponent);
    (seen && size.is_finite()).then_some(if is_negative { -size } else { size })
}

/// `value` rounded to so many significant digits, and the nearest float to that decimal.
///
/// ```
/// use inference_estimator::units::to_digits;
///
/// assert_eq!(to_digits(34.99999999999999, 12), 35.0);
/// ```
#[must_use]
pub fn to_digits(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let places = digits - 1 - value.abs().decade();
    times_ten_to(times_ten_to(value, places).round(), -places)
}

/// `value` times a power of ten, by steps that are exact themselves.
fn times_ten_to(mut value: f64, mut power: i32) -> f64 {
    while power != 0 && value != 0.0 && value.is_finite() {
        let step = power.clamp(-22, 22);
        let mut scale = 1.0;
        for _ in 0..step.abs() {
            scale *= 10.0;
        }
        value = if step < 0 { value / scale } else { value * scale };
        power -= step;
    }
    value
}

/// A number as plain text with up to six decimals, for messages and for coordinates: not for money.
#[derive(Clone, Copy)]
pub struct Plain(pub f64);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_finite() {
            return f.write_str("not a number");
        }
        let (mut size, mut power) = (self.0.abs(), 0_u32);
        // Millionths of anything greater would not fit into 64 bits.
        if size >= 1e13 {
            while size >= 10.0 {
                size /= 10.0;
                power += 1;
            }
        }
        let millionths = (size * 1e6).round() as u64;
        if self.0 < 0.0 && millionths > 0 {
            f.write_str("-")?;
        }
        write!(f, "{}", millionths / 1_000_000)?;
        let mut fraction = millionths % 1_000_000;
        if fraction > 0 {
            let mut places = 6;
            while fraction.is_multiple_of(10) {
                fraction /= 10;
                places -= 1;
            }
            write!(f, ".{fraction:0places$}")?;
        }
        if power > 0 { write!(f, "e{power}") } else { Ok(()) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Plain, parse_number};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", ".", "-", "e5", "1e", "1,5", "1.2.3", "NaN", "inf", "1e999", "12k", " 1"] {
            assert_eq!(parse_number(text), None, "{text:?}");
        }
    }

    #[test]
    fn plain_numbers_have_no_trailing_noughts() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1200.0, "1200"),
            (0.25, "0.25"),
            (-3.000001, "-3.000001"),
            (0.1 + 0.2, "0.3"),
            (1e18, "1e18"),
            (-1e-9, "0"),
            (f64::NAN, "not a number"),
        ] {
            assert_eq!(Plain(value).to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn fifteen_digits_are_read_to_the_nearest_float(digits in 0_u64..1_000_000_000_000_000, places in 0_usize..16) {
            let whole = format!("{digits:016}");
            let text = format!("{}.{}", &whole[..16 - places], &whole[16 - places..]);
            prop_assert_eq!(parse_number(&text), Some(text.parse::<f64>().unwrap()));
        }

        #[test]
        fn any_float_is_read(value in -1e300_f64..1e300) {
            let read = parse_number(&format!("{value:e}")).unwrap();
            prop_assert!((read - value).abs() <= value.abs() * 1e-15);
        }

        #[test]
        fn plain_text_is_read_back_to_the_millionth(value in -1e9_f64..1e9) {
            let read = parse_number(&Plain(value).to_string()).unwrap();
            prop_assert!((read - value).abs() <= 1e-6);
        }
    }
}

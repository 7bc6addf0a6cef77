//! The one place where floats become digits, by integer arithmetic.

use super::locale::Locale;

/// How many digits of a float are meant; the rest is binary noise (0.1 + 0.2 is 0.3).
const MEANT_DIGITS: i32 = 15;

/// Greatest power of ten that a float multiplies by without loss and that fits a `u64`.
const STEP: i32 = 19;

/// A decimal number: ± digits × 10^exponent, without trailing zeros in `digits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    digits: u64,
    exponent: i32,
}

impl Decimal {
    /// 0
    pub const ZERO: Self = Self { negative: false, digits: 0, exponent: 0 };

    /// The 15 digits of `value` that are meant; nothing for NaN and infinity.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let size = value.abs();
        if size < 1e-290 {
            return Some(Self::ZERO);
        }
        // The binary exponent gives the decimal one, or one less: log10(2) is 0.30103.
        let binary = ((size.to_bits() >> 52) & 0x7ff) as i32 - 1023;
        let mut lead = (binary * 30_103).div_euclid(100_000);
        let mut digits = times_ten_to(size, MEANT_DIGITS - 1 - lead).round();
        if digits >= 1e15 {
            lead += 1;
            digits = times_ten_to(size, MEANT_DIGITS - 1 - lead).round();
        }
        Some(Self::from_parts(value < 0.0, digits as u64, lead - MEANT_DIGITS + 1))
    }

    /// ± `digits` × 10^`exponent`
    #[must_use]
    pub fn from_parts(negative: bool, mut digits: u64, mut exponent: i32) -> Self {
        if digits == 0 {
            return Self::ZERO;
        }
        while digits.is_multiple_of(10) {
            digits /= 10;
            exponent += 1;
        }
        Self { negative, digits, exponent }
    }

    /// The nearest float; infinite where none is near.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        let size = times_ten_to(self.digits as f64, self.exponent);
        if self.negative { -size } else { size }
    }

    /// Whether it is 0.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Whether it is below 0.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.negative
    }

    /// Whether it has no fraction.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.exponent >= 0
    }

    /// The number without its sign.
    #[must_use]
    pub const fn size(self) -> Self {
        Self { negative: false, ..self }
    }

    /// The number times 10^`by`.
    #[must_use]
    pub const fn shifted(self, by: i32) -> Self {
        if self.digits == 0 { self } else { Self { exponent: self.exponent + by, ..self } }
    }

    /// How many digits follow the decimal mark.
    #[must_use]
    pub fn fraction_digits(self) -> i32 {
        (-self.exponent).max(0)
    }

    /// The place of the first digit: 0 for 1 to 9, −1 for 0.1 to 0.9; 0 for zero itself.
    #[must_use]
    pub fn lead(self) -> i32 {
        self.digits.checked_ilog10().map_or(0, |log| log as i32 + self.exponent)
    }

    /// The place of its last digit that is not zero.
    #[must_use]
    pub const fn place(self) -> i32 {
        self.exponent
    }

    /// How many digits it has from the first to the last that is not zero.
    #[must_use]
    pub fn digit_count(self) -> i32 {
        self.digits.checked_ilog10().map_or(0, |log| log as i32 + 1)
    }

    /// Rounded to a multiple of 10^`place`; halves away from zero.
    #[must_use]
    pub fn at_place(self, place: i32) -> Self {
        self.divided(place, |divisor| divisor / 2)
    }

    /// Cut off, towards zero, to a multiple of 10^`place`.
    #[must_use]
    pub fn cut_at_place(self, place: i32) -> Self {
        self.divided(place, |_| 0)
    }

    fn divided(self, place: i32, add: impl Fn(u64) -> u64) -> Self {
        let drop = place - self.exponent;
        if drop <= 0 || self.digits == 0 {
            return self;
        }
        match 10_u64.checked_pow(drop.unsigned_abs()) {
            Some(divisor) => {
                let digits = (self.digits + add(divisor)) / divisor;
                Self::from_parts(self.negative, digits, place)
            }
            None => Self::ZERO,
        }
    }

    /// Rounded to `count` significant digits.
    #[must_use]
    pub fn significant(self, count: i32) -> Self {
        self.at_place(self.lead() - count + 1)
    }

    /// How many multiples of 10^`place` it is, for numbers rounded there.
    #[must_use]
    pub fn in_units_of(self, place: i32) -> i64 {
        let shift = (self.exponent - place).clamp(0, STEP).unsigned_abs();
        let size =
            i64::try_from(self.digits.saturating_mul(10_u64.saturating_pow(shift))).unwrap_or(i64::MAX);
        if self.negative { -size } else { size }
    }

    /// `units` × 10^`place`
    #[must_use]
    pub fn of_units(units: i64, place: i32) -> Self {
        Self::from_parts(units < 0, units.unsigned_abs(), place)
    }

    /// Digits without sign: grouped, with the decimal mark of `locale`, and at least `decimals` digits after it.
    #[must_use]
    pub fn digits_text(self, decimals: usize, locale: Locale) -> String {
        let (whole, mut fraction) = self.split();
        while fraction.len() < decimals {
            fraction.push('0');
        }
        let mut text = locale.grouped(&whole);
        if !fraction.is_empty() {
            text.push(locale.decimal);
            text.push_str(&fraction);
        }
        text
    }

    /// The same with the true minus sign where it is negative.
    #[must_use]
    pub fn text(self, decimals: usize, locale: Locale) -> String {
        let mut text = self.digits_text(decimals, locale);
        if self.negative {
            text.insert(0, super::MINUS);
        }
        text
    }

    /// As programs read it: ASCII, no grouping, a full stop.
    #[must_use]
    pub fn plain(self) -> String {
        let (mut text, fraction) = self.split();
        if self.negative {
            text.insert(0, '-');
        }
        if !fraction.is_empty() {
            text.push('.');
            text.push_str(&fraction);
        }
        text
    }

    /// The digits before and after the decimal mark.
    fn split(self) -> (String, String) {
        let mut whole = self.digits.to_string();
        if self.exponent >= 0 {
            whole.extend(std::iter::repeat_n('0', self.exponent as usize));
            return (whole, String::new());
        }
        let after = self.exponent.unsigned_abs() as usize;
        let missing = (after + 1).saturating_sub(whole.len());
        whole.insert_str(0, &"0".repeat(missing));
        let fraction = whole.split_off(whole.len() - after);
        (whole, fraction)
    }
}

/// `value` × 10^`power`, dividing for negative powers, for 1 ÷ 10 is exact to the last bit and 1 × 0.1 is not.
fn times_ten_to(mut value: f64, mut power: i32) -> f64 {
    // Past these powers every float is zero or infinite.
    power = power.clamp(-700, 700);
    while power != 0 {
        let step = power.clamp(-STEP, STEP);
        let factor = 10_u64.pow(step.unsigned_abs()) as f64;
        value = if step > 0 { value * factor } else { value / factor };
        power -= step;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64) -> String {
        Decimal::new(value).unwrap().plain()
    }

    #[test]
    fn binary_noise_is_not_shown() {
        assert_eq!(text(0.1 + 0.2), "0.3");
        assert_eq!(text(1.1 * 3.0), "3.3");
        assert_eq!(text(4500.0 * 2e-6 + 400.0 * 1e-5), "0.013");
    }

    #[test]
    fn very_large_and_very_small_numbers_keep_their_digits() {
        assert_eq!(text(1e21), "1000000000000000000000");
        assert_eq!(text(123_456_789_012_345.0), "123456789012345");
        assert_eq!(text(1.5e-12), "0.0000000000015");
        assert_eq!(text(-0.0), "0");
        assert_eq!(text(f64::MAX).len(), 309);
        assert_eq!(text(f64::MIN_POSITIVE), "0");
        assert_eq!(Decimal::new(f64::NAN), None);
        assert_eq!(Decimal::new(f64::NEG_INFINITY), None);
    }

    #[test]
    fn every_power_of_ten_is_one_digit() {
        for power in -280..=300 {
            let value: f64 = format!("1e{power}").parse().unwrap();
            assert_eq!(Decimal::new(value).map(|d| (d.digits, d.exponent)), Some((1, power)), "1e{power}");
        }
    }

    #[test]
    fn halves_go_away_from_zero() {
        let at = |value, place| Decimal::new(value).unwrap().at_place(place).plain();
        assert_eq!(at(1.005, -2), "1.01");
        assert_eq!(at(2.5, 0), "3");
        assert_eq!(at(-2.5, 0), "-3");
        assert_eq!(at(0.285, -2), "0.29");
        assert_eq!(at(49.0, 2), "0");
        assert_eq!(at(50.0, 2), "100");
        assert_eq!(at(5.0, 40), "0");
    }

    #[test]
    fn rounding_to_digits_carries_over() {
        let round = |value, digits| Decimal::new(value).unwrap().significant(digits).plain();
        assert_eq!(round(99.96, 3), "100");
        assert_eq!(round(16_949.0, 3), "16900");
        assert_eq!(round(0.000_755_5, 3), "0.000756");
    }
}

//! The grammar of a link's body: fields, each a tag (`number * 4 + type`, a varint) and a value that can be skipped
//! without knowing what it means.
//!
//! | type | value |
//! | --- | --- |
//! | 0 | a whole number from 0 on, as a varint |
//! | 1 | hundredths: a varint divided by 100 (0.35 takes one byte) |
//! | 2 | bytes: their number as a varint, then they; a text, a nested message, or a number that no short decimal gives |
//! | 3 | a decimal: exponent of ten, then mantissa, both zigzag varints |
//!
//! Decimals are exact: a mantissa below 2^53 and a power of ten up to 10^22 are both exact in binary, so that one
//! rounding, that of their product or quotient, gives the number that was written.

/// Most that the mantissa of an exact decimal may be: 2^53.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The powers of ten that are exact in binary.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// A body or part of it that breaks the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// The payload behind a tag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Payload<'a> {
    /// A number; `NaN` where it is none that this version can tell.
    Number(f64),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl<'a> Payload<'a> {
    /// The number that was written by [`Writer::number`]: eight bytes are one, too.
    pub(super) fn number(self) -> f64 {
        match self {
            Self::Number(number) => number,
            Self::Bytes(bytes) => bytes.try_into().map_or(f64::NAN, f64::from_le_bytes),
        }
    }

    /// The bytes; none where the payload is a number.
    pub(super) fn bytes(self) -> &'a [u8] {
        match self {
            Self::Number(_) => &[],
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// One field as encoded in a message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FieldOnWire<'a> {
    /// The number by which the message knows it.
    pub(super) number: u32,
    /// What it holds.
    pub(super) payload: Payload<'a>,
    /// Tag and value as they came, to be written back where nobody knows the number.
    pub(super) raw: &'a [u8],
}

/// Reads a varint in its shortest form, and gives what is behind it.
pub(super) fn varint(bytes: &[u8]) -> Result<(u64, &[u8]), Malformed> {
    let mut value = 0u64;
    for (index, byte) in bytes.iter().take(10).enumerate() {
        let bits = u64::from(byte & 0x7f);
        let shift = 7 * index as u32;
        let shifted = bits << shift;
        if shifted >> shift != bits {
            return Err(Malformed);
        }
        value |= shifted;
        if byte & 0x80 == 0 {
            let longer_than_needed = index > 0 && *byte == 0;
            let rest = bytes.get(index + 1..).unwrap_or_default();
            return if longer_than_needed { Err(Malformed) } else { Ok((value, rest)) };
        }
    }
    Err(Malformed)
}

/// Writes a varint in its shortest form.
pub(super) fn put_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

const fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// The fields of a message, in their order; ends after the first break of the grammar.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

pub(super) fn fields(message: &[u8]) -> Fields<'_> {
    Fields { rest: message }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Result<FieldOnWire<'a>, Malformed> {
        let start = self.rest;
        let (tag, behind) = varint(start)?;
        let number = u32::try_from(tag >> 2).map_err(|_| Malformed)?;
        let (first, behind) = varint(behind)?;
        let (payload, behind) = match tag & 3 {
            0 => (Payload::Number(exact(first)), behind),
            1 => (Payload::Number(exact(first) / 100.0), behind),
            2 => {
                let length = usize::try_from(first).map_err(|_| Malformed)?;
                let (bytes, behind) = behind.split_at_checked(length).ok_or(Malformed)?;
                (Payload::Bytes(bytes), behind)
            }
            _ => {
                let (mantissa, behind) = varint(behind)?;
                (Payload::Number(decimal(unzigzag(mantissa), unzigzag(first))), behind)
            }
        };
        self.rest = behind;
        let raw = start.get(..start.len() - behind.len()).ok_or(Malformed)?;
        Ok(FieldOnWire { number, payload, raw })
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<FieldOnWire<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

/// The number that a varint encodes; none where it is too large to be exact.
fn exact(value: u64) -> f64 {
    let number = value as f64;
    if number <= MOST_EXACT { number } else { f64::NAN }
}

/// mantissa × 10^exponent; none where one of them is out of the exact range.
fn decimal(mantissa: i64, exponent: i64) -> f64 {
    let power = usize::try_from(exponent.unsigned_abs()).ok().and_then(|index| POWERS.get(index).copied());
    match power {
        Some(power) if mantissa.unsigned_abs() as f64 <= MOST_EXACT => {
            let mantissa = mantissa as f64;
            if exponent < 0 { mantissa / power } else { mantissa * power }
        }
        _ => f64::NAN,
    }
}

/// A message that is being written.
#[derive(Debug, Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// The message.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    fn tag(&mut self, number: u32, kind: u64) {
        put_varint(&mut self.bytes, u64::from(number) << 2 | kind);
    }

    /// Writes a finite number exactly, in the shortest of the forms that can.
    pub(super) fn number(&mut self, number: u32, value: f64) {
        match shortest(value) {
            Form::Whole(whole) => {
                self.tag(number, 0);
                put_varint(&mut self.bytes, whole);
            }
            Form::Hundredths(hundredths) => {
                self.tag(number, 1);
                put_varint(&mut self.bytes, hundredths);
            }
            Form::Decimal { mantissa, exponent } => {
                self.tag(number, 3);
                put_varint(&mut self.bytes, zigzag(exponent));
                put_varint(&mut self.bytes, zigzag(mantissa));
            }
            Form::Binary => self.bytes(number, &value.to_le_bytes()),
        }
    }

    /// Writes bytes: a text or a nested message. None at all mean "empty" where a number is expected.
    pub(super) fn bytes(&mut self, number: u32, bytes: &[u8]) {
        self.tag(number, 2);
        put_varint(&mut self.bytes, bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes fields as they came.
    pub(super) fn raw(&mut self, fields: &[u8]) {
        self.bytes.extend_from_slice(fields);
    }
}

enum Form {
    Whole(u64),
    Hundredths(u64),
    Decimal { mantissa: i64, exponent: i64 },
    Binary,
}

/// Bytes of `value` as a varint.
const fn length(value: u64) -> u32 {
    match value {
        0 => 1,
        _ => (64 - value.leading_zeros()).div_ceil(7),
    }
}

fn shortest(value: f64) -> Form {
    if value.fract() == 0.0 && value.abs() <= MOST_EXACT {
        let (mut mantissa, mut exponent) = (value as i64, 0);
        while mantissa != 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            exponent += 1;
        }
        let whole = value.abs() as u64;
        let as_decimal = length(zigzag(exponent)) + length(zigzag(mantissa));
        return if value >= 0.0 && length(whole) <= as_decimal {
            Form::Whole(whole)
        } else {
            Form::Decimal { mantissa, exponent }
        };
    }
    for (digits, power) in POWERS.iter().enumerate().skip(1) {
        let mantissa = (value * power).round();
        if mantissa.abs() > MOST_EXACT {
            break;
        }
        if (mantissa / power).to_bits() == value.to_bits() {
            let hundredths = (value * 100.0).round();
            let (mantissa, exponent) = (mantissa as i64, -(digits as i64));
            let as_decimal = length(zigzag(exponent)) + length(zigzag(mantissa));
            return if digits <= 2 && value > 0.0 && length(hundredths as u64) <= as_decimal {
                Form::Hundredths(hundredths as u64)
            } else {
                Form::Decimal { mantissa, exponent }
            };
        }
    }
    Form::Binary
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: f64) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(5, value);
        writer.finish()
    }

    fn back(bytes: &[u8]) -> f64 {
        fields(bytes).next().unwrap().unwrap().payload.number()
    }

    #[test]
    fn numbers_come_back_exactly() {
        let mut numbers =
            vec![0.0, 0.1, 0.35, 1.0 / 3.0, 6.7, 1e-9, 1e-300, 5e-324, f64::MAX, 0.1 + 0.2, 1e15, 1e22];
        let mut seed = 1u64;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let unit = (seed >> 11) as f64 / MOST_EXACT;
            numbers.extend([unit, unit * 1e9, (unit * 1e7).round() / 1e3, (unit * 1e6).round() * 1e4]);
        }
        for number in numbers {
            for number in [number, -number] {
                let same = back(&written(number)).to_bits() == number.to_bits();
                assert!(same || number == 0.0, "{number}");
            }
        }
    }

    #[test]
    fn the_usual_numbers_are_short() {
        let lengths = [1.0, 0.35, 0.5, 2.5, 400.0, 12_000.0, 250_000.0, 1_000_000.0, 0.003]
            .map(|number| written(number).len() - 1);
        assert_eq!(lengths, [1, 1, 1, 2, 2, 2, 2, 2, 2]);
    }

    #[test]
    fn an_exponent_or_mantissa_beyond_the_exact_range_is_no_number() {
        assert!(decimal(1, 23).is_nan());
        assert!(decimal(1, i64::MIN).is_nan());
        assert!(decimal(i64::MIN, 0).is_nan());
        assert!(exact(u64::MAX).is_nan());
    }

    #[test]
    fn a_varint_has_one_form_only() {
        assert_eq!(varint(&[0x80, 0x00]), Err(Malformed));
        assert_eq!(varint(&[0xff; 10]), Err(Malformed));
        assert_eq!(varint(&[0x80]), Err(Malformed));
        for value in [0, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, value);
            assert_eq!(bytes.len() as u32, length(value));
            assert_eq!(varint(&bytes), Ok((value, &[][..])));
        }
    }

    #[test]
    fn a_field_whose_bytes_end_early_breaks_the_grammar() {
        let mut writer = Writer::default();
        writer.bytes(3, b"four");
        let message = writer.finish();
        for end in 1..message.len() {
            assert_eq!(fields(&message[..end]).last(), Some(Err(Malformed)));
        }
    }
}

//! Body to payload text and back: length, checksum, base64url. Tells a payload that was cut from one that was altered.

use super::error::LinkError;
use super::wire::{put_varint, varint};

/// Longest payload that is read, in characters.
pub(super) const MOST_CHARACTERS: usize = 16 * 1024;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// CRC-16/CCITT (polynomial 0x1021, start 0xFFFF): tells every change of one bit, and of any 16 in a row.
fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}

/// The payload of a body: base64url of its length, itself and a checksum of both.
pub(super) fn payload(body: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(body.len() + 5);
    put_varint(&mut bytes, body.len() as u64);
    bytes.extend_from_slice(body);
    let checksum = checksum(&bytes);
    bytes.extend_from_slice(&checksum.to_be_bytes());
    base64(&bytes)
}

fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(characters(bytes.len()));
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte));
        let group = group << (8 * (3 - chunk.len()));
        for index in 0..=chunk.len() {
            let six = group >> (18 - 6 * index) & 0x3f;
            text.extend(ALPHABET.get(six as usize).map(|byte| char::from(*byte)));
        }
    }
    text
}

/// Base64 characters of so many bytes, without padding.
const fn characters(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

/// Whether a payload of a body of so many bytes ends in a letter or digit whatever its bits are. The last character
/// can be `-` or `_`, which programs that find links in text leave out, only where it carries six bits.
pub(super) fn ends_alphanumeric(body: usize) -> bool {
    let mut length = Vec::new();
    put_varint(&mut length, body as u64);
    !(length.len() + body + 2).is_multiple_of(3)
}

/// The six bits that a character of a payload encodes.
const fn six_bits(c: char) -> Option<u8> {
    match c {
        'A'..='Z' => Some(c as u8 - b'A'),
        'a'..='z' => Some(c as u8 - b'a' + 26),
        '0'..='9' => Some(c as u8 - b'0' + 52),
        '-' => Some(62),
        '_' => Some(63),
        _ => None,
    }
}

/// What mail and chat programs put into long words: line ends, soft hyphens, invisible joints.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The content of a payload's text: its characters as bits, and where the text had gaps.
struct Collected {
    sextets: Vec<u8>,
    gaps: Vec<usize>,
    /// Characters of a payload that follow behind the one that ended it.
    behind: usize,
}

fn collect(text: &str) -> Collected {
    let mut found = Collected { sextets: Vec::new(), gaps: Vec::new(), behind: 0 };
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(six) = six_bits(c) {
            found.sextets.push(six);
            if found.sextets.len() > MOST_CHARACTERS {
                break;
            }
        } else if is_gap(c) || (c == '=' && chars.peek().is_some_and(|next| matches!(next, '\r' | '\n'))) {
            found.gaps.push(found.sextets.len());
        } else {
            found.behind = chars.take_while(|c| six_bits(*c).is_some()).count();
            break;
        }
    }
    found
}

fn bytes(sextets: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(sextets.len() * 3 / 4);
    let (mut group, mut bits) = (0u32, 0);
    for six in sextets {
        group = group << 6 | u32::from(*six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits) as u8);
            group &= (1 << bits) - 1;
        }
    }
    bytes
}

/// The body of a payload at the beginning of `text`.
pub(super) fn body(text: &str) -> Result<Vec<u8>, LinkError> {
    let Collected { sextets, gaps, behind } = collect(text);
    if sextets.len() > MOST_CHARACTERS {
        return Err(LinkError::TooLong);
    }
    let arrived = sextets.len();
    // The length takes three bytes at most, which four characters hold.
    let start = bytes(sextets.get(..4).unwrap_or(&sextets));
    let (length, rest) = match varint(&start) {
        Ok((length, rest)) => (usize::try_from(length).unwrap_or(usize::MAX), rest),
        Err(_) if start.len() < 3 => return Err(LinkError::CutShort { arrived, expected: None }),
        Err(_) => return Err(LinkError::Altered),
    };
    let header = start.len() - rest.len();
    if length > MOST_CHARACTERS {
        return Err(LinkError::Altered);
    }
    let expected = characters(header + length + 2);
    if arrived < expected {
        let filled_by_others = behind > 0 && arrived + 1 + behind >= expected;
        let cut = LinkError::CutShort { arrived, expected: Some(expected) };
        return Err(if filled_by_others { LinkError::Altered } else { cut });
    }
    let (sextets, surplus) = sextets.split_at_checked(expected).ok_or(LinkError::Altered)?;
    let emphasis = surplus.iter().all(|six| *six >= 62);
    if !emphasis && !gaps.contains(&expected) {
        return Err(LinkError::Altered);
    }
    let bytes = bytes(sextets);
    let spare = (sextets.len() * 6 - bytes.len() * 8) as u32;
    let spare_is_zero = sextets.last().is_none_or(|last| last & ((1 << spare) - 1) == 0);
    let (framed, sum) = bytes.split_at_checked(header + length).ok_or(LinkError::Altered)?;
    if !spare_is_zero || sum != checksum(framed).to_be_bytes() {
        return Err(LinkError::Altered);
    }
    Ok(framed.get(header..).unwrap_or_default().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        assert_eq!(checksum(b"123456789"), 0x29b1);
    }

    #[test]
    fn every_body_comes_back() {
        for length in 0..300usize {
            let body_in: Vec<u8> = (0..length).map(|index| (index * 37 % 256) as u8).collect();
            assert_eq!(body(&payload(&body_in)), Ok(body_in));
        }
    }

    #[test]
    fn spare_bits_must_be_zero() {
        let text = payload(b"abc");
        assert_eq!(text.len() % 4, 0);
        for data in [&b"ab"[..], b"a"] {
            let text = payload(data);
            let last = text.chars().last().and_then(six_bits).unwrap();
            let changed = char::from(ALPHABET[usize::from(last) + 1]);
            let changed = format!("{}{changed}", &text[..text.len() - 1]);
            assert_eq!(body(&changed), Err(LinkError::Altered));
        }
    }

    #[test]
    fn where_a_payload_may_end_in_a_dash_is_known_before_it_is_written() {
        for length in 0..1000 {
            let header = if length < 128 { 1 } else { 2 };
            let six = characters(header + length + 2).is_multiple_of(4);
            assert_eq!(ends_alphanumeric(length), !six);
        }
    }

    #[test]
    fn a_cut_payload_says_how_much_arrived() {
        let text = payload(&[7; 100]);
        assert_eq!(body(&text[..50]), Err(LinkError::CutShort { arrived: 50, expected: Some(text.len()) }));
        assert_eq!(body(""), Err(LinkError::CutShort { arrived: 0, expected: None }));
        assert_eq!(body(&format!("{}!{}", &text[..50], &text[51..])), Err(LinkError::Altered));
    }

    #[test]
    fn text_around_a_payload_is_left_out() {
        let text = payload(&[7; 100]);
        let expected = Ok(vec![7; 100]);
        for around in
            ["", ")", ".", ">", "\"", "&utm_source=x", " and so on", "\nSee you", "_", "__", "**", "*.", "#x"]
        {
            assert_eq!(body(&format!("{text}{around}")), expected, "{around:?}");
        }
        assert_eq!(body(&format!("{}\r\n  {}", &text[..60], &text[60..])), expected);
        assert_eq!(body(&format!("{}=\r\n{}", &text[..60], &text[60..])), expected);
        assert_eq!(body(&format!("{}\u{200b}{}\nfoo", &text[..60], &text[60..])), expected);
        assert_eq!(body(&format!("{text}foo")), Err(LinkError::Altered));
    }

    #[test]
    fn a_payload_without_end_is_not_read() {
        assert_eq!(body(&"A".repeat(MOST_CHARACTERS + 1)), Err(LinkError::TooLong));
    }
}

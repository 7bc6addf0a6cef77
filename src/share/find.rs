//! Finding the link in what was pasted: a fragment, an address, a line of a mail.

use super::decode::Decoded;
use super::error::LinkError;
use crate::units::each_place;

/// What a text turned out to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A payload of that wire family begins here.
    Payload { family: u32, text: &'a str },
    /// The text ends before the payload begins.
    Cut,
    /// Keys and values of a readable link, and what followed them behind a second `#`.
    Readable { keys: &'a str, behind: &'a str },
    /// No link.
    Nothing,
}

/// Longest text that is searched, in bytes: a mail, not a book.
const MOST_TEXT: usize = 256 * 1024;

/// Passes the link in `text` to `read`; where there is none, the link found after its percent codes are replaced, once for
/// the address and once more for the program that packed it into another address.
pub(super) fn each_form(
    text: &str,
    read: &mut dyn FnMut(Found<'_>) -> Result<Decoded, LinkError>,
) -> Result<Decoded, LinkError> {
    if text.len() > MOST_TEXT {
        return Err(LinkError::TooLong);
    }
    let mut form = std::borrow::Cow::Borrowed(text);
    for round in 0.. {
        let found = find(&form);
        let is_payload = matches!(found, Found::Payload { .. });
        if is_payload || round == 2 || !form.contains('%') {
            return read(found);
        }
        // A readable link whose values have percent codes is itself first.
        if let Found::Readable { .. } = found
            && let Ok(decoded) = read(found)
        {
            return Ok(decoded);
        }
        form = percent_decoded(&form).into();
    }
    Err(LinkError::NotOurs)
}

/// Whether `text`, the fragment or the query of an address, claims to be a scenario: one of its parts is `s=…` or `p=…`,
/// as it is or behind one or two rounds of percent codes. What it claims may still be damaged.
pub(super) fn claims_scenario(text: &str) -> bool {
    let claims =
        |text: &str| text.split(['#', '?', '&']).any(|part| part.starts_with("s=") || part.starts_with("p="));
    let once = percent_decoded(text);
    claims(text) || claims(&once) || claims(&percent_decoded(&once))
}

/// The text with each `%41` as the byte that it means; what is no such code, or makes no UTF-8, stays as it is.
pub(super) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        let digits = behind.first_chunk::<2>().map(|pair| pair.map(|digit| (digit as char).to_digit(16)));
        match digits {
            Some([Some(high), Some(low)]) if *first == b'%' => {
                bytes.push((high * 16 + low) as u8);
                rest = behind.get(2..).unwrap_or_default();
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Whether a key may begin behind `before`: at the start of a text, or behind something that is no part of a word.
fn begins_key(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '%' | '.'))
}

/// The text before the key of two letters at `at`, and the text behind it.
fn around(text: &str, at: usize) -> (&str, &str) {
    (text.get(..at).unwrap_or_default(), text.get(at + 2..).unwrap_or_default())
}

fn find(text: &str) -> Found<'_> {
    let mut weaker = Found::Nothing;
    for at in each_place(text, "s=") {
        let (before, behind) = around(text, at);
        if !begins_key(before) {
            continue;
        }
        let digits = behind.bytes().take(5).take_while(u8::is_ascii_digit).count();
        let (family, rest) = behind.split_at_checked(digits).unwrap_or((behind, ""));
        match (family.parse::<u32>(), rest.strip_prefix('.')) {
            (Ok(family), Some(text)) if family > 0 && digits < 5 => return Found::Payload { family, text },
            // "#s=" and "#s=1", and then nothing.
            // The cheap tests first: only then is the rest read, and each of its characters at most once.
            _ if before.ends_with('#')
                && matches!(family, "" | "1")
                && rest.chars().all(char::is_whitespace) =>
            {
                weaker = Found::Cut;
            }
            _ => {}
        }
    }
    if weaker == Found::Nothing { readable(text) } else { weaker }
}

/// The keys of a readable link: the text between its `#` or `?` and the next gap, if `p=` is among them.
fn readable(text: &str) -> Found<'_> {
    for at in each_place(text, "p=") {
        let (before, _) = around(text, at);
        if !begins_key(before) {
            continue;
        }
        let start =
            before.rfind(|c: char| c == '#' || c == '?' || c.is_whitespace()).map_or(0, |found| found + 1);
        let keys = text.get(start..).unwrap_or_default();
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ')' | '(');
        let all = keys.split(ends).next().unwrap_or_default();
        let (keys, behind) = all.split_once('#').unwrap_or((all, ""));
        let trimmed = |text: &'_ str| text.trim_end_matches(['.', ',', ';', '!', '?']).len();
        return Found::Readable {
            keys: keys.get(..trimmed(keys)).unwrap_or_default(),
            behind: behind.get(..trimmed(behind)).unwrap_or_default(),
        };
    }
    Found::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_found_in_all_that_people_paste() {
        let found = Found::Payload { family: 1, text: "AbC" };
        for text in [
            "#s=1.AbC",
            "s=1.AbC",
            "?s=1.AbC",
            "https://example.org/calc/#s=1.AbC",
            "https://example.org/?utm_source=x&s=1.AbC",
            "<https://example.org/?lens=3&s=1.AbC",
            "see (https://example.org/?s=search#s=1.AbC",
        ] {
            assert_eq!(find(text), found, "{text}");
        }
        assert_eq!(find("#s=2.AbC"), Found::Payload { family: 2, text: "AbC" });
    }

    #[test]
    fn other_addresses_are_not_ours() {
        for text in [
            "",
            "#",
            "s",
            "https://example.org/?s=shoes",
            "#s=x",
            "?items=1.5",
            "#s=0.A",
            "#s=99999.A",
            "12k",
        ] {
            assert_eq!(find(text), Found::Nothing, "{text}");
        }
        assert_eq!(find("https://example.org/#s=1"), Found::Cut);
        assert_eq!(find("https://example.org/#s="), Found::Cut);
    }

    #[test]
    fn a_readable_link_ends_where_the_text_goes_on() {
        for (text, keys, behind) in [
            ("#p=support-chat", "p=support-chat", ""),
            ("(https://x.org/#users=5&p=a&f0.in=2).", "users=5&p=a&f0.in=2", ""),
            ("go to ?p=a, and", "p=a", ""),
            ("#p=a&users=5#users=6&days=2.", "p=a&users=5", "users=6&days=2"),
        ] {
            assert_eq!(find(text), Found::Readable { keys, behind }, "{text}");
        }
    }

    #[test]
    fn a_scenario_is_claimed_by_its_key_however_often_that_is_encoded() {
        for text in [
            "#s=1.abc",
            "?s=1.abc",
            "%23s=1.abc",
            "#at=x&s=1.abc",
            "#p=support-chat&users=12000",
            "#s%3D1.abc",
            "?s%3D",
            "%23s%3D1.abc",
            "#%2523s%253D1.abc",
            "#s%253D1.abc",
            "#p%3Dglossary",
            "?utm=a%26s%3D1.abc",
            "#s=",
        ] {
            assert!(claims_scenario(text), "{text}");
        }
        for text in ["", "#", "#section", "#as=1", "?utm_source=s", "?q=100%25", "#s", "?items%3D5"] {
            assert!(!claims_scenario(text), "{text}");
        }
    }

    #[test]
    fn percent_codes_are_replaced_and_others_stay() {
        assert_eq!(percent_decoded("%23s%3d1.%C3%A9"), "#s=1.é");
        assert_eq!(percent_decoded("100%, %zz %"), "100%, %zz %");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }
}

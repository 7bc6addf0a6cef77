//! General categories of characters, as far as tokenizers tell them apart.

use std::sync::OnceLock;

/// Made by `scripts/token-tables.mjs` from the Unicode Character Database, version 17.
static TABLE: &[u8] = include_bytes!("data/classes.bin");

/// What a character is to a tokenizer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Neither a letter nor a mark nor a number.
    Other,
    /// Lu and Lt.
    Upper,
    /// Ll.
    Lower,
    /// Lm and Lo: letters without a case.
    Caseless,
    /// M.
    Mark,
    /// N.
    Number,
}

impl Class {
    pub(super) fn of(c: char) -> Self {
        match c {
            'a'..='z' => Self::Lower,
            'A'..='Z' => Self::Upper,
            '0'..='9' => Self::Number,
            '\0'..='\u{7f}' => Self::Other,
            _ => Self::find(c as u32),
        }
    }

    fn find(code: u32) -> Self {
        static BEGINNINGS: OnceLock<Vec<(u32, Class)>> = OnceLock::new();
        let beginnings = BEGINNINGS.get_or_init(read);
        let behind = beginnings.partition_point(|(begin, _)| *begin <= code);
        behind.checked_sub(1).and_then(|at| beginnings.get(at)).map_or(Self::Other, |(_, class)| *class)
    }

    pub(super) const fn is_letter(self) -> bool {
        matches!(self, Self::Upper | Self::Lower | Self::Caseless)
    }

    /// What the first part of a word is made of.
    pub(super) const fn may_be_upper(self) -> bool {
        matches!(self, Self::Upper | Self::Caseless | Self::Mark)
    }

    /// What the second part of a word is made of.
    pub(super) const fn may_be_lower(self) -> bool {
        matches!(self, Self::Lower | Self::Caseless | Self::Mark)
    }
}

/// Where each run of a class begins.
fn read() -> Vec<(u32, Class)> {
    let mut beginnings = Vec::new();
    let mut bytes = TABLE.iter().copied();
    let mut code = 0;
    loop {
        let mut distance = 0_u32;
        let mut shift = 0;
        loop {
            let Some(byte) = bytes.next() else {
                return beginnings;
            };
            distance |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        code += distance;
        let class = match bytes.next() {
            Some(1) => Class::Upper,
            Some(2) => Class::Lower,
            Some(3) => Class::Caseless,
            Some(4) => Class::Mark,
            Some(5) => Class::Number,
            _ => Class::Other,
        };
        beginnings.push((code, class));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_the_class_of_their_category() {
        for (c, class) in [
            ('Ä', Class::Upper),
            ('ǅ', Class::Upper),
            ('ß', Class::Lower),
            ('ʰ', Class::Caseless),
            ('中', Class::Caseless),
            ('\u{301}', Class::Mark),
            ('Ⅷ', Class::Number),
            ('²', Class::Number),
            ('€', Class::Other),
            ('\u{10ffff}', Class::Other),
        ] {
            assert_eq!(Class::of(c), class, "{c}");
        }
        // The standard library knows numbers, too, perhaps of another version of Unicode.
        let other = (0..0x3000)
            .filter_map(char::from_u32)
            .filter(|c| (Class::of(*c) == Class::Number) != c.is_numeric());
        assert_eq!(other.collect::<Vec<_>>(), []);
    }
}

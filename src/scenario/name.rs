//! Names that people give, made safe to show anywhere.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A name of at most 80 bytes of UTF-8, without control characters and without marks that turn the reading direction.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Name(Box<str>);

impl Name {
    /// Longest name, in bytes of UTF-8.
    pub const MAX_BYTES: usize = 80;

    /// Keeps what may be shown of `text`: strips controls and direction marks, folds white space, cuts at the limit.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut name = String::new();
        for c in text.chars() {
            let c = if c.is_whitespace() { ' ' } else { c };
            let turns_direction =
                matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let doubled = c == ' ' && (name.is_empty() || name.ends_with(' '));
            if c.is_control() || turns_direction || c == '\u{feff}' || doubled {
                continue;
            }
            if name.len() + c.len_utf8() > Self::MAX_BYTES {
                break;
            }
            name.push(c);
        }
        Self(name.trim_end().into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_turn_the_text_around_it_or_hide_controls() {
        assert_eq!(Name::new("  Support\u{202e}\u{0} \t chat \n").as_str(), "Support chat");
        assert_eq!(Name::new(&"é".repeat(60)).as_str().len(), 80);
        assert_eq!(Name::new("<b>&\"").as_str(), "<b>&\"");
    }
}

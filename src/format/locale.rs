//! How digits are written in a language: marks, grouping, where the currency and the percent sign go.
//!
//! The facts are those of the Unicode Common Locale Data Repository (CLDR), read down to what this widget writes.
//! Digits are always 0 to 9, and words stay English.

/// How the digits of a whole number are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grouping {
    /// 1,234,567
    Threes,
    /// As threes, but four digits stay together: 1234, 12 345.
    ThreesFromFiveDigits,
    /// 12,34,567
    Lakh,
}

/// The position of the currency sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// $5
    Before,
    /// $ 5
    BeforeSpaced,
    /// 5 $
    After,
}

/// The position of the percent sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Percent {
    /// 5%
    After,
    /// 5 %
    AfterSpaced,
    /// %5
    Before,
}

/// How numbers are written. A small value that is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    pub(super) group: char,
    pub(super) decimal: char,
    grouping: Grouping,
    sign: Sign,
    percent: Percent,
    currency: &'static str,
}

const NBSP: char = '\u{a0}';
const NARROW: char = '\u{202f}';

const fn locale(group: char, decimal: char, sign: Sign, percent: Percent) -> Locale {
    Locale { group, decimal, grouping: Grouping::Threes, sign, percent, currency: "$" }
}

impl Default for Locale {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl Locale {
    /// English as written in most of the world.
    pub const ENGLISH: Self = locale(',', '.', Sign::Before, Percent::After);

    /// The locale of a BCP 47 tag ("de-DE", "pt_BR", "hi"); English where the language is not known.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        let language = parts.next().unwrap_or_default();
        // A region has two letters or three digits; scripts have four letters; then come extensions.
        let region = parts.take_while(|part| part.len() > 1).find(|part| part.len() < 4).unwrap_or_default();
        match (language, region) {
            ("de", "ch" | "li") | ("rm", _) => locale('’', '.', Sign::BeforeSpaced, Percent::After),
            ("de", "at") => locale(NBSP, ',', Sign::BeforeSpaced, Percent::AfterSpaced),
            ("es", "mx" | "us" | "pr" | "gt" | "hn" | "ni" | "pa" | "pe" | "sv" | "do" | "419") => {
                Self::ENGLISH
            }
            ("es", "ar" | "uy" | "co" | "py" | "cl" | "ec" | "ve" | "bo") => {
                locale('.', ',', Sign::Before, Percent::AfterSpaced)
            }
            ("pt", "pt" | "ao" | "mz" | "cv") => {
                locale(NBSP, ',', Sign::After, Percent::After).four_together()
            }
            ("fr", "ca") => locale(NBSP, ',', Sign::After, Percent::AfterSpaced),
            ("ar", "ma" | "dz" | "tn" | "ly") => locale('.', ',', Sign::After, Percent::After),
            ("en", "in" | "pk" | "bd" | "np")
            | ("hi" | "bn" | "mr" | "ta" | "te" | "gu" | "kn" | "ml" | "pa", _) => {
                Self { grouping: Grouping::Lakh, ..Self::ENGLISH }
            }
            ("en", "za") => locale(NBSP, ',', Sign::Before, Percent::After),
            ("de" | "da" | "ro" | "hr" | "sl" | "is" | "mk", _) => {
                locale('.', ',', Sign::After, Percent::AfterSpaced)
            }
            ("es" | "gl" | "ca", _) => locale('.', ',', Sign::After, Percent::AfterSpaced).four_together(),
            ("it" | "el" | "vi" | "sr" | "bs", _) => locale('.', ',', Sign::After, Percent::After),
            ("nl" | "pt" | "id", _) => locale('.', ',', Sign::BeforeSpaced, Percent::After),
            ("tr", _) => locale('.', ',', Sign::Before, Percent::Before),
            ("fr", _) => locale(NARROW, ',', Sign::After, Percent::AfterSpaced),
            ("pl" | "bg" | "et", _) => locale(NBSP, ',', Sign::After, Percent::After).four_together(),
            ("uk" | "hu" | "lv" | "sq", _) => locale(NBSP, ',', Sign::After, Percent::After),
            ("ru" | "cs" | "sk" | "sv" | "nb" | "nn" | "no" | "fi" | "lt" | "be" | "kk", _) => {
                locale(NBSP, ',', Sign::After, Percent::AfterSpaced)
            }
            ("ar" | "he" | "fa" | "ur", _) => locale(',', '.', Sign::After, Percent::After),
            _ => Self::ENGLISH,
        }
    }

    const fn four_together(self) -> Self {
        Self { grouping: Grouping::ThreesFromFiveDigits, ..self }
    }

    /// The same with another currency's sign; amounts must then be in that currency.
    #[must_use]
    pub const fn with_currency(self, sign: &'static str) -> Self {
        Self { currency: sign, ..self }
    }

    /// The currency's sign.
    #[must_use]
    pub const fn currency(self) -> &'static str {
        self.currency
    }

    /// The decimal mark.
    #[must_use]
    pub const fn decimal_mark(self) -> char {
        self.decimal
    }

    /// The mark between groups of digits.
    #[must_use]
    pub const fn group_mark(self) -> char {
        self.group
    }

    /// Whether the currency sign precedes the amount, for the placing of `$` inside a field.
    #[must_use]
    pub fn currency_first(self) -> bool {
        self.sign != Sign::After
    }

    /// ASCII digits, parted.
    pub(super) fn grouped(self, digits: &str) -> String {
        let length = digits.len();
        if length < 4 || (length == 4 && self.grouping == Grouping::ThreesFromFiveDigits) {
            return digits.to_owned();
        }
        let mut text = String::with_capacity(length + length / 2);
        for (index, digit) in digits.chars().enumerate() {
            let left = length - index;
            let edge = match self.grouping {
                Grouping::Lakh => left == 3 || (left > 3 && left % 2 == 1),
                Grouping::Threes | Grouping::ThreesFromFiveDigits => left.is_multiple_of(3),
            };
            if edge && index > 0 {
                text.push(self.group);
            }
            text.push(digit);
        }
        text
    }

    /// An amount with the currency sign; `digits` has no sign of its own.
    pub(super) fn money(self, negative: bool, digits: &str) -> String {
        let minus = if negative { "\u{2212}" } else { "" };
        match self.sign {
            Sign::Before => [minus, self.currency, digits].concat(),
            Sign::BeforeSpaced => [minus, self.currency, "\u{a0}", digits].concat(),
            Sign::After => [minus, digits, "\u{a0}", self.currency].concat(),
        }
    }

    /// A number with the percent sign; `digits` has no sign of its own.
    pub(super) fn percent(self, negative: bool, digits: &str) -> String {
        let minus = if negative { "\u{2212}" } else { "" };
        match self.percent {
            Percent::After => [minus, digits, "%"].concat(),
            Percent::AfterSpaced if self.group == NARROW => [minus, digits, "\u{202f}%"].concat(),
            Percent::AfterSpaced => [minus, digits, "\u{a0}%"].concat(),
            Percent::Before => [minus, "%", digits].concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_parted_as_the_language_parts_them() {
        let grouped = |tag: &str, digits: &str| Locale::from_tag(tag).grouped(digits);
        assert_eq!(grouped("en-GB", "1234567"), "1,234,567");
        assert_eq!(grouped("de-DE", "1234567"), "1.234.567");
        assert_eq!(grouped("de-CH", "1234567"), "1’234’567");
        assert_eq!(grouped("fr", "1234567"), "1\u{202f}234\u{202f}567");
        assert_eq!(grouped("hi-IN", "12345678"), "1,23,45,678");
        assert_eq!(grouped("hi", "123456"), "1,23,456");
        assert_eq!(grouped("pl", "1234"), "1234");
        assert_eq!(grouped("pl", "12345"), "12\u{a0}345");
        assert_eq!(grouped("es-ES", "1234"), "1234");
        assert_eq!(grouped("es-MX", "1234"), "1,234");
        assert_eq!(grouped("ja", "100"), "100");
    }

    #[test]
    fn tags_are_read_in_any_case_with_script_and_extensions() {
        assert_eq!(Locale::from_tag("PT_pt"), Locale::from_tag("pt-PT"));
        assert_eq!(Locale::from_tag("de-Latn-CH-1996"), Locale::from_tag("de-CH"));
        assert_eq!(Locale::from_tag("de-u-nu-latn"), Locale::from_tag("de"));
        assert_eq!(Locale::from_tag("tlh"), Locale::ENGLISH);
        assert_eq!(Locale::from_tag(""), Locale::ENGLISH);
    }
}

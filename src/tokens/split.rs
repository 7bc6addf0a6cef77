//! Cuts text into the pieces within which a tokenizer merges bytes: words, numbers, signs and space.
//!
//! The patterns are those of openai/tiktoken (MIT), written out as code: a general engine for patterns is larger than the table.

use super::classes::Class;

/// The pattern of a tokenizer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// That of `o200k_base`: a word may begin in upper case and goes on in lower case.
    O200k,
    /// That of `cl100k_base`: a word is letters.
    Cl100k,
}

impl Pattern {
    /// The pieces of a text, in order; together they are the text.
    pub fn pieces(self, text: &str) -> impl Iterator<Item = &str> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let length = self.first_piece(rest).max(first.len_utf8());
            let (piece, later) = rest.split_at_checked(length).unwrap_or((rest, ""));
            rest = later;
            Some(piece)
        })
    }

    /// The length in bytes of the first piece.
    fn first_piece(self, text: &str) -> usize {
        let word = match self {
            Self::O200k => word_with_case(text),
            Self::Cl100k => contraction(text).or_else(|| word_of_letters(text)),
        };
        word.or_else(|| number(text)).or_else(|| self.signs(text)).unwrap_or_else(|| space(text))
    }

    /// ` ?[^\s\p{L}\p{N}]+[\r\n/]*`; without the slash in `cl100k_base`.
    fn signs(self, text: &str) -> Option<usize> {
        let begin = usize::from(text.starts_with(' '));
        let is_sign =
            |c: char| !c.is_whitespace() && !Class::of(c).is_letter() && Class::of(c) != Class::Number;
        let end = begin + run(text.get(begin..)?, is_sign);
        if end == begin {
            return None;
        }
        let is_tail = |c: char| c == '\r' || c == '\n' || c == '/' && self == Self::O200k;
        Some(end + run(text.get(end..)?, is_tail))
    }
}

/// The bytes of the characters at the beginning that fit.
fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// A sign that may come before a word: `[^\r\n\p{L}\p{N}]`.
fn prefix(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let class = Class::of(first);
    let fits = first != '\r' && first != '\n' && !class.is_letter() && class != Class::Number;
    fits.then_some(first.len_utf8())
}

/// `[^\r\n\p{L}\p{N}]?\p{L}+`.
fn word_of_letters(text: &str) -> Option<usize> {
    let begin = prefix(text).unwrap_or(0);
    let length = run(text.get(begin..)?, |c| Class::of(c).is_letter());
    (length > 0).then_some(begin + length)
}

/// A word that ends in lower case or in letters without a case, else one in upper case; with a contraction behind it.
fn word_with_case(text: &str) -> Option<usize> {
    let begins = [prefix(text), Some(0)];
    let from = |word: fn(&str) -> Option<usize>| {
        begins.into_iter().flatten().find_map(|begin| Some(begin + word(text.get(begin..)?)?))
    };
    let end = from(ends_in_lower).or_else(|| from(all_upper))?;
    Some(end + contraction(text.get(end..)?).unwrap_or(0))
}

/// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+`.
fn ends_in_lower(text: &str) -> Option<usize> {
    let upper = run(text, |c| Class::of(c).may_be_upper());
    let lower = run(text.get(upper..)?, |c| Class::of(c).may_be_lower());
    if lower > 0 {
        return Some(upper + lower);
    }
    // Nothing follows: the second part is the last character of the first one that may be in both.
    let both = text.get(..upper)?.char_indices().rev().find(|(_, c)| Class::of(*c).may_be_lower());
    both.map(|(at, c)| at + c.len_utf8())
}

/// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+`, behind which no lower case follows.
fn all_upper(text: &str) -> Option<usize> {
    let upper = run(text, |c| Class::of(c).may_be_upper());
    (upper > 0).then_some(upper)
}

/// `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll`, `'d` in any case; the long s is an s.
fn contraction(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('\'')?;
    let first = rest.chars().next()?;
    let second = rest.get(first.len_utf8()..).and_then(|rest| rest.chars().next());
    let second_is = |c: char| second.is_some_and(|second| second.eq_ignore_ascii_case(&c));
    match first.to_ascii_lowercase() {
        's' | 't' | 'm' | 'd' => Some(2),
        'ſ' => Some(1 + first.len_utf8()),
        'r' | 'v' if second_is('e') => Some(3),
        'l' if second_is('l') => Some(3),
        _ => None,
    }
}

/// `\p{N}{1,3}`.
fn number(text: &str) -> Option<usize> {
    let digits = text.chars().take(3).take_while(|c| Class::of(*c) == Class::Number);
    let length: usize = digits.map(char::len_utf8).sum();
    (length > 0).then_some(length)
}

/// `\s*[\r\n]+`, else `\s+(?!\S)`, else `\s+`: space up to its last line break; or all of it but one before a word; or one.
fn space(text: &str) -> usize {
    let length = run(text, char::is_whitespace);
    let Some(spaces) = text.get(..length) else {
        return 0;
    };
    if let Some(last) = spaces.rfind(['\r', '\n']) {
        return last + 1;
    }
    let last = spaces.chars().next_back().map_or(0, char::len_utf8);
    if length == text.len() || length == last { length } else { length - last }
}

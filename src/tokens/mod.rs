//! How many tokens a text is: exactly, for the two tokenizers that OpenAI has published, and as a range for other makers.
//!
//! The tables of merges are not part of the module: who counts has loaded them. They are made by `scripts/token-tables.mjs` from the
//! vocabularies of openai/tiktoken (MIT).

mod classes;
mod family;
mod merges;
mod split;

pub use family::{Family, TextKind, factor};
pub use merges::{Merges, TableError};
pub use split::Pattern;

/// Bytes of text that a page may count before it lets the browser draw: [`slices`] cuts at the ends of lines.
pub const SLICE: usize = 64 << 10;

/// A tokenizer: its table of merges and the pattern that cuts text into the pieces within which bytes are merged.
#[derive(Debug)]
pub struct Tokenizer {
    merges: Merges,
    pattern: Pattern,
}

impl Tokenizer {
    /// The tokenizer `o200k_base` (GPT-4o and later) from its table of merges, or from the first part of it: then counts are upper
    /// bounds.
    ///
    /// # Errors
    /// [`TableError`] if the bytes are no table.
    pub fn o200k(table: &[u8]) -> Result<Self, TableError> {
        Ok(Self { merges: Merges::read(table)?, pattern: Pattern::O200k })
    }

    /// The tokenizer `cl100k_base` (GPT-4 and GPT-3.5) from its table of merges.
    ///
    /// # Errors
    /// [`TableError`] if the bytes are no table.
    pub fn cl100k(table: &[u8]) -> Result<Self, TableError> {
        Ok(Self { merges: Merges::read(table)?, pattern: Pattern::Cl100k })
    }

    /// The tokens of a text; special tokens in it count as the text that they are written with.
    ///
    /// The time is in proportion to the text, and to the logarithm of the longest word.
    #[must_use]
    pub fn count(&self, text: &str) -> u64 {
        let mut merging = self.merges.merging();
        self.pattern.pieces(text).map(|piece| merging.count(piece.as_bytes()) as u64).sum()
    }
}

/// Cuts a text behind line breaks into slices of about [`SLICE`] bytes, whose counts add up to that of the whole wherever a line
/// begins with something else than space.
pub fn slices(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (slice, later) = rest.split_at(end_of_slice(rest));
        rest = later;
        Some(slice)
    })
}

/// The first place behind [`SLICE`] bytes where a line begins with something else than space; the end where there is none.
fn end_of_slice(text: &str) -> usize {
    let bytes = text.as_bytes();
    let begins_word = |at: &usize| {
        bytes.get(at.wrapping_sub(1)) == Some(&b'\n')
            && text
                .get(*at..)
                .and_then(|rest| rest.chars().next())
                .is_some_and(|c| !c.is_whitespace() && c != '/')
    };
    (SLICE..text.len()).find(begins_word).unwrap_or(text.len())
}

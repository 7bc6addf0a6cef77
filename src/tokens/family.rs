//! Makers whose tokenizer is not public: how many tokens they make of what OpenAI's `o200k_base` makes one, as a range.

/// Tokenizers that are known only by published counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Claude up to 4.6.
    ClaudeTo46,
    /// Claude from 4.7 on. Its maker says 1.0 to 1.35 times the tokens of 4.6; independent series found up to 1.47.
    ClaudeFrom47,
    /// Gemini 2 to 3.
    Gemini,
}

/// What a text is, as far as tokenizers treat it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextKind {
    /// English prose.
    English,
    /// German and French.
    GermanOrFrench,
    /// Spanish and Portuguese.
    SpanishOrPortuguese,
    /// Russian and Ukrainian.
    Cyrillic,
    /// Chinese and Japanese.
    ChineseOrJapanese,
    /// Korean.
    Korean,
    /// Arabic and Hindi.
    ArabicOrHindi,
    /// Programs.
    Code,
    /// JSON, identifiers and numbers.
    Json,
}

/// The least and the most tokens of a family for each token of `o200k_base`.
///
/// Sources, read in November 2026: Anthropic's notes to Opus 4.7 and two independent series of `count_tokens` for Claude; counts
/// with the Gemma 3 vocabulary, by which Google's own kit counts, for Gemini. The series differ, so that the ranges are rounded
/// outward.
#[must_use]
pub const fn factor(family: Family, kind: TextKind) -> (f64, f64) {
    match (family, kind) {
        (Family::ClaudeTo46, TextKind::English) => (1.0, 1.2),
        (Family::ClaudeTo46, TextKind::GermanOrFrench) => (1.3, 1.4),
        (Family::ClaudeTo46, TextKind::SpanishOrPortuguese) => (1.25, 1.4),
        (Family::ClaudeFrom47, TextKind::English) => (1.2, 1.6),
        (Family::ClaudeFrom47, TextKind::GermanOrFrench) => (1.8, 2.1),
        (Family::ClaudeFrom47, TextKind::SpanishOrPortuguese) => (1.5, 1.8),
        (Family::ClaudeTo46 | Family::ClaudeFrom47, TextKind::Cyrillic) => (1.9, 2.1),
        (Family::ClaudeTo46 | Family::ClaudeFrom47, TextKind::ChineseOrJapanese) => (1.3, 1.5),
        (Family::ClaudeTo46 | Family::ClaudeFrom47, TextKind::Korean) => (1.7, 1.9),
        (Family::ClaudeTo46 | Family::ClaudeFrom47, TextKind::ArabicOrHindi) => (2.8, 3.5),
        (Family::ClaudeTo46, TextKind::Code) => (1.05, 1.3),
        (Family::ClaudeFrom47, TextKind::Code) => (1.2, 1.7),
        (Family::ClaudeTo46, TextKind::Json) => (1.0, 1.1),
        (Family::ClaudeFrom47, TextKind::Json) => (1.05, 1.4),
        (Family::Gemini, TextKind::English) => (0.95, 1.05),
        (Family::Gemini, TextKind::GermanOrFrench | TextKind::SpanishOrPortuguese) => (0.95, 1.1),
        (Family::Gemini, TextKind::Cyrillic | TextKind::Korean) => (0.9, 1.0),
        (Family::Gemini, TextKind::ChineseOrJapanese) => (0.75, 0.85),
        (Family::Gemini, TextKind::ArabicOrHindi) => (0.85, 1.05),
        (Family::Gemini, TextKind::Code) => (1.15, 1.25),
        (Family::Gemini, TextKind::Json) => (1.1, 1.2),
    }
}

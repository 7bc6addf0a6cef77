//! What the text of a cloud's meter says: the kind of token, the unit, the model.

use crate::units::{each_place, holds};
use crate::usage::record::Kind;

/// The kind of token in an AWS usage type, or in the meter text of a FOCUS file.
pub(super) fn kind_of_meter(text: &str) -> Option<Kind> {
    let text = text.to_ascii_lowercase();
    let has = |word: &str| holds(&text, word);
    let cached = ["cache", "cached"].iter().any(|word| has(word));
    let write = cached.then(|| each_place(&text, "write").next()).flatten().and_then(|at| text.get(at..));
    if let Some(rest) = write {
        let is_hour = ["1h", "1-h", "1 h", "one-hour"].iter().any(|word| holds(rest, word));
        return Some(if is_hour { Kind::Write1h } else { Kind::Write5m });
    }
    match () {
        () if cached && (has("read") || has("input") || has("inp")) => Some(Kind::CacheRead),
        () if has("output") || has("outp") || has("completion") => Some(Kind::Output),
        () if has("input") || has("inp") || has("prompt") => Some(Kind::Uncached),
        () => None,
    }
}

/// The kind of token in a Google SKU; storage, grounding and searches are tools.
pub(super) fn kind_of_sku(text: &str) -> Option<Kind> {
    let text = text.to_ascii_lowercase();
    let has = |word: &str| holds(&text, word);
    match () {
        () if has("storage") || has("grounding") || has("search") => None,
        () if has("cach") && has("input") => Some(Kind::CacheRead),
        () if has("output") => Some(Kind::Output),
        () if has("input") => Some(Kind::Uncached),
        () => None,
    }
}

/// The kind of token in the name of an Azure meter.
pub(super) fn kind_of_azure_meter(text: &str) -> Option<Kind> {
    let text = text.to_ascii_lowercase();
    let has = |word: &str| holds(&text, word);
    match () {
        () if has("out") || has(" opt") || has("-opt") => Some(Kind::Output),
        () if has("cach") || has("cchd") || has("cd inp") || has("cd-inp") => Some(Kind::CacheRead),
        () if has("inp") || has("token") => Some(Kind::Uncached),
        () => None,
    }
}

/// How many tokens a unit is: `1K tokens`, `1000 Tokens`, `1M`, `Tokens`.
pub(super) fn unit_scale(unit: &str) -> u32 {
    let unit = unit.trim().to_ascii_lowercase().replace(',', "");
    let digits: String = unit.chars().take_while(char::is_ascii_digit).collect();
    let rest = unit.get(digits.len()..).unwrap_or("").trim_start();
    let first = rest.split([' ', '/']).next().unwrap_or("");
    let factor = match first {
        "k" | "thousand" | "ktokens" => 1_000,
        "m" | "million" | "mtokens" => 1_000_000,
        _ => 1,
    };
    digits.parse::<u32>().unwrap_or(1).max(1).saturating_mul(factor)
}

/// The model in an AWS usage type: the text between the region and the kind.
pub(super) fn model_of_usage_type(text: &str) -> &str {
    if holds(text, "-MP:") || text.starts_with("MP:") {
        return "(marketplace unit)";
    }
    let model = match text.split_once('-') {
        Some((region, rest)) if is_region(region) => rest,
        _ => text,
    };
    before_first(
        model,
        &["-mantle", "-input", "-output", "-cache", "-batch", "-flex", "-priority", "-latency", "-text"],
    )
}

/// `USE1`, `EUW3`, `APN1`: two to four letters and a digit.
fn is_region(text: &str) -> bool {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (2..=5).contains(&letters.len())
        && letters.len() < text.len()
        && letters.bytes().all(|b| b.is_ascii_uppercase())
}

/// The model in the name of an Azure meter: the text before the kind.
pub(super) fn model_of_azure_meter(text: &str) -> &str {
    let kinds = [
        "inp",
        "inpt",
        "input",
        "out",
        "outp",
        "outpt",
        "output",
        "opt",
        "cached",
        "cchd",
        "cd",
        "glbl",
        "global",
        "regnl",
        "regional",
        "rgnl",
        "dzone",
        "dz",
        "datazone",
        "data",
        "batch",
        "pp",
        "tokens",
        "token",
        "provisioned",
    ];
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive([' ', '-']) {
        let bare = word.trim_end_matches([' ', '-']).to_ascii_lowercase();
        if at > 0 && kinds.contains(&bare.as_str()) {
            return text.get(..end).unwrap_or(text);
        }
        at += word.len();
        end = at - (word.len() - bare.len());
    }
    text
}

/// The model in a Google SKU: what is left without the words for kinds, in lower case.
pub(super) fn model_of_sku(text: &str) -> String {
    const WORDS: [&str; 33] = [
        "generate",
        "content",
        "generation",
        "input",
        "output",
        "token",
        "tokens",
        "count",
        "for",
        "cached",
        "caching",
        "text",
        "audio",
        "image",
        "video",
        "short",
        "long",
        "batch",
        "flex",
        "priority",
        "ga",
        "thinking",
        "predictions",
        "prediction",
        "(thinking",
        "on)",
        "off)",
        "(long)",
        "(short)",
        "-",
        "storage",
        "live",
        "api",
    ];
    let words: Vec<String> = text
        .split_whitespace()
        .map(str::to_ascii_lowercase)
        .filter(|word| !WORDS.contains(&word.as_str()))
        .collect();
    words.join(" ")
}

fn before_first<'a>(text: &'a str, marks: &[&str]) -> &'a str {
    let end = marks.iter().filter_map(|mark| each_place(text, mark).next()).min().unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meter_says_its_kind() {
        for (text, kind) in [
            ("USE1-Claude4.5Haiku-input-tokens", Some(Kind::Uncached)),
            ("USE1-Claude4.5Haiku-cache-read-input-token-count", Some(Kind::CacheRead)),
            ("USE1-Claude4.5Haiku-cache-write-input-token-count", Some(Kind::Write5m)),
            ("USE1-Claude4.5Haiku-cache-write-1h-input-token-count", Some(Kind::Write1h)),
            ("USE1-Claude4.5Haiku-cache-write-input-token-count-1-hour", Some(Kind::Write1h)),
            ("USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard", Some(Kind::Write5m)),
            ("USE1-MP:USE1_CacheReadInputTokenCount-Units", Some(Kind::CacheRead)),
            ("USE1-MP:USE1_CacheWriteInputTokenCount-Units", Some(Kind::Write5m)),
            ("USE1-MP:USE1_OutputTokenCount_Global-Units", Some(Kind::Output)),
            ("USE1-BoxUsage:t3.micro", None),
        ] {
            assert_eq!(kind_of_meter(text), kind, "{text}");
        }
    }

    #[test]
    fn a_unit_says_how_many_tokens_it_is() {
        for (unit, scale) in [
            ("1K tokens", 1_000),
            ("1000 Tokens", 1_000),
            ("1M", 1_000_000),
            ("1M tokens", 1_000_000),
            ("Tokens", 1),
            ("1,000,000 tokens", 1_000_000),
            ("Units", 1),
            ("", 1),
            ("1K", 1_000),
            ("million tokens", 1_000_000),
        ] {
            assert_eq!(unit_scale(unit), scale, "{unit}");
        }
    }

    #[test]
    fn the_model_is_what_is_left() {
        assert_eq!(model_of_usage_type("USE1-Claude4.5Haiku-input-tokens-batch"), "Claude4.5Haiku");
        assert_eq!(
            model_of_usage_type("USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard"),
            "anthropic.claude-opus-4-8"
        );
        assert_eq!(model_of_azure_meter("gpt 4o 1120 cached Inp glbl"), "gpt 4o 1120");
        assert_eq!(model_of_azure_meter("gpt-4o-mini-0718-Batch-Outp-glbl Tokens"), "gpt-4o-mini-0718");
        for sku in [
            "Generate content input token count gemini 2.5 flash short input text batch",
            "Generate content cached text input token count for gemini 2.5 flash",
            "Gemini 2.5 Flash GA Text Output (Thinking On) - Predictions",
            "Gemini 2.5 Flash Input Text Caching (Long)",
        ] {
            assert_eq!(model_of_sku(sku), "gemini 2.5 flash", "{sku}");
        }
    }
}

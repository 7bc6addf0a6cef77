//! Which names mean the same model: dated, prefixed and display names of one model have the same key.

/// Parts of a path that say who serves the model, not which it is.
const PREFIXES: [&str; 12] = [
    "publishers/google/models/",
    "publishers/anthropic/models/",
    "models/",
    "vertex_ai/",
    "bedrock/converse/",
    "bedrock/",
    "azure_ai/",
    "azure/",
    "us-gov.",
    "global.",
    "apac.",
    "us.",
];
const VENDORS: [&str; 10] = [
    "anthropic.",
    "amazon.",
    "meta.",
    "mistral.",
    "cohere.",
    "deepseek.",
    "openai.",
    "google.",
    "qwen.",
    "eu.",
];
/// Variants of OpenRouter; their prices differ from the model's.
const VARIANTS: [&str; 6] = [":free", ":nitro", ":online", ":floor", ":extended", ":thinking"];

/// The words of a model's name in order of the alphabet, the same for every way to write it: `4 4 claude opus`. `None` for
/// fine-tuned models, whose prices are not those of their base.
#[must_use]
pub fn model_key(name: &str) -> Option<String> {
    let lower = name.trim().to_ascii_lowercase();
    if lower.starts_with("ft:") || lower.is_empty() {
        return None;
    }
    let mut rest = lower.as_str();
    rest = rest.rsplit_once('/').map_or(rest, |(path, last)| if path.contains(' ') { rest } else { last });
    while let Some(shorter) = PREFIXES.iter().chain(&VENDORS).find_map(|prefix| rest.strip_prefix(prefix)) {
        rest = shorter;
    }
    let variant = VARIANTS.iter().find(|variant| rest.ends_with(*variant)).copied().unwrap_or("");
    rest = rest.strip_suffix(variant).unwrap_or(rest);
    let mut words = words_of(rest);
    drop_dates(&mut words);
    if !variant.is_empty() {
        words.push(variant.to_owned());
    }
    // There are a few, for which a sort is much code.
    let mut sorted: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let at = sorted.partition_point(|other| *other <= word);
        sorted.insert(at, word);
    }
    (!sorted.is_empty()).then(|| sorted.join(" "))
}

/// Words and numbers: `Claude4.5Haiku` is `claude`, `4`, `5`, `haiku`; `4o` and `20b` stay whole.
fn words_of(name: &str) -> Vec<String> {
    let is_break =
        |c: char| c == '-' || c == '_' || c == '.' || c == ':' || c == '@' || c == '/' || c.is_whitespace();
    name.split(is_break).filter(|word| !word.is_empty()).flat_map(split_word).collect()
}

/// Splits long words from the digits that touch them; `o3`, `4o` and `v3` are words of their own.
fn split_word(word: &str) -> Vec<String> {
    let letters = word.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let at = match (letters, digits) {
        (2.., _) if word.len() > letters => letters,
        (_, 1..) if word.len() > digits + 2 => digits,
        _ => return vec![word.to_owned()],
    };
    let (first, rest) = (word.get(..at).unwrap_or(word), word.get(at..).unwrap_or(""));
    let mut words = vec![first.to_owned()];
    words.extend(split_word(rest));
    words
}

/// Leaves out dates, versions of a deployment and words that say which date is meant.
fn drop_dates(words: &mut Vec<String>) {
    let number = |word: &String| word.parse::<u32>().ok();
    let is_date = |word: &String| {
        word.len() == 8 && number(word).is_some_and(|n| (20_200_101..20_991_231).contains(&n))
    };
    let mut at = 0;
    while at < words.len() {
        let year = words.get(at).and_then(number).filter(|n| (2020..2100).contains(n));
        let month = words
            .get(at + 1)
            .filter(|word| word.len() == 2)
            .and_then(number)
            .filter(|n| (1..=12).contains(n));
        let day = words
            .get(at + 2)
            .filter(|word| word.len() == 2)
            .and_then(number)
            .filter(|n| (1..=31).contains(n));
        let count = match () {
            () if words.get(at).is_some_and(is_date) => 1,
            () if year.is_some() && month.is_some() && day.is_some() => 3,
            () => 0,
        };
        if count == 0 {
            at += 1;
        } else {
            words.drain(at..at + count);
        }
    }
    // `-v1:0` of Bedrock.
    if let [.., version, zero] = words.as_slice()
        && zero == "0"
        && version.strip_prefix('v').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    {
        words.truncate(words.len() - 2);
    }
    words.retain(|word| word != "latest");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_name_has_the_same_key() {
        for names in [
            &[
                "claude-haiku-4-5-20251001",
                "Claude Haiku 4.5",
                "anthropic/claude-haiku-4.5",
                "Claude4.5Haiku",
                "us.anthropic.claude-haiku-4-5-20251001-v1:0",
                "claude-haiku-4-5@20251001",
            ][..],
            &[
                "claude-sonnet-5-5",
                "Claude Sonnet 5.5",
                "anthropic/claude-sonnet-5.5-20260915",
                "claude-5.5-sonnet-20260915",
            ],
            &["gpt-4o-mini-2024-07-18", "gpt-4o-mini", "openai/gpt-4o-mini", "gpt 4o mini"],
            &[
                "gemini 2.5 flash",
                "gemini-2.5-flash",
                "vertex_ai/gemini-2.5-flash",
                "models/gemini-2.5-flash",
            ],
            &["gpt-5-mini-2025-08-07", "openai/gpt-5-mini-2025-08-07", "gpt-5-mini", "azure/gpt-5-mini"],
        ] {
            let first = model_key(names[0]);
            assert!(first.is_some());
            names.iter().for_each(|name| assert_eq!(model_key(name), first, "{name}"));
        }
    }

    #[test]
    fn other_models_have_other_keys() {
        let names = [
            "gpt-4o",
            "gpt-4",
            "gpt-4o-mini",
            "o3",
            "o3-mini",
            "claude-opus-4-5",
            "claude-opus-4",
            "gpt-5-mini:free",
            "gpt-5-mini",
        ];
        let mut keys: Vec<_> = names.iter().map(|name| model_key(name)).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), names.len());
        assert_eq!(model_key("ft:gpt-4o-mini:org:x"), None);
    }
}

//! Tokens are counted as openai/tiktoken counts them: `tests/tokens/counts.jsonl` has its counts of a thousand texts of many scripts,
//! made by `scripts/token-tables.mjs`.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use inference_estimator::tokens::{Pattern, TableError, Tokenizer, slices};
use std::fs;
use std::path::PathBuf;

fn table(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/tokens/data").join(name)).unwrap()
}

fn tokenizers() -> (Tokenizer, Tokenizer) {
    (Tokenizer::o200k(&table("o200k.merges")).unwrap(), Tokenizer::cl100k(&table("cl100k.merges")).unwrap())
}

#[test]
fn counts_are_those_of_the_reference() {
    let (o200k, cl100k) = tokenizers();
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tokens/counts.jsonl");
    let path = std::env::var("TOKEN_COUNTS").map_or(default, PathBuf::from);
    let mut texts = 0;
    for line in fs::read_to_string(path).unwrap().lines() {
        let (text, new, old): (String, u64, u64) = serde_json::from_str(line).unwrap();
        assert_eq!(Pattern::O200k.pieces(&text).collect::<String>(), text);
        assert_eq!((o200k.count(&text), cl100k.count(&text)), (new, old), "{text:?}");
        texts += 1;
    }
    assert!(texts >= 1000, "only {texts} texts");
}

#[test]
fn known_texts_have_known_counts() {
    let (o200k, cl100k) = tokenizers();
    for (text, new, old) in
        [("", 0, 0), ("hello world", 2, 2), ("<|endoftext|>", 7, 7), ("tiktoken is great!", 6, 6)]
    {
        assert_eq!((o200k.count(text), cl100k.count(text)), (new, old), "{text}");
    }
}

#[test]
fn long_words_are_counted_as_short_ones_are() {
    let (o200k, _) = tokenizers();
    // Words of 64 KB: of one letter, of spaces, of letters without order. The counts are the reference's.
    assert_eq!(o200k.count(&"a".repeat(65_536)), 8_192);
    let random: String = (0..65_536_u64)
        .map(|n| char::from(b'a' + (n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23) % 26) as u8))
        .collect();
    let whole = o200k.count(&random);
    assert!((20_000..45_000).contains(&whole), "{whole}");
}

#[test]
fn slices_add_up_to_the_whole() {
    let (o200k, cl100k) = tokenizers();
    let line = "The quick brown fox, über den 1,234 faulen Hund; 日本語 and so on.\n";
    let text = line.repeat(4000);
    assert!(slices(&text).count() > 3);
    assert_eq!(slices(&text).collect::<String>(), text);
    assert_eq!(slices(&text).map(|slice| o200k.count(slice)).sum::<u64>(), o200k.count(&text));
    assert_eq!(slices(&text).map(|slice| cl100k.count(slice)).sum::<u64>(), cl100k.count(&text));
}

#[test]
fn a_part_of_the_table_counts_no_fewer_tokens() {
    let (o200k, _) = tokenizers();
    let whole = table("o200k.merges");
    let count = whole.len() / 6;
    let first: Vec<u8> =
        whole.chunks_exact(count).flat_map(|plane| plane.iter().take(50_000).copied()).collect();
    let light = Tokenizer::o200k(&first).unwrap();
    for text in
        ["The quick brown fox jumps over the lazy dog.", "Der schnelle braune Fuchs", "日本語のテキスト"]
    {
        assert!(light.count(text) >= o200k.count(text), "{text}");
    }
}

#[test]
fn a_damaged_table_is_refused() {
    assert_eq!(Tokenizer::o200k(&[]).err(), Some(TableError));
    assert_eq!(Tokenizer::o200k(&[0; 7]).err(), Some(TableError));
    assert_eq!(Tokenizer::o200k(&[255; 60]).err(), Some(TableError));
}

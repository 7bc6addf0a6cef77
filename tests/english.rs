//! Comments, texts and documents are written in plain technical English: words that this project once used in a sense of
//! its own do not come back. `docs/glossary.md` has the terms to use instead.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// Words to avoid, each with what to write instead. A word is matched whole, without regard to case.
const AVOID: [(&str, &str); 19] = [
    ("reckon", "compute, count, expect"),
    ("reckoned", "computed, counted"),
    ("reckons", "computes, counts"),
    ("dear", "expensive"),
    ("dearer", "more expensive"),
    ("dearest", "most expensive"),
    ("by lot", "at random"),
    ("of one's own", "self-hosted, your own"),
    ("stands for", "is, means"),
    ("stand for", "are, mean"),
    ("who only looks", "a visitor who does not interact"),
    ("door", "entry point"),
    ("doors", "entry points"),
    ("bring", "load, add, register"),
    ("brings", "loads, adds, registers"),
    ("luck", "chance, random draws"),
    ("told of", "reported for"),
    ("is told", "is reported"),
    ("are told", "are reported"),
];

/// Files that were written before this rule and are not rewritten yet. This list only gets shorter: a file that no longer
/// needs to be in it fails the test too.
const NOT_YET: &[&str] = &[];

fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files(&path, endings, found);
        } else if path.extension().is_some_and(|ending| endings.iter().any(|each| ending == *each)) {
            found.push(path);
        }
    }
}

/// What a person reads of a file: of code its comments and its texts, of a document everything.
fn prose(path: &Path, text: &str) -> Vec<(usize, String)> {
    let is_code = path.extension().is_some_and(|ending| ending == "rs");
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let part = if !is_code {
            line.to_owned()
        } else if let Some((_, comment)) = line.split_once("//") {
            comment.to_owned()
        } else {
            // Every second piece between quotes is a text; a text with a space in it is one for people.
            line.split('"').skip(1).step_by(2).filter(|text| text.contains(' ')).collect::<Vec<_>>().join(" ")
        };
        lines.push((number + 1, part.to_lowercase()));
    }
    lines
}

fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        !text[..at].chars().next_back().is_some_and(is_part)
            && !text[at + word.len()..].chars().next().is_some_and(is_part)
    })
}

#[test]
fn words_with_a_private_meaning_are_not_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    files(&root.join("src"), &["rs"], &mut all);
    files(&root.join("docs"), &["md"], &mut all);
    for name in ["README.md", "DESIGN.md", "pkg/README.md"] {
        all.push(root.join(name));
    }
    assert!(all.len() > 200, "only {} files found", all.len());
    let mut faults = Vec::new();
    for path in all {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let mut found = Vec::new();
        for (line, words) in prose(&path, &text) {
            for (word, instead) in AVOID {
                if contains_word(&words, word) {
                    found.push(format!("{name}:{line}: \"{word}\"; write: {instead}"));
                }
            }
        }
        match (NOT_YET.contains(&name.as_str()), found.is_empty()) {
            (true, true) => faults.push(format!("{name} is plain now: take it off the list")),
            (false, false) => faults.extend(found),
            _ => {}
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_word_is_found_whole_and_in_any_case() {
    assert!(contains_word("a dearer model", "dearer"));
    for text in ["dearest", "endear", "re-dear", "dear_model"] {
        assert!(!contains_word(text, "dear"), "{text}");
    }
}

//! The house holds: who may import whom, what the core may not name, how long a file may be.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each zone and the zones that it may import; a zone may always import itself.
const MAY_IMPORT: [(&str, &[&str]); 13] = [
    ("units", &[]),
    ("catalogue", &["units"]),
    ("scenario", &["units", "catalogue"]),
    ("estimate", &["units", "catalogue", "scenario"]),
    ("share", &["units", "catalogue", "scenario"]),
    ("usage", &["units", "scenario"]),
    ("tokens", &[]),
    ("bill", &["units", "catalogue", "scenario", "estimate", "usage"]),
    ("format", &["units", "catalogue", "scenario", "estimate"]),
    ("chart", &["units", "estimate", "format"]),
    (
        "presentation",
        &[
            "units",
            "catalogue",
            "scenario",
            "estimate",
            "share",
            "usage",
            "tokens",
            "bill",
            "format",
            "chart",
        ],
    ),
    (
        "headless",
        &["units", "catalogue", "scenario", "estimate", "share", "usage", "tokens", "bill", "presentation"],
    ),
    (
        "web",
        &[
            "units",
            "catalogue",
            "scenario",
            "estimate",
            "share",
            "usage",
            "tokens",
            "bill",
            "format",
            "chart",
            "presentation",
        ],
    ),
];

const BROWSER_CRATES: [&str; 6] =
    ["leptos", "wasm_bindgen", "web_sys", "js_sys", "gloo", "serde_wasm_bindgen"];

/// Longest file of code, in lines. Longer ones want to be two.
const MOST_LINES: usize = 500;

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn source() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    assert!(files.len() > 20, "only {} files of code found", files.len());
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The code of a file without its comments, so that words in them do not count.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn zone(name: &str) -> &str {
    name.split('/').next().unwrap_or("")
}

#[test]
fn imports_point_one_way() {
    // The command line is a crate of its own, which sees what any user of the library sees.
    for (name, text) in source().into_iter().filter(|(name, _)| zone(name) != "bin") {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(zone_name, _)| *zone_name == zone(&name)) else {
            assert_eq!(name, "lib.rs", "a zone that nobody placed");
            continue;
        };
        for (at, _) in code(&text).match_indices("crate::") {
            let code = code(&text);
            let target: String =
                code[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let known = MAY_IMPORT.iter().any(|(zone, _)| *zone == target);
            let fine = !known || target == zone(&name) || allowed.contains(&target.as_str());
            assert!(fine, "{name} imports {target}");
        }
    }
}

/// Folders of the page. What two of them share is beside them or in `parts`, so that none imports one that imports it.
const PAGE_FOLDERS: [&str; 6] = ["parts", "charts", "inputs", "results", "sections", "sharing"];

#[test]
fn no_two_folders_of_the_page_import_each_other() {
    let mut imports = BTreeSet::new();
    for (name, text) in source() {
        let Some(from) = name.strip_prefix("web/ui/").and_then(|rest| rest.split_once('/')) else { continue };
        let code = code(&text);
        for to in PAGE_FOLDERS.iter().filter(|to| **to != from.0) {
            // As a path, or in the list of `use crate::web::ui::{Ui, parts::…}`.
            if [
                format!("ui::{to}::"),
                format!("super::super::{to}::"),
                format!(" {to}::{{"),
                format!(" {to}::"),
            ]
            .iter()
            .any(|path| code.contains(path))
            {
                imports.insert((from.0.to_owned(), (*to).to_owned()));
            }
        }
    }
    for (from, to) in &imports {
        assert!(!imports.contains(&(to.clone(), from.clone())), "{from} and {to} import each other");
        let onward = imports.iter().filter(|(middle, _)| middle == to);
        for (_, last) in onward {
            assert!(
                !imports.contains(&(last.clone(), from.clone())),
                "{from}, {to} and {last} import each other"
            );
        }
    }
}

/// The modules of the estimate and what each imports by its full path; `mod.rs` of the estimate itself, which names all of
/// them for the outside, is left out.
fn imports_of_the_estimate() -> BTreeMap<String, BTreeSet<String>> {
    let module = |name: &str| name.trim_end_matches(".rs").trim_end_matches("/mod").to_owned();
    let files: Vec<_> = source().into_iter().filter(|(name, _)| zone(name) == "estimate").collect();
    let known: BTreeSet<String> = files.iter().map(|(name, _)| module(name)).collect();
    let mut imports = BTreeMap::new();
    for (name, text) in &files {
        let all = code(text);
        let code = all.split("#[cfg(test)]").next().unwrap();
        let mut targets = BTreeSet::new();
        for (at, _) in code.match_indices("crate::estimate::") {
            let path = code[at + 7..].split("::").take_while(|part| {
                !part.is_empty()
                    && part.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
            });
            let mut path: Vec<&str> = path.collect();
            while !known.contains(&path.join("/")) {
                path.pop();
            }
            targets.insert(path.join("/"));
        }
        targets.remove("estimate");
        targets.remove(&module(name));
        imports.insert(module(name), targets);
    }
    imports.remove("estimate");
    imports
}

#[test]
fn no_ring_of_files_crosses_the_folders_of_the_estimate() {
    let imports = imports_of_the_estimate();
    let folder = |module: &str| module.split('/').nth(1).unwrap_or("").to_owned();
    for (from, targets) in &imports {
        for to in targets.iter().filter(|to| folder(to) != folder(from)) {
            let (mut open, mut seen) = (vec![to], BTreeSet::new());
            while let Some(next) = open.pop() {
                assert_ne!(next, from, "{from} imports {to}, from which it is reached again");
                open.extend(imports[next].iter().filter(|target| seen.insert(*target)));
            }
        }
    }
}

#[test]
fn only_the_faces_know_a_browser() {
    for (name, text) in source().into_iter().filter(|(name, _)| !["web", "headless"].contains(&zone(name))) {
        let code = code(&text);
        for browser in BROWSER_CRATES {
            assert!(!code.contains(&format!("{browser}::")), "{name} names {browser}");
        }
    }
}

#[test]
fn the_core_has_no_clock() {
    for (name, text) in source() {
        for clock in ["SystemTime", "Instant::now"] {
            assert!(!code(&text).contains(clock), "{name} reads a clock");
        }
    }
}

/// The standard library's number parser keeps a table of the powers of five, a twentieth of a first visit.
#[test]
fn the_module_in_the_page_reads_numbers_by_its_own_routine() {
    // Natively only: measured files, programs, and formats of usage files, which are in a file of their own.
    let elsewhere =
        ["bin", "usage", "bill", "tokens", "estimate/latency/probes.rs", "catalogue/hosted/refresh"];
    for (name, text) in source() {
        if elsewhere.iter().any(|place| name.starts_with(place)) {
            continue;
        }
        let all = code(&text);
        // Unit tests are not in the page.
        let code = all.split("#[cfg(test)]").next().unwrap();
        assert!(
            !code.contains("parse::<f64>") && !code.contains(".11e}"),
            "{name}: take units::parse_number"
        );
    }
}

#[test]
fn views_do_not_reach_for_the_page_around_them() {
    for (name, text) in source().into_iter().filter(|(name, _)| name.starts_with("web/ui")) {
        for reach in ["window()", "document().head", "local_storage", "set_inner_html", "inner_html="] {
            assert!(!code(&text).contains(reach), "{name} uses {reach}");
        }
    }
}

/// `leptos::view!` gives static parts to `innerHTML`, which a page with Trusted Types forbids; and a strict style
/// policy drops `style="…"`.
#[test]
fn views_are_built_from_nodes_and_properties() {
    for (name, text) in source().into_iter().filter(|(name, _)| name.starts_with("web/ui")) {
        let code = code(&text).replace("::leptos::view! { class = \"w\",", "");
        for mistake in ["view!", "<template", "<style", "style=\"", "style=move"] {
            assert!(!code.contains(mistake), "{name} uses {mistake}: see web/ui/mod.rs");
        }
    }
}

#[test]
fn files_stay_small() {
    for (name, text) in source() {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{name} has {lines} lines; make two files of it");
    }
}

/// The widths that Rust repeats are those of the style sheet, whose `em` has 14 px.
#[test]
fn widths_in_code_are_those_of_the_style_sheet() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut limits = Vec::new();
    for file in fs::read_dir(root.join("style")).unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(file.path()).unwrap();
        for rule in text.split("@container (max-width: ").skip(1) {
            let width = rule.split(')').next().unwrap();
            let number: f64 = width.trim_end_matches(|c: char| c.is_alphabetic()).parse().unwrap();
            limits.push(if width.ends_with("em") { number * 14.0 } else { number });
        }
    }
    let code = fs::read_to_string(root.join("src/web/ui/layout.rs")).unwrap();
    let widths: Vec<f64> = code
        .lines()
        .filter_map(|line| line.split_once("_PX: f64 = ")?.1.strip_suffix(';')?.parse().ok())
        .collect();
    assert_eq!(widths.len(), 5);
    for width in widths {
        // A rule ends a pixel, or less, below the width from which it does not apply.
        assert!(limits.iter().any(|limit| (0.0..=1.0).contains(&(width - limit))), "{width} px: {limits:?}");
    }
}

/// Words of HTML and of the style sheet that no rule names.
const MARKUP: [&str; 5] = ["cost", "noopener", "noreferrer", "ok", "sum"];

/// What words have not.
const CODE: [char; 7] = ['=', '<', '>', '{', '#', '_', '/'];

/// Keys of a keyboard, which begin with a capital as words do.
const KEYS: [&str; 12] = [
    "Enter",
    "Escape",
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "Home",
    "End",
    "Delete",
    "Tab",
    "PageUp",
    "PageDown",
];

/// The string literals of some code, without lists of classes.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut letters = code.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            // A quotation mark or a backslash in a character literal begins no string.
            '\'' if code[at + 1..].starts_with(['\\', '"']) => {
                letters.nth(1);
            }
            '"' => {
                let mut text = String::new();
                while let Some((_, letter)) = letters.next().filter(|(_, letter)| *letter != '"') {
                    text.push(letter);
                    if letter == '\\' {
                        text.extend(letters.next().map(|(_, letter)| letter));
                    }
                }
                let is_code = [".class(", ".query_selector("].iter().any(|call| code[..at].ends_with(call));
                found.extend((!is_code && !text.starts_with("var(")).then_some(text));
            }
            _ => {}
        }
    }
    found
}

/// Whether a literal has words of a sentence: several words that are not a list of classes, or one with a capital.
fn has_words(literal: &str, classes: &BTreeSet<String>) -> bool {
    let words: Vec<&str> = literal.split_whitespace().collect();
    // A word with digits is a part of a drawing.
    let is_word = |word: &&&str| {
        word.chars().filter(|c| c.is_ascii_alphabetic()).count() > 1
            && !word.contains(|c: char| c.is_ascii_digit())
    };
    let is_code = literal.contains(CODE) || words.iter().all(|w| classes.contains(*w));
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|c| c.is_ascii_uppercase())
            && letters.next().is_some_and(|c| c.is_ascii_lowercase())
    };
    match words.as_slice() {
        [] => false,
        [one] => capital(one) && !KEYS.contains(one) && !literal.contains(CODE),
        several => !is_code && several.iter().filter(is_word).count() > 1,
    }
}

/// Words belong to `presentation/words`, where they can be tested without a browser.
#[test]
fn views_have_no_words_of_their_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let mut classes: BTreeSet<String> = MARKUP.map(str::to_owned).into();
    for file in fs::read_dir(root).unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(file.path()).unwrap();
        let names = text.split('.').skip(1).map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>()
        });
        classes.extend(names);
    }
    let views =
        source().into_iter().filter(|(name, _)| name.starts_with("web/ui") && !name.contains("/dom/"));
    let mut found = Vec::new();
    for (name, text) in views {
        let code: Vec<&str> = text
            .lines()
            // The words of a panic are for the console, never on the page.
            .filter(|line| !line.trim_start().starts_with("//"))
            .filter(|line| !line.contains("reason = \"") && !line.contains("panic!("))
            .collect();
        let literals = literals(&code.join("\n"));
        found.extend(
            literals
                .into_iter()
                .filter(|text| has_words(text, &classes))
                .map(|text| format!("{name}: {text}")),
        );
    }
    assert!(found.is_empty(), "words belong to src/presentation/words:\n{}", found.join("\n"));
}

//! The house holds: who may import whom, what the core may not name, how long a file may be.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each zone and the zones that it may import; a zone may always import itself.
const MAY_IMPORT: [(&str, &[&str]); 12] = [
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
    ("headless", &["units", "catalogue", "scenario", "estimate", "share", "usage", "tokens", "bill"]),
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

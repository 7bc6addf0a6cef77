//! What may be shipped: measured figures of sources without a licence stay out of the crate, the package and the page.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// Sources of measured rows whose licence lets them be shared, by `source_id`.
const LICENSED: [&str; 4] =
    ["argonne-llm-inference-bench", "inferencex-via-aic", "nvidia-aic-gap", "trtllm-perf-overview"];

/// Folders that are generated or fetched.
const NOT_OURS: [&str; 5] = ["target", ".git", "node_modules", "artifacts", ".cache"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                files(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// The lines of a table of measured rows that the file holds; none where it holds no such table. Packed files (the
/// module, the page as one file) hold a table as it stands in its source, or not at all.
fn measured_rows(path: &Path) -> Vec<String> {
    let Ok(bytes) = fs::read(path) else { return Vec::new() };
    let text = String::from_utf8_lossy(&bytes);
    // Put together here, so that this file holds no header.
    let header = ["source_id", "source", "source_date", "engine"].join(",");
    let Some(at) = text.find(&header) else { return Vec::new() };
    text[at..].lines().skip(1).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn measured_rows_are_those_of_licensed_sources_and_stand_in_the_tests_alone() {
    let mut all = Vec::new();
    files(&root(), &mut all);
    let mut tables = 0;
    for path in all {
        let rows = measured_rows(&path);
        if rows.is_empty() {
            continue;
        }
        tables += 1;
        assert!(path.starts_with(root().join("tests/data/measured")), "measured rows in {}", path.display());
        for row in rows {
            let source = row.split(',').next().unwrap();
            assert!(LICENSED.contains(&source), "{}: {source} has no licence to share", path.display());
        }
    }
    assert_eq!(tables, LICENSED.len());
}

#[test]
fn the_library_takes_in_no_file_from_outside_its_catalogue() {
    let mut all = Vec::new();
    files(&root().join("src"), &mut all);
    let mut taken = 0;
    for path in all.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
        for line in fs::read_to_string(path).unwrap().lines() {
            let Some(at) = line.find("include_str!(\"").or_else(|| line.find("include_bytes!(\"")) else {
                continue;
            };
            let file = line[at..].split('"').nth(1).unwrap();
            let place = path.parent().unwrap().join(file).canonicalize().unwrap();
            let known = ["src/catalogue/data", "src/tokens/data", "tests/data", "style"];
            let known = known.map(|folder| root().join(folder));
            assert!(known.iter().any(|folder| place.starts_with(folder)), "{}: {file}", path.display());
            taken += 1;
        }
    }
    assert!(taken >= 3, "{taken}");
}

//! What the library offers is a decision: `tests/public_items.txt` lists every public item, and the list is compared.
//!
//! After a change that is meant: `UPDATE_PUBLIC_ITEMS=1 cargo test --no-default-features --test public_items`.
//!
//! The list is read from the source as rustfmt lays it out: items begin in the first column of their module, methods
//! four columns further in. Items that only a browser build has (`web`, `headless`) are not part of it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Modules that only a browser build has.
const BROWSER: [&str; 2] = ["web", "headless"];
const KINDS: [&str; 7] = ["fn", "struct", "enum", "trait", "type", "const", "static"];

/// Everything the source declares, by module path (`estimate::cost`; the crate itself is "").
#[derive(Default)]
struct Source {
    /// Modules that can be named from outside.
    public_modules: BTreeSet<String>,
    /// Public items of each module.
    items: BTreeMap<String, BTreeSet<String>>,
    /// `pub use`: the module, the name there, and the path that it names, as far as it is one of this crate.
    uses: Vec<(String, String, String)>,
    /// Public methods by type, in the module that has the `impl`.
    methods: Vec<(String, String, String)>,
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The name of a public item, if the line declares one; `pub(crate)` is not public.
fn declared(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub ")?;
    let rest = rest.strip_prefix("const ").filter(|rest| rest.starts_with("fn ")).unwrap_or(rest);
    let (kind, rest) = rest.split_once(' ')?;
    KINDS.contains(&kind).then(|| word(rest))
}

/// The names of `a::{b, c::d as e}` with the paths that they have.
fn leaves(tree: &str, prefix: &str, found: &mut Vec<(String, String)>) {
    let tree = tree.trim();
    if let Some((path, group)) = tree.split_once('{') {
        let group = group.trim_end().strip_suffix('}').unwrap();
        let prefix = format!("{prefix}{path}");
        let mut depth = 0;
        let mut start = 0;
        for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    if !group[start..at].trim().is_empty() {
                        leaves(&group[start..at], &prefix, found);
                    }
                    start = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let (path, name) = tree.split_once(" as ").unwrap_or((tree, tree.rsplit("::").next().unwrap()));
    found.push((name.to_owned(), format!("{prefix}{path}")));
}

/// The type of `impl<T> Trait for Type<T> {`; nothing for an `impl` of a trait.
fn implemented(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("impl")?;
    if rest.contains(" for ") {
        return None;
    }
    let rest = match rest.strip_prefix('<') {
        Some(rest) => &rest[rest.find("> ")? + 2..],
        None => rest.trim_start(),
    };
    Some(word(rest))
}

impl Source {
    fn read_file(&mut self, file: &Path, folder: &Path, module: &str) {
        let text = fs::read_to_string(file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        self.read(&lines, folder, module);
    }

    /// Reads the lines of a module whose child modules are files of `folder`.
    fn read(&mut self, lines: &[&str], folder: &Path, module: &str) {
        let mut at = 0;
        while at < lines.len() {
            let line = lines[at];
            let end = (at..lines.len()).find(|end| lines[*end] == "}").unwrap_or(lines.len());
            let child = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ").map(word);
            if let Some(child) = child.filter(|child| !BROWSER.contains(child) && *child != "tests") {
                let path = join(module, child);
                if line.starts_with("pub ") && self.public_modules.contains(module) {
                    self.public_modules.insert(path.clone());
                }
                if line.ends_with('{') {
                    let inner: Vec<&str> = lines[at + 1..end]
                        .iter()
                        .map(|line| line.strip_prefix("    ").unwrap_or(line))
                        .collect();
                    self.read(&inner, &folder.join(child), &path);
                    at = end;
                } else {
                    let file = [folder.join(format!("{child}.rs")), folder.join(child).join("mod.rs")]
                        .into_iter()
                        .find(|file| file.exists())
                        .unwrap_or_else(|| panic!("no file of {path}"));
                    self.read_file(&file, &folder.join(child), &path);
                }
            } else if let Some(tree) = line.strip_prefix("pub use ") {
                let last = (at..lines.len()).find(|last| lines[*last].ends_with(';')).unwrap();
                let rest: String = lines[at + 1..=last].concat();
                let mut found = Vec::new();
                leaves(format!("{tree}{rest}").trim_end_matches(';'), "", &mut found);
                self.uses.extend(found.into_iter().map(|(name, path)| (module.to_owned(), name, path)));
                at = last;
            } else if let Some(name) = declared(line) {
                self.items.entry(module.to_owned()).or_default().insert(name.to_owned());
            } else if let Some(name) = implemented(line) {
                for method in lines[at..end].iter().filter_map(|line| declared(line.strip_prefix("    ")?)) {
                    self.methods.push((module.to_owned(), name.to_owned(), method.to_owned()));
                }
            }
            at += 1;
        }
    }

    /// The path from the crate of a path that is written in `module`.
    fn absolute(module: &str, path: &str) -> String {
        if let Some(path) = path.strip_prefix("crate::") {
            return path.to_owned();
        }
        let (mut module, mut path) = (module, path.strip_prefix("self::").unwrap_or(path));
        while let Some(rest) = path.strip_prefix("super::") {
            module = module.rsplit_once("::").map_or("", |(parent, _)| parent);
            path = rest;
        }
        join(module, path)
    }

    /// Every name by which the item at `path` can be reached from outside.
    fn public_names(&self, path: &str, names: &mut BTreeSet<String>) {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        let is_public = self.public_modules.contains(module);
        if is_public && !names.insert(join(module, name)) {
            return;
        }
        for (user, alias, used) in &self.uses {
            if Self::absolute(user, used) == path {
                self.public_names(&join(user, alias), names);
            }
        }
    }

    /// The module that declares the type called `name` where `module` implements it: itself, or one around it.
    fn home_of(&self, module: &str, name: &str) -> Option<String> {
        let declares = |module: &str| self.items.get(module).is_some_and(|items| items.contains(name));
        let used = self.uses.iter().filter(|(_, alias, _)| alias == name);
        let candidates: BTreeSet<&String> =
            self.items.iter().filter(|(_, items)| items.contains(name)).map(|(module, _)| module).collect();
        if declares(module) {
            return Some(module.to_owned());
        }
        // A type of this name in the folder of the `impl`, else the only one of that name.
        let folder = module.rsplit_once("::").map_or("", |(folder, _)| folder);
        let near = candidates.iter().find(|home| home.starts_with(folder) && !folder.is_empty());
        let only = candidates.first().filter(|_| candidates.len() == 1);
        near.or(only).map(|home| (*home).clone()).or_else(|| {
            used.map(|(user, _, path)| Self::absolute(user, path))
                .find_map(|path| path.rsplit_once("::").map(|(home, _)| home.to_owned()))
        })
    }

    fn public_items(&self) -> BTreeSet<String> {
        let mut found = self.public_modules.clone();
        found.remove("");
        for (module, items) in &self.items {
            for item in items {
                self.public_names(&join(module, item), &mut found);
            }
        }
        for (user, name, path) in &self.uses {
            if self.public_modules.contains(user) {
                found.insert(join(user, name));
            }
            // What a macro declares is seen where it is used.
            self.public_names(&Self::absolute(user, path), &mut BTreeSet::new());
        }
        for (module, name, method) in &self.methods {
            let Some(home) = self.home_of(module, name) else { continue };
            let mut names = BTreeSet::new();
            self.public_names(&join(&home, name), &mut names);
            // One name is enough: the shortest.
            if let Some(shortest) = names.iter().min_by_key(|name| (name.len(), (*name).clone())) {
                found.insert(join(shortest, method));
            }
        }
        found
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn source() -> Source {
    let mut source = Source::default();
    source.public_modules.insert(String::new());
    source.read_file(&root().join("src/lib.rs"), &root().join("src"), "");
    source
}

#[test]
fn the_public_items_are_those_of_the_list() {
    let items: Vec<String> = source().public_items().into_iter().collect();
    let list = root().join("tests/public_items.txt");
    if std::env::var_os("UPDATE_PUBLIC_ITEMS").is_some() {
        fs::write(&list, items.join("\n") + "\n").unwrap();
    }
    let listed = fs::read_to_string(&list).unwrap();
    let listed: BTreeSet<&str> = listed.lines().collect();
    let items: BTreeSet<&str> = items.iter().map(String::as_str).collect();
    let new: Vec<_> = items.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&items).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "not in tests/public_items.txt: {new:?}\nlisted, and gone: {gone:?}\n\
         If that is meant: UPDATE_PUBLIC_ITEMS=1 cargo test --no-default-features --test public_items"
    );
}

#[test]
fn the_lister_sees_items_methods_and_items_used_from_private_modules() {
    let items = source().public_items();
    for item in [
        "estimate::estimate",
        "estimate::Cost",
        "estimate::Cost::known",
        "units::Usd",
        "units::Date::plus_months",
        "scenario::Scenario",
        "scenario::Scenario::from_json",
        "share::decode",
        "catalogue::Catalogue::shipped",
    ] {
        assert!(items.contains(item), "{item} is not seen");
    }
    assert!(!items.iter().any(|item| item.starts_with("web") || item.starts_with("headless")));
}

/// The comment above each line that begins with `start`, from all files.
fn comments(start: &str) -> Vec<String> {
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                files(&entry, found);
            } else {
                found.push(entry);
            }
        }
    }
    let mut all = Vec::new();
    files(&root().join("src"), &mut all);
    let mut comments = Vec::new();
    for file in all.iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs")) {
        let text = fs::read_to_string(file).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.starts_with(start)) {
            let above = lines[..at].iter().rev().take_while(|l| l.starts_with("///") || l.starts_with("#["));
            comments.push(above.copied().collect::<Vec<_>>().join("\n"));
        }
    }
    comments
}

#[test]
fn every_entry_function_and_unit_has_an_example() {
    let functions = [
        "pub fn estimate(",
        "pub fn costs(",
        "pub fn compare(",
        "pub fn likely(scenario: &Scenario, catalogue: &Catalogue) -> Result",
        "pub fn lever_rows(",
        "pub fn try_next(",
        "pub fn growth(scenario: &Scenario, estimate",
        "pub fn break_even(",
        "pub fn then_and_now(",
        "pub fn price(",
        "pub fn price<",
        "pub fn from_json(value: &Value, as_of",
        "pub fn decode(text: &str, today",
        "pub fn encode(",
        "pub fn verdict_text(",
    ];
    for function in functions {
        let found = comments(function);
        assert!(!found.is_empty(), "{function} is not found");
        assert!(found.iter().any(|comment| comment.contains("```")), "{function} has no example");
    }
    let text = fs::read_to_string(root().join("src/units/quantity.rs")).unwrap();
    let (_, units) = text.split_once("quantities! {").unwrap();
    let lines: Vec<&str> = units.lines().map(str::trim).collect();
    let places = lines.iter().enumerate().filter(|(_, line)| line.contains(" = Bounds::"));
    assert!(places.clone().count() >= 16);
    for (at, line) in places {
        assert_eq!(lines[at - 1], "/// ```", "{line} has no example");
    }
}

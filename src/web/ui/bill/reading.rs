//! Files, read in slices. What stays of them are sums, until they are forgotten.

use crate::bill::FeatureRule;
use crate::presentation::answers::bill::{THRESHOLD, dimensions, first_rules, refused, too_large};
use crate::presentation::words::bill as words;
use crate::usage::{ColumnMap, ReadError, Reader, Report, Seen, join};
use crate::web::ui::Ui;
use crate::web::ui::live::{RwSignal, StoredValue};
use crate::web::ui::schedule::{Phase, pause};
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use leptos::web_sys::Blob;
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;

/// Bytes that are asked of the browser at a time.
const SLICE: f64 = 1_048_576.0;
/// Bytes that are read between two looks at the clock.
const STEP: usize = 32 << 10;
/// Milliseconds that reading may hold up the page.
const MOST_MS: f64 = 8.0;
/// The largest file that is read.
const MOST_BYTES: f64 = 200e6;

/// A table whose columns are to be matched.
#[derive(Clone)]
pub(super) struct Unknown {
    /// The file's name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// The file.
    file: Blob,
}

/// What was read, and what the person chose about it.
#[derive(Clone, Copy)]
pub(super) struct Bill {
    /// The widget.
    pub ui: Ui,
    /// Files that were read, by name.
    pub files: RwSignal<Vec<(String, Rc<Report>)>>,
    /// Their union; none where there are none.
    pub joined: RwSignal<Option<Rc<Report>>>,
    /// Tables that nobody knows.
    pub unknown: RwSignal<Vec<Unknown>>,
    /// Which rows belong to which feature.
    pub rules: RwSignal<Vec<FeatureRule>>,
    /// The share from which on a difference is drift.
    pub threshold: RwSignal<f64>,
    /// What was refused, and why.
    pub said: RwSignal<Vec<String>>,
    /// What is being done.
    pub busy: RwSignal<String>,
    seen: StoredValue<Seen>,
    /// Counts how often everything was forgotten: what is still being read then is dropped.
    round: StoredValue<u32>,
}

impl Bill {
    pub(super) fn new(ui: Ui) -> Self {
        Self {
            ui,
            files: RwSignal::new(Vec::new()),
            joined: RwSignal::new(None),
            unknown: RwSignal::new(Vec::new()),
            rules: RwSignal::new(Vec::new()),
            threshold: RwSignal::new(THRESHOLD),
            said: RwSignal::new(Vec::new()),
            busy: RwSignal::new(String::new()),
            seen: StoredValue::new(Seen::default()),
            round: StoredValue::new(0),
        }
    }

    /// Forgets everything.
    pub(super) fn forget(self) {
        self.round.try_update_value(|round| *round += 1);
        self.files.set(Vec::new());
        self.joined.set(None);
        self.unknown.set(Vec::new());
        self.rules.set(Vec::new());
        self.seen.set_value(Seen::default());
        self.busy.set(String::new());
        self.said.set(vec![words::FORGOTTEN.to_owned()]);
    }

    /// Reads files one after the other.
    pub(super) fn read(self, files: Vec<(String, Blob)>) {
        self.said.set(Vec::new());
        let round = self.round.get_value();
        spawn_local(async move {
            for (name, file) in files {
                if self.read_one(&name, &file, None, round).await.is_none() {
                    return;
                }
            }
            self.busy.set(String::new());
        });
    }

    /// Reads a table whose columns were matched.
    pub(super) fn read_matched(self, unknown: Unknown, map: ColumnMap) {
        self.drop_unknown(&unknown.name);
        self.said.set(Vec::new());
        let round = self.round.get_value();
        spawn_local(async move {
            if self.read_one(&unknown.name, &unknown.file, Some(map), round).await.is_some() {
                self.busy.set(String::new());
            }
        });
    }

    /// Leaves a table out.
    pub(super) fn drop_unknown(self, name: &str) {
        self.unknown.update(|all| all.retain(|each| each.name != name));
    }

    /// Nothing where the files were forgotten meanwhile, or the widget is gone.
    async fn read_one(self, name: &str, file: &Blob, map: Option<ColumnMap>, round: u32) -> Option<()> {
        if file.size() > MOST_BYTES {
            self.said.update(|said| said.push(too_large(name)));
            return Some(());
        }
        let read = self.sums(name, file, map, round).await?;
        match read {
            Ok((report, seen)) => {
                self.seen.set_value(seen);
                self.files.update(|files| files.push((name.to_owned(), Rc::new(report))));
                self.join();
            }
            Err(ReadError::NotRecognised { columns }) if columns.len() > 1 => {
                self.unknown
                    .update(|all| all.push(Unknown { name: name.to_owned(), columns, file: file.clone() }));
            }
            Err(error) => self.said.update(|said| said.push(refused(name, &error))),
        }
        Some(())
    }

    async fn sums(
        self,
        name: &str,
        file: &Blob,
        map: Option<ColumnMap>,
        round: u32,
    ) -> Option<Result<(Report, Seen), ReadError>> {
        let seen = self.seen.try_get_value()?;
        let mut reader = map.map_or_else(Reader::new, Reader::with_columns).after(seen);
        let (size, locale) = (file.size(), self.ui.locale.get_untracked());
        let mut at = 0.0;
        let mut began = js_sys::Date::now();
        while at < size {
            self.busy.set(words::reading(name, at / size, locale));
            let slice = file.slice_with_f64_and_f64(at, at + SLICE).ok()?;
            let Ok(buffer) = JsFuture::from(slice.array_buffer()).await else {
                return Some(Err(ReadError::Empty));
            };
            let bytes = Uint8Array::new(&buffer).to_vec();
            for step in bytes.chunks(STEP) {
                if self.round.try_get_value()? != round {
                    return None;
                }
                if let Err(error) = reader.push(step) {
                    return Some(Err(error));
                }
                if js_sys::Date::now() - began > MOST_MS {
                    pause(Phase::Read).await;
                    began = js_sys::Date::now();
                }
            }
            at += SLICE;
        }
        (self.round.try_get_value()? == round).then(|| reader.finish_with_identities())
    }

    fn join(self) {
        let joined = self.files.with_untracked(|files| match files.as_slice() {
            [(_, only)] => Rc::clone(only),
            several => {
                let reports: Vec<Report> = several.iter().map(|(_, report)| (**report).clone()).collect();
                Rc::new(join(&reports))
            }
        });
        let scenario = self.ui.draft.now();
        let names: Vec<&str> = scenario.features.iter().map(|feature| feature.name.as_str()).collect();
        if names.len() > 1 && self.rules.with_untracked(Vec::is_empty) {
            self.rules.set(first_rules(&dimensions(&joined.cells), &names));
        }
        self.joined.set(Some(joined));
    }
}

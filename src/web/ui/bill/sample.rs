//! Counts the tokens of a text that is pasted.

use crate::presentation::words::bill as words;
use crate::scenario::Field;
use crate::tokens::{Family, TextKind, Tokenizer, factor, slices};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::live::{Callback, RwSignal, Signal, StoredValue};
use crate::web::ui::parts::pick;
use crate::web::ui::schedule::{Phase, pause};
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;

/// Names of the tables, as the element's script knows them.
const TABLES: [&str; 2] = ["o200k", "cl100k"];
/// Tokenizers by their place in the list, after the exact ones.
const FAMILIES: [Family; 3] = [Family::ClaudeTo46, Family::ClaudeFrom47, Family::Gemini];
const KINDS: [TextKind; 9] = [
    TextKind::English,
    TextKind::GermanOrFrench,
    TextKind::SpanishOrPortuguese,
    TextKind::Cyrillic,
    TextKind::ChineseOrJapanese,
    TextKind::Korean,
    TextKind::ArabicOrHindi,
    TextKind::Code,
    TextKind::Json,
];
const FIELDS: [Field; 3] = [Field::InputTokens, Field::CacheablePrefixTokens, Field::OutputTokens];

/// What was counted: tokens of the table, bytes.
type Counted = Option<Result<(u64, usize), ()>>;

#[derive(Clone, Copy)]
struct Sample {
    ui: Ui,
    text: Ref,
    tokenizer: RwSignal<usize>,
    kind: RwSignal<usize>,
    counted: RwSignal<Counted>,
    busy: RwSignal<bool>,
    /// Tables that were loaded.
    tables: StoredValue<[Option<Rc<Tokenizer>>; 2]>,
}

/// The counter.
pub fn sample(ui: Ui) -> Piece {
    let all = Sample {
        ui,
        text: Ref::default(),
        tokenizer: RwSignal::new(0),
        kind: RwSignal::new(0),
        counted: RwSignal::new(None),
        busy: RwSignal::new(false),
        tables: StoredValue::new([None, None]),
    };
    let list = move |(label, term), options: &'static [&'static str], place: RwSignal<usize>, again: bool| {
        let choose = Callback::new(move |index| {
            place.set(index);
            if again {
                all.counted.set(None);
            }
        });
        let options = Signal::stored(options.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        pick(label, term, ui.next_id(), options, place.into(), choose)
    };
    let kinds = move || {
        (all.tokenizer.get() >= TABLES.len()).then(|| list(words::KIND, &words::KINDS, all.kind, false))
    };
    el("div")
        .class("sample")
        .child(
            el("textarea")
                .attr("rows", "6")
                .attr("aria-label", words::SAMPLE_TEXT)
                .attr("autocomplete", "off")
                .attr("spellcheck", "false")
                .node_ref(all.text)
                .on("input", move |_| all.counted.set(None)),
        )
        .child(el("p").class("s q").child(words::SAMPLE_WHERE))
        .child(
            el("div")
                .class("row r2")
                .child(list(words::TOKENIZER, &words::TOKENIZERS, all.tokenizer, true))
                .child(kinds),
        )
        .child(
            el("div").class("acts").child(
                el("button")
                    .attr("type", "button")
                    .class("btn p")
                    .on("click", move |_| all.count())
                    .child(words::COUNT),
            ),
        )
        .child(el("div").attr("role", "status").child(move || all.said()))
        .piece()
}

impl Sample {
    /// Counts in slices, with the table that it takes.
    fn count(self) {
        let Some(field) = self.text.get() else { return };
        let text = field.unchecked_ref::<HtmlInputElement>().value();
        // Ranges are for each token of the first table.
        let table = Some(self.tokenizer.get_untracked()).filter(|index| *index < TABLES.len()).unwrap_or(0);
        self.busy.set(true);
        self.counted.set(None);
        spawn_local(async move {
            let tokenizer = self.loaded(table).await;
            let counted = match tokenizer {
                None => Err(()),
                Some(tokenizer) => {
                    let mut tokens = 0;
                    for slice in slices(&text) {
                        tokens += tokenizer.count(slice);
                        pause(Phase::Read).await;
                    }
                    Ok((tokens, text.len()))
                }
            };
            self.busy.set(false);
            self.counted.set(Some(counted));
        });
    }

    async fn loaded(self, table: usize) -> Option<Rc<Tokenizer>> {
        let here = self.tables.try_get_value()?.get(table).cloned().flatten();
        if here.is_some() {
            return here;
        }
        let promise = (self.ui.table.get_value())(TABLES.get(table)?)?;
        let bytes = JsFuture::from(promise).await.ok()?;
        let bytes = Uint8Array::new(&bytes).to_vec();
        let read = if table == 0 { Tokenizer::o200k(&bytes) } else { Tokenizer::cl100k(&bytes) };
        let tokenizer = Rc::new(read.ok()?);
        self.tables.try_update_value(|tables| {
            if let Some(place) = tables.get_mut(table) {
                *place = Some(Rc::clone(&tokenizer));
            }
        })?;
        Some(tokenizer)
    }

    fn said(self) -> Piece {
        if self.busy.get() {
            return el("p").class("s q").child(words::COUNTING).piece();
        }
        let Some(counted) = self.counted.get() else { return Piece::Nothing };
        let Ok((tokens, bytes)) = counted else {
            return el("p").class("s").attr("role", "alert").child(words::NO_TABLE).piece();
        };
        let locale = self.ui.locale.get();
        let family =
            self.tokenizer.get().checked_sub(TABLES.len()).and_then(|index| FAMILIES.get(index).copied());
        let exact = tokens as f64;
        let (line, source, value) = match family {
            None => (words::exact_count(exact, bytes, locale), None, exact),
            Some(family) => {
                let kind = KINDS.get(self.kind.get()).copied().unwrap_or(TextKind::English);
                let (low, high) = factor(family, kind);
                let line = words::range_count((exact * low, exact * high), locale);
                (line, Some(words::RANGE_SOURCE), (exact * f64::midpoint(low, high)).round())
            }
        };
        let into = words::INTO.into_iter().zip(FIELDS).map(move |(label, field)| {
            let act = move |_| {
                self.ui.edit_feature(words::INTO_STEP, |feature| {
                    // More than the field takes is refused, and nothing changes.
                    let _ = feature.set(field, Some(value));
                });
            };
            el("button").attr("type", "button").class("btn").on("click", act).child(label)
        });
        el("div")
            .child(el("p").child(el("b").child(line)))
            .child(source.map(|text| el("p").class("src").child(text)))
            .child(el("div").class("acts").child(into.pieces()))
            .piece()
    }
}

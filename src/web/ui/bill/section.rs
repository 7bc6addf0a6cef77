//! The section: files in, then what they say.

use super::columns::match_columns;
use super::mapping::mapping;
use super::reading::Bill;
use super::result::result;
use crate::pieces;
use crate::presentation::answers::bill::{file_text, joined_lines};
use crate::presentation::words::bill as words;
use crate::usage::Report;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::live::RwSignal;
use crate::web::ui::parts::{Icon, note};
use js_sys::{Object, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Event, File, FileList, HtmlInputElement};

/// The section.
pub fn section(ui: Ui) -> Piece {
    let bill = Bill::new(ui);
    let has_files = move || bill.files.with(|files| !files.is_empty());
    el("div")
        .class("pad words bill")
        .child(drop_area(bill))
        .child(el("div").attr("role", "status").child(move || status(bill)))
        .child(move || bill.unknown.get().into_iter().map(|unknown| match_columns(bill, unknown)).pieces())
        .child(move || has_files().then(|| pieces![mapping(bill), result(bill)]))
        .piece()
}

/// Where files are dropped or chosen.
fn drop_area(bill: Bill) -> Piece {
    let over = RwSignal::new(false);
    let chooser = Ref::default();
    let choose = move |_| {
        if let Some(chooser) = chooser.get() {
            // The same file may be chosen again after it was corrected.
            chooser.unchecked_ref::<HtmlInputElement>().set_value("");
            chooser.click();
        }
    };
    let chosen = move |event: Event| {
        let files = event.target().and_then(|target| target.unchecked_into::<HtmlInputElement>().files());
        take(bill, files);
    };
    let is_over = move |event: Event, now: bool| {
        event.prevent_default();
        over.set(now);
    };
    let dropped = move |event: Event| {
        is_over(event.clone(), false);
        let of = |thing: &JsValue, name: &str| Reflect::get(thing, &JsValue::from_str(name)).ok();
        let files = of(&event, "dataTransfer").filter(JsValue::is_object).and_then(|data| of(&data, "files"));
        take(bill, files.filter(|files| files.is_instance_of::<Object>()).map(JsCast::unchecked_into));
    };
    let is_empty = move || bill.files.with(Vec::is_empty) && bill.unknown.with(Vec::is_empty);
    el("div")
        .class("drop")
        .class_if("over", move || over.get())
        .on("dragover", move |event| is_over(event, true))
        .on("dragleave", move |event| is_over(event, false))
        .on("drop", dropped)
        .child(el("div").child(move || {
            if is_empty() {
                pieces![el("b").child(words::DROP), el("p").class("s q").child(words::DROP_WHAT)]
            } else {
                pieces![el("b").child(words::READ), file_lines(bill)]
            }
        }))
        .child(
            el("div")
                .class("acts")
                .child(
                    el("button")
                        .attr("type", "button")
                        .class("btn p")
                        .on("click", choose)
                        .child(move || if is_empty() { words::CHOOSE } else { words::ADD }),
                )
                .child(move || {
                    (!is_empty()).then(|| {
                        let forget = move |_| bill.forget();
                        el("button")
                            .attr("type", "button")
                            .class("btn")
                            .on("click", forget)
                            .child(words::FORGET)
                    })
                })
                .child(
                    el("input")
                        .attr("type", "file")
                        .attr("multiple", true)
                        .attr("accept", ".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,application/json")
                        .attr("hidden", true)
                        .attr("aria-label", words::FILES)
                        .node_ref(chooser)
                        .on("change", chosen),
                ),
        )
        .piece()
}

fn take(bill: Bill, files: Option<FileList>) {
    let Some(files) = files else { return };
    let files: Vec<File> = (0..files.length()).filter_map(|index| files.get(index)).collect();
    let named = files.into_iter().map(|file| (file.name(), file.unchecked_into())).collect::<Vec<_>>();
    if !named.is_empty() {
        bill.read(named);
    }
}

/// A line for each file that was read.
fn file_lines(bill: Bill) -> Piece {
    let locale = bill.ui.locale.get();
    let lines = bill
        .files
        .with(|files| files.iter().map(|(name, report)| file_text(name, report, locale)).collect::<Vec<_>>());
    lines
        .into_iter()
        .map(|file| {
            let quiet = |text: String| (!text.is_empty()).then(|| el("p").class("s q").child(text));
            let broken = (!file.broken.is_empty()).then(|| note(Icon::Triangle, file.broken.clone().piece()));
            pieces![
                el("p").child(el("b").child(file.name)).child(" ").child(file.line),
                quiet(file.left_out),
                broken
            ]
        })
        .pieces()
}

/// What is being done, and what was refused.
fn status(bill: Bill) -> Piece {
    let busy = bill.busy.get();
    let busy = (!busy.is_empty()).then(|| el("p").class("s q").child(busy));
    let joined = bill.joined.with(|joined| {
        let joined = joined.as_ref()?;
        Some(bill.files.with_untracked(|files| {
            let reports: Vec<&Report> = files.iter().map(|(_, report)| &**report).collect();
            joined_lines(&reports, joined, bill.ui.locale.get())
        }))
    });
    let overlaps = joined.unwrap_or_default().into_iter().map(|line| note(Icon::Info, line.piece())).pieces();
    let said = bill.said.get().into_iter().map(|line| note(Icon::Info, line.piece())).pieces();
    pieces![busy, said, overlaps]
}

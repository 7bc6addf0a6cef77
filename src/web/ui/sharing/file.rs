//! The scenario as a file, and back. The browser's own parser reads JSON; this only walks through what it made.

use super::line;
use crate::pieces;
use crate::presentation::form::opened;
use crate::presentation::words::sharing;
use crate::scenario::Scenario;
use crate::scenario::json::{MOST_DEPTH, Value};
use crate::share::{UnknownFields, encode};
use crate::web::ui::Ui;
use crate::web::ui::documents::save_as;
use crate::web::ui::dom::{IntoPiece, Piece, Ref, el};
use crate::web::ui::live::{RwSignal, untrack};
use crate::web::ui::parts::{Icon, note};
use js_sys::{Array, JSON, Object, Reflect};
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Blob, Event, HtmlInputElement};
use wasm_bindgen_futures::JsFuture;

/// The largest file that is read; the largest scenario has about 1 MB.
const MOST_BYTES: f64 = 4e6;

/// Wrong places that are named; a file of another kind has one on every line.
const MOST_NAMED: usize = 5;

/// Saves the scenario as a file, and opens one.
pub(super) fn file(ui: Ui) -> Piece {
    let said = RwSignal::new(String::new());
    let is_wrong = RwSignal::new(false);
    let chooser = Ref::default();
    let tell = move |text: String, wrong: bool| {
        is_wrong.set(wrong);
        said.set(text);
    };
    let saved = RwSignal::new(None);
    let save = move |_| {
        let pinned = untrack(|| ui.pinned_scenario()).map(|(pinned, _)| pinned);
        let text = text_of(&ui.draft.now().to_json_with_pinned(pinned.as_ref()));
        save_as(ui, "-scenario.json", "application/json", text, saved);
        if saved.get_untracked() == Some(true) {
            tell(sharing::SAVED.to_owned(), false);
        } else {
            tell(sharing::NOT_SAVED.to_owned(), true);
        }
    };
    let open = move |event: Event| {
        let Some(file) = chosen(&event) else { return };
        spawn_local(async move {
            match scenario_of(&file, ui).await {
                Ok((scenario, pinned)) => {
                    ui.load(scenario, || sharing::OPENING_A_FILE.to_owned());
                    let link = pinned.map(|pinned| encode(&pinned, None, &UnknownFields::default()));
                    if let Some(Ok(link)) = link {
                        ui.pin.set(link.strip_prefix("s=").unwrap_or(&link).to_owned());
                    }
                    tell(sharing::OPENED.to_owned(), false);
                }
                Err(why) => tell(why, true),
            }
        });
    };
    let choose = move |_| {
        if let Some(chooser) = chooser.get() {
            // The same file may be chosen again after it was corrected.
            chooser.unchecked_ref::<HtmlInputElement>().set_value("");
            chooser.click();
        }
    };
    let button = |words: &'static str| el("button").attr("type", "button").class("btn").child(words);
    pieces![
        line(
            sharing::FILE.0,
            sharing::FILE.1,
            el("div")
                .class("acts")
                .child(button(sharing::SAVE).on("click", save))
                .child(button(sharing::OPEN).on("click", choose))
                .child(
                    el("input")
                        .attr("type", "file")
                        .attr("accept", ".json,application/json")
                        .attr("hidden", true)
                        .attr("aria-label", sharing::SCENARIO_FILE)
                        .node_ref(chooser)
                        .on("change", open)
                )
                .piece()
        ),
        el("div").attr("role", "status").child(move || said.with(|said| !said.is_empty()).then(|| {
            let sign = if is_wrong.get() { Icon::Triangle } else { Icon::Info };
            note(sign, said.get().piece())
        }))
    ]
    .piece()
}

fn chosen(event: &Event) -> Option<Blob> {
    let field = event.target()?.unchecked_into::<HtmlInputElement>();
    Some(field.files()?.get(0)?.unchecked_into())
}

/// Reads a file.
async fn scenario_of(file: &Blob, ui: Ui) -> Result<(Scenario, Option<Scenario>), String> {
    let wrong = sharing::wrong_file;
    if file.size() > MOST_BYTES {
        return Err(wrong(sharing::TOO_LARGE));
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    let text = text.ok_or_else(|| wrong(sharing::UNREADABLE))?;
    // The widget may have been removed by now; then there is no one to notify.
    ui.home.try_get_value().ok_or_else(String::new)?;
    let value = JSON::parse(&text).map_err(|_| wrong(sharing::NOT_JSON))?;
    let value = value_of(&value, MOST_DEPTH).ok_or_else(|| wrong(sharing::NO_SCENARIO))?;
    let read = ui.catalogue.with_value(|catalogue| opened(&value, ui.today, catalogue));
    read.map_err(|errors| {
        let named: Vec<String> = errors.0.iter().take(MOST_NAMED).map(ToString::to_string).collect();
        sharing::faulty_file(&named, errors.0.len() > MOST_NAMED)
    })
}

/// The same value without the browser behind it; nothing where it is nested too deeply.
fn value_of(value: &JsValue, depth: u8) -> Option<Value> {
    let inner = depth.checked_sub(1)?;
    if let Some(number) = value.as_f64() {
        return Some(Value::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Some(Value::Text(text.into()));
    }
    if let Some(flag) = value.as_bool() {
        return Some(Value::Bool(flag));
    }
    if Array::is_array(value) {
        let values = value.unchecked_ref::<Array>().iter();
        return Some(Value::List(values.map(|value| value_of(&value, inner)).collect::<Option<_>>()?));
    }
    if !value.is_object() {
        return Some(Value::Null);
    }
    let object: &Object = value.unchecked_ref();
    let members = Object::keys(object).into_iter().map(|key| {
        let value = Reflect::get(object, &key).ok()?;
        Some((key.as_string()?.into(), value_of(&value, inner)?))
    });
    Some(Value::Object(members.collect::<Option<_>>()?))
}

/// The file's text: indented, a line a number.
fn text_of(value: &Value) -> String {
    let space = JsValue::from_f64(2.0);
    let text = JSON::stringify_with_replacer_and_space(&js_of(value), &JsValue::NULL, &space);
    text.map(String::from).unwrap_or_default()
}

fn js_of(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::Number(number) => JsValue::from_f64(*number),
        Value::Text(text) => JsValue::from_str(text),
        Value::List(values) => values.iter().map(js_of).collect::<Array>().into(),
        Value::Object(members) => {
            let object = Object::new();
            for (key, value) in members {
                // An object of our own takes every member.
                let _ = Reflect::set(&object, &JsValue::from_str(key), &js_of(value));
            }
            object.into()
        }
    }
}

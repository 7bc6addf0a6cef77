//! The core for scripts: plain objects in, plain objects out. A module of its own, without a page and without views.
//!
//! JSON is the JavaScript engine's: objects come in and go out as they are, and the few texts that are JSON in the shipped
//! data are read by the engine too.

// The attribute that exports a function to JavaScript writes the unsafe glue for it; nothing here is unsafe by hand.
#![allow(unsafe_code)]

mod rows;

use crate::catalogue::{Catalogue, CatalogueError, FullCatalogue, ShippedError};
use crate::estimate::cost::price_request::{PriceRequest, PricedRequest};
use crate::scenario::Scenario;
use crate::scenario::json::Value;
use crate::share::{Notice, UnknownFields, decode, encode};
use js_sys::{Array, Object, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use serde_wasm_bindgen::Serializer;
use std::cell::OnceCell;
use std::fmt::Display;
use wasm_bindgen::{JsCast, JsError, JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// What kind of object a value is: `[object Object]`, `[object Promise]` and so on.
    #[wasm_bindgen(js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> String;
}

thread_local! {
    // Data that ships with this version: read when somebody asks for it first, never changed.
    static FULL: OnceCell<Result<FullCatalogue, ShippedError>> = const { OnceCell::new() };
    static SHIPPED: OnceCell<Result<Catalogue, CatalogueError>> = const { OnceCell::new() };
}

/// What a request costs, in USD, by the names and counts that an SDK or a bill gives.
///
/// `{ provider?, model, at, usage, context? }` in; `{ model, input_usd, output_usd, total_usd, notes }` out.
///
/// # Errors
/// If the request is none, nobody knows its model, or its usage has no price.
#[wasm_bindgen]
pub fn price(request: JsValue) -> Result<JsValue, JsError> {
    plain_object(&request, "a request")?;
    finite_counts(&request)?;
    let request: serde_json::Value = read(request)?;
    let request = PriceRequest::read(&request).map_err(said)?;
    with_full(|full| {
        let PricedRequest { model, price, notes } = request.answer(full).map_err(said)?;
        written(&Value::object([
            ("model", Value::text(&model.slug)),
            ("input_usd", Value::Number(price.input.get())),
            ("output_usd", Value::Number(price.output.get())),
            ("total_usd", Value::Number(price.total.get())),
            ("notes", Value::List(notes.iter().map(|note| Value::Text(note.to_string().into())).collect())),
        ]))
    })
}

/// All that is computed from a scenario: an object as the scenario's schema describes it, or a link. The member `notices`
/// lists remarks on the link, each `{ kind, text }`.
///
/// `options` is `{ strict?: boolean }`. Unless `strict` is false, a setting of the link that could not be used is an error.
///
/// # Errors
/// If the scenario breaks the schema or a rule, the link is damaged, or a setting of it could not be used; the message
/// names everything that is wrong.
#[wasm_bindgen]
pub fn estimate(scenario: JsValue, options: Option<Object>) -> Result<JsValue, JsError> {
    with_catalogue(|catalogue| {
        let (scenario, notices) = scenario_of(scenario, options, catalogue)?;
        let estimate = crate::estimate::estimate(&scenario, catalogue).map_err(said)?;
        let estimate = written(&estimate.to_json(&scenario, catalogue))?;
        set_member(&estimate, "notices", &written_notices(&notices)?)?;
        Ok(estimate)
    })
}

/// The scenario of a link, or of an object, as an object with every number in it. `options` is as for [`estimate`].
///
/// # Errors
/// As [`estimate`].
#[wasm_bindgen]
pub fn scenario(scenario: JsValue, options: Option<Object>) -> Result<JsValue, JsError> {
    with_catalogue(|catalogue| written(&scenario_of(scenario, options, catalogue)?.0.to_json()))
}

/// The scenario as a link's fragment without its mark: `s=1.…`.
///
/// # Errors
/// As [`estimate`], and if the scenario is too long for a link.
#[wasm_bindgen]
pub fn link(scenario: JsValue) -> Result<String, JsError> {
    with_catalogue(|catalogue| {
        let (scenario, _) = scenario_of(scenario, None, catalogue)?;
        let book = catalogue.hosted.package().date;
        encode(&scenario, Some(book), &UnknownFields::default()).map_err(said)
    })
}

/// The sums of a usage or cost file: its text, in any format that `docs/usage.md` lists.
///
/// # Errors
/// If the text has none of these formats.
#[wasm_bindgen(js_name = readUsage)]
pub fn read_usage(text: &str) -> Result<JsValue, JsError> {
    written(&crate::usage::read(text.as_bytes()).map_err(said)?.to_json())
}

fn with_full<T>(run: impl FnOnce(&FullCatalogue) -> Result<T, JsError>) -> Result<T, JsError> {
    FULL.with(|full| {
        run(full.get_or_init(|| FullCatalogue::shipped_read_by(&read_text)).as_ref().map_err(said)?)
    })
}

fn with_catalogue<T>(run: impl FnOnce(&Catalogue) -> Result<T, JsError>) -> Result<T, JsError> {
    SHIPPED.with(|shipped| run(shipped.get_or_init(Catalogue::shipped).as_ref().map_err(said)?))
}

/// A scenario that names no day is of the day of the price book: there is no clock here.
fn scenario_of(
    given: JsValue,
    options: Option<Object>,
    catalogue: &Catalogue,
) -> Result<(Scenario, Vec<Notice>), JsError> {
    let strict = is_strict(options)?;
    let day = catalogue.hosted.package().date;
    let (scenario, notices) = match given.as_string() {
        Some(text) => {
            let decoded = decode(&text, day).map_err(said)?;
            (decoded.scenario, decoded.notices)
        }
        None => {
            plain_object(&given, "a scenario")?;
            (Scenario::from_json(&read(given)?, Some(day)).map_err(said)?, Vec::new())
        }
    };
    let lost: Vec<String> =
        notices.iter().filter(|notice| notice.lost_a_setting()).map(ToString::to_string).collect();
    if strict && !lost.is_empty() {
        let remedy = "correct the link, or pass { strict: false } to estimate without them";
        return Err(JsError::new(&format!("{}; {remedy}", lost.join("; "))));
    }
    Ok((scenario.with_ids(&|text| catalogue.hosted.id_of_text(text)), notices))
}

/// The value of `strict` in `options`, which may hold nothing else: an option with a typing mistake is no option.
fn is_strict(options: Option<Object>) -> Result<bool, JsError> {
    let Some(options) = options else { return Ok(true) };
    let mut strict = true;
    for entry in Object::entries(&options) {
        let entry = Array::from(&entry);
        match (entry.get(0).as_string().as_deref(), entry.get(1).as_bool()) {
            (Some("strict"), Some(value)) => strict = value,
            (Some("strict"), None) => return Err(JsError::new("the option \"strict\" is true or false")),
            (name, _) => {
                let name = name.unwrap_or("?");
                return Err(JsError::new(&format!("\"{name}\" is no option; the only one is \"strict\"")));
            }
        }
    }
    Ok(strict)
}

/// A promise, a map or an array has no members that a scenario or request could have: they would read as an empty one.
fn plain_object(given: &JsValue, what: &str) -> Result<(), JsError> {
    let tag = tag_of(given);
    if tag == "[object Object]" {
        return Ok(());
    }
    let hint = if tag == "[object Promise]" { "; is an await missing?" } else { "" };
    let kind = tag.trim_start_matches("[object ").trim_end_matches(']');
    Err(JsError::new(&format!("{what} is expected here, as a plain object; this is of type {kind}{hint}")))
}

/// JSON has no NaN and no `undefined`: such a count would be read as none, and the price be too low.
fn finite_counts(request: &JsValue) -> Result<(), JsError> {
    let usage = Reflect::get(request, &JsValue::from_str("usage")).unwrap_or_default();
    let Some(usage) = usage.dyn_ref::<Object>() else { return Ok(()) };
    for entry in Object::entries(usage) {
        let entry = Array::from(&entry);
        let (name, count) = (entry.get(0), entry.get(1));
        if count.is_undefined() || count.as_f64().is_some_and(|count| !count.is_finite()) {
            let name = name.as_string().unwrap_or_default();
            return Err(JsError::new(&format!("`usage`: {name} must be a number of zero or more")));
        }
    }
    Ok(())
}

fn written_notices(notices: &[Notice]) -> Result<JsValue, JsError> {
    let member = |notice: &Notice| {
        Value::object([("kind", Value::text(notice.kind())), ("text", Value::text(&notice.to_string()))])
    };
    written(&Value::List(notices.iter().map(member).collect()))
}

fn set_member(object: &JsValue, name: &str, value: &JsValue) -> Result<(), JsError> {
    Reflect::set(object, &JsValue::from_str(name), value)
        .map_err(|_| JsError::new("the estimate cannot be extended"))?;
    Ok(())
}

fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, JsError> {
    serde_wasm_bindgen::from_value(value).map_err(said)
}

fn read_text(json: &str) -> Option<serde_json::Value> {
    serde_wasm_bindgen::from_value(js_sys::JSON::parse(json).ok()?).ok()
}

fn written(value: &Value) -> Result<JsValue, JsError> {
    value.serialize(&Serializer::json_compatible()).map_err(said)
}

fn said(error: impl Display) -> JsError {
    JsError::new(&error.to_string())
}

//! The core for scripts: plain objects in, plain objects out. A module of its own, without a page and without views.
//!
//! JSON is the JavaScript engine's: objects come in and go out as they are, and the few texts that are JSON in the shipped
//! data are read by the engine too.

// The attribute that exports a function to JavaScript writes the unsafe glue for it; nothing here is unsafe by hand.
#![allow(unsafe_code)]

use crate::catalogue::{Catalogue, CatalogueError, FullCatalogue, ShippedError};
use crate::estimate::cost::price_request::PriceRequest;
use crate::scenario::Scenario;
use crate::scenario::json::Value;
use crate::share::{UnknownFields, decode, encode};
use serde::{Serialize, de::DeserializeOwned};
use serde_wasm_bindgen::Serializer;
use std::cell::OnceCell;
use std::fmt::Display;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

thread_local! {
    // Data that ships with this version: read when somebody asks for it first, never changed.
    static FULL: OnceCell<Result<FullCatalogue, ShippedError>> = const { OnceCell::new() };
    static SHIPPED: OnceCell<Result<Catalogue, CatalogueError>> = const { OnceCell::new() };
}

/// What a request costs, in USD, by the names and counts that an SDK or a bill gives.
///
/// `{ provider?, model, at, usage, context? }` in; `{ model, input_usd, output_usd, total_usd }` out.
///
/// # Errors
/// If the request is none, nobody knows its model, or its usage has no price.
#[wasm_bindgen]
pub fn price(request: JsValue) -> Result<JsValue, JsError> {
    let request: serde_json::Value = read(request)?;
    let request = PriceRequest::read(&request).map_err(said)?;
    FULL.with(|full| {
        let full = full.get_or_init(|| FullCatalogue::shipped_read_by(&read_text)).as_ref().map_err(said)?;
        let (model, price) = request.price(full).map_err(said)?;
        written(&Value::object([
            ("model", Value::text(&model.slug)),
            ("input_usd", Value::Number(price.input.get())),
            ("output_usd", Value::Number(price.output.get())),
            ("total_usd", Value::Number(price.total.get())),
        ]))
    })
}

/// All that is computed from a scenario: an object as the scenario's schema describes it, or a link.
///
/// # Errors
/// If the scenario breaks the schema or a rule, or the link is damaged; the message names everything that is wrong.
#[wasm_bindgen]
pub fn estimate(scenario: JsValue) -> Result<JsValue, JsError> {
    with_catalogue(|catalogue| {
        let scenario = scenario_of(scenario, catalogue)?;
        let estimate = crate::estimate::estimate(&scenario, catalogue).map_err(said)?;
        written(&estimate.to_json(&scenario, catalogue))
    })
}

/// The scenario of a link, or of an object, as an object with every number in it.
///
/// # Errors
/// As [`estimate`].
#[wasm_bindgen]
pub fn scenario(scenario: JsValue) -> Result<JsValue, JsError> {
    with_catalogue(|catalogue| written(&scenario_of(scenario, catalogue)?.to_json()))
}

/// The scenario as a link's fragment without its mark: `s=1.…`.
///
/// # Errors
/// As [`estimate`], and if the scenario is too long for a link.
#[wasm_bindgen]
pub fn link(scenario: JsValue) -> Result<String, JsError> {
    with_catalogue(|catalogue| {
        let scenario = scenario_of(scenario, catalogue)?;
        let book = catalogue.hosted.package().date;
        encode(&scenario, Some(book), &UnknownFields::default()).map_err(said)
    })
}

fn with_catalogue<T>(run: impl FnOnce(&Catalogue) -> Result<T, JsError>) -> Result<T, JsError> {
    SHIPPED.with(|shipped| run(shipped.get_or_init(Catalogue::shipped).as_ref().map_err(said)?))
}

/// A scenario that names no day is of the day of the price book: there is no clock here.
fn scenario_of(given: JsValue, catalogue: &Catalogue) -> Result<Scenario, JsError> {
    let day = catalogue.hosted.package().date;
    let scenario = match given.as_string() {
        Some(text) => decode(&text, day).map_err(said)?.scenario,
        None => Scenario::from_json(&read(given)?, Some(day)).map_err(said)?,
    };
    Ok(scenario.with_ids(&|text| catalogue.hosted.id_of_text(text)))
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

//! The headline figures as a plain object for the page, with units in the names. What is not known is `null`, never 0.

use crate::catalogue::Catalogue;
use crate::estimate::{Cost, Periods, costs};
use crate::share::decode;
use crate::units::{Date, Usd};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// The figures of a scenario's link text; `null` before there is one.
pub(super) fn of(text: &str, catalogue: &Catalogue, today: Date) -> JsValue {
    let decoded = decode(&["s=", text].concat(), today).ok();
    let figures = decoded.and_then(|decoded| costs(&decoded.scenario, catalogue, None).ok());
    let Some(figures) = figures else { return JsValue::NULL };
    let object = Object::new();
    put_number(&object, "requests_per_month", figures.total.requests_per_month.get());
    put_periods(&object, &figures.total.cost);
    let features = Array::new();
    for feature in &figures.features {
        let each = Object::new();
        put(&each, "name", &JsValue::from_str(feature.name.as_str()));
        put_cost(&each, "cost_usd_per_request", feature.cost_per_request);
        put_periods(&each, &feature.cost);
        features.push(&each);
    }
    put(&object, "features", &features);
    object.into()
}

fn put_periods(object: &Object, periods: &Periods) {
    let Periods { day, month, year, user_month, active_user_month } = *periods;
    put_cost(object, "cost_usd_per_day", day);
    put_cost(object, "cost_usd_per_month", month);
    put_cost(object, "cost_usd_per_year", year);
    put_cost(object, "cost_usd_per_user_month", user_month.unwrap_or(Cost::NotKnown));
    put_cost(object, "cost_usd_per_active_user_month", active_user_month.unwrap_or(Cost::NotKnown));
}

fn put_cost(object: &Object, key: &str, cost: Cost) {
    put(object, key, &cost.known().map_or(JsValue::NULL, |usd: Usd| usd.get().into()));
    if let Cost::AtLeast(usd) = cost {
        put_number(object, &[key, "_at_least"].concat(), usd.get());
    }
}

fn put_number(object: &Object, key: &str, number: f64) {
    put(object, key, &number.into());
}

fn put(object: &Object, key: &str, value: &JsValue) {
    // An object of our own takes every member.
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}

//! Plain objects for the page: the headline figures, with units in the names (what is not known is `null`, never 0), and
//! what of a scenario could not be read.

use crate::catalogue::Catalogue;
use crate::estimate::{Cost, Periods, costs};
use crate::scenario::Scenario;
use crate::units::Usd;
use crate::web::ui::Misread;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// The figures of a scenario; `null` where it has none.
pub(super) fn of(scenario: &Scenario, catalogue: &Catalogue) -> JsValue {
    let Ok(figures) = costs(scenario, catalogue, None) else { return JsValue::NULL };
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

/// What could not be read, for an event's detail: `{ text, notices: [{ kind, text }] }`.
pub(super) fn misread(misread: &Misread) -> JsValue {
    let notices = Array::new();
    for (kind, sentence) in &misread.remarks {
        let notice = Object::new();
        put(&notice, "kind", &JsValue::from_str(kind));
        put(&notice, "text", &JsValue::from_str(sentence));
        notices.push(&notice);
    }
    let detail = Object::new();
    put(&detail, "text", &JsValue::from_str(&misread.text));
    put(&detail, "notices", &notices);
    detail.into()
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

//! The few calls that the builder makes. They are declared without `Result`: the names are constants of ours and the
//! parents are nodes of ours, so a browser has no cause to refuse, and each `Result` would cost glue on both sides.

use leptos::wasm_bindgen;
use leptos::wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use leptos::web_sys::{Document, Element, Node, Text};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Document)]
    pub(super) type Maker;
    #[wasm_bindgen(method, js_name = createElement)]
    pub(super) fn element(this: &Maker, tag: &str) -> Element;
    #[wasm_bindgen(method, js_name = createElementNS)]
    pub(super) fn element_of(this: &Maker, namespace: &str, tag: &str) -> Element;
    #[wasm_bindgen(method, js_name = createTextNode)]
    pub(super) fn text(this: &Maker, text: &str) -> Text;

    #[wasm_bindgen(extends = Node)]
    pub(super) type Place;
    #[wasm_bindgen(method, js_name = insertBefore)]
    pub(super) fn insert(this: &Place, child: &Node, before: Option<&Node>);

    #[wasm_bindgen(method, js_name = replaceChild)]
    pub(super) fn replace(this: &Place, child: &Node, old: &Node);
    #[wasm_bindgen(method, getter, js_name = inferenceEstimatorStandIn)]
    pub(super) fn stand_in(this: &Place) -> Option<Node>;

    #[wasm_bindgen(extends = Element)]
    pub(super) type DomNode;
    #[wasm_bindgen(method, js_name = setAttribute)]
    pub(super) fn set(this: &DomNode, name: &str, value: &str);
    #[wasm_bindgen(method, js_name = removeAttribute)]
    pub(super) fn unset(this: &DomNode, name: &str);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(super) fn set_property(this: &DomNode, name: &str, value: &JsValue);
    #[wasm_bindgen(method, getter)]
    pub(super) fn style(this: &DomNode) -> Style;
    #[wasm_bindgen(method, getter, js_name = classList)]
    pub(super) fn classes(this: &DomNode) -> Classes;

    pub(super) type Classes;
    #[wasm_bindgen(method)]
    pub(super) fn toggle(this: &Classes, name: &str, on: bool);

    pub(super) type Style;
    #[wasm_bindgen(method, js_name = setProperty)]
    pub(super) fn set(this: &Style, name: &str, value: &str);
    #[wasm_bindgen(method, js_name = removeProperty)]
    pub(super) fn unset(this: &Style, name: &str);
}

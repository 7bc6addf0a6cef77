//! The scenario in the page's address: read on arrival and when the fragment changes, written late.

use crate::share::claims_scenario;
use gloo::events::EventListener;
use wasm_bindgen::JsValue;
use web_sys::Window;

/// The part of the address that claims to be a scenario, for `share::decode` to read: the fragment, else the query.
/// `None` where neither does.
pub(super) fn read() -> Option<String> {
    let location = web_sys::window()?.location();
    let parts = [location.hash(), location.search()];
    parts.into_iter().flatten().find(|part| claims_scenario(part))
}

/// Writes `#s=…` without a new entry in the history. A page that forbids it keeps its address.
pub(super) fn write(text: &str) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    let state = history.state().unwrap_or(JsValue::NULL);
    let _ = history.replace_state_with_url(&state, "", Some(&format!("#s={text}")));
}

/// Runs `changed` whenever a link is pasted over this page's address; dropping the listener ends it.
pub(super) fn on_link(mut changed: impl FnMut(String) + 'static) -> Option<EventListener> {
    let window: Window = web_sys::window()?;
    Some(EventListener::new(&window, "hashchange", move |_| {
        if let Some(text) = read() {
            changed(text);
        }
    }))
}

/// Runs `leaving` when the page is left, or put aside where it may be brought back from.
pub(super) fn on_leaving(mut leaving: impl FnMut() + 'static) -> Option<EventListener> {
    let window: Window = web_sys::window()?;
    Some(EventListener::new(&window, "pagehide", move |_| leaving()))
}

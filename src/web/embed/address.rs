//! The scenario in the page's address: read on arrival and when the fragment changes, written late.

use gloo::events::EventListener;
use wasm_bindgen::JsValue;
use web_sys::Window;

/// What the address says, as it stands there; `share` makes sense of it. `None` if it holds no scenario.
pub(super) fn read() -> Option<String> {
    let location = web_sys::window()?.location();
    let fragment = location.hash().unwrap_or_default();
    if holds_scenario(&fragment) {
        return Some(fragment);
    }
    let query = location.search().unwrap_or_default();
    holds_scenario(&query).then_some(query)
}

/// Whether the text names a scenario (`s=`) or a preset (`p=`), plain or with its mark percent-encoded.
fn holds_scenario(text: &str) -> bool {
    let text = text.trim_start_matches(['#', '?']);
    let text = text.strip_prefix("%23").unwrap_or(text);
    text.split('&').any(|part| part.starts_with("s=") || part.starts_with("p="))
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

#[cfg(test)]
mod tests {
    use super::holds_scenario;

    #[test]
    fn a_scenario_is_found_in_a_fragment_a_query_and_behind_an_encoded_mark() {
        for text in ["#s=1.abc", "?s=1.abc", "%23s=1.abc", "#at=x&s=1.abc", "#p=support-chat&users=12000"] {
            assert!(holds_scenario(text), "{text}");
        }
        for text in ["", "#", "#section", "#as=1", "?utm_source=s"] {
            assert!(!holds_scenario(text), "{text}");
        }
    }
}

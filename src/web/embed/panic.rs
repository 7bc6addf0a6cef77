//! What happens when the module stops: the page's script is told, and shows a card in the element at fault.

use js_sys::Function;
use std::cell::RefCell;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

thread_local! {
    // A panic hook belongs to the whole module, so the one thing it calls does too.
    static LISTENER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Calls `listener` with the message and place of a panic, before the module traps. To be called once for a page.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(listener: Function) {
    LISTENER.with(|slot| slot.replace(Some(listener)));
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.to_string();
        LISTENER.with(|slot| {
            // Nothing can be done about a listener that fails: the module is stopping already.
            if let Ok(slot) = slot.try_borrow()
                && let Some(listener) = slot.as_ref()
            {
                let _ = listener.call1(&JsValue::NULL, &JsValue::from_str(&text));
            }
        });
    }));
}

//! The last scenario, kept in this browser. Storage may be missing, blocked or full: then the widget runs from memory.

use web_sys::Storage;

const KEY: &str = "inference-estimator:draft";

/// Why nothing can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoStorage;

fn storage() -> Result<Storage, NoStorage> {
    let window = web_sys::window().ok_or(NoStorage)?;
    // A sandboxed frame throws here, a private window may hand out nothing.
    window.local_storage().ok().flatten().ok_or(NoStorage)
}

/// What the last visit left.
pub(super) fn load() -> Result<Option<String>, NoStorage> {
    storage()?.get_item(KEY).map_err(|_| NoStorage)
}

/// Keeps `text` for the next visit.
pub(super) fn save(text: &str) -> Result<(), NoStorage> {
    storage()?.set_item(KEY, text).map_err(|_| NoStorage)
}

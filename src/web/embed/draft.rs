//! The last scenario, kept in this browser. Storage may be missing, blocked or full: then the widget runs from memory.

use web_sys::Storage;

const DRAFT: &str = "inference-estimator:draft";
const PIN: &str = "inference-estimator:pinned";
const KEPT: &str = "inference-estimator:kept";

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
    storage()?.get_item(DRAFT).map_err(|_| NoStorage)
}

/// Keeps `text` for the next visit.
pub(super) fn save(text: &str) -> Result<(), NoStorage> {
    storage()?.set_item(DRAFT, text).map_err(|_| NoStorage)
}

/// The scenario that was pinned on the last visit.
pub(super) fn load_pin() -> Option<String> {
    storage().ok()?.get_item(PIN).ok().flatten()
}

/// Keeps what is pinned for the next visit; an empty text pins nothing. Where nothing can be kept, the draft says so.
pub(super) fn save_pin(text: &str) {
    if let Ok(storage) = storage() {
        let _ = if text.is_empty() { storage.remove_item(PIN) } else { storage.set_item(PIN, text) };
    }
}

/// The scenarios that were kept by name, as a text that only the view of them reads: puts it there first, where one is given.
pub(super) fn kept(text: Option<&str>) -> Option<String> {
    let storage = storage().ok()?;
    if let Some(text) = text {
        storage.set_item(KEPT, text).ok()?;
    }
    Some(storage.get_item(KEPT).ok()?.unwrap_or_default())
}

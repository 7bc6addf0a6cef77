//! The seam to the page: the only calls to `window`, `history`, storage and the element's own script.
//!
//! The custom element is a small script (`pkg/src`). It loads this module once for a page, hands in the price book
//! once, and calls [`mount`] for each element; dropping the [`WidgetHandle`] takes the widget away again.

// The attribute that exports a function to JavaScript writes the unsafe glue for it; nothing here is unsafe by hand.
#![allow(unsafe_code)]

mod address;
mod draft;
mod figures;
mod widget;

pub use widget::{Book, Settings, WidgetHandle, mount};

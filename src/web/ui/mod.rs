//! Views. They take signals and callbacks, have no statics, and never touch `window`, so that ten widgets can share a page.
//!
//! # How views are written
//! With the builder of [`dom`]: `el("p").class("big").child(move || cost.get())`. It makes nodes, never markup, so that
//! a page may forbid `innerHTML`; and it sets properties of a style, never the `style` attribute, so that a strict
//! `style-src` drops nothing.
//!
//! # What reaches a view
//! [`Host`] is all that a view gets from outside: signals that the page may change at any time, the price book,
//! today's date, and callbacks to tell the page what changed.

// `pub` in these private modules means: for the other views.
#![allow(unreachable_pub)]
// Views take their arguments by value, though most only read them.
#![allow(clippy::needless_pass_by_value)]

mod app;
mod bill;
mod charts;
mod compact;
mod documents;
pub mod dom;
mod draft;
mod edits;
mod figures;
mod files;
mod full;
mod host;
mod inputs;
mod kept;
mod later;
mod layout;
pub mod live;
mod parts;
mod results;
pub mod schedule;
mod sections;
mod sharing;
mod slot;
mod state;
mod title;
mod verdicts;
mod words;

pub use app::app;
pub use files::files;
pub use host::{Arrival, Host, Kept, Misread, Origin, PageWish, Reached, SavedFile, Theme, View};
pub(in crate::web) use state::Ui;

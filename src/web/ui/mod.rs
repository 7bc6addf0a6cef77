//! Views. They take signals and callbacks, hold no statics, and never touch `window`: so ten widgets share a page.
//!
//! # Write views with `html!`, never with `view!`
//! `view!` turns every static subtree into a string and gives it to `innerHTML`. A page that sends
//! `require-trusted-types-for 'script'` forbids that, and the widget would stay blank. A class on the whole view
//! switches it off; [`html!`](crate::html) is `view!` with that class. For the same reason: no `inner_html`, no
//! `<template>`, and no `style="…"` attribute (a strict `style-src` drops it): write `style:width=move || …`,
//! which sets the property.
//!
//! # What reaches a view
//! [`Host`] is all that a view gets from outside: signals that the page may change at any time, the price book,
//! today's date, and callbacks to tell the page what changed.

// The component macro writes a props struct and an inner function that cannot be documented or narrowed by hand.
#![allow(missing_docs, unreachable_pub)]
// Components own their props; most only read them.
#![allow(clippy::needless_pass_by_value)]

mod app;
mod charts;
mod compact;
mod draft;
mod full;
mod host;
mod inputs;
mod parts;
mod results;
mod sections;
mod slot;
mod state;
mod title;
mod words;

pub use app::{App, AppProps};
pub use host::{Arrival, Host, Origin, Theme, View};
pub(in crate::web) use state::Ui;

/// `view!` without `innerHTML`: every static subtree is built from nodes.
///
/// Takes what `leptos::view!` takes. The class `w` that it gives every element carries no style.
#[macro_export]
macro_rules! html {
    ($($markup:tt)*) => { ::leptos::view! { class = "w", $($markup)* } };
}

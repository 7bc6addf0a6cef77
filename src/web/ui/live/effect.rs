//! What happens because something changed.

use super::node::{Handle, Value};
use leptos::prelude::{Effect, RenderEffect, on_cleanup};
use leptos::reactive::graph::{AnySubscriber, Subscriber, ToAnySubscriber};
use std::rc::Rc;

/// Keeps `item` until the present owner goes.
pub(in crate::web) fn keep(item: Value) {
    Handle::stored(item);
}

/// Does `act` in the next turn, and again when something changes that it reads, until the present owner goes.
pub(in crate::web) fn effect(act: impl FnMut() + 'static) {
    start(Box::new(act));
}

fn start(mut act: Box<dyn FnMut()>) {
    let follower = Effect::new(move |_: Option<()>| act()).to_any_subscriber();
    on_cleanup(move || leave(&follower));
}

/// Takes a follower that goes out of the lists of all that it follows. The graph itself does so only when these change, and
/// some never do.
pub(super) fn leave(follower: &AnySubscriber) {
    follower.clear_sources(follower);
}

struct Following(RenderEffect<()>);

impl Drop for Following {
    fn drop(&mut self) {
        leave(&self.0.to_any_subscriber());
    }
}

/// Does `act` when something changes that `follow` reads, with what `follow` returned; not the first time.
pub(in crate::web) fn on_change<T>(
    mut follow: impl FnMut() -> T + 'static,
    mut act: impl FnMut(T) + 'static,
) {
    let mut is_first = true;
    effect(move || {
        let found = follow();
        if !std::mem::take(&mut is_first) {
            untrack(|| act(found));
        }
    });
}

/// Does `act` now, and again when something changes that it reads, until the present owner goes.
pub(in crate::web) fn render_effect(mut act: Box<dyn FnMut()>) {
    keep(Rc::new(Following(RenderEffect::new(move |_: Option<()>| act()))));
}

/// Reads without following.
pub(in crate::web) fn untrack<T>(read: impl FnOnce() -> T) -> T {
    let mut read = Some(read);
    let mut found = None;
    unseen(&mut || found = read.take().map(|read| read()));
    match found {
        Some(found) => found,
        // It is always run, once.
        None => super::node::gone(),
    }
}

fn unseen(act: &mut dyn FnMut()) {
    leptos::prelude::untrack(act);
}

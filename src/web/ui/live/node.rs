//! The one type of node that all handles point to.

use leptos::prelude::{ArcMemo, ArcTrigger, LocalStorage, Notify, ReadUntracked, Track, untrack};
use leptos::reactive::graph::ToAnySubscriber;
use leptos::reactive::owner::ArenaItem;
use std::any::Any;
use std::cell::{Cell, OnceCell};
use std::rc::Rc;

/// A value of any type. It is shared while it is read, so that nothing is borrowed meanwhile.
pub(super) type Value = Rc<dyn Any>;

/// A closure that makes a value. A trait of its own, as each closure behind `dyn Fn` is compiled twice more, to be called
/// in ways that nobody uses.
pub(super) trait Make {
    /// The value; the one before helps.
    fn make(&self, before: Option<&dyn Any>) -> Value;
}

/// Whether those who read the value before must hear of the value after.
pub(super) type Differs = fn(&dyn Any, &dyn Any) -> bool;

/// How the graph hears of a change.
enum Pulse {
    /// Somebody sets the value.
    Signal(ArcTrigger),
    /// The value is made when it is asked for and what it was made of has changed. The graph's own value is empty.
    Memo(ArcMemo<()>),
}

/// A value, and how it comes about. Without a pulse it is only kept, or made each time.
pub(super) struct Node {
    value: Cell<Option<Value>>,
    make: Option<Box<dyn Make>>,
    pulse: OnceCell<Pulse>,
}

impl Node {
    /// A value that can be set.
    pub(super) fn signal(value: Value) -> Self {
        let pulse = Pulse::Signal(ArcTrigger::new()).into();
        Self { value: Cell::new(Some(value)), make: None, pulse }
    }

    fn present(&self) -> Option<Value> {
        let value = self.value.take();
        self.value.set(value.clone());
        value
    }

    pub(super) fn track(&self) {
        match self.pulse.get() {
            Some(Pulse::Signal(trigger)) => trigger.track(),
            Some(Pulse::Memo(memo)) => memo.track(),
            // What is made each time follows what it is made of.
            None => drop(self.made()),
        }
    }

    /// What is made each time.
    fn made(&self) -> Option<Value> {
        self.make.as_ref().map(|make| make.make(None))
    }

    /// The value, which is followed.
    pub(super) fn read(&self) -> Option<Value> {
        if self.pulse.get().is_none() && self.make.is_some() {
            return self.made();
        }
        self.track();
        self.peek()
    }

    /// The value, which is not followed.
    pub(super) fn peek(&self) -> Option<Value> {
        match self.pulse.get() {
            Some(Pulse::Memo(memo)) => drop(memo.try_read_untracked()),
            None if self.make.is_some() => return untrack(|| self.made()),
            _ => {}
        }
        self.present()
    }

    /// The value, to be changed and [put](Self::put) back.
    pub(super) fn take(&self) -> Option<Value> {
        self.value.take()
    }

    pub(super) fn put(&self, value: Option<Value>) {
        drop(self.value.replace(value));
        if let Some(Pulse::Signal(trigger)) = self.pulse.get() {
            trigger.notify();
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(Pulse::Memo(memo)) = self.pulse.get() {
            super::effect::leave(&memo.to_any_subscriber());
        }
    }
}

/// The position of a node in the arena of Leptos, as long as its owner exists.
#[derive(Clone, Copy)]
pub(super) struct Handle(ArenaItem<Rc<Node>, LocalStorage>);

impl Handle {
    pub(super) fn new(node: Rc<Node>) -> Self {
        Self(ArenaItem::new_local(node))
    }

    pub(super) fn signal(value: Value) -> Self {
        Self::new(Rc::new(Node::signal(value)))
    }

    /// A value that nobody follows.
    pub(super) fn stored(value: Value) -> Self {
        Self::new(Rc::new(Node { value: Cell::new(Some(value)), make: None, pulse: OnceCell::new() }))
    }

    /// A value that is made each time it is read.
    pub(super) fn derived(make: Box<dyn Make>) -> Self {
        Self::new(Rc::new(Node { value: Cell::new(None), make: Some(make), pulse: OnceCell::new() }))
    }

    pub(super) fn memo(make: Box<dyn Make>, differs: Differs) -> Self {
        let node = Rc::new(Node { value: Cell::new(None), make: Some(make), pulse: OnceCell::new() });
        let handle = Self::new(Rc::clone(&node));
        let memo = ArcMemo::new_owning(move |_: Option<()>| ((), handle.renew(differs)));
        let _ = node.pulse.set(Pulse::Memo(memo));
        handle
    }

    /// Makes the value of a memo; whether it differs from the one before.
    fn renew(self, differs: Differs) -> bool {
        let Some(node) = self.node() else { return false };
        let Some(make) = &node.make else { return false };
        let before = node.present();
        let now = make.make(before.as_deref());
        let is_new = before.is_none_or(|before| differs(&*before, &*now));
        node.value.set(Some(now));
        is_new
    }

    /// Nothing once the owner is gone.
    pub(super) fn node(self) -> Option<Rc<Node>> {
        self.0.try_get_value()
    }

    pub(super) fn track(self) {
        if let Some(node) = self.node() {
            node.track();
        }
    }

    pub(super) fn read(self) -> Option<Value> {
        self.node()?.read()
    }

    pub(super) fn peek(self) -> Option<Value> {
        self.node()?.peek()
    }

    pub(super) fn take(self) -> Option<Value> {
        self.node()?.take()
    }

    pub(super) fn put(self, value: Option<Value>) {
        if let Some(node) = self.node() {
            node.put(value);
        }
    }
}

/// The value in its own type.
pub(super) fn cast<T: 'static>(value: Option<&dyn Any>) -> &T {
    match value.and_then(<dyn Any>::downcast_ref) {
        Some(value) => value,
        None => gone(),
    }
}

/// There is no value to return in its place, and no reader could go on without one.
#[cold]
#[allow(
    clippy::panic,
    reason = "as Leptos does: to read what is gone is a mistake in this program, never the reader's"
)]
pub(super) fn gone() -> ! {
    panic!("a signal was read after its owner went, or while it was being changed")
}

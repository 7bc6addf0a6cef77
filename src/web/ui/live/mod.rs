//! Signals, memos and effects: Leptos' reactive graph behind one type of value.
//!
//! Leptos compiles its graph anew for each type in a `Memo`, `Signal`, `RwSignal` or `StoredValue`, and for each closure
//! that is handed to one: a fifth of the module was such copies (DESIGN.md, "Size"). Here a value is an `Rc<dyn Any>`
//! and a closure a `Box<dyn Fn>` before Leptos sees either, so there is one copy. The handles below have Leptos' names
//! and call shapes; their type is a `PhantomData`, and what is compiled for each is a downcast and a clone.
//!
//! Owners, their arena, the graph's order and the effects' queue are Leptos' own. A handle goes with the owner under
//! which it was made: to read it later is a mistake that ends in a panic, to set it later does nothing.

mod effect;
mod handle;
mod node;

pub(in crate::web) use effect::{effect, keep, on_change, render_effect, untrack};
pub use handle::{ArcRwSignal, Callback, Memo, RwSignal, Signal, StoredValue};

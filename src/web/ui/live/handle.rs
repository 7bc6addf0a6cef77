//! The handles. All but [`ArcRwSignal`] are copied freely.

use super::node::{Differs, Handle, Make, Node, Value, cast};
use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

/// Something that can be read and that may change.
pub struct Signal<T>(Handle, PhantomData<fn() -> T>);

/// A value computed on demand, and again only when one of its inputs has changed.
pub struct Memo<T>(Handle, PhantomData<fn() -> T>);

/// Something that can be read and set.
pub struct RwSignal<T>(Handle, PhantomData<fn() -> T>);

/// Something that is kept and that nobody follows.
pub struct StoredValue<T>(Handle, PhantomData<fn() -> T>);

/// Something to be done with what it is given.
pub struct Callback<In>(Handle, PhantomData<fn(In)>);

/// A signal that belongs to nobody: it may be made and set outside of a view.
pub struct ArcRwSignal<T>(Rc<Node>, PhantomData<fn() -> T>);

macro_rules! copied {
    ($($handle:ident)*) => { $(
        impl<T> Copy for $handle<T> {}
        impl<T> Clone for $handle<T> {
            fn clone(&self) -> Self {
                *self
            }
        }
    )* };
}

copied! { Signal Memo RwSignal StoredValue Callback }

impl<T> Clone for ArcRwSignal<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0), PhantomData)
    }
}

macro_rules! readings {
    ($($handle:ident)*) => { $(
        impl<T: 'static> $handle<T> {
            /// Reads it by reference, and follows it.
            pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
                read(cast(self.0.read().as_deref()))
            }

            /// Reads it by reference, and does not follow it.
            pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
                read(cast(self.0.peek().as_deref()))
            }

            /// Follows it.
            pub fn track(self) {
                self.0.track();
            }
        }

        impl<T: Clone + 'static> $handle<T> {
            /// Reads it, and follows it.
            #[must_use]
            pub fn get(self) -> T {
                self.with(T::clone)
            }

            /// Reads it, and does not follow it.
            #[must_use]
            pub fn get_untracked(self) -> T {
                self.with_untracked(T::clone)
            }

            /// The same, or nothing once it is gone.
            #[must_use]
            pub fn try_get_untracked(self) -> Option<T> {
                self.0.peek().and_then(|value| value.downcast_ref().cloned())
            }
        }
    )* };
}

readings! { Signal Memo RwSignal }

/// Changes the value at a handle in place.
fn change<T: 'static, U>(handle: Handle, change: impl FnOnce(&mut T) -> U) -> Option<U> {
    let mut value = handle.take()?;
    let found = Rc::get_mut(&mut value).and_then(<dyn Any>::downcast_mut).map(change);
    handle.put(Some(value));
    found
}

fn boxed<T: 'static>(value: T) -> Value {
    Rc::new(value)
}

struct Derived<F>(F);

impl<T: 'static, F: Fn() -> T> Make for Derived<F> {
    fn make(&self, _: Option<&dyn Any>) -> Value {
        boxed(self.0())
    }
}

struct Computed<T, F>(F, PhantomData<fn() -> T>);

impl<T: 'static, F: Fn(Option<&T>) -> T> Make for Computed<T, F> {
    fn make(&self, before: Option<&dyn Any>) -> Value {
        boxed(self.0(before.and_then(<dyn Any>::downcast_ref)))
    }
}

/// A closure behind a callback; a trait of its own for the same reason as [`Make`].
trait Act<In> {
    fn act(&self, with: In);
}

impl<In, F: Fn(In)> Act<In> for F {
    fn act(&self, with: In) {
        self(with);
    }
}

impl<T: 'static> Signal<T> {
    /// What `make` returns, each time it is read.
    pub fn derive(make: impl Fn() -> T + 'static) -> Self {
        Self(Handle::derived(Box::new(Derived(make))), PhantomData)
    }

    /// What never changes.
    pub fn stored(value: T) -> Self {
        Self(Handle::stored(boxed(value)), PhantomData)
    }
}

impl<T: 'static> Memo<T> {
    /// What `make` returns. Those who read it hear of a change only if the value is another one.
    pub fn new(make: impl Fn(Option<&T>) -> T + 'static) -> Self
    where
        T: PartialEq,
    {
        Self::made(make, |before, now| before.downcast_ref::<T>() != now.downcast_ref::<T>())
    }

    /// What `make` returns. Those who read it hear of each run: to compare would only cost time.
    pub fn always(make: impl Fn(Option<&T>) -> T + 'static) -> Self {
        Self::made(make, |_, _| true)
    }

    fn made(make: impl Fn(Option<&T>) -> T + 'static, differs: Differs) -> Self {
        Self(Handle::memo(Box::new(Computed(make, PhantomData)), differs), PhantomData)
    }
}

impl<T: 'static> RwSignal<T> {
    /// A signal that starts with `value`.
    pub fn new(value: T) -> Self {
        Self(Handle::signal(boxed(value)), PhantomData)
    }

    /// Sets it, even if that changes nothing.
    pub fn set(self, value: T) {
        self.0.put(Some(boxed(value)));
    }

    /// Changes it in place.
    pub fn update(self, how: impl FnOnce(&mut T)) {
        change(self.0, how);
    }

    /// Changes it in place and returns something; nothing once it is gone.
    pub fn try_update<U>(self, how: impl FnOnce(&mut T) -> U) -> Option<U> {
        change(self.0, how)
    }
}

impl<T: 'static> StoredValue<T> {
    /// Keeps `value` until the present owner goes.
    pub fn new(value: T) -> Self {
        Self(Handle::stored(boxed(value)), PhantomData)
    }

    /// Reads it by reference.
    pub fn with_value<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(cast(self.0.peek().as_deref()))
    }

    /// Keeps another value instead.
    pub fn set_value(self, value: T) {
        self.0.put(Some(boxed(value)));
    }

    /// Changes it in place and returns something; nothing once it is gone.
    pub fn try_update_value<U>(self, how: impl FnOnce(&mut T) -> U) -> Option<U> {
        change(self.0, how)
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    /// A copy of it.
    #[must_use]
    pub fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    /// A copy of it; nothing once it is gone.
    #[must_use]
    pub fn try_get_value(self) -> Option<T> {
        self.0.peek().and_then(|value| value.downcast_ref().cloned())
    }
}

impl<In: 'static> Callback<In> {
    /// Does `act` until the present owner goes.
    pub fn new(act: impl Fn(In) + 'static) -> Self {
        let act: Box<dyn Act<In>> = Box::new(act);
        Self(Handle::stored(boxed(act)), PhantomData)
    }

    /// Does it.
    pub fn run(self, with: In) {
        cast::<Box<dyn Act<In>>>(self.0.peek().as_deref()).act(with);
    }
}

impl<T: 'static> ArcRwSignal<T> {
    /// A signal that starts with `value`.
    pub fn new(value: T) -> Self {
        Self(Rc::new(Node::signal(boxed(value))), PhantomData)
    }

    /// Sets it, even if that changes nothing.
    pub fn set(&self, value: T) {
        self.0.put(Some(boxed(value)));
    }
}

impl<T: Clone + 'static> ArcRwSignal<T> {
    /// Reads it, and follows it.
    #[must_use]
    pub fn get(&self) -> T {
        cast::<T>(self.0.read().as_deref()).clone()
    }

    /// Reads it, and does not follow it.
    #[must_use]
    pub fn get_untracked(&self) -> T {
        cast::<T>(self.0.peek().as_deref()).clone()
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self(memo.0, PhantomData)
    }
}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self(signal.0, PhantomData)
    }
}

impl<T> From<ArcRwSignal<T>> for Signal<T> {
    fn from(signal: ArcRwSignal<T>) -> Self {
        Self(Handle::new(signal.0), PhantomData)
    }
}

impl<T: 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl From<&'static str> for Signal<String> {
    fn from(text: &'static str) -> Self {
        Self::stored(text.to_owned())
    }
}

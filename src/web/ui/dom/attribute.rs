//! What an attribute may be given: a text, an optional text, a flag, or a closure that returns one of these.

use std::borrow::Cow;

/// Text of an attribute; `None` where it is absent.
pub type Value = Option<Cow<'static, str>>;

/// Once and for all, or as often as its signals change.
pub enum Setting<T> {
    /// Once and for all.
    Fixed(T),
    /// As often as the signals change that it reads.
    Live(Box<dyn Read<T>>),
}

/// A closure that reads signals: a trait of its own for the same reason as [`super::piece::Make`].
pub trait Read<T> {
    /// The present value.
    fn read(&mut self) -> T;
}

impl<T: AttributeText, F: FnMut() -> T> Read<Value> for F {
    fn read(&mut self) -> Value {
        self().text()
    }
}

struct Switch<F>(F);

impl<F: FnMut() -> bool> Read<bool> for Switch<F> {
    fn read(&mut self) -> bool {
        self.0()
    }
}

/// What can be the value of an attribute or of a style property.
pub trait Attribute {
    /// The value in the one form that the element takes.
    fn setting(self) -> Setting<Value>;
}

/// What a closure for an attribute may return.
pub trait AttributeText {
    /// The text, or that there is none.
    fn text(self) -> Value;
}

macro_rules! texts {
    ($($kind:ty: $this:ident => $text:expr;)*) => { $(
        impl AttributeText for $kind {
            fn text(self) -> Value {
                let $this = self;
                $text
            }
        }
        impl Attribute for $kind {
            fn setting(self) -> Setting<Value> {
                Setting::Fixed(self.text())
            }
        }
    )* };
}

texts! {
    &'static str: text => Some(Cow::Borrowed(text));
    String: text => Some(Cow::Owned(text));
    Cow<'static, str>: text => Some(text);
    Option<&'static str>: text => text.map(Cow::Borrowed);
    Option<String>: text => text.map(Cow::Owned);
    bool: on => on.then_some(Cow::Borrowed(""));
}

impl<T: AttributeText, F: FnMut() -> T + 'static> Attribute for F {
    fn setting(self) -> Setting<Value> {
        Setting::Live(Box::new(self))
    }
}

/// What can switch something on and off: a `bool`, or a closure that returns one.
pub trait Flag {
    /// The flag in the one form that the element takes.
    fn setting(self) -> Setting<bool>;
}

impl Flag for bool {
    fn setting(self) -> Setting<bool> {
        Setting::Fixed(self)
    }
}

impl<F: FnMut() -> bool + 'static> Flag for F {
    fn setting(self) -> Setting<bool> {
        Setting::Live(Box::new(Switch(self)))
    }
}

//! The content of an element.

use super::bindings::{Maker, Place};
use super::element::El;
use crate::web::ui::live::{Memo, render_effect};
use leptos::prelude::{Owner, document};
use leptos::reactive::owner::WeakOwner;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Node, Text};
use std::borrow::Cow;

/// The content of an element, in one type.
pub enum Piece {
    /// Nothing.
    Nothing,
    /// Words.
    Text(Cow<'static, str>),
    /// One element.
    Element(El),
    /// Several, one after the other.
    Many(Vec<Piece>),
    /// What a closure returns, made anew whenever the signals change that it reads.
    Live(Box<dyn Make>),
}

/// A closure that makes a piece. A trait of its own, as each closure behind `dyn FnMut` is compiled once more to be
/// consumed, which nobody does.
pub trait Make {
    /// The present piece.
    fn make(&mut self) -> Piece;
}

impl<T: IntoPiece, F: FnMut() -> T> Make for F {
    fn make(&mut self) -> Piece {
        self().piece()
    }
}

/// Whatever can be given to [`El::child`].
pub trait IntoPiece {
    /// The same in one type.
    fn piece(self) -> Piece;
}

impl IntoPiece for Piece {
    fn piece(self) -> Piece {
        self
    }
}

impl IntoPiece for () {
    fn piece(self) -> Piece {
        Piece::Nothing
    }
}

impl IntoPiece for El {
    fn piece(self) -> Piece {
        Piece::Element(self)
    }
}

impl IntoPiece for &'static str {
    fn piece(self) -> Piece {
        Piece::Text(Cow::Borrowed(self))
    }
}

impl IntoPiece for Cow<'static, str> {
    fn piece(self) -> Piece {
        Piece::Text(self)
    }
}

impl IntoPiece for String {
    fn piece(self) -> Piece {
        Piece::Text(Cow::Owned(self))
    }
}

impl<T: IntoPiece> IntoPiece for Option<T> {
    fn piece(self) -> Piece {
        self.map_or(Piece::Nothing, IntoPiece::piece)
    }
}

impl<T: IntoPiece> IntoPiece for Vec<T> {
    fn piece(self) -> Piece {
        self.into_iter().pieces()
    }
}

impl<T: IntoPiece, const N: usize> IntoPiece for [T; N] {
    fn piece(self) -> Piece {
        self.into_iter().pieces()
    }
}

impl<T: IntoPiece, F: FnMut() -> T + 'static> IntoPiece for F {
    fn piece(self) -> Piece {
        Piece::Live(Box::new(self))
    }
}

/// The pieces of an iterator.
pub trait Pieces {
    /// All of them, one after the other.
    fn pieces(self) -> Piece;
}

impl<T: IntoPiece, I: Iterator<Item = T>> Pieces for I {
    fn pieces(self) -> Piece {
        // Not `collect`, of which the standard library has a form for each kind of iterator.
        let mut pieces = Vec::new();
        self.for_each(|piece| pieces.push(piece.piece()));
        Piece::Many(pieces)
    }
}

/// What `show` makes of what `of` returns, made anew only when that is another value: for elements that stay while
/// somebody types, though a signal behind them changes with every key.
pub fn made_from<T: PartialEq + 'static, P: IntoPiece>(
    of: impl Fn() -> T + 'static,
    show: impl Fn(&T) -> P + 'static,
) -> Piece {
    let value = Memo::new(move |_| of());
    (move || value.with(&show)).piece()
}

impl Piece {
    /// Puts it into `parent`, before a node of it or at its end.
    pub(super) fn put(self, parent: &Node, before: Option<&Node>) {
        match self {
            Self::Nothing => {}
            Self::Text(text) => {
                insert(parent, &text_node(&text), before);
            }
            Self::Element(element) => insert(parent, element.node(), before),
            Self::Many(pieces) => pieces.into_iter().for_each(|piece| piece.put(parent, before)),
            Self::Live(make) => Live::start(parent, before, make),
        }
    }
}

fn text_node(text: &str) -> Text {
    document().unchecked_ref::<Maker>().text(text)
}

fn insert(parent: &Node, child: &Node, before: Option<&Node>) {
    parent.unchecked_ref::<Place>().insert(child, before);
}

/// A place whose content changes: a text node that contains it as long as it is text, else marks its beginning.
struct Live {
    head: Text,
    /// Ends the content, once it has been more than words.
    tail: Option<Text>,
    words: Cow<'static, str>,
    around: WeakOwner,
    /// Owns the signals and listeners of the present content.
    within: Option<Owner>,
    /// Owned those of the content before it. The two take turns: `around` never forgets a child that it once had.
    spare: Option<Owner>,
}

impl Live {
    fn start(parent: &Node, before: Option<&Node>, mut make: Box<dyn Make>) {
        let Some(around) = Owner::current().map(|owner| owner.downgrade()) else { return };
        let head = text_node("");
        insert(parent, &head, before);
        let mut live = Self { head, tail: None, words: Cow::Borrowed(""), around, within: None, spare: None };
        render_effect(Box::new(move || live.renew(&mut *make)));
    }

    fn renew(&mut self, make: &mut dyn Make) {
        let Some(around) = self.around.upgrade() else { return };
        // Not a child of the effect that runs this: that one is emptied before each run, while the old content is
        // still in the page and may yet hear a last `blur`.
        let within = self.spare.take().unwrap_or_else(|| around.child());
        within.with(|| match (make.make(), &self.tail) {
            (Piece::Nothing, None) => self.say(Cow::Borrowed("")),
            (Piece::Text(text), None) => self.say(text),
            (piece, _) => self.show(piece),
        });
        self.spare = self.within.replace(within);
        if let Some(old) = &self.spare {
            old.cleanup();
        }
    }

    fn say(&mut self, words: Cow<'static, str>) {
        if self.words != words {
            self.come_back();
            self.head.set_data(&words);
            self.words = words;
        }
    }

    /// Takes the place again that a program which translates pages has given to a node of its own
    /// (`pkg/src/translated.js` says to which).
    fn come_back(&self) {
        let head: &Node = &self.head;
        if head.parent_node().is_none()
            && let Some(other) = head.unchecked_ref::<Place>().stand_in()
            && let Some(parent) = other.parent_node()
        {
            parent.unchecked_ref::<Place>().replace(head, &other);
        }
    }

    fn show(&mut self, piece: Piece) {
        self.say(Cow::Borrowed(""));
        let Some(parent) = self.head.parent_node() else { return };
        let tail = self.tail.get_or_insert_with(|| {
            let tail = text_node("");
            insert(&parent, &tail, self.head.next_sibling().as_ref());
            tail
        });
        while let Some(old) = self.head.next_sibling().filter(|old| old != tail.unchecked_ref::<Node>()) {
            let _ = parent.remove_child(&old);
        }
        piece.put(&parent, Some(tail));
    }
}

//! The DOM builder: elements are made at once, and closures over signals keep them up to date.
//!
//! There is one type of element, whatever its content, and what changes is behind a boxed closure. So the reactive
//! system is compiled once and not once for every subtree, which is what a typed view of this many fields costs (the
//! figures are in DESIGN.md, "Size"). Nothing here takes markup as text: a page may forbid `innerHTML`.
//!
//! ```ignore
//! el("label").attr("for", id).class_if("vh", bare).child("Users ").child(move || count(users.get()))
//! ```
//!
//! A closure given to [`El::child`] that returns text changes its text node in place. One that returns an element makes
//! it anew each time, with all signals in it: what it reads must therefore be a memo that changes when another element is
//! to be shown, and never while somebody types into it.

mod attribute;
mod bindings;
mod element;
mod piece;

pub use attribute::{Attribute, Flag};
pub use element::{El, Mounted, Ref, edges, el, mount, scroll_to_end, svg_el, window_height};
pub use piece::{IntoPiece, Piece, Pieces, made_from};

/// Several pieces, one after the other.
#[macro_export]
macro_rules! pieces {
    ($($piece:expr),* $(,)?) => {
        $crate::web::ui::dom::Piece::Many(vec![$($crate::web::ui::dom::IntoPiece::piece($piece)),*])
    };
}

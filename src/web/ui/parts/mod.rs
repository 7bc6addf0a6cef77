//! The pieces that forms and answers are made of.

mod choice;
mod copy;
mod equals;
mod group;
mod icon;
mod notice;
mod number_field;
mod popover;
mod status;
mod step;

pub use choice::{choice, pick};
pub use copy::copy_link;
pub use equals::{StepText, equals_line};
pub use group::group;
pub use icon::{Icon, icon};
pub use notice::{Tone, note, notice};
pub use number_field::{Typing, number_field};
pub use popover::{menu_item, popover};
pub use status::{Status, status};

use crate::web::ui::dom::{IntoPiece, Piece, el};

/// The name of a source, as a link where its page is known.
pub fn source(text: String, link: Option<String>) -> Piece {
    match link {
        Some(link) => el("a")
            .attr("href", link)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .child(text)
            .piece(),
        None => text.piece(),
    }
}

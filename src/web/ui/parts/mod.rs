//! The pieces that forms and answers are made of.

mod bars;
mod choice;
mod copy;
mod disclosed;
mod equals;
mod grid;
mod group;
mod icon;
mod notice;
mod number_field;
mod popover;
mod settled;
mod status;
mod step;

pub use bars::{BarRow, bars};
pub use choice::{choice, pick};
pub use copy::{copy_link, copy_text};
pub use disclosed::{disclosed, more};
pub use equals::{StepText, equals_line, steps_list};
pub use grid::grid;
pub use group::{Folding, group};
pub use icon::{Icon, icon};
pub use notice::{Tone, note, notice};
pub use number_field::{Typing, number_field};
pub use popover::{menu_item, popover};
pub use settled::settled;
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

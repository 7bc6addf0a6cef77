//! The pieces that forms and answers are made of.

mod bars;
mod choice;
mod copy;
mod disclosed;
mod equals;
mod folded;
mod grid;
mod group;
mod icon;
mod notice;
mod number_field;
mod picker;
mod popover;
mod settled;
mod status;
mod step;

pub use bars::bars;
pub use choice::{choice, choice_of, pick};
pub use copy::{copy_link, copy_text};
pub use disclosed::{disclosed, more};
pub use equals::{equals_line, steps_list};
pub use folded::folded;
pub use grid::grid;
pub use group::{Folding, group};
pub use icon::{Icon, icon};
pub use notice::{Tone, note, notice};
pub use number_field::{Typing, number_field, worded_field};
pub use picker::{model_list, model_picker};
pub use popover::{menu_item, popover};
pub use settled::settled;
pub use status::status;

use crate::presentation::words::sources::Source;
use crate::web::ui::dom::{IntoPiece, Piece, el};

/// The name of a source, as a link where its page is known.
pub fn source(source: Source) -> Piece {
    let Source { text, url } = source;
    match url {
        Some(link) => el("a")
            .attr("href", link)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .child(text)
            .piece(),
        None => text.piece(),
    }
}

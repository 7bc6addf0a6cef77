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

pub use choice::{Choice, Pick};
pub use copy::CopyLink;
pub use equals::{EqualsLine, StepText};
pub use group::Group;
pub use icon::{Icon, icon};
pub use notice::{Tone, note, notice};
pub use number_field::{NumberField, Typing};
pub use popover::{Popover, menu_item};
pub use status::{Status, status};

use crate::html;
use leptos::prelude::*;

/// The name of a source, as a link where its page is known.
pub fn source(text: String, link: Option<String>) -> AnyView {
    match link {
        Some(link) => html! { <a href=link target="_blank" rel="noopener noreferrer">{text}</a> }.into_any(),
        None => text.into_any(),
    }
}

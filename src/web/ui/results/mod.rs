//! The answers.

mod candidates;
mod features;
mod headline;
mod latency;
mod limits;
mod models;
mod notes;
mod notices;
mod own_charts;
mod own_gpus;
mod own_slow;
mod pin;
mod range;
mod scrolling;
mod steps;
mod then_now;

pub use candidates::Candidate;
pub use candidates::candidates;
pub use features::feature_table;
pub use headline::{Scope, headline, phone_bar, said};
pub use latency::latency_block;
pub use limits::limit_table;
pub use models::models_block;
pub use notes::{note_lines, notes};
pub use notices::{kept, notices};
pub use own_gpus::own_block;
pub use pin::{in_view, pin_button, pin_line, pinned_row};
pub use range::{range, range_block};
pub use scrolling::go_to;
pub use steps::step_texts;
pub use then_now::{both_days, then_now};

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
mod own_times;
mod pin;
mod range;
mod shared;
mod steps;
mod then_now;
mod waits;

pub use candidates::Candidate;
pub use candidates::candidates;
pub use features::feature_table;
pub use headline::{Scope, headline, phone_bar, said};
pub use latency::latency_block;
pub use limits::limit_table;
pub use models::models_block;
pub use notes::{note_lines, notes};
pub use notices::{Told, kept, notices};
pub use own_gpus::{fleet_line, own, own_block};
pub use pin::{pin_line, pinned, pinned_row};
pub use range::{range, range_block};
pub use shared::price_source;
pub use steps::{fleet_steps, plain_steps, step_texts};
pub use then_now::{both_days, then_now};
pub use waits::{assessed, sign_of, trouble, verdict, verdict_sentence};

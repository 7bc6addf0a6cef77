//! The answers: one function for each, from a [`View`](super::View) to texts, tables and chart inputs.

mod answered;
pub mod bill;
pub mod embed;
pub mod features;
mod fleet;
pub mod grid;
pub mod growth;
pub mod headline;
pub mod hosted_form;
pub mod latency;
pub mod limits;
pub mod model_table;
pub mod models;
pub mod notes;
pub mod notices;
pub mod own_gpus;
pub mod own_settings;
pub mod own_times;
pub mod picker;
pub mod pinned;
pub mod price;
pub mod range;
pub mod savings;
mod standing;
mod steps;
mod summary;
pub mod then_now;
pub mod what_if;

pub use answered::answered_by;
pub use fleet::{fleet, fleet_line, many};
pub use standing::{assessed, missed, missed_words, standing, standing_sentence, too_long, trouble};
pub use steps::{StepText, fleet_steps, plain_steps, steps};
pub use summary::summary;

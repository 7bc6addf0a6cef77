//! The answers.

mod candidates;
mod features;
mod headline;
mod latency;
mod models;
mod notices;
mod shared;
mod steps;
mod waits;

pub use candidates::{Candidate, candidates};
pub use features::FeatureTable;
pub use headline::{Headline, PhoneBar, Scope, said};
pub use latency::LatencyBlock;
pub use models::ModelsBlock;
pub use notices::{Kept, Notices, Told, notes};
pub use shared::{month_texts, price_source};
pub use steps::step_texts;
pub use waits::{verdict, verdict_sentence};

//! The formulas: what a feature costs and how fast it answers.

mod cost;
pub mod fleet;
pub mod goodput;
pub mod latency;
pub mod price;
#[cfg(not(target_arch = "wasm32"))]
pub mod price_request;
pub mod price_week;
pub mod queueing;
pub mod random;
pub mod sensitivity;
pub mod serving;
pub mod step;
pub mod throughput;
mod tokens;
pub mod uncertainty;
mod volume;
mod working;

pub use cost::Cost;
pub use tokens::{CallTokens, TurnGroup};
pub use volume::Volume;
pub use working::{Expr, Figure, Noun, Step, StepName};

//! What can be bought and run: hosted models and their prices, by date and with their source.

pub mod gpu;
mod ids;
pub mod latency;
pub mod open_model;
pub mod precision;
mod table;

pub use ids::{ModelId, ProviderId};
pub use table::TableError;

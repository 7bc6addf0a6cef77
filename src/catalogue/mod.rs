//! What can be bought and run: hosted models and their prices, by date and with their source.

mod ids;

pub use ids::{ModelId, ProviderId};

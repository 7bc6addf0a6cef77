//! What a feature costs: volumes, tokens of a request, prices of hosted models, levers, and their sums.

mod amount;
pub(in crate::estimate) mod call_price;
pub(in crate::estimate) mod feature;
pub(in crate::estimate) mod hosted;
pub(in crate::estimate) mod levers;
pub mod price;
pub(in crate::estimate) mod price_change;
#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
pub mod price_request;
pub mod price_week;
pub(in crate::estimate) mod then_and_now;
pub(in crate::estimate) mod tokens;
pub(in crate::estimate) mod volume;

pub use amount::Cost;

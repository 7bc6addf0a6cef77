//! What a feature costs: volumes, tokens of a request, prices of hosted models, levers, and their sums.

mod amount;
pub(in crate::estimate) mod call_price;
pub(in crate::estimate) mod feature;
pub(in crate::estimate) mod hosted;
pub(in crate::estimate) mod levers;
mod picture_tokens;
pub mod price;
pub(in crate::estimate) mod price_change;
#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
pub mod price_request;
pub mod price_week;
#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
mod request_context;
#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
pub mod request_kind;
pub(in crate::estimate) mod then_and_now;
pub(in crate::estimate) mod tokens;
#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
mod usage_shapes;
pub(in crate::estimate) mod volume;
pub(in crate::estimate) mod waterfall;

pub use amount::Cost;

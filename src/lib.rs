//! What will this AI feature cost, and will it be fast enough?
//!
//! A pure core computes cost, latency and throughput of LLM inference; thin faces show it in a page.
//! Direction of imports: `units ← catalogue ← scenario ← estimate ← {format, chart}`; `share → scenario`.

pub mod catalogue;
pub mod chart;
pub mod estimate;
pub mod format;
#[cfg(all(feature = "headless", target_arch = "wasm32"))]
pub mod headless;
pub mod scenario;
pub mod share;
pub mod units;
#[cfg(feature = "web")]
pub mod web;

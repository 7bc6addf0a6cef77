//! A model on one's own devices: memory, the time of a step, and loads that have a closed form.

pub mod batching;
mod collective;
pub mod constants;
mod decode;
pub mod deployment;
pub mod kv_cache;
pub mod memory;
mod prefill;
mod roofline;
pub mod step_model;

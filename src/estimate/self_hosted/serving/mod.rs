//! A model on one's own devices: memory, the time of a step, and loads that have a closed form.

pub mod accuracy;
pub mod batching;
pub mod calibration;
mod collective;
pub mod constants;
mod decode;
pub mod deployment;
pub mod fitted;
pub mod kv_cache;
pub mod memory;
mod prefill;
mod roofline;
pub mod step_model;

//! Measured rows: reading, predicting and fitting; shared by the validation and fit programs and the tests.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::needless_range_loop,
    reason = "a module of programs and tests, which each take what they need and may stop"
)]

pub mod bands;
pub mod fitting;
pub mod folds;
pub mod own_points;
pub mod predict;
pub mod rows;

//! Published latencies of hosted models: their rows, the fit of the figures of classes, and how well it predicts.
#![allow(
    clippy::indexing_slicing,
    reason = "a program may stop; indices of matrices and of parameters come from loops over their lengths"
)]

pub(crate) mod figures;
pub(crate) mod lines;
pub(crate) mod points;
pub(crate) mod regress;
pub(crate) mod rows;
pub(crate) mod score;

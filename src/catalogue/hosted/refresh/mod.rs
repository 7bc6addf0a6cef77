//! Tools that make a newer price book from a release of the price package. Natively only.

pub(in crate::catalogue) mod coverage;
pub(in crate::catalogue) mod fill;
pub(in crate::catalogue) mod merge;
pub(in crate::catalogue) mod own_rows;
pub(in crate::catalogue) mod package;
pub(in crate::catalogue) mod second;
pub(in crate::catalogue) mod widget;

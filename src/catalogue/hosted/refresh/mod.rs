//! Tools that make a newer price book from a release of the price package. Natively only.

pub(in crate::catalogue) mod merge;
pub(in crate::catalogue) mod package;
pub(in crate::catalogue) mod widget;

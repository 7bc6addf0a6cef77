//! What the cost means for the business: margin, prices and tiers, savings, growth, and what would change them.

pub(in crate::estimate) mod economics;
pub mod growth;
pub mod pricing;
pub(in crate::estimate) mod savings;
pub(in crate::estimate) mod usage_spread;
pub mod what_if;

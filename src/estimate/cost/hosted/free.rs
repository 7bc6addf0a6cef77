//! Searches that a provider gives for nothing.

use crate::catalogue::{AllowancePeriod, FreeAllowance};
use crate::estimate::cost::volume::Volume;
use crate::units::Usd;

/// Searches of a leg that may be free.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FreeSearches {
    /// What is free.
    pub allowance: FreeAllowance,
    /// Searches for one request.
    pub per_request: f64,
    /// What one costs.
    pub each: Usd,
}

impl FreeSearches {
    /// What is free, in US dollars, on an active day and in a month.
    #[must_use]
    pub fn credit(&self, volume: &Volume) -> (Usd, Usd) {
        let (day, month) = (volume.per_day.get(), volume.per_month.get());
        let free = |requests: f64| {
            (self.per_request * requests).min(f64::from(self.allowance.count)) * self.each.get()
        };
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let (of_day, of_month) = match self.allowance.period {
            AllowancePeriod::Day => (free(day), free(day) * share(month, day)),
            AllowancePeriod::Month => (free(month) * share(day, month), free(month)),
        };
        (Usd::saturating(of_day), Usd::saturating(of_month))
    }
}

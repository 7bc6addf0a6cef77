//! Latency targets (service level objectives).

use crate::units::{Millis, Percentile};

/// What is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SloMetric {
    /// Time to first token of the visible answer.
    Ttft,
    /// Time to the last token of the answer.
    E2eLatency,
}

/// So many of 100 requests must be faster than this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// What is timed.
    pub metric: SloMetric,
    /// How many of 100 requests must meet it.
    pub percentile: Percentile,
    /// The time allowed, in milliseconds.
    pub limit: Millis,
}

/// How fast a feature must be.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Slo {
    /// No target: work that may wait.
    #[default]
    NoTarget,
    /// A target.
    Target(Target),
}

impl Slo {
    /// Chat: the first token within 2 s for 95 of 100 requests.
    #[must_use]
    pub fn chat() -> Self {
        Self::p95(SloMetric::Ttft, 2000.0)
    }

    /// Autocomplete: the whole answer within 500 ms for 95 of 100 requests.
    #[must_use]
    pub fn autocomplete() -> Self {
        Self::p95(SloMetric::E2eLatency, 500.0)
    }

    fn p95(metric: SloMetric, limit_ms: f64) -> Self {
        let percentile = Percentile::saturating(95.0);
        Self::Target(Target { metric, percentile, limit: Millis::saturating(limit_ms) })
    }
}

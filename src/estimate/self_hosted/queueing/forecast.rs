//! What closed forms say of a load.

use super::server::Overload;
use crate::estimate::random::{lognormal_of_mean, normal_quantile};
use crate::units::{Count, Millis, Percentile, Power, RequestsPerSec, Share, Within};

/// A time of which mean and spread are known: lognormal, plus an exponential wait that some requests meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distribution {
    pub(super) mean_ms: f64,
    pub(super) sd_ms: f64,
    /// Chance to meet the wait.
    pub(super) wait_chance: f64,
    /// Mean wait of those who meet it.
    pub(super) wait_ms: f64,
}

impl Distribution {
    /// This time and then `times` of `other`, independent of each other.
    #[must_use]
    pub fn and(&self, other: &Self, times: f64) -> Self {
        let met = 1.0 - (1.0 - self.wait_chance) * (1.0 - other.wait_chance).raised_to(times);
        let wait = self.wait_chance * self.wait_ms + times * other.wait_chance * other.wait_ms;
        Self {
            mean_ms: self.mean_ms + times * other.mean_ms,
            sd_ms: (self.sd_ms * self.sd_ms + times * other.sd_ms * other.sd_ms).sqrt(),
            wait_chance: met,
            wait_ms: if met > 0.0 { wait / met } else { 0.0 },
        }
    }

    /// So many milliseconds more.
    #[must_use]
    pub const fn later(&self, ms: f64) -> Self {
        Self { mean_ms: self.mean_ms + ms, ..*self }
    }

    /// `factor` times as long.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let Self { mean_ms, sd_ms, wait_chance, wait_ms } = *self;
        Self { mean_ms: mean_ms * factor, sd_ms: sd_ms * factor, wait_chance, wait_ms: wait_ms * factor }
    }

    /// Share of the requests that take no longer than `limit`, to a part in 10,000.
    #[must_use]
    pub fn share_within(&self, limit: Millis) -> Share {
        let (mut within, mut beyond) = (0.0, 100.0);
        for _ in 0..14 {
            let middle = 0.5 * (within + beyond);
            if self.at(Percentile::saturating(middle)) <= limit { within = middle } else { beyond = middle }
        }
        Share::saturating(0.005 * (within + beyond))
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> Millis {
        Millis::saturating(self.mean_ms + self.wait_chance * self.wait_ms)
    }

    /// What `percentile` of a hundred do not exceed: the quantile of the lognormal part plus that of the wait,
    /// hence rather too long than too short.
    #[must_use]
    pub fn at(&self, percentile: Percentile) -> Millis {
        let p = (percentile.get() / 100.0).within(1e-6, 1.0 - 1e-6);
        let mean = self.mean_ms.max(1e-9);
        let z = normal_quantile(p);
        let (_, sigma) = lognormal_of_mean(mean, self.sd_ms / mean);
        // Beyond σ = z the same mean with more spread would have a lower quantile: a law with too long a tail.
        let sigma = if p >= 0.9 { sigma.min(z) } else { sigma };
        let wait = (self.wait_chance / (1.0 - p)).max(1.0).ln() * self.wait_ms;
        Millis::saturating(mean * (sigma * z - 0.5 * sigma * sigma).exp() + wait)
    }
}

/// The steady state that the closed forms expect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Time to first token.
    pub ttft: Distribution,
    /// Time per output token after the first.
    pub tpot: Distribution,
    /// Time to the whole answer.
    pub e2e_latency: Distribution,
    /// The most that one copy can sustain.
    pub sustainable: RequestsPerSec,
    /// Load as a share of that.
    pub utilisation: Share,
    /// Mean number of requests inside the engine.
    pub mean_batch: Count,
    /// Share of the engine's time per request that goes to its prompt; the rest goes to its answer.
    pub prompt_share: Share,
}

/// What the closed forms say of a load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Forecast {
    /// It keeps up.
    Steady(Expected),
    /// It does not.
    Unstable(Overload),
}

impl Forecast {
    /// The steady state, if there is one.
    #[must_use]
    pub const fn steady(&self) -> Option<&Expected> {
        match self {
            Self::Steady(expected) => Some(expected),
            Self::Unstable(_) => None,
        }
    }
}

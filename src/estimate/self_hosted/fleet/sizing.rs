//! The fewest copies that keep a target.

use super::cost::GpuHourPrice;
use crate::estimate::self_hosted::queueing::{
    Expected, Forecast, Forecaster, Load, Routing, Server, SimulationError, Target,
};
use crate::units::{Gpus, Millis, RequestsPerSec, Share};

/// One way to serve the model: precision, parallelism and limits are in the server.
#[derive(Clone, Copy)]
pub struct Configuration<'a> {
    /// The caller's name for it.
    pub id: u32,
    /// One copy.
    pub server: Server<'a>,
    /// GPUs that a copy needs.
    pub gpus_per_copy: Gpus,
    /// What a GPU costs, where that is known.
    pub price: Option<GpuHourPrice>,
}

/// What the fleet is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Demand<'a> {
    /// What requests are like, and how bursty; its rate does not matter.
    pub load: Load,
    /// Requests a second in each hour of a day or a week.
    pub hours: &'a [RequestsPerSec],
}

impl Demand<'_> {
    /// The rate of the busiest hour.
    #[must_use]
    pub fn peak(&self) -> RequestsPerSec {
        let peak = self.hours.iter().map(|rate| rate.get()).fold(0.0, f64::max);
        RequestsPerSec::saturating(peak)
    }

    /// The mean rate over all hours.
    #[must_use]
    pub fn mean(&self) -> RequestsPerSec {
        let sum: f64 = self.hours.iter().map(|rate| rate.get()).sum();
        RequestsPerSec::saturating(sum / self.hours.len().max(1) as f64)
    }
}

/// Whether copies follow the load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scaling {
    /// As many at night as at the peak.
    #[default]
    Fixed,
    /// Each hour as many as it takes when no copy gets more than one copy alone can take within the target; at
    /// least one, at most as many as at the peak.
    Auto,
}

/// How a fleet is run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    /// Whether copies follow the load.
    pub scaling: Scaling,
    /// Copies beyond those that keep the target, so that one may fail.
    pub spare_copies: u32,
    /// How requests are dealt to copies.
    pub routing: Routing,
    /// Most of what a copy can sustain that it is given, target or no target.
    pub most_utilisation: Share,
    /// Most copies that are tried.
    pub most_copies: u32,
}

impl Default for Policy {
    /// Fixed, without a spare, dealt in turn, at most 90 % utilised, up to 4,096 copies.
    fn default() -> Self {
        Self {
            scaling: Scaling::Fixed,
            spare_copies: 0,
            routing: Routing::InTurn,
            most_utilisation: Share::saturating(0.9),
            most_copies: 4096,
        }
    }
}

/// Latencies at the percentile of the target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Latencies {
    /// Time to first token.
    pub ttft: Millis,
    /// Time per output token after the first.
    pub tpot: Millis,
    /// Time to the whole answer.
    pub e2e_latency: Millis,
}

impl Latencies {
    /// What the closed forms expect at the percentile of `target`.
    #[must_use]
    pub fn of(expected: &Expected, target: &Target) -> Self {
        Self {
            ttft: expected.ttft.at(target.percentile),
            tpot: expected.tpot.at(target.percentile),
            e2e_latency: expected.e2e_latency.at(target.percentile),
        }
    }

    /// Whether all limits of `target` are kept.
    #[must_use]
    pub fn keep(&self, target: &Target) -> bool {
        let within = |time: Millis, limit: Option<Millis>| limit.is_none_or(|limit| time <= limit);
        within(self.ttft, target.ttft)
            && within(self.tpot, target.tpot)
            && within(self.e2e_latency, target.e2e_latency)
    }
}

/// So many copies, and what they then do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Copies that share the load, without the spare ones.
    pub copies: u32,
    /// What the closed forms expect of one of them.
    pub expected: Expected,
    /// Latencies at the percentile of the target.
    pub latencies: Latencies,
    /// Whether the target is kept. Where even an idle copy misses it, the copies are those that keep the load
    /// below the most utilisation.
    pub meets_target: bool,
}

/// Copies whose load is less than this part of what they sustain do not count as a way to keep a target: a fleet of
/// them costs ten times what it answers.
const NEARLY_IDLE: f64 = 0.1;

/// Requests a second of a copy that is idle.
const IDLE: f64 = 1e-9;

/// Finds how many copies of one configuration a rate needs.
pub struct Sizer<'a> {
    forecaster: Forecaster<'a>,
    load: Load,
    target: Target,
    policy: Policy,
}

impl<'a> Sizer<'a> {
    /// A sizer for requests like those of `load`.
    ///
    /// # Errors
    /// [`SimulationError::DoesNotFit`] when the mean request does not fit a copy.
    pub fn new(
        server: &Server<'a>,
        load: &Load,
        target: &Target,
        policy: &Policy,
    ) -> Result<Self, SimulationError> {
        Ok(Self { forecaster: server.forecaster(load)?, load: *load, target: *target, policy: *policy })
    }

    /// The most requests a second that one copy sustains.
    #[must_use]
    pub fn sustainable(&self) -> RequestsPerSec {
        self.forecaster.sustainable()
    }

    /// Whether an idle copy keeps the target: where none does, no number of copies mends it.
    #[must_use]
    pub fn keeps_when_idle(&self) -> bool {
        self.size(RequestsPerSec::saturating(IDLE), 1).is_some_and(|size| size.meets_target)
    }

    /// The fewest copies that keep the target at `rate`; where that would take copies that are nearly idle (less than a
    /// tenth of what they sustain), those that keep the load below the most utilisation, which miss it. Nothing if the most copies
    /// cannot sustain it.
    #[must_use]
    pub fn fewest(&self, rate: RequestsPerSec) -> Option<Size> {
        let most_each = self.sustainable().get() * self.policy.most_utilisation.get();
        let least = (rate.get() / most_each).ceil().max(1.0);
        if least > f64::from(self.policy.most_copies) {
            return None;
        }
        let least = least as u32;
        let first = self.size(rate, least)?;
        if first.meets_target {
            return Some(first);
        }
        let busy = rate.get() / (self.sustainable().get() * NEARLY_IDLE);
        let most = (busy as u32).clamp(least, self.policy.most_copies);
        let most = self.size(rate, most)?;
        if !most.meets_target {
            // More copies cannot mend what an idle one misses, and hardly what a nearly idle one keeps.
            return Some(first);
        }
        // Doubling finds a number that will do, halving the fewest.
        let (mut too_few, mut enough) = (least, most);
        let mut ahead = 1;
        while too_few + ahead < enough.copies {
            match self.size(rate, too_few + ahead) {
                Some(size) if size.meets_target => {
                    enough = size;
                    break;
                }
                _ => too_few += ahead,
            }
            ahead *= 2;
        }
        while enough.copies - too_few > 1 {
            let middle = too_few + (enough.copies - too_few) / 2;
            match self.size(rate, middle) {
                Some(size) if size.meets_target => enough = size,
                _ => too_few = middle,
            }
        }
        Some(enough)
    }

    /// What `copies` do at `rate`; nothing if they cannot sustain it.
    #[must_use]
    pub fn size(&self, rate: RequestsPerSec, copies: u32) -> Option<Size> {
        let arrivals = crate::estimate::self_hosted::queueing::Arrivals { rate, ..self.load.arrivals }
            .per_copy(copies, self.policy.routing);
        match self.forecaster.at(arrivals.rate, arrivals.cv.get()) {
            Forecast::Steady(expected) => {
                let latencies = Latencies::of(&expected, &self.target);
                Some(Size { copies, expected, latencies, meets_target: latencies.keep(&self.target) })
            }
            Forecast::Unstable(_) => None,
        }
    }

    /// The highest rate at which `copies` keep the target and stay below the most utilisation; where even a nearly
    /// idle copy misses the target, utilisation alone counts.
    #[must_use]
    pub fn capacity(&self, copies: u32) -> RequestsPerSec {
        let most = self.sustainable().get() * self.policy.most_utilisation.get() * f64::from(copies);
        let keeps = |rate: f64| {
            self.size(RequestsPerSec::saturating(rate), copies).is_some_and(|size| size.meets_target)
        };
        let (mut low, mut high) = (self.sustainable().get() * NEARLY_IDLE * f64::from(copies), most);
        if keeps(most) || low >= most || !keeps(low) {
            return RequestsPerSec::saturating(most);
        }
        for _ in 0..30 {
            let middle = 0.5 * (low + high);
            if keeps(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        RequestsPerSec::saturating(low)
    }
}

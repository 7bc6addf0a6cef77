//! Many configurations and batch limits: cost against latency.

use super::cost::{FleetCost, FleetHour, cost, gpu_hours, hours};
use super::sizing::{Configuration, Demand, Latencies, Policy, Size, Sizer};
use crate::catalogue::gpu::PriceKind;
use crate::estimate::self_hosted::queueing::{Server, SimulationError, Target};
use crate::units::{Count, Gpus, Millis, in_order};

/// Which latency is plotted against the cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Time to first token.
    Ttft,
    /// Time per output token after the first.
    Tpot,
    /// Time to the whole answer.
    E2eLatency,
}

impl Latencies {
    /// The latency of that name.
    #[must_use]
    pub const fn of_metric(&self, metric: Metric) -> Millis {
        match metric {
            Metric::Ttft => self.ttft,
            Metric::Tpot => self.tpot,
            Metric::E2eLatency => self.e2e_latency,
        }
    }
}

/// A configuration with a batch limit, as large as it must be. By closed forms: not simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The configuration's id.
    pub configuration: u32,
    /// Most sequences at a time.
    pub max_batch: Count,
    /// Copies at the peak hour, and what they do there.
    pub size: Size,
    /// GPUs at the peak hour, spare copies included.
    pub gpus: Gpus,
    /// GPU-hours a month.
    pub gpu_hours: Count,
    /// The money; nothing where the device has no price: not known.
    pub cost: Option<FleetCost>,
}

/// A configuration that cannot serve the load, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Refused {
    /// The configuration's id.
    pub configuration: u32,
    /// Most sequences at a time.
    pub max_batch: Count,
    /// Why; nothing where the most copies are too few.
    pub error: Option<SimulationError>,
}

/// A search that can be left and taken up again, so that a page stays alive meanwhile.
///
/// Call [`Self::advance`] between frames until it says that all is done.
pub struct FrontierSearch<'a> {
    configurations: &'a [Configuration<'a>],
    batch_limits: &'a [Count],
    demand: Demand<'a>,
    target: Target,
    policy: Policy,
    next: usize,
    found: Frontier,
}

/// All points, in the order of configurations and then of batch limits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frontier {
    /// What can serve the load.
    pub points: Vec<Point>,
    /// What cannot.
    pub refused: Vec<Refused>,
}

impl<'a> FrontierSearch<'a> {
    /// A search over each of `configurations` with each of `batch_limits`.
    #[must_use]
    pub fn new(
        configurations: &'a [Configuration<'a>],
        batch_limits: &'a [Count],
        demand: Demand<'a>,
        target: Target,
        policy: Policy,
    ) -> Self {
        Self { configurations, batch_limits, demand, target, policy, next: 0, found: Frontier::default() }
    }

    /// How many there are to look at.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.configurations.len() * self.batch_limits.len()
    }

    /// How many were looked at.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.next
    }

    /// Looks at up to `count` more; true when all are done.
    pub fn advance(&mut self, count: usize) -> bool {
        let end = (self.next + count).min(self.total());
        while self.next < end {
            let limits = self.batch_limits.len();
            let configuration = self.configurations.get(self.next / limits);
            let max_batch = self.batch_limits.get(self.next % limits);
            if let (Some(configuration), Some(max_batch)) = (configuration, max_batch) {
                self.look_at(configuration, *max_batch);
            }
            self.next += 1;
        }
        self.next == self.total()
    }

    /// All at once, for where nobody waits at a screen.
    #[must_use]
    pub fn finish(mut self) -> Frontier {
        self.advance(self.total());
        self.found
    }

    /// What was found until now.
    #[must_use]
    pub const fn found(&self) -> &Frontier {
        &self.found
    }

    fn look_at(&mut self, configuration: &Configuration<'a>, max_batch: Count) {
        match Point::of(configuration, max_batch, &self.demand, &self.target, &self.policy) {
            Ok(point) => self.found.points.push(point),
            Err(error) => {
                self.found.refused.push(Refused { configuration: configuration.id, max_batch, error });
            }
        }
    }
}

/// The server of `configuration` with that batch limit.
pub(super) fn with_batch<'a>(configuration: &Configuration<'a>, max_batch: Count) -> Server<'a> {
    let mut server = configuration.server;
    server.limits.max_batch = max_batch;
    server
}

impl Point {
    /// The fewest copies of `configuration` with batch limit `max_batch` that keep the target at the peak hour.
    ///
    /// # Errors
    /// [`SimulationError`] when the mean request does not fit; nothing as error when the most copies of the
    /// policy cannot sustain the peak.
    pub fn of(
        configuration: &Configuration,
        max_batch: Count,
        demand: &Demand,
        target: &Target,
        policy: &Policy,
    ) -> Result<Self, Option<SimulationError>> {
        let server = with_batch(configuration, max_batch);
        let sizer = Sizer::new(&server, &demand.load, target, policy).map_err(Some)?;
        let size = sizer.fewest(demand.peak()).ok_or(None)?;
        let gpu_hours = gpu_hours(&hours(&sizer, demand, policy, size.copies), configuration.gpus_per_copy);
        let copies = f64::from(size.copies + policy.spare_copies);
        Ok(Self {
            configuration: configuration.id,
            max_batch,
            size,
            gpus: Gpus::saturating(copies * configuration.gpus_per_copy.get()),
            gpu_hours,
            cost: configuration.price.and_then(|price| cost(price, gpu_hours, demand, &size)),
        })
    }

    /// Copies and utilisation in each hour of the demand.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn hours(
        &self,
        configuration: &Configuration,
        demand: &Demand,
        target: &Target,
        policy: &Policy,
    ) -> Result<Vec<FleetHour>, SimulationError> {
        let server = with_batch(configuration, self.max_batch);
        let sizer = Sizer::new(&server, &demand.load, target, policy)?;
        Ok(hours(&sizer, demand, policy, self.size.copies))
    }
}

impl Frontier {
    /// The point with the fewest GPUs that keeps the target; among those the one with the shortest answers.
    #[must_use]
    pub fn fewest_gpus(&self) -> Option<usize> {
        self.best(|point| Some((point.gpus.get(), point.size.latencies.e2e_latency.get())))
    }

    /// The cheapest point by prices of `kind` that keeps the target; among those the one with the shortest
    /// answers.
    #[must_use]
    pub fn cheapest(&self, kind: PriceKind) -> Option<usize> {
        self.best(|point| {
            let cost = point.cost.filter(|cost| cost.kind == kind)?;
            Some((cost.per_month.get(), point.size.latencies.e2e_latency.get()))
        })
    }

    fn best(&self, key: impl Fn(&Point) -> Option<(f64, f64)>) -> Option<usize> {
        let meeting = self.points.iter().enumerate().filter(|(_, point)| point.size.meets_target);
        let keyed = meeting.filter_map(|(place, point)| key(point).map(|key| (place, key)));
        keyed.min_by(|(_, a), (_, b)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))).map(|(place, _)| place)
    }

    /// Points that no other point of the same kind of price beats in both cost per million tokens and `metric`,
    /// from the fastest to the cheapest. Prices of different kinds are never in one frontier.
    #[must_use]
    pub fn front(&self, metric: Metric, kind: PriceKind) -> Vec<usize> {
        let mut order: Vec<(f64, f64, usize)> = self
            .points
            .iter()
            .enumerate()
            .filter_map(|(place, point)| {
                let cost = point.cost.filter(|cost| cost.kind == kind)?;
                Some((point.size.latencies.of_metric(metric).get(), cost.per_mtok.get(), place))
            })
            .collect();
        order = in_order(in_order(order, |point| point.1), |point| point.0);
        let mut cheapest = f64::INFINITY;
        order.retain(|(_, cost, _)| {
            let better = *cost < cheapest;
            cheapest = cheapest.min(*cost);
            better
        });
        order.into_iter().map(|(_, _, place)| place).collect()
    }

    /// The points of the same configuration with the next smaller and the next larger batch limit.
    #[must_use]
    pub fn neighbours(&self, place: usize) -> Vec<usize> {
        let Some(own) = self.points.get(place) else { return Vec::new() };
        let of_same = |side: usize| {
            self.points.get(side).filter(|point| point.configuration == own.configuration).map(|_| side)
        };
        [place.checked_sub(1), place.checked_add(1)].into_iter().flatten().filter_map(of_same).collect()
    }
}

//! One configuration with one batch limit: how many replicas it takes, and what they cost.

use super::cost::{FleetCost, FleetHour, cost, gpu_hours, hours};
use super::sizing::{Configuration, Demand, Policy, Size, Sizer};
use crate::estimate::self_hosted::queueing::{Server, SimulationError, Target};
use crate::units::{Count, Gpus};

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

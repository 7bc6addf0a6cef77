//! How many GPUs, at what cost, how fast: fleets of replicas of a self-hosted model.
//!
//! A [`Sizer`] finds the fewest copies of one configuration that keep a target; a [`FrontierSearch`] does so for
//! many configurations and batch limits, a few at a time; a [`Confirmation`] simulates what was chosen and its
//! neighbours and says how far the closed forms were off; [`BreakEven`] sets the fleet against a hosted model.

mod break_even;
mod confirm;
mod cost;
mod frontier;
mod sizing;

pub use break_even::{BreakEven, Crossing, CurvePoint, OwnFleet, Volumes};
pub use confirm::{Confirmation, Gap, Trial};
pub use cost::{FleetCost, FleetHour, GpuHourPrice, HOURS_PER_MONTH};
pub(in crate::estimate) use cost::{cost, gpu_hours, hours};
pub use frontier::{Frontier, FrontierSearch, Metric, Point, Refused};
pub use sizing::{Configuration, Demand, Latencies, Policy, Scaling, Size, Sizer};

//! How many GPUs, at what cost, how fast: fleets of replicas of a self-hosted model.
//!
//! A [`Sizer`] finds the fewest replicas of one configuration that meet a target, a [`Point`] adds its cost, and
//! [`BreakEven`] compares the fleet with a hosted model.

mod break_even;
mod cost;
mod point;
mod sizing;

pub use break_even::{BreakEven, Crossing, CurvePoint, OwnFleet, Volumes};
pub use cost::{FleetCost, FleetHour, GpuHourPrice, HOURS_PER_MONTH};
pub(in crate::estimate) use cost::{cost, gpu_hours, hours};
pub use point::Point;
pub use sizing::{Configuration, Demand, Latencies, Policy, Scaling, Size, Sizer};

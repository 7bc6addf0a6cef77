//! A serving engine under load: a discrete-event simulation of continuous batching, and its closed forms.
//!
//! [`Server::simulate`] draws requests, replays them through the engine and reports percentiles with their
//! sampling error, or says that the queue grows without end. [`Server::saturation`] is the rate at which that
//! begins. Everything is a function of its arguments, the seed among them.

mod closed_form;
mod disaggregated;
mod engine;
mod forecast;
mod percentiles;
mod rates;
mod report;
mod requests;
mod server;
mod work;

pub use closed_form::Forecaster;
pub use disaggregated::{Disaggregated, Transfer};
pub use forecast::{Distribution, Expected, Forecast};
pub use percentiles::{Measured, Percentiles};
pub use rates::Speculation;
pub use report::{Attained, LoadReport, Target};
pub use requests::{Arrivals, Lengths, Load, PrefixCache, PrefixOwner, Request, Routing};
pub use server::{Outcome, Overload, Run, Server, SimulationError};
pub use work::{Limits, Served, Tally};

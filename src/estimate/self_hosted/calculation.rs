//! Where the calculation of self-hosted GPUs comes from. The page's module is cut into files and has it in one of its own,
//! which registers it with [`register`]: a call by name would put it into the first.

use super::{FleetEstimate, FleetProblem};
use crate::catalogue::Catalogue;
use crate::estimate::cost::levers::Applied;
use crate::estimate::cost::volume::Volume;
use crate::scenario::Fleet;

type Calculation = fn(&Fleet, &Applied, &Volume, &Catalogue) -> Result<FleetEstimate, FleetProblem>;

#[cfg(all(target_arch = "wasm32", feature = "web", not(debug_assertions)))]
mod place {
    use super::{Calculation, FleetEstimate};
    use std::sync::OnceLock;

    static REGISTERED: OnceLock<Calculation> = OnceLock::new();

    pub(super) fn calculation() -> Option<Calculation> {
        REGISTERED.get().copied()
    }

    pub(super) fn register() {
        let _ = REGISTERED.set(FleetEstimate::new);
    }
}

#[cfg(not(all(target_arch = "wasm32", feature = "web", not(debug_assertions))))]
mod place {
    use super::{Calculation, FleetEstimate};

    pub(super) fn calculation() -> Option<Calculation> {
        Some(FleetEstimate::new)
    }

    pub(super) const fn register() {}
}

/// Registers the calculation. In a program of one piece it always is.
pub fn register() {
    place::register();
}

/// The estimate of `fleet` for a feature under its levers.
///
/// # Errors
/// [`FleetProblem`]; that nothing is loaded where tables or calculation are not here yet.
pub(in crate::estimate) fn fleet_estimate(
    fleet: &Fleet,
    applied: &Applied,
    volume: &Volume,
    catalogue: &Catalogue,
) -> Result<FleetEstimate, FleetProblem> {
    match (place::calculation(), catalogue.own_gpus()) {
        (Some(calculation), Some(_)) => calculation(fleet, applied, volume, catalogue),
        _ => Err(FleetProblem::NotLoaded),
    }
}

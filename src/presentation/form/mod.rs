//! The form without signals: its choices as enums with their words, the lines that say what is set, and what a choice
//! changes in the scenario.

mod choices;
mod lines;
mod models;
pub mod self_hosted;

pub use choices::{HourPreset, PERCENTILES, Place, TargetPreset, percentile};
pub use lines::{
    HIGH_ENDS, adoption, audience, has_high_ends, often, processing, rarer_traffic, rarer_workload,
    request_price, spread, target, target_sentence, times_measured, traffic, varies, words_carried, workload,
};
pub use models::{
    ThreeRates, answer_by, book_rates, find_models, first_route, model_name, model_rates, type_prices,
    with_known_models,
};

use crate::catalogue::Catalogue;
use crate::scenario::Scenario;
use crate::scenario::json::{JsonErrors, Value};
use crate::units::Date;

/// The scenario of a JSON file and the one that is pinned beside it, with the models that the price list knows by the names in it. A file that does not say on
/// which day its prices are meant gets `today`.
///
/// # Errors
/// Every wrong place of the file.
pub fn opened(
    value: &Value,
    today: Date,
    catalogue: &Catalogue,
) -> Result<(Scenario, Option<Scenario>), JsonErrors> {
    let scenario = Scenario::from_json(value, Some(today))?;
    let pinned = Scenario::pinned_from_json(value, Some(today))?;
    Ok((with_known_models(scenario, catalogue), pinned.map(|pinned| with_known_models(pinned, catalogue))))
}

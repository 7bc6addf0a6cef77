//! Lines of the form of self-hosted GPUs.

use crate::catalogue::Catalogue;
use crate::catalogue::gpu::{Checked, Gpu};
use crate::catalogue::open_model::OpenModel;
use crate::estimate::FeatureEstimate;
use crate::estimate::self_hosted::{FleetEstimate, FleetOutcome, GpuPriceSource};
use crate::format::{Locale, count, usd_exact};
use crate::presentation::answers::fleet_line;
use crate::scenario::{Fleet, GpuChoice, OpenModelChoice};
use crate::units::Usd;

fn fleet_of(feature: &FeatureEstimate) -> Option<&FleetEstimate> {
    feature.own_gpus.as_ref()?.as_ref().ok().map(|fleet| &**fleet)
}

/// Model and GPU as the catalogue has them; nothing where they are custom or unknown.
#[must_use]
pub fn listed<'a>(
    fleet: &Fleet,
    models: &'a [OpenModel],
    gpus: &'a [Gpu],
) -> (Option<&'a OpenModel>, Option<&'a Gpu>) {
    let model = match &fleet.model {
        OpenModelChoice::Listed(id) => models.iter().find(|model| model.id == id.as_str()),
        OpenModelChoice::Custom { .. } => None,
    };
    let gpu = match &fleet.gpu {
        GpuChoice::Listed(id) => gpus.iter().find(|gpu| gpu.id == id.as_str()),
        GpuChoice::Custom { .. } => None,
    };
    (model, gpu)
}

/// The name of a model without that of its maker.
#[must_use]
pub fn short_name(model: &OpenModel) -> String {
    model.hf_id.rsplit('/').next().unwrap_or_default().replace('-', " ")
}

/// The second words of the number of replicas: "empty: fewest, 1 now".
#[must_use]
pub fn replicas(feature: Option<&FeatureEstimate>, locale: Locale) -> String {
    let now = feature.and_then(fleet_of).and_then(|fleet| fleet.size);
    match now {
        Some(size) => ["empty: fewest, ", &count(f64::from(size.copies), locale), " now"].concat(),
        None => "empty: fewest".to_owned(),
    }
}

/// The second words of the price of a GPU: "empty: $2.29".
#[must_use]
pub fn gpu_price(feature: Option<&FeatureEstimate>, locale: Locale) -> String {
    let listed = match feature.and_then(fleet_of).and_then(|fleet| fleet.price.as_ref()) {
        Some((price, GpuPriceSource::Catalogue(_))) => usd_exact(Usd::saturating(price.rate.get()), locale),
        Some((_, GpuPriceSource::User)) => "the listed one".to_owned(),
        None => "not known".to_owned(),
    };
    ["empty: ", &listed].concat()
}

/// "2 × 1 × $2.29 × 730 h = " and "$3,340"; or why there is no such line, and nothing.
#[must_use]
pub fn month(feature: Option<&FeatureEstimate>, locale: Locale) -> (String, Option<String>) {
    let fleet = feature.and_then(fleet_of);
    let misfit = fleet
        .is_some_and(|fleet| matches!(fleet.outcome, FleetOutcome::DoesNotFit | FleetOutcome::Refused(_)));
    match fleet.and_then(|fleet| fleet_line(fleet, locale)) {
        Some((formula, month)) => (formula + " = ", Some(month)),
        None if misfit => ("The model does not fit on these GPUs.".to_owned(), None),
        None => ("The cost a month is not known.".to_owned(), None),
    }
}

/// "Price: verda.", or where it is from else; nothing without an estimate.
#[must_use]
pub fn price_source(feature: Option<&FeatureEstimate>) -> Option<String> {
    Some(match &feature.and_then(fleet_of)?.price {
        None => "Price: not known; type one.".to_owned(),
        Some((_, GpuPriceSource::User)) => "Price: typed in by you.".to_owned(),
        Some((_, GpuPriceSource::Catalogue(source))) => ["Price: ", source, "."].concat(),
    })
}

/// Where the figures of the GPU and the model are from, and whether they were verified.
#[must_use]
pub fn figure_sources(fleet: &Fleet, catalogue: &Catalogue) -> String {
    let (model, gpu) = listed(fleet, catalogue.open_models(), catalogue.gpus());
    let line = |name: &str, checked: Checked, source: &str| match checked {
        Checked::Yes => [" ", name, ": ", source, "."].concat(),
        Checked::No => [" ", name, ": specifications not verified, ", source, "."].concat(),
        Checked::User => String::new(),
    };
    let model = model.map(|model| line(&short_name(model), model.checked, &model.source));
    let gpu = gpu.map(|gpu| line(&gpu.name, gpu.checked, &gpu.source));
    [gpu.unwrap_or_default(), model.unwrap_or_default()].concat()
}

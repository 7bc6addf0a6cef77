//! Names and prices of hosted models, and how one is chosen.

use crate::catalogue::{Catalogue, HostedBook, HostedModel, PeakDays, PricedUnit, RequestContext};
use crate::format::{Locale, rates};
use crate::presentation::words::questions;
use crate::scenario::{
    CustomPrices, Feature, HostedModelChoice, Leg, ModelRef, Name, Preset, Processing, Route, Scenario,
    Serving,
};
use crate::units::{Date, Moment, Share, UsdPerMtok};

/// The scenario with the models that the price list knows by the names in it (`provider/model`).
#[must_use]
pub fn with_known_models(scenario: Scenario, catalogue: &Catalogue) -> Scenario {
    scenario.with_ids(&|text| catalogue.hosted.id_of_text(text))
}

/// The same for one feature.
pub fn find_models(feature: &mut Feature, catalogue: &Catalogue) {
    feature.find_models(&|text| catalogue.hosted.id_of_text(text));
}

/// What a model is called.
#[must_use]
pub fn model_name(choice: &HostedModelChoice, catalogue: &Catalogue) -> String {
    match choice {
        HostedModelChoice::Custom { name, .. } if name.as_str().is_empty() => {
            questions::YOUR_OWN_MODEL.to_owned()
        }
        HostedModelChoice::Custom { name, .. } | HostedModelChoice::Book(ModelRef::Unknown(name)) => {
            name.as_str().to_owned()
        }
        HostedModelChoice::Book(ModelRef::Id(id)) => catalogue
            .hosted
            .model(*id)
            .map_or_else(|| questions::model_number(&id.to_string()), |model| model.name.clone()),
    }
}

/// Prices of 1M tokens: input, output, read from the cache.
pub type ThreeRates = [Option<UsdPerMtok>; 3];

/// The list prices of a listed model, for the smallest requests.
#[must_use]
pub fn book_rates(book: &HostedBook, model: &HostedModel, as_of: Date) -> ThreeRates {
    let rates = book.rates(model, Moment::noon(as_of), RequestContext(&[]), PeakDays::Provider);
    [PricedUnit::InputTokens, PricedUnit::OutputTokens, PricedUnit::CacheReadTokens]
        .map(|unit| rates.get(unit).map(|rate| UsdPerMtok::saturating(rate.base)))
}

fn typed_rates(prices: &CustomPrices) -> ThreeRates {
    [prices.input_usd_per_mtok(), prices.output_usd_per_mtok(), prices.cache_read_usd_per_mtok()]
}

/// "$2 in · $10 out · $0.10 cached"; nothing where the model is not listed.
#[must_use]
pub fn model_rates(
    choice: &HostedModelChoice,
    catalogue: &Catalogue,
    as_of: Date,
    locale: Locale,
) -> Option<String> {
    let [input, output, cached] = match choice {
        HostedModelChoice::Custom { prices, .. } => typed_rates(prices),
        HostedModelChoice::Book(model) => {
            book_rates(&catalogue.hosted, catalogue.hosted.model(model.id()?)?, as_of)
        }
    };
    Some(rates(input, output, cached, locale))
}

/// Has `model` answer every call of the feature, with the processing of its first model.
pub fn answer_by(feature: &mut Feature, model: HostedModelChoice) {
    let first = match &feature.serving {
        Serving::Hosted(route) => route.legs.first().map(|leg| leg.processing),
        Serving::PerRequest(_) | Serving::SelfHosted(_) => None,
    };
    let processing = first.unwrap_or(Processing::Standard);
    let leg = Leg { share: Share::saturating(1.0), model, processing };
    feature.serving = Serving::Hosted(Route { legs: vec![leg] });
}

/// Gives the model at `position` of the feature's mix prices that are typed, none of them yet, under the name that it has.
pub fn type_prices(feature: &mut Feature, position: usize, name: &str) {
    if let Serving::Hosted(route) = &mut feature.serving
        && let Some(leg) = route.legs.get_mut(position)
    {
        leg.model = HostedModelChoice::Custom { name: Name::new(name), prices: CustomPrices::default() };
    }
}

/// The route to begin with: that of the first example.
#[must_use]
pub fn first_route() -> Route {
    match Preset::Glossary.feature().serving {
        Serving::Hosted(route) => route,
        Serving::PerRequest(_) | Serving::SelfHosted(_) => Route { legs: Vec::new() },
    }
}

//! Names and prices of hosted models, for labels and lists.

use crate::catalogue::{Catalogue, HostedBook, HostedModel, PeakDays, PricedUnit, RequestContext};
use crate::format::{Locale, rates};
use crate::presentation::answers::hosted_form::assume_reasoning;
use crate::scenario::{
    CustomPrices, Feature, HostedModelChoice, Leg, ModelRef, Processing, Route, Scenario, Serving,
};
use crate::units::{Date, Moment, Share, UsdPerMtok};
use crate::web::ui::Ui;

/// What a model is called.
pub fn model_name(choice: &HostedModelChoice, catalogue: &Catalogue) -> String {
    match choice {
        HostedModelChoice::Custom { name, .. } if name.as_str().is_empty() => "Your own model".to_owned(),
        HostedModelChoice::Custom { name, .. } | HostedModelChoice::Book(ModelRef::Unknown(name)) => {
            name.as_str().to_owned()
        }
        HostedModelChoice::Book(ModelRef::Id(id)) => catalogue
            .hosted
            .model(*id)
            .map_or_else(|| ["Model number ", &id.to_string()].concat(), |model| model.name.clone()),
    }
}

/// Prices of 1M tokens: in, out, read from the cache.
pub type ThreeRates = [Option<UsdPerMtok>; 3];

/// The list prices of a model of the book, for the smallest requests.
pub fn book_rates(book: &HostedBook, model: &HostedModel, as_of: Date) -> ThreeRates {
    let rates = book.rates(model, Moment::noon(as_of), RequestContext(&[]), PeakDays::Provider);
    [PricedUnit::InputTokens, PricedUnit::OutputTokens, PricedUnit::CacheReadTokens]
        .map(|unit| rates.get(unit).map(|rate| UsdPerMtok::saturating(rate.base)))
}

fn typed_rates(prices: &CustomPrices) -> ThreeRates {
    [prices.input_usd_per_mtok(), prices.output_usd_per_mtok(), prices.cache_read_usd_per_mtok()]
}

/// "$2 in · $10 out · $0.10 cached"; nothing where the book does not know the model.
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

/// The scenario with models that were named by text (`provider/model`) found in the book, where it has them.
pub fn resolved(mut scenario: Scenario, book: &HostedBook) -> Scenario {
    for feature in &mut scenario.features {
        resolve(feature, book);
    }
    scenario
}

/// The same for one feature.
pub fn resolve(feature: &mut Feature, book: &HostedBook) {
    let Serving::Hosted(route) = &mut feature.serving else { return };
    for leg in &mut route.legs {
        let HostedModelChoice::Book(reference) = &mut leg.model else { continue };
        let ModelRef::Unknown(name) = &*reference else { continue };
        let found = name.as_str().split_once('/').and_then(|(provider, slug)| book.by_slug(provider, slug));
        if let Some(model) = found {
            *reference = ModelRef::Id(model.id);
        }
    }
}

/// Has the reasoning of a feature follow from the model that was just chosen, where nobody said how much it is.
pub fn assume(ui: Ui, feature: &mut Feature) {
    let as_of = ui.draft.now().as_of;
    ui.catalogue.with_value(|catalogue| assume_reasoning(feature, catalogue, as_of));
}

/// Has `model` answer every call of the feature that is open, at the kind of processing of its first model.
pub fn answer_by(ui: Ui, model: HostedModelChoice) {
    ui.draft.forget_legs(ui.chosen.get_untracked());
    ui.edit_feature("choice of model", |feature| {
        let first = match &feature.serving {
            Serving::Hosted(route) => route.legs.first().map(|leg| leg.processing),
            Serving::PerRequest(_) | Serving::SelfHosted(_) => None,
        };
        let processing = first.unwrap_or(Processing::Standard);
        let leg = Leg { share: Share::saturating(1.0), model, processing };
        feature.serving = Serving::Hosted(Route { legs: vec![leg] });
        assume(ui, feature);
    });
}

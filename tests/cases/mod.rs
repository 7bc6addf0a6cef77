//! Cases that several tests build on: a scenario and the estimate that the shipped catalogue gives it.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "each test uses a part, and may panic"
)]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{Cost, Estimate, estimate};
use inference_estimator::scenario::{
    CustomPrices, Feature, Field, FieldGroup, FieldPath, HostedModelChoice, Leg, Name, Place, Preset,
    Processing, Route, Scenario, Serving,
};
use inference_estimator::units::Share;

/// A scenario and the estimate that it gives with the shipped catalogue on 2026-11-23.
pub struct Case {
    /// The scenario.
    pub scenario: Scenario,
}

impl Case {
    /// So many users, who all use all `features`.
    pub fn new(users: f64, features: Vec<Feature>) -> Self {
        let mut scenario = Scenario::new("case", "2026-11-23".parse().unwrap());
        scenario.features = features;
        set(&mut scenario, Field::Users, users);
        Self { scenario }
    }

    /// Sets a plan.
    pub fn plan(&mut self, price_usd_per_month: f64, paying_share: f64) {
        set(&mut self.scenario, Field::PriceUsdPerMonth, price_usd_per_month);
        set(&mut self.scenario, Field::PayingShare, paying_share);
    }

    /// The estimate.
    pub fn estimate(&self) -> Estimate {
        estimate(&self.scenario, &Catalogue::shipped().unwrap()).unwrap()
    }
}

fn set(scenario: &mut Scenario, field: Field, value: f64) {
    scenario.set(FieldPath { place: Place::Scenario, field }, Some(value)).unwrap();
}

/// A feature answered by `legs`.
pub fn feature(legs: Vec<Leg>) -> Feature {
    Feature::new("feature", Serving::Hosted(Route { legs }))
}

/// A leg at list price.
pub fn leg(share: f64, model: HostedModelChoice) -> Leg {
    Leg { share: Share::new(share).unwrap(), model, processing: Processing::Standard }
}

/// A model with prices typed in, per 1M tokens.
pub fn custom(input: f64, output: f64) -> HostedModelChoice {
    let mut prices = CustomPrices::default();
    prices.set(Field::InputUsdPerMtok, Some(input)).unwrap();
    prices.set(Field::OutputUsdPerMtok, Some(output)).unwrap();
    HostedModelChoice::Custom { name: Name::new("typed in"), prices }
}

/// Types cache prices in for the feature's only model.
pub fn cache_prices(feature: &mut Feature, read: f64, write: f64) {
    let Serving::Hosted(route) = &mut feature.serving else { panic!("hosted") };
    let HostedModelChoice::Custom { prices, .. } = &mut route.legs[0].model else { panic!("custom") };
    prices.set(Field::CacheReadUsdPerMtok, Some(read)).unwrap();
    prices.set(Field::CacheWriteUsdPerMtok, Some(write)).unwrap();
}

/// The support chat of the presets at prices typed in.
pub fn support_chat_at(input: f64, output: f64) -> Feature {
    let mut chat = Preset::SupportChat.feature();
    chat.serving = feature(vec![leg(1.0, custom(input, output))]).serving;
    chat
}

/// Whether `cost` is known and is `expected` to 1e-9 relative.
#[track_caller]
pub fn assert_usd(cost: Cost, expected: f64) {
    let Cost::Known(usd) = cost else { panic!("{cost:?} instead of {expected}") };
    let error = (usd.get() - expected).abs() / expected.abs().max(1e-12);
    assert!(error < 1e-9, "{} instead of {expected}", usd.get());
}

/// A model that is in no book.
pub fn unpriced() -> HostedModelChoice {
    HostedModelChoice::Book(inference_estimator::scenario::ModelRef::Unknown(Name::new("nobody/knows-this")))
}

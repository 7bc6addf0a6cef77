//! Examples to start from.

use super::feature::{Feature, Scenario};
use super::fields::Field;
use super::name::Name;
use super::serving::{HostedModelChoice, Leg, ModelRef, Processing, Route, Serving};
use super::slo::Slo;
use crate::units::{Date, Share};

/// An example scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// The worked example of the glossary entry: 100,000 users × 5 requests × $0.003 = $1,500 a day.
    Glossary,
    /// A support chat with fixed instructions and conversations of five turns.
    SupportChat,
    /// Completion while typing: short, frequent, fast.
    Autocomplete,
    /// Summaries of long documents, made overnight.
    DocumentSummaries,
    /// Search that answers from passages it finds.
    RagSearch,
    /// An agent that writes code in many calls for one action.
    CodingAgent,
}

/// What a preset is made of: names, the model, the target, and the numbers that differ from the defaults.
struct Recipe {
    key: &'static str,
    title: &'static str,
    model: &'static str,
    slo: fn() -> Slo,
    scenario: &'static [(Field, f64)],
    feature: &'static [(Field, f64)],
}

const GLOSSARY: Recipe = Recipe {
    key: "glossary",
    title: "Glossary example",
    model: "anthropic/claude-haiku-4-5",
    slo: Slo::chat,
    scenario: &[(Field::Users, 100_000.0)],
    feature: &[
        (Field::InputTokens, 1000.0),
        (Field::OutputTokens, 400.0),
        (Field::RequestsPerActiveDay, 5.0),
        (Field::ActiveDaysPerMonth, 30.0),
    ],
};

const SUPPORT_CHAT: Recipe = Recipe {
    key: "support-chat",
    title: "Support chat",
    model: "anthropic/claude-sonnet-5-5",
    slo: Slo::chat,
    scenario: &[(Field::Users, 10_000.0), (Field::PriceUsdPerMonth, 10.0), (Field::PayingShare, 0.8)],
    feature: &[
        (Field::InputTokens, 2500.0),
        (Field::CacheablePrefixTokens, 1900.0),
        (Field::OutputTokens, 400.0),
        (Field::Turns, 5.0),
        (Field::ShareOfUsers, 0.5),
        (Field::RequestsPerActiveDay, 5.0),
        (Field::ActiveDaysPerMonth, 20.0),
    ],
};

const AUTOCOMPLETE: Recipe = Recipe {
    key: "autocomplete",
    title: "Autocomplete",
    model: "google/gemini-3.5-flash-lite",
    slo: Slo::autocomplete,
    scenario: &[(Field::Users, 10_000.0), (Field::PriceUsdPerMonth, 10.0)],
    feature: &[
        (Field::InputTokens, 1500.0),
        (Field::CacheablePrefixTokens, 1000.0),
        (Field::OutputTokens, 30.0),
        (Field::ShareOfUsers, 0.6),
        (Field::RequestsPerActiveDay, 50.0),
        (Field::ActiveDaysPerMonth, 20.0),
        (Field::PeakToAverage, 5.0),
    ],
};

const DOCUMENT_SUMMARIES: Recipe = Recipe {
    key: "document-summaries",
    title: "Document summaries",
    model: "anthropic/claude-sonnet-5-5",
    slo: || Slo::NoTarget,
    scenario: &[(Field::Users, 10_000.0), (Field::PriceUsdPerMonth, 10.0)],
    feature: &[
        (Field::InputTokens, 12_000.0),
        (Field::CacheablePrefixTokens, 500.0),
        (Field::OutputTokens, 600.0),
        (Field::RequestsPerActiveDay, 1.0),
        (Field::ActiveDaysPerMonth, 30.0),
    ],
};

const RAG_SEARCH: Recipe = Recipe {
    key: "rag-search",
    title: "RAG search",
    model: "openai/gpt-6-luna",
    slo: Slo::chat,
    scenario: &[(Field::Users, 20_000.0), (Field::PriceUsdPerMonth, 15.0)],
    feature: &[
        (Field::InputTokens, 6000.0),
        (Field::CacheablePrefixTokens, 1200.0),
        (Field::OutputTokens, 350.0),
        (Field::ShareOfUsers, 0.4),
        (Field::RequestsPerActiveDay, 4.0),
        (Field::ActiveDaysPerMonth, 20.0),
    ],
};

const CODING_AGENT: Recipe = Recipe {
    key: "coding-agent",
    title: "Coding agent",
    model: "anthropic/claude-sonnet-5-5",
    slo: || Slo::NoTarget,
    scenario: &[(Field::Users, 500.0), (Field::PriceUsdPerMonth, 60.0)],
    feature: &[
        (Field::InputTokens, 30_000.0),
        (Field::CacheablePrefixTokens, 24_000.0),
        (Field::CacheHitShare, 0.9),
        (Field::OutputTokens, 600.0),
        (Field::ReasoningTokens, 400.0),
        (Field::CallsPerRequest, 15.0),
        (Field::RequestsPerActiveDay, 8.0),
        (Field::ActiveDaysPerMonth, 20.0),
    ],
};

impl Preset {
    /// All presets, in the order of the menu.
    pub const ALL: [Self; 6] = [
        Self::Glossary,
        Self::SupportChat,
        Self::Autocomplete,
        Self::DocumentSummaries,
        Self::RagSearch,
        Self::CodingAgent,
    ];

    const fn recipe(self) -> &'static Recipe {
        match self {
            Self::Glossary => &GLOSSARY,
            Self::SupportChat => &SUPPORT_CHAT,
            Self::Autocomplete => &AUTOCOMPLETE,
            Self::DocumentSummaries => &DOCUMENT_SUMMARIES,
            Self::RagSearch => &RAG_SEARCH,
            Self::CodingAgent => &CODING_AGENT,
        }
    }

    /// The name in attributes and readable links: `support-chat`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.recipe().key
    }

    /// The name in menus.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.recipe().title
    }

    /// The preset of that [`Preset::key`].
    #[must_use]
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.key() == key)
    }

    /// The preset's feature alone, to add to a scenario. Its model is named by text: resolve it with the book.
    #[must_use]
    pub fn feature(self) -> Feature {
        let recipe = self.recipe();
        let model = HostedModelChoice::Book(ModelRef::Unknown(Name::new(recipe.model)));
        let leg = Leg { share: Share::saturating(1.0), model, processing: Processing::Standard };
        let mut feature = Feature::new(recipe.title, Serving::Hosted(Route { legs: vec![leg] }));
        feature.slo = (recipe.slo)();
        for (field, value) in recipe.feature {
            // Every number is inside its range: a test below reads each one back.
            let _ = feature.set(*field, Some(*value));
        }
        feature
    }

    /// The preset as a scenario with prices of `as_of`. Its model is named by text: resolve it with the book.
    #[must_use]
    pub fn scenario(self, as_of: Date) -> Scenario {
        let recipe = self.recipe();
        let mut scenario = Scenario::new(recipe.title, as_of);
        scenario.features.push(self.feature());
        for (field, value) in recipe.scenario {
            let place = super::field::Place::Scenario;
            let _ = scenario.set(super::field::FieldPath { place, field: *field }, Some(*value));
        }
        scenario
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{FieldPath, Place};

    #[test]
    fn every_number_of_every_preset_is_inside_its_range() {
        for preset in Preset::ALL {
            let scenario = preset.scenario("2026-11-23".parse().unwrap());
            scenario.check().unwrap();
            let places =
                [(Place::Scenario, preset.recipe().scenario), (Place::Feature(0), preset.recipe().feature)];
            for (place, numbers) in places {
                for (field, value) in numbers {
                    assert_eq!(
                        scenario.value(FieldPath { place, field: *field }),
                        Some(*value),
                        "{preset:?}"
                    );
                }
            }
            assert_eq!(Preset::by_key(preset.key()), Some(preset));
        }
    }
}

//! Which questions about hosted models apply to a feature, and which answers they have: nothing is asked that none of its
//! models has.

use crate::catalogue::latency::{Effort, ThinkingMode, ThinkingRule};
use crate::catalogue::{Catalogue, HostedModel, PricedUnit};
use crate::estimate::latency::thinking::assumed_for_legs;
use crate::estimate::{Offers, costs};
use crate::format::{Locale, cost, tokens};
use crate::presentation::words::hosted as words;
use crate::scenario::{
    Choice, DataResidency, Feature, Field, HostedModelChoice, ImageDetail, ImageTokens, Leg, ModelRef,
    Processing, PromptCaching, ReasoningCount, ReasoningEffort, Scenario, SearchContextSize, Serving,
    TaskKind,
};
use crate::units::Date;

/// A value that can be chosen, and what it is called.
pub type Named<T> = (T, String);

/// The models of a feature, and what they offer.
#[derive(Debug, Clone, Copy)]
pub struct HostedForm<'a> {
    feature: &'a Feature,
    catalogue: &'a Catalogue,
    as_of: Date,
}

/// The values of a choice that `has` says are there, the present one always among them.
fn offered<T: Choice>(now: T, has: impl Fn(T) -> bool, word: fn(T) -> &'static str) -> Vec<Named<T>> {
    let shown = T::ALL.iter().copied().filter(|value| *value == now || has(*value));
    shown.map(|value| (value, word(value).to_owned())).collect()
}

impl<'a> HostedForm<'a> {
    /// The questions about the hosted models of `feature`.
    #[must_use]
    pub const fn new(feature: &'a Feature, catalogue: &'a Catalogue, as_of: Date) -> Self {
        Self { feature, catalogue, as_of }
    }

    fn legs(&self) -> &'a [Leg] {
        match &self.feature.serving {
            Serving::Hosted(route) => &route.legs,
            Serving::PerRequest(_) | Serving::SelfHosted(_) => &[],
        }
    }

    fn models(&self) -> impl Iterator<Item = &'a HostedModel> {
        let book = &self.catalogue.hosted;
        self.legs().iter().filter_map(|leg| match &leg.model {
            HostedModelChoice::Book(ModelRef::Id(id)) => book.model(*id),
            HostedModelChoice::Book(ModelRef::Unknown(_)) | HostedModelChoice::Custom { .. } => None,
        })
    }

    fn any(&self, has: impl Fn(&Offers<'_>) -> bool) -> bool {
        let book = &self.catalogue.hosted;
        self.models().any(|model| has(&Offers::new(book, model, self.as_of)))
    }

    /// Whether a model with typed prices is among them, of which nothing is known but what is typed.
    fn has_typed(&self) -> bool {
        self.legs().iter().any(|leg| matches!(leg.model, HostedModelChoice::Custom { .. }))
    }

    fn is_set(&self, field: Field) -> bool {
        let value = self.feature.value(field);
        value.is_some_and(|value| value > 0.0)
    }

    /// Numbers of what is sent and received that is not text: those that some model bills, and those that are set.
    #[must_use]
    pub fn media(&self) -> Vec<Field> {
        use PricedUnit as U;
        let all: [(Field, &[PricedUnit]); 9] = [
            (Field::InputAudioTokens, &[U::InputAudioTokens]),
            (Field::OutputAudioTokens, &[U::OutputAudioTokens]),
            (Field::OutputImageTokens, &[U::OutputImageTokens]),
            (Field::OutputCitationTokens, &[U::OutputCitationTokens]),
            (Field::InputVideoTokens, &[U::InputVideoTokens]),
            (Field::OutputVideoTokens, &[U::OutputVideoTokens]),
            (Field::InputAudioMinutes, &[U::AudioSeconds, U::InputAudioSeconds]),
            (Field::OutputAudioMinutes, &[U::OutputAudioSeconds]),
            (Field::InputCharacters, &[U::InputCharacters]),
        ];
        let asked = |(field, units): &(Field, &[PricedUnit])| {
            self.is_set(*field) || units.iter().any(|unit| self.any(|model| model.bills(*unit)))
        };
        all.iter().filter(|each| asked(each)).map(|(field, _)| *field).collect()
    }

    /// Whether some model responds in something else than text, or bills time or characters, so that its numbers are asked
    /// for at once.
    #[must_use]
    pub fn needs_media(&self) -> bool {
        use PricedUnit as U;
        const BY_TIME: [PricedUnit; 3] = [U::AudioSeconds, U::InputAudioSeconds, U::InputCharacters];
        self.models().any(HostedModel::answers_in_media)
            || self.any(|model| BY_TIME.iter().any(|unit| model.bills(*unit)))
    }

    /// Searches by the provider's tools.
    #[must_use]
    pub fn searches(&self) -> Vec<Field> {
        let all = [
            (Field::WebSearches, PricedUnit::WebSearches),
            (Field::FileSearches, PricedUnit::StorageSearches),
        ];
        let asked = |(field, unit): &(Field, PricedUnit)| {
            self.is_set(*field) || self.has_typed() || self.any(|model| model.bills(*unit))
        };
        all.iter().filter(|each| asked(each)).map(|(field, _)| *field).collect()
    }

    /// Sizes of the search context; nothing where searches have one price.
    #[must_use]
    pub fn search_contexts(&self) -> Vec<Named<SearchContextSize>> {
        let has =
            |size| size == SearchContextSize::Default || self.any(|model| model.has_search_context(size));
        several(offered(self.feature.options.search_context_size, has, words::search_context))
    }

    /// Kinds of processing.
    #[must_use]
    pub fn processing(&self) -> Vec<Named<Processing>> {
        let now = self.legs().first().map(|leg| leg.processing).unwrap_or_default();
        let has = |kind| {
            kind == Processing::Standard
                || self.has_typed() && kind == Processing::Batch
                || self.any(|model| model.has_processing(kind))
        };
        several(offered(now, has, words::processing))
    }

    /// Places of processing that have a price of their own.
    #[must_use]
    pub fn residencies(&self) -> Vec<Named<DataResidency>> {
        let has = |place| place == DataResidency::Global || self.any(|model| model.has_residency(place));
        several(offered(self.feature.options.data_residency, has, words::residency))
    }

    /// Ways to use the provider's prompt cache; nothing where no model has one.
    #[must_use]
    pub fn caching(&self) -> Vec<Named<PromptCaching>> {
        let now = self.feature.options.prompt_caching;
        let caches = self.has_typed() || self.any(|model| model.caches());
        if !caches && now == PromptCaching::TypedOrOff {
            return Vec::new();
        }
        let has = |how| match how {
            PromptCaching::Provider => self.any(|model| model.caches_by_itself()),
            PromptCaching::TypedOrOff
            | PromptCaching::On
            | PromptCaching::TypedShare
            | PromptCaching::Off => true,
        };
        offered(now, has, words::caching)
    }

    /// Numbers of the prompt cache that count as it is used.
    #[must_use]
    pub fn cache_fields(&self) -> Vec<Field> {
        match self.feature.options.prompt_caching {
            _ if self.caching().is_empty() => Vec::new(),
            PromptCaching::TypedOrOff | PromptCaching::TypedShare => {
                vec![Field::CacheHitShare, Field::CacheTtlMinutes]
            }
            PromptCaching::Provider | PromptCaching::On => vec![Field::CacheTtlMinutes],
            PromptCaching::Off => Vec::new(),
        }
    }

    /// How the tokens of pictures are known, where the feature has pictures.
    #[must_use]
    pub fn image_tokens(&self) -> Vec<Named<ImageTokens>> {
        if !self.is_set(Field::Images) {
            return Vec::new();
        }
        let has = |how| how == ImageTokens::Typed || self.any(|model| model.counts_pictures());
        offered(self.feature.options.image_tokens, has, words::image_tokens)
    }

    /// Numbers of pictures that count as their tokens are known.
    #[must_use]
    pub fn image_fields(&self) -> &'static [Field] {
        match self.feature.options.image_tokens {
            _ if !self.is_set(Field::Images) => &[],
            ImageTokens::BySize if self.any(|model| model.counts_pictures()) => {
                &[Field::ImageWidthPx, Field::ImageHeightPx]
            }
            ImageTokens::BySize | ImageTokens::Typed => &[Field::TokensPerImage],
        }
    }

    /// Details of pictures, where they decide the tokens.
    #[must_use]
    pub fn details(&self) -> Vec<Named<ImageDetail>> {
        let by_size = self.feature.options.image_tokens == ImageTokens::BySize && self.is_set(Field::Images);
        if !by_size || !self.any(|model| model.has_low_detail()) {
            return Vec::new();
        }
        offered(self.feature.options.image_detail, |_| true, words::detail)
    }

    /// The first model that can think, and what is known of its thinking.
    fn thinking(&self) -> Option<&'a ThinkingRule> {
        let rules = self.models().map(|model| self.catalogue.latency.thinking(&model.slug));
        let mut can = rules.filter(|rule| rule.mode.can_think());
        can.next()
    }

    /// Whether a model can think before it responds.
    #[must_use]
    pub fn can_think(&self) -> bool {
        self.thinking().is_some()
    }

    /// Efforts that the first model that thinks has, with its provider's default.
    #[must_use]
    pub fn efforts(&self) -> Vec<Named<ReasoningEffort>> {
        let now = self.feature.reasoning_effort;
        let Some(rule) = self.thinking() else { return Vec::new() };
        let has = |asked| match asked {
            ReasoningEffort::Medium => true,
            ReasoningEffort::Off => rule.mode != ThinkingMode::Always,
            ReasoningEffort::Low => rule.efforts.contains(&Effort::Low),
            ReasoningEffort::High if rule.efforts.is_empty() => rule.mode == ThinkingMode::OffUnlessAsked,
            ReasoningEffort::High => rule.efforts.contains(&Effort::High),
            ReasoningEffort::Maximum => rule.efforts.last().is_some_and(|last| *last > Effort::High),
        };
        let mut all = offered(now, has, words::asked_effort);
        for (asked, word) in &mut all {
            match asked {
                ReasoningEffort::Medium => {
                    let default = match (rule.default, rule.mode.thinks_unasked()) {
                        (Some(effort), true) => words::effort(effort),
                        (_, true) => "on",
                        (_, false) => "off",
                    };
                    *word = [&**word, ": ", default].concat();
                }
                ReasoningEffort::High if rule.efforts.is_empty() => *word = "On".to_owned(),
                _ => {}
            }
        }
        all
    }

    /// Kinds of task, where they decide the reasoning that is assumed.
    #[must_use]
    pub fn tasks(&self) -> Vec<Named<TaskKind>> {
        if self.feature.reasoning != ReasoningCount::Assumed || !self.can_think() {
            return Vec::new();
        }
        offered(self.feature.task, |_| true, words::task)
    }
}

/// A choice of one is none.
fn several<T>(all: Vec<Named<T>>) -> Vec<Named<T>> {
    if all.len() > 1 { all } else { Vec::new() }
}

/// Which lifetime of a cache entry pays: the feature's cost a month at five minutes and at an hour. Nothing where its models
/// have one price for both, or the share that is read was typed.
#[must_use]
pub fn cache_lifetimes(
    scenario: &Scenario,
    index: usize,
    catalogue: &Catalogue,
    locale: Locale,
) -> Option<String> {
    let feature = scenario.features.get(index)?;
    let form = HostedForm::new(feature, catalogue, scenario.as_of);
    let follows = matches!(feature.options.prompt_caching, PromptCaching::Provider | PromptCaching::On);
    if !follows || !form.any(|model| model.bills(PricedUnit::CacheWrite1hTokens)) {
        return None;
    }
    let month = |minutes: f64| {
        let mut other = scenario.clone();
        other.features.get_mut(index)?.set(Field::CacheTtlMinutes, Some(minutes)).ok()?;
        let found = costs(&other, catalogue, None).ok()?;
        Some(cost(found.features.get(index)?.cost.month, locale))
    };
    Some(words::lifetimes(&month(5.0)?, &month(60.0)?))
}

/// What is said beside the number of reasoning tokens: "assumed; 8 of 10 models 640 to 8,200"; nothing where the number
/// was typed.
#[must_use]
pub fn assumed_reasoning(feature: &Feature, catalogue: &Catalogue, locale: Locale) -> Option<(f64, String)> {
    let Serving::Hosted(route) = &feature.serving else { return None };
    let assumed = assumed_for_legs(feature, &route.legs, catalogue)?;
    let [low, high] = [assumed.low, assumed.high].map(|end| tokens(end, locale));
    let range = if assumed.tokens.get() > 0.0 {
        ["assumed; likely ", &low, " to ", &high].concat()
    } else {
        "assumed: the model does not reason at this effort".to_owned()
    };
    Some((assumed.tokens.get(), range))
}

/// Has the number of reasoning tokens follow from the models of `feature`, where nobody said one and a model can reason.
pub fn assume_reasoning(feature: &mut Feature, catalogue: &Catalogue, as_of: Date) {
    let not_said =
        feature.reasoning == ReasoningCount::NotSaid && feature.workload.reasoning_tokens().get() <= 0.0;
    if not_said && HostedForm::new(feature, catalogue, as_of).can_think() {
        feature.reasoning = ReasoningCount::Assumed;
    }
}

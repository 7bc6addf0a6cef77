//! Models by text in JSON, by number in links: the two names of one model, and the conversion between them.

use crate::catalogue::ModelId;
use crate::scenario::{Feature, HostedModelChoice, ModelRef, Name, Scenario, Serving};

/// The prefix of the number of a model whose text is not known: `id:123`.
pub const MODEL_NUMBER_PREFIX: &str = "id:";

/// The model that JSON means by `text`; nothing where the text is no name.
#[must_use]
pub fn model_of_text(text: &str) -> Option<ModelRef> {
    if let Some(number) = text.strip_prefix(MODEL_NUMBER_PREFIX) {
        return number.parse().ok().map(|number| ModelRef::Id(ModelId::new(number)));
    }
    let name = Name::new(text);
    (name.as_str() == text && !text.is_empty()).then_some(ModelRef::Unknown(name))
}

/// What JSON calls `model`.
#[must_use]
pub fn text_of_model(model: &ModelRef) -> Box<str> {
    match model {
        ModelRef::Id(id) => format!("{MODEL_NUMBER_PREFIX}{}", id.number()).into(),
        ModelRef::Unknown(name) => name.as_str().into(),
    }
}

impl Scenario {
    /// The scenario with numbers for all models whose text `number_of` knows; the others stay as they are.
    #[must_use]
    pub fn with_ids(mut self, number_of: &dyn Fn(&str) -> Option<ModelId>) -> Self {
        for feature in &mut self.features {
            feature.find_models(number_of);
        }
        self
    }
}

impl Feature {
    /// Gives every model of the feature the number that `number_of` knows for its text: those that share its calls, those
    /// of its levers, and the one that self-hosted GPUs are compared with. The others stay as they are.
    pub fn find_models(&mut self, number_of: &dyn Fn(&str) -> Option<ModelId>) {
        let (legs, compared) = match &mut self.serving {
            Serving::Hosted(route) => (route.legs.as_mut_slice(), None),
            Serving::SelfHosted(fleet) => (&mut [] as _, fleet.compare_with.as_mut()),
            Serving::PerRequest(_) => (&mut [] as _, None),
        };
        let levers = [&mut self.levers.routing_model, &mut self.levers.distillation_model];
        let others = levers.into_iter().flatten().chain(compared);
        for model in legs.iter_mut().map(|leg| &mut leg.model).chain(others) {
            if let HostedModelChoice::Book(model) = model
                && let ModelRef::Unknown(name) = model
                && let Some(id) = number_of(name.as_str())
            {
                *model = ModelRef::Id(id);
            }
        }
    }
}

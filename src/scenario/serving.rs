//! Who answers: a hosted model or a mix of them, a model on self-hosted GPUs, or a price per request that is already known.

use super::fields::CustomPrices;
use super::fleet::Fleet;
use super::name::Name;
use crate::catalogue::ModelId;
use crate::units::{Share, Usd};

/// A hosted model, by the number that links carry, or by a text that no book at hand knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelRef {
    /// By number; the book may still not hold it.
    Id(ModelId),
    /// By a text (`provider/model`) that was not found: kept as it is, never replaced by another.
    Unknown(Name),
}

/// Which of a provider's price lists applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Processing {
    /// The list price.
    #[default]
    Standard,
    /// Work that may wait up to a day, at the batch price.
    Batch,
    /// Slower, cheaper service tier.
    Flex,
    /// Faster, more expensive service tier.
    Priority,
    /// The provider's fast mode, which is a speed at some providers and a service tier at others.
    Fast,
}

/// A model of the book, or one with prices typed in.
#[expect(
    clippy::large_enum_variant,
    reason = "a scenario has a handful of models, and typed prices are read in place"
)]
#[derive(Debug, Clone, PartialEq)]
pub enum HostedModelChoice {
    /// In the book, or meant to be.
    Book(ModelRef),
    /// Typed in.
    Custom {
        /// What the user calls it.
        name: Name,
        /// What it costs.
        prices: CustomPrices,
    },
}

/// One model of a mix and the share of calls that it answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    /// Share of the calls.
    pub share: Share,
    /// Who answers them.
    pub model: HostedModelChoice,
    /// At which price list.
    pub processing: Processing,
}

/// The hosted models that share a feature's calls; their shares make 100 %.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// The models; the last one is the remainder in the form.
    pub legs: Vec<Leg>,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Serving {
    /// Models of API providers.
    Hosted(Route),
    /// A price per request that is already known, all calls and retries included.
    PerRequest(Usd),
    /// A model on self-hosted GPUs.
    SelfHosted(Box<Fleet>),
}

impl ModelRef {
    /// The number, where the model has one.
    #[must_use]
    pub const fn id(&self) -> Option<ModelId> {
        match self {
            Self::Id(id) => Some(*id),
            Self::Unknown(_) => None,
        }
    }
}

impl Route {
    /// One model for all calls, at list price.
    #[must_use]
    pub fn one(model: ModelId) -> Self {
        let model = HostedModelChoice::Book(ModelRef::Id(model));
        Self { legs: vec![Leg { share: Share::saturating(1.0), model, processing: Processing::Standard }] }
    }
}

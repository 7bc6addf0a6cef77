//! The levers: what can be done so that the same feature costs less, and what each asks in exchange.

use super::field::FieldGroup;
use super::fields::{AnswerCache, Batching, Distillation, PromptCache, Routing, ShorterText};
use super::serving::HostedModelChoice;

/// One measure that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lever {
    /// Answer a repeated question once.
    AnswerCache,
    /// Pay once for the same instructions.
    PromptCache,
    /// Let work wait for the batch price.
    Batching,
    /// Send easy questions to a cheaper model.
    Routing,
    /// Train a small model on the big one's answers.
    Distillation,
    /// Store the weights in fewer bits (self-hosted GPUs only).
    Quantization,
    /// Send and answer less.
    ShorterText,
}

impl Lever {
    /// All levers, in the order in which their savings are counted.
    pub const ALL: [Self; 7] = [
        Self::AnswerCache,
        Self::PromptCache,
        Self::Batching,
        Self::Routing,
        Self::Distillation,
        Self::Quantization,
        Self::ShorterText,
    ];

    /// The name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::AnswerCache => "answer_cache",
            Self::PromptCache => "prompt_cache",
            Self::Batching => "batching",
            Self::Routing => "routing",
            Self::Distillation => "distillation",
            Self::Quantization => "quantization",
            Self::ShorterText => "shorter_text",
        }
    }

    /// The lever of that [`Lever::key`].
    #[must_use]
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lever| lever.key() == key)
    }
}

/// A set of levers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct LeverSet(u8);

impl LeverSet {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// The set whose levers are the bits of `bits`, the first lever lowest; nothing where a bit is no lever.
    #[must_use]
    pub fn from_bits(bits: u8) -> Option<Self> {
        (u32::from(bits) >> Lever::ALL.len() == 0).then_some(Self(bits))
    }

    /// The levers as bits, the first lowest.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether `lever` is in the set.
    #[must_use]
    pub const fn contains(self, lever: Lever) -> bool {
        self.0 >> (lever as u8) & 1 == 1
    }

    /// The set with `lever`.
    #[must_use]
    pub const fn with(self, lever: Lever) -> Self {
        Self(self.0 | 1 << (lever as u8))
    }

    /// The set without `lever`.
    #[must_use]
    pub const fn without(self, lever: Lever) -> Self {
        Self(self.0 & !(1 << (lever as u8)))
    }

    /// The levers that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The levers that come before `lever` in the order in which savings are counted.
    #[must_use]
    pub const fn before(lever: Lever) -> Self {
        Self((1 << (lever as u8)) - 1)
    }

    /// Its levers, in the order in which their savings are counted.
    pub fn iter(self) -> impl Iterator<Item = Lever> {
        Lever::ALL.into_iter().filter(move |lever| self.contains(*lever))
    }
}

/// What each lever is set to, and which are on. Settings stay when a lever is switched off.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Levers {
    /// Those that are on.
    pub on: LeverSet,
    /// Settings of [`Lever::AnswerCache`].
    pub answer_cache: AnswerCache,
    /// Settings of [`Lever::PromptCache`].
    pub prompt_cache: PromptCache,
    /// Settings of [`Lever::Batching`].
    pub batching: Batching,
    /// Settings of [`Lever::Routing`].
    pub routing: Routing,
    /// The cheaper model of [`Lever::Routing`]; without one, the lever cannot apply.
    pub routing_model: Option<HostedModelChoice>,
    /// Settings of [`Lever::Distillation`].
    pub distillation: Distillation,
    /// The small model of [`Lever::Distillation`]; without one, the lever cannot apply.
    pub distillation_model: Option<HostedModelChoice>,
    /// Settings of [`Lever::ShorterText`].
    pub shorter_text: ShorterText,
}

impl Levers {
    /// The second model of `lever`, where it has one and it is chosen.
    #[must_use]
    pub const fn model(&self, lever: Lever) -> Option<&HostedModelChoice> {
        match lever {
            Lever::Routing => self.routing_model.as_ref(),
            Lever::Distillation => self.distillation_model.as_ref(),
            _ => None,
        }
    }

    /// The place of the second model of `lever`, where it has one.
    pub const fn model_mut(&mut self, lever: Lever) -> Option<&mut Option<HostedModelChoice>> {
        match lever {
            Lever::Routing => Some(&mut self.routing_model),
            Lever::Distillation => Some(&mut self.distillation_model),
            _ => None,
        }
    }

    /// The groups of numbers.
    #[must_use]
    pub fn groups(&self) -> [&dyn FieldGroup; 6] {
        let Self {
            on: _,
            answer_cache,
            prompt_cache,
            batching,
            routing,
            routing_model: _,
            distillation,
            distillation_model: _,
            shorter_text,
        } = self;
        [answer_cache, prompt_cache, batching, routing, distillation, shorter_text]
    }

    pub(crate) fn groups_mut(&mut self) -> [&mut dyn FieldGroup; 6] {
        let Self {
            on: _,
            answer_cache,
            prompt_cache,
            batching,
            routing,
            routing_model: _,
            distillation,
            distillation_model: _,
            shorter_text,
        } = self;
        [answer_cache, prompt_cache, batching, routing, distillation, shorter_text]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let set = LeverSet::NONE.with(Lever::ShorterText).with(Lever::AnswerCache);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Lever::AnswerCache, Lever::ShorterText]);
        assert_eq!(LeverSet::from_bits(set.bits()), Some(set));
        assert_eq!(set.without(Lever::AnswerCache).without(Lever::ShorterText), LeverSet::NONE);
        assert_eq!(LeverSet::from_bits(0x80), None);
        for lever in Lever::ALL {
            assert_eq!(Lever::by_key(lever.key()), Some(lever));
        }
    }
}

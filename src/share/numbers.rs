//! The numbers of what is not in the table of fields, message by message; never given twice, never given again.
//!
//! A field of the table has the number of its line less the base of its message, so that most take one byte.

use crate::scenario::{Field, FieldGroup};

pub(super) mod scenario {
    pub(in crate::share) const BASE: u16 = 0;
    pub(in crate::share) const MINOR: u32 = 1;
    /// Days after [`EPOCH`].
    pub(in crate::share) const AS_OF: u32 = 2;
    pub(in crate::share) const NAME: u32 = 4;
    pub(in crate::share) const SEED: u32 = 5;
    pub(in crate::share) const FEATURE: u32 = 6;
    /// Days from the date of the price book to `AS_OF`.
    pub(in crate::share) const BOOK: u32 = 7;
    pub(in crate::share) const BILLING: u32 = 8;
    pub(in crate::share) const TIER: u32 = 9;
    /// Means nothing: it moves the end of the payload off a character that programs leave out of links.
    pub(in crate::share) const FILLER: u32 = 29;
    /// 2020-01-01, in days after 1970-01-01.
    pub(in crate::share) const EPOCH: i32 = 18_262;
}

pub(super) mod tier {
    pub(in crate::share) const BASE: u16 = 40;
    pub(in crate::share) const NAME: u32 = 16;
}

pub(super) mod feature {
    pub(in crate::share) const BASE: u16 = 100;
    pub(in crate::share) const NAME: u32 = 16;
    pub(in crate::share) const LEG: u32 = 17;
    pub(in crate::share) const USD_PER_REQUEST: u32 = 18;
    pub(in crate::share) const HOURS: u32 = 19;
    pub(in crate::share) const SLO: u32 = 25;
    pub(in crate::share) const CACHE_TTL: u32 = 26;
    pub(in crate::share) const REASONING_EFFORT: u32 = 27;
    pub(in crate::share) const LEVERS: u32 = 28;
    pub(in crate::share) const FLEET: u32 = 29;
    pub(in crate::share) const REASONING: u32 = 70;
    pub(in crate::share) const TASK: u32 = 71;
    pub(in crate::share) const PROMPT_CACHING: u32 = 60;
    pub(in crate::share) const DATA_RESIDENCY: u32 = 61;
    pub(in crate::share) const SEARCH_CONTEXT_SIZE: u32 = 62;
    pub(in crate::share) const IMAGE_TOKENS: u32 = 63;
    pub(in crate::share) const IMAGE_DETAIL: u32 = 64;
}

/// A model on self-hosted GPUs.
pub(super) mod fleet {
    pub(in crate::share) const BASE: u16 = 200;
    pub(in crate::share) const MODEL: u32 = 14;
    pub(in crate::share) const MODEL_TEXT: u32 = 15;
    pub(in crate::share) const GPU: u32 = 16;
    pub(in crate::share) const GPU_TEXT: u32 = 17;
    pub(in crate::share) const WEIGHTS: u32 = 18;
    pub(in crate::share) const KV: u32 = 19;
    pub(in crate::share) const ENGINE: u32 = 23;
    pub(in crate::share) const SCALING: u32 = 24;
    pub(in crate::share) const COMMITMENT: u32 = 27;
    pub(in crate::share) const CUSTOM_MODEL: u32 = 28;
    pub(in crate::share) const CUSTOM_GPU: u32 = 29;
    pub(in crate::share) const MEASUREMENT: u32 = 30;
    pub(in crate::share) const COMPARE_WITH: u32 = 31;
}

/// A device with typed figures.
pub(super) mod custom_gpu {
    pub(in crate::share) const BASE: u16 = 230;
    pub(in crate::share) const NAME: u32 = 16;
    pub(in crate::share) const FAMILY: u32 = 17;
}

/// A model with typed figures.
pub(super) mod custom_model {
    pub(in crate::share) const BASE: u16 = 240;
    pub(in crate::share) const NAME: u32 = 30;
}

pub(super) mod measurement {
    pub(in crate::share) const BASE: u16 = 270;
}

pub(super) mod levers {
    pub(in crate::share) const BASE: u16 = 160;
    pub(in crate::share) const ON: u32 = 27;
    pub(in crate::share) const ROUTING_MODEL: u32 = 28;
    pub(in crate::share) const DISTILLATION_MODEL: u32 = 29;
}

/// A leg of a mix, or a lever's model.
pub(super) mod leg {
    pub(in crate::share) const BASE: u16 = 300;
    pub(in crate::share) const SHARE: u32 = 16;
    pub(in crate::share) const MODEL: u32 = 17;
    pub(in crate::share) const MODEL_TEXT: u32 = 18;
    pub(in crate::share) const CUSTOM_NAME: u32 = 19;
    pub(in crate::share) const PROCESSING: u32 = 20;
}

pub(super) mod hours {
    pub(in crate::share) const FIRST_HOUR: u32 = 1;
    pub(in crate::share) const END_HOUR: u32 = 2;
    pub(in crate::share) const DAYS: u32 = 3;
    pub(in crate::share) const SHARE_INSIDE: u32 = 4;
    /// A message whose fields are runs of equal weights: the number is how many hours, the value is their weight.
    pub(in crate::share) const WEIGHTS: u32 = 5;
}

pub(super) mod slo {
    pub(in crate::share) const METRIC: u32 = 1;
    pub(in crate::share) const PERCENTILE: u32 = 2;
    pub(in crate::share) const LIMIT_MS: u32 = 3;
    /// What a target without a percentile means, for ever.
    pub(in crate::share) const USUAL_PERCENTILE: f64 = 95.0;
}

/// The number of `field` in a message of that base.
pub(super) fn number_of(field: Field, base: u16) -> u32 {
    u32::from(field.spec().wire.saturating_sub(base))
}

/// The field with the number in a message of that base, if one of `groups` has it.
pub(super) fn field_of(groups: &[&dyn FieldGroup], base: u16, number: u32) -> Option<Field> {
    let mut fields = groups.iter().flat_map(|group| group.fields().iter().copied());
    fields.find(|field| number_of(*field, base) == number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{
        CustomPrices, Feature, FleetSize, GpuFigures, Measurement, ModelFigures, Route, Scenario, Serving,
        Tier,
    };

    #[test]
    fn no_field_has_the_number_of_something_else_in_its_message() {
        let whole = Scenario::new("", "2026-11-23".parse().unwrap());
        let part = Feature::new("", Serving::Hosted(Route { legs: Vec::new() }));
        let prices = CustomPrices::default();
        let tier_prices = Tier::default();
        use scenario::{AS_OF, BILLING, BOOK, FEATURE, FILLER, MINOR, SEED, TIER};
        let messages: [(&[&dyn FieldGroup], u16, &[u32]); 9] = [
            (
                &whole.groups(),
                scenario::BASE,
                &[MINOR, AS_OF, scenario::NAME, SEED, FEATURE, BOOK, BILLING, TIER, FILLER],
            ),
            (&[&tier_prices], tier::BASE, &[tier::NAME]),
            (
                &part.groups(),
                feature::BASE,
                &[16, 17, 18, 19, 25, 26, 27, 28, 29, 60, 61, 62, 63, 64, 70, 71],
            ),
            (&part.levers.groups(), levers::BASE, &[27, 28, 29]),
            (&[&prices], leg::BASE, &[16, 17, 18, 19, 20]),
            (&[&FleetSize::default()], fleet::BASE, &[14, 15, 16, 17, 18, 19, 23, 24, 27, 28, 29, 30]),
            (&[&GpuFigures::default()], custom_gpu::BASE, &[custom_gpu::NAME, custom_gpu::FAMILY]),
            (&[&ModelFigures::default()], custom_model::BASE, &[custom_model::NAME]),
            (&[&Measurement::default()], measurement::BASE, &[]),
        ];
        let mut seen = 0;
        for (groups, base, others) in messages {
            for field in groups.iter().flat_map(|group| group.fields()) {
                let wire = field.spec().wire;
                assert!((base..base + 100).contains(&wire), "{field:?} is out of its message's numbers");
                assert!(!others.contains(&number_of(*field, base)), "{field:?} has a number that is taken");
                seen += 1;
            }
        }
        assert_eq!(seen, Field::ALL.len(), "a group of fields that links do not hold");
    }
}

//! A scenario and its features.

use super::check::{FieldError, Problem};
use super::field::{FieldGroup, FieldPath, Place, set_in, value_in};
use super::fields::{Audience, Field, Growth, Latency, Plan, RateLimits, Spread, Tier, Traffic, Workload};
use super::hours::HourProfile;
use super::levers::Levers;
use super::name::Name;
use super::serving::{HostedModelChoice, Serving};
use super::slo::Slo;
use crate::units::Date;

/// Most features of one scenario.
pub const MAX_FEATURES: usize = 32;

/// How long the provider keeps a cached prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CacheTtl {
    /// Five minutes.
    #[default]
    FiveMinutes,
    /// One hour; some providers bill its writes higher.
    OneHour,
}

/// How much a model that thinks first is asked to think.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ReasoningEffort {
    /// Answers at once.
    Off,
    /// A little.
    Low,
    /// What the model does unasked.
    #[default]
    Medium,
    /// More.
    High,
    /// As much as it can.
    Maximum,
}

/// One use of a model in a product.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// What people call it.
    pub name: Name,
    /// What one call carries.
    pub workload: Workload,
    /// How long a cached prefix is kept.
    pub cache_ttl: CacheTtl,
    /// How hard the model thinks.
    pub reasoning_effort: ReasoningEffort,
    /// How often.
    pub traffic: Traffic,
    /// When in the week.
    pub hours: HourProfile,
    /// Who answers.
    pub serving: Serving,
    /// How fast it must be.
    pub slo: Slo,
    /// The provider's limits on this user.
    pub rate_limits: RateLimits,
    /// How much the inputs vary.
    pub spread: Spread,
    /// The user's own latency measurements.
    pub latency: Latency,
    /// What is done to make it cheaper.
    pub levers: Levers,
}

/// How often a user pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BillingPeriod {
    /// Every month.
    #[default]
    Monthly,
    /// Once for twelve months.
    Yearly,
}

/// Most tiers of one scenario.
pub const MAX_TIERS: usize = 8;

/// A named plan of a usage-based price list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlanTier {
    /// What it is called.
    pub name: Name,
    /// Its numbers.
    pub tier: Tier,
}

/// Everything that an estimate is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What the user calls it.
    pub name: Name,
    /// The day (UTC) whose prices apply; the core has no clock.
    pub as_of: Date,
    /// Who uses the product.
    pub audience: Audience,
    /// What it sells for.
    pub plan: Plan,
    /// How often a user pays.
    pub billing: BillingPeriod,
    /// Plans between which users choose by their usage; none where there is one plan.
    pub tiers: Vec<PlanTier>,
    /// Where it is going.
    pub growth: Growth,
    /// What it does with models.
    pub features: Vec<Feature>,
    /// Seed of every draw, so that a link shows the same ranges again.
    pub seed: u32,
}

impl Feature {
    /// A feature that answers by `serving`, all else at its default.
    #[must_use]
    pub fn new(name: &str, serving: Serving) -> Self {
        Self {
            name: Name::new(name),
            workload: Workload::default(),
            cache_ttl: CacheTtl::default(),
            reasoning_effort: ReasoningEffort::default(),
            traffic: Traffic::default(),
            hours: HourProfile::default(),
            serving,
            slo: Slo::default(),
            rate_limits: RateLimits::default(),
            spread: Spread::default(),
            latency: Latency::default(),
            levers: Levers::default(),
        }
    }

    /// The feature's groups of numbers, those of its levers apart.
    #[must_use]
    pub fn groups(&self) -> [&dyn FieldGroup; 5] {
        let Self {
            name: _,
            workload,
            cache_ttl: _,
            reasoning_effort: _,
            traffic,
            hours: _,
            serving: _,
            slo: _,
            rate_limits,
            spread,
            latency,
            levers: _,
        } = self;
        [workload, traffic, rate_limits, spread, latency]
    }

    pub(crate) fn groups_mut(&mut self) -> [&mut dyn FieldGroup; 5] {
        let Self {
            name: _,
            workload,
            cache_ttl: _,
            reasoning_effort: _,
            traffic,
            hours: _,
            serving: _,
            slo: _,
            rate_limits,
            spread,
            latency,
            levers: _,
        } = self;
        [workload, traffic, rate_limits, spread, latency]
    }

    /// The number in one of the feature's own fields, those of its levers and of its own GPUs among them.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<f64> {
        let of_fleet = || match &self.serving {
            Serving::SelfHosted(fleet) => value_in(&fleet.groups(), field),
            Serving::Hosted(_) | Serving::PerRequest(_) => None,
        };
        value_in(&self.groups(), field).or_else(|| value_in(&self.levers.groups(), field)).or_else(of_fleet)
    }

    /// Puts a number into one of the feature's own fields, those of its levers and of its own GPUs among them.
    ///
    /// # Errors
    /// As [`FieldGroup::set`].
    pub fn set(&mut self, field: Field, value: Option<f64>) -> Result<(), FieldError> {
        let mut groups: Vec<&mut dyn FieldGroup> = Vec::with_capacity(16);
        let Self { workload, traffic, serving, rate_limits, spread, latency, levers, .. } = self;
        groups.extend([workload as &mut dyn FieldGroup, traffic, rate_limits, spread, latency]);
        groups.extend(levers.groups_mut());
        if let Serving::SelfHosted(fleet) = serving {
            groups.extend(fleet.groups_mut());
        }
        set_in(&mut groups, field, value)
    }

    /// The numbers at a position of what answers: prices typed in for a model of the mix, or a measurement.
    fn part(&self, position: usize) -> Option<&dyn FieldGroup> {
        match &self.serving {
            Serving::Hosted(route) => match &route.legs.get(position)?.model {
                HostedModelChoice::Custom { prices, .. } => Some(prices),
                HostedModelChoice::Book(_) => None,
            },
            Serving::PerRequest(_) => None,
            Serving::SelfHosted(fleet) => Some(fleet.measurements.get(position)?),
        }
    }

    fn part_mut(&mut self, position: usize) -> Option<&mut dyn FieldGroup> {
        match &mut self.serving {
            Serving::Hosted(route) => match &mut route.legs.get_mut(position)?.model {
                HostedModelChoice::Custom { prices, .. } => Some(prices),
                HostedModelChoice::Book(_) => None,
            },
            Serving::PerRequest(_) => None,
            Serving::SelfHosted(fleet) => Some(fleet.measurements.get_mut(position)?),
        }
    }
}

impl Scenario {
    /// A scenario without features.
    #[must_use]
    pub fn new(name: &str, as_of: Date) -> Self {
        Self {
            name: Name::new(name),
            as_of,
            audience: Audience::default(),
            plan: Plan::default(),
            billing: BillingPeriod::default(),
            tiers: Vec::new(),
            growth: Growth::default(),
            features: Vec::new(),
            seed: 1,
        }
    }

    /// The scenario's own groups of numbers.
    #[must_use]
    pub fn groups(&self) -> [&dyn FieldGroup; 3] {
        let Self { name: _, as_of: _, audience, plan, billing: _, tiers: _, growth, features: _, seed: _ } =
            self;
        [audience, plan, growth]
    }

    pub(crate) fn groups_mut(&mut self) -> [&mut dyn FieldGroup; 3] {
        let Self { name: _, as_of: _, audience, plan, billing: _, tiers: _, growth, features: _, seed: _ } =
            self;
        [audience, plan, growth]
    }

    /// The number at `path`; nothing where it is empty or where there is no such place.
    #[must_use]
    pub fn value(&self, path: FieldPath) -> Option<f64> {
        match path.place {
            Place::Scenario => value_in(&self.groups(), path.field),
            Place::Feature(index) => self.features.get(index)?.value(path.field),
            Place::Tier(index) => self.tiers.get(index)?.tier.value(path.field),
            Place::Leg(feature, leg) => self.features.get(feature)?.part(leg)?.value(path.field),
        }
    }

    /// Puts a number at `path`.
    ///
    /// # Errors
    /// [`FieldError`] when there is no such place or the number is outside its field's range.
    pub fn set(&mut self, path: FieldPath, value: Option<f64>) -> Result<(), FieldError> {
        let field = path.field;
        let nowhere = || FieldError::here(field, Problem::NotHere);
        let done = match path.place {
            Place::Scenario => set_in(&mut self.groups_mut(), field, value),
            Place::Feature(index) => {
                self.features.get_mut(index).ok_or_else(nowhere).and_then(|feature| feature.set(field, value))
            }
            Place::Tier(index) => {
                self.tiers.get_mut(index).ok_or_else(nowhere).and_then(|tier| tier.tier.set(field, value))
            }
            Place::Leg(feature, leg) => {
                let part = self.features.get_mut(feature).and_then(|feature| feature.part_mut(leg));
                part.ok_or_else(nowhere).and_then(|part| part.set(field, value))
            }
        };
        done.map_err(|error| error.at(path.place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_field_has_a_name_and_a_link_number_of_its_own() {
        let unique = |values: HashSet<String>| assert_eq!(values.len(), Field::ALL.len());
        unique(Field::ALL.iter().map(|field| field.spec().name.to_owned()).collect());
        unique(Field::ALL.iter().map(|field| field.spec().wire.to_string()).collect());
    }

    #[test]
    fn every_default_lies_inside_its_range() {
        for field in Field::ALL {
            if let Some(value) = field.spec().default() {
                assert_eq!(field.spec().bounds.check(value), Ok(value), "{field:?}");
            }
        }
    }

    #[test]
    fn every_field_of_a_feature_takes_both_ends_of_its_range_and_nothing_beyond() {
        let mut feature = Feature::new("", Serving::PerRequest(crate::units::Usd::saturating(0.0)));
        let fields: Vec<Field> = feature
            .groups()
            .iter()
            .chain(&feature.levers.groups())
            .flat_map(|group| group.fields().iter().copied())
            .collect();
        assert_eq!(fields.len(), 46);
        for field in fields {
            let bounds = field.spec().bounds;
            for end in [bounds.min, bounds.max] {
                feature.set(field, Some(end)).unwrap();
                assert_eq!(feature.value(field), Some(end), "{field:?}");
            }
            assert!(feature.set(field, Some(bounds.max * 1.01 + 1.0)).is_err(), "{field:?}");
            assert!(feature.set(field, Some(bounds.min - 1.0)).is_err(), "{field:?}");
            assert!(feature.set(field, Some(f64::NAN)).is_err(), "{field:?}");
        }
        assert!(feature.set(Field::Users, Some(1.0)).is_err());
    }
}

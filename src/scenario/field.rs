//! The machinery of field groups: one table says what a number is called, its unit, its range and its link number.

use super::check::{FieldError, Problem};
use super::fields::Field;
use crate::units::Bounds;

/// The unit a field is typed and shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldUnit {
    /// A count.
    Count,
    /// Tokens.
    Tokens,
    /// A part of a whole, 0 to 1, typed and shown in percent.
    Share,
    /// A change as a part of what there was, which may be more than the whole; typed and shown in percent.
    Change,
    /// A multiplier.
    Factor,
    /// US dollars.
    Usd,
    /// US dollars for one million tokens.
    UsdPerMtok,
    /// US dollars for one GPU for one hour.
    UsdPerGpuHour,
    /// Milliseconds.
    Millis,
    /// Tokens a second.
    TokensPerSec,
    /// Accelerators.
    Gpus,
    /// Rank in percent.
    Percentile,
}

impl FieldUnit {
    /// Whether it is typed and shown in percent.
    #[must_use]
    pub const fn is_percent(self) -> bool {
        matches!(self, Self::Share | Self::Change)
    }
}

/// Whether a field must hold a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Presence {
    /// It always does; this is what it starts with.
    Required(f64),
    /// It may be left empty, which means "not set, so not counted".
    Optional,
}

/// All that is fixed about one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldSpec {
    /// The name in JSON, with its unit where the name alone does not tell it.
    pub name: &'static str,
    /// The number in links; never given twice.
    pub wire: u16,
    /// The unit.
    pub unit: FieldUnit,
    /// The range; one for parser, form, message and tests.
    pub bounds: Bounds,
    /// The value of an untouched field.
    pub presence: Presence,
}

impl FieldSpec {
    /// The value of an untouched field; nothing where it may be left empty.
    #[must_use]
    pub const fn default(&self) -> Option<f64> {
        match self.presence {
            Presence::Required(value) => Some(value),
            Presence::Optional => None,
        }
    }
}

/// The place of a field in a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the scenario itself.
    Scenario,
    /// In the tier at this index.
    Tier(usize),
    /// In the feature at this index.
    Feature(usize),
    /// In a leg of a feature's mix, or in a measurement of its own GPUs: feature index, then that of leg or measurement.
    Leg(usize, usize),
}

/// One number of one scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath {
    /// Its place.
    pub place: Place,
    /// Which field.
    pub field: Field,
}

/// A set of numbers that belong together, reachable by [`Field`].
pub trait FieldGroup {
    /// The group's name in JSON.
    fn name(&self) -> &'static str;

    /// The fields, in the order of the declaration.
    fn fields(&self) -> &'static [Field];

    /// The number in `field`; nothing where it is empty or not of this group.
    fn value(&self, field: Field) -> Option<f64>;

    /// Puts `value` into `field`.
    ///
    /// # Errors
    /// [`FieldError`] when the number is outside the field's range, when a field that needs a number gets none,
    /// or when the field is not of this group.
    fn set(&mut self, field: Field, value: Option<f64>) -> Result<(), FieldError>;
}

/// The number of `field` in whichever of `groups` has it.
pub(super) fn value_in(groups: &[&dyn FieldGroup], field: Field) -> Option<f64> {
    groups.iter().find_map(|group| group.value(field))
}

/// Puts `value` into `field` in whichever of `groups` has it.
pub(super) fn set_in(
    groups: &mut [&mut dyn FieldGroup],
    field: Field,
    value: Option<f64>,
) -> Result<(), FieldError> {
    match groups.iter_mut().find(|group| group.fields().contains(&field)) {
        Some(group) => group.set(field, value),
        None => Err(FieldError::here(field, Problem::NotHere)),
    }
}

/// Checks `value` for `field` and writes it to its place in `values`, which begin with the field `first`.
pub(super) fn put(
    values: &mut [Option<f64>],
    first: Field,
    field: Field,
    value: Option<f64>,
) -> Result<(), FieldError> {
    let spec = field.spec();
    let error = |problem| FieldError::here(field, problem);
    let checked = match (value, spec.presence) {
        (Some(value), _) => Some(spec.bounds.check(value).map_err(|why| error(Problem::Range(why)))?),
        (None, Presence::Optional) => None,
        (None, Presence::Required(_)) => return Err(error(Problem::Missing)),
    };
    let slot = (field as usize).checked_sub(first as usize).and_then(|index| values.get_mut(index));
    *slot.ok_or_else(|| error(Problem::NotHere))? = checked;
    Ok(())
}

/// Declares field groups: the [`Field`] enum over all of them, its table, and a struct with typed readers for each.
macro_rules! field_groups {
    ($(
        $(#[$group_doc:meta])*
        $Group:ident $group_name:literal {$(
            $(#[$doc:meta])*
            $wire:literal $Variant:ident $name:ident: $kind:ident $unit:ident $(= $default:literal)?, $bounds:expr;
        )*}
    )*) => {
        /// Every number that a scenario can hold.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {$($(
            $(#[$doc])*
            $Variant,
        )*)*}

        impl Field {
            /// All fields, in the order of the declaration.
            pub const ALL: &'static [Field] = &[$($(Field::$Variant,)*)*];

            /// What is fixed about the field.
            #[must_use]
            pub const fn spec(self) -> &'static FieldSpec {
                match self {$($(
                    Field::$Variant => {
                        const SPEC: FieldSpec = FieldSpec {
                            name: stringify!($name),
                            wire: $wire,
                            unit: FieldUnit::$unit,
                            bounds: $bounds,
                            presence: field_groups!(@presence $kind $($default)?),
                        };
                        &SPEC
                    }
                )*)*}
            }
        }

        $(
            $(#[$group_doc])*
            #[derive(Debug, Clone, PartialEq)]
            pub struct $Group {
                values: [Option<f64>; [$(Field::$Variant,)*].len()],
            }

            impl Default for $Group {
                fn default() -> Self {
                    Self { values: [$(Field::$Variant.spec().default(),)*] }
                }
            }

            impl FieldGroup for $Group {
                fn name(&self) -> &'static str {
                    $group_name
                }

                fn fields(&self) -> &'static [Field] {
                    Self::FIELDS
                }

                fn value(&self, field: Field) -> Option<f64> {
                    *self.values.get((field as usize).checked_sub(Self::FIRST as usize)?)?
                }

                fn set(&mut self, field: Field, value: Option<f64>) -> Result<(), FieldError> {
                    put(&mut self.values, Self::FIRST, field, value)
                }
            }

            impl $Group {
                /// The fields of this group.
                pub const FIELDS: &'static [Field] = &[$(Field::$Variant,)*];
                const FIRST: Field = field_groups!(@first $($Variant)*);

                $(field_groups!(@reader $kind $(#[$doc])* $Variant $name $unit $($default)?);)*
            }
        )*
    };
    (@first $Variant:ident $($rest:ident)*) => { Field::$Variant };
    (@presence req $default:literal) => { Presence::Required($default) };
    (@presence opt) => { Presence::Optional };
    (@reader req $(#[$doc:meta])* $Variant:ident $name:ident $unit:ident $default:literal) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(&self) -> $unit {
            $unit::saturating(self.value(Field::$Variant).unwrap_or($default))
        }
    };
    (@reader opt $(#[$doc:meta])* $Variant:ident $name:ident $unit:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(&self) -> Option<$unit> {
            self.value(Field::$Variant).map($unit::saturating)
        }
    };
}
pub(super) use field_groups;

//! What a field means that a link leaves out: the default of the schema minor under which the link was written.
//!
//! Changing a default takes a new minor and a line in [`EARLIER`] with the old one. A field that was added later needs
//! none: its default must mean what scenarios meant before there was such a field.

use crate::scenario::{Feature, Field, FieldGroup, FieldPath, Place, Scenario};

/// The minor that this version writes. All that it means is in `tests/links/1/schema.txt` and never changes; 0 was a
/// draft, and is read as 1.
pub const SCHEMA_MINOR: u32 = 1;

/// A default that was another one in earlier links.
#[derive(Debug, Clone, Copy)]
pub(super) struct Earlier {
    /// The last minor under which it held.
    pub(super) until: u32,
    /// Of which field.
    pub(super) field: Field,
    /// What it was.
    pub(super) default: Option<f64>,
}

/// All defaults that changed, the oldest of a field first.
pub(super) const EARLIER: &[Earlier] = &[];

/// What `field` means where a link of that minor leaves it out.
pub(super) fn default_at(earlier: &[Earlier], minor: u32, field: Field) -> Option<f64> {
    let then = earlier.iter().find(|line| line.field == field && minor <= line.until);
    then.map_or_else(|| field.spec().default(), |line| line.default)
}

/// Whether a link may leave out `field` at this value: only where it is the default of every minor, so that an older
/// reader, which does not know of a change, reads the same.
pub(super) fn may_be_left_out(earlier: &[Earlier], field: Field, value: Option<f64>) -> bool {
    let same = |default: Option<f64>| default.map(f64::to_bits) == value.map(f64::to_bits);
    same(field.spec().default())
        && earlier.iter().filter(|line| line.field == field).all(|line| same(line.default))
}

/// Puts the defaults of that minor into a scenario that has today's.
pub(super) fn into_scenario(minor: u32, scenario: &mut Scenario) {
    for line in EARLIER {
        // A field of another place is refused there, and no harm done.
        let path = FieldPath { place: Place::Scenario, field: line.field };
        let _ = scenario.set(path, default_at(EARLIER, minor, line.field));
    }
}

/// Puts the defaults of that minor into a feature that has today's.
pub(super) fn into_feature(minor: u32, feature: &mut Feature) {
    for line in EARLIER {
        let _ = feature.set(line.field, default_at(EARLIER, minor, line.field));
    }
}

/// Puts the defaults of that minor into a group that has today's.
pub(super) fn into_group(minor: u32, group: &mut dyn FieldGroup) {
    for line in EARLIER {
        let _ = group.set(line.field, default_at(EARLIER, minor, line.field));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGED: &[Earlier] = &[
        Earlier { until: 1, field: Field::OutputTokens, default: Some(300.0) },
        Earlier { until: 3, field: Field::OutputTokens, default: Some(350.0) },
        Earlier { until: 3, field: Field::TtftP50Ms, default: Some(800.0) },
    ];

    #[test]
    fn a_link_means_the_defaults_of_its_own_minor() {
        let at = |minor| default_at(CHANGED, minor, Field::OutputTokens);
        assert_eq!([at(0), at(1), at(2), at(3), at(4)], [300.0, 300.0, 350.0, 350.0, 400.0].map(Some));
        assert_eq!(default_at(CHANGED, 3, Field::TtftP50Ms), Some(800.0));
        assert_eq!(default_at(CHANGED, 4, Field::TtftP50Ms), None);
        assert_eq!(default_at(CHANGED, 0, Field::InputTokens), Some(1000.0));
    }

    #[test]
    fn a_default_that_ever_changed_is_always_written() {
        assert!(may_be_left_out(CHANGED, Field::InputTokens, Some(1000.0)));
        assert!(!may_be_left_out(CHANGED, Field::InputTokens, Some(1001.0)));
        assert!(!may_be_left_out(CHANGED, Field::OutputTokens, Some(400.0)));
        assert!(!may_be_left_out(CHANGED, Field::TtftP50Ms, None));
    }
}

//! What to do about a wrong field, in words for the place beside it.

use super::decimal::Decimal;
use super::locale::Locale;
use super::parse::{TypedError, field_text};
use super::quantity::percent_text;
use crate::scenario::{FieldUnit, MAX_FEATURES, MAX_MEASUREMENTS, MAX_TIERS, Problem};
use crate::units::OutOfBounds;

/// The message beside a field of `unit`: what is wrong, then what to enter. `whole` names what the field is part
/// of or measured by, in the words of the form ("sent"), for problems of two fields.
#[must_use]
pub fn problem(problem: &Problem, unit: FieldUnit, whole: &str, locale: Locale) -> String {
    let number = |value: f64| {
        let text = field_text(value, unit, locale);
        if unit.is_percent() { text + "%" } else { text }
    };
    let two = |than: &str, value: f64, direction: &str| {
        let named = if whole.is_empty() { String::new() } else { [" ", whole].concat() };
        let value = number(value);
        format!("{than} {value}{named}. Enter {value} or {direction}.")
    };
    match problem {
        Problem::Range(OutOfBounds::TooSmall { min }) => format!("Enter {} or more.", number(*min)),
        Problem::Range(OutOfBounds::TooLarge { max }) => format!("Enter {} or less.", number(*max)),
        Problem::Range(OutOfBounds::NotWhole) => "Enter a whole number, for example 5.".to_owned(),
        Problem::Range(OutOfBounds::NotANumber) | Problem::NotHere => TypedError::NotDigits.words(locale),
        Problem::Missing => TypedError::Empty.words(locale),
        Problem::MoreThan { most, .. } => two("More than the", *most, "less"),
        Problem::LessThan { least, .. } => two("Less than the", *least, "more"),
        Problem::SharesDoNotAddUp { percent } => {
            let sum = Decimal::new(*percent).unwrap_or(Decimal::ZERO);
            let all = Decimal::from_parts(false, 100, 0);
            let (sum, all) = (percent_text(sum, locale), percent_text(all, locale));
            format!("The shares make {sum}. Change one so that they make {all}.")
        }
        Problem::NoModel => "Choose a model.".to_owned(),
        Problem::TooManyFeatures => format!("More than {MAX_FEATURES} features. Remove some."),
        Problem::TooManyMeasurements => format!("More than {MAX_MEASUREMENTS} measurements. Remove some."),
        Problem::TooManyTiers => format!("More than {MAX_TIERS} tiers. Remove some."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Field;

    #[test]
    fn a_message_says_what_is_wrong_and_what_to_enter() {
        let say = |why: Problem, unit, whole| problem(&why, unit, whole, Locale::ENGLISH);
        let more = Problem::MoreThan { whole: Field::InputTokens, most: 2500.0 };
        assert_eq!(say(more, FieldUnit::Tokens, "sent"), "More than the 2,500 sent. Enter 2,500 or less.");
        let large = Problem::Range(OutOfBounds::TooLarge { max: 1.0 });
        assert_eq!(say(large, FieldUnit::Share, ""), "Enter 100% or less.");
        let small = Problem::Range(OutOfBounds::TooSmall { min: 1.0 });
        assert_eq!(say(small, FieldUnit::Count, ""), "Enter 1 or more.");
        let sum = Problem::SharesDoNotAddUp { percent: 90.0 };
        assert_eq!(say(sum, FieldUnit::Share, ""), "The shares make 90%. Change one so that they make 100%.");
    }
}

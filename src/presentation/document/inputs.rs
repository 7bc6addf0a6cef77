//! What was put in: the first block of a document, so that its figures can be judged without the page.

use super::figure::Figure;
use crate::estimate::{Estimate, FeatureEstimate};
use crate::format::Locale;
use crate::presentation::answers::answered_by;
use crate::presentation::form;
use crate::presentation::words::fields::{Words, field_words};
use crate::presentation::words::hosted;
use crate::presentation::words::levers::{lever_fields, lever_name};
use crate::scenario::{Choice, Feature, Field, FieldGroup, FieldUnit, HourProfile, Scenario, Serving, Slo};
use crate::units::{Millis, Usd};

/// A row of the block: "Support chat: Prompt (input tokens)" and its figure.
pub(super) type Row = (String, Figure);

/// Shown whether or not they were changed.
const ALWAYS: [Field; 10] = [
    Field::Users,
    Field::PriceUsdPerMonth,
    Field::PayingShare,
    Field::InputTokens,
    Field::CacheablePrefixTokens,
    Field::OutputTokens,
    Field::ReasoningTokens,
    Field::ShareOfUsers,
    Field::RequestsPerActiveDay,
    Field::ActiveDaysPerMonth,
];

/// The settings of `scenario` that are always of interest, and every other one that is not as it was in the beginning.
pub(super) fn inputs(scenario: &Scenario, estimate: &Estimate, locale: Locale) -> Vec<Row> {
    let mut rows = Vec::new();
    of_groups(&mut rows, "", &scenario.groups());
    for tier in &scenario.tiers {
        of_groups(&mut rows, &["Tier ", tier.name.as_str(), ": "].concat(), &[&tier.tier]);
    }
    for (feature, found) in scenario.features.iter().zip(&estimate.features) {
        of_feature(&mut rows, feature, found, locale);
    }
    rows
}

fn of_feature(rows: &mut Vec<Row>, feature: &Feature, found: &FeatureEstimate, locale: Locale) {
    let start =
        if feature.name.as_str().is_empty() { String::new() } else { [feature.name.as_str(), ": "].concat() };
    let mut words = |label: &str, text: String| rows.push(([&start, label].concat(), Figure::Words(text)));
    words("Model", answered_by(feature, found, locale));
    let untouched = Feature::new("", feature.serving.clone());
    if feature.reasoning_effort != untouched.reasoning_effort {
        words("Reasoning effort", hosted::asked_effort(feature.reasoning_effort).to_owned());
    }
    let target = match &feature.slo {
        Slo::Target(target) => Some(target),
        Slo::NoTarget => None,
    };
    words("Target", form::target(target, locale));
    if feature.hours != HourProfile::Flat {
        words("Hours of the week", "uneven".to_owned());
    }
    for (label, now, then) in [
        ("Prompt caching", feature.options.prompt_caching.name(), untouched.options.prompt_caching.name()),
        ("Region", feature.options.data_residency.name(), untouched.options.data_residency.name()),
        ("Cache lifetime", feature.cache_ttl.name(), untouched.cache_ttl.name()),
    ] {
        if now != then {
            words(label, now.replace('_', " "));
        }
    }
    let on: Vec<&str> = feature.levers.on.iter().map(lever_name).collect();
    if !on.is_empty() {
        words("Savings switched on", on.join(", "));
    }
    of_groups(rows, &start, &feature.groups());
    for lever in feature.levers.on.iter() {
        for field in lever_fields(lever) {
            if let Some(value) = feature.value(*field) {
                rows.push((name(&start, *field), figure(*field, Some(value))));
            }
        }
    }
    match &feature.serving {
        Serving::SelfHosted(fleet) => of_groups(rows, &start, &fleet.groups()),
        Serving::PerRequest(usd) => rows.push(([&start, "Price of a request"].concat(), Figure::Typed(*usd))),
        Serving::Hosted(_) => {}
    }
}

fn of_groups(rows: &mut Vec<Row>, start: &str, groups: &[&dyn FieldGroup]) {
    for group in groups {
        for field in group.fields() {
            let value = group.value(*field);
            if ALWAYS.contains(field) || value != field.spec().default() {
                rows.push((name(start, *field), figure(*field, value)));
            }
        }
    }
}

/// "Support chat: Prompt (input tokens)"
fn name(start: &str, field: Field) -> String {
    let Words { label, term, .. } = field_words(field);
    let term = term.split([',', ';']).next().unwrap_or_default();
    if term.is_empty() { [start, label].concat() } else { [start, label, " (", term, ")"].concat() }
}

fn figure(field: Field, value: Option<f64>) -> Figure {
    let Some(number) = value else { return Figure::typed(None) };
    match field.spec().unit {
        FieldUnit::Share | FieldUnit::Change => Figure::Share(number),
        FieldUnit::Usd | FieldUnit::UsdPerMtok | FieldUnit::UsdPerGpuHour => {
            Figure::Typed(Usd::saturating(number))
        }
        FieldUnit::Millis => Figure::Time(Millis::saturating(number)),
        _ => Figure::Number(number),
    }
}

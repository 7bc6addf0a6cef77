//! What a bill has measured, and how a scenario takes it in.

use super::expected::expected_of;
use super::feature_check::Checked;
use super::price_names::PriceNames;
use crate::catalogue::Catalogue;
use crate::estimate::costs;
use crate::scenario::{Feature, Field, FieldUnit, ReasoningCount, Scenario};
use crate::usage::ModelUse;

/// A measured mean that a scenario can take in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// Calls of the model in a month.
    CallsPerMonth(f64),
    /// Visible output of a call, in tokens.
    Output(f64),
    /// Reasoning of a call, in tokens.
    Reasoning(f64),
    /// Input of a call with all that is cached, in tokens.
    Input(f64),
    /// The share of input that is read from the prompt cache.
    CacheReads(f64),
}

/// Steps of the search for the value of a field; what it changes is nearly a line.
const STEPS: usize = 12;

/// What a bill has measured of a feature, in the order in which a scenario takes it in: lengths of output before those of input,
/// since an answer is part of the next turn's input.
#[must_use]
pub fn measures(checked: &Checked, months: f64) -> Vec<Measure> {
    let (expected, billed) = checked.sums();
    let told = checked.told;
    let mut found = Vec::new();
    if !(told.requests && billed.requests > 0.0 && expected.requests > 0.0) {
        return found;
    }
    found.push(Measure::CallsPerMonth(billed.requests / months));
    if !told.tokens {
        return found;
    }
    found.push(Measure::Output(visible(&billed, told.reasoning, &expected)));
    if told.reasoning {
        found.push(Measure::Reasoning(billed.tokens.reasoning / billed.requests));
    }
    found.push(Measure::Input(billed.tokens.input / billed.requests));
    if told.cache && billed.tokens.input > 0.0 {
        found.push(Measure::CacheReads(billed.tokens.cache_read / billed.tokens.input));
    }
    found
}

/// The visible output of a billed call. Where reasoning is not told apart, as much of it is assumed as in the estimate.
fn visible(billed: &ModelUse, tells_reasoning: bool, expected: &ModelUse) -> f64 {
    let each = billed.tokens.visible_output / billed.requests;
    if tells_reasoning {
        return each;
    }
    let all = expected.tokens.visible_output + expected.tokens.reasoning;
    let share = if all > 0.0 { expected.tokens.visible_output / all } else { 1.0 };
    each * share
}

/// The scenario with measured means in the feature at `index`; nothing where a field cannot have such a value, or where the
/// estimate does not follow it.
#[must_use]
pub fn apply(
    scenario: &Scenario,
    index: usize,
    measures: &[Measure],
    catalogue: &Catalogue,
) -> Option<Scenario> {
    let names = PriceNames::new(&catalogue.hosted, scenario.as_of);
    let mut changed = scenario.clone();
    for measure in measures {
        let (field, target) = match *measure {
            Measure::CallsPerMonth(target) => (Field::RequestsPerActiveDay, target),
            Measure::Output(target) => (Field::OutputTokens, target),
            Measure::Reasoning(target) => {
                changed.features.get_mut(index)?.reasoning = ReasoningCount::Typed;
                (Field::ReasoningTokens, target)
            }
            Measure::Input(target) => (Field::InputTokens, target),
            Measure::CacheReads(target) => (Field::CacheHitShare, target),
        };
        let value = solve(&changed, index, field, target, &|scenario| {
            let found = costs(scenario, catalogue, None).ok()?;
            let mut sum = ModelUse::default();
            expected_of(found.features.get(index)?, &names).iter().for_each(|model| sum.add(model));
            mean(&sum, *measure)
        })?;
        changed.features.get_mut(index)?.set(field, Some(value)).ok()?;
    }
    Some(changed)
}

/// What an estimate has in place of a measure.
fn mean(sum: &ModelUse, measure: Measure) -> Option<f64> {
    let over = |part: f64, whole: f64| (whole > 0.0).then_some(part / whole);
    match measure {
        Measure::CallsPerMonth(_) => Some(sum.requests),
        Measure::Output(_) => over(sum.tokens.visible_output, sum.requests),
        Measure::Reasoning(_) => over(sum.tokens.reasoning, sum.requests),
        Measure::Input(_) => over(sum.tokens.input, sum.requests),
        Measure::CacheReads(_) => over(sum.tokens.cache_read, sum.tokens.input),
    }
}

/// The value of a field with which the estimate has `target`, by the secant through the last two tries.
fn solve(
    scenario: &Scenario,
    index: usize,
    field: Field,
    target: f64,
    mean: &dyn Fn(&Scenario) -> Option<f64>,
) -> Option<f64> {
    let at = |value: f64| {
        let mut tried = scenario.clone();
        tried.features.get_mut(index)?.set(field, Some(value)).ok()?;
        mean(&tried)
    };
    let bounds = field.spec().bounds;
    let mut before = bounds.clamp(scenario.features.get(index).and_then(|feature| start(feature, field))?);
    let mut found = at(before)?;
    // A tenth of it, and at the upper end downward.
    let step = (before * 0.1).max(0.01 * bounds.max.min(100.0));
    let mut value = bounds.clamp(if before + step > bounds.max { before - step } else { before + step });
    for _ in 0..STEPS {
        let now = at(value)?;
        if (now - target).abs() <= 1e-9 * target.abs() || (value - before).abs() < 1e-12 {
            break;
        }
        let slope = (now - found) / (value - before);
        if slope == 0.0 || !slope.is_finite() {
            break;
        }
        (before, found) = (value, now);
        value = bounds.clamp(value + (target - now) / slope);
    }
    let reached = at(value)?;
    let value = if field.spec().unit == FieldUnit::Tokens { value.round() } else { value };
    ((reached - target).abs() <= 0.01 * target.abs() + 1e-6).then_some(value)
}

fn start(feature: &Feature, field: Field) -> Option<f64> {
    feature.value(field).or(field.spec().default()).or(Some(0.0))
}

//! The arithmetic, step by step, in words.

use super::price_source;
use crate::estimate::{FeatureEstimate, StepName};
use crate::format::working_line;
use crate::web::ui::{Ui, parts::StepText};
use leptos::prelude::*;

/// The numbered steps of one feature, each with its source or its assumption.
pub fn step_texts(ui: Ui, feature: &FeatureEstimate) -> Vec<StepText> {
    let locale = ui.locale.get();
    let source = |name: StepName| match name {
        StepName::TokensIn => {
            Some(("Assumes that each turn sends all earlier turns in full.".to_owned(), None))
        }
        StepName::Call(leg) => feature.legs.get(leg).and_then(|leg| price_source(ui, leg)),
        _ => None,
    };
    let name = |name: StepName| match name {
        StepName::TokensIn => "Tokens in, on average".to_owned(),
        StepName::Call(leg) => match feature.legs.as_slice() {
            [_] => "A call of the model".to_owned(),
            legs => ["A call of ", legs.get(leg).map_or("", |leg| leg.name.as_str())].concat(),
        },
        StepName::Request => "A request".to_owned(),
        StepName::RequestsPerDay => "Requests a day".to_owned(),
        StepName::RequestsPerMonth => "Requests a month".to_owned(),
        StepName::CostPerDay => "Cost on an active day".to_owned(),
        StepName::CostPerMonth => "Cost a month".to_owned(),
        StepName::CostPerYear => "Cost a year".to_owned(),
        StepName::CostPerUser => "Cost a user, a month".to_owned(),
        // Steps of levers and prices stand with these, and have no name of their own here.
        _ => String::new(),
    };
    let text = |step: &crate::estimate::Step| {
        let line = working_line(step, locale);
        StepText {
            name: name(step.name),
            formula: line.formula,
            result: line.result,
            source: source(step.name),
        }
    };
    feature.steps.iter().map(text).collect()
}

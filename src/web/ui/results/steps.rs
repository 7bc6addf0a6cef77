//! The arithmetic, step by step, in words.

use super::{fleet_line, price_source};
use crate::estimate::self_hosted::{FleetEstimate, GpuPriceSource};
use crate::estimate::{FeatureEstimate, Step, StepName};
use crate::format::{Locale, bytes, count, usd, working_line};
use crate::units::{Bytes, Usd};
use crate::web::ui::{Ui, parts::StepText};

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
        StepName::Call(leg) if feature.legs.len() > 1 => {
            ["A call of ", feature.legs.get(leg).map_or("", |leg| leg.name.as_str())].concat()
        }
        name => step_name(name).to_owned(),
    };
    let text = |step: &Step| {
        let line = working_line(step, locale);
        StepText {
            name: name(step.name),
            formula: line.formula,
            result: line.result,
            source: source(step.name),
        }
    };
    let own = feature.own_gpus.as_ref().and_then(|own| own.as_ref().ok());
    let mut all =
        own.zip(ui.parts()).map(|(own, parts)| (parts.fleet_steps)(own, locale)).unwrap_or_default();
    all.extend(feature.steps.iter().map(text));
    all
}

/// The steps that only own GPUs have: their rent, a million tokens, the memory of a conversation.
pub fn fleet_steps(own: &FleetEstimate, locale: Locale) -> Vec<StepText> {
    let rented = fleet_line(own, locale).map(|(formula, result)| {
        let source = own.price.as_ref().map(|(_, source)| match source {
            GpuPriceSource::User => ("price typed in by you".to_owned(), None),
            GpuPriceSource::Catalogue(source) => (source.clone().into_owned(), None),
        });
        StepText { name: "The GPUs, a month".to_owned(), formula, result, source }
    });
    rented.into_iter().chain(million_tokens(own, locale)).chain([conversation(own, locale)]).collect()
}

/// "$3,340 ÷ 500,000 calls ÷ 4,900 tokens × 1,000,000" and "$1.36".
fn million_tokens(own: &FleetEstimate, locale: Locale) -> Option<StepText> {
    let each = own.token_cost.as_ref()?;
    let calls = each.per_month.get() / each.per_request.get();
    let tokens = 1e6 * each.per_request.get() / each.per_mtok.get();
    let formula = [
        &usd(each.per_month, locale),
        " ÷ ",
        &count(calls, locale),
        " calls ÷ ",
        &count(tokens, locale),
        " tokens × 1,000,000",
    ];
    Some(StepText {
        name: "A million tokens, in and out".to_owned(),
        formula: formula.concat(),
        result: usd(Usd::saturating(each.per_mtok.get()), locale),
        source: None,
    })
}

/// "4,900 tokens × 328 KB" and "1.6 GB".
fn conversation(own: &FleetEstimate, locale: Locale) -> StepText {
    let memory = &own.memory;
    let tokens = memory.conversation_tokens.get();
    let of_copy = memory.per_conversation.get() * own.gpus_per_copy.get();
    let per_token = bytes(Bytes::saturating(of_copy / tokens.max(1.0)), locale);
    StepText {
        name: "Memory of a conversation, KV cache".to_owned(),
        formula: [&count(tokens, locale), " tokens × ", &per_token].concat(),
        result: bytes(Bytes::saturating(of_copy), locale),
        source: None,
    }
}

/// Steps that need no source: what they rest on stands in the form beside them.
pub fn plain_steps(ui: Ui, steps: &[Step]) -> Vec<StepText> {
    let locale = ui.locale.get();
    let text = |step: &Step| {
        let line = working_line(step, locale);
        StepText {
            name: step_name(step.name).to_owned(),
            formula: line.formula,
            result: line.result,
            source: None,
        }
    };
    steps.iter().map(text).collect()
}

/// What a step gives.
const fn step_name(name: StepName) -> &'static str {
    match name {
        StepName::TokensIn => "Tokens in, on average",
        StepName::Call(_) => "A call of the model",
        StepName::Request => "A request",
        StepName::RequestsPerDay => "Requests a day",
        StepName::RequestsPerMonth => "Requests a month",
        StepName::CostPerDay => "Cost on an active day",
        StepName::CostPerMonth => "Cost a month",
        StepName::CostPerYear => "Cost a year",
        StepName::CostPerUser => "Cost a user, a month",
        StepName::Saving => "Saved a month",
        StepName::Margin => "Left from each who pays",
        StepName::MarginTotal => "Left from all who pay",
        StepName::BreakEvenPrice => "Price without a loss",
        StepName::TargetPrice => "Price for your margin",
        StepName::BreakEvenUsers => "Users who must pay",
        StepName::BreakEvenUse => "Requests without a loss",
        StepName::Allowance => "It can include",
        StepName::Overage => "Price of one more",
        StepName::TierRevenue => "The tier brings",
        StepName::TierMargin => "The tier leaves",
    }
}

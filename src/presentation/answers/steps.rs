//! The arithmetic, step by step, in words.

use super::fleet::fleet_line;
use crate::estimate::self_hosted::{FleetEstimate, GpuPriceSource};
use crate::estimate::{Expr, FeatureEstimate, Figure, Noun, Step, StepName};
use crate::format::{Locale, bytes, count, worked, working_line};
use crate::presentation::View;
use crate::presentation::words::sources::{Source, price_source};
use crate::units::{Bytes, Count, Usd};

/// One numbered line of the working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepText {
    /// What the step gives.
    pub name: String,
    /// Its formula with the numbers of the scenario.
    pub formula: String,
    /// Its result.
    pub result: String,
    /// Where its figures come from, or what it assumes.
    pub source: Option<Source>,
}

/// The steps of one feature, each with its source or its assumption. Those of its GPUs are added by [`fleet_steps`].
#[must_use]
pub fn steps(view: &View, feature: &FeatureEstimate) -> Vec<StepText> {
    let source = |name: StepName| match name {
        StepName::TokensIn => Some(Source::named("Assumes that each turn sends all earlier turns in full.")),
        StepName::Call(leg) => feature.legs.get(leg).and_then(|leg| price_source(leg, view.catalogue)),
        _ => None,
    };
    let name = |name: StepName| match name {
        StepName::Call(leg) if feature.legs.len() > 1 => {
            ["A call of ", feature.legs.get(leg).map_or("", |leg| leg.name.as_str())].concat()
        }
        name => step_name(name).to_owned(),
    };
    let text = |step: &Step| StepText {
        name: name(step.name),
        source: source(step.name),
        ..plain_step(step, view.locale)
    };
    feature.steps.iter().map(text).collect()
}

/// Steps that need no source: the form beside them has what they depend on.
#[must_use]
pub fn plain_steps(steps: &[Step], locale: Locale) -> Vec<StepText> {
    steps.iter().map(|step| plain_step(step, locale)).collect()
}

fn plain_step(step: &Step, locale: Locale) -> StepText {
    let line = working_line(step, locale);
    StepText {
        name: step_name(step.name).to_owned(),
        formula: line.formula,
        result: line.result,
        source: None,
    }
}

/// The steps that only self-hosted GPUs have: their rent, a million tokens, the memory of a conversation.
#[must_use]
pub fn fleet_steps(own: &FleetEstimate, locale: Locale) -> Vec<StepText> {
    let rented = fleet_line(own, locale).map(|(formula, result)| {
        let source = own.price.as_ref().map(|(_, source)| match source {
            GpuPriceSource::User => Source::named("price entered by you"),
            GpuPriceSource::Catalogue(source) => Source::named(source.clone()),
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
    let counted = |value, noun| Figure::Count(Count::saturating(value), noun).into();
    let over = |a, b| Expr::Quotient(Box::new(a), Box::new(b));
    let a_call = over(Figure::Usd(each.per_month).into(), counted(calls, Noun::Calls));
    let a_token = over(a_call, counted(tokens, Noun::Tokens));
    let formula = Expr::Product(vec![a_token, counted(1e6, Noun::Plain)]);
    let result = Figure::Usd(Usd::saturating(each.per_mtok.get()));
    let (formula, result) = worked(&formula, result, locale);
    let name = "A million tokens, input and output".to_owned();
    Some(StepText { name, formula, result, source: None })
}

/// "4,900 tokens × 328 KB" and "1.6 GB".
fn conversation(own: &FleetEstimate, locale: Locale) -> StepText {
    let memory = &own.memory;
    let tokens = memory.conversation_tokens.get();
    let of_replica = memory.per_conversation.get() * own.gpus_per_copy.get();
    // From its own text on, so that the product holds: 4,900 × 320 KiB.
    let tokens = tokens.round().max(1.0);
    let per_token = bytes(Bytes::saturating(of_replica / tokens), locale);
    StepText {
        name: "Memory of a conversation, KV cache".to_owned(),
        formula: [&count(tokens, locale), " tokens × ", &per_token].concat(),
        result: bytes(Bytes::saturating(of_replica), locale),
        source: None,
    }
}

/// What a step gives.
const fn step_name(name: StepName) -> &'static str {
    match name {
        StepName::TokensIn => "Input tokens, on average",
        StepName::Call(_) => "A call of the model",
        StepName::Request => "A request",
        StepName::RequestsPerDay => "Requests a day",
        StepName::RequestsPerMonth => "Requests a month",
        StepName::CostPerDay => "Cost on an active day",
        StepName::CostPerMonth => "Cost a month",
        StepName::CostPerYear => "Cost a year",
        StepName::CostPerUser => "Cost per user, a month",
        StepName::Saving => "Saved a month",
        StepName::Margin => "Gross margin per paying user",
        StepName::MarginTotal => "Gross margin, all paying users",
        StepName::BreakEvenPrice => "Break-even price",
        StepName::TargetPrice => "Price for your margin",
        StepName::BreakEvenUsers => "Paying users to break even",
        StepName::BreakEvenUse => "Requests to break even",
        StepName::Allowance => "Allowance that it can include",
        StepName::Overage => "Overage price",
        StepName::TierRevenue => "Revenue of the tier",
        StepName::TierMargin => "Gross margin of the tier",
    }
}

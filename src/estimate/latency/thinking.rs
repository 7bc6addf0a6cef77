//! Tokens of hidden thinking that are assumed for a model, where nobody has measured them for the task at hand.
//!
//! Setting an assumed number in a feature cannot fail: it is finite and within the field's range.

use super::TokenSpread;
use crate::catalogue::latency::{Effort, Fitted, LatencyBook, ThinkingMode};
use crate::catalogue::{Catalogue, HostedModel};
use crate::scenario::{
    Feature, Field, HostedModelChoice, Leg, ModelRef, ReasoningCount, ReasoningEffort, TaskKind,
};
use crate::units::Tokens;
use std::borrow::Cow;

/// An assumed number of tokens of thinking, with the 80 % band over models.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssumedThinking {
    /// Tokens of a typical model of the kind.
    pub tokens: Tokens,
    /// 10 of 100 models take fewer.
    pub low: Tokens,
    /// 10 of 100 models take more.
    pub high: Tokens,
    /// The effort that it is for; none where the model has no setting.
    pub effort: Option<Effort>,
}

/// The name of a kind of task in the data.
const fn task_key(task: TaskKind) -> &'static str {
    match task {
        TaskKind::Chat => "plain_prompt_implied",
        TaskKind::DocumentQuestion => "document_question",
        TaskKind::Code => "code",
        TaskKind::Extraction => "short_fact",
        TaskKind::Science => "science",
    }
}

/// The effort of a call: what was asked for, else the provider's default. Nothing where the model does not think.
fn effort_of(book: &LatencyBook, model: &str, asked: ReasoningEffort) -> Option<Option<Effort>> {
    let rule = book.thinking(model);
    match rule.mode {
        ThinkingMode::Never => return None,
        ThinkingMode::OffUnlessAsked if asked == ReasoningEffort::Medium && rule.default.is_none() => {
            return None;
        }
        ThinkingMode::OffUnlessAsked | ThinkingMode::OnUnlessRefused if asked == ReasoningEffort::Off => {
            return None;
        }
        ThinkingMode::OffUnlessAsked | ThinkingMode::OnUnlessRefused | ThinkingMode::Always => {}
    }
    if rule.efforts.is_empty() {
        return Some(None);
    }
    let wanted = match asked {
        ReasoningEffort::Off => rule.efforts.first().copied(),
        // What the model does unasked.
        ReasoningEffort::Medium => rule.default,
        ReasoningEffort::Low => Some(Effort::Low),
        ReasoningEffort::High => Some(Effort::High),
        ReasoningEffort::Maximum => rule.efforts.last().copied(),
    };
    // A setting that the model lacks is the nearest one below, else the least.
    let has = wanted.and_then(|wanted| {
        let below = rule.efforts.iter().copied().filter(|effort| *effort <= wanted).max();
        below.or_else(|| rule.efforts.first().copied())
    });
    Some(has)
}

/// Tokens of thinking of a call of `model`; nothing where it does not think at the effort of `feature`.
#[must_use]
pub fn assumed_thinking(
    model: &HostedModel,
    feature: &Feature,
    catalogue: &Catalogue,
) -> Option<AssumedThinking> {
    let book = &catalogue.latency;
    let effort = effort_of(book, &model.slug, feature.reasoning_effort)?;
    let provider = catalogue.hosted.provider(model.provider)?;
    let key = effort.map_or("on", Effort::key);
    let subject = book.subject(&provider.key, &model.slug, key, task_key(feature.task));
    let tokens = book.class_figures.figure(Fitted::Thinking, &subject)?;
    let group = if effort.is_some() { "thinking_p50:setting" } else { "thinking_p50:no_setting" };
    let (low, high) = book.class_figures.band(group);
    let at = |factor: f64| Tokens::saturating((tokens * factor).round());
    Some(AssumedThinking { tokens: at(1.0), low: at(low), high: at(high.min(1e3)), effort })
}

/// The model of a leg, where the book has it.
fn model_of<'a>(leg: &Leg, catalogue: &'a Catalogue) -> Option<&'a HostedModel> {
    match &leg.model {
        HostedModelChoice::Book(ModelRef::Id(id)) => catalogue.hosted.model(*id),
        HostedModelChoice::Book(ModelRef::Unknown(_)) | HostedModelChoice::Custom { .. } => None,
    }
}

/// `feature` with the tokens of thinking that a leg's model is assumed to take; as it is where they are typed.
#[must_use]
pub fn for_leg<'a>(feature: &'a Feature, leg: &Leg, catalogue: &Catalogue) -> Cow<'a, Feature> {
    if feature.reasoning != ReasoningCount::Assumed {
        return Cow::Borrowed(feature);
    }
    let tokens = model_of(leg, catalogue)
        .and_then(|model| assumed_thinking(model, feature, catalogue))
        .map_or(0.0, |assumed| assumed.tokens.get());
    let mut own = feature.clone();
    let _ = own.set(Field::ReasoningTokens, Some(tokens));
    Cow::Owned(own)
}

/// What is assumed for the calls of `legs` together, each model by its share; nothing where no tokens are assumed.
#[must_use]
pub fn assumed_for_legs(feature: &Feature, legs: &[Leg], catalogue: &Catalogue) -> Option<AssumedThinking> {
    if feature.reasoning != ReasoningCount::Assumed {
        return None;
    }
    let (mut sums, mut shares, mut effort) = ([0.0; 3], 0.0, None);
    for leg in legs {
        let assumed = model_of(leg, catalogue).and_then(|model| assumed_thinking(model, feature, catalogue));
        if let Some(assumed) = assumed {
            let parts = [assumed.tokens, assumed.low, assumed.high];
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum += leg.share.get() * part.get();
            }
            effort = effort.or(assumed.effort);
        }
        shares += leg.share.get();
    }
    let [tokens, low, high] =
        sums.map(|sum| Tokens::saturating(if shares > 0.0 { sum / shares } else { 0.0 }));
    Some(AssumedThinking { tokens, low, high, effort })
}

/// `feature` with the mean of the assumed tokens over its legs, and of the upper ends of their bands as the high value
/// where none was typed.
#[must_use]
pub fn for_legs<'a>(feature: &'a Feature, legs: &[Leg], catalogue: &Catalogue) -> Cow<'a, Feature> {
    let Some(assumed) = assumed_for_legs(feature, legs, catalogue) else { return Cow::Borrowed(feature) };
    let mut own = feature.clone();
    let _ = own.set(Field::ReasoningTokens, Some(assumed.tokens.get()));
    if own.value(Field::ReasoningTokensP95).is_none() && assumed.high.get() > 0.0 {
        let _ = own.set(Field::ReasoningTokensP95, Some(assumed.high.get()));
    }
    Cow::Owned(own)
}

/// Whether `feature` counts no thinking for a model whose thinking cannot be turned off, so that its cost is a least one.
#[must_use]
pub fn leaves_thinking_out(model: &HostedModel, feature: &Feature, catalogue: &Catalogue) -> bool {
    feature.reasoning == ReasoningCount::Typed
        && feature.workload.reasoning_tokens().get() <= 0.0
        && catalogue.latency.thinking(&model.slug).mode == ThinkingMode::Always
}

/// The thinking that the waiting time of `model` contains: assumed where the feature assumes it, and where none was typed
/// for a model whose thinking cannot be turned off. Nothing where the feature's own number is used.
pub(in crate::estimate) fn time_spread(
    model: &HostedModel,
    feature: &Feature,
    catalogue: &Catalogue,
) -> Option<TokenSpread> {
    let none_typed = feature.workload.reasoning_tokens().get() <= 0.0
        && catalogue.latency.thinking(&model.slug).mode == ThinkingMode::Always;
    if feature.reasoning != ReasoningCount::Assumed && !none_typed {
        return None;
    }
    let assumed = assumed_thinking(model, feature, catalogue)?;
    // Over questions of one kind the 90th percentile is twice the median: 2.4 times at the 95th.
    let p95 = Tokens::saturating(assumed.tokens.get() * P95_OVER_P50);
    Some(TokenSpread { p50: assumed.tokens, p95: Some(p95) })
}

/// p95 over p50 of the tokens of thinking of one model over questions of one kind: the 90th percentile is 2.0 times the
/// median (42 rows of cpldcpu/LRMTokenEconomy, Apache-2.0), and a log-normal of that has 2.4 at the 95th.
const P95_OVER_P50: f64 = 2.4;

//! Reading what a request used: counts by our units, or the `usage` object of an SDK as it is.
//!
//! - OpenAI (Chat Completions: `prompt_tokens`; Responses: `input_tokens` with `input_tokens_details`): input contains
//!   cached tokens, output contains reasoning.
//! - Anthropic (`cache_creation_input_tokens`, `cache_read_input_tokens`): `input_tokens` leaves cached tokens out, and
//!   they are added here.
//! - Gemini (`promptTokenCount` or `prompt_token_count`): the prompt contains cached tokens; thoughts come on top of the
//!   candidates.
//!
//! Sources: the providers' API references, read November 2026.

use crate::catalogue::PricedUnit as U;
use crate::estimate::cost::price::Usage;
use crate::estimate::cost::price_request::RequestFormError;
use serde_json::{Map, Value};

type Members = Map<String, Value>;
/// Counts, and what the object says of the kind of request.
pub(super) type ReadUsage = (Usage, Vec<(String, String)>);

/// Who wrote a usage object.
enum Shape {
    Gemini,
    OpenAiChat,
    OpenAiResponses,
    Anthropic,
    /// Counts by our own units.
    Units,
}

impl Shape {
    fn of(members: &Members) -> Self {
        let has = |key: &str| members.get(key).is_some_and(|value| !value.is_null());
        let any = |keys: &[&str]| keys.iter().any(|key| has(key));
        if any(&["promptTokenCount", "prompt_token_count", "totalTokenCount", "total_token_count"]) {
            Self::Gemini
        } else if any(&["prompt_tokens", "completion_tokens"]) {
            Self::OpenAiChat
        } else if any(&[
            "cache_creation_input_tokens",
            "cache_read_input_tokens",
            "cache_creation",
            "server_tool_use",
        ]) {
            Self::Anthropic
        } else if any(&["input_tokens_details", "output_tokens_details", "total_tokens"]) {
            Self::OpenAiResponses
        } else {
            Self::Units
        }
    }
}

/// Reads a usage object, whichever of the shapes it has.
///
/// # Errors
/// [`RequestFormError`] names a unit that nobody knows or a count that is none.
pub(super) fn read_usage(members: &Members) -> Result<ReadUsage, RequestFormError> {
    let openai = |totals, details| openai(members, totals, details);
    match Shape::of(members) {
        Shape::Gemini => gemini(members),
        Shape::OpenAiChat => openai(
            ["prompt_tokens", "completion_tokens"],
            ["prompt_tokens_details", "completion_tokens_details"],
        ),
        Shape::Anthropic => anthropic(members),
        Shape::OpenAiResponses => {
            openai(["input_tokens", "output_tokens"], ["input_tokens_details", "output_tokens_details"])
        }
        Shape::Units => Ok((by_unit(members)?, Vec::new())),
    }
}

/// The unit of each name, where an object of these names counts by our own units.
pub(super) fn units_of(members: &Members, names: &[&str]) -> Option<Vec<U>> {
    let is_plain = matches!(Shape::of(members), Shape::Units) && by_unit(members).is_ok();
    is_plain.then(|| names.iter().map(|name| U::from_usage_key(name)).collect()).flatten()
}

/// Counts by our own units.
fn by_unit(members: &Members) -> Result<Usage, RequestFormError> {
    let mut usage = Usage::new();
    for (key, count) in members {
        if count.is_null() {
            continue;
        }
        let unit = U::from_usage_key(key).ok_or_else(|| unknown(key))?;
        set(&mut usage, unit, number(key, count)?)?;
    }
    Ok(usage)
}

fn unknown(key: &str) -> RequestFormError {
    let known = U::ALL.iter().map(|unit| unit.usage_key()).collect::<Vec<_>>().join(", ");
    RequestFormError::UnknownUnit { unit: key.to_owned(), known }
}

fn number(key: &str, value: &Value) -> Result<f64, RequestFormError> {
    let number = value.as_f64().filter(|number| *number >= 0.0 && number.is_finite());
    number.ok_or_else(|| RequestFormError::Count { unit: key.to_owned() })
}

fn set(usage: &mut Usage, unit: U, count: f64) -> Result<(), RequestFormError> {
    let wrong = |_| RequestFormError::Count { unit: unit.usage_key().to_owned() };
    usage.set(unit, count).map_err(wrong)
}

/// A count that may be missing or null, which is none.
fn optional(members: &Members, key: &str) -> Result<Option<f64>, RequestFormError> {
    match members.get(key).filter(|value| !value.is_null()) {
        Some(value) => number(key, value).map(Some),
        None => Ok(None),
    }
}

fn count(members: &Members, key: &str) -> Result<f64, RequestFormError> {
    Ok(optional(members, key)?.unwrap_or(0.0))
}

fn object<'a>(members: &'a Members, key: &str) -> Option<&'a Members> {
    members.get(key).and_then(Value::as_object)
}

/// Refuses a key that the shape does not have: a count that is passed over would make the price too low.
fn only(members: &Members, known: &[&str]) -> Result<(), RequestFormError> {
    let stranger = members.iter().find(|(key, value)| !value.is_null() && !known.contains(&key.as_str()));
    stranger.map_or(Ok(()), |(key, _)| {
        Err(RequestFormError::UnknownUnit { unit: key.clone(), known: known.join(", ") })
    })
}

fn openai(members: &Members, totals: [&str; 2], details: [&str; 2]) -> Result<ReadUsage, RequestFormError> {
    let [input, output] = totals;
    let [of_input, of_output] = details;
    only(
        members,
        &[input, output, of_input, of_output, "total_tokens", "service_tier", "num_search_queries", "cost"],
    )?;
    let mut usage = Usage::new();
    set(&mut usage, U::InputTokens, count(members, input)?)?;
    set(&mut usage, U::OutputTokens, count(members, output)?)?;
    if let Some(parts) = object(members, of_input) {
        only(
            parts,
            &[
                "cached_tokens",
                "audio_tokens",
                "image_tokens",
                "text_tokens",
                "cache_write_tokens",
                "cached_tokens_details",
            ],
        )?;
        set(&mut usage, U::CacheReadTokens, count(parts, "cached_tokens")?)?;
        for (key, unit) in [
            ("audio_tokens", U::InputAudioTokens),
            ("image_tokens", U::InputImageTokens),
            ("cache_write_tokens", U::CacheWriteTokens),
        ] {
            if let Some(number) = optional(parts, key)?.filter(|number| *number > 0.0) {
                set(&mut usage, unit, number)?;
            }
        }
        let cached = object(parts, "cached_tokens_details");
        for (key, kind, unit) in [
            ("audio_tokens", U::InputAudioTokens, U::CacheAudioReadTokens),
            ("image_tokens", U::InputImageTokens, U::CacheImageReadTokens),
        ] {
            let known = cached.map(|cached| count(cached, key)).transpose()?;
            let nothing_cached = usage.get(U::CacheReadTokens).is_none_or(|read| read <= 0.0);
            if usage.get(kind).is_some()
                && let Some(number) = known.or(nothing_cached.then_some(0.0))
            {
                set(&mut usage, unit, number)?;
            }
        }
    }
    if let Some(parts) = object(members, of_output) {
        let predicted = ["accepted_prediction_tokens", "rejected_prediction_tokens"];
        only(
            parts,
            &["reasoning_tokens", "audio_tokens", "image_tokens", "text_tokens", predicted[0], predicted[1]],
        )?;
        for (key, unit) in [
            ("reasoning_tokens", U::OutputReasoningTokens),
            ("audio_tokens", U::OutputAudioTokens),
            ("image_tokens", U::OutputImageTokens),
        ] {
            if let Some(number) = optional(parts, key)?.filter(|number| *number > 0.0) {
                set(&mut usage, unit, number)?;
            }
        }
    }
    Ok((usage, said(members, &["service_tier"])))
}

fn anthropic(members: &Members) -> Result<ReadUsage, RequestFormError> {
    only(
        members,
        &[
            "input_tokens",
            "output_tokens",
            "cache_creation_input_tokens",
            "cache_read_input_tokens",
            "cache_creation",
            "server_tool_use",
            "service_tier",
            "inference_geo",
            "speed",
            "output_tokens_details",
            "iterations",
        ],
    )?;
    let mut usage = Usage::new();
    let read = count(members, "cache_read_input_tokens")?;
    let by_ttl = object(members, "cache_creation");
    let ttl = |key| by_ttl.map_or(Ok(0.0), |parts| count(parts, key));
    let (short, hour) = (ttl("ephemeral_5m_input_tokens")?, ttl("ephemeral_1h_input_tokens")?);
    let written = optional(members, "cache_creation_input_tokens")?.unwrap_or(short + hour);
    // Each counts what the others leave out.
    set(&mut usage, U::InputTokens, count(members, "input_tokens")? + read + written)?;
    set(&mut usage, U::CacheReadTokens, read)?;
    set(&mut usage, U::CacheWriteTokens, written)?;
    if hour > 0.0 {
        set(&mut usage, U::CacheWrite1hTokens, hour)?;
    }
    set(&mut usage, U::OutputTokens, count(members, "output_tokens")?)?;
    if let Some(tools) = object(members, "server_tool_use") {
        only(tools, &["web_search_requests", "web_fetch_requests", "code_execution_requests"])?;
        let searches = count(tools, "web_search_requests")?;
        if searches > 0.0 {
            set(&mut usage, U::WebSearches, searches)?;
        }
    }
    Ok((usage, said(members, &["service_tier", "inference_geo", "speed"])))
}

fn gemini(members: &Members) -> Result<ReadUsage, RequestFormError> {
    let spelt: Members = members.iter().map(|(key, value)| (snake_case(key), value.clone())).collect();
    only(
        &spelt,
        &[
            "prompt_token_count",
            "cached_content_token_count",
            "candidates_token_count",
            "response_token_count",
            "thoughts_token_count",
            "tool_use_prompt_token_count",
            "total_token_count",
            "prompt_tokens_details",
            "cache_tokens_details",
            "candidates_tokens_details",
            "response_tokens_details",
            "tool_use_prompt_tokens_details",
            "traffic_type",
            "service_tier",
        ],
    )?;
    let mut usage = Usage::new();
    let thoughts = count(&spelt, "thoughts_token_count")?;
    let prompt = count(&spelt, "prompt_token_count")? + count(&spelt, "tool_use_prompt_token_count")?;
    let answer = count(&spelt, "candidates_token_count")? + count(&spelt, "response_token_count")?;
    set(&mut usage, U::InputTokens, prompt)?;
    set(&mut usage, U::CacheReadTokens, count(&spelt, "cached_content_token_count")?)?;
    set(&mut usage, U::OutputTokens, answer + thoughts)?;
    if thoughts > 0.0 {
        set(&mut usage, U::OutputReasoningTokens, thoughts)?;
    }
    let kinds = [
        (
            ["prompt_tokens_details", "tool_use_prompt_tokens_details"],
            [U::InputAudioTokens, U::InputImageTokens, U::InputVideoTokens],
        ),
        (
            ["cache_tokens_details", ""],
            [U::CacheAudioReadTokens, U::CacheImageReadTokens, U::CacheVideoReadTokens],
        ),
        (
            ["candidates_tokens_details", "response_tokens_details"],
            [U::OutputAudioTokens, U::OutputImageTokens, U::OutputVideoTokens],
        ),
    ];
    for (lists, units) in kinds {
        for (modality, unit) in ["AUDIO", "IMAGE", "VIDEO"].into_iter().zip(units) {
            let mut sum = 0.0;
            for list in lists {
                sum += of_modality(&spelt, list, modality)?;
            }
            if sum > 0.0 {
                set(&mut usage, unit, sum)?;
            }
        }
    }
    // A list of cached tokens by modality that leaves one out says that none of it was cached.
    let nothing_cached = usage.get(U::CacheReadTokens).is_none_or(|read| read <= 0.0);
    if nothing_cached || spelt.contains_key("cache_tokens_details") {
        for (kind, unit) in [
            (U::InputAudioTokens, U::CacheAudioReadTokens),
            (U::InputImageTokens, U::CacheImageReadTokens),
            (U::InputVideoTokens, U::CacheVideoReadTokens),
        ] {
            if usage.get(kind).is_some() && usage.get(unit).is_none() {
                set(&mut usage, unit, 0.0)?;
            }
        }
    }
    Ok((usage, said(&spelt, &["service_tier"])))
}

/// Tokens of one modality in a list of `{"modality", "tokenCount"}`.
fn of_modality(members: &Members, list: &str, modality: &str) -> Result<f64, RequestFormError> {
    let mut sum = 0.0;
    for entry in members.get(list).and_then(Value::as_array).into_iter().flatten() {
        let text = entry.get("modality").and_then(Value::as_str).unwrap_or_default();
        let is_of = text.to_uppercase().rsplit('.').next().is_some_and(|last| last == modality);
        let tokens =
            entry.get("tokenCount").or_else(|| entry.get("token_count")).filter(|count| !count.is_null());
        if let Some(tokens) = tokens.filter(|_| is_of) {
            sum += number(list, tokens)?;
        }
    }
    Ok(sum)
}

/// `promptTokenCount` as `prompt_token_count`.
fn snake_case(key: &str) -> String {
    let mut text = String::with_capacity(key.len() + 4);
    for c in key.chars() {
        if c.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

/// What the object says of the kind of request, as keys of the context.
fn said(members: &Members, keys: &[&str]) -> Vec<(String, String)> {
    let text = |key: &&str| {
        let value = members.get(*key)?.as_str()?.to_lowercase();
        let is_word = !matches!(value.as_str(), "" | "not_available" | "unspecified");
        is_word.then(|| ((*key).to_owned(), value))
    };
    keys.iter().filter_map(text).collect()
}

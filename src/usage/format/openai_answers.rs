//! OpenAI's answers as they are, of the chat and of the Responses interface, and those of others that use the same names.
//! Input contains the cache.

use super::labels::tags;
use super::{ItemReader, JsonFormat};
use crate::usage::held::Held;
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const CHAT: JsonFormat = JsonFormat {
    id: "openai_chat_responses",
    time_zone: Some("unix seconds"),
    fits: |item| item.at("usage").has("prompt_tokens"),
    open: || Box::new(ChatAnswers::default()),
    row_caps: &[],
};

pub(super) const RESPONSES: JsonFormat = JsonFormat {
    id: "openai_responses",
    time_zone: Some("unix seconds"),
    fits: |item| {
        let response = response_of(item);
        let usage = response.at("usage");
        usage.has("input_tokens_details")
            || response.at("object").is_text("response") && usage.has("input_tokens")
    },
    open: || Box::new(Responses),
    row_caps: &[],
};

/// Answers; of the parts of a stream the last one with counts is kept.
#[derive(Default)]
struct ChatAnswers {
    streams: Held,
}

impl ItemReader for ChatAnswers {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        if !item.is_object() {
            tally.skipped(Skip::NotUsage);
        } else if !item.at("error").is_null() {
            tally.skipped(Skip::Failed);
        } else if !item.at("usage").is_object() {
            let is_answer = item.has("choices") || item.has("usage");
            tally.skipped(if is_answer { Skip::StreamPart } else { Skip::NotUsage });
        } else if item.at("object").is_text("chat.completion.chunk") {
            // Some servers repeat the running total in every part.
            match chat_answer(item) {
                Ok(record) => {
                    self.streams.keep(item.at("id").text(), &record, Skip::StreamPart, |_, _| true, tally)
                }
                Err(skip) => tally.skipped(skip),
            }
        } else if tally.is_repeated(item.at("id").text()) {
            tally.skipped(Skip::Duplicate);
        } else {
            let record = chat_answer(item);
            tally.row(record);
        }
    }

    fn finish(&mut self, tally: &mut Tally) {
        self.streams.add_all(tally);
    }
}

/// What an answer of the chat interface used.
pub(super) fn chat_answer<'a>(item: &'a Value<'_>) -> Result<Record<'a>, Skip> {
    let usage = item.at("usage");
    let (input, output) = (usage.at("prompt_tokens_details"), usage.at("completion_tokens_details"));
    let cached = match input.at("cached_tokens").count()? {
        Some(cached) => Some(cached),
        None => usage.first(&["prompt_cache_hit_tokens", "cached_tokens"]).count()?,
    };
    let tokens = TokenParts {
        cache_read: cached,
        write_unknown: input.first(&["cache_write_tokens", "cache_creation_tokens"]).count()?,
        output: usage.at("completion_tokens").count()?,
        reasoning: output.at("reasoning_tokens").count()?,
        ..TokenParts::default()
    };
    let tokens = tokens.with_input_that_contains_cache(usage.at("prompt_tokens").count()?)?;
    // OpenRouter says what an answer cost.
    let cost = usage.at("cost").charge()?;
    answer(item, item.at("created"), &Amounts { requests: Some(1), tokens, cost, ..Amounts::default() })
}

/// What an answer of the Responses interface used.
pub(super) fn responses_answer<'a>(item: &'a Value<'_>) -> Result<Record<'a>, Skip> {
    let usage = item.at("usage");
    let (input, output) = (usage.at("input_tokens_details"), usage.at("output_tokens_details"));
    let tokens = TokenParts {
        cache_read: input.at("cached_tokens").count()?,
        write_unknown: input.at("cache_write_tokens").count()?,
        output: usage.at("output_tokens").count()?,
        reasoning: output.at("reasoning_tokens").count()?,
        ..TokenParts::default()
    };
    let tokens = tokens.with_input_that_contains_cache(usage.at("input_tokens").count()?)?;
    answer(item, item.at("created_at"), &Amounts { requests: Some(1), tokens, ..Amounts::default() })
}

fn answer<'a>(item: &'a Value<'_>, time: &Value<'_>, amounts: &Amounts) -> Result<Record<'a>, Skip> {
    Ok(Record {
        day: time.day()?,
        model: item.at("model").text(),
        user: item.first(&["user", "safety_identifier"]).text(),
        tier: Tier::of_text(item.at("service_tier").text().unwrap_or("")),
        amounts: *amounts,
        ..Record::default()
    })
}

/// A response, also inside the event of a stream.
fn response_of<'a, 'b>(item: &'a Value<'b>) -> &'a Value<'b> {
    let inner = item.at("response");
    if inner.is_object() { inner } else { item }
}

struct Responses;

impl ItemReader for Responses {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let response = response_of(item);
        if response.at("usage").is_object() {
            if tally.is_repeated(response.at("id").text()) {
                return tally.skipped(Skip::Duplicate);
            }
            let tags = tags(response.at("metadata"));
            let record = responses_answer(response)
                .map(|record| tags.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag))));
            return tally.row(record);
        }
        let status = response.at("status").text().unwrap_or("");
        let is_event = item.at("type").text().is_some_and(|kind| kind.starts_with("response."));
        tally.skipped(match () {
            () if status == "failed" || !response.at("error").is_null() => Skip::Failed,
            () if is_event || status == "in_progress" || status == "queued" => Skip::StreamPart,
            () if response.has("usage") => Skip::Failed,
            () => Skip::NotUsage,
        });
    }
}

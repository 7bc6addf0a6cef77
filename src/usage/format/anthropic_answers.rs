//! Anthropic's answers as they are: whole messages, the results of batches, and the events of a stream. Input leaves the cache
//! out; writes are said flat, or by time to live, and the flat figure is the sum of the others.

use super::{ItemReader, JsonFormat};
use crate::usage::day::Period;
use crate::usage::held::Held;
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Record, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const MESSAGES: JsonFormat = JsonFormat {
    id: "anthropic_messages",
    time_zone: None,
    fits: |item| {
        let usage = item.at("usage");
        item.at("type").is_text("message") && usage.is_object() && !usage.has("prompt_tokens")
            || usage.has_all(&["input_tokens", "output_tokens"])
    },
    open: || Box::new(Messages),
    row_caps: &[],
};

pub(super) const BATCH: JsonFormat = JsonFormat {
    id: "anthropic_batch_results",
    time_zone: None,
    fits: |item| item.has_all(&["custom_id", "result"]),
    open: || Box::new(BatchResults),
    row_caps: &[],
};

pub(super) const STREAM: JsonFormat = JsonFormat {
    id: "anthropic_stream_events",
    time_zone: None,
    fits: |item| item.at("type").is_text("message_start") && item.at("message").at("usage").is_object(),
    open: || Box::new(StreamEvents::default()),
    row_caps: &[],
};

/// The tokens of Anthropic's `usage`.
pub(super) fn tokens_of(usage: &Value<'_>) -> Result<TokenParts, Skip> {
    let writes = usage.at("cache_creation");
    let is_split = writes.is_object();
    Ok(TokenParts {
        uncached: usage.at("input_tokens").count()?,
        cache_read: usage.at("cache_read_input_tokens").count()?,
        write_5m: if is_split { writes.at("ephemeral_5m_input_tokens").count()? } else { None },
        write_1h: if is_split { writes.at("ephemeral_1h_input_tokens").count()? } else { None },
        write_unknown: if is_split { None } else { usage.at("cache_creation_input_tokens").count()? },
        output: usage.at("output_tokens").count()?,
        ..TokenParts::default()
    })
}

/// What a message used. It has no time of its own.
pub(super) fn message_record<'a>(message: &'a Value<'_>, day: Option<Period>) -> Result<Record<'a>, Skip> {
    let usage = message.at("usage");
    Ok(Record {
        day,
        model: message.at("model").text(),
        tier: Tier::of_text(usage.at("service_tier").text().unwrap_or("")),
        amounts: Amounts {
            requests: Some(1),
            tokens: tokens_of(usage)?,
            web_searches: usage.path(&["server_tool_use", "web_search_requests"]).count()?,
            ..Amounts::default()
        },
        ..Record::default()
    })
}

struct Messages;

impl ItemReader for Messages {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        if item.at("type").is_text("error") || item.at("error").is_object() {
            tally.skipped(Skip::Failed);
        } else if !item.at("usage").is_object() {
            tally.skipped(Skip::NotUsage);
        } else if tally.is_repeated(item.at("id").text()) {
            tally.skipped(Skip::Duplicate);
        } else {
            tally.row(message_record(item, None));
        }
    }
}

struct BatchResults;

impl ItemReader for BatchResults {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let message = item.path(&["result", "message"]);
        if !item.path(&["result", "type"]).is_text("succeeded") || !message.at("usage").is_object() {
            tally.skipped(Skip::Failed);
        } else if tally.is_repeated(message.at("id").text()) {
            tally.skipped(Skip::Duplicate);
        } else {
            tally.row(message_record(message, None).map(|record| Record { tier: Tier::Batch, ..record }));
        }
    }
}

/// `message_start` says the input, every `message_delta` the output so far.
#[derive(Default)]
struct StreamEvents {
    messages: Held,
    current: Option<String>,
}

impl ItemReader for StreamEvents {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        match item.at("type").text().unwrap_or("") {
            "message_start" => {
                let message = item.at("message");
                self.current = message.at("id").text().map(str::to_owned);
                match message_record(message, None) {
                    Ok(record) => {
                        self.messages.keep(
                            self.current.as_deref(),
                            &record,
                            Skip::Duplicate,
                            |_, _| false,
                            tally,
                        );
                    }
                    Err(skip) => tally.skipped(skip),
                }
            }
            "message_delta" => match tokens_of(item.at("usage")) {
                Ok(tokens) => {
                    tally.skipped(Skip::StreamPart);
                    if let Some(id) = &self.current {
                        self.messages.change(id, |amounts| {
                            amounts.tokens.output = tokens.output.or(amounts.tokens.output);
                        });
                    }
                }
                Err(skip) => tally.skipped(skip),
            },
            "error" => tally.skipped(Skip::Failed),
            _ => tally.skipped(Skip::StreamPart),
        }
    }

    fn finish(&mut self, tally: &mut Tally) {
        self.messages.add_all(tally);
    }
}

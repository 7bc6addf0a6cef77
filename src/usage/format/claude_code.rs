//! Claude Code: the log of a session, and the analytics of an organization.

use super::anthropic_answers::message_record;
use super::openai_api::page_member;
use super::{ItemReader, JsonFormat, UTC};
use crate::usage::held::Held;
use crate::usage::json::Value;
use crate::usage::money::Money;
use crate::usage::record::{Amounts, Label, Record, TokenParts};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const LOG: JsonFormat = JsonFormat {
    id: "claude_code_jsonl",
    time_zone: UTC,
    fits: |item| {
        item.at("type").is_text("assistant")
            && item.has("sessionId")
            && item.at("message").at("usage").is_object()
    },
    open: || Box::new(Log::default()),
    row_caps: &[],
};

pub(super) const ANALYTICS: JsonFormat = JsonFormat {
    id: "claude_code_analytics",
    time_zone: UTC,
    fits: |item| item.has_all(&["core_metrics", "model_breakdown"]),
    open: || Box::new(Analytics),
    row_caps: &[],
};

/// One response is written as several lines that repeat its input tokens; the line with the most output is kept. Logs of
/// subagents repeat messages of their parent, so a message is identified by its id alone.
#[derive(Default)]
struct Log {
    messages: Held,
}

impl ItemReader for Log {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let message = item.at("message");
        if !item.at("type").is_text("assistant") || !message.at("usage").is_object() {
            return tally.skipped(Skip::NotUsage);
        }
        if message.at("model").is_text("<synthetic>") {
            return tally.skipped(Skip::Synthetic);
        }
        match log_record(item, message) {
            Ok(record) => {
                let more_output = |new: &Amounts, old: &Amounts| new.tokens.output > old.tokens.output;
                self.messages.keep(message.at("id").text(), &record, Skip::Duplicate, more_output, tally);
            }
            Err(skip) => tally.skipped(skip),
        }
    }

    fn finish(&mut self, tally: &mut Tally) {
        self.messages.add_all(tally);
    }
}

fn log_record<'a>(item: &'a Value<'_>, message: &'a Value<'_>) -> Result<Record<'a>, Skip> {
    let record = message_record(message, item.at("timestamp").day()?)?;
    let folder =
        item.at("cwd").text().and_then(|path| path.rsplit(['/', '\\']).find(|part| !part.is_empty()));
    Ok(record.label(Label::Project, folder))
}

/// One record per day, actor and terminal. Amounts are in cents, estimated by Claude Code and not billed.
struct Analytics;

impl ItemReader for Analytics {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let models: Result<Vec<Record<'_>>, Skip> =
            item.at("model_breakdown").list().iter().map(|model| model_of_day(item, model)).collect();
        match (models, item.at("date").day()) {
            (Ok(records), Ok(day)) => {
                tally.caution(Caution::CostIsEstimate);
                tally.used();
                tally.add_rows(&Record { day, ..Record::default() }, 1);
                records.iter().for_each(|record| tally.add(record));
            }
            (Err(skip), _) | (_, Err(skip)) => tally.skipped(skip),
        }
    }

    fn member(&mut self, key: &str, value: &Value<'_>, tally: &mut Tally) {
        page_member(key, value, tally);
    }
}

fn model_of_day<'a>(item: &'a Value<'_>, model: &'a Value<'_>) -> Result<Record<'a>, Skip> {
    let (tokens, actor) = (model.at("tokens"), item.at("actor"));
    let record = Record {
        day: item.at("date").day()?,
        model: model.at("model").text(),
        user: actor.at("email_address").text(),
        amounts: Amounts {
            tokens: TokenParts {
                uncached: tokens.at("input").count()?,
                cache_read: tokens.at("cache_read").count()?,
                write_unknown: tokens.at("cache_creation").count()?,
                output: tokens.at("output").count()?,
                ..TokenParts::default()
            },
            cost: model.path(&["estimated_cost", "amount"]).charge()?.map(Money::from_cents),
            ..Amounts::default()
        },
        ..Record::default()
    };
    Ok(record.label(Label::Key, actor.at("api_key_name").text()))
}

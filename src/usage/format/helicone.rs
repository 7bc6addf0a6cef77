//! Helicone: the export of its page, whose cells are JSON, and the lines of its interface and command line. Anthropic's input
//! leaves the cache out; others' is not known to.

use super::labels::tags;
use super::{ItemReader, JsonFormat, OneRecord, TableFormat, TableReader, UTC};
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, TokenParts, UnsureInput};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const EXPORT_CSV: TableFormat = TableFormat {
    id: "helicone_export_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["heliconemetadata", "schema"]),
    open: |head| Box::new(ExportTable::new(head)),
    row_caps: &[500],
    short_rows: false,
};

/// What the command line writes: without the cache, and with objects whose quotes are doubled twice.
pub(super) const REQUESTS_CSV: TableFormat = TableFormat {
    id: "helicone_requests_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["response_created_at", "request_created_at", "prompt_tokens"]),
    open: |head| Box::new(RequestTable::new(head)),
    row_caps: &[],
    short_rows: false,
};

pub(super) const EXPORT_JSONL: JsonFormat = JsonFormat {
    id: "helicone_export_jsonl",
    time_zone: UTC,
    fits: |item| item.has_all(&["heliconeMetadata", "schema"]),
    open: || Box::new(ExportLines),
    row_caps: &[500],
};

pub(super) const JSONL: JsonFormat = JsonFormat {
    id: "helicone_jsonl",
    time_zone: UTC,
    fits: |item| {
        item.has("request_created_at")
            && (item.has("prompt_cache_read_tokens") || item.has("response_status"))
    },
    open: || Box::new(Requests),
    row_caps: &[],
};

/// The members of a call, under the names of one of the two forms.
struct Call<'a, 'b> {
    id: &'a Value<'b>,
    time: &'a Value<'b>,
    status: &'a Value<'b>,
    model: &'a Value<'b>,
    provider: &'a Value<'b>,
    user: &'a Value<'b>,
    properties: &'a Value<'b>,
    input: &'a Value<'b>,
    cache_read: &'a Value<'b>,
    cache_write: &'a Value<'b>,
    output: &'a Value<'b>,
    reasoning: &'a Value<'b>,
    cost: &'a Value<'b>,
}

impl<'a> Call<'a, '_> {
    fn count(&self, tally: &mut Tally) {
        let labels = tags(self.properties);
        let record = self.record(tally);
        tally.row(
            record
                .map(|record| labels.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag)))),
        );
    }

    fn record(&self, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        if tally.is_repeated(self.id.text()) {
            return Err(Skip::Duplicate);
        }
        if !self.status.text().is_none_or(|status| status.starts_with('2')) {
            return Err(Skip::Failed);
        }
        let input = self.input.count()?;
        let tokens = TokenParts {
            cache_read: self.cache_read.count()?,
            write_unknown: self.cache_write.count()?,
            output: self.output.count()?,
            reasoning: self.reasoning.count()?,
            ..TokenParts::default()
        };
        let provider = self.provider.text().unwrap_or("");
        let leaves_out = provider.eq_ignore_ascii_case("anthropic") || tokens.cached() == 0;
        let unsure_input = match input {
            Some(input) if !leaves_out => Some(UnsureInput { tokens: input, group: tally.group(provider) }),
            _ => None,
        };
        let cost = self.cost.charge()?;
        Ok(Record {
            day: self.time.day()?,
            model: self.model.text(),
            user: self.user.text(),
            amounts: Amounts {
                requests: Some(1),
                tokens: TokenParts { uncached: if unsure_input.is_some() { None } else { input }, ..tokens },
                cost,
                unpriced_requests: if cost.is_none() { Some(1) } else { None },
                ..Amounts::default()
            },
            unsure_input,
            ..Record::default()
        })
    }
}

fn read_export(item: &Value<'_>, metadata: &Value<'_>, tally: &mut Tally) {
    let call = Call {
        id: metadata.first(&["requestId"]),
        time: metadata.at("createdAt"),
        status: metadata.path(&["status", "code"]),
        model: item.at("model"),
        provider: metadata.at("provider"),
        user: metadata.at("user"),
        properties: metadata.at("customProperties"),
        input: metadata.at("promptTokens"),
        cache_read: metadata.at("promptCacheReadTokens"),
        cache_write: metadata.at("promptCacheWriteTokens"),
        output: metadata.at("completionTokens"),
        reasoning: metadata.at("reasoningTokens"),
        cost: metadata.at("cost"),
    };
    call.count(tally);
}

struct ExportTable {
    model: TextColumn,
    metadata: TextColumn,
}

impl ExportTable {
    fn new(head: &mut Head) -> Self {
        Self { model: head.text(&["model"]), metadata: head.text(&["heliconemetadata"]) }
    }
}

impl TableReader for ExportTable {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        match Value::parse(row.text(self.metadata)) {
            Some(metadata) => {
                let model = Value::Text(row.text(self.model).into());
                read_export(&Value::Object(vec![("model".into(), model)]), &metadata, tally);
            }
            None => tally.skipped(Skip::Malformed),
        }
    }
}

struct RequestTable {
    id: TextColumn,
    time: TimeColumn,
    status: TextColumn,
    model: TextColumn,
    user: TextColumn,
    input: NumberColumn,
    output: NumberColumn,
    cost: NumberColumn,
}

impl RequestTable {
    fn new(head: &mut Head) -> Self {
        Self {
            id: head.text(&["response_id", "request_id"]),
            time: head.time(&["request_created_at"]),
            status: head.text(&["response_status"]),
            model: head.text(&["model", "request_model"]),
            user: head.text(&["request_user_id"]),
            input: head.number(&["prompt_tokens"]),
            output: head.number(&["completion_tokens"]),
            cost: head.number(&["cost", "cost_usd"]),
        }
    }
}

impl OneRecord for RequestTable {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        tally.caution(Caution::CacheNotToldApart);
        if tally.is_repeated(row.some_text(self.id)) {
            return Err(Skip::Duplicate);
        }
        if !row.some_text(self.status).is_none_or(|status| status.starts_with('2')) {
            return Err(Skip::Failed);
        }
        let cost = row.charge(self.cost)?;
        Ok(Record {
            day: row.day(self.time)?,
            model: row.some_text(self.model),
            user: row.some_text(self.user),
            amounts: Amounts {
                requests: Some(1),
                tokens: TokenParts {
                    undivided: row.count(self.input)?,
                    output: row.count(self.output)?,
                    ..TokenParts::default()
                },
                cost,
                unpriced_requests: if cost.is_none() { Some(1) } else { None },
                ..Amounts::default()
            },
            ..Record::default()
        })
    }
}

struct ExportLines;

impl ItemReader for ExportLines {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        match item.at("heliconeMetadata") {
            Value::Text(text) => match Value::parse(text) {
                Some(metadata) => read_export(item, &metadata, tally),
                None => tally.skipped(Skip::Malformed),
            },
            metadata => read_export(item, metadata, tally),
        }
    }
}

struct Requests;

impl ItemReader for Requests {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let call = Call {
            id: item.first(&["request_id", "response_id"]),
            time: item.at("request_created_at"),
            status: item.at("response_status"),
            model: item.first(&["response_model", "request_model", "model"]),
            provider: item.at("provider"),
            user: item.first(&["request_user_id", "user_id"]),
            properties: item.first(&["request_properties", "properties"]),
            input: item.at("prompt_tokens"),
            cache_read: item.at("prompt_cache_read_tokens"),
            cache_write: item.at("prompt_cache_write_tokens"),
            output: item.at("completion_tokens"),
            reasoning: item.at("reasoning_tokens"),
            cost: item.first(&["costUSD", "cost_usd", "cost"]),
        };
        call.count(tally);
    }
}

//! OpenAI's usage export: one row a period, key, model and project. Input contains the cache.

use super::{OneRecord, TableFormat, UTC};
use crate::usage::record::{Amounts, Label, Record, Tier, TokenParts};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

const EMPTY: [&str; 4] = ["start_time", "end_time", "start_time_iso", "end_time_iso"];

pub(super) const FORMAT: TableFormat = TableFormat {
    id: "openai_usage_csv",
    time_zone: UTC,
    // Exports of embeddings and the like have the same columns without the cache.
    fits: |names| {
        let is_export = names.has_any(&["start_time_iso", "input_cached_tokens"]);
        names.has("num_model_requests") && is_export || names.are(&EMPTY)
    },
    open: |head| Box::new(OpenAiUsage::new(head)),
    row_caps: &[],
    short_rows: true,
};

struct OpenAiUsage {
    time: TimeColumn,
    model: TextColumn,
    batch: TextColumn,
    tier: TextColumn,
    user: TextColumn,
    project: TextColumn,
    key: TextColumn,
    requests: NumberColumn,
    input: NumberColumn,
    cached: NumberColumn,
    written: NumberColumn,
    output: NumberColumn,
}

impl OpenAiUsage {
    fn new(head: &mut Head) -> Self {
        Self {
            time: head.time(&["start_time", "start_time_iso"]),
            model: head.text(&["model"]),
            batch: head.text(&["batch"]),
            tier: head.text(&["service_tier"]),
            user: head.text(&["user_id"]),
            project: head.text(&["project_name", "project_id"]),
            key: head.text(&["api_key_name", "api_key_id"]),
            requests: head.number(&["num_model_requests"]),
            input: head.number(&["input_tokens"]),
            cached: head.number(&["input_cached_tokens"]),
            written: head.number(&["input_cache_write_tokens"]),
            output: head.number(&["output_tokens"]),
        }
    }
}

impl OneRecord for OpenAiUsage {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        if !self.requests.is_there() {
            tally.caution(Caution::NoUse);
        }
        let day = row.day(self.time)?;
        if [self.requests, self.input, self.output].iter().all(|column| row.is_blank(*column)) {
            return Err(Skip::EmptyBucket);
        }
        let tokens = TokenParts {
            cache_read: row.count(self.cached)?,
            write_unknown: row.count(self.written)?,
            output: row.count(self.output)?,
            ..TokenParts::default()
        };
        let tokens = tokens.with_input_that_contains_cache(row.count(self.input)?)?;
        let is_batch = row.text(self.batch).eq_ignore_ascii_case("true");
        let record = Record {
            day,
            model: row.some_text(self.model),
            user: row.some_text(self.user),
            tier: if is_batch { Tier::Batch } else { Tier::of_text(row.text(self.tier)) },
            amounts: Amounts { requests: row.count(self.requests)?, tokens, ..Amounts::default() },
            ..Record::default()
        };
        Ok(record
            .label(Label::Project, row.some_text(self.project))
            .label(Label::Key, row.some_text(self.key)))
    }
}

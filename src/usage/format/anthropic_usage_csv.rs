//! Anthropic's usage export: one row a day, model and key. Input leaves the cache out; neither requests nor cost.

use super::{OneRecord, TableFormat, UTC};
use crate::usage::record::{Amounts, Label, Record, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const FORMAT: TableFormat = TableFormat {
    id: "anthropic_usage_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["usage_date_utc", "usage_output_tokens"]),
    open: |head| Box::new(AnthropicUsage::new(head)),
    row_caps: &[],
    short_rows: false,
};

struct AnthropicUsage {
    time: TimeColumn,
    model: TextColumn,
    key: TextColumn,
    workspace: TextColumn,
    kind: TextColumn,
    context: TextColumn,
    uncached: NumberColumn,
    write_5m: NumberColumn,
    write_1h: NumberColumn,
    write_unknown: NumberColumn,
    cache_read: NumberColumn,
    output: NumberColumn,
    searches: NumberColumn,
}

impl AnthropicUsage {
    fn new(head: &mut Head) -> Self {
        Self {
            time: head.time(&["usage_date_utc"]),
            model: head.text(&["model_version", "model"]),
            key: head.text(&["api_key"]),
            workspace: head.text(&["workspace"]),
            kind: head.text(&["usage_type"]),
            context: head.text(&["context_window"]),
            uncached: head.number(&["usage_input_tokens_no_cache", "usage_input_tokens"]),
            write_5m: head.number(&["usage_input_tokens_cache_write_5m"]),
            write_1h: head.number(&["usage_input_tokens_cache_write_1h"]),
            write_unknown: head.number(&["usage_input_tokens_cache_write"]),
            cache_read: head.number(&["usage_input_tokens_cache_read"]),
            output: head.number(&["usage_output_tokens"]),
            searches: head.number(&["web_search_count"]),
        }
    }
}

impl OneRecord for AnthropicUsage {
    fn record<'a>(&mut self, row: Row<'a>, _: &mut Tally) -> Result<Record<'a>, Skip> {
        let tokens = TokenParts {
            uncached: row.count(self.uncached)?,
            cache_read: row.count(self.cache_read)?,
            write_5m: row.count(self.write_5m)?,
            write_1h: row.count(self.write_1h)?,
            write_unknown: row.count(self.write_unknown)?,
            output: row.count(self.output)?,
            ..TokenParts::default()
        };
        let record = Record {
            day: row.day(self.time)?,
            model: row.some_text(self.model),
            tier: tier(row.text(self.kind), row.text(self.context)),
            amounts: Amounts { tokens, web_searches: row.count(self.searches)?, ..Amounts::default() },
            ..Record::default()
        };
        Ok(record
            .label(Label::Project, row.some_text(self.workspace))
            .label(Label::Key, row.some_text(self.key)))
    }
}

/// The tier by the kind of use, else by the length of the context. The sign before `200k` is not ASCII and gets damaged, so
/// that only the one that says "above" counts.
pub(super) fn tier(kind: &str, context: &str) -> Tier {
    match Tier::of_text(kind) {
        Tier::Standard => Tier::of_text(context),
        tier => tier,
    }
}

//! OpenCode's export: one row a day, user and model. Input leaves the cache out.

use super::{OneRecord, TableFormat, UTC};
use crate::usage::money::Money;
use crate::usage::record::{Amounts, Record, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const FORMAT: TableFormat = TableFormat {
    id: "opencode_usage_csv",
    time_zone: UTC,
    fits: |names| names.has("cost_micro_cents"),
    open: |head| Box::new(OpenCode::new(head)),
    row_caps: &[],
    short_rows: false,
};

struct OpenCode {
    time: TimeColumn,
    model: TextColumn,
    user: TextColumn,
    requests: NumberColumn,
    uncached: NumberColumn,
    cache_read: NumberColumn,
    write_5m: NumberColumn,
    write_1h: NumberColumn,
    output: NumberColumn,
    micro_cents: NumberColumn,
}

impl OpenCode {
    fn new(head: &mut Head) -> Self {
        Self {
            time: head.time(&["day"]),
            model: head.text(&["model"]),
            user: head.text(&["user_name", "user_id"]),
            requests: head.number(&["requests"]),
            uncached: head.number(&["input_tokens"]),
            cache_read: head.number(&["cache_read_tokens"]),
            write_5m: head.number(&["cache_write_5m_tokens"]),
            write_1h: head.number(&["cache_write_1h_tokens"]),
            output: head.number(&["output_tokens"]),
            micro_cents: head.number(&["cost_micro_cents"]),
        }
    }
}

impl OneRecord for OpenCode {
    fn record<'a>(&mut self, row: Row<'a>, _: &mut Tally) -> Result<Record<'a>, Skip> {
        let tokens = TokenParts {
            uncached: row.count(self.uncached)?,
            cache_read: row.count(self.cache_read)?,
            write_5m: row.count(self.write_5m)?,
            write_1h: row.count(self.write_1h)?,
            output: row.count(self.output)?,
            ..TokenParts::default()
        };
        Ok(Record {
            day: row.day(self.time)?,
            model: row.some_text(self.model),
            user: row.some_text(self.user),
            amounts: Amounts {
                requests: row.count(self.requests)?,
                tokens,
                cost: row.count(self.micro_cents)?.map(Money::from_micro_cents),
                ..Amounts::default()
            },
            ..Record::default()
        })
    }
}

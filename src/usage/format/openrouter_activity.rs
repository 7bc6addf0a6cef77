//! OpenRouter's activity: one row a day, model and provider. Cached tokens are inside the input and not told apart.

use super::{ItemReader, JsonFormat, OneRecord, TableFormat, UTC};
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Record, TokenParts};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const CSV: TableFormat = TableFormat {
    id: "openrouter_activity_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["slug", "byok usage"]),
    open: |head| Box::new(Activity::new(head)),
    row_caps: &[],
    short_rows: false,
};

pub(super) const API: JsonFormat = JsonFormat {
    id: "openrouter_activity_api",
    time_zone: UTC,
    fits: |item| item.has_all(&["byok_usage_inference", "requests"]),
    open: || Box::new(ActivityPage),
    row_caps: &[],
};

struct Activity {
    time: TimeColumn,
    model: TextColumn,
    cost: NumberColumn,
    byok: NumberColumn,
    requests: NumberColumn,
    input: NumberColumn,
    output: NumberColumn,
    reasoning: NumberColumn,
}

impl Activity {
    fn new(head: &mut Head) -> Self {
        Self {
            time: head.time(&["date"]),
            model: head.text(&["slug"]),
            cost: head.number(&["usage"]),
            byok: head.number(&["byok usage"]),
            requests: head.number(&["requests"]),
            input: head.number(&["prompt tokens"]),
            output: head.number(&["completion tokens"]),
            reasoning: head.number(&["reasoning tokens"]),
        }
    }
}

impl OneRecord for Activity {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        tally.caution(Caution::CacheNotToldApart);
        Ok(Record {
            day: row.day(self.time)?,
            model: row.some_text(self.model),
            amounts: Amounts {
                requests: row.count(self.requests)?,
                tokens: TokenParts {
                    undivided: row.count(self.input)?,
                    output: row.count(self.output)?,
                    reasoning: row.count(self.reasoning)?,
                    ..TokenParts::default()
                },
                cost: row.charge(self.cost)?,
                byok: row.charge(self.byok)?,
                ..Amounts::default()
            },
            ..Record::default()
        })
    }
}

struct ActivityPage;

impl ItemReader for ActivityPage {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        tally.caution(Caution::CacheNotToldApart);
        tally.row(activity(item));
    }
}

fn activity<'a>(item: &'a Value<'_>) -> Result<Record<'a>, Skip> {
    Ok(Record {
        day: item.at("date").day()?,
        model: item.first(&["model", "model_permaslug"]).text(),
        amounts: Amounts {
            requests: item.at("requests").count()?,
            tokens: TokenParts {
                undivided: item.at("prompt_tokens").count()?,
                output: item.at("completion_tokens").count()?,
                reasoning: item.at("reasoning_tokens").count()?,
                ..TokenParts::default()
            },
            cost: item.at("usage").charge()?,
            byok: item.at("byok_usage_inference").charge()?,
            ..Amounts::default()
        },
        ..Record::default()
    })
}

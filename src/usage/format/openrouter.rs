//! OpenRouter's export of generations: one row a call. Input contains cache reads; cache writes are not told apart.

use super::{OneRecord, TableFormat, UTC};
use crate::usage::record::{Amounts, Label, Record, Tier, TokenParts};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const FORMAT: TableFormat = TableFormat {
    id: "openrouter_generations_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["generation_id", "tokens_prompt"]),
    open: |head| Box::new(Generations::new(head)),
    row_caps: &[],
    short_rows: false,
};

struct Generations {
    id: TextColumn,
    time: TimeColumn,
    model: TextColumn,
    user: TextColumn,
    app: TextColumn,
    key: TextColumn,
    variant: TextColumn,
    input: NumberColumn,
    cached: NumberColumn,
    output: NumberColumn,
    reasoning: NumberColumn,
    cost: NumberColumn,
    search: NumberColumn,
    files: NumberColumn,
    byok: NumberColumn,
}

impl Generations {
    fn new(head: &mut Head) -> Self {
        Self {
            id: head.text(&["generation_id"]),
            time: head.time(&["created_at"]),
            model: head.text(&["model_permaslug", "model"]),
            user: head.text(&["user"]),
            app: head.text(&["app_name"]),
            key: head.text(&["api_key_name"]),
            variant: head.text(&["variant"]),
            input: head.number(&["tokens_prompt"]),
            cached: head.number(&["tokens_cached"]),
            output: head.number(&["tokens_completion"]),
            reasoning: head.number(&["tokens_reasoning"]),
            cost: head.number(&["cost_total"]),
            search: head.number(&["cost_web_search"]),
            files: head.number(&["cost_file_processing"]),
            byok: head.number(&["byok_usage_inference"]),
        }
    }
}

impl OneRecord for Generations {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        tally.caution(Caution::CacheWritesHidden);
        if tally.is_repeated(row.some_text(self.id)) {
            return Err(Skip::Duplicate);
        }
        let day = row.day(self.time)?.ok_or(Skip::BadTime)?;
        let input = row.count(self.input)?;
        let cost = row.charge(self.cost)?;
        let tokens = TokenParts {
            cache_read: row.count(self.cached)?,
            output: row.count(self.output)?,
            reasoning: row.count(self.reasoning)?,
            ..TokenParts::default()
        };
        let mut tool_cost = row.charge(self.search)?;
        crate::usage::record::add_money(&mut tool_cost, row.charge(self.files)?);
        let record = Record {
            day: Some(day),
            model: row.some_text(self.model),
            user: row.some_text(self.user),
            tier: Tier::of_text(row.text(self.variant)),
            amounts: Amounts {
                requests: Some(1),
                tokens: tokens.with_input_that_contains_cache(input)?,
                cost,
                tool_cost,
                byok: row.charge(self.byok)?,
                ..Amounts::default()
            },
            ..Record::default()
        };
        Ok(record.label(Label::Team, row.some_text(self.app)).label(Label::Key, row.some_text(self.key)))
    }
}

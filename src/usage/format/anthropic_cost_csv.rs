//! Anthropic's cost export: one row a day, model, key and kind of token, rounded to cents. No tokens.

use super::anthropic_usage_csv::tier;
use super::{OneRecord, TableFormat, UTC};
use crate::usage::record::{Amounts, Label, Record, TOOLS};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const FORMAT: TableFormat = TableFormat {
    id: "anthropic_cost_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["usage_date_utc", "cost_usd", "token_type"]),
    open: |head| Box::new(AnthropicCost::new(head)),
    row_caps: &[],
    short_rows: false,
};

struct AnthropicCost {
    time: TimeColumn,
    model: TextColumn,
    workspace: TextColumn,
    key: TextColumn,
    kind: TextColumn,
    context: TextColumn,
    token: TextColumn,
    cost: NumberColumn,
    list: NumberColumn,
}

impl AnthropicCost {
    fn new(head: &mut Head) -> Self {
        Self {
            time: head.time(&["usage_date_utc"]),
            model: head.text(&["model"]),
            workspace: head.text(&["workspace"]),
            key: head.text(&["api_key"]),
            kind: head.text(&["usage_type"]),
            context: head.text(&["context_window"]),
            token: head.text(&["token_type"]),
            cost: head.number(&["cost_usd"]),
            list: head.number(&["list_price_usd"]),
        }
    }
}

impl OneRecord for AnthropicCost {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        tally.caution(Caution::RoundedToCents);
        let (cost, list_price) = (row.money(self.cost)?, row.money(self.list)?);
        let day = row.day(self.time)?;
        if cost.is_some_and(crate::usage::money::Money::is_negative) {
            tally.credit(cost);
            return Err(Skip::Credit);
        }
        let is_tool = row.text(self.token).is_empty();
        let record = Record {
            day,
            model: if is_tool { Some(TOOLS) } else { row.some_text(self.model) },
            tier: tier(row.text(self.kind), row.text(self.context)),
            amounts: Amounts {
                cost,
                list_price,
                tool_cost: if is_tool { cost } else { None },
                ..Amounts::default()
            },
            ..Record::default()
        };
        Ok(record
            .label(Label::Project, row.some_text(self.workspace))
            .label(Label::Key, row.some_text(self.key)))
    }
}

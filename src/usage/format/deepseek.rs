//! DeepSeek's two exports: amounts, one row a kind with its price per token, and costs. Days are as written, in whatever zone.

use super::{OneRecord, TableFormat};
use crate::usage::record::{Amounts, Kind, Label, Record, TokenParts};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const COST: TableFormat = TableFormat {
    id: "deepseek_cost_csv",
    time_zone: Some("as written"),
    fits: |names| names.has_all(&["wallet_type", "cost", "currency"]),
    open: |head| Box::new(Costs::new(head)),
    row_caps: &[],
    short_rows: false,
};

pub(super) const AMOUNT: TableFormat = TableFormat {
    id: "deepseek_amount_csv",
    time_zone: Some("as written in each time (may be +08:00)"),
    fits: |names| names.has_all(&["type", "price", "amount", "api_key_name"]),
    open: |head| Box::new(Usage::new(head)),
    row_caps: &[],
    short_rows: false,
};

const TIMES: [&str; 2] = ["start_time_iso", "utc_date"];

struct Costs {
    time: TimeColumn,
    model: TextColumn,
    user: TextColumn,
    currency: TextColumn,
    cost: NumberColumn,
}

impl Costs {
    fn new(head: &mut Head) -> Self {
        Self {
            time: head.time(&TIMES),
            model: head.text(&["model"]),
            user: head.text(&["user_id"]),
            currency: head.text(&["currency"]),
            cost: head.number(&["cost"]),
        }
    }
}

impl OneRecord for Costs {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        let cost = row.charge(self.cost)?;
        if !tally.is_usd(row.text(self.currency), cost) {
            return Err(Skip::OtherCurrency);
        }
        Ok(Record {
            day: row.day(self.time)?,
            model: row.some_text(self.model),
            user: row.some_text(self.user),
            amounts: Amounts { cost, ..Amounts::default() },
            ..Record::default()
        })
    }
}

struct Usage {
    time: TimeColumn,
    model: TextColumn,
    user: TextColumn,
    key: TextColumn,
    kind: TextColumn,
    price: NumberColumn,
    amount: NumberColumn,
}

impl Usage {
    fn new(head: &mut Head) -> Self {
        Self {
            time: head.time(&TIMES),
            model: head.text(&["model"]),
            user: head.text(&["user_id"]),
            key: head.text(&["api_key_name"]),
            kind: head.text(&["type"]),
            price: head.number(&["price"]),
            amount: head.number(&["amount"]),
        }
    }
}

impl OneRecord for Usage {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        tally.caution(Caution::CurrencyUnknown);
        let count = row.count(self.amount)?;
        let cost = row.charge(self.price)?.zip(count).map(|(price, count)| price.times(count));
        let tokens = |kind| TokenParts::of_kind(kind, count);
        let mut amounts = Amounts { cost, ..Amounts::default() };
        match row.text(self.kind) {
            "request_count" => amounts.requests = count,
            "input_cache_hit_tokens" => amounts.tokens = tokens(Kind::CacheRead),
            "input_cache_miss_tokens" | "input_tokens" => amounts.tokens = tokens(Kind::Uncached),
            "output_tokens" => amounts.tokens = tokens(Kind::Output),
            "reasoning_tokens" => amounts.tokens = tokens(Kind::Reasoning),
            _ => return Err(Skip::NotUsage),
        }
        let record = Record {
            day: row.day(self.time)?,
            model: row.some_text(self.model),
            user: row.some_text(self.user),
            amounts,
            ..Record::default()
        };
        Ok(record.label(Label::Key, row.some_text(self.key)))
    }
}

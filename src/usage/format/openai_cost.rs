//! OpenAI's costs, as the export and as the API hands them out: one row a day and line item. The kind of token is part of the
//! line item; items without one are tools.

use super::{ItemReader, JsonFormat, OneRecord, TableFormat, UTC};
use crate::units::each_place;
use crate::usage::day::Period;
use crate::usage::json::Value;
use crate::usage::money::Money;
use crate::usage::record::{Amounts, Kind, Label, Record, TOOLS, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const CSV: TableFormat = TableFormat {
    id: "openai_cost_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["amount_value", "amount_currency", "start_time_iso"]),
    open: |head| Box::new(OpenAiCost::new(head)),
    row_caps: &[],
    short_rows: true,
};

pub(super) const API: JsonFormat = JsonFormat {
    id: "openai_costs_api",
    time_zone: UTC,
    fits: |item| {
        item.at("results")
            .list()
            .iter()
            .any(|result| result.at("object").is_text("organization.costs.result"))
    },
    open: || Box::new(OpenAiCostsPage),
    row_caps: &[],
};

/// What a line item says.
struct LineItem<'a> {
    model: &'a str,
    kind: Option<Kind>,
    tier: Tier,
}

/// What is before and behind a separator of so many bytes.
fn around(text: &str, at: usize, bytes: usize) -> Option<(&str, &str)> {
    Some((text.get(..at)?, text.get(at + bytes..)?))
}

/// `[<tier> | ]<model>, <kind>[, long context]`.
fn read_line_item(text: &str) -> LineItem<'_> {
    let (tier, rest) =
        each_place(text, " | ").next().and_then(|at| around(text, at, 3)).unwrap_or(("", text));
    let (rest, is_long) = rest.strip_suffix(", long context").map_or((rest, false), |rest| (rest, true));
    let kind_and_model =
        each_place(rest, ", ").last().and_then(|at| around(rest, at, 2)).and_then(|(model, kind)| {
            let kind = match kind.trim() {
                "input" => Kind::Uncached,
                "cached input" => Kind::CacheRead,
                "cache writes" | "cache write" => Kind::WriteUnknown,
                "output" => Kind::Output,
                _ => return None,
            };
            Some((model.trim(), kind))
        });
    let tier = if is_long { Tier::LongContext } else { Tier::of_text(tier) };
    match kind_and_model {
        Some((model, kind)) => LineItem { model, kind: Some(kind), tier },
        None => LineItem { model: TOOLS, kind: None, tier },
    }
}

/// The record of a charge.
fn charge<'a>(day: Option<Period>, item: Option<&'a str>, tokens: Option<u64>, cost: Money) -> Record<'a> {
    let mut amounts = Amounts { cost: Some(cost), ..Amounts::default() };
    let Some(item) = item.map(read_line_item) else {
        return Record { day, amounts, ..Record::default() };
    };
    match item.kind {
        Some(kind) => amounts.tokens = TokenParts::of_kind(kind, tokens),
        None => amounts.tool_cost = Some(cost),
    }
    Record { day, model: Some(item.model), tier: item.tier, amounts, ..Record::default() }
}

/// How many tokens a unit is; nothing where it counts something else.
fn token_scale(unit: &str) -> Option<u32> {
    match unit {
        "tokens" => Some(1),
        "1000_tokens" => Some(1_000),
        _ => None,
    }
}

struct OpenAiCost {
    time: TimeColumn,
    amount: NumberColumn,
    currency: TextColumn,
    quantity: NumberColumn,
    unit: TextColumn,
    item: TextColumn,
    user: TextColumn,
    key: TextColumn,
    project: TextColumn,
}

impl OpenAiCost {
    fn new(head: &mut Head) -> Self {
        Self {
            // The ISO times lack the zone in some rows.
            time: head.time(&["start_time", "start_time_iso"]),
            amount: head.number(&["amount_value"]),
            currency: head.text(&["amount_currency"]),
            quantity: head.number(&["quantity"]),
            unit: head.text(&["quantity_unit"]),
            item: head.text(&["line_item"]),
            user: head.text(&["user_id"]),
            key: head.text(&["api_key_id"]),
            project: head.text(&["project_name", "project_id"]),
        }
    }
}

impl OneRecord for OpenAiCost {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        let day = row.day(self.time)?;
        let Some(cost) = row.money(self.amount)? else {
            return Err(Skip::EmptyBucket);
        };
        if !tally.is_usd(row.text(self.currency), Some(cost)) {
            return Err(Skip::OtherCurrency);
        }
        if cost.is_negative() {
            tally.credit(Some(cost));
            return Err(Skip::Credit);
        }
        let tokens = match token_scale(row.text(self.unit)) {
            Some(scale) => row.scaled_count(self.quantity, scale)?,
            None => None,
        };
        let mut record = charge(day, row.some_text(self.item), tokens, cost);
        record.user = row.some_text(self.user);
        Ok(record
            .label(Label::Project, row.some_text(self.project))
            .label(Label::Key, row.some_text(self.key)))
    }
}

struct OpenAiCostsPage;

impl ItemReader for OpenAiCostsPage {
    fn read(&mut self, bucket: &Value<'_>, tally: &mut Tally) {
        for result in bucket.at("results").list() {
            let record = cost_result(bucket, result, tally);
            tally.row(record);
        }
    }

    fn member(&mut self, key: &str, value: &Value<'_>, tally: &mut Tally) {
        super::openai_api::page_member(key, value, tally);
    }
}

fn cost_result<'a>(bucket: &Value<'_>, result: &'a Value<'_>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
    let amount = result.at("amount");
    let cost = amount.at("value").money()?.ok_or(Skip::EmptyBucket)?;
    if !tally.is_usd(amount.at("currency").text().unwrap_or(""), Some(cost)) {
        return Err(Skip::OtherCurrency);
    }
    if cost.is_negative() {
        tally.credit(Some(cost));
        return Err(Skip::Credit);
    }
    let tokens = match result.at("quantity_unit").text().and_then(token_scale) {
        Some(scale) => result.at("quantity").scaled_count(scale)?,
        None => None,
    };
    let day = bucket.first(&["start_time", "start_time_iso"]).day()?;
    let record = charge(day, result.at("line_item").text(), tokens, cost);
    Ok(record
        .label(Label::Project, result.first(&["project_name", "project_id"]).text())
        .label(Label::Key, result.at("api_key_id").text()))
}

//! Rows of Google Cloud's export to BigQuery: one row an hour and SKU, the cost before credits.

use super::cloud::model_of_sku;
use super::gcp::{Charge, charge_of_sku};
use super::labels::tags;
use super::{ItemReader, JsonFormat, TableFormat, TableReader};
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, TOOLS, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::table::Row;
use crate::usage::tally::Tally;
use std::borrow::Cow;

pub(super) const FORMAT: JsonFormat = JsonFormat {
    id: "gcp_bigquery_json",
    time_zone: Some("UTC instants; invoice month is Pacific Time"),
    fits: |item| item.has_all(&["sku", "usage", "credits"]),
    open: || Box::new(BigQuery),
    row_caps: &[],
};

/// The same rows as CSV: nested members are JSON in a cell, or columns with a dot in their name.
pub(super) const CSV: TableFormat = TableFormat {
    id: "gcp_bigquery_csv",
    time_zone: FORMAT.time_zone,
    fits: |names| {
        let is_nested = names.has_all(&["sku", "usage", "credits"]) || names.has("sku.description");
        names.has_all(&["cost", "usage_start_time"]) && is_nested
    },
    open: |head| {
        Box::new(BigQueryTable {
            names: head.originals.iter().map(|name| name.to_ascii_lowercase()).collect(),
        })
    },
    row_caps: &[],
    short_rows: false,
};

struct BigQuery;

struct BigQueryTable {
    names: Vec<String>,
}

impl TableReader for BigQueryTable {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        let mut members: Vec<(Cow<'_, str>, Value<'_>)> = Vec::new();
        for (at, name) in self.names.iter().enumerate() {
            let cell = row.cell_at(at);
            let value = match cell.starts_with(['{', '[']).then(|| Value::parse(cell)).flatten() {
                Some(value) => value,
                None => Value::Text(cell.into()),
            };
            let Some((outer, inner)) = name.split_once('.') else {
                members.push((name.as_str().into(), value));
                continue;
            };
            let at = members.iter().position(|(key, _)| key == outer).unwrap_or(members.len());
            if at == members.len() {
                members.push((outer.into(), Value::Object(Vec::new())));
            }
            if let Some((_, Value::Object(object))) = members.get_mut(at) {
                object.push((inner.into(), value));
            }
        }
        BigQuery.read(&Value::Object(members), tally);
    }
}

impl ItemReader for BigQuery {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let model = model_of_sku(item.path(&["sku", "description"]).text().unwrap_or(""));
        let labels = tags(item.at("labels"));
        let record = row_record(item, &model, tally);
        tally.row(
            record
                .map(|record| labels.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag)))),
        );
    }
}

fn row_record<'a>(item: &'a Value<'_>, model: &'a str, tally: &mut Tally) -> Result<Record<'a>, Skip> {
    let cost = item.at("cost").money()?;
    if !tally.is_usd(item.at("currency").text().unwrap_or(""), cost) {
        return Err(Skip::OtherCurrency);
    }
    for credit in item.at("credits").list() {
        tally.credit(credit.at("amount").money()?);
    }
    match item.at("cost_type").text().unwrap_or("regular") {
        "tax" => {
            tally.tax(cost);
            return Err(Skip::Tax);
        }
        "rounding_error" => return Err(Skip::RoundingRow),
        "adjustment" => return Err(Skip::Adjustment),
        _ => {}
    }
    if cost.is_some_and(crate::usage::money::Money::is_negative) {
        tally.credit(cost);
        return Err(Skip::Credit);
    }
    let sku = item.path(&["sku", "description"]).text().unwrap_or("");
    let amounts = match charge_of_sku(item.path(&["service", "description"]).text().unwrap_or(""), sku) {
        Charge::Tokens(kind) => Amounts {
            tokens: TokenParts::of_kind(kind, item.path(&["usage", "amount"]).count()?),
            cost,
            ..Amounts::default()
        },
        Charge::Tool => Amounts { cost, tool_cost: cost, ..Amounts::default() },
        Charge::Other => {
            tally.other_service(cost);
            return Err(Skip::OtherService);
        }
    };
    let project = item.at("project");
    let record = Record {
        day: item.at("usage_start_time").day()?,
        model: Some(if amounts.tool_cost.is_some() { TOOLS } else { model }),
        tier: Tier::of_text(sku),
        amounts,
        ..Record::default()
    };
    Ok(record.label(Label::Project, project.first(&["name", "id"]).text()))
}

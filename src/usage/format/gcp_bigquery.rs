//! Rows of Google Cloud's export to BigQuery: one row an hour and SKU, the cost before credits.

use super::cloud::model_of_sku;
use super::gcp::{Charge, charge_of_sku};
use super::labels::tags;
use super::{ItemReader, JsonFormat};
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, TOOLS, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const FORMAT: JsonFormat = JsonFormat {
    id: "gcp_bigquery_json",
    time_zone: Some("UTC instants; invoice month is Pacific Time"),
    fits: |item| item.has_all(&["sku", "usage", "credits"]),
    open: || Box::new(BigQuery),
    row_caps: &[],
};

struct BigQuery;

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

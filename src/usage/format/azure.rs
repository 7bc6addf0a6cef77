//! Azure's cost details: the kind of token is part of the meter's name, the unit in every row.

use super::cloud::{kind_of_azure_meter, model_of_azure_meter, unit_scale};
use super::labels::tags;
use super::{TableFormat, TableReader, UTC};
use crate::units::holds;
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const FORMAT: TableFormat = TableFormat {
    id: "azure_cost_csv",
    time_zone: UTC,
    fits: |names| {
        names.has_all(&["metername", "unitofmeasure"])
            && names.has_any(&["costinbillingcurrency", "pretaxcost", "cost"])
    },
    open: |head| Box::new(Azure::new(head)),
    row_caps: &[],
    short_rows: false,
};

struct Azure {
    time: TimeColumn,
    category: TextColumn,
    sub_category: TextColumn,
    meter: TextColumn,
    unit: TextColumn,
    resource: TextColumn,
    tags: TextColumn,
    charge_type: TextColumn,
    currency: TextColumn,
    quantity: NumberColumn,
    cost: NumberColumn,
}

impl Azure {
    fn new(head: &mut Head) -> Self {
        Self {
            time: head.time(&["date", "usagedatetime", "usagedate"]),
            category: head.text(&["metercategory"]),
            sub_category: head.text(&["metersubcategory"]),
            meter: head.text(&["metername"]),
            unit: head.text(&["unitofmeasure"]),
            resource: head.text(&["resourcename", "resourceid", "instanceid"]),
            tags: head.text(&["tags"]),
            charge_type: head.text(&["chargetype"]),
            currency: head.text(&["billingcurrencycode", "billingcurrency", "currency"]),
            quantity: head.number(&["quantity", "usagequantity"]),
            cost: head.number(&["costinbillingcurrency", "pretaxcost", "cost"]),
        }
    }

    fn is_inference(&self, row: Row<'_>) -> bool {
        let words = ["openai", "foundry", "ai model", "tokens"];
        [self.category, self.sub_category, self.meter].iter().any(|column| {
            let text = row.text(*column).to_ascii_lowercase();
            words.iter().any(|word| holds(&text, word))
        })
    }

    fn record<'a>(&self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        let cost = row.money(self.cost)?;
        if !self.is_inference(row) {
            tally.other_service(cost);
            return Err(Skip::OtherService);
        }
        match row.text(self.charge_type) {
            "Refund" => return Err(Skip::Refund),
            "Tax" => {
                tally.tax(cost);
                return Err(Skip::Tax);
            }
            "" | "Usage" => {}
            "RoundingAdjustment" => return Err(Skip::RoundingRow),
            _ => return Err(Skip::Purchase),
        }
        if !tally.is_usd(row.text(self.currency), cost) {
            return Err(Skip::OtherCurrency);
        }
        if cost.is_some_and(crate::usage::money::Money::is_negative) {
            tally.credit(cost);
            return Err(Skip::Credit);
        }
        let meter = row.text(self.meter);
        let tokens = match kind_of_azure_meter(meter) {
            Some(kind) => {
                TokenParts::of_kind(kind, row.scaled_count(self.quantity, unit_scale(row.text(self.unit)))?)
            }
            None => TokenParts::default(),
        };
        let record = Record {
            day: row.day(self.time)?,
            model: Some(model_of_azure_meter(meter)),
            tier: Tier::of_text(meter),
            amounts: Amounts { tokens, cost, ..Amounts::default() },
            ..Record::default()
        };
        Ok(record.label(Label::Resource, row.some_text(self.resource)))
    }
}

impl TableReader for Azure {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        // JSON without its outer braces.
        let text = row.text(self.tags);
        let tags = match text.starts_with('"') {
            true => tags(&Value::Text(["{", text, "}"].concat().into())),
            false => tags(&Value::Text(text.into())),
        };
        let record = self.record(row, tally);
        tally.row(
            record.map(|record| tags.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag)))),
        );
    }
}

//! AWS's cost and usage report, CUR and CUR 2.0: the kind of token is part of the usage type, the unit in every row.

use super::cloud::{kind_of_meter, model_of_usage_type, unit_scale};
use super::labels::tags;
use super::{TableFormat, TableReader, UTC};
use crate::units::holds;
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const FORMAT: TableFormat = TableFormat {
    id: "aws_cur_csv",
    time_zone: UTC,
    fits: |names| names.has_any(&["line_item_usage_type", "lineitem/usagetype"]),
    open: |head| Box::new(AwsCur::new(head)),
    row_caps: &[],
    short_rows: false,
};

struct AwsCur {
    id: TextColumn,
    interval: TextColumn,
    time: TimeColumn,
    line_type: TextColumn,
    product: TextColumn,
    usage_type: TextColumn,
    resource: TextColumn,
    unit: TextColumn,
    currency: TextColumn,
    tags: TextColumn,
    /// The older report has one column per tag.
    tag_columns: Vec<(String, TextColumn)>,
    amount: NumberColumn,
    cost: NumberColumn,
}

impl AwsCur {
    fn new(head: &mut Head) -> Self {
        Self {
            id: head.text(&["identity_line_item_id", "identity/lineitemid"]),
            interval: head.text(&["identity_time_interval", "identity/timeinterval"]),
            time: head.time(&["line_item_usage_start_date", "lineitem/usagestartdate"]),
            line_type: head.text(&["line_item_line_item_type", "lineitem/lineitemtype"]),
            product: head.text(&["line_item_product_code", "lineitem/productcode"]),
            usage_type: head.text(&["line_item_usage_type", "lineitem/usagetype"]),
            resource: head.text(&["line_item_resource_id", "lineitem/resourceid"]),
            unit: head.text(&["pricing_unit", "pricing/unit"]),
            currency: head.text(&["line_item_currency_code", "lineitem/currencycode"]),
            tags: head.text(&["resource_tags"]),
            tag_columns: head.texts_starting("resourcetags/"),
            amount: head.number(&["line_item_usage_amount", "lineitem/usageamount"]),
            cost: head.number(&["line_item_unblended_cost", "lineitem/unblendedcost"]),
        }
    }

    fn record<'a>(&self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        let cost = row.money(self.cost)?;
        let usage_type = row.text(self.usage_type);
        self.check_line(row, cost, tally)?;
        if !tally.is_usd(row.text(self.currency), cost) {
            return Err(Skip::OtherCurrency);
        }
        let is_inference = holds(&row.text(self.product).to_ascii_lowercase(), "bedrock")
            || holds(&usage_type.to_ascii_lowercase(), "token");
        let Some(kind) = kind_of_meter(usage_type).filter(|_| is_inference) else {
            tally.other_service(cost);
            return Err(Skip::OtherService);
        };
        if cost.is_some_and(crate::usage::money::Money::is_negative) {
            tally.credit(cost);
            return Err(Skip::Credit);
        }
        let tokens = row.scaled_count(self.amount, unit_scale(row.text(self.unit)))?;
        let record = Record {
            day: row.day(self.time)?,
            model: Some(model_of_usage_type(usage_type)),
            tier: Tier::of_text(usage_type),
            amounts: Amounts { tokens: TokenParts::of_kind(kind, tokens), cost, ..Amounts::default() },
            ..Record::default()
        };
        Ok(record.label(Label::Resource, row.some_text(self.resource)))
    }

    /// Whether a line is about usage and was not read before.
    fn check_line(
        &self,
        row: Row<'_>,
        cost: Option<crate::usage::money::Money>,
        tally: &mut Tally,
    ) -> Result<(), Skip> {
        // The id of a line is unique only within its interval.
        let id = row.text(self.id);
        if !id.is_empty() {
            let identity =
                [id, row.text(self.interval), row.text(self.line_type), row.text(self.usage_type)].join("\n");
            if tally.is_repeated(Some(&identity)) {
                return Err(Skip::Duplicate);
            }
        }
        match row.text(self.line_type) {
            "Tax" => {
                tally.tax(cost);
                Err(Skip::Tax)
            }
            "Credit" | "BundledDiscount" | "EdpDiscount" | "PrivateRateDiscount" | "SppDiscount" => {
                tally.credit(cost);
                Err(Skip::Credit)
            }
            "Refund" => Err(Skip::Refund),
            "Fee" | "RIFee" | "SavingsPlanRecurringFee" | "SavingsPlanUpfrontFee" => Err(Skip::Purchase),
            "SavingsPlanNegation" => Err(Skip::Adjustment),
            _ => Ok(()),
        }
    }
}

impl TableReader for AwsCur {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        let mut tags = tags(&Value::Text(row.text(self.tags).into()));
        for (name, column) in &self.tag_columns {
            tags.extend(row.some_text(*column).map(|text| [name.as_str(), "=", text].concat()));
        }
        let record = self.record(row, tally);
        tally.row(
            record.map(|record| tags.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag)))),
        );
    }
}

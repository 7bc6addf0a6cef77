//! FOCUS, the FinOps Foundation's common form of cloud bills. It has no columns for tokens: the meter's text says the kind. The
//! cost is what is billed.

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
    id: "focus_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["chargecategory", "chargeperiodstart", "billedcost"]),
    open: |head| Box::new(Focus::new(head)),
    row_caps: &[],
    short_rows: false,
};

struct Focus {
    time: TimeColumn,
    category: TextColumn,
    class: TextColumn,
    currency: TextColumn,
    /// The texts that may say the kind of token, the surest first.
    meters: [TextColumn; 4],
    consumed_unit: TextColumn,
    pricing_unit: TextColumn,
    resource: TextColumn,
    account: TextColumn,
    tags: TextColumn,
    consumed: NumberColumn,
    priced: NumberColumn,
    own_tokens: NumberColumn,
    cost: NumberColumn,
    list: NumberColumn,
}

impl Focus {
    fn new(head: &mut Head) -> Self {
        Self {
            time: head.time(&["chargeperiodstart"]),
            category: head.text(&["chargecategory"]),
            class: head.text(&["chargeclass"]),
            currency: head.text(&["billingcurrency"]),
            meters: [
                head.text(&["skumeter"]),
                head.text(&["x_usagetype"]),
                head.text(&["chargedescription"]),
                head.text(&["skupricedetails"]),
            ],
            consumed_unit: head.text(&["consumedunit"]),
            pricing_unit: head.text(&["pricingunit"]),
            resource: head.text(&["resourceid"]),
            account: head.text(&["subaccountname", "subaccountid"]),
            tags: head.text(&["tags"]),
            consumed: head.number(&["consumedquantity"]),
            priced: head.number(&["pricingquantity"]),
            own_tokens: head.number(&["x_consumedtokens"]),
            cost: head.number(&["billedcost"]),
            list: head.number(&["listcost"]),
        }
    }

    fn record<'a>(&self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        let cost = row.money(self.cost)?;
        match row.text(self.category).to_ascii_lowercase().as_str() {
            "usage" | "" => {}
            "tax" => {
                tally.tax(cost);
                return Err(Skip::Tax);
            }
            "credit" => {
                tally.credit(cost);
                return Err(Skip::Credit);
            }
            "purchase" => return Err(Skip::Purchase),
            _ => return Err(Skip::Adjustment),
        }
        if row.text(self.class).eq_ignore_ascii_case("correction") {
            return Err(Skip::Adjustment);
        }
        if !tally.is_usd(row.text(self.currency), cost) {
            return Err(Skip::OtherCurrency);
        }
        if cost.is_some_and(crate::usage::money::Money::is_negative) {
            tally.credit(cost);
            return Err(Skip::Credit);
        }
        let meter =
            self.meters.iter().map(|column| row.text(*column)).find(|text| kind_of_meter(text).is_some());
        let unit = self.unit(row);
        let is_of_tokens = |text: &&str| unit == Unit::Tokens || holds(&text.to_ascii_lowercase(), "token");
        let meter = meter.filter(is_of_tokens);
        let amounts = match (meter.and_then(kind_of_meter), unit) {
            (Some(kind), _) => {
                Amounts { tokens: TokenParts::of_kind(kind, self.tokens(row)?), cost, ..Amounts::default() }
            }
            // An exporter that counts calls, with the model as the resource.
            (None, Unit::Requests) => {
                Amounts { requests: row.count(self.consumed)?, cost, ..Amounts::default() }
            }
            (None, Unit::Tokens) => Amounts {
                tokens: TokenParts { undivided: self.tokens(row)?, ..TokenParts::default() },
                cost,
                ..Amounts::default()
            },
            (None, Unit::Other) => {
                tally.other_service(cost);
                return Err(Skip::OtherService);
            }
        };
        let model =
            meter.map_or_else(|| row.some_text(self.resource), |meter| Some(model_of_usage_type(meter)));
        let record = Record {
            day: row.day(self.time)?,
            model,
            tier: Tier::of_text(meter.unwrap_or("")),
            amounts: Amounts { list_price: row.money(self.list)?, ..amounts },
            ..Record::default()
        };
        Ok(record.label(Label::Project, row.some_text(self.account)))
    }

    fn unit(&self, row: Row<'_>) -> Unit {
        let has = |column, word: &str| holds(&row.text(column).to_ascii_lowercase(), word);
        match () {
            () if has(self.consumed_unit, "request") => Unit::Requests,
            () if has(self.consumed_unit, "token") || has(self.pricing_unit, "token") => Unit::Tokens,
            () => Unit::Other,
        }
    }

    /// The tokens of a row: its own column where an exporter has one, else what was consumed, else what was priced.
    fn tokens(&self, row: Row<'_>) -> Result<Option<u64>, Skip> {
        if let Some(tokens) = row.count(self.own_tokens)? {
            return Ok(Some(tokens));
        }
        match row.scaled_count(self.consumed, unit_scale(row.text(self.consumed_unit)))? {
            Some(tokens) => Ok(Some(tokens)),
            None => row.scaled_count(self.priced, unit_scale(row.text(self.pricing_unit))),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Requests,
    Tokens,
    Other,
}

impl TableReader for Focus {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        let tags = tags(&Value::Text(row.text(self.tags).into()));
        let record = self.record(row, tally);
        tally.row(
            record.map(|record| tags.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag)))),
        );
    }
}

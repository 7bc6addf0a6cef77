//! Google Cloud's cost table and reports: one row a SKU, whose text says the kind of token. Days are those of the Pacific zone.

use super::cloud::{kind_of_sku, model_of_sku};
use super::{TableFormat, TableReader};
use crate::units::holds;
use crate::usage::record::{Amounts, Kind, Label, Record, TOOLS, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

const PACIFIC: Option<&str> = Some("America/Los_Angeles");

pub(super) const COST_TABLE: TableFormat = TableFormat {
    id: "gcp_cost_table_csv",
    time_zone: PACIFIC,
    fits: |names| names.has_all(&["sku description", "cost type", "credit type"]),
    open: |head| Box::new(GoogleTable::new(head, Grain::Month)),
    row_caps: &[],
    short_rows: true,
};

pub(super) const REPORTS: TableFormat = TableFormat {
    id: "gcp_reports_csv",
    time_zone: PACIFIC,
    fits: |names| {
        names.has_all(&["sku description", "date"]) && names.starting("unrounded subtotal").is_some()
    },
    open: |head| Box::new(GoogleTable::new(head, Grain::Day)),
    row_caps: &[],
    short_rows: true,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grain {
    Day,
    /// An invoice's rows span its month.
    Month,
}

struct GoogleTable {
    grain: Grain,
    time: TimeColumn,
    service: TextColumn,
    sku: TextColumn,
    project: TextColumn,
    cost_type: TextColumn,
    credit_type: TextColumn,
    amount: NumberColumn,
    cost: NumberColumn,
}

impl GoogleTable {
    fn new(head: &mut Head, grain: Grain) -> Self {
        let cost = ["unrounded cost", "unrounded subtotal", "cost (", "subtotal"]
            .into_iter()
            .find(|name| head.names.starting(name).is_some())
            .unwrap_or("cost");
        Self {
            grain,
            time: head.time(&["usage start date", "date"]),
            service: head.text(&["service description"]),
            sku: head.text(&["sku description"]),
            project: head.text(&["project name", "project id", "project"]),
            cost_type: head.text(&["cost type"]),
            credit_type: head.text(&["credit type"]),
            amount: head.number(&["usage amount"]),
            cost: head.number_starting(cost),
        }
    }

    /// Why a row is none of use. Footers are known by their words, since they are in whatever column is free.
    fn is_footer(&self, row: Row<'_>) -> Option<Skip> {
        let has_word =
            |words: &[&str]| row.texts().any(|text| words.iter().any(|word| text.eq_ignore_ascii_case(word)));
        let is_without_sku = row.text(self.sku).is_empty();
        match () {
            () if has_word(&["rounding error"]) => Some(Skip::RoundingRow),
            () if row.text(self.cost_type).eq_ignore_ascii_case("tax") => Some(Skip::Tax),
            () if is_without_sku && has_word(&["tax"]) => Some(Skip::Tax),
            () if holds(&row.text(self.cost_type).to_ascii_lowercase(), "total") => Some(Skip::TotalsRow),
            () if is_without_sku => Some(Skip::TotalsRow),
            () => None,
        }
    }
}

impl TableReader for GoogleTable {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        let sku = row.text(self.sku);
        let model = model_of_sku(sku);
        let record = self.record(row, &model, tally);
        tally.row(record);
    }
}

impl GoogleTable {
    fn record<'a>(&self, row: Row<'a>, model: &'a str, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        let cost = row.money(self.cost)?;
        if let Some(skip) = self.is_footer(row) {
            if skip == Skip::Tax {
                tally.tax(cost);
            }
            return Err(skip);
        }
        let is_adjustment = holds(&row.text(self.cost_type).to_ascii_lowercase(), "adjustment");
        if !row.text(self.credit_type).is_empty() || cost.is_some_and(crate::usage::money::Money::is_negative)
        {
            tally.credit(cost);
            return Err(Skip::Credit);
        }
        if is_adjustment {
            return Err(Skip::Adjustment);
        }
        let sku = row.text(self.sku);
        let amounts = match charge_of_sku(row.text(self.service), sku) {
            Charge::Tokens(kind) => Amounts {
                tokens: TokenParts::of_kind(kind, row.count(self.amount)?),
                cost,
                ..Amounts::default()
            },
            Charge::Tool => Amounts { cost, tool_cost: cost, ..Amounts::default() },
            Charge::Other => {
                tally.other_service(cost);
                return Err(Skip::OtherService);
            }
        };
        let day = row.day(self.time)?;
        let record = Record {
            day: if self.grain == Grain::Month { day.map(crate::usage::day::Period::month) } else { day },
            model: Some(if amounts.tool_cost.is_some() { TOOLS } else { model }),
            tier: Tier::of_text(sku),
            amounts,
            ..Record::default()
        };
        Ok(record.label(Label::Project, row.some_text(self.project)))
    }
}

/// What a SKU charges for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charge {
    Tokens(Kind),
    Tool,
    /// Of a service that is not model inference.
    Other,
}

/// What a SKU of a service charges for; a file need not have the service.
pub(super) fn charge_of_sku(service: &str, sku: &str) -> Charge {
    let has = |text: &str, words: &[&str]| {
        let text = text.to_ascii_lowercase();
        words.iter().any(|word| holds(&text, word))
    };
    let is_inference =
        has(service, &["gemini", "vertex", "generative", "agent platform", "claude", "anthropic"])
            || has(sku, &["gemini", "claude", "token count", "grounding", "predictions"]);
    match kind_of_sku(sku) {
        Some(kind) if is_inference => Charge::Tokens(kind),
        None if is_inference => Charge::Tool,
        _ => Charge::Other,
    }
}

//! AWS Cost Explorer's table, turned on its side: one column a usage type or service, totals in the first row and the last
//! column. Costs only.

use super::cloud::{kind_of_meter, model_of_usage_type};
use super::{TableFormat, TableReader, UTC};
use crate::units::holds;
use crate::usage::day::Period;
use crate::usage::record::{Amounts, Record, Tier};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const FORMAT: TableFormat = TableFormat {
    id: "aws_cost_explorer_csv",
    time_zone: UTC,
    fits: |names| {
        ["usage type", "service"].contains(&names.first()) && names.last().starts_with("total costs")
    },
    open: |head| Box::new(CostExplorer::new(head)),
    row_caps: &[],
    short_rows: true,
};

struct Column {
    name: String,
    cost: NumberColumn,
    is_inference: bool,
}

struct CostExplorer {
    time: TimeColumn,
    columns: Vec<Column>,
}

impl CostExplorer {
    fn new(head: &mut Head) -> Self {
        let first = head.names.first().to_owned();
        let time = head.time(&[&first]);
        let names: Vec<(usize, String)> = head.originals.iter().cloned().enumerate().collect();
        let last = head.names.len().saturating_sub(1);
        let columns = names.into_iter().filter(|(at, _)| (1..last).contains(at)).map(|(at, name)| {
            // The name ends with the sign of the currency: `…-input-tokens($)`.
            let name = name.rsplit_once('(').map_or(name.as_str(), |(name, _)| name).trim().to_owned();
            let lower = name.to_ascii_lowercase();
            let is_inference = holds(&lower, "bedrock") || kind_of_meter(&name).is_some();
            Column { name, cost: head.number_at(at), is_inference }
        });
        Self { time, columns: columns.collect() }
    }

    fn costs(&self, row: Row<'_>) -> Result<Vec<(&Column, crate::usage::money::Money)>, Skip> {
        let cost = |column| row.money(column).map(Option::unwrap_or_default);
        self.columns.iter().map(|column| Ok((column, cost(column.cost)?))).collect()
    }
}

impl TableReader for CostExplorer {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        let Ok(Some(day @ Period::Day(_))) = row.day(self.time) else {
            return tally.skipped(Skip::TotalsRow);
        };
        let costs = match self.costs(row) {
            Ok(costs) => costs,
            Err(skip) => return tally.skipped(skip),
        };
        tally.used();
        tally.add_rows(&Record { day: Some(day), ..Record::default() }, 1);
        for (column, cost) in costs {
            if column.is_inference {
                let amounts = Amounts { cost: Some(cost), ..Amounts::default() };
                let is_type = kind_of_meter(&column.name).is_some();
                let model = is_type.then(|| model_of_usage_type(&column.name));
                tally.add(&Record {
                    day: Some(day),
                    model,
                    tier: Tier::of_text(&column.name),
                    amounts,
                    ..Record::default()
                });
            } else {
                tally.other_service(Some(cost));
            }
        }
    }
}

//! A, which is pinned, B, and how they differ.

use super::figure::Figure;
use super::inputs::Row;
use crate::estimate::latency::goodput::timed;
use crate::estimate::{Cost, Estimate};
use crate::format::{Cell, Column, Locale, Table};
use crate::presentation::answers::answered_by;
use crate::presentation::words::verdict::Status;
use crate::scenario::{Scenario, SloMetric};

/// Rows of A and of B side by side, in the order of B; what only A has comes last.
pub(super) fn side_by_side(a: &[Row], b: &[Row], locale: Locale) -> Table {
    let mut table = Table::new([
        Column::new("", "item"),
        Column::new("A, pinned", "a"),
        Column::new("B", "b"),
        Column::new("Difference", "difference"),
    ]);
    let none = Figure::Words("none".to_owned());
    for (name, now) in b {
        let before = a.iter().find(|(other, _)| other == name).map_or(&none, |(_, before)| before);
        let difference = now.since(before, locale);
        table.rows.push(vec![Cell::text(name), before.cell(locale), now.cell(locale), difference]);
    }
    for (name, before) in a.iter().filter(|(name, _)| !b.iter().any(|(other, _)| other == name)) {
        table.rows.push(vec![
            Cell::text(name),
            before.cell(locale),
            none.cell(locale),
            none.since(before, locale),
        ]);
    }
    table
}

/// What A and B are compared by.
pub(super) fn results(scenario: &Scenario, estimate: &Estimate, locale: Locale) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let total = &estimate.total.cost;
    let user = total.user_month.unwrap_or(Cost::NotKnown);
    rows.push(("Cost a month".to_owned(), Figure::Cost(total.month)));
    rows.push(("Cost a year".to_owned(), Figure::Cost(total.year)));
    rows.push(("Cost per user, a month".to_owned(), Figure::Cost(user)));
    if let Ok(economics) = &estimate.economics {
        rows.push(("Gross margin, % of the price".to_owned(), Figure::Share(economics.gross_margin)));
    }
    for ((meant, found), waits) in scenario.features.iter().zip(&estimate.features).zip(&estimate.waits) {
        let mut row = |label: &str, figure| rows.push(([found.name.as_str(), ": ", label].concat(), figure));
        row("model", Figure::Words(answered_by(meant, found, locale)));
        row("cost a month", Figure::Cost(found.cost.month));
        row("cost per request", Figure::Cost(found.cost_per_request));
        let own = found.own_gpus.as_ref().and_then(|fleet| fleet.as_ref().ok()?.service());
        for (label, metric) in
            [("time to first token, p95", SloMetric::Ttft), ("full response, p95", SloMetric::E2eLatency)]
        {
            let hosted = waits.action.as_ref().ok().map(|wait| timed(&wait.latency, metric).ladder().p95);
            let own = own.map(|own| match metric {
                SloMetric::Ttft => own.ttft.p95,
                SloMetric::E2eLatency => own.e2e_latency.p95,
            });
            row(label, hosted.or(own).map_or(Figure::NotKnown, Figure::Time));
        }
        let status = waits.verdict(&meant.slo).map_or(Status::NoTarget, Status::from);
        row("verdict", Figure::Words(status.word().to_owned()));
    }
    rows
}

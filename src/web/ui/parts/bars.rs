//! Bars in a table: each is beside its name and its amounts, so the chart is the table.

use crate::presentation::answers::grid::{BarKind, BarRow, BarTable, Span};
use crate::units::Plain;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};

const fn class(kind: BarKind) -> &'static str {
    match kind {
        BarKind::Cost => "cost",
        BarKind::CostSum => "cost sum",
        BarKind::Cut => "cut",
        BarKind::Fees => "fees",
        BarKind::Other => "grey",
        BarKind::Kept => "ink",
        BarKind::KeptSum => "ink sum",
    }
}

/// The table.
pub fn bars(table: BarTable) -> Piece {
    let BarTable { heads: [name, before, after], rows, between: (low, high) } = table;
    let both = !before.is_empty();
    let part = |value: f64| if high > low { (value - low) / (high - low) * 100.0 } else { 0.0 };
    let percent = |value: f64| [&Plain(part(value)).to_string(), "%"].concat();
    let bar = |Span { from, to, kind }: Span| {
        let is_loss = matches!(kind, BarKind::Kept | BarKind::KeptSum) && to < from;
        let (from, to) = (from.min(to), from.max(to));
        (to > from).then(|| {
            el("i")
                .class(if is_loss { "loss" } else { class(kind) })
                .style("inset-inline-start", percent(from))
                .style("width", percent(low + to - from))
        })
    };
    let head = |text: &'static str| el("th").attr("scope", "col").child(text);
    let row = |row: BarRow| {
        el("tr")
            .child(
                el("th")
                    .attr("scope", "row")
                    .child(row.name)
                    .child(" ")
                    .child(el("span").class("t").child(row.term)),
            )
            .child(both.then(|| el("td").child(row.before)))
            .child(
                el("td")
                    .class("lane")
                    .attr("aria-hidden", "true")
                    .child(el("span").child(row.bars.into_iter().map(bar).pieces())),
            )
            .child(el("td").class("amt").child(row.after))
    };
    el("table")
        .class("bars")
        .child(
            el("thead").child(
                el("tr")
                    .child(head(name))
                    .child(both.then(|| head(before)))
                    .child(el("td").attr("aria-hidden", "true"))
                    .child(head(after)),
            ),
        )
        .child(el("tbody").child(rows.into_iter().map(row).pieces()))
        .piece()
}

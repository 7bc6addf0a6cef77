//! Bars in a table: each stands beside its name and its amounts, so the chart is the table.

use crate::units::Plain;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};

/// One row.
pub struct BarRow {
    /// What it is.
    pub name: String,
    /// More about it, smaller.
    pub term: String,
    /// From where to where, in the scale of all rows, and how the bar looks.
    pub bars: [(f64, f64, &'static str); 2],
    /// The amount before the bar; none has one where the first heading of amounts is empty.
    pub before: String,
    /// The amount after it.
    pub after: String,
}

/// Rows with bars between `low` and `high`. The headings are of names, amounts before, and amounts after the bar.
pub fn bars(heads: [&'static str; 3], rows: Vec<BarRow>, (low, high): (f64, f64)) -> Piece {
    let [name, before, after] = heads;
    let both = !before.is_empty();
    let part = |value: f64| if high > low { (value - low) / (high - low) * 100.0 } else { 0.0 };
    let percent = |value: f64| [&Plain(part(value)).to_string(), "%"].concat();
    let bar = |(from, to, kind): (f64, f64, &'static str)| {
        let (from, to) = (from.min(to), from.max(to));
        (to > from).then(|| {
            el("i")
                .class(kind)
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
                el("td").class("lane").attr("aria-hidden", "true").child(el("span").child(row.bars.map(bar))),
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

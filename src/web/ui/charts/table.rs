//! The table behind a chart, and the link that swaps one for the other in the same place.

use super::svg;
use crate::format::Table;
use crate::presentation::words::labels;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::later::{File, NamedChart, Pointing, later};
use crate::web::ui::live::{RwSignal, Signal};
use std::rc::Rc;

/// A table of figures.
pub fn table(table: &Table) -> Piece {
    let head = table.columns.iter().map(|column| el("th").attr("scope", "col").child(column.title.clone()));
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(index, cell)| {
            let text = cell.shown().to_owned();
            if index == 0 {
                el("th").attr("scope", "row").child(text).piece()
            } else {
                el("td").child(text).piece()
            }
        });
        el("tr").child(cells.pieces())
    });
    el("div")
        .class("tscroll")
        .attr("tabindex", "0")
        .child(
            el("table")
                .child(el("thead").child(el("tr").child(head.pieces())))
                .child(el("tbody").child(rows.pieces())),
        )
        .piece()
}

/// A finding, its chart, and the link to its table. `chart` gives the drawing for a width in CSS pixels, and its name.
pub fn chart_block(
    ui: Ui,
    finding: Signal<String>,
    chart: NamedChart,
    after: Rc<dyn Fn() -> Piece>,
) -> Piece {
    pointed_chart(ui, finding, chart, Pointing { row: RwSignal::new(None), press: None }, after)
}

/// The same, where a press on a point does something.
pub fn pointed_chart(
    ui: Ui,
    finding: Signal<String>,
    chart: NamedChart,
    pointing: Pointing,
    after: Rc<dyn Fn() -> Piece>,
) -> Piece {
    let as_table = RwSignal::new(false);
    let files = RwSignal::new(false);
    let hatch = ui.next_id();
    let drawing = move || {
        chart.get().map(|(chart, name)| {
            if as_table.get() {
                return table(&chart.table);
            }
            let spots = ui.files.parts().map(|parts| (parts.chart_spots)(&chart, pointing));
            svg(&chart, name, &hatch, spots.piece())
        })
    };
    el("section")
        .class("blk")
        // Its points are in the second file.
        .on("pointerenter", move |_| ui.want(File::Later))
        .child(el("div").class("fh").child(el("h2").class("find").child(move || finding.get())).child(
            move || {
                chart.with(Option::is_some).then(|| {
                    el("span")
                        .class("r")
                        .child(
                            el("button")
                                .attr("type", "button")
                                .class("link")
                                .on("click", move |_| as_table.update(|now| *now = !*now))
                                .child(move || if as_table.get() { labels::CHART } else { labels::TABLE }),
                        )
                        .child(" ")
                        .child(
                            el("button")
                                .attr("type", "button")
                                .class("link")
                                .attr("aria-expanded", move || files.get().to_string())
                                .on("click", move |_| files.update(|now| *now = !*now))
                                .child(labels::SAVE_CHART),
                        )
                })
            },
        ))
        .child(move || {
            files.get().then(|| {
                let buttons = later(ui, move |parts| (parts.chart_files)(ui, finding, chart));
                el("p").class("acts").child(buttons)
            })
        })
        .child(drawing)
        .child(move || ui.files.parts().map(|parts| (parts.spotted)(chart, pointing)))
        .child(after())
        .piece()
}

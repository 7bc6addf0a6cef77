//! A chart as files: its figures as CSV, its drawing as SVG and PNG.

use crate::chart::Chart;
use crate::pieces;
use crate::presentation::picture::svg_file;
use crate::presentation::words::sharing;
use crate::web::ui::Ui;
use crate::web::ui::documents::save_as;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::later::NamedChart;
use crate::web::ui::live::{RwSignal, Signal, untrack};

/// The buttons; each takes the chart as it is when it is pressed, and its `finding` for a heading.
pub fn chart_files(ui: Ui, finding: Signal<String>, chart: NamedChart) -> Piece {
    let saved = RwSignal::new(None);
    let picture = |chart: &Chart, finding: &str| svg_file(chart, finding);
    let figures = |chart: &Chart, _: &str| chart.table.csv();
    let one = move |words: &'static str,
                    end: &'static str,
                    media_type: &'static str,
                    make: fn(&Chart, &str) -> String| {
        let press = move |_| {
            let text = untrack(|| chart.with(|chart| Some(make(&chart.as_ref()?.0, &finding.get()))));
            if let Some(text) = text {
                save_as(ui, end, media_type, text, saved);
            }
        };
        el("button").attr("type", "button").class("link").on("click", press).child(words)
    };
    pieces![
        one("CSV", "-chart.csv", "text/csv", figures),
        " ",
        one("SVG", "-chart.svg", "image/svg+xml", picture),
        " ",
        one("PNG", "-chart.png", "image/png", picture),
        move || (saved.get() == Some(false)).then_some(sharing::NOT_SAVED)
    ]
    .piece()
}

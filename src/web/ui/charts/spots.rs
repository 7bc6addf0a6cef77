//! The points of a chart: each says its figures to a pointer or a finger, and may be pressed.

use crate::chart::{Chart, Spot};
use crate::units::Plain;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el, svg_el};
use crate::web::ui::later::{NamedChart, Pointing};
use js_sys::Reflect;
use leptos::web_sys::Event;

/// Half of the side of the area of a point.
const REACH: f64 = 10.0;

/// The area around a point that a pointer finds.
fn spot(spot: Spot, figures: Option<String>, Pointing { row, press }: Pointing) -> Piece {
    let side = Plain(2.0 * REACH).to_string();
    let show = move || row.set(figures.clone().map(|figures| (spot.row, figures)));
    let enter = show.clone();
    let click = move |event: Event| {
        show();
        let kind = Reflect::get(&event, &"pointerType".into()).ok().and_then(|kind| kind.as_string());
        if let Some(press) = press.filter(|_| kind.as_deref() != Some("touch")) {
            press.run(spot.row);
        }
    };
    let d = [
        "M",
        &Plain(spot.at.x - REACH).to_string(),
        " ",
        &Plain(spot.at.y - REACH).to_string(),
        "h",
        &side,
        "v",
        &side,
        "h-",
        &side,
        "z",
    ];
    svg_el("path")
        .class(if press.is_some() { "spot go" } else { "spot" })
        .attr("d", d.concat())
        .on("pointerenter", move |_| enter())
        .on("click", click)
        .piece()
}

/// All points of a chart, to lie over its drawing.
pub fn spots(chart: &Chart, pointing: Pointing) -> Piece {
    chart.spots.iter().map(|place| spot(*place, chart.figures_of(place.row), pointing)).pieces().piece()
}

/// The figures of the point that was pointed at last, as long as they are those of the chart.
pub fn spotted(chart: NamedChart, pointing: Pointing) -> Piece {
    let text = move || {
        let (row, text) = pointing.row.get()?;
        // The row may be another one by now.
        let now = chart.with(|chart| chart.as_ref()?.0.figures_of(row))?;
        (now == text).then(|| el("p").class("s q spotted").child(text))
    };
    text.piece()
}

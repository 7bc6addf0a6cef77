//! Shapes to SVG elements. Colours and strokes are the style sheet's, by role.

use crate::chart::{Chart, Fill, Shape, Spot};
use crate::presentation::picture::{Outline, outline, text_anchor};
use crate::units::Plain;
use crate::web::ui::dom::{IntoPiece, Piece, svg_el};
use crate::web::ui::live::{Callback, RwSignal};
use js_sys::Reflect;
use leptos::web_sys::Event;

/// What is done with the points of a chart: the row that is shown now, and what a press on a row does, if anything.
#[derive(Clone, Copy)]
pub struct Pointing {
    /// The row that was pointed at last, and its figures then.
    pub row: RwSignal<Option<(usize, String)>>,
    /// What a press with a mouse or a pen does; a finger only shows the figures.
    pub press: Option<Callback<usize>>,
}

/// Half of the side of the area that stands for a point.
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

/// The drawing, named by one sentence. `hatch` is the id of its own pattern, unique in the widget.
pub fn svg(chart: &Chart, name: String, hatch: &str, pointing: Option<Pointing>) -> Piece {
    let (width, height) = (chart.frame.width, chart.frame.height);
    let view_box = ["0 0 ", &Plain(width).to_string(), " ", &Plain(height).to_string()].concat();
    let shapes: Vec<Piece> = chart.shapes.iter().map(|shape| element(shape, hatch)).collect();
    svg_el("svg")
        .class("chart")
        .attr("viewBox", view_box)
        .attr("role", "img")
        .attr("aria-label", name)
        .child(
            svg_el("defs").child(
                svg_el("pattern")
                    .attr("id", hatch.to_owned())
                    .attr("width", "6")
                    .attr("height", "6")
                    .attr("patternUnits", "userSpaceOnUse")
                    .attr("patternTransform", "rotate(45)")
                    .child(
                        svg_el("line")
                            .attr("x1", "0")
                            .attr("y1", "0")
                            .attr("x2", "0")
                            .attr("y2", "6")
                            .attr("stroke", "var(--hatch, var(--ink-3))")
                            .attr("stroke-width", "1.2"),
                    ),
            ),
        )
        .child(shapes)
        .child(pointing.map(|pointing| {
            let one = |place: &Spot| spot(*place, chart.figures_of(place.row), pointing);
            chart.spots.iter().map(one).collect::<Vec<_>>()
        }))
        .piece()
}

/// One shape. All but words are paths, so that there is one kind of element for all of them.
fn element(shape: &Shape, hatch: &str) -> Piece {
    if let Shape::Text { role, at, anchor, strong, text } = shape {
        let class = ["t-", role.name(), if *strong { " b" } else { "" }].concat();
        return svg_el("text")
            .class(class)
            .attr("x", Plain(at.x).to_string())
            .attr("y", Plain(at.y).to_string())
            .attr("text-anchor", text_anchor(*anchor))
            .child(text.clone())
            .piece();
    }
    let Some(Outline { role, kind, fill, path }) = outline(shape) else { return Piece::Nothing };
    let look = match fill {
        None => "",
        Some(Fill::Solid) => " solid",
        Some(Fill::Open) => " open",
        Some(Fill::Hatch) => " hatch",
    };
    let class = [kind, "-", role.name(), look].concat();
    let pattern = (fill == Some(Fill::Hatch)).then(|| ["url(#", hatch, ")"].concat());
    // As a property, for the style sheet fills nothing by itself.
    svg_el("path").class(class).attr("d", path).style("fill", pattern).piece()
}

//! Shapes to SVG elements. Colours and strokes are the style sheet's, by role.

use crate::chart::{Chart, Fill, Shape};
use crate::presentation::picture::{Outline, outline, text_anchor};
use crate::units::Plain;
use crate::web::ui::dom::{IntoPiece, Piece, svg_el};

/// The drawing, named by one sentence. `hatch` is the id of its own pattern, unique in the widget; `over` lies over it.
pub fn svg(chart: &Chart, name: String, hatch: &str, over: Piece) -> Piece {
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
        .child(over)
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

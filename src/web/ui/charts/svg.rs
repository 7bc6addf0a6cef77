//! Shapes to SVG elements. Colours and strokes are the style sheet's, by role.

use crate::chart::{Anchor, Chart, Fill, Shape};
use crate::units::Plain;
use crate::web::ui::dom::{IntoPiece, Piece, svg_el};
use std::fmt::Write;

/// The drawing, named by one sentence. `hatch` is the id of its own pattern, unique in the widget.
pub fn svg(chart: &Chart, name: String, hatch: &str) -> Piece {
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
        .piece()
}

/// One shape. All but words are paths, so that there is one kind of element for all of them.
fn element(shape: &Shape, hatch: &str) -> Piece {
    let mut d = String::new();
    // Writing to a string cannot fail.
    let (role, kind, fill) = match shape {
        Shape::Text { role, at, anchor, strong, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let class = ["t-", role.name(), if *strong { " b" } else { "" }].concat();
            return svg_el("text")
                .class(class)
                .attr("x", Plain(at.x).to_string())
                .attr("y", Plain(at.y).to_string())
                .attr("text-anchor", anchor)
                .child(text.clone())
                .piece();
        }
        Shape::Line { role, from, to } => {
            let _ = write!(d, "M{} {}L{} {}", Plain(from.x), Plain(from.y), Plain(to.x), Plain(to.y));
            (role, "l", None)
        }
        Shape::Polyline { role, points } => {
            for (index, point) in points.iter().enumerate() {
                let _ =
                    write!(d, "{}{} {}", if index == 0 { 'M' } else { 'L' }, Plain(point.x), Plain(point.y));
            }
            (role, "l", None)
        }
        Shape::Rect { role, fill, corner, width, height } => {
            let _ = write!(
                d,
                "M{} {}h{width}v{height}h-{width}z",
                Plain(corner.x),
                Plain(corner.y),
                width = Plain(*width),
                height = Plain(*height)
            );
            (role, "r", Some(*fill))
        }
        Shape::Circle { role, fill, centre, radius } => {
            let _ = write!(
                d,
                "M{} {}a{radius} {radius} 0 1 0 {w} 0a{radius} {radius} 0 1 0 -{w} 0",
                Plain(centre.x - radius),
                Plain(centre.y),
                radius = Plain(*radius),
                w = Plain(radius * 2.0)
            );
            (role, "c", Some(*fill))
        }
        Shape::Mark { role, at } => {
            let _ = match role.name() {
                "latency" => {
                    write!(d, "M{} {}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0", Plain(at.x - 4.5), Plain(at.y))
                }
                "throughput" => write!(d, "M{} {}l5 5l5 -5l-5 -5z", Plain(at.x - 5.0), Plain(at.y)),
                _ => write!(d, "M{} {}h9v9h-9z", Plain(at.x - 4.5), Plain(at.y - 4.5)),
            };
            (role, "c", Some(Fill::Solid))
        }
    };
    let look = match fill {
        None => "",
        Some(Fill::Solid) => " solid",
        Some(Fill::Open) => " open",
        Some(Fill::Hatch) => " hatch",
    };
    let class = [kind, "-", role.name(), look].concat();
    let pattern = (fill == Some(Fill::Hatch)).then(|| ["url(#", hatch, ")"].concat());
    // As a property, for the style sheet fills nothing by itself.
    svg_el("path").class(class).attr("d", d).style("fill", pattern).piece()
}

//! Shapes to SVG elements. Colours and strokes are the style sheet's, by role.

use crate::chart::{Anchor, Chart, Fill, Shape};
use crate::html;
use leptos::prelude::*;
use std::fmt::Write;

/// The drawing, named by one sentence. `hatch` is the id of its own pattern, unique in the widget.
pub fn svg(chart: &Chart, name: String, hatch: &str) -> AnyView {
    let (width, height) = (chart.frame.width, chart.frame.height);
    let view_box = ["0 0 ", &width.to_string(), " ", &height.to_string()].concat();
    let shapes: Vec<AnyView> = chart.shapes.iter().map(|shape| element(shape, hatch)).collect();
    html! {
        <svg class="chart" viewBox=view_box role="img" aria-label=name>
            <defs>
                <pattern id=hatch.to_owned() width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <line x1="0" y1="0" x2="0" y2="6" stroke="var(--hatch, var(--ink-3))" stroke-width="1.2" />
                </pattern>
            </defs>
            {shapes}
        </svg>
    }
    .into_any()
}

/// One shape. All but words are paths, so that there is one kind of element for all of them.
fn element(shape: &Shape, hatch: &str) -> AnyView {
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
            return html! {
                <text class=class x=at.x.to_string() y=at.y.to_string() text-anchor=anchor>{text.clone()}</text>
            }
            .into_any();
        }
        Shape::Line { role, from, to } => {
            let _ = write!(d, "M{} {}L{} {}", from.x, from.y, to.x, to.y);
            (role, "l", None)
        }
        Shape::Polyline { role, points } => {
            for (index, point) in points.iter().enumerate() {
                let _ = write!(d, "{}{} {}", if index == 0 { 'M' } else { 'L' }, point.x, point.y);
            }
            (role, "l", None)
        }
        Shape::Rect { role, fill, corner, width, height } => {
            let _ = write!(d, "M{} {}h{width}v{height}h-{width}z", corner.x, corner.y);
            (role, "r", Some(*fill))
        }
        Shape::Circle { role, fill, centre, radius } => {
            let _ = write!(
                d,
                "M{} {}a{radius} {radius} 0 1 0 {w} 0a{radius} {radius} 0 1 0 -{w} 0",
                centre.x - radius,
                centre.y,
                w = radius * 2.0
            );
            (role, "c", Some(*fill))
        }
        Shape::Mark { role, at } => {
            let _ = match role.name() {
                "latency" => write!(d, "M{} {}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0", at.x - 4.5, at.y),
                "throughput" => write!(d, "M{} {}l5 5l5 -5l-5 -5z", at.x - 5.0, at.y),
                _ => write!(d, "M{} {}h9v9h-9z", at.x - 4.5, at.y - 4.5),
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
    html! { <path class=class d=d style:fill=pattern /> }.into_any()
}

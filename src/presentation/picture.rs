//! A chart as an SVG file of its own: the shapes that the page draws, in the light colours, with nothing to load.

use crate::chart::{Anchor, Chart, Fill, Role, Shape};
use crate::units::Plain;
use std::fmt::Write;

/// The outline of a shape, as the data of an SVG path; of words there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Its meaning.
    pub role: Role,
    /// "l" for a line, "r" for a rectangle, "c" for a mark.
    pub kind: &'static str,
    /// How it is filled; nothing for lines.
    pub fill: Option<Fill>,
    /// The path.
    pub path: String,
}

/// The outline of `shape`; nothing for words.
#[must_use]
pub fn outline(shape: &Shape) -> Option<Outline> {
    let mut d = String::new();
    // Writing to a string cannot fail.
    let (role, kind, fill) = match shape {
        Shape::Text { .. } => return None,
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
    Some(Outline { role: *role, kind, fill, path: d })
}

/// Which end of a text is at its point, in SVG's words.
#[must_use]
pub const fn text_anchor(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

const INK: &str = "#161b23";
const INK_2: &str = "#4d535d";
const INK_3: &str = "#797d86";
const LINE: &str = "#d6d9de";
const COST: &str = "#c75400";
const COST_SOFT: &str = "#fde0c8";
const LATENCY: &str = "#0e5da5";
const THROUGHPUT: &str = "#249e77";

/// Room around the drawing for its finding, and at its sides.
const TOP: f64 = 28.0;
const SIDE: f64 = 16.0;

/// The drawing as a file, with `finding` above it. Empty room around it keeps words at the edges whole.
#[must_use]
pub fn svg_file(chart: &Chart, finding: &str) -> String {
    let (width, height) = (chart.frame.width + 2.0 * SIDE, chart.frame.height + TOP + 2.0 * SIDE);
    let mut text = String::new();
    let _ = write!(
        text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<title>{title}</title>\n\
         <defs><pattern id=\"h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"{INK_3}\" stroke-width=\"1.2\"/></pattern></defs>\n\
         <path fill=\"#fff\" d=\"M0 0h{w}v{h}h-{w}z\"/>\n\
         <text x=\"{SIDE}\" y=\"{SIDE}\" dy=\"8\" font-size=\"14\" font-weight=\"600\" fill=\"{INK}\">{title}</text>\n\
         <g transform=\"translate({SIDE} {top})\" fill=\"none\">\n",
        w = Plain(width),
        h = Plain(height),
        top = Plain(TOP + SIDE),
        title = escaped(finding)
    );
    for shape in &chart.shapes {
        put(&mut text, shape);
    }
    text.push_str("</g>\n</svg>\n");
    text
}

fn put(text: &mut String, shape: &Shape) {
    if let Shape::Text { role, at, anchor, strong, text: words } = shape {
        let (weight, ink) = if *strong { (600, INK) } else { (400, INK_2) };
        let halo = if *role == Role::Tick {
            ""
        } else {
            " paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\""
        };
        let _ = writeln!(
            text,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" font-weight=\"{weight}\" fill=\"{ink}\"{halo}>{}</text>",
            Plain(at.x),
            Plain(at.y),
            text_anchor(*anchor),
            escaped(words)
        );
    }
    if let Some(Outline { role, kind, fill, path }) = outline(shape) {
        let look = look(role, kind, fill);
        let _ = writeln!(text, "<path {look} d=\"{path}\"/>");
    }
}

/// Colours and strokes, as the style sheet has them.
fn look(role: Role, kind: &str, fill: Option<Fill>) -> String {
    let hue = match role {
        Role::Latency => LATENCY,
        Role::Cost | Role::Dearer | Role::OwnGpus | Role::Cheaper => COST,
        Role::Throughput => THROUGHPUT,
        Role::OtherCosts | Role::Axis | Role::Connector => INK_3,
        Role::Grid => LINE,
        Role::Other => INK_2,
        _ => INK,
    };
    let (width, dashes) = match role {
        Role::Latency | Role::Cost | Role::OwnGpus | Role::Throughput if kind == "l" => ("3", ""),
        Role::Target | Role::Now => ("1.5", "4 3"),
        Role::HostedSecond => ("1.2", "5 4"),
        _ => ("1.2", ""),
    };
    let dashes =
        if dashes.is_empty() { String::new() } else { [" stroke-dasharray=\"", dashes, "\""].concat() };
    match fill {
        _ if role == Role::Shade => ["fill=\"", COST_SOFT, "\""].concat(),
        Some(Fill::Solid) => ["fill=\"", hue, "\""].concat(),
        Some(Fill::Open) => ["fill=\"#fff\" stroke=\"", hue, "\" stroke-width=\"1.6\""].concat(),
        Some(Fill::Hatch) if role == Role::Beyond => "fill=\"url(#h)\" opacity=\"0.55\"".to_owned(),
        Some(Fill::Hatch) => ["fill=\"url(#h)\" stroke=\"", hue, "\" stroke-width=\"1.2\""].concat(),
        None => ["stroke=\"", hue, "\" stroke-width=\"", width, "\"", &dashes].concat(),
    }
}

/// Words between tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

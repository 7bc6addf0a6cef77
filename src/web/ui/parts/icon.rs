//! Icons of 16 × 16, drawn inline in the colour of the text around them.

use crate::web::ui::dom::{IntoPiece, Piece, Pieces, svg_el};

/// The meaning of an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Opens something below.
    Down,
    /// Back to the answer above.
    Up,
    /// One change back.
    Undo,
    /// One change forward again.
    Redo,
    /// Adds one.
    Plus,
    /// Takes one away.
    Cross,
    /// More of the same kind is behind it.
    Dots,
    /// A link to pass on.
    Link,
    /// Met.
    Tick,
    /// Close to the edge, or to be read before going on.
    Triangle,
    /// Wrong, or missed.
    Octagon,
    /// Missed, drawn as an outline on a dark ground.
    OctagonLine,
    /// Nothing is asked for.
    DashedRing,
    /// Not known.
    Question,
    /// Good to know.
    Info,
}

/// One stroke or shape: outline, and how it is drawn.
type Mark = (&'static str, Pen);

#[derive(Clone, Copy)]
enum Pen {
    /// Filled.
    Fill,
    /// Drawn with this width.
    Line(&'static str),
    /// Drawn in dashes.
    Dashes,
    /// Drawn in the colour of the ground, over a filled shape.
    Knock,
}

const OCTAGON: &str = "M5 1h6l4 4v6l-4 4H5l-4-4V5z";
const DISC: &str = "M8 1a7 7 0 1 0 0 14a7 7 0 1 0 0-14";
const RING: &str = "M8 1.7a6.3 6.3 0 1 0 0 12.6a6.3 6.3 0 1 0 0-12.6";
const CROSS_IN: &str = "M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8";

impl Icon {
    const fn marks(self) -> &'static [Mark] {
        use Pen::{Dashes, Fill, Knock, Line};
        match self {
            Self::Down => &[("M4 6l4 4 4-4", Line("1.6"))],
            Self::Up => &[("M4 10l4-4 4 4", Line("1.6"))],
            Self::Undo => &[("M6 3L2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 010 7H7", Line("1.6"))],
            Self::Redo => &[("M10 3l3.5 3.5L10 10M13.5 6.5H6a3.5 3.5 0 000 7h3", Line("1.6"))],
            Self::Plus => &[("M8 3v10M3 8h10", Line("1.6"))],
            Self::Cross => &[("M4 4l8 8M12 4l-8 8", Line("1.6"))],
            Self::Dots => &[("M3 8h.01M8 8h.01M13 8h.01", Line("2.8"))],
            Self::Link => &[(
                "M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 014.3 4.3L11.2 8.8M9 11.5l-1.5 1.5a3 3 0 01-4.3-4.3l1.6-1.5",
                Line("1.6"),
            )],
            Self::Tick => &[(DISC, Fill), ("M4.8 8.2l2.2 2.2 4.2-4.6", Knock)],
            Self::Triangle => &[("M8 1.5L15.2 14H.8z", Line("1.5")), ("M8 6v4M8 12h.01", Line("1.6"))],
            Self::Octagon => &[(OCTAGON, Fill), (CROSS_IN, Knock)],
            Self::OctagonLine => &[(OCTAGON, Line("1.4")), (CROSS_IN, Line("1.6"))],
            Self::DashedRing => &[(RING, Dashes)],
            Self::Question => &[
                (RING, Line("1.3")),
                (
                    "M6.2 6.3c.1-1 .9-1.6 1.9-1.6s1.8.6 1.8 1.5c0 1.2-1.8 1.4-1.8 2.7M8.1 11.2h.01",
                    Line("1.4"),
                ),
            ],
            Self::Info => &[(RING, Line("1.3")), ("M8 7.3v4M8 4.9h.01", Line("1.6"))],
        }
    }
}

/// Draws an icon. It is hidden from screen readers: the words beside it say the same.
pub fn icon(icon: Icon) -> Piece {
    let marks = icon.marks().iter().map(|(outline, pen)| {
        let (fill, stroke, width, dashes) = match pen {
            Pen::Fill => ("currentColor", "none", "0", None),
            Pen::Line(width) => ("none", "currentColor", *width, None),
            Pen::Dashes => ("none", "currentColor", "1.3", Some("2 2.4")),
            Pen::Knock => ("none", "var(--knock,var(--ground,var(--bg)))", "1.7", None),
        };
        svg_el("path")
            .attr("d", *outline)
            .attr("fill", fill)
            .attr("stroke", stroke)
            .attr("stroke-width", width)
            .attr("stroke-dasharray", dashes)
            .attr("stroke-linecap", "round")
            .attr("stroke-linejoin", "round")
    });
    svg_el("svg")
        .class("ic")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .child(marks.pieces())
        .piece()
}

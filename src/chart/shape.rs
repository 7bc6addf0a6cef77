//! What a chart is made of.

use crate::format::Table;
use crate::units::Within;

/// A place in the frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left edge.
    pub x: f64,
    /// From the top edge.
    pub y: f64,
}

impl Point {
    /// A place.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }

    fn rounded(self) -> Self {
        Self::new(rounded(self.x), rounded(self.y))
    }
}

/// The role of a shape; the view gives each its look, and never by hue alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The line that values are measured from.
    Axis,
    /// A line at a tick.
    Grid,
    /// Words at an axis.
    Tick,
    /// Money.
    Cost,
    /// Time.
    Latency,
    /// Requests or tokens a second.
    Throughput,
    /// The line that must not be passed.
    Target,
    /// What lies past the target.
    Beyond,
    /// The user's own choice.
    Chosen,
    /// What could be chosen instead.
    Other,
    /// The line along which nothing is both cheaper and faster.
    Frontier,
    /// Self-hosted GPUs.
    OwnGpus,
    /// A hosted model.
    Hosted,
    /// A second hosted model.
    HostedSecond,
    /// Where self-hosted GPUs cost less.
    Shade,
    /// Where the user is now.
    Now,
    /// Money saved.
    Saved,
    /// An uncertain amount below the present one.
    Cheaper,
    /// An uncertain amount above the present one.
    Dearer,
    /// Fees of payments.
    Fees,
    /// Other costs; memory for conversations.
    OtherCosts,
    /// What users who pay nothing cost.
    FreeUsers,
    /// What is kept of the price; memory for weights.
    Kept,
    /// What is left empty.
    Free,
    /// From one bar to the next.
    Connector,
}

impl Role {
    /// The name, for a class.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Axis => "axis",
            Self::Grid => "grid",
            Self::Tick => "tick",
            Self::Cost => "cost",
            Self::Latency => "latency",
            Self::Throughput => "throughput",
            Self::Target => "target",
            Self::Beyond => "beyond",
            Self::Chosen => "chosen",
            Self::Other => "other",
            Self::Frontier => "frontier",
            Self::OwnGpus => "own-gpus",
            Self::Hosted => "hosted",
            Self::HostedSecond => "hosted-second",
            Self::Shade => "shade",
            Self::Now => "now",
            Self::Saved => "saved",
            Self::Cheaper => "cheaper",
            Self::Dearer => "dearer",
            Self::Fees => "fees",
            Self::OtherCosts => "other-costs",
            Self::FreeUsers => "free-users",
            Self::Kept => "kept",
            Self::Free => "free",
            Self::Connector => "connector",
        }
    }
}

/// Where in a text its point lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At the left end.
    Start,
    /// In the middle.
    Middle,
    /// At the right end.
    End,
}

/// How an area is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Wholly: paid, chosen.
    Solid,
    /// Only its edge: not chosen, empty.
    Open,
    /// With strokes: saved, uncertain, not allowed.
    Hatch,
}

/// One placed shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A straight line.
    Line {
        /// Its meaning.
        role: Role,
        /// One end.
        from: Point,
        /// The other end.
        to: Point,
    },
    /// A line through points.
    Polyline {
        /// Its meaning.
        role: Role,
        /// At least two points.
        points: Vec<Point>,
    },
    /// A rectangle with sides along the frame's.
    Rect {
        /// Its meaning.
        role: Role,
        /// How it is filled.
        fill: Fill,
        /// The corner at the top left.
        corner: Point,
        /// Width, not negative.
        width: f64,
        /// Height, not negative.
        height: f64,
    },
    /// A circle.
    Circle {
        /// Its meaning.
        role: Role,
        /// How it is filled.
        fill: Fill,
        /// Its middle.
        centre: Point,
        /// Its radius.
        radius: f64,
    },
    /// The mark of a measure: a square for cost, a disc for latency, a diamond for throughput.
    Mark {
        /// Which measure.
        role: Role,
        /// Its middle.
        at: Point,
    },
    /// One line of words.
    Text {
        /// What they belong to.
        role: Role,
        /// Where, on the base line.
        at: Point,
        /// Which end of the words is there.
        anchor: Anchor,
        /// Whether they are emphasized.
        strong: bool,
        /// The words.
        text: String,
    },
}

/// The room for a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Frame {
    /// A frame; what is no size is none, and no chart is larger than 10,000 each way.
    #[must_use]
    pub fn new(width: f64, height: f64) -> Self {
        let size = |side: f64| if side.is_finite() { side.within(0.0, 10_000.0) } else { 0.0 };
        Self { width: size(width), height: size(height) }
    }
}

/// A drawing and the table of its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The room it was drawn for.
    pub frame: Frame,
    /// From back to front.
    pub shapes: Vec<Shape>,
    /// The same figures.
    pub table: Table,
    /// The points that say their figures when they are pointed at, from back to front.
    pub spots: Vec<Spot>,
}

/// A point of a chart that is a row of its table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Its place.
    pub at: Point,
    /// The row.
    pub row: usize,
}

impl Chart {
    /// The figures of a row of the table: "Claude Haiku 4.5; time to first token, p95: 1.1 s; support chat, a month: $472".
    #[must_use]
    pub fn figures_of(&self, row: usize) -> Option<String> {
        let mut text = String::new();
        for (index, (column, cell)) in self.table.columns.iter().zip(self.table.rows.get(row)?).enumerate() {
            if cell.shown().is_empty() {
                continue;
            }
            let before = if index == 0 { ["", "", ""] } else { ["; ", &column.title, ": "] };
            before.into_iter().chain([cell.shown()]).for_each(|part| text.push_str(part));
        }
        Some(text)
    }

    /// The same with points that are of rows of the table; those that lie nowhere are left out.
    pub(super) fn with_spots(self, spots: impl IntoIterator<Item = (Point, usize)>) -> Self {
        let placed = spots.into_iter().filter(|(at, _)| at.is_finite());
        Self { spots: placed.map(|(at, row)| Spot { at: at.rounded(), row }).collect(), ..self }
    }

    /// Keeps the shapes that lie somewhere, with coordinates to a hundredth.
    pub(super) fn new(frame: Frame, shapes: Vec<Shape>, table: Table) -> Self {
        Self { frame, shapes: shapes.into_iter().filter_map(settled).collect(), table, spots: Vec::new() }
    }
}

fn rounded(value: f64) -> f64 {
    // Adding zero turns −0 into 0.
    (value * 100.0).round() / 100.0 + 0.0
}

/// The shape with short coordinates; nothing where it has no place or no size.
fn settled(shape: Shape) -> Option<Shape> {
    Some(match shape {
        Shape::Line { role, from, to } if from.is_finite() && to.is_finite() => {
            Shape::Line { role, from: from.rounded(), to: to.rounded() }
        }
        Shape::Polyline { role, points } if points.len() > 1 && points.iter().all(|p| p.is_finite()) => {
            Shape::Polyline { role, points: points.into_iter().map(Point::rounded).collect() }
        }
        Shape::Rect { role, fill, corner, width, height }
            if corner.is_finite()
                && width.is_finite()
                && height.is_finite()
                && width > 0.0
                && height > 0.0 =>
        {
            let (width, height) = (rounded(width), rounded(height));
            Shape::Rect { role, fill, corner: corner.rounded(), width, height }
        }
        Shape::Circle { role, fill, centre, radius } if centre.is_finite() => {
            Shape::Circle { role, fill, centre: centre.rounded(), radius }
        }
        Shape::Mark { role, at } if at.is_finite() => Shape::Mark { role, at: at.rounded() },
        Shape::Text { role, at, anchor, strong, text } if at.is_finite() && !text.is_empty() => {
            Shape::Text { role, at: at.rounded(), anchor, strong, text }
        }
        _ => return None,
    })
}

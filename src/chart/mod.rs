//! Series become ticks, and ticks placed shapes: numbers only, no SVG, no colour, no pixels of a screen.
//!
//! Every chart is a [`Chart`]: shapes with a [`Role`] that the face turns into a class, and the table of the same
//! figures. Coordinates are in the units of the [`Frame`], x to the right, y down, and always finite: an empty
//! series, a single point, a range of zero and a frame without room give a chart with fewer shapes.

mod band;
mod bars;
mod break_even;
mod growth;
mod heat;
mod label;
mod plot;
mod scale;
mod scatter;
mod shape;
mod stack;
mod strip;
mod tornado;
mod waterfall;

pub use band::BandStrip;
pub use bars::{Bar, BarGroup, Bars};
pub use break_even::{BreakEven, CostLine, Interval, cheaper};
pub use growth::GrowthLines;
pub use heat::{HEAT_LEVELS, HeatCell, heat};
pub use label::text_width;
pub use plot::{Axis, Quantity};
pub use scale::Scale;
pub use scatter::{Dot, Joined, Scatter, frontier};
pub use shape::{Anchor, Chart, Fill, Frame, Point, Role, Shape, Spot};
pub use stack::{Part, StackedBar};
pub use strip::{DotStrip, PercentileStrip};
pub use tornado::{Swing, Tornado};
pub use waterfall::{Change, Waterfall};

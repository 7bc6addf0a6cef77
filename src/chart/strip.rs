//! Strips: one measure along a line, for percentiles against a target, and for one choice among many.

use super::label::{Area, Taken, text_width};
use super::plot::{Quantity, line, most_ticks, strip_texts, target_text, words};
use super::scale::{Scale, round_ends_of};
use super::shape::{Anchor, Chart, Fill, Frame, Point, Role, Shape};
use crate::format::{self, Cell, Column, Locale, Table, Timed};
use crate::units::{Millis, Within};

/// Half, 95 and 99 of 100 requests, against a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PercentileStrip {
    /// Half of the requests take no longer.
    pub p50: Millis,
    /// 95 of 100 take no longer.
    pub p95: Millis,
    /// 99 of 100 take no longer.
    pub p99: Millis,
    /// What may not be passed.
    pub target: Option<Millis>,
}

const TICK_GAP: f64 = 64.0;

impl PercentileStrip {
    /// Draws it into `frame`; 76 units of height are enough.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        let (left, right) =
            (4.0_f64.min(frame.width), (frame.width - 20.0).max(0.0).max(4.0_f64.min(frame.width)));
        let (top, bottom) =
            (30.0_f64.min(frame.height), (frame.height - 20.0).max(30.0_f64.min(frame.height)));
        let seconds = |millis: Millis| millis.get() / 1e3;
        let longest = seconds(self.p99).max(self.target.map_or(0.0, |target| seconds(target) * 1.5));
        let unit = Quantity::Seconds.unit_of(longest).0;
        let ends = round_ends_of(unit, 0.0, longest, most_ticks(right - left, TICK_GAP));
        let x = Scale::linear(ends.0, ends.1, left, right);
        let mut shapes = Vec::new();
        let mut taken = Taken::new(frame);
        for (value, text) in strip_texts(Quantity::Seconds, &x, right - left, locale) {
            let at = x.at(value);
            shapes.push(line(Role::Grid, (at, top), (at, bottom)));
            // The first and the last tick keep their words inside the frame.
            let half = text_width(&text) / 2.0;
            let centre = at.within(half.min(frame.width / 2.0), (frame.width - half).max(frame.width / 2.0));
            shapes.push(words(Role::Tick, (centre, bottom + 16.0), Anchor::Middle, text));
        }
        if let Some(target) = self.target {
            shapes.extend(target_shapes(&x, seconds(target), (top, bottom), locale, &mut taken));
        }
        let middle = (f64::midpoint(top, bottom) + 4.0).min(frame.height);
        let place = |millis| Point::new(x.at(seconds(millis)), middle);
        let (p50, p95, p99) = (place(self.p50), place(self.p95), place(self.p99));
        shapes.push(Shape::Line { role: Role::Latency, from: p50, to: p99 });
        shapes.push(line(Role::Latency, (p99.x, middle - 7.0), (p99.x, middle + 7.0)));
        shapes.push(Shape::Circle { role: Role::Latency, fill: Fill::Open, centre: p50, radius: 5.0 });
        shapes.push(Shape::Circle { role: Role::Latency, fill: Fill::Solid, centre: p95, radius: 7.0 });
        let text = |words: &str, millis| [words, &format::time(millis, Timed::Answer, locale)].concat();
        let base = middle - 12.0;
        let main = text("p95 ", self.p95);
        let (at, anchor) = taken.place_anyway(&main, &above(p95.x, base));
        let beside = Area::of_text(&main, at, anchor);
        taken.take(Area { left: beside.left - 8.0, right: beside.right + 8.0, ..beside });
        shapes.push(Shape::Text { role: Role::Latency, at, anchor, strong: true, text: main });
        let half = text("median ", self.p50);
        let mut places = above(p50.x, base).to_vec();
        places.push((Point::new(beside.left - 8.0, base), Anchor::End));
        if let Some((at, anchor)) = taken.place(&half, places) {
            shapes.push(words(Role::Latency, (at.x, at.y), anchor, half));
        }
        Chart::new(frame, shapes, self.table(locale)).with_spots([(p50, 0), (p95, 1), (p99, 2)])
    }

    fn table(&self, locale: Locale) -> Table {
        let mut table = Table::new([Column::new("Percentile", "percentile"), Column::new("Time", "time_ms")]);
        for (name, millis) in [("median (p50)", self.p50), ("p95", self.p95), ("p99", self.p99)] {
            let text = format::time(millis, Timed::Answer, locale);
            table.rows.push(vec![Cell::text(name), Cell::number(millis.get(), text)]);
        }
        if let Some(target) = self.target {
            let text = format::exact_time(target, Timed::Answer, locale);
            table.rows.push(vec![Cell::text("target"), Cell::number(target.get(), text)]);
        }
        table
    }
}

/// Places for words above a point of the line, best first.
const fn above(x: f64, base: f64) -> [(Point, Anchor); 4] {
    [
        (Point::new(x, base), Anchor::Middle),
        (Point::new(x + 6.0, base), Anchor::End),
        (Point::new(x - 6.0, base), Anchor::Start),
        (Point::new(x + 12.0, base), Anchor::Start),
    ]
}

/// The hatched area past a target, its line, and its words above.
fn target_shapes(
    x: &Scale,
    target: f64,
    (top, bottom): (f64, f64),
    locale: Locale,
    taken: &mut Taken,
) -> Vec<Shape> {
    let (at, end) = (x.at(target), x.at(x.high()));
    taken.take(Area { left: at - 2.0, top: top - 8.0, right: at + 2.0, bottom });
    let mut shapes = vec![
        Shape::Rect {
            role: Role::Beyond,
            fill: Fill::Hatch,
            corner: Point::new(at, top),
            width: end - at,
            height: bottom - top,
        },
        line(Role::Target, (at, top - 8.0), (at, bottom)),
    ];
    let text = ["target ", &target_text(Quantity::Seconds, target, locale)].concat();
    let base = top - 14.0;
    let places = [
        (Point::new(at + 6.0, base), Anchor::Start),
        (Point::new(at - 6.0, base), Anchor::End),
        (Point::new(at, base), Anchor::Middle),
    ];
    if let Some((at, anchor)) = taken.place(&text, places) {
        shapes.push(words(Role::Target, (at.x, at.y), anchor, text));
    }
    shapes
}

/// One value among others: the compact form's strip.
#[derive(Debug, Clone, PartialEq)]
pub struct DotStrip<'a> {
    /// [`Role::Cost`] or [`Role::Latency`].
    pub role: Role,
    /// The others, with their names.
    pub others: &'a [(String, f64)],
    /// The chosen one, with its name.
    pub chosen: (String, f64),
    /// What may not be passed.
    pub target: Option<f64>,
    /// How the numbers are written.
    pub quantity: Quantity,
    /// The heading and the CSV name of the figures.
    pub column: Column,
}

impl DotStrip<'_> {
    /// Draws it into `frame`; 16 units of height are enough. Values that lie far apart are set by ratio.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        const AIR: f64 = 8.0;
        let middle = frame.height / 2.0;
        let x = self.scale(AIR.min(frame.width / 2.0), (frame.width - AIR).max(frame.width / 2.0));
        let mut shapes = vec![line(Role::Axis, (0.0, middle), (frame.width, middle))];
        if let Some(target) = self.target.filter(|target| target.is_finite()) {
            let at = x.at(target);
            shapes.push(Shape::Rect {
                role: Role::Beyond,
                fill: Fill::Hatch,
                corner: Point::new(at, 0.0),
                width: frame.width - at,
                height: frame.height,
            });
            shapes.push(line(Role::Target, (at, 0.0), (at, frame.height)));
        }
        for (_, value) in self.others.iter().filter(|(_, value)| value.is_finite()) {
            let centre = Point::new(x.at(*value), middle);
            shapes.push(Shape::Circle { role: Role::Other, fill: Fill::Open, centre, radius: 4.0 });
        }
        if self.chosen.1.is_finite() {
            let centre = Point::new(x.at(self.chosen.1), middle);
            shapes.push(Shape::Circle { role: self.role, fill: Fill::Solid, centre, radius: 6.0 });
        }
        let mut table = Table::new([Column::new("Model", "model"), self.column.clone()]);
        for (name, value) in std::iter::once(&self.chosen).chain(self.others) {
            table.rows.push(vec![Cell::text(name), self.quantity.cell(*value, locale)]);
        }
        Chart::new(frame, shapes, table)
    }

    fn scale(&self, from: f64, to: f64) -> Scale {
        const FAR_APART: f64 = 20.0;
        let values = || {
            let all = self.others.iter().map(|(_, value)| *value).chain([self.chosen.1]).chain(self.target);
            all.filter(|value| value.is_finite())
        };
        let (low, high) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if low > 0.0 && high / low > FAR_APART {
            return Scale::log(low, high, from, to);
        }
        // A single value is drawn in the middle.
        if low >= high {
            Scale::linear(0.0, low * 2.0, from, to)
        } else {
            Scale::linear(low.min(0.0), high, from, to)
        }
    }
}

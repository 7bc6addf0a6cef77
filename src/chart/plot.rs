//! Axes: what they measure, their ticks and titles, and the room that is left for the data.

use super::label::{HALF_HEIGHT, text_width};
use super::scale::{Scale, round_ends_of};
use super::shape::{Anchor, Frame, Point, Role, Shape};
use crate::format::{self, Cell, Column, Decimal, Locale, Timed};
use crate::units::{Millis, Power, Usd};

/// What an axis measures, which decides how its numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// US dollars.
    Usd,
    /// Seconds.
    Seconds,
    /// A count, or a rate of counts.
    Count,
    /// A part of a whole, 0 to 1.
    Share,
}

impl Quantity {
    /// The number as a table shows it.
    #[must_use]
    pub fn text(self, value: f64, locale: Locale) -> String {
        match self {
            Self::Usd => format::usd(Usd::saturating(value), locale),
            Self::Seconds => format::time(Millis::saturating(value * 1e3), Timed::Answer, locale),
            Self::Count => format::count(value, locale),
            Self::Share => format::percent(value, locale),
        }
    }

    /// The number at a tick: all its digits, a short form from a million up, the unit of time only at the last.
    #[must_use]
    pub fn tick(self, value: f64, last: bool, locale: Locale) -> String {
        let large = value.abs() >= 1e6;
        match self {
            Self::Usd if large => format::usd_short(Usd::saturating(value), locale),
            Self::Usd => format::usd_exact(Usd::saturating(value), locale),
            Self::Seconds if last => {
                format::exact_time(Millis::saturating(value * 1e3), Timed::Answer, locale)
            }
            Self::Count if large => format::short(value, locale),
            Self::Seconds | Self::Count => format::exact(value, locale),
            Self::Share => format::percent(value, locale),
        }
    }

    /// The unit in which an axis up to `high` is marked, and its name; an empty name where ticks have their own. Beside
    /// "19 min" an axis does not count to 1,200 seconds.
    pub(super) fn unit_of(self, high: f64) -> (f64, &'static str) {
        match self {
            Self::Seconds if high >= 7200.0 => (3600.0, "\u{a0}h"),
            Self::Seconds if high >= 120.0 => (60.0, "\u{a0}min"),
            _ => (1.0, ""),
        }
    }

    /// The number as a table's cell.
    #[must_use]
    pub fn cell(self, value: f64, locale: Locale) -> Cell {
        if value.is_finite() { Cell::number(value, self.text(value, locale)) } else { Cell::NotKnown }
    }
}

/// One axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What it measures and which way is better: "First word, p95; left is faster".
    pub title: String,
    /// The name of the column in CSV, with its unit.
    pub key: &'static str,
    /// How its numbers are written.
    pub quantity: Quantity,
    /// The mark of its measure.
    pub role: Role,
    /// Whether equal steps are equal ratios.
    pub log: bool,
}

impl Axis {
    /// The column of a table with this axis's figures.
    #[must_use]
    pub fn column(&self) -> Column {
        // The title up to the semicolon says what it is; the rest says how to read the drawing.
        Column::new(self.title.split(';').next().unwrap_or_default(), self.key)
    }
}

/// The least distance between two ticks along x and along y.
const X_TICK_GAP: f64 = 64.0;
const Y_TICK_GAP: f64 = 36.0;

/// The room for data inside a frame, with a scale each way.
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) x: Scale,
    pub(super) y: Scale,
}

/// The room around the data.
pub(super) struct Margins {
    pub(super) top: f64,
    pub(super) right: f64,
}

impl Plot {
    /// Lays out both axes around the values: linear ones begin at zero, logarithmic ones have some air.
    pub(super) fn new(
        frame: Frame,
        margins: &Margins,
        axes: (&Axis, &Axis),
        values: (&[f64], &[f64]),
        locale: Locale,
    ) -> Self {
        const BELOW: f64 = 44.0;
        let top = margins.top.min(frame.height);
        let bottom = (frame.height - BELOW).max(top);
        let y = scale(axes.1, values.1, (bottom, top), Y_TICK_GAP);
        let widest = tick_texts(axes.1, &y, bottom - top, Y_TICK_GAP, locale);
        let widest = widest.iter().map(|(_, text)| text_width(text)).fold(0.0, f64::max);
        let left = (widest + 10.0).min(frame.width);
        let right = (frame.width - margins.right).max(left);
        let x = scale(axes.0, values.0, (left, right), X_TICK_GAP);
        Self { left, right, top, bottom, x, y }
    }

    /// Grid lines, tick words, the base line and the titles.
    pub(super) fn axes(&self, x: &Axis, y: &Axis, locale: Locale) -> Vec<Shape> {
        let mut shapes = Vec::new();
        for (value, text) in tick_texts(y, &self.y, self.bottom - self.top, Y_TICK_GAP, locale) {
            let at = self.y.at(value);
            shapes.push(line(Role::Grid, (self.left, at), (self.right, at)));
            shapes.push(words(Role::Tick, (self.left - 6.0, at + HALF_HEIGHT), Anchor::End, text));
        }
        shapes.push(line(Role::Axis, (self.left, self.bottom), (self.right, self.bottom)));
        for (value, text) in tick_texts(x, &self.x, self.right - self.left, X_TICK_GAP, locale) {
            shapes.push(words(Role::Tick, (self.x.at(value), self.bottom + 16.0), Anchor::Middle, text));
        }
        let title = (self.right - text_width(&x.title)).max(14.0);
        // Months are no measure, and have no mark.
        if x.role != Role::Axis {
            shapes.push(Shape::Mark { role: x.role, at: Point::new(title - 10.0, self.bottom + 32.0) });
        }
        shapes.push(words(x.role, (title, self.bottom + 36.0), Anchor::Start, x.title.clone()));
        shapes.push(Shape::Mark { role: y.role, at: Point::new(6.0, 8.0) });
        shapes.push(words(y.role, (16.0, 12.0), Anchor::Start, y.title.clone()));
        shapes
    }

    /// The place of a pair of values.
    pub(super) fn point(&self, x: f64, y: f64) -> Point {
        Point::new(self.x.at(x), self.y.at(y))
    }
}

fn scale(axis: &Axis, values: &[f64], (from, to): (f64, f64), gap: f64) -> Scale {
    let most = most_ticks((to - from).abs(), gap);
    if axis.log {
        let known = || values.iter().copied().filter(|value| value.is_finite() && *value > 0.0);
        let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max));
        // A tenth of the length on both sides, and a factor of two where all values are one.
        let air = if high > low { (high / low).raised_to(0.1).max(1.1) } else { 2.0 };
        return Scale::log(low / air, high * air, from, to);
    }
    let known = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (known().fold(0.0, f64::min), known().fold(0.0, f64::max));
    let (low, high) = round_ends_of(axis.quantity.unit_of(high).0, low, high, most);
    Scale::linear(low, high, from, to)
}

pub(super) fn most_ticks(length: f64, gap: f64) -> usize {
    (length / gap).max(1.0) as usize + 1
}

/// The ticks of an axis of `length`, with their words.
pub(super) fn tick_texts(
    axis: &Axis,
    scale: &Scale,
    length: f64,
    gap: f64,
    locale: Locale,
) -> Vec<(f64, String)> {
    texts(axis.quantity, scale, most_ticks(length, gap), locale)
}

/// The ticks of a strip of `length`, with their words.
pub(super) fn strip_texts(
    quantity: Quantity,
    scale: &Scale,
    length: f64,
    locale: Locale,
) -> Vec<(f64, String)> {
    texts(quantity, scale, most_ticks(length, X_TICK_GAP), locale)
}

fn texts(quantity: Quantity, scale: &Scale, most: usize, locale: Locale) -> Vec<(f64, String)> {
    let (unit, name) = if scale.is_log() { (1.0, "") } else { quantity.unit_of(scale.high()) };
    let ticks = scale.ticks_of(unit, most);
    let last = ticks.len().saturating_sub(1);
    ticks
        .iter()
        .enumerate()
        .map(|(index, value)| {
            let text = if name.is_empty() {
                quantity.tick(*value, index == last, locale)
            } else {
                format::exact(value / unit, locale) + if index == last { name } else { "" }
            };
            (*value, text)
        })
        .collect()
}

/// A target with the digits it was typed with.
pub(super) fn target_text(quantity: Quantity, target: f64, locale: Locale) -> String {
    match quantity {
        Quantity::Seconds => {
            let millis = Decimal::new(target).unwrap_or(Decimal::ZERO).shifted(3).to_f64();
            format::exact_time(Millis::saturating(millis), Timed::Answer, locale)
        }
        _ => quantity.tick(target, false, locale),
    }
}

pub(super) fn line(role: Role, from: (f64, f64), to: (f64, f64)) -> Shape {
    Shape::Line { role, from: Point::new(from.0, from.1), to: Point::new(to.0, to.1) }
}

pub(super) fn words(role: Role, at: (f64, f64), anchor: Anchor, text: String) -> Shape {
    Shape::Text { role, at: Point::new(at.0, at.1), anchor, strong: false, text }
}

pub(super) fn strong(role: Role, at: (f64, f64), anchor: Anchor, text: String) -> Shape {
    Shape::Text { role, at: Point::new(at.0, at.1), anchor, strong: true, text }
}

//! One lying bar made of parts: a price and who gets it, memory and what fills it.

use super::label::{TEXT_SIZE, text_width};
use super::plot::{Quantity, line, strong, words};
use super::shape::{Anchor, Chart, Fill, Frame, Point, Role, Shape};
use crate::format::{Cell, Column, Locale, Table};

/// One part.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The text below it.
    pub name: String,
    /// How much; a part below zero is not drawn, and the others then pass the whole.
    pub value: f64,
    /// How the value is written there, so that parts add up as shown.
    pub text: String,
    /// Its meaning.
    pub role: Role,
    /// How it is filled.
    pub fill: Fill,
}

/// A bar of parts.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBar<'a> {
    /// The parts, from the left.
    pub parts: &'a [Part],
    /// The capacity, where the parts may add up to more or less; a line marks it if they exceed it.
    pub whole: Option<f64>,
    /// How numbers without a text of their own are written.
    pub quantity: Quantity,
    /// The heading and CSV name of the figures.
    pub column: Column,
}

impl StackedBar<'_> {
    /// Draws it into `frame`: the bar above, two lines of words below where there is room.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        const GAP: f64 = 2.0;
        const WORDS: f64 = 36.0;
        let height = if frame.height > WORDS { (frame.height - WORDS).min(24.0) } else { frame.height };
        let size = |part: &Part| if part.value.is_finite() { part.value.max(0.0) } else { 0.0 };
        let sum: f64 = self.parts.iter().map(size).sum();
        let whole = self.whole.filter(|whole| whole.is_finite() && *whole > 0.0);
        let most = whole.unwrap_or(0.0).max(sum);
        let place = |value: f64| if most > 0.0 { value / most * frame.width } else { 0.0 };
        let mut shapes = Vec::new();
        let (mut so_far, mut free) = (0.0, 0.0);
        for part in self.parts {
            let (left, right) = (place(so_far), place(so_far + size(part)));
            so_far += size(part);
            // A gap parts neighbours, but never eats a small part whole.
            let width = if right < frame.width {
                (right - left - GAP).max((right - left) / 2.0)
            } else {
                right - left
            };
            let corner = Point::new(left, 0.0);
            shapes.push(Shape::Rect { role: part.role, fill: part.fill, corner, width, height });
            // A label begins under its part or after the previous label; a label without room is in the table only.
            let start = left.max(free);
            let end = start + text_width(&part.name).max(text_width(&part.text));
            if frame.height > WORDS && end <= frame.width && size(part) > 0.0 {
                let base = height + TEXT_SIZE + 4.0;
                shapes.push(words(part.role, (start, base), Anchor::Start, part.name.clone()));
                shapes.push(strong(part.role, (start, base + 16.0), Anchor::Start, part.text.clone()));
                free = end + 8.0;
            }
        }
        if let Some(whole) = whole.filter(|whole| *whole < sum) {
            let at = place(whole);
            shapes.push(line(Role::Target, (at, 0.0), (at, height + 4.0)));
        }
        let mut table = Table::new([Column::new("Part", "part"), self.column.clone()]);
        for part in self.parts {
            let cell = match self.quantity.cell(part.value, locale) {
                Cell::Number { value, .. } if !part.text.is_empty() => Cell::number(value, &part.text),
                cell => cell,
            };
            table.rows.push(vec![Cell::text(&part.name), cell]);
        }
        Chart::new(frame, shapes, table)
    }
}

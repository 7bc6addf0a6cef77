//! Upright bars in groups: cost as users grow.

use super::plot::{Quantity, line};
use super::shape::{Chart, Fill, Frame, Point, Role, Shape};
use crate::format::{Cell, Column, Locale, Table};
use crate::units::Within;

/// One bar of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// How high; nothing is drawn for what is not known or below zero.
    pub value: f64,
    /// Solid for what is paid, hatched for what is announced or uncertain.
    pub fill: Fill,
}

/// A group of adjacent bars.
#[derive(Debug, Clone, PartialEq)]
pub struct BarGroup {
    /// What the table calls it.
    pub name: String,
    /// The bars, one for each series.
    pub bars: Vec<Bar>,
}

/// A chart of groups of bars.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars<'a> {
    /// The heading of the names.
    pub name_column: Column,
    /// The heading and CSV name of each series.
    pub series: &'a [Column],
    /// The groups.
    pub groups: &'a [BarGroup],
    /// What is measured.
    pub role: Role,
    /// How the numbers are written.
    pub quantity: Quantity,
}

impl Bars<'_> {
    /// Draws it into `frame`: groups share the width evenly and are right-aligned in their part, as their figures are.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        const GAP: f64 = 2.0;
        let values = || self.groups.iter().flat_map(|group| &group.bars).map(|bar| bar.value);
        let highest = values().filter(|value| value.is_finite()).fold(0.0, f64::max);
        let room = frame.width / self.groups.len().max(1) as f64;
        let count = self.groups.iter().map(|group| group.bars.len()).max().unwrap_or(0).max(1) as f64;
        let width = (room * 0.6 / count - GAP).within(0.0, 32.0);
        let mut shapes = Vec::new();
        for (index, group) in self.groups.iter().enumerate() {
            let right = room * (index + 1) as f64;
            let from = right - group.bars.len() as f64 * (width + GAP) + GAP;
            for (place, bar) in group.bars.iter().enumerate() {
                let height = if bar.value > 0.0 { bar.value / highest * frame.height } else { 0.0 };
                shapes.push(Shape::Rect {
                    role: self.role,
                    fill: bar.fill,
                    corner: Point::new(from + place as f64 * (width + GAP), frame.height - height),
                    width,
                    height,
                });
            }
        }
        shapes.push(line(Role::Axis, (0.0, frame.height), (frame.width, frame.height)));
        let columns = std::iter::once(&self.name_column).chain(self.series).cloned();
        let mut table = Table::new(columns);
        for group in self.groups {
            let mut row = vec![Cell::text(&group.name)];
            row.extend(group.bars.iter().map(|bar| self.quantity.cell(bar.value, locale)));
            table.rows.push(row);
        }
        Chart::new(frame, shapes, table)
    }
}

//! From one amount to another by steps: what each saving takes away.

use super::plot::{Quantity, line};
use super::scale::Scale;
use super::shape::{Chart, Fill, Frame, Point, Role, Shape};
use crate::format::{self, Cell, Column, Locale, Table};
use crate::units::Usd;

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What the table calls it.
    pub name: String,
    /// What it adds; below zero it saves. Nothing where it is not used.
    pub by: Option<Usd>,
}

/// A first amount, steps, and the last amount, one row each.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall<'a> {
    /// The first amount and its name.
    pub start: (String, Usd),
    /// The steps, in the order in which they are counted.
    pub changes: &'a [Change],
    /// What the last amount is called.
    pub end: String,
}

impl Waterfall<'_> {
    /// The last amount.
    #[must_use]
    pub fn end_amount(&self) -> Usd {
        self.start.1 + self.changes.iter().filter_map(|change| change.by).sum()
    }

    /// Draws it into `frame`, whose height the rows share evenly.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        let mut levels = vec![self.start.1.get()];
        for change in self.changes {
            let last = levels.last().copied().unwrap_or_default();
            levels.push(last + change.by.map_or(0.0, Usd::get));
        }
        let low = levels.iter().copied().fold(0.0, f64::min);
        let x = Scale::linear(low, levels.iter().copied().fold(0.0, f64::max), 0.0, frame.width);
        let row = frame.height / (self.changes.len() + 2) as f64;
        let bar = (row * 0.5).min(16.0);
        let top = |index: usize| row * index as f64 + (row - bar) / 2.0;
        let rect = |role, fill, index, from: f64, to: f64| {
            let (left, right) = (x.at(from.min(to)), x.at(from.max(to)));
            Shape::Rect { role, fill, corner: Point::new(left, top(index)), width: right - left, height: bar }
        };
        let mut shapes = vec![rect(Role::Cost, Fill::Solid, 0, 0.0, self.start.1.get())];
        // A connector leads from the last bar to the next one, past the steps that are not used.
        let mut last_bar = 0;
        for (index, (pair, change)) in levels.windows(2).zip(self.changes).enumerate() {
            let (&[from, to], Some(by)) = (pair, change.by) else { continue };
            let (role, fill) =
                if by.get() <= 0.0 { (Role::Saved, Fill::Hatch) } else { (Role::Cost, Fill::Solid) };
            shapes.push(line(
                Role::Connector,
                (x.at(from), top(last_bar) + bar),
                (x.at(from), top(index + 1)),
            ));
            shapes.push(rect(role, fill, index + 1, from, to));
            last_bar = index + 1;
        }
        let end = levels.last().copied().unwrap_or_default();
        let last = self.changes.len() + 1;
        shapes.push(line(Role::Connector, (x.at(end), top(last_bar) + bar), (x.at(end), top(last))));
        shapes.push(rect(Role::Cost, Fill::Solid, last, 0.0, end));
        Chart::new(frame, shapes, self.table(locale))
    }

    fn table(&self, locale: Locale) -> Table {
        let mut table = Table::new([Column::new("Step", "step"), Column::new("A month", "usd_per_month")]);
        let whole =
            |name: &str, amount: Usd| vec![Cell::text(name), Quantity::Usd.cell(amount.get(), locale)];
        table.rows.push(whole(&self.start.0, self.start.1));
        for change in self.changes {
            let cell = change.by.map_or_else(
                || Cell::text("not used"),
                |by| Cell::number(by.get(), format::usd_signed(by, locale)),
            );
            table.rows.push(vec![Cell::text(&change.name), cell]);
        }
        table.rows.push(whole(&self.end, self.end_amount()));
        table
    }
}

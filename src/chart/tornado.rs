//! How far each input alone could move the amount, longest first.

use super::label::{HALF_HEIGHT, text_width};
use super::plot::{line, words};
use super::scale::Scale;
use super::shape::{Anchor, Chart, Fill, Frame, Point, Role, Shape};
use crate::format::{self, Cell, Column, Locale, Table};
use crate::units::{Usd, in_order};

/// One input.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// What the table calls it.
    pub name: String,
    /// The change at one end of the input's range.
    pub one: Usd,
    /// The change at the other end.
    pub other: Usd,
}

impl Swing {
    /// The lower and the upper end of the bar, which always contains the present amount.
    fn ends(&self) -> (f64, f64) {
        let (one, other) = (self.one.get(), self.other.get());
        (one.min(other).min(0.0), one.max(other).max(0.0))
    }

    fn length(&self) -> f64 {
        let (low, high) = self.ends();
        high - low
    }
}

/// Bars to both sides of the present amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Tornado<'a> {
    /// The inputs, in any order.
    pub swings: &'a [Swing],
    /// How many rows are drawn; the table has all.
    pub rows: usize,
}

impl Tornado<'_> {
    /// The inputs with the longest bars, longest first; those of equal length keep their order.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let order: Vec<(usize, f64)> =
            self.swings.iter().enumerate().map(|(index, swing)| (index, swing.length())).collect();
        in_order(order, |(_, length)| -length).into_iter().map(|(index, _)| index).collect()
    }

    /// Draws it into `frame`, whose height the rows share evenly.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        let sorted: Vec<&Swing> =
            self.order().into_iter().filter_map(|index| self.swings.get(index)).collect();
        let drawn: Vec<&Swing> = sorted.iter().copied().take(self.rows).collect();
        let texts: Vec<(String, String)> = drawn
            .iter()
            .map(|swing| {
                let (low, high) = swing.ends();
                (signed(low, locale), signed(high, locale))
            })
            .collect();
        // Both sides have the same scale and room for their longest amount.
        let widest =
            texts.iter().flat_map(|(low, high)| [text_width(low), text_width(high)]).fold(0.0, f64::max);
        let air = (widest + 6.0).min(frame.width / 2.0);
        let reach = drawn
            .iter()
            .map(|swing| swing.ends())
            .fold(0.0, |most: f64, (low, high)| most.max(high).max(-low));
        let x = Scale::linear(-reach, reach, air, frame.width - air);
        let middle = if reach > 0.0 { x.at(0.0) } else { frame.width / 2.0 };
        let row = frame.height / drawn.len().max(1) as f64;
        let bar = (row * 0.5).min(16.0);
        let mut shapes = Vec::new();
        for (index, (swing, (low_text, high_text))) in drawn.iter().zip(texts).enumerate() {
            let (low, high) = swing.ends();
            if low >= high {
                continue;
            }
            let centre = row * (index as f64 + 0.5);
            let top = centre - bar / 2.0;
            let rect = |role, fill, left: f64, right: f64| Shape::Rect {
                role,
                fill,
                corner: Point::new(left, top),
                width: right - left,
                height: bar,
            };
            shapes.push(rect(Role::Cheaper, Fill::Hatch, x.at(low), middle));
            shapes.push(rect(Role::Dearer, Fill::Solid, middle, x.at(high)));
            let base = centre + HALF_HEIGHT;
            shapes.push(words(Role::Cheaper, (x.at(low) - 4.0, base), Anchor::End, low_text));
            shapes.push(words(Role::Dearer, (x.at(high) + 4.0, base), Anchor::Start, high_text));
        }
        shapes.push(line(Role::Axis, (middle, 0.0), (middle, frame.height)));
        Chart::new(frame, shapes, table(&sorted, locale))
    }
}

/// A change; no words for none.
fn signed(change: f64, locale: Locale) -> String {
    if change == 0.0 { String::new() } else { format::usd_signed(Usd::saturating(change), locale) }
}

fn table(swings: &[&Swing], locale: Locale) -> Table {
    let mut table = Table::new([
        Column::new("If this alone were different", "input"),
        Column::new("Less a month", "low_change_usd_per_month"),
        Column::new("More a month", "high_change_usd_per_month"),
    ]);
    for swing in swings {
        let (low, high) = swing.ends();
        let cell = |change: f64| Cell::number(change, format::usd_signed(Usd::saturating(change), locale));
        table.rows.push(vec![Cell::text(&swing.name), cell(low), cell(high)]);
    }
    table
}

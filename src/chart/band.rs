//! The likely range of an amount as a strip: where 8 of 10 outcomes lie, the estimate, and what was pinned.

use super::label::{Taken, text_width};
use super::plot::{Quantity, line, most_ticks, strip_texts, words};
use super::scale::{Scale, round_ends};
use super::shape::{Anchor, Chart, Fill, Frame, Point, Role, Shape};
use crate::format::{self, Cell, Column, Locale, Table};
use crate::units::{Usd, Within};

/// A band between the 10th and the 90th percentile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandStrip {
    /// One in ten outcomes is lower.
    pub p10: Usd,
    /// Half of them are.
    pub p50: Usd,
    /// One in ten is higher.
    pub p90: Usd,
    /// The estimate.
    pub now: Usd,
    /// The amount that it is held against, where there is one.
    pub pinned: Option<Usd>,
}

const TICK_GAP: f64 = 84.0;

impl BandStrip {
    /// Draws it into `frame`; 64 units of height are enough. The axis begins where the amounts do, and not at 0.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        let (left, right) = (8.0_f64.min(frame.width), (frame.width - 8.0).max(8.0_f64.min(frame.width)));
        let (top, bottom) =
            (20.0_f64.min(frame.height), (frame.height - 20.0).max(20.0_f64.min(frame.height)));
        let all = || self.amounts().into_iter().map(|(_, amount)| amount.get());
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let ends = round_ends(low, high, most_ticks(right - left, TICK_GAP));
        let x = Scale::linear(ends.0, ends.1, left, right);
        let mut shapes = Vec::new();
        for (value, text) in strip_texts(Quantity::Usd, &x, right - left, locale) {
            let at = x.at(value);
            shapes.push(line(Role::Grid, (at, top), (at, bottom)));
            let half = text_width(&text) / 2.0;
            let centre = at.within(half.min(frame.width / 2.0), (frame.width - half).max(frame.width / 2.0));
            shapes.push(words(Role::Tick, (centre, bottom + 16.0), Anchor::Middle, text));
        }
        let (from, to) = (x.at(self.p10.get()), x.at(self.p90.get()));
        let corner = Point::new(from, top + 6.0);
        let height = (bottom - top - 12.0).max(0.0);
        shapes.push(Shape::Rect { role: Role::Cheaper, fill: Fill::Hatch, corner, width: to - from, height });
        let mut taken = Taken::new(frame);
        let marks = [(Role::Cost, "now ", Some(self.now)), (Role::Target, "A ", self.pinned)];
        for (role, name, amount) in marks {
            let Some(amount) = amount else { continue };
            let at = x.at(amount.get());
            shapes.push(line(role, (at, top), (at, bottom)));
            let text = [name, &format::usd(amount, locale)].concat();
            let base = top - 6.0;
            let places = [
                (Point::new(at, base), Anchor::Middle),
                (Point::new(at - 6.0, base), Anchor::Start),
                (Point::new(at + 6.0, base), Anchor::End),
            ];
            if let Some((at, anchor)) = taken.place(&text, places) {
                shapes.push(Shape::Text { role, at, anchor, strong: role == Role::Cost, text });
            }
        }
        Chart::new(frame, shapes, self.table(locale))
    }

    fn amounts(&self) -> Vec<(&'static str, Usd)> {
        let mut amounts = vec![
            ("1 in 10 is lower, p10", self.p10),
            ("half, p50", self.p50),
            ("1 in 10 is higher, p90", self.p90),
            ("as it is now", self.now),
        ];
        amounts.extend(self.pinned.map(|amount| ("A, pinned", amount)));
        amounts
    }

    fn table(&self, locale: Locale) -> Table {
        let columns = [Column::new("Outcomes", "outcome"), Column::new("A month", "cost_usd_per_month")];
        let mut table = Table::new(columns);
        for (name, amount) in self.amounts() {
            table.rows.push(vec![Cell::text(name), Cell::number(amount.get(), format::usd(amount, locale))]);
        }
        table
    }
}

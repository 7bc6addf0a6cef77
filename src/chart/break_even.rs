//! Cost over volume: straight lines of hosted models against the steps of self-hosted GPUs, and where they cross.

use super::label::{HALF_HEIGHT, TEXT_SIZE, text_width};
use super::plot::{Axis, Margins, Plot, line, strong, words};
use super::shape::{Anchor, Chart, Fill, Frame, Point, Role, Shape};
use crate::format::{Cell, Column, Locale, Table};
use crate::units::{in_order, sort_numbers};

/// Cost over volume of one way to serve.
#[derive(Debug, Clone, PartialEq)]
pub struct CostLine {
    /// The label at its end and in the table.
    pub name: String,
    /// [`Role::OwnGpus`], [`Role::Hosted`] or [`Role::HostedSecond`].
    pub role: Role,
    /// Volume and cost, volume ascending. The cost of self-hosted GPUs is constant until the next volume; other curves are linear between volumes.
    pub points: Vec<(f64, f64)>,
}

/// From one volume to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The volume from which it applies.
    pub from: f64,
    /// The volume up to which it applies.
    pub to: f64,
}

/// A chart of cost over volume.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEven<'a> {
    /// The lines; the first hosted one is compared with self-hosted GPUs.
    pub lines: &'a [CostLine],
    /// The present volume, and the words for it.
    pub now: Option<(f64, String)>,
    /// Volume.
    pub x: Axis,
    /// Cost.
    pub y: Axis,
}

impl CostLine {
    fn is_stepped(&self) -> bool {
        self.role == Role::OwnGpus
    }

    /// The cost just after (`right`) or just before the volume `x`; nothing outside the line.
    fn at(&self, x: f64, side: Side) -> Option<f64> {
        let segment = self.points.windows(2).find_map(|pair| match pair {
            [a, b] => {
                let within = match side {
                    Side::After => (a.0..b.0).contains(&x),
                    Side::Before => a.0 < x && x <= b.0,
                };
                within.then_some((*a, *b))
            }
            _ => None,
        });
        let Some((a, b)) = segment else {
            // The last step, or a line of one point, has no end.
            return self.points.last().filter(|last| last.0 <= x).map(|last| last.1);
        };
        Some(if self.is_stepped() { a.1 } else { a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0) })
    }

    /// The corners of the drawn line.
    fn corners(&self) -> Vec<(f64, f64)> {
        let mut corners = Vec::with_capacity(self.points.len() * 2);
        for (x, y) in self.points.iter().copied().filter(|(x, y)| x.is_finite() && y.is_finite()) {
            if let Some((_, before)) = corners.last().copied().filter(|_| self.is_stepped()) {
                corners.push((x, before));
            }
            corners.push((x, y));
        }
        corners
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// Where `own` costs less than `other`, between the first and the last volume that both know.
#[must_use]
pub fn cheaper(own: &CostLine, other: &CostLine) -> Vec<Interval> {
    let mut volumes: Vec<f64> =
        own.points.iter().chain(&other.points).map(|point| point.0).filter(|x| x.is_finite()).collect();
    sort_numbers(&mut volumes);
    volumes.dedup();
    let mut found: Vec<Interval> = Vec::new();
    for pair in volumes.windows(2) {
        let &[left, right] = pair else { continue };
        let difference = |x, side| Some(own.at(x, side)? - other.at(x, side)?);
        let (Some(at_left), Some(at_right)) =
            (difference(left, Side::After), difference(right, Side::Before))
        else {
            continue;
        };
        // Both are straight in between, so there is at most one crossing.
        let crossing = left + (right - left) * at_left / (at_left - at_right);
        let (from, to) = match (at_left < 0.0, at_right < 0.0) {
            (true, true) => (left, right),
            (true, false) => (left, crossing),
            (false, true) => (crossing, right),
            (false, false) => continue,
        };
        match found.last_mut() {
            Some(last) if last.to >= from => last.to = to,
            _ if to > from => found.push(Interval { from, to }),
            _ => {}
        }
    }
    found
}

impl BreakEven<'_> {
    /// Draws it into `frame`.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        let corners: Vec<(f64, f64)> = self.lines.iter().flat_map(CostLine::corners).collect();
        let xs: Vec<f64> = corners.iter().map(|corner| corner.0).collect();
        let ys: Vec<f64> = corners.iter().map(|corner| corner.1).collect();
        let names = self.lines.iter().map(|line| text_width(&line.name)).fold(0.0, f64::max);
        let margins = Margins { top: 28.0, right: (names + 12.0).min(frame.width * 0.35) };
        let plot = Plot::new(frame, &margins, (&self.x, &self.y), (&xs, &ys), locale);
        let own = self.lines.iter().find(|line| line.is_stepped());
        let hosted = self.lines.iter().find(|line| line.role == Role::Hosted);
        let wins = own.zip(hosted).map(|(own, hosted)| cheaper(own, hosted)).unwrap_or_default();

        let mut shapes: Vec<Shape> = wins.iter().map(|interval| shade(&plot, *interval)).collect();
        shapes.extend(plot.axes(&self.x, &self.y, locale));
        for cost in self.lines {
            let points = cost.corners().into_iter().map(|(x, y)| plot.point(x, y)).collect();
            shapes.push(Shape::Polyline { role: cost.role, points });
        }
        shapes.extend(self.now_line(&plot));
        for interval in wins.iter().filter(|interval| interval.from > plot.x.low()) {
            if let Some(cost) = hosted.and_then(|hosted| hosted.at(interval.from, Side::Before)) {
                let centre = plot.point(interval.from, cost);
                shapes.push(Shape::Circle { role: Role::OwnGpus, fill: Fill::Open, centre, radius: 4.5 });
            }
        }
        shapes.extend(self.end_names(&plot));
        Chart::new(frame, shapes, self.table(locale))
    }

    fn now_line(&self, plot: &Plot) -> Vec<Shape> {
        let Some((now, text)) = self.now.as_ref().filter(|(now, _)| now.is_finite()) else {
            return Vec::new();
        };
        let at = plot.x.at(*now);
        let room = plot.right - at - 6.0 >= text_width(text);
        let (x, anchor) = if room { (at + 6.0, Anchor::Start) } else { (at - 6.0, Anchor::End) };
        let mut shapes = vec![
            line(Role::Now, (at, plot.top), (at, plot.bottom)),
            strong(Role::Now, (x, plot.top + 12.0), anchor, text.clone()),
        ];
        for cost in self.lines.iter().filter(|cost| cost.role != Role::HostedSecond) {
            if let Some(value) = cost.at(*now, Side::After) {
                let fill = if cost.is_stepped() { Fill::Solid } else { Fill::Open };
                shapes.push(Shape::Circle {
                    role: cost.role,
                    fill,
                    centre: plot.point(*now, value),
                    radius: 5.0,
                });
            }
        }
        shapes
    }

    /// Names at the right ends, moved apart downwards where they would touch.
    fn end_names(&self, plot: &Plot) -> Vec<Shape> {
        let ends: Vec<(f64, &CostLine)> = self
            .lines
            .iter()
            .filter_map(|cost| cost.corners().last().map(|corner| (plot.y.at(corner.1) + HALF_HEIGHT, cost)))
            .collect();
        let ends = in_order(ends, |(y, _)| *y);
        let mut free = f64::NEG_INFINITY;
        ends.into_iter()
            .map(|(y, cost)| {
                let y = y.max(free);
                free = y + TEXT_SIZE + 4.0;
                words(cost.role, (plot.right + 8.0, y), Anchor::Start, cost.name.clone())
            })
            .collect()
    }

    /// Every volume where a line turns, with the cost of each line there.
    fn table(&self, locale: Locale) -> Table {
        let mut volumes: Vec<f64> =
            self.lines.iter().flat_map(|cost| &cost.points).map(|point| point.0).collect();
        volumes.extend(self.now.as_ref().map(|(now, _)| *now));
        volumes.retain(|x| x.is_finite());
        sort_numbers(&mut volumes);
        volumes.dedup();
        let names = self.lines.iter().map(|cost| Column::new(&cost.name, self.y.key));
        let mut table = Table::new(std::iter::once(self.x.column()).chain(names));
        for volume in volumes {
            let mut row: Vec<Cell> = vec![self.x.quantity.cell(volume, locale)];
            row.extend(self.lines.iter().map(|cost| {
                cost.at(volume, Side::After)
                    .map_or(Cell::NotKnown, |value| self.y.quantity.cell(value, locale))
            }));
            table.rows.push(row);
        }
        table
    }
}

fn shade(plot: &Plot, interval: Interval) -> Shape {
    let (left, right) = (plot.x.at(interval.from), plot.x.at(interval.to));
    Shape::Rect {
        role: Role::Shade,
        fill: Fill::Solid,
        corner: Point::new(left, plot.top),
        width: right - left,
        height: plot.bottom - plot.top,
    }
}

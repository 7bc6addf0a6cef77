//! Points with two measures: models by cost and latency, settings by cost and latency.

use super::label::{Area, Taken, around};
use super::plot::{Axis, Margins, Plot, Quantity, line, target_text, words};
use super::shape::{Anchor, Chart, Fill, Frame, Point, Role, Shape};
use crate::estimate::compare::lower_left;
use crate::format::{Cell, Column, Locale, Table};

/// One point.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// The label beside it and in the table.
    pub name: String,
    /// Along the axis to the right, lower is better.
    pub x: f64,
    /// Along the axis upwards, lower is better.
    pub y: f64,
    /// Whether it is the user's own choice.
    pub chosen: bool,
}

/// Which points a line joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// None.
    No,
    /// All, in their order.
    All,
    /// Those than which none is better both ways.
    Frontier,
}

/// A chart of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter<'a> {
    /// The heading of the names.
    pub name_column: Column,
    /// The points.
    pub dots: &'a [Dot],
    /// The axis to the right.
    pub x: Axis,
    /// The axis upwards.
    pub y: Axis,
    /// The largest x that is allowed.
    pub target: Option<f64>,
    /// Which points a line joins.
    pub joined: Joined,
}

const TARGET_WORDS: &str = "too slow: over ";
/// Points that are slower than so many targets would press all others together.
const SLOWEST: f64 = 3.0;
const FRONTIER_WORDS: &str = "frontier: none cheaper and faster";
const RADIUS: f64 = 4.5;
const CHOSEN_RADIUS: f64 = 7.0;

/// The points than which no other is at least as good both ways and better one way, from left to right.
#[must_use]
pub fn frontier(dots: &[Dot]) -> Vec<usize> {
    let points: Vec<(f64, f64)> = dots.iter().map(|dot| (dot.x, dot.y)).collect();
    lower_left(&points)
}

impl Scatter<'_> {
    /// Draws it into `frame`.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        let slowest = self.target.map_or(f64::INFINITY, |target| target * SLOWEST);
        let drawn = |dot: &&Dot| dot.x.is_finite() && dot.y.is_finite() && (dot.chosen || dot.x <= slowest);
        let placed: Vec<&Dot> = self.dots.iter().filter(drawn).collect();
        let slower = self.dots.iter().filter(|dot| !dot.chosen && dot.x > slowest).count();
        // The target has room to its right.
        let xs: Vec<f64> =
            placed.iter().map(|dot| dot.x).chain(self.target.map(|target| target * 1.2)).collect();
        let ys: Vec<f64> = placed.iter().map(|dot| dot.y).collect();
        let margins = Margins { top: 36.0, right: 12.0 };
        let plot = Plot::new(frame, &margins, (&self.x, &self.y), (&xs, &ys), locale);
        let mut taken = Taken::new(frame);
        let mut shapes = self.beyond(&plot, slower, &mut taken, locale);
        shapes.extend(plot.axes(&self.x, &self.y, locale));
        let path: Vec<Point> = match self.joined {
            Joined::No => Vec::new(),
            Joined::All => placed.iter().map(|dot| plot.point(dot.x, dot.y)).collect(),
            Joined::Frontier => frontier(self.dots)
                .into_iter()
                .filter_map(|index| self.dots.get(index))
                .filter(drawn)
                .map(|dot| plot.point(dot.x, dot.y))
                .collect(),
        };
        taken.take_line(&path);
        // Words of the data keep off the words of the axes.
        taken.take(Area { left: 0.0, top: plot.top, right: plot.left, bottom: frame.height });
        taken.take(Area { left: 0.0, top: plot.bottom, right: frame.width, bottom: frame.height });
        shapes.push(Shape::Polyline { role: Role::Frontier, points: path.clone() });
        shapes.extend(circles(&plot, &placed));
        shapes.extend(names(&plot, &placed, self.target, &mut taken));
        if self.joined == Joined::Frontier {
            shapes.extend(frontier_words(&path, &mut taken));
        }
        let rows = self.dots.iter().enumerate().filter(|(_, dot)| drawn(dot));
        let spots: Vec<_> = rows.map(|(row, dot)| (plot.point(dot.x, dot.y), row)).collect();
        Chart::new(frame, shapes, self.table(locale)).with_spots(spots)
    }

    /// The area past the target, its line and its words, and how many points are too slow even for it.
    fn beyond(&self, plot: &Plot, slower: usize, taken: &mut Taken, locale: Locale) -> Vec<Shape> {
        let Some(target) = self.target.filter(|target| target.is_finite()) else { return Vec::new() };
        let at = plot.x.at(target);
        let text = [TARGET_WORDS, &target_text(self.x.quantity, target, locale)].concat();
        let base = plot.top - 4.0;
        let places = [
            (Point::new(at + 6.0, base), Anchor::Start),
            (Point::new(plot.right, base), Anchor::End),
            (Point::new(at - 6.0, base), Anchor::End),
        ];
        taken.take(Area { left: at - 2.0, top: plot.top - 14.0, right: at + 2.0, bottom: plot.bottom });
        let mut shapes = vec![
            Shape::Rect {
                role: Role::Beyond,
                fill: Fill::Hatch,
                corner: Point::new(at, plot.top),
                width: plot.right - at,
                height: plot.bottom - plot.top,
            },
            line(Role::Target, (at, plot.top - 14.0), (at, plot.bottom)),
        ];
        let number = Quantity::Count.tick(slower as f64, false, locale);
        let with_rest = [text.as_str(), "; ", &number, " more only in the table"].concat();
        // The shorter one where the longer has no room.
        for text in [with_rest, text].into_iter().skip(usize::from(slower == 0)) {
            if let Some((place, anchor)) = taken.place(&text, places) {
                shapes.push(words(Role::Target, (place.x, place.y), anchor, text));
                break;
            }
        }
        shapes
    }

    fn table(&self, locale: Locale) -> Table {
        let mut table = Table::new([self.name_column.clone(), self.x.column(), self.y.column()]);
        for dot in self.dots {
            table.rows.push(vec![
                Cell::text(&dot.name),
                self.x.quantity.cell(dot.x, locale),
                self.y.quantity.cell(dot.y, locale),
            ]);
        }
        table
    }
}

/// Open circles, and the chosen one last, so that nothing covers it.
fn circles(plot: &Plot, dots: &[&Dot]) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for chosen in [false, true] {
        for dot in dots.iter().filter(|dot| dot.chosen == chosen) {
            let (role, fill, radius) = if chosen {
                (Role::Chosen, Fill::Solid, CHOSEN_RADIUS)
            } else {
                (Role::Other, Fill::Open, RADIUS)
            };
            shapes.push(Shape::Circle { role, fill, centre: plot.point(dot.x, dot.y), radius });
        }
    }
    shapes
}

/// The names that find room beside their points: the chosen one first, then those that meet the target; the others are
/// in the table.
fn names(plot: &Plot, dots: &[&Dot], target: Option<f64>, taken: &mut Taken) -> Vec<Shape> {
    for dot in dots {
        let radius = if dot.chosen { CHOSEN_RADIUS } else { RADIUS };
        taken.take(Area::around(plot.point(dot.x, dot.y), radius));
    }
    let mut shapes = Vec::new();
    let rank = |dot: &Dot| match target {
        _ if dot.chosen => 0,
        Some(target) if dot.x > target => 2,
        _ => 1,
    };
    for wanted in 0..3 {
        for dot in dots.iter().filter(|dot| rank(dot) == wanted) {
            let chosen = dot.chosen;
            let (role, gap) = if chosen { (Role::Chosen, 11.0) } else { (Role::Other, 8.0) };
            let places = around(plot.point(dot.x, dot.y), gap);
            // The user's own choice is named however crowded it is.
            let place = if chosen {
                // Bold letters are wider.
                Some(taken.place_anyway(&[dot.name.as_str(), "mm"].concat(), &places))
            } else {
                taken.place(&dot.name, places)
            };
            if let Some((at, anchor)) = place {
                shapes.push(Shape::Text { role, at, anchor, strong: chosen, text: dot.name.clone() });
            }
        }
    }
    shapes
}

/// The words of the frontier, beside the middle of one of its lines.
fn frontier_words(path: &[Point], taken: &mut Taken) -> Option<Shape> {
    let middles = path.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(Point::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y))),
        _ => None,
    });
    let places = middles.flat_map(|middle| around(middle, 10.0));
    let (at, anchor) = taken.place(FRONTIER_WORDS, places)?;
    Some(words(Role::Frontier, (at.x, at.y), anchor, FRONTIER_WORDS.to_owned()))
}

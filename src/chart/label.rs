//! How wide words are, nearly, and where they find room.

use super::shape::{Anchor, Frame, Point};
use crate::units::Within;

/// The size of words in a chart; the face may draw them a little smaller, not larger.
pub(super) const TEXT_SIZE: f64 = 12.0;

/// From the base line of words to the middle of their height.
pub(super) const HALF_HEIGHT: f64 = 4.0;

/// The width of `text` at 12 units of height, nearly, for any usual typeface: a little more rather than less.
#[must_use]
pub fn text_width(text: &str) -> f64 {
    text.chars().map(letter_width).sum::<f64>() * TEXT_SIZE
}

fn letter_width(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' => 0.32,
        ' ' | '\u{a0}' | '\u{202f}' | '(' | ')' | '-' => 0.33,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.9,
        'A'..='Z' => 0.7,
        // Scripts of wide letters.
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffef}' | '\u{20000}'.. => 1.0,
        _ => 0.57,
    }
}

/// An upright box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn around(centre: Point, radius: f64) -> Self {
        Self {
            left: centre.x - radius,
            top: centre.y - radius,
            right: centre.x + radius,
            bottom: centre.y + radius,
        }
    }

    /// The box of words on the base line at `at`.
    pub(super) fn of_text(text: &str, at: Point, anchor: Anchor) -> Self {
        let width = text_width(text);
        let left = match anchor {
            Anchor::Start => at.x,
            Anchor::Middle => at.x - width / 2.0,
            Anchor::End => at.x - width,
        };
        Self { left, top: at.y - TEXT_SIZE * 0.8, right: left + width, bottom: at.y + TEXT_SIZE * 0.25 }
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn inside(&self, frame: Frame) -> bool {
        self.left >= 0.0 && self.top >= 0.0 && self.right <= frame.width && self.bottom <= frame.height
    }
}

/// The room that is taken.
pub(super) struct Taken {
    frame: Frame,
    areas: Vec<Area>,
}

impl Taken {
    pub(super) const fn new(frame: Frame) -> Self {
        Self { frame, areas: Vec::new() }
    }

    pub(super) fn take(&mut self, area: Area) {
        self.areas.push(area);
    }

    /// Takes the first of `places` where `text` fits without touching what is there.
    pub(super) fn place(
        &mut self,
        text: &str,
        places: impl IntoIterator<Item = (Point, Anchor)>,
    ) -> Option<(Point, Anchor)> {
        for (at, anchor) in places {
            let area = Area::of_text(text, at, anchor);
            if area.inside(self.frame) && !self.areas.iter().any(|taken| taken.overlaps(&area)) {
                self.areas.push(area);
                return Some((at, anchor));
            }
        }
        None
    }

    /// The same, but a required label overlaps others where there is no room, as few as possible, and
    /// end inside the frame if they can.
    pub(super) fn place_anyway(&mut self, text: &str, places: &[(Point, Anchor)]) -> (Point, Anchor) {
        if let Some(free) = self.place(text, places.iter().copied()) {
            return free;
        }
        let inside = |(at, anchor): &&(Point, Anchor)| Area::of_text(text, *at, *anchor).inside(self.frame);
        let covered = |(at, anchor): &&(Point, Anchor)| {
            let area = Area::of_text(text, *at, *anchor);
            self.areas.iter().filter(|taken| taken.overlaps(&area)).count()
        };
        let place = places.iter().filter(inside).min_by_key(covered).copied().unwrap_or_else(|| {
            let row = places.first().map_or(TEXT_SIZE, |(at, _)| at.y);
            let lowest = (self.frame.height - HALF_HEIGHT).max(TEXT_SIZE);
            (Point::new(0.0, row.within(TEXT_SIZE, lowest)), Anchor::Start)
        });
        self.take(Area::of_text(text, place.0, place.1));
        place
    }

    /// Takes what lies under a line through `path`.
    pub(super) fn take_line(&mut self, path: &[Point]) {
        const STEP: f64 = 8.0;
        for pair in path.windows(2) {
            let &[a, b] = pair else { continue };
            let (wide, high) = (b.x - a.x, b.y - a.y);
            let length = (wide * wide + high * high).sqrt();
            let steps = (length / STEP).within(1.0, 500.0) as u32;
            for step in 0..=steps {
                let part = f64::from(step) / f64::from(steps);
                self.take(Area::around(Point::new(a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part), 1.0));
            }
        }
    }
}

/// Places for the words of a point, best first: beside it, above and below, then in the corners.
pub(super) fn around(point: Point, gap: f64) -> [(Point, Anchor); 8] {
    let side = point.y + HALF_HEIGHT;
    let (above, below) = (point.y - gap, point.y + gap + TEXT_SIZE * 0.75);
    [
        (Point::new(point.x + gap, side), Anchor::Start),
        (Point::new(point.x - gap, side), Anchor::End),
        (Point::new(point.x, above), Anchor::Middle),
        (Point::new(point.x, below), Anchor::Middle),
        (Point::new(point.x + gap * 0.6, above), Anchor::Start),
        (Point::new(point.x - gap * 0.6, above), Anchor::End),
        (Point::new(point.x + gap * 0.6, below), Anchor::Start),
        (Point::new(point.x - gap * 0.6, below), Anchor::End),
    ]
}

//! The figures of classes, fitted to the points of a folder.

use super::points::{Point, Points};
use super::regress::{self, Found, Observation};
use inference_estimator::catalogue::latency::effects::effects_of;
use inference_estimator::catalogue::latency::{ClassFigures, Effect, Fitted, LatencyBook};
use inference_estimator::units::Tokens;

/// Fewest tokens of thinking that a time implies: about a second's worth, less than what the start of a call varies by.
const LEAST_IMPLIED: f64 = 100.0;

/// Points as observations, made once: a fit that leaves a model out takes the others of them.
pub(crate) struct Prepared<'a> {
    book: &'a LatencyBook,
    ttft: Vec<Observation>,
    speed: Vec<Observation>,
    thinking: Vec<Observation>,
    first_answer: &'a [Point],
    /// The effects of the fit to all points, from which a fit that leaves a model out begins.
    near: Vec<Effect>,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(points: &'a Points, book: &'a LatencyBook) -> Self {
        let one = |figure: Fitted, points: &[Point]| {
            let seen = points.iter().map(|point| Observation {
                model: point.model.clone(),
                ln: point.p50.ln(),
                base: effects_of(figure, &point.subject(book)),
                slope: None,
            });
            seen.collect::<Vec<_>>()
        };
        let mut ttft = one(Fitted::TtftBase, &points.ttft);
        for (seen, point) in ttft.iter_mut().zip(&points.ttft) {
            let names = effects_of(Fitted::TtftSlope, &point.subject(book));
            seen.slope = Some((names, point.uncached / 1000.0));
        }
        let mut prepared = Self {
            book,
            ttft,
            speed: one(Fitted::Speed, &points.speed),
            thinking: one(Fitted::Thinking, &points.thinking),
            first_answer: &points.first_answer,
            near: Vec::new(),
        };
        prepared.near = prepared.fit(None).effects;
        prepared
    }

    /// The figures fitted to all points, those of the model `left_out` apart.
    pub(crate) fn fit(&self, left_out: Option<&str>) -> ClassFigures {
        let mut figures = ClassFigures::default();
        let kept = |seen: &&Observation| Some(&*seen.model) != left_out;
        let of = |seen: &'_ [Observation]| seen.iter().filter(kept).cloned().collect::<Vec<_>>();
        let ttft = of(&self.ttft);
        self.add(&mut figures, &ttft, (Fitted::TtftBase, Fitted::TtftSlope), (6.5, 3.0));
        self.add(&mut figures, &of(&self.speed), (Fitted::Speed, Fitted::Speed), (4.5, 0.0));
        let mut thinking = of(&self.thinking);
        // What the thinking of a plain prompt must have been, given the time until the answer began.
        for point in self.first_answer.iter().filter(|point| Some(&*point.model) != left_out) {
            let subject = point.subject(self.book);
            let uncached = Tokens::saturating(point.uncached);
            let start = figures.ttft_ms(&subject, uncached);
            let (Some(start), Some(speed)) = (start, figures.figure(Fitted::Speed, &subject)) else {
                continue;
            };
            let tokens = ((point.p50 - start) / 1000.0 * speed).max(LEAST_IMPLIED);
            thinking.push(Observation {
                model: point.model.clone(),
                ln: tokens.ln(),
                base: effects_of(Fitted::Thinking, &subject),
                slope: None,
            });
        }
        self.add(&mut figures, &thinking, (Fitted::Thinking, Fitted::Thinking), (7.5, 0.0));
        figures
    }

    fn add(
        &self,
        figures: &mut ClassFigures,
        seen: &[Observation],
        (base, slope): (Fitted, Fitted),
        start: (f64, f64),
    ) {
        if seen.is_empty() {
            return;
        }
        let near = self.near.iter().filter(|effect| effect.figure == base || effect.figure == slope);
        let near: Vec<Found> = near
            .map(|effect| Found {
                is_slope: effect.figure != base,
                name: effect.name.clone(),
                value: effect.value,
                models: effect.models as usize,
            })
            .collect();
        let seen: Vec<&Observation> = seen.iter().collect();
        for Found { is_slope, name, value, models } in regress::fit(&seen, start, &near) {
            let figure = if is_slope { slope } else { base };
            figures.effects.push(Effect { figure, name, value, models: models as u32 });
        }
    }
}

/// What `figures` predict for a point of each quantity; nothing where a figure is missing.
pub(crate) fn ttft(figures: &ClassFigures, point: &Point, book: &LatencyBook) -> Option<f64> {
    figures.ttft_ms(&point.subject(book), Tokens::saturating(point.uncached))
}

/// Tokens of thinking.
pub(crate) fn thinking(figures: &ClassFigures, point: &Point, book: &LatencyBook) -> Option<f64> {
    figures.figure(Fitted::Thinking, &point.subject(book))
}

/// Output speed.
pub(crate) fn speed(figures: &ClassFigures, point: &Point, book: &LatencyBook) -> Option<f64> {
    figures.figure(Fitted::Speed, &point.subject(book))
}

/// Time to the first token of the answer.
pub(crate) fn first_answer(figures: &ClassFigures, point: &Point, book: &LatencyBook) -> Option<f64> {
    let subject = point.subject(book);
    let tokens = figures.figure(Fitted::Thinking, &subject)?;
    figures.first_answer_ms(&subject, Tokens::saturating(point.uncached), tokens)
}

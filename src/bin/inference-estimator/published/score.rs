//! How well the figures of classes predict models: left out of the fit, or never seen by it.

use super::figures::{self, Prepared};
use super::points::{Point, Points};
use inference_estimator::catalogue::latency::{Band, ClassFigures, LatencyBook, Weights};
use inference_estimator::estimate::latency::probes::percentile;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// What is predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    Ttft,
    Thinking,
    FirstAnswer,
    Speed,
}

impl Quantity {
    pub(crate) const ALL: [Self; 4] = [Self::Ttft, Self::Thinking, Self::FirstAnswer, Self::Speed];

    const fn name(self) -> &'static str {
        match self {
            Self::Ttft => "time to first token",
            Self::Thinking => "reasoning tokens",
            Self::FirstAnswer => "first answer token",
            Self::Speed => "output speed",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Ttft => "ttft",
            Self::Thinking => "thinking",
            Self::FirstAnswer => "first_answer",
            Self::Speed => "speed",
        }
    }

    fn points(self, points: &Points) -> &[Point] {
        match self {
            Self::Ttft => &points.ttft,
            Self::Thinking => &points.thinking,
            Self::FirstAnswer => &points.first_answer,
            Self::Speed => &points.speed,
        }
    }

    fn predict(self, figures: &ClassFigures, point: &Point, book: &LatencyBook) -> Option<f64> {
        match self {
            Self::Ttft => figures::ttft(figures, point, book),
            Self::Thinking => figures::thinking(figures, point, book),
            Self::FirstAnswer => figures::first_answer(figures, point, book),
            Self::Speed => figures::speed(figures, point, book),
        }
    }
}

/// One prediction against what was measured.
#[derive(Debug, Clone)]
pub(crate) struct Scored {
    pub(crate) quantity: Quantity,
    model: String,
    /// The class in words.
    class: String,
    /// The group whose band it has.
    group: &'static str,
    /// ln of measured over predicted.
    off: f64,
    /// The same of the 95th percentile.
    off_p95: Option<f64>,
    /// Whether the bands contain what was measured.
    inside: bool,
    inside_p95: Option<bool>,
}

fn group_of(quantity: Quantity, point: &Point, book: &LatencyBook) -> &'static str {
    let subject = point.subject(book);
    match quantity {
        Quantity::Ttft | Quantity::Speed => match subject.weights {
            Weights::Closed => "closed",
            Weights::Open => "open",
        },
        Quantity::Thinking if point.effort == "on" => "no_setting",
        Quantity::Thinking => "setting",
        Quantity::FirstAnswer => "all",
    }
}

fn class_of(quantity: Quantity, point: &Point, book: &LatencyBook) -> String {
    let subject = point.subject(book);
    match quantity {
        Quantity::Ttft | Quantity::Speed => {
            format!("{} {}", subject.weights.key(), subject.size.key())
        }
        Quantity::Thinking | Quantity::FirstAnswer if point.effort == "on" => "no setting named".to_owned(),
        Quantity::Thinking | Quantity::FirstAnswer => format!("effort {}", point.effort),
    }
}

/// Scores all points with the figures that `of` gives for a model; bands are left for later.
fn score_with<'f>(
    points: &Points,
    book: &LatencyBook,
    mut of: impl FnMut(&str) -> &'f ClassFigures,
    quantities: &[Quantity],
) -> Vec<Scored> {
    let mut scored = Vec::new();
    for quantity in quantities {
        for point in quantity.points(points) {
            let figures = of(&point.model);
            let Some(predicted) = quantity.predict(figures, point, book) else { continue };
            let ratio = figures.ratio(quantity.key()).unwrap_or(1.0);
            scored.push(Scored {
                quantity: *quantity,
                model: point.model.clone(),
                class: class_of(*quantity, point, book),
                group: group_of(*quantity, point, book),
                off: (point.p50 / predicted).ln(),
                off_p95: point.p95.map(|p95| (p95 / (predicted * ratio)).ln()),
                inside: false,
                inside_p95: None,
            });
        }
    }
    scored
}

/// p95 over p50 of the quantities whose sources have both.
pub(crate) fn ratios(points: &Points) -> Vec<(String, f64)> {
    [Quantity::Ttft, Quantity::FirstAnswer]
        .into_iter()
        .filter_map(|quantity| {
            let mut found: Vec<f64> =
                quantity.points(points).iter().filter_map(|point| Some(point.p95? / point.p50)).collect();
            found.sort_unstable_by(f64::total_cmp);
            Some((quantity.key().to_owned(), percentile(&found, 0.5)?))
        })
        .collect()
}

/// Every model predicted by a fit that left it out, with bands from the errors of the other models.
pub(crate) fn left_out(points: &Points, book: &LatencyBook) -> Vec<Scored> {
    let prepared = Prepared::new(points, book);
    let models: BTreeSet<&str> = Quantity::ALL
        .into_iter()
        .flat_map(|quantity| quantity.points(points))
        .map(|point| &*point.model)
        .collect();
    let ratios = ratios(points);
    let mut scored = Vec::new();
    for model in models {
        let mut figures = prepared.fit(Some(model));
        figures.ratios.clone_from(&ratios);
        let own = |points: &[Point]| points.iter().filter(|point| point.model == model).cloned().collect();
        let theirs = Points {
            ttft: own(&points.ttft),
            first_answer: own(&points.first_answer),
            speed: own(&points.speed),
            thinking: own(&points.thinking),
            left_out: points.left_out.clone(),
        };
        scored.extend(score_with(&theirs, book, |_| &figures, &Quantity::ALL));
    }
    let all = scored.clone();
    for row in &mut scored {
        let others: Vec<&Scored> = all.iter().filter(|other| other.model != row.model).collect();
        let bands = bands(&others);
        judge(row, &bands);
    }
    scored
}

/// All points predicted with the shipped figures.
pub(crate) fn as_shipped(points: &Points, book: &LatencyBook) -> Vec<Scored> {
    let figures = &book.class_figures;
    let mut scored = score_with(points, book, |_| figures, &Quantity::ALL);
    for row in &mut scored {
        judge(row, &figures.bands);
    }
    scored
}

fn judge(row: &mut Scored, bands: &[Band]) {
    let within = |name: String, off: f64| {
        let band = bands.iter().find(|band| band.name == name);
        band.is_none_or(|band| off.exp() >= band.low && off.exp() <= band.high)
    };
    let name = |percentile: &str| format!("{}_{percentile}:{}", row.quantity.key(), row.group);
    let inside = within(name("p50"), row.off);
    let inside_p95 = row.off_p95.map(|off| within(name("p95"), off));
    (row.inside, row.inside_p95) = (inside, inside_p95);
}

/// The 80 % bands of the errors, group by group.
pub(crate) fn bands(scored: &[&Scored]) -> Vec<Band> {
    const GROUPS: [&str; 5] = ["closed", "open", "setting", "no_setting", "all"];
    let mut bands = Vec::new();
    for quantity in Quantity::ALL {
        for group in GROUPS {
            let of_group = || scored.iter().filter(|row| row.quantity == quantity && row.group == group);
            let mut middle: Vec<f64> = of_group().map(|row| row.off).collect();
            let mut high: Vec<f64> = of_group().filter_map(|row| row.off_p95).collect();
            for (percentile_name, offs) in [("p50", &mut middle), ("p95", &mut high)] {
                offs.sort_unstable_by(f64::total_cmp);
                let Some((low, high)) = percentile(offs, 0.1).zip(percentile(offs, 0.9)) else { continue };
                let name = format!("{}_{percentile_name}:{group}", quantity.key());
                bands.push(Band { name, low: low.exp(), high: high.exp() });
            }
        }
    }
    bands
}

/// The band of a model whose level is known at a short prompt, at a longer one: measured over `level + slope × tokens`.
pub(crate) fn own_level_band(points: &Points, figures: &ClassFigures, book: &LatencyBook) -> Option<Band> {
    const SHORT: f64 = 2_000.0;
    let mut offs = Vec::new();
    for short in points.ttft.iter().filter(|point| point.uncached <= SHORT) {
        for long in &points.ttft {
            let alike = long.model == short.model && long.provider == short.provider;
            if !alike || long.uncached < 4.0 * SHORT {
                continue;
            }
            let Some(from) = figures::ttft(figures, short, book) else { continue };
            let Some(to) = figures::ttft(figures, long, book) else { continue };
            offs.push((long.p50 / (short.p50 + to - from).max(1.0)).ln());
        }
    }
    offs.sort_unstable_by(f64::total_cmp);
    let (low, high) = percentile(&offs, 0.1).zip(percentile(&offs, 0.9))?;
    Some(Band { name: "own_level_p50:all".to_owned(), low: low.exp(), high: high.exp() })
}

/// One line for each quantity, and one for each class of it.
pub(crate) fn report(scored: &[Scored], out: &mut dyn Write) -> io::Result<()> {
    for quantity in Quantity::ALL {
        let rows: Vec<&Scored> = scored.iter().filter(|row| row.quantity == quantity).collect();
        if rows.is_empty() {
            continue;
        }
        writeln!(out, "{}", line(quantity.name(), quantity, &rows))?;
        let timed: Vec<&Scored> = rows.iter().filter(|row| row.off_p95.is_some()).copied().collect();
        if !timed.is_empty() {
            writeln!(out, "{}", line_p95(quantity.name(), &timed))?;
        }
        let classes: BTreeSet<&str> = rows.iter().map(|row| &*row.class).collect();
        for class in classes {
            let own: Vec<&Scored> = rows.iter().filter(|row| row.class == class).copied().collect();
            writeln!(out, "  {}", line(&format!("{}, {class}", quantity.name()), quantity, &own))?;
        }
    }
    Ok(())
}

fn line(name: &str, quantity: Quantity, rows: &[&Scored]) -> String {
    let offs: Vec<f64> = rows.iter().map(|row| row.off).collect();
    let inside = rows.iter().filter(|row| row.inside).count() as f64 / rows.len() as f64;
    let (median, p90) = errors(offs);
    let texts = match quantity {
        Quantity::Thinking => [format!("median factor {median:.2}"), format!("p90 factor {p90:.2}")],
        Quantity::Ttft | Quantity::FirstAnswer | Quantity::Speed => {
            let percent = |factor: f64| (factor - 1.0) * 100.0;
            [format!("median {:.0} %", percent(median)), format!("p90 {:.0} %", percent(p90))]
        }
    };
    let [median, p90] = texts;
    format!("{name}: n {}, {median}, {p90}, in band {:.0} %", rows.len(), inside * 100.0)
}

fn line_p95(name: &str, rows: &[&Scored]) -> String {
    let (median, p90) = errors(rows.iter().filter_map(|row| row.off_p95).collect());
    let inside = rows.iter().filter(|row| row.inside_p95 == Some(true)).count() as f64 / rows.len() as f64;
    let percent = |factor: f64| (factor - 1.0) * 100.0;
    format!(
        "{name}, p95: n {}, median {:.0} %, p90 {:.0} %, in band {:.0} %",
        rows.len(),
        percent(median),
        percent(p90),
        inside * 100.0
    )
}

/// Median and 90th percentile of measured over predicted, or predicted over measured where that is more.
fn errors(offs: Vec<f64>) -> (f64, f64) {
    let mut factors: Vec<f64> = offs.into_iter().map(|off| off.abs().exp()).collect();
    factors.sort_unstable_by(f64::total_cmp);
    (percentile(&factors, 0.5).unwrap_or(f64::NAN), percentile(&factors, 0.9).unwrap_or(f64::NAN))
}

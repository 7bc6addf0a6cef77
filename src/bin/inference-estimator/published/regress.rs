//! Least squares on logarithms, with effects that are drawn to zero: robust, weighted, two terms that add up.

use inference_estimator::units::Within;
use std::collections::{BTreeMap, BTreeSet};

/// Effects that fewer models than this have are left out: what rests on less is not a class.
pub(crate) const FEWEST_MODELS: usize = 5;

/// One observation: `ln value` is near the logarithm of `e^(sum of base) + e^(sum of slope) × amount`.
#[derive(Debug, Clone)]
pub(crate) struct Observation {
    pub(crate) model: String,
    pub(crate) ln: f64,
    pub(crate) base: Vec<String>,
    /// The second term: its effects, and the amount.
    pub(crate) slope: Option<(Vec<String>, f64)>,
}

/// An effect as fitted.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) is_slope: bool,
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) models: usize,
}

/// Strength with which an effect is drawn to zero, by the kind of it: in observations of weight 1.
fn strength(name: &str) -> f64 {
    match name.split(':').next().unwrap_or("") {
        "all" => 1e-6,
        "effort" | "task" => 0.3,
        _ => 1.0,
    }
}

/// Residuals (in ln) beyond this count less: to the first power.
const ROBUST: f64 = 0.6;
const ROUNDS: usize = 12;
/// A round that moves no effect by more than this is the last.
const ENOUGH: f64 = 1e-4;

struct Line {
    ln: f64,
    weight: f64,
    base: Vec<usize>,
    slope: Vec<usize>,
    amount: f64,
}

/// Fits the effects to `observations`, those of a model together as the square root of their number.
///
/// `near` are the effects of a fit to almost the same observations, or none: they save rounds.
pub(crate) fn fit(observations: &[&Observation], start: (f64, f64), near: &[Found]) -> Vec<Found> {
    let mut models: BTreeMap<(bool, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut rows_of: BTreeMap<&str, f64> = BTreeMap::new();
    for seen in observations {
        *rows_of.entry(&seen.model).or_default() += 1.0;
        for name in &seen.base {
            models.entry((false, name)).or_default().insert(&seen.model);
        }
        for name in seen.slope.iter().flat_map(|(names, _)| names) {
            models.entry((true, name)).or_default().insert(&seen.model);
        }
    }
    models.retain(|(_, name), models| models.len() >= FEWEST_MODELS || *name == "all");
    let index: BTreeMap<(bool, &str), usize> =
        models.keys().enumerate().map(|(place, key)| (*key, place)).collect();
    let places = |is_slope: bool, names: &[String]| {
        names.iter().filter_map(|name| index.get(&(is_slope, &**name)).copied()).collect::<Vec<_>>()
    };
    let lines: Vec<Line> = observations
        .iter()
        .map(|seen| {
            let (slope, amount) = match &seen.slope {
                Some((names, amount)) => (places(true, names), *amount),
                None => (Vec::new(), 0.0),
            };
            let rows = rows_of.get(&*seen.model).copied().unwrap_or(1.0);
            Line { ln: seen.ln, weight: 1.0 / rows.sqrt(), base: places(false, &seen.base), slope, amount }
        })
        .collect();
    let keys: Vec<(bool, &str)> = models.keys().copied().collect();
    let strengths: Vec<f64> = keys.iter().map(|(_, name)| strength(name)).collect();
    let begin = |(is_slope, name): &(bool, &str)| match (*name, is_slope) {
        ("all", false) => start.0,
        ("all", true) => start.1,
        _ => 0.0,
    };
    let prior: Vec<f64> = keys.iter().map(begin).collect();
    let known = |(is_slope, name): &(bool, &str)| {
        near.iter().find(|found| found.is_slope == *is_slope && found.name == *name).map(|found| found.value)
    };
    let from: Vec<f64> = keys.iter().zip(&prior).map(|(key, prior)| known(key).unwrap_or(*prior)).collect();
    let values = iterate(&lines, &strengths, &prior, from);
    let found = keys.iter().zip(values).map(|((is_slope, name), value)| Found {
        is_slope: *is_slope,
        name: (*name).to_owned(),
        value,
        models: models.get(&(*is_slope, *name)).map_or(0, BTreeSet::len),
    });
    found.collect()
}

fn iterate(lines: &[Line], strengths: &[f64], prior: &[f64], mut values: Vec<f64>) -> Vec<f64> {
    let size = prior.len();
    for _ in 0..ROUNDS {
        let mut normal = vec![vec![0.0; size]; size];
        let mut right: Vec<f64> = (0..size).map(|at| strengths[at] * (prior[at] - values[at])).collect();
        for at in 0..size {
            normal[at][at] = strengths[at];
        }
        for line in lines {
            let sum = |places: &[usize]| places.iter().map(|at| values[*at]).sum::<f64>();
            let first = sum(&line.base).exp();
            let second = if line.amount > 0.0 { sum(&line.slope).exp() * line.amount } else { 0.0 };
            let share = first / (first + second);
            let residual = line.ln - (first + second).ln();
            let weight = line.weight / (residual.abs() / ROBUST).max(1.0);
            let slopes = if second > 0.0 { &line.slope[..] } else { &[] };
            let parts: Vec<(usize, f64)> = line
                .base
                .iter()
                .map(|at| (*at, share))
                .chain(slopes.iter().map(|at| (*at, 1.0 - share)))
                .collect();
            for (at, slope) in &parts {
                right[*at] += weight * slope * residual;
                for (other, factor) in &parts {
                    normal[*at][*other] += weight * slope * factor;
                }
            }
        }
        let step = solve(normal, right);
        let largest = step.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        for (value, step) in values.iter_mut().zip(&step) {
            *value += step.within(-1.0, 1.0);
        }
        if largest < ENOUGH {
            break;
        }
    }
    values
}

/// Solves a symmetric positive definite system by elimination.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let pivot_row = matrix[column].clone();
        let pivot = pivot_row[column];
        for row in column + 1..size {
            let factor = matrix[row][column] / pivot;
            if factor != 0.0 {
                for at in column..size {
                    matrix[row][at] -= factor * pivot_row[at];
                }
                right[row] -= factor * right[column];
            }
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|at| matrix[row][at] * right[at]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

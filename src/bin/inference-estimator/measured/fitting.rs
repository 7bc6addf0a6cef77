//! Fit of the constants: Levenberg–Marquardt on logs of ratios, robust weights, priors on every constant.

use super::predict::{Kind, predict_for_fit};
use super::rows::{Book, Row};
use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::Engine;
use inference_estimator::estimate::self_hosted::serving::constants::{
    Base, Constants, EngineFactors, FamilyFactors,
};
use inference_estimator::units::Within;
use std::io::Write as _;

/// Which value of [`Constants`] a parameter is; every value is fitted as its logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Base(usize),
    Family(usize, usize),
    Engine(usize, usize),
}

struct Parameter {
    place: Place,
    prior: f64,
    sigma: f64,
}

/// Rows of the fit with their weight.
struct Sample<'a> {
    row: &'a Row,
    weight: f64,
    family: usize,
    engine: usize,
}

fn value_mut(constants: &mut Constants, place: Place) -> &mut f64 {
    match place {
        Place::Base(i) => constants.base.values_mut().swap_remove(i),
        Place::Family(f, i) => constants.family[f].values_mut().swap_remove(i),
        Place::Engine(e, i) => constants.engine[e].values_mut().swap_remove(i),
    }
}

/// Factors of a family that the timings of single operations give: 16-, 8- and 4-bit products, cache reads and
/// prompt attention, against the base values.
fn family_prior(family: GpuFamily, name: &str) -> f64 {
    let row: [f64; 5] = match family {
        GpuFamily::Ampere => [1.15, 1.0, 1.0, 0.92, 1.1],
        GpuFamily::Ada => [1.0, 0.95, 1.0, 0.93, 0.95],
        GpuFamily::Hopper => [1.12, 1.1, 1.0, 1.12, 1.15],
        GpuFamily::Blackwell => [0.97, 0.9, 0.95, 1.13, 0.97],
        GpuFamily::BlackwellGddr => [1.25, 1.45, 1.4, 1.15, 1.15],
        _ => [1.0; 5],
    };
    match name {
        "linear16" => row[0],
        "linear8" => row[1],
        "linear4" => row[2],
        "kv_read" => row[3],
        "prefill_attention" => row[4],
        _ => 1.0,
    }
}

/// How far a base value may lie from where the fit begins, as the deviation of its logarithm.
fn base_sigma(name: &str) -> f64 {
    match name {
        "linear16" | "linear8" | "linear4" | "memory" | "kv_read" | "prefill_attention" | "link" => 0.15,
        "memory8" | "memory4" => 0.15,
        "expert4" | "expert8" => 0.3,
        "expert_imbalance" => 0.4,
        _ => 0.7,
    }
}

fn family_sigma(family: GpuFamily, name: &str) -> f64 {
    let timed = matches!(
        family,
        GpuFamily::Ampere
            | GpuFamily::Ada
            | GpuFamily::Hopper
            | GpuFamily::Blackwell
            | GpuFamily::BlackwellGddr
    );
    match name {
        "linear16" | "linear8" | "linear4" | "kv_read" | "prefill_attention" => {
            if timed {
                0.12
            } else {
                0.5
            }
        }
        "memory" => {
            if timed {
                0.12
            } else {
                0.4
            }
        }
        _ => 0.25,
    }
}

fn engine_sigma(engine: Engine, name: &str) -> f64 {
    match name {
        "linear" | "memory" => {
            if engine == Engine::LlamaCpp {
                0.5
            } else {
                0.08
            }
        }
        "wave" | "wave_even" | "held" | "sequence" | "request" => 0.6,
        _ => 0.25,
    }
}

/// Where a fit begins: [`Constants::PRIOR`] with the factors that single operations give.
pub fn prior() -> Constants {
    let mut constants = Constants::PRIOR;
    for family in GpuFamily::ALL {
        for (i, name) in FamilyFactors::NAMES.iter().enumerate() {
            *value_mut(&mut constants, Place::Family(family.index(), i)) = family_prior(family, name);
        }
    }
    constants
}

fn parameters(samples: &[Sample<'_>]) -> Vec<Parameter> {
    let mut prior = prior();
    let mut list = Vec::new();
    let mut add = |place, sigma| {
        let value = *value_mut(&mut prior, place);
        list.push(Parameter { place, prior: value.ln(), sigma });
    };
    for (i, name) in Base::NAMES.iter().enumerate() {
        add(Place::Base(i), base_sigma(name));
    }
    for family in GpuFamily::ALL {
        if samples.iter().any(|s| s.family == family.index()) {
            for (i, name) in FamilyFactors::NAMES.iter().enumerate() {
                add(Place::Family(family.index(), i), family_sigma(family, name));
            }
        }
    }
    for engine in Engine::ALL {
        if samples.iter().any(|s| s.engine == engine.index()) {
            for (i, name) in EngineFactors::NAMES.iter().enumerate() {
                add(Place::Engine(engine.index(), i), engine_sigma(engine, name));
            }
        }
    }
    list
}

fn log_ratio(book: &Book, constants: &Constants, row: &Row) -> Option<f64> {
    let predicted = predict_for_fit(book, constants, row).ok()?;
    let ratio = (predicted / row.value).ln();
    ratio.is_finite().then_some(ratio.within(-3.0, 3.0))
}

/// Rows that teach something, weighted so that each slice counts with the root of its size.
fn samples<'a>(book: &Book, rows: &[&'a Row]) -> Vec<Sample<'a>> {
    let slice = |row: &Row| (Kind::of(row), row.source.clone(), row.gpu.clone(), row.model.clone());
    let mut sizes = std::collections::BTreeMap::new();
    for row in rows {
        *sizes.entry(slice(row)).or_insert(0.0) += 1.0;
    }
    rows.iter()
        .filter(|row| predict_for_fit(book, &Constants::PRIOR, row).is_ok())
        .filter_map(|row| {
            let size: f64 = *sizes.get(&slice(row))?;
            let kind = match Kind::of(row) {
                Kind::ClosedTpot => 1.5,
                Kind::ClosedTtft => 0.6,
                Kind::Offline => 1.5,
                Kind::StaticBatch => 0.6,
                Kind::SingleDecode => 0.5,
                Kind::SinglePrefill => 0.3,
                Kind::OpenE2e | Kind::OpenTpot => 4.0,
                Kind::KvTokens => return None,
                _ => 0.5,
            };
            Some(Sample {
                row,
                weight: kind * (30.0 / (30.0 + size)).sqrt(),
                family: book.gpu(&row.gpu)?.family.index(),
                engine: row.engine.index(),
            })
        })
        .collect()
}

/// Fits all constants to `rows`, with ever less patience for rows that lie apart.
pub fn fit(book: &Book, rows: &[&Row], start: &Constants, rounds: usize, verbose: bool) -> Constants {
    let samples = samples(book, rows);
    let parameters = parameters(&samples);
    let mut constants = start.clone();
    for (scale, rounds) in [(0.5, rounds / 3), (0.25, rounds / 3), (SCALE, rounds)] {
        constants = descend(book, &samples, &parameters, constants, scale, rounds, verbose);
    }
    constants
}

fn descend(
    book: &Book,
    samples: &[Sample<'_>],
    parameters: &[Parameter],
    mut constants: Constants,
    scale: f64,
    rounds: usize,
    verbose: bool,
) -> Constants {
    let mut damping = 1e-2;
    let mut cost = objective(book, &constants, samples, parameters, scale);
    let mut idle = 0;
    let mut active: Vec<Vec<usize>> = Vec::new();
    for round in 0..rounds {
        let (normal, gradient) = normal_equations(book, &constants, samples, parameters, scale, &mut active);
        let before = cost;
        for _ in 0..8 {
            let step = solve(&normal, &gradient, damping);
            let mut next = constants.clone();
            for (parameter, change) in parameters.iter().zip(&step) {
                *value_mut(&mut next, parameter.place) *= change.within(-0.3, 0.3).exp();
            }
            let next_cost = objective(book, &next, samples, parameters, scale);
            if next_cost < cost {
                constants = next;
                cost = next_cost;
                damping = (damping * 0.2).max(1e-5);
                break;
            }
            damping = (damping * 4.0).min(1e3);
        }
        if verbose {
            let _ = writeln!(
                std::io::stderr(),
                "round {round}: scale {scale} cost {cost:.3}, damping {damping:.1e}"
            );
        }
        idle = if before - cost < 2e-4 * cost { idle + 1 } else { 0 };
        if idle >= 2 {
            break;
        }
    }
    constants
}

/// Scale beyond which a residual counts less and less.
const SCALE: f64 = 0.15;

fn objective(
    book: &Book,
    constants: &Constants,
    samples: &[Sample<'_>],
    parameters: &[Parameter],
    scale: f64,
) -> f64 {
    let data: f64 = samples
        .iter()
        .filter_map(|s| Some(s.weight * robust(log_ratio(book, constants, s.row)?, scale)))
        .sum();
    let mut copy = constants.clone();
    let prior: f64 =
        parameters.iter().map(|p| ((value_mut(&mut copy, p.place).ln() - p.prior) / p.sigma).powi(2)).sum();
    data + 0.5 * prior
}

/// Cauchy's loss: square near nothing, and hardly more for a row that is far away than for one that is away.
fn robust(residual: f64, scale: f64) -> f64 {
    let r = residual / scale;
    (1.0 + r * r).ln()
}

fn normal_equations(
    book: &Book,
    constants: &Constants,
    samples: &[Sample<'_>],
    parameters: &[Parameter],
    scale: f64,
    active: &mut Vec<Vec<usize>>,
) -> (Vec<Vec<f64>>, Vec<f64>) {
    let n = parameters.len();
    let mut normal = vec![vec![0.0; n]; n];
    let mut gradient = vec![0.0; n];
    let moved: Vec<Constants> = parameters
        .iter()
        .map(|p| {
            let mut copy = constants.clone();
            *value_mut(&mut copy, p.place) *= 1e-3_f64.exp();
            copy
        })
        .collect();
    let mut slopes: Vec<(usize, f64)> = Vec::with_capacity(n);
    // Constants that a row does not depend on are found once and then skipped.
    let first = active.is_empty();
    for (index, sample) in samples.iter().enumerate() {
        let residual = log_ratio(book, constants, sample.row);
        slopes.clear();
        if first {
            active.push(concerned(parameters, sample));
        }
        let Some(residual) = residual else { continue };
        for &j in &active[index] {
            if let Some(other) = log_ratio(book, &moved[j], sample.row) {
                let slope = (other - residual) / 1e-3;
                if slope != 0.0 {
                    slopes.push((j, slope));
                }
            }
        }
        if first {
            active[index] = slopes.iter().map(|(j, _)| *j).collect();
        }
        let r = residual / scale;
        let weight = 2.0 * sample.weight / (1.0 + r * r) / (scale * scale);
        for &(j, slope) in &slopes {
            gradient[j] -= weight * slope * residual;
            for &(k, other) in &slopes {
                normal[j][k] += weight * slope * other;
            }
        }
    }
    let mut copy = constants.clone();
    for (j, p) in parameters.iter().enumerate() {
        let away = value_mut(&mut copy, p.place).ln() - p.prior;
        // Half the square of the prior, as in the objective; the data's term is its half-square near nothing.
        normal[j][j] += 1.0 / (p.sigma * p.sigma);
        gradient[j] -= away / (p.sigma * p.sigma);
    }
    (normal, gradient)
}

fn concerned(parameters: &[Parameter], sample: &Sample<'_>) -> Vec<usize> {
    let concerns = |place| match place {
        Place::Base(_) => true,
        Place::Family(f, _) => f == sample.family,
        Place::Engine(e, _) => e == sample.engine,
    };
    (0..parameters.len()).filter(|&j| concerns(parameters[j].place)).collect()
}

/// Solves `(normal + damping · diagonal) x = gradient` by Cholesky's method.
fn solve(normal: &[Vec<f64>], gradient: &[f64], damping: f64) -> Vec<f64> {
    let n = gradient.len();
    let mut lower = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let mut sum = normal[i][j] + if i == j { damping * normal[i][i] } else { 0.0 };
            for k in 0..j {
                sum -= lower[i][k] * lower[j][k];
            }
            lower[i][j] = if i == j { sum.max(1e-12).sqrt() } else { sum / lower[j][j] };
        }
    }
    let mut y = gradient.to_vec();
    for i in 0..n {
        for k in 0..i {
            y[i] -= lower[i][k] * y[k];
        }
        y[i] /= lower[i][i];
    }
    for i in (0..n).rev() {
        for k in i + 1..n {
            y[i] -= lower[k][i] * y[k];
        }
        y[i] /= lower[i][i];
    }
    y
}

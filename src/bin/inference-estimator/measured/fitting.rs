//! Fit of the constants: Gauss and Newton's method on logs of ratios, robust weights, priors on every constant.
//!
//! A row is predicted from one set of base values, so one derivative for each base value is enough: a factor of a
//! family or an engine moves the same values, and the chain rule gives its derivative.

use super::levels::{self, Level, Parameter, Place};
use super::linear::solve;
use super::predict::{Kind, Model};
use super::rows::{Book, Row};
use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::Engine;
use inference_estimator::estimate::self_hosted::serving::constants::{
    Adjustment, Base, Constants, OLD_YEARS,
};
use inference_estimator::estimate::self_hosted::serving::deployment::Deployment;
use inference_estimator::estimate::self_hosted::serving::step_model::Calibration;
use inference_estimator::units::Within;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Which constants are fitted, and to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Step times, from rows that a closed form predicts.
    Steps,
    /// What a request pays beside the steps, from first tokens that are simulated.
    Requests,
}

/// A row of the fit with its weight and the parameters that move it.
struct Sample<'a> {
    row: &'a Row,
    weight: f64,
    family: GpuFamily,
    old: bool,
    age: f64,
    /// Base values that it depends on; found in the first round.
    active: Vec<usize>,
}

/// What all rows count against the priors: the figure at which pairs left out were predicted best.
const STRENGTH: f64 = 5.0;

/// Scale beyond which a residual counts less and less.
const SCALE: f64 = 0.12;

/// Fits all constants to `rows`.
pub fn fit(book: &Book, rows: &[&Row], start: &Constants, rounds: usize, verbose: bool) -> Constants {
    let steps = fit_stage(book, rows, start, Stage::Steps, rounds, verbose);
    fit_stage(book, rows, &steps, Stage::Requests, (rounds / 2).max(2), verbose)
}

/// Whether a row says something about a constant that is fitted.
pub fn is_used(book: &Book, row: &Row) -> bool {
    let prior = prior();
    let base = super::predict::resolved(&prior);
    let model = Model { base: &base, calibration: Calibration::NEUTRAL };
    [Stage::Steps, Stage::Requests]
        .into_iter()
        .any(|stage| weight(Kind::of(row), stage) > 0.0 && predict(&model, book, row, stage).is_some())
}

/// Where a fit begins.
pub fn prior() -> Constants {
    Constants::PRIOR
}

/// Fits the constants of one stage.
pub fn fit_stage(
    book: &Book,
    rows: &[&Row],
    start: &Constants,
    stage: Stage,
    rounds: usize,
    verbose: bool,
) -> Constants {
    let mut problem = Problem::new(book, rows, start, stage);
    let mut values = vec![0.0; problem.parameters.len()];
    for (scale, rounds) in [(3.0 * SCALE, rounds / 2), (SCALE, rounds)] {
        values = problem.descend(values, scale, rounds.max(2), verbose);
    }
    problem.constants(&values)
}

/// Parameters, and the base values that each moves.
type Movers = Vec<(usize, Vec<usize>)>;

struct Problem<'a> {
    book: &'a Book,
    start: Constants,
    stage: Stage,
    samples: Vec<Sample<'a>>,
    parameters: Vec<Parameter>,
    /// For each kind of deployment, the parameters that move each base value.
    movers: BTreeMap<(u8, u8, bool), Movers>,
}

impl<'a> Problem<'a> {
    fn new(book: &'a Book, rows: &[&'a Row], start: &Constants, stage: Stage) -> Self {
        let model = |row: &Row| {
            let base = super::predict::resolved(start);
            predict(&Model { base: &base, calibration: Calibration::NEUTRAL }, book, row, stage)
        };
        let mut sizes: BTreeMap<(Kind, &str), f64> = BTreeMap::new();
        let known: Vec<&'a Row> = rows
            .iter()
            .copied()
            .filter(|row| weight(Kind::of(row), stage) > 0.0 && model(row).is_some())
            .collect();
        let known = thinned(&known, if stage == Stage::Requests { MOST_SIMULATED } else { MOST_ROWS });
        for row in &known {
            *sizes.entry((Kind::of(row), row.source.as_str())).or_default() += 1.0;
        }
        let mut samples = Vec::new();
        let mut scopes = std::collections::BTreeSet::new();
        for row in known {
            let Some(gpu) = book.gpu(&row.gpu) else { continue };
            let kind = Kind::of(row);
            let age = (2026.0 - row.year).max(0.0);
            let old = age >= OLD_YEARS;
            scopes.insert((gpu.family as u8, row.engine as u8, old));
            let size = sizes.get(&(kind, row.source.as_str())).copied().unwrap_or(1.0);
            samples.push(Sample {
                row,
                weight: weight(kind, stage) / size.sqrt(),
                family: gpu.family,
                old,
                age,
                active: Vec::new(),
            });
        }
        let parameters = levels::parameters(&scopes, stage);
        let movers = scopes.into_iter().map(|scope| (scope, levels::movers(&parameters, scope))).collect();
        Self { book, start: start.clone(), stage, samples, parameters, movers }
    }

    /// Raw base values, before ageing and bounds, of one kind of deployment.
    fn raw(&self, values: &[f64], family: GpuFamily, engine: Engine, old: bool) -> Base {
        let mut base = self.start.base;
        for adjustment in self.start.adjustments.iter() {
            if levels::concerns(adjustment, family, engine, old) {
                adjustment.knob.apply(&mut base, f64::from(adjustment.factor));
            }
        }
        for (parameter, value) in self.parameters.iter().zip(values) {
            match parameter.place {
                Place::Base(index) => *base.values_mut().swap_remove(index) *= value.exp(),
                Place::Factor(knob, level) if level.concerns(family, engine, old) => {
                    knob.apply(&mut base, value.exp());
                }
                _ => {}
            }
        }
        base
    }

    fn constants(&self, values: &[f64]) -> Constants {
        let mut constants = self.start.clone();
        let mut adjustments: Vec<Adjustment> = constants.adjustments.to_vec();
        for (parameter, value) in self.parameters.iter().zip(values) {
            match parameter.place {
                Place::Base(index) => *constants.base.values_mut().swap_remove(index) *= value.exp(),
                Place::Factor(knob, Level { family, engine, old }) if value.abs() > 0.005 => {
                    adjustments.push(Adjustment { knob, family, engine, old, factor: value.exp() as f32 });
                }
                _ => {}
            }
        }
        constants.adjustments = Cow::Owned(adjustments);
        constants
    }

    /// Raw values of every kind of deployment that occurs.
    fn raws(&self, values: &[f64]) -> BTreeMap<(u8, u8, bool), Base> {
        let mut raws = BTreeMap::new();
        for sample in &self.samples {
            let key = (sample.family as u8, sample.row.engine as u8, sample.old);
            raws.entry(key).or_insert_with(|| self.raw(values, sample.family, sample.row.engine, sample.old));
        }
        raws
    }

    fn log_ratio(&self, sample: &Sample<'_>, raw: &Base) -> Option<f64> {
        let base = |_: &Deployment<'_>| raw.aged(sample.row.engine, sample.age).bounded();
        let model = Model { base: &base, calibration: Calibration::NEUTRAL };
        let predicted = predict(&model, self.book, sample.row, self.stage)?;
        let log = (predicted / sample.row.value).ln();
        let log = if Kind::of(sample.row).is_rate() { -log } else { log };
        log.is_finite().then(|| log.within(-3.0, 3.0))
    }

    fn objective(&self, values: &[f64], scale: f64) -> f64 {
        let raws = self.raws(values);
        let data: f64 = self
            .samples
            .iter()
            .filter_map(|sample| {
                let raw = raws.get(&(sample.family as u8, sample.row.engine as u8, sample.old))?;
                Some(sample.weight * robust(self.log_ratio(sample, raw)?, scale))
            })
            .sum();
        let prior: f64 = self.parameters.iter().zip(values).map(|(p, v)| (v / p.sigma).powi(2)).sum();
        data + 0.5 * prior
    }

    fn descend(&mut self, mut values: Vec<f64>, scale: f64, rounds: usize, verbose: bool) -> Vec<f64> {
        let mut damping = 1e-3;
        let mut cost = self.objective(&values, scale);
        for round in 0..rounds {
            let (normal, gradient) = self.normal_equations(&values, scale);
            let before = cost;
            for _ in 0..6 {
                let step = solve(&normal, &gradient, damping);
                let next: Vec<f64> = values
                    .iter()
                    .zip(&step)
                    .map(|(value, change)| value + change.within(-0.4, 0.4))
                    .collect();
                let next_cost = self.objective(&next, scale);
                if next_cost < cost {
                    (values, cost) = (next, next_cost);
                    damping = (damping * 0.2).max(1e-6);
                    break;
                }
                damping = (damping * 6.0).min(1e3);
            }
            if verbose {
                eprintln!(
                    "{:?} round {round}: scale {scale} cost {cost:.2} damping {damping:.0e}",
                    self.stage
                );
            }
            if before - cost < 5e-4 * cost {
                break;
            }
        }
        values
    }

    fn normal_equations(&mut self, values: &[f64], scale: f64) -> (Vec<Vec<f64>>, Vec<f64>) {
        const STEP: f64 = 2e-3;
        let n = self.parameters.len();
        let mut normal = vec![vec![0.0; n]; n];
        let mut gradient = vec![0.0; n];
        let raws = self.raws(values);
        let fields = levels::fields(self.stage);
        let mut found: Vec<Vec<usize>> = Vec::with_capacity(self.samples.len());
        let mut slopes: Vec<(usize, f64)> = Vec::new();
        let mut of_field = vec![0.0; Base::NAMES.len()];
        for sample in &self.samples {
            let key = (sample.family as u8, sample.row.engine as u8, sample.old);
            let mut active = sample.active.clone();
            let known = raws.get(&key).and_then(|raw| Some((raw, self.log_ratio(sample, raw)?)));
            let Some((raw, log)) = known else {
                found.push(active);
                continue;
            };
            let first = active.is_empty();
            let candidates: &[usize] = if first { &fields } else { &active };
            of_field.fill(0.0);
            let mut concerned = Vec::new();
            for &field in candidates {
                let mut moved = *raw;
                *moved.values_mut().swap_remove(field) *= STEP.exp();
                if let Some(other) = self.log_ratio(sample, &moved) {
                    let slope = (other - log) / STEP;
                    if slope != 0.0 {
                        of_field[field] = slope;
                        concerned.push(field);
                    }
                }
            }
            if first {
                active = if concerned.is_empty() { vec![fields[0]] } else { concerned };
            }
            found.push(active);
            slopes.clear();
            for (parameter, moved) in &self.movers[&key] {
                let slope: f64 = moved.iter().map(|field| of_field[*field]).sum();
                if slope != 0.0 {
                    slopes.push((*parameter, slope));
                }
            }
            let r = log / scale;
            let weight = 2.0 * sample.weight / (1.0 + r * r) / (scale * scale);
            for &(j, slope) in &slopes {
                gradient[j] -= weight * slope * log;
                for &(k, other) in &slopes {
                    normal[j][k] += weight * slope * other;
                }
            }
        }
        for (sample, active) in self.samples.iter_mut().zip(found) {
            sample.active = active;
        }
        for (j, parameter) in self.parameters.iter().enumerate() {
            normal[j][j] += 1.0 / (parameter.sigma * parameter.sigma);
            gradient[j] -= values[j] / (parameter.sigma * parameter.sigma);
        }
        (normal, gradient)
    }
}

fn predict(model: &Model<'_>, book: &Book, row: &Row, stage: Stage) -> Option<f64> {
    match stage {
        Stage::Steps => model.predict_step_time(book, row).ok(),
        Stage::Requests => model.predict(book, row).ok(),
    }
}

/// Most rows of each source and kind that are used, where simulated and where not: large sources count with the root of
/// their size, and repeat themselves.
const MOST_SIMULATED: usize = 40;
const MOST_ROWS: usize = 500;

/// At most so many rows of each source and kind, evenly taken.
fn thinned<'a>(rows: &[&'a Row], most: usize) -> Vec<&'a Row> {
    let mut groups: BTreeMap<(Kind, &str), Vec<&'a Row>> = BTreeMap::new();
    for row in rows {
        groups.entry((Kind::of(row), row.source.as_str())).or_default().push(row);
    }
    let mut kept = Vec::new();
    for group in groups.values() {
        let step = (group.len() as f64 / most as f64).max(1.0);
        let places = (0..).map(|k| (f64::from(k) * step) as usize).take_while(|place| *place < group.len());
        kept.extend(places.map(|place| group[place]));
    }
    kept
}

/// What a row of a kind counts before it is divided by the root of its source's size.
fn weight(kind: Kind, stage: Stage) -> f64 {
    let relative = match (stage, kind) {
        (Stage::Steps, Kind::ClosedTpot | Kind::OpenTpot | Kind::DecodeOnly) => 1.0,
        (Stage::Steps, Kind::Offline) => 1.0,
        (Stage::Steps, Kind::StaticBatch) => 0.7,
        (Stage::Steps, Kind::StaticOther) => 0.3,
        (Stage::Steps, Kind::SingleDecode) => 0.7,
        (Stage::Steps, Kind::SinglePrefill | Kind::SingleTtft) => 0.5,
        (Stage::Steps | Stage::Requests, Kind::ClosedTtftMean | Kind::ClosedTtftMedian) => 0.5,
        _ => 0.0,
    };
    STRENGTH * relative
}

/// Cauchy's loss: square near nothing, and hardly more for a row that is far away than for one that is away.
fn robust(residual: f64, scale: f64) -> f64 {
    let r = residual / scale;
    (1.0 + r * r).ln()
}

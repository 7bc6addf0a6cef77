//! A user's own measurements shift the model for one scenario.

use super::step_model::Calibration;
use crate::units::Within;

/// How far measurements may pull, as deviations of logarithms: all times alike (about what a pair of model and device
/// that was never measured is off by), prompts beside that, and fixed times beside that.
const PULL: [f64; 3] = [0.25, 0.4, 0.1];

/// Deviation of the logarithm of one measurement, and of what differs between loads of one deployment.
const NOISE: f64 = 0.1;

/// Rounds of the search; each costs four estimates of every measurement.
const ROUNDS: usize = 5;

/// The factors with which estimates are closest to measurements.
///
/// `estimate` gives the figure of measurement `index` with given factors; `measured` the figures that the user
/// saw, in the same unit. Least squares on logarithms of ratios with a prior at 1, by Gauss and Newton's method;
/// measurements that are not positive numbers are passed over. Deterministic.
#[must_use]
pub fn calibrate(measured: &[f64], estimate: impl Fn(&Calibration, usize) -> f64) -> Calibration {
    let mut logs = [0.0_f64; 3];
    for _ in 0..ROUNDS {
        let mut normal = [[0.0_f64; 3]; 3];
        let mut gradient = [0.0_f64; 3];
        for ((row, value), (pull, log)) in
            normal.iter_mut().enumerate().zip(gradient.iter_mut()).zip(PULL.iter().zip(logs))
        {
            let (index, row) = row;
            if let Some(cell) = row.get_mut(index) {
                *cell = 1.0 / (pull * pull);
            }
            *value = -log / (pull * pull);
        }
        for (index, seen) in measured.iter().enumerate() {
            add_measurement(&mut normal, &mut gradient, &logs, *seen, |c| estimate(c, index));
        }
        let step = solve(normal, gradient);
        for (log, change) in logs.iter_mut().zip(step) {
            *log = (*log + change.within(-0.5, 0.5)).within(-3.0, 3.0);
        }
    }
    factors(&logs)
}

/// All three are above 0 and apply at every load, so that a time that grows with the load still does.
fn factors(logs: &[f64; 3]) -> Calibration {
    let [all, prompts, fixed] = *logs;
    Calibration { decode: all.exp(), prefill: (all + prompts).exp(), overhead: (all + fixed).exp() }
}

fn add_measurement(
    normal: &mut [[f64; 3]; 3],
    gradient: &mut [f64; 3],
    logs: &[f64; 3],
    seen: f64,
    estimate: impl Fn(&Calibration) -> f64,
) {
    let residual = (estimate(&factors(logs)) / seen).ln();
    if !residual.is_finite() {
        return;
    }
    let mut slopes = [0.0_f64; 3];
    for (index, slope) in slopes.iter_mut().enumerate() {
        let mut moved = *logs;
        if let Some(log) = moved.get_mut(index) {
            *log += 1e-4;
        }
        *slope = ((estimate(&factors(&moved)) / seen).ln() - residual) / 1e-4;
    }
    let weight = 1.0 / (NOISE * NOISE);
    for ((row, value), slope) in normal.iter_mut().zip(gradient.iter_mut()).zip(slopes) {
        for (cell, other) in row.iter_mut().zip(slopes) {
            *cell += weight * slope * other;
        }
        *value -= weight * slope * residual;
    }
}

/// Cramer's rule; the prior keeps the determinant away from nothing.
fn solve(normal: [[f64; 3]; 3], right: [f64; 3]) -> [f64; 3] {
    let [first, second, third] = normal;
    let whole = determinant(first, second, third);
    // The matrix is symmetric, so a column replaced is a row replaced.
    [
        determinant(right, second, third) / whole,
        determinant(first, right, third) / whole,
        determinant(first, second, right) / whole,
    ]
}

fn determinant([a, b, c]: [f64; 3], [d, e, f]: [f64; 3], [g, h, i]: [f64; 3]) -> f64 {
    a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measurements_that_agree_with_the_estimate_change_nothing() {
        let same = calibrate(&[10.0, 20.0], |c, index| 10.0 * (1.0 + index as f64) * c.decode);
        assert!((same.decode - 1.0).abs() < 1e-9 && (same.overhead - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_server_that_is_half_as_fast_is_found_to_be_so() {
        let figures = |c: &Calibration, index: usize| match index {
            0 => 5.0 * c.overhead + 1.0 * c.decode,
            1 => 5.0 * c.overhead + 50.0 * c.decode,
            _ => 100.0 * c.prefill,
        };
        let truth = Calibration { decode: 1.5, prefill: 1.5, overhead: 1.5 };
        let measured: Vec<f64> = (0..3).map(|index| figures(&truth, index)).collect();
        let found = calibrate(&measured, figures);
        assert!((found.decode / 1.5 - 1.0).abs() < 0.1, "{found:?}");
        assert!((found.prefill / 1.5 - 1.0).abs() < 0.1, "{found:?}");
    }

    #[test]
    fn one_measurement_moves_all_loads_by_the_same_factor() {
        let tpot = |c: &Calibration, batch: f64| 5.0 * c.overhead + 0.2 * batch * c.decode;
        let found = calibrate(&[1.4 * tpot(&Calibration::NEUTRAL, 16.0)], |c, _| tpot(c, 16.0));
        let shift = |batch: f64| tpot(&found, batch) / tpot(&Calibration::NEUTRAL, batch);
        assert!((shift(1.0) / shift(64.0) - 1.0).abs() < 0.06, "{found:?}");
        assert!(shift(16.0) > 1.25);
    }

    #[test]
    fn figures_that_are_none_are_passed_over() {
        assert_eq!(calibrate(&[0.0, f64::NAN], |c, _| c.decode), Calibration::NEUTRAL);
    }
}

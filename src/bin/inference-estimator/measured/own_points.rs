//! What two or three of your own measurements do to the other rows of the same deployment.

use super::bands::{Basis, LeftOut, figure};
use super::predict::{Kind, predict_calibrated};
use super::rows::{Book, Row};
use inference_estimator::estimate::self_hosted::serving::calibration::calibrate;
use inference_estimator::estimate::self_hosted::serving::constants::Constants;
use inference_estimator::estimate::self_hosted::serving::step_model::Calibration;
use std::collections::BTreeMap;

/// A row of a deployment before and after `points` of its runs were measured, both figures of each: measured over
/// predicted.
#[derive(Debug, Clone)]
pub struct Shifted {
    pub before: f64,
    pub row: LeftOut,
}

/// Calibrates each deployment of a closed loop with runs at the lowest, the highest and, for three, a middle load, and
/// predicts its other runs. Deployments with fewer than five loads are passed over.
pub fn shifted(book: &Book, constants: &Constants, rows: &[&Row], points: usize) -> Vec<Shifted> {
    // A deployment, with prompts of one length: what somebody measures in an afternoon.
    let mut deployments: BTreeMap<String, BTreeMap<u64, Vec<&Row>>> = BTreeMap::new();
    for row in rows {
        if !matches!(Kind::of(row), Kind::ClosedTpot | Kind::ClosedTtftMean | Kind::ClosedTtftMedian) {
            continue;
        }
        let name = format!(
            "{} {} {} {} {} {} {} {} {:?} {:?}",
            row.source,
            row.engine_name,
            row.model,
            row.gpu,
            row.tp,
            row.ep,
            row.dp,
            row.weights_text,
            row.input,
            row.output
        );
        let load = row.load.unwrap_or(1.0).to_bits();
        deployments.entry(name).or_default().entry(load).or_default().push(row);
    }
    let mut out = Vec::new();
    for (name, loads) in deployments.iter().filter(|(_, loads)| loads.len() >= 5) {
        let runs: Vec<&Vec<&Row>> = loads.values().collect();
        let known: Vec<usize> = match points {
            1 => vec![runs.len() / 2],
            2 => vec![0, runs.len() - 1],
            _ => vec![0, runs.len() / 2, runs.len() - 1],
        };
        let seen: Vec<&Row> = known.iter().flat_map(|place| runs[*place].iter().copied()).collect();
        let values: Vec<f64> = seen.iter().map(|row| row.value).collect();
        let factors = calibrate(&values, |factors, index| {
            predict_calibrated(book, constants, seen[index], factors).unwrap_or(f64::NAN)
        });
        for (_, others) in runs.iter().enumerate().filter(|(place, _)| !known.contains(place)) {
            for row in *others {
                let ratio =
                    |factors| predict_calibrated(book, constants, row, factors).map(|p| row.value / p);
                let (Ok(before), Ok(after)) = (ratio(&Calibration::NEUTRAL), ratio(&factors)) else {
                    continue;
                };
                let (Some(figure), Some(gpu)) = (figure(Kind::of(row)), book.gpu(&row.gpu)) else { continue };
                let row = LeftOut {
                    figure,
                    engine: row.engine,
                    family: gpu.family,
                    basis: Basis::OwnMeasurements,
                    pair: format!("{:08x}", super::folds::hash(name) & 0xffff_ffff),
                    ratio: after,
                };
                out.push(Shifted { before, row });
            }
        }
    }
    out
}

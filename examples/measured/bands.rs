//! Error bands from rows left out, and whether they hold.

use super::predict::{Kind, Refusal};
use super::rows::{Book, Row};
use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::Engine;
pub use inference_estimator::estimate::serving::accuracy::{Figure, Slice};
use std::collections::BTreeMap;

/// Fewest rows, and fewest pairs of model and device, that make a slice of their own.
const LEAST_ROWS: usize = 60;

/// The figure whose band a kind of row belongs to.
pub fn figure(kind: Kind) -> Option<Figure> {
    match kind {
        Kind::ClosedTpot => Some(Figure::Tpot),
        Kind::ClosedTtft => Some(Figure::Ttft),
        Kind::Offline => Some(Figure::Throughput),
        Kind::StaticBatch => Some(Figure::E2e),
        Kind::SingleDecode => Some(Figure::SingleStream),
        Kind::SinglePrefill => Some(Figure::SinglePrompt),
        _ => None,
    }
}

/// Bands by figure; by figure and engine; by figure, engine and family, where there are rows enough.
pub fn slices(rows: &[Row], predicted: &[Result<f64, Refusal>]) -> Vec<Slice> {
    let book = Book::shipped();
    let mut ratios: BTreeMap<(u8, u8, u8), (Slice, Vec<f64>)> = BTreeMap::new();
    for (row, predicted) in rows.iter().zip(predicted) {
        let (Some(figure), Ok(predicted)) = (figure(Kind::of(row)), predicted) else { continue };
        let Some(gpu) = book.gpu(&row.gpu) else { continue };
        let ratio = row.value / predicted;
        for (engine, family) in [(None, None), (Some(row.engine), None), (Some(row.engine), Some(gpu.family))]
        {
            let key = (
                figure as u8,
                engine.map_or(0, |e: Engine| 1 + e as u8),
                family.map_or(0, |f: GpuFamily| 1 + f as u8),
            );
            let empty = Slice { figure, engine, family, low: 1.0, high: 1.0, rows: 0 };
            ratios.entry(key).or_insert((empty, Vec::new())).1.push(ratio);
        }
    }
    ratios
        .into_values()
        .filter(|(slice, ratios)| slice.engine.is_none() || ratios.len() >= LEAST_ROWS)
        .map(|(slice, mut ratios)| {
            ratios.sort_by(f64::total_cmp);
            let at = |part: f64| ratios[((ratios.len() - 1) as f64 * part).round() as usize];
            Slice { low: at(0.1), high: at(0.9), rows: ratios.len() as u32, ..slice }
        })
        .collect()
}

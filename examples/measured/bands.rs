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

/// Ratios of measured to predicted of one slice, with the pair of model and device of each.
type Ratios = Vec<(f64, String)>;

/// Bands by figure; by figure and engine; by figure, engine and family, where there are rows enough.
pub fn slices(rows: &[Row], predicted: &[Result<f64, Refusal>]) -> Vec<Slice> {
    let book = Book::shipped();
    let mut all: BTreeMap<(u8, u8, u8), (Slice, Ratios)> = BTreeMap::new();
    for (row, predicted) in rows.iter().zip(predicted) {
        let (Some(figure), Ok(predicted)) = (figure(Kind::of(row)), predicted) else { continue };
        let Some(gpu) = book.gpu(&row.gpu) else { continue };
        for (engine, family) in [(None, None), (Some(row.engine), None), (Some(row.engine), Some(gpu.family))]
        {
            let key = (
                figure as u8,
                engine.map_or(0, |e: Engine| 1 + e as u8),
                family.map_or(0, |f: GpuFamily| 1 + f as u8),
            );
            let empty = Slice { figure, engine, family, low: 1.0, high: 1.0, rows: 0 };
            let pair = format!("{} {}", row.model, row.gpu);
            all.entry(key).or_insert((empty, Vec::new())).1.push((row.value / predicted, pair));
        }
    }
    all.into_values()
        .filter(|(slice, ratios)| slice.engine.is_none() || ratios.len() >= LEAST_ROWS)
        .map(|(slice, ratios)| band_of(slice, ratios))
        .collect()
}

/// Quantiles in which large pairs count with the root of their size, widened where pairs are few.
fn band_of(slice: Slice, mut ratios: Ratios) -> Slice {
    let mut sizes: BTreeMap<String, f64> = BTreeMap::new();
    for (_, pair) in &ratios {
        *sizes.entry(pair.clone()).or_default() += 1.0;
    }
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f64 = sizes.values().map(|size| size.sqrt()).sum();
    let at = |part: f64| {
        let mut sum = 0.0;
        for (ratio, pair) in &ratios {
            sum += 1.0 / sizes[pair].sqrt();
            if sum >= part * whole {
                return *ratio;
            }
        }
        ratios[ratios.len() - 1].0
    };
    let wider = 1.0 + 0.5 / sizes.len() as f64;
    Slice {
        low: at(0.1).min(1.0).powf(wider),
        high: at(0.9).max(1.0).powf(wider),
        rows: ratios.len() as u32,
        ..slice
    }
}

//! Error bands from rows left out, and how many rows they contain.
//!
//! What an asker gets is one deployment, not one row: a pair of model and device on an engine has an effect of its own
//! and a spread inside it, and sources with many rows must not decide alone. So every pair counts alike, whatever the
//! number of its rows, and a band is the middle 80 % of all ratios so weighted.

use super::folds::{self, Folds};
use super::own_points::shifted;
use super::predict::{Kind, Refusal};
use super::rows::{Book, Row};
use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::Engine;
pub use inference_estimator::estimate::self_hosted::serving::accuracy::{Basis, Figure, Slice};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest pairs that make a slice of their own.
const LEAST_PAIRS: usize = 10;

/// The figure whose band a kind of row belongs to.
pub fn figure(kind: Kind) -> Option<Figure> {
    match kind {
        Kind::ClosedTpot => Some(Figure::Tpot),
        Kind::ClosedTtftMean | Kind::ClosedTtftMedian => Some(Figure::Ttft),
        Kind::Offline | Kind::Bursts => Some(Figure::Throughput),
        Kind::StaticBatch => Some(Figure::E2e),
        Kind::SingleDecode => Some(Figure::SingleStream),
        Kind::SinglePrefill => Some(Figure::SinglePrompt),
        _ => None,
    }
}

/// A row that was predicted by constants that never saw its group.
#[derive(Debug, Clone)]
pub struct LeftOut {
    pub figure: Figure,
    pub engine: Engine,
    pub family: GpuFamily,
    /// What the prediction could rest on.
    pub basis: Basis,
    /// The pair of model and device on an engine, or the deployment that its user measured.
    pub pair: String,
    /// Measured over predicted.
    pub ratio: f64,
}

/// The fold that represents a deployment of which the fit knows that much.
pub const FOLDS_OF: [(Folds, Basis); 3] =
    [(Folds::Config, Basis::SamePair), (Folds::Pair, Basis::SameKind), (Folds::Family, Basis::NearestKind)];

/// The pair that a row belongs to, by a number.
pub fn pair(row: &Row) -> String {
    format!("{:08x}", folds::hash(&format!("{} {} {}", row.model, row.gpu, row.engine_name)) & 0xffff_ffff)
}

/// Rows left out by a fold.
pub fn left_out(book: &Book, rows: &[Row], predicted: &[Result<f64, Refusal>], basis: Basis) -> Vec<LeftOut> {
    let of = |(row, predicted): (&Row, &Result<f64, Refusal>)| {
        let (figure, predicted) = (figure(Kind::of(row))?, predicted.as_ref().ok()?);
        let family = book.gpu(&row.gpu)?.family;
        let ratio = row.value / predicted;
        Some(LeftOut { figure, engine: row.engine, family, basis, pair: pair(row), ratio })
    };
    rows.iter().zip(predicted).filter_map(of).collect()
}

/// All that bands are made of: fits with configurations, pairs and families of devices left out, and rows of deployments
/// whose pair was left out, after one measurement of the user's own.
pub fn all_left_out(book: &Book, rows: &[Row], rounds: usize) -> Vec<LeftOut> {
    let mut all = Vec::new();
    for (folds, basis) in FOLDS_OF {
        let mut predicted = vec![Err(Refusal::NotModelled); rows.len()];
        folds::each(book, rows, folds, rounds, |constants, members| {
            folds::predict_all(book, constants, rows, members, &mut predicted);
            if folds == Folds::Pair {
                let rows: Vec<&Row> = members.iter().map(|index| &rows[*index]).collect();
                all.extend(shifted(book, constants, &rows, 1).into_iter().map(|shifted| shifted.row));
            }
        });
        all.extend(left_out(book, rows, &predicted, basis));
    }
    all
}

type Key = (Option<Engine>, Option<GpuFamily>);

/// The slices that a row belongs to, from the nearest to the widest. An unknown kind has no engine and no family.
fn keys(row: &LeftOut) -> Vec<Key> {
    match row.basis {
        Basis::NearestKind => vec![(None, None)],
        _ => vec![(Some(row.engine), Some(row.family)), (Some(row.engine), None), (None, None)],
    }
}

fn in_slice(row: &LeftOut, (engine, family): Key) -> bool {
    engine.is_none_or(|engine| engine == row.engine) && family.is_none_or(|family| family == row.family)
}

/// The ends of a band, and the rows behind it.
type Ends = Option<(f64, f64, usize)>;

/// The ends of the middle 80 % of the ratios, each pair counted alike, if there are pairs enough.
fn ends(rows: &[&LeftOut], least_pairs: usize) -> Ends {
    let mut sizes: BTreeMap<&str, f64> = BTreeMap::new();
    for row in rows {
        *sizes.entry(&row.pair).or_default() += 1.0;
    }
    if sizes.len() < least_pairs {
        return None;
    }
    let mut weighted: Vec<(f64, f64)> =
        rows.iter().map(|row| (row.ratio, 1.0 / sizes[row.pair.as_str()])).collect();
    weighted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all = sizes.len() as f64;
    let at = |part: f64| {
        let mut sum = 0.0;
        weighted.iter().find(|(_, weight)| {
            sum += weight;
            sum >= part * all
        })
    };
    Some((at(0.1)?.0.min(1.0), at(0.9)?.0.max(1.0), rows.len()))
}

fn by_kind<'a>(rows: impl Iterator<Item = &'a LeftOut>) -> BTreeMap<(u8, u8), Vec<&'a LeftOut>> {
    let mut all: BTreeMap<(u8, u8), Vec<&LeftOut>> = BTreeMap::new();
    for row in rows {
        all.entry((row.figure as u8, row.basis as u8)).or_default().push(row);
    }
    all
}

/// Bands by figure and basis, by engine and by family of devices where there are pairs enough.
pub fn slices(rows: &[LeftOut]) -> Vec<Slice> {
    let mut found: Vec<Slice> = Vec::new();
    for rows in by_kind(rows.iter()).values() {
        let mut done: Vec<Key> = Vec::new();
        for row in rows {
            for key in keys(row) {
                if done.contains(&key) {
                    continue;
                }
                done.push(key);
                let of: Vec<&LeftOut> = rows.iter().copied().filter(|other| in_slice(other, key)).collect();
                let least = if key == (None, None) { 1 } else { LEAST_PAIRS };
                if let Some((low, high, count)) = ends(&of, least) {
                    let (figure, basis, (engine, family)) = (row.figure, row.basis, key);
                    found.push(Slice { figure, basis, engine, family, low, high, rows: count as u32 });
                }
            }
        }
    }
    let place = |slice: &Slice| {
        (
            slice.figure as u8,
            slice.basis as u8,
            slice.engine.map_or(0, |e| 1 + e as u8),
            slice.family.map_or(0, |f| 1 + f as u8),
        )
    };
    found.sort_by_key(place);
    found
}

/// Which part of the average pair lies inside bands that were made of the other half of the pairs: by figure and basis,
/// with the number of pairs.
pub fn coverage(rows: &[LeftOut]) -> BTreeMap<String, (f64, usize)> {
    let half = |row: &LeftOut| folds::hash(&row.pair) % 2;
    let mut sums: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    for side in 0..2 {
        let made: Vec<LeftOut> = rows.iter().filter(|row| half(row) != side).cloned().collect();
        let made = slices(&made);
        for rows in by_kind(rows.iter().filter(|row| half(row) == side)).values() {
            let mut pairs: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
            for row in rows {
                let slice = keys(row).into_iter().find_map(|(engine, family)| {
                    made.iter().find(|slice| {
                        (slice.figure, slice.basis, slice.engine, slice.family)
                            == (row.figure, row.basis, engine, family)
                    })
                });
                let Some(slice) = slice else { continue };
                let pair = pairs.entry(&row.pair).or_default();
                pair.0 += f64::from(u8::from(row.ratio >= slice.low && row.ratio <= slice.high));
                pair.1 += 1.0;
            }
            let Some(first) = rows.first() else { continue };
            let sum = sums.entry(format!("{:?}, {:?}", first.figure, first.basis)).or_default();
            for (inside, all) in pairs.values() {
                sum.0 += inside / all;
                sum.1 += 1;
            }
        }
    }
    sums.into_iter().map(|(name, (inside, pairs))| (name, (inside / pairs.max(1) as f64, pairs))).collect()
}

/// Pairs that were measured, for the report.
pub fn pairs(rows: &[LeftOut]) -> usize {
    rows.iter().map(|row| row.pair.as_str()).collect::<BTreeSet<_>>().len()
}

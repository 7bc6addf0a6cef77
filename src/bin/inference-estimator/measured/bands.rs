//! Error bands from rows left out, and whether they hold.

use super::folds::{self, Folds};
use super::own_points::shifted;
use super::predict::{Kind, Refusal};
use super::rows::{Book, Row};
use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::Engine;
pub use inference_estimator::estimate::self_hosted::serving::accuracy::{Basis, Figure, Slice};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest rows, and fewest groups left out, that make a slice of their own.
const LEAST_ROWS: usize = 60;
const LEAST_GROUPS: usize = 3;

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

/// A row that was predicted by constants that never saw its group.
#[derive(Debug, Clone)]
pub struct LeftOut {
    pub figure: Figure,
    pub engine: Engine,
    pub family: GpuFamily,
    /// What the prediction could rest on.
    pub basis: Basis,
    /// What was left out together; bands are tried on groups that they were not made of.
    pub group: String,
    /// Measured over predicted.
    pub ratio: f64,
}

/// What stands for a deployment that the fit knows so much of.
pub const FOLDS_OF: [(Folds, Basis); 4] = [
    (Folds::Config, Basis::SamePair),
    (Folds::Model, Basis::SameKind),
    (Folds::Gpu, Basis::SameKind),
    (Folds::Family, Basis::NearestKind),
];

/// Rows left out by `folds`.
pub fn left_out(
    rows: &[Row],
    predicted: &[Result<f64, Refusal>],
    folds: Folds,
    basis: Basis,
) -> Vec<LeftOut> {
    let book = Book::shipped();
    // A device that is the only one of its family leaves nothing of its kind behind: the fold of families tells of it.
    let mut devices: BTreeMap<(Option<u8>, u8), BTreeSet<&str>> = BTreeMap::new();
    let kind = |row: &Row| Some((figure(Kind::of(row)).map(|f| f as u8), book.gpu(&row.gpu)?.family as u8));
    for row in rows {
        if let Some(kind) = kind(row) {
            devices.entry(kind).or_default().insert(&row.gpu);
        }
    }
    let of = |(row, predicted): (&Row, &Result<f64, Refusal>)| {
        let (figure, predicted) = (figure(Kind::of(row))?, predicted.as_ref().ok()?);
        let family = book.gpu(&row.gpu)?.family;
        let group = format!("{folds:?} {}", folds.key(row));
        let alone = folds == Folds::Gpu && devices.get(&kind(row)?).is_none_or(|all| all.len() < 2);
        if alone {
            return None;
        }
        let ratio = row.value / predicted;
        Some(LeftOut { figure, engine: row.engine, family, basis, group, ratio })
    };
    rows.iter().zip(predicted).filter_map(of).collect()
}

/// All that bands are made of: fits with configurations, models, devices and families of devices left out, and rows of
/// deployments whose pair was left out after two measurements of one's own.
pub fn all_left_out(book: &Book, rows: &[Row], rounds: usize) -> Vec<LeftOut> {
    let mut all = Vec::new();
    for (folds, basis) in FOLDS_OF {
        all.extend(left_out(rows, &folds::predictions(book, rows, folds, rounds), folds, basis));
    }
    folds::each(book, rows, Folds::Pair, rounds, |constants, members| {
        let rows: Vec<&Row> = members.iter().map(|index| &rows[*index]).collect();
        all.extend(shifted(book, constants, &rows, 2).into_iter().map(|shifted| shifted.row));
    });
    all
}

/// The ends of a slice and the rows behind them, where there are enough.
type Ends = Option<(f64, f64, usize)>;

type Key = (Option<Engine>, Option<GpuFamily>);

/// The slices that a row belongs to, from the nearest to the widest. What is told of an unknown kind knows no kind.
fn keys(row: &LeftOut) -> Vec<Key> {
    match row.basis {
        Basis::NearestKind => vec![(None, None)],
        _ => vec![(Some(row.engine), Some(row.family)), (Some(row.engine), None), (None, None)],
    }
}

/// The ends that hold the middle 80 % of the ratios of `rows`, if there are enough.
fn ends<'a>(rows: impl Iterator<Item = &'a LeftOut>) -> Ends {
    let (mut ratios, mut groups) = (Vec::new(), BTreeSet::new());
    let mut least_groups = LEAST_GROUPS;
    for row in rows {
        if row.basis == Basis::NearestKind {
            // Under load only two families of devices were measured.
            least_groups = 1;
        }
        ratios.push(row.ratio);
        groups.insert(row.group.as_str());
    }
    if ratios.len() < LEAST_ROWS || groups.len() < least_groups {
        return None;
    }
    ratios.sort_by(f64::total_cmp);
    let at = |part: f64| ratios[((ratios.len() - 1) as f64 * part).round() as usize];
    Some((at(0.1).min(1.0), at(0.9).max(1.0), ratios.len()))
}

/// Rows of one figure and basis, each with the ends that the other groups give to its slice.
fn against_others<'a>(rows: &[&'a LeftOut]) -> Vec<(&'a LeftOut, f64, f64)> {
    let mut known: BTreeMap<(String, u8, u8), Ends> = BTreeMap::new();
    let mut out = Vec::new();
    for row in rows {
        let nearest = keys(row).into_iter().find_map(|(engine, family)| {
            let place =
                (row.group.clone(), engine.map_or(0, |e| 1 + e as u8), family.map_or(0, |f| 1 + f as u8));
            *known.entry(place).or_insert_with(|| {
                ends(rows.iter().copied().filter(|other| {
                    other.group != row.group
                        && engine.is_none_or(|engine| engine == other.engine)
                        && family.is_none_or(|family| family == other.family)
                }))
            })
        });
        if let Some((low, high, _)) = nearest {
            out.push((*row, low, high));
        }
    }
    out
}

/// Part of the rows that lie inside their ends, raised to the power `wider`.
fn inside(rows: &[&(&LeftOut, f64, f64)], wider: f64) -> f64 {
    let within = |(row, low, high): &(&LeftOut, f64, f64)| {
        row.ratio >= low.powf(wider) && row.ratio <= high.powf(wider)
    };
    rows.iter().filter(|each| within(each)).count() as f64 / rows.len().max(1) as f64
}

/// The power that makes bands of other groups hold 80 % of the rows.
fn wider(rows: &[&(&LeftOut, f64, f64)]) -> f64 {
    let (mut low, mut high) = (0.5, 3.0);
    for _ in 0..30 {
        let middle = 0.5 * (low + high);
        if inside(rows, middle) < 0.8 { low = middle } else { high = middle }
    }
    high
}

fn by_kind(rows: &[LeftOut]) -> BTreeMap<(u8, u8), Vec<&LeftOut>> {
    let mut all: BTreeMap<(u8, u8), Vec<&LeftOut>> = BTreeMap::new();
    for row in rows {
        all.entry((row.figure as u8, row.basis as u8)).or_default().push(row);
    }
    all
}

/// Bands by figure and basis, by engine and by family of devices where there are rows and groups enough; each is
/// widened so that bands of other groups hold 80 % of the rows of its figure and basis.
pub fn slices(rows: &[LeftOut]) -> Vec<Slice> {
    let mut found = Vec::new();
    for rows in by_kind(rows).values() {
        let tried = against_others(rows);
        let wider = wider(&tried.iter().collect::<Vec<_>>());
        let mut done: BTreeSet<(u8, u8)> = BTreeSet::new();
        for row in rows {
            for (engine, family) in keys(row) {
                let place = (engine.map_or(0, |e| 1 + e as u8), family.map_or(0, |f| 1 + f as u8));
                if !done.insert(place) {
                    continue;
                }
                let of_slice = rows.iter().copied().filter(|other| {
                    engine.is_none_or(|engine| engine == other.engine)
                        && family.is_none_or(|family| family == other.family)
                });
                if let Some((low, high, count)) = ends(of_slice) {
                    let (low, high) = (low.powf(wider), high.powf(wider));
                    let (figure, basis) = (row.figure, row.basis);
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

/// How many of the rows bands hold that were made of other groups, and widened by what the groups of the other half
/// take: by figure, basis and kind of fold.
pub fn coverage(rows: &[LeftOut]) -> BTreeMap<String, (usize, usize)> {
    let half = |row: &LeftOut| folds::hash(&row.group) % 2;
    let mut held: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for rows in by_kind(rows).values() {
        let tried = against_others(rows);
        for side in 0..2 {
            let (own, other): (Vec<_>, Vec<_>) = tried.iter().partition(|(row, ..)| half(row) == side);
            let wider = wider(if other.is_empty() { &own } else { &other });
            for each in own {
                let fold = each.0.group.split(' ').next().unwrap_or_default();
                let place = held.entry(format!("{:?}, {fold} left out", each.0.figure)).or_default();
                place.0 += usize::from(inside(&[each], wider) > 0.5);
                place.1 += 1;
            }
        }
    }
    held
}

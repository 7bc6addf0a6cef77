//! Cross-validation: every row is predicted by constants that never saw its fold.

use super::fitting::fit;
use super::predict::{Refusal, predict};
use super::rows::{Book, Row};
use inference_estimator::estimate::self_hosted::serving::constants::Constants;
use std::collections::BTreeMap;

/// What is left out together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folds {
    /// Configurations, in five folds.
    Config,
    /// One model at a time.
    Model,
    /// One device at a time.
    Gpu,
    /// Pairs of model and device, in eight folds.
    Pair,
    /// One family of devices at a time.
    Family,
}

impl Folds {
    /// The names that [`Self::from_name`] knows.
    pub const NAMES: [&str; 5] = ["config", "model", "gpu", "pair", "family"];

    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "config" => Some(Self::Config),
            "model" => Some(Self::Model),
            "gpu" => Some(Self::Gpu),
            "pair" => Some(Self::Pair),
            "family" => Some(Self::Family),
            _ => None,
        }
    }

    pub fn key(self, row: &Row) -> String {
        match self {
            Self::Config => (hash(&row.configuration()) % 5).to_string(),
            Self::Model => row.model.clone(),
            Self::Gpu => row.gpu.clone(),
            Self::Family => family(&row.gpu),
            Self::Pair => (hash(&format!("{} {}", row.model, row.gpu)) % 8).to_string(),
        }
    }
}

/// FNV-1a: the same folds on every machine.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

fn family(gpu: &str) -> String {
    static BOOK: std::sync::OnceLock<Book> = std::sync::OnceLock::new();
    BOOK.get_or_init(Book::shipped).gpu(gpu).map_or_else(String::new, |gpu| gpu.family.id().to_owned())
}

/// Fits with each fold left out in turn, and gives the constants and the places of the rows left out to `then`.
pub fn each(
    book: &Book,
    rows: &[Row],
    folds: Folds,
    rounds: usize,
    mut then: impl FnMut(&Constants, &[usize]),
) {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        groups.entry(folds.key(row)).or_default().push(index);
    }
    let groups: Vec<(String, Vec<usize>)> = groups.into_iter().collect();
    let fit_without = |key: &str| {
        let rest: Vec<&Row> = rows.iter().filter(|row| folds.key(row) != key).collect();
        fit(book, &rest, &super::fitting::prior(), rounds, false)
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    for some in groups.chunks(threads) {
        let fitted: Vec<Constants> = std::thread::scope(|scope| {
            let running: Vec<_> = some.iter().map(|(key, _)| scope.spawn(|| fit_without(key))).collect();
            running.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for (constants, (_, members)) in fitted.iter().zip(some) {
            then(constants, members);
        }
    }
}

/// Predicts every row with its fold left out of the fit.
pub fn predictions(book: &Book, rows: &[Row], folds: Folds, rounds: usize) -> Vec<Result<f64, Refusal>> {
    let mut out = vec![Err(Refusal::NotModelled); rows.len()];
    each(book, rows, folds, rounds, |constants, members| {
        for &index in members {
            out[index] = predict(book, constants, &rows[index]);
        }
    });
    out
}

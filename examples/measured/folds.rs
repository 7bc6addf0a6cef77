//! Cross-validation: every row is predicted by constants that never saw its fold.

use super::fitting::fit;
use super::predict::{Refusal, predict};
use super::rows::{Book, Row};
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
}

impl Folds {
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "config" => Some(Self::Config),
            "model" => Some(Self::Model),
            "gpu" => Some(Self::Gpu),
            "pair" => Some(Self::Pair),
            _ => None,
        }
    }

    fn key(self, row: &Row) -> String {
        match self {
            Self::Config => (hash(&row.configuration()) % 5).to_string(),
            Self::Model => row.model.clone(),
            Self::Gpu => row.gpu.clone(),
            Self::Pair => (hash(&format!("{} {}", row.model, row.gpu)) % 8).to_string(),
        }
    }
}

/// FNV-1a: the same folds on every machine.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Predicts every row with its fold left out of the fit.
pub fn predictions(book: &Book, rows: &[Row], folds: Folds, rounds: usize) -> Vec<Result<f64, Refusal>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        groups.entry(folds.key(row)).or_default().push(index);
    }
    let mut out = vec![Err(Refusal::NotModelled); rows.len()];
    for (key, members) in &groups {
        let rest: Vec<&Row> = rows.iter().filter(|row| folds.key(row) != *key).collect();
        let constants = fit(book, &rest, &super::fitting::prior(), rounds, false);
        for &index in members {
            out[index] = predict(book, &constants, &rows[index]);
        }
    }
    out
}

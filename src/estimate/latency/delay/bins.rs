//! Shares within one bin, and the sum of two bins.

use super::BINS_PER_OCTAVE;
use crate::estimate::latency::mixture::normal_cdf;
use crate::estimate::random::normal_quantile;
use crate::units::Within;

// 2^(−1/12), the ratio of neighbouring centres.
const STEP: f64 = 0.943_874_312_681_693_5;

/// The cumulative shares at the edges of a bin. Between them ln x is taken to be linear in the normal quantile
/// of the share, which is exact for a log-normal; in the outermost bins it is linear in the share itself.
pub(super) struct Inside {
    pub(super) below: f64,
    pub(super) upto: f64,
}

impl Inside {
    fn normal_edges(&self) -> Option<(f64, f64)> {
        let (low, high) = (normal_quantile(self.below), normal_quantile(self.upto));
        (low.is_finite() && high.is_finite() && high > low).then_some((low, high))
    }

    /// The part of the bin, from 0 to 1, that is below the share `p`.
    pub(super) fn part_at(&self, p: f64) -> f64 {
        match self.normal_edges() {
            Some((low, high)) => (normal_quantile(p) - low) / (high - low),
            None => (p - self.below) / (self.upto - self.below),
        }
    }

    /// The share below this part of the bin.
    pub(super) fn share_at(&self, part: f64) -> f64 {
        match self.normal_edges() {
            Some((low, high)) => normal_cdf(low + part * (high - low)),
            None => self.below + part * (self.upto - self.below),
        }
    }
}

/// How far the sum of two centres is above the larger one: a number of whole bins, and the weight of the next bin.
pub(super) struct Above {
    /// The smaller term over the larger: 2^−(apart/12).
    ratio: f64,
    pub(super) bins: usize,
    pub(super) weight: f64,
    /// 2^(bins/12), the centre at or below the sum in units of the larger term.
    floor: f64,
}

impl Above {
    pub(super) fn equal_terms() -> Self {
        Self { ratio: 1.0, bins: BINS_PER_OCTAVE as usize, weight: 0.0, floor: 2.0 }
    }

    pub(super) fn step_apart(&mut self) {
        self.ratio *= STEP;
        let sum = 1.0 + self.ratio;
        while self.floor > sum && self.bins > 0 {
            self.bins -= 1;
            self.floor = if self.bins == 0 { 1.0 } else { self.floor * STEP };
        }
        // The gap to the next centre is floor·(1/STEP − 1).
        self.weight = ((sum / self.floor - 1.0) * STEP / (1.0 - STEP)).within(0.0, 1.0);
    }
}

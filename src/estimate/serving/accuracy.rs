//! How far a figure may be off: bands from measured rows that the fit did not see.

use super::fitted::SLICES;
use crate::catalogue::gpu::GpuFamily;
use crate::catalogue::precision::Engine;
use crate::units::Power;

/// A figure that has a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Mean time per output token under load.
    Tpot,
    /// Time to the first token under load.
    Ttft,
    /// Answer tokens a second of a full server.
    Throughput,
    /// Time of a whole batch.
    E2e,
    /// Answer tokens a second of a single user.
    SingleStream,
    /// Prompt tokens a second of a single user.
    SinglePrompt,
}

/// The band of one kind of rows: measured over estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slice {
    /// The figure.
    pub figure: Figure,
    /// The engine, or any.
    pub engine: Option<Engine>,
    /// The family of devices, or any.
    pub family: Option<GpuFamily>,
    /// One row in ten was below this multiple of the estimate.
    pub low: f64,
    /// One row in ten was above this multiple of the estimate.
    pub high: f64,
    /// Rows of the slice.
    pub rows: u32,
}

/// What a band rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Measured rows of this figure, on this engine and family of devices.
    SameKind,
    /// Rows of this figure on other devices or engines: the nearest there are, widened.
    NearestKind,
}

/// Where the truth probably lies, as multiples of the estimate: 80 of 100 measured rows that were left out of the
/// fit did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Lower end, a multiple of the estimate.
    pub low: f64,
    /// Upper end, a multiple of the estimate.
    pub high: f64,
    /// What the band rests on.
    pub basis: Basis,
    /// Measured rows behind it.
    pub rows: u32,
}

/// Part by which the logarithm of a band grows where nothing of the kind was measured.
const WIDER: f64 = 1.4;

/// The band of `figure` on `engine` and devices of `family`: that of the nearest slice, widened if it is not of
/// the same kind.
#[must_use]
pub fn band(figure: Figure, engine: Engine, family: GpuFamily) -> Band {
    let of = |engine: Option<Engine>, family: Option<GpuFamily>| {
        SLICES.iter().find(|s| s.figure == figure && s.engine == engine && s.family == family)
    };
    if let Some(slice) = of(Some(engine), Some(family)) {
        return Band { low: slice.low, high: slice.high, basis: Basis::SameKind, rows: slice.rows };
    }
    let nearest = of(Some(engine), None).or_else(|| of(None, None));
    let (low, high, rows) = nearest.map_or((0.5, 2.0, 0), |slice| (slice.low, slice.high, slice.rows));
    Band {
        low: low.raised_to(WIDER).min(1.0),
        high: high.raised_to(WIDER).max(1.0),
        basis: Basis::NearestKind,
        rows,
    }
}

/// What of a load lies outside the range of the measured rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// More requests at once than were measured.
    Concurrency,
    /// Longer prompts than were measured.
    Input,
    /// Longer answers than were measured.
    Output,
    /// More devices in one copy than were measured.
    Devices,
    /// A family of devices of which nothing was measured.
    Family,
}

/// The ranges of the measured rows: requests at once, prompt and answer tokens, devices.
pub const MEASURED_UP_TO: [(Beyond, f64); 4] = [
    (Beyond::Concurrency, 3200.0),
    (Beyond::Input, 32_784.0),
    (Beyond::Output, 32_768.0),
    (Beyond::Devices, 8.0),
];

/// What of a load lies outside the measured range; such an estimate is shown as extrapolated.
#[must_use]
pub fn beyond(family: GpuFamily, concurrency: f64, input: f64, output: f64, devices: f64) -> Vec<Beyond> {
    let measured = SLICES.iter().any(|slice| slice.family == Some(family));
    let values = [concurrency, input, output, devices];
    let ranges = MEASURED_UP_TO.iter().zip(values);
    ranges
        .filter(|((_, most), value)| value > most)
        .map(|((what, _), _)| *what)
        .chain((!measured).then_some(Beyond::Family))
        .collect()
}

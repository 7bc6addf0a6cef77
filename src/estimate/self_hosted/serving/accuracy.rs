//! How far a figure may be off: bands from measured rows that the fit did not see.

use super::fitted::{MEASURED_PAIRS, SLICES};
use crate::catalogue::gpu::GpuFamily;
use crate::catalogue::precision::Engine;

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

/// What a band rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The user's own measurements of this figure on this deployment, two or more.
    OwnMeasurements,
    /// Measured rows of this model on this device and engine, in other configurations.
    SamePair,
    /// Measured rows of this figure on this family of devices, but of other models or other devices.
    SameKind,
    /// Rows of this figure on other families of devices or other engines: the nearest there are, widened.
    NearestKind,
}

/// The band of one kind of rows: measured over estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slice {
    /// The figure.
    pub figure: Figure,
    /// What of the rows the fit had seen.
    pub basis: Basis,
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

/// What is known of a deployment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known<'a> {
    /// The model's name in the catalogue.
    pub model: &'a str,
    /// The device's name in the catalogue.
    pub gpu: &'a str,
    /// The engine.
    pub engine: Engine,
    /// The device's family.
    pub family: GpuFamily,
}

/// The band of the nearest slice on that basis.
#[must_use]
pub fn nearest(figure: Figure, basis: Basis, engine: Engine, family: GpuFamily) -> Option<Band> {
    let (engine, family) = (Some(engine), Some(family));
    [(engine, family), (engine, None), (None, None)].into_iter().find_map(|(engine, family)| {
        let slice = find(figure, basis, engine, family)?;
        Some(Band { low: slice.low, high: slice.high, basis, rows: slice.rows })
    })
}

fn find(
    figure: Figure,
    basis: Basis,
    engine: Option<Engine>,
    family: Option<GpuFamily>,
) -> Option<&'static Slice> {
    SLICES.iter().find(|slice| {
        slice.figure == figure && slice.basis == basis && slice.engine == engine && slice.family == family
    })
}

/// The band of `figure` of a deployment of which the user measured that figure `own` times.
#[must_use]
pub fn band(figure: Figure, known: &Known<'_>, own: usize) -> Band {
    let Known { model, gpu, engine, family } = *known;
    let basis = match () {
        () if own >= 2 => Basis::OwnMeasurements,
        () if MEASURED_PAIRS.contains(&(model, gpu, engine)) => Basis::SamePair,
        // Where there are rows of the kind, there is a slice of them.
        () if find(figure, Basis::SamePair, Some(engine), Some(family)).is_some() => Basis::SameKind,
        () => Basis::NearestKind,
    };
    let unknown = Band { low: 0.5, high: 2.0, basis: Basis::NearestKind, rows: 0 };
    let mut band = nearest(figure, basis, engine, family).unwrap_or(unknown);
    if basis == Basis::NearestKind
        && let Some(of_kind) = find(figure, Basis::SameKind, None, None)
    {
        // Few families were measured under load: never narrower than what another model or device is off by.
        band.low = band.low.min(of_kind.low);
        band.high = band.high.max(of_kind.high);
    }
    band
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

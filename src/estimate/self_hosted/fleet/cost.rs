//! What a fleet costs, hour by hour.

use super::sizing::{Demand, Policy, Scaling, Size, Sizer};
use crate::catalogue::gpu::PriceKind;
use crate::units::{Count, Gpus, Share, Usd, UsdPerGpuHour, UsdPerMtok, Within};

/// A rented GPU runs so many hours a month, used or idle: 365 · 24 ÷ 12.
pub const HOURS_PER_MONTH: f64 = 730.0;

/// What a GPU costs by the hour, and what kind of price that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GpuHourPrice {
    /// US dollars a GPU and hour.
    pub rate: UsdPerGpuHour,
    /// On demand, three-year rental, or typed: never ranked against each other.
    pub kind: PriceKind,
}

/// One hour of the day or week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FleetHour {
    /// Copies that run, spare ones included.
    pub copies: u32,
    /// Load as a share of what they could sustain.
    pub utilisation: Share,
}

/// The money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FleetCost {
    /// The kind of price behind it.
    pub kind: PriceKind,
    /// A month of 730 hours.
    pub per_month: Usd,
    /// One request.
    pub per_request: Usd,
    /// A million tokens, prompt and answer alike.
    pub per_mtok: UsdPerMtok,
    /// A million prompt tokens, cached ones included: the engine's time on prompts at the peak, with its part of
    /// the idle time.
    pub input_per_mtok: UsdPerMtok,
    /// A million answer tokens: the rest.
    pub output_per_mtok: UsdPerMtok,
}

/// Copies in each hour.
pub(in crate::estimate) fn hours(
    sizer: &Sizer,
    demand: &Demand,
    policy: &Policy,
    at_peak: u32,
) -> Vec<FleetHour> {
    let alone = match policy.scaling {
        Scaling::Fixed => 0.0,
        Scaling::Auto => sizer.capacity(1).get(),
    };
    let sustainable = sizer.sustainable().get();
    let hour = |rate: f64| {
        let copies = match policy.scaling {
            Scaling::Fixed => at_peak,
            Scaling::Auto => (rate / alone.max(1e-12)).ceil().within(1.0, f64::from(at_peak)) as u32,
        };
        let copies = copies + policy.spare_copies;
        FleetHour { copies, utilisation: Share::saturating(rate / (f64::from(copies) * sustainable)) }
    };
    demand.hours.iter().map(|rate| hour(rate.get())).collect()
}

/// GPU-hours a month: the mean number of GPUs that run · 730.
pub(in crate::estimate) fn gpu_hours(hours: &[FleetHour], gpus_per_copy: Gpus) -> Count {
    let copies: f64 = hours.iter().map(|hour| f64::from(hour.copies)).sum();
    Count::saturating(copies / hours.len().max(1) as f64 * gpus_per_copy.get() * HOURS_PER_MONTH)
}

/// The cost of `gpu_hours` a month for all that is asked; nothing where nothing is asked.
pub(in crate::estimate) fn cost(
    price: GpuHourPrice,
    gpu_hours: Count,
    demand: &Demand,
    size: &Size,
) -> Option<FleetCost> {
    let per_month = price.rate.get() * gpu_hours.get();
    let requests = demand.mean().get() * 3600.0 * HOURS_PER_MONTH;
    if requests <= 0.0 {
        return None;
    }
    let per_request = per_month / requests;
    let (input, output) = (demand.load.input.mean.get().max(1.0), demand.load.output.mean.get().max(1.0));
    let prompt = size.expected.prompt_share.get();
    let per_mtok = |usd: f64, tokens: f64| UsdPerMtok::saturating(1e6 * usd / tokens);
    Some(FleetCost {
        kind: price.kind,
        per_month: Usd::saturating(per_month),
        per_request: Usd::saturating(per_request),
        per_mtok: per_mtok(per_request, input + output),
        input_per_mtok: per_mtok(per_request * prompt, input),
        output_per_mtok: per_mtok(per_request * (1.0 - prompt), output),
    })
}

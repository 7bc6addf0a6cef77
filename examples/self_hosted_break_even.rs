//! From how many requests a day are your own GPUs cheaper than a hosted model?
//!
//! `cargo run --release --no-default-features --example self_hosted_break_even`
#![allow(clippy::print_stdout, reason = "an example prints its answer")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::self_hosted::break_even;
use inference_estimator::estimate::self_hosted::fleet::{BreakEven, Volumes};
use inference_estimator::scenario::{Field, Fleet, GpuChoice, OpenModelChoice, Preset, Scenario, Serving};
use inference_estimator::units::Count;
use std::error::Error;

/// A support chat on Llama 3.1 70B, two H100 a copy at $2.50 an hour, against the hosted model of the preset.
pub fn answer() -> Result<BreakEven, Box<dyn Error>> {
    let catalogue = Catalogue::shipped()?;
    let hosted = Preset::SupportChat.scenario("2026-11-23".parse()?);
    let hosted = hosted.with_ids(&|text| catalogue.hosted.id_of_text(text));
    let feature = hosted.features.first().ok_or("the scenario has no feature")?;
    let Serving::Hosted(route) = &feature.serving else {
        return Err("the preset is not hosted".into());
    };
    let fleet = Fleet::new(OpenModelChoice::listed("llama-3.1-70b"), GpuChoice::listed("h100"));
    let mut own = feature.clone();
    own.serving = Serving::SelfHosted(Box::new(fleet));
    own.set(Field::TensorParallel, Some(2.0))?;
    own.set(Field::GpuUsdPerHour, Some(2.5))?;
    let own = Scenario { features: vec![own], ..hosted.clone() };
    let volumes = Volumes { from: Count::new(100.0)?, to: Count::new(1_000_000.0)?, points: 40 };
    // Nothing where a price is not known, as of a device without one.
    break_even(&own, 0, &catalogue, route, volumes).ok_or_else(|| "a price is not known".into())
}

fn main() -> Result<(), Box<dyn Error>> {
    let found = answer()?;
    for point in found.curve.iter().step_by(5) {
        println!(
            "{:>9.0} requests a day: own GPUs ${:>8.0} ({} copies, {:.0} % used), hosted ${:>9.0} a month",
            point.requests_per_day.get(),
            point.own_per_month.get(),
            point.copies,
            100.0 * point.utilisation.get(),
            point.hosted_per_month.get(),
        );
    }
    for crossing in &found.crossings {
        let cheaper = if crossing.own_cheaper_above { "your own GPUs" } else { "the hosted model" };
        println!("above {:.0} requests a day {cheaper} cost less", crossing.requests_per_day.get());
    }
    Ok(())
}

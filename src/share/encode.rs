//! Scenario to link. Every struct is taken apart whole, so that a new field that nobody writes fails the build.

use super::defaults::{EARLIER, SCHEMA_MINOR, may_be_left_out};
use super::frame;
use super::numbers::{
    custom_gpu, custom_model, feature, fleet, hours, leg, levers, measurement, number_of, scenario, slo, tier,
};
use super::unknown::{Spot, UnknownFields};
use super::wire::Writer;
use crate::catalogue::gpu::Gpu;
use crate::catalogue::open_model::OpenModel;
use crate::scenario::json::MODEL_NUMBER_PREFIX;
use crate::scenario::{
    Choice, Feature, FieldGroup, Fleet, GpuChoice, HostedModelChoice, HourProfile, Leg, Levers, ModelRef,
    Name, OpenModelChoice, PlanTier, Route, Scenario, Serving, Slo, Target,
};
use crate::units::Date;
use thiserror::Error;

/// From so many characters on, some programs cut links: a face warns.
pub const WARN_CHARACTERS: usize = 2000;
/// From so many characters on, a file is the better way: a face offers one.
pub const FILE_CHARACTERS: usize = 8000;

/// More than a link may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the scenario takes {characters} characters as a link, which is too many; save it as a file")]
pub struct LinkTooLong {
    /// Characters of the payload.
    pub characters: usize,
}

/// The scenario as a link, without the `#`: `s=1.…`.
///
/// `book` is the date of the price book whose figures the sharer saw; `unknown` is what the link that the scenario came
/// from held besides.
///
/// # Errors
/// [`LinkTooLong`] where the link would be longer than what is read.
///
/// # Examples
/// ```
/// use inference_estimator::scenario::Preset;
/// use inference_estimator::share::{UnknownFields, encode};
///
/// let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// let link = encode(&scenario, None, &UnknownFields::default())?;
/// assert!(link.starts_with("s=1.") && link.len() < 200);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn encode(
    scenario: &Scenario,
    book: Option<Date>,
    unknown: &UnknownFields,
) -> Result<String, LinkTooLong> {
    let mut message = whole(scenario, book, unknown);
    // A filler of two bytes makes the end of the payload a letter or digit, or one of three where that lengthens the
    // length, too.
    let plain = message.len();
    for filler in [0.0, 128.0] {
        if frame::ends_alphanumeric(message.len()) {
            break;
        }
        message.truncate(plain);
        let mut writer = Writer::default();
        writer.number(scenario::FILLER, filler);
        message.extend(writer.finish());
    }
    let payload = frame::payload(&message);
    if payload.len() > frame::MOST_CHARACTERS {
        return Err(LinkTooLong { characters: payload.len() });
    }
    Ok(["s=1.", &payload].concat())
}

fn groups(message: &mut Writer, base: u16, groups: &[&dyn FieldGroup]) {
    for group in groups {
        for field in group.fields() {
            let value = group.value(*field);
            if !may_be_left_out(EARLIER, *field, value) {
                let number = number_of(*field, base);
                match value {
                    Some(value) => message.number(number, value),
                    None => message.bytes(number, &[]),
                }
            }
        }
    }
}

fn choice<C: Choice>(message: &mut Writer, number: u32, choice: C) {
    if choice.wire() != 0 {
        message.number(number, f64::from(choice.wire()));
    }
}

fn name(message: &mut Writer, number: u32, name: &Name) {
    if !name.as_str().is_empty() {
        message.bytes(number, name.as_str().as_bytes());
    }
}

fn whole(whole: &Scenario, book: Option<Date>, unknown: &UnknownFields) -> Vec<u8> {
    let Scenario { name: title, as_of, audience: _, plan: _, billing, tiers, growth: _, features, seed } =
        whole;
    let mut message = Writer::default();
    message.number(scenario::MINOR, f64::from(SCHEMA_MINOR));
    message.number(scenario::AS_OF, f64::from(as_of.days() - scenario::EPOCH));
    if let Some(book) = book {
        message.number(scenario::BOOK, f64::from(as_of.days() - book.days()));
    }
    name(&mut message, scenario::NAME, title);
    groups(&mut message, scenario::BASE, &whole.groups());
    choice(&mut message, scenario::BILLING, *billing);
    for (index, plan) in tiers.iter().enumerate() {
        let PlanTier { name: title, tier: numbers } = plan;
        let mut part = Writer::default();
        name(&mut part, tier::NAME, title);
        groups(&mut part, tier::BASE, &[numbers]);
        part.raw(unknown.at(Spot::Tier(index)));
        message.bytes(scenario::TIER, &part.finish());
    }
    if *seed != 1 {
        message.number(scenario::SEED, f64::from(*seed));
    }
    for (index, feature) in features.iter().enumerate() {
        message.bytes(scenario::FEATURE, &feature_message(feature, index, unknown));
    }
    message.raw(unknown.at(Spot::Scenario));
    message.finish()
}

fn feature_message(part: &Feature, index: usize, unknown: &UnknownFields) -> Vec<u8> {
    let Feature {
        name: title,
        workload: _,
        cache_ttl,
        reasoning_effort,
        traffic: _,
        hours: profile,
        serving,
        slo: target,
        rate_limits: _,
        spread: _,
        latency: _,
        levers: lever,
    } = part;
    let mut message = Writer::default();
    name(&mut message, feature::NAME, title);
    match serving {
        Serving::Hosted(Route { legs }) => {
            for (position, leg) in legs.iter().enumerate() {
                message.bytes(feature::LEG, &leg_message(leg, unknown.at(Spot::Leg(index, position))));
            }
        }
        Serving::PerRequest(usd) => message.number(feature::USD_PER_REQUEST, usd.get()),
        Serving::SelfHosted(own) => message.bytes(feature::FLEET, &fleet_message(own, index, unknown)),
    }
    groups(&mut message, feature::BASE, &part.groups());
    choice(&mut message, feature::CACHE_TTL, *cache_ttl);
    choice(&mut message, feature::REASONING_EFFORT, *reasoning_effort);
    part_of(&mut message, feature::HOURS, hours_message(profile), unknown.at(Spot::Hours(index)));
    part_of(&mut message, feature::SLO, slo_message(*target), unknown.at(Spot::Slo(index)));
    let lever = levers_message(lever, index, unknown);
    part_of(&mut message, feature::LEVERS, lever, unknown.at(Spot::Levers(index)));
    message.raw(unknown.at(Spot::Feature(index)));
    message.finish()
}

fn fleet_message(own: &Fleet, index: usize, unknown: &UnknownFields) -> Vec<u8> {
    let Fleet { model, gpu, weights, kv, engine, scaling, commitment, size, measurements, compare_with } =
        own;
    let mut message = Writer::default();
    match model {
        OpenModelChoice::Listed(id) => {
            let number = OpenModel::number_of(id.as_str());
            listed(&mut message, (fleet::MODEL, fleet::MODEL_TEXT), id, number);
        }
        OpenModelChoice::Custom { name: title, figures } => {
            let mut part = Writer::default();
            name(&mut part, custom_model::NAME, title);
            groups(&mut part, custom_model::BASE, &[&**figures]);
            part.raw(unknown.at(Spot::FleetModel(index)));
            message.bytes(fleet::CUSTOM_MODEL, &part.finish());
        }
    }
    match gpu {
        GpuChoice::Listed(id) => {
            listed(&mut message, (fleet::GPU, fleet::GPU_TEXT), id, Gpu::number_of(id.as_str()));
        }
        GpuChoice::Custom { name: title, family, figures } => {
            let mut part = Writer::default();
            name(&mut part, custom_gpu::NAME, title);
            choice(&mut part, custom_gpu::FAMILY, *family);
            groups(&mut part, custom_gpu::BASE, &[&**figures]);
            part.raw(unknown.at(Spot::FleetGpu(index)));
            message.bytes(fleet::CUSTOM_GPU, &part.finish());
        }
    }
    choice(&mut message, fleet::WEIGHTS, *weights);
    choice(&mut message, fleet::KV, *kv);
    choice(&mut message, fleet::ENGINE, *engine);
    choice(&mut message, fleet::SCALING, *scaling);
    choice(&mut message, fleet::COMMITMENT, *commitment);
    groups(&mut message, fleet::BASE, &[size]);
    for (position, measured) in measurements.iter().enumerate() {
        let mut part = Writer::default();
        groups(&mut part, measurement::BASE, &[measured]);
        part.raw(unknown.at(Spot::Measurement(index, position)));
        message.bytes(fleet::MEASUREMENT, &part.finish());
    }
    if let Some(model) = compare_with {
        let mut part = model_message(model);
        part.raw(unknown.at(Spot::CompareModel(index)));
        message.bytes(fleet::COMPARE_WITH, &part.finish());
    }
    message.raw(unknown.at(Spot::Fleet(index)));
    message.finish()
}

/// A row of the catalogue by its number, or one that the catalogue does not hold by its text.
fn listed(message: &mut Writer, (number, text): (u32, u32), id: &Name, known: Option<u32>) {
    let unknown = || id.as_str().strip_prefix(MODEL_NUMBER_PREFIX)?.parse().ok();
    match known.or_else(unknown) {
        Some(row) => message.number(number, f64::from(row)),
        None => name(message, text, id),
    }
}

/// Writes a nested message, if there is anything in it.
fn part_of(message: &mut Writer, number: u32, mut part: Writer, unknown: &[u8]) {
    part.raw(unknown);
    let part = part.finish();
    if !part.is_empty() {
        message.bytes(number, &part);
    }
}

fn leg_message(part: &Leg, unknown: &[u8]) -> Vec<u8> {
    let Leg { share, model, processing } = part;
    let mut message = model_message(model);
    if share.get().to_bits() != 1f64.to_bits() {
        message.number(leg::SHARE, share.get());
    }
    choice(&mut message, leg::PROCESSING, *processing);
    message.raw(unknown);
    message.finish()
}

fn model_message(model: &HostedModelChoice) -> Writer {
    let mut message = Writer::default();
    match model {
        HostedModelChoice::Book(ModelRef::Id(id)) => message.number(leg::MODEL, f64::from(id.number())),
        HostedModelChoice::Book(ModelRef::Unknown(text)) => name(&mut message, leg::MODEL_TEXT, text),
        HostedModelChoice::Custom { name, prices } => {
            // Always written: it is what makes the model one with typed prices.
            message.bytes(leg::CUSTOM_NAME, name.as_str().as_bytes());
            groups(&mut message, leg::BASE, &[prices]);
        }
    }
    message
}

fn hours_message(profile: &HourProfile) -> Writer {
    let mut message = Writer::default();
    match profile {
        HourProfile::Flat => {}
        HourProfile::Window { first_hour, end_hour, days, share_inside } => {
            message.number(hours::FIRST_HOUR, f64::from(*first_hour));
            message.number(hours::END_HOUR, f64::from(*end_hour));
            choice(&mut message, hours::DAYS, *days);
            message.number(hours::SHARE_INSIDE, share_inside.get());
        }
        HourProfile::Custom(weights) => {
            let mut runs = Writer::default();
            for run in weights.chunk_by(|a, b| a.to_bits() == b.to_bits()) {
                runs.number(run.len() as u32, run.first().copied().unwrap_or_default());
            }
            message.bytes(hours::WEIGHTS, &runs.finish());
        }
    }
    message
}

fn slo_message(target: Slo) -> Writer {
    let mut message = Writer::default();
    match target {
        Slo::NoTarget => {}
        Slo::Target(Target { metric, percentile, limit }) => {
            choice(&mut message, slo::METRIC, metric);
            if percentile.get().to_bits() != slo::USUAL_PERCENTILE.to_bits() {
                message.number(slo::PERCENTILE, percentile.get());
            }
            message.number(slo::LIMIT_MS, limit.get());
        }
    }
    message
}

fn levers_message(all: &Levers, index: usize, unknown: &UnknownFields) -> Writer {
    let Levers {
        on,
        answer_cache: _,
        prompt_cache: _,
        batching: _,
        routing: _,
        routing_model,
        distillation: _,
        distillation_model,
        shorter_text: _,
    } = all;
    let mut message = Writer::default();
    if on.bits() != 0 {
        message.number(levers::ON, f64::from(on.bits()));
    }
    groups(&mut message, levers::BASE, &all.groups());
    let models = [
        (levers::ROUTING_MODEL, routing_model, Spot::RoutingModel(index)),
        (levers::DISTILLATION_MODEL, distillation_model, Spot::DistillationModel(index)),
    ];
    for (number, model, spot) in models {
        if let Some(model) = model {
            let mut part = model_message(model);
            part.raw(unknown.at(spot));
            message.bytes(number, &part.finish());
        }
    }
    message
}

//! Link to the parts of a feature: who answers, when, how fast, and what is done to make it cheaper.

use super::decode::{Decoder, u32_of};
use super::defaults;
use super::error::LinkError;
use super::numbers::{hours, leg, levers, slo};
use super::unknown::Spot;
use super::wire::fields;
use crate::catalogue::ModelId;
use crate::scenario::{
    CustomPrices, Days, HostedModelChoice, HourProfile, Leg, LeverSet, Levers, ModelRef, Name, Place,
    Processing, Slo, SloMetric, Target,
};
use crate::units::{Bounds, Millis, Percentile, Share};

/// What a message says of a model, before it is clear which kind of model that makes.
#[derive(Default)]
struct ModelParts {
    id: Option<ModelId>,
    text: Name,
    custom: Option<Name>,
    prices: CustomPrices,
}

impl ModelParts {
    fn model(self) -> HostedModelChoice {
        match (self.custom, self.id) {
            (Some(name), _) => HostedModelChoice::Custom { name, prices: self.prices },
            (None, Some(id)) => HostedModelChoice::Book(ModelRef::Id(id)),
            (None, None) => HostedModelChoice::Book(ModelRef::Unknown(self.text)),
        }
    }
}

impl Decoder {
    pub(super) fn leg(&mut self, index: usize, position: usize, message: &[u8]) -> Result<Leg, LinkError> {
        let place = Place::Leg(index, position);
        let spot = Spot::Leg(index, position);
        let mut share = Share::ONE;
        let mut processing = Processing::default();
        let model = self.model(place, spot, message, &mut |decoder, number, payload| {
            match number {
                leg::SHARE => {
                    let value = decoder.checked(place, "share", Share::BOUNDS, payload.number());
                    share = value.map_or(Share::ONE, Share::saturating);
                }
                leg::PROCESSING => {
                    processing = decoder.choice(place, "processing", payload).unwrap_or_default()
                }
                _ => return false,
            }
            true
        })?;
        Ok(Leg { share, model, processing })
    }

    /// Reads a model; `other` takes the other fields of the message.
    pub(super) fn model(
        &mut self,
        place: Place,
        spot: Spot,
        message: &[u8],
        other: &mut dyn FnMut(&mut Self, u32, super::wire::Payload<'_>) -> bool,
    ) -> Result<HostedModelChoice, LinkError> {
        let mut parts = ModelParts::default();
        defaults::into_group(self.minor, &mut parts.prices);
        for on_wire in fields(message) {
            let on_wire = on_wire?;
            let payload = on_wire.payload;
            match on_wire.number {
                leg::MODEL => match u32_of(payload) {
                    Some(number) => parts.id = Some(ModelId::new(number)),
                    None => self.replaced(place, "model"),
                },
                leg::MODEL_TEXT => parts.text = self.name(place, payload),
                leg::CUSTOM_NAME => parts.custom = Some(self.name(place, payload)),
                number => {
                    if !other(self, number, payload) {
                        self.number(place, spot, leg::BASE, &mut [&mut parts.prices], on_wire);
                    }
                }
            }
        }
        Ok(parts.model())
    }

    /// The number, if it is inside; a notice if not.
    fn checked(&mut self, place: Place, setting: &'static str, bounds: Bounds, number: f64) -> Option<f64> {
        let checked = bounds.check(number).ok();
        if checked.is_none() {
            self.replaced(place, setting);
        }
        checked
    }

    pub(super) fn hours(&mut self, index: usize, message: &[u8]) -> Result<HourProfile, LinkError> {
        let place = Place::Feature(index);
        let (mut first, mut end, mut share, mut days, mut weights) =
            (None, None, None, Days::default(), None);
        for on_wire in fields(message) {
            let on_wire = on_wire?;
            let payload = on_wire.payload;
            let number = payload.number();
            match on_wire.number {
                hours::FIRST_HOUR => first = self.checked(place, "first_hour_utc", HourProfile::HOUR, number),
                hours::END_HOUR => end = self.checked(place, "end_hour_utc", HourProfile::HOUR, number),
                hours::SHARE_INSIDE => share = self.checked(place, "share_inside", Share::BOUNDS, number),
                hours::DAYS => days = self.choice(place, "days", payload).unwrap_or_default(),
                hours::WEIGHTS => weights = Some(self.weights(place, payload.bytes())?),
                _ => self.unknown.keep(Spot::Hours(index), on_wire.raw),
            }
        }
        if let Some(weights) = weights {
            return Ok(weights);
        }
        let window = first.zip(end).zip(share).map(|((first, end), share)| HourProfile::Window {
            first_hour: first as u8,
            end_hour: end as u8,
            days,
            share_inside: Share::saturating(share),
        });
        Ok(window.unwrap_or_default())
    }

    fn weights(&mut self, place: Place, runs: &[u8]) -> Result<HourProfile, LinkError> {
        let mut weights = Box::new([0.0; 168]);
        let mut hours = weights.iter_mut();
        let mut whole = true;
        for run in fields(runs) {
            let run = run?;
            let weight = HourProfile::WEIGHT.check(run.payload.number());
            whole &= weight.is_ok() && run.number as usize <= hours.len();
            for hour in hours.by_ref().take(run.number as usize) {
                *hour = weight.unwrap_or_default();
            }
        }
        if whole && hours.len() == 0 {
            return Ok(HourProfile::Custom(weights));
        }
        self.replaced(place, "weights");
        Ok(HourProfile::Flat)
    }

    pub(super) fn slo(&mut self, index: usize, message: &[u8]) -> Result<Slo, LinkError> {
        let place = Place::Feature(index);
        let (mut metric, mut percentile, mut limit) = (SloMetric::Ttft, slo::USUAL_PERCENTILE, None);
        for on_wire in fields(message) {
            let on_wire = on_wire?;
            let payload = on_wire.payload;
            let number = payload.number();
            match on_wire.number {
                slo::METRIC => metric = self.choice(place, "metric", payload).unwrap_or(metric),
                slo::PERCENTILE => {
                    let checked = self.checked(place, "percentile", Percentile::BOUNDS, number);
                    percentile = checked.unwrap_or(percentile);
                }
                slo::LIMIT_MS => limit = self.checked(place, "limit_ms", Millis::BOUNDS, number),
                _ => self.unknown.keep(Spot::Slo(index), on_wire.raw),
            }
        }
        Ok(limit.map_or(Slo::NoTarget, |limit| {
            let (percentile, limit) = (Percentile::saturating(percentile), Millis::saturating(limit));
            Slo::Target(Target { metric, percentile, limit })
        }))
    }

    pub(super) fn levers(&mut self, index: usize, message: &[u8], all: &mut Levers) -> Result<(), LinkError> {
        let place = Place::Feature(index);
        for on_wire in fields(message) {
            let on_wire = on_wire?;
            let payload = on_wire.payload;
            match on_wire.number {
                levers::ON => {
                    let bits = u32_of(payload).and_then(|bits| u8::try_from(bits).ok());
                    match bits.and_then(LeverSet::from_bits) {
                        Some(on) => all.on = on,
                        None => self.replaced(place, "levers"),
                    }
                }
                levers::ROUTING_MODEL => {
                    let spot = Spot::RoutingModel(index);
                    all.routing_model = Some(self.model(place, spot, payload.bytes(), &mut |_, _, _| false)?);
                }
                levers::DISTILLATION_MODEL => {
                    let spot = Spot::DistillationModel(index);
                    all.distillation_model =
                        Some(self.model(place, spot, payload.bytes(), &mut |_, _, _| false)?);
                }
                _ => self.number(place, Spot::Levers(index), levers::BASE, &mut all.groups_mut(), on_wire),
            }
        }
        Ok(())
    }
}

//! Link to scenario: reads what it knows, keeps what it does not, and notes what it had to replace.

use super::defaults;
use super::error::{LinkError, Notice};
use super::frame;
use super::numbers::{feature, field_of, scenario, tier};
use super::unknown::{Spot, UnknownFields};
use super::wire::{FieldOnWire, Malformed, Payload, fields};
use crate::scenario::{
    Choice, Feature, FieldErrors, FieldGroup, FieldPath, Name, Place, PlanTier, Problem, Route, Scenario,
    Serving,
};
use crate::units::{Date, Usd};

/// The content of a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The scenario. Its models are numbers or texts; whether the book at hand knows them is not asked here.
    pub scenario: Scenario,
    /// The date of the price book whose figures the sharer saw, where the link says it.
    pub book: Option<Date>,
    /// What the link held besides; to be given to `encode` when the scenario is shared again.
    pub unknown_fields: UnknownFields,
    /// Remarks for the reader of the link.
    pub notices: Vec<Notice>,
}

impl From<Malformed> for LinkError {
    /// A body whose checksum is right and which breaks the grammar nevertheless was altered by somebody who can count.
    fn from(_: Malformed) -> Self {
        Self::Altered
    }
}

/// Reads the payload at the beginning of `text`.
pub(super) fn payload(text: &str, today: Date) -> Result<Decoded, LinkError> {
    let body = frame::body(text)?;
    let mut decoder = Decoder { minor: 0, notices: Vec::new(), unknown: UnknownFields::default() };
    let (scenario, book) = decoder.whole(&body, today)?;
    let Decoder { minor: _, mut notices, unknown } = decoder;
    broken_rules(&scenario, &mut notices)?;
    let count = unknown.count();
    if count > 0 {
        notices.push(Notice::NewerSettings { count });
    }
    Ok(Decoded { scenario, book, unknown_fields: unknown, notices })
}

/// A feature without a model is something to choose, everything else that breaks a rule makes the link invalid.
pub(super) fn broken_rules(scenario: &Scenario, notices: &mut Vec<Notice>) -> Result<(), LinkError> {
    let Err(FieldErrors(mut errors)) = scenario.check() else { return Ok(()) };
    errors.retain(|error| match (&error.problem, error.path.place) {
        (Problem::NoModel, Place::Feature(feature)) => {
            notices.push(Notice::NoModel { feature });
            false
        }
        _ => true,
    });
    if errors.is_empty() { Ok(()) } else { Err(LinkError::Invalid(FieldErrors(errors))) }
}

pub(super) struct Decoder {
    pub(super) minor: u32,
    pub(super) notices: Vec<Notice>,
    pub(super) unknown: UnknownFields,
}

impl Decoder {
    pub(super) fn replaced(&mut self, place: Place, setting: &'static str) {
        self.notices.push(Notice::Replaced { place, setting });
    }

    pub(super) fn name(&mut self, place: Place, payload: Payload<'_>) -> Name {
        let text = String::from_utf8_lossy(payload.bytes());
        let name = Name::new(&text);
        if name.as_str().as_bytes() != payload.bytes() {
            self.notices.push(Notice::NameChanged { place });
        }
        name
    }

    pub(super) fn choice<C: Choice>(
        &mut self,
        place: Place,
        setting: &'static str,
        payload: Payload<'_>,
    ) -> Option<C> {
        let choice = C::of_wire(payload.number());
        if choice.is_none() {
            self.replaced(place, setting);
        }
        choice
    }

    /// Takes in a field of `groups`, or keeps it as unknown.
    pub(super) fn number(
        &mut self,
        place: Place,
        spot: Spot,
        base: u16,
        groups: &mut [&mut dyn FieldGroup],
        on_wire: FieldOnWire<'_>,
    ) {
        let FieldOnWire { number, payload, raw } = on_wire;
        let known = groups.iter_mut().find_map(|group| {
            let field = field_of(&[&**group], base, number)?;
            Some((field, group))
        });
        let Some((field, group)) = known else {
            return self.unknown.keep(spot, raw);
        };
        let value = match payload {
            Payload::Bytes([]) => None,
            payload => Some(payload.number()),
        };
        if group.set(field, value).is_err() {
            // An earlier field of the same number may have set it.
            let _ = group.set(field, defaults::default_at(defaults::EARLIER, self.minor, field));
            self.replaced(place, field.spec().name);
        }
    }

    fn whole(&mut self, body: &[u8], today: Date) -> Result<(Scenario, Option<Date>), LinkError> {
        let place = Place::Scenario;
        let all: Vec<_> = fields(body).collect::<Result<_, _>>()?;
        let minor = all.iter().find(|on_wire| on_wire.number == scenario::MINOR);
        // A later minor than this version's leaves out nothing that has another meaning here.
        self.minor = minor.map_or(0, |on_wire| on_wire.payload.number() as u32);
        let mut whole = Scenario::new("", today);
        defaults::into_scenario(self.minor, &mut whole);
        let mut book_days = None;
        for on_wire in all {
            let payload = on_wire.payload;
            match on_wire.number {
                scenario::MINOR | scenario::FILLER => {}
                scenario::AS_OF => match date(scenario::EPOCH, payload.number()) {
                    Some(date) => whole.as_of = date,
                    None => self.replaced(place, "as_of"),
                },
                scenario::BOOK => book_days = Some(payload.number()),
                scenario::NAME => whole.name = self.name(place, payload),
                scenario::BILLING => {
                    whole.billing = self.choice(place, "billing", payload).unwrap_or_default()
                }
                scenario::SEED => match u32_of(payload) {
                    Some(seed) => whole.seed = seed,
                    None => self.replaced(place, "seed"),
                },
                scenario::TIER => {
                    let tier = self.tier(whole.tiers.len(), payload.bytes())?;
                    whole.tiers.push(tier);
                }
                scenario::FEATURE => {
                    let feature = self.feature(whole.features.len(), payload.bytes())?;
                    whole.features.push(feature);
                }
                _ => self.number(place, Spot::Scenario, scenario::BASE, &mut whole.groups_mut(), on_wire),
            }
        }
        let book = book_days.and_then(|days| {
            let book = date(whole.as_of.days(), -days);
            if book.is_none() {
                self.replaced(place, "price book");
            }
            book
        });
        Ok((whole, book))
    }

    fn tier(&mut self, index: usize, message: &[u8]) -> Result<PlanTier, LinkError> {
        let place = Place::Tier(index);
        let mut plan = PlanTier::default();
        defaults::into_group(self.minor, &mut plan.tier);
        for on_wire in fields(message) {
            let on_wire = on_wire?;
            match on_wire.number {
                tier::NAME => plan.name = self.name(place, on_wire.payload),
                _ => self.number(place, Spot::Tier(index), tier::BASE, &mut [&mut plan.tier], on_wire),
            }
        }
        Ok(plan)
    }

    fn feature(&mut self, index: usize, message: &[u8]) -> Result<Feature, LinkError> {
        let place = Place::Feature(index);
        let mut part = Feature::new("", Serving::Hosted(Route { legs: Vec::new() }));
        defaults::into_feature(self.minor, &mut part);
        for on_wire in fields(message) {
            let on_wire = on_wire?;
            let payload = on_wire.payload;
            match on_wire.number {
                feature::NAME => part.name = self.name(place, payload),
                feature::LEG => {
                    if let Serving::Hosted(route) = &mut part.serving {
                        let leg = self.leg(index, route.legs.len(), payload.bytes())?;
                        route.legs.push(leg);
                    }
                }
                feature::USD_PER_REQUEST => {
                    let bounds = crate::scenario::Field::UsdPerRequest.spec().bounds;
                    match bounds.check(payload.number()) {
                        Ok(usd) => part.serving = Serving::PerRequest(Usd::saturating(usd)),
                        Err(_) => self.replaced(place, "usd_per_request"),
                    }
                }
                feature::FLEET => {
                    let fleet = self.fleet(index, payload.bytes())?;
                    part.serving = Serving::SelfHosted(Box::new(fleet));
                }
                feature::CACHE_TTL => {
                    part.cache_ttl = self.choice(place, "cache_ttl", payload).unwrap_or_default()
                }
                feature::REASONING_EFFORT => {
                    part.reasoning_effort =
                        self.choice(place, "reasoning_effort", payload).unwrap_or_default();
                }
                feature::HOURS => part.hours = self.hours(index, payload.bytes())?,
                feature::SLO => part.slo = self.slo(index, payload.bytes())?,
                feature::LEVERS => self.levers(index, payload.bytes(), &mut part.levers)?,
                _ => self.number(place, Spot::Feature(index), feature::BASE, &mut part.groups_mut(), on_wire),
            }
        }
        self.unknown.forget_replaced(index, &part.serving);
        Ok(part)
    }
}

/// The day that lies `days` after another one.
fn date(epoch: i32, days: f64) -> Option<Date> {
    let day = f64::from(epoch) + days;
    (day.fract() == 0.0).then(|| Date::from_days(day as i32).ok()).flatten()
}

/// A whole number that links hold in 32 bits.
pub(super) fn u32_of(payload: Payload<'_>) -> Option<u32> {
    let number = payload.number();
    (number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number)).then_some(number as u32)
}

/// Sets one number of a readable link.
pub(super) fn set(scenario: &mut Scenario, path: FieldPath, value: f64) -> bool {
    scenario.set(path, Some(value)).is_ok()
}

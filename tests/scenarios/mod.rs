//! Any valid scenario, made from the table of fields: a new field is drawn without a line here.
#![allow(dead_code, reason = "each test program uses a part")]

use inference_estimator::catalogue::ModelId;
use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use inference_estimator::scenario::{
    Choice, CustomPrices, Feature, Field, FieldGroup, FieldPath, Fleet, GpuChoice, HostedModelChoice,
    HostedOptions, HourProfile, Leg, LeverSet, ModelRef, Name, OpenModelChoice, Place, PlanTier, Problem,
    Route, Scenario, Serving, Slo, Target, Tier,
};
use inference_estimator::units::{Bounds, Date, Millis, Percentile, Share, Usd};

/// A seeded source of choices (splitmix64), so that a failure names the seed that shows it again.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// A number of the range: an end, a short decimal, a round number, or any number at all.
    pub(crate) fn number(&mut self, bounds: Bounds) -> f64 {
        let span = bounds.max - bounds.min;
        let any = match self.below(6) {
            0 => bounds.min,
            1 => bounds.max,
            2 => bounds.min + (self.unit() * 100.0).round() / 100.0 * span.min(1.0),
            3 => 10f64.powi(self.below(12) as i32) * (1 + self.below(9)) as f64,
            4 => bounds.min + (self.unit() * span.min(5000.0) * 1000.0).round() / 1000.0,
            _ => bounds.min + self.unit() * span,
        };
        bounds.clamp(any)
    }

    fn name(&mut self) -> Name {
        let texts = [
            "",
            "Support chat",
            "Zusammenfassung für Ärzte",
            "<b>\"&'",
            "検索",
            "a%23b #s=1.x",
            "0123456789",
        ];
        let text = self.one_of(&texts);
        Name::new(&text.repeat(1 + self.below(12) as usize))
    }

    /// Puts models of a book in the place of those drawn, half of which are in none.
    pub(crate) fn put_models(&mut self, scenario: &mut Scenario, models: &[ModelId]) {
        for feature in &mut scenario.features {
            if let Serving::Hosted(Route { legs }) = &mut feature.serving {
                for leg in legs {
                    leg.model = HostedModelChoice::Book(ModelRef::Id(self.one_of(models)));
                }
            }
        }
    }

    fn model(&mut self) -> HostedModelChoice {
        match self.below(4) {
            0 | 1 => HostedModelChoice::Book(ModelRef::Id(ModelId::new(self.below(5000) as u32))),
            2 => {
                let slug = self.one_of(&["anthropic/claude-haiku-4-5", "nobody/knows-this", "x"]);
                HostedModelChoice::Book(ModelRef::Unknown(Name::new(slug)))
            }
            _ => {
                let mut prices = CustomPrices::default();
                for field in CustomPrices::FIELDS {
                    if self.below(2) == 0 {
                        let value = self.number(field.spec().bounds);
                        prices.set(*field, Some(value)).unwrap();
                    }
                }
                HostedModelChoice::Custom { name: self.name(), prices }
            }
        }
    }

    fn filled<G: FieldGroup + Default>(&mut self) -> G {
        let mut group = G::default();
        for field in group.fields() {
            if self.below(3) == 0 {
                let value = self.number(field.spec().bounds);
                group.set(*field, Some(value)).unwrap();
            }
        }
        group
    }

    fn fleet(&mut self) -> Fleet {
        let model = match self.below(3) {
            0 => OpenModelChoice::Custom { name: self.name(), figures: Box::new(self.filled()) },
            _ => OpenModelChoice::listed(self.one_of(&[
                "llama-3.1-70b",
                "deepseek-v3",
                "nobody",
                "id:9999",
                "",
            ])),
        };
        let gpu = match self.below(3) {
            0 => GpuChoice::Custom {
                name: self.name(),
                family: self.one_of(<GpuFamily as Choice>::ALL),
                figures: Box::new(self.filled()),
            },
            _ => GpuChoice::listed(self.one_of(&["h100", "mi300x", "no-such-gpu", "id:777", ""])),
        };
        let compare_with = (self.below(3) == 0).then(|| self.model());
        Fleet {
            compare_with,
            weights: self.one_of(<WeightPrecision as Choice>::ALL),
            kv: self.one_of(<KvPrecision as Choice>::ALL),
            engine: self.one_of(<Engine as Choice>::ALL),
            scaling: self.one_of(Choice::ALL),
            commitment: self.one_of(Choice::ALL),
            size: self.filled(),
            measurements: (0..self.below(4)).map(|_| self.filled()).collect(),
            ..Fleet::new(model, gpu)
        }
    }

    fn serving(&mut self) -> Serving {
        if self.below(4) == 0 {
            return Serving::SelfHosted(Box::new(self.fleet()));
        }
        if self.below(5) == 0 {
            return Serving::PerRequest(Usd::saturating(self.number(Field::UsdPerRequest.spec().bounds)));
        }
        let mut rest = 100;
        let mut legs = Vec::new();
        for left in (0..self.below(4)).rev() {
            let percent = if left == 0 { rest } else { self.below(rest + 1) };
            rest -= percent;
            legs.push(Leg {
                share: Share::saturating(percent as f64 / 100.0),
                model: self.model(),
                processing: self.one_of(Choice::ALL),
            });
        }
        if legs.is_empty() {
            legs.push(Leg {
                share: Share::saturating(1.0),
                model: self.model(),
                processing: self.one_of(Choice::ALL),
            });
        } else if let Some(last) = legs.last_mut() {
            last.share = Share::saturating(last.share.get() + rest as f64 / 100.0);
        }
        Serving::Hosted(Route { legs })
    }

    fn hours(&mut self) -> HourProfile {
        match self.below(4) {
            0 | 1 => HourProfile::Flat,
            2 => HourProfile::Window {
                first_hour: self.below(24) as u8,
                end_hour: self.below(24) as u8,
                days: self.one_of(Choice::ALL),
                share_inside: Share::saturating(self.number(Share::BOUNDS)),
            },
            _ => {
                let busy = [self.number(HourProfile::WEIGHT), self.number(HourProfile::WEIGHT)];
                let switch = 1 + self.below(60) as usize;
                let mut weights = [0.0; 168];
                for (hour, weight) in weights.iter_mut().enumerate() {
                    *weight = busy[hour / switch % 2];
                }
                HourProfile::Custom(Box::new(weights))
            }
        }
    }

    fn slo(&mut self) -> Slo {
        if self.below(2) == 0 {
            return Slo::NoTarget;
        }
        Slo::Target(Target {
            metric: self.one_of(Choice::ALL),
            percentile: Percentile::saturating(self.number(Percentile::BOUNDS)),
            limit: Millis::saturating(self.number(Bounds::real(0.0, 1e5))),
        })
    }

    fn fill(&mut self, scenario: &mut Scenario, place: Place, fields: &[Field]) {
        for field in fields {
            let spec = field.spec();
            let value = match self.below(4) {
                0 => spec.default(),
                1 if spec.default().is_none() => None,
                _ => Some(self.number(spec.bounds)),
            };
            scenario.set(FieldPath { place, field: *field }, value).unwrap();
        }
    }

    /// A valid scenario.
    pub(crate) fn scenario(&mut self) -> Scenario {
        let mut scenario = Scenario::new("", Date::from_days(self.below(84_006) as i32).unwrap());
        scenario.name = self.name();
        scenario.seed = if self.below(2) == 0 { 1 } else { self.next() as u32 };
        let own: Vec<Field> = scenario.groups().iter().flat_map(|group| group.fields().to_vec()).collect();
        self.fill(&mut scenario, Place::Scenario, &own);
        scenario.billing = self.one_of(Choice::ALL);
        for index in 0..self.below(3) as usize {
            scenario.tiers.push(PlanTier { name: self.name(), tier: Tier::default() });
            self.fill(&mut scenario, Place::Tier(index), Tier::FIELDS);
        }
        for index in 0..self.below(4) as usize {
            let mut feature = Feature::new("", self.serving());
            feature.name = self.name();
            feature.cache_ttl = self.one_of(Choice::ALL);
            feature.reasoning_effort = self.one_of(Choice::ALL);
            feature.options = HostedOptions {
                prompt_caching: self.one_of(Choice::ALL),
                data_residency: self.one_of(Choice::ALL),
                search_context_size: self.one_of(Choice::ALL),
                image_tokens: self.one_of(Choice::ALL),
                image_detail: self.one_of(Choice::ALL),
            };
            feature.hours = self.hours();
            feature.slo = self.slo();
            feature.levers.on = LeverSet::from_bits(self.below(128) as u8).unwrap();
            if self.below(3) == 0 {
                feature.levers.routing_model = Some(self.model());
                feature.levers.distillation_model = Some(self.model());
            }
            let fields: Vec<Field> = feature
                .groups()
                .iter()
                .chain(&feature.levers.groups())
                .flat_map(|group| group.fields().to_vec())
                .collect();
            scenario.features.push(feature);
            self.fill(&mut scenario, Place::Feature(index), &fields);
            reconcile(&mut scenario, index);
        }
        assert_eq!(scenario.check(), Ok(()));
        scenario
    }
}

/// Empties or lowers the fields that break a rule between two fields, until none is broken.
fn reconcile(scenario: &mut Scenario, index: usize) {
    for _ in 0..Field::ALL.len() {
        let Err(errors) = scenario.check() else { return };
        for error in errors.0 {
            assert_eq!(error.path.place, Place::Feature(index), "{error}");
            let value = match error.problem {
                Problem::MoreThan { most, .. } => Some(most),
                _ => error.path.field.spec().default(),
            };
            scenario.set(error.path, value).unwrap();
        }
    }
}

/// The frame of a link, written a second time from its description, so that tests can make any body.
pub(crate) mod link {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    pub(crate) fn base64(bytes: &[u8]) -> String {
        let bits: Vec<u8> =
            bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
        let six = |chunk: &[u8]| (0..6).fold(0, |six, bit| six << 1 | chunk.get(bit).copied().unwrap_or(0));
        bits.chunks(6).map(|chunk| char::from(ALPHABET[usize::from(six(chunk))])).collect()
    }

    pub(crate) fn bytes(text: &str) -> Vec<u8> {
        let six = |c: u8| ALPHABET.iter().position(|known| *known == c).unwrap() as u8;
        let bits: Vec<u8> =
            text.bytes().map(six).flat_map(|six| (0..6).rev().map(move |bit| six >> bit & 1)).collect();
        bits.chunks_exact(8).map(|chunk| chunk.iter().fold(0, |byte, bit| byte << 1 | bit)).collect()
    }

    pub(crate) fn payload(body: &[u8]) -> String {
        let mut framed = Vec::new();
        let mut length = body.len();
        while length >= 128 {
            framed.push((length % 128) as u8 | 128);
            length /= 128;
        }
        framed.push(length as u8);
        framed.extend(body);
        let mut crc = 0xffffu16;
        for bit in framed.iter().flat_map(|byte| (0..8).rev().map(move |bit| u16::from(byte >> bit & 1))) {
            crc = crc << 1 ^ if crc >> 15 ^ bit == 1 { 0x1021 } else { 0 };
        }
        framed.extend(crc.to_be_bytes());
        base64(&framed)
    }
}

//! JSON to the parts of a feature: when, who answers, how fast, and what is done to make it cheaper.

use super::error::{JsonProblem, Path};
use super::reader::Reader;
use super::{Value, model_of_text};
use crate::scenario::{
    CustomPrices, Days, Field, HostedModelChoice, HourProfile, Leg, Lever, Levers, Processing, Route,
    Serving, Slo, SloMetric, Target,
};
use crate::units::{Millis, Percentile, Share, Usd};

impl Reader {
    pub(super) fn hours(&mut self, path: &Path<'_>, value: &Value) -> Option<HourProfile> {
        const KNOWN: [&str; 6] =
            ["kind", "first_hour_utc", "end_hour_utc", "days", "share_inside", "weights"];
        let [kind, first, end, days, share, weights] = self.members(path, value, KNOWN)?;
        let kind_path = path.key("kind");
        let kind = match kind {
            Some(kind) => self.text(&kind_path, kind)?,
            None => "",
        };
        let window =
            [("first_hour_utc", first), ("end_hour_utc", end), ("days", days), ("share_inside", share)];
        let list = [("weights", weights)];
        let (others, profile) = match kind {
            "flat" => (window.iter().chain(&list), Some(HourProfile::Flat)),
            "window" => (list.iter().chain(&[]), self.window(path, [first, end, days, share])),
            "custom" => (window.iter().chain(&[]), self.weights(&path.key("weights"), weights)),
            _ => {
                self.wrong(&kind_path, JsonProblem::NoSuchChoice { known: vec!["flat", "window", "custom"] });
                return None;
            }
        };
        for (key, value) in others {
            if value.is_some() {
                self.unknown(&path.key(key), &["kind"]);
            }
        }
        profile
    }

    fn window(&mut self, path: &Path<'_>, members: [Option<&Value>; 4]) -> Option<HourProfile> {
        let [first, end, days, share] = members;
        let first = self.needed(&path.key("first_hour_utc"), first, HourProfile::HOUR);
        let end = self.needed(&path.key("end_hour_utc"), end, HourProfile::HOUR);
        let share = self.needed(&path.key("share_inside"), share, Share::BOUNDS);
        let days = match days {
            Some(days) => self.choice(&path.key("days"), days),
            None => Some(Days::default()),
        };
        let (first_hour, end_hour) = (first? as u8, end? as u8);
        Some(HourProfile::Window {
            first_hour,
            end_hour,
            days: days?,
            share_inside: Share::saturating(share?),
        })
    }

    fn weights(&mut self, path: &Path<'_>, value: Option<&Value>) -> Option<HourProfile> {
        let values = match value {
            Some(value) => self.list(path, value)?,
            None => {
                self.wrong(path, JsonProblem::Missing);
                return None;
            }
        };
        if values.len() != 168 {
            self.kind(path, "an array of 168 numbers");
            return None;
        }
        let mut weights = Box::new([0.0; 168]);
        for (index, (weight, value)) in weights.iter_mut().zip(values).enumerate() {
            *weight = self.number(&path.index(index), value, HourProfile::WEIGHT)?;
        }
        Some(HourProfile::Custom(weights))
    }

    pub(super) fn serving(&mut self, path: &Path<'_>, value: &Value) -> Option<Serving> {
        match self.members(path, value, ["hosted", "usd_per_request", "own_gpus"])? {
            [Some(legs), None, None] => {
                let path = path.key("hosted");
                let legs = self.list(&path, legs)?.iter().enumerate();
                let legs = legs.filter_map(|(index, leg)| self.leg(&path.index(index), leg)).collect();
                Some(Serving::Hosted(Route { legs }))
            }
            [None, Some(usd), None] => {
                let bounds = Field::UsdPerRequest.spec().bounds;
                let usd = self.number(&path.key("usd_per_request"), usd, bounds)?;
                Some(Serving::PerRequest(Usd::saturating(usd)))
            }
            [None, None, Some(fleet)] => {
                self.fleet(&path.key("own_gpus"), fleet).map(|fleet| Serving::SelfHosted(Box::new(fleet)))
            }
            _ => {
                self.kind(path, "an object with one of hosted, usd_per_request, own_gpus");
                None
            }
        }
    }

    fn leg(&mut self, path: &Path<'_>, value: &Value) -> Option<Leg> {
        let [model, share, processing] = self.members(path, value, ["model", "share", "processing"])?;
        let model_path = path.key("model");
        let model = match model {
            Some(model) => self.model(&model_path, model),
            None => {
                self.wrong(&model_path, JsonProblem::Missing);
                None
            }
        };
        let share = match share {
            Some(share) => self.number(&path.key("share"), share, Share::BOUNDS),
            None => Some(1.0),
        };
        let processing = match processing {
            Some(processing) => self.choice(&path.key("processing"), processing),
            None => Some(Processing::default()),
        };
        Some(Leg { share: Share::saturating(share?), model: model?, processing: processing? })
    }

    pub(super) fn model(&mut self, path: &Path<'_>, value: &Value) -> Option<HostedModelChoice> {
        if let Value::Text(text) = value {
            let model = model_of_text(text);
            if model.is_none() {
                self.wrong(path, JsonProblem::Name);
            }
            return model.map(HostedModelChoice::Book);
        }
        let [name, typed] = self.members(path, value, ["custom", "prices"])?;
        let mut prices = CustomPrices::default();
        if let Some(typed) = typed {
            self.group(&path.key("prices"), typed, &mut prices);
        }
        let Some(name) = name else {
            self.wrong(&path.key("custom"), JsonProblem::Missing);
            return None;
        };
        Some(HostedModelChoice::Custom { name: self.name(&path.key("custom"), name)?, prices })
    }

    pub(super) fn slo(&mut self, path: &Path<'_>, value: &Value) -> Option<Slo> {
        if let Value::Text(text) = value {
            if &**text != "no_target" {
                self.wrong(path, JsonProblem::NoSuchChoice { known: vec!["no_target"] });
            }
            return Some(Slo::NoTarget);
        }
        let [metric, percentile, limit] = self.members(path, value, ["metric", "percentile", "limit_ms"])?;
        let metric_path = path.key("metric");
        let metric: Option<SloMetric> = match metric {
            Some(metric) => self.choice(&metric_path, metric),
            None => {
                self.wrong(&metric_path, JsonProblem::Missing);
                None
            }
        };
        let percentile = self.needed(&path.key("percentile"), percentile, Percentile::BOUNDS);
        let limit = self.needed(&path.key("limit_ms"), limit, Millis::BOUNDS);
        let (percentile, limit) = (Percentile::saturating(percentile?), Millis::saturating(limit?));
        Some(Slo::Target(Target { metric: metric?, percentile, limit }))
    }

    pub(super) fn levers(&mut self, path: &Path<'_>, value: &Value) -> Levers {
        const OWN: [&str; 3] = ["on", "routing_model", "distillation_model"];
        let mut levers = Levers::default();
        for (key, value) in self.object(path, value).unwrap_or_default() {
            let path = path.key(key);
            match &**key {
                "on" => {
                    for (index, value) in self.list(&path, value).unwrap_or_default().iter().enumerate() {
                        let lever = self.lever(&path.index(index), value);
                        levers.on = lever.map_or(levers.on, |lever| levers.on.with(lever));
                    }
                }
                "routing_model" => levers.routing_model = self.model(&path, value),
                "distillation_model" => levers.distillation_model = self.model(&path, value),
                _ => self.group_of(&path, value, &mut levers.groups_mut(), &OWN),
            }
        }
        levers
    }

    fn lever(&mut self, path: &Path<'_>, value: &Value) -> Option<Lever> {
        let lever = Lever::by_key(self.text(path, value)?);
        if lever.is_none() {
            let known = Lever::ALL.iter().map(|lever| lever.key()).collect();
            self.wrong(path, JsonProblem::NoSuchChoice { known });
        }
        lever
    }
}

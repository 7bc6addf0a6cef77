//! JSON to scenario: reads what it can, and collects everything that is wrong with its place.

use super::error::{JsonError, JsonErrors, JsonProblem, Path};
use super::reader::Reader;
use super::{SCHEMA, Value};
use crate::scenario::{
    Choice, Feature, HostedOptions, ImageTokens, PlanTier, PromptCaching, ReasoningCount, Route, Scenario,
    Serving,
};
use crate::units::{Bounds, Date};

/// Reads a scenario, and checks the rules between fields and the scenario that is pinned beside it.
pub(super) fn scenario(value: &Value, as_of: Option<Date>) -> Result<Scenario, JsonErrors> {
    let read = read(value, as_of, Reader { errors: Vec::new(), may_pin: true });
    match (read, pinned(value, as_of)) {
        (Err(mut errors), Err(others)) => {
            errors.0.extend(others.0);
            Err(errors)
        }
        (Ok(_), Err(errors)) => Err(errors),
        (read, Ok(_)) => read,
    }
}

/// Reads one that has no other beside it.
fn scenario_alone(value: &Value, as_of: Option<Date>) -> Result<Scenario, JsonErrors> {
    read(value, as_of, Reader { errors: Vec::new(), may_pin: false })
}

fn read(value: &Value, as_of: Option<Date>, mut reader: Reader) -> Result<Scenario, JsonErrors> {
    let scenario = reader.scenario(value, as_of);
    let Some(scenario) = scenario.filter(|_| reader.errors.is_empty()) else {
        return Err(JsonErrors(reader.errors));
    };
    match scenario.check() {
        Ok(()) => Ok(scenario),
        Err(errors) => {
            let named = errors.0.into_iter().map(|error| JsonError::of_field(&scenario, error));
            Err(JsonErrors(named.collect()))
        }
    }
}

/// Reads the scenario in `pinned`.
pub(super) fn pinned(value: &Value, as_of: Option<Date>) -> Result<Option<Scenario>, JsonErrors> {
    let Value::Object(members) = value else { return Ok(None) };
    let member = |wanted: &str| members.iter().find(|(key, _)| &**key == wanted).map(|(_, value)| value);
    let Some(pinned) = member("pinned") else { return Ok(None) };
    let as_of = match member("as_of") {
        Some(Value::Text(day)) => day.parse().ok().or(as_of),
        _ => as_of,
    };
    let place = |mut error: JsonError| {
        let dot = if error.path.is_empty() { "" } else { "." };
        error.path = ["pinned", dot, &error.path].concat();
        error
    };
    scenario_alone(pinned, as_of)
        .map(Some)
        .map_err(|errors| JsonErrors(errors.0.into_iter().map(place).collect()))
}

impl Reader {
    fn scenario(&mut self, value: &Value, as_of: Option<Date>) -> Option<Scenario> {
        const OWN: [&str; 8] = ["schema", "name", "as_of", "billing", "tiers", "seed", "features", "pinned"];
        let root = Path::Root;
        let members = self.object(&root, value)?;
        let given = members.iter().find(|(key, _)| &**key == "as_of").map(|(_, value)| value);
        let as_of = match given {
            Some(value) => self.date(&root.key("as_of"), value)?,
            None => as_of.or_else(|| {
                self.wrong(&root.key("as_of"), JsonProblem::Missing);
                None
            })?,
        };
        let mut scenario = Scenario::new("", as_of);
        for (key, value) in members {
            let path = root.key(key);
            match &**key {
                "as_of" => {}
                // Read apart: it is a scenario of its own.
                "pinned" if self.may_pin => {}
                "schema" => self.schema(&path, value),
                "name" => scenario.name = self.name(&path, value).unwrap_or_default(),
                "seed" => {
                    let seed = self.number(&path, value, Bounds::whole(0.0, f64::from(u32::MAX)));
                    scenario.seed = seed.map_or(1, |seed| seed as u32);
                }
                "billing" => scenario.billing = self.choice(&path, value).unwrap_or_default(),
                "tiers" => {
                    for (index, value) in self.list(&path, value).unwrap_or_default().iter().enumerate() {
                        let tier = self.tier(&path.index(index), value);
                        scenario.tiers.push(tier);
                    }
                }
                "features" => {
                    for (index, value) in self.list(&path, value).unwrap_or_default().iter().enumerate() {
                        let feature = self.feature(&path.index(index), value);
                        scenario.features.extend(feature);
                    }
                }
                _ => self.group_of(&path, value, &mut scenario.groups_mut(), &OWN),
            }
        }
        Some(scenario)
    }

    fn schema(&mut self, path: &Path<'_>, value: &Value) {
        match value {
            Value::Number(found) if (found - f64::from(SCHEMA)).abs() < f64::EPSILON => {}
            Value::Number(found) => self.wrong(path, JsonProblem::Schema { found: *found }),
            _ => self.kind(path, "a number"),
        }
    }

    fn tier(&mut self, path: &Path<'_>, value: &Value) -> PlanTier {
        let mut tier = PlanTier::default();
        for (key, value) in self.object(path, value).unwrap_or_default() {
            let path = path.key(key);
            match &**key {
                "name" => tier.name = self.name(&path, value).unwrap_or_default(),
                _ => self.number_of(&path, key, value, &mut tier.tier, &["name"]),
            }
        }
        tier
    }

    fn option<C: Choice>(&mut self, path: &Path<'_>, value: &Value, place: &mut C) {
        if let Some(choice) = self.choice(path, value) {
            *place = choice;
        }
    }

    fn feature(&mut self, path: &Path<'_>, value: &Value) -> Option<Feature> {
        const OWN: [&str; 14] = [
            "name",
            "reasoning",
            "task",
            "cache_ttl",
            "reasoning_effort",
            "prompt_caching",
            "data_residency",
            "search_context_size",
            "image_tokens",
            "image_detail",
            "hours",
            "serving",
            "slo",
            "levers",
        ];
        let mut feature = Feature::new("", Serving::Hosted(Route { legs: Vec::new() }));
        let mut said = None;
        feature.options = unsaid_options(value);
        for (key, value) in self.object(path, value)? {
            let path = path.key(key);
            match &**key {
                "name" => feature.name = self.name(&path, value).unwrap_or_default(),
                "cache_ttl" => feature.cache_ttl = self.choice(&path, value).unwrap_or_default(),
                "reasoning_effort" => {
                    feature.reasoning_effort = self.choice(&path, value).unwrap_or_default();
                }
                "reasoning" => said = self.choice(&path, value),
                "task" => feature.task = self.choice(&path, value).unwrap_or_default(),
                "prompt_caching" => self.option(&path, value, &mut feature.options.prompt_caching),
                "data_residency" => self.option(&path, value, &mut feature.options.data_residency),
                "search_context_size" => self.option(&path, value, &mut feature.options.search_context_size),
                "image_tokens" => self.option(&path, value, &mut feature.options.image_tokens),
                "image_detail" => self.option(&path, value, &mut feature.options.image_detail),
                "hours" => feature.hours = self.hours(&path, value).unwrap_or_default(),
                "serving" => {
                    if let Some(serving) = self.serving(&path, value) {
                        feature.serving = serving;
                    }
                }
                "levers" => feature.levers = self.levers(&path, value),
                "slo" => feature.slo = self.slo(&path, value).unwrap_or_default(),
                _ => self.group_of(&path, value, &mut feature.groups_mut(), &OWN),
            }
        }
        // A number that is there was meant, a 0 too.
        feature.reasoning = said.unwrap_or(if names_reasoning_tokens(value) {
            ReasoningCount::Typed
        } else {
            ReasoningCount::NotSaid
        });
        Some(feature)
    }
}

/// A member of a feature's `workload`.
fn workload_member<'v>(feature: &'v Value, key: &str) -> Option<&'v Value> {
    fn member<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
        let Value::Object(members) = value else { return None };
        members.iter().find(|(known, _)| &**known == key).map(|(_, value)| value)
    }
    member(feature, "workload").and_then(|workload| member(workload, key))
}

/// Whether a feature's JSON gives a number of tokens of thinking.
fn names_reasoning_tokens(feature: &Value) -> bool {
    workload_member(feature, "reasoning_tokens").is_some()
}

/// What a feature means that leaves out its options: a hit share that is written counts as typed, and one that is not
/// follows from the provider and the traffic; likewise the tokens of a picture.
fn unsaid_options(feature: &Value) -> HostedOptions {
    let has = |key: &str| workload_member(feature, key).is_some_and(|value| *value != Value::Null);
    HostedOptions {
        prompt_caching: if has("cache_hit_share") {
            PromptCaching::TypedShare
        } else {
            PromptCaching::Provider
        },
        image_tokens: if has("tokens_per_image") { ImageTokens::Typed } else { ImageTokens::BySize },
        ..HostedOptions::default()
    }
}

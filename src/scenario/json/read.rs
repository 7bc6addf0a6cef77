//! JSON to scenario: reads what it can, and collects everything that is wrong with its place.

use super::error::{JsonError, JsonErrors, JsonProblem, Path};
use super::reader::Reader;
use super::{SCHEMA, Value};
use crate::scenario::{Feature, PlanTier, Route, Scenario, Serving};
use crate::units::{Bounds, Date};

/// Reads a scenario and checks the rules between fields.
pub(super) fn scenario(value: &Value, as_of: Option<Date>) -> Result<Scenario, JsonErrors> {
    let mut reader = Reader { errors: Vec::new() };
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

impl Reader {
    fn scenario(&mut self, value: &Value, as_of: Option<Date>) -> Option<Scenario> {
        const OWN: [&str; 7] = ["schema", "name", "as_of", "billing", "tiers", "seed", "features"];
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

    fn feature(&mut self, path: &Path<'_>, value: &Value) -> Option<Feature> {
        const OWN: [&str; 7] = ["name", "cache_ttl", "reasoning_effort", "hours", "serving", "slo", "levers"];
        let mut feature = Feature::new("", Serving::Hosted(Route { legs: Vec::new() }));
        for (key, value) in self.object(path, value)? {
            let path = path.key(key);
            match &**key {
                "name" => feature.name = self.name(&path, value).unwrap_or_default(),
                "cache_ttl" => feature.cache_ttl = self.choice(&path, value).unwrap_or_default(),
                "reasoning_effort" => {
                    feature.reasoning_effort = self.choice(&path, value).unwrap_or_default();
                }
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
        Some(feature)
    }
}

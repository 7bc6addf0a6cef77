//! Scenario to JSON: every struct is taken apart whole, so that a new field that nobody writes fails the build.

use super::{SCHEMA, Value, text_of_model};
use crate::scenario::{
    Choice, Feature, FieldGroup, Fleet, GpuChoice, HostedModelChoice, HourProfile, Leg, Levers,
    OpenModelChoice, PlanTier, Scenario, Serving, Slo, Target,
};

type Members = Vec<(Box<str>, Value)>;

fn add(members: &mut Members, key: &str, value: Value) {
    members.push((key.into(), value));
}

fn choice(choice: impl Choice) -> Value {
    Value::text(choice.name())
}

/// The group's numbers; empty fields are left out.
fn numbers(members: &mut Members, group: &dyn FieldGroup) {
    for field in group.fields() {
        if let Some(value) = group.value(*field) {
            add(members, field.spec().name, Value::Number(value));
        }
    }
}

fn group(group: &dyn FieldGroup) -> Value {
    let mut members = Members::new();
    numbers(&mut members, group);
    Value::Object(members)
}

fn groups(members: &mut Members, groups: &[&dyn FieldGroup]) {
    for each in groups {
        let value = group(*each);
        if value != Value::Object(Vec::new()) {
            add(members, each.name(), value);
        }
    }
}

pub(super) fn scenario(scenario: &Scenario) -> Value {
    let Scenario { name, as_of, audience: _, plan: _, billing, tiers, growth: _, features, seed } = scenario;
    let mut members = Members::new();
    add(&mut members, "schema", Value::Number(f64::from(SCHEMA)));
    add(&mut members, "name", Value::text(name.as_str()));
    add(&mut members, "as_of", Value::Text(as_of.to_string().into()));
    groups(&mut members, &scenario.groups());
    add(&mut members, "billing", choice(*billing));
    add(&mut members, "tiers", Value::List(tiers.iter().map(tier).collect()));
    add(&mut members, "seed", Value::Number(f64::from(*seed)));
    add(&mut members, "features", Value::List(features.iter().map(feature).collect()));
    Value::Object(members)
}

fn tier(tier: &PlanTier) -> Value {
    let PlanTier { name, tier } = tier;
    let mut members = Members::new();
    add(&mut members, "name", Value::text(name.as_str()));
    numbers(&mut members, tier);
    Value::Object(members)
}

fn feature(feature: &Feature) -> Value {
    let Feature {
        name,
        workload: _,
        cache_ttl,
        reasoning_effort,
        traffic: _,
        hours: profile,
        serving: who,
        slo: target,
        rate_limits: _,
        spread: _,
        latency: _,
        levers: lever,
    } = feature;
    let mut members = Members::new();
    add(&mut members, "name", Value::text(name.as_str()));
    groups(&mut members, &feature.groups());
    add(&mut members, "cache_ttl", choice(*cache_ttl));
    add(&mut members, "reasoning_effort", choice(*reasoning_effort));
    add(&mut members, "hours", hours(profile));
    add(&mut members, "serving", serving(who));
    add(&mut members, "slo", slo(*target));
    add(&mut members, "levers", levers(lever));
    Value::Object(members)
}

fn hours(hours: &HourProfile) -> Value {
    match hours {
        HourProfile::Flat => Value::object([("kind", Value::text("flat"))]),
        HourProfile::Window { first_hour, end_hour, days, share_inside } => Value::object([
            ("kind", Value::text("window")),
            ("first_hour_utc", Value::Number(f64::from(*first_hour))),
            ("end_hour_utc", Value::Number(f64::from(*end_hour))),
            ("days", choice(*days)),
            ("share_inside", Value::Number(share_inside.get())),
        ]),
        HourProfile::Custom(weights) => Value::object([
            ("kind", Value::text("custom")),
            ("weights", Value::List(weights.iter().copied().map(Value::Number).collect())),
        ]),
    }
}

fn serving(serving: &Serving) -> Value {
    match serving {
        Serving::Hosted(route) => {
            Value::object([("hosted", Value::List(route.legs.iter().map(leg).collect()))])
        }
        Serving::PerRequest(usd) => Value::object([("usd_per_request", Value::Number(usd.get()))]),
        Serving::SelfHosted(own) => Value::object([("own_gpus", fleet(own))]),
    }
}

fn fleet(fleet: &Fleet) -> Value {
    let Fleet { model, gpu, weights, kv, engine, scaling, commitment, size, measurements, compare_with } =
        fleet;
    let model = match model {
        OpenModelChoice::Listed(id) => Value::text(id.as_str()),
        OpenModelChoice::Custom { name, figures } => {
            Value::object([("custom", Value::text(name.as_str())), ("figures", group(&**figures))])
        }
    };
    let gpu = match gpu {
        GpuChoice::Listed(id) => Value::text(id.as_str()),
        GpuChoice::Custom { name, family, figures } => Value::object([
            ("custom", Value::text(name.as_str())),
            ("family", choice(*family)),
            ("figures", group(&**figures)),
        ]),
    };
    let own = Value::object([
        ("model", model),
        ("gpu", gpu),
        ("weights", choice(*weights)),
        ("kv_cache", choice(*kv)),
        ("engine", choice(*engine)),
        ("scaling", choice(*scaling)),
        ("commitment", choice(*commitment)),
        ("size", group(size)),
        ("measurements", Value::List(measurements.iter().map(|each| group(each)).collect())),
    ]);
    match (own, compare_with) {
        (Value::Object(mut members), Some(model)) => {
            add(&mut members, "compare_with", choice_of_model(model));
            Value::Object(members)
        }
        (own, _) => own,
    }
}

fn leg(leg: &Leg) -> Value {
    let Leg { share, model, processing } = leg;
    Value::object([
        ("model", choice_of_model(model)),
        ("share", Value::Number(share.get())),
        ("processing", choice(*processing)),
    ])
}

fn slo(slo: Slo) -> Value {
    match slo {
        Slo::NoTarget => Value::text("no_target"),
        Slo::Target(Target { metric, percentile, limit }) => Value::object([
            ("metric", choice(metric)),
            ("percentile", Value::Number(percentile.get())),
            ("limit_ms", Value::Number(limit.get())),
        ]),
    }
}

fn choice_of_model(model: &HostedModelChoice) -> Value {
    match model {
        HostedModelChoice::Book(model) => Value::Text(text_of_model(model)),
        HostedModelChoice::Custom { name, prices } => {
            Value::object([("custom", Value::text(name.as_str())), ("prices", group(prices))])
        }
    }
}

fn levers(levers: &Levers) -> Value {
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
    } = levers;
    let mut members = Members::new();
    add(&mut members, "on", Value::List(on.iter().map(|lever| Value::text(lever.key())).collect()));
    groups(&mut members, &levers.groups());
    for (key, model) in [("routing_model", routing_model), ("distillation_model", distillation_model)] {
        if let Some(model) = model {
            add(&mut members, key, choice_of_model(model));
        }
    }
    Value::Object(members)
}

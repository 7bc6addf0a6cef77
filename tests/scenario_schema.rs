//! `docs/scenario.schema.json` says what the reader of scenarios takes: it is made from the table of fields, and
//! compared with it here. `UPDATE_SCHEMA=1 cargo test --test scenario_schema` writes it anew.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use inference_estimator::scenario::json::SCHEMA;
use inference_estimator::scenario::{
    BillingPeriod, CacheTtl, Choice, Commitment, CustomPrices, DataResidency, Days, Feature, Field,
    FieldGroup, FleetScaling, FleetSize, GpuFigures, ImageDetail, ImageTokens, Lever, MAX_FEATURES,
    MAX_MEASUREMENTS, MAX_TIERS, Measurement, ModelFigures, Name, Preset, Processing, PromptCaching,
    ReasoningCount, ReasoningEffort, Scenario, SearchContextSize, Serving, SloMetric, TaskKind, Tier,
};
use inference_estimator::units::{Bounds, Usd};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// What the table of fields says of a field, in the words of its comment.
fn description(field: Field) -> String {
    let source = include_str!("../src/scenario/fields.rs");
    let heading = format!(" {field:?} {}:", field.spec().name);
    let mut words = Vec::new();
    for line in source.lines().map(str::trim) {
        match line.strip_prefix("///") {
            Some(comment) => words.push(comment.trim()),
            None if line.contains(&heading) => return words.join(" "),
            None => words.clear(),
        }
    }
    panic!("{field:?} has no comment")
}

/// A whole number as one: JSON Schema files are read by people.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}

fn range(bounds: Bounds) -> Map<String, Value> {
    let kind = if bounds.whole { "integer" } else { "number" };
    let schema = json!({"type": kind, "minimum": number(bounds.min), "maximum": number(bounds.max)});
    schema.as_object().unwrap().clone()
}

fn field(field: Field) -> Value {
    let spec = field.spec();
    let mut schema = Map::new();
    schema.insert("description".into(), description(field).into());
    schema.extend(range(spec.bounds));
    match spec.default() {
        Some(default) => {
            schema.insert("default".into(), number(default));
        }
        None => {
            let kind = schema["type"].take();
            schema["type"] = json!([kind, "null"]);
        }
    }
    Value::Object(schema)
}

fn object(members: Map<String, Value>) -> Value {
    json!({"type": "object", "additionalProperties": false, "properties": Value::Object(members)})
}

fn numbers(group: &dyn FieldGroup) -> Map<String, Value> {
    group.fields().iter().map(|each| (each.spec().name.into(), field(*each))).collect()
}

fn groups(all: &[&dyn FieldGroup]) -> Map<String, Value> {
    all.iter().map(|group| (group.name().to_owned(), object(numbers(*group)))).collect()
}

fn choice<C: Choice>(description: &str) -> Value {
    let names: Vec<&str> = C::ALL.iter().map(|choice| choice.name()).collect();
    json!({"description": description, "enum": names, "default": names.first()})
}

fn described(description: &str, mut schema: Value) -> Value {
    schema.as_object_mut().unwrap().insert("description".into(), description.into());
    schema
}

fn name(description: &str) -> Value {
    json!({"description": description, "type": "string", "maxLength": Name::MAX_BYTES})
}

fn members(pairs: &[(&str, Value)]) -> Map<String, Value> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

fn serving() -> Value {
    let processing = choice::<Processing>("Which of the provider's price lists applies.");
    let share = json!({"description": "Share of the calls; the shares of a mix make 1.", "type": "number",
        "minimum": 0, "maximum": 1, "default": 1});
    let leg =
        members(&[("model", json!({"$ref": "#/$defs/model"})), ("share", share), ("processing", processing)]);
    let mut leg = object(leg);
    leg.as_object_mut().unwrap().insert("required".into(), json!(["model"]));
    let known_price = Value::Object(range(Field::UsdPerRequest.spec().bounds));
    let known_price = described("US dollars for one request, all calls and retries included.", known_price);
    let legs = json!({"description": "The models that share the calls.", "type": "array", "minItems": 1, "items": leg});
    let one = |key: &str, value: Value| {
        let mut one = object(members(&[(key, value)]));
        one.as_object_mut().unwrap().insert("required".into(), json!([key]));
        one
    };
    json!({"description": "Who answers.", "oneOf": [one("hosted", legs), one("usd_per_request", known_price), one("own_gpus", fleet())]})
}

/// A row of the catalogue by its id, or an object with a name and typed figures.
fn listed_or_custom(id: &str, custom: &str, others: &[(&str, Value)]) -> Value {
    let mut all = members(&[("custom", name(custom))]);
    all.extend(members(others));
    let mut custom = object(all);
    custom.as_object_mut().unwrap().insert("required".into(), json!(["custom"]));
    json!({"oneOf": [name(id), custom]})
}

fn fleet() -> Value {
    let open_model = listed_or_custom(
        "The open-weight model by its id in the catalogue. One that the catalogue does not hold is kept and reported \
         as not known.",
        "A model that is not in the catalogue.",
        &[("figures", object(numbers(&ModelFigures::default())))],
    );
    let gpu = listed_or_custom(
        "The accelerator by its id in the catalogue.",
        "An accelerator that is not in the catalogue.",
        &[
            ("family", choice::<GpuFamily>("The nearest design.")),
            ("figures", object(numbers(&GpuFigures::default()))),
        ],
    );
    let measurements = json!({"description": "The user's own measurements, which shift the model of the engine.",
        "type": "array", "maxItems": MAX_MEASUREMENTS, "items": object(numbers(&Measurement::default()))});
    let mut fleet = object(members(&[
        ("model", open_model),
        ("gpu", gpu),
        ("weights", choice::<WeightPrecision>("How weights are stored.")),
        ("kv_cache", choice::<KvPrecision>("How the KV cache is stored.")),
        ("engine", choice::<Engine>("The serving engine.")),
        ("scaling", choice::<FleetScaling>("Whether copies follow the load.")),
        ("commitment", choice::<Commitment>("How the GPUs are paid for.")),
        ("size", object(numbers(&FleetSize::default()))),
        ("measurements", measurements),
        ("compare_with", described("The hosted model that their cost is set against.", model())),
    ]));
    fleet.as_object_mut().unwrap().insert("required".into(), json!(["model", "gpu"]));
    described("A model on own GPUs.", fleet)
}

fn model() -> Value {
    let text = name(
        "The model as provider/model, or as id:123 by its number in links. One that the price book does not \
        know is kept and reported as not known.",
    );
    let custom = members(&[
        ("custom", name("A model that is not in the book.")),
        ("prices", object(numbers(&CustomPrices::default()))),
    ]);
    let mut custom = object(custom);
    custom.as_object_mut().unwrap().insert("required".into(), json!(["custom"]));
    json!({"oneOf": [text, custom]})
}

fn hours() -> Value {
    let hour = json!({"type": "integer", "minimum": 0, "maximum": 23});
    let share = json!({"type": "number", "minimum": 0, "maximum": 1});
    let weight = json!({"type": "number", "minimum": 0, "maximum": 1e9});
    let weights = json!({"type": "array", "minItems": 168, "maxItems": 168, "items": weight});
    let kind = |kind: &str, others: &[(&str, Value)]| {
        let mut all = members(&[("kind", json!({"const": kind}))]);
        all.extend(members(others));
        let required: Vec<String> = all.keys().filter(|key| *key != "days").cloned().collect();
        let mut kind = object(all);
        kind.as_object_mut().unwrap().insert("required".into(), json!(required));
        kind
    };
    let window = [
        ("first_hour_utc", hour.clone()),
        (
            "end_hour_utc",
            described("The hour at which the window ends; earlier than the first means the next day.", hour),
        ),
        ("days", choice::<Days>("On which days a window begins.")),
        ("share_inside", described("Share of the week's requests inside the window.", share)),
    ];
    let weights =
        described("A weight for each hour from Monday 00:00 UTC; only their proportions count.", weights);
    json!({
        "description": "When in the week requests come.",
        "oneOf": [kind("flat", &[]), kind("window", &window), kind("custom", &[("weights", weights)])],
        "default": {"kind": "flat"}
    })
}

fn slo() -> Value {
    let target = members(&[
        ("metric", choice::<SloMetric>("What is timed: the first token or the whole answer.")),
        (
            "percentile",
            json!({"description": "So many of 100 requests must be as fast.", "type": "number",
            "minimum": 0, "maximum": 100}),
        ),
        (
            "limit_ms",
            json!({"description": "The time allowed, in milliseconds.", "type": "number",
            "minimum": 0, "maximum": 1e12 as i64}),
        ),
    ]);
    let mut target = object(target);
    target.as_object_mut().unwrap().insert("required".into(), json!(["metric", "percentile", "limit_ms"]));
    json!({"description": "How fast it must be.", "oneOf": [{"const": "no_target"}, target], "default": "no_target"})
}

fn levers(feature: &Feature) -> Value {
    let keys: Vec<&str> = Lever::ALL.iter().map(|lever| lever.key()).collect();
    let on = json!({"description": "The levers that are on.", "type": "array", "items": {"enum": keys}, "default": []});
    let mut all = members(&[("on", on)]);
    all.extend(groups(&feature.levers.groups()));
    all.insert("routing_model".into(), json!({"$ref": "#/$defs/model"}));
    all.insert("distillation_model".into(), json!({"$ref": "#/$defs/model"}));
    described("What is done to make it cheaper; settings stay when a lever is off.", object(all))
}

fn reasoning_count() -> Value {
    let names: Vec<&str> = ReasoningCount::ALL.iter().map(|choice| choice.name()).collect();
    json!({
        "description": "How the tokens of hidden thinking are known. Without it: typed where reasoning_tokens is given, else not said.",
        "enum": names
    })
}

fn feature() -> Value {
    let untouched = Feature::new("", Serving::PerRequest(Usd::ZERO));
    let mut all = members(&[("name", name("What people call it."))]);
    all.extend(groups(&untouched.groups()));
    all.extend(members(&[
        ("cache_ttl", choice::<CacheTtl>("How long the provider keeps a cached prefix.")),
        (
            "reasoning_effort",
            choice::<ReasoningEffort>("How hard a model that thinks first is told to think."),
        ),
        ("reasoning", reasoning_count()),
        (
            "task",
            choice::<TaskKind>("What the model is asked to do, as far as it decides how long it thinks."),
        ),
        (
            "prompt_caching",
            choice::<PromptCaching>(
                "Whether and how the provider's prompt cache is used. Left out, it is typed_share where \
                 workload.cache_hit_share is there, else provider.",
            ),
        ),
        ("data_residency", choice::<DataResidency>("Where requests must be processed.")),
        ("search_context_size", choice::<SearchContextSize>("How much of what a search finds goes to the model.")),
        (
            "image_tokens",
            choice::<ImageTokens>(
                "How the tokens of a picture are known. Left out, it is typed where workload.tokens_per_image is \
                 there, else by_size.",
            ),
        ),
        ("image_detail", choice::<ImageDetail>("In which detail a model sees pictures.")),
        ("hours", hours()),
        ("serving", serving()),
        ("slo", slo()),
        ("levers", levers(&untouched)),
    ]));
    let mut feature = object(all);
    feature.as_object_mut().unwrap().insert("required".into(), json!(["serving"]));
    feature
}

fn schema() -> Value {
    let untouched = Scenario::new("", "2026-11-23".parse().unwrap());
    let mut tier = members(&[("name", name("What the tier is called."))]);
    tier.extend(numbers(&Tier::default()));
    let mut all = members(&[
        ("schema", json!({"description": "The version of this form.", "const": SCHEMA, "default": SCHEMA})),
        ("name", name("What the scenario is called.")),
        (
            "as_of",
            json!({"description": "The day (UTC) whose prices apply; without it, that of the price book.",
            "type": "string", "format": "date"}),
        ),
    ]);
    all.extend(groups(&untouched.groups()));
    all.extend(members(&[
        ("billing", choice::<BillingPeriod>("How often a user pays.")),
        (
            "tiers",
            json!({"description": "Plans between which users choose by their usage.", "type": "array",
            "maxItems": MAX_TIERS, "items": object(tier)}),
        ),
        (
            "seed",
            json!({"description": "Seed of every draw: the same seed shows the same ranges again.",
            "type": "integer", "minimum": 0, "maximum": u32::MAX, "default": 1}),
        ),
        (
            "features",
            json!({"description": "What the product does with models.", "type": "array",
            "maxItems": MAX_FEATURES, "items": {"$ref": "#/$defs/feature"}}),
        ),
        (
            "pinned",
            json!({"description": "A: another scenario, of the same form, that this one, B, is compared with. It has no \
            `pinned` of its own.", "$ref": "#"}),
        ),
    ]));
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of an inference estimate",
        "description": "What is left out has its default. Unknown fields are refused. Names are at most 80 bytes of \
            UTF-8. Rules that bind two fields (a prefix is no longer than its input, a p95 is no less than its typical \
            value) are checked by the reader.",
    });
    let schema_members = schema.as_object_mut().unwrap();
    schema_members.extend(object(all).as_object().unwrap().clone());
    schema_members.insert("$defs".into(), json!({"feature": feature(), "model": model()}));
    schema
}

#[test]
fn the_schema_says_what_the_reader_takes() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario.schema.json");
    let expected = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&file, &expected).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == expected,
        "docs/scenario.schema.json is behind: UPDATE_SCHEMA=1 cargo test --test scenario_schema"
    );
}

/// Every key of a scenario that is written stands in the schema.
fn assert_known(value: &Value, schema: &Value, root: &Value, path: &str) {
    let schema = match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    let alternatives: Vec<&Value> = match schema.get("oneOf").and_then(Value::as_array) {
        Some(alternatives) => alternatives.iter().collect(),
        None => vec![schema],
    };
    match value {
        Value::Object(members) => {
            let fits = |schema: &&&Value| {
                schema
                    .get("properties")
                    .is_some_and(|known| members.keys().all(|key| known.get(key).is_some()))
            };
            let schema = alternatives.iter().find(fits).unwrap_or_else(|| panic!("{path}: {value}"));
            for (key, value) in members {
                assert_known(
                    value,
                    schema.pointer(&format!("/properties/{key}")).unwrap(),
                    root,
                    &format!("{path}.{key}"),
                );
            }
        }
        Value::Array(values) => {
            let items = alternatives.iter().find_map(|schema| schema.get("items")).unwrap();
            values.iter().for_each(|value| assert_known(value, items, root, path));
        }
        _ => {}
    }
}

#[test]
fn every_preset_is_written_in_the_words_of_the_schema() {
    let schema = schema();
    for preset in Preset::ALL {
        let scenario = serde_json::to_value(preset.scenario("2026-11-23".parse().unwrap())).unwrap();
        assert_known(&scenario, &schema, &schema, preset.key());
    }
}

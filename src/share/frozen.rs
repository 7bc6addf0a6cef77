//! The freeze: whatever gives a link its meaning, line by line, against the file that was committed with schema minor 1.
//!
//! A line of the file must stay true for ever. New lines come with new fields: `UPDATE_LINKS=1` adds them, and never
//! takes one away.

use super::defaults::SCHEMA_MINOR;
use super::numbers::{
    custom_gpu, custom_model, feature, fleet, hours, leg, levers, measurement, scenario, slo, tier,
};
use crate::catalogue::gpu::{Gpu, GpuFamily};
use crate::catalogue::open_model::OpenModel;
use crate::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use crate::scenario::json::Value;
use crate::scenario::{
    BillingPeriod, CacheTtl, Choice, Commitment, Days, Feature, Field, FleetScaling, Lever, Preset,
    Processing, ReasoningEffort, Route, Scenario, Serving, SloMetric,
};
use std::fs;
use std::path::PathBuf;

fn leaves(value: &Value, path: &str, lines: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| leaves(value, &format!("{path}.{key}"), lines));
        }
        Value::List(values) => {
            values.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{path}[{at}]"), lines));
        }
        leaf => lines.push(format!("{path}\t{leaf:?}")),
    }
}

fn choices<C: Choice>(kind: &str, lines: &mut Vec<String>) {
    lines.extend(C::ALL.iter().map(|choice| format!("choice {kind}\t{}\t{}", choice.wire(), choice.name())));
}

fn numbers(lines: &mut Vec<String>) {
    macro_rules! lines_of {
        ($($message:ident: $($name:ident),*;)*) => { [$($((
            concat!(stringify!($message), ".", stringify!($name)), f64::from($message::$name)
        ),)*)*] };
    }
    let all = lines_of! {
        scenario: BASE, MINOR, AS_OF, NAME, SEED, FEATURE, BOOK, BILLING, TIER, FILLER, EPOCH;
        tier: BASE, NAME;
        feature: BASE, NAME, LEG, USD_PER_REQUEST, HOURS, SLO, CACHE_TTL, REASONING_EFFORT, LEVERS, FLEET;
        fleet: BASE, MODEL, MODEL_TEXT, GPU, GPU_TEXT, WEIGHTS, KV, ENGINE, SCALING, COMMITMENT, CUSTOM_MODEL,
            CUSTOM_GPU, MEASUREMENT;
        custom_gpu: BASE, NAME, FAMILY;
        custom_model: BASE, NAME;
        measurement: BASE;
        levers: BASE, ON, ROUTING_MODEL, DISTILLATION_MODEL;
        leg: BASE, SHARE, MODEL, MODEL_TEXT, CUSTOM_NAME, PROCESSING;
        hours: FIRST_HOUR, END_HOUR, DAYS, SHARE_INSIDE, WEIGHTS;
        slo: METRIC, PERCENTILE, LIMIT_MS, USUAL_PERCENTILE;
    };
    lines.extend(all.map(|(name, number)| format!("number {name}\t{number}")));
}

/// A line a row of a table whose rows have numbers.
fn rows(kind: &str, id_of: impl Fn(u32) -> Option<&'static str>, lines: &mut Vec<String>) {
    let ids = (0..).map(|number| (number, id_of(number)));
    // Number 0 may be nobody's.
    let named = ids.skip_while(|(number, id)| *number == 0 && id.is_none());
    lines.extend(named.map_while(|(number, id)| Some(format!("row {kind}\t{number}\t{}", id?))));
}

fn now() -> Vec<String> {
    let mut lines = vec![format!("minor\t{SCHEMA_MINOR}")];
    for field in Field::ALL {
        let spec = field.spec();
        let default = spec.default().map_or_else(|| "empty".to_owned(), |value| value.to_string());
        lines.push(format!("field {}\t{}\t{:?}\t{default}", spec.wire, spec.name, spec.unit));
    }
    numbers(&mut lines);
    choices::<BillingPeriod>("billing", &mut lines);
    choices::<CacheTtl>("cache_ttl", &mut lines);
    choices::<ReasoningEffort>("reasoning_effort", &mut lines);
    choices::<Processing>("processing", &mut lines);
    choices::<Days>("days", &mut lines);
    choices::<SloMetric>("slo_metric", &mut lines);
    choices::<FleetScaling>("fleet_scaling", &mut lines);
    choices::<Commitment>("commitment", &mut lines);
    choices::<WeightPrecision>("weight_precision", &mut lines);
    choices::<KvPrecision>("kv_precision", &mut lines);
    choices::<Engine>("engine", &mut lines);
    choices::<GpuFamily>("gpu_family", &mut lines);
    lines.extend(Lever::ALL.iter().enumerate().map(|(bit, lever)| format!("lever\t{bit}\t{lever:?}")));
    rows("gpu", Gpu::id_of, &mut lines);
    rows("open_model", OpenModel::id_of, &mut lines);
    let day = "2026-11-23".parse().unwrap();
    let mut untouched = Scenario::new("", day);
    untouched.features.push(Feature::new("", Serving::Hosted(Route { legs: Vec::new() })));
    leaves(&untouched.to_json(), "untouched", &mut lines);
    for preset in Preset::ALL {
        leaves(&preset.scenario(day).to_json(), &format!("preset {}", preset.key()), &mut lines);
    }
    lines
}

#[test]
fn nothing_that_gives_a_link_its_meaning_has_changed() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/links/1/schema.txt");
    let frozen = fs::read_to_string(&file).unwrap_or_default();
    let now = now();
    let gone: Vec<&str> = frozen.lines().filter(|line| !now.iter().any(|now| now == line)).collect();
    assert!(
        gone.is_empty(),
        "old links would mean something else: no longer true are {gone:#?}\na new default takes a new schema minor and a \
         line in src/share/defaults.rs; a number or a name that was given stays given (docs/links.md)"
    );
    let new: Vec<&String> = now.iter().filter(|now| !frozen.lines().any(|line| line == *now)).collect();
    if new.is_empty() {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_LINKS").is_some(),
        "new, and not yet frozen: {new:#?}\nUPDATE_LINKS=1 adds these lines to tests/links/1/schema.txt"
    );
    let mut text = frozen;
    new.iter().for_each(|line| text.extend([line.as_str(), "\n"]));
    fs::write(&file, text).unwrap();
}

#[test]
fn the_register_of_model_numbers_is_only_added_to() {
    const FROZEN: (usize, u64) = (2371, 0x587b_6776_7d15_9f27);
    let all = include_str!("../catalogue/data/prices/ids.txt");
    let first: String = all.split_inclusive('\n').take(FROZEN.0).collect();
    // FNV-1a, 64 bits.
    let hash = first.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!((first.lines().count(), hash), FROZEN, "a number that was given names another model now");
}

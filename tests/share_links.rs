//! Links: every valid scenario comes back, damage is told, and what was ever shared opens for ever.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod scenarios;

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{Cost, estimate};
use inference_estimator::scenario::{Field, FieldPath, Place, ReasoningCount, Scenario, Serving};
use inference_estimator::share::{Decoded, LinkError, Notice, UnknownFields, decode, encode};
use inference_estimator::units::Date;
use proptest::prelude::*;
use scenarios::{Draw, link};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

fn none() -> UnknownFields {
    UnknownFields::default()
}

/// A link that was shared once, and the scenario that it means.
struct Golden {
    name: String,
    link: String,
    scenario: Scenario,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/links/1")
}

/// The day of the price book in a golden link.
fn book_of(scenario: &Scenario) -> Date {
    Date::new(2026, 11, 20).unwrap().min(scenario.as_of)
}

/// All links of the folder, to which links are only ever added. `UPDATE_LINKS=1` writes those that are missing.
fn golden() -> Vec<Golden> {
    let mut names: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    names.sort();
    let read = |path: PathBuf| {
        let scenario: Scenario = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let file = path.with_extension("link");
        if std::env::var_os("UPDATE_LINKS").is_some() && !file.exists() {
            let book = book_of(&scenario);
            fs::write(&file, format!("#{}\n", encode(&scenario, Some(book), &none()).unwrap())).unwrap();
        }
        let link = fs::read_to_string(&file).unwrap().trim().to_owned();
        Golden { name: path.file_stem().unwrap().to_string_lossy().into_owned(), link, scenario }
    };
    let all: Vec<Golden> = names.into_iter().map(read).collect();
    assert!(all.len() >= 8, "only {} links", all.len());
    all
}

fn payload(link: &str) -> &str {
    link.split_once("s=1.").unwrap().1
}

#[test]
fn every_link_that_was_shared_opens_as_the_scenario_that_it_meant() {
    for Golden { name, link, scenario } in golden() {
        let decoded = decode(&link, today()).unwrap();
        assert!(decoded.scenario == scenario, "{name}: {:#?}", decoded.scenario);
        assert_eq!((decoded.notices, decoded.unknown_fields.count()), (vec![], 0), "{name}");
        assert_eq!(decoded.book, Some(book_of(&decoded.scenario)), "{name}");
    }
}

/// Links that were written under schema minor 1. A later version writes the same scenario with its own minor.
const MINOR_1: [&str; 8] = [
    "custom",
    "earlier-prices",
    "glossary",
    "one-feature",
    "own-gpus",
    "three-features",
    "three-features-own-gpus",
    "tiers-levers",
];

#[test]
fn every_link_of_this_version_is_written_as_it_was() {
    let mut of_this_minor = 0;
    for Golden { name, link, scenario } in golden() {
        let book = book_of(&scenario);
        let now = format!("#{}", encode(&scenario, Some(book), &none()).unwrap());
        if MINOR_1.contains(&&*name) {
            assert_ne!(now, link, "{name} would be the link of an earlier minor");
            assert!(decode(&now, today()).unwrap().scenario == scenario, "{name}");
        } else {
            assert_eq!(now, link, "{name}");
            of_this_minor += 1;
        }
    }
    assert!(of_this_minor > 0, "no link of the present minor");
}

/// The figures of a golden link: name, what, USD, and how far it may move. Own GPUs are estimated by a model that gets
/// better with each measurement: its figures may move, not jump; and so may reasoning that is assumed.
fn figures(golden: &Golden, catalogue: &Catalogue) -> Vec<(String, f64, f64)> {
    let decoded = decode(&golden.link, today()).unwrap();
    let scenario = decoded.scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
    let estimate = estimate(&scenario, catalogue).unwrap();
    let known = |cost: Cost| cost.known_part().map_or(f64::NAN, |usd| usd.get());
    let own = |index: usize| matches!(scenario.features[index].serving, Serving::SelfHosted(_));
    let assumed = |index: usize| scenario.features[index].reasoning == ReasoningCount::Assumed;
    let room = |of: usize| {
        if assumed(of) {
            0.75
        } else if own(of) {
            0.25
        } else {
            1e-9
        }
    };
    let widest = (0..scenario.features.len()).map(room).fold(1e-9, f64::max);
    let mut lines = vec![(format!("{}\tmonth", golden.name), known(estimate.total.cost.month), widest)];
    for (index, feature) in estimate.features.iter().enumerate() {
        let name = format!("{}\tfeature {} request", golden.name, index + 1);
        lines.push((name, known(feature.cost_per_request), room(index)));
    }
    lines
}

#[test]
fn every_link_that_was_shared_gives_the_figures_that_it_gave() {
    let catalogue = Catalogue::shipped().unwrap();
    let file = folder().join("figures.tsv");
    let mut text = fs::read_to_string(&file).unwrap_or_default();
    for golden in golden() {
        for (name, now, room) in figures(&golden, &catalogue) {
            let Some(then) = text.lines().find_map(|line| line.strip_prefix(&format!("{name}\t"))) else {
                assert!(
                    std::env::var_os("UPDATE_LINKS").is_some(),
                    "{name} has no figure yet: UPDATE_LINKS=1"
                );
                text.push_str(&format!("{name}\t{now}\n"));
                continue;
            };
            let then: f64 = then.parse().unwrap();
            let same = then.is_nan() && now.is_nan() || (now - then).abs() <= room * then.abs();
            assert!(same, "{name}: {now}, and it was {then}");
        }
    }
    if std::env::var_os("UPDATE_LINKS").is_some() {
        fs::write(&file, text).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_valid_scenario_comes_back_from_its_link(seed: u64) {
        let mut draw = Draw(seed);
        let scenario = draw.scenario();
        let book = (draw.below(2) == 0).then(|| Date::from_days(draw.below(84_006) as i32).unwrap());
        let link = encode(&scenario, book, &none()).unwrap();
        prop_assert!(link.ends_with(|c: char| c.is_ascii_alphanumeric()), "{link}");
        let decoded = decode(&link, today()).unwrap();
        prop_assert!(decoded.scenario == scenario, "not the same: {link}");
        prop_assert_eq!(decoded.book, book);
        prop_assert_eq!((decoded.notices, decoded.unknown_fields.count()), (vec![], 0));
    }
}

/// What a damaged link may give: an error, or the scenario that was meant.
fn is_harmless(golden: &Golden, damaged: &str) -> bool {
    match decode(damaged, today()) {
        Err(_) => true,
        Ok(decoded) => decoded.scenario == golden.scenario && decoded.notices.is_empty(),
    }
}

#[test]
fn every_link_that_is_cut_says_so() {
    for golden in golden() {
        let whole = payload(&golden.link).len();
        for end in 0..golden.link.len() {
            let cut = &golden.link[..end];
            let error = decode(cut, today()).unwrap_err();
            match cut.split_once("s=1.") {
                Some((_, arrived)) => match error {
                    LinkError::CutShort { arrived: told, expected } => {
                        assert_eq!(told, arrived.len(), "{}", golden.name);
                        assert!(
                            expected == Some(whole) || arrived.len() < 4,
                            "{}: {expected:?}",
                            golden.name
                        );
                    }
                    other => panic!("{}: {other} for {cut}", golden.name),
                },
                None => assert!(matches!(error, LinkError::NotOurs | LinkError::CutShort { .. }), "{cut}"),
            }
        }
    }
}

#[test]
fn no_single_flipped_bit_makes_another_scenario() {
    for golden in golden() {
        for index in 0..golden.link.len() {
            for bit in 0..8 {
                let mut bytes = golden.link.clone().into_bytes();
                bytes[index] ^= 1 << bit;
                let damaged = String::from_utf8_lossy(&bytes);
                assert!(
                    is_harmless(&golden, &damaged),
                    "{}: byte {index}, bit {bit}: {damaged}",
                    golden.name
                );
            }
        }
    }
}

#[test]
fn no_flipped_bit_behind_the_base64_passes_the_checksum() {
    for golden in golden() {
        let bytes = link::bytes(payload(&golden.link));
        for index in 0..bytes.len() {
            for bit in 0..8 {
                let mut bytes = bytes.clone();
                bytes[index] ^= 1 << bit;
                let damaged = format!("s=1.{}", link::base64(&bytes));
                assert!(decode(&damaged, today()).is_err(), "{}: byte {index}, bit {bit}", golden.name);
            }
        }
    }
}

#[test]
fn a_character_more_or_less_or_two_that_changed_places_are_told() {
    for golden in golden() {
        let text = payload(&golden.link);
        for index in 0..text.len() {
            let (before, behind) = text.split_at(index);
            let less = format!("#s=1.{before}{}", &behind[1..]);
            let more = format!("#s=1.{before}A{behind}");
            let swapped = format!(
                "#s=1.{before}{}{}{}",
                &behind[1..2.min(behind.len())],
                &behind[..1],
                behind.get(2..).unwrap_or("")
            );
            for damaged in [less, more, swapped] {
                assert!(is_harmless(&golden, &damaged), "{}: {damaged}", golden.name);
            }
        }
    }
}

#[test]
fn a_link_opens_from_all_that_mail_and_chat_make_of_it() {
    for Golden { name, link, scenario } in golden() {
        let text = &link[1..];
        let (front, back) = text.split_at(text.len() / 2);
        let quoted = |text: &str| text.replace('=', "%3D").replace('#', "%23");
        for pasted in [
            format!("#{text}"),
            format!("  https://example.org/calc/#{text}\n"),
            format!("https://example.org/calc/?s={}", &text[2..]),
            format!("https://example.org/calc/?{text}&utm_source=mail"),
            format!("https://example.org/calc/%23{text}"),
            quoted(&format!("https://example.org/calc/#{text}")),
            format!(
                "https://mail.example.org/go?u={}&h=1",
                quoted(&quoted(&format!("https://example.org/#{text}")).replace('%', "%25"))
            ),
            format!("<https://example.org/calc/#{text}>"),
            format!("(see https://example.org/calc/#{text})."),
            format!("\"https://example.org/calc/#{text}\","),
            format!("[our costs](https://example.org/calc/#{text}), as said"),
            format!("_https://example.org/calc/#{text}_"),
            format!("https://example.org/calc/#{front}\r\n{back}\r\nKind regards"),
            format!("https://example.org/calc/#{front}=\n{back}"),
            format!("https://example.org/calc/#{front}\u{200b}{back} and more"),
        ] {
            let decoded =
                decode(&pasted, today()).unwrap_or_else(|error| panic!("{name}: {error}: {pasted}"));
            assert!(decoded.scenario == scenario, "{name}: {pasted}");
        }
    }
}

#[test]
fn what_is_not_ours_newer_or_too_long_is_told_apart() {
    let kind = |text: &str| decode(text, today()).unwrap_err().kind();
    for text in
        ["", "hello", "https://example.org", "https://example.org/?s=shoes", "#s=x.abc", "%%%", "#p=nothing"]
    {
        assert_eq!(kind(text), "not_ours", "{text}");
    }
    assert_eq!(decode("#s=2.abcdef", today()), Err(LinkError::Newer { family: 2 }));
    assert_eq!(kind("#s=1."), "cut_short");
    assert_eq!(kind(&format!("#s=1.{}", "A".repeat(20_000))), "too_long");
    assert_eq!(kind(&"a".repeat(1_000_000)), "too_long");
    assert_eq!(kind("#s=1.AAAAAAAA"), "altered");
}

/// A link whose body is `body`, framed as this version frames it.
fn framed(body: &[u8]) -> Result<Decoded, LinkError> {
    decode(&format!("#s=1.{}", link::payload(body)), today())
}

/// A field on the wire: tag, and bytes with their length.
fn field(number: u8, kind: u8, value: &[u8]) -> Vec<u8> {
    let tag = u16::from(number) * 4 + u16::from(kind);
    let mut field = if tag < 128 { vec![tag as u8] } else { vec![tag as u8 | 0x80, (tag >> 7) as u8] };
    if kind == 2 {
        field.push(value.len() as u8);
    }
    field.extend(value);
    field
}

#[test]
fn settings_of_a_newer_version_are_counted_kept_and_written_back() {
    let leg = [field(17, 0, &[5]), field(90, 1, &[35])].concat();
    let levers = [field(27, 0, &[8]), field(28, 2, &field(91, 3, &[1, 2])), field(92, 0, &[1])].concat();
    let feature = [
        field(16, 2, b"Chat"),
        field(17, 2, &leg),
        field(19, 2, &field(93, 0, &[1])),
        field(25, 2, &[field(3, 0, &[100]), field(94, 0, &[1])].concat()),
        field(28, 2, &levers),
        field(95, 2, b"from the future"),
    ]
    .concat();
    let tier = [field(16, 2, b"Pro"), field(96, 0, &[1])].concat();
    let body = [
        field(1, 0, &[9]),
        field(2, 0, &[0x80, 0x10]),
        field(9, 2, &tier),
        field(6, 2, &feature),
        field(97, 2, b""),
    ]
    .concat();
    let first = framed(&body).unwrap();
    assert_eq!(first.unknown_fields.count(), 8);
    assert_eq!(first.notices, [Notice::NewerSettings { count: 8 }]);
    assert_eq!(first.scenario.features[0].name.as_str(), "Chat");
    let link = encode(&first.scenario, None, &first.unknown_fields).unwrap();
    let again = decode(&link, today()).unwrap();
    assert_eq!(again, first);

    let mut scenario = first.scenario.clone();
    scenario.features.insert(0, scenario.features[0].clone());
    let unknown = first.unknown_fields.rearranged(&[None, Some(0)]);
    let moved = decode(&encode(&scenario, None, &unknown).unwrap(), today()).unwrap();
    assert_eq!((moved.scenario, moved.unknown_fields), (scenario, unknown));
    assert_eq!(first.unknown_fields.rearranged(&[]).count(), 2);
}

#[test]
fn a_way_of_serving_that_only_a_newer_version_knows_is_kept_and_asked_for() {
    let feature = field(98, 2, b"own GPUs");
    let decoded = framed(&field(6, 2, &feature)).unwrap();
    assert_eq!(decoded.notices, [Notice::NoModel { feature: 0 }, Notice::NewerSettings { count: 1 }]);
    let again = decode(&encode(&decoded.scenario, None, &decoded.unknown_fields).unwrap(), today()).unwrap();
    assert_eq!(again, decoded);
}

#[test]
fn a_value_out_of_range_gives_its_default_and_a_notice() {
    let leg = field(17, 0, &[5]);
    let feature = [
        field(17, 2, &leg),
        field(8, 0, &[0xd1, 0x0f]),           // 2001 turns
        field(0, 2, &f64::NAN.to_le_bytes()), // NaN input tokens
        field(3, 3, &[50, 2]),                // 10^25 output tokens
        field(4, 2, b"three"),
        field(26, 0, &[9]),
        field(16, 2, "a\u{202e}b".as_bytes()),
        field(19, 2, &[field(1, 0, &[24]), field(2, 0, &[1]), field(4, 1, &[50])].concat()),
    ]
    .concat();
    let body = [field(3, 1, &[50]), field(2, 0, &[0xff, 0xff, 0xff, 0x7f]), field(6, 2, &feature)].concat();
    let decoded = framed(&body).unwrap();
    let at = |place, setting| Notice::Replaced { place, setting };
    let part = Place::Feature(0);
    assert_eq!(
        decoded.notices,
        [
            at(Place::Scenario, "users"),
            at(Place::Scenario, "as_of"),
            at(part, "turns"),
            at(part, "input_tokens"),
            at(part, "output_tokens"),
            at(part, "reasoning_tokens"),
            at(part, "cache_ttl"),
            Notice::NameChanged { place: part },
            at(part, "first_hour_utc"),
        ]
    );
    let value = |place, field: Field| decoded.scenario.value(FieldPath { place, field });
    for field in [Field::Turns, Field::InputTokens, Field::OutputTokens, Field::ReasoningTokens] {
        assert_eq!(value(part, field), field.spec().default());
    }
    assert_eq!(value(Place::Scenario, Field::Users), Field::Users.spec().default());
    assert_eq!(decoded.scenario.as_of, today());
    assert_eq!(
        decoded.notices[2].to_string(),
        "feature 1: turns in the link is not in its range; the default is used instead"
    );
}

#[test]
fn a_mix_that_makes_no_whole_is_refused_and_never_evened_out() {
    let leg = |percent| field(17, 2, &[field(17, 0, &[5]), field(16, 1, &[percent])].concat());
    let error = framed(&field(6, 2, &[leg(50), leg(40)].concat())).unwrap_err();
    assert_eq!(error.kind(), "invalid");
    assert!(error.to_string().contains("90 %, not 100 %"), "{error}");
    assert!(framed(&field(6, 2, &[leg(50), leg(50)].concat())).is_ok());
}

#[test]
fn more_features_than_a_scenario_holds_are_refused() {
    let feature = field(6, 2, &field(17, 2, &field(17, 0, &[5])));
    assert_eq!(framed(&feature.repeat(32)).unwrap().scenario.features.len(), 32);
    assert_eq!(framed(&feature.repeat(33)).unwrap_err().kind(), "invalid");
}

#[test]
fn a_model_id_is_kept_whatever_it_is() {
    for id in [0u32, 1, 77, 4_000_000_000] {
        let text = format!(
            r#"{{"as_of":"2026-11-23","features":[{{"serving":{{"hosted":[{{"model":"id:{id}"}}]}}}}]}}"#
        );
        let scenario: Scenario = serde_json::from_str(&text).unwrap();
        let decoded = decode(&encode(&scenario, None, &none()).unwrap(), today()).unwrap();
        let Serving::Hosted(route) = &decoded.scenario.features[0].serving else { panic!("not hosted") };
        assert_eq!(format!("{:?}", route.legs[0].model), format!("Book(Id(ModelId({id})))"));
    }
}

#[test]
fn a_scenario_too_big_for_a_link_is_not_cut() {
    let mut scenario = Scenario::new("", today());
    let mut draw = Draw(1);
    while scenario.features.len() < 32 {
        scenario.features.extend(draw.scenario().features);
    }
    scenario.features.truncate(32);
    for (index, feature) in scenario.features.iter_mut().enumerate() {
        let weights = std::array::from_fn(|hour| 1.0 / (1.0 + (hour * 31 + index) as f64));
        feature.hours = inference_estimator::scenario::HourProfile::Custom(Box::new(weights));
    }
    let error = encode(&scenario, None, &none()).unwrap_err();
    assert!(error.characters > 16 * 1024);
    assert!(error.to_string().ends_with("save it as a file"));
}

/// Each value of a JSON tree by its place.
fn leaves(value: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| leaves(value, &format!("{path}.{key}"), found));
        }
        Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .for_each(|(index, value)| leaves(value, &format!("{path}[{index}]"), found));
        }
        leaf => found.push((path.to_owned(), leaf.clone())),
    }
}

fn leaves_of(scenario: &Scenario) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    leaves(&serde_json::to_value(scenario).unwrap(), "", &mut found);
    found
}

#[test]
fn links_are_short() {
    for (name, changed_at_least, most) in
        [("one-feature", 22, 150), ("three-features", 58, 350), ("three-features-own-gpus", 58, 350)]
    {
        let all = golden();
        let Golden { link, scenario, .. } = all.iter().find(|golden| golden.name == name).unwrap();
        let mut untouched = Scenario::new("", today());
        untouched.features = vec![
            inference_estimator::scenario::Feature::new(
                "",
                Serving::Hosted(inference_estimator::scenario::Route { legs: vec![] })
            );
            scenario.features.len()
        ];
        let before = leaves_of(&untouched);
        let is_settable = |path: &str| !path.ends_with(".schema") && !path.ends_with(".kind");
        let after: Vec<_> = leaves_of(scenario).into_iter().filter(|(path, _)| is_settable(path)).collect();
        let changed = after.iter().filter(|leaf| !before.contains(leaf)).count();
        let length = payload(link).len();
        println!("{name}: {} values, {changed} changed, {length} characters of payload", after.len());
        assert!(changed >= changed_at_least, "{name}: only {changed} changed");
        assert!(length <= most, "{name}: {length} characters");
    }
}

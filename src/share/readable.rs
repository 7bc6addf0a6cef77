//! The readable form for people who write links by hand: a preset and a few numbers. It is read, never written.
//!
//! `#p=support-chat&users=12000&f0.in=3200&f0.model=openai/gpt-5-mini`: a key without `f0.` belongs to the scenario, or,
//! where that has no such field, to its first feature.

use super::decode::{Decoded, broken_rules, set};
use super::error::{LinkError, Notice};
use super::find::percent_decoded;
use super::unknown::UnknownFields;
use crate::scenario::json::model_of_text;
use crate::scenario::{
    Field, FieldGroup, FieldPath, HostedModelChoice, Name, Place, Preset, Scenario, Serving,
};
use crate::units::{Date, parse_number};

/// Short names of the fields that authors set most; every field answers to its name in JSON, too.
const SHORT: [(&str, Field); 10] = [
    ("in", Field::InputTokens),
    ("out", Field::OutputTokens),
    ("prefix", Field::CacheablePrefixTokens),
    ("hit", Field::CacheHitShare),
    ("think", Field::ReasoningTokens),
    ("calls", Field::CallsPerRequest),
    ("share", Field::ShareOfUsers),
    ("requests", Field::RequestsPerActiveDay),
    ("days", Field::ActiveDaysPerMonth),
    ("price", Field::PriceUsdPerMonth),
];

/// Most keys that are read: a link by hand has a few.
const MOST_KEYS: usize = 100;

fn field_of(name: &str) -> Option<Field> {
    let short = SHORT.iter().find(|(short, _)| *short == name).map(|(_, field)| *field);
    short.or_else(|| Field::ALL.iter().copied().find(|field| field.spec().name == name))
}

/// Reads the keys and values of `text`. What is left out is named in a notice: a key without a value, keys beyond the
/// [most](MOST_KEYS) that are read, and `behind`, what followed a second `#`.
pub(super) fn decode(text: &str, behind: &str, today: Date) -> Result<Decoded, LinkError> {
    let parts = || text.split('&').filter(|part| !part.is_empty());
    let pairs = || parts().take(MOST_KEYS).map(|part| part.split_once('=').ok_or(part));
    let preset = pairs().flatten().find(|(key, _)| *key == "p").and_then(|(_, value)| Preset::by_key(value));
    let mut scenario = preset.ok_or(LinkError::NotOurs)?.scenario(today);
    let mut notices = Vec::new();
    for pair in pairs() {
        let (key, value) = match pair {
            Ok(("p", _)) => continue,
            Ok(pair) => pair,
            Err(part) => {
                notices.push(Notice::NoValue { key: Name::new(part) });
                continue;
            }
        };
        let value = percent_decoded(value);
        if !apply(&mut scenario, &mut notices, key, &value) {
            notices.push(Notice::UnknownKey { key: Name::new(key) });
        }
    }
    let keys = parts().skip(MOST_KEYS).count();
    if keys > 0 {
        notices.push(Notice::TooManyKeys { keys });
    }
    if !behind.is_empty() {
        notices.push(Notice::SecondFragment { text: Name::new(behind) });
    }
    broken_rules(&scenario, &mut notices)?;
    Ok(Decoded { scenario, book: None, unknown_fields: UnknownFields::default(), notices })
}

/// Puts one value into its place; false where the key means nothing.
fn apply(scenario: &mut Scenario, notices: &mut Vec<Notice>, key: &str, value: &str) -> bool {
    let indexed = key.strip_prefix('f').and_then(|rest| rest.split_once('.'));
    let indexed = indexed.and_then(|(index, name)| index.parse().ok().map(|index: usize| (index, name)));
    let (feature, name) = indexed.unwrap_or((0, key));
    match name {
        "as_of" if indexed.is_none() => match value.parse() {
            Ok(date) => scenario.as_of = date,
            Err(_) => notices.push(Notice::Replaced { place: Place::Scenario, setting: "as_of" }),
        },
        "model" => match (
            scenario.features.get_mut(feature).map(|feature| &mut feature.serving),
            model_of_text(value),
        ) {
            (Some(Serving::Hosted(route)), Some(model)) => {
                for leg in &mut route.legs {
                    leg.model = HostedModelChoice::Book(model.clone());
                }
            }
            (None, _) => return false,
            (Some(_), _) => {
                notices.push(Notice::Replaced { place: Place::Feature(feature), setting: "model" })
            }
        },
        _ => {
            let Some(field) = field_of(name) else { return false };
            let places = [Place::Scenario, Place::Feature(feature)];
            let place = places
                .into_iter()
                .skip(usize::from(indexed.is_some()))
                .find(|place| holds(scenario, *place, field));
            let Some(place) = place else { return false };
            let number = parse_number(value);
            if !number.is_some_and(|number| set(scenario, FieldPath { place, field }, number)) {
                notices.push(Notice::Replaced { place, setting: field.spec().name });
            }
        }
    }
    true
}

/// Whether there is such a field at that place.
fn holds(scenario: &Scenario, place: Place, field: Field) -> bool {
    let mut groups = match place {
        Place::Scenario => scenario.groups().to_vec(),
        Place::Feature(index) => {
            let feature = scenario.features.get(index);
            feature.map_or_else(Vec::new, |feature| {
                let mut groups: Vec<&dyn FieldGroup> = feature.groups().to_vec();
                groups.extend(feature.levers.groups());
                if let Serving::SelfHosted(fleet) = &feature.serving {
                    groups.extend(fleet.groups());
                }
                groups
            })
        }
        Place::Tier(_) | Place::Leg(..) => Vec::new(),
    }
    .into_iter();
    groups.any(|group| group.fields().contains(&field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Decoded {
        super::super::decode(text, "2026-11-23".parse().unwrap()).unwrap()
    }

    fn values(decoded: &Decoded) -> [u64; 3] {
        let workload = &decoded.scenario.features[0].workload;
        [
            decoded.scenario.audience.users().get() as u64,
            workload.input_tokens().get() as u64,
            workload.output_tokens().get() as u64,
        ]
    }

    #[test]
    fn a_preset_and_a_few_numbers_make_a_scenario() {
        let read = read("https://example.org/calc/#p=support-chat&users=12000&f0.in=3200&output_tokens=250.");
        assert_eq!(values(&read), [12_000, 3200, 250]);
        assert_eq!(read.notices, []);
    }

    #[test]
    fn a_model_is_named_by_its_text() {
        let Serving::Hosted(route) = &read("#p=glossary&model=a%2Fb").scenario.features[0].serving else {
            panic!("not hosted")
        };
        assert_eq!(route.legs[0].model, HostedModelChoice::Book(model_of_text("a/b").unwrap()));
    }

    #[test]
    fn what_means_nothing_is_told_and_the_preset_stays() {
        let read = read("#p=glossary&f0.in=12k&turns=5000&f7.in=3&nonsense=1&as_of=soon&f0.users=1");
        assert_eq!(values(&read), [100_000, 1000, 400]);
        let said: Vec<String> = read.notices.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "feature 1: input_tokens in the link is not in its range; the default is used instead",
                "feature 1: turns in the link is not in its range; the default is used instead",
                "\"f7.in\" in the link is no setting; it was left out",
                "\"nonsense\" in the link is no setting; it was left out",
                "as_of in the link is not in its range; the default is used instead",
                "\"f0.users\" in the link is no setting; it was left out",
            ]
        );
    }

    #[test]
    fn what_is_not_read_is_named() {
        let said = |text: &str| read(text).notices.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            said("#p=glossary&users&&days=20#out=5"),
            [
                "\"users\" in the link has no value; it was left out",
                "\"out=5\" behind a second # in the link was left out"
            ]
        );
        let many = format!("#p=glossary{}", "&users=5".repeat(102));
        assert_eq!(said(&many), ["3 settings of the link were left out: at most 100 are read"]);
    }

    #[test]
    fn a_preset_that_nobody_knows_is_not_ours() {
        let today = "2026-11-23".parse().unwrap();
        for text in ["#p=", "#p=shoes&users=5", "https://blog.example.org/?p=123"] {
            assert_eq!(super::super::decode(text, today), Err(LinkError::NotOurs));
        }
    }
}

//! Every answer, its table, its chart's inputs and the exported document, as text that is compared with the files in
//! `tests/snapshots`: for every preset, for a scenario on self-hosted GPUs and for one with an unknown price, in English
//! and with German numbers.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test --no-default-features --test answers`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::business::growth::growth as growth_of;
use inference_estimator::estimate::business::pricing::Counted;
use inference_estimator::estimate::business::what_if::WhatIfOutcome;
use inference_estimator::estimate::{compare, estimate, lever_rows, likely, then_and_now, try_next};
use inference_estimator::format::Locale;
use inference_estimator::presentation::View;
use inference_estimator::presentation::answers::headline::{Scope, day_line, headline, spoken, sum_line};
use inference_estimator::presentation::answers::{
    embed, features, growth, latency, limits, model_table, models, notes, notices, own_gpus, own_times,
    pinned, price, range, savings, standing_sentence, steps, summary, then_now, what_if,
};
use inference_estimator::presentation::document::Document;
use inference_estimator::scenario::{
    Field, Fleet, GpuChoice, HostedModelChoice, Lever, LeverSet, ModelRef, Name, OpenModelChoice, Preset,
    Scenario, Serving,
};
use std::fmt::Debug;

/// Longest line of a value that is written on one line.
const LINE: usize = 118;

/// The value, a field per line; what is short stays on one line.
fn shown(value: &impl Debug) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in format!("{value:#?}").lines() {
        lines.push(line.to_owned());
        let closes = matches!(line.trim().chars().next(), Some('}' | ']' | ')'));
        if !closes {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let opens = |line: &String| line.len() - line.trim_start().len() == indent;
        let Some(start) = lines[..lines.len() - 1].iter().rposition(opens) else { continue };
        let one: Vec<&str> = lines[start..].iter().map(|line| line.trim()).collect();
        let one = format!("{}{}", " ".repeat(indent), one.join(" "));
        if one.chars().count() <= LINE {
            lines.truncate(start);
            lines.push(one);
        }
    }
    lines.join("\n")
}

/// Everything that is said of a scenario.
struct Said(String);

impl Said {
    fn say(&mut self, heading: &str, text: &str) {
        self.0 += &format!("== {heading}\n{}\n\n", text.trim_end());
    }

    fn answer(&mut self, heading: &str, value: &impl Debug) {
        self.say(heading, &shown(value));
    }
}

fn said(scenario: &Scenario, catalogue: &Catalogue, locale: Locale) -> String {
    let found = estimate(scenario, catalogue).unwrap();
    let mut said = Said(String::new());
    for chosen in 0..scenario.features.len() {
        let view = View::new(scenario, &found, catalogue, locale).with_chosen(chosen);
        if chosen == 0 {
            of_all(&view, &mut said);
        }
        of_feature(&view, &mut said);
    }
    let document = Document::new(scenario, &found, locale);
    said.say("the document as text", &document.text());
    said.say("the document as Markdown", &document.markdown());
    said.say("the document as CSV", &document.csv().replace("\r\n", "\n"));
    said.0
}

fn of_all(view: &View, said: &mut Said) {
    let (scenario, catalogue, locale) = (view.scenario, view.catalogue, view.locale);
    let found = view.estimate();
    let now = headline(view, Scope::All);
    said.say("summary", &summary(scenario, found, None, locale));
    said.answer("headline", &now);
    let sentence: Vec<String> = now.sentence().into_iter().map(|part| part.text).collect();
    said.say("headline, its sentence", &sentence.concat());
    said.say("headline, spoken", &spoken(&now));
    said.say("headline, its line", &sum_line(view));
    said.answer("features", &features::features(view));
    said.answer("notes", &notes::notes(view));
    said.answer("old prices", &notices::old_prices(view));
    let range = likely(scenario, catalogue).map(|found| range::range(view, &found, None));
    said.answer("range", &range.map_err(|why| why.to_string()));
    said.say("savings", &savings::finding(view));
    said.answer("savings, all features", &savings::waterfall(view));
    said.answer("savings, what to try next", &savings::suggestions(view, &try_next(scenario, catalogue)));
    said.say("price", &price::finding(view));
    said.answer("price, where it goes", &price::economics(view));
    for counted in [Counted::Requests, Counted::Tokens, Counted::Credits] {
        said.answer(&format!("price, what it can include: {counted:?}"), &price::advice(view, counted));
    }
    said.answer("price, no limit", &price::risk(view));
    said.answer("price, tiers", &price::tiers(view));
    said.say("growth", &growth::finding(view));
    let ahead = growth_of(scenario, found, catalogue);
    said.answer("growth, month by month", &growth::growth(view, &ahead));
    said.say("growth, its table", &growth::draw(&ahead, 600.0, locale).table.text());
    for outcome in WhatIfOutcome::ALL {
        let inputs = what_if::inputs(scenario);
        let down = what_if::first_of(&inputs, Field::Users);
        let across = what_if::first_of(&inputs, Field::RequestsPerActiveDay);
        said.answer(&format!("what if: {outcome:?}"), &what_if::what_if(view, outcome, down, across));
    }
    let then = then_and_now(scenario, "2026-10-01".parse().unwrap(), view.today, catalogue).unwrap();
    said.answer("then and now", &then_now::then_and_now(&then, locale));
}

fn of_feature(view: &View, said: &mut Said) {
    let (scenario, catalogue, locale) = (view.scenario, view.catalogue, view.locale);
    let name = view.feature_name();
    said.say(&format!("{name}: its line"), &day_line(view));
    said.answer(&format!("{name}: steps"), &steps(view, view.costs().unwrap()));
    said.answer(&format!("{name}: against its target"), &standing_sentence(view));
    said.answer(&format!("{name}: latency"), &latency::latency(view));
    said.answer(&format!("{name}: load"), &limits::load(view));
    said.answer(&format!("{name}: limits"), &limits::limits(view));
    said.answer(&format!("{name}: users by use"), &price::users(view));
    let rows = lever_rows(scenario, view.chosen, catalogue);
    said.answer(&format!("{name}: levers"), &savings::lever_texts(&rows, locale));
    let compared = compare(scenario, view.chosen, catalogue).unwrap();
    let candidates = models::candidates(&compared, catalogue, scenario.as_of);
    said.answer(&format!("{name}: models"), &models::models(view, &candidates));
    said.answer(&format!("{name}: a better model"), &models::better(&candidates, locale));
    said.answer(&format!("{name}: instead"), &latency::instead(view, Some(&compared), &candidates));
    said.say(&format!("{name}: all models"), &model_table::finding(view, Some(&compared)));
    let lines = compared.rows.iter().take(6).map(|row| model_table::model_line(view, row, &compared));
    said.answer(&format!("{name}: the first lines of all models"), &lines.collect::<Vec<_>>());
    said.answer(&format!("{name}: embed, words"), &embed::words(view));
    said.answer(&format!("{name}: embed, line"), &embed::short_line(view));
    said.answer(&format!("{name}: embed, sentence"), &headline(view, Scope::Feature).short_sentence());
    said.answer(&format!("{name}: embed, latency"), &embed::latency(view));
    said.answer(&format!("{name}: GPUs"), &own_gpus::known(view));
    said.answer(&format!("{name}: memory"), &own_gpus::memory(view));
    said.answer(&format!("{name}: overloaded"), &own_gpus::overloaded(view));
    said.answer(&format!("{name}: cost of tokens"), &own_gpus::token_cost(view));
    said.answer(&format!("{name}: times"), &own_times::times(view));
    said.answer(&format!("{name}: table of times"), &own_times::times_table(view));
}

fn preset(preset: Preset, catalogue: &Catalogue) -> Scenario {
    let scenario = preset.scenario("2026-11-23".parse().unwrap());
    scenario.with_ids(&|text| catalogue.hosted.id_of_text(text))
}

/// The support chat on a 70B model, two H100s a replica.
fn on_own_gpus(catalogue: &Catalogue) -> Scenario {
    let mut scenario = preset(Preset::SupportChat, catalogue);
    let fleet = Fleet::new(OpenModelChoice::listed("llama-3.1-70b"), GpuChoice::listed("h100"));
    let feature = &mut scenario.features[0];
    feature.serving = Serving::SelfHosted(Box::new(fleet));
    for (field, value) in
        [(Field::TensorParallel, 2.0), (Field::BatchLimit, 32.0), (Field::GpuUsdPerHour, 2.5)]
    {
        feature.set(field, Some(value)).unwrap();
    }
    scenario
}

/// Two features, of which one has a model that no list knows.
fn with_an_unknown_price(catalogue: &Catalogue) -> Scenario {
    let mut scenario = preset(Preset::SupportChat, catalogue);
    let mut other = preset(Preset::RagSearch, catalogue).features.remove(0);
    if let Serving::Hosted(route) = &mut other.serving {
        route.legs[0].model = HostedModelChoice::Book(ModelRef::Unknown(Name::new("acme/unlisted")));
    }
    scenario.features.push(other);
    scenario.features[0].levers.on = LeverSet::default().with(Lever::PromptCache).with(Lever::ShorterText);
    scenario
}

fn compare_with_the_files(name: &str, make: impl Fn(&Catalogue) -> Scenario) {
    let catalogue = Catalogue::shipped().unwrap();
    let scenario = make(&catalogue);
    for (tag, locale) in [("en", Locale::ENGLISH), ("de", Locale::from_tag("de"))] {
        let text = said(&scenario, &catalogue, locale);
        for never in
            ["NaN", "inf ", " 1 requests", " 1 users", " 1 models", " 1 days", " 1 months", " 1 GPUs"]
        {
            assert!(!text.contains(never), "{name}: {never}");
        }
        insta::assert_snapshot!(format!("{name}_{tag}"), text);
    }
}

macro_rules! presets {
    ($($name:ident: $preset:ident,)*) => { $(
        #[test]
        fn $name() {
            compare_with_the_files(stringify!($name), |catalogue| preset(Preset::$preset, catalogue));
        }
    )* };
}

presets! {
    glossary: Glossary,
    support_chat: SupportChat,
    autocomplete: Autocomplete,
    document_summaries: DocumentSummaries,
    rag_search: RagSearch,
    coding_agent: CodingAgent,
}

#[test]
fn every_preset_has_a_snapshot() {
    assert_eq!(Preset::ALL.len(), 6, "add the new preset to the list above");
}

#[test]
fn self_hosted_gpus() {
    compare_with_the_files("self_hosted_gpus", on_own_gpus);
}

#[test]
fn an_unknown_price() {
    compare_with_the_files("an_unknown_price", with_an_unknown_price);
}

#[test]
fn one_of_something_is_said_in_the_singular() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut scenario = preset(Preset::Glossary, &catalogue);
    scenario
        .set(
            inference_estimator::scenario::FieldPath {
                place: inference_estimator::scenario::Place::Scenario,
                field: Field::Users,
            },
            Some(1.0),
        )
        .unwrap();
    let feature = &mut scenario.features[0];
    for field in [Field::RequestsPerActiveDay, Field::ActiveDaysPerMonth, Field::OutputTokens] {
        feature.set(field, Some(1.0)).unwrap();
    }
    let found = estimate(&scenario, &catalogue).unwrap();
    let view = View::new(&scenario, &found, &catalogue, Locale::ENGLISH);
    let now = headline(&view, Scope::All);
    assert_eq!(now.users, "1 user");
    let line = day_line(&view).replace('\u{a0}', " ");
    assert!(line.contains("1 user ") && line.contains("1 request ") && line.contains("× 1 day "), "{line}");
    let stats = latency::latency(&view).stats;
    assert!(stats.iter().any(|stat| stat.how == "1 output token"), "{stats:?}");
}

#[test]
fn the_pinned_result_says_how_the_present_one_differs() {
    let catalogue = Catalogue::shipped().unwrap();
    let then = estimate(&preset(Preset::SupportChat, &catalogue), &catalogue).unwrap();
    let now = on_own_gpus(&catalogue);
    let found = estimate(&now, &catalogue).unwrap();
    let view = View::new(&now, &found, &catalogue, Locale::ENGLISH);
    insta::assert_snapshot!(shown(&pinned::pinned(&view, &then)));
    let same = pinned::pinned(
        &View::new(&preset(Preset::SupportChat, &catalogue), &then, &catalogue, Locale::ENGLISH),
        &then,
    );
    assert!(same.latency.is_some_and(|latency| latency.ends_with(", as in A")));
}

//! `estimate`: JSON or a share link in, JSON or a document out.
//!
//! The scenario is JSON as `docs/scenario.schema.json` describes it, or a link (`https://…/#s=1.…`). What is worth knowing
//! about a link and every error goes to standard error; the exit code is 2 where there is no estimate.
//!
//! The member `business` of the JSON holds levers, prices, growth and sensitivity: see `docs/business.md`; `likely` the
//! range of the month. `--compare` adds `models`: every priced model for each feature.

use super::streams::{Ending, Failure, Streams};
use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{estimate, json};
use inference_estimator::format::Locale;
use inference_estimator::presentation::document::Document;
use inference_estimator::scenario::Scenario;
use inference_estimator::scenario::json::Value;
use inference_estimator::share::{self, Decoded, LinkError};
use inference_estimator::units::Date;
use std::fs;
use std::io::ErrorKind;

/// A scenario, and the one that is pinned beside it.
type Both = (Scenario, Option<Scenario>);

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// The whole estimate, for programs
    Json,
    /// A document for people
    Text,
    /// The same document as Markdown
    Markdown,
    /// The tables of the document
    Csv,
}

const AFTER_HELP: &str = "\
Examples:
  inference-estimator estimate scenario.json
  inference-estimator estimate --form text '#p=glossary&users=12000'
  inference-estimator estimate --compare 'https://example.org/#s=1.…' | jq '.models'
  pbpaste | inference-estimator estimate --as-of 2026-11-01

docs/scenario.schema.json describes the JSON of a scenario, docs/links.md the links, docs/business.md the member
\"business\" of the result. What is not known is null in the result, never 0.

Exit codes:
  0  the estimate is on standard output; notes about a link are on standard error
  2  there is no estimate; standard error says why";

/// Estimate a scenario: what it costs, how long users wait, what would save money
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// The day whose prices apply [default: the scenario's own, else the day of the price book]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// What is printed
    #[arg(long, value_enum, default_value = "json")]
    form: Form,
    /// List every priced model for each feature, in the member "models" of the JSON
    #[arg(long)]
    compare: bool,
    /// A file of scenario JSON or of a link, or the link itself; without it or with "-", standard input
    #[arg(value_name = "FILE|LINK")]
    source: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let text = answer(arguments, streams).map_err(|message| Failure::stopped(2, message))?;
    writeln!(streams.output, "{text}")?;
    Ok(Ending::Fine)
}

fn answer(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<String, String> {
    let Arguments { as_of, form, compare, source } = arguments;
    if *compare && *form != Form::Json {
        return Err(
            "--compare lists the models in the JSON alone; leave out --form, or leave out --compare".into()
        );
    }
    let catalogue = Catalogue::shipped().map_err(|error| error.to_string())?;
    let day = catalogue.hosted.package().date;
    let (scenario, pinned) = read_both(source.as_deref().unwrap_or("-"), day, streams)?;
    let estimated = |mut scenario: Scenario| {
        scenario.as_of = as_of.unwrap_or(scenario.as_of);
        let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
        let found = estimate(&scenario, &catalogue).map_err(|error| error.to_string())?;
        Ok::<_, String>((scenario, found))
    };
    let (scenario, estimate) = estimated(scenario)?;
    let pinned = pinned.map(estimated).transpose()?;
    let document = || {
        let en = Locale::ENGLISH;
        let all: Vec<&Scenario> = pinned.iter().map(|(pinned, _)| pinned).chain([&scenario]).collect();
        let document = Document::new(&scenario, &estimate, en).with_prices(&all, &catalogue, en);
        match &pinned {
            Some((pinned, then)) => document.beside((&scenario, &estimate), (pinned, then), en),
            None => document,
        }
    };
    match form {
        Form::Text => Ok(document().text()),
        Form::Markdown => Ok(document().markdown()),
        Form::Csv => Ok(document().csv()),
        Form::Json => {
            let mut value = estimate.to_json(&scenario, &catalogue);
            if let Value::Object(members) = &mut value {
                members.push(("business".into(), json::business(&scenario, &estimate, &catalogue)));
                members.push(("likely".into(), json::likely(&scenario, &catalogue)));
                if let Some((pinned, then)) = &pinned {
                    members.push(("pinned".into(), then.to_json(pinned, &catalogue)));
                }
                if *compare {
                    members.push(("models".into(), json::comparisons(&scenario, &catalogue)));
                }
            }
            serde_json::to_string_pretty(&value).map_err(|error| error.to_string())
        }
    }
}

/// The scenario of a file, of a link or, for "-", of standard input; `day` is for one that names none.
pub(crate) fn read_scenario(source: &str, day: Date, streams: &mut Streams<'_>) -> Result<Scenario, String> {
    read_both(source, day, streams).map(|(scenario, _)| scenario)
}

/// The same with the scenario that is pinned beside it, A.
fn read_both(source: &str, day: Date, streams: &mut Streams<'_>) -> Result<Both, String> {
    if source == "-" {
        let mut text = String::new();
        streams
            .input
            .read_to_string(&mut text)
            .map_err(|error| format!("cannot read standard input: {error}; it must be UTF-8 text"))?;
        if text.trim().is_empty() {
            return Err("standard input is empty; write a scenario or a link to it, or name a file".into());
        }
        return parse(&text, day, streams);
    }
    match fs::read_to_string(source) {
        Ok(text) => parse(&text, day, streams),
        Err(error) if error.kind() == ErrorKind::NotFound => match share::decode(source, day) {
            Err(LinkError::NotOurs) => Err(format!(
                "{source}: there is no such file, and it is no link; name a file of scenario JSON or of a link, write a \
                 link (#s=1.… or #p=…), or write - for standard input"
            )),
            decoded => linked(source, decoded.map_err(|error| error.to_string())?, day, streams),
        },
        Err(error) => Err(format!("cannot read {source}: {error}")),
    }
}

/// The scenario of a JSON text or of a text with a link.
fn parse(text: &str, day: Date, streams: &mut Streams<'_>) -> Result<Both, String> {
    if text.trim_start().starts_with('{') {
        let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
        let read = Scenario::from_json(&value, Some(day))
            .and_then(|scenario| Ok((scenario, Scenario::pinned_from_json(&value, Some(day))?)));
        return read.map_err(|errors| errors.to_string());
    }
    let decoded = share::decode(text, day)
        .map_err(|error| format!("{error} (a scenario is JSON that begins with {{, or such a link)"))?;
    linked(text, decoded, day, streams)
}

/// The scenarios of a link whose own was read.
fn linked(text: &str, decoded: Decoded, day: Date, streams: &mut Streams<'_>) -> Result<Both, String> {
    let pinned = match share::pinned_in(text) {
        Some(pinned) => {
            let a = |error: LinkError| format!("A, the pinned scenario of the link: {error}");
            let decoded = share::decode(&["s=", &pinned.map_err(a)?].concat(), day).map_err(a)?;
            Some(noted(decoded, streams))
        }
        None => None,
    };
    Ok((noted(decoded, streams), pinned))
}

/// The scenario of a link; what is worth knowing about the link goes to standard error.
fn noted(decoded: Decoded, streams: &mut Streams<'_>) -> Scenario {
    for notice in &decoded.notices {
        // Where standard error is closed, nobody wants the notes.
        let _ = writeln!(streams.errors, "note: {notice}");
    }
    decoded.scenario
}

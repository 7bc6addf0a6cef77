//! Estimates a scenario: JSON or a share link in, JSON out.
//!
//! `estimate [--as-of YYYY-MM-DD] [--compare] [FILE]` reads FILE, or standard input where there is none. The scenario is JSON as
//! `docs/scenario.schema.json` describes it, or a link (`https://…/#s=1.…`). `--as-of` sets the day whose prices apply;
//! without it, it is the scenario's own, and failing that the day of the price book. What is to be known about a link
//! and every error goes to standard error; the exit code is 2 where there is no estimate.
//!
//! `--form text`, `--form markdown` or `--form csv` gives a document for people instead of JSON. The member `business`
//! of the JSON holds levers, prices, growth and sensitivity: see `docs/business.md`; `likely` the range of the month.
//! `--compare` adds `models`: every priced model for each feature.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{estimate, json};
use inference_estimator::format::{Document, Locale};
use inference_estimator::scenario::Scenario;
use inference_estimator::scenario::json::Value;
use inference_estimator::share;
use inference_estimator::units::Date;
use std::io::Read;
use std::process::ExitCode;
use std::{env, fs, io};

const USAGE: &str = "usage: estimate [--as-of YYYY-MM-DD] [--form json|text|markdown|csv] [--compare] [FILE] (scenario JSON or a share link; without FILE, standard input)";

enum Form {
    Json,
    Text,
    Markdown,
    Csv,
}

struct Arguments {
    as_of: Option<Date>,
    form: Form,
    /// Whether every priced model is to be listed.
    compare: bool,
    file: Option<String>,
}

fn main() -> ExitCode {
    match run() {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<String, String> {
    let Arguments { as_of, form, compare, file } = arguments(env::args().skip(1))?;
    let catalogue = Catalogue::shipped().map_err(|error| error.to_string())?;
    let mut scenario = read(&text(file.as_deref())?, catalogue.hosted.package().date)?;
    if let Some(as_of) = as_of {
        scenario.as_of = as_of;
    }
    let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
    let estimate = estimate(&scenario, &catalogue).map_err(|error| error.to_string())?;
    let document = || Document::new(&scenario, &estimate, Locale::ENGLISH);
    match form {
        Form::Text => Ok(document().text()),
        Form::Markdown => Ok(document().markdown()),
        Form::Csv => Ok(document().csv()),
        Form::Json => {
            let mut value = estimate.to_json(&scenario, &catalogue);
            if let Value::Object(members) = &mut value {
                members.push(("business".into(), json::business(&scenario, &estimate, &catalogue)));
                members.push(("likely".into(), json::likely(&scenario, &catalogue)));
                if compare {
                    members.push(("models".into(), json::comparisons(&scenario, &catalogue)));
                }
            }
            serde_json::to_string_pretty(&value).map_err(|error| error.to_string())
        }
    }
}

fn arguments(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments = Arguments { as_of: None, form: Form::Json, compare: false, file: None };
    while let Some(word) = words.next() {
        if word == "--compare" {
            arguments.compare = true;
            continue;
        }
        if word == "--form" {
            arguments.form = match words.next().as_deref() {
                Some("json") => Form::Json,
                Some("text") => Form::Text,
                Some("markdown") => Form::Markdown,
                Some("csv") => Form::Csv,
                _ => return Err(format!("--form needs json, text, markdown or csv\n{USAGE}")),
            };
            continue;
        }
        let day = match word.strip_prefix("--as-of") {
            Some("") => Some(words.next().ok_or_else(|| format!("--as-of needs a day\n{USAGE}"))?),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        match day {
            Some(day) => {
                let parsed = day.parse().map_err(|error| format!("--as-of {day}: {error}"))?;
                arguments.as_of = Some(parsed);
            }
            None if arguments.file.is_none() && (word == "-" || !word.starts_with('-')) => {
                arguments.file = Some(word);
            }
            None => return Err(format!("{word}: not expected here\n{USAGE}")),
        }
    }
    Ok(arguments)
}

fn text(file: Option<&str>) -> Result<String, String> {
    match file {
        Some(path) if path != "-" => fs::read_to_string(path).map_err(|error| format!("{path}: {error}")),
        _ => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
            Ok(text)
        }
    }
}

/// The scenario of a JSON text or of a link; `day` is for one that names none.
fn read(text: &str, day: Date) -> Result<Scenario, String> {
    if text.trim_start().starts_with('{') {
        let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
        return Scenario::from_json(&value, Some(day)).map_err(|errors| errors.to_string());
    }
    let decoded = share::decode(text, day)
        .map_err(|error| format!("{error} (a scenario is JSON that begins with {{, or such a link)"))?;
    for notice in &decoded.notices {
        eprintln!("note: {notice}");
    }
    Ok(decoded.scenario)
}

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
use inference_estimator::format::{Document, Locale};
use inference_estimator::scenario::Scenario;
use inference_estimator::scenario::json::Value;
use inference_estimator::share;
use inference_estimator::units::Date;
use std::fs;

#[derive(Clone, Copy, clap::ValueEnum)]
enum Form {
    /// The whole estimate, for programs
    Json,
    /// A document for people
    Text,
    /// The same document in Markdown
    Markdown,
    /// The tables of the document
    Csv,
}

/// Estimate a scenario: what it costs, how long people wait, what would save money
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The day whose prices apply [default: the scenario's own, else the day of the price book]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// What is printed
    #[arg(long, value_enum, default_value = "json")]
    form: Form,
    /// Add every priced model for each feature, as the member "models" of the JSON
    #[arg(long)]
    compare: bool,
    /// Scenario JSON or a text with a share link; without FILE or with "-", standard input
    file: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let text = answer(arguments, streams).map_err(|message| Failure::stopped(2, message))?;
    writeln!(streams.output, "{text}")?;
    Ok(Ending::Fine)
}

fn answer(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<String, String> {
    let Arguments { as_of, form, compare, file } = arguments;
    let catalogue = Catalogue::shipped().map_err(|error| error.to_string())?;
    let text = text(file.as_deref(), streams)?;
    let mut scenario = read(&text, catalogue.hosted.package().date, streams)?;
    if let Some(as_of) = as_of {
        scenario.as_of = *as_of;
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
                if *compare {
                    members.push(("models".into(), json::comparisons(&scenario, &catalogue)));
                }
            }
            serde_json::to_string_pretty(&value).map_err(|error| error.to_string())
        }
    }
}

fn text(file: Option<&str>, streams: &mut Streams<'_>) -> Result<String, String> {
    match file {
        Some(path) if path != "-" => fs::read_to_string(path).map_err(|error| format!("{path}: {error}")),
        _ => {
            let mut text = String::new();
            streams.input.read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
            Ok(text)
        }
    }
}

/// The scenario of a JSON text or of a link; `day` is for one that names none.
fn read(text: &str, day: Date, streams: &mut Streams<'_>) -> Result<Scenario, String> {
    if text.trim_start().starts_with('{') {
        let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
        return Scenario::from_json(&value, Some(day)).map_err(|errors| errors.to_string());
    }
    let decoded = share::decode(text, day)
        .map_err(|error| format!("{error} (a scenario is JSON that begins with {{, or such a link)"))?;
    for notice in &decoded.notices {
        let _ = writeln!(streams.errors, "note: {notice}");
    }
    Ok(decoded.scenario)
}

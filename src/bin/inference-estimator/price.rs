//! `price`: prices requests with the shipped catalogue and compares them with expected answers.
//!
//! FILE is JSON: `{"cases": [..]}` or a bare list of
//! `{"provider", "model", "at", "usage", "context"?, "expect": {"input_usd", "output_usd", "total_usd", ..}}`
//! or `"expect_error"` in place of `"expect"`: it agrees when the request is refused.
//! Exit code 0 when all agree, 1 when one differs, 2 when the file cannot be read.

use super::streams::{Ending, Failure, Streams};
use inference_estimator::catalogue::FullCatalogue;
use inference_estimator::estimate::cost::price_request::PriceRequest;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Largest relative difference that counts as agreement.
const TOLERANCE: f64 = 1e-9;

const AFTER_HELP: &str = r#"A request of the list:
  {
    "provider": "anthropic", "model": "claude-sonnet-4-5", "at": "2026-11-23T12:00:00Z",
    "usage": { "input_tokens": 10000, "cache_read_tokens": 8000, "output_tokens": 400 },
    "expect": { "total_usd": "0.0144" }
  }
"context" names the kind of request where that has prices of its own. In "expect", "input_usd",
"output_usd", "total_usd" and "matched_id" are compared where they are given; "expect_error" in its
place agrees when the request is refused. Prices agree within 1e-9 of the expected one.
A line with "note:" says what to know about a price, for example that a kind of request has no rate
of its own and was priced at the list price. It is no difference.

Exit codes:
  0  all agree
  1  at least one differs; a line for each says how
  2  the file cannot be read"#;

/// Price requests, and compare the prices with expected answers
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// JSON: a list of requests, or an object with one under "cases"
    file: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let path = &arguments.file;
    let stopped = |message: String| Failure::stopped(2, format!("price: {}: {message}", path.display()));
    let cases = read_cases(path).map_err(stopped)?;
    let catalogue = FullCatalogue::shipped().map_err(|error| stopped(error.to_string()))?;
    compare_all(&catalogue, &cases, streams)
}

fn read_cases(path: &Path) -> Result<Vec<Value>, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_str(&text).map_err(|error| format!("not JSON: {error}"))?;
    let cases = value.get("cases").unwrap_or(&value);
    cases
        .as_array()
        .cloned()
        .ok_or_else(|| "neither a list of requests nor an object with \"cases\"".to_owned())
}

fn compare_all(
    catalogue: &FullCatalogue,
    cases: &[Value],
    streams: &mut Streams<'_>,
) -> Result<Ending, Failure> {
    let mut agree = 0;
    for (index, case) in cases.iter().enumerate() {
        let differences = compare(catalogue, case);
        agree += usize::from(differences.is_empty());
        let name = |field: &str| case.get(field).and_then(Value::as_str).unwrap_or("?").to_owned();
        let (provider, model) = (name("provider"), name("model"));
        for difference in &differences {
            writeln!(streams.output, "case {}: {provider}/{model}: {difference}", index + 1)?;
        }
        for note in notes(catalogue, case) {
            writeln!(streams.output, "case {}: {provider}/{model}: note: {note}", index + 1)?;
        }
    }
    writeln!(streams.output, "{agree} of {} agree", cases.len())?;
    Ok(if agree == cases.len() { Ending::Fine } else { Ending::Differs })
}

/// What is to be known about the price of a request: that a modifier has no rate, that the model is retired.
fn notes(catalogue: &FullCatalogue, case: &Value) -> Vec<String> {
    let answer = PriceRequest::read(case).ok().and_then(|request| request.answer(catalogue).ok());
    answer.map_or_else(Vec::new, |answer| answer.notes.iter().map(ToString::to_string).collect())
}

fn compare(catalogue: &FullCatalogue, case: &Value) -> Vec<String> {
    let answer = PriceRequest::read(case)
        .map_err(|error| error.to_string())
        .and_then(|request| request.price(catalogue).map_err(|error| error.to_string()));
    let (model, price) = match (answer, case.get("expect_error"), case.get("expect")) {
        (Err(_), Some(_), _) => return Vec::new(),
        (Ok((_, price)), Some(expected), _) => {
            return vec![format!("expected a refusal ({expected}), got {} USD", price.total.get())];
        }
        (Err(error), None, _) => return vec![format!("expected a price, got a refusal: {error}")],
        (Ok(_), None, None) => return vec!["has neither \"expect\" nor \"expect_error\"".to_owned()],
        (Ok(answer), None, Some(_)) => answer,
    };
    let expected = |field: &str| case.get("expect").and_then(|expect| expect.get(field));
    let mut differences = Vec::new();
    if let Some(id) = expected("matched_id").and_then(Value::as_str).filter(|id| *id != model.slug) {
        differences.push(format!("expected model {id}, got {}", model.slug));
    }
    for (field, got) in [("input_usd", price.input), ("output_usd", price.output), ("total_usd", price.total)]
    {
        let Some(value) = expected(field) else { continue };
        let number = value.as_f64().or_else(|| value.as_str()?.parse().ok());
        let Some(number) = number else {
            differences.push(format!("expected {field} {value} is no number"));
            continue;
        };
        let error = (got.get() - number).abs() / number.abs().max(f64::MIN_POSITIVE);
        if (got.get() - number).abs() > TOLERANCE * number.abs() {
            differences
                .push(format!("{field}: expected {number}, got {}, relative error {error:.1e}", got.get()));
        }
    }
    differences
}

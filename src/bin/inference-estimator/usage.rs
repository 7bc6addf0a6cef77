//! `usage`: usage and cost files in, their sums as JSON out.
//!
//! A file is recognised by what is in it, never by its name. One file gives one object, several give a list, `--join` gives their
//! union. Exit code 0, or 2 where a file cannot be read; rows that cannot be read are counted in the result.

use super::streams::{Ending, Failure, Streams};
use inference_estimator::bill::{PriceNames, reprice};
use inference_estimator::catalogue::Catalogue;
use inference_estimator::scenario::json::Value;
use inference_estimator::usage::{Reader, Report, Seen, Tier, join};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Bytes that are read at a time.
const SLICE: usize = 4 << 20;

const AFTER_HELP: &str = "\
Formats: OpenAI usage and cost (CSV, API), Anthropic usage and cost (CSV, API), Claude Code analytics and logs, Codex logs,
Google Cloud cost table, reports and BigQuery rows, AWS CUR, CUR 2.0 and Cost Explorer, Azure cost details, FOCUS, LiteLLM,
OpenRouter, Helicone, Langfuse, Portkey, Cloudflare, Vercel, OpenCode, DeepSeek, OpenTelemetry spans, answers and batch files of
OpenAI, Anthropic and Gemini.

Examples:
  inference-estimator usage completions_usage_2026-11.csv
  inference-estimator usage --join usage.csv cost.csv | jq '.by_model'
  cat ~/.claude/projects/*/*.jsonl | inference-estimator usage

What a file does not say is null, never 0. Rows read are rows used and rows skipped, by reason; rows that are broken are named
with their line. docs/usage.md says what each format can and cannot tell.

Exit codes:
  0  the sums are on standard output
  2  a file cannot be read; standard error says why";

/// Sum usage and cost files of providers, clouds, gateways and local tools
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// Print the union of all files, without counting anything twice
    #[arg(long)]
    join: bool,
    /// Add what the same calls would have cost on this model, at its list price; may be given several times
    #[arg(long, value_name = "PROVIDER/MODEL")]
    reprice: Vec<String>,
    /// Files of known formats; without any or with "-", standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let standard_input = [PathBuf::from("-")];
    let files = if arguments.files.is_empty() { &standard_input[..] } else { &arguments.files };
    let reports = if arguments.join {
        vec![join(&read_joined(files, "usage", streams)?)]
    } else {
        let mut alone = |path| Ok(read_file(path, Seen::default(), "usage", streams)?.0);
        files.iter().map(|path| alone(path.as_path())).collect::<Result<Vec<Report>, Failure>>()?
    };
    let mut values: Vec<Value> = reports.iter().map(Report::to_json).collect();
    if !arguments.reprice.is_empty() {
        add_repriced(&arguments.reprice, &reports, &mut values)?;
    }
    let value = if values.len() == 1 { values.remove(0) } else { Value::List(values) };
    let text = serde_json::to_string_pretty(&value).map_err(io::Error::from)?;
    writeln!(streams.output, "{text}")?;
    Ok(Ending::Fine)
}

/// Adds the member `repriced` to every report: what its calls would have cost on other models, as amounts in US dollars.
fn add_repriced(models: &[String], reports: &[Report], values: &mut [Value]) -> Result<(), Failure> {
    let stopped = |message: String| Failure::stopped(2, format!("usage: --reprice {message}"));
    let catalogue = Catalogue::shipped().map_err(|error| stopped(error.to_string()))?;
    let names = PriceNames::new(&catalogue.hosted, catalogue.hosted.package().date);
    for name in models {
        let book = &catalogue.hosted;
        let model = book.id_of_text(name).and_then(|id| book.model(id)).or_else(|| names.find(name));
        let model = model.ok_or_else(|| stopped(format!("{name}: the price book has no such model")))?;
        let rates = names
            .rates_of(model, Tier::Standard)
            .ok_or_else(|| stopped(format!("{name}: no price for a token of it is known")))?;
        for (report, value) in reports.iter().zip(&mut *values) {
            let cost = reprice(report, &rates).map_or(Value::Null, |cost| Value::text(&cost.to_string()));
            if let Value::Object(members) = value {
                if !members.iter().any(|(key, _)| &**key == "repriced") {
                    members.push(("repriced".into(), Value::Object(Vec::new())));
                }
                if let Some((_, Value::Object(repriced))) = members.last_mut() {
                    repriced.push((name.as_str().into(), cost));
                }
            }
        }
    }
    Ok(())
}

/// Reports of files of which some may have the same calls: a call that a file before has is not read again.
pub(crate) fn read_joined(
    files: &[PathBuf],
    command: &str,
    streams: &mut Streams<'_>,
) -> Result<Vec<Report>, Failure> {
    let mut seen = Seen::default();
    let mut reports = Vec::new();
    for path in files {
        let (report, all) = read_file(path, seen, command, streams)?;
        seen = all;
        reports.push(report);
    }
    Ok(reports)
}

fn read_file(
    path: &Path,
    seen: Seen,
    command: &str,
    streams: &mut Streams<'_>,
) -> Result<(Report, Seen), Failure> {
    let stopped = |message: String| Failure::stopped(2, format!("{command}: {}: {message}", path.display()));
    let mut file;
    let input: &mut dyn Read = if path == Path::new("-") {
        &mut *streams.input
    } else {
        file = File::open(path).map_err(|error| stopped(error.to_string()))?;
        &mut file
    };
    let mut reader = Reader::new().after(seen);
    let mut slice = vec![0; SLICE];
    loop {
        let length = input.read(&mut slice).map_err(|error| stopped(error.to_string()))?;
        if length == 0 {
            return reader.finish_with_identities().map_err(|error| stopped(error.to_string()));
        }
        reader.push(slice.get(..length).unwrap_or_default()).map_err(|error| stopped(error.to_string()))?;
    }
}

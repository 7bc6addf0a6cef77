//! `check`: a bill against the estimate of a scenario.
//!
//! Exit code 0 where they differ by no more than the threshold, 1 where they differ by more, 2 where there is nothing to compare.

use super::estimate::read_scenario;
use super::streams::{Ending, Failure, Streams};
use super::usage::read_joined;
use inference_estimator::bill::{Comparison, PriceNames, compare, days_of, expected_of, first_beyond};
use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::estimate;
use inference_estimator::scenario::json::Value;
use inference_estimator::units::Date;
use inference_estimator::usage::{Cause, ModelUse, Money, Part, Report, join};
use std::io;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  inference-estimator check --scenario scenario.json --usage usage.csv --usage cost.csv --max-drift 10%
  inference-estimator check --scenario 'https://example.org/#s=1.…' --usage litellm.json --form json

The estimate of a month is taken for the days that the files have. Several files are joined without counting anything twice.
The difference is split into calls, models, length of input and output, reasoning, cached input, prices and tools; the parts add
up to it. What the files cannot tell apart is one part.

Exit codes:
  0  the bill is within the threshold
  1  the bill is beyond the threshold; the sentence on standard output says why
  2  there is nothing to compare; standard error says why";

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Sentences for people
    Text,
    /// The figures, for programs
    Json,
}

/// Compare a bill with the estimate of a scenario
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// A file of scenario JSON or of a link, or the link itself
    #[arg(long, value_name = "FILE|LINK")]
    scenario: String,
    /// A usage or cost file; may be given several times
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    usage: Vec<PathBuf>,
    /// The largest difference that is no failure, as a share of the estimate
    #[arg(long, value_name = "PERCENT", default_value = "10%", value_parser = percent)]
    max_drift: f64,
    /// Today: that day and later ones are partial, and no day of them is called the first beyond the threshold
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// What is printed
    #[arg(long, value_enum, default_value = "text")]
    form: Form,
}

/// `10%` or `10`, in hundredths.
fn percent(text: &str) -> Result<f64, String> {
    let number: f64 = text
        .trim()
        .trim_end_matches('%')
        .trim_end()
        .parse()
        .map_err(|_| "not a percentage; write it as 10%".to_owned())?;
    if number.is_finite() && number >= 0.0 {
        Ok(number / 100.0)
    } else {
        Err("a percentage from 0 on, for example 10%".to_owned())
    }
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let stopped = |message: String| Failure::stopped(2, format!("check: {message}"));
    let report = join(&read_joined(&arguments.usage, "check", streams)?);
    let catalogue = Catalogue::shipped().map_err(|error| stopped(error.to_string()))?;
    let day = catalogue.hosted.package().date;
    let scenario = read_scenario(&arguments.scenario, day, streams).map_err(stopped)?;
    let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
    let estimate = estimate(&scenario, &catalogue).map_err(|error| stopped(error.to_string()))?;
    if estimate.total.cost.month.known().is_none() {
        return Err(stopped(
            "the estimate has no known cost; give every model of the scenario a price".to_owned(),
        ));
    }
    let names = PriceNames::new(&catalogue.hosted, scenario.as_of);
    let month: Vec<ModelUse> =
        estimate.features.iter().flat_map(|feature| expected_of(feature, &names)).collect();
    let comparison = compare(&month, &report, &names);
    if comparison.periods.is_empty() {
        return Err(stopped(
            "the files name no day, so that no part of the estimate belongs to them".to_owned(),
        ));
    }
    let share = comparison.drift.share().ok_or_else(|| {
        stopped("the estimate costs nothing, so that no share of it can be said".to_owned())
    })?;
    let month_usd: f64 = month.iter().map(|model| model.token_cost_usd + model.other_cost_usd).sum();
    let days = days_of(&report, month_usd, arguments.today);
    let first = first_beyond(&days, arguments.max_drift);
    match arguments.form {
        Form::Text => write_text(&comparison, share, first, &report, streams)?,
        Form::Json => {
            let value = json(&comparison, share, first, &report);
            let text = serde_json::to_string_pretty(&value).map_err(io::Error::from)?;
            writeln!(streams.output, "{text}")?;
        }
    }
    Ok(if share.abs() > arguments.max_drift { Ending::Differs } else { Ending::Fine })
}

/// The words for a cause.
const fn word(cause: Cause) -> &'static str {
    match cause {
        Cause::Volume => "number of calls",
        Cause::Mix => "mix of models",
        Cause::Input => "length of input",
        Cause::Output => "length of output",
        Cause::Reasoning => "reasoning",
        Cause::Cache => "cached input",
        Cause::Price => "price",
        Cause::Tools => "tools",
    }
}

fn words(part: &Part) -> String {
    part.causes.iter().map(|cause| word(*cause)).collect::<Vec<_>>().join(" or ")
}

fn signed(usd: f64) -> String {
    format!("{}${:.2}", if usd < 0.0 { "−" } else { "+" }, usd.abs())
}

fn dollars(money: Money) -> String {
    format!("${:.2}", money.to_f64())
}

/// How far a bill is from its estimate: "12.3 % above".
fn distance(share: f64, what: &str) -> String {
    let percent = share.abs() * 100.0;
    let side = if share < 0.0 { "below" } else { "above" };
    if percent < 0.05 { format!("equal to {what}") } else { format!("{percent:.1} % {side} {what}") }
}

fn write_text(
    comparison: &Comparison,
    share: f64,
    first: Option<Date>,
    report: &Report,
    streams: &mut Streams<'_>,
) -> io::Result<()> {
    let drift = &comparison.drift;
    let of = if report.totals().cost.is_some() {
        "The bill"
    } else {
        "The cost of the billed tokens at list prices"
    };
    let cause = drift.largest().map_or_else(String::new, |part| {
        format!(", mostly by {} ({})", words(part), signed(part.amount.to_f64()))
    });
    writeln!(
        streams.output,
        "{of} is {}: {} instead of {}{cause}.",
        distance(share, "the estimate"),
        dollars(drift.billed),
        dollars(drift.expected)
    )?;
    for part in drift.parts.iter().filter(|part| part.amount != Money::ZERO) {
        writeln!(streams.output, "  {:>12}  {}", signed(part.amount.to_f64()), words(part))?;
    }
    if let Some(first) = first {
        writeln!(streams.output, "The first whole day beyond the threshold is {first}.")?;
    }
    if let Some(share) = comparison.list.and_then(|list| list.share()).filter(|share| share.abs() >= 0.01) {
        writeln!(streams.output, "What was billed for tokens is {}.", distance(share, "list prices"))?;
    }
    for model in &drift.without_price {
        writeln!(streams.output, "No price is known for {model}; its cost is a part of the mix of models.")?;
    }
    for caution in report.cautions.iter() {
        writeln!(streams.output, "{}", caution.text())?;
    }
    Ok(())
}

fn json(comparison: &Comparison, share: f64, first: Option<Date>, report: &Report) -> Value {
    let drift = &comparison.drift;
    let money = |money: Money| Value::text(&money.to_string());
    let part = |part: &Part| {
        let causes = part.causes.iter().map(|cause| Value::text(word(*cause))).collect();
        Value::object([("causes", Value::List(causes)), ("usd", money(part.amount))])
    };
    let list = comparison.list.map_or(Value::Null, |list| {
        Value::object([
            ("billed_usd", money(list.billed)),
            ("list_usd", money(list.list)),
            ("without_price_usd", money(list.without_price)),
            ("share", list.share().map_or(Value::Null, Value::Number)),
        ])
    });
    Value::object([
        ("estimated_usd", money(drift.expected)),
        ("billed_usd", money(drift.billed)),
        ("drift", Value::Number(share)),
        ("parts", Value::List(drift.parts.iter().map(part).collect())),
        ("months", Value::Number(comparison.months)),
        ("first_day_beyond", first.map_or(Value::Null, |day| Value::text(&day.to_string()))),
        ("list_prices", list),
        ("without_price", Value::List(drift.without_price.iter().map(|model| Value::text(model)).collect())),
        ("usage", report.to_json()),
    ])
}

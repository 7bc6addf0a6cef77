//! Reading the published package of prices, as the converter leaves it: JSON, every price an exact decimal string.

use crate::catalogue::hosted::rates::{PriceRow, Rate, Rates, Window};
use crate::catalogue::hosted::units::PricedUnit;
use crate::units::{Date, Hour};
use serde_json::{Map, Value};
use thiserror::Error;

/// A provider of the package.
#[derive(Debug, Clone)]
pub(in crate::catalogue) struct PublishedProvider {
    pub(in crate::catalogue) key: String,
    pub(in crate::catalogue) name: String,
    pub(in crate::catalogue) pricing_urls: Vec<String>,
    pub(in crate::catalogue) fallback: Vec<String>,
    /// `provider_match` and `model_match`, as published.
    pub(in crate::catalogue) rules: Value,
    pub(in crate::catalogue) models: Vec<PublishedModel>,
}

/// A model of the package.
#[derive(Debug, Clone)]
pub(in crate::catalogue) struct PublishedModel {
    pub(in crate::catalogue) slug: String,
    pub(in crate::catalogue) name: Option<String>,
    pub(in crate::catalogue) context_window: Option<u32>,
    pub(in crate::catalogue) is_deprecated: bool,
    pub(in crate::catalogue) rule: Value,
    pub(in crate::catalogue) rows: Vec<PriceRow>,
}

/// What makes a file no package of prices.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {what}; convert the package anew, or teach the program the new form")]
pub struct PackageError {
    /// Provider and model, as far as they are known.
    pub place: String,
    /// What is wrong there.
    pub what: PackageFault,
}

/// What is wrong in a package of prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PackageFault {
    /// The file is not JSON.
    #[error("not JSON")]
    Json,
    /// Not the kind of value that belongs there.
    #[error("a value is missing or of the wrong kind")]
    Kind,
    /// A price key that the table of units lacks.
    #[error("a price key names no unit in the table of units")]
    Unit,
    /// Not an exact decimal, zero or more.
    #[error("a price is no decimal")]
    Price,
    /// A constraint of an unknown kind, or with a wrong date or time.
    #[error("a constraint is not known")]
    Constraint,
}

use PackageFault::{Constraint, Json, Kind, Price, Unit};

pub(in crate::catalogue) fn read_package(json: &str) -> Result<Vec<PublishedProvider>, PackageError> {
    let fault = |place: &str, what| PackageError { place: place.to_owned(), what };
    let value: Value = serde_json::from_str(json).map_err(|_| fault("the file", Json))?;
    let providers = value.as_array().ok_or_else(|| fault("the file", Kind))?;
    providers.iter().map(read_provider).collect()
}

fn read_provider(value: &Value) -> Result<PublishedProvider, PackageError> {
    let key = value.get("id").and_then(Value::as_str).unwrap_or("a provider without id").to_owned();
    let fault = |what| PackageError { place: key.clone(), what };
    let texts = |field: &str| -> Vec<String> {
        let list = value.get(field).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let rules: Map<String, Value> = ["provider_match", "model_match"]
        .into_iter()
        .filter_map(|field| Some((field.to_owned(), value.get(field)?.clone())))
        .collect();
    let models = value.get("models").and_then(Value::as_array).ok_or_else(|| fault(Kind))?;
    let model = |model: &Value| {
        let slug = model.get("id").and_then(Value::as_str).unwrap_or("a model without id");
        read_model(model).map_err(|what| PackageError { place: format!("{key}/{slug}"), what })
    };
    Ok(PublishedProvider {
        name: spelt(value.get("name").and_then(Value::as_str).ok_or_else(|| fault(Kind))?).to_owned(),
        pricing_urls: texts("pricing_urls"),
        fallback: texts("fallback_model_providers"),
        rules: Value::Object(rules),
        models: models.iter().map(model).collect::<Result<_, _>>()?,
        key,
    })
}

fn read_model(value: &Value) -> Result<PublishedModel, PackageFault> {
    let mut rows = match value.get("prices").ok_or(Kind)? {
        Value::Array(list) => {
            list.iter().map(|entry| read_row(entry, Vec::new())).collect::<Result<Vec<_>, _>>()?
        }
        prices => vec![PriceRow { rates: read_rates(prices)?, ..PriceRow::default() }],
    };
    for variant in value.get("price_variants").and_then(Value::as_array).into_iter().flatten() {
        let when = variant.get("when").and_then(Value::as_object).ok_or(Kind)?;
        let when = when.iter().map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())));
        rows.push(read_row(variant, when.collect::<Option<Vec<_>>>().ok_or(Kind)?)?);
    }
    let window = value.get("context_window").and_then(Value::as_u64);
    Ok(PublishedModel {
        slug: value.get("id").and_then(Value::as_str).ok_or(Kind)?.to_owned(),
        // One published name ends in a tab, which divides the fields of the catalogue.
        name: value
            .get("name")
            .and_then(Value::as_str)
            .map(|name| name.replace(char::is_control, " ").trim().to_owned()),
        context_window: window.and_then(|tokens| u32::try_from(tokens).ok()),
        is_deprecated: value.get("deprecated").and_then(Value::as_bool).unwrap_or(false),
        rule: value.get("match").ok_or(Kind)?.clone(),
        rows,
    })
}

fn read_row(entry: &Value, when: Vec<(String, String)>) -> Result<PriceRow, PackageFault> {
    let mut row =
        PriceRow { when, rates: read_rates(entry.get("prices").ok_or(Kind)?)?, ..PriceRow::default() };
    if let Some(constraint) = entry.get("constraint").filter(|constraint| !constraint.is_null()) {
        let text = |field: &str| constraint.get(field).and_then(Value::as_str).ok_or(Constraint);
        match text("kind")? {
            "start_date" => row.from = Some(text("start_date")?.parse::<Date>().map_err(|_| Constraint)?),
            "time_of_day" => {
                row.window = Some(Window {
                    start: read_time(text("start_time")?)?,
                    end: read_time(text("end_time")?)?,
                });
            }
            _ => return Err(Constraint),
        }
    }
    Ok(row)
}

fn read_time(text: &str) -> Result<Hour, PackageFault> {
    let mut parts = text.strip_suffix('Z').unwrap_or(text).split(':').map(|part| part.parse::<u32>().ok());
    let mut part = || parts.next().flatten().filter(|number| *number < 60).ok_or(Constraint);
    let seconds = part()? * 3600 + part()? * 60 + part()?;
    Hour::from_seconds(seconds).map_err(|_| Constraint)
}

fn read_rates(prices: &Value) -> Result<Rates, PackageFault> {
    let mut rates = Rates::default();
    for (key, value) in prices.as_object().ok_or(Kind)? {
        if value.is_null() {
            continue;
        }
        rates.set(PricedUnit::from_price_key(key).ok_or(Unit)?, read_rate(value)?);
    }
    Ok(rates)
}

fn read_rate(value: &Value) -> Result<Rate, PackageFault> {
    let amount = |value: Option<&Value>| {
        let amount = value.and_then(Value::as_str).and_then(|text| text.parse::<f64>().ok());
        amount.filter(|amount| amount.is_finite() && *amount >= 0.0).ok_or(Price)
    };
    let Some(tiers) = value.get("tiers") else {
        return Ok(Rate { base: amount(Some(value))?, tiers: Vec::new() });
    };
    let tier = |tier: &Value| {
        let start = tier.get("start").and_then(Value::as_u64).ok_or(Kind)?;
        Ok((start, amount(tier.get("price"))?))
    };
    let mut tiers = tiers.as_array().ok_or(Kind)?.iter().map(tier).collect::<Result<Vec<_>, _>>()?;
    tiers.sort_by_key(|(start, _)| *start);
    Ok(Rate { base: amount(value.get("base"))?, tiers })
}

/// The name of a provider as it writes it itself.
fn spelt(name: &str) -> &str {
    match name {
        "X AI" => "xAI",
        "Deepseek" => "DeepSeek",
        "MoonshotAi" => "Moonshot AI",
        other => other,
    }
}

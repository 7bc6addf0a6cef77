//! What other collections know of the same models: limits, and sources of prices.

use inference_estimator::catalogue::{FullCatalogue, HostedModel, ModelId, PricedUnit, Window, WorkCalendar};
use inference_estimator::units::{Date, Hour, Moment};
use serde_json::Value;
use std::collections::HashMap;
use std::error::Error;

/// A table of provider, model, `max_input_tokens`, `max_output_tokens`, `min_cacheable_prompt_tokens`.
pub(crate) fn take_limits(catalogue: &mut FullCatalogue, csv: &str) -> Result<usize, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut found: HashMap<ModelId, [Option<u32>; 3]> = HashMap::new();
    let rows = reader.records().collect::<Result<Vec<_>, _>>()?;
    for by_rule in [false, true] {
        for row in &rows {
            let (provider, name) = (row.get(0).unwrap_or_default(), row.get(1).unwrap_or_default());
            let Some(id) = named(catalogue, provider, name, by_rule) else { continue };
            let known = found.entry(id).or_default();
            for (known, at) in known.iter_mut().zip(2..) {
                *known = known.or_else(|| row.get(at)?.parse().ok());
            }
        }
    }
    for (id, [input, output, cacheable]) in &found {
        catalogue.book.annotate(*id, |model| {
            model.context_window = model.context_window.or(*input);
            // An output limit that equals the context is a placeholder of the collection.
            model.max_output = output.filter(|output| Some(*output) != model.context_window);
            model.min_cacheable = *cacheable;
        });
    }
    Ok(found.len())
}

fn named(catalogue: &FullCatalogue, provider: &str, name: &str, by_rule: bool) -> Option<ModelId> {
    if !by_rule {
        return catalogue.book.by_slug(provider, name).map(|model| model.id);
    }
    let found = catalogue.find(Some(provider), name).ok().filter(|found| !found.is_fallback)?;
    Some(found.model.id)
}

/// The history file: prices by provider and model with `valid_from` and `source`, and billing calendars.
pub(crate) fn take_history(catalogue: &mut FullCatalogue, json: &str) -> Result<usize, Box<dyn Error>> {
    let history: Value = serde_json::from_str(json)?;
    let taken = history.get("updated_at").and_then(Value::as_str).ok_or("no updated_at in the history")?;
    let at = Moment { date: date(taken).ok_or("no date in updated_at")?, time: Hour::from_seconds(54_000)? };
    let prices = history.get("prices").and_then(Value::as_object).ok_or("no prices in the history")?;
    let mut noted: HashMap<ModelId, ()> = HashMap::new();
    for by_rule in [false, true] {
        for (provider, models) in prices {
            let provider = match provider.as_str() {
                "xai" => "x-ai",
                "amazon-bedrock" => "aws",
                other => other,
            };
            for (name, kinds) in models.as_object().into_iter().flatten() {
                let Some(id) = named(catalogue, provider, name, by_rule) else { continue };
                let Some((since, source)) =
                    catalogue.book.model(id).and_then(|model| known_since(model, at, kinds, catalogue))
                else {
                    continue;
                };
                if noted.insert(id, ()).is_none() {
                    catalogue.book.annotate_row(id, at, |row| {
                        row.known_since = Some(since);
                        row.source = Some(source.clone());
                    });
                }
            }
        }
    }
    take_calendars(catalogue, &history);
    Ok(noted.len())
}

fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// Since when the rates of today are known, and where the newest record of them points.
fn known_since(
    model: &HostedModel,
    at: Moment,
    kinds: &Value,
    catalogue: &FullCatalogue,
) -> Option<(Date, String)> {
    let row = catalogue.book.price_row(model, at)?;
    let is_ours = |entry: &&Value| {
        let same = |unit: PricedUnit, field: &str| {
            let theirs = entry.get("rates").and_then(|rates| rates.get(field)).and_then(Value::as_f64);
            row.rates.get(unit).map(|rate| rate.base) == theirs
        };
        same(PricedUnit::InputTokens, "input") && same(PricedUnit::OutputTokens, "output")
    };
    let entries = kinds.get("standard")?.as_array()?;
    let started = |entry: &&Value| {
        entry.get("start").and_then(Value::as_str).and_then(date).is_none_or(|d| d <= at.date)
    };
    let newest_first = entries.iter().filter(started).rev();
    let same: Vec<&Value> = newest_first.take_while(is_ours).collect();
    let text = |entry: &&Value, field: &str| Some(entry.get("rates")?.get(field)?.as_str()?.to_owned());
    let documented = |entry: &&&Value| text(entry, "valid_from_basis").as_deref() == Some("documented");
    let source = same.iter().find(documented).or(same.first()).and_then(|entry| text(entry, "source"))?;
    Some((date(&text(same.last()?, "valid_from")?)?, source))
}

/// Providers that bill peak hours on working days only.
fn take_calendars(catalogue: &mut FullCatalogue, history: &Value) {
    let schedules = history.get("schedules");
    let rules = schedules.and_then(|s| s.get("schedule")).and_then(Value::as_array);
    let on_working_days = |rule: &&Value| rule.get("weekdays_only").and_then(Value::as_bool) == Some(true);
    for rule in rules.into_iter().flatten().filter(on_working_days) {
        let holidays = rule
            .get("holidays")
            .and_then(Value::as_str)
            .and_then(|country| schedules?.get("holidays")?.get(country));
        let Some((provider, calendar)) = holidays.and_then(|holidays| read_calendar(rule, holidays)) else {
            continue;
        };
        catalogue.book.set_calendar(&provider, calendar);
    }
}

fn read_calendar(rule: &Value, holidays: &Value) -> Option<(String, WorkCalendar)> {
    let windows = rule.get("peak_hours_utc")?.as_array()?.iter().map(|hours| {
        let time = |at: usize| {
            let (hour, minute) = hours.get(at)?.as_str()?.split_once(':')?;
            Hour::from_seconds(hour.parse::<u32>().ok()? * 3600 + minute.parse::<u32>().ok()? * 60).ok()
        };
        Some(Window { start: time(0)?, end: time(1)? })
    });
    let days = holidays.get("dates")?.as_array()?.iter().map(|day| date(day.as_str()?));
    let calendar = WorkCalendar {
        utc_offset_hours: i8::try_from(holidays.get("utc_offset_hours")?.as_i64()?).ok()?,
        covers_through: date(holidays.get("covers_through")?.as_str()?)?,
        holidays: days.collect::<Option<_>>()?,
        source: rule.get("source")?.as_str()?.to_owned(),
        windows: windows.collect::<Option<_>>()?,
    };
    Some((rule.get("provider")?.as_str()?.to_owned(), calendar))
}

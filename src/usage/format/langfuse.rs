//! Langfuse's observations. The parts in `usageDetails` do not overlap; their keys are the application's own, so that an
//! application may have put cached tokens into `input` as well: then the parts are more than their total.

use super::labels::tags;
use super::{ItemReader, JsonFormat, TableFormat, TableReader, UTC};
use crate::units::{SortedSet, holds};
use crate::usage::day::{DateOrder, Period};
use crate::usage::held::Held;
use crate::usage::json::Value;
use crate::usage::money::Money;
use crate::usage::record::{Amounts, Label, Record, TokenParts, add_count};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn};
use crate::usage::tally::Tally;

pub(super) const CSV: TableFormat = TableFormat {
    id: "langfuse_observations_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["usagedetails", "traceid", "type"]),
    open: |head| Box::new(Observations::new(head)),
    row_caps: &[1_500_000],
    short_rows: false,
};

pub(super) const JSON: JsonFormat = JsonFormat {
    id: "langfuse_observations_json",
    time_zone: UTC,
    fits: |item| item.has_all(&["usageDetails", "traceId"]),
    open: || Box::new(ObservationLines::default()),
    row_caps: &[1_500_000],
};

/// What an observation says, from either form.
struct Observation<'a> {
    id: Option<&'a str>,
    parent: Option<&'a str>,
    kind: &'a str,
    time: &'a str,
    model: Option<&'a str>,
    user: Option<&'a str>,
    name: Option<&'a str>,
    cost: Result<Option<Money>, Skip>,
}

/// Kinds of steps that never have usage of their own.
const WITHOUT_USAGE: [&str; 2] = ["SPAN", "EVENT"];
/// Kinds of steps that are calls of a model; others may repeat the usage of the calls below them.
const CALLS: [&str; 2] = ["GENERATION", "EMBEDDING"];

fn record<'a>(seen: &Observation<'a>, usage: &Value<'_>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
    if tally.is_repeated(seen.id) {
        return Err(Skip::Duplicate);
    }
    if WITHOUT_USAGE.contains(&seen.kind) || usage.members().is_empty() {
        return Err(Skip::NotAGeneration);
    }
    let cost = match seen.cost {
        Ok(Some(cost)) if cost.is_negative() => return Err(Skip::Negative),
        Ok(cost) => cost,
        Err(skip) => return Err(skip),
    };
    let record = Record {
        day: match seen.time {
            "" => None,
            time => Some(Period::parse(time, DateOrder::MonthFirst)?),
        },
        model: seen.model,
        user: seen.user,
        amounts: Amounts {
            requests: Some(1),
            tokens: parts(usage)?,
            cost,
            unpriced_requests: if cost.is_none() { Some(1) } else { None },
            ..Amounts::default()
        },
        ..Record::default()
    };
    Ok(record.label(Label::Name, seen.name))
}

fn parts(usage: &Value<'_>) -> Result<TokenParts, Skip> {
    let mut parts = TokenParts::default();
    let mut total = None;
    for (key, value) in usage.members() {
        let count = value.count()?;
        let has = |word: &str| holds(key, word);
        match () {
            () if key == "total" => total = count,
            () if has("output") || has("completion") || has("candidates") => {
                add_count(&mut parts.output, count);
                if has("reasoning") || has("thoughts") {
                    add_count(&mut parts.reasoning, count);
                }
            }
            () if has("reasoning") || has("thoughts") => {
                add_count(&mut parts.output, count);
                add_count(&mut parts.reasoning, count);
            }
            () if has("creation") || has("write") => {
                let part = match () {
                    () if key.ends_with("5m") => &mut parts.write_5m,
                    () if key.ends_with("1h") => &mut parts.write_1h,
                    () => &mut parts.write_unknown,
                };
                add_count(part, count);
            }
            () if has("cache") => add_count(&mut parts.cache_read, count),
            () => add_count(&mut parts.uncached, count),
        }
    }
    // Parts that are more than their total by just what is cached: `input` contains the cache.
    let sum = parts.input().unwrap_or(0).saturating_add(parts.output.unwrap_or(0));
    let cached = parts.cached();
    if total.is_some_and(|total| cached > 0 && sum == total.saturating_add(cached)) {
        parts.uncached = parts.uncached.map(|input| input.saturating_sub(cached));
    }
    Ok(parts)
}

/// Rows that are neither calls nor steps without usage wait until the whole file is known: they count only where no row below
/// them has usage.
#[derive(Default)]
struct Steps {
    parents: SortedSet<String>,
    waiting: Vec<(Option<String>, Held)>,
}

impl Steps {
    fn take(&mut self, seen: &Observation<'_>, record: Result<Record<'_>, Skip>, tally: &mut Tally) {
        let record = match record {
            Ok(record) => record,
            Err(skip) => return tally.skipped(skip),
        };
        self.parents.extend(seen.parent.map(str::to_owned));
        if CALLS.contains(&seen.kind) || seen.kind.is_empty() {
            return tally.row(Ok(record));
        }
        self.waiting.push((seen.id.map(str::to_owned), Held::of(&record)));
    }

    fn finish(&mut self, tally: &mut Tally) {
        for (id, mut held) in std::mem::take(&mut self.waiting) {
            if id.is_some_and(|id| self.parents.contains(&id)) {
                tally.skipped(Skip::NotAGeneration);
            } else {
                tally.used();
                held.add_all(tally);
            }
        }
    }
}

struct Observations {
    id: TextColumn,
    parent: TextColumn,
    kind: TextColumn,
    time: TextColumn,
    model: TextColumn,
    user: TextColumn,
    name: TextColumn,
    tags: TextColumn,
    usage: TextColumn,
    cost: NumberColumn,
    steps: Steps,
}

impl Observations {
    fn new(head: &mut Head) -> Self {
        Self {
            id: head.text(&["id"]),
            parent: head.text(&["parentobservationid"]),
            kind: head.text(&["type"]),
            time: head.text(&["starttime"]),
            model: head.text(&["model", "providedmodelname"]),
            user: head.text(&["userid"]),
            name: head.text(&["tracename", "name"]),
            tags: head.text(&["tracetags", "tags"]),
            usage: head.text(&["usagedetails"]),
            cost: head.number(&["totalcost"]),
            steps: Steps::default(),
        }
    }
}

impl TableReader for Observations {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        let usage = match row.text(self.usage) {
            "" => Value::Null,
            text => match Value::parse(text) {
                Some(usage) => usage,
                None => return tally.skipped(Skip::Malformed),
            },
        };
        let labels = tags(&Value::Text(row.text(self.tags).into()));
        let seen = Observation {
            id: row.some_text(self.id),
            parent: row.some_text(self.parent),
            kind: row.text(self.kind),
            time: row.text(self.time),
            model: row.some_text(self.model),
            user: row.some_text(self.user),
            name: row.some_text(self.name),
            cost: row.money(self.cost),
        };
        let record = record(&seen, &usage, tally);
        let record = record
            .map(|record| labels.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag))));
        self.steps.take(&seen, record, tally);
    }

    fn finish(&mut self, tally: &mut Tally) {
        self.steps.finish(tally);
    }
}

#[derive(Default)]
struct ObservationLines {
    steps: Steps,
}

impl ItemReader for ObservationLines {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let usage = item.at("usageDetails");
        let inner = match usage {
            Value::Text(text) if !text.is_empty() => Value::parse(text).unwrap_or(Value::Null),
            _ => Value::Null,
        };
        let labels = tags(item.first(&["traceTags", "tags"]));
        let seen = Observation {
            id: item.at("id").text(),
            parent: item.at("parentObservationId").text(),
            kind: item.at("type").text().unwrap_or(""),
            time: item.at("startTime").text().unwrap_or(""),
            model: item.first(&["model", "providedModelName"]).text(),
            user: item.at("userId").text(),
            name: item.first(&["traceName", "name"]).text(),
            cost: item.first(&["totalCost", "calculatedTotalCost"]).money(),
        };
        let record = record(&seen, if usage.is_object() { usage } else { &inner }, tally);
        let record = record
            .map(|record| labels.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag))));
        self.steps.take(&seen, record, tally);
    }

    fn finish(&mut self, tally: &mut Tally) {
        self.steps.finish(tally);
    }
}

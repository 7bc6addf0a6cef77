//! LiteLLM's spend logs, one row a call, and its daily activity. Input contains cache reads and writes, except where rows of some
//! versions show that theirs does not.

use super::labels::tags;
use super::{ItemReader, JsonFormat, TableFormat, TableReader, UTC};
use crate::units::holds;
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, TokenParts, UnsureInput};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const SPEND_LOGS: JsonFormat = JsonFormat {
    id: "litellm_spendlogs",
    time_zone: UTC,
    fits: |item| item.has_all(&["request_id", "startTime", "spend"]),
    open: || Box::new(SpendLogs),
    row_caps: &[10_000],
};

pub(super) const SPEND_LOGS_CSV: TableFormat = TableFormat {
    id: "litellm_spendlogs_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["request_id", "starttime", "spend"]),
    open: |head| Box::new(SpendLogTable::new(head)),
    row_caps: &[10_000],
    short_rows: false,
};

pub(super) const DAILY_ACTIVITY: JsonFormat = JsonFormat {
    id: "litellm_daily_activity",
    time_zone: UTC,
    fits: |item| item.has_all(&["metrics", "breakdown"]),
    open: || Box::new(DailyActivity),
    row_caps: &[],
};

/// What a call's metadata adds to its row.
#[derive(Debug, Default)]
struct Details {
    cache_read: Option<u64>,
    cache_write: Option<u64>,
    reasoning: Option<u64>,
}

impl Details {
    fn read(metadata: &Value<'_>) -> Result<Self, Skip> {
        let extra = metadata.at("additional_usage_values");
        let usage = metadata.at("usage_object");
        let count = |at: &Value<'_>, other: &Value<'_>| match at.count()? {
            None => other.count(),
            count => Ok(count),
        };
        Ok(Self {
            cache_read: count(
                extra.at("cache_read_input_tokens"),
                usage.path(&["prompt_tokens_details", "cached_tokens"]),
            )?,
            cache_write: count(
                extra.at("cache_creation_input_tokens"),
                usage.path(&["prompt_tokens_details", "cache_creation_tokens"]),
            )?,
            reasoning: usage.path(&["completion_tokens_details", "reasoning_tokens"]).count()?,
        })
    }
}

/// Why a call was not paid for.
fn unpaid(id: &str, status: &str, cache_hit: &str) -> Option<Skip> {
    match () {
        () if status == "failure" => Some(Skip::Failed),
        // An answer from the proxy's own store.
        () if cache_hit.eq_ignore_ascii_case("true") || holds(id, "_cache_hit") => {
            Some(Skip::GatewayCacheHit)
        }
        () => None,
    }
}

fn call_amounts(input: Option<u64>, output: Option<u64>, details: &Details) -> Amounts {
    let tokens = TokenParts {
        // Without metadata, nothing tells the cache apart.
        undivided: if details.cache_read.is_none() { input } else { None },
        cache_read: details.cache_read,
        write_unknown: details.cache_write,
        output,
        reasoning: details.reasoning,
        ..TokenParts::default()
    };
    Amounts { requests: Some(1), tokens, ..Amounts::default() }
}

struct SpendLogs;

impl ItemReader for SpendLogs {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let metadata = item.at("metadata");
        let labels = tags(item.at("request_tags"));
        // An object, or one as text.
        let record = match metadata {
            Value::Text(text) => {
                let inner = Value::parse(text).unwrap_or(Value::Null);
                call(item, &inner, tally)
            }
            _ => call(item, metadata, tally),
        };
        tally.row(
            record
                .map(|record| labels.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag)))),
        );
    }

    fn member(&mut self, key: &str, value: &Value<'_>, tally: &mut Tally) {
        page_number(key, value, tally);
    }
}

fn call<'a>(item: &'a Value<'_>, metadata: &Value<'_>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
    let id = item.at("request_id").text();
    if tally.is_repeated(id) {
        return Err(Skip::Duplicate);
    }
    let status = item.at("status").text().or(metadata.at("status").text()).unwrap_or("");
    let cache_hit = if item.at("cache_hit").is_true() { "true" } else { "" };
    if let Some(skip) = unpaid(id.unwrap_or(""), status, cache_hit) {
        return Err(skip);
    }
    let input = item.at("prompt_tokens").count()?;
    let details = Details::read(metadata)?;
    let amounts = call_amounts(input, item.at("completion_tokens").count()?, &details);
    let record = Record {
        day: item.at("startTime").day()?,
        model: item.at("model").text(),
        user: item.first(&["end_user", "user"]).text().or(item.at("user").text()),
        unsure_input: unsure(input, &details, item.at("call_type").text().unwrap_or(""), tally),
        amounts: Amounts { cost: item.at("spend").charge()?, ..amounts },
        ..Record::default()
    };
    Ok(record.label(Label::Team, item.at("team_id").text()))
}

/// Pass-through calls of some versions leave the cache out of the input; one of them shows it for all of its kind.
fn unsure(input: Option<u64>, details: &Details, call_type: &str, tally: &mut Tally) -> Option<UnsureInput> {
    details.cache_read?;
    Some(UnsureInput { tokens: input?, group: tally.group(call_type) })
}

struct SpendLogTable {
    id: TextColumn,
    time: TimeColumn,
    model: TextColumn,
    call_type: TextColumn,
    user: TextColumn,
    end_user: TextColumn,
    team: TextColumn,
    tags: TextColumn,
    metadata: TextColumn,
    status: TextColumn,
    cache_hit: TextColumn,
    input: NumberColumn,
    output: NumberColumn,
    cost: NumberColumn,
}

impl SpendLogTable {
    fn new(head: &mut Head) -> Self {
        Self {
            id: head.text(&["request_id"]),
            time: head.time(&["starttime"]),
            model: head.text(&["model"]),
            call_type: head.text(&["call_type"]),
            user: head.text(&["user"]),
            end_user: head.text(&["end_user"]),
            team: head.text(&["team_id"]),
            tags: head.text(&["request_tags"]),
            metadata: head.text(&["metadata"]),
            status: head.text(&["status"]),
            cache_hit: head.text(&["cache_hit"]),
            input: head.number(&["prompt_tokens"]),
            output: head.number(&["completion_tokens"]),
            cost: head.number(&["spend"]),
        }
    }

    fn record<'a>(&self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        let id = row.text(self.id);
        if tally.is_repeated(Some(id)) {
            return Err(Skip::Duplicate);
        }
        if let Some(skip) = unpaid(id, row.text(self.status), row.text(self.cache_hit)) {
            return Err(skip);
        }
        let metadata = match row.text(self.metadata) {
            "" => Value::Null,
            text => Value::parse(text).ok_or(Skip::Malformed)?,
        };
        let input = row.count(self.input)?;
        let details = Details::read(&metadata)?;
        let amounts = call_amounts(input, row.count(self.output)?, &details);
        let record = Record {
            day: row.day(self.time)?,
            model: row.some_text(self.model),
            user: row.some_text(self.end_user).or(row.some_text(self.user)),
            unsure_input: unsure(input, &details, row.text(self.call_type), tally),
            amounts: Amounts { cost: row.charge(self.cost)?, ..amounts },
            ..Record::default()
        };
        Ok(record.label(Label::Team, row.some_text(self.team)))
    }
}

impl TableReader for SpendLogTable {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        let labels = tags(&Value::Text(row.text(self.tags).into()));
        let record = self.record(row, tally);
        tally.row(
            record
                .map(|record| labels.iter().fold(record, |record, tag| record.label(Label::Tag, Some(tag)))),
        );
    }
}

/// Every breakdown repeats the whole: the models' is taken where it adds up to the day's own figures, else those.
struct DailyActivity;

impl ItemReader for DailyActivity {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let day = match item.at("date").day() {
            Ok(day) => day,
            Err(skip) => return tally.skipped(skip),
        };
        let whole = match metrics(item.at("metrics")) {
            Ok(whole) => whole,
            Err(skip) => return tally.skipped(skip),
        };
        let models = item.path(&["breakdown", "models"]).members().iter();
        let models: Result<Vec<(&str, Amounts)>, Skip> =
            models.map(|(name, model)| Ok((&**name, metrics(model.at("metrics"))?))).collect();
        let mut parts = Amounts::default();
        models.iter().flatten().for_each(|(_, amounts)| parts.add(amounts));
        tally.used();
        match models {
            Ok(models) if parts == whole => {
                for (number, (model, amounts)) in models.into_iter().enumerate() {
                    let record = Record { day, model: Some(model), amounts, ..Record::default() };
                    tally.add_rows(&record, u64::from(number == 0));
                }
            }
            _ => tally.add_rows(&Record { day, amounts: whole, ..Record::default() }, 1),
        }
    }

    fn member(&mut self, key: &str, value: &Value<'_>, tally: &mut Tally) {
        if key == "metadata" {
            value.members().iter().for_each(|(key, value)| page_number(key, value, tally));
            if let (Ok(Some(page)), Ok(Some(pages))) =
                (value.at("page").count(), value.at("total_pages").count())
            {
                tally.report.is_complete = Some(page >= pages && !value.at("has_more").is_true());
            }
        }
    }
}

fn page_number(key: &str, value: &Value<'_>, tally: &mut Tally) {
    super::openai_api::page_member(key, value, tally);
}

/// The figures of a day, or of a model of it. Failed requests are none that were paid for.
fn metrics(metrics: &Value<'_>) -> Result<Amounts, Skip> {
    let tokens = TokenParts {
        cache_read: metrics.at("cache_read_input_tokens").count()?,
        write_unknown: metrics.at("cache_creation_input_tokens").count()?,
        output: metrics.at("completion_tokens").count()?,
        ..TokenParts::default()
    };
    Ok(Amounts {
        requests: metrics.first(&["successful_requests", "api_requests"]).count()?,
        tokens: tokens.with_input_that_contains_cache(metrics.at("prompt_tokens").count()?)?,
        cost: metrics.at("spend").charge()?,
        ..Amounts::default()
    })
}

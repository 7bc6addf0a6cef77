//! The log of a Codex session: every event has the totals of the session so far, so the usage of an event is the increase since
//! the one before. Input tokens include those read from the cache.

use super::{ItemReader, JsonFormat, UTC};
use crate::usage::day::{DateOrder, Period};
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const FORMAT: JsonFormat = JsonFormat {
    id: "codex_jsonl",
    time_zone: UTC,
    fits: |item| {
        item.at("type").is_text("session_meta") || item.path(&["payload", "type"]).is_text("token_count")
    },
    open: || Box::new(Session::default()),
    row_caps: &[],
};

/// Totals of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Totals {
    input: u64,
    cached: u64,
    output: u64,
    reasoning: u64,
}

impl Totals {
    fn read(usage: &Value<'_>) -> Result<Self, Skip> {
        let count = |key: &str| usage.at(key).count().map(|count| count.unwrap_or(0));
        Ok(Self {
            input: count("input_tokens")?,
            cached: count("cached_input_tokens")?,
            output: count("output_tokens")?,
            reasoning: count("reasoning_output_tokens")?,
        })
    }

    /// The increase since `before`; the totals themselves where counting started again.
    fn since(self, before: Self) -> Self {
        let increase = || {
            Some(Self {
                input: self.input.checked_sub(before.input)?,
                cached: self.cached.checked_sub(before.cached)?,
                output: self.output.checked_sub(before.output)?,
                reasoning: self.reasoning.checked_sub(before.reasoning)?,
            })
        };
        increase().unwrap_or(self)
    }
}

#[derive(Default)]
struct Session {
    before: Option<Totals>,
    model: Option<String>,
    folder: Option<String>,
    /// A forked session repeats its parent's events, which are older than itself.
    forked_at: Option<String>,
    has_begun: bool,
}

impl ItemReader for Session {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let payload = item.at("payload");
        if item.at("type").is_text("session_meta") {
            self.begin(item, payload);
            return tally.skipped(Skip::NotUsage);
        }
        if item.at("type").is_text("turn_context")
            && let Some(model) = payload.at("model").text()
        {
            self.model = Some(model.to_owned());
        }
        let info = payload.at("info");
        if !payload.at("type").is_text("token_count") || !info.is_object() {
            return tally.skipped(Skip::NotUsage);
        }
        match self.step(item, info) {
            Ok(step) => {
                let record = self.record(item, step);
                tally.row(record);
            }
            Err(skip) => tally.skipped(skip),
        }
    }
}

impl Session {
    fn begin(&mut self, item: &Value<'_>, payload: &Value<'_>) {
        if self.has_begun {
            return;
        }
        self.has_begun = true;
        if payload.at("forked_from_id").text().is_some() {
            self.forked_at =
                payload.first(&["timestamp"]).text().or(item.at("timestamp").text()).map(str::to_owned);
        }
        let folder =
            payload.at("cwd").text().and_then(|path| path.rsplit(['/', '\\']).find(|part| !part.is_empty()));
        self.folder = folder.map(str::to_owned);
    }

    /// What was used since the event before.
    fn step(&mut self, item: &Value<'_>, info: &Value<'_>) -> Result<Totals, Skip> {
        let now = Totals::read(info.at("total_token_usage"))?;
        let before = self.before.replace(now);
        // ISO times of one time zone sort as texts.
        let time = item.at("timestamp").text();
        if self.forked_at.as_deref().is_some_and(|forked_at| time.is_some_and(|time| time < forked_at)) {
            return Err(Skip::Duplicate);
        }
        let last = info.at("last_token_usage");
        let step = match before {
            Some(before) => now.since(before),
            // The parent's totals are in the first event of a fork.
            None if self.forked_at.is_some() && last.is_object() => Totals::read(last)?,
            None => now,
        };
        if step == Totals::default() { Err(Skip::Duplicate) } else { Ok(step) }
    }

    fn record<'a>(&'a self, item: &Value<'_>, step: Totals) -> Result<Record<'a>, Skip> {
        let tokens = TokenParts {
            cache_read: Some(step.cached),
            output: Some(step.output),
            reasoning: Some(step.reasoning),
            ..TokenParts::default()
        };
        let tokens = tokens.with_input_that_contains_cache(Some(step.input))?;
        let day = match item.at("timestamp").text() {
            Some(time) => Some(Period::parse(time, DateOrder::MonthFirst)?),
            None => None,
        };
        let record = Record {
            day,
            model: self.model.as_deref(),
            amounts: Amounts { requests: Some(1), tokens, ..Amounts::default() },
            ..Record::default()
        };
        Ok(record.label(Label::Project, self.folder.as_deref()))
    }
}

//! LiteLLM's usage exports, by day. That of the server has the cache; the older one, made in the page, has not, and its variant
//! with models repeats the whole day on every row, so that its sums are refused.

use super::{OneRecord, TableFormat, UTC};
use crate::usage::record::{Amounts, Label, Record, TokenParts};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::table::{Head, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

pub(super) const FORMAT: TableFormat = TableFormat {
    id: "litellm_usage_export_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["entity_id", "flat_cost", "successful_requests"]),
    open: |head| Box::new(Export::new(head, Cache::Known)),
    row_caps: &[],
    short_rows: false,
};

/// The older export with a row a model.
pub(super) const BY_MODEL: TableFormat = TableFormat {
    id: "litellm_usage_export_by_model_csv",
    time_zone: UTC,
    fits: |names| {
        names.has_all(&["spend ($)", "model"]) && names.has_any(&["successful", "successful requests"])
    },
    open: |_| Box::new(Overcounting),
    row_caps: &[],
    short_rows: false,
};

pub(super) const LEGACY: TableFormat = TableFormat {
    id: "litellm_usage_export_legacy_csv",
    time_zone: UTC,
    fits: |names| names.has_all(&["spend ($)", "successful requests"]),
    open: |head| Box::new(Export::new(head, Cache::NotToldApart)),
    row_caps: &[],
    short_rows: false,
};

/// Spend of teams and users, without a day or tokens.
pub(super) const TEAM_USER: TableFormat = TableFormat {
    id: "litellm_team_user_spend_csv",
    time_zone: None,
    fits: |names| names.has_all(&["spend (usd)", "team id", "user id"]),
    open: |head| Box::new(TeamUser::new(head)),
    row_caps: &[],
    short_rows: false,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cache {
    Known,
    NotToldApart,
}

struct Export {
    cache: Cache,
    time: TimeColumn,
    model: TextColumn,
    entity: TextColumn,
    entity_id: TextColumn,
    key: TextColumn,
    user: TextColumn,
    cost: NumberColumn,
    requests: NumberColumn,
    input: NumberColumn,
    output: NumberColumn,
    cache_read: NumberColumn,
    cache_write: NumberColumn,
}

impl Export {
    fn new(head: &mut Head, cache: Cache) -> Self {
        Self {
            cache,
            time: head.time(&["date"]),
            model: head.text(&["model"]),
            entity: head.text(&["entity_alias", "team"]),
            entity_id: head.text(&["entity_id", "team id"]),
            key: head.text(&["key_alias"]),
            user: head.text(&["user_id"]),
            cost: head.number(&["spend", "spend ($)"]),
            requests: head.number(&["successful_requests", "successful requests"]),
            input: head.number(&["prompt_tokens", "prompt tokens"]),
            output: head.number(&["completion_tokens", "completion tokens"]),
            cache_read: head.number(&["cache_read_input_tokens"]),
            cache_write: head.number(&["cache_creation_input_tokens"]),
        }
    }
}

impl OneRecord for Export {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        let requests = row.count(self.requests)?;
        if requests.unwrap_or(0) == 0 {
            return Err(Skip::Failed);
        }
        let input = row.count(self.input)?;
        let tokens = TokenParts {
            cache_read: row.count(self.cache_read)?,
            write_unknown: row.count(self.cache_write)?,
            output: row.count(self.output)?,
            ..TokenParts::default()
        };
        let tokens = if self.cache == Cache::Known && self.cache_read.is_there() {
            tokens.with_input_that_contains_cache(input)?
        } else {
            tally.caution(Caution::CacheNotToldApart);
            TokenParts { undivided: input, ..tokens }
        };
        let record = Record {
            day: row.day(self.time)?,
            model: row.some_text(self.model),
            user: row.some_text(self.user),
            amounts: Amounts { requests, tokens, cost: row.charge(self.cost)?, ..Amounts::default() },
            ..Record::default()
        };
        let team = row.some_text(self.entity).or(row.some_text(self.entity_id));
        Ok(record.label(Label::Team, team).label(Label::Key, row.some_text(self.key)))
    }
}

struct Overcounting;

impl OneRecord for Overcounting {
    fn record<'a>(&mut self, _: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
        tally.caution(Caution::Overcounts);
        Err(Skip::TotalsRow)
    }
}

struct TeamUser {
    team: TextColumn,
    user: TextColumn,
    cost: NumberColumn,
}

impl TeamUser {
    fn new(head: &mut Head) -> Self {
        Self {
            team: head.text(&["team alias", "team", "team id"]),
            user: head.text(&["user id"]),
            cost: head.number(&["spend (usd)"]),
        }
    }
}

impl OneRecord for TeamUser {
    fn record<'a>(&mut self, row: Row<'a>, _: &mut Tally) -> Result<Record<'a>, Skip> {
        let amounts = Amounts { cost: row.charge(self.cost)?, ..Amounts::default() };
        let record = Record { user: row.some_text(self.user), amounts, ..Record::default() };
        Ok(record.label(Label::Team, row.some_text(self.team)))
    }
}

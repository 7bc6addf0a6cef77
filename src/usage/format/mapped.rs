//! Any table whose columns somebody has matched by hand.

use super::{OneRecord, TableReader};
use crate::usage::record::{Amounts, Label, Record, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::table::{Head, Names, NumberColumn, Row, TextColumn, TimeColumn};
use crate::usage::tally::Tally;

/// Whether the column of input contains cached tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputColumn {
    /// Cache reads and writes are inside.
    #[default]
    ContainsCache,
    /// Cache reads and writes have columns of their own and are not in it.
    LeavesCacheOut,
}

/// The unit of the column of costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CostUnit {
    /// US dollars.
    #[default]
    Dollars,
    /// Hundredths of a dollar.
    Cents,
}

/// Which columns of a table mean what: their names, as far as the table has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnMap {
    /// The day or instant.
    pub time: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The end user.
    pub user: Option<String>,
    /// What rows are mapped to features by.
    pub feature: Option<String>,
    /// Calls; a row is one call where no column is named and `row_is_request` says so.
    pub requests: Option<String>,
    /// Whether a row is one call.
    pub row_is_request: bool,
    /// Input tokens.
    pub input: Option<String>,
    /// What `input` contains.
    pub input_column: InputColumn,
    /// Input read from the prompt cache.
    pub cache_read: Option<String>,
    /// Input written to the prompt cache.
    pub cache_write: Option<String>,
    /// Output tokens.
    pub output: Option<String>,
    /// The part of output that is reasoning.
    pub reasoning: Option<String>,
    /// The cost.
    pub cost: Option<String>,
    /// The unit of `cost`.
    pub cost_unit: CostUnit,
}

impl ColumnMap {
    /// Whether a header has a column that the map names, and all of them but for their case.
    pub(crate) fn fits(&self, names: &Names) -> bool {
        let Self {
            time,
            model,
            user,
            feature,
            requests,
            input,
            cache_read,
            cache_write,
            output,
            reasoning,
            cost,
            ..
        } = self;
        let mut named =
            [time, model, user, feature, requests, input, cache_read, cache_write, output, reasoning, cost]
                .into_iter()
                .flatten()
                .peekable();
        named.peek().is_some() && named.all(|name| names.has(&name.trim().to_ascii_lowercase()))
    }
}

struct Mapped {
    map: ColumnMap,
    time: TimeColumn,
    model: TextColumn,
    user: TextColumn,
    feature: TextColumn,
    requests: NumberColumn,
    input: NumberColumn,
    cache_read: NumberColumn,
    cache_write: NumberColumn,
    output: NumberColumn,
    reasoning: NumberColumn,
    cost: NumberColumn,
}

/// A reader of the columns that a map names.
pub(crate) fn open(map: &ColumnMap, head: &mut Head) -> Box<dyn TableReader> {
    let lower = |name: &Option<String>| {
        name.as_ref().map(|name| name.trim().to_ascii_lowercase()).unwrap_or_default()
    };
    Box::new(Mapped {
        time: head.time(&[&lower(&map.time)]),
        model: head.text(&[&lower(&map.model)]),
        user: head.text(&[&lower(&map.user)]),
        feature: head.text(&[&lower(&map.feature)]),
        requests: head.number(&[&lower(&map.requests)]),
        input: head.number(&[&lower(&map.input)]),
        cache_read: head.number(&[&lower(&map.cache_read)]),
        cache_write: head.number(&[&lower(&map.cache_write)]),
        output: head.number(&[&lower(&map.output)]),
        reasoning: head.number(&[&lower(&map.reasoning)]),
        cost: head.number(&[&lower(&map.cost)]),
        map: map.clone(),
    })
}

impl OneRecord for Mapped {
    fn record<'a>(&mut self, row: Row<'a>, _: &mut Tally) -> Result<Record<'a>, Skip> {
        let input = row.count(self.input)?;
        let tokens = TokenParts {
            cache_read: row.count(self.cache_read)?,
            write_unknown: row.count(self.cache_write)?,
            output: row.count(self.output)?,
            reasoning: row.count(self.reasoning)?,
            ..TokenParts::default()
        };
        let tokens = match self.map.input_column {
            InputColumn::ContainsCache if self.cache_read.is_there() => {
                tokens.with_input_that_contains_cache(input)?
            }
            InputColumn::ContainsCache => TokenParts { undivided: input, ..tokens },
            InputColumn::LeavesCacheOut => TokenParts { uncached: input, ..tokens },
        };
        let cost = row.charge(self.cost)?;
        let requests = row.count(self.requests)?;
        let record = Record {
            day: row.day(self.time)?,
            model: row.some_text(self.model),
            user: row.some_text(self.user),
            amounts: Amounts {
                requests: if self.map.row_is_request { requests.or(Some(1)) } else { requests },
                tokens,
                cost: match self.map.cost_unit {
                    CostUnit::Dollars => cost,
                    CostUnit::Cents => cost.map(crate::usage::money::Money::from_cents),
                },
                ..Amounts::default()
            },
            ..Record::default()
        };
        Ok(record.label(Label::Tag, row.some_text(self.feature)))
    }
}

//! Matching the columns of a table that is no known export.

use crate::units::holds;
use crate::usage::{ColumnMap, CostUnit, InputColumn};

/// What a column is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnRole {
    /// Nothing.
    NotUsed,
    /// The day.
    Day,
    /// The model.
    Model,
    /// The user.
    User,
    /// What rows are mapped to features by.
    Feature,
    /// Calls.
    Requests,
    /// Input tokens.
    Input,
    /// Input read from the cache.
    CacheRead,
    /// Input written to the cache.
    CacheWrite,
    /// Output tokens.
    Output,
    /// The part of output that is reasoning.
    Reasoning,
    /// The cost in US dollars.
    Dollars,
    /// The cost in hundredths of a dollar.
    Cents,
}

impl ColumnRole {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 13] = [
        Self::NotUsed,
        Self::Day,
        Self::Model,
        Self::User,
        Self::Feature,
        Self::Requests,
        Self::Input,
        Self::CacheRead,
        Self::CacheWrite,
        Self::Output,
        Self::Reasoning,
        Self::Dollars,
        Self::Cents,
    ];
}

/// What a role is called.
#[must_use]
pub const fn role_words(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::NotUsed => "Not used",
        ColumnRole::Day => "Day or time",
        ColumnRole::Model => "Model",
        ColumnRole::User => "User",
        ColumnRole::Feature => "Feature, for the mapping",
        ColumnRole::Requests => "Requests",
        ColumnRole::Input => "Prompt, input tokens",
        ColumnRole::CacheRead => "Input read from the cache",
        ColumnRole::CacheWrite => "Input written to the cache",
        ColumnRole::Output => "Response, output tokens",
        ColumnRole::Reasoning => "Reasoning, part of output",
        ColumnRole::Dollars => "Cost, US dollars",
        ColumnRole::Cents => "Cost, US cents",
    }
}

/// What a column is probably, by its name.
#[must_use]
pub fn guess(name: &str) -> ColumnRole {
    const WORDS: [(ColumnRole, &[&str]); 12] = [
        (ColumnRole::CacheWrite, &["cache_creation", "cache write", "cache_write", "write_tok"]),
        (ColumnRole::CacheRead, &["cached", "cache_read", "cache read"]),
        (ColumnRole::Reasoning, &["reasoning", "thinking"]),
        (ColumnRole::Output, &["output", "completion", "tokens_out", "response_tok", "generated"]),
        (ColumnRole::Input, &["input", "prompt", "tokens_in"]),
        (ColumnRole::Cents, &["cents"]),
        (ColumnRole::Dollars, &["cost", "usd", "spend", "amount", "price", "charge"]),
        (ColumnRole::Model, &["model", "engine", "deployment"]),
        (ColumnRole::Requests, &["request", "calls", "count"]),
        (ColumnRole::Day, &["day", "date", "time", "created", "period"]),
        (ColumnRole::User, &["user", "customer", "account", "email"]),
        (ColumnRole::Feature, &["feature", "app", "project", "team", "tag", "workspace"]),
    ];
    let name = name.to_ascii_lowercase();
    let fits = |words: &[&str]| words.iter().any(|word| holds(&name, word));
    WORDS.iter().find(|(_, words)| fits(words)).map_or(ColumnRole::NotUsed, |(role, _)| *role)
}

/// The columns of a table with their roles; of several of one role the first counts. A table without a column of requests has one
/// call a row, where `row_is_request` says so.
#[must_use]
pub fn column_map(
    columns: &[(String, ColumnRole)],
    input_column: InputColumn,
    row_is_request: bool,
) -> ColumnMap {
    let of =
        |wanted: ColumnRole| columns.iter().find(|(_, role)| *role == wanted).map(|(name, _)| name.clone());
    let cents = of(ColumnRole::Cents);
    ColumnMap {
        time: of(ColumnRole::Day),
        model: of(ColumnRole::Model),
        user: of(ColumnRole::User),
        feature: of(ColumnRole::Feature),
        requests: of(ColumnRole::Requests),
        row_is_request,
        input: of(ColumnRole::Input),
        input_column,
        cache_read: of(ColumnRole::CacheRead),
        cache_write: of(ColumnRole::CacheWrite),
        output: of(ColumnRole::Output),
        reasoning: of(ColumnRole::Reasoning),
        cost_unit: if cents.is_some() { CostUnit::Cents } else { CostUnit::Dollars },
        cost: cents.or_else(|| of(ColumnRole::Dollars)),
    }
}

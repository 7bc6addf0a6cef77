//! The load in the busiest minute, against the provider's rate limits where they are given.

use crate::estimate::latency::throughput::{CallLimits, LimitUse};
use crate::format::{count, exact, percent, times};
use crate::presentation::View;
use crate::presentation::words::counted;
use crate::presentation::words::verdict::{Standing, Status};
use crate::units::{Count, Tokens};

/// Whether a rate limit of the provider is given for the feature that is open.
#[must_use]
pub fn has_limits(view: &View) -> bool {
    view.feature().is_some_and(|feature| CallLimits::of(&feature.rate_limits) != CallLimits::default())
}

/// The load in a line, for where no limit is given.
#[must_use]
pub fn load(view: &View) -> Option<String> {
    let locale = view.locale;
    let peak = view.wait()?.peak;
    let number = |value: f64, one: &str, several: &str| counted(value, &count(value, locale), one, several);
    let line = [
        "In the busiest minute: ",
        &number(peak.requests_per_min.get(), "request", "requests"),
        ", ",
        &number(peak.input_tokens_per_min.get(), "input token", "input tokens"),
        ", ",
        &number(peak.output_tokens_per_min.get(), "output token", "output tokens"),
        ". Rate limits of the provider: not set.",
    ];
    Some(line.concat())
}

/// The headings of the table of limits.
pub const LIMIT_HEADS: [&str; 5] =
    ["In the busiest hour", "A second", "A minute", "Allowed a minute", "Rate limit"];

/// One row of it.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitRow {
    /// What is limited.
    pub name: &'static str,
    /// The load a second, the load a minute, and what is allowed a minute.
    pub cells: [String; 3],
    /// How the load compares with what is allowed.
    pub standing: Standing,
}

/// Load and limits line by line, each limit not known where it was not given.
#[must_use]
pub fn limits(view: &View) -> Vec<LimitRow> {
    let (Some(feature), Some(wait)) = (view.feature(), view.wait()) else { return Vec::new() };
    let locale = view.locale;
    let (limits, peak, report) = (CallLimits::of(&feature.rate_limits), wait.peak, wait.limits);
    let row = |name, load: f64, limit: Option<f64>, used: LimitUse| LimitRow {
        name,
        cells: [
            count(load / 60.0, locale),
            count(load, locale),
            limit.map_or_else(|| crate::format::NOT_KNOWN.to_owned(), |limit| exact(limit, locale)),
        ],
        standing: match used {
            LimitUse::NotKnown => Status::Unknown.plain(),
            LimitUse::Within(part) => Standing::new(Status::Meets, percent(part.get(), locale) + " used"),
            LimitUse::Close(part) => Standing::new(Status::Close, percent(part.get(), locale) + " used"),
            LimitUse::Over(part) => Standing::new(Status::Misses, times(part.get(), locale) + " the limit"),
        },
    };
    vec![
        row(
            "Requests",
            peak.requests_per_min.get(),
            limits.requests_per_min.map(Count::get),
            report.requests,
        ),
        row(
            "Input tokens",
            peak.input_tokens_per_min.get(),
            limits.input_tokens_per_min.map(Tokens::get),
            report.input_tokens,
        ),
        row(
            "Output tokens",
            peak.output_tokens_per_min.get(),
            limits.output_tokens_per_min.map(Tokens::get),
            report.output_tokens,
        ),
    ]
}

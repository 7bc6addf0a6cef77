//! The only wording of a verdict: whether a latency target is met, missed, or cannot be told.

use crate::estimate::latency::goodput::{Assessment, Headroom, Verdict};
use crate::format::{Locale, Timed, against, exact, exact_time, time};
use crate::scenario::SloMetric;
use crate::units::Millis;

/// How something compares with its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It meets the target.
    Meets,
    /// It meets the target with little room to spare.
    Close,
    /// It misses the target.
    Misses,
    /// There is no target.
    NoTarget,
    /// It cannot be told.
    Unknown,
}

impl Status {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Meets => "meets",
            Self::Close => "close",
            Self::Misses => "misses",
            Self::NoTarget => "no target",
            Self::Unknown => "cannot tell",
        }
    }

    /// The status with its word alone.
    #[must_use]
    pub fn plain(self) -> Standing {
        Standing { status: self, text: self.word().to_owned() }
    }
}

impl From<Verdict> for Status {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::Meets,
            Verdict::Close => Self::Close,
            Verdict::Missed => Self::Misses,
            Verdict::Unknown => Self::Unknown,
        }
    }
}

/// A status, and words beside its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which sign.
    pub status: Status,
    /// The words.
    pub text: String,
}

impl Standing {
    /// A status with words of its own.
    #[must_use]
    pub fn new(status: Status, text: impl Into<String>) -> Self {
        Self { status, text: text.into() }
    }
}

/// What a target times, as a title: "Time to first token".
#[must_use]
pub const fn metric(metric: SloMetric) -> &'static str {
    match metric {
        SloMetric::Ttft => "Time to first token",
        SloMetric::E2eLatency => "Full response",
    }
}

/// The same within a sentence: "time to first token".
#[must_use]
pub const fn metric_within(metric: SloMetric) -> &'static str {
    match metric {
        SloMetric::Ttft => "time to first token",
        SloMetric::E2eLatency => "full response",
    }
}

/// A time for people, in two digits.
#[must_use]
pub fn seconds(value: Millis, locale: Locale) -> String {
    time(value, Timed::Answer, locale)
}

/// "0.8 to 2.6 s".
#[must_use]
pub fn time_range(fast: Millis, slow: Millis, locale: Locale) -> String {
    let (first, last) = (seconds(fast, locale), seconds(slow, locale));
    let unit = |text: &str| text.rfind('\u{a0}').map(|at| text.get(at..).unwrap_or_default().to_owned());
    let first = match (unit(&first), unit(&last)) {
        (Some(one), Some(other)) if one == other => first.strip_suffix(&*one).unwrap_or(&first).to_owned(),
        _ => first,
    };
    [&first, " to ", &last].concat()
}

/// "1.6 s at p95, meets the 2 s target".
#[must_use]
pub fn against_target(found: &Assessment, locale: Locale) -> String {
    let limit = exact_time(found.target.limit, Timed::Answer, locale);
    let at = &found.at_percentile;
    let held = against(at.typical, found.target.limit, Timed::Answer, locale);
    let rank = [" at p", &exact(found.target.percentile.get(), locale)].concat();
    match found.verdict {
        Verdict::Met => [&held.time, &rank, ", meets the ", &limit, " target"].concat(),
        Verdict::Close => [&held.time, &rank, ", close to the ", &limit, " target"].concat(),
        Verdict::Missed => [&held.time, &rank, ", misses the ", &limit, " target by ", &held.margin].concat(),
        Verdict::Unknown => {
            let range = time_range(at.fast, at.slow, locale);
            [&range, &rank, ", cannot tell whether it meets the ", &limit, " target"].concat()
        }
    }
}

/// "0.4 s to spare", "0.8 s over", "cannot tell: 0.8 to 2.6 s": the short form for a row of a table.
#[must_use]
pub fn margin(found: &Assessment, locale: Locale) -> Standing {
    let status = found.verdict.into();
    let at = &found.at_percentile;
    if found.verdict == Verdict::Unknown {
        let range = time_range(at.fast, at.slow, locale);
        return Standing { status, text: [Status::Unknown.word(), ": ", &range].concat() };
    }
    let margin = against(at.typical, found.target.limit, Timed::Answer, locale).margin;
    let text = match found.headroom {
        Headroom::Left(_) => margin + " to spare",
        Headroom::Over(_) => margin + " over",
    };
    Standing { status, text }
}

/// "time to first token, p95, 2 s": a target in short.
#[must_use]
pub fn target(target: &crate::scenario::Target, locale: Locale) -> String {
    let limit = exact_time(target.limit, Timed::Answer, locale);
    [metric_within(target.metric), ", p", &exact(target.percentile.get(), locale), ", ", &limit].concat()
}

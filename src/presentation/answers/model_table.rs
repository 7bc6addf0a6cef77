//! Every priced model for the feature that is open, as a table.

use crate::catalogue::ModelId;
use crate::estimate::Comparison;
use crate::estimate::compare::{ContextFit, ModelRow, SortKey};
use crate::format::{NOT_KNOWN, count, date, exact, percent, short, usd, usd_signed};
use crate::presentation::View;
use crate::presentation::words::counted;
use crate::presentation::words::sources::Source;
use crate::presentation::words::verdict::{Standing, Status, seconds, time_range};
use crate::scenario::SloMetric;
use crate::units::{Moment, Usd};

/// The section before anything is computed.
pub const TEASER: &str =
    "Every priced model for this feature: cost, latency, and whether it meets the target.";
/// All providers, in the list of them.
pub const ALL_PROVIDERS: &str = "All providers";
/// The list of providers.
pub const PROVIDER: &str = "Provider";
/// Shows only models that meet the target.
pub const ONLY_MEETING: &str = "Meets the target";
/// Hides models whose context window is too small.
pub const HIDE_TOO_SMALL: &str = "Hide models whose context is too small";
/// The name of the table.
pub const ALL_MODELS: &str = "All models";
/// The heading of the buttons, for screen readers.
pub const USE: &str = "Use it";
/// The button of a line.
pub const USE_SHORT: &str = "Use";
/// In place of it on the line of the present model.
pub const CHOSEN: &str = "chosen";
/// Shows the lines beyond the first.
pub const SHOW_ALL: &str = "Show all of them";
/// Shows the first lines alone.
pub const SHOW_FEWER: &str = "Show fewer";
/// What the figures mean.
pub const NOTE: &str = "Each as if it responded to every call, with your settings and at its list price. A range of \
     times is that of models of its class: this model was not measured. Response quality is not estimated: try your own \
     prompts before you switch.";

/// The headings, and what a press on each sorts the lines by; the last one, of the buttons, has no words.
pub const HEADS: [(&str, Option<SortKey>); 11] = [
    ("Model", Some(SortKey::Model)),
    ("Provider", Some(SortKey::Provider)),
    ("Cost per request", None),
    ("A month", Some(SortKey::Cost)),
    ("Against now", None),
    ("Time to first token", Some(SortKey::Ttft)),
    ("Full response", Some(SortKey::E2eLatency)),
    ("Target", Some(SortKey::Verdict)),
    ("Context window", None),
    ("Price of", None),
    ("", None),
];

/// ", p95" after the headings of the two times.
#[must_use]
pub fn rank_of(found: Option<&Comparison>, key: Option<SortKey>, locale: crate::format::Locale) -> String {
    if !matches!(key, Some(SortKey::Ttft | SortKey::E2eLatency)) {
        return String::new();
    }
    [", p", &exact(found.map_or(95.0, |found| found.percentile.get()), locale)].concat()
}

/// "58 of 461 models would meet the target of Support chat, from $129 a month; 90 miss it, 313 cannot be told."
#[must_use]
pub fn finding(view: &View, found: Option<&Comparison>) -> String {
    let Some(found) = found else { return ALL_MODELS.to_owned() };
    let number = |value: usize| count(value as f64, view.locale);
    let cheapest = found.meeting().map(|row| row.month.get()).fold(f64::INFINITY, f64::min);
    let verb = if found.target.is_some() { " would meet the target of " } else { " could respond for " };
    let (meeting, all) = (number(found.meeting().count()), found.rows.len());
    let all = counted(all as f64, &number(all), "model", "models");
    let from = if cheapest.is_finite() {
        [", from ", &usd(Usd::saturating(cheapest), view.locale), " a month"].concat()
    } else {
        String::new()
    };
    let others = if found.target.is_some() {
        let counts = found.counts();
        ["; ", &number(counts.miss), " miss it, ", &number(counts.cannot_tell), " cannot be told"].concat()
    } else {
        String::new()
    };
    [&meeting, " of ", &all, verb, view.feature_name(), &from, &others, "."].concat()
}

/// "104 models. "
#[must_use]
pub fn how_many(view: &View, listed: usize) -> String {
    counted(listed as f64, &count(listed as f64, view.locale), "model. ", "models. ")
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelLine {
    /// The model.
    pub id: ModelId,
    /// Its name.
    pub name: String,
    /// Who hosts it.
    pub provider: String,
    /// Cost per request, cost a month, and the difference from the present cost.
    pub costs: [String; 3],
    /// Time to first token and to the full response.
    pub times: [String; 2],
    /// Whether it meets the target.
    pub target: Standing,
    /// Whether the workload fits into its context window.
    pub fit: Standing,
    /// The day of its price.
    pub price: Option<Source>,
    /// Whether it responds now.
    pub is_today: bool,
}

/// The line of a model.
#[must_use]
pub fn model_line(view: &View, row: &ModelRow, found: &Comparison) -> ModelLine {
    let (book, locale) = (&view.catalogue.hosted, view.locale);
    let model = book.model(row.model);
    let price = model.map(|model| {
        let at = Moment::noon(view.scenario.as_of);
        let since = book.price_row(model, at).and_then(|row| row.known_since);
        Source {
            text: date(since.unwrap_or(book.package().date)),
            url: book.price_source(model, at).map(str::to_owned),
        }
    });
    let against = match row.against_today {
        _ if row.is_today => "now".to_owned(),
        Some(difference) => usd_signed(difference, locale),
        None => NOT_KNOWN.to_owned(),
    };
    let wait = |metric: SloMetric| {
        let Some(wait) = row.wait else { return NOT_KNOWN.to_owned() };
        let at = wait.at(metric);
        if seconds(at.fast, locale) == seconds(at.slow, locale) {
            seconds(at.typical, locale)
        } else {
            time_range(at.fast, at.slow, locale)
        }
    };
    let fit = match row.context {
        ContextFit::Fits => Standing::new(Status::Meets, "fits"),
        ContextFit::NotKnown => Standing::new(Status::Unknown, "limit not known"),
        ContextFit::TooSmall { window, .. } => {
            Standing::new(Status::Misses, [&short(window.get(), locale), " at most"].concat())
        }
        ContextFit::AnswerTooLong { most } => {
            let most = short(most.get(), locale);
            Standing::new(Status::Misses, ["responds with ", &most, " at most"].concat())
        }
    };
    ModelLine {
        id: row.model,
        name: model.map(|model| model.name.clone()).unwrap_or_default(),
        provider: book.provider(row.provider).map(|provider| provider.name.clone()).unwrap_or_default(),
        costs: [usd(row.cost_per_request, locale), usd(row.month, locale), against],
        times: [wait(SloMetric::Ttft), wait(SloMetric::E2eLatency)],
        target: target(row, found, view),
        fit,
        price,
        is_today: row.is_today,
    }
}

/// "meets, 98% in time", with its sign.
fn target(row: &ModelRow, found: &Comparison, view: &View) -> Standing {
    if row.is_too_small() {
        return Standing::new(Status::Misses, "does not fit");
    }
    if found.target.is_none() {
        return Status::NoTarget.plain();
    }
    let Some((verdict, within)) = row.wait.and_then(|wait| Some((wait.verdict?, wait.share_within))) else {
        return Status::Unknown.plain();
    };
    // No share of requests is given for a guess.
    let Some(within) = within else { return Status::from(verdict).plain() };
    let (status, within) = (Status::from(verdict), within.typical.get());
    // No figure of a latency is exact enough to tell 99.6% from 99.9%.
    let over = if within > 0.99 { "over " } else { "" };
    let share = percent(within.min(0.99), view.locale);
    Standing { status, text: [status.word(), ", ", over, &share, " in time"].concat() }
}

//! What each feature costs and how it compares with its target.

use super::standing::{standing, trouble};
use crate::estimate::{Cost, FeatureEstimate};
use crate::format::{Locale, NOT_KNOWN, cost, count, exact, shares_of_whole, usd_times};
use crate::presentation::View;
use crate::presentation::words::listed;
use crate::presentation::words::verdict::{Standing, Status};
use crate::scenario::Serving;

/// One feature.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureRow {
    /// Its name.
    pub name: String,
    /// The models that answer it, "Claude Haiku 4.5 + Claude Opus 5"; empty where a price per request was typed.
    pub models: String,
    /// Cost per request.
    pub request: String,
    /// Requests a month.
    pub requests: String,
    /// Cost a month.
    pub month: String,
    /// "33%": its share of what is known of the total.
    pub share: String,
    /// That share, of the largest share.
    pub bar: f64,
    /// How it compares with its target.
    pub standing: Standing,
}

/// The table of features.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    /// What was found, in a sentence without a full stop.
    pub heading: String,
    /// One row for each feature.
    pub rows: Vec<FeatureRow>,
    /// Requests and cost a month of all features; nothing where there is one feature.
    pub sum: Option<(String, String)>,
}

/// The headings of the table.
pub const HEADS: [&str; 6] =
    ["Feature", "Cost per request", "× requests", "= a month", "Share", "Latency target"];

/// The name of the row of all features together.
pub const ALL_FEATURES: &str = "All";

/// What each feature costs and how it compares with its target.
#[must_use]
pub fn features(view: &View) -> Features {
    let locale = view.locale;
    let known: Vec<f64> = view
        .features
        .iter()
        .map(|feature| feature.cost.month.known_part().map_or(0.0, |usd| usd.get()))
        .collect();
    let largest = known.iter().copied().fold(0.0, f64::max);
    let (shares, months) = (shares_of_whole(&known, locale), view.months());
    let text = |texts: &[String], index: usize| texts.get(index).cloned().unwrap_or_default();
    let rows: Vec<FeatureRow> = view
        .features
        .iter()
        .enumerate()
        .map(|(index, feature)| (index, feature, request_and_requests(feature, locale)))
        .map(|(index, feature, (request, requests))| FeatureRow {
            name: feature.name.as_str().to_owned(),
            models: models(view, index, feature),
            request,
            requests,
            month: text(&months.parts, index),
            share: match feature.cost.month.known_part() {
                Some(_) => text(&shares, index),
                None => NOT_KNOWN.to_owned(),
            },
            bar: known.get(index).map_or(0.0, |known| if largest > 0.0 { known / largest } else { 0.0 }),
            standing: standing(view, index),
        })
        .collect();
    let sum = (rows.len() > 1)
        .then(|| (exact(view.total.requests_per_month.get().round(), locale), months.total.clone()));
    Features { heading: heading(view, &rows, &known), rows, sum }
}

/// The models of the feature at `index`, in their order.
fn models(view: &View, index: usize, feature: &FeatureEstimate) -> String {
    match view.scenario.features.get(index).map(|feature| &feature.serving) {
        Some(Serving::PerRequest(_)) | None => String::new(),
        Some(Serving::Hosted(_) | Serving::SelfHosted(_)) => {
            let names: Vec<&str> = feature.legs.iter().map(|leg| leg.name.as_str()).collect();
            names.join(" + ")
        }
    }
}

/// The cost per request and the requests a month, whose product is the cost a month as shown.
fn request_and_requests(feature: &FeatureEstimate, locale: Locale) -> (String, String) {
    let requests = feature.volume.per_month.get();
    match (feature.cost_per_request, feature.cost.month) {
        (Cost::Known(each), Cost::Known(month)) => usd_times(each, requests, month, locale),
        (each, _) => (cost(each, locale), count(requests, locale)),
    }
}

/// "Nightly summaries is the largest part: 45%; Autocomplete misses its target"
fn heading(view: &View, rows: &[FeatureRow], known: &[f64]) -> String {
    let largest = known.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(index, _)| index);
    let Some(row) = largest.and_then(|index| rows.get(index)) else { return "No feature yet".to_owned() };
    let missed: Vec<(usize, &FeatureRow)> =
        rows.iter().enumerate().filter(|(_, row)| row.standing.status == Status::Misses).collect();
    let first = if rows.len() > 1 {
        [&row.name, " is the largest part: ", &row.share].concat()
    } else {
        let unknown = view.costs_of(0).is_none_or(|feature| feature.cost_per_request == Cost::NotKnown);
        match (unknown, trouble(view, 0)) {
            (true, Some(trouble)) => return [&row.name, " ", trouble].concat(),
            (true, None) => return ["The cost per request of ", &row.name, " is not known"].concat(),
            (false, _) => [&row.name, " costs ", &row.request, " per request"].concat(),
        }
    };
    match missed.as_slice() {
        [] => first,
        [(index, one)] => {
            let why = trouble(view, *index).unwrap_or("misses its target");
            if rows.len() == 1 {
                [&first, ", and it ", why].concat()
            } else {
                [&first, "; ", &one.name, " ", why].concat()
            }
        }
        several => {
            let names = listed(&several.iter().map(|(_, row)| &row.name).collect::<Vec<_>>());
            [&first, "; ", &names, " miss their targets"].concat()
        }
    }
}

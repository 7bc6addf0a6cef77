//! What single users cost. Their names are never shown whole.

use super::money;
use crate::bill::user_costs;
use crate::format::{count, percent, times};
use crate::presentation::View;
use crate::presentation::answers::grid::Grid;
use crate::presentation::words::noun;
use crate::scenario::{Field, FieldPath, Place};
use crate::units::in_order;
use crate::usage::{Money, Report};

/// Users that are listed.
const LISTED: usize = 5;

/// The users of a bill.
#[derive(Debug, Clone, PartialEq)]
pub struct Users {
    /// "5 of 4,870 users cause 8.3% of the cost"
    pub heading: String,
    /// The most expensive ones and the others.
    pub table: Grid,
    /// The spread, against the scenario's.
    pub spread: String,
    /// "Use 3.1 times for heavy users", and the value.
    pub use_it: Option<(String, f64)>,
}

/// What a step of the history is called that takes the value.
pub const HEAVY_STEP: &str = "use of the measured spread of users";

/// A name of a file, shortened so that nobody can be known by it: an address keeps its first letter and the first one of its domain, a
/// key or another long name its beginning.
#[must_use]
pub fn shortened(name: &str) -> String {
    let first = |text: &str, letters: usize| text.chars().take(letters).collect::<String>();
    if let Some((person, domain)) = name.split_once('@') {
        return [&first(person, 1), "\u{2026}@", &first(domain, 1), "\u{2026}"].concat();
    }
    let letters = name.chars().count();
    if letters <= 8 {
        return name.to_owned();
    }
    let tail: String = name.chars().skip(letters - 2).collect();
    [&first(name, 4), "\u{2026}", &tail].concat()
}

pub(super) fn users(view: &View, report: &Report) -> Option<Users> {
    let costs = user_costs(report)?;
    if costs.users < 2 || costs.total == Money::ZERO {
        return None;
    }
    let locale = view.locale;
    let by_user = report.by_user();
    let all: Vec<_> =
        by_user.iter().filter_map(|(name, amounts)| Some((*name, amounts.cost?, amounts.requests))).collect();
    let all = in_order(all, |(_, cost, _)| -cost.to_f64());
    let share = |cost: Money| percent(cost.to_f64() / costs.total.to_f64(), locale);
    let requests = |of: Option<u64>| of.map_or_else(|| "\u{2013}".to_owned(), |of| count(of as f64, locale));
    let listed = all.iter().take(LISTED);
    let top: Money = listed.clone().map(|(_, cost, _)| *cost).sum();
    let mut cells: Vec<String> = listed
        .flat_map(|(name, cost, calls)| {
            [shortened(name), requests(*calls), money(*cost, locale), share(*cost)]
        })
        .collect();
    if let Some(others) = costs.users.checked_sub(LISTED).filter(|others| *others > 0) {
        let rest = costs.total - top;
        let known = all.iter().skip(LISTED).map(|(_, _, calls)| *calls).sum::<Option<u64>>();
        let name = [&count(others as f64, locale), " ", noun(others as f64, "other", "others")].concat();
        cells.extend([name, requests(known), money(rest, locale), share(rest)]);
    }
    let shown = costs.users.min(LISTED);
    let heading = [
        &shown.to_string(),
        " of ",
        &count(costs.users as f64, locale),
        " users cause ",
        &share(top),
        " of the cost of users",
    ]
    .concat();
    let factor = (costs.p50 > Money::ZERO).then(|| costs.p95.to_f64() / costs.p50.to_f64());
    let assumed = view.scenario.value(FieldPath { place: Place::Scenario, field: Field::HeavyUserFactor });
    let against = match (factor, assumed) {
        (Some(factor), Some(assumed)) => {
            [", ", &times(factor, locale), " as much; the scenario takes ", &times(assumed, locale)].concat()
        }
        (Some(factor), None) => {
            [", ", &times(factor, locale), " as much; the scenario has no heavy user"].concat()
        }
        (None, _) => String::new(),
    };
    let spread = [
        "The median user (p50) costs ",
        &money(costs.p50, locale),
        ", the p95 user ",
        &money(costs.p95, locale),
        &against,
        ".",
    ]
    .concat();
    let bounds = Field::HeavyUserFactor.spec().bounds;
    let value =
        factor.map(|factor| (factor * 10.0).round() / 10.0).filter(|factor| bounds.check(*factor).is_ok());
    Some(Users {
        heading,
        table: Grid {
            name: "Users by cost",
            heads: vec!["User, shortened", "Requests", "Cost", "Share"],
            cells,
        },
        spread,
        use_it: value.map(|value| (["Use ", &times(value, locale), " for heavy users"].concat(), value)),
    })
}

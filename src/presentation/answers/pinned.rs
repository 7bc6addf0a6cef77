//! A result that stays in view while another is tried: A is pinned, B is as it is now.

use super::standing::{assessed, trouble};
use crate::estimate::Estimate;
use crate::estimate::latency::goodput::timed;
use crate::format::{change, cost, percent, usd_parts, usd_signed, usd_sum};
use crate::presentation::View;
use crate::presentation::words::verdict::{Standing, Status, metric, seconds};
use crate::scenario::{Slo, SloMetric};
use crate::units::Millis;

/// How A and B differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Pinned {
    /// Cost a month of B.
    pub month_b: String,
    /// " a month, $0.705 per user".
    pub user_b: Option<String>,
    /// "pinned: $20,000 a month".
    pub month_a: String,
    /// "−$12,950, −65%"; nothing where a cost is not known.
    pub difference: Option<String>,
    /// "Time to first token, p95: 1.6 s, 1.5 s faster".
    pub latency: Option<String>,
    /// "gross margin: 74% (A: 40%)".
    pub margin: Option<String>,
    /// Each feature of B that has a target.
    pub standings: Vec<Standing>,
}

/// How `then`, the pinned estimate, and the present one differ.
#[must_use]
pub fn pinned(view: &View, then: &Estimate) -> Pinned {
    let (locale, now) = (view.locale, view.estimate());
    let (a, b) = (then.total.cost, now.total.cost);
    // The sum of the rounded parts, as in the headline.
    let months: Vec<_> = then.features.iter().map(|feature| feature.cost.month).collect();
    let (months_a, months_b) = (usd_parts(&months, locale), view.months());
    let difference = a.month.known().zip(b.month.known()).map(|(a, b)| {
        let part = change(a.get(), b.get(), locale).map(|part| [", ", &part].concat());
        usd_signed(usd_sum(&[months_b.shown, -months_a.shown]), locale) + &part.unwrap_or_default()
    });
    let margin = |estimate: &Estimate| {
        let found = estimate.economics.as_ref().ok()?;
        Some(percent(found.gross_margin, locale))
    };
    let margin = margin(now).map(|now| {
        let then = margin(then).map(|then| [" (A: ", &then, ")"].concat());
        ["gross margin: ", &now, &then.unwrap_or_default()].concat()
    });
    Pinned {
        month_b: months_b.total,
        user_b: b.user_month.map(|each| [" a month, ", &cost(each, locale), " per user"].concat()),
        month_a: ["pinned: ", &months_a.total, " a month"].concat(),
        difference,
        latency: latency(view, then),
        margin,
        standings: standings(view).into_iter().map(|(_, standing)| standing).collect(),
    }
}

/// Each feature that has a target, by its index, and whether it meets it.
#[must_use]
pub fn standings(view: &View) -> Vec<(usize, Standing)> {
    let has_target = |index: &usize| {
        view.scenario.features.get(*index).is_some_and(|feature| feature.slo != Slo::NoTarget)
    };
    let standing = |index: usize| {
        let status = match (trouble(view, index), assessed(view, index)) {
            (Some(_), _) => Status::Misses,
            (None, Some(found)) => found.verdict.into(),
            (None, None) => Status::Unknown,
        };
        (index, Standing { status, text: [view.name_of(index), ": ", status.word()].concat() })
    };
    (0..view.features.len()).filter(has_target).map(standing).collect()
}

/// The latency of the feature that is open, where A has one of that name.
fn latency(view: &View, then: &Estimate) -> Option<String> {
    let locale = view.locale;
    let timed_metric = view.target().map_or(SloMetric::Ttft, |target| target.metric);
    let now = view.estimate();
    let name = &now.features.get(view.chosen)?.name;
    let now = p95(now, view.chosen, timed_metric)?;
    let then = p95(then, then.features.iter().position(|feature| feature.name == *name)?, timed_metric)?;
    let what = [metric(timed_metric), ", p95: "].concat();
    let (shown, before) = (seconds(now, locale), seconds(then, locale));
    if shown == before {
        return Some([&what, &shown, ", as in A"].concat());
    }
    let by = seconds(Millis::saturating((now.get() - then.get()).abs()), locale);
    Some([what.as_str(), &shown, ", ", &by, if now > then { " slower" } else { " faster" }].concat())
}

/// The time that 95 of 100 requests do not exceed.
fn p95(estimate: &Estimate, feature: usize, metric: SloMetric) -> Option<Millis> {
    let wait = estimate.waits.get(feature)?.action.as_ref().ok()?;
    Some(timed(&wait.latency, metric).ladder().p95)
}

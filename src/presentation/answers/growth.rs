//! Month by month, at several times the users, and against fixed costs.

use super::grid::Grid;
use super::steps::{StepText, plain_steps};
use crate::chart::{Chart, Frame, GrowthLines};
use crate::estimate::business::growth::{Growth as Found, MonthMoney};
use crate::format::{Locale, NOT_KNOWN, cost, count, date, exact, percent, usd};
use crate::presentation::View;
use crate::presentation::words::{counted, listed};
use crate::units::Usd;

/// The section before anything is computed.
pub const TEASER: &str = "Cost, revenue and margin month by month, and what if an input were different.";

/// The question over the fields.
pub const HOW_FAST: &str = "How fast does it grow?";

/// "10% more users each month, for 12 months: cost, revenue and margin, and what if an input were different."
#[must_use]
pub fn finding(view: &View) -> String {
    let growth = &view.scenario.growth;
    let rate = percent(growth.monthly_growth().get(), view.locale);
    let months = growth.horizon_months().get();
    let months = counted(months, &exact(months, view.locale), "month", "months");
    [
        &rate,
        " more users each month, for ",
        &months,
        ": cost, revenue and margin, and what if an input were different.",
    ]
    .concat()
}

/// What is shown of the months ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// "From 1 Nov 2027 on, 28,500 users cost $128,000 a month, gross margin $98,000"
    pub heading: String,
    /// The chart in a sentence; nothing where no month lies ahead.
    pub name: Option<String>,
    /// What the upright lines of the chart are.
    pub marks: String,
    /// The heading of the next table.
    pub scales_heading: &'static str,
    /// Once, twice, five and ten times the users, today and at the last announced prices.
    pub scales: Grid,
    /// The heading of what follows it.
    pub fixed_heading: &'static str,
    /// Whether fixed costs are covered.
    pub fixed: &'static str,
    /// The working of that.
    pub steps: Vec<StepText>,
}

/// The chart of the months ahead, `width` CSS pixels wide.
#[must_use]
pub fn draw(found: &Found, width: f64, locale: Locale) -> Chart {
    GrowthLines { growth: found }.draw(Frame::new(width, 240.0), locale)
}

/// The months ahead.
#[must_use]
pub fn growth(view: &View, found: &Found) -> Growth {
    let months = found.months.len();
    let name = (months > 0).then(|| {
        let months = counted(months as f64, &months.to_string(), "month", "months");
        ["Inference, revenue and gross margin, for ", &months, "; the table has the same figures"].concat()
    });
    Growth {
        heading: heading(view, found),
        name,
        marks: marks(view, found),
        scales_heading: "At several times the users, a month",
        scales: scales(found, view.locale),
        fixed_heading: "Against fixed costs",
        fixed: fixed(view, found),
        steps: plain_steps(found.break_even_step.as_slice(), view.locale),
    }
}

fn heading(view: &View, found: &Found) -> String {
    let locale = view.locale;
    let Some(last) = found.months.last() else { return "No month ahead".to_owned() };
    let money = &last.money;
    let users = counted(money.users.get(), &count(money.users.get(), locale), "user costs ", "users cost ");
    let margin = money.margin.map(|margin| {
        let amount = usd(Usd::saturating(margin.get().abs()), locale);
        [if margin.get() < 0.0 { ", at a loss of " } else { ", gross margin " }, &amount].concat()
    });
    let inference = cost(money.inference, locale);
    ["From ", &date(last.starts), " on, ", &users, &inference, " a month", &margin.unwrap_or_default()]
        .concat()
}

fn marks(view: &View, found: &Found) -> String {
    let days: Vec<String> = found.price_changes.iter().map(|day| date(*day)).collect();
    let mut words = if days.is_empty() {
        "No announced price begins in these months.".to_owned()
    } else {
        ["Announced prices begin on ", &listed(&days), ": the thin upright lines."].concat()
    };
    if let Some(month) = found.break_even_month.and_then(|month| found.months.get(month)) {
        words =
            [&words, " Fixed costs are covered from ", &date(month.starts), " on: the dashed line."].concat();
    }
    if !view.scenario.tiers.is_empty() {
        words += " Revenue is that of the tiers.";
    }
    words
}

fn scales(found: &Found, locale: Locale) -> Grid {
    let changes = !found.price_changes.is_empty();
    let money = |amount: Option<Usd>| amount.map_or_else(|| NOT_KNOWN.to_owned(), |known| usd(known, locale));
    let of = |month: &MonthMoney| [cost(month.inference, locale), money(month.margin)];
    let mut cells = Vec::new();
    for scale in &found.scales {
        let times = ["× ", &scale.times.to_string()].concat();
        cells.extend([times, count(scale.now.users.get(), locale), money(scale.now.revenue)]);
        cells.extend(of(&scale.now));
        if changes {
            cells.extend(of(&scale.later));
        }
    }
    let mut heads = vec!["If users grow", "Users", "Revenue", "Inference", "Gross margin"];
    if changes {
        heads.extend(["Inference, announced prices", "Gross margin then"]);
    }
    Grid { name: "At several times the users", heads, cells }
}

fn fixed(view: &View, found: &Found) -> &'static str {
    let is_set = view.scenario.plan.fixed_costs_usd().is_some();
    match (is_set, &found.break_even_step, found.break_even_month) {
        (false, ..) => "Set fixed costs to see how many paying users cover them.",
        (true, None, _) => {
            "The margin per user is negative or not known, so no number of users covers the fixed costs."
        }
        (true, Some(_), None) => "Fixed costs are not covered in any of these months.",
        (true, Some(_), Some(0)) => "Fixed costs are covered from the first month on.",
        (true, Some(_), Some(_)) => "Fixed costs are covered in these months, though not from the first.",
    }
}

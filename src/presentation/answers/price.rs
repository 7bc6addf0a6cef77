//! Where the price of a user goes, what users cost by use, what a price can include, and what no limit risks.

use super::grid::{BarKind, BarRow, BarTable, Grid, Span};
use super::steps::{StepText, plain_steps};
use crate::estimate::business::pricing::{
    Advice, Counted, NoRisk, NoTiers, OnAverage, TierRow, advise, tier_table, unlimited_risk,
};
use crate::estimate::{UnitEconomics, UserAt};
use crate::format::{Locale, count, percent, share, usd, usd_exact, usd_steps_to, usd_sum};
use crate::presentation::View;
use crate::presentation::words::choices::{no_economics, pressure};
use crate::presentation::words::counted;
use crate::presentation::words::verdict::Standing;
use crate::units::{Count, Usd, sort_numbers};

/// Requests a month of the users in the table of users.
const REQUESTS: [f64; 4] = [25.0, 40.0, 400.0, 1200.0];

/// The section before anything is computed.
pub const TEASER: &str =
    "The gross margin of a price, users who cost more than they pay, and tiers with allowances.";

/// "Inference takes 25% of the $20 price; gross margin $14.12 per paying user."
#[must_use]
pub fn finding(view: &View) -> String {
    let locale = view.locale;
    match &view.estimate().economics {
        Err(why) => no_economics(*why).to_owned(),
        Ok(found) => {
            let share = percent(found.share_of_price.get(), locale);
            let price = usd_exact(found.price, locale);
            let margin = gain_or_loss(found.contribution_margin, locale);
            ["Inference takes ", &share, " of the ", &price, " price; ", &margin, " per paying user."]
                .concat()
        }
    }
}

/// "gross margin $4.84" or "loss $0.99".
fn gain_or_loss(amount: Usd, locale: Locale) -> String {
    let size = usd(Usd::saturating(amount.get().abs()), locale);
    [if amount.get() < 0.0 { "loss " } else { "gross margin " }, &size].concat()
}

/// A share of users, which may be very small.
fn few(part: f64, locale: Locale) -> String {
    const LEAST: f64 = 0.001;
    if part > 0.0 && part < LEAST {
        ["Less than ", &percent(LEAST, locale)].concat()
    } else {
        percent(part, locale)
    }
}

/// Where the price goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Economics {
    /// The heading.
    pub heading: &'static str,
    /// The bars.
    pub bars: BarTable,
    /// How healthy the margin is.
    pub pressure: Standing,
    /// What goes with that.
    pub sentence: String,
    /// What a heavy user costs.
    pub heavy_user: String,
    /// The working.
    pub steps: Vec<StepText>,
}

/// Where the price goes, and each figure with its arithmetic.
///
/// # Errors
/// A sentence says why that is not known.
pub fn economics(view: &View) -> Result<Economics, &'static str> {
    let locale = view.locale;
    let found = view.estimate().economics.as_ref().map_err(|why| no_economics(*why))?;
    let sentence = [
        " Inference takes ",
        &percent(found.share_of_price.get(), locale),
        " of the price. Gross margin ",
        &percent(found.gross_margin, locale),
        " of the price, ",
        &usd(found.contribution_total, locale),
        " a month over all paying users, after fees, other costs and inference.",
    ];
    Ok(Economics {
        heading: "Where the price of one user goes",
        bars: bars(found, locale),
        pressure: pressure(found.pressure),
        sentence: sentence.concat(),
        heavy_user: heavy_user(found, locale),
        steps: plain_steps(&found.steps(view.scenario), locale),
    })
}

fn bars(found: &UnitEconomics, locale: Locale) -> BarTable {
    let other = found.other_costs;
    let parts = [
        ("Payment fees", "", found.fees, BarKind::Fees),
        (
            "Other costs",
            if other.is_some() { "" } else { "not set, so not counted" },
            other.unwrap_or(Usd::ZERO),
            BarKind::Other,
        ),
        ("Inference", "own use", found.inference, BarKind::Cost),
        ("Inference", "of users who do not pay", found.free_users, BarKind::Cut),
    ];
    let mut steps = vec![found.price];
    steps.extend(parts.iter().map(|(.., amount, _)| Usd::ZERO - *amount));
    let texts = usd_steps_to(found.contribution_margin, &steps, locale);
    let row = |name: &str, term: &str, from, to, kind, after: String| BarRow {
        name: name.to_owned(),
        term: term.to_owned(),
        bars: vec![Span { from, to, kind }],
        before: String::new(),
        after,
    };
    let mut texts = texts.into_iter();
    let mut next = || texts.next().unwrap_or_default();
    let price = found.price.get();
    let mut rows = vec![row("Price", "after the discount", 0.0, price, BarKind::Kept, next())];
    let mut at = price;
    for (name, term, amount, kind) in parts {
        let from = at;
        at -= amount.get();
        rows.push(row(name, term, at, from, kind, next()));
    }
    let margin = usd_steps_to(found.contribution_margin, &[found.contribution_margin], locale).concat();
    rows.push(row("Gross margin", "per paying user", 0.0, at, BarKind::KeptSum, margin));
    BarTable { heads: ["A paying user", "", "A month"], rows, between: (at.min(0.0), price) }
}

/// "A heavy user (p95) costs $3.17, gross margin $4.84; the typical one costs $0.45. 2% of paying users …"
fn heavy_user(found: &UnitEconomics, locale: Locale) -> String {
    match found.heavy_user {
        None => "Set what a heavy user uses to see how many users cost more than they pay.".to_owned(),
        Some(heavy) => [
            "A heavy user (p95) costs ",
            &usd(heavy.inference, locale),
            ", ",
            &gain_or_loss(heavy.left, locale),
            "; the typical one costs ",
            &usd(heavy.typical_inference, locale),
            ". ",
            &few(heavy.users_at_a_loss.get(), locale),
            " of paying users cost more than they pay.",
        ]
        .concat(),
    }
}

/// A heading over a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Headed {
    /// The heading.
    pub heading: String,
    /// The table.
    pub grid: Grid,
    /// What goes with it; empty where nothing does.
    pub note: String,
    /// The working.
    pub steps: Vec<StepText>,
}

/// Users of the feature that is open, by how much they use it; nothing where the cost is not known.
#[must_use]
pub fn users(view: &View) -> Option<Headed> {
    let locale = view.locale;
    let feature = view.costs()?;
    let each = feature.cost_per_request.known()?;
    let row = |requests: f64| {
        let user = UserAt::new(view.scenario, each, Count::saturating(requests));
        [
            count(requests, locale),
            usd(user.inference, locale),
            user.share_of_price.map_or_else(String::new, |share| percent(share.get(), locale)),
            user.left.map_or_else(String::new, |left| usd(left, locale)),
        ]
    };
    Some(Headed {
        heading: ["What a user of ", feature.name.as_str(), " costs, by use"].concat(),
        grid: Grid {
            name: "Users by use",
            heads: vec!["Requests a month", "Inference", "Of the price", "Gross margin"],
            cells: REQUESTS.iter().flat_map(|requests| row(*requests)).collect(),
        },
        note: String::new(),
        steps: Vec::new(),
    })
}

/// "For 70%, $10 can include 90 requests a month", the same for the price of each tier, and the arithmetic.
#[must_use]
pub fn advice(view: &View, counted_as: Counted) -> Option<Headed> {
    let (locale, scenario) = (view.locale, view.scenario);
    let mut prices: Vec<f64> = scenario.tiers.iter().map(|tier| tier.tier.tier_price_usd().get()).collect();
    prices.extend(scenario.plan.price_usd_per_month().map(Usd::get));
    prices.retain(|price| *price > 0.0);
    sort_numbers(&mut prices);
    prices.dedup();
    let at = |price: &f64| advise(scenario, view.estimate(), counted_as, Usd::saturating(*price)).ok();
    let rows: Vec<Advice> = prices.iter().filter_map(at).collect();
    let plan = scenario.plan.price_usd_per_month();
    let main = rows.iter().find(|row| Some(row.price) == plan).or(rows.first())?;
    let none = || "none possible".to_owned();
    let included = |row: &Advice| row.allowance.map_or_else(none, |most| count(most.get(), locale));
    let on_average = |row: &Advice| match row.on_average {
        OnAverage::Limit(most) => count(most.get(), locale),
        OnAverage::NoLimit => "no limit needed".to_owned(),
        OnAverage::NonePossible => none(),
        OnAverage::SpreadNotSet => "not known".to_owned(),
    };
    let cells = rows.iter().flat_map(|row| {
        [
            usd_exact(row.price, locale),
            included(row),
            usd(row.cost_if_used, locale),
            percent(row.margin_if_used, locale),
            on_average(row),
        ]
    });
    let (one, several) = match counted_as {
        Counted::Requests | Counted::Feature(_) => ("request", "requests"),
        Counted::Tokens => ("token", "tokens"),
        Counted::Credits => ("credit", "credits"),
    };
    let target = share(scenario.plan.target_margin(), locale);
    let most = match main.allowance {
        Some(most) => counted(most.get(), &included(main), one, several),
        None => "nothing".to_owned(),
    };
    let price = usd_exact(main.price, locale);
    Some(Headed {
        heading: ["For a margin of ", &target, ", ", &price, " can include ", &most].concat(),
        grid: Grid {
            name: "Allowances",
            heads: vec![
                "Price a month",
                "Included",
                "Cost if all is used",
                "Margin then",
                "Allowance if use averages out",
            ],
            cells: cells.collect(),
        },
        note: "Included: your margin is kept even where a user uses all of it; rounded down. If use averages out: \
               your margin is kept over all users together."
            .to_owned(),
        steps: plain_steps(&main.steps, locale),
    })
}

/// What a plan without a limit risks.
///
/// # Errors
/// A sentence says why that is not known.
pub fn risk(view: &View) -> Result<Headed, &'static str> {
    let locale = view.locale;
    let risk = unlimited_risk(view.scenario, view.estimate()).map_err(|why| match why {
        NoRisk::Economics(why) => no_economics(why),
        NoRisk::SpreadNotSet => "Set what a heavy user uses to see what a plan without a limit risks.",
        NoRisk::NoUse => "Nothing is used, so there is no risk.",
    })?;
    let cells = risk.heavy.iter().flat_map(|user| {
        [
            share(user.below, locale),
            count(user.requests.get().round(), locale),
            usd(user.inference, locale),
            usd(user.left, locale),
            share(user.share_of_use, locale),
        ]
    });
    let few = few(risk.users_at_a_loss.get(), locale).to_ascii_lowercase();
    let lost = usd(risk.lost, locale);
    Ok(Headed {
        heading: ["Without a limit, ", &few, " of paying users would lose ", &lost, " a month"].concat(),
        grid: Grid {
            name: "Users without a limit",
            heads: vec![
                "Users who use less",
                "Requests a month",
                "Inference",
                "Gross margin",
                "Share of all use, from here up",
            ],
            cells: cells.collect(),
        },
        note: String::new(),
        // Where fees and other costs take the whole price, no number of requests breaks even.
        steps: if risk.loses_from.get() > 0.0 { plain_steps(&[risk.step], locale) } else { Vec::new() },
    })
}

/// The heading over the working of the tiers.
pub const HOW_TIERS: &str = "How each tier was computed";

/// Who chooses which tier, and its revenue; nothing without tiers.
///
/// # Errors
/// A sentence says why that is not known.
pub fn tiers(view: &View) -> Result<Option<Headed>, &'static str> {
    let locale = view.locale;
    let table = match tier_table(view.scenario, view.estimate()) {
        Ok(table) => table,
        Err(NoTiers::CostNotKnown) => return Err("The margin of the tiers is not known: a cost is missing."),
        Err(NoTiers::NobodyPays) => return Err("Nobody pays, so nobody chooses a tier."),
        Err(NoTiers::NoTiers) => return Ok(None),
    };
    let name = |row: &TierRow| view.scenario.tiers.get(row.tier).map_or("", |tier| tier.name.as_str());
    let cells = table.rows.iter().flat_map(|row| {
        [
            name(row).to_owned(),
            count(row.users.get().round(), locale),
            share(row.share, locale),
            usd(row.revenue, locale),
            usd(row.overage, locale),
            usd_exact(usd_sum(&[row.revenue, -row.margin]), locale),
            usd(row.margin, locale),
            row.gross_margin.map_or_else(String::new, |margin| percent(margin, locale)),
        ]
    });
    let mut note = String::new();
    if table.free_users.get() > 0.0 {
        note = [
            "Users who do not pay cost ",
            &usd(table.free_users, locale),
            ", taken off the gross margin of all tiers. ",
        ]
        .concat();
    }
    if table.refused_use.get() > 0.0 {
        note = [&note, &share(table.refused_use, locale), " of the use ends at an allowance. "].concat();
    }
    if !table.has_spread {
        note += "All users are assumed to use the same: set what a heavy user uses.";
    }
    // Totals are those of what the rows show.
    let all = |of: fn(&TierRow) -> Usd| usd_sum(&table.rows.iter().map(of).collect::<Vec<_>>());
    let margin = usd_sum(&[all(|row| row.margin), -table.free_users]);
    let (revenue, margin) = (usd(all(|row| row.revenue), locale), usd(margin, locale));
    let steps: Vec<_> = table.rows.iter().flat_map(|row| row.steps.iter().cloned()).collect();
    Ok(Some(Headed {
        heading: ["The tiers have a revenue of ", &revenue, " a month, gross margin ", &margin].concat(),
        grid: Grid {
            name: "Tiers",
            heads: vec![
                "Tier",
                "Users",
                "Of paying users",
                "Revenue",
                "Of it overage",
                "Costs",
                "Gross margin",
                "% of revenue",
            ],
            cells: cells.collect(),
        },
        note,
        steps: plain_steps(&steps, locale),
    }))
}

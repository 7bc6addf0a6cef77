//! The one large figure, the sentence after it, what inference takes of the price, and the working in one line.

use super::fleet::{fleet, fleet_line};
use super::range::name_of;
use crate::estimate::self_hosted::FleetOutcome;
use crate::estimate::{Cost, Expr, FeatureEstimate, Figure, Likely, Noun, StepName};
use crate::format::{
    Locale, cost, count, exact, percent, usd, usd_exact, usd_of_day, usd_range, working_line,
};
use crate::presentation::View;
use crate::presentation::words::labels::A_MONTH;
use crate::presentation::words::start::start_words;
use crate::presentation::words::{counted, listed};
use crate::units::Usd;

/// Whether the answer is for the feature that is open or for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The feature that is open.
    Feature,
    /// All of them.
    All,
}

/// The texts of the headline. The page, the bar of a phone and the sentence for screen readers show them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Headline {
    /// "at least ", where a part is not known; else nothing.
    pub before: String,
    /// The amount a month; "Does not start" where all that is asked for does not fit on its GPUs.
    pub month: String,
    /// What follows it: " a month", or nothing.
    pub unit: &'static str,
    /// The cost per user.
    pub user: Option<String>,
    /// "25%" of the price, and the price.
    pub of_price: Option<(String, String)>,
    /// That share as a number.
    pub share: Option<f64>,
    /// The cost for each paying user.
    pub per_payer: Option<String>,
    /// "$7.50 gross margin from each of 10,000 paying users, after inference".
    pub margin: Option<String>,
    /// "10,000 users".
    pub users: String,
    /// Why there is no cost per user; nothing where there is one.
    pub unknown: Option<String>,
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Its words; a part without words is not shown.
    pub text: String,
    /// Whether it is in bold.
    pub strong: bool,
}

/// What the bar of the price shows.
pub const INFERENCE: &str = " inference";

impl Headline {
    /// "for 10,000 users: $2.00 each. Inference takes 25% of the $10 price.", in parts that keep their places.
    #[must_use]
    pub fn sentence(&self) -> [Part; 6] {
        let plain = |text: String| Part { text, strong: false };
        if let Some(unknown) = &self.unknown {
            let [a, b, c, d, e] = <[Part; 5]>::default();
            return [plain(unknown.clone()), a, b, c, d, e];
        }
        let strong = |text: Option<&String>| Part { text: text.cloned().unwrap_or_default(), strong: true };
        let (share, price) =
            self.of_price.as_ref().map_or((None, None), |(share, price)| (Some(share), Some(price)));
        let each = self.user.is_some();
        [
            plain(["for ", &self.users, if each { ": " } else { "." }].concat()),
            strong(self.user.as_ref()),
            plain(if each { " each.".to_owned() } else { String::new() }),
            plain(if share.is_some() { " Inference takes ".to_owned() } else { String::new() }),
            strong(share),
            plain(price.map_or_else(String::new, |price| [" of the ", price, " price."].concat())),
        ]
    }

    /// "25% of the price".
    #[must_use]
    pub fn share_of_price(&self) -> Option<String> {
        self.of_price.as_ref().map(|(share, _)| [share, " of the price"].concat())
    }

    /// "gross margin 75%, after inference alone": for the row that stays in view.
    #[must_use]
    pub fn margin_in_short(&self, locale: Locale) -> Option<String> {
        let margin = percent(1.0 - self.share?, locale);
        Some(["gross margin ", &margin, ", after inference alone"].concat())
    }

    /// The bar of the price, for those who do not see it.
    #[must_use]
    pub fn price_bar(&self) -> String {
        let (cost, margin) = (self.per_payer.as_deref(), self.margin.as_deref());
        ["Inference takes ", cost.unwrap_or_default(), " of the price; ", margin.unwrap_or_default()].concat()
    }
}

/// The texts of the headline for one feature or for all.
#[must_use]
pub fn headline(view: &View, scope: Scope) -> Headline {
    let locale = view.locale;
    let texts = view.months();
    let users = view.scenario.audience.users();
    let price = view.scenario.plan.price_usd_per_month().filter(|price| price.get() > 0.0);
    let (text, periods) = match scope {
        Scope::All => (texts.total, view.total.cost),
        Scope::Feature => (
            texts.parts.get(view.chosen).cloned().unwrap_or_default(),
            view.costs().map_or(view.total.cost, |feature| feature.cost),
        ),
    };
    let (before, month) = match text.strip_prefix("at least ") {
        Some(amount) => ("at least ".to_owned(), amount.to_owned()),
        None => (String::new(), text),
    };
    let (month, unit) = if before.is_empty() && has_no_start(view, scope) {
        ("Does not start".to_owned(), "")
    } else {
        (month, A_MONTH)
    };
    let payers = view.total.paying_users;
    let each = periods.month.per(payers).and_then(Cost::known);
    let share = each.zip(price).map(|(each, price)| each.get() / price.get());
    let margin = each.zip(price).map(|(each, price)| Usd::saturating(price.get() - each.get()));
    let margin = margin.map(|margin| {
        let payers = counted(payers.get(), &count(payers.get(), locale), "paying user", "paying users");
        [&usd(margin, locale), " margin after inference, from each of ", &payers].concat()
    });
    Headline {
        unknown: unknown(view, before.is_empty()),
        before,
        month,
        unit,
        user: periods.user_month.map(|each| cost(each, locale)),
        of_price: share.zip(price).map(|(share, price)| (percent(share, locale), usd_exact(price, locale))),
        share,
        per_payer: each.filter(|_| price.is_some()).map(|each| usd(each, locale)),
        margin,
        users: counted(users.get(), &exact(users.get(), locale), "user", "users"),
    }
}

/// Whether the feature is on GPUs that the model does not start on.
fn is_misfit(feature: &FeatureEstimate) -> bool {
    matches!(&feature.own_gpus, Some(Ok(own)) if matches!(own.outcome, FleetOutcome::DoesNotFit | FleetOutcome::Refused(_)))
}

/// Whether nothing has a cost because nothing starts.
fn has_no_start(view: &View, scope: Scope) -> bool {
    let mut asked = view
        .features
        .iter()
        .enumerate()
        .filter(|(index, _)| scope == Scope::All || *index == view.chosen)
        .peekable();
    asked.peek().is_some() && asked.all(|(_, feature)| is_misfit(feature))
}

/// Why there is no cost per user.
fn unknown(view: &View, nothing_known: bool) -> Option<String> {
    let unknown: Vec<&FeatureEstimate> = view
        .features
        .iter()
        .map(|feature| &**feature)
        .filter(|feature| feature.cost.month.known().is_none())
        .collect();
    if unknown.is_empty() {
        return None;
    }
    // A missing price is the first problem to solve.
    let misfit = unknown.iter().all(|feature| is_misfit(feature));
    let one = unknown.len() == 1;
    let names = listed(&unknown.iter().map(|feature| feature.name.as_str()).collect::<Vec<_>>());
    Some(match (nothing_known, misfit, one) {
        (true, true, true) => [&names, " does not fit on its GPUs, so it has no cost."].concat(),
        (true, true, false) => [&names, " do not fit on their GPUs, so they have no cost."].concat(),
        (true, false, true) => ["The price of ", &names, " is not known."].concat(),
        (true, false, false) => ["The prices of ", &names, " are not known."].concat(),
        (false, true, true) => ["and ", &names, ", which does not fit on its GPUs."].concat(),
        (false, true, false) => ["and ", &names, ", which do not fit on their GPUs."].concat(),
        (false, false, true) => ["and ", &names, ", whose price is not known."].concat(),
        (false, false, false) => ["and ", &names, ", whose prices are not known."].concat(),
    })
}

/// The sentence that a screen reader speaks after a change: "$20,000 a month for 10,000 users".
#[must_use]
pub fn spoken(headline: &Headline) -> String {
    [&headline.before, &headline.month, headline.unit, " for ", &headline.users].concat()
}

/// "Likely ", "$16,900 to $25,000", ", 8 times in 10."
#[must_use]
pub fn likely_line(view: &View, found: &Likely) -> [String; 3] {
    let range = usd_range(found.month.p10, found.month.p90, view.locale);
    let most = found.swings.first().map_or_else(String::new, |most| {
        let assumed = if most.is_assumed { ", 20% assumed" } else { "" };
        [" Most depends on \u{201c}", &name_of(view, most), "\u{201d}", assumed, "."].concat()
    });
    ["Likely ".to_owned(), range, [", 8 times in 10.", &most].concat()]
}

/// Whose steps are shown where the headline is of all features.
#[must_use]
pub fn steps_of(view: &View) -> String {
    ["Steps of ", view.feature_name(), "; the other features are computed the same way."].concat()
}

/// "$6,500 + $4,500 + $9,000 · $850 an active day · $240,000 a year"
#[must_use]
pub fn sum_line(view: &View) -> String {
    let periods = view.total.cost;
    let parts = view.months().parts.join(" + ");
    let (day, year) = (cost(periods.day, view.locale), cost(periods.year, view.locale));
    [&parts, " \u{a0}·\u{a0} ", &day, " an active day \u{a0}·\u{a0} ", &year, " a year"].concat()
}

/// "100,000 users × 5 requests × $0.003 = $1,500 a day, × 30 days · $540,000 a year"
#[must_use]
pub fn day_line(view: &View) -> String {
    let locale = view.locale;
    let year = view.costs().map(|feature| cost(feature.cost.year, locale)).unwrap_or_default();
    if let Some(own) = fleet(view) {
        if let Some((formula, month)) = fleet_line(own, locale) {
            return [&formula, " = ", &month, " a month \u{a0}·\u{a0} ", &year, " a year"].concat();
        }
        match own.outcome {
            FleetOutcome::DoesNotFit | FleetOutcome::Refused(_) => {
                let words = start_words(own, locale).map(|words| [&words, "."].concat());
                return words.unwrap_or_else(|| "The model does not fit on these GPUs.".to_owned());
            }
            _ if own.month.known().is_none() => return "The cost of these GPUs is not known.".to_owned(),
            _ => {}
        }
    }
    let days = view.feature().map_or(0.0, |feature| feature.traffic.active_days_per_month().get());
    let line = view.costs().map(|feature| {
        let [requests, each, day] = of_day(feature, days, locale);
        let days = counted(days, &exact(days, locale), "day", "days");
        [&requests, " × ", &each, &day, " a day, × ", &days].concat()
    });
    [&line.unwrap_or_default(), " \u{a0}·\u{a0} ", &year, " a year"].concat()
}

/// "100,000 users × 5 requests", "$0.01312" and " = $656": what a request and an active day cost, so that day × days is
/// the month as shown.
#[must_use]
pub fn of_day(feature: &FeatureEstimate, days: f64, locale: Locale) -> [String; 3] {
    let volume = &feature.volume;
    let step = feature.steps.iter().find(|step| step.name == StepName::RequestsPerDay);
    let requests =
        step.map_or(Expr::Figure(Figure::Count(volume.per_day, Noun::Requests)), |step| step.formula.clone());
    let holds = |each: f64, month: f64| (each * volume.per_day.get() * days - month).abs() <= 1e-9 * month;
    match (feature.cost_per_request, feature.cost.month) {
        (Cost::Known(each), Cost::Known(month)) if holds(each.get(), month.get()) => {
            let [requests, each, day] = usd_of_day(&requests, each, days, month, locale);
            [requests, each, [" = ", &day].concat()]
        }
        // What is free makes a day cost less than its requests.
        (each, _) => {
            let requests = step.map_or_else(String::new, |step| working_line(step, locale).formula);
            [requests, cost(each, locale), [", in all ", &cost(feature.cost.day, locale)].concat()]
        }
    }
}

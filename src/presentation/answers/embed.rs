//! The short form of the answers, for an embed in somebody else's page.

use super::fleet::{fleet, fleet_line};
use super::headline::{Headline, Part, of_day};
use super::models::Candidate;
use super::standing::assessed;
use crate::chart::{Chart, DotStrip, Frame, Quantity, Role};
use crate::format::{Column, Locale, Timed, count, exact, exact_percent, exact_time, percent};
use crate::presentation::View;
use crate::presentation::words::verdict::{Standing, Status, metric, seconds};
use crate::presentation::words::{self, counted};
use crate::scenario::SloMetric;
use crate::units::Power;

/// The heading.
pub const TITLE: &str = "What would it cost to run?";
/// Opens the list of examples.
pub const EXAMPLES: &str = "Start from an example";
/// Before the first blank.
pub const BEFORE_USERS: &str = "Of ";
/// The name of the first blank of the sentence.
pub const USERS: &str = "Users";
/// The words after it.
pub const AFTER_USERS: &str = " users, ";
/// The name of the second.
pub const ADOPTION: &str = "Share of users who use it, in per cent";
/// The words after it.
pub const AFTER_ADOPTION: &str = " make ";
/// The name of the third.
pub const REQUESTS: &str = "Requests per user per day";
/// The words after it.
pub const AFTER_REQUESTS: &str = " requests a day each, sending ";
/// The name of the fourth.
pub const INPUT: &str = "Input tokens per request";
/// The words after it.
pub const AFTER_INPUT: &str = " tokens and getting ";
/// The name of the fifth.
pub const OUTPUT: &str = "Output tokens per request";
/// The words after it.
pub const AFTER_OUTPUT: &str = " back from ";
/// The name of the model's list.
pub const MODEL: &str = "Model";
/// The words after the model.
pub const AFTER_MODEL: &str = ". Each pays ";
/// The name of the price.
pub const PRICE: &str = "Price per user per month, in dollars";
/// The words after it.
pub const AFTER_PRICE: &str = " a month.";
/// The name of the target.
pub const TARGET: &str = "Latency target, in milliseconds";
/// The words after it.
pub const AFTER_TARGET: &str = " ms.";
/// From this share of the price on, the margin is called thin.
const THIN_FROM: f64 = 0.25;

/// Before the target's blank: " Target: first token within ".
#[must_use]
pub const fn before_target(metric: SloMetric) -> &'static str {
    match metric {
        SloMetric::Ttft => " Target: first token within ",
        SloMetric::E2eLatency => " Target: full response within ",
    }
}

/// In place of a model where GPUs of the user respond.
pub const SELF_HOSTED: &str = "self-hosted GPUs";
/// In place of a model that is not chosen.
pub const CHOOSE: &str = "choose a model";
/// The label of a price that is entered.
pub const PRICE_IN: &str = "$ in";
/// The label of the other one.
pub const PRICE_OUT: &str = "$ out";
/// The way to the full form.
pub const OPEN_FULL: &str = "Open the full estimator";
/// The first strip.
pub const COST_PER_USER: &str = "Cost per user, a month";
/// What its open circles are.
pub const OTHER_MODELS: &str = " \u{a0}○ other models";
/// The third strip.
pub const MARGIN: &str = "Margin after inference";

/// "About 1,500 words in the prompt and 450 words in the response, each time"
#[must_use]
pub fn words(view: &View) -> Option<String> {
    let tokens = &view.costs()?.tokens;
    // English text has about three words for four tokens.
    let words = |tokens: f64| {
        let words = rounded_to_two(tokens * 0.75);
        counted(words, &count(words, view.locale), "word", "words")
    };
    let [sent, back] = [tokens.first_input, tokens.output].map(|tokens| words(tokens.get()));
    Some(["About ", &sent, " in the prompt and ", &back, " in the response, each time"].concat())
}

fn rounded_to_two(value: f64) -> f64 {
    if value < 1.0 {
        return value.round();
    }
    let unit = 10_f64.powi(value.decade() - 1).max(1.0);
    (value / unit).round() * unit
}

impl Headline {
    /// "$2.00 a user; inference takes 25% of the price."
    #[must_use]
    pub fn short_sentence(&self) -> Vec<Part> {
        let part = |text: &str, strong: bool| Part { text: text.to_owned(), strong };
        if let Some(unknown) = &self.unknown {
            return vec![part(unknown, false)];
        }
        let mut parts = Vec::new();
        if let Some(user) = &self.user {
            parts.extend([part(user, true), part(" per user", false)]);
        }
        if let Some((share, _)) = &self.of_price {
            let before = if parts.is_empty() { "Inference takes " } else { "; inference takes " };
            parts.extend([part(before, false), part(share, true), part(" of the price", false)]);
        }
        if !parts.is_empty() {
            parts.push(part(".", false));
        }
        parts
    }

    /// "Thin margin" where inference takes more than 25% of the price, else "Healthy margin"; nothing without a price.
    #[must_use]
    pub fn margin_verdict(&self) -> Option<Standing> {
        let is_thin = self.share? > THIN_FROM;
        let (status, words) =
            if is_thin { (Status::Close, "Thin margin") } else { (Status::Meets, "Healthy margin") };
        Some(Standing::new(status, words))
    }

    /// "75%": what inference leaves of the price.
    #[must_use]
    pub fn margin_share(&self, locale: Locale) -> Option<String> {
        self.share.map(|share| percent(1.0 - share, locale))
    }
}

/// A part of the working in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinePart {
    /// Shown at every width.
    Always(String),
    /// A noun, shown where there is room.
    WithRoom(String),
}

/// "10,000 users × 5 requests × $0.01 = $500 a day, × 30 days"
#[must_use]
pub fn short_line(view: &View) -> Vec<LinePart> {
    let locale = view.locale;
    let always = LinePart::Always;
    if let Some((formula, month)) = fleet(view).and_then(|own| fleet_line(own, locale)) {
        return vec![always([&formula, " = ", &month, " a month"].concat())];
    }
    let (Some(feature), Some(found)) = (view.feature(), view.costs()) else { return Vec::new() };
    let traffic = &feature.traffic;
    let (share, each) = (traffic.share_of_users(), traffic.requests_per_active_day().get());
    let days = traffic.active_days_per_month().get();
    let users = view.scenario.audience.users().get();
    let noun = |value: f64, one: &str, several: &str| {
        LinePart::WithRoom([" ", words::noun(value, one, several)].concat())
    };
    let of_users = if share.get() < 1.0 {
        [" × ", &exact_percent(share.get(), locale)].concat()
    } else {
        String::new()
    };
    let [_, request, day] = of_day(found, days, locale);
    let days = counted(days, &exact(days, locale), "day", "days");
    vec![
        always(exact(users, locale)),
        noun(users, "user", "users"),
        always([&of_users, " × ", &exact(each, locale)].concat()),
        noun(each, "request", "requests"),
        always([" × ", &request, &day, " a day, × ", &days].concat()),
    ]
}

/// "Time to first token, p95", " target 2 s" and "1.6 s"
#[must_use]
pub fn latency(view: &View) -> Option<(String, String, String)> {
    let (target, locale) = (view.target()?, view.locale);
    let rank = exact(target.percentile.get(), locale);
    let limit = exact_time(target.limit, Timed::Answer, locale);
    let found = assessed(view, view.chosen)?;
    Some((
        [metric(target.metric), ", p", &rank].concat(),
        [" \u{a0}target ", &limit].concat(),
        seconds(found.at_percentile.typical, locale),
    ))
}

/// "$2 in · $10 out per 1M tokens. "
#[must_use]
pub fn rates(rates: String) -> String {
    rates + " per 1M tokens. "
}

/// The present model among the others, to be drawn as a strip.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// Cost or latency.
    pub role: Role,
    /// The others, with their names.
    pub others: Vec<(String, f64)>,
    /// The present one.
    pub chosen: (String, f64),
    /// The longest latency that is allowed, in seconds.
    pub target: Option<f64>,
    /// The chart in a sentence.
    pub name: &'static str,
}

impl Strip {
    /// The chart, `width` CSS pixels wide.
    #[must_use]
    pub fn draw(&self, width: f64, locale: Locale) -> Chart {
        let (quantity, column) = match self.role {
            Role::Cost => (Quantity::Usd, COST_PER_USER),
            _ => (Quantity::Seconds, "Latency"),
        };
        let strip = DotStrip {
            role: self.role,
            others: &self.others,
            chosen: self.chosen.clone(),
            target: self.target,
            quantity,
            column: Column::new(column, "value"),
        };
        strip.draw(Frame::new(width, 22.0), locale)
    }
}

/// The present model among the others by cost ([`Role::Cost`]) or by latency; nothing where it is not among them.
#[must_use]
pub fn strip(view: &View, all: &[Candidate], role: Role) -> Option<Strip> {
    let users = view.scenario.audience.users().get().max(1.0);
    let value = |candidate: &Candidate| match role {
        Role::Cost => candidate.month / users,
        _ => candidate.wait.get() / 1000.0,
    };
    let named = |candidate: &Candidate| (candidate.name.clone(), value(candidate));
    let chosen = all.iter().find(|candidate| candidate.is_chosen)?;
    Some(Strip {
        role,
        others: all.iter().filter(|candidate| !candidate.is_chosen).map(named).collect(),
        chosen: named(chosen),
        target: view.target().filter(|_| role != Role::Cost).map(|target| target.limit.get() / 1000.0),
        name: match role {
            Role::Cost => "This model among others by cost",
            _ => "This model among others by latency",
        },
    })
}

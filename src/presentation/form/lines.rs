//! Lines of the form that say what is set, and what follows from it.

use crate::estimate::{FeatureEstimate, StepName};
use crate::format::{Locale, Timed, cost, count, exact, exact_time, share, tokens, usd_exact, working_line};
use crate::presentation::words::hosted;
use crate::presentation::words::verdict::metric;
use crate::scenario::{DataResidency, Feature, Field, Processing, Scenario, SloMetric, Target};

/// "10,000 users, $10 a month, 80% pay"
#[must_use]
pub fn audience(scenario: &Scenario, locale: Locale) -> String {
    let users = exact(scenario.audience.users().get(), locale) + " users";
    match scenario.plan.price_usd_per_month() {
        Some(price) => {
            let paying = share(scenario.plan.paying_share(), locale);
            [&users, ", ", &usd_exact(price, locale), " a month, ", &paying, " pay"].concat()
        }
        None => users + ", no price set",
    }
}

/// The second words of the share of users: "adoption, share of 10,000".
#[must_use]
pub fn adoption(scenario: &Scenario, locale: Locale) -> String {
    ["adoption, share of ", &exact(scenario.audience.users().get(), locale)].concat()
}

/// "**25,000 requests a day**, 750,000 a month; 0.289 a second on average, 1.16 at peak", in two parts.
#[must_use]
pub fn often(feature: &FeatureEstimate, locale: Locale) -> (String, String) {
    let volume = &feature.volume;
    let bold = [&count(volume.per_day.get(), locale), " requests a day"].concat();
    let rest = [
        ", ",
        &count(volume.per_month.get(), locale),
        " a month; ",
        &count(volume.average.get(), locale),
        " a second on average, ",
        &count(volume.peak.get(), locale),
        " at peak",
    ]
    .concat();
    (bold, rest)
}

/// "25,000 requests a day, 1.16 a second at peak"
#[must_use]
pub fn traffic(feature: &FeatureEstimate, locale: Locale) -> String {
    let day = count(feature.volume.per_day.get(), locale);
    [&day, " requests a day, ", &count(feature.volume.peak.get(), locale), " a second at peak"].concat()
}

/// The rarer settings of the traffic, with whether they are set.
#[must_use]
pub fn rarer_traffic(feature: Option<&Feature>) -> String {
    let limits = feature.is_some_and(|feature| {
        let limits = &feature.rate_limits;
        limits.requests_per_min().is_some()
            || limits.input_tokens_per_min().is_some()
            || limits.output_tokens_per_min().is_some()
    });
    let even = feature.is_none_or(|feature| feature.hours == crate::scenario::HourProfile::Flat);
    let hours = if even { "even" } else { "set" };
    let limits = if limits { "set" } else { "not set" };
    ["Hours of the week: ", hours, ". Rate limits: ", limits].concat()
}

/// The rarer settings of the workload, with those that are used.
#[must_use]
pub fn rarer_workload(feature: &Feature) -> String {
    let workload = &feature.workload;
    let used = [
        (workload.cache_hit_share().get() > 0.0, "prompt cache"),
        (workload.calls_per_request().get() > 1.0, "several calls"),
        (workload.retry_share().get() > 0.0, "retries"),
        (workload.web_searches().get() > 0.0, "web search"),
    ];
    let used: Vec<&str> = used.into_iter().filter_map(|(is_used, word)| is_used.then_some(word)).collect();
    let state = if used.is_empty() { "none".to_owned() } else { used.join(", ") };
    [hosted::RARER, &state].concat()
}

/// "4,500 tokens in, 400 out"
#[must_use]
pub fn workload(feature: &FeatureEstimate, locale: Locale) -> String {
    let (input, output) = (feature.tokens.mean_input(), feature.tokens.billed_output());
    [&tokens(input, locale), " tokens in, ", &tokens(output, locale), " out"].concat()
}

/// What is before and after [`workload`] in the sentence "2,500 + 2 × (600 + 400) = **4,500 tokens in, 400 out** on
/// average, as each turn sends the earlier ones again".
#[must_use]
pub fn words_carried(feature: &FeatureEstimate, locale: Locale) -> (String, String) {
    let step = feature.steps.iter().find(|step| step.name == StepName::TokensIn);
    let before = step.map(|step| working_line(step, locale).formula + " = ").unwrap_or_default();
    let now = &feature.tokens;
    let after = if now.turns.get() > 1.0 {
        " on average, as each turn sends the earlier ones again".to_owned()
    } else {
        // English text has about three words in four tokens.
        let words = |tokens: f64| count((tokens * 0.75).round(), locale);
        [", about ", &words(now.mean_input().get()), " words and ", &words(now.output.get()), " back"]
            .concat()
    };
    (before, after)
}

/// "4,500 × $2 + 400 × $10, per 1M tokens = " and "$0.013": a formula and the price of a request.
#[must_use]
pub fn request_price(feature: &FeatureEstimate, locale: Locale) -> (String, String) {
    let step = |wanted: fn(StepName) -> bool| feature.steps.iter().find(|step| wanted(step.name));
    let step =
        step(|name| name == StepName::Request).or_else(|| step(|name| matches!(name, StepName::Call(_))));
    // A price that is not known has no formula that gives it.
    let step = step.filter(|_| feature.cost_per_request.known().is_some());
    let formula = step.map(|step| working_line(step, locale).formula + " = ").unwrap_or_default();
    (formula, cost(feature.cost_per_request, locale))
}

/// "Region and service tier: Any; Standard"
#[must_use]
pub fn processing(place: DataResidency, processing: Processing) -> String {
    [hosted::WHERE_AND_HOW, hosted::residency(place), "; ", hosted::processing(processing)].concat()
}

/// A target in parts: what is timed, its limit, the percentile, and the explanation "TTFT, 95 of 100 requests".
#[must_use]
pub fn target_sentence(target: &Target, locale: Locale) -> [String; 4] {
    let term = match target.metric {
        SloMetric::Ttft => "TTFT",
        SloMetric::E2eLatency => "end to end",
    };
    let rank = exact(target.percentile.get(), locale);
    [
        metric(target.metric).to_owned(),
        exact_time(target.limit, Timed::Answer, locale),
        ["p", &rank].concat(),
        [term, ", ", &rank, " of 100 requests"].concat(),
    ]
}

/// "Time to first token under 2 s at p95"
#[must_use]
pub fn target(target: Option<&Target>, locale: Locale) -> String {
    match target {
        Some(target) => {
            let [what, limit, rank, _] = target_sentence(target, locale);
            [&what, " under ", &limit, " at ", &rank].concat()
        }
        None => "No target".to_owned(),
    }
}

/// Whether a feature has measured latencies.
#[must_use]
pub fn times_measured(feature: Option<&Feature>) -> &'static str {
    let measured = feature.is_some_and(|feature| {
        let own = &feature.latency;
        own.ttft_p50_ms().is_some() || own.ttft_p95_ms().is_some() || own.output_tokens_per_sec().is_some()
    });
    if measured { "Your own measurements: used" } else { "Your own measurements: none" }
}

/// The high ends: of tokens, of requests, and of the number of users.
pub const HIGH_ENDS: [Field; 5] = [
    Field::InputTokensP95,
    Field::OutputTokensP95,
    Field::ReasoningTokensP95,
    Field::RequestsPerActiveDayP95,
    Field::UsersFactorP95,
];

fn high_ends(feature: &Feature) -> usize {
    HIGH_ENDS.iter().filter(|field| feature.value(**field).is_some()).count()
}

/// How many high ends of a feature are set.
#[must_use]
pub fn spread(feature: Option<&Feature>) -> String {
    let state = match feature.map_or(0, high_ends) {
        0 => "High ends: none".to_owned(),
        1 => "one high end".to_owned(),
        set => [&set.to_string(), " high ends"].concat(),
    };
    [crate::presentation::words::questions::SPREAD, " ", &state].concat()
}

/// Whether a high end was typed anywhere.
#[must_use]
pub fn has_high_ends(scenario: &Scenario) -> bool {
    scenario.features.iter().any(|feature| high_ends(feature) > 0)
}

/// Whether the month has a likely range: inputs without a high end take an assumed one, but what self-hosted GPUs cost
/// has none.
#[must_use]
pub fn varies(scenario: &Scenario) -> bool {
    let hosted = |feature: &Feature| !matches!(feature.serving, crate::scenario::Serving::SelfHosted(_));
    !scenario.features.is_empty() && scenario.features.iter().all(hosted) || has_high_ends(scenario)
}

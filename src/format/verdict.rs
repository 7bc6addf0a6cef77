//! The answer in sentences that can be pasted into a document.

use super::locale::Locale;
use super::money::{cost, usd, usd_exact};
use super::quantity::{Timed, against, exact, exact_time, percent};
use crate::estimate::latency::goodput::{Assessment, Verdict};
use crate::estimate::{Cost, Estimate, FeatureWait, UsageSpread};
use crate::scenario::{Feature, Scenario, Slo, SloMetric};
use crate::units::{Share, Usd};

/// "At 100,000 users, Support chat costs about $0.45 a user a month, 2.3% of the $20 plan; a p95 user costs $1.90.
/// First token at p95 is 1.1 s against 2 s: met." Of the feature at an index, or of all of them together.
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// use inference_estimator::estimate::estimate;
/// use inference_estimator::format::{Locale, verdict_text};
///
/// let found = estimate(&scenario, &catalogue)?;
/// let text = verdict_text(&scenario, &found, None, Locale::ENGLISH);
/// assert!(text.starts_with("At 10,000 users, Support chat costs about $"), "{text}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn verdict_text(
    scenario: &Scenario,
    estimate: &Estimate,
    feature: Option<usize>,
    locale: Locale,
) -> String {
    // One feature is all of them, and has a name.
    let one = feature.or((estimate.features.len() == 1).then_some(0));
    let chosen = one.and_then(|index| estimate.features.get(index).map(|found| (index, found)));
    let users = exact(scenario.audience.users().get(), locale);
    let (name, periods) = match chosen {
        Some((_, found)) => (found.name.as_str(), &found.cost),
        None => (scenario.name.as_str(), &estimate.total.cost),
    };
    let name = if name.is_empty() { "this" } else { name };
    let each = periods.user_month.unwrap_or(Cost::NotKnown);
    let mut text = ["At ", &users, " users, ", name].concat();
    if each.known_part().is_none() {
        text.push_str(" has a cost that is not known.");
    } else {
        let about = if each.known().is_some() { " costs about " } else { " costs " };
        for part in [about, &cost(each, locale), " a user a month"] {
            text.push_str(part);
        }
        text.push_str(&of_the_plan(scenario, periods.month, each, locale));
        if let Some(heavy) = p95_user(scenario, estimate, periods.month, each) {
            for part in ["; a p95 user costs ", &usd(heavy, locale)] {
                text.push_str(part);
            }
        }
        text.push('.');
    }
    let all = scenario.features.iter().zip(&estimate.waits).enumerate();
    for (index, (meant, wait)) in all {
        if one.is_none_or(|one| one == index)
            && let Some(sentence) = wait_text(meant, wait, one.is_none(), locale)
        {
            text.push(' ');
            text.push_str(&sentence);
        }
    }
    text
}

/// ", 2.3% of the $20 plan"; where not all users pay, for each who does.
fn of_the_plan(scenario: &Scenario, month: Cost, each: Cost, locale: Locale) -> String {
    let price = scenario.plan.price_usd_per_month().filter(|price| price.get() > 0.0);
    let payers = scenario.audience.users() * scenario.plan.paying_share();
    let all_pay = scenario.plan.paying_share().get() >= 1.0;
    let carried = if all_pay { Some(each) } else { month.per(payers) };
    let (Some(price), Some(carried)) = (price, carried.and_then(Cost::known)) else { return String::new() };
    let share = percent(carried.get() / price.get(), locale);
    let plan = [", ", &share, " of the ", &usd_exact(price, locale), " plan"].concat();
    if all_pay { plan } else { [", ", &usd(carried, locale), " for each who pays", &plan].concat() }
}

/// What a user costs of whom 95 of 100 use less; nothing where it is not known how far users differ.
fn p95_user(scenario: &Scenario, estimate: &Estimate, month: Cost, each: Cost) -> Option<Usd> {
    let all = estimate.total.cost.month.known()?.get();
    let heavy = estimate.economics.as_ref().ok().and_then(|economics| economics.heavy_user);
    if let Some(heavy) = heavy.filter(|_| all > 0.0) {
        return Some(Usd::saturating(heavy.inference.get() * month.known()?.get() / all));
    }
    let spread = UsageSpread::of_scenario(scenario, &estimate.features)?;
    Some(each.known()? * spread.quantile(Share::saturating(0.95)))
}

/// "First token at p95 is 1.1 s against 2 s: met."; nothing without a target.
fn wait_text(meant: &Feature, wait: &FeatureWait, named: bool, locale: Locale) -> Option<String> {
    let Slo::Target(target) = meant.slo else { return None };
    let (what, within) = match target.metric {
        SloMetric::Ttft => ("irst token", "F"),
        SloMetric::E2eLatency => ("hole answer", "W"),
    };
    // After a name and a colon the sentence goes on with a small letter.
    let first = if named { within.to_ascii_lowercase() } else { within.to_owned() };
    let start = if named { [meant.name.as_str(), ": "].concat() } else { String::new() };
    let at = [" at p", &exact(target.percentile.get(), locale)].concat();
    let end = match wait.assessment() {
        Some(held) => held_text(held, locale),
        None => {
            let limit = exact_time(target.limit, Timed::Answer, locale);
            [" is not known; the target is ", &limit, "."].concat()
        }
    };
    Some([&start, &first, what, &at, &end].concat())
}

/// " is 1.1 s against 2 s: met."
fn held_text(held: &Assessment, locale: Locale) -> String {
    let limit = held.target.limit;
    let time = against(held.at_percentile.typical, limit, Timed::Answer, locale).time;
    let limit = exact_time(limit, Timed::Answer, locale);
    let verdict = match held.verdict {
        Verdict::Met => ": met.",
        Verdict::Close => ": met, with little to spare.",
        Verdict::Missed => ": missed.",
        Verdict::Unknown => ": cannot be told, for models of this class differ.",
    };
    [" is ", &time, " against ", &limit, verdict].concat()
}

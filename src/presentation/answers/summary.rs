//! The answer in sentences that can be pasted into a document.

use super::answered_by;
use crate::estimate::{Cost, Estimate, FeatureWait, UsageSpread};
use crate::format::{Locale, Timed, cost, exact, exact_time, percent, usd, usd_exact, usd_parts};
use crate::presentation::words::verdict;
use crate::scenario::{Feature, Scenario, Slo};
use crate::units::{Share, Usd};

/// "At 100,000 users, Support chat on Claude Haiku 4.5 costs about $45,000 a month, $0.45 per user, 2.3% of the $20 plan; a
/// p95 user costs $1.90. Time to first token 1.1 s at p95, meets the 2 s target." Of the feature at an index, or of all of them together.
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// use inference_estimator::estimate::estimate;
/// use inference_estimator::format::Locale;
/// use inference_estimator::presentation::answers::summary;
///
/// let found = estimate(&scenario, &catalogue)?;
/// let text = summary(&scenario, &found, None, Locale::ENGLISH);
/// assert!(text.starts_with("At 10,000 users, Support chat on Claude "), "{text}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn summary(scenario: &Scenario, estimate: &Estimate, feature: Option<usize>, locale: Locale) -> String {
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
    let model = |index: usize| {
        let (meant, found) = (scenario.features.get(index)?, estimate.features.get(index)?);
        Some([" on ", &answered_by(meant, found, locale)].concat()).filter(|_| !found.legs.is_empty())
    };
    let on = chosen.and_then(|(index, _)| model(index)).unwrap_or_default();
    let mut text = ["At ", &users, " users, ", name, &on].concat();
    // The sum of the rounded parts, as in the headline.
    let months: Vec<Cost> = match chosen {
        Some((_, found)) => vec![found.cost.month],
        None => estimate.features.iter().map(|found| found.cost.month).collect(),
    };
    let month = usd_parts(&months, locale).total;
    if each.known_part().is_none() {
        text.push_str(" has a cost that is not known.");
    } else {
        let about = if each.known().is_some() { " costs about " } else { " costs " };
        for part in [about, &month, " a month, ", &cost(each, locale), " per user"] {
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
            && let Some(sentence) = wait_text(meant, wait, one.is_none().then(|| model(index)), locale)
        {
            text.push(' ');
            text.push_str(&sentence);
        }
    }
    text
}

/// ", 2.3% of the $20 plan"; where not all users pay, for each who pays.
fn of_the_plan(scenario: &Scenario, month: Cost, each: Cost, locale: Locale) -> String {
    let price = scenario.plan.price_usd_per_month().filter(|price| price.get() > 0.0);
    let payers = scenario.audience.users() * scenario.plan.paying_share();
    let all_pay = scenario.plan.paying_share().get() >= 1.0;
    let carried = if all_pay { Some(each) } else { month.per(payers) };
    let (Some(price), Some(carried)) = (price, carried.and_then(Cost::known)) else { return String::new() };
    let share = percent(carried.get() / price.get(), locale);
    let plan = [", ", &share, " of the ", &usd_exact(price, locale), " plan"].concat();
    if all_pay { plan } else { [", ", &usd(carried, locale), " per paying user", &plan].concat() }
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

/// "Time to first token 1.1 s at p95, meets the 2 s target."; nothing without a target.
/// `named` is there where the feature is one of several: what its model adds to its name.
fn wait_text(
    meant: &Feature,
    wait: &FeatureWait,
    named: Option<Option<String>>,
    locale: Locale,
) -> Option<String> {
    let Slo::Target(target) = meant.slo else { return None };
    let start = match named {
        Some(on) => {
            let on = on.unwrap_or_default();
            [meant.name.as_str(), &on, ": ", verdict::metric_within(target.metric)].concat()
        }
        None => verdict::metric(target.metric).to_owned(),
    };
    let end = match wait.assessment() {
        Some(found) => [" ", &verdict::against_target(found, locale)].concat(),
        None => {
            let limit = exact_time(target.limit, Timed::Answer, locale);
            [" is not known; the target is ", &limit].concat()
        }
    };
    Some([&start, &end, "."].concat())
}

//! What a price can include for the target margin, what one more should cost, and the risk of no limit.

use super::{
    Count, Counted, Estimate, MeanUser, NoEconomics, PlanCosts, Scenario, Share, UnitEconomics, UsageSpread,
    Usd,
};
use crate::estimate::working::{Expr, Figure, Noun, Step, StepName};
use crate::units::{Factor, Power};

/// An allowance by the use of the mean user instead of by the user who uses all of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OnAverage {
    /// So much may be included, because few use it up.
    Limit(Count),
    /// The target margin is kept in the mean without a limit.
    NoLimit,
    /// Not even the least use leaves the target margin.
    NonePossible,
    /// How far users differ is not set.
    SpreadNotSet,
}

/// What a price can include.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// The price a month, before a discount.
    pub price: Usd,
    /// What is counted.
    pub counted: Counted,
    /// How many the price can include so that a user who uses all of them leaves the target margin, rounded down;
    /// nothing where none can be included.
    pub allowance: Option<Count>,
    /// All costs of such a user in a month.
    pub cost_if_used: Usd,
    /// What such a user leaves, as a share of the price.
    pub margin_if_used: f64,
    /// How many the price can include where only the mean over users must leave the target margin.
    pub on_average: OnAverage,
    /// The least price of one more that leaves the target margin; nothing where fees and margin leave no price.
    pub overage: Option<Usd>,
    /// The arithmetic of the allowance, before it is rounded, and of the overage.
    pub steps: Vec<Step>,
}

/// What a plan at `price` can include, counted as `counted`.
///
/// allowance = (price × (1 − margin − fee share) − fee − other costs − free users − features not counted) ÷ cost of one.
///
/// # Errors
/// [`NoEconomics`] says what is missing.
pub fn advise(
    scenario: &Scenario,
    estimate: &Estimate,
    counted: Counted,
    price: Usd,
) -> Result<Advice, NoEconomics> {
    let plan = &scenario.plan;
    let spread = UsageSpread::of_scenario(scenario, &estimate.features);
    // What users cost does not depend on the price, so any price will do to find it.
    let mut priced = scenario.clone();
    let any = crate::scenario::FieldPath {
        place: crate::scenario::Place::Scenario,
        field: crate::scenario::Field::PriceUsdPerMonth,
    };
    let _ = priced.set(any, Some(price.get().max(1.0)));
    let economics = UnitEconomics::new(&priced, estimate.total.cost.month)?;
    let mean = MeanUser::new(scenario, &economics);
    let unit = mean.unit(scenario, estimate, counted).ok_or(NoEconomics::CostNotKnown)?;
    let costs = PlanCosts::new(plan, scenario.billing);
    let charged = price * plan.discount_share().rest();
    let not_counted = Usd::saturating((mean.inference.get() - unit.usage_cost).max(0.0));
    let carried = [costs.fee_usd, costs.other_costs, economics.free_users, not_counted];
    let kept = costs.kept_share(plan.target_margin());
    let budget = carried
        .iter()
        .filter(|usd| usd.get() > 0.0)
        .fold(Expr::Product(vec![Figure::Usd(charged).into(), kept.clone()]), |left, usd| {
            Expr::Difference(Box::new(left), Box::new(Figure::Usd(*usd).into()))
        });
    let left = budget.value();
    let (noun, one) = one_of(counted, unit.one);
    let formula = Expr::Quotient(Box::new(budget), Box::new(one.into()));
    let exact = if unit.one > 0.0 { formula.value() } else { 0.0 };
    let allowance = rounded_down(exact);
    let mut steps = Vec::new();
    if exact > 0.0 && exact.is_finite() {
        steps.push(Step::new(StepName::Allowance, formula, noun(exact)));
    }
    let kept_value = kept.value();
    let overage = (kept_value > 0.0).then(|| Usd::saturating(unit.one / kept_value));
    if let Some(overage) = overage {
        let formula = Expr::Quotient(Box::new(one.into()), Box::new(kept));
        steps.push(Step::new(StepName::Overage, formula, Figure::Usd(overage)));
    }
    let used = Usd::saturating(unit.one * allowance.map_or(0.0, Count::get));
    let fixed: Usd = carried.into_iter().skip(1).sum();
    let cost_if_used = costs.fees(charged) + fixed + used;
    Ok(Advice {
        price,
        counted,
        allowance,
        cost_if_used,
        margin_if_used: if charged.get() > 0.0 { 1.0 - cost_if_used.get() / charged.get() } else { 0.0 },
        on_average: on_average(spread, left / unit.usage_cost, unit.use_each),
        overage,
        steps,
    })
}

/// How the working names what is counted, and what one of it costs.
fn one_of(counted: Counted, one: f64) -> (fn(f64) -> Figure, Figure) {
    let each = |noun| Figure::UsdEach(Usd::saturating(one), noun);
    match counted {
        Counted::Requests | Counted::Feature(_) => {
            (|value| Figure::Count(Count::saturating(value), Noun::Requests), each(Noun::Requests))
        }
        Counted::Tokens | Counted::Credits => {
            (|value| Figure::Count(Count::saturating(value), Noun::Plain), each(Noun::Plain))
        }
    }
}

/// The largest round number up to `exact`: two digits, whole tens from 10 up; nothing below 1.
fn rounded_down(exact: f64) -> Option<Count> {
    if !(exact.is_finite() && exact >= 1.0) {
        return None;
    }
    let lead = (exact * (1.0 + 1e-12)).decade();
    let place = if lead < 1 { 0 } else { (lead - 1).max(1) };
    let step = 10_f64.powi(place);
    Some(Count::saturating((exact * (1.0 + 1e-12) / step).floor() * step))
}

/// The allowance at which the mean over users uses `part` of what the mean user would use without one.
fn on_average(spread: Option<UsageSpread>, part: f64, use_each: f64) -> OnAverage {
    let Some(spread) = spread else { return OnAverage::SpreadNotSet };
    if part.is_nan() || part <= 0.0 {
        return OnAverage::NonePossible;
    }
    if part >= 1.0 {
        return OnAverage::NoLimit;
    }
    // What users use up to a limit rises with the limit: halve the range until it is as narrow as numbers are.
    let (mut low, mut high) = (0.0, 1e6);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if 1.0 - spread.excess(Factor::saturating(middle)).get() <= part {
            low = middle;
        } else {
            high = middle;
        }
    }
    rounded_down(low * use_each).map_or(OnAverage::NonePossible, OnAverage::Limit)
}

/// A user of whom so many use less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeavyAt {
    /// Share of the users who use less.
    pub below: Share,
    /// Requests in a month.
    pub requests: Count,
    /// Inference in a month.
    pub inference: Usd,
    /// What such a user leaves, free users not carried; below zero is a loss.
    pub left: Usd,
    /// Share of all use that is made by such users and heavier ones.
    pub share_of_use: Share,
}

/// What a plan without a limit risks.
#[derive(Debug, Clone, PartialEq)]
pub struct UnlimitedRisk {
    /// Requests in a month from which a user is a loss.
    pub loses_from: Count,
    /// Share of the users who pay and are a loss.
    pub users_at_a_loss: Share,
    /// What these cost together beyond what they pay, in a month.
    pub lost: Usd,
    /// The users of whom 50, 90, 95, 99 and 99.9 of 100 use less.
    pub heavy: [HeavyAt; 5],
    /// (price − fees − other costs) ÷ cost of a request = requests up to which a user is no loss.
    pub step: Step,
}

/// Why the risk is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRisk {
    /// There are no unit economics.
    Economics(NoEconomics),
    /// How far users differ is not set.
    SpreadNotSet,
    /// Nothing is used.
    NoUse,
}

/// What the plan of `scenario` risks while nobody's use is limited.
///
/// # Errors
/// [`NoRisk`] says what is missing.
pub fn unlimited_risk(scenario: &Scenario, estimate: &Estimate) -> Result<UnlimitedRisk, NoRisk> {
    let economics = estimate.economics.as_ref().map_err(|why| NoRisk::Economics(*why))?;
    let spread = UsageSpread::of_scenario(scenario, &estimate.features).ok_or(NoRisk::SpreadNotSet)?;
    let mean = MeanUser::new(scenario, economics);
    let unit = mean.unit(scenario, estimate, Counted::Requests).ok_or(NoRisk::NoUse)?;
    let other_costs = economics.other_costs.unwrap_or(Usd::ZERO);
    let before = economics.price - economics.fees - other_costs;
    let parts = [economics.fees, other_costs];
    let formula = parts
        .iter()
        .filter(|usd| usd.get() > 0.0)
        .fold(Expr::from(Figure::Usd(economics.price)), |left, usd| {
            Expr::Difference(Box::new(left), Box::new(Figure::Usd(*usd).into()))
        });
    let one = Figure::UsdEach(Usd::saturating(unit.one), Noun::Requests);
    let formula = Expr::Quotient(Box::new(formula), Box::new(one.into()));
    let multiple = Factor::saturating((before.get() / mean.inference.get()).max(0.0));
    let loses_from = Count::saturating((before.get() / unit.one).max(0.0));
    let at = |share: f64| {
        let below = Share::saturating(share);
        let times = spread.quantile(below);
        let inference = mean.inference * times;
        HeavyAt {
            below,
            requests: Count::saturating(unit.use_each * times.get()),
            inference,
            left: before - inference,
            share_of_use: spread.usage_below(times).rest(),
        }
    };
    Ok(UnlimitedRisk {
        loses_from,
        users_at_a_loss: spread.share_below(multiple).rest(),
        lost: mean.inference * spread.excess(multiple) * economics.paying_users,
        heavy: [0.5, 0.9, 0.95, 0.99, 0.999].map(at),
        step: Step::new(StepName::BreakEvenUse, formula, Figure::Count(loses_from, Noun::Requests)),
    })
}

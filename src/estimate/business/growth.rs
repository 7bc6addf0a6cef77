//! Where it is going: cost, revenue and margin month by month while users grow, with announced prices on their dates;
//! and the same at twice, five and ten times the users.

use crate::catalogue::{Catalogue, RequestContext};
use crate::estimate::business::pricing::tier_table;
use crate::estimate::cost::Cost;
use crate::estimate::cost::feature::month_cost;
use crate::estimate::cost::hosted::context_of;
use crate::estimate::working::{Expr, Figure, Noun, Step, StepName};
use crate::estimate::{Estimate, UnitEconomics};
use crate::scenario::{Audience, Feature, Field, FieldGroup, Scenario};
use crate::units::{Count, Date, Usd, in_order};

/// Money of a month; parts that are not known or not set are not there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthMoney {
    /// Users.
    pub users: Count,
    /// Inference.
    pub inference: Cost,
    /// What users pay; nothing without a price or tiers.
    pub revenue: Option<Usd>,
    /// Fees and other costs of serving users; nothing without a price or tiers.
    pub fees_and_other: Option<Usd>,
    /// revenue − fees − other costs − inference.
    pub margin: Option<Usd>,
    /// What is left after fixed costs; nothing where none are set.
    pub after_fixed: Option<Usd>,
}

/// One month ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrowthMonth {
    /// Its first day.
    pub starts: Date,
    /// Its money.
    pub money: MonthMoney,
    /// Whether an announced price begins in it.
    pub has_price_change: bool,
}

/// So many times the users.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// How many times.
    pub times: u32,
    /// At the prices of the scenario's day.
    pub now: MonthMoney,
    /// At all prices that are announced up to the last month.
    pub later: MonthMoney,
}

/// What lies ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// As many months as the scenario looks ahead, the first one with today's users.
    pub months: Vec<GrowthMonth>,
    /// Once, twice, five and ten times the users.
    pub scales: [Scale; 4],
    /// Days on which announced prices begin, rising.
    pub price_changes: Vec<Date>,
    /// The first month in which fixed costs are met, by its place; nothing where none are set or it is too far.
    pub break_even_month: Option<usize>,
    /// Users who must pay so that fixed costs are met at today's prices; nothing where none are set or each is a loss.
    pub break_even_users: Option<Count>,
    /// fixed costs ÷ what a user who pays leaves.
    pub break_even_step: Option<Step>,
}

/// What lies ahead of `scenario`, whose estimate is `estimate`.
///
/// users of month k = users × (1 + growth)^k, rounded; a month in which a price changes is weighted by its days.
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// use inference_estimator::estimate::business::growth::growth;
/// use inference_estimator::estimate::estimate;
///
/// let found = growth(&scenario, &estimate(&scenario, &catalogue)?, &catalogue);
/// assert!(!found.months.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn growth(scenario: &Scenario, estimate: &Estimate, catalogue: &Catalogue) -> Growth {
    let horizon = scenario.growth.horizon_months().get() as u32;
    let until = scenario.as_of.plus_months(horizon);
    let price_changes = change_dates(scenario, estimate, catalogue, until);
    let takings = Takings::new(scenario, estimate);
    let outlook = Outlook { scenario, catalogue, takings };
    let rate = 1.0 + scenario.growth.monthly_growth().get();
    let month = |index: u32| {
        let (starts, ends) = (scenario.as_of.plus_months(index), scenario.as_of.plus_months(index + 1));
        let times = rate.powi(index as i32);
        let inside: Vec<Date> =
            price_changes.iter().copied().filter(|date| starts < *date && *date < ends).collect();
        let mut inference = Cost::ZERO;
        let days = f64::from((ends.days() - starts.days()).max(1));
        let mut from = starts;
        for to in inside.iter().copied().chain([ends]) {
            let share = f64::from(to.days() - from.days()) / days;
            let part = outlook.inference(times, from).map(|usd| Usd::saturating(usd.get() * share));
            inference = inference + part;
            from = to;
        }
        let has_price_change = !inside.is_empty() || price_changes.contains(&starts);
        GrowthMonth { starts, money: outlook.money(times, inference), has_price_change }
    };
    let months: Vec<GrowthMonth> = (0..horizon).map(month).collect();
    let last = price_changes.last().copied().unwrap_or(scenario.as_of);
    let scale = |times: u32| {
        let at = |date| outlook.money(f64::from(times), outlook.inference(f64::from(times), date));
        Scale { times, now: at(scenario.as_of), later: at(last) }
    };
    let is_met = |month: &GrowthMonth| month.money.after_fixed.is_some_and(|left| left.get() >= 0.0);
    let scales = [1, 2, 5, 10].map(scale);
    let break_even_step = scales.first().and_then(|now| break_even(scenario, &now.now));
    Growth {
        break_even_month: months.iter().position(is_met),
        break_even_users: break_even_step.as_ref().map(|step| Count::saturating(step.result.value())),
        break_even_step,
        scales,
        price_changes,
        months,
    }
}

/// Days after the scenario's, up to `until`, on which a model in use changes its price; rising.
fn change_dates(scenario: &Scenario, estimate: &Estimate, catalogue: &Catalogue, until: Date) -> Vec<Date> {
    let mut dates: Vec<Date> = Vec::new();
    let legs = estimate.features.iter().zip(&scenario.features);
    let legs = legs.flat_map(|(feature, asked)| feature.legs.iter().map(move |leg| (leg, asked.options)));
    for (leg, options) in legs {
        let Some(model) = leg.model.and_then(|id| catalogue.hosted.model(id)) else { continue };
        dates.extend(catalogue.hosted.price_changes(
            model,
            scenario.as_of,
            until,
            RequestContext(&context_of(leg.processing, &options)),
        ));
    }
    let mut dates = in_order(dates, |date| f64::from(date.days()));
    dates.dedup();
    dates
}

/// fixed costs ÷ what a user who pays leaves.
fn break_even(scenario: &Scenario, now: &MonthMoney) -> Option<Step> {
    let payers = scenario.audience.users() * scenario.plan.paying_share();
    let each = (now.margin? / payers)?;
    let fixed = scenario.plan.fixed_costs_usd()?;
    if each.get() <= 0.0 {
        return None;
    }
    let formula = Expr::Quotient(Box::new(Figure::Usd(fixed).into()), Box::new(Figure::Usd(each).into()));
    let users = Count::saturating(formula.value());
    Some(Step::new(StepName::BreakEvenUsers, formula, Figure::Count(users, Noun::Users)))
}

/// Revenue and other costs of users besides inference, for today's users together.
#[derive(Debug, Clone, Copy)]
struct Takings {
    revenue: Usd,
    fees_and_other: Usd,
    /// The part of the use that tiers let through.
    served: f64,
}

impl Takings {
    /// What the tiers take, or the one plan where there are none.
    fn new(scenario: &Scenario, estimate: &Estimate) -> Option<Self> {
        if let Ok(table) = tier_table(scenario, estimate) {
            let inference = table.rows.iter().map(|row| row.inference).sum::<Usd>() + table.free_users;
            let month = estimate.total.cost.month.known()?.get();
            return Some(Self {
                revenue: table.revenue,
                fees_and_other: table.costs - inference,
                served: if month > 0.0 { inference.get() / month } else { 1.0 },
            });
        }
        // What is taken does not depend on what inference costs.
        let found = UnitEconomics::new(scenario, Cost::ZERO).ok()?;
        let each = found.fees + found.other_costs.unwrap_or(Usd::ZERO);
        let payers = found.paying_users;
        Some(Self { revenue: found.price * payers, fees_and_other: each * payers, served: 1.0 })
    }
}

struct Outlook<'a> {
    scenario: &'a Scenario,
    catalogue: &'a Catalogue,
    takings: Option<Takings>,
}

impl Outlook<'_> {
    fn audience(&self, times: f64) -> Audience {
        let mut audience = self.scenario.audience.clone();
        let users = Field::Users.spec().bounds.clamp(audience.users().get() * times);
        // Inside the field's range.
        let _ = audience.set(Field::Users, Some(users));
        audience
    }

    /// Inference in a month of so many times the users at the prices of `date`.
    fn inference(&self, times: f64, date: Date) -> Cost {
        let audience = self.audience(times);
        let of = |feature: &Feature| month_cost(feature, feature.levers.on, &audience, self.catalogue, date);
        let served = self.takings.map_or(1.0, |takings| takings.served);
        let all = self.scenario.features.iter().map(of).sum::<Cost>();
        if served < 1.0 { all.map(|usd| Usd::saturating(usd.get() * served)) } else { all }
    }

    fn money(&self, times: f64, inference: Cost) -> MonthMoney {
        let users = self.audience(times).users();
        let now = self.scenario.audience.users().get();
        let grown = if now > 0.0 { users.get() / now } else { 0.0 };
        let scaled = |usd: Usd| Usd::saturating(usd.get() * grown);
        let revenue = self.takings.map(|takings| scaled(takings.revenue));
        let fees_and_other = self.takings.map(|takings| scaled(takings.fees_and_other));
        let margin = revenue
            .zip(fees_and_other)
            .zip(inference.known())
            .map(|((revenue, other), inference)| revenue - other - inference);
        let fixed = self.scenario.plan.fixed_costs_usd();
        let after_fixed = margin.zip(fixed).map(|(margin, fixed)| margin - fixed);
        MonthMoney { users, inference, revenue, fees_and_other, margin, after_fixed }
    }
}

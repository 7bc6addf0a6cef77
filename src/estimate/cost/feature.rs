//! One feature's estimate, and the sums over all features.

use crate::catalogue::Catalogue;
use crate::estimate::cost::Cost;
use crate::estimate::cost::hosted::{LegEstimate, RequestCost, request_cost};
use crate::estimate::cost::levers::{Applied, Blocked};
use crate::estimate::cost::tokens::CallTokens;
use crate::estimate::cost::volume::Volume;
use crate::estimate::latency::thinking::for_legs;
use crate::estimate::self_hosted::{FleetEstimate, FleetProblem};
use crate::estimate::working::{Expr, Figure, Noun, Step, StepName};
use crate::scenario::{Audience, Feature, Lever, LeverSet, Name, Plan, Scenario};
use crate::units::{Count, Date, Factor, Share};
use std::sync::Arc;

const MONTHS_PER_YEAR: f64 = 12.0;

/// A cost over the periods that people budget in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Periods {
    /// On an active day.
    pub day: Cost,
    /// In a month of so many active days.
    pub month: Cost,
    /// In twelve such months.
    pub year: Cost,
    /// In a month, for each user; nothing where there are none.
    pub user_month: Option<Cost>,
    /// In a month, for each user of the feature; for all features, of the feature that most users use.
    pub active_user_month: Option<Cost>,
}

/// What one feature costs.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureEstimate {
    /// Its name.
    pub name: Name,
    /// What a call carries.
    pub tokens: CallTokens,
    /// How many requests.
    pub volume: Volume,
    /// Mean cost of a request.
    pub cost_per_request: Cost,
    /// Calls of a model for one request, retries among them.
    pub calls_per_request: Factor,
    /// The models of the mix; none where the price of a request was typed in.
    pub legs: Vec<LegEstimate>,
    /// Share of requests answered from the store of earlier answers.
    pub from_store: Share,
    /// Levers that are on and do nothing, and why.
    pub blocked: Vec<(Lever, Blocked)>,
    /// What it costs.
    pub cost: Periods,
    /// The self-hosted GPUs that answer, or why nothing can be said of them; nothing where none do.
    pub own_gpus: Option<Result<Box<FleetEstimate>, FleetProblem>>,
    /// The arithmetic, in order; steps whose result is not known are left out.
    pub steps: Vec<Step>,
}

/// What all features cost together.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// What they cost.
    pub cost: Periods,
    /// Requests in a month, over all features.
    pub requests_per_month: Count,
    /// Users who pay.
    pub paying_users: Count,
    /// Cost in a month for each user who pays; nothing where nobody does.
    pub paying_user_month: Option<Cost>,
    /// That cost as a multiple of the plan's price; nothing without a price or a known cost.
    pub share_of_price: Option<Factor>,
}

impl FeatureEstimate {
    /// Estimates a feature at the prices of `as_of`.
    #[must_use]
    pub fn new(feature: &Feature, audience: &Audience, catalogue: &Catalogue, as_of: Date) -> Self {
        let volume = Volume::new(audience, &feature.traffic);
        let mut applied = Applied::new(feature, feature.levers.on, audience);
        let request = request_cost(&applied, audience, catalogue, as_of);
        applied.count_pictures(catalogue);
        let day = request.day(&volume);
        let month = request.month(&volume);
        let cost = Periods::new(day, month, audience.users(), volume.active_users);
        let meant = for_legs(&applied.feature, &applied.legs, catalogue);
        let tokens = CallTokens::new(&meant.workload);
        let steps = steps(&applied.feature, audience, &tokens, &volume, &request, &cost);
        let RequestCost {
            cost: cost_per_request, calls: calls_per_request, legs, from_store, own_gpus, ..
        } = request;
        Self {
            name: feature.name.clone(),
            tokens,
            volume,
            cost_per_request,
            calls_per_request,
            legs,
            from_store,
            blocked: applied.blocked,
            cost,
            own_gpus,
            steps,
        }
    }
}

/// Cost in a month of `feature` with the levers of `on`, in US dollars.
#[must_use]
pub(in crate::estimate) fn month_cost(
    feature: &Feature,
    on: LeverSet,
    audience: &Audience,
    catalogue: &Catalogue,
    as_of: Date,
) -> Cost {
    let applied = Applied::new(feature, on, audience);
    let volume = Volume::new(audience, &feature.traffic);
    request_cost(&applied, audience, catalogue, as_of).month(&volume)
}

impl Periods {
    fn new(day: Cost, month: Cost, users: Count, active_users: Count) -> Self {
        Self {
            day,
            month,
            year: month * Count::saturating(MONTHS_PER_YEAR),
            user_month: month.per(users),
            active_user_month: month.per(active_users),
        }
    }
}

impl Totals {
    /// Adds up the features of `scenario`.
    #[must_use]
    pub fn new(scenario: &Scenario, features: &[Arc<FeatureEstimate>]) -> Self {
        let sum = |of: fn(&FeatureEstimate) -> Cost| features.iter().map(|feature| of(feature)).sum::<Cost>();
        let users = scenario.audience.users();
        let most_active =
            features.iter().map(|feature| feature.volume.active_users.get()).fold(0.0, f64::max);
        let (day, month) = (sum(|feature| feature.cost.day), sum(|feature| feature.cost.month));
        let paying_users = users * scenario.plan.paying_share();
        let paying_user_month = month.per(paying_users);
        Self {
            cost: Periods::new(day, month, users, Count::saturating(most_active)),
            requests_per_month: features.iter().map(|feature| feature.volume.per_month).sum(),
            paying_users,
            paying_user_month,
            share_of_price: paying_user_month.and_then(|cost| share_of_price(cost, &scenario.plan)),
        }
    }
}

fn share_of_price(cost: Cost, plan: &Plan) -> Option<Factor> {
    let price = plan.price_usd_per_month().filter(|price| price.get() > 0.0)?;
    cost.known().map(|cost| Factor::saturating(cost.get() / price.get()))
}

fn steps(
    feature: &Feature,
    audience: &Audience,
    tokens: &CallTokens,
    volume: &Volume,
    request: &RequestCost,
    cost: &Periods,
) -> Vec<Step> {
    let mut steps: Vec<Step> = tokens.step(&feature.workload).into_iter().collect();
    steps.extend(request.legs.iter().enumerate().filter_map(|(index, leg)| leg.step(index)));
    steps.extend(request.step(&feature.workload));
    steps.extend(volume.steps(audience, &feature.traffic));
    let Some(per_request) = request.cost.known() else { return steps };
    let priced = |name, count, result: Cost| {
        let factors: Vec<Expr> =
            vec![Figure::Count(count, Noun::Requests).into(), Figure::Usd(per_request).into()];
        result.known().map(|usd| Step::new(name, Expr::Product(factors), Figure::Usd(usd)))
    };
    // What is free makes a day and a month cost less than their requests.
    if request.free.is_empty() {
        steps.extend(priced(StepName::CostPerDay, volume.per_day, cost.day));
        steps.extend(priced(StepName::CostPerMonth, volume.per_month, cost.month));
    }
    if let (Some(month), Some(year)) = (cost.month.known(), cost.year.known()) {
        let months = Figure::Count(Count::saturating(MONTHS_PER_YEAR), Noun::Months);
        let formula = Expr::Product(vec![Figure::Usd(month).into(), months.into()]);
        steps.push(Step::new(StepName::CostPerYear, formula, Figure::Usd(year)));
    }
    if let (Some(month), Some(Cost::Known(each))) = (cost.month.known(), cost.user_month) {
        let users = Figure::Count(audience.users(), Noun::Users);
        let formula = Expr::Quotient(Box::new(Figure::Usd(month).into()), Box::new(users.into()));
        steps.push(Step::new(StepName::CostPerUser, formula, Figure::Usd(each)));
    }
    steps
}

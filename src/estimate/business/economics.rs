//! Unit economics: what a user who pays leaves, at which price nothing is lost, and which users lose money.

use crate::estimate::business::usage_spread::UsageSpread;
use crate::estimate::cost::Cost;
use crate::estimate::working::{Expr, Figure, Noun, Step, StepName};
use crate::scenario::{BillingPeriod, Plan, Scenario};
use crate::units::{Count, Factor, Share, Usd};

/// A month of one user who pays, in US dollars.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitEconomics {
    /// Price after discounts.
    pub price: Usd,
    /// What the payment provider keeps.
    pub fees: Usd,
    /// Other costs of serving the user; nothing where none are set, and then they are not counted.
    pub other_costs: Option<Usd>,
    /// Inference for the user's own use.
    pub inference: Usd,
    /// Inference for those who do not pay, carried by those who do.
    pub free_users: Usd,
    /// What is left: price − fees − other costs − inference − free users.
    pub contribution_margin: Usd,
    /// What is left as a share of the price; below zero where money is lost.
    pub gross_margin: f64,
    /// Own inference and that of free users as a multiple of the price.
    pub share_of_price: Factor,
    /// Whether inference weighs so much that the margin is under pressure.
    pub pressure: Pressure,
    /// The price at which nothing is left and nothing lost.
    pub break_even_price: Usd,
    /// The price that leaves the target margin; nothing where fees and margin leave no price.
    pub target_price: Option<Usd>,
    /// What all users who pay leave in a month.
    pub contribution_total: Usd,
    /// A user of whom 95 of 100 use less; nothing where the spread is not set.
    pub heavy_user: Option<HeavyUser>,
    /// Users who pay.
    pub paying_users: Count,
    /// Rent, staff and the like in a month; nothing where none are set, and then they are not counted.
    pub fixed_costs: Option<Usd>,
    /// What is left in a month after fixed costs; nothing where none are set.
    pub left_after_fixed: Option<Usd>,
    /// Users who must pay so that fixed costs are met; nothing where none are set or where each user is a loss.
    pub break_even_users: Option<Count>,
}

/// A user of whom 95 of 100 use less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeavyUser {
    /// Inference in a month for the own use of the typical user: half of the users use less.
    pub typical_inference: Usd,
    /// Inference for the user's own use in a month.
    pub inference: Usd,
    /// What such a user leaves, free users not carried; below zero is a loss.
    pub left: Usd,
    /// Share of the users who pay whose own use costs more than they leave.
    pub users_at_a_loss: Share,
}

/// How much inference weighs on the price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressure {
    /// Below a fifth of the price.
    None,
    /// A fifth of the price or more: the glossary entry's $5 on a $20 plan, a quarter, puts the margin under pressure.
    Margin,
    /// All of the price or more.
    Loss,
}

/// The share of the price from which inference is said to put the margin under pressure.
const PRESSURE_FROM: f64 = 0.2;

/// Why there are no unit economics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEconomics {
    /// No price is set.
    NoPrice,
    /// Nobody pays.
    NobodyPays,
    /// The cost of inference is not known.
    CostNotKnown,
}

/// The parts of a plan that do not depend on usage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::estimate) struct PlanCosts {
    pub fee_share: Share,
    pub fee_usd: Usd,
    pub other_costs: Usd,
}

impl PlanCosts {
    pub(in crate::estimate) fn new(plan: &Plan, billing: BillingPeriod) -> Self {
        let payments_a_month = match billing {
            BillingPeriod::Monthly => 1.0,
            BillingPeriod::Yearly => 1.0 / 12.0,
        };
        Self {
            fee_share: plan.fee_share(),
            fee_usd: plan.fee_usd() * Factor::saturating(payments_a_month),
            other_costs: plan.other_costs_usd().unwrap_or(Usd::ZERO),
        }
    }

    /// Fees of a month at `price`.
    pub(in crate::estimate) fn fees(self, price: Usd) -> Usd {
        price * self.fee_share + if price.get() > 0.0 { self.fee_usd } else { Usd::ZERO }
    }

    /// The price that leaves `margin` of itself when usage costs `usage`; nothing where there is none.
    ///
    /// price = (fixed fee + other costs + usage) ÷ (1 − margin − fee share).
    pub(in crate::estimate) fn price_for(self, usage: Usd, margin: Share) -> Option<Usd> {
        let left = 1.0 - margin.get() - self.fee_share.get();
        let costs = self.fee_usd + self.other_costs + usage;
        (left > 0.0).then(|| Usd::saturating(costs.get() / left))
    }

    /// The arithmetic of [`PlanCosts::price_for`], before a discount.
    fn price_formula(self, usage: &[Usd], margin: Share, discount: Share) -> Expr {
        let costs = [self.fee_usd, self.other_costs].into_iter().chain(usage.iter().copied());
        let costs = costs.filter(|usd| usd.get() > 0.0).map(|usd| Figure::Usd(usd).into());
        let formula = Expr::Quotient(Box::new(Expr::Sum(costs.collect())), Box::new(self.kept_share(margin)));
        if discount.get() > 0.0 {
            return Expr::Quotient(Box::new(formula), Box::new(rest_of(&[discount])));
        }
        formula
    }

    /// 1 − margin − fee share.
    pub(in crate::estimate) fn kept_share(self, margin: Share) -> Expr {
        rest_of(&[margin, self.fee_share])
    }
}

/// 1 less `shares`.
fn rest_of(shares: &[Share]) -> Expr {
    let whole = Expr::from(Figure::Count(Count::ONE, Noun::Plain));
    let shares = shares.iter().filter(|share| share.get() > 0.0);
    shares.fold(whole, |left, share| Expr::Difference(Box::new(left), Box::new(Figure::Share(*share).into())))
}

/// A user who makes so many requests in a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UserAt {
    /// Requests in a month.
    pub requests: Count,
    /// Inference for them.
    pub inference: Usd,
    /// That as a multiple of the price; nothing without a price.
    pub share_of_price: Option<Factor>,
    /// What such a user leaves, free users not carried; nothing without a price.
    pub left: Option<Usd>,
}

impl UserAt {
    /// A user of one feature whose requests cost `each`, on the plan of `scenario`.
    #[must_use]
    pub fn new(scenario: &Scenario, each: Usd, requests: Count) -> Self {
        let plan = &scenario.plan;
        let costs = PlanCosts::new(plan, scenario.billing);
        let price = plan.price_usd_per_month().filter(|price| price.get() > 0.0);
        let price = price.map(|price| price * plan.discount_share().rest());
        let inference = each * requests;
        Self {
            requests,
            inference,
            share_of_price: price.map(|price| Factor::saturating(ratio(inference, price))),
            left: price.map(|price| price - costs.fees(price) - costs.other_costs - inference),
        }
    }
}

impl UnitEconomics {
    /// The economics of `scenario` when all its users together cost `month`.
    ///
    /// Cost is shared out by use: a user who does not pay uses `free_user_usage` of what one who pays does. How far
    /// users differ is the plan's heavy user.
    ///
    /// # Errors
    /// [`NoEconomics`] says what is missing.
    pub fn new(scenario: &Scenario, month: Cost) -> Result<Self, NoEconomics> {
        Self::with_spread(scenario, month, scenario.plan.heavy_user_factor().map(UsageSpread::of_heavy_user))
    }

    /// The same for users who differ as `spread` says.
    ///
    /// # Errors
    /// [`NoEconomics`] says what is missing.
    pub fn with_spread(
        scenario: &Scenario,
        month: Cost,
        spread: Option<UsageSpread>,
    ) -> Result<Self, NoEconomics> {
        let plan = &scenario.plan;
        let list_price =
            plan.price_usd_per_month().filter(|price| price.get() > 0.0).ok_or(NoEconomics::NoPrice)?;
        let users = scenario.audience.users();
        let paying_users = users * plan.paying_share();
        let month = month.known().ok_or(NoEconomics::CostNotKnown)?;
        let free = users.get() - paying_users.get();
        let free_use = plan.free_user_usage().get();
        let inference = (month / Count::saturating(paying_users.get() + free * free_use))
            .ok_or(NoEconomics::NobodyPays)?;
        if paying_users.get() <= 0.0 {
            return Err(NoEconomics::NobodyPays);
        }
        let free_users = inference * Factor::saturating(free * free_use / paying_users.get());
        let costs = PlanCosts::new(plan, scenario.billing);
        let price = list_price * plan.discount_share().rest();
        let fees = costs.fees(price);
        let usage = inference + free_users;
        let contribution_margin = price - fees - costs.other_costs - usage;
        let discounted = plan.discount_share().rest().get();
        let list = |price: Usd| (discounted > 0.0).then(|| Usd::saturating(price.get() / discounted));
        let share_of_price = Factor::saturating(ratio(usage, price));
        let contribution_total = contribution_margin * paying_users;
        let fixed_costs = plan.fixed_costs_usd();
        let needed = |fixed: Usd| {
            let each = contribution_margin.get();
            (each > 0.0).then(|| Count::saturating(fixed.get() / each))
        };
        Ok(Self {
            price,
            fees,
            other_costs: plan.other_costs_usd(),
            inference,
            free_users,
            contribution_margin,
            gross_margin: ratio(contribution_margin, price),
            share_of_price,
            pressure: Pressure::of(share_of_price),
            break_even_price: costs.price_for(usage, Share::ZERO).and_then(list).unwrap_or(Usd::ZERO),
            target_price: costs.price_for(usage, plan.target_margin()).and_then(list),
            contribution_total,
            heavy_user: spread
                .map(|spread| HeavyUser::new(spread, inference, price - fees - costs.other_costs)),
            paying_users,
            fixed_costs,
            left_after_fixed: fixed_costs.map(|fixed| contribution_total - fixed),
            break_even_users: fixed_costs.and_then(needed),
        })
    }

    /// price − fees − other costs − inference − free users.
    #[must_use]
    pub fn formula(&self) -> Expr {
        let parts = [Some(self.fees), self.other_costs, Some(self.inference), Some(self.free_users)];
        let nonzero = parts.into_iter().flatten().filter(|usd| usd.get() > 0.0);
        nonzero.fold(Figure::Usd(self.price).into(), |left, usd| {
            Expr::Difference(Box::new(left), Box::new(Figure::Usd(usd).into()))
        })
    }
}

impl UnitEconomics {
    /// The arithmetic, line by line: margin, price without loss, price for the target margin, total, users needed.
    #[must_use]
    pub fn steps(&self, scenario: &Scenario) -> Vec<Step> {
        let plan = &scenario.plan;
        let costs = PlanCosts::new(plan, scenario.billing);
        let usage = [self.inference, self.free_users];
        let mut steps =
            vec![Step::new(StepName::Margin, self.formula(), Figure::Usd(self.contribution_margin))];
        let mut priced = |name, margin, price: Option<Usd>| {
            let formula = costs.price_formula(&usage, margin, plan.discount_share());
            steps.extend(price.map(|price| Step::new(name, formula, Figure::Usd(price))));
        };
        let break_even = Some(self.break_even_price).filter(|price| price.get() > 0.0);
        priced(StepName::BreakEvenPrice, Share::ZERO, break_even);
        priced(StepName::TargetPrice, plan.target_margin(), self.target_price);
        let payers = Figure::Count(self.paying_users, Noun::Users);
        let each = || Expr::from(Figure::Usd(self.contribution_margin));
        steps.push(Step::new(
            StepName::MarginTotal,
            Expr::Product(vec![payers.into(), each()]),
            Figure::Usd(self.contribution_total),
        ));
        if let (Some(fixed), Some(users)) = (self.fixed_costs, self.break_even_users) {
            let formula = Expr::Quotient(Box::new(Figure::Usd(fixed).into()), Box::new(each()));
            steps.push(Step::new(StepName::BreakEvenUsers, formula, Figure::Count(users, Noun::Users)));
        }
        steps
    }
}

impl HeavyUser {
    fn new(spread: UsageSpread, mean: Usd, before_inference: Usd) -> Self {
        let inference = mean * spread.quantile(Share::saturating(0.95));
        let users_at_a_loss = if before_inference.get() <= 0.0 {
            Share::ONE
        } else if mean.get() <= 0.0 {
            Share::ZERO
        } else {
            spread.share_below(Factor::saturating(ratio(before_inference, mean))).rest()
        };
        let left = before_inference - inference;
        Self { typical_inference: mean * spread.typical(), inference, left, users_at_a_loss }
    }
}

impl Pressure {
    fn of(share: Factor) -> Self {
        match share.get() {
            share if share >= 1.0 => Self::Loss,
            share if share >= PRESSURE_FROM => Self::Margin,
            _ => Self::None,
        }
    }
}

/// `part` as a multiple of `whole`; 0 where there is no whole, as with a discount of 100 %.
fn ratio(part: Usd, whole: Usd) -> f64 {
    if whole.get() > 0.0 { part.get() / whole.get() } else { 0.0 }
}

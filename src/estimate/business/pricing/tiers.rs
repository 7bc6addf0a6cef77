//! Which tier each user chooses, and the revenue of each tier.

use super::{
    Count, Counted, Estimate, MeanUser, NoEconomics, PlanCosts, Scenario, Share, UnitEconomics, UsageSpread,
    Usd,
};
use crate::estimate::working::{Expr, Figure, Noun, Step, StepName};
use crate::scenario::Tier;
use crate::units::{Factor, Tokens, UsdPerMtok, sort_numbers};

/// The users of one tier.
#[derive(Debug, Clone, PartialEq)]
pub struct TierRow {
    /// The tier, by its place.
    pub tier: usize,
    /// Users who choose it.
    pub users: Count,
    /// These as a share of the users who pay.
    pub share: Share,
    /// Of these, users whose use ends at the allowance though they would use more.
    pub cut_off: Count,
    /// What they pay in a month.
    pub revenue: Usd,
    /// Of that, for use beyond the allowance.
    pub overage: Usd,
    /// What the payment provider keeps.
    pub fees: Usd,
    /// Other costs of serving them.
    pub other_costs: Usd,
    /// Inference for their use.
    pub inference: Usd,
    /// What is left, free users not carried.
    pub margin: Usd,
    /// That as a share of what they pay; nothing where they pay nothing.
    pub gross_margin: Option<f64>,
    /// The arithmetic of revenue and margin.
    pub steps: Vec<Step>,
}

/// All tiers, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct TierTable {
    /// One for each tier.
    pub rows: Vec<TierRow>,
    /// Whether users differ; without a spread all are taken to use the mean, and choose alike.
    pub has_spread: bool,
    /// Inference for users who do not pay, in a month.
    pub free_users: Usd,
    /// The revenue of all tiers in a month.
    pub revenue: Usd,
    /// Fees, other costs and inference of all tiers, and inference for free users.
    pub costs: Usd,
    /// revenue − costs.
    pub margin: Usd,
    /// Share of the use of those who pay that ends at an allowance.
    pub refused_use: Share,
}

/// Why there is no table of tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTiers {
    /// The scenario has none.
    NoTiers,
    /// Nobody pays.
    NobodyPays,
    /// The cost of inference is not known.
    CostNotKnown,
}

/// A tier as a function of use, in multiples of the mean user's.
#[derive(Debug, Clone, Copy)]
struct Offer {
    price: f64,
    /// Use that is included.
    included: f64,
    /// Price of further use of one mean user; nothing where use ends.
    beyond: Option<f64>,
    /// What the allowance counts, how much of it the mean user uses, and its price of one more.
    counted: Counted,
    mean_use: f64,
}

impl Offer {
    fn serves(&self, use_: f64) -> bool {
        use_ <= self.included || self.beyond.is_some()
    }

    fn pay(&self, use_: f64) -> f64 {
        self.price + self.beyond.map_or(0.0, |beyond| beyond * (use_ - self.included).max(0.0))
    }
}

/// The tier table of `scenario`: each user who pays takes the tier that is cheapest for the own use among those that
/// serve all of it, and if none does, the one that includes most.
///
/// # Errors
/// [`NoTiers`] says what is missing.
pub fn tier_table(scenario: &Scenario, estimate: &Estimate) -> Result<TierTable, NoTiers> {
    if scenario.tiers.is_empty() {
        return Err(NoTiers::NoTiers);
    }
    let mut priced = scenario.clone();
    let price = crate::scenario::FieldPath {
        place: crate::scenario::Place::Scenario,
        field: crate::scenario::Field::PriceUsdPerMonth,
    };
    // Tiers have prices of their own; the plan's only has to be there.
    let _ = priced.set(price, Some(1.0));
    let economics = UnitEconomics::new(&priced, estimate.total.cost.month).map_err(|why| match why {
        NoEconomics::CostNotKnown => NoTiers::CostNotKnown,
        NoEconomics::NobodyPays | NoEconomics::NoPrice => NoTiers::NobodyPays,
    })?;
    let mean = MeanUser::new(scenario, &economics);
    let known = UsageSpread::of_scenario(scenario, &estimate.features);
    let spread = known.unwrap_or_else(|| UsageSpread::of_heavy_user(Factor::ONE));
    let discount = scenario.plan.discount_share().rest();
    let offers: Vec<Offer> =
        scenario.tiers.iter().map(|tier| offer(&tier.tier, discount, scenario, estimate, mean)).collect();
    let mut sums = vec![Sums::default(); offers.len()];
    let mut refused = 0.0;
    let edges = edges(&offers);
    let mut from = 0.0;
    for to in edges.iter().copied().chain([f64::INFINITY]) {
        let inside = if to.is_finite() { 0.5 * (from + to) } else { 2.0 * from + 1.0 };
        let users = below(spread, to).0 - below(spread, from).0;
        let use_ = below(spread, to).1 - below(spread, from).1;
        from = to;
        let chosen = choose(&offers, inside);
        let (Some(offer), Some(sum)) = (offers.get(chosen), sums.get_mut(chosen)) else { continue };
        sum.add(offer, inside, users.max(0.0), use_.max(0.0), &mut refused);
    }
    let costs = PlanCosts::new(&scenario.plan, scenario.billing);
    let payers = economics.paying_users;
    let rows: Vec<TierRow> = offers
        .iter()
        .zip(&sums)
        .enumerate()
        .map(|(tier, (offer, sum))| sum.row(tier, offer, payers, mean, costs))
        .collect();
    let free_users = economics.free_users * payers;
    let total = |of: fn(&TierRow) -> Usd| rows.iter().map(of).sum::<Usd>();
    let revenue = total(|row| row.revenue);
    let costs =
        total(|row| row.fees) + total(|row| row.other_costs) + total(|row| row.inference) + free_users;
    Ok(TierTable {
        has_spread: known.is_some(),
        free_users,
        revenue,
        costs,
        margin: revenue - costs,
        refused_use: Share::saturating(refused),
        rows,
    })
}

fn offer(tier: &Tier, discount: Share, scenario: &Scenario, estimate: &Estimate, mean: MeanUser) -> Offer {
    let price = tier.tier_price_usd().get() * discount.get();
    let mut offer =
        Offer { price, included: f64::INFINITY, beyond: None, counted: Counted::Requests, mean_use: 0.0 };
    let counted = [
        (Counted::Requests, tier.included_requests().map(Count::get), tier.overage_usd().map(Usd::get)),
        (
            Counted::Tokens,
            tier.included_tokens().map(Tokens::get),
            tier.overage_usd_per_mtok().map(|rate| rate.get() * 1e-6),
        ),
        (
            Counted::Credits,
            tier.included_credits().map(Count::get),
            tier.overage_usd_per_credit().map(Usd::get),
        ),
    ];
    for (counted, included, one_more) in counted {
        let unit = mean.unit(scenario, estimate, counted);
        let (Some(included), Some(unit)) = (included, unit) else { continue };
        let included = included / unit.use_each;
        // Of two allowances the one that is used up first counts.
        if included < offer.included {
            let beyond = one_more.map(|price| price * unit.use_each);
            offer = Offer { included, beyond, counted, mean_use: unit.use_each, ..offer };
        }
    }
    offer
}

/// Where the cheapest tier may change: at allowances, and where two tiers cost the same.
fn edges(offers: &[Offer]) -> Vec<f64> {
    let mut edges: Vec<f64> = offers.iter().map(|offer| offer.included).collect();
    for a in offers {
        for b in offers {
            let Some(slope) = b.beyond.filter(|slope| *slope > 0.0) else { continue };
            edges.push(b.included + (a.price - b.price) / slope);
            let other = a.beyond.unwrap_or(0.0);
            // price + slope × (use − included) of both.
            let rest = |offer: &Offer, slope: f64| offer.price - slope * offer.included;
            edges.push((rest(a, other) - rest(b, slope)) / (slope - other));
        }
    }
    edges.retain(|edge| edge.is_finite() && *edge > 0.0);
    sort_numbers(&mut edges);
    edges.dedup();
    edges
}

/// The place of the tier for a user of so much.
fn choose(offers: &[Offer], use_: f64) -> usize {
    let mut best: Option<(usize, f64)> = None;
    for (index, offer) in offers.iter().enumerate().filter(|(_, offer)| offer.serves(use_)) {
        let pay = offer.pay(use_);
        if best.is_none_or(|(_, least)| pay < least) {
            best = Some((index, pay));
        }
    }
    let most = || {
        let mut most = (0, -1.0);
        for (index, offer) in offers.iter().enumerate() {
            if offer.included > most.1 {
                most = (index, offer.included);
            }
        }
        most.0
    };
    best.map_or_else(most, |(index, _)| index)
}

/// Share of the users who use at most so much, and of the use that they make.
fn below(spread: UsageSpread, use_: f64) -> (f64, f64) {
    if use_ == f64::INFINITY {
        return (1.0, 1.0);
    }
    let multiple = Factor::saturating(use_);
    (spread.share_below(multiple).get(), spread.usage_below(multiple).get())
}

/// What the users of a tier make together, as parts of all who pay and of all that they use.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    users: f64,
    payments: f64,
    cut_off: f64,
    served: f64,
    beyond: f64,
}

impl Sums {
    fn add(&mut self, offer: &Offer, inside: f64, users: f64, use_: f64, refused: &mut f64) {
        let past = (use_ - offer.included.min(1e300) * users).max(0.0);
        self.users += users;
        self.served += use_;
        if offer.pay(inside) > 0.0 {
            self.payments += users;
        }
        if inside > offer.included {
            if offer.beyond.is_some() {
                self.beyond += past;
            } else {
                self.served -= past;
                self.cut_off += users;
                *refused += past;
            }
        }
    }

    fn row(&self, tier: usize, offer: &Offer, payers: Count, mean: MeanUser, costs: PlanCosts) -> TierRow {
        let users = payers * Share::saturating(self.users);
        let paid = Expr::Product(vec![
            Figure::Count(users, Noun::Users).into(),
            Figure::Usd(Usd::saturating(offer.price)).into(),
        ]);
        let further = self.beyond * payers.get() * offer.mean_use;
        let one_more = offer.beyond.map_or(0.0, |beyond| beyond / offer.mean_use);
        let further = (further > 0.0).then(|| further_use(offer.counted, further, one_more));
        let overage = Usd::saturating(further.as_ref().map_or(0.0, Expr::value));
        let formula = match further {
            Some(further) => Expr::Sum(vec![paid, further]),
            None => paid,
        };
        let revenue = Usd::saturating(formula.value());
        let payments = payers * Share::saturating(self.payments);
        let fees = revenue * costs.fee_share + costs.fee_usd * payments;
        let other_costs = costs.other_costs * users;
        let inference = mean.inference * Factor::saturating(self.served) * payers;
        let parts = [fees, other_costs, inference];
        let left =
            parts.iter().filter(|usd| usd.get() > 0.0).fold(Expr::from(Figure::Usd(revenue)), |left, usd| {
                Expr::Difference(Box::new(left), Box::new(Figure::Usd(*usd).into()))
            });
        let margin = Usd::saturating(left.value());
        TierRow {
            tier,
            users,
            share: Share::saturating(self.users),
            cut_off: payers * Share::saturating(self.cut_off),
            revenue,
            overage,
            fees,
            other_costs,
            inference,
            margin,
            gross_margin: (revenue.get() > 0.0).then(|| margin.get() / revenue.get()),
            steps: vec![
                Step::new(StepName::TierRevenue, formula, Figure::Usd(revenue)),
                Step::new(StepName::TierMargin, left, Figure::Usd(margin)),
            ],
        }
    }
}

/// Use beyond the allowance × its price.
fn further_use(counted: Counted, amount: f64, one_more: f64) -> Expr {
    let (amount, price) = match counted {
        Counted::Requests | Counted::Feature(_) => (
            Figure::Count(Count::saturating(amount), Noun::Requests),
            Figure::UsdEach(Usd::saturating(one_more), Noun::Requests),
        ),
        Counted::Tokens => (
            Figure::Tokens(Tokens::saturating(amount)),
            Figure::UsdPerMtok(UsdPerMtok::saturating(one_more * 1e6)),
        ),
        Counted::Credits => (
            Figure::Count(Count::saturating(amount), Noun::Plain),
            Figure::UsdEach(Usd::saturating(one_more), Noun::Plain),
        ),
    };
    Expr::Product(vec![amount.into(), price.into()])
}

//! The arithmetic of a call and of a request, in words and figures.

use super::{LegEstimate, RequestCost};
use crate::catalogue::PricedUnit;
use crate::estimate::cost::price::PricePart;
use crate::estimate::working::{Expr, Figure, Noun, Step, StepName};
use crate::scenario::Workload;
use crate::units::{Factor, Tokens, Usd, UsdPerMtok};

impl LegEstimate {
    /// The working of one call: Σ count × rate.
    #[must_use]
    pub fn step(&self, leg: usize) -> Option<Step> {
        let cost = self.cost_per_call.known()?;
        let terms = self.parts.iter().map(part_formula).collect();
        Some(Step::new(StepName::Call(leg), Expr::Sum(terms), Figure::Usd(cost)))
    }
}

fn part_formula(part: &PricePart) -> Expr {
    let (count, rate) = if part.unit.is_tokens() {
        let rate = part.rate.get() * 1e6 / f64::from(part.per);
        (
            Figure::Tokens(Tokens::saturating(part.count.get())),
            Figure::UsdPerMtok(UsdPerMtok::saturating(rate)),
        )
    } else {
        let noun = match part.unit {
            PricedUnit::WebSearches => Noun::WebSearches,
            PricedUnit::Requests => Noun::Calls,
            _ => Noun::Plain,
        };
        let rate = Usd::saturating(part.rate.get() / f64::from(part.per));
        (Figure::Count(part.count, noun), Figure::UsdEach(rate, noun))
    };
    Expr::Product(vec![count.into(), rate.into()])
}

impl RequestCost {
    /// The working of one request out of its calls; nothing where one call of one model is the request.
    #[must_use]
    pub fn step(&self, workload: &Workload) -> Option<Step> {
        let cost = self.cost.known()?;
        if self.legs.is_empty() {
            return None;
        }
        let mut mix: Vec<Expr> = Vec::new();
        for leg in self.legs.iter().filter(|leg| leg.share.get() > 0.0) {
            let call = Figure::Usd(leg.cost_per_call.known()?).into();
            let share = (leg.share.get() < 1.0).then(|| Figure::Share(leg.share).into());
            mix.push(product(share.into_iter().chain([call])));
        }
        let one_model = mix.len() == 1;
        let calls = workload.calls_per_request();
        let retries = Factor::saturating(1.0 + workload.retry_share().get());
        let calls = (calls.get() > 1.0).then(|| Figure::Count(calls, Noun::Calls).into());
        let retries = (retries.get() > 1.0).then(|| Figure::Factor(retries).into());
        let called = product(calls.into_iter().chain(retries).chain([sum(mix)]));
        let router = (self.router.get() > 0.0).then(|| Figure::Usd(self.router).into());
        let reached = sum(router.into_iter().chain([called]).collect());
        let rest = (self.from_store.get() > 0.0).then(|| Figure::Share(self.from_store.rest()).into());
        let lookup = (self.lookup.get() > 0.0).then(|| Figure::Usd(self.lookup).into());
        let formula = sum(lookup.into_iter().chain([product(rest.into_iter().chain([reached]))]).collect());
        let says_more = !(one_model && matches!(formula, Expr::Figure(_)));
        says_more.then(|| Step::new(StepName::Request, formula, Figure::Usd(cost)))
    }
}

/// The product of `factors`; one factor is itself.
fn product(factors: impl Iterator<Item = Expr>) -> Expr {
    one_or(factors.collect(), Expr::Product)
}

/// The sum of `terms`; one term is itself.
fn sum(terms: Vec<Expr>) -> Expr {
    one_or(terms, Expr::Sum)
}

fn one_or(mut parts: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    match parts.pop() {
        Some(part) if parts.is_empty() => part,
        Some(part) => {
            parts.push(part);
            join(parts)
        }
        None => join(parts),
    }
}

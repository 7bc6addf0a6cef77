//! What the billed tokens cost at list prices: the provider's own, or those of other models.

use super::billed::used_tokens;
use crate::usage::{ModelUse, Money, Report, TokenRates, UsedTokens};

/// The billed sum against the price list, over the models whose list price is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListCheck {
    /// What was billed for their tokens.
    pub billed: Money,
    /// What the same tokens cost at list prices.
    pub list: Money,
    /// What was billed for models without a known list price; in neither of the two.
    pub without_price: Money,
}

impl ListCheck {
    /// By how much more than its list prices the provider billed, as a share; none where nothing can be compared.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let list = self.list.to_f64();
        (list > 0.0).then(|| self.billed.to_f64() / list - 1.0)
    }
}

/// Computes the billed tokens anew from list prices.
#[must_use]
pub fn list_check(billed: &[ModelUse]) -> ListCheck {
    let mut check = ListCheck { billed: Money::ZERO, list: Money::ZERO, without_price: Money::ZERO };
    for model in billed {
        let cost = Money::from_usd(model.token_cost_usd);
        match &model.rates {
            Some(rates) if model.tokens != UsedTokens::default() => {
                check.billed = check.billed + cost;
                check.list = check.list + Money::from_usd(model.tokens.cost(rates));
            }
            _ => check.without_price = check.without_price + cost,
        }
    }
    check
}

/// What the calls of a report would have cost at other prices; nothing where the report has no tokens. Where it does not tell
/// cached input apart, all input pays the full price.
#[must_use]
pub fn reprice(report: &Report, rates: &TokenRates) -> Option<Money> {
    let tokens = report.totals().tokens;
    (tokens.output.is_some() || tokens.input().is_some())
        .then(|| Money::from_usd(used_tokens(&tokens).cost(rates)))
}

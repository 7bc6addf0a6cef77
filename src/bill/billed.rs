//! The calls that a report has been charged for, by model.

use super::price_names::PriceNames;
use crate::units::{SortedMap, SortedSet};
use crate::usage::{
    Amounts, Cell, ModelUse, Money, Report, TOOLS, Tier, TokenParts, Told, UsedTokens, model_key, sum,
};

/// What was billed, and what of it the files tell apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bill {
    /// One for each model and tier of price.
    pub models: Vec<ModelUse>,
    /// What the files tell apart.
    pub told: Told,
}

/// The calls of some cells of a report.
#[must_use]
pub fn bill_of<'a>(cells: impl IntoIterator<Item = &'a Cell> + Clone, names: &PriceNames<'_>) -> Bill {
    // By the file's names first, of which there are few: a key takes longer to make than a sum.
    let mut by_name: SortedMap<(Option<&str>, Tier), Amounts> = SortedMap::default();
    for cell in cells.clone() {
        by_name.at((cell.model.as_deref(), cell.tier)).add(&cell.amounts);
    }
    let mut by_model: SortedMap<String, (Option<String>, Tier, Amounts)> = SortedMap::default();
    for ((model, tier), sum) in by_name.in_order() {
        let name = model.filter(|name| *name != TOOLS).map(str::to_owned);
        let (_, _, amounts) = by_model.at_or(use_key(model, tier), (name, tier, Amounts::default()));
        amounts.add(&sum);
    }
    let told = told_by(&sum(cells.clone()), cells.into_iter().any(is_named));
    let model = |(key, (name, tier, amounts)): (String, (Option<String>, Tier, Amounts))| {
        let rates = name.and_then(|name| names.rates(&name, tier));
        model_use(key, &amounts, rates)
    };
    Bill { models: by_model.in_order().map(model).collect(), told }
}

/// The names of models as a report writes them, by the keys of [`ModelUse::model`].
#[must_use]
pub fn names_in(report: &Report) -> SortedMap<String, String> {
    let named: SortedSet<(&str, Tier)> =
        report.cells.iter().filter_map(|cell| Some((cell.model.as_deref()?, cell.tier))).collect();
    named
        .in_order()
        .map(|(name, tier_of)| {
            let tier = match tier_of {
                Tier::Standard => String::new(),
                tier => [", ", tier.name()].concat().replace('_', " "),
            };
            (use_key(Some(name), tier_of), [name, &tier].concat())
        })
        .collect()
}

fn is_named(cell: &Cell) -> bool {
    cell.model.as_ref().is_some_and(|name| name != TOOLS)
}

/// One key for all names of a model at one tier of price.
pub(super) fn use_key(name: Option<&str>, tier: Tier) -> String {
    let key = name.map_or_else(String::new, |name| model_key(name).unwrap_or_else(|| name.to_owned()));
    match tier {
        Tier::Standard => key,
        Tier::Batch | Tier::Flex | Tier::Priority | Tier::LongContext => [&key, ", ", tier.name()].concat(),
    }
}

fn told_by(totals: &Amounts, has_models: bool) -> Told {
    let tokens = &totals.tokens;
    Told {
        requests: totals.requests.is_some(),
        tokens: tokens.output.is_some() && tokens.input().is_some(),
        reasoning: tokens.reasoning.is_some(),
        // A file of which even a part is undivided cannot say how much was cached.
        cache: tokens.uncached.is_some() && tokens.undivided.is_none(),
        models: has_models,
        cost: totals.cost.is_some(),
    }
}

fn model_use(model: String, amounts: &Amounts, rates: Option<crate::usage::TokenRates>) -> ModelUse {
    let usd = |money: Option<Money>| money.map_or(0.0, Money::to_f64);
    let tools = usd(amounts.tool_cost);
    ModelUse {
        model,
        requests: amounts.requests.unwrap_or(0) as f64,
        tokens: used_tokens(&amounts.tokens),
        rates,
        token_cost_usd: usd(amounts.cost) - tools,
        other_cost_usd: tools,
    }
}

pub(super) fn used_tokens(parts: &TokenParts) -> UsedTokens {
    let number = |count: Option<u64>| count.unwrap_or(0) as f64;
    let reasoning = number(parts.reasoning);
    UsedTokens {
        input: number(parts.input()),
        cache_read: number(parts.cache_read),
        write_5m: number(parts.write_5m),
        write_1h: number(parts.write_1h),
        write_unknown: number(parts.write_unknown),
        visible_output: (number(parts.output) - reasoning).max(0.0),
        reasoning,
    }
}

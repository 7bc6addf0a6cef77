//! The parts of a drift add up to it exactly, whatever a bill tells apart.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use inference_estimator::usage::{Cause, ModelUse, Money, TokenRates, Told, UsedTokens, drift};
use proptest::prelude::*;

const ALL: Told =
    Told { requests: true, tokens: true, reasoning: true, cache: true, models: true, cost: true };

fn rates(scale: f64) -> TokenRates {
    TokenRates {
        uncached: 2e-6 * scale,
        cache_read: 0.2e-6 * scale,
        write_5m: 2.5e-6 * scale,
        write_1h: 4e-6 * scale,
        write_unknown: 2.5e-6 * scale,
        output: 10e-6 * scale,
    }
}

fn calls(model: &str, requests: f64, input: f64, output: f64) -> ModelUse {
    let tokens =
        UsedTokens { input: requests * input, visible_output: requests * output, ..UsedTokens::default() };
    let rates = rates(1.0);
    ModelUse {
        model: model.to_owned(),
        requests,
        tokens,
        rates: Some(rates),
        token_cost_usd: tokens.input * rates.uncached + tokens.visible_output * rates.output,
        other_cost_usd: 0.0,
    }
}

/// The parts that are not zero.
fn parts(expected: &[ModelUse], billed: &[ModelUse], told: Told) -> Vec<(Vec<Cause>, String)> {
    let drift = drift(expected, billed, told);
    let total: Money = drift.parts.iter().map(|part| part.amount).sum();
    assert_eq!(total, drift.billed - drift.expected);
    drift
        .parts
        .into_iter()
        .filter(|part| part.amount != Money::ZERO)
        .map(|part| (part.causes, part.amount.to_string()))
        .collect()
}

#[test]
fn each_cause_alone_is_the_whole_difference() {
    let base = calls("a", 1000.0, 1000.0, 400.0);
    let one = std::slice::from_ref(&base);
    assert_eq!(parts(one, one, ALL), []);
    assert_eq!(
        parts(one, &[calls("a", 1100.0, 1000.0, 400.0)], ALL),
        [(vec![Cause::Volume], "0.6".to_owned())]
    );
    assert_eq!(parts(one, &[calls("a", 1000.0, 1500.0, 400.0)], ALL), [(vec![Cause::Input], "1".to_owned())]);
    assert_eq!(
        parts(one, &[calls("a", 1000.0, 1000.0, 512.0)], ALL),
        [(vec![Cause::Output], "1.12".to_owned())]
    );
    let mut reasoning = base.clone();
    reasoning.tokens.reasoning = 100_000.0;
    reasoning.token_cost_usd += 1.0;
    assert_eq!(parts(one, &[reasoning], ALL), [(vec![Cause::Reasoning], "1".to_owned())]);
    let mut cached = base.clone();
    cached.tokens.cache_read = 500_000.0;
    cached.token_cost_usd -= 0.9;
    assert_eq!(parts(one, &[cached], ALL), [(vec![Cause::Cache], "-0.9".to_owned())]);
    let discount = ModelUse { token_cost_usd: base.token_cost_usd * 0.96, ..base.clone() };
    assert_eq!(parts(one, &[discount], ALL), [(vec![Cause::Price], "-0.24".to_owned())]);
    let searches = ModelUse { other_cost_usd: 0.31, ..base.clone() };
    assert_eq!(parts(one, &[searches], ALL), [(vec![Cause::Tools], "0.31".to_owned())]);
    let half_price = rates(0.5);
    let small =
        ModelUse { rates: Some(half_price), token_cost_usd: 3.0, ..calls("b", 1000.0, 1000.0, 400.0) };
    assert_eq!(parts(one, &[small], ALL), [(vec![Cause::Mix], "-3".to_owned())]);
}

#[test]
fn what_a_file_cannot_tell_apart_is_one_part() {
    let base = calls("a", 1000.0, 1000.0, 400.0);
    let mut billed = calls("a", 2000.0, 1000.0, 400.0);
    billed.requests = 0.0;
    let told = Told { requests: false, reasoning: false, ..ALL };
    let joined = vec![Cause::Volume, Cause::Input, Cause::Output, Cause::Reasoning];
    assert_eq!(parts(std::slice::from_ref(&base), &[billed.clone()], told), [(joined, "6".to_owned())]);
    let money_only =
        Told { requests: false, tokens: false, reasoning: false, cache: false, models: false, cost: true };
    let found = parts(std::slice::from_ref(&base), &[billed], money_only);
    assert_eq!(found.len(), 1);
    assert!(found[0].0.contains(&Cause::Price) && found[0].0.contains(&Cause::Volume));
}

#[test]
fn a_model_without_a_known_price_is_a_part_of_the_mix() {
    let base = calls("a", 1000.0, 1000.0, 400.0);
    let own = ModelUse { rates: None, token_cost_usd: 7.0, ..calls("my-finetune", 10.0, 10.0, 10.0) };
    let drift = drift(std::slice::from_ref(&base), &[base.clone(), own], ALL);
    assert_eq!(drift.without_price, ["my-finetune"]);
    assert_eq!((drift.billed - drift.expected).to_string(), "7");
    let price = drift.parts.iter().find(|part| part.causes == [Cause::Price]).unwrap();
    assert_eq!(price.amount, Money::ZERO);
}

prop_compose! {
    fn some_use()(
        model in 0_usize..4,
        requests in 0.0..1e6_f64,
        input in 0.0..1e9_f64,
        cached in prop::array::uniform4(0.0..0.25_f64),
        visible in 0.0..1e8_f64,
        reasoning in 0.0..1e8_f64,
        scale in prop::option::of(0.01..10.0_f64),
        cost in 0.0..1e5_f64,
        other in 0.0..1e3_f64,
    ) -> ModelUse {
        let [cache_read, write_5m, write_1h, write_unknown] = cached.map(|share| share * input);
        let tokens = UsedTokens { input, cache_read, write_5m, write_1h, write_unknown, visible_output: visible, reasoning };
        let model = ["a", "b", "c", "d"].get(model).unwrap_or(&"a");
        ModelUse { model: (*model).to_owned(), requests, tokens, rates: scale.map(rates), token_cost_usd: cost, other_cost_usd: other }
    }
}

proptest! {
    #[test]
    fn parts_add_up_to_the_difference_exactly(
        expected in prop::collection::vec(some_use(), 0..4),
        billed in prop::collection::vec(some_use(), 0..6),
        told in prop::array::uniform6(any::<bool>()),
    ) {
        let [requests, tokens, reasoning, cache, models, cost] = told;
        let drift = drift(&expected, &billed, Told { requests, tokens, reasoning, cache, models, cost });
        let total: Money = drift.parts.iter().map(|part| part.amount).sum();
        prop_assert_eq!(total, drift.billed - drift.expected);
        let mut causes: Vec<Cause> = drift.parts.iter().flat_map(|part| part.causes.clone()).collect();
        let count = causes.len();
        causes.sort_unstable();
        causes.dedup();
        prop_assert_eq!(causes.len(), count, "a cause is in two parts");
    }
}

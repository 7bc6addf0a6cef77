//! Price one request, by the names and counts that a provider's SDK reports.
//!
//! `cargo run --no-default-features --example price_a_request`
#![allow(clippy::print_stdout, reason = "an example prints its answer")]

use inference_estimator::catalogue::{FullCatalogue, PricedUnit};
use inference_estimator::estimate::cost::price::Usage;
use inference_estimator::estimate::cost::price_request::PriceRequest;
use inference_estimator::units::{Hour, Moment};
use std::error::Error;

/// The price of the request, and of which parts it is the sum.
pub fn answer() -> Result<String, Box<dyn Error>> {
    // Every hosted model that this version knows, with all its dated prices.
    let catalogue = FullCatalogue::shipped()?;
    // Counts include what is nested in them: 8,000 of the 10,000 input tokens were read from the prompt cache.
    let usage = Usage::new()
        .with(PricedUnit::InputTokens, 10_000.0)?
        .with(PricedUnit::CacheReadTokens, 8_000.0)?
        .with(PricedUnit::OutputTokens, 400.0)?;
    let request = PriceRequest {
        provider: Some("anthropic".to_owned()),
        model: "claude-sonnet-4-5-20250929".to_owned(),
        at: Moment { date: "2026-11-23".parse()?, time: Hour::from_seconds(12 * 3600)? },
        usage,
        context: Vec::new(),
    };
    // A model or unit without a known price is an error, never $0.
    let (model, price) = request.price(&catalogue)?;
    let mut text = format!("{}: ${:.4}\n", model.slug, price.total.get());
    for part in &price.parts {
        let (count, unit, rate) = (part.count.get(), part.unit.usage_key(), part.rate.get());
        text += &format!("  {count} {unit} at ${rate} for {}: ${:.4}\n", part.per, part.cost.get());
    }
    Ok(text)
}

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", answer()?);
    Ok(())
}

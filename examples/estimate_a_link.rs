//! Estimate the scenario of a share link, and say the result in a sentence.
//!
//! `cargo run --no-default-features --example estimate_a_link`
#![allow(clippy::print_stdout, reason = "an example prints its answer")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{Cost, estimate};
use inference_estimator::format::{Locale, verdict_text};
use inference_estimator::share;
use std::error::Error;

/// A sentence about the scenario of `link`.
pub fn answer(link: &str) -> Result<String, Box<dyn Error>> {
    let catalogue = Catalogue::shipped()?;
    // A link that names no day means the day of the price book: nothing here reads a clock.
    let decoded = share::decode(link, catalogue.hosted.package().date)?;
    // Nothing of a link is dropped silently: what could not be used is a notice.
    if let Some(notice) = decoded.notices.first() {
        return Err(notice.to_string().into());
    }
    // Names of models become entries of the catalogue; a name that it does not have stays, and has no known price.
    let scenario = decoded.scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
    let estimate = estimate(&scenario, &catalogue)?;
    // A cost says how far it is known. A match without a wildcard cannot forget a case.
    let month = match estimate.total.cost.month {
        Cost::Known(usd) => format!("${:.0} a month", usd.get()),
        Cost::AtLeast(usd) => format!("at least ${:.0} a month", usd.get()),
        Cost::NotKnown => "a cost that is not known".to_owned(),
    };
    Ok(format!("{month}. {}", verdict_text(&scenario, &estimate, None, Locale::ENGLISH)))
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("{}", answer("https://example.org/#p=glossary&users=250000")?);
    Ok(())
}

//! Write a scenario of two features as a link, and read it again.
//!
//! `cargo run --no-default-features --example share_a_scenario`
#![allow(clippy::print_stdout, reason = "an example prints its answer")]

use inference_estimator::scenario::{Preset, Scenario};
use inference_estimator::share::{UnknownFields, decode, encode};
use std::error::Error;

/// A support chat beside a coding agent.
pub fn scenario() -> Result<Scenario, Box<dyn Error>> {
    let chat = Preset::SupportChat.scenario("2026-11-23".parse()?);
    let features = vec![Preset::SupportChat.feature(), Preset::CodingAgent.feature()];
    Ok(Scenario { features, ..chat })
}

/// The link of `scenario` under an address, and what it decodes to.
pub fn answer(scenario: &Scenario) -> Result<(String, Scenario), Box<dyn Error>> {
    // What a newer version wrote into a link is kept in `UnknownFields`; a scenario that was built here has none.
    let link = format!("https://example.org/estimate#{}", encode(scenario, None, &UnknownFields::default())?);
    // The address around it, a full stop after it, line breaks of a mail: all are read over.
    let decoded = decode(&format!("See {link}."), scenario.as_of)?;
    Ok((link, decoded.scenario))
}

fn main() -> Result<(), Box<dyn Error>> {
    let scenario = scenario()?;
    let (link, read) = answer(&scenario)?;
    println!("{link}\n{} features, the same: {}", read.features.len(), read == scenario);
    Ok(())
}

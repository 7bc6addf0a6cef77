//! Find the cheapest models that are fast enough for a feature.
//!
//! `cargo run --no-default-features --example compare_models`
#![allow(clippy::print_stdout, reason = "an example prints its answer")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::compare;
use inference_estimator::estimate::compare::ModelRow;
use inference_estimator::scenario::Preset;
use std::error::Error;

/// The cheapest `count` models that meet the target of a search over documents, one a line.
pub fn answer(count: usize) -> Result<Vec<String>, Box<dyn Error>> {
    let catalogue = Catalogue::shipped()?;
    let scenario = Preset::RagSearch.scenario("2026-11-23".parse()?);
    let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
    // Every model of the price book, as if it answered all calls of the first feature.
    let comparison = compare(&scenario, 0, &catalogue).ok_or("the scenario has no feature")?;
    let mut fitting: Vec<_> = comparison
        .rows
        .iter()
        .filter(|row| row.meets(comparison.target.as_ref()) && !row.is_too_small() && !row.is_resold)
        .collect();
    fitting.sort_by(|a, b| a.month.get().total_cmp(&b.month.get()));
    let line = |row: &&ModelRow| {
        let name = catalogue.hosted.model(row.model).map_or("?", |model| model.slug.as_str());
        let ttft = row.wait.map_or_else(String::new, |wait| format!(", {:.0} ms", wait.ttft.typical.get()));
        format!("{name}: ${:.0} a month{ttft}", row.month.get())
    };
    Ok(fitting.iter().take(count).map(line).collect())
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("{}", answer(5)?.join("\n"));
    Ok(())
}

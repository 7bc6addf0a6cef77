//! The whole estimate of ten features with every lever on, and what is computed besides it.
#![allow(missing_docs, reason = "made by a macro")]

use criterion::{Criterion, criterion_group, criterion_main};
use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::business::growth::growth;
use inference_estimator::estimate::business::pricing::{Counted, advise, tier_table, unlimited_risk};
use inference_estimator::estimate::business::what_if::{
    TableSide, WhatIfOutcome, input_ranges, swings, two_way_table,
};
use inference_estimator::estimate::{compare, costs, estimate, estimate_again, lever_rows, likely, try_next};
use inference_estimator::format::Locale;
use inference_estimator::presentation::document::Document;
use inference_estimator::scenario::{
    Field, FieldPath, HostedModelChoice, LeverSet, Name, Place, PlanTier, Preset, Scenario, Serving, Tier,
};
use inference_estimator::units::Usd;
use std::hint::black_box;

/// Ten features of the presets, each with every lever on and a cheaper model for two of them; three tiers.
fn ten_features(catalogue: &Catalogue) -> Option<Scenario> {
    let mut scenario = Preset::SupportChat.scenario(catalogue.hosted.package().date);
    let small = ["openai/gpt-5-nano", "google/gemini-3.5-flash-lite"]
        .into_iter()
        .find_map(|text| catalogue.hosted.id_of_text(text))?;
    let small = HostedModelChoice::Book(inference_estimator::scenario::ModelRef::Id(small));
    scenario.features = Preset::ALL.iter().cycle().take(10).map(|preset| preset.feature()).collect();
    for feature in &mut scenario.features {
        feature.levers.on = LeverSet::from_bits(0x7f)?;
        feature.levers.routing_model = Some(small.clone());
        feature.levers.distillation_model = Some(small.clone());
        feature.set(Field::SmallModelShare, Some(0.5)).ok()?;
        feature.set(Field::WaitingShare, Some(0.3)).ok()?;
    }
    for (tier, (price, included)) in [(5.0, 50.0), (15.0, 300.0), (40.0, 2000.0)].into_iter().enumerate() {
        scenario.tiers.push(PlanTier { name: Name::new("tier"), tier: Tier::default() });
        let at = |field| FieldPath { place: Place::Tier(tier), field };
        scenario.set(at(Field::TierPriceUsd), Some(price)).ok()?;
        scenario.set(at(Field::IncludedRequests), Some(included)).ok()?;
        scenario.set(at(Field::OverageUsd), Some(0.05)).ok()?;
    }
    let whole = |field| FieldPath { place: Place::Scenario, field };
    scenario.set(whole(Field::HeavyUserFactor), Some(4.5)).ok()?;
    scenario.set(whole(Field::FixedCostsUsd), Some(20_000.0)).ok()?;
    scenario.set(whole(Field::HorizonMonths), Some(24.0)).ok()?;
    let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
    let hosted = scenario.features.iter().all(|feature| matches!(feature.serving, Serving::Hosted(_)));
    (hosted && scenario.check().is_ok()).then_some(scenario)
}

fn business(criterion: &mut Criterion) {
    let Ok(catalogue) = Catalogue::shipped() else { return };
    let Some(scenario) = ten_features(&catalogue) else { return };
    let Ok(found) = estimate(&scenario, &catalogue) else { return };
    criterion.bench_function("estimate: ten features, every lever on", |b| {
        b.iter(|| estimate(black_box(&scenario), &catalogue));
    });
    let mut typed = scenario.clone();
    let _ = typed.set(FieldPath { place: Place::Feature(0), field: Field::OutputTokens }, Some(450.0));
    let Ok(known) = costs(&scenario, &catalogue, None) else { return };
    criterion.bench_function("costs: one field of ten features typed, every lever on", |b| {
        b.iter(|| costs(black_box(&typed), &catalogue, Some((&scenario, &known))));
    });
    let Ok(next) = costs(&typed, &catalogue, Some((&scenario, &known))) else { return };
    criterion.bench_function("the rest of that estimate", |b| {
        b.iter(|| estimate_again(black_box(&typed), next.clone(), &catalogue, Some((&scenario, &found))));
    });
    let mut plain = scenario.clone();
    plain.features.iter_mut().for_each(|feature| feature.levers.on = LeverSet::NONE);
    criterion.bench_function("estimate: ten features, no lever on", |b| {
        b.iter(|| estimate(black_box(&plain), &catalogue));
    });
    criterion.bench_function("levers of one feature", |b| {
        b.iter(|| lever_rows(black_box(&scenario), 0, &catalogue))
    });
    criterion.bench_function("try next: ten features, no lever on", |b| {
        b.iter(|| try_next(black_box(&plain), &catalogue));
    });
    criterion.bench_function("three tiers", |b| b.iter(|| tier_table(black_box(&scenario), &found)));
    criterion.bench_function("what a price can include", |b| {
        b.iter(|| advise(black_box(&scenario), &found, Counted::Requests, Usd::saturating(10.0)));
    });
    criterion.bench_function("risk of no limit", |b| b.iter(|| unlimited_risk(black_box(&scenario), &found)));
    criterion
        .bench_function("growth: 24 months", |b| b.iter(|| growth(black_box(&scenario), &found, &catalogue)));
    let ranges = input_ranges(&scenario, 0.2);
    criterion.bench_function("tornado of all inputs", |b| {
        b.iter(|| swings(black_box(&scenario), &catalogue, WhatIfOutcome::Margin, &ranges));
    });
    let side = |place, field| TableSide::around(&scenario, FieldPath { place, field });
    let down = side(Place::Feature(0), Field::RequestsPerActiveDay);
    let across = side(Place::Scenario, Field::PriceUsdPerMonth);
    let (Some(down), Some(across)) = (down, across) else { return };
    criterion.bench_function("two-way table, 5 by 5", |b| {
        b.iter(|| two_way_table(&scenario, &catalogue, WhatIfOutcome::Margin, down.clone(), across.clone()));
    });
    criterion.bench_function("document", |b| {
        b.iter(|| Document::new(black_box(&scenario), &found, Locale::ENGLISH).markdown());
    });
}

fn after_the_headline(criterion: &mut Criterion) {
    let Ok(catalogue) = Catalogue::shipped() else { return };
    let Some(mut scenario) = ten_features(&catalogue) else { return };
    for feature in &mut scenario.features {
        for (field, factor) in [
            (Field::InputTokensP95, Field::InputTokens),
            (Field::OutputTokensP95, Field::OutputTokens),
            (Field::RequestsPerActiveDayP95, Field::RequestsPerActiveDay),
        ] {
            let high = feature.value(factor).map(|typical| typical * 3.0);
            if feature.set(field, high).is_err() {
                return;
            }
        }
    }
    criterion.bench_function("compare all models for one feature", |b| {
        b.iter(|| compare(black_box(&scenario), 0, &catalogue));
    });
    criterion.bench_function("likely: 10,000 draws, ten features, 30 inputs that vary", |b| {
        b.iter(|| likely(black_box(&scenario), &catalogue));
    });
}

criterion_group!(benches, business, after_the_headline);
criterion_main!(benches);

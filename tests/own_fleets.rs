//! Fleets of own GPUs: targets that no number of copies keeps, prompts on copies of their own, drafted tokens, and what
//! own measurements do to the range.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::estimate;
use inference_estimator::estimate::self_hosted::fleet::{BreakEven, Point, Volumes};
use inference_estimator::estimate::self_hosted::serving::accuracy::Basis;
use inference_estimator::estimate::self_hosted::{
    FleetEstimate, FleetOutcome, FleetSearch, OutOfReach, break_even, precisions,
};
use inference_estimator::scenario::{
    Field, FieldGroup, Fleet, GpuChoice, Measurement, OpenModelChoice, Preset, Route, Scenario, Serving,
};
use inference_estimator::units::Count;

fn chat() -> Scenario {
    let mut scenario = Preset::SupportChat.scenario("2026-11-23".parse().unwrap());
    let fleet = Fleet::new(OpenModelChoice::listed("llama-3.1-70b"), GpuChoice::listed("h100"));
    scenario.features[0].serving = Serving::SelfHosted(Box::new(fleet));
    for (field, value) in
        [(Field::TensorParallel, 2.0), (Field::BatchLimit, 32.0), (Field::GpuUsdPerHour, 2.5)]
    {
        set(&mut scenario, field, value);
    }
    scenario
}

fn set(scenario: &mut Scenario, field: Field, value: f64) {
    scenario.features[0].set(field, Some(value)).unwrap();
}

fn fleet(scenario: &mut Scenario) -> &mut Fleet {
    match &mut scenario.features[0].serving {
        Serving::SelfHosted(fleet) => fleet,
        _ => panic!("not on own GPUs"),
    }
}

fn own(scenario: &Scenario) -> FleetEstimate {
    let found = estimate(scenario, &Catalogue::shipped().unwrap()).unwrap();
    *found.features[0].own_gpus.clone().unwrap().unwrap()
}

/// The fleet of the scenario as a search sees it.
fn searched(scenario: &mut Scenario) -> Point {
    let catalogue = Catalogue::shipped().unwrap();
    let own = fleet(scenario).clone();
    let mut search = FleetSearch::new(scenario, 0, &catalogue, vec![own]).unwrap();
    assert!(search.advance(1));
    search.found()[0].point.unwrap()
}

fn against_hosted(scenario: &Scenario) -> BreakEven {
    let catalogue = Catalogue::shipped().unwrap();
    let hosted = Preset::SupportChat.feature();
    let mut with = scenario.clone();
    with.features = vec![hosted];
    let with = with.with_ids(&|text| catalogue.hosted.id_of_text(text));
    let Serving::Hosted(Route { legs }) = &with.features[0].serving else { panic!("hosted") };
    let volumes = Volumes { from: Count::new(1000.0).unwrap(), to: Count::new(2e5).unwrap(), points: 20 };
    break_even(scenario, 0, &catalogue, &Route { legs: legs.clone() }, volumes).unwrap()
}

/// A load of more than one copy, and a limit in milliseconds that `part` of an idle copy's first word takes.
fn pressed(part: f64) -> Scenario {
    let mut scenario = chat();
    set(&mut scenario, Field::RequestsPerActiveDay, 60.0);
    let idle = {
        let mut idle = chat();
        set(&mut idle, Field::RequestsPerActiveDay, 0.001);
        own(&idle).service().unwrap().ttft.p95.get()
    };
    let inference_estimator::scenario::Slo::Target(target) = &mut scenario.features[0].slo else {
        panic!("the support chat has a target")
    };
    target.limit = inference_estimator::units::Millis::new(part * idle).unwrap();
    scenario
}

#[test]
fn a_target_that_even_an_idle_copy_misses_is_told_and_buys_no_gpus() {
    let own = own(&pressed(0.9));
    let service = own.service().unwrap();
    assert_eq!(service.out_of_reach, Some(OutOfReach::EvenIdle));
    assert!(service.utilisation_at_peak.get() > 0.3, "{service:?}");
}

#[test]
fn a_target_that_only_nearly_idle_copies_keep_is_told_and_buys_no_gpus() {
    let mut scenario = pressed(1.002);
    let own = own(&scenario);
    let service = own.service().unwrap();
    assert_eq!(service.out_of_reach, Some(OutOfReach::UnlessNearlyIdle));
    assert!(service.utilisation_at_peak.get() > 0.3, "{service:?}");
    assert!(!searched(&mut scenario).size.meets_target);
    assert!(!against_hosted(&scenario).keeps_target);
}

#[test]
fn no_precision_takes_copies_of_which_less_than_a_tenth_is_used_to_keep_a_target() {
    let catalogue = Catalogue::shipped().unwrap();
    for part in [0.8, 1.0, 1.05, 1.2, 1.5, 2.0, 4.0] {
        let scenario = pressed(part);
        for (weights, found) in precisions(&scenario, 0, &catalogue).unwrap().unwrap() {
            let FleetOutcome::Steady(service) = &found.outcome else { continue };
            let copies = found.size.unwrap().copies;
            assert!(
                copies == 1 || service.utilisation_at_peak.get() >= 0.099,
                "{weights:?} at {part}: {copies} copies, {:?}",
                service.utilisation_at_peak
            );
        }
    }
}

#[test]
fn a_search_counts_copies_for_prompts_alone() {
    let mut scenario = chat();
    let without = searched(&mut scenario);
    set(&mut scenario, Field::PrefillCopies, 1.0);
    let (with, estimate) = (searched(&mut scenario), own(&scenario));
    assert_eq!(with.gpus, estimate.size.unwrap().gpus);
    assert_eq!(with.cost.unwrap().per_month, estimate.month.known().unwrap());
    assert!(with.gpus.get() > without.gpus.get());
    let p95 = estimate.service().unwrap().ttft.p95.get();
    assert!((with.size.latencies.ttft.get() / p95 - 1.0).abs() < 1e-9);
}

#[test]
fn break_even_counts_copies_for_prompts_alone() {
    let mut scenario = chat();
    let without = against_hosted(&scenario);
    set(&mut scenario, Field::PrefillCopies, 1.0);
    let with = against_hosted(&scenario);
    let month = |curve: &BreakEven| curve.curve.first().unwrap().own_per_month.get();
    // Few requests: one copy for prompts and one for answers, where one did both.
    assert!((month(&without) - 3650.0).abs() < 1e-6 && (month(&with) - 7300.0).abs() < 1e-6);
}

#[test]
fn drafted_tokens_count_in_the_search_and_in_the_break_even() {
    let mut scenario = chat();
    set(&mut scenario, Field::RequestsPerActiveDay, 100.0);
    let (before, copies) = (searched(&mut scenario), against_hosted(&scenario));
    set(&mut scenario, Field::DraftTokens, 3.0);
    set(&mut scenario, Field::DraftAcceptance, 0.9);
    let (after, fewer) = (searched(&mut scenario), against_hosted(&scenario));
    assert!(after.size.latencies.tpot < before.size.latencies.tpot);
    let most = |even: &BreakEven| even.curve.last().unwrap().copies;
    assert_ne!(most(&fewer), most(&copies));
}

#[test]
fn two_measurements_of_ones_own_narrow_the_range() {
    let mut scenario = chat();
    let width = |own: &FleetEstimate| {
        let band = own.service().unwrap().bands.tpot;
        (band.basis, band.high / band.low)
    };
    let (known, before) = width(&own(&scenario));
    assert_eq!(known, Basis::SamePair);
    fleet(&mut scenario).gpu = GpuChoice::listed("b300");
    let (kind, unmeasured) = width(&own(&scenario));
    assert_eq!(kind, Basis::SameKind);
    assert!(unmeasured > before, "{unmeasured} {before}");
    for (users, tpot) in [(1.0, 12.0), (32.0, 20.0)] {
        let mut measured = Measurement::default();
        measured.set(Field::MeasuredUsers, Some(users)).unwrap();
        measured.set(Field::MeasuredTpotMs, Some(tpot)).unwrap();
        fleet(&mut scenario).measurements.push(measured);
    }
    let (own_basis, after) = width(&own(&scenario));
    assert_eq!(own_basis, Basis::OwnMeasurements);
    assert!(after < 0.8 * unmeasured, "{after} {unmeasured}");
}

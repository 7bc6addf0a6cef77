//! Fleets: how many copies, at what cost, against what else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod serving;

use inference_estimator::catalogue::gpu::PriceKind;
use inference_estimator::estimate::self_hosted::fleet::{
    Configuration, Demand, GpuHourPrice, OwnFleet, Point, Policy, Scaling, Sizer, Volumes,
};
use inference_estimator::estimate::self_hosted::queueing::{
    Arrivals, Lengths, Limits, Load, Routing, Server, Target,
};
use inference_estimator::units::{
    Count, Factor, Gpus, Millis, Percentile, RequestsPerSec, Tokens, Usd, UsdPerGpuHour,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serving::AffineStep;

fn lengths(mean: f64, cv: f64) -> Lengths {
    Lengths {
        mean: Tokens::new(mean).unwrap(),
        cv: Factor::new(cv).unwrap(),
        longest: Tokens::new(16_000.0).unwrap(),
    }
}

fn load() -> Load {
    Load {
        arrivals: Arrivals::poisson(RequestsPerSec::new(1.0).unwrap()),
        input: lengths(900.0, 0.7),
        output: lengths(250.0, 0.7),
        prefix: None,
    }
}

fn target(ttft: f64, tpot: f64) -> Target {
    Target {
        ttft: Some(Millis::new(ttft).unwrap()),
        tpot: Some(Millis::new(tpot).unwrap()),
        e2e_latency: None,
        percentile: Percentile::new(95.0).unwrap(),
    }
}

fn price(usd: f64, kind: PriceKind) -> Option<GpuHourPrice> {
    Some(GpuHourPrice { rate: UsdPerGpuHour::new(usd).unwrap(), kind })
}

fn configuration(id: u32, step: &AffineStep, price: Option<GpuHourPrice>) -> Configuration<'_> {
    let limits = Limits::usual(Count::new(128.0).unwrap(), Tokens::new(300_000.0).unwrap());
    let overhead = Millis::new(10.0).unwrap();
    let server = Server { step, limits, speculation: None, overhead };
    Configuration { id, server, gpus_per_copy: Gpus::new(2.0).unwrap(), price }
}

/// A day with a peak in the afternoon.
fn day(peak: f64) -> Vec<RequestsPerSec> {
    let rate = |hour: f64| peak * (0.15 + 0.85 * (-((hour - 15.0) / 4.0).powi(2)).exp());
    (0..24).map(|hour| RequestsPerSec::new(rate(f64::from(hour))).unwrap()).collect()
}

fn slow() -> AffineStep {
    AffineStep { step_ms: 11.0, token_ms: 0.05, ..AffineStep::default() }
}

const ON_DEMAND: PriceKind = PriceKind::OnDemand;

#[test]
fn one_copy_fewer_than_the_fewest_misses_the_target() {
    let step = AffineStep::default();
    let configuration = configuration(1, &step, None);
    let target = target(400.0, 15.0);
    let sizer = Sizer::new(&configuration.server, &load(), &target, &Policy::default()).unwrap();
    for peak in [1.0, 40.0, 900.0] {
        let peak = RequestsPerSec::new(peak).unwrap();
        let size = sizer.fewest(peak).unwrap();
        assert!(size.meets_target);
        let fewer = size.copies.checked_sub(1).filter(|n| *n > 0).and_then(|n| sizer.size(peak, n));
        let too_full = |u: f64| u > 0.9;
        assert!(fewer.is_none_or(|s| !s.meets_target || too_full(s.expected.utilisation.get())), "{fewer:?}");
    }
}

#[test]
fn a_target_that_an_idle_copy_misses_is_missed_and_said_to_be() {
    let step = slow();
    let configuration = configuration(1, &step, price(2.0, ON_DEMAND));
    let hours = day(20.0);
    let demand = Demand { load: load(), hours: &hours };
    let max_batch = Count::new(64.0).unwrap();
    let point =
        Point::of(&configuration, max_batch, &demand, &target(400.0, 5.0), &Policy::default()).unwrap();
    assert!(!point.size.meets_target);
    assert!(point.size.expected.utilisation.get() <= 0.9);
}

#[test]
fn the_parts_of_the_cost_add_up_and_a_rented_gpu_runs_730_hours() {
    let step = AffineStep::default();
    let configuration = configuration(1, &step, price(2.5, ON_DEMAND));
    let hours = day(60.0);
    let demand = Demand { load: load(), hours: &hours };
    let max_batch = Count::new(128.0).unwrap();
    let policy = Policy { spare_copies: 1, ..Policy::default() };
    let target = target(500.0, 20.0);
    let point = Point::of(&configuration, max_batch, &demand, &target, &policy).unwrap();
    let cost = point.cost.unwrap();
    let near = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{a} and {b}");
    near(point.gpus.get(), 2.0 * f64::from(point.size.copies + 1));
    near(point.gpu_hours.get(), 730.0 * point.gpus.get());
    near(cost.per_month.get(), 2.5 * point.gpu_hours.get());
    near(cost.per_request.get() * demand.mean().get() * 3600.0 * 730.0, cost.per_month.get());
    let told_apart = cost.input_per_mtok.get() * 900.0 + cost.output_per_mtok.get() * 250.0;
    near(told_apart * 1e-6, cost.per_request.get());
    near(cost.per_mtok.get() * 1150.0, told_apart);
    assert!(cost.output_per_mtok > cost.input_per_mtok);

    let auto = Policy { scaling: Scaling::Auto, ..policy };
    let scaled = Point::of(&configuration, max_batch, &demand, &target, &auto).unwrap();
    assert_eq!(scaled.gpus, point.gpus);
    assert!(scaled.gpu_hours.get() < 0.8 * point.gpu_hours.get());
    let by_hour = scaled.hours(&configuration, &demand, &target, &auto).unwrap();
    assert_eq!(by_hour.len(), 24);
    assert!(by_hour.iter().all(|hour| hour.copies >= 2 && hour.utilisation.get() <= 0.9));
    let fixed = point.hours(&configuration, &demand, &target, &policy).unwrap();
    assert!(fixed.iter().zip(&by_hour).all(|(f, a)| f.utilisation <= a.utilisation));
}

#[test]
fn every_crossing_with_a_hosted_price_is_found_as_copies_step_up() {
    let step = AffineStep::default();
    let configuration = configuration(1, &step, price(2.0, ON_DEMAND));
    let hours = day(1.0);
    let demand = Demand { load: load(), hours: &hours };
    let target = target(500.0, 20.0);
    let policy = Policy::default();
    let mut own = OwnFleet::new(&configuration, &demand, &target, &policy, None, None).unwrap().unwrap();
    let volumes = Volumes { from: Count::new(1e4).unwrap(), to: Count::new(1e7).unwrap(), points: 60 };
    // Close to what the fleet costs when it is full, so that each new copy tips the balance once more.
    let full = own.per_month(Count::new(1e7).unwrap()).unwrap().get() / (1e7 * 730.0 / 24.0);
    let hosted = |_: Count| Usd::new(1.06 * full).unwrap();
    let found = own.against(hosted, volumes);
    assert!(found.crossings.len() >= 5, "{:?}", found.crossings);
    assert!(found.crossings[0].own_cheaper_above);
    assert!(found.crossings.windows(2).all(|pair| {
        pair[0].requests_per_day < pair[1].requests_per_day
            && pair[0].own_cheaper_above != pair[1].own_cheaper_above
            && pair[1].at_a_step != pair[1].own_cheaper_above
    }));
    // The plain way: look at a great many volumes and count the changes of sign.
    let signs: Vec<bool> = (0..60_000)
        .map(|place| {
            let per_day = 1e4 * 1000.0_f64.powf(f64::from(place) / 59_999.0);
            let own = own.per_month(Count::new(per_day).unwrap()).unwrap().get();
            own < 1.06 * full * per_day * 730.0 / 24.0
        })
        .collect();
    assert_eq!(signs.windows(2).filter(|pair| pair[0] != pair[1]).count(), found.crossings.len());

    let staff = Some(Usd::new(9_000.0).unwrap());
    let mut staffed = OwnFleet::new(&configuration, &demand, &target, &policy, staff, None).unwrap().unwrap();
    let later = staffed.against(|_| Usd::new(3.0 * full).unwrap(), volumes);
    let sooner = own.against(|_| Usd::new(3.0 * full).unwrap(), volumes);
    assert!(later.crossings[0].requests_per_day > sooner.crossings[0].requests_per_day);
    assert_eq!(later.staff_per_month, staff);
}

#[test]
fn without_a_price_there_is_no_break_even_and_a_cheap_api_is_never_crossed() {
    let step = AffineStep::default();
    let hours = day(1.0);
    let demand = Demand { load: load(), hours: &hours };
    let (target, policy) = (target(500.0, 20.0), Policy::default());
    let unpriced = configuration(1, &step, None);
    assert!(OwnFleet::new(&unpriced, &demand, &target, &policy, None, None).unwrap().is_none());
    let priced = configuration(1, &step, price(2.0, ON_DEMAND));
    let mut own = OwnFleet::new(&priced, &demand, &target, &policy, None, None).unwrap().unwrap();
    let volumes = Volumes { from: Count::new(10.0).unwrap(), to: Count::new(1e6).unwrap(), points: 40 };
    let found = own.against(|_| Usd::new(1e-9).unwrap(), volumes);
    assert_eq!((found.crossings.len(), found.curve.len()), (0, 40));
    assert!(found.curve.iter().all(|point| point.own_per_month > point.hosted_per_month));
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(5), ..ProptestConfig::with_cases(200) })]

    #[test]
    fn by_closed_forms_more_copies_never_raise_latency(
        input in 20.0..12_000.0_f64, output in 2.0..1500.0_f64, cv in 0.0..1.5_f64, arrivals_cv in 0.0..2.0_f64,
        batch in 1.0..512.0_f64, share in 0.05..0.95_f64, at_random in any::<bool>(),
    ) {
        let step = AffineStep::default();
        let mut server = configuration(1, &step, None).server;
        server.limits.max_batch = Count::new(batch).unwrap();
        let mut load = load();
        load.input = lengths(input, cv);
        load.output = lengths(output, cv);
        load.arrivals.cv = Factor::new(arrivals_cv).unwrap();
        let routing = if at_random { Routing::AtRandom } else { Routing::InTurn };
        let policy = Policy { routing, ..Policy::default() };
        let sizer = Sizer::new(&server, &load, &target(1e6, 1e6), &policy).unwrap();
        let rate = RequestsPerSec::new(4.0 * share * sizer.sustainable().get()).unwrap();
        let mut before: Option<[f64; 3]> = None;
        for copies in [4, 5, 6, 8, 12, 40] {
            let Some(size) = sizer.size(rate, copies) else { continue };
            let now = [size.latencies.ttft, size.latencies.tpot, size.latencies.e2e_latency].map(Millis::get);
            if let Some(before) = before {
                for (now, before) in now.iter().zip(before) {
                    // Near a batch limit of a few requests the closed form dips by 0.3 %, a tenth of its own error
                    // against the simulation; found at 20 tokens in, 1,303 out, batch 5.7, 91 % busy.
                    prop_assert!(*now <= before * (1.0 + 5e-3), "{copies}: {now} after {before}");
                }
            }
            before = Some(now);
        }
    }

    #[test]
    fn more_load_never_takes_fewer_copies(peak in 0.1..500.0_f64, more in 1.0..4.0_f64) {
        let step = AffineStep::default();
        let server = configuration(1, &step, None).server;
        let sizer = Sizer::new(&server, &load(), &target(400.0, 15.0), &Policy::default()).unwrap();
        let copies = |rate: f64| sizer.fewest(RequestsPerSec::new(rate).unwrap()).unwrap().copies;
        prop_assert!(copies(peak * more) >= copies(peak));
    }
}

//! The simulation where the answer is known: single and many servers, and what must hold for all loads.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]

mod serving;

use inference_estimator::estimate::random::Rng;
use inference_estimator::estimate::self_hosted::queueing::{
    Arrivals, Disaggregated, Lengths, Limits, Load, LoadReport, Outcome, Request, Routing, Run, Server,
    SimulationError, Target, Transfer,
};
use inference_estimator::estimate::self_hosted::step_time::StepTime;
use inference_estimator::units::{Count, Factor, Millis, Percentile, RequestsPerSec, Share, Tokens};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serving::AffineStep;

/// A step that always takes as long, whoever is in it: then the batch is a row of counters of a post office.
struct Tick(f64);

impl StepTime for Tick {
    fn decode_ms(&self, batch: u32, _: f64) -> f64 {
        if batch == 0 { 0.0 } else { self.0 }
    }
    fn mixed_ms(&self, _: u32, _: f64, _: f64, _: f64) -> f64 {
        self.0
    }
}

fn limits(max_batch: f64, kv_tokens: f64) -> Limits {
    let usual = Limits::usual(Count::new(max_batch).unwrap(), Tokens::new(kv_tokens).unwrap());
    Limits { step_tokens: Count::new(2048.0).unwrap(), ..usual }
}

fn server(step: &dyn StepTime, limits: Limits) -> Server<'_> {
    Server { step, limits, speculation: None, overhead: Millis::new(0.0).unwrap() }
}

fn lengths(mean: f64, cv: f64) -> Lengths {
    Lengths {
        mean: Tokens::new(mean).unwrap(),
        cv: Factor::new(cv).unwrap(),
        longest: Tokens::new(16_000.0).unwrap(),
    }
}

fn load(rate: f64, input: Lengths, output: Lengths) -> Load {
    Load { arrivals: Arrivals::poisson(RequestsPerSec::new(rate).unwrap()), input, output, prefix: None }
}

fn no_limit() -> Target {
    Target { ttft: None, tpot: None, e2e_latency: None, percentile: Percentile::new(95.0).unwrap() }
}

fn steady(outcome: &Outcome) -> LoadReport {
    *outcome.steady().expect("a steady state")
}

/// Chance that all of `c` counters are busy (Erlang C), for `a` = arrival rate × service time.
fn erlang_c(c: u32, a: f64) -> f64 {
    let blocked = (1..=c).fold(1.0, |b, k| a * b / (f64::from(k) + a * b));
    let rho = a / f64::from(c);
    blocked / (1.0 - rho * (1.0 - blocked))
}

/// Requests with exponential service of `mean` steps, through `counters` counters; mean wait and mean stay in ms.
fn exponential_service(counters: u32, rho: f64, seed: u64) -> (f64, f64, f64) {
    let (mean, tick) = (2000.0, 0.5);
    let mut rng = Rng::new(seed);
    let mut now = 0.0;
    let requests: Vec<Request> = (0..400_000)
        .map(|_| {
            now += rng.exponential() * mean * tick / rho / f64::from(counters);
            let output = (rng.exponential() * mean).ceil() as u32;
            Request { arrival_ms: now, input: 1, output, cached: 0 }
        })
        .collect();
    let step = Tick(tick);
    let (served, _) =
        server(&step, limits(f64::from(counters), 1e9)).replay(&requests, Tokens::new(0.0).unwrap());
    let mut stays: Vec<f64> =
        requests.iter().zip(&served).skip(20_000).map(|(r, s)| s.finish_ms - r.arrival_ms).collect();
    let waits: f64 =
        requests.iter().zip(&served).skip(20_000).map(|(r, s)| s.admitted_ms - r.arrival_ms).sum();
    let n = stays.len() as f64;
    let mean_stay = stays.iter().sum::<f64>() / n;
    stays.sort_by(f64::total_cmp);
    (waits / n, mean_stay, stays[(0.95 * n) as usize])
}

#[track_caller]
fn near(measured: f64, expected: f64, relative: f64) {
    assert!((measured / expected - 1.0).abs() < relative, "{measured} instead of {expected}");
}

#[test]
fn one_counter_with_fixed_service_waits_as_pollaczek_and_khinchine_say() {
    let tick = Tick(1.0);
    let service = 100.0;
    for rho in [0.3, 0.6, 0.8] {
        let load = load(1000.0 * rho / service, lengths(10.0, 0.0), lengths(service, 0.0));
        let run = Run { requests: 400_000, seed: 11 };
        let report = steady(&server(&tick, limits(1.0, 1e9)).simulate(&load, &no_limit(), run).unwrap());
        let expected = rho * service / (2.0 * (1.0 - rho));
        let wait = report.queue_wait.mean;
        near(wait.value.get(), expected, 0.03);
        assert!(wait.low.get() <= expected && expected <= wait.high.get(), "{wait:?} and {expected}");
        near(report.utilisation.get(), rho, 1e-9);
        near(report.busy.get(), rho, 0.01);
    }
}

#[test]
fn one_counter_with_exponential_service_is_an_m_m_1_queue_to_the_percentile() {
    for (rho, seed) in [(0.5, 21), (0.8, 22)] {
        let service = 1000.0;
        let (wait, stay, p95) = exponential_service(1, rho, seed);
        near(wait, rho * service / (1.0 - rho), 0.03);
        near(stay, service / (1.0 - rho), 0.03);
        near(p95, 20.0_f64.ln() * service / (1.0 - rho), 0.03);
    }
}

#[test]
fn a_batch_limit_of_c_is_a_queue_with_c_counters() {
    for (counters, rho, seed) in [(4, 0.7, 31), (16, 0.9, 32)] {
        let service = 1000.0;
        let busy = erlang_c(counters, rho * f64::from(counters));
        let (wait, stay, _) = exponential_service(counters, rho, seed);
        let expected = busy * service / (f64::from(counters) * (1.0 - rho));
        near(wait, expected, 0.05);
        near(stay, expected + service, 0.02);
    }
}

#[test]
fn an_overload_grows_without_end_and_says_how_fast() {
    let step = AffineStep::default();
    let server = server(&step, limits(64.0, 200_000.0));
    let load = load(1.0, lengths(800.0, 0.5), lengths(200.0, 0.5));
    let most = server.saturation(&load, 1).get();
    for (share, stable) in [(0.5, true), (0.9, true), (1.02, false), (3.0, false)] {
        let mut load = load;
        load.arrivals.rate = RequestsPerSec::new(share * most).unwrap();
        let outcome = server.simulate(&load, &no_limit(), Run::default()).unwrap();
        match outcome {
            Outcome::Steady(report) => {
                assert!(stable, "{share}");
                near(report.throughput.get(), share * most, 0.03);
            }
            Outcome::Unstable(overload) => {
                assert!(!stable, "{share}");
                near(overload.growth.get(), (share - 1.0) * most, 1e-9);
            }
        }
    }
}

#[test]
fn the_saturation_rate_is_what_an_endless_queue_really_gets() {
    // A long run at three times the rate: the throughput between a quarter and three quarters of its way.
    let step = AffineStep::default();
    for kv_tokens in [30_000.0, 1e6] {
        let server = server(&step, limits(64.0, kv_tokens));
        let load = load(100.0, lengths(800.0, 0.5), lengths(200.0, 0.5));
        let requests = load.draw(20_000, 77);
        let (served, _) = server.replay(&requests, Tokens::new(0.0).unwrap());
        let rate = 10_000_000.0 / (served[15_000].admitted_ms - served[5_000].admitted_ms);
        near(server.saturation(&load, 1).get(), rate, 0.05);
    }
}

#[test]
fn a_request_larger_than_the_memory_is_an_error_and_a_long_tail_is_cut() {
    let step = AffineStep::default();
    let small = server(&step, limits(64.0, 900.0));
    let load = load(1.0, lengths(800.0, 1.0), lengths(200.0, 1.0));
    assert_eq!(
        small.simulate(&load, &no_limit(), Run::default()),
        Err(SimulationError::DoesNotFit { needed: 1000.0, kv_tokens: 900.0 })
    );
    let tight = server(&step, limits(64.0, 4_000.0));
    let report = steady(&tight.simulate(&load, &no_limit(), Run::default()).unwrap());
    assert!((0.01..0.1).contains(&report.cut.get()), "{:?}", report.cut);
}

#[test]
fn goodput_counts_requests_within_all_limits() {
    let step = AffineStep::default();
    let server = server(&step, limits(64.0, 200_000.0));
    let load = load(8.0, lengths(800.0, 0.5), lengths(200.0, 0.5));
    let free = steady(&server.simulate(&load, &no_limit(), Run::default()).unwrap());
    assert_eq!(free.goodput, free.throughput);
    let target =
        Target { ttft: Some(free.ttft.p75.value), tpot: free.tpot.map(|t| t.p90.value), ..no_limit() };
    let bound = steady(&server.simulate(&load, &target, Run::default()).unwrap());
    near(bound.attained.ttft.get(), 0.75, 0.001);
    near(bound.attained.tpot.get(), 0.90, 0.001);
    assert!(bound.attained.all.get() <= 0.75 && bound.attained.all.get() >= 0.65);
    assert!(!bound.attained.meets(&target));
    let at_75 = Target { percentile: Percentile::new(74.9).unwrap(), ..target };
    assert!(bound.attained.meets(&at_75));
}

#[test]
fn prompts_apart_from_answers_give_the_same_answers_without_their_prompts() {
    // One copy each. The prompt copy is a queue of its own; the decode copy is never slowed by a prompt, so the
    // time per token lies below that of two copies that do both.
    let step = AffineStep::default();
    let server = server(&step, limits(64.0, 200_000.0));
    let mut load = load(1.0, lengths(3000.0, 0.5), lengths(200.0, 0.5));
    load.arrivals.rate = RequestsPerSec::new(6.0).unwrap();
    let transfer = Transfer { fixed: Millis::new(2.0).unwrap(), per_token: Millis::new(0.001).unwrap() };
    let apart = |prefill_copies, decode_copies| Disaggregated {
        prefill: server,
        prefill_copies,
        decode: server,
        decode_copies,
        transfer,
    };
    let split = steady(&apart(1, 1).simulate(&load, &no_limit(), Run::default()).unwrap());
    let half = Load { arrivals: load.arrivals.per_copy(2, Routing::InTurn), ..load };
    let both = steady(&server.simulate(&half, &no_limit(), Run::default()).unwrap());
    let tpot = |report: &LoadReport| report.tpot.unwrap().p95.value.get();
    assert!(tpot(&split) < tpot(&both), "{} and {}", tpot(&split), tpot(&both));
    near(split.throughput.get(), 6.0, 0.03);

    // Twice of everything is two such parts; the arrivals of each are smoother.
    load.arrivals.rate = RequestsPerSec::new(12.0).unwrap();
    let twice = steady(&apart(2, 2).simulate(&load, &no_limit(), Run::default()).unwrap());
    assert!(twice.ttft.mean.low <= split.ttft.mean.high);
    let uneven = steady(&apart(2, 3).simulate(&load, &no_limit(), Run::default()).unwrap());
    assert!(tpot(&uneven) <= tpot(&twice));
    // 3,000 prompt tokens take about 76 ms.
    load.arrivals.rate = RequestsPerSec::new(20.0).unwrap();
    let too_few = apart(1, 8).simulate(&load, &no_limit(), Run::default()).unwrap();
    let Outcome::Unstable(overload) = too_few else { panic!("one prefill copy cannot do 20 a second") };
    assert!((12.0..14.0).contains(&overload.sustainable.get()), "{overload:?}");
}

fn any_load() -> impl Strategy<Value = (Load, f64, u64)> {
    (50.0..4000.0_f64, 0.0..1.5_f64, 2.0..800.0_f64, 0.0..1.5_f64, 0.0..2.5_f64, 0.1..0.8_f64, 0..1000_u64)
        .prop_map(|(input, input_cv, output, output_cv, cv, share, seed)| {
            let mut load = load(1.0, lengths(input, input_cv), lengths(output, output_cv));
            load.arrivals.cv = Factor::new(cv).unwrap();
            (load, share, seed)
        })
}

proptest! {
    // Sampled means are compared here, so the cases are drawn from a fixed seed: a run says the same twice.
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(11), ..ProptestConfig::with_cases(24) })]

    #[test]
    fn the_same_seed_gives_the_same_report((load, _, seed) in any_load()) {
        let step = AffineStep::default();
        let server = server(&step, limits(64.0, 100_000.0));
        let run = Run { requests: 1000, seed };
        prop_assert_eq!(
            server.simulate(&load, &no_limit(), run).unwrap(),
            server.simulate(&load, &no_limit(), run).unwrap()
        );
    }

    #[test]
    fn more_copies_never_raise_latency_at_the_same_load((mut load, share, seed) in any_load()) {
        let step = AffineStep::default();
        let server = server(&step, limits(64.0, 100_000.0));
        let rate = share * server.saturation(&load, seed).get();
        load.arrivals.rate = RequestsPerSec::new(rate).unwrap();
        let run = Run { requests: 4000, seed };
        for routing in [Routing::InTurn, Routing::AtRandom] {
            // A stream more regular than Poisson, dealt by lot, is met in its first two moments only: the gamma gaps
            // that stand for it may be shorter than any real one, and then a copy seems to wait where none would.
            if routing == Routing::AtRandom && load.arrivals.cv.get() < 1.0 {
                continue;
            }
            let mut before: Option<LoadReport> = None;
            for copies in [1, 2, 3, 5, 8] {
                let part = Load { arrivals: load.arrivals.per_copy(copies, routing), ..load };
                let Some(report) = server.simulate(&part, &no_limit(), run).unwrap().steady().copied() else {
                    prop_assert_eq!(before, None, "unstable with {} copies only", copies);
                    continue;
                };
                if let Some(before) = before {
                    // No more than the two errors of sampling allow.
                    prop_assert!(report.ttft.mean.low <= before.ttft.mean.high, "{} copies: TTFT", copies);
                    prop_assert!(report.e2e_latency.mean.low <= before.e2e_latency.mean.high, "{} copies", copies);
                    prop_assert!(report.utilisation < before.utilisation);
                }
                before = Some(report);
            }
        }
    }

    #[test]
    fn more_load_never_lowers_utilisation_or_the_batch((mut load, share, seed) in any_load()) {
        let step = AffineStep::default();
        let server = server(&step, limits(64.0, 100_000.0));
        let most = server.saturation(&load, seed).get();
        let mut before = (Share::new(0.0).unwrap(), 0.0, 0.0);
        for step in [0.25, 0.5, 1.0] {
            load.arrivals.rate = RequestsPerSec::new(share * step * most).unwrap();
            let outcome = server.simulate(&load, &no_limit(), Run { requests: 3000, seed }).unwrap();
            let Some(report) = outcome.steady() else { break };
            prop_assert!(report.utilisation >= before.0);
            prop_assert!(report.busy.get() >= before.1 - 0.02);
            prop_assert!(report.mean_batch.get() >= 0.97 * before.2);
            before = (report.utilisation, report.busy.get(), report.mean_batch.get());
        }
    }
}

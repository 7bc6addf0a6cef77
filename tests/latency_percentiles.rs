//! Percentiles of whole actions against a seeded simulation of the same model: the error of the grid, stated.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use inference_estimator::catalogue::latency::{LatencyBook, Thinking};
use inference_estimator::estimate::latency::mixture::{LogNormal, Mixture};
use inference_estimator::estimate::latency::{Action, ModelLatency, TokenSpread, UserLatency, latency};
use inference_estimator::estimate::random::Rng;
use inference_estimator::scenario::{Feature, Field, ReasoningEffort, Serving};
use inference_estimator::units::{Millis, Tokens, Usd};
use proptest::prelude::{ProptestConfig, prop_assert, proptest};

fn tokens(p50: f64, p95: Option<f64>) -> TokenSpread {
    TokenSpread { p50: Tokens::new(p50).unwrap(), p95: p95.map(|p95| Tokens::new(p95).unwrap()) }
}

fn draw(spread: TokenSpread, rng: &mut Rng) -> f64 {
    let count = LogNormal::from_p50_p95(spread.p50.get(), spread.p95.map(Tokens::get));
    if spread.p50.get() > 0.0 { rng.lognormal(count.mu, count.sigma) } else { 0.0 }
}

fn draw_ttft(spread: &Mixture, rng: &mut Rng) -> f64 {
    let mut rank = rng.uniform();
    let part = spread.parts().find(|(weight, _)| {
        rank -= weight;
        rank < 0.0
    });
    let (_, part) = part.or_else(|| spread.parts().last()).unwrap();
    rng.lognormal(part.mu, part.sigma)
}

/// First token and whole answer of one call.
fn draw_call(model: &ModelLatency, action: &Action, rng: &mut Rng) -> (f64, f64) {
    let thinking = if model.thinking == Thinking::LeftOut { draw(action.reasoning, rng) } else { 0.0 };
    let (output, tpot) = (draw(action.output, rng), rng.lognormal(model.pace.tpot.mu, model.pace.tpot.sigma));
    let start = action.network.get() + draw_ttft(&model.pace.ttft, rng);
    (start + thinking * tpot, start + (output - 1.0 + thinking) * tpot)
}

fn draw_action(model: &ModelLatency, action: &Action, rng: &mut Rng) -> (f64, f64) {
    let (mut first, mut whole) = (0.0, 0.0);
    for _ in 0..action.in_sequence {
        let calls = (0..action.in_parallel).map(|_| draw_call(model, action, rng));
        let slowest = calls.fold((0.0, 0.0), |a: (f64, f64), b| (a.0.max(b.0), a.1.max(b.1)));
        first = whole + slowest.0;
        whole += slowest.1;
    }
    (first, whole)
}

/// The largest relative difference from p50 to p99 of the first token and of the whole answer.
fn worst(model: &ModelLatency, action: &Action, draws: usize) -> (f64, f64) {
    let mut rng = Rng::new(11);
    let (mut firsts, mut wholes): (Vec<f64>, Vec<f64>) =
        (0..draws).map(|_| draw_action(model, action, &mut rng)).unzip();
    firsts.sort_unstable_by(f64::total_cmp);
    wholes.sort_unstable_by(f64::total_cmp);
    let estimate = latency(model, action);
    let differ = |drawn: &[f64], timing: &inference_estimator::estimate::latency::Timing| {
        [0.5, 0.75, 0.9, 0.95, 0.99]
            .map(|p| timing.typical.quantile(p).get() / drawn[(p * draws as f64) as usize] - 1.0)
            .iter()
            .fold(0.0, |worst: f64, difference| worst.max(difference.abs()))
    };
    (differ(&firsts, &estimate.ttft), differ(&wholes, &estimate.e2e))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_within_its_range_gives_rising_percentiles(
        (ttft, ttft_high) in (0.0..36e5, 0.0..36e5),
        speed in 0.1..1e6,
        (output, output_high) in (0.0..1e8, 0.0..1e8),
        (reasoning, reasoning_high) in (0.0..1e8, 0.0..1e8),
        (calls, parallel) in (1.0..10_000.0, 1.0..10_000.0),
    ) {
        let mut feature = Feature::new("", Serving::PerRequest(Usd::new(0.0).unwrap()));
        for (field, value) in [
            (Field::TtftP50Ms, ttft),
            (Field::TtftP95Ms, ttft_high),
            (Field::OutputTokensPerSec, speed),
            (Field::OutputTokens, output),
            (Field::OutputTokensP95, output_high),
            (Field::ReasoningTokens, reasoning),
            (Field::ReasoningTokensP95, reasoning_high),
            (Field::CallsPerRequest, calls),
            (Field::ParallelCalls, f64::floor(parallel)),
        ] {
            feature.set(field, Some(value)).unwrap();
        }
        let book = LatencyBook::shipped().unwrap();
        let model = ModelLatency::look_up(&book, "openai", "gpt-4o-mini", ReasoningEffort::Medium).unwrap();
        let action = Action::of(&feature.workload, &feature.spread, &feature.latency);
        for model in [model.clone(), model.with_user(&UserLatency::of(&feature.latency))] {
            let estimate = latency(&model, &action);
            for timing in [&estimate.ttft, &estimate.e2e] {
                let ladder = [0.0, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0].map(|p| timing.typical.quantile(p).get());
                prop_assert!(ladder.is_sorted() && ladder.iter().all(|ms| ms.is_finite()), "{ladder:?}");
                let median = timing.typical.quantile(0.5);
                let share = timing.typical.share_within(median).get();
                prop_assert!(share > 0.49 || median.get() >= Millis::BOUNDS.max, "{share}");
            }
            // The first token of the last call comes before its last, up to the width of a bin.
            let (first, whole) = (estimate.ttft.typical.quantile(0.5), estimate.e2e.typical.quantile(0.5));
            prop_assert!(first.get() <= whole.get() * 1.06 + 1.0, "{first:?} {whole:?}");
        }
    }
}

#[test]
fn percentiles_of_sums_agree_with_a_simulation_to_one_per_cent() {
    let book = LatencyBook::shipped().unwrap();
    let network = Millis::new(50.0).unwrap();
    let none = tokens(0.0, None);
    let one = |output, reasoning| Action::one_call(network, output, reasoning);
    let models = [
        ("deepseek", "deepseek-v3.2"),
        ("openai", "gpt-4o-mini"),
        ("google", "gemini-2.5-flash-lite"),
        ("openai", "o3"),
    ];
    let actions = [
        ("short", one(tokens(20.0, Some(40.0)), none), 300_000),
        ("long", one(tokens(400.0, Some(1500.0)), none), 300_000),
        ("fixed", one(tokens(300.0, None), none), 300_000),
        ("thinks", one(tokens(200.0, Some(600.0)), tokens(800.0, Some(4000.0))), 300_000),
        (
            "agent",
            Action { in_sequence: 4, in_parallel: 3, ..one(tokens(150.0, Some(500.0)), none) },
            100_000,
        ),
    ];
    for (provider, name) in models {
        let model = ModelLatency::look_up(&book, provider, name, ReasoningEffort::Medium).unwrap();
        for (kind, action, draws) in &actions {
            let (first, whole) = worst(&model, action, *draws);
            println!(
                "{name} {kind}: first token {:.2} %, whole answer {:.2} %",
                first * 100.0,
                whole * 100.0
            );
            // The simulation's own standard error at p99 is 0.2 to 0.7 %.
            assert!(first < 0.01 && whole < 0.01, "{name} {kind}: {first} {whole}");
        }
    }
}

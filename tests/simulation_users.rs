//! Users who wait for their answers, and bursts, simulated on deployments of the catalogue.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use inference_estimator::catalogue::gpu::Gpu;
use inference_estimator::catalogue::open_model::OpenModel;
use inference_estimator::catalogue::precision::{Engine, WeightPrecision};
use inference_estimator::estimate::self_hosted::queueing::{
    Limits, Server, Spread, Start, UserLoad, UserReport,
};
use inference_estimator::estimate::self_hosted::serving::deployment::Deployment;
use inference_estimator::estimate::self_hosted::serving::fitted::FITTED;
use inference_estimator::estimate::self_hosted::serving::step_model::StepModel;
use inference_estimator::units::{Count, Millis, Tokens};
use proptest::prelude::*;

const ENGINES: [Engine; 3] = [Engine::Vllm, Engine::Sglang, Engine::TensorRtLlm];

fn load(users: u32, input: f64, output: f64, spread: Spread, start: Start) -> UserLoad {
    UserLoad {
        users,
        requests: 8 * users,
        input: Tokens::new(input).unwrap(),
        output: Tokens::new(output).unwrap(),
        input_spread: spread,
        output_spread: spread,
        start,
    }
}

fn served(engine: Engine, load: &UserLoad) -> UserReport {
    let models = OpenModel::shipped().unwrap();
    let gpus = Gpu::shipped().unwrap();
    let model = models.iter().find(|m| m.id == "llama-3.1-8b").unwrap();
    let gpu = gpus.iter().find(|g| g.id == "h100").unwrap();
    let deployment = Deployment { engine, ..Deployment::usual(model, gpu, WeightPrecision::Bf16, 1) };
    let step = StepModel::new(&deployment, &FITTED, 1500.0);
    let server = Server {
        step: &step,
        limits: Limits::usual(Count::new(512.0).unwrap(), Tokens::new(4e6).unwrap()),
        speculation: None,
        overhead: Millis::new(5.0).unwrap(),
    };
    server.serve_users(load, 3).unwrap()
}

fn spreads() -> impl Strategy<Value = Spread> {
    prop_oneof![
        Just(Spread::Equal),
        (0.0..0.9_f64).prop_map(|from| Spread::Uniform { from }),
        (0.3..1.2_f64).prop_map(|cv| Spread::LogNormal { cv }),
    ]
}

fn starts() -> impl Strategy<Value = Start> {
    prop_oneof![Just(Start::Together), Just(Start::Staggered)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_first_token_never_comes_after_the_last(
        users in 1u32..64, input in 10.0..8000.0_f64, output in 1.0..800.0_f64, spread in spreads(),
        start in starts(), engine in 0usize..3,
    ) {
        let report = served(ENGINES[engine], &load(users, input, output, spread, start));
        prop_assert!(report.ttft.mean <= report.e2e_latency.mean);
        prop_assert!(report.ttft.median <= report.e2e_latency.median);
        prop_assert!(report.ttft.mean.get() > 5.0 && report.output_tokens_per_s > 0.0);
    }

    #[test]
    fn longer_prompts_are_never_answered_sooner(
        users in 1u32..48, input in 50.0..6000.0_f64, longer in 1.05..2.0_f64, engine in 0usize..3,
    ) {
        let at = |input: f64, spread: Spread, start: Start| {
            served(ENGINES[engine], &load(users, input, 200.0, spread, start))
        };
        let steady = |input: f64| at(input, Spread::LogNormal { cv: 0.5 }, Start::Staggered);
        let (short, long) = (steady(input), steady(input * longer));
        prop_assert!(long.ttft.mean.get() >= 0.97 * short.ttft.mean.get(), "{short:?} {long:?}");
        // Equal prompts at once: where they just exceed one step, the engine computes them in two, and the users of the
        // first step get their first token earlier than before. Full responses are not affected.
        let together = |input: f64| at(input, Spread::Equal, Start::Together);
        let (short, long) = (together(input), together(input * longer));
        prop_assert!(long.e2e_latency.mean.get() >= 0.99 * short.e2e_latency.mean.get());
    }

    #[test]
    fn more_users_are_never_answered_sooner(
        users in 1u32..48, more in 1u32..48, input in 50.0..6000.0_f64, engine in 0usize..3,
    ) {
        let at = |users: u32| {
            served(ENGINES[engine], &load(users, input, 200.0, Spread::Equal, Start::Together))
        };
        let (few, many) = (at(users), at(users + more));
        prop_assert!(many.ttft.mean.get() >= 0.97 * few.ttft.mean.get(), "{few:?} {many:?}");
        prop_assert!(many.e2e_latency.mean.get() >= 0.97 * few.e2e_latency.mean.get(), "{few:?} {many:?}");
    }
}

#[test]
fn one_user_waits_for_the_own_prompt_alone() {
    for engine in ENGINES {
        let report = served(engine, &load(1, 1000.0, 100.0, Spread::Equal, Start::Together));
        let spread = report.ttft.mean.get() / report.ttft.median.get() - 1.0;
        assert!(spread.abs() < 1e-9, "{report:?}");
    }
}

#[test]
fn the_kind_of_load_matters_more_than_anything_else() {
    let together = served(Engine::Vllm, &load(32, 2000.0, 300.0, Spread::Equal, Start::Together));
    let steady =
        served(Engine::Vllm, &load(32, 2000.0, 300.0, Spread::LogNormal { cv: 1.0 }, Start::Staggered));
    let ratio = together.ttft.median.get() / steady.ttft.median.get();
    assert!(ratio > 2.0, "{ratio}");
}

#[test]
fn mean_and_median_of_users_who_begin_together_differ() {
    let report =
        served(Engine::Vllm, &load(64, 2000.0, 400.0, Spread::Uniform { from: 0.0 }, Start::Together));
    assert!(report.ttft.median.get() < 0.8 * report.ttft.mean.get(), "{report:?}");
}

#[test]
fn a_burst_yields_less_than_the_steady_maximum() {
    let spread = Spread::LogNormal { cv: 0.7 };
    let burst = UserLoad { requests: 256, ..load(256, 200.0, 300.0, spread, Start::Together) };
    let steady = UserLoad { requests: 1024, ..load(256, 200.0, 300.0, spread, Start::Staggered) };
    let (burst, steady) = (served(Engine::Vllm, &burst), served(Engine::Vllm, &steady));
    assert!(burst.output_tokens_per_s < 0.9 * steady.output_tokens_per_s);
}

//! Whether an engine starts: cases with a known outcome (tests/cases/own-gpus/expected.md has their sources), the rules of
//! each engine, and what the tables of devices and models must keep to.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::catalogue::gpu::Gpu;
use inference_estimator::catalogue::open_model::{OpenModel, OtherLayers};
use inference_estimator::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use inference_estimator::estimate::estimate;
use inference_estimator::estimate::self_hosted::serving::deployment::Deployment;
use inference_estimator::estimate::self_hosted::serving::engine_rules::{GIB, MemorySetup};
use inference_estimator::estimate::self_hosted::serving::memory::Memory;
use inference_estimator::estimate::self_hosted::serving::start::{Start, StartReport};
use inference_estimator::estimate::self_hosted::{FleetEstimate, FleetOutcome, Refusal};
use inference_estimator::scenario::json::Value;
use inference_estimator::scenario::{Field, Scenario, Serving};
use proptest::prelude::*;

fn case(name: &str) -> Scenario {
    let path = ["tests/cases/own-gpus/", name, ".json"].concat();
    let text = std::fs::read_to_string(path).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    Scenario::from_json(&value, None).unwrap_or_else(|errors| panic!("{errors}"))
}

fn own(scenario: &Scenario) -> FleetEstimate {
    let found = estimate(scenario, &Catalogue::shipped().unwrap()).unwrap();
    *found.features[0].own_gpus.clone().unwrap().unwrap()
}

fn with_context(name: &str, tokens: Option<f64>) -> FleetEstimate {
    let mut scenario = case(name);
    scenario.features[0].set(Field::MaxContextTokens, tokens).unwrap();
    own(&scenario)
}

#[test]
fn gpt_oss_120b_does_not_start_on_one_h100_at_its_full_context() {
    let own = own(&case("01-gpt-oss-120b-one-h100-default"));
    assert_eq!((own.start.verdict, &own.outcome), (Start::DoesNotStart, &FleetOutcome::DoesNotFit));
    assert!(own.month.known().is_none() && own.start.longest_that_fits.is_none());
}

#[test]
fn an_8b_model_on_a_card_of_24_gb_starts_with_32768_tokens_and_not_with_131072() {
    let long = own(&case("02-llama-8b-rtx3090-131072"));
    assert_eq!(long.start.verdict, Start::DoesNotStart);
    let longest = long.start.longest_that_fits.unwrap().get();
    assert!((longest / 41_152.0 - 1.0).abs() < 0.1, "{longest}");
    assert_eq!(own(&case("11-longest-context")).start.verdict, Start::Starts);
    assert_eq!(with_context("11-longest-context", None).start.verdict, Start::DoesNotStart);
}

#[test]
fn qwen3_32b_on_one_h100_starts_with_16000_tokens_and_not_with_32000() {
    let long = own(&case("03-qwen3-32b-one-h100-32000"));
    assert_eq!(long.start.verdict, Start::DoesNotStart);
    assert!((long.memory.activations.get() / GIB / 5.64 - 1.0).abs() < 0.05);
    let mut short = case("03-qwen3-32b-one-h100-32000");
    for (field, value) in [(Field::MaxContextTokens, 16_000.0), (Field::InputTokens, 15_000.0)] {
        short.features[0].set(field, Some(value)).unwrap();
    }
    assert_eq!(own(&short).start.verdict, Start::Starts);
}

#[test]
fn a_hybrid_27b_model_in_8_bits_does_not_start_on_one_l40s_with_131072_tokens() {
    let own = own(&case("04-qwen27b-fp8-l40s-131072"));
    assert_eq!(own.start.verdict, Start::DoesNotStart);
    let at_131072 = with_context("04-qwen27b-fp8-l40s-131072", Some(131_072.0));
    assert!(matches!(at_131072.start.verdict, Start::DoesNotStart | Start::Tight));
    assert!((own.memory.weights.get() / GIB / 28.5 - 1.0).abs() < 0.03);
}

#[test]
fn launches_that_failed_for_reasons_that_no_log_explains_are_never_called_starting() {
    for name in ["05-dsv4-flash-gb10x2", "06-minimax-m2-4xa100-196608"] {
        let start = own(&case(name)).start;
        assert!(matches!(start.verdict, Start::DoesNotStart | Start::Tight), "{name} {start:?}");
    }
}

#[test]
fn a_prompt_beyond_the_models_context_is_refused_with_both_figures() {
    let own = own(&case("10-llama2-4k-context-30k-prompt"));
    let FleetOutcome::Refused(Refusal::RequestTooLong { asked, longest }) = own.outcome else {
        panic!("{:?}", own.outcome)
    };
    assert_eq!((asked.get(), longest.get()), (30_400.0, 4096.0));
}

fn model(id: &str) -> OpenModel {
    OpenModel::shipped().unwrap().into_iter().find(|model| model.id == id).unwrap()
}

fn gpu(id: &str) -> Gpu {
    Gpu::shipped().unwrap().into_iter().find(|gpu| gpu.id == id).unwrap()
}

#[test]
fn each_engine_judges_the_longest_request_by_its_own_rule() {
    let (model, gpu) = (model("llama-3.1-8b"), gpu("rtx-3090"));
    let usual = Deployment::usual(&model, &gpu, WeightPrecision::Bf16, 1);
    let verdict = |engine: Engine| StartReport::of(&Deployment { engine, ..usual.clone() }).start;
    assert_eq!(verdict(Engine::Vllm), Start::DoesNotStart);
    for engine in [Engine::Sglang, Engine::TensorRtLlm] {
        let Start::NoRequestAbove { tokens } = verdict(engine) else { panic!("{engine:?}") };
        assert!(tokens > 10_000.0 && tokens < 131_072.0, "{engine:?} {tokens}");
    }
    // llama.cpp allocates the whole context for each slot.
    let slots = |max_sequences: u32| {
        let one = Deployment {
            engine: Engine::LlamaCpp,
            max_context: Some(32_768),
            max_sequences,
            ..usual.clone()
        };
        StartReport::of(&one)
    };
    assert_eq!((slots(1).start, slots(4).start), (Start::Starts, Start::DoesNotStart));
    assert!((slots(4).needed / slots(1).needed - 4.0).abs() < 1e-9);
}

#[test]
fn gemma_3_reserves_blocks_for_padded_groups_of_layers_as_its_log_says() {
    let (model, gpu) = (model("gemma-3-27b"), gpu("mi300x"));
    let usual = Deployment::usual(&model, &gpu, WeightPrecision::Bf16, 1);
    let memory = Memory::of(&usual);
    // 109.86 GiB are 50.05 requests of 4,096 tokens (vLLM 0.11).
    let requests = 109.86 * GIB / memory.at_start.bytes(4096.0);
    assert!((requests / 50.05 - 1.0).abs() < 0.01, "{requests}");
}

#[test]
fn what_is_typed_of_memory_changes_the_answer() {
    let base = case("11-longest-context");
    let left = |field: Field, value: f64| {
        let mut scenario = base.clone();
        scenario.features[0].set(field, Some(value)).unwrap();
        own(&scenario).start.left.get() / GIB
    };
    let usual = own(&base).start.left.get() / GIB;
    // A tenth of 23.57 GiB is not the engine's anyway.
    assert!((usual - left(Field::UsedByOthersGib, 4.0) - (4.0 - 2.357)).abs() < 0.01);
    assert!((left(Field::WeightsOnHostGib, 2.0) - usual - 2.0).abs() < 0.01);
    assert!(left(Field::BatchLimit, 8.0) > usual + 0.5);
    assert!(left(Field::EngineYear, 2026.3) > usual && left(Field::MemoryShare, 0.95) > usual + 1.0);
    let mut eager = base.clone();
    for (field, value) in [(Field::EngineYear, 2026.6), (Field::EagerMode, 1.0)] {
        eager.features[0].set(field, Some(value)).unwrap();
    }
    assert!(own(&eager).start.left.get() / GIB > left(Field::EngineYear, 2026.6) + 0.2);
    let mut spread = base.clone();
    spread.features[0].set(Field::ContextParallel, Some(2.0)).unwrap();
    assert!(matches!(own(&spread).outcome, FleetOutcome::Refused(Refusal::ContextParallel { .. })));
    spread.features[0].set(Field::ContextParallel, Some(1.0)).unwrap();
    spread.features[0].set(Field::MigSlices, Some(3.0)).unwrap();
    assert!(matches!(own(&spread).outcome, FleetOutcome::Refused(Refusal::Slices { asked: 3 })));
}

#[test]
fn eight_h100_for_deepseek_v3_do_not_become_sixteen_in_silence() {
    let catalogue = Catalogue::shipped().unwrap();
    let fleet =
        inference_estimator::estimate::self_hosted::usual_fleet(&model("deepseek-v3"), &gpu("h100"), 4000.0);
    let mut scenario = case("01-gpt-oss-120b-one-h100-default");
    scenario.features[0].serving = Serving::SelfHosted(Box::new(fleet));
    let found = estimate(&scenario, &catalogue).unwrap();
    let own = found.features[0].own_gpus.clone().unwrap().unwrap();
    assert_eq!(own.gpus_per_copy.get() as u32, 8);
    assert_eq!(own.outcome, FleetOutcome::DoesNotFit);
    assert!(!own.memory.remedies.is_empty());
}

#[test]
fn splits_that_engines_refuse_are_refused() {
    let mut scenario = case("03-qwen3-32b-one-h100-32000");
    scenario.features[0].set(Field::TensorParallel, Some(3.0)).unwrap();
    assert!(matches!(
        own(&scenario).outcome,
        FleetOutcome::Refused(Refusal::UnevenHeads { heads: 64, gpus: 3 })
    ));
    scenario.features[0].set(Field::TensorParallel, Some(2.0)).unwrap();
    scenario.features[0].set(Field::ExpertParallel, Some(8.0)).unwrap();
    assert!(matches!(
        own(&scenario).outcome,
        FleetOutcome::Refused(Refusal::ExpertsBeyondGpus { asked: 8, gpus: 2 })
    ));
}

#[test]
fn every_device_of_the_table_is_physically_possible() {
    for gpu in Gpu::shipped().unwrap() {
        let id = &gpu.id;
        let gib = gpu.memory.get() / GIB;
        assert!((4.0..=600.0).contains(&gib), "{id} {gib}");
        let visible = gpu.process_memory.get() / gpu.memory.get();
        assert!((0.7..=1.0).contains(&visible), "{id} {visible}");
        let bandwidth = gpu.bandwidth.get() / 1e9;
        assert!((50.0..=10_000.0).contains(&bandwidth), "{id} {bandwidth}");
        let peak = gpu.bf16.get() / 1e12;
        assert!((1.0..=3000.0).contains(&peak), "{id} {peak}");
        // No memory is read more than 500 times a second, nor fewer than once.
        assert!((1.0..=500.0).contains(&(gpu.bandwidth.get() / gpu.memory.get())), "{id}");
        let up = |low: f64, high: Option<inference_estimator::units::FlopPerSec>| {
            high.is_none_or(|high| high.get() >= low * 0.99 && high.get() <= low * 8.1)
        };
        assert!(up(gpu.bf16.get(), gpu.fp8), "{id}");
        assert!(gpu.fp8.is_none_or(|fp8| up(fp8.get(), gpu.fp4)), "{id}");
        assert!(gpu.scale_up >= 1 && !gpu.source.is_empty() && !gpu.name.is_empty(), "{id}");
    }
}

#[test]
fn every_model_of_the_table_is_consistent() {
    for model in OpenModel::shipped().unwrap() {
        let id = &model.id;
        assert!(model.q_heads >= model.kv_heads, "{id}");
        assert!(model.kv_heads == 0 || model.q_heads % model.kv_heads == 0, "{id}");
        assert!(model.full_layers <= model.layers && model.max_context >= 2048, "{id}");
        assert_eq!(model.full_layers == model.layers, model.other_layers == OtherLayers::None, "{id}");
        let parts = model.parameters();
        let total = parts.total(&model);
        assert!(total.is_finite() && total > 1e8, "{id} {total}");
        let published = model.total_params.unwrap_or(total);
        assert!(
            (total / published - 1.0).abs() < 0.03,
            "{id}: {total} from its parts, {published} published"
        );
        let active = parts.active(&model);
        assert!(active > 0.0 && active <= total * 1.001, "{id} {active} of {total}");
        if let Some(experts) = model.experts {
            assert!(experts.active <= experts.total && experts.layers <= model.layers, "{id}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_longer_context_never_starts_where_a_shorter_one_does_not(
        model in 0_usize..60, gpu in 0_usize..45, short in 1000_u32..60_000, more in 1_u32..60_000,
        devices in 0_u32..4,
    ) {
        let models = OpenModel::shipped().unwrap();
        let gpus = Gpu::shipped().unwrap();
        let usual = Deployment::usual(&models[model], &gpus[gpu], WeightPrecision::Fp8, 1 << devices);
        let of = |tokens: u32| StartReport::of(&Deployment { max_context: Some(tokens), ..usual.clone() });
        let (first, second) = (of(short), of(short + more));
        prop_assert!(second.needed >= first.needed);
        if first.start == Start::DoesNotStart {
            prop_assert!(second.start == Start::DoesNotStart);
        }
        let eight = Deployment { kv: KvPrecision::Fp8, max_context: Some(short), ..usual.clone() };
        prop_assert!(StartReport::of(&eight).needed <= first.needed);
        let busy = MemorySetup { used_by_others: 0.2 * gpus[gpu].process_memory.get(), ..usual.memory };
        let busy = Deployment { memory: busy, max_context: Some(short), ..usual };
        prop_assert!(StartReport::of(&busy).left < first.left);
    }
}

/// One H100 of 79.18 GiB or several, vLLM of `year`, its default limits.
fn on_h100<'a>(
    model: &'a OpenModel,
    gpu: &'a Gpu,
    weights: WeightPrecision,
    split: (u32, u32),
    share: f64,
    year: f64,
) -> Deployment<'a> {
    let usual = Deployment::usual(model, gpu, weights, split.0);
    let parallelism = inference_estimator::estimate::self_hosted::serving::deployment::Parallelism {
        pipeline: split.1,
        ..usual.parallelism
    };
    Deployment {
        parallelism,
        memory_share: inference_estimator::units::Share::saturating(share),
        memory: MemorySetup {
            engine_year: Some(year),
            process_bytes: Some(79.18 * GIB),
            ..MemorySetup::default()
        },
        ..usual
    }
}

/// llm-d-planner (Apache-2.0), docs/empirical-vllm-memory-results.md: vLLM 0.11 on H100.
#[test]
fn logs_of_vllm_0_11_on_h100_are_met_within_a_quarter_of_a_gibibyte() {
    use WeightPrecision::{Bf16, Fp8, Mxfp4};
    let gpu = gpu("h100");
    for (id, weights, tensor, share, context, logged_weights, logged_cache, starts) in [
        ("gpt-oss-120b", Mxfp4, 1, 0.95, 16_000, 64.38, Some(3.33), true),
        ("llama-3.1-8b", Bf16, 1, 0.9, 16_000, 14.99, Some(51.38), true),
        ("qwen3-32b", Bf16, 1, 0.9, 16_000, 61.03, Some(4.45), true),
        ("qwen3-32b", Bf16, 1, 0.9, 32_000, 61.03, Some(4.45), false),
        ("qwen3-32b", Bf16, 2, 0.9, 16_000, 30.59, Some(34.49), true),
        ("llama-3.3-70b", Fp8, 1, 0.9, 16_000, 67.72, None, false),
    ] {
        let model = model(id);
        let deployment = on_h100(&model, &gpu, weights, (tensor, 1), share, 2025.75);
        let deployment = Deployment { max_context: Some(context), ..deployment };
        let memory = Memory::of(&deployment);
        let found = memory.weights / GIB;
        assert!((found / logged_weights - 1.0).abs() < 0.01, "{id} weights {found}, logged {logged_weights}");
        if let Some(logged) = logged_cache {
            let found = memory.cache / GIB;
            assert!((found - logged).abs() < 0.25, "{id} cache {found}, logged {logged}");
        }
        let verdict = StartReport::of(&deployment).start;
        let right = if starts { Start::Starts } else { Start::DoesNotStart };
        assert_eq!(verdict, right, "{id} at {context}");
    }
}

/// llm-d-planner (Apache-2.0), accuracy report for vLLM 0.19 on H100: weights, activations, buffers.
#[test]
fn weights_and_activations_of_vllm_0_19_on_h100_are_met() {
    let gpu = gpu("h100");
    for (id, split, weights, activations) in [
        ("llama-3.1-8b", (1, 1), Some(14.99), 1.89),
        ("llama-3.1-8b", (2, 1), Some(7.51), 1.89),
        ("llama-3.1-8b", (4, 1), Some(3.77), 1.89),
        ("qwen3-8b", (1, 1), Some(15.27), 2.21),
        ("qwen2.5-7b", (2, 1), Some(7.12), 2.21),
        ("codellama-7b", (1, 1), None, 0.77),
        ("granite-3.1-8b", (1, 1), None, 0.85),
        ("phi-4", (1, 1), None, 1.52),
        ("deepseek-v2-lite", (1, 1), None, 1.93),
        ("qwen3-30b-a3b", (1, 1), None, 2.68),
    ] {
        let model = model(id);
        let memory = Memory::of(&on_h100(&model, &gpu, WeightPrecision::Bf16, split, 0.95, 2026.3));
        if let Some(weights) = weights {
            let found = memory.weights / GIB;
            assert!((found / weights - 1.0).abs() < 0.02, "{id} {split:?} weights {found}, logged {weights}");
        }
        // With a pipeline a stage has less; the last one samples all.
        let found = memory.activations / GIB;
        assert!(
            (found / activations - 1.0).abs() < 0.1,
            "{id} {split:?} activations {found}, logged {activations}"
        );
    }
}

#[test]
fn the_hosted_models_to_compare_with_first_are_the_fleets_own_model() {
    let catalogue = Catalogue::shipped().unwrap();
    let choice = |id: &str| inference_estimator::scenario::OpenModelChoice::listed(id);
    let gpu = || inference_estimator::scenario::GpuChoice::listed("h100");
    let twins = |id: &str| {
        let fleet = inference_estimator::scenario::Fleet::new(choice(id), gpu());
        inference_estimator::estimate::self_hosted::hosted_twins(&fleet, &catalogue)
    };
    let slugs = |id: &str| -> Vec<String> {
        twins(id)
            .iter()
            .filter_map(|id| catalogue.hosted.model(*id))
            .map(|model| model.slug.to_lowercase())
            .collect()
    };
    for slug in slugs("gpt-oss-120b") {
        assert!(slug.contains("gpt-oss-120b"), "{slug}");
    }
    assert!(twins("no such model").is_empty());
}

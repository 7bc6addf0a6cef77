//! What holds for every model on every device: memory grows with context, nothing is faster than its peak.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use inference_estimator::catalogue::gpu::{CustomGpu, Gpu, GpuFamily};
use inference_estimator::catalogue::hf_config::{ConfigError, model_from_json};
use inference_estimator::catalogue::open_model::{Attention, OpenModel};
use inference_estimator::catalogue::precision::{Engine, WeightPrecision};
use inference_estimator::estimate::self_hosted::serving::accuracy::{
    Band, Basis, Beyond, Figure, Known, band, beyond,
};
use inference_estimator::estimate::self_hosted::serving::batching::{ClosedLoop, MeanLengths, closed_loop};
use inference_estimator::estimate::self_hosted::serving::deployment::Deployment;
use inference_estimator::estimate::self_hosted::serving::fitted::FITTED;
use inference_estimator::estimate::self_hosted::serving::memory::Memory;
use inference_estimator::estimate::self_hosted::serving::remedies::{Remedy, remedies};
use inference_estimator::estimate::self_hosted::serving::step_model::StepModel;
use inference_estimator::estimate::self_hosted::step_time::StepTime;
use inference_estimator::units::{Bytes, BytesPerSec, FlopPerSec};
use proptest::prelude::{any, prop, prop_assert, proptest};

fn gpus() -> Vec<Gpu> {
    Gpu::shipped().unwrap()
}

fn models() -> Vec<OpenModel> {
    OpenModel::shipped().unwrap()
}

fn model(id: &str) -> OpenModel {
    models().into_iter().find(|model| model.id == id).unwrap()
}

fn gpu(id: &str) -> Gpu {
    gpus().into_iter().find(|gpu| gpu.id == id).unwrap()
}

#[test]
fn the_catalogue_holds_the_devices_and_models_that_it_promises() {
    assert!(gpus().len() >= 49);
    assert!(models().len() >= 66);
}

#[test]
fn parameters_from_sizes_agree_with_the_published_totals() {
    for model in models() {
        let Some(total) = model.total_params else { continue };
        let ratio = model.parameters().total(&model) / total;
        assert!((ratio - 1.0).abs() < 0.03, "{}: {ratio}", model.id);
    }
}

proptest! {
    #[test]
    fn a_longer_context_never_needs_less_memory(
        m in any::<prop::sample::Index>(), g in any::<prop::sample::Index>(),
        short in 1.0..200_000.0_f64, more in 0.0..200_000.0_f64,
    ) {
        let (models, gpus) = (models(), gpus());
        let (model, gpu) = (m.get(&models), g.get(&gpus));
        let memory = Memory::of(&Deployment::usual(model, gpu, WeightPrecision::Bf16, 1));
        prop_assert!(memory.footprint.bytes(short + more) >= memory.footprint.bytes(short));
        prop_assert!(memory.conversations(short + more) <= memory.conversations(short));
    }

    #[test]
    fn decoding_is_never_faster_than_the_roofline(
        m in any::<prop::sample::Index>(), g in any::<prop::sample::Index>(), batch in 1_u32..512,
    ) {
        let (models, gpus) = (models(), gpus());
        let (model, gpu) = (m.get(&models), g.get(&gpus));
        let step = StepModel::new(&Deployment::usual(model, gpu, WeightPrecision::Bf16, 1), &FITTED, 1000.0);
        let ms = step.decode_ms(batch, f64::from(batch) * 1000.0);
        let flops = 2.0 * f64::from(batch) * model.parameters().active(model);
        prop_assert!(ms >= 1e3 * flops / gpu.bf16.get());
    }

    #[test]
    fn a_decode_step_is_linear_in_its_context(
        m in any::<prop::sample::Index>(), g in any::<prop::sample::Index>(),
        batch in 1_u32..512, context in 0.0..1e6_f64,
    ) {
        let (models, gpus) = (models(), gpus());
        let (model, gpu) = (m.get(&models), g.get(&gpus));
        let step = StepModel::new(&Deployment::usual(model, gpu, WeightPrecision::Fp8, 2), &FITTED, 4000.0);
        let (none, half, whole) =
            (step.decode_ms(batch, 0.0), step.decode_ms(batch, context / 2.0), step.decode_ms(batch, context));
        prop_assert!(((none + whole) / 2.0 - half).abs() <= 1e-9 * whole);
        prop_assert!(whole >= none && none > 0.0);
    }

    #[test]
    fn more_users_never_wait_less_for_a_token(
        m in any::<prop::sample::Index>(), users in 1.0..200.0_f64, more in 1.0..200.0_f64,
    ) {
        let models = models();
        let (model, gpu) = (m.get(&models), gpu("b300"));
        let deployment = Deployment::usual(model, &gpu, WeightPrecision::Fp8, 8);
        let step = StepModel::new(&deployment, &FITTED, 1500.0);
        let memory = Memory::of(&deployment);
        let lengths = MeanLengths { input: 1000.0, output: 1000.0 };
        let tpot = |users| {
            closed_loop(&step, &memory, &ClosedLoop { users, lengths, max_sequences: 1024 }).tpot_ms
        };
        prop_assert!(tpot(users + more) >= tpot(users) * (1.0 - 1e-3));
    }
}

#[test]
fn every_pair_of_model_and_device_is_answered() {
    for model in models() {
        for gpu in gpus() {
            for weights in WeightPrecision::ALL {
                let step = StepModel::new(&Deployment::usual(&model, &gpu, weights, 2), &FITTED, 2000.0);
                let ms = step.mixed_ms(8, 16_000.0, 512.0, 0.0);
                assert!(ms.is_finite() && ms > 0.0, "{} on {}", model.id, gpu.id);
            }
        }
    }
}

#[test]
fn a_device_typed_by_the_user_is_answered_and_said_to_be_unmeasured() {
    let gpu = Gpu::custom(CustomGpu {
        family: GpuFamily::Other,
        memory: Bytes::new(64e9).unwrap(),
        bandwidth: BytesPerSec::new(2e12).unwrap(),
        bf16: FlopPerSec::new(4e14).unwrap(),
        fp8: None,
        fp4: None,
        link: None,
        rate: None,
    });
    let model = model("llama-3.1-8b");
    let step = StepModel::new(&Deployment::usual(&model, &gpu, WeightPrecision::Bf16, 1), &FITTED, 1000.0);
    let ms = step.decode_ms(1, 1000.0);
    assert!((8.0..30.0).contains(&ms), "{ms}");
    assert_eq!(beyond(GpuFamily::Other, 8.0, 1000.0, 100.0, 1.0), [Beyond::Family]);
    assert_eq!(tpot_band("custom", GpuFamily::Other).basis, Basis::NearestKind);
}

/// The band of a token's time on vLLM, of a model on an H100 or another device of `family`.
fn tpot_band(model: &str, family: GpuFamily) -> Band {
    let gpu = if family == GpuFamily::Hopper { "h100" } else { "custom" };
    band(Figure::Tpot, &Known { model, gpu, engine: Engine::Vllm, family }, 0)
}

#[test]
fn bands_of_measured_kinds_hold_the_estimate_and_others_are_wider() {
    let pair = tpot_band("llama-3.1-70b", GpuFamily::Hopper);
    let near = tpot_band("custom", GpuFamily::Hopper);
    let far = tpot_band("llama-3.1-70b", GpuFamily::Cdna4);
    assert!(pair.low < 1.0 && pair.high > 1.0 && pair.basis == Basis::SamePair, "{pair:?}");
    assert!(near.high / near.low > pair.high / pair.low, "{near:?} {pair:?}");
    assert!(near.basis == Basis::SameKind && near.low <= pair.low && near.high >= pair.high, "{near:?}");
    assert!(far.basis == Basis::NearestKind && far.high / far.low > 1.3, "{far:?}");
}

#[test]
fn what_does_not_fit_is_told_with_what_would_make_it_fit() {
    let (model, gpu) = (model("llama-3.1-70b"), gpu("h100"));
    // At its own longest context, 131,072 tokens, the engine would not start in any precision on one device.
    let deployment =
        Deployment { max_context: Some(8192), ..Deployment::usual(&model, &gpu, WeightPrecision::Bf16, 1) };
    let memory = Memory::of(&deployment);
    assert!(memory.missing_bytes(4096.0) > 60e9);
    let found = remedies(&deployment, 4096.0);
    assert!(found.contains(&Remedy::Devices(2)) || found.contains(&Remedy::Devices(4)), "{found:?}");
    assert!(found.iter().any(|r| matches!(r, Remedy::Weights(_))), "{found:?}");
    let fits = Deployment::usual(&model, &gpu, WeightPrecision::Bf16, 8);
    assert_eq!(remedies(&fits, 4096.0), []);
}

#[test]
fn a_pasted_configuration_is_read() {
    let text = r#"{"model_type": "deepseek_v3", "num_hidden_layers": 61, "hidden_size": 7168,
        "num_attention_heads": 128, "num_key_value_heads": 128, "kv_lora_rank": 512, "q_lora_rank": 1536,
        "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "intermediate_size": 18432,
        "moe_intermediate_size": 2048, "n_routed_experts": 256, "num_experts_per_tok": 8, "n_shared_experts": 1,
        "first_k_dense_replace": 3, "vocab_size": 129280, "max_position_embeddings": 163840}"#;
    let read = model_from_json(text).unwrap();
    let shipped = model("deepseek-v3");
    assert_eq!(read.attention, shipped.attention);
    assert_eq!(read.experts, shipped.experts);
    let ratio = read.parameters().total(&read) / 671.03e9;
    assert!((ratio - 1.0).abs() < 0.01, "{ratio}");
    assert!(matches!(read.attention, Attention::Latent { .. }));
}

#[test]
fn a_configuration_without_a_size_names_the_key() {
    assert_eq!(
        model_from_json(r#"{"num_hidden_layers": 2, "hidden_size": 64}"#),
        Err(ConfigError::Missing { key: "num_attention_heads" })
    );
    assert_eq!(
        model_from_json(r#"{"num_hidden_layers": 2.5}"#),
        Err(ConfigError::NotASize { key: "num_hidden_layers" })
    );
    assert!(model_from_json("no json").is_err());
}

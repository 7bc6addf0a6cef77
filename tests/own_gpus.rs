//! A model on own GPUs, from the scenario to the estimate.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::catalogue::gpu::Gpu;
use inference_estimator::catalogue::open_model::{OpenModel, Quantised};
use inference_estimator::catalogue::precision::WeightPrecision;
use inference_estimator::estimate::latency::goodput::Verdict;
use inference_estimator::estimate::self_hosted::fleet::Volumes;
use inference_estimator::estimate::self_hosted::queueing::Run;
use inference_estimator::estimate::self_hosted::serving::start::Start;
use inference_estimator::estimate::self_hosted::{
    FleetEstimate, FleetOutcome, FleetProblem, FleetSearch, Refusal, break_even, first_fleet, precisions,
    search_space, simulate, usual_fleet,
};
use inference_estimator::estimate::{Cost, Estimate, estimate};
use inference_estimator::format::Locale;
use inference_estimator::presentation::answers::summary;
use inference_estimator::presentation::document::Document;
use inference_estimator::scenario::json::Value;
use inference_estimator::scenario::{
    Choice, Field, Fleet, FleetScaling, GpuChoice, Lever, LeverSet, Measurement, OpenModelChoice, Preset,
    Scenario, Serving,
};
use inference_estimator::units::{Count, Usd};

/// The support chat on a 70B model, two H100s a copy at $2.50 an hour.
fn chat() -> Scenario {
    let mut scenario = Preset::SupportChat.scenario("2026-11-23".parse().unwrap());
    let fleet = Fleet::new(OpenModelChoice::listed("llama-3.1-70b"), GpuChoice::listed("h100"));
    scenario.features[0].serving = Serving::SelfHosted(Box::new(fleet));
    // A load at which one copy keeps the target by the present constants; the preset's own takes two.
    set(&mut scenario, Field::RequestsPerActiveDay, 3.0);
    set(&mut scenario, Field::TensorParallel, 2.0);
    set(&mut scenario, Field::BatchLimit, 32.0);
    set(&mut scenario, Field::GpuUsdPerHour, 2.5);
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

fn estimated(scenario: &Scenario) -> Estimate {
    estimate(scenario, &Catalogue::shipped().unwrap()).unwrap()
}

fn own(scenario: &Scenario) -> FleetEstimate {
    *estimated(scenario).features[0].own_gpus.clone().unwrap().unwrap()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()), "{a} and {b}");
}

#[test]
fn the_words_and_the_document_say_how_long_own_gpus_take() {
    let scenario = chat();
    let found = estimated(&scenario);
    let service = own(&scenario).service().unwrap().clone();
    let text = summary(&scenario, &found, None, Locale::ENGLISH);
    assert!(text.contains("Time to first token ") && !text.contains("not known"), "{text}");
    let csv = Document::new(&scenario, &found, Locale::ENGLISH).csv();
    let line = ["wait,", scenario.features[0].name.as_str(), ",ttft_p95_ms,"].concat();
    let shown = csv.lines().find_map(|each| each.strip_prefix(&line)).unwrap();
    // Six digits.
    let shown: f64 = shown.parse().unwrap();
    assert!((shown / service.ttft.p95.get() - 1.0).abs() < 1e-5, "{shown}");
}

#[test]
fn two_gpus_all_month_at_two_dollars_fifty_are_3650_dollars() {
    let scenario = chat();
    let found = estimated(&scenario);
    let own = found.features[0].own_gpus.as_ref().unwrap().as_ref().unwrap();
    println!("{own:#?}");
    assert_eq!(found.features[0].cost.month, Cost::Known(Usd::new(3650.0).unwrap()));
    let service = own.service().unwrap();
    assert_eq!((own.size.unwrap().copies, own.size.unwrap().gpus.get() as u32), (1, 2));
    assert!(own.memory.conversations.get() > 8.0 && own.memory.missing.get() <= 0.0);
    assert!(service.ttft.p50 < service.ttft.p95 && service.ttft.p95 < service.e2e_latency.p50);
    assert!(service.assessment.is_some() && service.extrapolated.is_empty());
    let requests = found.features[0].volume.per_month.get();
    near(found.features[0].cost_per_request.known().unwrap().get() * requests, 3650.0);
    let tokens = own.token_cost.unwrap();
    near(tokens.per_month.get(), 3650.0);
    near(
        1e6 * tokens.per_request.get(),
        tokens.input_per_mtok.get() * 4500.0 + tokens.output_per_mtok.get() * 400.0,
    );
    near(tokens.per_request.get() * requests, 3650.0);
}

#[test]
fn the_parts_of_the_memory_make_up_the_gpu() {
    let memory = own(&chat()).memory;
    let parts = [memory.weights, memory.activations, memory.reserve, memory.kept_free, memory.cache];
    near(parts.iter().map(|part| part.get()).sum(), memory.gpu.get());
    // 70.6 billion weights in 8 bits over two GPUs; embedding and head stay at 16 bits.
    assert!((memory.weights.get() / 36.3e9 - 1.0).abs() < 0.01, "{}", memory.weights.get());
}

#[test]
fn what_does_not_fit_says_what_is_missing_and_what_would_help() {
    let mut scenario = chat();
    set(&mut scenario, Field::TensorParallel, 1.0);
    fleet(&mut scenario).weights = WeightPrecision::Bf16;
    let own = own(&scenario);
    assert_eq!((own.outcome, own.month, own.size), (FleetOutcome::DoesNotFit, Cost::NotKnown, None));
    assert!(own.memory.missing.get() > 60e9 && !own.memory.remedies.is_empty());
}

#[test]
fn too_few_copies_grow_without_end_and_say_how_many_it_takes() {
    let mut scenario = chat();
    scenario.audience = Preset::SupportChat.scenario(scenario.as_of).audience;
    scenario
        .set(
            inference_estimator::scenario::FieldPath {
                place: inference_estimator::scenario::Place::Scenario,
                field: Field::Users,
            },
            Some(2e6),
        )
        .unwrap();
    set(&mut scenario, Field::Copies, 2.0);
    let own = own(&scenario);
    let FleetOutcome::Overloaded { copies_needed: Some(needed), .. } = own.outcome else {
        panic!("{own:#?}")
    };
    assert!(needed > 50);
    // The bill comes none the less.
    near(own.month.known().unwrap().get(), 2.0 * 3650.0);
}

#[test]
fn an_unknown_model_device_or_price_is_not_known_and_never_zero() {
    let mut scenario = chat();
    fleet(&mut scenario).model = OpenModelChoice::listed("no-such-model");
    let found = estimated(&scenario);
    assert!(matches!(found.features[0].own_gpus, Some(Err(FleetProblem::UnknownModel(_)))));
    assert_eq!(found.total.cost.month, Cost::NotKnown);
    let mut scenario = chat();
    fleet(&mut scenario).gpu = GpuChoice::listed("h100-pcie");
    scenario.features[0].set(Field::GpuUsdPerHour, None).unwrap();
    let own_gpus = own(&scenario);
    assert!(own_gpus.service().is_some(), "the speed is known");
    assert_eq!((own_gpus.price, own_gpus.month, own_gpus.token_cost), (None, Cost::NotKnown, None));
    let catalogue = Catalogue::shipped().unwrap();
    let Serving::Hosted(route) = Preset::SupportChat.feature().serving else { panic!("hosted") };
    let route = Scenario {
        features: vec![inference_estimator::scenario::Feature::new("", Serving::Hosted(route))],
        ..scenario.clone()
    }
    .with_ids(&|text| catalogue.hosted.id_of_text(text));
    let Serving::Hosted(route) = &route.features[0].serving else { panic!("hosted") };
    let volumes =
        Volumes { from: Count::new(100.0).unwrap(), to: Count::new(100_000.0).unwrap(), points: 30 };
    assert_eq!(break_even(&scenario, 0, &catalogue, route, volumes), None);
    let found = break_even(&chat(), 0, &catalogue, route, volumes).unwrap();
    assert!(!found.crossings.is_empty(), "{found:#?}");
    println!("{:?}", found.crossings);
}

#[test]
fn staff_is_counted_where_it_is_set_and_a_spare_copy_is_paid() {
    let mut scenario = chat();
    set(&mut scenario, Field::StaffUsdPerMonth, 4000.0);
    set(&mut scenario, Field::SpareCopies, 1.0);
    near(own(&scenario).month.known().unwrap().get(), 2.0 * 3650.0 + 4000.0);
}

#[test]
fn copies_that_follow_the_load_cost_no_more() {
    let mut scenario = chat();
    scenario.features[0].set(Field::ShareOfUsers, Some(1.0)).unwrap();
    set(&mut scenario, Field::RequestsPerActiveDay, 50.0);
    let fixed = own(&scenario);
    fleet(&mut scenario).scaling = FleetScaling::Auto;
    let auto = own(&scenario);
    assert!(fixed.size.unwrap().copies > 3);
    assert_eq!(fixed.size.unwrap().gpus, auto.size.unwrap().gpus);
    assert!(auto.month.known().unwrap().get() < 0.8 * fixed.month.known().unwrap().get());
}

#[test]
fn fewer_bits_are_a_lever_on_own_gpus_alone() {
    let mut scenario = chat();
    fleet(&mut scenario).weights = WeightPrecision::Bf16;
    set(&mut scenario, Field::TensorParallel, 4.0);
    let before = own(&scenario).memory.weights.get();
    scenario.features[0].levers.on = LeverSet::NONE.with(Lever::Quantization);
    assert!(own(&scenario).memory.weights.get() < 0.55 * before);
    assert_eq!(estimated(&scenario).features[0].blocked, []);
    fleet(&mut scenario).weights = WeightPrecision::Int4;
    assert_eq!(estimated(&scenario).features[0].blocked.len(), 1);
}

#[test]
fn more_copies_never_wait_longer_and_longer_contexts_never_need_less() {
    let mut before: Option<FleetEstimate> = None;
    for copies in 1..8 {
        let mut scenario = chat();
        set(&mut scenario, Field::Copies, f64::from(copies));
        let now = own(&scenario);
        if let Some(before) = before {
            let (a, b) = (before.service().unwrap(), now.service().unwrap());
            assert!(
                b.e2e_latency.p95 <= a.e2e_latency.p95
                    && b.ttft.p95 <= a.ttft.p95
                    && b.tpot.p95 <= a.tpot.p95
            );
        }
        before = Some(now);
    }
    let mut needed = 0.0;
    for input in [1900.0, 2500.0, 5000.0, 20_000.0, 60_000.0] {
        let mut scenario = chat();
        set(&mut scenario, Field::InputTokens, input);
        let now = own(&scenario).memory.per_conversation.get();
        assert!(now >= needed);
        needed = now;
    }
}

#[test]
fn every_pair_of_model_and_device_is_answered_by_its_usual_fleet() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut scenario = chat();
    let mut served = 0;
    for model in catalogue.open_models() {
        for gpu in catalogue.gpus() {
            *fleet(&mut scenario) = usual_fleet(model, gpu, 4900.0);
            set(&mut scenario, Field::GpuUsdPerHour, 2.0);
            let found = estimate(&scenario, &catalogue).unwrap();
            let own = found.features[0].own_gpus.clone().unwrap().unwrap();
            let (memory, id) = (&own.memory, (&model.id, &gpu.id));
            assert!(memory.weights.get() > 0.0 && memory.conversations.get().is_finite(), "{id:?}");
            match &own.outcome {
                FleetOutcome::Steady(service) => {
                    served += 1;
                    let times =
                        [service.ttft.p50, service.ttft.p99, service.tpot.p50, service.e2e_latency.p99];
                    assert!(
                        times.iter().all(|time| time.get() > 0.0 && time.get() < 1e9),
                        "{id:?} {times:?}"
                    );
                    // No more bytes of weights a second than the memory gives: the roofline.
                    let per_step = memory.weights.get() / gpu.bandwidth.get() * 1e3;
                    let dense = model.experts.is_none();
                    assert!(!dense || service.tpot.p50.get() > 0.5 * per_step, "{id:?}");
                }
                FleetOutcome::DoesNotFit => {
                    assert!(memory.missing.get() > 0.0 || own.start.verdict == Start::DoesNotStart, "{id:?}")
                }
                FleetOutcome::Refused(refusal) => assert!(
                    matches!(refusal, Refusal::RequestTooLong { longest, .. }
                        if longest.get() <= f64::from(model.max_context)),
                    "{id:?} {refusal:?}"
                ),
                FleetOutcome::Overloaded { sustainable, .. } => assert!(sustainable.get() < own.peak.get()),
            }
        }
    }
    let pairs = catalogue.open_models().len() * catalogue.gpus().len();
    println!("{served} of {pairs} pairs serve the support chat");
    assert!(served * 10 > pairs * 5, "{served} of {pairs}");
}

#[test]
fn the_simulation_agrees_with_the_closed_forms() {
    let scenario = chat();
    let catalogue = Catalogue::shipped().unwrap();
    let outcome = simulate(&scenario, 0, &catalogue, Run { requests: 4000, seed: 1 }).unwrap().unwrap();
    let (simulated, closed) = (*outcome.steady().unwrap(), own(&scenario));
    let closed = closed.service().unwrap();
    println!("ttft {:?} {:?}", closed.ttft, simulated.ttft);
    println!("e2e {:?} {:?}", closed.e2e_latency, simulated.e2e_latency);
    let gap = |a: f64, b: f64| (a / b - 1.0).abs();
    assert!(gap(closed.e2e_latency.p50.get(), simulated.e2e_latency.p50.value.get()) < 0.1);
    assert!(gap(closed.e2e_latency.p95.get(), simulated.e2e_latency.p95.value.get()) < 0.15);
    assert!(gap(closed.ttft.p95.get(), simulated.ttft.p95.value.get()) < 0.3);
}

#[test]
fn simulated_times_have_the_models_band_joined_with_the_sampling_error() {
    let scenario = chat();
    let catalogue = Catalogue::shipped().unwrap();
    let outcome = simulate(&scenario, 0, &catalogue, Run { requests: 4000, seed: 1 }).unwrap().unwrap();
    let (report, found) = (*outcome.steady().unwrap(), own(&scenario));
    let closed = found.service().unwrap();
    let simulated = closed.simulated(&outcome, scenario.features[0].slo);
    let run = simulated.run.unwrap();
    assert!(run.calls.get() > 1000.0 && !run.disagrees, "{run:?}");
    // A request of one call without hidden thinking takes what was simulated.
    near(simulated.ttft.p95.get(), report.ttft.p95.value.get());
    let pairs = [
        (closed.bands.ttft, simulated.bands.ttft, report.ttft.p95),
        (closed.bands.e2e_latency, simulated.bands.e2e_latency, report.e2e_latency.p95),
    ];
    for (of_model, joined, sampled) in pairs {
        assert!(joined.low < of_model.low && joined.high > of_model.high, "{of_model:?} {joined:?}");
        assert!(joined.high > sampled.high.get() / sampled.value.get(), "{joined:?} {sampled:?}");
    }
    let target = simulated.assessment.unwrap();
    near(target.at_percentile.slow.get(), simulated.bands.ttft.high * target.at_percentile.typical.get());
}

#[test]
fn closed_forms_and_simulation_that_differ_by_more_than_the_band_leave_no_firm_verdict() {
    let scenario = chat();
    let catalogue = Catalogue::shipped().unwrap();
    let outcome = simulate(&scenario, 0, &catalogue, Run { requests: 4000, seed: 1 }).unwrap().unwrap();
    let found = own(&scenario);
    let mut closed = found.service().unwrap().clone();
    for band in [&mut closed.bands.ttft, &mut closed.bands.tpot, &mut closed.bands.e2e_latency] {
        (band.low, band.high) = (0.999, 1.001);
    }
    let simulated = closed.simulated(&outcome, scenario.features[0].slo);
    assert!(simulated.run.unwrap().disagrees);
    assert_eq!(simulated.assessment.unwrap().verdict, Verdict::Unknown);
    // The band then spans both ways.
    let gap = closed.ttft.p95.get() / simulated.ttft.p95.get();
    assert!(simulated.bands.ttft.low <= gap && gap <= simulated.bands.ttft.high, "{gap} {simulated:?}");
}

#[test]
fn a_search_in_slices_finds_what_it_finds_at_once() {
    let (scenario, catalogue) = (chat(), Catalogue::shipped().unwrap());
    let Serving::SelfHosted(fleet) = &scenario.features[0].serving else { panic!("own") };
    let space = search_space(fleet);
    let mut slices = FleetSearch::new(&scenario, 0, &catalogue, space.clone()).unwrap();
    while !slices.advance(7) {}
    let mut whole = FleetSearch::new(&scenario, 0, &catalogue, space).unwrap();
    assert!(whole.advance(whole.total()));
    assert_eq!(slices.found(), whole.found());
    let first = slices.found()[0].point.unwrap();
    near(first.cost.unwrap().per_month.get(), 3650.0);
    assert!(slices.found().iter().filter(|found| found.point.is_some()).count() > 40);
    assert_eq!(precisions(&scenario, 0, &catalogue).unwrap().unwrap().len(), 3);
}

#[test]
fn own_measurements_pull_the_model_towards_them() {
    let mut scenario = chat();
    let before = own(&scenario).service().unwrap().tpot.p50.get();
    let mut measured = Measurement::default();
    use inference_estimator::scenario::FieldGroup;
    measured.set(Field::MeasuredUsers, Some(1.0)).unwrap();
    measured.set(Field::MeasuredTpotMs, Some(2.0 * before)).unwrap();
    fleet(&mut scenario).measurements.push(measured);
    let after = own(&scenario);
    assert!(after.calibrated && after.service().unwrap().tpot.p50.get() > 1.4 * before);
}

#[test]
fn prompts_on_copies_of_their_own_are_answered_and_paid() {
    let mut scenario = chat();
    set(&mut scenario, Field::PrefillCopies, 1.0);
    let own = own(&scenario);
    near(own.month.known().unwrap().get(), 2.0 * 3650.0);
    let closed = own.service().unwrap();
    let catalogue = Catalogue::shipped().unwrap();
    let outcome = simulate(&scenario, 0, &catalogue, Run { requests: 4000, seed: 1 }).unwrap().unwrap();
    let simulated = outcome.steady().unwrap();
    println!("{:?} {:?}", closed.e2e_latency, simulated.e2e_latency);
    assert!((closed.e2e_latency.p50.get() / simulated.e2e_latency.p50.value.get() - 1.0).abs() < 0.15);
}

#[test]
fn a_pasted_configuration_is_the_model_that_it_describes() {
    let config: Value = serde_json::from_str(
        r#"{"model_type": "llama", "num_hidden_layers": 80, "hidden_size": 8192, "num_attention_heads": 64,
            "num_key_value_heads": 8, "intermediate_size": 28672, "vocab_size": 128256,
            "max_position_embeddings": 131072, "rope_scaling": {"factor": 8.0}, "torch_dtype": "bfloat16"}"#,
    )
    .unwrap();
    let listed = own(&chat());
    let mut scenario = chat();
    fleet(&mut scenario).model = OpenModelChoice::from_config(&config).unwrap();
    let typed = own(&scenario);
    near(typed.memory.cache.get() / listed.memory.cache.get(), 1.0);
    assert_eq!(typed.model.as_str(), "llama");
    let error = OpenModelChoice::from_config(&Value::Null).unwrap_err().to_string();
    assert!(error.contains("num_hidden_layers"), "{error}");
}

#[test]
fn every_model_of_the_catalogue_can_be_typed_in() {
    use inference_estimator::scenario::ModelFigures;
    let catalogue = Catalogue::shipped().unwrap();
    let mut compared = 0;
    for model in catalogue.open_models() {
        let mut scenario = chat();
        set(&mut scenario, Field::TensorParallel, 8.0);
        fleet(&mut scenario).model = OpenModelChoice::listed(&model.id);
        let listed = own(&scenario);
        fleet(&mut scenario).model = OpenModelChoice::Custom {
            name: inference_estimator::scenario::Name::new(&model.hf_id),
            figures: Box::new(ModelFigures::of(model).unwrap()),
        };
        scenario.check().unwrap();
        let typed = own(&scenario);
        // Chunked attention is kept whole by engines; typed in, it is a window.
        if !matches!(
            model.other_layers,
            inference_estimator::catalogue::open_model::OtherLayers::Chunked { .. }
        ) {
            // What a checkpoint holds beside the sizes cannot be typed in: towers for images (16 bits a weight, over
            // eight devices), parts that stay in another format, caches that the heads do not describe.
            let own = model.checkpoint;
            if own.quantised == Quantised::Layers && own.compressed_cache.is_none() {
                near(typed.memory.weights.get() + own.tower_params * 2.0 / 8.0, listed.memory.weights.get());
                compared += 1;
            }
            if own.full_kv_values.is_none() && own.compressed_cache.is_none() {
                near(typed.memory.per_conversation.get(), listed.memory.per_conversation.get());
            }
        }
    }
    assert!(compared * 4 > catalogue.open_models().len() * 3, "only {compared} models");
}

#[test]
fn usual_deployments_and_usual_limits_agree_with_an_untouched_fleet() {
    use inference_estimator::estimate::{
        self_hosted::queueing::Limits, self_hosted::serving::deployment::Deployment,
    };
    let catalogue = Catalogue::shipped().unwrap();
    let usual = Deployment::usual(&catalogue.open_models()[0], &catalogue.gpus()[0], WeightPrecision::Fp8, 1);
    let limits =
        Limits::usual(Count::new(1.0).unwrap(), inference_estimator::units::Tokens::new(1.0).unwrap());
    let untouched = Fleet::new(OpenModelChoice::listed(""), GpuChoice::listed("")).size;
    // An empty limit is the engine's default for the device: vLLM's on a card of 80 GiB.
    assert_eq!((untouched.step_tokens(), untouched.batch_limit()), (None, None));
    assert_eq!((usual.step_tokens, usual.max_sequences), (8192, 1024));
    near(limits.step_tokens.get(), f64::from(usual.step_tokens));
    near(usual.memory_share.get(), untouched.memory_share().get());
}

#[test]
fn figures_typed_in_answer_like_the_row_that_they_repeat() {
    use inference_estimator::catalogue::precision::{Engine, KvPrecision};
    assert_eq!(
        (Engine::ALL.len(), KvPrecision::ALL.len()),
        (<Engine as Choice>::ALL.len(), <KvPrecision as Choice>::ALL.len())
    );
    let listed = own(&chat());
    let mut scenario = chat();
    fleet(&mut scenario).model = OpenModelChoice::Custom {
        name: inference_estimator::scenario::Name::new("mine"),
        figures: Box::default(),
    };
    for (field, value) in [
        (Field::Layers, 80.0),
        (Field::HiddenSize, 8192.0),
        (Field::QueryHeads, 64.0),
        (Field::KvHeads, 8.0),
        (Field::FfnSize, 28_672.0),
        (Field::VocabSize, 128_256.0),
        (Field::ParametersB, 70.55),
    ] {
        set(&mut scenario, field, value);
    }
    let typed = own(&scenario);
    let times = |own: &FleetEstimate| {
        let service = own.service().unwrap();
        (service.ttft, service.tpot, service.e2e_latency, service.sustainable)
    };
    assert_eq!((typed.memory.clone(), times(&typed)), (listed.memory.clone(), times(&listed)));
    // Nothing was measured of a model that is known by its figures alone.
    let width = |own: &FleetEstimate| own.service().map(|service| service.bands.tpot.high);
    assert!(width(&typed) > width(&listed));
}

#[test]
fn the_numbers_of_devices_and_models_in_links_never_change() {
    let register = include_str!("data/own_gpu_ids.txt");
    let of = |kind: &'static str| {
        let lines = register.lines().filter_map(move |line| line.strip_prefix(kind)?.strip_prefix(' '));
        lines.collect::<Vec<_>>()
    };
    let gpus: Vec<String> = Gpu::shipped().unwrap().iter().map(|gpu| gpu.id.to_string()).collect();
    let models: Vec<String> =
        OpenModel::shipped().unwrap().iter().map(|model| model.id.to_string()).collect();
    assert_eq!(
        (gpus, models),
        (
            of("gpu").into_iter().map(String::from).collect(),
            of("model").into_iter().map(String::from).collect()
        )
    );
    for (number, id) in of("gpu").into_iter().enumerate() {
        assert_eq!((Gpu::number_of(id), Gpu::id_of(number as u32)), (Some(number as u32), Some(id)));
    }
    for (number, id) in of("model").into_iter().enumerate() {
        assert_eq!(
            (OpenModel::number_of(id), OpenModel::id_of(number as u32)),
            (Some(number as u32), Some(id))
        );
    }
    assert_eq!(Gpu::id_of(9999), None);
}

#[test]
fn the_fleet_to_begin_with_fits_keeps_the_target_and_has_a_price() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut scenario = chat();
    for model in ["llama-3.1-70b", "llama-3.1-8b", "gpt-oss-120b"] {
        let fleet = first_fleet(&scenario, 0, &catalogue, model).unwrap();
        scenario.features[0].serving = Serving::SelfHosted(Box::new(fleet));
        let own = own(&scenario);
        assert_ne!(own.assessment().unwrap().typical_verdict, Verdict::Missed, "{model}");
        assert!(own.month.known().is_some(), "{model}");
    }
    assert_eq!(first_fleet(&scenario, 0, &catalogue, "no such model"), None);
}

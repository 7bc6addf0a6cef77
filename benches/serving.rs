//! One estimate of an own server without simulation, from the deployment to all figures.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench is read, not called")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use inference_estimator::catalogue::Catalogue;
use inference_estimator::catalogue::gpu::Gpu;
use inference_estimator::catalogue::open_model::OpenModel;
use inference_estimator::catalogue::precision::WeightPrecision;
use inference_estimator::estimate::estimate;
use inference_estimator::estimate::self_hosted::queueing::Run;
use inference_estimator::estimate::self_hosted::serving::batching::{ClosedLoop, MeanLengths, closed_loop};
use inference_estimator::estimate::self_hosted::serving::deployment::Deployment;
use inference_estimator::estimate::self_hosted::serving::fitted::FITTED;
use inference_estimator::estimate::self_hosted::serving::memory::Memory;
use inference_estimator::estimate::self_hosted::serving::step_model::StepModel;
use inference_estimator::estimate::self_hosted::{FleetSearch, search_space, simulate};
use inference_estimator::scenario::{
    Field, FieldPath, Fleet, FleetScaling, GpuChoice, OpenModelChoice, Place, Preset, Serving,
};
use std::hint::black_box;

fn one_estimate(criterion: &mut Criterion) {
    let (gpus, models) = (Gpu::shipped().unwrap(), OpenModel::shipped().unwrap());
    let gpu = gpus.iter().find(|gpu| gpu.id == "h100").unwrap();
    let mut group = criterion.benchmark_group("estimate without simulation");
    for id in ["llama-3.1-70b", "deepseek-v3", "qwen3.5-397b-a17b"] {
        let model = models.iter().find(|model| model.id == id).unwrap();
        group.bench_function(BenchmarkId::from_parameter(id), |bencher| {
            bencher.iter(|| {
                let deployment = Deployment::usual(black_box(model), gpu, WeightPrecision::Fp8, 8);
                let step = StepModel::new(&deployment, &FITTED, 1500.0);
                let load = ClosedLoop {
                    users: 64.0,
                    lengths: MeanLengths { input: 1000.0, output: 1000.0 },
                    max_sequences: 256,
                };
                closed_loop(&step, &Memory::of(&deployment), &load)
            });
        });
    }
    group.finish();
}

/// The support chat on own GPUs: as a part of every estimate, and what a face calls besides.
fn own_gpus(criterion: &mut Criterion) {
    let catalogue = Catalogue::shipped().unwrap();
    let mut scenario = Preset::SupportChat.scenario(catalogue.hosted.package().date);
    let fleet = Fleet::new(OpenModelChoice::listed("llama-3.1-70b"), GpuChoice::listed("h100"));
    scenario.features[0].serving = Serving::SelfHosted(Box::new(fleet.clone()));
    let mut group = criterion.benchmark_group("own GPUs");
    for (name, users, scaling) in [
        ("one copy", 1e4, FleetScaling::Fixed),
        ("ten times the load", 1e5, FleetScaling::Fixed),
        ("autoscaling", 1e5, FleetScaling::Auto),
    ] {
        let place = |field| FieldPath { place: Place::Scenario, field };
        scenario.set(place(Field::Users), Some(users)).unwrap();
        let feature = &mut scenario.features[0];
        feature.set(Field::TensorParallel, Some(2.0)).unwrap();
        if let Serving::SelfHosted(fleet) = &mut feature.serving {
            fleet.scaling = scaling;
        }
        group.bench_function(BenchmarkId::new("estimate", name), |bencher| {
            bencher.iter(|| estimate(black_box(&scenario), &catalogue));
        });
    }
    group.bench_function("simulation of 10,000 requests", |bencher| {
        bencher.iter(|| simulate(&scenario, 0, &catalogue, Run::default()));
    });
    let space = search_space(&fleet);
    group.bench_function(BenchmarkId::new("search", space.len()), |bencher| {
        bencher.iter(|| {
            let mut search = FleetSearch::new(&scenario, 0, &catalogue, space.clone()).unwrap();
            search.advance(search.total())
        });
    });
    group.finish();
}

criterion_group!(benches, one_estimate, own_gpus);
criterion_main!(benches);

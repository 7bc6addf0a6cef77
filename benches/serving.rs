//! One estimate of an own server without simulation, from the deployment to all figures.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is read, not called")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use inference_estimator::catalogue::gpu::Gpu;
use inference_estimator::catalogue::open_model::OpenModel;
use inference_estimator::catalogue::precision::WeightPrecision;
use inference_estimator::estimate::serving::batching::{ClosedLoop, Lengths, Spread, closed_loop};
use inference_estimator::estimate::serving::deployment::Deployment;
use inference_estimator::estimate::serving::fitted::FITTED;
use inference_estimator::estimate::serving::memory::Memory;
use inference_estimator::estimate::serving::step_model::StepModel;
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
                    lengths: Lengths { input: 1000.0, output: 1000.0 },
                    spread: Spread::Varied,
                    max_sequences: 256,
                };
                closed_loop(&step, &Memory::of(&deployment), &load)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, one_estimate);
criterion_main!(benches);

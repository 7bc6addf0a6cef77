//! The load simulation: a run of 10,000 requests, and how the cost grows with requests, batch and context.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench is read, not called")]

#[path = "../tests/serving/mod.rs"]
mod serving;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use inference_estimator::catalogue::gpu::{Gpu, PriceKind};
use inference_estimator::catalogue::open_model::OpenModel;
use inference_estimator::catalogue::precision::WeightPrecision;
use inference_estimator::estimate::self_hosted::fleet::{
    Configuration, Demand, GpuHourPrice, OwnFleet, Point, Policy, Scaling, Volumes,
};
use inference_estimator::estimate::self_hosted::queueing::{
    Arrivals, Lengths, Limits, Load, Run, Server, Target,
};
use inference_estimator::estimate::self_hosted::serving::{
    constants::Constants, deployment::Deployment, step_model::StepModel,
};
use inference_estimator::units::{
    Count, Factor, Gpus, Millis, Percentile, RequestsPerSec, Tokens, Usd, UsdPerGpuHour,
};
use serving::AffineStep;
use std::hint::black_box;

fn lengths(mean: f64) -> Lengths {
    Lengths {
        mean: Tokens::new(mean).unwrap(),
        cv: Factor::new(0.8).unwrap(),
        longest: Tokens::new(1e6).unwrap(),
    }
}

fn target() -> Target {
    Target {
        ttft: Some(Millis::new(1000.0).unwrap()),
        tpot: Some(Millis::new(50.0).unwrap()),
        e2e_latency: None,
        percentile: Percentile::new(95.0).unwrap(),
    }
}

/// A server of this batch limit at `share` of its saturation rate.
struct Case {
    step: AffineStep,
    limits: Limits,
    load: Load,
}

impl Case {
    fn new(share: f64, max_batch: f64, input: f64, output: f64) -> Self {
        let mut case = Self {
            step: AffineStep::default(),
            limits: Limits::usual(Count::new(max_batch).unwrap(), Tokens::new(4e7).unwrap()),
            load: Load {
                arrivals: Arrivals::poisson(RequestsPerSec::new(1.0).unwrap()),
                input: lengths(input),
                output: lengths(output),
                prefix: None,
            },
        };
        let rate = share * case.server().saturation(&case.load, 1).get();
        case.load.arrivals.rate = RequestsPerSec::new(rate).unwrap();
        case
    }

    fn server(&self) -> Server<'_> {
        Server {
            step: &self.step,
            limits: self.limits,
            speculation: None,
            overhead: Millis::new(20.0).unwrap(),
        }
    }

    fn run(&self, requests: u32) -> u64 {
        let run = Run { requests, seed: 1 };
        let outcome = self.server().simulate(black_box(&self.load), &target(), run).unwrap();
        outcome.steady().map_or(0, |report| report.events)
    }
}

fn simulation(c: &mut Criterion) {
    let mut group = c.benchmark_group("simulation/load");
    for share in [0.2, 0.5, 0.8, 0.95] {
        let case = Case::new(share, 128.0, 800.0, 200.0);
        group.throughput(Throughput::Elements(10_000));
        group.bench_function(BenchmarkId::from_parameter(share), |b| b.iter(|| case.run(10_000)));
    }
    group.finish();

    let mut group = c.benchmark_group("simulation/requests");
    let case = Case::new(0.7, 128.0, 800.0, 200.0);
    for requests in [1_000, 10_000, 100_000] {
        group.throughput(Throughput::Elements(u64::from(requests)));
        group.bench_function(BenchmarkId::from_parameter(requests), |b| b.iter(|| case.run(requests)));
    }
    group.finish();

    let mut group = c.benchmark_group("simulation/batch");
    for max_batch in [8.0, 64.0, 256.0, 1024.0] {
        let case = Case::new(0.7, max_batch, 800.0, 200.0);
        group.bench_function(BenchmarkId::from_parameter(max_batch), |b| b.iter(|| case.run(10_000)));
    }
    group.finish();

    let mut group = c.benchmark_group("simulation/context");
    for input in [200.0, 2_000.0, 20_000.0, 100_000.0] {
        let case = Case::new(0.7, 128.0, input, 200.0);
        group.bench_function(BenchmarkId::from_parameter(input), |b| b.iter(|| case.run(10_000)));
    }
    group.finish();
}

/// The same with the rooflines of a real deployment: a mixture of experts on one GPU.
fn step_model(c: &mut Criterion) {
    let (gpus, models) = (Gpu::shipped().unwrap(), OpenModel::shipped().unwrap());
    let gpu = gpus.iter().find(|gpu| gpu.id == "h100").unwrap();
    let mut group = c.benchmark_group("simulation/step model");
    for (id, devices) in [("qwen3-32b", 2), ("qwen3-30b-a3b", 1)] {
        let model = models.iter().find(|model| model.id == id).unwrap();
        let deployment = Deployment::usual(model, gpu, WeightPrecision::Fp8, devices);
        let step = StepModel::new(&deployment, &Constants::PRIOR, 1_000.0);
        let mut case = Case::new(0.7, 128.0, 800.0, 200.0);
        let server = Server { step: &step, ..case.server() };
        let rate = 0.7 * server.saturation(&case.load, 1).get();
        case.load.arrivals.rate = RequestsPerSec::new(rate).unwrap();
        let run = Run { requests: 10_000, seed: 1 };
        group.bench_function(BenchmarkId::from_parameter(id), |b| {
            b.iter(|| server.simulate(black_box(&case.load), &target(), run).unwrap());
        });
        group.bench_function(BenchmarkId::new("closed form", id), |b| {
            b.iter(|| server.forecaster(black_box(&case.load)).unwrap().at(case.load.arrivals.rate, 1.0));
        });
    }
    group.finish();
}

fn closed_forms(c: &mut Criterion) {
    let mut group = c.benchmark_group("closed form");
    for max_batch in [16.0, 256.0] {
        let case = Case::new(0.7, max_batch, 800.0, 200.0);
        let of = |case: &Case| {
            let forecaster = case.server().forecaster(black_box(&case.load)).unwrap();
            forecaster.at(case.load.arrivals.rate, 1.0)
        };
        group.bench_function(BenchmarkId::from_parameter(max_batch), |b| b.iter(|| of(&case)));
    }
    group.finish();

    let mut group = c.benchmark_group("frontier");
    let case = Case::new(0.7, 128.0, 800.0, 200.0);
    let configurations: Vec<Configuration> = (0..40)
        .map(|id| Configuration {
            id,
            server: case.server(),
            gpus_per_copy: Gpus::new(1.0).unwrap(),
            price: Some(GpuHourPrice { rate: UsdPerGpuHour::new(2.0).unwrap(), kind: PriceKind::OnDemand }),
        })
        .collect();
    let batches = [8.0, 32.0, 64.0, 128.0, 256.0].map(|batch| Count::new(batch).unwrap());
    let hours: Vec<RequestsPerSec> =
        (0..168).map(|hour| RequestsPerSec::new(f64::from(hour % 24) * 10.0).unwrap()).collect();
    let demand = Demand { load: case.load, hours: &hours };
    for scaling in [Scaling::Fixed, Scaling::Auto] {
        let policy = Policy { scaling, ..Policy::default() };
        let name = BenchmarkId::new("200 configurations", format!("{scaling:?}"));
        group.bench_function(name, |b| {
            b.iter(|| {
                let each = configurations
                    .iter()
                    .flat_map(|configuration| batches.iter().map(move |batch| (configuration, *batch)));
                each.filter_map(|(configuration, batch)| {
                    Point::of(configuration, batch, &demand, &target(), &policy).ok()
                })
                .count()
            });
        });
    }
    group.bench_function("break-even, 200 points", |b| {
        b.iter(|| {
            let policy = Policy::default();
            let own = OwnFleet::new(&configurations[0], &demand, &target(), &policy, None, None);
            let volumes =
                Volumes { from: Count::new(1e3).unwrap(), to: Count::new(1e7).unwrap(), points: 200 };
            own.unwrap().unwrap().against(|_| Usd::new(1e-4).unwrap(), volumes)
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = simulation, step_model, closed_forms
}
criterion_main!(benches);

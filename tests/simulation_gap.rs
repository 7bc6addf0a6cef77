//! How far the closed forms lie from the simulation.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a test may fail")]

mod serving;

use inference_estimator::estimate::self_hosted::queueing::{
    Arrivals, Lengths, Limits, Load, Run, Server, Target,
};
use inference_estimator::units::{Count, Factor, Millis, Percentile, RequestsPerSec, Tokens};
use serving::AffineStep;

fn lengths(mean: f64, cv: f64) -> Lengths {
    Lengths {
        mean: Tokens::new(mean).unwrap(),
        cv: Factor::new(cv).unwrap(),
        longest: Tokens::new(64_000.0).unwrap(),
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[test]
fn closed_forms_lie_near_the_simulation_over_a_grid_of_loads() {
    // With few steps for a prompt, first tokens come in lumps, and their closed form is coarser.
    compare(2048.0, [0.02, 0.07, 0.03, 0.08, 0.12, 0.2, 0.05, 0.1]);
    compare(8192.0, [0.02, 0.07, 0.03, 0.08, 0.15, 0.2, 0.05, 0.1]);
}

fn compare(step_tokens: f64, bounds: [f64; 8]) {
    let step = AffineStep::default();
    let percentile = |p: f64| Percentile::new(p).unwrap();
    let target = Target { ttft: None, tpot: None, e2e_latency: None, percentile: percentile(95.0) };
    let mut gaps: [Vec<f64>; 8] = Default::default();
    for (input, output) in [(200.0, 50.0), (800.0, 200.0), (800.0, 800.0), (4000.0, 300.0), (12_000.0, 500.0)]
    {
        for max_batch in [16.0, 128.0] {
            for (cv, share) in [(0.0, 0.5), (0.8, 0.2), (0.8, 0.5), (0.8, 0.8), (0.8, 0.9)] {
                let usual = Limits::usual(Count::new(max_batch).unwrap(), Tokens::new(400_000.0).unwrap());
                let limits = Limits { step_tokens: Count::new(step_tokens).unwrap(), ..usual };
                let overhead = Millis::new(0.0).unwrap();
                let server = Server { step: &step, limits, speculation: None, overhead };
                let mut load = Load {
                    arrivals: Arrivals::poisson(RequestsPerSec::new(1.0).unwrap()),
                    input: lengths(input, cv),
                    output: lengths(output, cv),
                    prefix: None,
                };
                let most = server.saturation(&load, 1).get();
                load.arrivals.rate = RequestsPerSec::new(share * most).unwrap();
                let closed = server.forecaster(&load).unwrap();
                let run = Run { requests: 10_000, seed: 1 };
                let outcome = server.simulate(&load, &target, run).unwrap();
                let (Some(simulated), forecast) = (outcome.steady(), closed.at(load.arrivals.rate, 1.0))
                else {
                    continue;
                };
                let Some(expected) = forecast.steady() else {
                    println!("{input}/{output} b{max_batch} {share}: closed form unstable");
                    continue;
                };
                let tpot = simulated.tpot.unwrap();
                let pairs = [
                    (closed.sustainable().get(), most),
                    (
                        expected.mean_batch.get(),
                        load.arrivals.rate.get()
                            * (simulated.e2e_latency.mean.value.get()
                                - simulated.queue_wait.mean.value.get())
                            / 1e3,
                    ),
                    (expected.tpot.mean().get(), tpot.mean.value.get()),
                    (expected.tpot.at(percentile(95.0)).get(), tpot.p95.value.get()),
                    (expected.ttft.at(percentile(50.0)).get(), simulated.ttft.p50.value.get()),
                    (expected.ttft.at(percentile(95.0)).get(), simulated.ttft.p95.value.get()),
                    (expected.e2e_latency.mean().get(), simulated.e2e_latency.mean.value.get()),
                    (expected.e2e_latency.at(percentile(95.0)).get(), simulated.e2e_latency.p95.value.get()),
                ];
                print!("{input}/{output} b{max_batch} cv{cv} {share}:");
                for (gap, (closed, simulated)) in gaps.iter_mut().zip(pairs) {
                    print!(" {:+.0}%", 100.0 * (closed / simulated - 1.0));
                    gap.push((closed / simulated - 1.0).abs());
                }
                println!();
            }
        }
    }
    let names = ["rate", "batch", "tpot", "tpot95", "ttft50", "ttft95", "e2e", "e2e95"];
    for ((name, bound), gap) in names.into_iter().zip(bounds).zip(&mut gaps) {
        let middle = median(gap);
        println!("{name}: median gap {:.1} %, worst {:.1} %", 100.0 * middle, 100.0 * gap.last().unwrap());
        assert!(middle < bound, "{name}");
    }
}

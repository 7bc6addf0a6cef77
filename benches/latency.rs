//! Latency of one feature and of all models, the Monte Carlo and the tornado.
#![allow(missing_docs, reason = "made by a macro")]

use criterion::{Criterion, criterion_group, criterion_main};
use inference_estimator::catalogue::latency::LatencyBook;
use inference_estimator::estimate::latency::goodput::{assess, timed, tokens_that_fit};
use inference_estimator::estimate::latency::{Action, Ladder, ModelLatency, TokenSpread, latency};
use inference_estimator::estimate::uncertainty::sensitivity::tornado;
use inference_estimator::estimate::uncertainty::{Normals, Uncertain, monte_carlo};
use inference_estimator::scenario::{ReasoningEffort, SloMetric, Target};
use inference_estimator::units::{Millis, Percentile, Tokens};
use std::hint::black_box;

fn action() -> Action {
    let output = TokenSpread { p50: Tokens::saturating(300.0), p95: Some(Tokens::saturating(900.0)) };
    let none = TokenSpread::fixed(Tokens::saturating(0.0));
    Action::one_call(Millis::saturating(50.0), output, none)
}

fn hosted(criterion: &mut Criterion) {
    let Ok(book) = LatencyBook::shipped() else { return };
    let find =
        |provider: &str, model: &str| ModelLatency::look_up(&book, provider, model, ReasoningEffort::Medium);
    let (Some(measured), Some(full)) =
        (find("openai", "gpt-4o-mini"), find("anthropic", "claude-sonnet-4-6"))
    else {
        return;
    };
    let limit = Millis::saturating(500.0);
    let target = Target { metric: SloMetric::E2eLatency, percentile: Percentile::saturating(95.0), limit };
    let one = action();
    let thinking = Action {
        reasoning: TokenSpread { p50: Tokens::saturating(800.0), p95: Some(Tokens::saturating(4000.0)) },
        ..one
    };
    let agent = Action { in_sequence: 4, in_parallel: 3, ..one };
    let verdict = |model: &ModelLatency, action: &Action| {
        let estimate = latency(model, action);
        let ladders = (Ladder::of(&estimate.ttft.typical), Ladder::of(&estimate.e2e.typical));
        (assess(&target, timed(&estimate, target.metric)), ladders)
    };
    criterion.bench_function("one call, own figures: ladders and verdict", |b| {
        b.iter(|| verdict(black_box(&measured), black_box(&one)));
    });
    criterion.bench_function("one call, class speed with its ends", |b| {
        b.iter(|| verdict(black_box(&full), black_box(&one)));
    });
    criterion.bench_function("one call that thinks, class speed with its ends", |b| {
        b.iter(|| verdict(black_box(&full), black_box(&thinking)));
    });
    criterion.bench_function("4 x 3 calls, class speed with its ends", |b| {
        b.iter(|| verdict(black_box(&full), black_box(&agent)));
    });
    criterion.bench_function("tokens that fit", |b| {
        b.iter(|| tokens_that_fit(&target, black_box(&measured), black_box(&one)));
    });
    look_up(criterion, &book);
}

fn look_up(criterion: &mut Criterion, book: &LatencyBook) {
    criterion.bench_function("look up 1 model", |b| {
        b.iter(|| ModelLatency::look_up(book, "openai", black_box("gpt-4.1"), ReasoningEffort::Medium));
    });
    criterion.bench_function("read the latency book", |b| b.iter(LatencyBook::shipped));
}

/// Cost of a month: requests × (input × rate × (1 − cached × 0.9) + output × rate).
fn month(values: &[f64]) -> f64 {
    let [users, requests, input, output, reasoning, cached, retry, days] = values else { return 0.0 };
    let call = input * 3e-6 * (1.0 - 0.9 * cached) + (output + reasoning) * 15e-6;
    users * requests * days * (1.0 + retry) * call
}

fn uncertainty(criterion: &mut Criterion) {
    let inputs = [
        Uncertain::positive(10_000.0, Some(15_000.0)),
        Uncertain::positive(5.0, Some(20.0)),
        Uncertain::positive(1500.0, Some(6000.0)),
        Uncertain::positive(300.0, Some(900.0)),
        Uncertain::positive(200.0, Some(2000.0)),
        Uncertain::share(0.5, Some(0.8)),
        Uncertain::share(0.02, Some(0.05)),
        Uncertain::fixed(30.0),
    ];
    let normals = Normals::new(1, inputs.len());
    criterion.bench_function("10,000 draws of 8 inputs", |b| {
        b.iter(|| monte_carlo(black_box(&inputs), &normals, month));
    });
    criterion.bench_function("normals for 8 inputs", |b| b.iter(|| Normals::new(black_box(1), 8)));
    criterion.bench_function("tornado of 8 inputs", |b| b.iter(|| tornado(black_box(&inputs), month)));
}

criterion_group!(benches, hosted, uncertainty);
criterion_main!(benches);

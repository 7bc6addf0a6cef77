//! Waiting times and load as JSON.

use super::Object;
use crate::catalogue::Catalogue;
use crate::catalogue::latency::{LatencyBook, LatencyClass};
use crate::estimate::latency::goodput::{Assessment, Headroom, Verdict};
use crate::estimate::latency::throughput::{LimitReport, LimitUse, Throughput};
use crate::estimate::latency::{Ladder, LatencyEstimate, LatencySource, Ranged, Timing};
use crate::estimate::{FeatureWait, NoWait, Wait};
use crate::scenario::json::Value;
use crate::scenario::{SloMetric, Target};
use crate::units::{Factor, Millis, RequestsPerSec};

pub(super) fn feature_wait(wait: &FeatureWait, catalogue: &Catalogue) -> Value {
    // Figures of self-hosted GPUs are written with them.
    let FeatureWait { legs, action, own_gpus: _, goodput, peak, limits } = wait;
    let book = &catalogue.latency;
    Object::default()
        .add("action", known_wait(action, book))
        .list("models", legs, |leg| known_wait(leg, book))
        .known_number("goodput_requests_per_sec_at_peak", goodput.map(RequestsPerSec::get))
        .add("peak", load(peak, limits))
        .done()
}

fn known_wait(wait: &Result<Wait, NoWait>, book: &LatencyBook) -> Value {
    let Wait { latency, assessment, token_p95 } = match wait {
        Ok(wait) => wait,
        Err(NoWait::TooLong { needed, window }) => {
            return Object::default()
                .text("not_known", "too_long")
                .number("needed_tokens", *needed as f64)
                .number("window_tokens", f64::from(*window))
                .done();
        }
        Err(why) => {
            let why = match why {
                NoWait::TooLong { .. } => "too_long",
                NoWait::NoModel => "no_model",
                NoWait::NotKnown => "not_known",
                NoWait::Batch => "batch",
            };
            return Object::default().text("not_known", why).done();
        }
    };
    let LatencyEstimate { ttft, e2e, ttft_source, speed_source, thinks_by_guess } = latency;
    Object::default()
        .add("ttft", timing(ttft))
        .add("e2e_latency", timing(e2e))
        .number("tpot_p95_ms", token_p95.get())
        .add("ttft_source", source(ttft_source, book))
        .add("speed_source", source(speed_source, book))
        .add("reasoning_tokens_assumed", Value::Bool(*thinks_by_guess))
        .add("target", assessment.as_ref().map_or(Value::Null, target))
        .done()
}

pub(super) fn ladder(ladder: &Ladder) -> Object {
    let Ladder { p50, p75, p90, p95, p99 } = ladder;
    Object::default()
        .number("p50_ms", p50.get())
        .number("p75_ms", p75.get())
        .number("p90_ms", p90.get())
        .number("p95_ms", p95.get())
        .number("p99_ms", p99.get())
}

/// p50 to p99, and p95 of a fast and a slow model where the figures are of a class.
fn timing(timing: &Timing) -> Value {
    let object = ladder(&timing.ladder());
    match &timing.ends {
        Some(ends) => object
            .number("p95_of_a_fast_model_ms", ends.0.quantile(0.95).get())
            .number("p95_of_a_slow_model_ms", ends.1.quantile(0.95).get()),
        None => object,
    }
    .done()
}

pub(super) fn source(source: &LatencySource, book: &LatencyBook) -> Value {
    let kind = |kind: &str| Object::default().text("kind", kind);
    let from = |object: Object, n: u32, origin: usize| {
        let origin = book.origins.get(origin);
        let url = origin.and_then(|origin| origin.url);
        object
            .number("n", f64::from(n))
            .text("title", origin.map_or("", |origin| origin.title))
            .add("url", url.map_or(Value::Null, Value::text))
    };
    match source {
        LatencySource::User => kind("user"),
        LatencySource::Measured { n, days, origin } => from(kind("measured"), *n, *origin)
            .text("first_day", &days.0.to_string())
            .text("last_day", &days.1.to_string()),
        LatencySource::Published { n, when, origin } => {
            from(kind("published"), *n, *origin).text("when", when)
        }
        LatencySource::Class { class, n, origin } => {
            from(kind("class"), *n, *origin).text("class", class_key(*class))
        }
    }
    .done()
}

const fn class_key(class: LatencyClass) -> &'static str {
    match class {
        LatencyClass::AtOnce => "at_once",
        LatencyClass::ThinksLow => "thinks_low",
        LatencyClass::ThinksMedium => "thinks_medium",
        LatencyClass::ThinksHigh => "thinks_high",
        LatencyClass::ThinksMaximum => "thinks_maximum",
    }
}

pub(super) const fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Close => "close",
        Verdict::Missed => "missed",
        Verdict::Unknown => "unknown",
    }
}

pub(super) fn target(assessment: &Assessment) -> Value {
    let Assessment { target, verdict, typical_verdict, at_percentile, headroom, share_within, is_guess } =
        assessment;
    let Target { metric, percentile, limit } = target;
    let metric = match metric {
        SloMetric::Ttft => "ttft",
        SloMetric::E2eLatency => "e2e_latency",
    };
    let headroom = match headroom {
        Headroom::Left(left) => left.get(),
        Headroom::Over(over) => -over.get(),
    };
    let Ranged { fast, typical, slow } = share_within;
    // No share of requests is given for a guess.
    let known = |share: f64| (!is_guess).then_some(share);
    Object::default()
        .text("metric", metric)
        .number("percentile", percentile.get())
        .number("limit_ms", limit.get())
        .text("verdict", verdict_key(*verdict))
        .text("verdict_of_a_typical_model", verdict_key(*typical_verdict))
        .add("at_percentile", ranged(at_percentile))
        .number("headroom_ms", headroom)
        .known_number("share_within", known(typical.get()))
        .known_number("share_within_of_a_fast_model", known(fast.get()))
        .known_number("share_within_of_a_slow_model", known(slow.get()))
        .done()
}

pub(super) fn ranged(time: &Ranged<Millis>) -> Value {
    let Ranged { fast, typical, slow } = time;
    Object::default()
        .number("ms", typical.get())
        .number("of_a_fast_model_ms", fast.get())
        .number("of_a_slow_model_ms", slow.get())
        .done()
}

fn load(peak: &Throughput, limits: &LimitReport) -> Value {
    let Throughput { requests_per_sec, requests_per_min, input_tokens_per_min, output_tokens_per_min } = peak;
    let LimitReport { requests, input_tokens, output_tokens } = limits;
    let used = |limit: &LimitUse| limit.used().map(Factor::get);
    Object::default()
        .number("calls_per_sec", requests_per_sec.get())
        .number("calls_per_min", requests_per_min.get())
        .number("input_tokens_per_min", input_tokens_per_min.get())
        .number("output_tokens_per_min", output_tokens_per_min.get())
        .known_number("used_of_requests_limit", used(requests))
        .known_number("used_of_input_tokens_limit", used(input_tokens))
        .known_number("used_of_output_tokens_limit", used(output_tokens))
        .known_number("share_served", limits.share_served().map(|share| share.get()))
        .done()
}

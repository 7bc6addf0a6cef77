//! Self-hosted GPUs as JSON.

use super::Object;
use super::latency::{ladder, target};
use crate::catalogue::gpu::PriceKind;
use crate::estimate::self_hosted::fleet::FleetCost;
use crate::estimate::self_hosted::serving::accuracy::{Band, Basis, Beyond};
use crate::estimate::self_hosted::serving::remedies::Remedy;
use crate::estimate::self_hosted::serving::start::Start;
use crate::estimate::self_hosted::{
    FleetBands, FleetCount, FleetEstimate, FleetMemory, FleetOutcome, FleetProblem, FleetService, FleetStart,
    GpuPriceSource, OutOfReach, Refusal, SimulatedRun,
};
use crate::scenario::Choice;
use crate::scenario::json::Value;

pub(super) fn own_gpus(fleet: Option<&Result<Box<FleetEstimate>, FleetProblem>>) -> Value {
    match fleet {
        None => Value::Null,
        Some(Ok(fleet)) => known(fleet),
        Some(Err(problem)) => {
            let (what, id) = match problem {
                FleetProblem::NotLoaded => return Object::default().text("not_known", "catalogue").done(),
                FleetProblem::UnknownModel(id) => ("model", id),
                FleetProblem::UnknownGpu(id) => ("gpu", id),
            };
            Object::default().text("not_known", what).text("id", id.as_str()).done()
        }
    }
}

fn known(fleet: &FleetEstimate) -> Value {
    let FleetEstimate {
        model,
        gpu,
        checked,
        calibrated,
        gpus_per_copy,
        memory: split,
        start: begun,
        peak,
        mean,
        size,
        outcome,
        price,
        staff,
        month,
        token_cost,
        per_mtok_kept_full,
    } = fleet;
    let object = Object::default()
        .text("model", model.as_str())
        .text("gpu", gpu.as_str())
        .add("figures_checked", Value::Bool(*checked))
        .add("calibrated_by_own_measurements", Value::Bool(*calibrated))
        .number("gpus_per_copy", gpus_per_copy.get())
        .add("memory_per_gpu", memory(split))
        .add("start", start(begun))
        .number("calls_per_sec_at_peak", peak.get())
        .number("calls_per_sec_mean", mean.get())
        .add("size", size.as_ref().map_or(Value::Null, count));
    let object = match outcome {
        FleetOutcome::DoesNotFit => object.text("outcome", "does_not_fit"),
        FleetOutcome::Refused(why) => object.text("outcome", "refused").add("refused", refusal(why)),
        FleetOutcome::Overloaded { sustainable, copies_needed } => object
            .text("outcome", "grows_without_end")
            .number("sustainable_calls_per_sec_and_copy", sustainable.get())
            .known_number("copies_needed", copies_needed.map(f64::from)),
        FleetOutcome::Steady(served) => object.text("outcome", "steady").add("service", service(served)),
    };
    let object = match price {
        None => object.add("gpu_usd_per_hour", Value::Null),
        Some((price, source)) => object
            .number("gpu_usd_per_hour", price.rate.get())
            .text(
                "price_kind",
                match price.kind {
                    PriceKind::OnDemand => "on_demand",
                    PriceKind::ThreeYearRental => "three_years",
                    PriceKind::User => "owned",
                },
            )
            .text(
                "price_source",
                match source {
                    GpuPriceSource::User => "typed",
                    GpuPriceSource::Catalogue(source) => source,
                },
            ),
    };
    object
        .known_number("staff_usd_per_month", staff.map(|usd| usd.get()))
        .cost("cost_usd_per_month", *month)
        .known_number("usd_per_mtok_kept_full", per_mtok_kept_full.map(|rate| rate.get()))
        .add("gpu_cost", token_cost.as_ref().map_or(Value::Null, tokens))
        .done()
}

fn simulated(run: &SimulatedRun) -> Value {
    let SimulatedRun { calls, gap, disagrees } = run;
    Object::default()
        .number("calls", calls.get())
        .number("closed_form_e2e_p95_over_simulated", 1.0 + gap)
        .add("not_well_known", Value::Bool(*disagrees))
        .done()
}

fn memory(memory: &FleetMemory) -> Value {
    let FleetMemory {
        gpu,
        weights,
        activations,
        reserve,
        kept_free,
        cache,
        per_conversation,
        conversation_tokens,
        conversations,
        missing,
        remedies,
    } = memory;
    Object::default()
        .number("gpu_bytes", gpu.get())
        .number("weights_bytes", weights.get())
        .number("activations_bytes", activations.get())
        .number("reserve_bytes", reserve.get())
        .number("kept_free_bytes", kept_free.get())
        .number("cache_bytes", cache.get())
        .number("conversation_bytes", per_conversation.get())
        .number("conversation_tokens", conversation_tokens.get())
        .number("conversations_per_copy", conversations.get())
        .number("missing_bytes", missing.get())
        .list("what_would_make_it_fit", remedies, |remedy| {
            match *remedy {
                Remedy::Weights(weights) => Object::default().text("weights", weights.name()),
                Remedy::Cache(kv) => Object::default().text("kv_cache", kv.name()),
                Remedy::Devices(devices) => Object::default().number("gpus_per_copy", f64::from(devices)),
                Remedy::LongestContext(tokens) => Object::default().number("max_context_tokens", tokens),
                Remedy::Context(tokens) => Object::default().number("conversation_tokens", tokens),
            }
            .done()
        })
        .done()
}

fn start(start: &FleetStart) -> Value {
    let FleetStart { verdict, asked, needed, left, short, margin, longest_that_fits } = start;
    let word = match verdict {
        Start::Starts => "starts",
        Start::NoRequestAbove { .. } => "starts_but_no_request_above",
        Start::DoesNotStart => "does_not_start",
        Start::Tight => "tight",
    };
    Object::default()
        .text("verdict", word)
        .number("longest_context_tokens", asked.get())
        .number("needed_bytes", needed.get())
        .number("left_bytes", left.get())
        .number("missing_bytes", short.get())
        .number("margin_bytes", margin.get())
        .known_number("longest_that_fits_tokens", longest_that_fits.map(|tokens| tokens.get()))
        .done()
}

fn refusal(refusal: &Refusal) -> Value {
    let object = Object::default();
    match *refusal {
        Refusal::RequestTooLong { asked, longest } => object
            .text("why", "request_too_long")
            .number("request_tokens", asked.get())
            .number("longest_context_tokens", longest.get()),
        Refusal::ContextBeyondModel { asked, longest } => object
            .text("why", "context_beyond_model")
            .number("max_context_tokens", asked.get())
            .number("model_context_tokens", longest.get()),
        Refusal::UnevenHeads { heads, gpus } => object
            .text("why", "gpus_do_not_divide_heads")
            .number("query_heads", f64::from(heads))
            .number("tensor_parallel", f64::from(gpus)),
        Refusal::ExpertsBeyondGpus { asked, gpus } => object
            .text("why", "experts_beyond_gpus")
            .number("expert_parallel", f64::from(asked))
            .number("gpus", f64::from(gpus)),
        Refusal::ContextParallel { asked, most } => object
            .text("why", "context_parallel")
            .number("context_parallel", f64::from(asked))
            .number("most", f64::from(most)),
        Refusal::Slices { asked } => object.text("why", "mig_slices").number("mig_slices", f64::from(asked)),
        Refusal::CacheOnHost => object.text("why", "cache_on_host"),
    }
    .done()
}

fn count(count: &FleetCount) -> Value {
    let FleetCount { copies, prefill_copies, spare_copies, gpus, gpu_hours } = count;
    Object::default()
        .number("copies", f64::from(*copies))
        .number("prefill_copies", f64::from(*prefill_copies))
        .number("spare_copies", f64::from(*spare_copies))
        .number("gpus", gpus.get())
        .number("gpu_hours_per_month", gpu_hours.get())
        .done()
}

fn service(service: &FleetService) -> Value {
    let FleetService {
        ttft,
        tpot,
        e2e_latency,
        bands,
        assessment,
        utilisation_at_peak,
        utilisation_mean,
        sustainable,
        output_tokens_per_sec,
        mean_batch,
        prompt_share,
        out_of_reach,
        fewest_copies,
        extrapolated,
        closed: _,
        run,
    } = service;
    let FleetBands { ttft: ttft_band, tpot: tpot_band, e2e_latency: e2e_band } = bands;
    Object::default()
        .add("simulated", run.as_ref().map_or(Value::Null, simulated))
        .add("ttft", ladder(ttft).add("band_80", band(ttft_band)).done())
        .add("tpot", ladder(tpot).add("band_80", band(tpot_band)).done())
        .add("e2e_latency", ladder(e2e_latency).add("band_80", band(e2e_band)).done())
        .add("target", assessment.as_ref().map_or(Value::Null, target))
        .number("utilisation_at_peak", utilisation_at_peak.get())
        .number("utilisation_mean", utilisation_mean.get())
        .number("sustainable_calls_per_sec_and_copy", sustainable.get())
        .number("output_tokens_per_sec_and_copy", output_tokens_per_sec.get())
        .number("mean_batch", mean_batch.get())
        .number("prompt_share", prompt_share.get())
        .add(
            "target_out_of_reach",
            out_of_reach.map_or(Value::Null, |why| {
                Value::text(match why {
                    OutOfReach::EvenIdle => "even_idle",
                    OutOfReach::UnlessNearlyIdle => "unless_nearly_idle",
                })
            }),
        )
        .known_number("fewest_copies", fewest_copies.map(f64::from))
        .list("extrapolated", extrapolated, |beyond| {
            Value::text(match beyond {
                Beyond::Concurrency => "concurrency",
                Beyond::Input => "input_tokens",
                Beyond::Output => "output_tokens",
                Beyond::Devices => "gpus_per_copy",
                Beyond::Family => "gpu_family",
            })
        })
        .done()
}

fn band(band: &Band) -> Value {
    let Band { low, high, basis, rows } = *band;
    Object::default()
        .number("low_factor", low)
        .number("high_factor", high)
        .text(
            "basis",
            match basis {
                Basis::SameKind => "same_kind",
                Basis::OwnMeasurements => "own_measurements",
                Basis::SamePair => "same_pair",
                Basis::NearestKind => "nearest_kind_widened",
            },
        )
        .number("rows", f64::from(rows))
        .done()
}

fn tokens(cost: &FleetCost) -> Value {
    let FleetCost { kind: _, per_month, per_request, per_mtok, input_per_mtok, output_per_mtok } = cost;
    Object::default()
        .number("usd_per_month", per_month.get())
        .number("usd_per_call", per_request.get())
        .number("usd_per_mtok", per_mtok.get())
        .number("input_usd_per_mtok", input_per_mtok.get())
        .number("output_usd_per_mtok", output_per_mtok.get())
        .done()
}

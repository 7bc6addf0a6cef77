//! The likely range, and every priced model of a feature, as JSON.

use super::Object;
use super::latency::{ranged, source, verdict_key};
use crate::catalogue::Catalogue;
use crate::estimate::compare::{ContextFit, ModelRow, RowWait};
use crate::estimate::latency::goodput::TokenRoom;
use crate::estimate::uncertainty::likely::{CostBand, CostSwing, likely as draw};
use crate::estimate::{Comparison, Likely, compare};
use crate::scenario::json::{Value, text_of_model};
use crate::scenario::{ModelRef, Scenario, SloMetric};
use crate::units::Usd;

/// How far the month may be from the estimate; `null` where its cost is not known.
#[must_use]
pub fn likely(scenario: &Scenario, catalogue: &Catalogue) -> Value {
    let Ok(Likely { month, typical_month, user_month, swings }) = draw(scenario, catalogue) else {
        return Value::Null;
    };
    Object::default()
        .number("typical_usd_per_month", typical_month.get())
        .add("usd_per_month", band(&month))
        .add("usd_per_user_month", band(&user_month))
        .list("inputs", &swings, swing)
        .done()
}

fn band(band: &CostBand) -> Value {
    let CostBand { p10, p50, p90, p95, mean, p50_interval: (low, high) } = band;
    Object::default()
        .number("p10", p10.get())
        .number("p50", p50.get())
        .number("p90", p90.get())
        .number("p95", p95.get())
        .number("mean", mean.get())
        .number("p50_of_another_seed_from", low.get())
        .number("p50_of_another_seed_to", high.get())
        .done()
}

fn swing(swing: &CostSwing) -> Value {
    let CostSwing { feature, field, values: (low, high), month_at_p10, month_at_p90, is_assumed } = swing;
    Object::default()
        .number("feature_index", *feature as f64)
        .text("field", field.spec().name)
        .number("p10", *low)
        .number("p90", *high)
        .number("usd_per_month_at_p10", month_at_p10.get())
        .number("usd_per_month_at_p90", month_at_p90.get())
        .add("assumed", Value::Bool(*is_assumed))
        .done()
}

/// Every priced model for each feature of `scenario`.
#[must_use]
pub fn comparisons(scenario: &Scenario, catalogue: &Catalogue) -> Value {
    let all = (0..scenario.features.len()).filter_map(|index| {
        let found = compare(scenario, index, catalogue)?;
        Some(comparison(index, &found, catalogue))
    });
    Value::List(all.collect())
}

fn comparison(index: usize, found: &Comparison, catalogue: &Catalogue) -> Value {
    // The target is written with the feature's waiting time.
    let Comparison { rows, today_month, target: _, metric, percentile, room } = found;
    let timed = match metric {
        SloMetric::Ttft => "ttft",
        SloMetric::E2eLatency => "e2e_latency",
    };
    let object = Object::default()
        .number("feature_index", index as f64)
        .cost("today_usd_per_month", *today_month)
        .text("metric", timed)
        .number("percentile", percentile.get());
    let room = match room {
        None => Value::Null,
        Some(TokenRoom::Any) => Value::text("any"),
        Some(TokenRoom::UpTo(tokens)) => Value::Number(tokens.get()),
        Some(TokenRoom::None) => Value::Number(0.0),
    };
    object
        .add("output_tokens_that_fit_the_target", room)
        .list("models", rows, |each| row(each, catalogue))
        .done()
}

fn row(row: &ModelRow, catalogue: &Catalogue) -> Value {
    let ModelRow {
        model,
        provider: _,
        is_resold,
        cost_per_request,
        month,
        against_today,
        wait: times,
        context,
        is_today,
        on_frontier,
    } = row;
    let text = catalogue.hosted.model(*model).and_then(|model| {
        let provider = catalogue.hosted.provider(model.provider)?;
        Some([&provider.key, "/", &model.slug].concat())
    });
    let text = text.unwrap_or_else(|| text_of_model(&ModelRef::Id(*model)).to_string());
    Object::default()
        .text("model", &text)
        .add("is_today", Value::Bool(*is_today))
        .add("is_resold", Value::Bool(*is_resold))
        .number("cost_usd_per_request", cost_per_request.get())
        .number("cost_usd_per_month", month.get())
        .known_number("against_today_usd_per_month", against_today.map(Usd::get))
        .add("wait", times.as_ref().map_or(Value::Null, |times| wait(times, catalogue)))
        .add("context", fit(*context))
        .add("on_frontier", Value::Bool(*on_frontier))
        .done()
}

fn wait(wait: &RowWait, catalogue: &Catalogue) -> Value {
    let RowWait { ttft, e2e_latency, verdict, share_within, ttft_source, speed_source } = wait;
    let book = &catalogue.latency;
    Object::default()
        .add("ttft", ranged(ttft))
        .add("e2e_latency", ranged(e2e_latency))
        .add("verdict", verdict.map_or(Value::Null, |verdict| Value::text(verdict_key(verdict))))
        .known_number("share_within", share_within.map(|share| share.typical.get()))
        .add("ttft_source", source(ttft_source, book))
        .add("speed_source", source(speed_source, book))
        .done()
}

fn fit(context: ContextFit) -> Value {
    let kind = |kind: &str| Object::default().text("kind", kind);
    match context {
        ContextFit::Fits => kind("fits"),
        ContextFit::NotKnown => kind("not_known"),
        ContextFit::TooSmall { needed, window } => {
            kind("too_small").number("needed_tokens", needed.get()).number("window_tokens", window.get())
        }
        ContextFit::AnswerTooLong { most } => kind("answer_too_long").number("most_tokens", most.get()),
    }
    .done()
}

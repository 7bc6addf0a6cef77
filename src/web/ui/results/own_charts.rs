//! Own GPUs among other settings, and against a hosted model.

use super::own_gpus::precision_name;
use super::own_slow::{Found, Slow};
use crate::chart::{Axis, BreakEven, Chart, CostLine, Dot, Frame, Joined, Quantity, Role, Scatter};
use crate::estimate::self_hosted::FleetPoint;
use crate::estimate::self_hosted::fleet::{BreakEven as Curve, Point};
use crate::format::{Column, Locale, count, exact, percent, usd};
use crate::pieces;
use crate::scenario::{Field, FieldGroup, Slo, SloMetric};
use crate::units::{Power, Usd};
use crate::web::ui::Ui;
use crate::web::ui::charts::chart_block;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::inputs::{model_name, model_picker};
use crate::web::ui::live::{Callback, Signal};
use std::rc::Rc;

/// Cost of a million tokens against latency over settings.
pub fn frontier_block(ui: Ui, slow: Slow) -> Piece {
    chart_block(
        ui,
        Signal::derive(move || slow.read(|found| frontier_finding(&found.points, ui.locale.get()))),
        Signal::derive(move || slow.read(|found| frontier(ui, found))),
        Rc::new(move || {
            el("p").class("src").child(move || slow.read(|found| gap_words(found, ui.locale.get()))).piece()
        }),
    )
}

/// Which settings were simulated, and how far off their closed forms are.
fn gap_words(found: &Found, locale: Locale) -> String {
    let gaps = found.gaps.iter().filter_map(|(place, gap)| {
        let setting = setting(found.points.get(*place)?, locale);
        Some(
            [
                setting.as_str(),
                ", ",
                &percent(gap.abs(), locale),
                if *gap < 0.0 { " shorter" } else { " longer" },
            ]
            .concat(),
        )
    });
    let gaps: Vec<String> = gaps.collect();
    let simulated = if gaps.is_empty() {
        "Closed forms, not simulated.".to_owned()
    } else {
        ["Only these are simulated too; closed form of the whole answer, p95: ", &gaps.join("; "), "."]
            .concat()
    };
    simulated + " Copies are as many as the target takes; prices are of one kind."
}

/// "FP8, 2 GPUs, 32 at once"
fn setting(found: &FleetPoint, locale: Locale) -> String {
    let of = |field| exact(found.fleet.size.value(field).unwrap_or(1.0), locale);
    let gpus = of(Field::TensorParallel);
    let noun = if gpus == "1" { " GPU, " } else { " GPUs, " };
    [&precision_name(found.fleet.weights), ", ", &gpus, noun, &of(Field::BatchLimit), " at once"].concat()
}

fn month_of(point: &Point) -> Option<f64> {
    point.cost.map(|cost| cost.per_month.get())
}

/// "32 at once is the cheapest setting that meets the target"
fn frontier_finding(points: &[FleetPoint], locale: Locale) -> String {
    let now = points.first();
    let mut best: Option<(f64, &FleetPoint)> = None;
    for found in points {
        let Some(point) = found.point.as_ref().filter(|point| point.size.meets_target) else { continue };
        let Some(month) = month_of(point) else { continue };
        if best.is_none_or(|(least, _)| month < least * 0.999) {
            best = Some((month, found));
        }
    }
    let present =
        now.and_then(|now| now.point.as_ref()).filter(|point| point.size.meets_target).and_then(month_of);
    match (best, present) {
        (None, _) if points.is_empty() => "Other settings, by cost and waiting time".to_owned(),
        (None, _) => "No setting here keeps the target, unless nearly idle".to_owned(),
        (Some((least, _)), Some(present)) if present <= least * 1.001 => {
            "This is the cheapest setting that meets the target".to_owned()
        }
        (Some((least, found)), _) => [
            &setting(found, locale),
            " would meet the target for ",
            &usd(Usd::saturating(least), locale),
            " a month",
        ]
        .concat(),
    }
}

fn frontier(ui: Ui, all: &Found) -> Option<(Chart, String)> {
    let locale = ui.locale.get();
    let target = match ui.feature(|feature| feature.slo)? {
        Slo::Target(target) => Some(target),
        Slo::NoTarget => None,
    };
    let metric = target.map_or(SloMetric::Ttft, |target| target.metric);
    let mut dots: Vec<Dot> = Vec::new();
    for (index, found) in all.points.iter().enumerate() {
        let Some((point, cost)) = found.point.as_ref().and_then(|point| Some((point, point.cost?))) else {
            continue;
        };
        let latencies = &point.size.latencies;
        let wait = match metric {
            SloMetric::Ttft => latencies.ttft,
            SloMetric::E2eLatency => latencies.e2e_latency,
        };
        let (x, y) = (wait.get() / 1000.0, cost.per_mtok.get());
        // A larger batch limit than is ever filled changes nothing: the first of such settings stands for all.
        let is_new = dots.iter().all(|dot| (dot.x - x).abs() > 0.005 * x || (dot.y - y).abs() > 0.005 * y);
        if is_new {
            let simulated = all.gaps.iter().any(|(place, _)| *place == index);
            let name = setting(found, locale) + if simulated { ", simulated" } else { "" };
            dots.push(Dot { name, x, y, chosen: index == 0 });
        }
    }
    // What is far off both ways would only press the rest together.
    let least = |of: fn(&Dot) -> f64| dots.iter().map(of).fold(f64::INFINITY, f64::min);
    let (least_x, least_y) = (least(|dot| dot.x), least(|dot| dot.y));
    let most_x = target.map_or(0.0, |target| target.limit.get() / 500.0).max(4.0 * least_x);
    dots.retain(|dot| dot.chosen || (dot.x <= most_x && dot.y <= 6.0 * least_y));
    if dots.len() < 2 {
        return None;
    }
    let what = match metric {
        SloMetric::Ttft => "First word, p",
        SloMetric::E2eLatency => "Whole answer, p",
    };
    let rank = exact(target.map_or(95.0, |target| target.percentile.get()), locale);
    let chart = Scatter {
        name_column: Column::new("Setting", "setting"),
        dots: &dots,
        x: Axis {
            title: [what, &rank, "; left is faster"].concat(),
            key: "wait_s",
            quantity: Quantity::Seconds,
            role: Role::Latency,
            log: false,
        },
        y: Axis {
            title: "Per 1M tokens, in and out; lower is cheaper".to_owned(),
            key: "usd_per_mtok",
            quantity: Quantity::Usd,
            role: Role::Cost,
            log: false,
        },
        target: target.map(|target| target.limit.get() / 1000.0),
        joined: Joined::Frontier,
    };
    let name = ["Cost of 1M tokens against waiting time of ", &exact(dots.len() as f64, locale), " settings"];
    Some((chart.draw(Frame::new(ui.answer_width(), 260.0), locale), name.concat()))
}

/// Own GPUs against a hosted model, over requests a day.
pub fn break_even_block(ui: Ui, slow: Slow) -> Piece {
    let name = move || ui.catalogue.with_value(|catalogue| model_name(&slow.hosted(), catalogue));
    let finding = move || slow.read(|found| even_finding(found.even.as_ref(), &name(), ui.locale.get()));
    let chart = move || slow.read(|found| even_chart(ui, found.even.as_ref()?, name()));
    let after = move || {
        let words = move || slow.read(|found| found.even.as_ref().map(|even| even_words(ui, even)));
        pieces![
            el("p").class("src").child(words),
            el("div").class("model").child(el("span").class("lab").child("Compare with")).child(
                model_picker(
                    ui,
                    Signal::derive(move || slow.hosted()),
                    Callback::new(move |choice| slow.compare_with(&choice)),
                    "Hosted model to compare with",
                    "sel",
                    true
                )
            )
        ]
    };
    chart_block(ui, Signal::derive(finding), Signal::derive(chart), Rc::new(after))
}

/// From where to where own GPUs cost less; an end that lies beyond the volumes shown is none.
fn cheaper_spans(even: &Curve) -> Vec<(Option<f64>, Option<f64>)> {
    let mut spans = Vec::new();
    let first = even.curve.first();
    let mut start =
        first.filter(|first| first.own_per_month.get() < first.hosted_per_month.get()).map(|_| None::<f64>);
    for crossing in &even.crossings {
        let at = crossing.requests_per_day.get();
        match (crossing.own_cheaper_above, start) {
            (true, None) => start = Some(Some(at)),
            (false, Some(from)) => {
                spans.push((from, Some(at)));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        spans.push((from, None));
    }
    spans
}

/// A volume in three digits.
fn volume(value: f64, locale: Locale) -> String {
    let unit = 10_f64.powi((value.max(1.0).decade() - 2).max(0));
    count((value / unit).round() * unit, locale)
}

fn even_finding(even: Option<&Curve>, name: &str, locale: Locale) -> String {
    let Some(even) = even else {
        return ["Against ", name, ": not known without the prices of both"].concat();
    };
    let spans = cheaper_spans(even);
    match spans.as_slice() {
        [] => [name, " costs less than own GPUs at every volume shown"].concat(),
        [(None, None), ..] => ["Own GPUs cost less than ", name, " at every volume shown"].concat(),
        [(None, Some(to)), ..] => ["Own GPUs win up to ", &volume(*to, locale), " requests a day"].concat(),
        [(Some(from), None), ..] => {
            ["Own GPUs win from ", &volume(*from, locale), " requests a day"].concat()
        }
        [(Some(from), Some(_)), ..] => {
            ["Own GPUs win from ", &volume(*from, locale), " requests a day, but only while full"].concat()
        }
    }
}

fn even_words(ui: Ui, even: &Curve) -> String {
    let locale = ui.locale.get();
    let spans = cheaper_spans(even);
    let spans: Vec<String> = spans
        .iter()
        .map(|(from, to)| {
            let from = from.map(|from| ["from ", &volume(from, locale)].concat());
            let to = to.map(|to| ["up to ", &volume(to, locale)].concat());
            [from, to].into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
        .filter(|span| !span.is_empty())
        .collect();
    let first = if spans.is_empty() {
        String::new()
    } else {
        ["Own GPUs cost less ", &spans.join(", and "), " requests an active day. "].concat()
    };
    let now = ui.figures_here(|feature| (feature.volume.per_day.get(), feature.cost.month.known()));
    let now = now.zip(even.curve.last()).and_then(|((per_day, month), most)| {
        // A hosted model costs the same for each request.
        let each = most.hosted_per_month.get() / most.requests_per_day.get();
        let hosted = usd(Usd::saturating(each * per_day), locale);
        Some(["Now: ", &usd(month?, locale), " a month against ", &hosted, ". "].concat())
    });
    let days = ui.feature(|feature| feature.traffic.active_days_per_month().get()).unwrap_or(1.0);
    let worked = even.crossings.first().filter(|first| !first.at_a_step).zip(even.curve.last());
    let worked = worked.map(|(first, last)| {
        let at = first.requests_per_day.get();
        let each = last.hosted_per_month.get() / last.requests_per_day.get();
        let each = (usd(Usd::saturating(each * at), locale), usd(Usd::saturating(each / days), locale));
        let days = exact(days, locale);
        ["Break-even: ", &each.0, " ÷ (", &days, " days × ", &each.1, ") = ", &volume(at, locale), ". "]
            .concat()
    });
    let missed = if even.keeps_target {
        ""
    } else {
        "These copies miss the target, busy or nearly idle: they are as many as the load takes. "
    };
    let staff = if even.staff_per_month.is_some() { "staff as entered" } else { "staff is not counted" };
    [
        &now.unwrap_or_default(),
        &first,
        &worked.unwrap_or_default(),
        missed,
        "Assumes the same requests at every volume, copies as many as each volume takes, paid 730 hours a month \
         with their idle time; ",
        staff,
        ".",
    ]
    .concat()
}

fn even_chart(ui: Ui, even: &Curve, name: String) -> Option<(Chart, String)> {
    let locale = ui.locale.get();
    let now = ui.figures_here(|feature| feature.volume.per_day.get())?;
    let points = |of: fn(&crate::estimate::self_hosted::fleet::CurvePoint) -> f64| {
        even.curve.iter().map(|point| (point.requests_per_day.get(), of(point))).collect::<Vec<_>>()
    };
    let sentence = ["Cost a month of own GPUs and of ", &name, " over requests a day"].concat();
    let lines = [
        CostLine {
            name: "Own GPUs".to_owned(),
            role: Role::OwnGpus,
            points: points(|p| p.own_per_month.get()),
        },
        CostLine { name, role: Role::Hosted, points: points(|p| p.hosted_per_month.get()) },
    ];
    let axis = |title: &str, key: &'static str, quantity: Quantity, role: Role| Axis {
        title: title.to_owned(),
        key,
        quantity,
        role,
        log: false,
    };
    let chart = BreakEven {
        lines: &lines,
        now: Some((now, ["now: ", &count(now, locale), " a day"].concat())),
        x: axis("Requests an active day", "requests_per_day", Quantity::Count, Role::Throughput),
        y: axis("A month; shaded: own GPUs cost less", "usd_per_month", Quantity::Usd, Role::Cost),
    };
    Some((chart.draw(Frame::new(ui.answer_width(), 280.0), locale), sentence))
}

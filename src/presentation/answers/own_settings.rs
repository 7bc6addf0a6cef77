//! Self-hosted GPUs among other settings, and against a hosted model.

use super::models::{CostAgainstLatency, latency_axis};
use super::own_gpus::precision_name;
use crate::catalogue::gpu::PriceKind;
use crate::chart::{Axis, BreakEven, Chart, CostLine, Dot, Frame, Quantity, Role};
use crate::estimate::self_hosted::FleetPoint;
use crate::estimate::self_hosted::fleet::{BreakEven as Curve, CurvePoint, Point};
use crate::format::{Column, Locale, count, exact, percent, usd};
use crate::presentation::View;
use crate::presentation::words::{counted, listed};
use crate::scenario::{Field, FieldGroup, SloMetric};
use crate::units::{Power, Usd};

/// How far the closed form of the setting at a place is from its simulation, in the full response: less 1.
pub type Gaps = [(usize, f64)];

/// "FP8, 2 GPUs, 32 at once"
fn setting(found: &FleetPoint, locale: Locale) -> String {
    let of = |field| found.fleet.size.value(field).unwrap_or(1.0);
    let gpus = of(Field::TensorParallel);
    let gpus = counted(gpus, &exact(gpus, locale), "GPU", "GPUs");
    let most = exact(of(Field::BatchLimit), locale);
    [&precision_name(found.fleet.weights), ", ", &gpus, ", ", &most, " at once"].concat()
}

fn month_of(point: &Point) -> Option<f64> {
    point.cost.map(|cost| cost.per_month.get())
}

/// Which settings were simulated, and how far off their closed forms are.
#[must_use]
pub fn gap_words(points: &[FleetPoint], gaps: &Gaps, locale: Locale) -> String {
    let gaps = gaps.iter().filter_map(|(place, gap)| {
        let setting = setting(points.get(*place)?, locale);
        let longer = if *gap < 0.0 { " shorter" } else { " longer" };
        Some([&setting, ", ", &percent(gap.abs(), locale), longer].concat())
    });
    let gaps: Vec<String> = gaps.collect();
    let simulated = if gaps.is_empty() {
        "Closed forms, not simulated.".to_owned()
    } else {
        let gaps = gaps.join("; ");
        ["Only these are simulated too; closed form of the full response, p95: ", &gaps, "."].concat()
    };
    simulated + " Replicas are as many as the target takes; prices are of one kind."
}

/// "FP8, 2 GPUs, 32 at once: its estimate meets the target, for $3,650 a month". The search compares estimates, not their
/// bands, so it gives no verdict.
#[must_use]
pub fn settings_finding(points: &[FleetPoint], locale: Locale) -> String {
    let meets = |found: &FleetPoint| found.point.filter(|point| point.size.meets_target);
    let mut best: Option<(f64, &FleetPoint)> = None;
    for found in points {
        let Some(month) = meets(found).as_ref().and_then(month_of) else { continue };
        if best.is_none_or(|(least, _)| month < least * 0.999) {
            best = Some((month, found));
        }
    }
    let present = points.first().and_then(meets).as_ref().and_then(month_of);
    match (best, present) {
        (None, _) if points.is_empty() => "Other settings, by cost and latency".to_owned(),
        (None, _) => "No setting\u{2019}s estimate meets the target, except at very low load".to_owned(),
        (Some((least, _)), Some(present)) if present <= least * 1.001 => {
            "This is the cheapest setting whose estimate meets the target".to_owned()
        }
        (Some((least, found)), _) => {
            let month = usd(Usd::saturating(least), locale);
            [&setting(found, locale), ": its estimate meets the target, for ", &month, " a month"].concat()
        }
    }
}

/// Cost of a million tokens against latency over settings; nothing where there is one setting.
#[must_use]
pub fn settings_chart(view: &View, points: &[FleetPoint], gaps: &Gaps) -> Option<CostAgainstLatency> {
    let (locale, target) = (view.locale, view.target());
    let metric = target.map_or(SloMetric::Ttft, |target| target.metric);
    let mut dots: Vec<Dot> = Vec::new();
    for (index, found) in points.iter().enumerate() {
        let Some((point, cost)) = found.point.as_ref().and_then(|point| Some((point, point.cost?))) else {
            continue;
        };
        let latencies = &point.size.latencies;
        let latency = match metric {
            SloMetric::Ttft => latencies.ttft,
            SloMetric::E2eLatency => latencies.e2e_latency,
        };
        let (x, y) = (latency.get() / 1000.0, cost.per_mtok.get());
        // A larger batch limit than is ever filled changes nothing: the first of such settings represents all.
        let is_new = dots.iter().all(|dot| (dot.x - x).abs() > 0.005 * x || (dot.y - y).abs() > 0.005 * y);
        if is_new {
            let simulated = gaps.iter().any(|(place, _)| *place == index);
            let name = setting(found, locale) + if simulated { ", simulated" } else { "" };
            dots.push(Dot { name, x, y, chosen: index == 0 });
        }
    }
    // What is far off both ways would only squeeze the rest together.
    let least = |of: fn(&Dot) -> f64| dots.iter().map(of).fold(f64::INFINITY, f64::min);
    let (least_x, least_y) = (least(|dot| dot.x), least(|dot| dot.y));
    let most_x = target.map_or(0.0, |target| target.limit.get() / 500.0).max(4.0 * least_x);
    dots.retain(|dot| dot.chosen || (dot.x <= most_x && dot.y <= 6.0 * least_y));
    if dots.len() < 2 {
        return None;
    }
    let name =
        ["Cost of 1M tokens against latency of ", &exact(dots.len() as f64, locale), " settings"].concat();
    Some(CostAgainstLatency {
        dots,
        ids: Vec::new(),
        names: Column::new("Setting", "setting"),
        x: latency_axis(target, locale),
        y: Axis {
            title: "Per 1M tokens, input and output; lower is cheaper".to_owned(),
            key: "usd_per_mtok",
            quantity: Quantity::Usd,
            role: Role::Cost,
            log: false,
        },
        target: target.map(|target| target.limit.get() / 1000.0),
        name,
    })
}

/// The label of the hosted model to compare with.
pub const COMPARE_WITH: &str = "Compare with";
/// The name of the list of those models.
pub const COMPARE_LIST: &str = "Hosted model to compare with";
/// What a step of the history is called that chooses one.
pub const COMPARE_STEP: &str = "model to compare with";

/// From where to where self-hosted GPUs cost less; an end beyond the volumes shown is none.
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

/// "18,000 requests a day", in three digits.
fn volume(value: f64, locale: Locale) -> String {
    let unit = 10_f64.powi((value.max(1.0).decade() - 2).max(0));
    count((value / unit).round() * unit, locale)
}

/// "Self-hosted GPUs cost less from 18,000 requests a day"
#[must_use]
pub fn break_even_finding(even: Option<&Curve>, name: &str, locale: Locale) -> String {
    let Some(even) = even else {
        return ["Against ", name, ": not known without the prices of both"].concat();
    };
    let volume = |at: f64| volume(at, locale);
    match cheaper_spans(even).as_slice() {
        [] => [name, " costs less than self-hosted GPUs at every volume shown"].concat(),
        [(None, None), ..] => ["Self-hosted GPUs cost less than ", name, " at every volume shown"].concat(),
        [(None, Some(to)), ..] => {
            ["Self-hosted GPUs cost less up to ", &volume(*to), " requests a day"].concat()
        }
        [(Some(from), None), ..] => {
            ["Self-hosted GPUs cost less from ", &volume(*from), " requests a day"].concat()
        }
        [(Some(from), Some(_)), ..] => [
            "Self-hosted GPUs cost less from ",
            &volume(*from),
            " requests a day, but only while they are busy",
        ]
        .concat(),
    }
}

/// What GPUs are paid at. A rental of three years and a price on demand are never compared under one name.
#[must_use]
pub const fn price_kind(kind: PriceKind) -> &'static str {
    match kind {
        PriceKind::OnDemand => "the on-demand price",
        PriceKind::ThreeYearRental => "the price of a three-year rental",
        PriceKind::User => "the price that was entered",
    }
}

/// The present volume, the spans, and the break-even on a calculator.
#[must_use]
pub fn break_even_words(view: &View, even: &Curve) -> String {
    let locale = view.locale;
    let spans: Vec<String> = cheaper_spans(even)
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
        ["Self-hosted GPUs cost less ", &listed(&spans), " requests an active day. "].concat()
    };
    // A hosted model costs the same for each request.
    let hosted = even.curve.last().map(|most| most.hosted_per_month.get() / most.requests_per_day.get());
    let now = view.costs().zip(hosted).and_then(|(feature, each)| {
        let hosted = usd(Usd::saturating(each * feature.volume.per_day.get()), locale);
        let month = usd(feature.cost.month.known()?, locale);
        Some(["Now: ", &month, " a month against ", &hosted, ". "].concat())
    });
    let days = view.feature().map_or(1.0, |feature| feature.traffic.active_days_per_month().get());
    let worked = even.crossings.first().filter(|first| !first.at_a_step).zip(hosted);
    let worked = worked.map(|(first, each)| {
        let at = first.requests_per_day.get();
        let [month, request] = [each * at, each / days].map(|amount| usd(Usd::saturating(amount), locale));
        let days = counted(days, &exact(days, locale), "day", "days");
        ["Break-even: ", &month, " ÷ (", &days, " × ", &request, ") = ", &volume(at, locale), ". "].concat()
    });
    let missed = if even.keeps_target {
        ""
    } else {
        "These replicas miss the target at any load: they are as many as the load takes. "
    };
    let staff = if even.staff_per_month.is_some() { "staff as entered" } else { "staff is not counted" };
    [
        &now.unwrap_or_default(),
        &first,
        &worked.unwrap_or_default(),
        missed,
        "Assumes the same requests at every volume, as many replicas as each volume takes, paid 730 hours a month \
         with their idle time, at ",
        price_kind(even.kind),
        "; ",
        staff,
        ".",
    ]
    .concat()
}

/// Cost over volume, to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEvenChart {
    /// Self-hosted GPUs, the hosted model that they are compared with first, and others.
    pub lines: Vec<CostLine>,
    /// The present volume, and the words for it.
    pub now: (f64, String),
    /// The chart in a sentence.
    pub name: String,
}

impl BreakEvenChart {
    /// The chart, `width` CSS pixels wide.
    #[must_use]
    pub fn draw(&self, width: f64, locale: Locale) -> Chart {
        let axis = |title: &str, key, quantity, role| Axis {
            title: title.to_owned(),
            key,
            quantity,
            role,
            log: false,
        };
        let chart = BreakEven {
            lines: &self.lines,
            now: Some(self.now.clone()),
            x: axis("Requests an active day", "requests_per_day", Quantity::Count, Role::Throughput),
            y: axis(
                "A month; shaded: self-hosted GPUs cost less",
                "usd_per_month",
                Quantity::Usd,
                Role::Cost,
            ),
        };
        chart.draw(Frame::new(width, 280.0), locale)
    }
}

/// A hosted model by name, and self-hosted GPUs against it.
pub type Against = (String, Curve);

/// Where self-hosted GPUs cost less than each of the other hosted models; nothing where there are none.
#[must_use]
pub fn break_even_others(others: &[Against], locale: Locale) -> Option<String> {
    let each = others.iter().map(|(name, even)| {
        let at = match cheaper_spans(even).as_slice() {
            [] => "at no volume shown".to_owned(),
            [(None, None), ..] => "at every volume shown".to_owned(),
            [(None, Some(to)), ..] => ["up to ", &volume(*to, locale), " a day"].concat(),
            [(Some(from), None), ..] => ["from ", &volume(*from, locale), " a day"].concat(),
            [(Some(from), Some(_)), ..] => {
                ["from ", &volume(*from, locale), " a day, not throughout"].concat()
            }
        };
        [name.as_str(), ": ", &at].concat()
    });
    let each: Vec<String> = each.collect();
    (!each.is_empty())
        .then(|| ["Self-hosted GPUs cost less than other hosted models: ", &each.join("; "), "."].concat())
}

/// Cost a month of self-hosted GPUs and of hosted models over requests a day; the first model is the one they are compared
/// with.
#[must_use]
pub fn break_even_chart(
    view: &View,
    even: &Curve,
    hosted: &str,
    others: &[Against],
) -> Option<BreakEvenChart> {
    let now = view.costs()?.volume.per_day.get();
    let line = |name: &str, role, even: &Curve, of: fn(&CurvePoint) -> f64| CostLine {
        name: name.to_owned(),
        role,
        points: even.curve.iter().map(|point| (point.requests_per_day.get(), of(point))).collect(),
    };
    let of_hosted = |point: &CurvePoint| point.hosted_per_month.get();
    let mut lines = vec![
        line("Self-hosted GPUs", Role::OwnGpus, even, |point| point.own_per_month.get()),
        line(hosted, Role::Hosted, even, of_hosted),
    ];
    lines.extend(others.iter().map(|(name, even)| line(name, Role::HostedSecond, even, of_hosted)));
    let names: Vec<&str> =
        std::iter::once(hosted).chain(others.iter().map(|(name, _)| name.as_str())).collect();
    Some(BreakEvenChart {
        lines,
        now: (now, ["now: ", &count(now, view.locale), " a day"].concat()),
        name: ["Cost a month of self-hosted GPUs and of ", &listed(&names), " over requests a day"].concat(),
    })
}

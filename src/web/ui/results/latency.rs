//! How long the user waits, against the target, and how much arrives at once.

use super::waits::source_of;
use crate::chart::{Chart, Frame, PercentileStrip};
use crate::estimate::goodput::{Verdict, timed};
use crate::estimate::latency::Delivery;
use crate::estimate::throughput::{CallLoad, LimitReport, LimitUse, Limits, Throughput};
use crate::estimate::{FeatureEstimate, Wait};
use crate::format::{Timed, against, count, exact, exact_time, percent, share, time, times};
use crate::pieces;
use crate::scenario::{Slo, SloMetric, Target};
use crate::units::{Count, Tokens};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::{
    Ui,
    charts::chart_block,
    parts::{Status, source, status},
};
use leptos::prelude::*;
use std::rc::Rc;

/// Waiting times against the target, and the load.
pub fn latency_block(ui: Ui) -> Piece {
    chart_block(
        ui,
        Signal::derive(move || finding(ui)),
        Signal::derive(move || strip(ui)),
        Rc::new(move || {
            pieces![
                el("dl").class("stats").child(move || stats(ui)),
                move || perceived(ui),
                move || limits(ui),
                move || where_from(ui)
            ]
            .piece()
        }),
    )
    .piece()
}

/// The slowest model of the feature that is open, by what its target times.
fn here<T>(ui: Ui, read: impl FnOnce(&Wait, SloMetric) -> T) -> Option<T> {
    let index = ui.chosen.get();
    let metric = target(ui).map_or(SloMetric::Ttft, |target| target.metric);
    ui.waits.with(|waits| {
        let slowest = waits.get(index)?.iter().max_by(|a, b| {
            let at = |wait: &Wait| timed(&wait.latency, metric).ladder().p95.get();
            at(a).total_cmp(&at(b))
        });
        slowest.map(|wait| read(wait, metric))
    })
}

fn target(ui: Ui) -> Option<Target> {
    match ui.feature(|feature| feature.slo)? {
        Slo::Target(target) => Some(target),
        Slo::NoTarget => None,
    }
}

fn name(ui: Ui) -> String {
    ui.feature(|feature| feature.name.as_str().to_owned()).unwrap_or_default()
}

/// "Support chat starts to answer in 1.6 s, inside its 2 s target"
fn finding(ui: Ui) -> String {
    let locale = ui.locale.get();
    let target = target(ui);
    let said = here(ui, |wait, metric| {
        let verb = match metric {
            SloMetric::Ttft => " starts to answer in ",
            SloMetric::E2eLatency => " has answered in ",
        };
        let Some((target, assessment)) = target.zip(wait.assessment.as_ref()) else {
            let p95 = timed(&wait.latency, metric).ladder().p95;
            return [verb, &time(p95, Timed::Answer, locale), " for 95 of 100; it has no target"].concat();
        };
        let held = against(assessment.at_percentile.typical, target.limit, Timed::Answer, locale);
        let limit = exact_time(target.limit, Timed::Answer, locale);
        match assessment.verdict {
            Verdict::Met => [verb, &held.time, ", inside its ", &limit, " target"].concat(),
            Verdict::Close => [verb, &held.time, ", close to its ", &limit, " target"].concat(),
            Verdict::Missed => [verb, &held.time, ", ", &held.margin, " too late"].concat(),
            Verdict::Unknown => {
                let at = &assessment.at_percentile;
                let seconds = |value| time(value, Timed::Answer, locale);
                [
                    " may or may not meet its ",
                    &limit,
                    " target: ",
                    &seconds(at.fast),
                    " to ",
                    &seconds(at.slow),
                ]
                .concat()
            }
        }
    });
    match said {
        Some(said) => name(ui) + &said,
        None => ["How long ", &name(ui), " takes is not known"].concat(),
    }
}

fn strip(ui: Ui) -> Option<(Chart, String)> {
    let locale = ui.locale.get();
    let width = ui.answer_width();
    let target = target(ui);
    here(ui, |wait, metric| {
        let ladder = timed(&wait.latency, metric).ladder();
        let limit = target.map(|target| target.limit);
        let strip = PercentileStrip { p50: ladder.p50, p95: ladder.p95, p99: ladder.p99, target: limit };
        let seconds = |value| time(value, Timed::Answer, locale);
        let what = match metric {
            SloMetric::Ttft => "Time to first word",
            SloMetric::E2eLatency => "Time to the whole answer",
        };
        let words = [
            what,
            ": half within ",
            &seconds(ladder.p50),
            ", 95 of 100 within ",
            &seconds(ladder.p95),
            ", 99 of 100 within ",
            &seconds(ladder.p99),
        ]
        .concat();
        let words = limit.map_or_else(
            || words.clone(),
            |limit| [&words, ", target ", &exact_time(limit, Timed::Answer, locale)].concat(),
        );
        (strip.draw(Frame::new(width, 76.0), locale), words)
    })
}

/// One of the four figures: the mark of its measure, its name, the figure, how it comes about.
fn stat(mark: &'static str, term: &'static str, value: String, how: String) -> Piece {
    el("div")
        .child(el("dt").child(el("i").class(["key ", mark].concat())).child(term))
        .child(el("dd").child(value))
        .child(el("dd").class("by").child(how))
        .piece()
}

fn stats(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let answer = ui.feature(|feature| feature.workload.output_tokens().get()).unwrap_or(0.0);
    let waits = here(ui, |wait, metric| {
        let token = wait.token_p95;
        let speed =
            ["TPOT; ", &count((1000.0 / token.get().max(1e-9)).round(), locale), " tokens a second"].concat();
        let next = stat("l", "Each next token, p95", time(token, Timed::Token, locale), speed);
        let seconds = |value| time(value, Timed::Answer, locale);
        let other = match metric {
            SloMetric::Ttft => {
                let whole = wait.latency.e2e.ladder().p95;
                stat("l", "Whole answer, p95", seconds(whole), [&exact(answer, locale), " tokens"].concat())
            }
            SloMetric::E2eLatency => {
                stat("l", "First word, p95", seconds(wait.latency.ttft.ladder().p95), "TTFT".to_owned())
            }
        };
        [next, other]
    });
    let load = ui.figures_here(|feature| {
        let volume = &feature.volume;
        let peak = at_peak(feature);
        let second = |value: f64| [&count(value, locale), " a second"].concat();
        let tokens_out = peak.output_tokens_per_min.get() / 60.0;
        [
            stat(
                "h",
                "Average load",
                second(volume.average.get()),
                [&exact(volume.per_day.get(), locale), " ÷ 86,400 s"].concat(),
            ),
            stat(
                "h",
                "Load at peak",
                second(volume.peak.get()),
                [&count(tokens_out, locale), " tokens a second out"].concat(),
            ),
        ]
    });
    pieces![waits, load].piece()
}

/// "Read as it streams …": what the reader notices, which changes no cost.
fn perceived(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let Some((output, reading)) =
        ui.feature(|feature| (feature.workload.output_tokens(), feature.latency.reading_tokens_per_sec()))
    else {
        return ().piece();
    };
    let line = here(ui, |wait, _| {
        let seconds = |value| time(value, Timed::Answer, locale);
        let said = |delivery| {
            let noticed = wait.latency.perceived(delivery, output, reading);
            [
                "begin to read after ",
                &seconds(noticed.until_reading),
                " and have read it after ",
                &seconds(noticed.until_read),
            ]
            .concat()
        };
        ["Streamed, half ", &said(Delivery::Streamed), "; all at once, ", &said(Delivery::Whole), "."]
            .concat()
    });
    line.map(|line| el("p").class("s q goal").child(line)).piece()
}

/// The load at the peak against the provider's limits, where they are given.
fn limits(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let Some(limits) = ui.feature(|feature| Limits::of(&feature.rate_limits)) else { return ().piece() };
    if limits == Limits::default() {
        return ().piece();
    }
    let Some(peak) = ui.figures_here(at_peak) else { return ().piece() };
    let report = LimitReport::new(&peak, &limits);
    let row = |what: &'static str, load: f64, limit: Option<f64>, used: LimitUse| {
        let (sign, words) = match used {
            LimitUse::NotKnown => (Status::Unknown, "not known".to_owned()),
            LimitUse::Within(part) => (Status::Meets, percent(part.get(), locale) + " used"),
            LimitUse::Close(part) => (Status::Close, percent(part.get(), locale) + " used"),
            LimitUse::Over(part) => (Status::Misses, times(part.get(), locale) + " the limit"),
        };
        let limit = limit.map_or_else(|| "not known".to_owned(), |limit| exact(limit, locale));
        el("tr")
            .child(el("th").attr("scope", "row").child(what))
            .child(el("td").child(count(load, locale)))
            .child(el("td").child(limit))
            .child(el("td").class("l").child(status(sign, words)))
    };
    el("div")
        .class("tscroll limits")
        .child(
            el("table")
                .child(
                    el("thead").child(
                        el("tr")
                            .child(el("th").attr("scope", "col").child("A minute, at peak"))
                            .child(el("th").attr("scope", "col").child("Load"))
                            .child(el("th").attr("scope", "col").child("Allowed"))
                            .child(el("th").attr("scope", "col").class("l").child("Rate limit")),
                    ),
                )
                .child(
                    el("tbody")
                        .child(row(
                            "Requests",
                            peak.requests_per_min.get(),
                            limits.requests_per_min.map(Count::get),
                            report.requests,
                        ))
                        .child(row(
                            "Tokens in",
                            peak.input_tokens_per_min.get(),
                            limits.input_tokens_per_min.map(Tokens::get),
                            report.input_tokens,
                        ))
                        .child(row(
                            "Tokens out",
                            peak.output_tokens_per_min.get(),
                            limits.output_tokens_per_min.map(Tokens::get),
                            report.output_tokens,
                        )),
                ),
        )
        .piece()
}

/// Calls and tokens in the busiest hour.
fn at_peak(feature: &FeatureEstimate) -> Throughput {
    let load = CallLoad {
        calls_per_request: Count::saturating(feature.calls_per_request.get()),
        input: feature.tokens.mean_input(),
        output: feature.tokens.billed_output(),
    };
    Throughput::at(feature.volume.peak, &load)
}

/// How many meet the target, and where the figures are from.
fn where_from(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let Some(target) = target(ui).map(Some).or(Some(None)) else { return ().piece() };
    let lines = here(ui, |wait, _| {
        let within = wait.assessment.as_ref().zip(target).map(|(assessment, target)| {
            let within = &assessment.share_within;
            let limit = exact_time(target.limit, Timed::Answer, locale);
            let range = if wait.latency.ttft.ends.is_some() && within.fast != within.slow {
                [
                    ", ",
                    &percent(within.slow.get(), locale),
                    " to ",
                    &percent(within.fast.get(), locale),
                    " over the models of its kind",
                ]
                .concat()
            } else {
                String::new()
            };
            [&share(within.typical, locale), " of requests are within ", &limit, &range, ". "].concat()
        });
        ui.latency_book.with_value(|book| {
            let book = book.as_ref()?;
            let first = source_of(&wait.latency.ttft_source, book, locale);
            let speed = source_of(&wait.latency.speed_source, book, locale);
            Some((within.unwrap_or_default(), first, speed))
        })
    });
    let Some((within, first, speed)) = lines.flatten() else { return ().piece() };
    let same = first == speed;
    el("p")
        .class("src")
        .child(within)
        .child(if same { "Times: " } else { "First word: " })
        .child(source(first.0, first.1))
        .child((!same).then(|| pieces![". Speed: ", source(speed.0, speed.1)]))
        .child(".")
        .piece()
}

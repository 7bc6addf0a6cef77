//! How long the user waits, against the target, and how much arrives at once.

use super::candidates;
use super::limits::limits;
use super::waits::source_of;
use crate::chart::{Chart, Frame, PercentileStrip};
use crate::estimate::Wait;
use crate::estimate::latency::goodput::{Assessment, TokenRoom, Verdict, timed};
use crate::estimate::latency::{Delivery, Ladder, LatencyEstimate, Timing};
use crate::format::{
    Cell, Column, Locale, Table, Timed, against, count, exact, exact_time, percent, share, time, usd,
};
use crate::pieces;
use crate::scenario::{HostedModelChoice, ModelRef, Slo, SloMetric, Target};
use crate::units::{Millis, Usd};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::Signal;
use crate::web::ui::{
    Ui,
    charts::chart_block,
    inputs::answer_by,
    parts::{Icon, note, source},
};
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
                move || instead(ui),
                move || perceived(ui),
                limits(ui),
                move || where_from(ui)
            ]
            .piece()
        }),
    )
    .piece()
}

/// Reads the waiting time of the feature that is open, with what its target times.
fn here<T>(ui: Ui, read: impl FnOnce(&Wait, SloMetric) -> T) -> Option<T> {
    let metric = target(ui).map_or(SloMetric::Ttft, |target| target.metric);
    ui.wait_here(|wait| wait.action.as_ref().ok().map(|wait| read(wait, metric))).flatten()
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
    let said = here(ui, |wait, metric| {
        let p95 = timed(&wait.latency, metric).ladder().p95;
        held_words(metric, wait.assessment.as_ref(), p95, locale)
    });
    match said {
        Some(said) => name(ui) + &said,
        None => ["How long ", &name(ui), " takes is not known"].concat(),
    }
}

/// " starts to answer in 1.6 s, inside its 2 s target"
pub(super) fn held_words(
    metric: SloMetric,
    assessment: Option<&Assessment>,
    p95: Millis,
    locale: Locale,
) -> String {
    let verb = match metric {
        SloMetric::Ttft => " starts to answer in ",
        SloMetric::E2eLatency => " has answered in ",
    };
    let Some(assessment) = assessment else {
        return [verb, &time(p95, Timed::Answer, locale), " for 95 of 100; it has no target"].concat();
    };
    let limit = assessment.target.limit;
    let held = against(assessment.at_percentile.typical, limit, Timed::Answer, locale);
    let limit = exact_time(limit, Timed::Answer, locale);
    match assessment.verdict {
        Verdict::Met => [verb, &held.time, ", inside its ", &limit, " target"].concat(),
        Verdict::Close => [verb, &held.time, ", close to its ", &limit, " target"].concat(),
        Verdict::Missed => [verb, &held.time, ", ", &held.margin, " too late"].concat(),
        Verdict::Unknown => {
            let at = &assessment.at_percentile;
            let seconds = |value| time(value, Timed::Answer, locale);
            let range = [&seconds(at.fast), " to ", &seconds(at.slow)].concat();
            [" may or may not meet its ", &limit, " target: ", &range].concat()
        }
    }
}

fn strip(ui: Ui) -> Option<(Chart, String)> {
    let locale = ui.locale.get();
    let target = target(ui);
    here(ui, |wait, metric| {
        let ladder = timed(&wait.latency, metric).ladder();
        let limit = target.map(|target| target.limit);
        let mut found = percentile_strip(&ladder, metric, limit, ui.answer_width(), locale);
        found.0.table = percentiles(&wait.latency, limit, locale);
        found
    })
}

/// Every percentile of both times, and the target below.
fn percentiles(latency: &LatencyEstimate, limit: Option<Millis>, locale: Locale) -> Table {
    let columns = [("Requests", "percentile"), ("First word", "ttft_ms"), ("Whole answer", "e2e_latency_ms")];
    let mut table = Table::new(columns.map(|(title, key)| Column::new(title, key)));
    let steps = |timing: &Timing| {
        let Ladder { p50, p75, p90, p95, p99 } = timing.ladder();
        [p50, p75, p90, p95, p99]
    };
    let cell = |at: Millis| Cell::number(at.get(), time(at, Timed::Answer, locale));
    let names = ["half, p50", "75 of 100, p75", "90 of 100, p90", "95 of 100, p95", "99 of 100, p99"];
    let times = steps(&latency.ttft).into_iter().zip(steps(&latency.e2e));
    for (name, (first, whole)) in names.into_iter().zip(times) {
        table.rows.push(vec![Cell::text(name), cell(first), cell(whole)]);
    }
    if let Some(limit) = limit {
        let text = exact_time(limit, Timed::Answer, locale);
        table.rows.push(vec![Cell::text("target"), Cell::number(limit.get(), text), Cell::text("")]);
    }
    table
}

/// The strip of a time by percentile, and its name.
pub(super) fn percentile_strip(
    ladder: &Ladder,
    metric: SloMetric,
    limit: Option<Millis>,
    width: f64,
    locale: Locale,
) -> (Chart, String) {
    let strip = PercentileStrip { p50: ladder.p50, p95: ladder.p95, p99: ladder.p99, target: limit };
    let seconds = |value| time(value, Timed::Answer, locale);
    let what = match metric {
        SloMetric::Ttft => "Time to first word",
        SloMetric::E2eLatency => "Time to the whole answer",
    };
    let mut words = [
        what,
        ": half within ",
        &seconds(ladder.p50),
        ", 95 of 100 within ",
        &seconds(ladder.p95),
        ", 99 of 100 within ",
        &seconds(ladder.p99),
    ]
    .concat();
    if let Some(limit) = limit {
        words = [&words, ", target ", &exact_time(limit, Timed::Answer, locale)].concat();
    }
    (strip.draw(Frame::new(width, 76.0), locale), words)
}

/// One of the four figures: the mark of its measure, its name, the figure, how it comes about.
pub(super) fn stat(mark: &'static str, term: &'static str, value: String, how: String) -> Piece {
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
    let peak = ui.wait_here(|wait| wait.peak);
    let load = ui.figures_here(|feature| {
        let volume = &feature.volume;
        let peak = peak?;
        let second = |value: f64| [&count(value, locale), " a second"].concat();
        let tokens_out = peak.output_tokens_per_min.get() / 60.0;
        Some([
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
        ])
    });
    pieces![waits, load.flatten()].piece()
}

/// "Shown as it streams …": what the reader notices, which changes no cost.
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
            [" begin at ", &seconds(noticed.until_reading), " and finish at ", &seconds(noticed.until_read)]
                .concat()
        };
        [
            "Shown as it streams, half of the readers",
            &said(Delivery::Streamed),
            "; shown all at once, they",
            &said(Delivery::Whole),
            ".",
        ]
        .concat()
    });
    line.map(|line| el("p").class("s q goal").child(line)).piece()
}

/// What would have to change for the target to be met: the length of the answer, or the model.
fn instead(ui: Ui) -> Piece {
    let missed = ui.wait_here(|wait| wait.assessment().map(|held| held.verdict)).flatten();
    if !matches!(missed, Some(Verdict::Missed | Verdict::Unknown)) {
        return ().piece();
    }
    let locale = ui.locale.get();
    let room = ui.compared.with(|found| found.as_ref()?.room);
    let shorter = match room {
        Some(TokenRoom::UpTo(tokens)) => {
            ["answers of up to ", &count(tokens.get(), locale), " tokens, or "].concat()
        }
        _ => String::new(),
    };
    let others = candidates(ui);
    let meeting = || others.iter().filter(|other| !other.is_chosen && other.meets());
    let Some(cheapest) = meeting().min_by(|a, b| a.month.total_cmp(&b.month)) else {
        return match shorter.strip_suffix(", or ") {
            Some(shorter) => note(Icon::Info, ["To meet it: ", shorter, "."].concat().piece()),
            None => note(Icon::Info, "No model whose waiting time is known meets it.".piece()),
        };
    };
    let (id, also) = (cheapest.id, meeting().count());
    let also = match also {
        0 | 1 => String::new(),
        2 => "; one other would too".to_owned(),
        _ => ["; ", &count((also - 1) as f64, locale), " others would too"].concat(),
    };
    let take = move |_| answer_by(ui, HostedModelChoice::Book(ModelRef::Id(id)));
    note(
        Icon::Info,
        pieces![
            "To meet it: ",
            shorter,
            cheapest.name.clone(),
            ", for ",
            usd(Usd::saturating(cheapest.month), locale),
            " a month",
            also,
            ". ",
            el("button").attr("type", "button").class("link").on("click", take).child("Use it")
        ]
        .piece(),
    )
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
        ui.catalogue.with_value(|catalogue| {
            let source = |of| source_of(of, &catalogue.latency, locale);
            (
                within.unwrap_or_default(),
                source(&wait.latency.ttft_source),
                source(&wait.latency.speed_source),
            )
        })
    });
    let Some((within, first, speed)) = lines else { return ().piece() };
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

//! How fast own GPUs answer in the busiest hour: by closed forms, then simulated.

use super::latency::{held_words, percentile_strip, stat};
use super::own_gpus::{many, own};
use super::own_slow::Slow;
use crate::estimate::latency::Ladder;
use crate::estimate::self_hosted::queueing::{Outcome, Percentiles};
use crate::estimate::self_hosted::serving::accuracy::{Band, Basis, Beyond};
use crate::estimate::self_hosted::{FleetEstimate, FleetService, OutOfReach};
use crate::format::{Cell, Column, Locale, Table, Timed, count, exact, percent, time};
use crate::pieces;
use crate::scenario::{Slo, SloMetric};
use crate::units::Millis;
use crate::web::ui::Ui;
use crate::web::ui::charts::{chart_block, table};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::Signal;
use std::rc::Rc;

/// Waiting times against the target, and how busy a copy is.
pub fn times_block(ui: Ui, slow: Slow) -> Piece {
    let target = move || match ui.feature(|feature| feature.slo) {
        Some(Slo::Target(target)) => Some(target),
        _ => None,
    };
    let metric = move || target().map_or(SloMetric::Ttft, |target| target.metric);
    let ladder = move |service: &FleetService| match metric() {
        SloMetric::Ttft => service.ttft,
        SloMetric::E2eLatency => service.e2e_latency,
    };
    let finding = move || {
        let said = own(ui, |own| {
            let service = own.service()?;
            Some(held_words(metric(), service.assessment.as_ref(), ladder(service).p95, ui.locale.get()))
        });
        let name = ui.feature(|feature| feature.name.as_str().to_owned()).unwrap_or_default();
        name + &said.flatten().unwrap_or_default()
    };
    let chart = move || {
        own(ui, |own| {
            let ladder = ladder(own.service()?);
            let limit = target().map(|target| target.limit);
            Some(percentile_strip(&ladder, metric(), limit, ui.answer_width(), ui.locale.get()))
        })
        .flatten()
    };
    chart_block(
        ui,
        Signal::derive(finding),
        Signal::derive(chart),
        Rc::new(move || {
            pieces![
                move || percentiles(ui, slow).map(|found| el("div").class("times").child(table(&found))),
                el("dl").class("stats").child(move || own(ui, |own| stats(own, ui.locale.get())).flatten()),
                move || own(ui, |own| how_sure(own, ui.locale.get())).flatten(),
                move || simulation_words(ui, slow)
            ]
        }),
    )
}

/// Times by percentile: by closed forms with their band, then simulated with the sampling error.
fn percentiles(ui: Ui, slow: Slow) -> Option<Table> {
    let locale = ui.locale.get();
    let rows = own(ui, |own| {
        let service = own.service()?;
        let bands = &service.bands;
        Some([
            ("First word, TTFT", Timed::Answer, service.ttft, bands.ttft),
            ("Each next token, TPOT", Timed::Token, service.tpot, bands.tpot),
            ("Whole answer", Timed::Answer, service.e2e_latency, bands.e2e_latency),
        ])
    })??;
    let titles = ["At the peak", "half, p50", "p75", "p90", "95 of 100, p95", "p99", "p95 lies likely in"];
    let keys = ["time", "p50_ms", "p75_ms", "p90_ms", "p95_ms", "p99_ms", "p95_range"];
    let mut found = Table::new(titles.into_iter().zip(keys).map(|(title, key)| Column::new(title, key)));
    let mut row = |name: String, timed: Timed, ladder: &Ladder, (low, high): (Millis, Millis)| {
        let Ladder { p50, p75, p90, p95, p99 } = *ladder;
        let mut cells = vec![Cell::text(name)];
        cells.extend([p50, p75, p90, p95, p99].map(|at| Cell::text(time(at, timed, locale))));
        cells.push(Cell::text([&time(low, timed, locale), " to ", &time(high, timed, locale)].concat()));
        found.rows.push(cells);
    };
    for (name, timed, ladder, band) in &rows {
        let at = |factor: f64| Millis::saturating(ladder.p95.get() * factor);
        row((*name).to_owned(), *timed, ladder, (at(band.low), at(band.high)));
    }
    slow.read(|slow| {
        let Some(report) = slow.simulated.as_ref().and_then(Outcome::steady) else { return };
        let simulated = [Some(report.ttft), report.tpot, Some(report.e2e_latency)];
        for ((name, timed, ..), times) in rows.iter().zip(simulated) {
            if let Some(times) = times {
                let name = [*name, ", simulated"].concat();
                row(name, *timed, &ladder_of(&times), (times.p95.low, times.p95.high));
            }
        }
    });
    Some(found)
}

fn ladder_of(times: &Percentiles) -> Ladder {
    let Percentiles { mean: _, p50, p75, p90, p95, p99 } = times;
    Ladder { p50: p50.value, p75: p75.value, p90: p90.value, p95: p95.value, p99: p99.value }
}

fn simulation_words(ui: Ui, slow: Slow) -> Piece {
    let locale = ui.locale.get();
    let closed = own(ui, |own| own.service().map(|service| service.e2e_latency.p95.get())).flatten();
    let words = slow.read(|found| match &found.simulated {
        None => "Simulation: follows after a pause.".to_owned(),
        Some(Outcome::Unstable(_)) => {
            "Simulated: so close to the most that a copy sustains that the wait grows without end.".to_owned()
        }
        Some(Outcome::Steady(report)) => {
            let simulated = report.e2e_latency.p95.value.get();
            let gap = closed.map_or(0.0, |closed| closed / simulated.max(1e-9) - 1.0);
            [
                "Simulated: one copy and ",
                &exact(report.measured_requests.get(), locale),
                " calls of the busiest hour; the range is the sampling error alone. Whole answer, p95: the closed form is ",
                &percent(gap.abs(), locale),
                if gap < 0.0 { " shorter." } else { " longer." },
            ]
            .concat()
        }
    });
    el("p").class("src").child(words).piece()
}

fn stats(own: &FleetEstimate, locale: Locale) -> Option<Piece> {
    let service = own.service()?;
    let size = own.size?;
    let a_second = |value: f64| [&count(value, locale), " a second"].concat();
    let fewest = match (service.out_of_reach, service.fewest_copies) {
        (Some(OutOfReach::EvenIdle), _) => "even an idle one misses the target".to_owned(),
        (Some(OutOfReach::UnlessNearlyIdle), _) => "only nearly idle ones keep the target".to_owned(),
        (None, Some(fewest)) => [&exact(f64::from(fewest), locale), " would do"].concat(),
        (None, None) => many(size.gpus.get(), " GPU", " GPUs", locale),
    };
    let copies = f64::from(size.copies + size.prefill_copies + size.spare_copies);
    let tokens = [&count(service.output_tokens_per_sec.get(), locale), " tokens a second out"].concat();
    let at_peak = percent(service.utilisation_at_peak.get(), locale);
    Some(pieces![
        stat("h", "One copy can serve", a_second(service.sustainable.get()), tokens),
        stat("h", "Busy at peak", at_peak, a_second(own.peak.get())),
        stat(
            "h",
            "Busy on average",
            percent(service.utilisation_mean.get(), locale),
            "the rest is paid and idle".to_owned()
        ),
        stat("h", "Copies", exact(copies, locale), fewest)
    ])
}

/// What the ranges rest on, and what lies beyond the measurements.
fn how_sure(own: &FleetEstimate, locale: Locale) -> Option<Piece> {
    let service = own.service()?;
    let Band { basis, rows, .. } = service.bands.ttft;
    let kind = match basis {
        Basis::OwnMeasurements => " runs of other servers that were shifted by two of their own measurements",
        Basis::SamePair => " measurements on GPUs of this kind, with models measured there as this one was",
        Basis::SameKind => {
            " measurements on GPUs of this kind, of models or GPUs that were left out; wider, since \
             this pair was not measured"
        }
        Basis::NearestKind => {
            " measurements of other kinds of GPUs, widened: nothing of this kind was measured \
             under load"
        }
    };
    let calibrated = match (own.calibrated, basis) {
        (true, Basis::OwnMeasurements) => " Your own measurements are taken in, and narrow the range.",
        (true, _) => " Your own measurements are taken in; two narrow the range.",
        (false, _) => "",
    };
    let beyond: Vec<&str> = service
        .extrapolated
        .iter()
        .map(|what| match what {
            Beyond::Concurrency => "so many requests at once",
            Beyond::Input => "such long prompts",
            Beyond::Output => "such long answers",
            Beyond::Devices => "so many GPUs a copy",
            Beyond::Family => "GPUs of this kind",
        })
        .collect();
    let beyond = if beyond.is_empty() {
        String::new()
    } else {
        [" Extrapolated: nothing was measured with ", &beyond.join(", "), "."].concat()
    };
    let line = [
        "Times by closed forms. The range held 8 of 10 of ",
        &exact(f64::from(rows), locale),
        kind,
        ".",
        calibrated,
        &beyond,
    ];
    Some(el("p").class("src").child(line.concat()).piece())
}

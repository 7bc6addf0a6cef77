//! How fast self-hosted GPUs respond in the busiest hour: by closed forms, then simulated.

use super::fleet::{fleet, many};
use super::latency::{Percentiles, Stat, finding, percentiles};
use crate::estimate::latency::Ladder;
use crate::estimate::self_hosted::queueing::{Outcome, Percentiles as Simulated};
use crate::estimate::self_hosted::serving::accuracy::{Band, Basis, Beyond};
use crate::estimate::self_hosted::{FleetEstimate, FleetService, OutOfReach};
use crate::format::{Cell, Column, Locale, Table, Timed, count, exact, percent, time};
use crate::presentation::View;
use crate::scenario::SloMetric;
use crate::units::Millis;

/// How fast the GPUs respond in the busiest hour.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    /// The finding.
    pub heading: String,
    /// The chart.
    pub percentiles: Percentiles,
    /// The figures under it.
    pub stats: Vec<Stat>,
    /// What the ranges rest on.
    pub how_sure: String,
}

fn ladder(service: &FleetService, metric: SloMetric) -> Ladder {
    match metric {
        SloMetric::Ttft => service.ttft,
        SloMetric::E2eLatency => service.e2e_latency,
    }
}

/// How fast the GPUs respond in the busiest hour, by closed forms; nothing where they do not.
#[must_use]
pub fn times(view: &View) -> Option<Times> {
    let (own, locale) = (fleet(view)?, view.locale);
    let service = own.service()?;
    let metric = view.target().map_or(SloMetric::Ttft, |target| target.metric);
    let limit = view.target().map(|target| target.limit);
    let ladder = ladder(service, metric);
    Some(Times {
        heading: finding(view.feature_name(), metric, service.assessment.as_ref(), ladder.p95, locale),
        percentiles: percentiles(&ladder, metric, limit, locale),
        stats: stats(own, service, locale),
        how_sure: how_sure(own, service, locale),
    })
}

/// Times by percentile: by closed forms with their band, then simulated with the sampling error.
#[must_use]
pub fn times_table(view: &View, simulated: Option<&Outcome>) -> Option<Table> {
    let locale = view.locale;
    let service = fleet(view)?.service()?;
    let bands = &service.bands;
    let rows = [
        ("Time to first token · TTFT", Timed::Answer, service.ttft, bands.ttft),
        ("Time per output token · TPOT", Timed::Token, service.tpot, bands.tpot),
        ("Full response · end to end", Timed::Answer, service.e2e_latency, bands.e2e_latency),
    ];
    let titles = ["At the peak", "median (p50)", "p75", "p90", "p95", "p99", "Likely range of p95"];
    let keys = ["time", "p50_ms", "p75_ms", "p90_ms", "p95_ms", "p99_ms", "p95_range"];
    let mut table = Table::new(titles.into_iter().zip(keys).map(|(title, key)| Column::new(title, key)));
    let mut row = |name: String, timed: Timed, ladder: &Ladder, (low, high): (Millis, Millis)| {
        let Ladder { p50, p75, p90, p95, p99 } = *ladder;
        let mut cells = vec![Cell::text(name)];
        cells.extend([p50, p75, p90, p95, p99].map(|at| Cell::number(at.get(), time(at, timed, locale))));
        cells.push(Cell::text([&time(low, timed, locale), " to ", &time(high, timed, locale)].concat()));
        table.rows.push(cells);
    };
    for (name, timed, ladder, band) in &rows {
        let at = |factor: f64| Millis::saturating(ladder.p95.get() * factor);
        row((*name).to_owned(), *timed, ladder, (at(band.low), at(band.high)));
    }
    if let Some(report) = simulated.and_then(Outcome::steady) {
        let simulated = [Some(report.ttft), report.tpot, Some(report.e2e_latency)];
        for ((name, timed, ..), times) in rows.iter().zip(simulated) {
            if let Some(times) = times {
                let name = [*name, ", simulated"].concat();
                row(name, *timed, &ladder_of(&times), (times.p95.low, times.p95.high));
            }
        }
    }
    Some(table)
}

fn ladder_of(times: &Simulated) -> Ladder {
    let Simulated { mean: _, p50, p75, p90, p95, p99 } = times;
    Ladder { p50: p50.value, p75: p75.value, p90: p90.value, p95: p95.value, p99: p99.value }
}

/// What the simulation says of the closed forms.
#[must_use]
pub fn simulation(view: &View, simulated: Option<&Outcome>) -> String {
    let locale = view.locale;
    match simulated {
        None => "Simulation: follows after a pause.".to_owned(),
        Some(Outcome::Unstable(_)) => {
            "Simulated: so close to the maximum that a replica sustains that the latency grows without end."
                .to_owned()
        }
        Some(Outcome::Steady(report)) => {
            let simulated = report.e2e_latency.p95.value.get();
            let closed = fleet(view).and_then(|own| own.service()).map(|own| own.e2e_latency.p95.get());
            let gap = closed.map_or(0.0, |closed| closed / simulated.max(1e-9) - 1.0);
            [
                "Simulated: one replica and ",
                &many(report.measured_requests.get(), "call", "calls", locale),
                " of the busiest hour; the range is the sampling error alone. Full response, p95: the closed form is ",
                &percent(gap.abs(), locale),
                if gap < 0.0 { " shorter." } else { " longer." },
            ]
            .concat()
        }
    }
}

fn stats(own: &FleetEstimate, service: &FleetService, locale: Locale) -> Vec<Stat> {
    let Some(size) = own.size else { return Vec::new() };
    let a_second = |value: f64| [&count(value, locale), " a second"].concat();
    let fewest = match (service.out_of_reach, service.fewest_copies) {
        (Some(OutOfReach::EvenIdle), _) => "even an idle one misses the target".to_owned(),
        (Some(OutOfReach::UnlessNearlyIdle), _) => "the target is met only at very low load".to_owned(),
        (None, Some(fewest)) => [&exact(f64::from(fewest), locale), " would be enough"].concat(),
        (None, None) => many(size.gpus.get(), "GPU", "GPUs", locale),
    };
    let replicas = f64::from(size.copies + size.prefill_copies + size.spare_copies);
    let output = [&count(service.output_tokens_per_sec.get(), locale), " output tokens a second"].concat();
    let peak = percent(service.utilisation_at_peak.get(), locale);
    let mean = percent(service.utilisation_mean.get(), locale);
    vec![
        Stat::throughput("One replica can serve", a_second(service.sustainable.get()), output),
        Stat::throughput("Busy at peak", peak, a_second(own.peak.get())),
        Stat::throughput("Busy on average", mean, "the rest is paid and idle".to_owned()),
        Stat::throughput("Replicas", exact(replicas, locale), fewest),
    ]
}

/// What the ranges rest on, and what lies beyond the measurements.
fn how_sure(own: &FleetEstimate, service: &FleetService, locale: Locale) -> String {
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
        (true, Basis::OwnMeasurements) => " Your own measurements are used, and narrow the range.",
        (true, _) => " Your own measurements are used; two of them narrow the range.",
        (false, _) => "",
    };
    let beyond: Vec<&str> = service
        .extrapolated
        .iter()
        .map(|what| match what {
            Beyond::Concurrency => "so many requests at once",
            Beyond::Input => "such long prompts",
            Beyond::Output => "such long responses",
            Beyond::Devices => "so many GPUs per replica",
            Beyond::Family => "GPUs of this kind",
        })
        .collect();
    let beyond = if beyond.is_empty() {
        String::new()
    } else {
        [" Extrapolated: nothing was measured with ", &beyond.join(", "), "."].concat()
    };
    [
        "Computed by closed forms. The likely range covered 8 of 10 of ",
        &exact(f64::from(rows), locale),
        kind,
        ".",
        calibrated,
        &beyond,
    ]
    .concat()
}

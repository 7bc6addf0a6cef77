//! How fast self-hosted GPUs respond in the busiest hour: by closed forms, then simulated.

use super::fleet::{fleet, many};
use super::latency::{Percentiles, Stat, finding, percentiles};
use crate::estimate::latency::Ladder;
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

/// How fast the GPUs respond in the busiest hour; nothing where they do not.
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

/// Times by percentile with their likely range: simulated where that is done, by closed forms until then.
#[must_use]
pub fn times_table(view: &View) -> Option<Table> {
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
    for (name, timed, ladder, band) in rows {
        let Ladder { p50, p75, p90, p95, p99 } = ladder;
        let mut cells = vec![Cell::text(name)];
        cells.extend([p50, p75, p90, p95, p99].map(|at| Cell::number(at.get(), time(at, timed, locale))));
        let at = |factor: f64| time(Millis::saturating(p95.get() * factor), timed, locale);
        cells.push(Cell::text([&at(band.low), " to ", &at(band.high)].concat()));
        table.rows.push(cells);
    }
    Some(table)
}

/// Where the times come from, and whether the simulation and the closed forms agree.
#[must_use]
pub fn simulation(view: &View) -> String {
    let locale = view.locale;
    let Some(run) = fleet(view).and_then(FleetEstimate::service).and_then(|service| service.run) else {
        return "Closed forms; the simulation follows after a pause.".to_owned();
    };
    if run.calls.get() < 1.0 {
        return "Not well known: simulated, a replica is so close to the maximum that it sustains that the latency \
                grows without end. The figures are closed forms."
            .to_owned();
    }
    let gap = [percent(run.gap.abs(), locale).as_str(), if run.gap < 0.0 { " shorter" } else { " longer" }]
        .concat();
    let calls = many(run.calls.get(), "call", "calls", locale);
    let simulated = ["Simulated: one replica and ", &calls, " of the busiest hour. "].concat();
    if run.disagrees {
        [
            &simulated,
            "Not well known: the closed form of the full response, p95, is ",
            &gap,
            ", and the two ways differ by more than the likely range, which is widened to contain both.",
        ]
        .concat()
    } else {
        [
            &simulated,
            "The likely range joins the model\u{2019}s error and that of so many calls. Closed form of the full \
             response, p95: ",
            &gap,
            ".",
        ]
        .concat()
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
    ["The likely range covered 8 of 10 of ", &exact(f64::from(rows), locale), kind, ".", calibrated, &beyond]
        .concat()
}

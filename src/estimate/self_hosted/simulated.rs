//! Simulated times in the place of closed forms: the better of two ways to compute one figure, with a band that knows both
//! the model's error and that of having simulated only so many calls.

use super::queueing::{Distribution, LoadReport, Measured, Outcome, Percentiles};
use super::serving::accuracy::Band;
use super::{FleetBands, FleetService};
use crate::estimate::latency::goodput::{Assessment, Verdict, assess_at};
use crate::estimate::latency::{Ladder, Ranged};
use crate::scenario::{Slo, SloMetric, Target};
use crate::units::{Count, Millis, Percentile};

/// A simulated run of one copy in the busiest hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimulatedRun {
    /// Calls behind the percentiles; none where the run came to no steady state, and then the closed forms stay.
    pub calls: Count,
    /// Full response of a call, p95: the closed form over the simulation, less 1.
    pub gap: f64,
    /// Whether closed forms and simulation differ by more than the band: then nothing is well known, the band spans both,
    /// and no verdict is firm.
    pub disagrees: bool,
}

/// The closed forms that a simulation is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClosedForms {
    /// Time to the first token of a call.
    pub call_ttft: Distribution,
    /// Time to the last token of a call.
    pub call_e2e: Distribution,
    /// Time to the first visible token of a request of one or more calls.
    pub ttft: Distribution,
    /// Time to the last token of a request.
    pub e2e_latency: Distribution,
}

/// 95 % intervals as 80 % intervals: the ratio of the normal distribution's quantiles.
const OF_95: f64 = 1.281_55 / 1.959_96;

/// Factors from the closed forms to the simulation, at the percentiles of a [`Ladder`].
#[derive(Clone, Copy)]
struct Factors([(f64, f64); 5]);

impl Factors {
    fn new(simulated: &Percentiles, closed: impl Fn(Percentile) -> Millis) -> Self {
        let Percentiles { mean: _, p50, p75, p90, p95, p99 } = simulated;
        let ranks = [(50.0, p50), (75.0, p75), (90.0, p90), (95.0, p95), (99.0, p99)];
        Self(ranks.map(|(rank, measured)| {
            let closed = closed(Percentile::saturating(rank)).get();
            (rank, if closed > 0.0 { measured.value.get() / closed } else { 1.0 })
        }))
    }

    /// The factor at `rank`, linear between the percentiles.
    fn at(&self, rank: f64) -> f64 {
        let [first, .., last] = self.0;
        if rank <= first.0 {
            return first.1;
        }
        let pairs = self.0.iter().zip(self.0.iter().skip(1));
        for ((low, a), (high, b)) in pairs {
            if rank <= *high {
                return a + (b - a) * (rank - low) / (high - low);
            }
        }
        last.1
    }
}

/// `band` joined with the sampling error of `simulated`: independent errors, by their squares on logarithms.
fn joined(band: &Band, simulated: &Measured) -> Band {
    let part = |end: Millis| (end.get() / simulated.value.get().max(1e-12)).max(1e-3).ln() * OF_95;
    let middle = 0.5 * (band.low.ln() + band.high.ln());
    let end = |of_band: f64, of_sample: f64| {
        let away = of_band.ln() - middle;
        (middle + away.signum() * (away * away + of_sample * of_sample).sqrt()).exp()
    };
    Band { low: end(band.low, part(simulated.low)), high: end(band.high, part(simulated.high)), ..*band }
}

/// Wide enough for the closed form too, which is `factor` times the simulation.
fn spanning(band: &Band, factor: f64) -> Band {
    Band { low: band.low * factor.min(1.0), high: band.high * factor.max(1.0), ..*band }
}

fn outside(band: &Band, factor: f64) -> bool {
    factor < band.low.min(1.0) || factor > band.high.max(1.0)
}

impl FleetService {
    /// The service with the times that were simulated. Those of a request of more calls, or with hidden thinking, are the
    /// closed forms times the simulation's factor for each of their parts.
    #[must_use]
    pub fn simulated(&self, outcome: &Outcome, slo: Slo) -> Self {
        match outcome {
            Outcome::Steady(report) => self.with_report(report, slo),
            Outcome::Unstable(_) => {
                let run = SimulatedRun { calls: Count::saturating(0.0), gap: 0.0, disagrees: true };
                Self { run: Some(run), assessment: unknown(self.assessment), ..self.clone() }
            }
        }
    }

    fn with_report(&self, report: &LoadReport, slo: Slo) -> Self {
        let closed = &self.closed;
        let of_first = Factors::new(&report.ttft, |rank| closed.call_ttft.at(rank));
        let of_whole = Factors::new(&report.e2e_latency, |rank| closed.call_e2e.at(rank));
        let of_token = report.tpot.as_ref().map(|tpot| Factors::new(tpot, |rank| at(&self.tpot, rank)));
        // What stands before the first visible token beside its own prompt: earlier calls, and thinking.
        let (own, all) = (closed.call_ttft.mean().get(), closed.ttft.mean().get().max(1e-9));
        let own = (own / all).min(1.0);
        let first = |rank: f64| own * of_first.at(rank) + (1.0 - own) * of_whole.at(rank);
        let whole = |rank: f64| of_whole.at(rank);
        let ttft = scaled(&self.ttft, first);
        let e2e_latency = super::serve::no_sooner(&scaled(&self.e2e_latency, whole), &ttft);
        let tpot = of_token.map_or(self.tpot, |factors| scaled(&self.tpot, |rank| factors.at(rank)));
        let gap = |factor: f64| 1.0 / factor.max(1e-9);
        let gaps = [gap(first(95.0)), of_token.map_or(1.0, |of| gap(of.at(95.0))), gap(whole(95.0))];
        let FleetBands { ttft: a, tpot: b, e2e_latency: c } = self.bands;
        let disagrees = [&a, &b, &c].into_iter().zip(gaps).any(|(band, gap)| outside(band, gap));
        let [of_ttft, of_tpot, of_e2e] = gaps;
        let of = |band: &Band, measured: Option<&Measured>, gap: f64| {
            let band = measured.map_or(*band, |measured| joined(band, measured));
            if disagrees { spanning(&band, gap) } else { band }
        };
        let bands = FleetBands {
            ttft: of(&a, Some(&report.ttft.p95), of_ttft),
            tpot: of(&b, report.tpot.as_ref().map(|tpot| &tpot.p95), of_tpot),
            e2e_latency: of(&c, Some(&report.e2e_latency.p95), of_e2e),
        };
        let assessment = match (slo, self.assessment) {
            (Slo::Target(target), Some(_)) => {
                let (form, factor, band) = match target.metric {
                    SloMetric::Ttft => (&closed.ttft, first(target.percentile.get()), &bands.ttft),
                    SloMetric::E2eLatency => {
                        (&closed.e2e_latency, whole(target.percentile.get()), &bands.e2e_latency)
                    }
                };
                Some(assessed(&target, form, factor, band))
            }
            _ => None,
        };
        Self {
            ttft,
            tpot,
            e2e_latency,
            bands,
            assessment: if disagrees { unknown(assessment) } else { assessment },
            run: Some(SimulatedRun { calls: report.measured_requests, gap: of_e2e - 1.0, disagrees }),
            ..self.clone()
        }
    }
}

fn assessed(target: &Target, form: &Distribution, factor: f64, band: &Band) -> Assessment {
    let typical = form.at(target.percentile).get() * factor;
    let at = |of: f64| Millis::saturating(typical * of);
    let within =
        |of: f64| form.share_within(Millis::saturating(target.limit.get() / (of * factor).max(1e-9)));
    let time = Ranged { fast: at(band.low), typical: at(1.0), slow: at(band.high) };
    assess_at(target, time, Ranged { fast: within(band.low), typical: within(1.0), slow: within(band.high) })
}

/// The same, but nothing firm.
fn unknown(found: Option<Assessment>) -> Option<Assessment> {
    found.map(|found| Assessment { verdict: Verdict::Unknown, ..found })
}

fn at(ladder: &Ladder, rank: Percentile) -> Millis {
    let Ladder { p50, p75, p90, p95, p99 } = *ladder;
    match rank.get() {
        rank if rank <= 50.0 => p50,
        rank if rank <= 75.0 => p75,
        rank if rank <= 90.0 => p90,
        rank if rank <= 95.0 => p95,
        _ => p99,
    }
}

/// Each percentile times its factor; no percentile is below a lower one.
fn scaled(ladder: &Ladder, factor: impl Fn(f64) -> f64) -> Ladder {
    let Ladder { p50, p75, p90, p95, p99 } = *ladder;
    let mut before = 0.0_f64;
    let mut of = |rank: f64, value: Millis| {
        before = before.max(value.get() * factor(rank));
        Millis::saturating(before)
    };
    Ladder {
        p50: of(50.0, p50),
        p75: of(75.0, p75),
        p90: of(90.0, p90),
        p95: of(95.0, p95),
        p99: of(99.0, p99),
    }
}

//! How long the user waits, against the target, and how much arrives at once.

use super::models::Candidate;
use super::standing::{too_long, too_long_words};
use crate::catalogue::ModelId;
use crate::chart::{Chart, Frame, PercentileStrip};
use crate::estimate::compare::ContextFit;
use crate::estimate::latency::goodput::{Assessment, TokenRoom, Verdict, timed};
use crate::estimate::latency::{Delivery, Ladder, LatencyEstimate, Timing};
use crate::estimate::{Comparison, Wait};
use crate::format::{
    Cell, Column, Locale, Table, Timed, count, exact, exact_time, percent, share, time, usd,
};
use crate::presentation::View;
use crate::presentation::words::counted;
use crate::presentation::words::sources::{Source, latency_source};
use crate::presentation::words::verdict::{against_target, metric, metric_within, seconds};
use crate::scenario::SloMetric;
use crate::units::{Millis, Usd};

/// What a figure measures, which is shown as a mark beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// How long something takes.
    Latency,
    /// How much is done at once.
    Throughput,
}

/// One of the figures under a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stat {
    /// What it measures.
    pub measure: Measure,
    /// Its name.
    pub term: &'static str,
    /// The figure.
    pub value: String,
    /// Where it comes from, or what it means.
    pub how: String,
}

impl Stat {
    /// A figure of throughput.
    #[must_use]
    pub const fn throughput(term: &'static str, value: String, how: String) -> Self {
        Self { measure: Measure::Throughput, term, value, how }
    }

    /// A figure of latency.
    #[must_use]
    pub const fn latency(term: &'static str, value: String, how: String) -> Self {
        Self { measure: Measure::Latency, term, value, how }
    }
}

/// The latency by percentile, to be drawn, with the table behind the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Percentiles {
    /// The input of the chart.
    pub strip: PercentileStrip,
    /// The chart in a sentence.
    pub name: String,
    /// Its figures; nothing where the chart's own table has them all.
    pub table: Option<Table>,
}

impl Percentiles {
    /// The chart, `width` CSS pixels wide.
    #[must_use]
    pub fn draw(&self, width: f64, locale: Locale) -> Chart {
        let mut chart = self.strip.draw(Frame::new(width, 76.0), locale);
        if let Some(table) = &self.table {
            chart.table = table.clone();
        }
        chart
    }
}

/// Which sources the figures have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatencySources {
    /// "98% of requests are within 2 s. "; empty without a target.
    pub within: String,
    /// What the first source is of.
    pub label: &'static str,
    /// Of the time to first token, or of both.
    pub first: Source,
    /// Of the speed, where that differs.
    pub speed: Option<Source>,
}

/// How long the feature that is open takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Latency {
    /// What was found, in a sentence without a full stop.
    pub heading: String,
    /// The chart; nothing where the latency is not known.
    pub percentiles: Option<Percentiles>,
    /// The figures under it.
    pub stats: Vec<Stat>,
    /// When readers begin and finish.
    pub perceived: Option<String>,
    /// Where the figures come from.
    pub sources: Option<LatencySources>,
}

/// How long the feature that is open takes, on hosted models.
#[must_use]
pub fn latency(view: &View) -> Latency {
    let wait = view.wait().and_then(|wait| wait.action.as_ref().ok());
    let timed_metric = view.target().map_or(SloMetric::Ttft, |target| target.metric);
    let limit = view.target().map(|target| target.limit);
    Latency {
        heading: heading(view, wait, timed_metric),
        percentiles: wait.map(|wait| {
            let ladder = timed(&wait.latency, timed_metric).ladder();
            let table = table(&wait.latency, limit, view.locale);
            Percentiles { table: Some(table), ..percentiles(&ladder, timed_metric, limit, view.locale) }
        }),
        stats: stats(view, wait, timed_metric),
        perceived: wait.and_then(|wait| perceived(view, wait)),
        sources: wait.map(|wait| sources(view, wait)),
    }
}

/// "Support chat: time to first token 1.6 s at p95, meets the 2 s target"
fn heading(view: &View, wait: Option<&Wait>, metric: SloMetric) -> String {
    match wait {
        Some(wait) => {
            let p95 = timed(&wait.latency, metric).ladder().p95;
            finding(view.feature_name(), metric, wait.assessment.as_ref(), p95, view.locale)
        }
        None => match too_long(view, view.chosen) {
            Some(found) => [view.feature_name(), ": ", &too_long_words(found, view.locale)].concat(),
            None => ["The latency of ", view.feature_name(), " is not known"].concat(),
        },
    }
}

/// The finding of a latency: against its target, or by itself.
#[must_use]
pub fn finding(
    name: &str,
    metric: SloMetric,
    assessment: Option<&Assessment>,
    p95: Millis,
    locale: Locale,
) -> String {
    let found = match assessment {
        Some(found) => against_target(found, locale),
        None => [&seconds(p95, locale), " at p95; it has no target"].concat(),
    };
    [name, ": ", metric_within(metric), " ", &found].concat()
}

/// Every percentile of both times, and the target below.
fn table(latency: &LatencyEstimate, limit: Option<Millis>, locale: Locale) -> Table {
    let columns = [
        ("Percentile", "percentile"),
        ("Time to first token", "ttft_ms"),
        ("Full response", "e2e_latency_ms"),
    ];
    let mut table = Table::new(columns.map(|(title, key)| Column::new(title, key)));
    let steps = |timing: &Timing| {
        let Ladder { p50, p75, p90, p95, p99 } = timing.ladder();
        [p50, p75, p90, p95, p99]
    };
    let cell = |at: Millis| Cell::number(at.get(), seconds(at, locale));
    let names = ["median (p50)", "p75", "p90", "p95", "p99"];
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

/// The chart of a time by percentile, and its name.
#[must_use]
pub fn percentiles(
    ladder: &Ladder,
    timed_metric: SloMetric,
    limit: Option<Millis>,
    locale: Locale,
) -> Percentiles {
    let strip = PercentileStrip { p50: ladder.p50, p95: ladder.p95, p99: ladder.p99, target: limit };
    let mut name = [
        metric(timed_metric),
        ": median ",
        &seconds(ladder.p50, locale),
        ", p95 ",
        &seconds(ladder.p95, locale),
        ", p99 ",
        &seconds(ladder.p99, locale),
    ]
    .concat();
    if let Some(limit) = limit {
        name = [&name, ", target ", &exact_time(limit, Timed::Answer, locale)].concat();
    }
    Percentiles { strip, name, table: None }
}

fn stats(view: &View, wait: Option<&Wait>, metric: SloMetric) -> Vec<Stat> {
    let locale = view.locale;
    let mut stats = Vec::with_capacity(4);
    if let Some(wait) = wait {
        let token = wait.token_p95;
        let per_sec = (1000.0 / token.get().max(1e-9)).round();
        let speed = counted(per_sec, &count(per_sec, locale), "token a second", "tokens a second");
        stats.push(Stat::latency(
            "Time per output token, p95",
            time(token, Timed::Token, locale),
            ["TPOT; ", &speed].concat(),
        ));
        stats.push(match metric {
            SloMetric::Ttft => {
                let tokens = view.feature().map_or(0.0, |feature| feature.workload.output_tokens().get());
                let tokens = counted(tokens, &exact(tokens, locale), "output token", "output tokens");
                Stat::latency("Full response, p95", seconds(wait.latency.e2e.ladder().p95, locale), tokens)
            }
            SloMetric::E2eLatency => {
                let first = seconds(wait.latency.ttft.ladder().p95, locale);
                Stat::latency("Time to first token, p95", first, "TTFT".to_owned())
            }
        });
    }
    if let (Some(peak), Some(feature)) = (view.wait().map(|wait| wait.peak), view.costs()) {
        let volume = &feature.volume;
        let second = |value: f64| [&count(value, locale), " a second"].concat();
        let tokens_out = peak.output_tokens_per_min.get() / 60.0;
        let average = [&exact(volume.per_day.get(), locale), " ÷ 86,400 s"].concat();
        let output = [&count(tokens_out, locale), " output tokens a second"].concat();
        stats.push(Stat::throughput("Average load", second(volume.average.get()), average));
        stats.push(Stat::throughput("Load at peak", second(volume.peak.get()), output));
    }
    stats
}

/// "Streamed, half of the readers begin at …": what the reader notices, which changes no cost.
fn perceived(view: &View, wait: &Wait) -> Option<String> {
    let feature = view.feature()?;
    let (output, reading) = (feature.workload.output_tokens(), feature.latency.reading_tokens_per_sec());
    let said = |delivery| {
        let noticed = wait.latency.perceived(delivery, output, reading);
        let [begin, finish] = [noticed.until_reading, noticed.until_read].map(|at| seconds(at, view.locale));
        [" begin reading at ", &begin, " and finish at ", &finish].concat()
    };
    let text = [
        "Streamed, half of the readers",
        &said(Delivery::Streamed),
        "; shown all at once, they",
        &said(Delivery::Whole),
        ".",
    ];
    Some(text.concat())
}

/// How many requests meet the target, and where the figures come from.
fn sources(view: &View, wait: &Wait) -> LatencySources {
    let locale = view.locale;
    // No share of requests is given for a guess.
    let known = wait.assessment.as_ref().filter(|assessment| !assessment.is_guess);
    let within = known.map(|assessment| {
        let within = &assessment.share_within;
        let limit = exact_time(assessment.target.limit, Timed::Answer, locale);
        let range = if wait.latency.ttft.ends.is_some() && within.fast != within.slow {
            let [slow, fast] = [within.slow, within.fast].map(|share| percent(share.get(), locale));
            [", ", &slow, " to ", &fast, " over models of this class"].concat()
        } else {
            String::new()
        };
        [&share(within.typical, locale), " of requests are within ", &limit, &range, ". "].concat()
    });
    let source = |of| latency_source(of, &view.catalogue.latency, locale);
    let (first, speed) = (source(&wait.latency.ttft_source), source(&wait.latency.speed_source));
    let same = first == speed;
    LatencySources {
        within: within.unwrap_or_default(),
        label: if same { "Latency: " } else { "Time to first token: " },
        first,
        speed: (!same).then_some(speed),
    }
}

/// What would have to change for the target to be met.
#[derive(Debug, Clone, PartialEq)]
pub struct Instead {
    /// The sentence; the name of the model, where there is one, is part of it.
    pub text: String,
    /// The model to use instead.
    pub model: Option<ModelId>,
}

/// The cheapest model into which the last turn fits, or by how much it is too long.
fn fitting(view: &View, compared: Option<&Comparison>, excess: u64) -> Instead {
    let locale = view.locale;
    let rows = compared.iter().flat_map(|found| &found.rows);
    let fits = rows.filter(|row| row.context == ContextFit::Fits && !row.is_today);
    let cheapest = fits.min_by(|a, b| a.month.get().total_cmp(&b.month.get()));
    let shorten =
        ["The last turn is ", &exact(excess as f64, locale), " tokens too long: the model refuses it."];
    let model = cheapest.and_then(|row| Some((view.catalogue.hosted.model(row.model)?, row.month)));
    let Some((model, month)) = model else { return Instead { text: shorten.concat(), model: None } };
    let text = [&shorten.concat(), " ", &model.name, " takes it, for ", &usd(month, locale), " a month. "];
    Instead { text: text.concat(), model: Some(model.id) }
}

/// What would have to change for the target to be met: the length of the response, or the model. Nothing where it is met.
#[must_use]
pub fn instead(view: &View, compared: Option<&Comparison>, others: &[Candidate]) -> Option<Instead> {
    if let Some((needed, window)) = too_long(view, view.chosen) {
        return Some(fitting(view, compared, needed.saturating_sub(u64::from(window))));
    }
    let verdict = view.wait()?.assessment()?.verdict;
    if !matches!(verdict, Verdict::Missed | Verdict::Unknown) {
        return None;
    }
    let locale = view.locale;
    let shorter = match compared?.room {
        Some(TokenRoom::UpTo(tokens)) => {
            let tokens = counted(tokens.get(), &count(tokens.get(), locale), "output token", "output tokens");
            Some(["responses of up to ", &tokens].concat())
        }
        _ => None,
    };
    let meeting = || others.iter().filter(|other| !other.is_chosen && other.meets());
    let Some(cheapest) = meeting().min_by(|a, b| a.month.total_cmp(&b.month)) else {
        let text = match shorter {
            Some(shorter) => ["To meet the target: ", &shorter, "."].concat(),
            None => "No model whose latency is known meets the target.".to_owned(),
        };
        return Some(Instead { text, model: None });
    };
    let also = match meeting().count() {
        0 | 1 => String::new(),
        2 => "; one other would too".to_owned(),
        several => ["; ", &count((several - 1) as f64, locale), " others would too"].concat(),
    };
    let shorter = shorter.map(|shorter| shorter + ", or ").unwrap_or_default();
    let month = usd(Usd::saturating(cheapest.month), locale);
    let text = ["To meet the target: ", &shorter, &cheapest.name, ", for ", &month, " a month", &also, ". "];
    Some(Instead { text: text.concat(), model: Some(cheapest.id) })
}

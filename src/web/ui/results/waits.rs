//! How long each feature makes its users wait, and what is said of it.

use crate::catalogue::latency::{LatencyBook, LatencyClass};
use crate::estimate::latency::LatencySource;
use crate::estimate::latency::goodput::{Assessment, Headroom, Verdict};
use crate::estimate::self_hosted::FleetOutcome;
use crate::format::{Locale, Timed, against, date, exact, exact_time, time};
use crate::scenario::{Slo, SloMetric};
use crate::web::ui::{Ui, parts::Status};

/// What answers, held against its target.
pub fn assessed(ui: Ui, index: usize) -> Option<Assessment> {
    ui.wait_of(index, |wait| wait.assessment().copied()).flatten()
}

/// What keeps own GPUs from answering at all.
pub fn trouble(ui: Ui, index: usize) -> Option<&'static str> {
    let found = ui.figures_of(index, |feature| match feature.own_gpus.as_ref()?.as_ref().ok()?.outcome {
        FleetOutcome::DoesNotFit => Some("does not fit"),
        FleetOutcome::Overloaded { .. } => Some("grows without end"),
        FleetOutcome::Steady(_) => None,
    });
    found.flatten()
}

/// How a feature stands against its target, in a sign and in words.
pub fn verdict(ui: Ui, index: usize) -> (Status, String) {
    if let Some(trouble) = trouble(ui, index) {
        return (Status::Misses, trouble.to_owned());
    }
    let slo = ui.draft.with(|scenario| scenario.features.get(index).map(|feature| feature.slo));
    let plain = |sign: Status| (sign, sign.word().to_owned());
    if !matches!(slo, Some(Slo::Target(_))) {
        return plain(Status::NoTarget);
    }
    let locale = ui.locale.get();
    assessed(ui, index).map_or_else(
        || plain(Status::Unknown),
        |assessment| (sign_of(assessment.verdict), margin(&assessment, locale)),
    )
}

/// "First word in 1.6 s: meets the 2 s target."; of the feature that is open.
pub fn verdict_sentence(ui: Ui) -> (Status, String) {
    let index = ui.chosen.get();
    let (sign, words) = verdict(ui, index);
    let locale = ui.locale.get();
    if trouble(ui, index).is_some() {
        return (sign, ["On these GPUs it ", &words, "."].concat());
    }
    let said = assessed(ui, index).map(|worst| {
        let what = match worst.target.metric {
            SloMetric::Ttft => "First word in ",
            SloMetric::E2eLatency => "Whole answer in ",
        };
        let limit = exact_time(worst.target.limit, Timed::Answer, locale);
        let held = against(worst.at_percentile.typical, worst.target.limit, Timed::Answer, locale);
        match worst.verdict {
            Verdict::Met => [what, &held.time, ": meets the ", &limit, " target."].concat(),
            Verdict::Close => [what, &held.time, ": close to the ", &limit, " target."].concat(),
            Verdict::Missed => [what, &held.time, ": misses the ", &limit, " target."].concat(),
            Verdict::Unknown => {
                let at = &worst.at_percentile;
                let seconds = |value| time(value, Timed::Answer, locale);
                [what, &seconds(at.fast), " to ", &seconds(at.slow), ": the target is ", &limit, "."].concat()
            }
        }
    });
    (
        sign,
        said.unwrap_or_else(|| match sign {
            Status::NoTarget => "It has no latency target.".to_owned(),
            _ => ["How long it takes: ", &words, "."].concat(),
        }),
    )
}

/// The sign of a verdict.
pub const fn sign_of(verdict: Verdict) -> Status {
    match verdict {
        Verdict::Met => Status::Meets,
        Verdict::Close => Status::Close,
        Verdict::Missed => Status::Misses,
        Verdict::Unknown => Status::Unknown,
    }
}

/// "0.4 s to spare", "0.8 s over", "cannot tell: 0.8 to 2.6 s".
fn margin(assessment: &Assessment, locale: Locale) -> String {
    let at = &assessment.at_percentile;
    if assessment.verdict == Verdict::Unknown {
        let seconds = |value| time(value, Timed::Answer, locale);
        return ["cannot tell: ", &seconds(at.fast), " to ", &seconds(at.slow)].concat();
    }
    let margin = against(at.typical, assessment.target.limit, Timed::Answer, locale).margin;
    match assessment.headroom {
        Headroom::Left(_) => margin + " to spare",
        Headroom::Over(_) => margin + " over",
    }
}

/// Where a waiting time is from, in a few words.
pub fn source_of(source: &LatencySource, book: &LatencyBook, locale: Locale) -> (String, Option<String>) {
    let page = |origin: usize| {
        let origin = book.origins.get(origin);
        (origin.map_or("", |origin| origin.title), origin.and_then(|origin| origin.url.map(str::to_owned)))
    };
    match source {
        LatencySource::User => ("typed in by you".to_owned(), None),
        LatencySource::Measured { n, days, origin } => {
            let (_, url) = page(*origin);
            let n = exact(f64::from(*n), locale);
            (["measured, ", &n, " probes, ", &date(days.0), " to ", &date(days.1)].concat(), url)
        }
        LatencySource::Published { n, when, origin } => {
            let (title, url) = page(*origin);
            (["published by ", title, ", ", &exact(f64::from(*n), locale), " calls, ", when].concat(), url)
        }
        LatencySource::Class { class, n, origin } => {
            let (_, url) = page(*origin);
            let n = exact(f64::from(*n), locale);
            (["typical of ", &n, " models that ", class_words(*class)].concat(), url)
        }
    }
}

const fn class_words(class: LatencyClass) -> &'static str {
    match class {
        LatencyClass::AtOnce => "answer at once",
        LatencyClass::ThinksLow => "think a little first",
        LatencyClass::ThinksMedium => "think first",
        LatencyClass::ThinksHigh => "think hard first",
        LatencyClass::ThinksMaximum => "think as hard as they can first",
    }
}

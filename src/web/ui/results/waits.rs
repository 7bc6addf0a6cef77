//! How long each feature makes its users wait, and what is said of it.

use crate::catalogue::latency::{LatencyBook, LatencyClass};
use crate::catalogue::{Catalogue, HostedModel};
use crate::estimate::goodput::{Assessment, Headroom, Verdict, assess, timed};
use crate::estimate::latency::{
    Action, LatencyEstimate, LatencySource, ModelLatency, UserLatency, class_of, latency,
};
use crate::format::{Locale, Timed, against, date, exact, exact_time, time};
use crate::scenario::{Feature, HostedModelChoice, Leg, ModelRef, Serving, Slo, SloMetric};
use crate::units::Millis;
use crate::web::ui::{Ui, parts::Status};
use leptos::prelude::*;

/// One model of a feature's mix.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// Its waiting times.
    pub latency: LatencyEstimate,
    /// Those held against the target; nothing without a target.
    pub assessment: Option<Assessment>,
    /// Time per output token that 95 of 100 answers do not exceed.
    pub token_p95: Millis,
}

/// The waiting times of each model that answers `feature`; none where the price of a request was typed in.
pub fn waits_of(feature: &Feature, catalogue: &Catalogue, book: &LatencyBook) -> Vec<Wait> {
    let Serving::Hosted(route) = &feature.serving else { return Vec::new() };
    let action = Action::of(&feature.workload, &feature.spread, &feature.latency);
    let own = UserLatency {
        ttft_p50: feature.latency.ttft_p50_ms(),
        ttft_p95: feature.latency.ttft_p95_ms(),
        tokens_per_sec: feature.latency.output_tokens_per_sec(),
    };
    let model_of = |leg: &Leg| match &leg.model {
        HostedModelChoice::Book(ModelRef::Id(id)) => {
            book_latency(catalogue.hosted.model(*id)?, feature, catalogue, book)
        }
        HostedModelChoice::Custom { .. } => {
            ModelLatency::of_class(book, class_of(false, feature.reasoning_effort))
        }
        HostedModelChoice::Book(ModelRef::Unknown(_)) => None,
    };
    let wait = |leg: &Leg| {
        let model = model_of(leg)?.with_user(&own);
        let latency = latency(&model, &action);
        let assessment = match &feature.slo {
            Slo::Target(target) => Some(assess(target, timed(&latency, target.metric))),
            Slo::NoTarget => None,
        };
        let token_p95 = Millis::saturating(model.pace.tpot.quantile(0.95));
        Some(Wait { latency, assessment, token_p95 })
    };
    route.legs.iter().filter(|leg| leg.share.get() > 0.0).filter_map(wait).collect()
}

/// What is known of the waiting times of a model of the price book, at the effort that `feature` asks for.
pub fn book_latency(
    model: &HostedModel,
    feature: &Feature,
    catalogue: &Catalogue,
    book: &LatencyBook,
) -> Option<ModelLatency> {
    let provider = catalogue.hosted.provider(model.provider)?;
    ModelLatency::look_up(book, &provider.key, &model.slug, feature.reasoning_effort)
}

/// How a feature stands against its target, in a sign and in words; the worst of its models counts.
pub fn verdict(ui: Ui, index: usize) -> (Status, String) {
    let slo = ui.draft.with(|scenario| scenario.features.get(index).map(|feature| feature.slo));
    let plain = |sign: Status| (sign, sign.word().to_owned());
    if !matches!(slo, Some(Slo::Target(_))) {
        return plain(Status::NoTarget);
    }
    let locale = ui.locale.get();
    ui.waits.with(|waits| {
        let assessed = waits.get(index).into_iter().flatten().filter_map(|wait| wait.assessment.as_ref());
        let worst = assessed.max_by_key(|assessment| severity(assessment));
        worst.map_or_else(
            || plain(Status::Unknown),
            |assessment| (sign_of(assessment.verdict), margin(assessment, locale)),
        )
    })
}

/// "First word in 1.6 s: meets the 2 s target."; of the feature that is open.
pub fn verdict_sentence(ui: Ui) -> (Status, String) {
    let index = ui.chosen.get();
    let (sign, words) = verdict(ui, index);
    let locale = ui.locale.get();
    let said = ui.waits.with(|waits| {
        let assessed = waits.get(index)?.iter().filter_map(|wait| wait.assessment.as_ref());
        let worst = assessed.max_by_key(|assessment| severity(assessment))?;
        let what = match worst.target.metric {
            SloMetric::Ttft => "First word in ",
            SloMetric::E2eLatency => "Whole answer in ",
        };
        let limit = exact_time(worst.target.limit, Timed::Answer, locale);
        let held = against(worst.at_percentile.typical, worst.target.limit, Timed::Answer, locale);
        Some(match worst.verdict {
            Verdict::Met => [what, &held.time, ": meets the ", &limit, " target."].concat(),
            Verdict::Close => [what, &held.time, ": close to the ", &limit, " target."].concat(),
            Verdict::Missed => [what, &held.time, ": misses the ", &limit, " target."].concat(),
            Verdict::Unknown => {
                let at = &worst.at_percentile;
                let seconds = |value| time(value, Timed::Answer, locale);
                [what, &seconds(at.fast), " to ", &seconds(at.slow), ": the target is ", &limit, "."].concat()
            }
        })
    });
    (
        sign,
        said.unwrap_or_else(|| match sign {
            Status::NoTarget => "It has no latency target.".to_owned(),
            _ => ["How long it takes: ", &words, "."].concat(),
        }),
    )
}

fn severity(assessment: &Assessment) -> (u8, i64) {
    let rank = match assessment.verdict {
        Verdict::Met => 0,
        Verdict::Close => 1,
        Verdict::Unknown => 2,
        Verdict::Missed => 3,
    };
    (rank, assessment.at_percentile.typical.get() as i64)
}

const fn sign_of(verdict: Verdict) -> Status {
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

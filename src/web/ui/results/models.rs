//! The models that could answer instead, by cost and waiting time.

use super::candidates::{Candidate, candidates};
use crate::chart::{Axis, Chart, Dot, Frame, Joined, Quantity, Role, Scatter};
use crate::format::{Column, exact};
use crate::scenario::{Slo, SloMetric};
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Signal, untrack};
use crate::web::ui::{Ui, charts::chart_block};
use std::rc::Rc;

/// Cost against waiting time, the present model marked.
pub fn models_block(ui: Ui) -> Piece {
    chart_block(
        ui,
        Signal::derive(move || anew(ui, finding)),
        Signal::derive(move || anew(ui, scatter)),
        Rc::new(|| {
            el("p")
                .class("src")
                .child(
                    "Models whose waiting time was measured or published. Answer quality is not estimated: \
                     try your own questions on a model before you switch.",
                )
                .piece()
        }),
    )
    .piece()
}

/// Reads the form as it is when the comparison is new, which it is after each change: once for each, and not twice.
fn anew<T>(ui: Ui, read: fn(Ui, &[Candidate]) -> T) -> T {
    let all = candidates(ui);
    ui.locale.track();
    ui.width.track();
    untrack(|| read(ui, &all))
}

fn number(count: usize) -> String {
    const WORDS: [&str; 11] =
        ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
    WORDS
        .get(count)
        .map_or_else(|| exact(count as f64, crate::format::Locale::ENGLISH), |word| (*word).to_owned())
}

/// "Six other models would meet the target, and all cost less"
fn finding(ui: Ui, all: &[Candidate]) -> String {
    let has_target = ui.feature(|feature| feature.slo != Slo::NoTarget).unwrap_or(false);
    let chosen = all.iter().find(|candidate| candidate.is_chosen);
    let others: Vec<&Candidate> =
        all.iter().filter(|candidate| !candidate.is_chosen && candidate.meets()).collect();
    let Some(chosen) = chosen else { return "Other models, by cost and waiting time".to_owned() };
    let cheaper = others.iter().filter(|candidate| candidate.month < chosen.month).count();
    let models = if others.len() == 1 { " other model" } else { " other models" };
    let first = if has_target {
        [&number(others.len()), models, " would meet the target"].concat()
    } else {
        [&number(others.len()), models, " could answer"].concat()
    };
    match (others.len(), cheaper) {
        (0, _) => first,
        (all, cheaper) if all == cheaper && all > 1 => first + ", and all cost less",
        (1, 1) => first + ", and it costs less",
        (_, 0) => first + ", and none costs less",
        (_, cheaper) => {
            let verb = if cheaper == 1 { " costs less" } else { " cost less" };
            [first.as_str(), "; ", &*number(cheaper).to_ascii_lowercase(), verb].concat()
        }
    }
}

fn scatter(ui: Ui, all: &[Candidate]) -> Option<(Chart, String)> {
    if all.len() < 2 {
        return None;
    }
    let locale = ui.locale.get();
    let (name, target) = ui.feature(|feature| {
        let target = match feature.slo {
            Slo::Target(target) => Some(target),
            Slo::NoTarget => None,
        };
        (feature.name.as_str().to_owned(), target)
    })?;
    let dots: Vec<Dot> = all
        .iter()
        .map(|candidate| Dot {
            name: candidate.name.clone(),
            x: candidate.wait.get() / 1000.0,
            y: candidate.month,
            chosen: candidate.is_chosen,
        })
        .collect();
    let what = match target.map_or(SloMetric::Ttft, |target| target.metric) {
        SloMetric::Ttft => "First word, p",
        SloMetric::E2eLatency => "Whole answer, p",
    };
    let rank = exact(target.map_or(95.0, |target| target.percentile.get()), locale);
    let chart = Scatter {
        name_column: Column::new("Model", "model"),
        dots: &dots,
        x: Axis {
            title: [what, &rank, "; left is faster"].concat(),
            key: "wait_s",
            quantity: Quantity::Seconds,
            role: Role::Latency,
            log: false,
        },
        y: Axis {
            title: [&name, ", a month; lower is cheaper"].concat(),
            key: "usd_per_month",
            quantity: Quantity::Usd,
            role: Role::Cost,
            log: true,
        },
        target: target.map(|target| target.limit.get() / 1000.0),
        joined: Joined::Frontier,
    };
    let sentence = [
        "Cost against waiting time of ",
        &exact(dots.len() as f64, locale),
        " models; the table has the same figures",
    ];
    Some((chart.draw(Frame::new(ui.answer_width(), 260.0), locale), sentence.concat()))
}

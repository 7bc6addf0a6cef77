//! A result that stays in view while another is tried: A pinned, and what has changed since.

use crate::estimate::Estimate;
use crate::estimate::goodput::timed;
use crate::format::{Timed, change, cost, time, usd_signed};
use crate::pieces;
use crate::scenario::{Slo, SloMetric};
use crate::units::{Millis, Usd};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::Memo;

/// One line: pins what is shown, or says how it differs from what was pinned.
pub fn pin_line(ui: Ui) -> Piece {
    let is_pinned = Memo::new(move |_| ui.pinned.with(Option::is_some));
    let press = move |_| {
        let next = if is_pinned.get_untracked() { None } else { ui.estimate.get_untracked() };
        ui.pinned.set(next);
    };
    el("p")
        .class("s q pin")
        .child(move || differences(ui))
        .child(
            el("button")
                .attr("type", "button")
                .class("link")
                .on("click", press)
                .child(move || if is_pinned.get() { "Unpin" } else { "Pin this to compare" }),
        )
        .piece()
}

/// "Pinned: $6,500; now $5,720, −12%, −$780. First word, p95: 3.1 s, now 1.6 s. "
fn differences(ui: Ui) -> Option<Piece> {
    let locale = ui.locale.get();
    let then = ui.pinned.get()?;
    let wait = ui.feature(|feature| feature.slo).and_then(|slo| {
        let metric = match slo {
            Slo::Target(target) => target.metric,
            Slo::NoTarget => SloMetric::Ttft,
        };
        let index = ui.chosen.get();
        let at = |estimate: &Estimate| p95(estimate, index, metric);
        let (then, now) = (at(&then)?, ui.figures(at).flatten()?);
        let what = match metric {
            SloMetric::Ttft => " First word, p95: ",
            SloMetric::E2eLatency => " Whole answer, p95: ",
        };
        let seconds = |value| time(value, Timed::Answer, locale);
        (then != now).then(|| [what, &seconds(then), ", now ", &seconds(now), "."].concat())
    });
    ui.figures(|now| {
        let (then, now) = (then.total.cost.month, now.total.cost.month);
        let known = then.known().zip(now.known());
        let difference = known.map(|(then, now)| {
            let money = usd_signed(Usd::saturating(now.get() - then.get()), locale);
            let part = change(then.get(), now.get(), locale).map(|part| [", ", &part].concat());
            [", ", &money, &part.unwrap_or_default()].concat()
        });
        let now = [&cost(now, locale), " a month", &difference.unwrap_or_default(), "."].concat();
        pieces!["Pinned: ", cost(then, locale), "; now ", el("b").child(now), wait, " "]
    })
}

/// The time of the feature at `index` that 95 of 100 requests do not exceed.
fn p95(estimate: &Estimate, index: usize, metric: SloMetric) -> Option<Millis> {
    let wait = estimate.features.get(index)?.wait.action.as_ref().ok()?;
    Some(timed(&wait.latency, metric).ladder().p95)
}

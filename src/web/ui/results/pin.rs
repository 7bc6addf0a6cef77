//! A result that stays in view while another is tried: A pinned, B as it is now, and how they differ.

use super::waits::{sign_of, trouble};
use crate::estimate::Estimate;
use crate::estimate::latency::goodput::timed;
use crate::format::{Timed, change, cost, percent, time, usd_parts, usd_signed};
use crate::pieces;
use crate::scenario::{Slo, SloMetric};
use crate::units::{Millis, Usd};
use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::live::{Memo, untrack};
use crate::web::ui::{
    Ui,
    later::later,
    parts::{Status, status},
};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// Pins what is shown, or ends that.
pub fn pin_line(ui: Ui) -> Piece {
    let is_pinned = move || ui.pin.with(|pin| !pin.is_empty());
    let press = move |_| {
        ui.pin.set(if untrack(is_pinned) {
            String::new()
        } else {
            ui.link.get_untracked().unwrap_or_default()
        });
    };
    let button = el("button")
        .attr("type", "button")
        .class("link")
        .on("click", press)
        .child(move || if is_pinned() { "Unpin A" } else { "Pin this as A, to compare" });
    el("p").class("s q pin").child(button).piece()
}

/// The row that stays in view below the sections' names. It is hidden, and loads nothing, while nothing is pinned.
pub fn pinned_row(ui: Ui) -> El {
    let is_pinned = Memo::new(move |_| ui.pinned.with(Option::is_some));
    let whole = Ref::default();
    el("section")
        .class("ab")
        .node_ref(whole)
        .attr("aria-label", "A against B")
        .attr("hidden", move || !is_pinned.get())
        .child(move || is_pinned.get().then(|| later(ui, move |parts| (parts.pinned)(ui, whole))))
}

/// What stands in the row: B, A, how they differ, and the ways back.
pub fn pinned(ui: Ui, row: Ref) -> Piece {
    let act = |words: &'static str, act: fn(Ui)| {
        el("button").attr("type", "button").class("link").on("click", move |_| act(ui)).child(words)
    };
    let unpin = move |_| {
        ui.pin.set(String::new());
        // The row goes away: the keyboard goes on at the answers.
        let page = row.get().and_then(|row| row.parent_element());
        if let Some(next) = page.and_then(|page| page.query_selector(".pin .link").ok().flatten()) {
            let _ = next.unchecked_ref::<HtmlElement>().focus();
        }
    };
    let ways = el("span")
        .class("ways")
        .child(act("Swap", swap))
        .child(act("Back to A", back))
        .child(el("button").attr("type", "button").class("link").on("click", unpin).child("Unpin"));
    pieces![move || differences(ui), ways].piece()
}

/// Shows A again; B can be undone to.
fn back(ui: Ui) {
    let pinned = untrack(|| ui.pinned_scenario());
    if let Some((scenario, unknown)) = pinned {
        ui.draft.load_with(scenario, unknown, || "going back to A".to_owned());
    }
}

/// A becomes B, and B is pinned.
fn swap(ui: Ui) {
    let now = ui.link.get_untracked();
    back(ui);
    if let Some(now) = now {
        ui.pin.set(now);
    }
}

/// "B $7,050 a month, $0.705 a user; A pinned: $20,000; −$12,950, −65%; first word, p95: 1.6 s, 1.5 s faster".
fn differences(ui: Ui) -> Option<Piece> {
    let locale = ui.locale.get();
    let then = ui.pinned.get()?;
    let wait = wait_of(ui, &then);
    let held = move |index: usize| {
        ui.draft.with(|scenario| scenario.features.get(index).is_some_and(|each| each.slo != Slo::NoTarget))
    };
    ui.figures(|now| {
        let (a, b) = (then.total.cost, now.total.cost);
        let difference = a.month.known().zip(b.month.known()).map(|(a, b)| {
            let money = usd_signed(Usd::saturating(b.get() - a.get()), locale);
            let part = change(a.get(), b.get(), locale).map(|part| [", ", &part].concat());
            el("b").child(money + &part.unwrap_or_default())
        });
        let user = b.user_month.map(|each| [" a month, ", &cost(each, locale), " a user"].concat());
        let kept = |estimate: &Estimate| {
            let found = estimate.economics.as_ref().ok()?;
            Some(percent(found.contribution_margin.get() / found.price.get(), locale))
        };
        let kept = kept(now).map(|now| {
            let then = kept(&then).map(|then| [" (A: ", &then, ")"].concat());
            ["left of the price: ", &now, &then.unwrap_or_default()].concat()
        });
        // The sum of the rounded parts, as in the headline.
        let month = |estimate: &Estimate| {
            let features: Vec<_> = estimate.features.iter().map(|feature| feature.cost.month).collect();
            usd_parts(&features, locale).total
        };
        let verdicts = now.features.iter().zip(&now.waits).enumerate().filter(|(index, _)| held(*index));
        let verdicts = verdicts.map(|(index, (feature, wait))| {
            let sign = wait.assessment().map_or(Status::Unknown, |held| sign_of(held.verdict));
            let sign = if trouble(ui, index).is_some() { Status::Misses } else { sign };
            status(sign, [feature.name.as_str(), " ", sign.word()].concat())
        });
        let letter =
            |letter: &'static str, class: &'static str| pieces![el("i").class(class).child(letter), " "];
        pieces![
            el("span").child(letter("B", "ab-b")).child(el("b").child(month(now))).child(user),
            el("span").child(letter("A", "ab-a")).child("pinned: ").child(month(&then)),
            el("span").child(difference),
            wait.map(|wait| el("span").child(wait)),
            kept.map(|kept| el("span").child(kept)),
            verdicts.pieces()
        ]
    })
}

/// "first word, p95: 1.6 s, 1.5 s faster", of the feature that is open, where A has one of that name.
fn wait_of(ui: Ui, then: &Estimate) -> Option<String> {
    let locale = ui.locale.get();
    let metric = match ui.feature(|feature| feature.slo)? {
        Slo::Target(target) => target.metric,
        Slo::NoTarget => SloMetric::Ttft,
    };
    let index = ui.chosen.get();
    let here = |now: &Estimate| Some((now.features.get(index)?.name.clone(), p95(now, index, metric)?));
    let (name, now) = ui.figures(here).flatten()?;
    let then = p95(then, then.features.iter().position(|feature| feature.name == name)?, metric)?;
    let what = match metric {
        SloMetric::Ttft => "first word, p95: ",
        SloMetric::E2eLatency => "whole answer, p95: ",
    };
    let seconds = |value: f64| time(Millis::saturating(value), Timed::Answer, locale);
    let (shown, before) = (seconds(now.get()), seconds(then.get()));
    if shown == before {
        return Some([what, &shown, ", as in A"].concat());
    }
    let by = seconds((now.get() - then.get()).abs());
    Some([what, &shown, ", ", &by, if now > then { " slower" } else { " faster" }].concat())
}

/// The time that 95 of 100 requests do not exceed.
fn p95(estimate: &Estimate, feature: usize, metric: SloMetric) -> Option<Millis> {
    let wait = estimate.waits.get(feature)?.action.as_ref().ok()?;
    Some(timed(&wait.latency, metric).ladder().p95)
}

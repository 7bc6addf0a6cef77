//! The full app: title row, section row, and one long document. Left asks, right answers.

use super::host::Theme;
use super::inputs::{
    audience_fields, feature_tabs, serving_fields, spread_fields, target_fields, traffic_fields,
    workload_fields,
};
use super::later::later;
use super::results::{
    Scope, Told, feature_table, headline, kept, latency_block, models_block, notes, notices, phone_bar,
    pin_line, pinned_row, range_block, then_now,
};
use super::sections::{SECTIONS, section};
use super::title::title_row;
use super::{Ui, inputs::resolve, parts::Icon, parts::icon};
use crate::format::date;
use crate::pieces;
use crate::scenario::Preset;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::live::{ArcRwSignal, Callback, Memo, RwSignal, untrack};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// Every question and every answer.
///
/// Only the headline follows `ui`. Figures beside it follow by a frame, as `behind` reads them, and so does what the
/// questions say; charts follow those by another one.
pub fn full(ui: Ui, behind: Ui, told: RwSignal<Vec<Told>>, theme: ArcRwSignal<Theme>) -> Piece {
    let scope = RwSignal::new(Scope::All);
    let further = behind.behind();
    let answer = Ref::default();
    let to_answer = Callback::new(move |()| {
        if let Some(answer) = answer.get() {
            answer.scroll_into_view();
        }
    });
    let is_empty = Memo::new(move |_| ui.draft.with(|scenario| scenario.features.is_empty()));
    let on_own_gpus =
        Memo::new(move |_| behind.figures_here(|feature| feature.own_gpus.is_some()).unwrap_or(false));
    pieces![
        el("p").class("paper src").child(move || on_paper(behind)),
        title_row(ui, theme),
        section_row(),
        pinned_row(behind),
        el("div")
            .class("cols")
            .child(
                el("div")
                    .class("ask")
                    .attr("role", "form")
                    .attr("aria-label", "Questions")
                    .child(audience_fields(behind))
                    .child(feature_tabs(behind))
                    .child(move || (!is_empty.get()).then(|| el("div")
                        .class("panel")
                        .attr("role", "tabpanel")
                        .attr("aria-label", "The feature that is open")
                        .child(workload_fields(behind))
                        .child(traffic_fields(behind))
                        .child(target_fields(behind))
                        .child(serving_fields(behind))
                        .child(spread_fields(behind))))
            )
            .child(
                el("div").class("say").attr("role", "region").attr("aria-label", "Answers").child(
                    el("div")
                        .class("stick")
                        .child(el("div").class("head").node_ref(answer).child(move || if is_empty.get() {
                            later(ui, move |parts| (parts.nothing_yet)(ui))
                        } else {
                            pieces![
                                notices(behind, told),
                                then_now(behind),
                                kept(behind),
                                el("div")
                                    .class_if("stale", move || behind.is_stale())
                                    .child(headline(ui, scope))
                                    .child(pin_line(ui))
                            ]
                            .piece()
                        }))
                        .child(move || (!is_empty.get()).then(|| el("div")
                            .class("rest")
                            .class_if("stale", move || behind.is_stale())
                            .child(feature_table(behind))
                            .child(notes(behind))
                            .child(range_block(behind))
                            .child(move || if on_own_gpus.get() {
                                later(ui, move |parts| (parts.fleet_answers)(ui))
                            } else {
                                pieces![latency_block(further), models_block(further)]
                            })))
                )
            ),
        SECTIONS.into_iter().enumerate().map(|(index, words)| section(further, index, words)).pieces(),
        phone_bar(behind, to_answer)
    ]
    .piece()
}

/// What a print says above all: when, at which prices, and where the scenario can be had again.
fn on_paper(ui: Ui) -> String {
    let prices = ui.catalogue.with_value(|catalogue| catalogue.hosted.package().date);
    ui.draft.parsed().track();
    let address = untrack(|| ui.address()).map(|address| [". ", &address].concat());
    ["Inference Estimator, ", &date(ui.today), ". Prices of ", &date(prices), &address.unwrap_or_default()]
        .concat()
}

/// Links to the sections.
fn section_row() -> Piece {
    let current = RwSignal::new(0);
    let row = Ref::default();
    let link = move |index: usize, title: &'static str| {
        let go = move |_| {
            current.set(index);
            // The sections follow the row among its siblings: what is pinned, then the columns of the estimate.
            let mut node = row.get().and_then(|row| row.next_element_sibling());
            for _ in 0..=index {
                node = node.and_then(|node| node.next_element_sibling());
            }
            if let Some(node) = node {
                node.scroll_into_view();
                if let Ok(Some(closed)) = node.query_selector(".disc > [aria-expanded=false]") {
                    closed.unchecked_ref::<HtmlElement>().click();
                }
            }
        };
        el("button")
            .attr("type", "button")
            .attr("aria-current", move || (current.get() == index).then_some("true"))
            .on("click", go)
            .child(title)
    };
    let titles = std::iter::once("Estimate").chain(SECTIONS.iter().map(|section| section.title));
    el("section")
        .class("nav")
        .attr("aria-label", "Sections")
        .node_ref(row)
        .child(titles.enumerate().map(|(index, title)| link(index, title)).pieces())
        .piece()
}

/// An empty scenario offers a start, not a zero.
pub fn nothing_yet(ui: Ui) -> Piece {
    let start = move |preset: Preset| {
        ui.draft.edit(
            || ["adding ", preset.title()].concat(),
            |scenario| {
                let mut feature = preset.feature();
                ui.catalogue.with_value(|catalogue| resolve(&mut feature, &catalogue.hosted));
                scenario.features.push(feature);
            },
        );
    };
    let button = |preset: Preset, first: bool| {
        el("button")
            .attr("type", "button")
            .class(if first { "btn p" } else { "btn" })
            .on("click", move |_| start(preset))
            .child(first.then(|| icon(Icon::Plus)))
            .child(preset.title())
    };
    el("div")
        .class("empty")
        .child(el("p").class("sent").child("Add a feature to see what it would cost."))
        .child(el("div").class("acts").child(
            Preset::ALL.into_iter().enumerate().map(|(index, preset)| button(preset, index == 0)).pieces(),
        ))
        .piece()
}

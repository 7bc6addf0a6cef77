//! The full app: title row, section row, and one long document. Left asks, right answers.

use super::host::{Theme, Told};
use super::inputs::{
    audience_fields, feature_tabs, serving_fields, spread_fields, target_fields, traffic_fields,
    workload_fields,
};
use super::later::{later, own};
use super::results::{
    Scope, feature_table, headline, kept, latency_block, models_block, notes, notices, phone_bar, pin_line,
    pinned_row, range_block, then_now,
};
use super::schedule::{Phase, soon};
use super::sections::{SECTIONS, section};
use super::title::title_row;
use super::{Ui, parts::Icon, parts::icon};
use crate::pieces;
use crate::presentation::form::find_models;
use crate::presentation::words::labels;
use crate::scenario::Preset;
use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::live::{ArcRwSignal, Callback, Memo, RwSignal, untrack};

/// How many tasks the form is built in.
const STEPS: usize = 8;

/// Parts of the form that are built one after the other, each in a task of its own, so that none of them is long.
#[derive(Clone, Copy)]
struct Steps(RwSignal<usize>);

impl Steps {
    fn start() -> Self {
        let steps = Self(RwSignal::new(0));
        steps.go_on();
        steps
    }

    fn go_on(self) {
        soon(Phase::Mount, move || {
            // The form may be gone by now.
            let Some(built) = self.0.try_get_untracked() else { return };
            self.0.set(built + 1);
            if built + 1 < STEPS {
                self.go_on();
            }
        });
    }

    /// Whether there is more to come.
    fn is_busy(self) -> bool {
        self.0.get() < STEPS
    }

    /// `view`, from the step of that number on; the first is 1.
    fn at(self, step: usize, view: impl Fn() -> Piece + 'static) -> Piece {
        let is_built = Memo::new(move |_| self.0.get() >= step);
        (move || is_built.get().then(&view)).piece()
    }
}

/// Every question and every answer.
///
/// Only the headline follows `ui`. Figures beside it follow by a frame, as `behind` reads them, and so does what the
/// questions say; charts follow those by another one. The headline and the first questions are there at once, the rest in
/// [`STEPS`].
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
    let steps = Steps::start();
    let current = RwSignal::new(0);
    let questions = move || {
        el("div")
            .class("panel")
            .attr("role", "tabpanel")
            .attr("aria-label", labels::OPEN_FEATURE)
            .child(workload_fields(behind))
            .child(steps.at(1, move || traffic_fields(behind)))
            .child(steps.at(2, move || target_fields(behind)))
            .child(steps.at(3, move || serving_fields(behind)))
            .child(steps.at(3, move || spread_fields(behind)))
    };
    let head = move || {
        if is_empty.get() {
            return later(ui, move |parts| (parts.nothing_yet)(ui));
        }
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
    };
    pieces![
        el("p").class("paper src").child(move || on_paper(behind)),
        title_row(ui, theme),
        section_row(ui, current),
        pinned_row(behind, current),
        el("div")
            .class("cols")
            .attr("aria-busy", move || steps.is_busy().then_some("true"))
            .child(
                el("div")
                    .class("ask")
                    .attr("role", if ui.is_page { "form" } else { "group" })
                    .attr("aria-label", labels::QUESTIONS)
                    .child(audience_fields(behind))
                    .child(feature_tabs(behind))
                    .child(move || (!is_empty.get()).then(questions))
            )
            .child(
                el("div")
                    .class("say")
                    .attr("role", if ui.is_page { "region" } else { "group" })
                    .attr("aria-label", labels::ANSWERS)
                    .child(
                        el("div")
                            .class("stick")
                            .child(el("div").class("head").node_ref(answer).child(head))
                            .child(move || (!is_empty.get()).then(|| answers(ui, behind, further, steps)))
                    )
            ),
        steps.at(7, move || {
            SECTIONS
                .into_iter()
                .enumerate()
                .map(|(index, words)| section(further, index, words))
                .pieces()
                .piece()
        }),
        steps.at(8, move || phone_bar(behind, to_answer).piece())
    ]
    .piece()
}

/// What is below the headline.
fn answers(ui: Ui, behind: Ui, further: Ui, steps: Steps) -> El {
    let on_own_gpus =
        Memo::new(move |_| behind.figures_here(|feature| feature.own_gpus.is_some()).unwrap_or(false));
    el("div")
        .class("rest")
        .class_if("stale", move || behind.is_stale())
        .child(
            steps.at(4, move || pieces![feature_table(behind), notes(behind), range_block(behind)].piece()),
        )
        .child(move || {
            if on_own_gpus.get() {
                own(ui, move |parts| (parts.fleet_answers)(ui))
            } else {
                pieces![
                    steps.at(5, move || latency_block(further).piece()),
                    steps.at(6, move || models_block(further).piece())
                ]
                .piece()
            }
        })
}

/// What a print says above all: when, at which prices, and where the scenario can be had again.
fn on_paper(ui: Ui) -> String {
    let prices = ui.catalogue.with_value(|catalogue| catalogue.hosted.package().date);
    ui.draft.parsed().track();
    let address = untrack(|| ui.address());
    labels::on_paper(ui.today, prices, address.as_deref())
}

/// Links to the sections.
fn section_row(ui: Ui, current: RwSignal<usize>) -> Piece {
    let row = Ref::default();
    let link = move |index: usize, title: &'static str| {
        let go = move |_| {
            current.set(index);
            ui.with_parts(move |parts| (parts.go_to)(row, index));
        };
        el("button")
            .attr("type", "button")
            .attr("aria-current", move || (current.get() == index).then_some("true"))
            .on("click", go)
            .child(title)
    };
    let titles = std::iter::once(labels::ESTIMATE).chain(SECTIONS.iter().map(|section| section.title));
    el("section")
        .class("nav")
        .attr("aria-label", labels::SECTIONS)
        .node_ref(row)
        .child(titles.enumerate().map(|(index, title)| link(index, title)).pieces())
        .piece()
}

/// An empty scenario offers a start, not a zero.
pub fn nothing_yet(ui: Ui) -> Piece {
    let start = move |preset: Preset| {
        ui.draft.edit(
            || labels::adding(preset.title()),
            |scenario| {
                let mut feature = preset.feature();
                ui.catalogue.with_value(|catalogue| find_models(&mut feature, catalogue));
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
        .child(el("p").class("sent").child(labels::ADD_A_FEATURE))
        .child(el("div").class("acts").child(
            Preset::ALL.into_iter().enumerate().map(|(index, preset)| button(preset, index == 0)).pieces(),
        ))
        .piece()
}

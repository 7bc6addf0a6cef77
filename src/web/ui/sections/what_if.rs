//! What if: one input at a time, and any two against each other.

use crate::chart::HeatCell;
use crate::estimate::business::what_if::WhatIfOutcome;
use crate::format::NOT_KNOWN;
use crate::pieces;
use crate::presentation::answers::what_if::{self as answer, Head, TwoWay, WhatIf};
use crate::scenario::{Field, FieldPath};
use crate::web::ui::Ui;
use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal, untrack};
use crate::web::ui::parts::{bars, pick, settled};
use std::rc::Rc;

/// Questions and answers. At first: the margin, or the cost where nothing is sold, by users and by their requests.
pub fn view(ui: Ui) -> Piece {
    let inputs = Memo::new(move |_| ui.draft.with(answer::inputs));
    let names = Signal::derive(move || {
        inputs.with(|inputs| inputs.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>())
    });
    let wanted = RwSignal::new(None::<WhatIfOutcome>);
    let outcome = Memo::new(move |_| wanted.get().unwrap_or_else(|| ui.draft.with(answer::first_outcome)));
    let choose = Callback::new(move |index: usize| wanted.set(WhatIfOutcome::ALL.get(index).copied()));
    let at = Memo::new(move |_| {
        let now = outcome.get();
        WhatIfOutcome::ALL.iter().position(|each| *each == now).unwrap_or(0)
    });
    let (label, term) = answer::OUTCOME_LIST;
    let outcomes = Signal::stored(answer::outcomes());
    let outcome_list = pick(label, term, ui.next_id(), outcomes, at.into(), choose);
    let (down, down_list) = choice(ui, answer::DOWN_LIST, inputs, names, Field::Users);
    let (across, across_list) = choice(ui, answer::ACROSS_LIST, inputs, names, Field::RequestsPerActiveDay);
    let times = settled(ui, Rc::new(|| ()));
    el("div")
        .class("two")
        .child(
            el("div")
                .class("ask")
                .child(el("h3").class("find").child(answer::QUESTION))
                .child(el("div").class("row r3").child([outcome_list, down_list, across_list])),
        )
        .child(el("div").child(el("div").class_if("stale", move || ui.is_stale()).child(move || {
            times.track();
            let (outcome, down, across) = (outcome.get(), down.get(), across.get());
            untrack(|| ui.view(|view| answer::what_if(view, outcome, down, across))).map(answers)
        })))
        .piece()
}

/// A list of inputs, and the place of the one that is picked. It is kept by its path, for the list changes with the form;
/// until one is picked it is the first input of `field`.
fn choice(
    ui: Ui,
    (label, term): (&'static str, &'static str),
    inputs: Memo<Vec<(FieldPath, String)>>,
    names: Signal<Vec<String>>,
    field: Field,
) -> (Memo<usize>, Piece) {
    let picked = RwSignal::new(None::<FieldPath>);
    let at = Memo::new(move |_| {
        inputs.with(|inputs| {
            let known = picked.get().and_then(|wanted| inputs.iter().position(|(path, _)| *path == wanted));
            known.unwrap_or_else(|| answer::first_of(inputs, field))
        })
    });
    let choose = Callback::new(move |index: usize| {
        picked.set(inputs.with_untracked(|inputs| inputs.get(index).map(|(path, _)| *path)));
    });
    (at, pick(label, term, ui.next_id(), names, at.into(), choose))
}

fn answers(found: Result<WhatIf, String>) -> Piece {
    let WhatIf { heading, bars: table, two_way } = match found {
        Ok(found) => found,
        Err(why) => return el("p").class("s q").child(why).piece(),
    };
    pieces![
        el("h3").class("find").child(heading),
        bars(table),
        el("p").class("src").child(answer::ONE_BY_ONE),
        two_way.map(two_way_table)
    ]
    .piece()
}

fn two_way_table(found: TwoWay) -> Piece {
    let head = |scope: &'static str, head: Head| {
        el("th").attr("scope", scope).class(if head.is_now { "now" } else { "" }).child(head.text)
    };
    let cell = |cell: HeatCell| {
        let class = ["h", &cell.level.to_string(), if cell.is_loss { " loss" } else { "" }].concat();
        el("td").class(class).child(cell.text.unwrap_or_else(|| NOT_KNOWN.to_owned()))
    };
    let row = |(first, cells): (Head, Vec<HeatCell>)| -> El {
        el("tr").child(head("row", first)).child(cells.into_iter().map(cell).pieces())
    };
    let columns = found.across.into_iter().map(|column| head("col", column));
    el("section")
        .class("blk")
        .child(el("h3").class("find").child(found.title))
        .child(
            el("div")
                .class("tscroll")
                .attr("role", "region")
                .attr("aria-label", answer::TWO_WAY)
                .attr("tabindex", "0")
                .child(
                    el("table")
                        .class("heat")
                        .child(
                            el("thead").child(
                                el("tr")
                                    .child(el("th").attr("scope", "col").child(answer::CORNER))
                                    .child(columns.pieces()),
                            ),
                        )
                        .child(el("tbody").child(found.rows.into_iter().map(row).pieces())),
                ),
        )
        .child(el("p").class("src").child(answer::HEAT_NOTE))
        .piece()
}

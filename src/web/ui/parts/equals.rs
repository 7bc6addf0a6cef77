//! The equals line: the arithmetic of a figure in one line, which opens to numbered steps.

use crate::pieces;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{RwSignal, Signal};
use std::rc::Rc;

/// One numbered step, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct StepText {
    /// What it gives.
    pub name: String,
    /// The formula with its numbers.
    pub formula: String,
    /// The result.
    pub result: String,
    /// Where a number of it is from, or what it assumes.
    pub source: Option<(String, Option<String>)>,
}

/// A line of arithmetic that opens to its steps.
pub fn equals_line(line: Rc<dyn Fn() -> Piece>, steps: Signal<Vec<StepText>>, open: RwSignal<bool>) -> Piece {
    let list = move || open.get().then(|| steps_list(steps.get()));
    pieces![
        el("button")
            .attr("type", "button")
            .class("eq")
            .attr("aria-expanded", move || open.get().to_string())
            .on("click", move |_| open.update(|open| *open = !*open))
            .child(el("span").child(line()).child(el("span").class("do").child(move || if open.get() {
                "Close"
            } else {
                "Steps"
            }))),
        list
    ]
    .piece()
}

/// Numbered steps.
pub fn steps_list(steps: Vec<StepText>) -> Piece {
    el("ol").class("wk").child(steps.into_iter().map(step_line).pieces()).piece()
}

fn step_line(step: StepText) -> Piece {
    let StepText { name, formula, result, source } = step;
    let source = source.map(|(text, link)| el("span").class("src").child(super::source(text, link)));
    el("li")
        .child(el("span").child(name))
        .child(el("span").child(formula).child(" = ").child(el("b").child(result)))
        .child(source)
        .piece()
}

//! A group of questions. Groups that are not in play fold to their present answer: on a phone, and beside self-hosted GPUs, whose
//! form is long.

use super::{Icon, icon};
use crate::scenario::Serving;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::layout::PHONE_PX;
use crate::web::ui::live::{Memo, RwSignal, Signal, on_change};

/// When a group folds, and what it then says: its present answer in a few words.
#[derive(Clone, Copy)]
pub enum Folding {
    /// Never.
    Never,
    /// While the feature that is open runs on self-hosted GPUs.
    OnOwnGpus(Signal<String>),
    /// Then, and on a phone.
    OnPhonesToo(Signal<String>),
}

/// A question as heading, its term, and the fields below.
pub fn group(
    ui: Ui,
    title: &'static str,
    term: &'static str,
    folding: Folding,
    // Keeps the heading for screen readers alone, where it does not fold.
    quiet: bool,
    children: Piece,
) -> Piece {
    let on_own_gpus = Memo::new(move |_| {
        ui.feature(|feature| matches!(feature.serving, Serving::SelfHosted(_))).unwrap_or(false)
    });
    let is_phone = move || ui.width.with(|width| *width > 0.0 && *width < PHONE_PX);
    let folds = Memo::new(move |_| match folding {
        Folding::Never => false,
        Folding::OnOwnGpus(_) => on_own_gpus.get(),
        Folding::OnPhonesToo(_) => on_own_gpus.get() || is_phone(),
    });
    let is_open = RwSignal::new(false);
    on_change(
        move || on_own_gpus.get(),
        move |chosen| {
            if chosen {
                is_open.set(false);
            }
        },
    );
    let heading = move || match folding {
        Folding::OnOwnGpus(answer) | Folding::OnPhonesToo(answer) if folds.get() => el("h2")
            .class("folds")
            .child(
                el("button")
                    .attr("type", "button")
                    .class("fold")
                    .attr("aria-expanded", move || is_open.get().to_string())
                    .on("click", move |_| is_open.update(|open| *open = !*open))
                    .child(el("b").child(title))
                    .child(el("span").class("q").child(move || (!is_open.get()).then(|| answer.get())))
                    .child(move || icon(if is_open.get() { Icon::Up } else { Icon::Down })),
            )
            .piece(),
        _ => el("h2")
            .class_if("vh", quiet)
            .child(title)
            .child(" ")
            .child(el("span").class("q").child(term))
            .piece(),
    };
    el("section")
        .class("g")
        .attr("aria-label", title)
        .child(heading)
        .child(el("div").attr("hidden", move || folds.get() && !is_open.get()).child(children))
        .piece()
}

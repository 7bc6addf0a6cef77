//! What to know before the figures are trusted: kept results, a link that cannot be read, old prices.

use crate::pieces;
use crate::presentation::answers::notices::{self, Notice};
use crate::presentation::words::labels;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::RwSignal;
use crate::web::ui::{
    Ui,
    host::Told,
    parts::{Icon, Tone, copy_text, icon, notice},
};
use std::rc::Rc;

/// "Still for 5 requests: one field needs a number", while a field is wrong.
pub fn kept(ui: Ui) -> Piece {
    let text = move || {
        ui.draft.parsed().with(|parsed| {
            let (slot, _) = parsed.errors.first()?;
            let locale = ui.locale.get();
            let value = slot.value(&parsed.scenario);
            let text = value.map(|value| crate::format::field_text(value, slot.unit(), locale));
            Some(notices::kept(text, slot.words(), parsed.errors.len()))
        })
    };
    let view = move || {
        text().map(|[before, value, after]| {
            el("p")
                .class("kept")
                .attr("role", "status")
                .child(icon(Icon::Triangle))
                .child(el("span").child(before).child(el("b").child(value)).child(after))
        })
    };
    view.piece()
}

/// Notices above the result: about the link that was opened, and about old prices.
pub fn notices(ui: Ui, told: RwSignal<Vec<Told>>) -> Piece {
    pieces![move || of_link(ui, told), move || old_prices(ui)].piece()
}

fn of_link(ui: Ui, told: RwSignal<Vec<Told>>) -> Piece {
    let now = told.get();
    let Some(first) = now.first() else { return ().piece() };
    let dismiss = el("button")
        .attr("type", "button")
        .class("link s")
        .on("click", move |_| told.set(Vec::new()))
        .child(labels::DISMISS);
    match first {
        Told::Unreadable(why, link) => {
            let (shown, copied) = (link.clone(), link.clone());
            let text = el("span").class("in lost").child(
                el("input")
                    .attr("type", "text")
                    .attr("readonly", true)
                    .attr("aria-label", labels::LINK_AS_IT_CAME)
                    .value(shown),
            );
            let take = Rc::new(move || Some(copied.clone()));
            let copy = copy_text(ui, "link s", labels::COPY_IT, labels::COPIED, take);
            let Notice { first, rest } = notices::unreadable_link(why);
            notice(Tone::Bad, first, rest, pieces![text, copy, dismiss].piece())
        }
        Told::Part(_) => {
            let parts = now.iter().map(|told| match told {
                Told::Unreadable(text, _) | Told::Part(text) => text.as_str(),
            });
            let Notice { first, rest } = notices::partly_used_link(parts);
            notice(Tone::Warn, first, rest, dismiss.piece())
        }
    }
}

fn old_prices(ui: Ui) -> Option<Piece> {
    let Notice { first, rest } = ui.view(notices::old_prices).flatten()?;
    Some(notice(Tone::Warn, first, rest, ().piece()))
}

//! What to know before trusting the figures: kept results, a link that cannot be read, old prices.

use crate::format::{age_in_days, date};
use crate::pieces;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::RwSignal;
use crate::web::ui::{
    Ui,
    parts::{Icon, Tone, copy_text, icon, notice},
};
use std::rc::Rc;

/// Prices older than this raise a notice.
const OLD_AFTER_DAYS: i32 = 90;

/// "Still for 5 requests: one field needs a number", while a field is wrong.
pub fn kept(ui: Ui) -> Piece {
    let text = move || {
        ui.draft.parsed().with(|parsed| {
            let (slot, _) = parsed.errors.first()?;
            let locale = ui.locale.get();
            let words = slot.words();
            let kept = slot.value(&parsed.scenario).map_or_else(
                || "not set".to_owned(),
                |value| crate::format::field_text(value, slot.unit(), locale),
            );
            let unit = if words.suffix == "%" { "%".to_owned() } else { String::new() };
            let what = [&kept, unit.as_str()].concat();
            Some((
                what,
                words.label,
                if parsed.errors.len() == 1 {
                    "one field needs a number"
                } else {
                    "some fields need a number"
                },
            ))
        })
    };
    let view = move || {
        text().map(|(what, label, why)| {
            el("p").class("kept").attr("role", "status").child(icon(Icon::Triangle)).child(
                el("span")
                    .child("Still for ")
                    .child(el("b").child(what))
                    .child(" in \u{201c}")
                    .child(label)
                    .child("\u{201d}: ")
                    .child(why),
            )
        })
    };
    view.piece()
}

/// Something that arriving by a link is to be told.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// Nothing of the link could be read: why, and what it was.
    Unreadable(String, String),
    /// A part of it stands otherwise here.
    Part(String),
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
        .child("Dismiss");
    match first {
        Told::Unreadable(why, link) => {
            let (shown, copied) = (link.clone(), link.clone());
            let text = el("span").class("in lost").child(
                el("input")
                    .attr("type", "text")
                    .attr("readonly", true)
                    .attr("aria-label", "The link as it arrived")
                    .value(shown),
            );
            let copy = copy_text(ui, "link s", "Copy it", "Copied", Rc::new(move || Some(copied.clone())));
            notice(
                Tone::Bad,
                "This link cannot be read.".to_owned(),
                [&sentence(why), " The example stands here instead; your own last scenario is untouched."]
                    .concat(),
                pieces![text, copy, dismiss].piece(),
            )
        }
        Told::Part(_) => {
            let parts = now.iter().map(|told| match told {
                Told::Unreadable(text, _) | Told::Part(text) => sentence(text),
            });
            let first = "Part of this link stands otherwise here.".to_owned();
            notice(Tone::Warn, first, parts.collect::<Vec<_>>().join(" "), dismiss.piece())
        }
    }
}

/// A capital at the beginning, a full stop at the end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map_or_else(String::new, |c| c.to_ascii_uppercase().to_string());
    [&first, letters.as_str(), "."].concat()
}

fn old_prices(ui: Ui) -> Piece {
    let as_of = ui.draft.with(|scenario| scenario.as_of);
    let taken = ui.catalogue.with_value(|catalogue| catalogue.hosted.package().date);
    if as_of.days() - taken.days() <= OLD_AFTER_DAYS {
        return ().piece();
    }
    let first = ["These prices are ", &age_in_days(taken, as_of), " old."].concat();
    let rest = [
        "They were last checked on ", &date(taken),
        ". The result still uses them. Compare them with the provider\u{2019}s page, linked beside the model.",
    ]
    .concat();
    notice(Tone::Warn, first, rest, ().piece())
}

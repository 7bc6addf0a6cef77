//! Which model responds, and where it runs: a hosted model, a mix of them, self-hosted GPUs, or a known price per request.

use super::mix::legs;
use crate::format::date;
use crate::pieces;
use crate::presentation::form::{self, Place};
use crate::presentation::words::questions;
use crate::presentation::words::sources::{Source, price_source};
use crate::scenario::{Processing, Serving};
use crate::units::Usd;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el, made_from};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal, StoredValue};
use crate::web::ui::{
    Ui,
    later::{File, not_loaded, own},
    parts::{Folding, choice, folded, group, number_field, source},
    slot::Slot,
};

/// The form of the serving.
pub fn serving_fields(ui: Ui) -> Piece {
    let (place, move_to) = place_switch(ui);
    let (number, one_or_mix) = mix_switch(ui);
    group(
        ui,
        questions::SERVING.0,
        questions::SERVING.1,
        Folding::Never,
        false,
        pieces![
            el("div")
                .class("segs")
                .child(choice(questions::PLACE, "place", &Place::WORDS, place, move_to))
                .child(move || (place.get() == 0).then(|| choice(
                    questions::HOW_MANY_MODELS,
                    "models",
                    &questions::ONE_OR_MIX,
                    number,
                    one_or_mix
                ))),
            move || match place_at(place.get()) {
                Place::Hosted => legs(ui),
                Place::SelfHosted => own(ui, move |parts| (parts.fleet_form)(ui)),
                Place::PerRequest => el("div")
                    .class("row r2")
                    .child(number_field(
                        ui,
                        Signal::derive(move || Slot::PerRequest(ui.chosen.get())),
                        None,
                        None,
                        false,
                    ))
                    .piece(),
            },
            move || (place.get() != 1).then(|| not_loaded(ui, File::Own)),
            move || (place.get() != 1)
                .then(|| el("p").class("eq").child(el("span").child(move || a_request(ui)))),
            sources(ui),
            move || (place.get() == 0).then(|| folded(
                ui,
                move || processing_line(ui),
                |parts| parts.processing_fields
            ))
        ],
    )
    .piece()
}

fn position(place: Place) -> usize {
    Place::ALL.iter().position(|each| *each == place).unwrap_or(0)
}

fn place_at(index: usize) -> Place {
    Place::ALL.get(index).copied().unwrap_or(Place::Hosted)
}

/// The place that answers, and the way to change it.
fn place_switch(ui: Ui) -> (Signal<usize>, Callback<usize>) {
    // What was chosen before is kept, so that looking at the other way loses nothing.
    let kept = StoredValue::new([const { None::<Serving> }; 3]);
    // Memos, so that the parts below are rebuilt when the choice changes and not with every key.
    let place: Signal<usize> =
        Memo::new(move |_| ui.feature(|feature| position(Place::of(&feature.serving))).unwrap_or(0)).into();
    let begin = move |index: usize, first: Option<Serving>| {
        let known = ui.figures_now(|figures| figures.cost_per_request.known_part()).flatten();
        ui.draft.forget_legs(ui.chosen.get_untracked());
        let before = kept.try_update_value(|kept| kept.get_mut(index).and_then(Option::take)).flatten();
        let next = before.or_else(|| match index {
            0 => Some(Serving::Hosted(form::first_route())),
            1 => first,
            _ => Some(Serving::PerRequest(known.unwrap_or(Usd::ZERO))),
        });
        let Some(next) = next else { return };
        ui.edit_feature(questions::CHANGE_OF_PLACE, |feature| {
            let left = std::mem::replace(&mut feature.serving, next);
            kept.try_update_value(|kept| {
                if let Some(slot) = kept.get_mut(position(Place::of(&left))) {
                    *slot = Some(left);
                }
            });
        });
    };
    let move_to = Callback::new(move |index: usize| {
        if index != 1 {
            return begin(index, None);
        }
        ui.with_own(move |parts| {
            let (open, scenario) = (ui.chosen.get_untracked(), ui.draft.now());
            let first = ui.catalogue.with_value(|catalogue| (parts.first_fleet)(&scenario, open, catalogue));
            begin(index, first);
        });
    });
    (place, move_to)
}

/// Whether one model answers or a mix, and the way to change it.
fn mix_switch(ui: Ui) -> (Signal<usize>, Callback<usize>) {
    let is_mix = RwSignal::new(false);
    let count = move || match ui.feature(|feature| feature.serving.clone()) {
        Some(Serving::Hosted(route)) => route.legs.len(),
        _ => 0,
    };
    let number: Signal<usize> = Memo::new(move |_| usize::from(count() > 1 || is_mix.get())).into();
    let one_or_mix = Callback::new(move |index: usize| {
        is_mix.set(false);
        ui.draft.forget_legs(ui.chosen.get_untracked());
        ui.edit_feature(questions::CHANGE_OF_MIX, |feature| {
            if let Serving::Hosted(route) = &mut feature.serving {
                route.resize(index + 1);
            }
        });
    });
    (number, one_or_mix)
}

fn processing(ui: Ui) -> Processing {
    let first = ui.feature(|feature| match &feature.serving {
        Serving::Hosted(route) => route.legs.first().map(|leg| leg.processing),
        Serving::PerRequest(_) | Serving::SelfHosted(_) => None,
    });
    first.flatten().unwrap_or_default()
}

/// "Region and service tier: any; standard"
fn processing_line(ui: Ui) -> String {
    let place = ui.feature(|feature| feature.options.data_residency).unwrap_or_default();
    form::processing(place, processing(ui))
}

/// "4,500 × $2 + 400 × $10, per 1M tokens = **$0.013 a request**"
fn a_request(ui: Ui) -> Piece {
    let line = ui.figures_here(|figures| form::request_price(figures, ui.locale.get()));
    let Some((formula, cost)) = line else { return ().piece() };
    pieces![formula, el("b").child(cost).child(questions::A_REQUEST)].piece()
}

/// "Price: Anthropic, 20 Nov 2026." for each model.
fn sources(ui: Ui) -> Piece {
    let lines = move || {
        let lines = ui.view(|view| {
            let legs = view.costs().into_iter().flat_map(|feature| &feature.legs);
            legs.filter_map(|leg| price_source(leg, view.catalogue)).collect::<Vec<_>>()
        });
        let mut lines = lines.unwrap_or_default();
        lines.dedup();
        lines
    };
    made_from(lines, move |lines| source_line(ui, lines))
}

fn source_line(ui: Ui, lines: &[Source]) -> Piece {
    if lines.is_empty() {
        return ().piece();
    }
    let several = lines.len() > 1;
    let links = lines.iter().cloned().enumerate();
    let links = links.map(|(index, of)| pieces![(index > 0).then_some(", "), source(of)]);
    let taken = ui.catalogue.with_value(|catalogue| date(catalogue.hosted.package().date));
    el("p")
        .class("src where")
        .child(if several { questions::PRICE_FROM.1 } else { questions::PRICE_FROM.0 })
        .child(links.pieces())
        .child(questions::UPDATED)
        .child(taken)
        .child(".")
        .piece()
}

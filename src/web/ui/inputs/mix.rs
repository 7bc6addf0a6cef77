//! The models that share a feature's calls. The last share is the remainder, and says so.

use crate::format::percent;
use crate::pieces;
use crate::presentation::words::questions;
use crate::scenario::{Feature, Field, HostedModelChoice, ModelRef, Name, Route, Serving};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::edits::assume;
use crate::web::ui::live::{Callback, Memo, Signal};
use crate::web::ui::{
    Ui,
    later::later,
    parts::{Icon, icon, model_picker, number_field},
    slot::Slot,
};
use leptos::prelude::event_target_value;

/// Most models in a mix.
const MOST_LEGS: usize = 6;

fn route(feature: &Feature) -> Option<&Route> {
    match &feature.serving {
        Serving::Hosted(route) => Some(route),
        Serving::PerRequest(_) | Serving::SelfHosted(_) => None,
    }
}

/// The model, or the models with their shares.
pub fn legs(ui: Ui) -> Piece {
    let count = Memo::new(move |_| {
        ui.feature(|feature| route(feature).map_or(0, |route| route.legs.len())).unwrap_or(0)
    });
    let legs = move || match count.get() {
        0 => Piece::Nothing,
        1 => one(ui),
        count => later(ui, move |parts| (parts.mix)(ui, count)),
    };
    legs.piece()
}

fn model_of(ui: Ui, leg: usize) -> Signal<HostedModelChoice> {
    Signal::derive(move || {
        let choice = ui.feature(|feature| {
            route(feature).and_then(|route| route.legs.get(leg)).map(|leg| leg.model.clone())
        });
        choice.flatten().unwrap_or(HostedModelChoice::Book(ModelRef::Unknown(Name::default())))
    })
}

fn edit_route(ui: Ui, what: &str, change: impl FnOnce(&mut Route)) {
    ui.edit_feature(what, |feature| {
        if let Serving::Hosted(route) = &mut feature.serving {
            change(route);
        }
    });
}

fn picker(ui: Ui, leg: usize) -> Piece {
    let choose = Callback::new(move |choice: HostedModelChoice| {
        ui.draft.forget_leg_prices(ui.chosen.get_untracked(), leg);
        ui.edit_feature(questions::CHOICE_OF_MODEL, |feature| {
            if let Serving::Hosted(route) = &mut feature.serving
                && let Some(leg) = route.legs.get_mut(leg)
            {
                leg.model = choice;
            }
            assume(ui, feature);
        });
    });
    model_picker(ui, model_of(ui, leg), choose, questions::MODEL, "sel", true).piece()
}

fn one(ui: Ui) -> Piece {
    pieces![
        el("div").class("model").child(el("span").class("lab").child(questions::MODEL)).child(picker(ui, 0)),
        own_prices(ui, 0)
    ]
    .piece()
}

/// Several models, each with its share.
pub fn mix(ui: Ui, count: usize) -> Piece {
    let line = |leg: usize| {
        let is_last = leg + 1 == count;
        let share = if is_last {
            let text = move || {
                let share = ui.feature(|feature| {
                    route(feature).and_then(|route| route.legs.get(leg)).map(|leg| leg.share.get())
                });
                percent(share.flatten().unwrap_or(0.0), ui.locale.get())
            };
            el("span")
                .class("in fixed")
                .attr("title", questions::REST.1)
                .child(text)
                .child(el("span").class("u").child(questions::REST.0))
                .piece()
        } else {
            number_field(ui, Signal::derive(move || Slot::LegShare(ui.chosen.get(), leg)), None, None, true)
                .piece()
        };
        let remove = move |_| {
            ui.draft.forget_legs(ui.chosen.get_untracked());
            edit_route(ui, questions::REMOVAL_OF_MODEL, |route| route.remove_leg(leg));
        };
        pieces![
            share,
            picker(ui, leg),
            el("button")
                .attr("type", "button")
                .class("x")
                .attr("aria-label", questions::remove_model(leg + 1))
                .on("click", remove)
                .child(icon(Icon::Cross)),
            el("div").class("wide").child(own_prices(ui, leg))
        ]
    };
    let add = move |_| {
        edit_route(ui, questions::ONE_MORE_MODEL, Route::add_leg);
    };
    pieces![
        el("div").class("mix").child((0..count).map(line).pieces()),
        (count < MOST_LEGS).then(|| el("p").class("s").child(
            el("button").attr("type", "button").class("link").on("click", add).child(questions::ADD_A_MODEL)
        ))
    ]
    .piece()
}

fn own_prices(ui: Ui, leg: usize) -> Piece {
    let rename = Callback::new(move |name: Name| {
        edit_route(ui, questions::NAME_OF_MODEL, |route| {
            if let Some(leg) = route.legs.get_mut(leg) {
                rename_model(&mut leg.model, name);
            }
        });
    });
    model_prices(ui, model_of(ui, leg), Slot::leg(0, leg, Field::InputUsdPerMtok), rename)
}

/// Gives a model that is not in the book another name.
pub fn rename_model(model: &mut HostedModelChoice, to: Name) {
    if let HostedModelChoice::Custom { name, .. } = model {
        *name = to;
    }
}

/// Name and prices of a model that is not in the book; nothing for one that is.
pub fn model_prices(
    ui: Ui,
    choice: Signal<HostedModelChoice>,
    // Any price of it, in whichever feature.
    slot: Slot,
    rename: Callback<Name>,
) -> Piece {
    const PRICES: [Field; 5] = [
        Field::InputUsdPerMtok,
        Field::OutputUsdPerMtok,
        Field::CacheReadUsdPerMtok,
        Field::CacheWriteUsdPerMtok,
        Field::UsdPerRequest,
    ];
    let is_custom =
        Memo::new(move |_| choice.with(|choice| matches!(choice, HostedModelChoice::Custom { .. })));
    let field = move |field| {
        number_field(
            ui,
            Signal::derive(move || slot.in_feature(ui.chosen.get()).with_field(field)),
            None,
            None,
            false,
        )
    };
    let name = move || match choice.get() {
        HostedModelChoice::Custom { name, .. } => name.as_str().to_owned(),
        HostedModelChoice::Book(_) => String::new(),
    };
    let view = move || {
        is_custom.get().then(|| {
            let id = ui.next_id();
            el("div")
                .class("row r3 own")
                .child(
                    el("div")
                        .class("f")
                        .child(
                            el("label")
                                .attr("for", id.clone())
                                .child(questions::CUSTOM_NAME.0)
                                .child(el("span").class("t").child(questions::CUSTOM_NAME.1)),
                        )
                        .child(
                            el("div").class("in").child(
                                el("input")
                                    .attr("id", id)
                                    .attr("type", "text")
                                    .attr("autocomplete", "off")
                                    .attr("maxlength", "80")
                                    .value(name)
                                    .on("change", move |event| {
                                        rename.run(Name::new(&event_target_value(&event)))
                                    }),
                            ),
                        ),
                )
                .child(PRICES.map(field))
                .child(el("div").class("wide").child(later(ui, move |parts| (parts.more_prices)(ui, slot))))
        })
    };
    view.piece()
}

//! The features as tabs: choose, add, copy, rename, move, remove.

use crate::pieces;
use crate::presentation::form::find_models;
use crate::presentation::words::{labels, menus};
use crate::scenario::{Feature, MAX_FEATURES, Name, Preset};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, Ref, el, made_from};
use crate::web::ui::live::{Memo, RwSignal, on_change, untrack};
use crate::web::ui::{
    Ui,
    later::{TabChange, later},
    parts::{Icon, icon, menu_item, popover, status},
    verdicts::verdict,
};
use leptos::ev::KeyboardEvent;
use leptos::prelude::event_target_value;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use std::rc::Rc;

/// Tabs, one a feature, and what can be done with them.
pub fn feature_tabs(ui: Ui) -> Piece {
    let renaming = RwSignal::new(None::<usize>);
    let list = Ref::default();
    let count = Memo::new(move |_| ui.draft.with(|scenario| scenario.features.len()));
    let focus_tab = move |index: usize| {
        let tab = list.get().and_then(|list| list.children().item(index as u32));
        if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
            let _ = tab.focus();
        }
    };
    let keys = move |event: KeyboardEvent, index: usize| {
        let last = count.get_untracked().saturating_sub(1);
        let change = |how| ui.with_parts(move |parts| (parts.change_tab)(ui, index, how));
        match event.key().as_str() {
            "ArrowLeft" if event.alt_key() => change(TabChange::MoveLeft),
            "ArrowRight" if event.alt_key() => change(TabChange::MoveRight),
            "ArrowLeft" => focus_tab(index.saturating_sub(1)),
            "ArrowRight" => focus_tab((index + 1).min(last)),
            "Home" => focus_tab(0),
            "End" => focus_tab(last),
            "F2" => renaming.set(Some(index)),
            "Delete" => change(TabChange::Remove),
            _ => return,
        }
        event.prevent_default();
    };
    let tabs = move || {
        (0..count.get())
            .map(|index| {
                if renaming.get() == Some(index) {
                    later(ui, move |parts| (parts.name_field)(ui, index, renaming))
                } else {
                    tab(ui, index, keys, renaming)
                }
            })
            .pieces()
    };
    let all = el("div")
        .class("feats")
        .child(
            el("div").attr("role", "tablist").attr("aria-label", menus::FEATURES).node_ref(list).child(tabs),
        )
        .child(add_menu(ui))
        .child(feature_menu(ui, renaming));
    // After the tabs themselves, so that one that was just added is there.
    on_change(
        move || (ui.chosen.get(), count.get()),
        move |(index, _)| {
            if let Some(list) = list.get() {
                bring_into_view(&list, index);
            }
        },
    );
    all.piece()
}

/// Scrolls whatever the tabs scroll in, sideways and no further than the tab at `index` needs.
fn bring_into_view(list: &HtmlElement, index: usize) {
    let Some(tab) = list.children().item(index as u32) else { return };
    let tab: HtmlElement = tab.unchecked_into();
    // On a phone the row scrolls as a whole.
    for scroller in [Some(list.clone().into()), list.parent_element()].into_iter().flatten() {
        let scroller: HtmlElement = scroller.unchecked_into();
        let left = tab.offset_left() - scroller.offset_left();
        let least = left + tab.offset_width() - scroller.client_width();
        scroller.set_scroll_left(scroller.scroll_left().max(least).min(left));
    }
}

fn name_of(ui: Ui, index: usize) -> String {
    let name = ui
        .draft
        .with(|scenario| scenario.features.get(index).map(|feature| feature.name.as_str().to_owned()));
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| menus::feature(index + 1))
}

fn tab(
    ui: Ui,
    index: usize,
    keys: impl Fn(KeyboardEvent, usize) + Copy + 'static,
    renaming: RwSignal<Option<usize>>,
) -> Piece {
    let is_chosen = move || ui.chosen.get() == index;
    let month = move || ui.months.with(|months| months.parts.get(index).cloned().unwrap_or_default());
    let sign = made_from(move || verdict(ui, index).status, |sign| status(sign.plain()));
    el("button")
        .attr("type", "button")
        .attr("role", "tab")
        .attr("aria-selected", move || is_chosen().to_string())
        .attr("tabindex", move || if is_chosen() { "0" } else { "-1" })
        .on("click", move |_| ui.choose(index))
        .on("dblclick", move |_| renaming.set(Some(index)))
        .on_key("keydown", move |event| keys(event, index))
        .child(el("b").child(move || name_of(ui, index)))
        .child(el("span").class("m").child(month).child(" ").child(sign))
        .piece()
}

/// The name of a feature, to be typed.
pub fn name_field(ui: Ui, index: usize, renaming: RwSignal<Option<usize>>) -> Piece {
    let done = move |text: Option<String>| {
        // The field goes away, and tells of it by a blur: once is enough.
        if renaming.get_untracked() != Some(index) {
            return;
        }
        renaming.set(None);
        if let Some(text) = text {
            ui.draft.edit(
                || menus::CHANGE_OF_NAME.to_owned(),
                |scenario| {
                    if let Some(feature) = scenario.features.get_mut(index) {
                        feature.name = Name::new(&text);
                    }
                },
            );
        }
    };
    el("input")
        .class("rename")
        .attr("type", "text")
        .attr("maxlength", "80")
        .attr("autocomplete", "off")
        .attr("aria-label", menus::NAME_OF_FEATURE)
        .selected()
        .value(name_of(ui, index))
        .on("blur", move |event| done(Some(event_target_value(&event))))
        .on_key("keydown", move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => done(Some(event_target_value(&event))),
            "Escape" => done(None),
            _ => {}
        })
        .piece()
}

/// Adds a feature at the end and opens it.
fn add(ui: Ui, mut feature: Feature) {
    ui.catalogue.with_value(|catalogue| find_models(&mut feature, catalogue));
    let at = ui.draft.now().features.len();
    if at >= MAX_FEATURES {
        return;
    }
    let name = feature.name.as_str().to_owned();
    ui.draft.edit(|| labels::adding(&name), |scenario| scenario.features.push(feature));
    ui.choose(at);
}

/// Changes the feature at `index`.
pub fn change_tab(ui: Ui, index: usize, how: TabChange) {
    match how {
        TabChange::MoveLeft => shift(ui, index, false),
        TabChange::MoveRight => shift(ui, index, true),
        TabChange::Remove => remove(ui, index),
    }
}

fn copy(ui: Ui, index: usize) {
    let Some(mut feature) = ui.draft.now().features.get(index).cloned() else { return };
    feature.name = Name::new(&menus::copy_of(feature.name.as_str()));
    ui.draft.edit_features(
        || menus::COPY_OF_FEATURE.to_owned(),
        |scenario| {
            if scenario.features.len() < MAX_FEATURES {
                scenario.features.insert(index + 1, feature);
            }
        },
        |old| Some(if old > index { old + 1 } else { old }),
    );
    ui.choose(index + 1);
}

fn remove(ui: Ui, index: usize) {
    let name = untrack(|| name_of(ui, index));
    ui.draft.edit_features(
        || menus::removal_of(&name),
        |scenario| {
            if index < scenario.features.len() {
                scenario.features.remove(index);
            }
        },
        |old| match old.cmp(&index) {
            std::cmp::Ordering::Less => Some(old),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(old - 1),
        },
    );
    let chosen = ui.chosen.get_untracked();
    if chosen > index {
        ui.choose(chosen - 1);
    }
}

/// Moves a feature one place to the right or to the left.
fn shift(ui: Ui, index: usize, right: bool) {
    let last = ui.draft.now().features.len().saturating_sub(1);
    let to = if right { index + 1 } else { index.wrapping_sub(1) };
    if to > last {
        return;
    }
    ui.draft.edit_features(
        || menus::ORDER_OF_FEATURES.to_owned(),
        |scenario| scenario.features.swap(index, to),
        |old| {
            Some(if old == index {
                to
            } else if old == to {
                index
            } else {
                old
            })
        },
    );
    ui.choose(to);
}

/// What may be added.
pub fn add_items(ui: Ui, open: RwSignal<bool>) -> Piece {
    let empty = move || {
        let mut feature = Preset::Glossary.feature();
        feature.name = Name::new(menus::DEFAULT_NAME);
        add(ui, feature);
    };
    let presets = Preset::ALL.into_iter().skip(1).map(|preset| {
        menu_item(preset.title().to_owned(), String::new(), open, move || add(ui, preset.feature()))
    });
    pieces![
        menu_item(menus::BLANK_FEATURE.0.to_owned(), menus::BLANK_FEATURE.1.to_owned(), open, empty),
        el("hr"),
        presets.pieces()
    ]
    .piece()
}

fn add_menu(ui: Ui) -> Piece {
    let open = RwSignal::new(false);
    popover(
        open,
        "menu",
        "add",
        "over mn",
        Some(menus::ADD_FEATURE.0.into()),
        Rc::new(|| pieces![icon(Icon::Plus), menus::ADD_FEATURE.1].piece()),
        Rc::new(move || later(ui, move |parts| (parts.add_items)(ui, open))),
    )
}

/// What may be done with the feature that is open.
pub fn change_items(ui: Ui, renaming: RwSignal<Option<usize>>, open: RwSignal<bool>) -> Piece {
    let item = move |text: &str, hint: &str, act: fn(Ui, usize)| {
        menu_item(text.to_owned(), hint.to_owned(), open, move || act(ui, ui.chosen.get_untracked()))
    };
    let rename = move || renaming.set(Some(ui.chosen.get_untracked()));
    pieces![
        menu_item(menus::RENAME.to_owned(), "F2".to_owned(), open, rename),
        item(menus::MAKE_A_COPY, "", copy),
        item(menus::MOVE_LEFT, "Alt \u{2190}", |ui, index| shift(ui, index, false)),
        item(menus::MOVE_RIGHT, "Alt \u{2192}", |ui, index| shift(ui, index, true)),
        el("hr"),
        item(labels::REMOVE, "Delete", remove)
    ]
    .piece()
}

fn feature_menu(ui: Ui, renaming: RwSignal<Option<usize>>) -> Piece {
    let open = RwSignal::new(false);
    popover(
        open,
        "menu",
        "add",
        "over mn",
        Some(menus::CHANGE_FEATURE.into()),
        Rc::new(|| icon(Icon::Dots).piece()),
        Rc::new(move || later(ui, move |parts| (parts.change_items)(ui, renaming, open))),
    )
}

//! The title row: the scenario's name, undo and redo, examples, settings.

use super::Ui;
use super::host::Theme;
use super::kept::kept_scenarios;
use super::later::{Dialog, later};
use super::parts::{Icon, choice, icon, menu_item, pick, popover};
use super::results::pin_button;
use crate::format::Locale;
use crate::pieces;
use crate::presentation::form::with_known_models;
use crate::presentation::words::menus;
use crate::scenario::{Name, Preset, Scenario};
use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::live::{ArcRwSignal, Callback, RwSignal, Signal};
use leptos::ev::KeyboardEvent;
use leptos::prelude::event_target_value;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use std::rc::Rc;

/// The row at the top of the full app.
pub fn title_row(ui: Ui, theme: ArcRwSignal<Theme>) -> Piece {
    el("header")
        .class("top")
        // In another page the first heading is that page's own.
        .child(el(if ui.is_page { "h1" } else { "h2" }).child(menus::TITLE))
        .child(scenario_name(ui))
        .child(el("span").class("sp"))
        .child(step_button(Icon::Undo, menus::UNDO, move || ui.draft.undoable(), move || ui.draft.undo()))
        .child(step_button(Icon::Redo, menus::REDO, move || ui.draft.redoable(), move || ui.draft.redo()))
        .child(examples(ui, menus::EXAMPLES, "tb"))
        .child(pin_button(ui, "tb wide-only"))
        .child(share(ui))
        .child(settings(ui, theme))
        .piece()
}

/// Undo or redo: its name says what it would change.
fn step_button(
    sign: Icon,
    word: &'static str,
    what: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
    act: impl Fn() + 'static,
) -> Piece {
    let name = move || menus::step(word, what().as_deref());
    el("button")
        .attr("type", "button")
        .class("tb")
        .attr("aria-label", name)
        .attr("title", name)
        .prop("disabled", move || what().is_none())
        .on("click", move |_| act())
        .child(icon(sign))
        .piece()
}

fn scenario_name(ui: Ui) -> El {
    let open = RwSignal::new(false);
    let name = move || {
        let name = ui.draft.with(|scenario| scenario.name.as_str().to_owned());
        if name.is_empty() { menus::UNNAMED.to_owned() } else { name }
    };
    el("div").class("name").child(popover(
        open,
        "dialog",
        "nm",
        "over start dlg",
        None,
        Rc::new(move || pieces![el("span").class("cut").child(name), icon(Icon::Down)].piece()),
        Rc::new(move || later(ui, move |parts| (parts.scenario_panel)(ui, open))),
    ))
}

/// What may be done with the scenario as a whole.
pub fn scenario_panel(ui: Ui, open: RwSignal<bool>) -> Piece {
    let rename = move |text: String| {
        ui.draft.edit(|| menus::CHANGE_OF_NAME.to_owned(), |scenario| scenario.name = Name::new(&text));
    };
    let start_over = move || {
        ui.load(Scenario::new("", ui.today), || menus::STARTING_OVER.to_owned());
    };
    let id = ui.next_id();
    pieces![
        el("div")
            .class("opt")
            .child(el("label").class("lab").attr("for", id.clone()).child(menus::NAME_OF_SCENARIO))
            .child(
                el("div").class("in").child(
                    el("input")
                        .attr("id", id)
                        .attr("type", "text")
                        .attr("maxlength", "80")
                        .attr("autocomplete", "off")
                        .value(move || ui.draft.with(|scenario| scenario.name.as_str().to_owned()))
                        .on("change", move |event| rename(event_target_value(&event)))
                        .on_key("keydown", move |event: KeyboardEvent| if event.key() == "Enter" {
                            open.set(false)
                        })
                )
            ),
        el("div").class("opt mn").attr("role", "menu").attr("aria-label", menus::START_OVER.0).child(
            menu_item(menus::START_OVER.0.to_owned(), menus::START_OVER.1.to_owned(), open, start_over)
        ),
        kept_scenarios(ui, open)
    ]
    .piece()
}

/// The examples of the menu; each can be undone.
pub fn example_items(ui: Ui, open: RwSignal<bool>) -> Piece {
    let item = |preset: Preset| {
        let load = move || {
            let scenario =
                ui.catalogue.with_value(|catalogue| with_known_models(preset.scenario(ui.today), catalogue));
            ui.load(scenario, || menus::opening(preset.title()));
        };
        menu_item(preset.title().to_owned(), menus::hint(preset).to_owned(), open, load)
    };
    let own_gpus = move || {
        ui.with_own(move |parts| {
            let mut scenario = Preset::SupportChat.scenario(ui.today);
            let serving = ui.catalogue.with_value(|catalogue| (parts.first_fleet)(&scenario, 0, catalogue));
            if let Some((feature, serving)) = scenario.features.first_mut().zip(serving) {
                feature.serving = serving;
            }
            ui.load(scenario, || menus::OPENING_SELF_HOSTED.to_owned());
        });
    };
    pieces![
        Preset::ALL.into_iter().map(item).pieces(),
        menu_item(
            menus::SELF_HOSTED_EXAMPLE.0.to_owned(),
            menus::SELF_HOSTED_EXAMPLE.1.to_owned(),
            open,
            own_gpus
        )
    ]
    .piece()
}

/// A menu of examples to start from.
pub fn examples(ui: Ui, text: &'static str, class: &'static str) -> El {
    let open = RwSignal::new(false);
    el("div").class("wide-only").child(popover(
        open,
        "menu",
        class,
        "over mn",
        None,
        Rc::new(move || pieces![text, " ", (class == "tb").then(|| icon(Icon::Down))].piece()),
        Rc::new(move || later(ui, move |parts| (parts.example_items)(ui, open))),
    ))
}

/// What is passed on: the way to both dialogs.
fn share(ui: Ui) -> Piece {
    let open = RwSignal::new(false);
    let embeds = RwSignal::new(false);
    let place = Ref::default();
    let to_embed: Rc<dyn Fn()> = Rc::new(move || {
        open.set(false);
        embeds.set(true);
    });
    let closed: Rc<dyn Fn()> = Rc::new(move || {
        embeds.set(false);
        let button = place.get().and_then(|place| place.query_selector("button").ok().flatten());
        if let Some(button) = button {
            let _ = button.unchecked_ref::<HtmlElement>().focus();
        }
    });
    let label = || {
        pieces![
            el("span").class("wide-only").child(menus::SHARE).child(" "),
            el("span").class("wide-only").child(icon(Icon::Down)),
            el("span").class("only-phone").child(icon(Icon::Link))
        ]
        .piece()
    };
    let panel = move || {
        let to_embed = Rc::clone(&to_embed);
        later(ui, move |parts| (parts.dialog)(ui, Dialog::Share, Rc::clone(&to_embed)))
    };
    el("div")
        .node_ref(place)
        .child(popover(
            open,
            "dialog",
            "tb",
            "over dlg",
            Some(menus::SHARE.into()),
            Rc::new(label),
            Rc::new(panel),
        ))
        .child(move || {
            let closed = Rc::clone(&closed);
            embeds
                .get()
                .then(|| later(ui, move |parts| (parts.dialog)(ui, Dialog::Embed, Rc::clone(&closed))))
        })
        .piece()
}

/// How numbers are written, by language tag.
const LANGUAGES: [(&str, &str); 6] = [
    ("en", "1,234.5"),
    ("de", "1.234,5"),
    ("fr", "1\u{202f}234,5"),
    ("de-CH", "1\u{2019}234.5"),
    ("en-IN", "1,23,456.5"),
    ("es", "1234,5"),
];

fn settings(ui: Ui, theme: ArcRwSignal<Theme>) -> Piece {
    let open = RwSignal::new(false);
    let panel = move || {
        let theme = theme.clone();
        later(ui, move |parts| (parts.settings_panel)(ui, theme.clone(), open))
    };
    popover(
        open,
        "dialog",
        "tb",
        "over dlg",
        Some(menus::SETTINGS.1.into()),
        Rc::new(|| {
            pieces![
                el("span").class("wide-only").child(menus::SETTINGS.0),
                el("span").class("wide-only").child(icon(Icon::Down)),
                el("span").class("only-phone").child(icon(Icon::Dots))
            ]
            .piece()
        }),
        Rc::new(panel),
    )
}

/// Theme and writing of numbers; on a phone the examples, too.
pub fn settings_panel(ui: Ui, theme: ArcRwSignal<Theme>, open: RwSignal<bool>) -> Piece {
    let chosen = {
        let theme = theme.clone();
        Signal::derive(move || match theme.get() {
            Theme::Auto => 0,
            Theme::Light => 1,
            Theme::Dark => 2,
        })
    };
    let choose = Callback::new(move |index| {
        theme.set(match index {
            1 => Theme::Light,
            2 => Theme::Dark,
            _ => Theme::Auto,
        });
    });
    let numbers = Signal::derive(move || {
        let now = ui.locale.get();
        LANGUAGES.iter().position(|(tag, _)| Locale::from_tag(tag) == now).unwrap_or(0)
    });
    let write_as = Callback::new(move |index: usize| {
        if let Some((tag, _)) = LANGUAGES.get(index) {
            ui.language.run((*tag).to_owned());
        }
    });
    pieces![
        el("div").class("only-phone opt mn").child(example_items(ui, open)),
        el("div").class("opt").child(el("p").class("lab").child(menus::THEME)).child(choice(
            menus::THEME,
            "theme",
            &menus::THEMES,
            chosen,
            choose
        )),
        el("div").class("opt row").child(pick(
            menus::NUMBERS.0,
            menus::NUMBERS.1,
            ui.next_id(),
            Signal::stored(LANGUAGES.iter().map(|(_, text)| (*text).to_owned()).collect::<Vec<_>>()),
            numbers,
            write_as
        ))
    ]
    .piece()
}

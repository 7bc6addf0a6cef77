//! Code for other pages, and how it will look there.

use super::snippet::Wish;
use crate::pieces;
use crate::presentation::words::{labels, sharing};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, Ref, el};
use crate::web::ui::live::{Callback, RwSignal};
use crate::web::ui::parts::{choice, copy_text};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlDialogElement;
use std::rc::Rc;

const VIEWS: [&str; 2] = ["compact", "full"];
const THEMES: [&str; 3] = ["auto", "light", "dark"];

/// The form of the code.
const ELEMENT: usize = 0;
const FRAME: usize = 1;

/// What is chosen in the dialog, by its place.
#[derive(Clone, Copy)]
struct Chosen {
    form: RwSignal<usize>,
    view: RwSignal<usize>,
    theme: RwSignal<usize>,
    content: RwSignal<usize>,
}

impl Chosen {
    fn wish(self, ui: Ui) -> Wish {
        Wish {
            view: VIEWS.get(self.view.get()).copied().unwrap_or_default(),
            theme: THEMES.get(self.theme.get()).copied().unwrap_or_default(),
            scenario: if self.content.get() == 0 { ui.link.get() } else { None },
            home: ui.home.get_value(),
        }
    }

    fn code(self, ui: Ui) -> String {
        let wish = self.wish(ui);
        match self.form.get() {
            ELEMENT => wish.element(),
            FRAME => wish.frame(),
            _ => wish.link(),
        }
    }
}

/// The dialog; `closed` is run when it closes, by Escape, too.
pub(super) fn embed(ui: Ui, closed: Rc<dyn Fn()>) -> Piece {
    let [form, view, theme, content] = std::array::from_fn(|_| RwSignal::new(0));
    let chosen = Chosen { form, view, theme, content };
    let (title, code) = (ui.next_id(), ui.next_id());
    let whole = Ref::default();
    let close = move |_| {
        if let Some(whole) = whole.get() {
            whole.unchecked_ref::<HtmlDialogElement>().close();
        }
    };
    let pick = |legend: &'static str, name, options, signal: RwSignal<usize>| {
        el("div").child(el("p").class("lab").child(legend)).child(choice(
            legend,
            name,
            options,
            signal.into(),
            Callback::new(move |index| signal.set(index)),
        ))
    };
    let settings = move || {
        let is_frame_or_element = form.get() <= FRAME;
        is_frame_or_element.then(|| {
            pieces![
                pick(sharing::FORM, "embed-view", &sharing::VIEWS, view),
                pick(sharing::COLOURS, "embed-theme", &sharing::THEMES, theme)
            ]
        })
    };
    let guess =
        move || chosen.wish(ui).is_somewhere().then(|| el("p").class("s q").child(sharing::ON_NO_SERVER));
    el("dialog")
        .class("modal")
        .attr("aria-labelledby", title.clone())
        .node_ref(whole)
        .on("close", move |_| closed())
        .on_mount(|dialog| {
            let _ = dialog.unchecked_ref::<HtmlDialogElement>().show_modal();
        })
        .child(
            el("div").class("hd").child(el("h2").attr("id", title).child(sharing::EMBED_IN_A_PAGE)).child(
                el("button").attr("type", "button").class("btn").on("click", close).child(labels::CLOSE),
            ),
        )
        .child(
            el("div")
                .class("segs")
                .child(pick(sharing::WHAT_TO_PASTE, "embed-form", &sharing::FORMS, form))
                .child(pick(sharing::SCENARIO, "embed-scenario", &sharing::CONTENTS, content))
                .child(settings),
        )
        .child(el("label").class("lab").attr("for", code.clone()).child(sharing::CODE))
        .child(
            el("div").class("in snippet").child(
                el("textarea")
                    .attr("id", code)
                    .attr("readonly", true)
                    .attr("spellcheck", "false")
                    .attr("rows", "7")
                    .value(move || chosen.code(ui)),
            ),
        )
        .child(guess)
        .child(el("div").class("acts").child(copy_text(
            ui,
            "btn p",
            labels::COPY,
            labels::COPIED,
            Rc::new(move || Some(chosen.code(ui))),
        )))
        .child(el("p").class("lab").child(sharing::PREVIEW))
        .child(move || preview(ui, chosen))
        .piece()
}

/// The element itself, as the code above asks for it.
fn preview(ui: Ui, chosen: Chosen) -> Piece {
    let wish = chosen.wish(ui);
    let shown = if chosen.form.get() > FRAME {
        el("a")
            .attr("href", wish.link())
            .attr("target", "_blank")
            .attr("rel", "noopener")
            .child(sharing::LINK_TEXT)
    } else {
        el("inference-estimator")
            .attr("view", wish.view)
            .attr("theme", wish.theme)
            .attr("scenario", wish.scenario)
            .attr("home", wish.home)
    };
    el("div").class("preview").child(shown).piece()
}

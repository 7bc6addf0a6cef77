//! Choosing a model: type part of its name, see prices, times and verdicts, take one.

use super::{Icon, icon, popover, status};
use crate::catalogue::ModelId;
use crate::pieces;
use crate::presentation::answers::picker::{Line, Lines, heading, hosted_lines, shown};
use crate::presentation::form::{model_name, model_rates};
use crate::presentation::words::{labels, questions};
use crate::scenario::{CustomPrices, HostedModelChoice, ModelRef, Name};
use crate::web::ui::dom::{IntoPiece, Piece, Ref, el, made_from, scroll_to_end};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal};
use crate::web::ui::{
    Ui,
    later::later,
    schedule::{Phase, soon},
};
use leptos::ev::KeyboardEvent;
use leptos::prelude::event_target_value;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use std::rc::Rc;

/// Most lines that are drawn; a longer list asks for a narrower search.
const MOST_LINES: usize = 120;

/// A button that shows the chosen model and opens the list.
pub fn model_picker(
    ui: Ui,
    chosen: Signal<HostedModelChoice>,
    on_choose: Callback<HostedModelChoice>,
    // Full name of the button.
    name: &'static str,
    class: &'static str,
    // Whether prices are shown beside the name.
    with_prices: bool,
) -> Piece {
    let open = RwSignal::new(false);
    let texts = move || {
        let text = chosen.with(|choice| ui.catalogue.with_value(|catalogue| model_name(choice, catalogue)));
        (text, with_prices.then(|| prices_beside(ui, chosen)).flatten())
    };
    let label = move |(text, prices): &(String, Option<String>)| {
        let prices = prices.clone();
        pieces![
            el("span")
                .child(el("span").class("vh").child(name).child(": "))
                .child(text.clone())
                .child(prices.map(|text| pieces![" ", el("span").class("q s").child("\u{a0}").child(text)])),
            icon(Icon::Down)
        ]
    };
    let choose = Callback::new(move |choice| {
        open.set(false);
        on_choose.run(choice);
    });
    popover(
        open,
        "dialog",
        class,
        "lb",
        None,
        Rc::new(move || made_from(texts, label)),
        Rc::new(move || later(ui, move |parts| (parts.model_list)(ui, chosen, choose))),
    )
    .piece()
}

fn prices_beside(ui: Ui, chosen: Signal<HostedModelChoice>) -> Option<String> {
    let as_of = ui.draft.with(|scenario| scenario.as_of);
    let locale = ui.locale.get();
    let rates = chosen
        .with(|choice| ui.catalogue.with_value(|catalogue| model_rates(choice, catalogue, as_of, locale)));
    Some(rates.unwrap_or_else(|| questions::NOT_LISTED.to_owned()))
}

/// The content and the position of an open list.
#[derive(Clone, Copy)]
struct List {
    lines: Memo<Lines>,
    query: RwSignal<String>,
    /// What the arrows chose since the last letter.
    moved: RwSignal<Option<usize>>,
    /// The lines that are shown, as places in `lines`.
    found: Memo<Vec<usize>>,
    /// The line that Enter takes: what the arrows chose, else the chosen model, else the first.
    active: Memo<usize>,
    scroller: Ref,
    here: Option<u32>,
    choose: Callback<u32>,
}

impl List {
    fn new(lines: Memo<Lines>, here: Option<u32>, choose: Callback<u32>) -> Self {
        let query = RwSignal::new(String::new());
        let moved = RwSignal::new(None::<usize>);
        let found = Memo::new(move |_| query.with(|typed| lines.with(|lines| shown(&lines.all, typed))));
        let active = Memo::new(move |_| {
            let chosen = || {
                let key = |at: &usize| lines.with(|lines| lines.all.get(*at).map(|line| line.key));
                found.with(|found| found.iter().position(|at| here.is_some() && key(at) == here))
            };
            let at = moved.get().or_else(|| query.with(String::is_empty).then(chosen).flatten());
            at.unwrap_or(0).min(found.with(Vec::len).saturating_sub(1))
        });
        let scroller = Ref::default();
        Self { lines, query, moved, found, active, scroller, here, choose }
    }

    fn type_text(self, text: String) {
        self.moved.set(None);
        self.query.set(text);
        if let Some(scroller) = self.scroller.get() {
            scroller.set_scroll_top(0);
        }
    }

    fn take(self, index: usize) {
        let key = self.found.with_untracked(|found| {
            let at = *found.get(index)?;
            self.lines.with_untracked(|lines| lines.all.get(at).map(|line| line.key))
        });
        if let Some(key) = key {
            self.choose.run(key);
        }
    }

    fn key(self, event: &KeyboardEvent) {
        let last = self.found.with_untracked(Vec::len).min(MOST_LINES).saturating_sub(1);
        let now = self.active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => now.saturating_add(1).min(last),
            "ArrowUp" => now.saturating_sub(1),
            "PageDown" => now.saturating_add(6).min(last),
            "PageUp" => now.saturating_sub(6),
            "Enter" => {
                event.prevent_default();
                return self.take(now);
            }
            // The first press clears what was typed, the next one closes the list.
            "Escape" if !self.query.with_untracked(String::is_empty) => {
                event.stop_propagation();
                return self.type_text(String::new());
            }
            _ => return,
        };
        event.prevent_default();
        self.moved.set(Some(next));
        if let Some(scroller) = self.scroller.get() {
            // The class of the line changes first.
            soon(Phase::Headline, move || show_active(&scroller));
        }
    }
}

/// Scrolls the list, and nothing else, so that the active line is seen.
fn show_active(scroller: &HtmlElement) {
    let Ok(Some(line)) = scroller.query_selector(".act") else { return };
    let Ok(line) = line.dyn_into::<HtmlElement>() else { return };
    let (top, height) = (line.offset_top(), line.offset_height());
    let (from, room) = (scroller.scroll_top(), scroller.client_height());
    // The heading above stays in view.
    if top < from + 28 {
        scroller.set_scroll_top(top - 28);
    } else if top + height > from + room {
        scroller.set_scroll_top(top + height - room);
    }
}

/// Shows the active line of a list that has opened, and the end of the list: the page scrolls where it is below the window.
fn show_whole(scroller: &HtmlElement) {
    show_active(scroller);
    if let Some(list) = scroller.parent_element() {
        scroll_to_end(&list, 8.0);
    }
}

/// The hosted models to choose from.
pub fn model_list(ui: Ui, chosen: Signal<HostedModelChoice>, choose: Callback<HostedModelChoice>) -> Piece {
    let here = chosen.with_untracked(|choice| match choice {
        HostedModelChoice::Book(ModelRef::Id(id)) => Some(id.number()),
        HostedModelChoice::Book(ModelRef::Unknown(_)) | HostedModelChoice::Custom { .. } => None,
    });
    // Anew when the comparison comes: the list may be open before it.
    let lines = Memo::new(move |_| {
        let (as_of, locale) = (ui.draft.with(|scenario| scenario.as_of), ui.locale.get());
        let compared = ui.compared.get();
        ui.catalogue.with_value(|catalogue| hosted_lines(catalogue, as_of, compared.as_deref(), locale))
    });
    let take = Callback::new(move |key| {
        choose.run(HostedModelChoice::Book(ModelRef::Id(ModelId::new(key))));
    });
    let other = Callback::new(move |typed: String| {
        choose.run(HostedModelChoice::Custom { name: Name::new(&typed), prices: CustomPrices::default() });
    });
    pick_list(ui, lines, here, take, other, questions::ENTER_A_MODEL)
}

/// What opens under the button: a field to type a part of a name in, the lines that match, and a way to a model that none
/// of them is.
pub fn pick_list(
    ui: Ui,
    lines: Memo<Lines>,
    here: Option<u32>,
    choose: Callback<u32>,
    other: Callback<String>,
    other_words: &'static str,
) -> Piece {
    let id = ui.next_id();
    let list = List::new(lines, here, choose);
    let options_id = [&id, "-l"].concat();
    let active_id = {
        let id = id.clone();
        move || [&id, "-", &list.active.get().to_string()].concat()
    };
    let drawn = {
        let id = id.clone();
        move || options(&id, list, other)
    };
    let field = el("input")
        .attr("id", id.clone())
        .focused()
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", questions::FIND_HINT)
        .attr("aria-expanded", "true")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", options_id.clone())
        .attr("aria-activedescendant", active_id)
        .value(move || list.query.get())
        .on("input", move |event| list.type_text(event_target_value(&event)))
        .on_key("keydown", move |event| list.key(&event));
    let heads = lines.with_untracked(|lines| lines.heads);
    let head = |words: &'static str| el("span").child(words);
    pieces![
        el("div")
            .class("sr")
            .child(el("label").attr("for", id).class("q").child(questions::FIND))
            .child(field)
            .child(
                el("span")
                    .class("q")
                    .attr("role", "status")
                    .child(move || questions::models(list.found.with(Vec::len)))
            ),
        el("div").class("ln hd").attr("aria-hidden", "true").child(heads.map(head)),
        el("div").class("ls").node_ref(list.scroller).on_mount(show_whole).child(
            el("ul")
                .attr("role", "listbox")
                .attr("id", options_id)
                .attr("aria-label", questions::MODELS)
                .child(drawn)
        ),
        el("p")
            .class("end")
            .child(el("span").class("keys").child(questions::KEYS))
            .child(el("span").child(labels::QUALITY))
            .child(
                el("span").child(questions::IS_IT_NOT_LISTED).child(
                    el("button")
                        .attr("type", "button")
                        .class("link")
                        .on("click", move |_| other.run(list.query.get_untracked()))
                        .child(other_words)
                )
            )
    ]
    .piece()
}

fn options(id: &str, list: List, other: Callback<String>) -> Piece {
    let (found, typed) = (list.found.get(), list.query.get_untracked());
    if found.is_empty() {
        let enter = {
            let typed = typed.clone();
            move |_| other.run(typed.clone())
        };
        let button = el("button")
            .attr("type", "button")
            .class("link")
            .on("click", enter)
            .child(questions::enter_named(&typed));
        return el("li")
            .class("none")
            .attr("role", "presentation")
            .child(questions::NO_MATCH)
            .child(button)
            .piece();
    }
    list.lines.with(|lines| {
        let mut drawn = Vec::with_capacity(found.len().min(MOST_LINES) + 16);
        let mut above = "";
        for (index, line) in found.iter().take(MOST_LINES).filter_map(|at| lines.all.get(*at)).enumerate() {
            let words = heading(line, &typed);
            if words != above {
                above = words;
                drawn.push(el("li").class("gp").attr("role", "presentation").child(words).piece());
            }
            drawn.push(option(id, index, line, &lines.heads, list));
        }
        if found.len() > MOST_LINES {
            drawn.push(
                el("li").class("none").attr("role", "presentation").child(questions::MORE_MATCH).piece(),
            );
        }
        drawn.piece()
    })
}

fn option(id: &str, index: usize, line: &Line, heads: &questions::PickerHeads, list: List) -> Piece {
    // On a phone the heads stand in the line.
    let [_, first, second, third, time, _] = *heads;
    let [input, output, context] = line.figures.clone();
    let figure = |head: &'static str, text: String| el("span").attr("data-h", head).child(text);
    let [took, from] = line.time.clone();
    let is_here = list.here == Some(line.key);
    el("li")
        .class("ln")
        .attr("id", [id, "-", &index.to_string()].concat())
        .attr("role", "option")
        .class_if("act", move || list.active.get() == index)
        .attr("aria-selected", is_here.to_string())
        .on("mousedown", |event| event.prevent_default())
        .on("click", move |_| list.take(index))
        .child(
            el("span")
                .child(el("b").child(line.name.clone()))
                .child(el("span").class("q xs").child(line.under.clone())),
        )
        .child(figure(first, input))
        .child(figure(second, output))
        .child(figure(third, context))
        .child(figure(time, took).child(el("span").class("q xs").child(from)))
        .child(
            el("span")
                .child(line.standing.clone().map(status))
                .child(el("span").class("q xs").child(line.month.clone())),
        )
        .piece()
}

//! Choosing a model: type part of its name, see providers and prices, take one.

use super::{Icon, icon, popover};
use crate::catalogue::{Availability, HostedModel, ModelId, Provider, Query, SearchedName};
use crate::estimate::Comparison;
use crate::estimate::compare::ModelRow;
use crate::estimate::latency::goodput::Verdict;
use crate::format::{rate_per_mtok, usd};
use crate::pieces;
use crate::presentation::form::{book_rates, model_name, model_rates};
use crate::presentation::words::hosted::MEDIA_MODELS;
use crate::presentation::words::questions;
use crate::scenario::{CustomPrices, HostedModelChoice, ModelRef, Name};
use crate::units::in_order;
use crate::web::ui::dom::{IntoPiece, Piece, Ref, el, made_from};
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

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    id: ModelId,
    name: String,
    provider: String,
    /// Everything that typing may match.
    searched: SearchedName,
    /// Prices of 1M tokens, in and out, and what the feature would cost a month if this model alone answered.
    amounts: [String; 3],
    /// Its verdict against the target of the feature, and its rank by verdict and cost.
    verdict: (&'static str, f64),
}

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

fn rows(ui: Ui) -> Vec<Row> {
    let as_of = ui.draft.with(|scenario| scenario.as_of);
    let locale = ui.locale.get();
    let compared = ui.compared.get();
    let compared = compared.as_deref();
    ui.catalogue.with_value(|catalogue| {
        let book = &catalogue.hosted;
        let offered = book.models().filter(|model| model.availability == Availability::Current);
        let row = |model: &HostedModel| {
            let names = |provider: &'_ Provider| (provider.name.clone(), provider.key.clone());
            let (provider, key) = book.provider(model.provider).map(names).unwrap_or_default();
            let [input, output, _] = book_rates(book, model, as_of)
                .map(|rate| rate.map_or_else(none, |rate| rate_per_mtok(rate, locale)));
            let found = compared
                .and_then(|found| Some((found, found.rows.iter().find(|row| row.model == model.id)?)));
            let is_media = model.answers_in_media() || !model.writes_text();
            let month = found.map_or_else(none, |(_, row)| usd(row.month, locale));
            Row {
                id: model.id,
                name: model.name.clone(),
                searched: SearchedName::new(&model.name, &model.slug, &provider, &key),
                provider,
                amounts: [input, output, month],
                verdict: verdict(found, is_media),
            }
        };
        offered.map(row).collect()
    })
}

/// The rank of a model without an amount.
fn none() -> String {
    "\u{2013}".to_owned()
}

/// The heading of a model, and its place: by its verdict against the target, then by cost. No heading without a target.
fn verdict(found: Option<(&Comparison, &ModelRow)>, is_media: bool) -> (&'static str, f64) {
    let Some((found, row)) = found else {
        let no_price = (questions::PRICE_NOT_KNOWN, f64::INFINITY);
        return if is_media { (MEDIA_MODELS, f64::MAX) } else { no_price };
    };
    if found.target.is_none() {
        return ("", 0.0);
    }
    if row.is_too_small() {
        return (questions::DO_NOT_FIT, 3e15 + row.month.get());
    }
    let verdict = row.wait.and_then(|wait| wait.verdict);
    let rank = match verdict {
        Some(Verdict::Met | Verdict::Close) => 0.0,
        Some(Verdict::Missed) => 2e15,
        Some(Verdict::Unknown) | None => 1e15,
    };
    (questions::verdict_heading(verdict), rank + row.month.get())
}

/// The content and the position of the open list.
#[derive(Clone, Copy)]
struct List {
    query: RwSignal<String>,
    /// What the arrows chose since the last letter.
    moved: RwSignal<Option<usize>>,
    /// The models that match what is typed.
    found: Memo<Vec<Row>>,
    /// The line that Enter takes: what the arrows chose, else the chosen model, else the first.
    active: Memo<usize>,
    scroller: Ref,
    choose: Callback<HostedModelChoice>,
}

impl List {
    fn new(ui: Ui, here: Option<ModelId>, choose: Callback<HostedModelChoice>) -> Self {
        // Anew when the comparison comes: the list may be open before it.
        let rows = Memo::new(move |_| rows(ui));
        let query = RwSignal::new(String::new());
        let moved = RwSignal::new(None::<usize>);
        let found = Memo::new(move |_| {
            let query = query.with(|text| Query::new(text));
            rows.with(|rows| {
                let ranked =
                    rows.iter().filter_map(|row| Some((query.rank(&row.searched)?, row.clone()))).collect();
                // Who types a name wants its maker's first; who reads wants what would do. What writes no text comes last.
                let is_apart = |row: &Row| f64::from(u8::from(row.verdict.0 == MEDIA_MODELS));
                let ordered = if query.is_empty() {
                    in_order(ranked, |(_, row): &(f64, Row)| row.verdict.1)
                } else {
                    in_order(ranked, |(rank, row)| rank + 1e12 * is_apart(row))
                };
                ordered.into_iter().map(|(_, row)| row).collect::<Vec<Row>>()
            })
        });
        let active = Memo::new(move |_| {
            found.with(|found| {
                let chosen = || found.iter().position(|row| Some(row.id) == here);
                let at = moved.get().or_else(|| query.with(String::is_empty).then(chosen).flatten());
                at.unwrap_or(0).min(found.len().saturating_sub(1))
            })
        });
        let scroller = Ref::default();
        Self { query, moved, found, active, scroller, choose }
    }

    fn type_text(self, text: String) {
        self.moved.set(None);
        self.query.set(text);
        if let Some(scroller) = self.scroller.get() {
            scroller.set_scroll_top(0);
        }
    }

    fn take(self, index: usize) {
        if let Some(id) = self.found.with_untracked(|found| found.get(index).map(|row| row.id)) {
            self.choose.run(HostedModelChoice::Book(ModelRef::Id(id)));
        }
    }

    fn key(self, event: &KeyboardEvent) {
        let last = self.found.with_untracked(Vec::len).min(MOST_LINES).saturating_sub(1);
        let now = self.active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => now.saturating_add(1).min(last),
            "ArrowUp" => now.saturating_sub(1),
            "PageDown" => now.saturating_add(8).min(last),
            "PageUp" => now.saturating_sub(8),
            "Enter" => {
                event.prevent_default();
                return self.take(now);
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
    // The name of the provider above stays in view.
    if top < from + 28 {
        scroller.set_scroll_top(top - 28);
    } else if top + height > from + room {
        scroller.set_scroll_top(top + height - room);
    }
}

/// What opens under the button: a field to type a part of a name in, and the models that match.
pub fn model_list(ui: Ui, chosen: Signal<HostedModelChoice>, choose: Callback<HostedModelChoice>) -> Piece {
    let id = ui.next_id();
    let here = chosen.with_untracked(|choice| match choice {
        HostedModelChoice::Book(ModelRef::Id(id)) => Some(*id),
        HostedModelChoice::Book(ModelRef::Unknown(_)) | HostedModelChoice::Custom { .. } => None,
    });
    let list = List::new(ui, here, choose);
    let options_id = [&id, "-l"].concat();
    let active_id = {
        let id = id.clone();
        move || [&id, "-", &list.active.get().to_string()].concat()
    };
    let lines = {
        let id = id.clone();
        move || options(&id, &list.found.get(), list, here)
    };
    let custom = move |_| {
        let name = list.query.with_untracked(|query| Name::new(query));
        choose.run(HostedModelChoice::Custom { name, prices: CustomPrices::default() });
    };
    pieces![
        el("div")
            .class("sr")
            .child(el("label").attr("for", id.clone()).class("q").child(questions::FIND))
            .child(
                el("input")
                    .attr("id", id)
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
                    .on("input", move |event| list.type_text(event_target_value(&event)))
                    .on_key("keydown", move |event| list.key(&event))
            )
            .child(
                el("span")
                    .class("q")
                    .attr("role", "status")
                    .child(move || questions::models(list.found.with(Vec::len)))
            ),
        el("div").class("ls").node_ref(list.scroller).on_mount(show_active).child(
            el("ul")
                .attr("role", "listbox")
                .attr("id", options_id)
                .attr("aria-label", questions::MODELS)
                .child(lines)
        ),
        el("p").class("end").child(el("span").child(questions::COLUMNS_MEAN)).child(
            el("span").child(questions::IS_IT_NOT_LISTED).child(
                el("button")
                    .attr("type", "button")
                    .class("link")
                    .on("click", custom)
                    .child(questions::ENTER_A_MODEL)
            )
        )
    ]
    .piece()
}

fn options(id: &str, found: &[Row], list: List, here: Option<ModelId>) -> Piece {
    if found.is_empty() {
        return el("li").class("none").attr("role", "presentation").child(questions::NO_MATCH).piece();
    }
    let mut lines = Vec::with_capacity(found.len().min(MOST_LINES) + 16);
    let judged = |row: &Row| !row.verdict.0.is_empty() && row.verdict.1 < f64::MAX;
    let by_target = list.query.with_untracked(String::is_empty) && found.iter().any(judged);
    let mut heading = "";
    for (index, row) in found.iter().take(MOST_LINES).enumerate() {
        let above = if by_target { row.verdict.0 } else { &row.provider };
        if above != heading {
            heading = above;
            lines.push(group(above, index == 0));
        }
        lines.push(option(id, index, row, list, here, by_target));
    }
    if found.len() > MOST_LINES {
        lines.push(el("li").class("none").attr("role", "presentation").child(questions::MORE_MATCH).piece());
    }
    lines.piece()
}

fn group(heading: &str, first: bool) -> Piece {
    let head = |text: &'static str| el("span").child(if first { text } else { "" });
    el("li")
        .class("gp")
        .attr("role", "presentation")
        .child(el("span").child(heading.to_owned()))
        .child(questions::COLUMNS.map(head))
        .piece()
}

fn option(id: &str, index: usize, row: &Row, list: List, here: Option<ModelId>, by_target: bool) -> Piece {
    let [input, output, month] = row.amounts.clone();
    let provider = by_target.then(|| el("span").class("q").child([" ", &row.provider].concat()));
    el("li")
        .attr("id", [id, "-", &index.to_string()].concat())
        .attr("role", "option")
        .class_if("act", move || list.active.get() == index)
        .attr("aria-selected", (here == Some(row.id)).to_string())
        .on("mousedown", |event| event.prevent_default())
        .on("click", move |_| list.take(index))
        .child(el("span").child(row.name.clone()).child(provider))
        .child(el("span").child(input))
        .child(el("span").child(output))
        .child(el("span").child(month))
        .piece()
}

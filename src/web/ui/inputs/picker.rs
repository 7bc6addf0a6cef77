//! Choosing a model: type part of its name, see providers and prices, take one.

use super::models::{book_rates, model_name, model_rates};
use crate::catalogue::{Availability, HostedModel, ModelId, Provider};
use crate::format::rate_per_mtok;
use crate::html;
use crate::scenario::{CustomPrices, HostedModelChoice, ModelRef, Name};
use crate::web::ui::{
    Ui,
    parts::{Icon, Popover, icon},
};
use leptos::ev::KeyboardEvent;
use leptos::html::{Div, Input};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// Most lines that are drawn; more are told to be narrowed.
const MOST_LINES: usize = 120;

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    id: ModelId,
    name: String,
    provider: String,
    /// Everything that typing may match, in small letters.
    searched: String,
    /// Prices of 1M tokens: in, out, cached.
    rates: [String; 3],
}

/// A button that shows the chosen model and opens the list.
#[component]
pub fn ModelPicker(
    ui: Ui,
    #[prop(into)] chosen: Signal<HostedModelChoice>,
    on_choose: Callback<HostedModelChoice>,
    /// Full name of the button.
    #[prop(default = "Model")]
    name: &'static str,
    #[prop(default = "sel")] class: &'static str,
    /// Whether prices stand beside the name.
    #[prop(default = true)]
    with_prices: bool,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let label = move || {
        let text = chosen.with(|choice| ui.catalogue.with_value(|catalogue| model_name(choice, catalogue)));
        let prices = move || with_prices.then(|| prices_beside(ui, chosen)).flatten();
        html! {
            <span>
                <span class="vh">{name}": "</span>
                {text}
                {prices().map(|text| html! { " "<span class="q s">"\u{a0}"{text}</span> })}
            </span>
            {icon(Icon::Down)}
        }
        .into_any()
    };
    let choose = Callback::new(move |choice| {
        open.set(false);
        on_choose.run(choice);
    });
    html! {
        <Popover
            open
            kind="dialog"
            class
            panel_class="lb"
            label=move || label.into_any()
            panel=move || list(ui, chosen, choose)
        />
    }
    .into_any()
}

fn prices_beside(ui: Ui, chosen: Signal<HostedModelChoice>) -> Option<String> {
    let as_of = ui.draft.with(|scenario| scenario.as_of);
    let locale = ui.locale.get();
    let rates = chosen
        .with(|choice| ui.catalogue.with_value(|catalogue| model_rates(choice, catalogue, as_of, locale)));
    Some(rates.unwrap_or_else(|| "not in this price book".to_owned()))
}

fn rows(ui: Ui) -> Vec<Row> {
    let as_of = ui.draft.with(|scenario| scenario.as_of);
    let locale = ui.locale.get();
    ui.catalogue.with_value(|catalogue| {
        let book = &catalogue.hosted;
        let offered = book.models().filter(|model| model.availability == Availability::Current);
        let row = |model: &HostedModel| {
            let provider = book.provider(model.provider).map_or("", |provider: &Provider| &provider.name);
            let rates = book_rates(book, model, as_of);
            Row {
                id: model.id,
                name: model.name.clone(),
                provider: provider.to_owned(),
                searched: [provider, " ", &model.name, " ", &model.slug].concat().to_lowercase(),
                rates: rates.map(|rate| {
                    rate.map_or_else(|| "\u{2013}".to_owned(), |rate| rate_per_mtok(rate, locale))
                }),
            }
        };
        offered.map(row).collect()
    })
}

/// What the open list shows and where it stands.
#[derive(Clone, Copy)]
struct List {
    query: RwSignal<String>,
    /// What the arrows chose since the last letter.
    moved: RwSignal<Option<usize>>,
    /// The models that match what is typed.
    found: Memo<Vec<Row>>,
    /// The line that Enter takes: what the arrows chose, else the chosen model, else the first.
    active: Memo<usize>,
    scroller: NodeRef<Div>,
    choose: Callback<HostedModelChoice>,
}

impl List {
    fn new(ui: Ui, here: Option<ModelId>, choose: Callback<HostedModelChoice>) -> Self {
        let rows = StoredValue::new(rows(ui));
        let query = RwSignal::new(String::new());
        let moved = RwSignal::new(None::<usize>);
        let found = Memo::new(move |_| {
            let query = query.get().to_lowercase();
            let words: Vec<&str> = query.split_whitespace().collect();
            rows.with_value(|rows| {
                let matches = |row: &&Row| words.iter().all(|word| row.searched.contains(word));
                rows.iter().filter(matches).cloned().collect::<Vec<_>>()
            })
        });
        let active = Memo::new(move |_| {
            found.with(|found| {
                let chosen = || found.iter().position(|row| Some(row.id) == here);
                let at = moved.get().or_else(|| query.with(String::is_empty).then(chosen).flatten());
                at.unwrap_or(0).min(found.len().saturating_sub(1))
            })
        });
        let scroller = NodeRef::<Div>::new();
        scroller.on_load(move |scroller| show_active(&scroller));
        Self { query, moved, found, active, scroller, choose }
    }

    fn type_text(self, text: String) {
        self.moved.set(None);
        self.query.set(text);
        if let Some(scroller) = self.scroller.get_untracked() {
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
        if let Some(scroller) = self.scroller.get_untracked() {
            // The class of the line follows in the next turn.
            gloo::timers::callback::Timeout::new(0, move || show_active(&scroller)).forget();
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

fn list(ui: Ui, chosen: Signal<HostedModelChoice>, choose: Callback<HostedModelChoice>) -> AnyView {
    let id = ui.next_id();
    let here = chosen.with_untracked(|choice| match choice {
        HostedModelChoice::Book(ModelRef::Id(id)) => Some(*id),
        HostedModelChoice::Book(ModelRef::Unknown(_)) | HostedModelChoice::Custom { .. } => None,
    });
    let list = List::new(ui, here, choose);
    let field = NodeRef::<Input>::new();
    field.on_load(|field| {
        let _ = field.focus();
    });
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
    html! {
        <div class="sr">
            <label for=id.clone() class="q">"Find"</label>
            <input
                id=id
                node_ref=field
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder="part of a name or provider"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls=options_id.clone()
                aria-activedescendant=active_id
                on:input=move |event| list.type_text(event_target_value(&event))
                on:keydown=move |event| list.key(&event)
            />
            <span class="q" role="status">{move || count_of(list.found.with(Vec::len))}</span>
        </div>
        <div class="ls" node_ref=list.scroller>
            <ul role="listbox" id=options_id aria-label="Models">{lines}</ul>
        </div>
        <p class="end">
            <span>"Prices per 1M tokens. "</span>
            <span>
                "Not listed? "
                <button type="button" class="link" on:click=custom>"Enter a model and its prices"</button>
            </span>
        </p>
    }
    .into_any()
}

fn count_of(models: usize) -> String {
    match models {
        1 => "1 model".to_owned(),
        models => [&models.to_string(), " models"].concat(),
    }
}

fn options(id: &str, found: &[Row], list: List, here: Option<ModelId>) -> AnyView {
    if found.is_empty() {
        return html! { <li class="none" role="presentation">"No model of that name. Enter it with its prices."</li> }
            .into_any();
    }
    let mut lines = Vec::with_capacity(found.len().min(MOST_LINES) + 16);
    let mut provider = "";
    for (index, row) in found.iter().take(MOST_LINES).enumerate() {
        if row.provider != provider {
            provider = &row.provider;
            lines.push(group(&row.provider, index == 0));
        }
        lines.push(option(id, index, row, list, here));
    }
    if found.len() > MOST_LINES {
        lines.push(
            html! { <li class="none" role="presentation">"More models match: type more of the name."</li> }
                .into_any(),
        );
    }
    lines.into_any()
}

fn group(provider: &str, first: bool) -> AnyView {
    let head = |text: &'static str| html! { <span>{if first { text } else { "" }}</span> };
    html! {
        <li class="gp" role="presentation">
            <span>{provider.to_owned()}</span>
            {head("in")}
            {head("out")}
            {head("cached")}
        </li>
    }
    .into_any()
}

fn option(id: &str, index: usize, row: &Row, list: List, here: Option<ModelId>) -> AnyView {
    let [input, output, cached] = row.rates.clone();
    html! {
        <li
            id=[id, "-", &index.to_string()].concat()
            role="option"
            class:act=move || list.active.get() == index
            aria-selected=(here == Some(row.id)).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| list.take(index)
        >
            <span>{row.name.clone()}</span>
            <span>{input}</span>
            <span>{output}</span>
            <span>{cached}</span>
        </li>
    }
    .into_any()
}

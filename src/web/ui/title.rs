//! The title row: the scenario's name, undo and redo, examples, settings.

use super::Ui;
use super::host::Theme;
use super::inputs::resolved;
use super::parts::{Choice, CopyLink, Icon, Pick, Popover, icon, menu_item};
use crate::format::Locale;
use crate::html;
use crate::scenario::{Name, Preset, Scenario};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The row at the top of the full app.
#[component]
pub fn TitleRow(ui: Ui, theme: ArcRwSignal<Theme>) -> impl IntoView {
    html! {
        <header class="top">
            <h1>"Inference Estimator"</h1>
            <ScenarioName ui />
            <span class="sp"></span>
            {step_button(Icon::Undo, "Undo", move || ui.draft.undoable(), move || ui.draft.undo())}
            {step_button(Icon::Redo, "Redo", move || ui.draft.redoable(), move || ui.draft.redo())}
            <Examples ui />
            <Share ui />
            <Settings ui theme />
        </header>
    }
    .into_any()
}

/// Undo or redo: its name says what it would change.
fn step_button(
    sign: Icon,
    word: &'static str,
    what: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
    act: impl Fn() + 'static,
) -> AnyView {
    let name = move || {
        what().map_or_else(
            || ["Nothing to ", &word.to_lowercase()].concat(),
            |what| [word, ": ", &what].concat(),
        )
    };
    html! {
        <button
            type="button"
            class="tb"
            aria-label=name
            title=name
            prop:disabled=move || what().is_none()
            on:click=move |_| act()
        >
            {icon(sign)}
        </button>
    }
    .into_any()
}

#[component]
fn ScenarioName(ui: Ui) -> impl IntoView {
    let open = RwSignal::new(false);
    let name = move || {
        let name = ui.draft.with(|scenario| scenario.name.as_str().to_owned());
        if name.is_empty() { "Unnamed scenario".to_owned() } else { name }
    };
    let rename = move |text: String| {
        ui.draft.edit(|| "change of name".to_owned(), |scenario| scenario.name = Name::new(&text));
    };
    let start_over = move || {
        let as_of = ui.draft.parsed().with_untracked(|parsed| parsed.scenario.as_of);
        ui.draft.load(Scenario::new("", as_of), || "starting over".to_owned());
    };
    let panel = move || {
        let id = ui.next_id();
        html! {
            <div class="opt">
                <label class="lab" for=id.clone()>"Name of this scenario"</label>
                <div class="in">
                    <input
                        id=id
                        type="text"
                        maxlength="80"
                        autocomplete="off"
                        prop:value=move || ui.draft.with(|scenario| scenario.name.as_str().to_owned())
                        on:change=move |event| rename(event_target_value(&event))
                        on:keydown=move |event: KeyboardEvent| if event.key() == "Enter" { open.set(false) }
                    />
                </div>
            </div>
            <div class="opt mn">{menu_item("Start over".to_owned(), "an empty scenario; can be undone".to_owned(), open, start_over)}</div>
        }
        .into_any()
    };
    html! {
        <div class="name">
            <Popover
                open
                kind="dialog"
                class="nm"
                panel_class="over start dlg"
                label=move || html! { <span class="cut">{name}</span>{icon(Icon::Down)} }.into_any()
                panel
            />
        </div>
    }
}

/// The examples of the menu; each can be undone.
fn example_items(ui: Ui, open: RwSignal<bool>) -> AnyView {
    let item = |preset: Preset| {
        let load = move || {
            let as_of = ui.draft.parsed().with_untracked(|parsed| parsed.scenario.as_of);
            let scenario =
                ui.catalogue.with_value(|catalogue| resolved(preset.scenario(as_of), &catalogue.hosted));
            ui.draft.load(scenario, || ["opening ", preset.title()].concat());
            ui.choose(0);
        };
        menu_item(preset.title().to_owned(), hint(preset).to_owned(), open, load)
    };
    Preset::ALL.into_iter().map(item).collect_view().into_any()
}

const fn hint(preset: Preset) -> &'static str {
    match preset {
        Preset::Glossary => "100,000 users, $1,500 a day",
        Preset::SupportChat => "conversations of five turns",
        Preset::Autocomplete => "under 500 ms",
        Preset::DocumentSummaries => "long documents, no hurry",
        Preset::RagSearch => "answers from passages",
        Preset::CodingAgent => "many calls, prompt cache",
    }
}

/// A menu of examples to start from.
#[component]
pub fn Examples(
    ui: Ui,
    #[prop(default = "Examples")] text: &'static str,
    #[prop(default = "tb")] class: &'static str,
) -> impl IntoView {
    let open = RwSignal::new(false);
    html! {
        <div class="wide-only">
            <Popover
                open
                kind="menu"
                class
                label=move || html! { {text}" "{(class == "tb").then(|| icon(Icon::Down))} }.into_any()
                panel=move || example_items(ui, open)
            />
        </div>
    }
}

/// The link, to be passed on.
#[component]
fn Share(ui: Ui) -> impl IntoView {
    let open = RwSignal::new(false);
    let address = move || {
        ui.address().unwrap_or_else(|| "The page that this stands on has no address of its own.".to_owned())
    };
    let panel = move || {
        let id = ui.next_id();
        html! {
            <h2>"Share this scenario"</h2>
            <div class="opt link-row">
                <label class="vh" for=id.clone()>"Its link"</label>
                <span class="in"><input id=id type="text" readonly prop:value=address /></span>
                <CopyLink ui class="btn p" />
            </div>
            <p class="s q">"The link holds every figure. Nothing is sent to or kept on a server."</p>
        }
        .into_any()
    };
    html! {
        <Popover
            open
            kind="dialog"
            name="Share"
            panel_class="over dlg"
            label=|| html! {
                <span class="wide-only">"Share "</span>
                <span class="wide-only">{icon(Icon::Down)}</span>
                <span class="only-phone">{icon(Icon::Link)}</span>
            }.into_any()
            panel
        />
    }
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

#[component]
fn Settings(ui: Ui, theme: ArcRwSignal<Theme>) -> impl IntoView {
    let open = RwSignal::new(false);
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
    let panel = move || {
        html! {
            <div class="only-phone opt mn">{example_items(ui, open)}</div>
            <div class="opt">
                <p class="lab">"Theme"</p>
                <Choice legend="Theme" name="theme" options=&["As the system", "Light", "Dark"] chosen on_choose=choose />
            </div>
            <div class="opt row">
                <Pick
                    label="Numbers"
                    term="grouping and decimal mark, typed and shown"
                    id=ui.next_id()
                    options=Signal::stored(LANGUAGES.iter().map(|(_, text)| (*text).to_owned()).collect::<Vec<_>>())
                    chosen=numbers
                    on_choose=write_as
                />
            </div>
        }
        .into_any()
    };
    html! {
        <Popover
            open
            kind="dialog"
            name="Settings: theme, numbers, examples"
            panel_class="over dlg"
            label=|| html! {
                <span class="wide-only">"Settings "</span>
                <span class="wide-only">{icon(Icon::Down)}</span>
                <span class="only-phone">{icon(Icon::Dots)}</span>
            }.into_any()
            panel
        />
    }
}

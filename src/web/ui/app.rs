//! The root of the views: loads what the page wants shown, and tells the page what changed.

use super::compact::compact;
use super::host::{Misread, Origin, Reached, Told};
use super::later::{File, full_form};
use super::results::{Scope, said};
use super::{Arrival, Host, Ui, View};
use crate::catalogue::Catalogue;
use crate::estimate::then_day;
use crate::presentation::answers::headline::spoken as spoken_headline;
use crate::presentation::answers::notices::pinned_not_read;
use crate::presentation::form::with_known_models;
use crate::presentation::words::labels;
use crate::scenario::{Preset, Scenario, Serving};
use crate::share::{UnknownFields, decode, pinned_in};
use crate::units::Date;
use crate::web::ui::dom::{El, el};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal, effect, on_change};
use crate::web::ui::schedule::{Phase, Timer};
use leptos::ev::KeyboardEvent;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

/// The widget. Everything that it shows hangs on `host`.
pub fn app(host: Host) -> El {
    let first = arrived(&host.arrival, &host.catalogue, host.as_of);
    let ui = Ui::new(first.scenario, first.unknown, &host);
    let Host {
        view,
        theme,
        locale: _,
        width: _,
        arrival: _,
        reached,
        catalogue: _,
        as_of,
        home: _,
        is_page: _,
        label,
        files: _,
        pinned: _,
        copy: _,
        save: _,
        wish: _,
        kept: _,
        table: _,
        why_missing: _,
        on_scenario,
        on_misread,
        on_pin,
    } = host;
    ui.follow_models();
    let behind = ui.behind();
    let told = RwSignal::new(first.told);

    // The way in: the page shows another scenario, or a link was pasted over the address.
    // At once, not by an effect: the page may read the figures in its next line.
    let load = Callback::new(move |arrival| {
        let next = ui.catalogue.with_value(|catalogue| arrived(&arrival, catalogue, as_of));
        ui.then.set_value(None);
        ui.draft.begin(next.scenario, next.unknown);
        ui.choose(0);
        told.set(next.told);
        if let Some(pin) = next.pin {
            ui.pin.set(pin);
        }
        if let Some(misread) = next.misread {
            on_misread.run(misread);
        }
    });
    // The cell is new.
    let _ = reached.set(Reached { draft: ui.draft, link: ui.link, load });
    if let Some(misread) = first.misread {
        on_misread.run(misread);
    }
    want_own_gpus(behind);
    // The way out.
    effect(move || {
        let link = ui.link.get();
        if link.is_none() {
            ui.draft.parsed().track();
        }
        on_scenario.run(link.unwrap_or_default());
    });

    on_change(move || ui.pin.get(), move |pin| on_pin.run(pin));

    let (now, asked) = (view.clone(), theme.clone());
    let is_full = Memo::new(move |_| now.get() == View::Full);
    let shade = Signal::derive(move || asked.get().as_attribute());
    el("section")
        .class("ie")
        .class_if("full", move || is_full.get())
        .class_if("compact", move || !is_full.get())
        .attr("data-theme", move || shade.get())
        .attr("aria-label", label.unwrap_or_else(|| labels::ESTIMATOR.to_owned()))
        // All its words are English, whatever the page around it is.
        .attr("lang", "en")
        .attr("dir", "ltr")
        .attr("part", "widget")
        .on_key("keydown", move |event| undo_keys(ui, &event))
        // Whoever works here will want the rest before long.
        .on("focusin", move |_| ui.want(File::Later))
        .child(move || {
            if is_full.get() {
                let theme = theme.clone();
                full_form(ui, move |form| (form.view)(ui, behind, told, theme.clone()))
            } else {
                compact(ui, behind, told, view.clone())
            }
        })
        .child(spoken(behind))
}

/// Self-hosted GPUs are computed by a file of their own: loads it once a feature is on them.
fn want_own_gpus(ui: Ui) {
    let on_own_gpus = move |scenario: &Scenario| {
        scenario.features.iter().any(|feature| matches!(feature.serving, Serving::SelfHosted(_)))
    };
    effect(move || {
        if ui.draft.with(on_own_gpus) || ui.pinned_scenario().is_some_and(|(pinned, _)| on_own_gpus(&pinned))
        {
            ui.want(File::Own);
        }
    });
}

/// What came of the page's wish.
struct Arrived {
    scenario: Scenario,
    unknown: UnknownFields,
    told: Vec<Told>,
    /// The scenario that is pinned in the link, A, as link text.
    pin: Option<String>,
    /// What the page's author is to hear of it.
    misread: Option<Misread>,
}

/// The scenario that the page asks for; the default one, with the reason, where its text cannot be read.
fn arrived(arrival: &Arrival, catalogue: &Catalogue, as_of: Date) -> Arrived {
    let preset = |preset: Preset, told: Vec<Told>| Arrived {
        scenario: with_known_models(preset.scenario(as_of), catalogue),
        unknown: UnknownFields::default(),
        told,
        pin: None,
        misread: None,
    };
    let misread = |text: &str, remarks: Vec<_>| {
        // A reader's link is no concern of the page's author.
        let is_for_author = arrival.origin == Origin::Attribute && !remarks.is_empty();
        is_for_author.then(|| Misread { text: text.to_owned(), remarks })
    };
    let Some(text) = arrival.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
        return preset(Preset::Glossary, Vec::new());
    };
    if let Some(named) = Preset::by_key(text) {
        return preset(named, Vec::new());
    }
    // An attribute has a link's text without the `s=` before it.
    let whole =
        if text.starts_with(|c: char| c.is_ascii_digit()) { ["s=", text].concat() } else { text.to_owned() };
    let (pin, wrong) = match pinned_in(text) {
        Some(Ok(pin)) => (Some(pin), None),
        Some(Err(why)) => (None, Some(Told::Part(pinned_not_read(&why)))),
        None => (None, None),
    };
    match decode(&whole, as_of) {
        Ok(mut decoded) => {
            let then = then_day(&decoded.scenario, decoded.book, as_of, catalogue);
            // What is shown is what the sharer saw.
            decoded.scenario.as_of = then.unwrap_or(as_of);
            Arrived {
                scenario: with_known_models(decoded.scenario, catalogue),
                unknown: decoded.unknown_fields,
                told: decoded
                    .notices
                    .iter()
                    .map(|notice| Told::Part(notice.to_string()))
                    .chain(wrong)
                    .collect(),
                pin,
                misread: misread(
                    text,
                    decoded.notices.iter().map(|notice| (notice.kind(), notice.to_string())).collect(),
                ),
            }
        }
        Err(error) => {
            let why = error.to_string();
            let remarks = vec![(error.kind(), why.clone())];
            let shown = preset(Preset::Glossary, vec![Told::Unreadable(why, text.to_owned())]);
            Arrived { misread: misread(text, remarks), ..shown }
        }
    }
}

/// Undo and redo anywhere outside a field that has an undo of its own.
fn undo_keys(ui: Ui, event: &KeyboardEvent) {
    let in_field = event.target().is_some_and(|target| {
        target.dyn_into::<HtmlInputElement>().is_ok_and(|field| field.type_() == "text")
    });
    if in_field || !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => ui.draft.undo(),
        ("z", true) | ("y", false) => ui.draft.redo(),
        _ => return,
    }
    event.prevent_default();
}

/// One sentence for screen readers, after a pause: the figure, not every figure on the way to it.
fn spoken(ui: Ui) -> El {
    let text = RwSignal::new(String::new());
    let timer = Timer::new();
    on_change(
        move || said(ui, Scope::All),
        move |now| {
            let sentence = spoken_headline(&now);
            // The delay parts this signal from what it follows; nothing else reads it.
            timer.start(Phase::Speak, move || text.set(sentence));
        },
    );
    el("p").class("vh").attr("role", "status").attr("aria-live", "polite").child(move || text.get())
}

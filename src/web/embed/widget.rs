//! One widget in one element: its signals, its handle, and what it tells the page.

use super::{address, draft};
use crate::units::Date;
use crate::web::ui::{App, AppProps, Arrival, Host, Origin, Theme, View};
use gloo::{events::EventListener, timers::callback::Timeout};
use leptos::mount::mount_to;
use leptos::prelude::{ArcRwSignal, Set, UnsyncCallback};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};
use web_sys::HtmlElement;

/// A pause in typing, after which the address and the draft are written and the page is told.
const PAUSE_MS: u32 = 350;

/// The price book, read once and shared by all widgets of a page.
#[wasm_bindgen]
pub struct Book(Arc<str>);

#[wasm_bindgen]
impl Book {
    /// Reads the bytes of the price file.
    ///
    /// # Errors
    /// If they are not a price book.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Self, JsError> {
        Ok(Self(std::str::from_utf8(bytes)?.into()))
    }
}

#[wasm_bindgen]
extern "C" {
    /// What the element asks for. A plain object, made by the element's script.
    pub type Settings;
    #[wasm_bindgen(method, getter)]
    fn view(this: &Settings) -> String;
    #[wasm_bindgen(method, getter)]
    fn theme(this: &Settings) -> String;
    #[wasm_bindgen(method, getter)]
    fn locale(this: &Settings) -> String;
    /// Text of the `scenario` attribute or property, if any.
    #[wasm_bindgen(method, getter)]
    fn scenario(this: &Settings) -> Option<String>;
    /// Read the address on arrival and keep it in step.
    #[wasm_bindgen(method, getter, js_name = urlSync)]
    fn url_sync(this: &Settings) -> bool;
    /// Keep the last scenario in this browser.
    #[wasm_bindgen(method, getter)]
    fn autosave(this: &Settings) -> bool;
    /// Tells the element that `name` happened; it sends the event on.
    #[wasm_bindgen(method)]
    fn report(this: &Settings, name: &str, detail: &JsValue);
}

/// A mounted widget. Dropping it (`free()` in JavaScript) takes its nodes, listeners and signals away.
#[wasm_bindgen]
pub struct WidgetHandle {
    view: ArcRwSignal<View>,
    theme: ArcRwSignal<Theme>,
    locale: ArcRwSignal<String>,
    arrival: ArcRwSignal<Arrival>,
    edge: Rc<Edge>,
    _hash_listener: Option<EventListener>,
    // The type of the views is not worth naming; only its drop matters.
    _mounted: Box<dyn Any>,
}

#[wasm_bindgen]
impl WidgetHandle {
    /// Shows `compact` or `full`.
    #[wasm_bindgen(js_name = setView)]
    pub fn set_view(&self, text: &str) {
        self.view.set(View::from_attribute(text));
    }

    /// Shows `auto`, `light` or `dark`.
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(&self, text: &str) {
        self.theme.set(Theme::from_attribute(text));
    }

    /// Writes numbers as this BCP 47 tag asks.
    #[wasm_bindgen(js_name = setLocale)]
    pub fn set_locale(&self, text: String) {
        self.locale.set(text);
    }

    /// Loads a scenario from link text or a preset's name; `undefined` loads the default.
    #[wasm_bindgen(js_name = setScenario)]
    pub fn set_scenario(&self, text: Option<String>) {
        self.edge.host_is_loading.set(true);
        self.arrival.set(Arrival { text, origin: Origin::Attribute });
    }

    /// The scenario as link text.
    #[must_use]
    pub fn scenario(&self) -> String {
        self.edge.latest.borrow().clone()
    }
}

/// What one widget knows of its page, and the one way out to it.
struct Edge {
    settings: Settings,
    latest: RefCell<String>,
    // Set while the next report answers the page's own wish, which it need not be told of.
    host_is_loading: Cell<bool>,
    pending: RefCell<Option<Timeout>>,
    storage_is_refused: Cell<bool>,
}

impl Edge {
    /// Takes the scenario's text after a change and tells the world after a pause.
    fn changed(self: &Rc<Self>, text: String) {
        let by_host = self.host_is_loading.replace(false);
        if *self.latest.borrow() == text {
            return;
        }
        self.latest.replace(text);
        if by_host {
            return;
        }
        let edge = Rc::clone(self);
        // Replacing the timer cancels the earlier one.
        self.pending.replace(Some(Timeout::new(PAUSE_MS, move || edge.tell())));
    }

    fn tell(&self) {
        let text = self.latest.borrow().clone();
        if self.settings.url_sync() {
            address::write(&text);
        }
        if self.settings.autosave() && !self.storage_is_refused.get() && draft::save(&text).is_err() {
            self.storage_is_refused.set(true);
            self.settings.report("storage-refused", &JsValue::NULL);
        }
        self.settings.report("scenario-change", &JsValue::from_str(&text));
    }

    /// A link wins over the attribute, that over the draft, that over the default.
    fn first_arrival(&self) -> Arrival {
        let link = || self.settings.url_sync().then(address::read).flatten();
        let kept = || self.settings.autosave().then(draft::load).and_then(|kept| kept.ok().flatten());
        let found = link()
            .map(|text| (text, Origin::Link))
            .or_else(|| self.settings.scenario().map(|text| (text, Origin::Attribute)))
            .or_else(|| kept().map(|text| (text, Origin::Draft)));
        found.map_or_else(Arrival::default, |(text, origin)| Arrival { text: Some(text), origin })
    }
}

/// Puts a widget into `root`, an empty element inside the shadow root.
///
/// # Errors
/// If the browser's clock is outside the years that prices are kept for.
#[wasm_bindgen]
pub fn mount(root: HtmlElement, book: &Book, settings: Settings) -> Result<WidgetHandle, JsError> {
    let as_of = today()?;
    let view = ArcRwSignal::new(View::from_attribute(&settings.view()));
    let theme = ArcRwSignal::new(Theme::from_attribute(&settings.theme()));
    let locale = ArcRwSignal::new(settings.locale());
    let follow_address = settings.url_sync();
    let edge = Rc::new(Edge {
        settings,
        latest: RefCell::default(),
        host_is_loading: Cell::new(true),
        pending: RefCell::default(),
        storage_is_refused: Cell::new(false),
    });
    let arrival = ArcRwSignal::new(edge.first_arrival());

    let mounted = {
        let (view, theme, locale, arrival) = (view.clone(), theme.clone(), locale.clone(), arrival.clone());
        let (book, edge) = (Arc::clone(&book.0), Rc::clone(&edge));
        mount_to(root, move || {
            let on_scenario = UnsyncCallback::new(move |text| edge.changed(text));
            App(AppProps { host: Host { view, theme, locale, arrival, book, as_of, on_scenario } })
        })
    };
    let _hash_listener = follow_address.then(|| listen_for_links(arrival.clone())).flatten();
    Ok(WidgetHandle { view, theme, locale, arrival, edge, _hash_listener, _mounted: Box::new(mounted) })
}

fn listen_for_links(arrival: ArcRwSignal<Arrival>) -> Option<EventListener> {
    address::listen(move |text| arrival.set(Arrival { text: Some(text), origin: Origin::Link }))
}

/// The day in UTC by the browser's clock.
fn today() -> Result<Date, JsError> {
    let days = (js_sys::Date::now() / 86_400_000.0).floor();
    Ok(Date::from_days(days as i32)?)
}

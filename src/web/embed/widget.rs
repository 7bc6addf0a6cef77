//! One widget in one element: its signals, its handle, and what it tells the page.

use super::{address, draft, figures};
use crate::catalogue::Catalogue;
use crate::share::{pinned_in, with_pinned};
use crate::units::Date;
use crate::web::ui::live::{ArcRwSignal, Callback, RwSignal};
use crate::web::ui::{
    Arrival, Host, Kept, Origin, PageWish, Reached, SavedFile, Theme, View, app, dom, files, schedule,
};
use gloo::events::EventListener;
use js_sys::Promise;
use schedule::{Pending, Phase, after, soon};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// The price book, read once and shared by all widgets of a page.
#[wasm_bindgen]
pub struct Book(Arc<Catalogue>);

#[wasm_bindgen]
impl Book {
    /// Reads the bytes of the price file.
    ///
    /// # Errors
    /// If they are not a price book.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Self, JsError> {
        Ok(Self(Arc::new(Catalogue::with_prices(bytes)?)))
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
    /// Address of the full estimator, if the page names one.
    #[wasm_bindgen(method, getter)]
    fn home(this: &Settings) -> Option<String>;
    /// Name of the widget's region, where the page gives one.
    #[wasm_bindgen(method, getter)]
    fn label(this: &Settings) -> Option<String>;
    /// Puts a text on the clipboard.
    #[wasm_bindgen(method, catch)]
    fn copy(this: &Settings, text: &str) -> Result<Promise, JsValue>;
    /// Hands a text to the reader as a file of that name.
    #[wasm_bindgen(method, catch)]
    fn save(this: &Settings, name: &str, text: &str, media_type: &str) -> Result<(), JsValue>;
    /// Begins to load a table of a tokenizer.
    #[wasm_bindgen(method, catch)]
    fn table(this: &Settings, name: &str) -> Result<Promise, JsValue>;
    /// Why the last file that failed could not be loaded, as the end of a sentence.
    #[wasm_bindgen(method, js_name = whyMissing)]
    fn why_missing(this: &Settings) -> String;
    /// Hands over the scenario's link text after every change, whoever made it.
    #[wasm_bindgen(method)]
    fn shown(this: &Settings, text: &str);
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
    width: ArcRwSignal<f64>,
    reached: Rc<OnceCell<Reached>>,
    edge: Rc<Edge>,
    catalogue: Arc<Catalogue>,
    _listeners: Vec<EventListener>,
    _mounted: dom::Mounted,
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

    /// Tells how wide the page lays the element out, in CSS pixels. A pixel more or less draws nothing anew.
    #[wasm_bindgen(js_name = setWidth)]
    pub fn set_width(&self, px: f64) {
        if (self.width.get_untracked() - px).abs() > 1.0 {
            self.width.set(px);
        }
    }

    /// Loads a scenario from link text or a preset's name; `undefined` loads the default.
    #[wasm_bindgen(js_name = setScenario)]
    pub fn set_scenario(&self, text: Option<String>) {
        self.edge.load_for(Cause::Page);
        load(&self.reached, Arrival { text, origin: Origin::Attribute });
    }

    /// The scenario as link text; empty where it is too long for a link.
    #[must_use]
    pub fn scenario(&self) -> String {
        self.reached.get().and_then(|reached| reached.link.get_untracked()).unwrap_or_default()
    }

    /// The headline figures of that scenario, with units in the names of the members; `null` where there are none.
    #[must_use]
    pub fn estimate(&self) -> JsValue {
        self.reached.get().map_or(JsValue::NULL, |reached| figures::of(&reached.draft.now(), &self.catalogue))
    }
}

/// Who made the scenario change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The reader, in a field: the address and the draft follow, and the page is notified.
    Person,
    /// A link over the present address: the page is notified, but the address stays as it was pasted and the draft as it was.
    Link,
    /// The page itself, or the first scenario of all: nobody needs to be notified.
    Page,
}

/// What one widget knows of its page, and the one way out to it.
struct Edge {
    settings: Settings,
    latest: RefCell<String>,
    /// Link text of the scenario that is pinned; empty where none is.
    pin: RefCell<String>,
    cause: Cell<Cause>,
    pending: RefCell<Option<Pending>>,
    storage_is_refused: Cell<bool>,
}

impl Edge {
    /// Until the next turn of the event loop, in which the views have taken in what arrives, changes have this cause.
    fn load_for(self: &Rc<Self>, cause: Cause) {
        self.cause.set(cause);
        self.pending.replace(None);
        let edge = Rc::clone(self);
        soon(Phase::Headline, move || edge.cause.set(Cause::Person));
    }

    /// Puts a text on the clipboard and tells whether that was allowed; a page in a frame may not be.
    fn copy(&self, text: &str, done: RwSignal<Option<bool>>) {
        let promise = self.settings.copy(text);
        wasm_bindgen_futures::spawn_local(async move {
            let copied = match promise {
                Ok(promise) => JsFuture::from(promise).await.is_ok(),
                Err(_) => false,
            };
            // The widget may be gone by now: that sets nothing.
            done.set(Some(copied));
        });
    }

    /// Takes the scenario's text after a change and tells the world after a pause.
    fn changed(self: &Rc<Self>, text: String) {
        // Two scenarios that are too long for a link have the same text.
        if *self.latest.borrow() == text && !text.is_empty() {
            return;
        }
        self.settings.shown(&text);
        self.latest.replace(text);
        match self.cause.get() {
            Cause::Page => {}
            Cause::Link => self.tell_page(),
            Cause::Person => {
                let edge = Rc::clone(self);
                // Replacing the timer cancels the earlier one.
                self.pending.replace(Some(after(Phase::Report, move || edge.tell())));
            }
        }
    }

    /// Does at once what would be done after the pause: the page is about to go.
    fn hurry(&self) {
        if self.pending.take().is_some() {
            self.tell();
        }
    }

    fn tell(&self) {
        self.pending.take();
        let text = self.latest.borrow().clone();
        let is_link = !text.is_empty();
        if is_link {
            self.write_address();
        }
        let is_kept = is_link && self.settings.autosave() && !self.storage_is_refused.get();
        if is_kept && draft::save(&text).is_err() {
            self.storage_is_refused.set(true);
            self.settings.report("storage-refused", &JsValue::NULL);
        }
        self.tell_page();
    }

    /// Puts the scenario and what is pinned into the address, where it may.
    fn write_address(&self) {
        let text = self.latest.borrow();
        if !text.is_empty() && self.settings.url_sync() {
            address::write(&with_pinned(&text, &self.pin.borrow()));
        }
    }

    /// Another scenario is pinned from now on. A link over the address stays as it was pasted.
    fn pinned(&self, text: String) {
        if self.settings.autosave() {
            draft::save_pin(&text);
        }
        self.pin.replace(text);
        if self.cause.get() == Cause::Person {
            self.write_address();
        }
    }

    /// Does what only the page can do.
    fn grant(&self, wish: PageWish) {
        match wish {
            PageWish::Print => {
                if let Some(window) = web_sys::window() {
                    let _ = window.print();
                }
            }
            PageWish::OneFile => self.settings.report("save-file", &JsValue::NULL),
        }
    }

    fn tell_page(&self) {
        let text = JsValue::from_str(&self.latest.borrow());
        self.settings.report("scenario-change", &text);
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

    /// What is pinned in the link; else what was pinned on the last visit, where the scenario is still the one of that visit and no link of others.
    fn first_pin(&self, arrival: &Arrival) -> String {
        if let Some(pinned) = arrival.text.as_deref().and_then(pinned_in) {
            return pinned.unwrap_or_default();
        }
        let draft = draft::load().ok().flatten();
        let is_draft = |link: &String| draft.as_ref().is_some_and(|draft| link.contains(draft));
        let is_own = arrival.origin != Origin::Link || arrival.text.as_ref().is_some_and(is_draft);
        let pin = (is_own && self.settings.autosave()).then(draft::load_pin);
        pin.flatten().unwrap_or_default()
    }
}

/// Puts a widget into `root`, an empty element inside the shadow root.
#[wasm_bindgen]
pub fn mount(root: &HtmlElement, book: &Book, settings: Settings) -> WidgetHandle {
    // A clock outside the years that prices are kept for says nothing: the prices' own day is the best guess.
    let as_of = today().unwrap_or_else(|| book.0.hosted.package().date);
    let view = ArcRwSignal::new(View::from_attribute(&settings.view()));
    let theme = ArcRwSignal::new(Theme::from_attribute(&settings.theme()));
    let locale = ArcRwSignal::new(settings.locale());
    let width = ArcRwSignal::new(0.0);
    let follow_address = settings.url_sync();
    let (home, label) = (settings.home(), settings.label());
    let edge = Rc::new(Edge {
        settings,
        latest: RefCell::default(),
        pin: RefCell::default(),
        cause: Cell::new(Cause::Page),
        pending: RefCell::default(),
        storage_is_refused: Cell::new(false),
    });
    edge.load_for(Cause::Page);
    let first = edge.first_arrival();
    let pinned = edge.first_pin(&first);
    edge.pin.replace(pinned.clone());
    let reached = Rc::new(OnceCell::new());

    let _mounted = {
        let (view, theme, locale) = (view.clone(), theme.clone(), locale.clone());
        let (width, reached) = (width.clone(), Rc::clone(&reached));
        let (catalogue, edge) = (Arc::clone(&book.0), Rc::clone(&edge));
        dom::mount(root, move || {
            let copying = Rc::clone(&edge);
            let copy = Callback::new(move |(text, done): (String, _)| copying.copy(&text, done));
            let saving = Rc::clone(&edge);
            let save = Callback::new(move |(file, done): (SavedFile, RwSignal<Option<bool>>)| {
                done.set(Some(saving.settings.save(&file.name, &file.text, file.media_type).is_ok()));
            });
            let granting = Rc::clone(&edge);
            let wish = Callback::new(move |wish| granting.grant(wish));
            let kept = edge.settings.autosave().then_some(draft::kept as Kept);
            let loading = Rc::clone(&edge);
            let table = Rc::new(move |name: &str| loading.settings.table(name).ok());
            let failing = Rc::clone(&edge);
            let why_missing = Rc::new(move || failing.settings.why_missing());
            let keeping = Rc::clone(&edge);
            let on_pin = Callback::new(move |text: String| keeping.pinned(text));
            let telling = Rc::clone(&edge);
            let on_misread = Callback::new(move |misread| {
                telling.settings.report("scenario-error", &figures::misread(&misread));
            });
            let on_scenario = Callback::new(move |text| edge.changed(text));
            app(Host {
                view,
                theme,
                locale,
                width,
                arrival: first,
                reached,
                files: files(),
                catalogue,
                as_of,
                home,
                is_page: follow_address,
                label,
                pinned,
                copy,
                save,
                wish,
                kept,
                table,
                why_missing,
                on_scenario,
                on_misread,
                on_pin,
            })
        })
    };
    let _listeners = listeners(&edge, &reached, follow_address);
    let catalogue = Arc::clone(&book.0);
    WidgetHandle { view, theme, locale, width, reached, edge, catalogue, _listeners, _mounted }
}

/// Hears links that are pasted over the address, if it is to be followed, and the page's going.
fn listeners(edge: &Rc<Edge>, reached: &Rc<OnceCell<Reached>>, follow_address: bool) -> Vec<EventListener> {
    let leaving = Rc::clone(edge);
    let mut listeners: Vec<_> = address::on_leaving(move || leaving.hurry()).into_iter().collect();
    if follow_address {
        let (edge, reached) = (Rc::clone(edge), Rc::clone(reached));
        listeners.extend(address::on_link(move |text| {
            edge.load_for(Cause::Link);
            load(&reached, Arrival { text: Some(text), origin: Origin::Link });
        }));
    }
    listeners
}

/// Shows another scenario; at once, though the views follow a moment later.
fn load(reached: &OnceCell<Reached>, arrival: Arrival) {
    if let Some(reached) = reached.get() {
        reached.load.run(arrival);
    }
}

/// The day in UTC by the browser's clock, if prices are kept for it.
fn today() -> Option<Date> {
    let days = (js_sys::Date::now() / 86_400_000.0).floor();
    Date::from_days(days as i32).ok()
}

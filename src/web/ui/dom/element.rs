//! An element of the page, and how it hangs on signals.

use super::attribute::{Attribute, Flag, Setting, Value};
use super::bindings::{DomNode, Maker};
use super::piece::IntoPiece;
use crate::web::ui::live::{StoredValue, keep, render_effect};
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Function, Reflect};
use leptos::mount::{UnmountHandle, mount_to_renderer};
use leptos::prelude::{Mountable, Render, document};
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{
    Element, Event, FocusEvent, HtmlElement, HtmlInputElement, KeyboardEvent, Node, Window,
};
use std::marker::PhantomData;
use std::rc::Rc;

/// An element. It exists as long as the owner under which it was created: listeners and effects go with that.
#[derive(Clone)]
pub struct El(Element);

/// A new element of HTML.
pub fn el(tag: &'static str) -> El {
    El(document().unchecked_ref::<Maker>().element(tag))
}

/// A new element of SVG.
pub fn svg_el(tag: &'static str) -> El {
    El(document().unchecked_ref::<Maker>().element_of("http://www.w3.org/2000/svg", tag))
}

impl El {
    fn dom_node(&self) -> &DomNode {
        self.0.unchecked_ref()
    }

    /// The node itself.
    #[must_use]
    pub fn node(&self) -> &Node {
        &self.0
    }

    /// Appends content.
    #[must_use]
    pub fn child(self, child: impl IntoPiece) -> Self {
        child.piece().put(&self.0, None);
        self
    }

    /// Sets the class attribute.
    #[must_use]
    pub fn class(self, names: impl Attribute) -> Self {
        self.set("class", names.setting())
    }

    /// Sets an attribute; takes it away where the value is `None` or `false`.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Attribute) -> Self {
        self.set(name, value.setting())
    }

    fn set(self, name: &'static str, value: Setting<Value>) -> Self {
        let this = self.clone();
        apply(value, Box::new(move |value: Value| this.put_attr(name, value.as_deref())));
        self
    }

    /// Sets an attribute now, or takes it away. This and the other `put` are for one effect that keeps
    /// several properties in step: an effect for each of them would be woken for each.
    pub fn put_attr(&self, name: &str, value: Option<&str>) {
        match value {
            Some(text) => self.dom_node().set(name, text),
            None => self.dom_node().unset(name),
        }
    }

    /// Gives the class `name` now, or takes it away.
    pub fn put_class(&self, name: &str, on: bool) {
        self.dom_node().classes().toggle(name, on);
    }

    /// Sets a property that is on or off, now.
    pub fn put_prop(&self, name: &str, on: bool) {
        self.dom_node().set_property(name, &JsValue::from_bool(on));
    }

    /// Sets the value of a field, now.
    pub fn put_value(&self, text: &str) {
        self.dom_node().set_property("value", &JsValue::from_str(text));
    }

    /// Gives it the keyboard, now.
    pub fn focus(&self) {
        let _ = self.0.unchecked_ref::<HtmlElement>().focus();
    }

    /// Removes all content.
    pub fn clear(&self) {
        self.0.set_text_content(None);
    }

    /// Has the class `name` while `on`.
    #[must_use]
    pub fn class_if(self, name: &'static str, on: impl Flag) -> Self {
        let this = self.clone();
        apply(on.setting(), Box::new(move |on| this.put_class(name, on)));
        self
    }

    /// Sets a property of the style: a strict page allows that, and not the `style` attribute.
    #[must_use]
    pub fn style(self, name: &'static str, value: impl Attribute) -> Self {
        let style = self.dom_node().style();
        let set = move |value: Value| match value {
            Some(text) => style.set(name, &text),
            None => style.unset(name),
        };
        apply(value.setting(), Box::new(set));
        self
    }

    /// Sets a property of the element that is on or off, such as `checked`.
    #[must_use]
    pub fn prop(self, name: &'static str, on: impl Flag) -> Self {
        let this = self.clone();
        apply(on.setting(), Box::new(move |on| this.put_prop(name, on)));
        self
    }

    /// Sets the value of a field: the property, which follows after somebody typed, and not the attribute.
    #[must_use]
    pub fn value(self, text: impl Attribute) -> Self {
        let this = self.clone();
        apply(
            text.setting(),
            Box::new(move |text: Value| this.put_value(text.as_deref().unwrap_or_default())),
        );
        self
    }

    /// Hears an event.
    #[must_use]
    pub fn on(self, name: &'static str, hear: impl FnMut(Event) + 'static) -> Self {
        self.listen(name, Box::new(Hearer(hear, PhantomData)))
    }

    /// Hears an event of the keyboard.
    #[must_use]
    pub fn on_key(self, name: &'static str, hear: impl FnMut(KeyboardEvent) + 'static) -> Self {
        self.listen(name, Box::new(Hearer(hear, PhantomData)))
    }

    /// Hears that the focus comes or goes.
    #[must_use]
    pub fn on_focus(self, name: &'static str, hear: impl FnMut(FocusEvent) + 'static) -> Self {
        self.listen(name, Box::new(Hearer(hear, PhantomData)))
    }

    fn listen(self, name: &'static str, mut hear: Box<dyn Hear>) -> Self {
        let options = EventListenerOptions::enable_prevent_default();
        let hear = move |event: &Event| hear.hear(event.clone());
        keep(Rc::new(EventListener::new_with_options(&self.0, name, options, hear)));
        self
    }

    /// Hears an event of the document, or of anything in it, for as long as the element exists.
    #[must_use]
    pub fn on_document(self, name: &'static str, mut hear: impl FnMut(&Event) + 'static) -> Self {
        let options = EventListenerOptions::run_in_capture_phase();
        keep(Rc::new(EventListener::new_with_options(&document(), name, options, move |event| hear(event))));
        self
    }

    /// Lets `place` find the element.
    #[must_use]
    pub fn node_ref(self, place: Ref) -> Self {
        place.0.set_value(Some(self.0.clone().unchecked_into()));
        self
    }

    /// Takes the focus once it is in the page.
    #[must_use]
    pub fn focused(self) -> Self {
        self.on_mount(|field| {
            let _ = field.focus();
        })
    }

    /// Takes the focus once it is in the page, with its text selected.
    #[must_use]
    pub fn selected(self) -> Self {
        self.on_mount(|field| {
            let _ = field.focus();
            field.unchecked_ref::<HtmlInputElement>().select();
        })
    }

    /// Does something with the element once it is in the page.
    #[must_use]
    pub fn on_mount(self, act: impl FnOnce(&HtmlElement) + 'static) -> Self {
        let element: HtmlElement = self.0.clone().unchecked_into();
        leptos::task::spawn_local(later(Box::new(move || act(&element))));
        self
    }
}

/// A closure that hears an event: a trait of its own for the same reason as [`super::piece::Make`].
trait Hear {
    fn hear(&mut self, event: Event);
}

struct Hearer<F, E>(F, PhantomData<fn(E)>);

impl<E: JsCast, F: FnMut(E)> Hear for Hearer<F, E> {
    fn hear(&mut self, event: Event) {
        self.0(event.unchecked_into());
    }
}

/// Where an element begins and ends, in CSS pixels below the top of the window.
#[must_use]
pub fn edges(element: &Element) -> Option<(f64, f64)> {
    let get: Function = Reflect::get(element, &"getBoundingClientRect".into()).ok()?.dyn_into().ok()?;
    let found = get.call0(element).ok()?;
    let edge = |name: &str| Reflect::get(&found, &name.into()).ok()?.as_f64();
    Some((edge("top")?, edge("bottom")?))
}

/// Height of the window that an element is in, in CSS pixels; 0 where it is in none.
#[must_use]
pub fn window_height(element: &Element) -> f64 {
    let height = window_of(element).and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or(0.0)
}

/// Scrolls the window where the end of an element, and `gap_px` below it, are out of view.
pub fn scroll_to_end(element: &Element, gap_px: f64) {
    let Some((window, (_, end))) = window_of(element).zip(edges(element)) else { return };
    let below = end + gap_px - window_height(element);
    if below > 0.0 {
        window.scroll_by_with_x_and_y(0.0, below);
    }
}

fn window_of(element: &Element) -> Option<Window> {
    element.owner_document()?.default_view()
}

/// Runs in the next turn of the event loop's queue.
async fn later(act: Box<dyn FnOnce()>) {
    act();
}

fn apply<T: 'static>(setting: Setting<T>, mut set: Box<dyn FnMut(T)>) {
    match setting {
        Setting::Fixed(value) => set(value),
        Setting::Live(mut value) => render_effect(Box::new(move || set(value.read()))),
    }
}

/// A place that an element is put into when it is made, for closures that need to reach it.
#[derive(Clone, Copy)]
pub struct Ref(StoredValue<Option<HtmlElement>>);

impl Default for Ref {
    fn default() -> Self {
        Self(StoredValue::new(None))
    }
}

impl Ref {
    /// The element, as long as it exists.
    #[must_use]
    pub fn get(self) -> Option<HtmlElement> {
        self.0.try_get_value().flatten()
    }
}

/// A widget in the page; dropping it takes its nodes away and then its signals.
pub struct Mounted(#[allow(dead_code, reason = "only its drop matters")] UnmountHandle<El>);

/// Puts what `view` makes into `parent`.
pub fn mount(parent: &Element, view: impl FnOnce() -> El + 'static) -> Mounted {
    Mounted(mount_to_renderer(parent, view))
}

impl Render for El {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        *state = self;
    }
}

impl Mountable for El {
    fn unmount(&mut self) {
        self.0.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        let _ = parent.insert_before(&self.0, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.0.parent_element() else { return false };
        child.mount(&parent, Some(&self.0));
        true
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.0.clone()]
    }
}

//! The one field for numbers: label, term, box with its unit inside, message below.

use super::step::{Stride, Way, stepped};
use super::{Icon, icon};
use crate::format::{Locale, field_text, problem};
use crate::presentation::words::fields::{IN_DOLLARS, Words, change_in, field_words};
use crate::scenario::{FieldPath, FieldUnit, Problem};
use crate::web::ui::dom::{El, IntoPiece, Piece, el};
use crate::web::ui::live::{Memo, RwSignal, Signal, render_effect};
use crate::web::ui::schedule::{Phase, Timer};
use crate::web::ui::{Ui, draft::Wrong, slot::Slot, words::change_of};
use leptos::ev::KeyboardEvent;
use leptos::prelude::event_target_value;

/// What a field shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The text in the box.
    pub text: String,
    /// What is wrong, once it is time to say so.
    pub message: Option<String>,
    /// How a doubtful text was read.
    pub reading: Option<String>,
    /// The number that limits this one, and would have to be raised.
    raise: Option<Slot>,
}

/// What typing into one slot does and shows; shared by fields and by the blanks of the sentence.
#[derive(Clone, Copy)]
pub struct Typing {
    ui: Ui,
    slot: Signal<Slot>,
    /// What the field shows: one memo, as each of dozens of fields is evaluated at every key.
    pub shown: Memo<Shown>,
    is_typing: RwSignal<bool>,
    /// From then on the field is never behind.
    was_typed: RwSignal<bool>,
    timer: Timer,
    /// The field's words, where they are not the slot's own.
    words: Option<Words>,
}

impl Typing {
    /// Typing into `slot`.
    pub fn new(ui: Ui, slot: Signal<Slot>) -> Self {
        let is_typing = RwSignal::new(false);
        let was_typed = RwSignal::new(false);
        let shown = Memo::new(move |_| {
            let slot = slot.get();
            // A key is never taken back; a field without one may follow by a frame.
            let draft = if was_typed.get() { ui.draft.at_once() } else { ui.draft };
            let (mut text, reading) = draft.text(slot);
            let wrong = draft.wrong(slot);
            // A number that nobody typed is shown as it is assumed.
            if let Some(assumed) = ui.assumed(draft, slot).filter(|_| wrong.is_none()) {
                text = field_text(assumed, slot.unit(), ui.locale.get());
            }
            let wrong = wrong.filter(|_| !is_typing.get());
            let raise = wrong.as_ref().and_then(|wrong| containing(wrong, slot));
            Shown { text, message: wrong.map(|wrong| explain(&wrong, slot, ui.locale.get())), reading, raise }
        });
        Self { ui, slot, shown, is_typing, was_typed, timer: Timer::new(), words: None }
    }

    /// Keeps the input `field` and the elements `around` it in step; its message has the id `message_id`.
    pub fn keep(self, field: El, around: El, message_id: String) {
        let mut before = None;
        render_effect(Box::new(move || {
            let is_wrong = self.shown.with(|shown| {
                field.put_value(&shown.text);
                shown.message.is_some()
            });
            if before.replace(is_wrong) != Some(is_wrong) {
                around.put_class("bad", is_wrong);
                field.put_attr("aria-invalid", is_wrong.then_some("true"));
                field.put_attr("aria-describedby", is_wrong.then_some(&message_id));
            }
        }));
    }

    /// The slot, as long as the field is there. A browser may still send `blur` to a field that it takes out of the
    /// page, when all that the field owned is gone already.
    fn slot(self) -> Option<Slot> {
        self.slot.try_get_untracked()
    }

    /// A key changed the text.
    pub fn input(self, text: String) {
        let Some(slot) = self.slot() else { return };
        self.is_typing.set(true);
        let is_typing = self.is_typing;
        // A message waits for a pause in typing, or for the focus to leave.
        self.timer.start(Phase::Message, move || is_typing.set(false));
        self.type_text(slot, text);
    }

    fn type_text(self, slot: Slot, text: String) {
        if !self.was_typed.get_untracked() {
            self.was_typed.set(true);
        }
        self.ui.draft.type_text(slot, text);
    }

    /// The focus left, or Enter was pressed.
    pub fn settle(self) {
        let Some(slot) = self.slot() else { return };
        self.timer.stop();
        self.is_typing.set(false);
        self.ui
            .draft
            .settle(slot, || self.words.map_or_else(|| change_of(slot), |words| change_in(words.label)));
    }

    /// Raises the number that limits this one to what is typed here: both are right then, and applied together.
    fn raise(self) {
        if let (Some(whole), text) = self.shown.with_untracked(|shown| (shown.raise, shown.text.clone())) {
            self.ui.draft.type_text(whole, text);
            self.ui.draft.settle(whole, || change_of(whole));
        }
    }

    /// Enter applies, Escape gives back, arrows step.
    pub fn key(self, event: &KeyboardEvent) {
        let Some(slot) = self.slot() else { return };
        match event.key().as_str() {
            "Enter" => self.settle(),
            "Escape" => {
                self.ui.draft.revert(slot);
                self.is_typing.set(false);
            }
            "ArrowUp" | "ArrowDown" => {
                event.prevent_default();
                let stride = if event.shift_key() { Stride::Long } else { Stride::Short };
                let way = if event.key() == "ArrowUp" { Way::Up } else { Way::Down };
                let assumed = self.ui.assumed(self.ui.draft.at_once(), slot);
                let Some(now) = assumed.or_else(|| slot.value(&self.ui.draft.now())) else { return };
                let next = stepped(now, slot.unit(), way, stride);
                let bounds = slot.field().map(|field| field.spec().bounds);
                let next = bounds.map_or_else(|| next.max(0.0), |bounds| bounds.clamp(next));
                let text = field_text(next, slot.unit(), self.ui.locale.get_untracked());
                self.type_text(slot, text);
            }
            _ => {}
        }
    }
}

fn explain(wrong: &Wrong, slot: Slot, locale: Locale) -> String {
    match wrong {
        Wrong::Text(error) => error.words(locale),
        Wrong::Number(found) => problem(found, slot.unit(), whole_of(found), locale),
    }
}

/// The number that a number is part of, where it is more than that.
fn containing(wrong: &Wrong, slot: Slot) -> Option<Slot> {
    match (wrong, slot) {
        (Wrong::Number(Problem::MoreThan { whole, .. }), Slot::Field(path)) => {
            Some(Slot::Field(FieldPath { field: *whole, ..path }))
        }
        _ => None,
    }
}

/// What a number is part of, or measured by, in the words of the form.
fn whole_of(problem: &Problem) -> &'static str {
    match problem {
        Problem::MoreThan { whole: field, .. } | Problem::LessThan { typical: field, .. } => {
            field_words(*field).term
        }
        _ => "",
    }
}

/// A field for the number of `slot`.
pub fn number_field(
    ui: Ui,
    // Which number.
    of: Signal<Slot>,
    // Takes the place of the slot's own term.
    term: Option<Signal<String>>,
    // Takes the place of the slot's own label.
    label: Option<&'static str>,
    // Keeps the label for screen readers alone.
    bare: bool,
) -> Piece {
    let words = of.get_untracked().words();
    let words = Words { label: label.unwrap_or(words.label), ..words };
    field_of(ui, Typing::new(ui, of), of, words, term, bare)
}

/// The same for a number whose words are not those of its slot.
pub fn worded_field(ui: Ui, of: Signal<Slot>, words: Words) -> Piece {
    let typing = Typing { words: Some(words), ..Typing::new(ui, of) };
    field_of(ui, typing, of, words, None, false)
}

fn field_of(
    ui: Ui,
    typing: Typing,
    of: Signal<Slot>,
    words: Words,
    term: Option<Signal<String>>,
    bare: bool,
) -> Piece {
    let id = ui.next_id();
    let message_id = [&id, "-m"].concat();
    let is_money = matches!(
        of.get_untracked().unit(),
        FieldUnit::Usd | FieldUnit::UsdPerMtok | FieldUnit::UsdPerGpuHour
    );
    let suffix = words.suffix;
    let field = el("input")
        .attr("id", id.clone())
        .attr("type", "text")
        .attr("inputmode", "decimal")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("input", move |event| typing.input(event_target_value(&event)))
        .on("blur", move |_| typing.settle())
        .on_key("keydown", move |event| typing.key(&event));
    let around = el("div")
        .class("in")
        .child(is_money.then(|| el("span").class("u").attr("aria-hidden", "true").child("$")))
        .child(field.clone())
        .child((!suffix.is_empty()).then(|| el("span").class("u").attr("aria-hidden", "true").child(suffix)));
    typing.keep(field.clone(), around.clone(), message_id.clone());
    let term = move || term.map_or_else(|| words.term.to_owned(), |term| term.get());
    el("div")
        .class("f")
        .child(
            el("label")
                .attr("for", id)
                .class_if("vh", bare)
                .child(words.label)
                .child(" ")
                .child(el("span").class("t").child(term))
                .child(el("span").class("vh").child(if is_money { IN_DOLLARS } else { ", " }).child(suffix)),
        )
        .child(around)
        .child(message_line(&typing, field, message_id))
        .piece()
}

/// What is wrong, or how a doubtful text was read.
fn message_line(typing: &Typing, field: El, id: String) -> Piece {
    let typing = *typing;
    let line = move || {
        let Shown { text: typed, message, reading, raise } = typing.shown.get();
        if let Some(text) = message {
            let field = field.clone();
            let press = move |_| {
                typing.raise();
                // The button goes; the keyboard stays here.
                field.focus();
            };
            let remedy = raise.map(|whole| {
                let words = [" Raise \u{201c}", whole.words().label, "\u{201d} to ", &typed].concat();
                el("button").attr("type", "button").class("link").on("click", press).child(words)
            });
            return Some(
                el("p")
                    .class("msg err")
                    .attr("id", id.clone())
                    .child(icon(Icon::Octagon))
                    .child(el("span").child(text).child(remedy))
                    .piece(),
            );
        }
        reading.map(|text| el("p").class("msg read").child(text).piece())
    };
    line.piece()
}

//! The content of the form: the scenario, the text of numbers that are being typed, and the way back.
//!
//! A number as typed lives beside the scenario until it is applied (Enter, or the focus leaves the field). So text that
//! is not a number yet is never lost, never reaches the core, and one undo step is one field, not one key.

use super::slot::Slot;
use crate::format::{Locale, Reading, TypedError, field_text, read};
use crate::scenario::{Field, Lever, Problem, Scenario};
use crate::share::UnknownFields;
use crate::web::ui::live::{Memo, RwSignal, Signal};
use std::sync::Arc;

/// How many steps back are kept.
const MOST_STEPS: usize = 100;

/// A number while it is typed.
#[derive(Debug, Clone, PartialEq)]
struct Typed {
    slot: Slot,
    text: String,
    /// The last number that the text could be read as, since it was applied last.
    last: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
struct Sheet {
    scenario: Scenario,
    /// What the link that it came from held besides; it goes back into the next link.
    unknown: UnknownFields,
    typed: Vec<Typed>,
}

/// What is wrong with a typed number.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    /// It cannot be read as a number.
    Text(TypedError),
    /// It is a number that does not belong here.
    Number(Problem),
}

/// The scenario as far as what is typed can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Always valid; where a number is wrong, it has the last one that was right.
    pub scenario: Arc<Scenario>,
    /// Everything that is wrong, field by field.
    pub errors: Vec<(Slot, Wrong)>,
    /// What is being typed.
    typed: Vec<Typed>,
    /// How it was read. Fields read both from here, so that each of them follows one signal and not three.
    locale: Locale,
}

/// A step of the history: the scenario as it was before, and what was done then.
#[derive(Debug, Clone, PartialEq)]
struct Past {
    scenario: Scenario,
    unknown: UnknownFields,
    what: String,
}

/// The state of one widget's form. A small handle that is copied.
#[derive(Clone, Copy)]
pub struct Draft {
    sheet: RwSignal<Sheet>,
    undo: RwSignal<Vec<Past>>,
    redo: RwSignal<Vec<Past>>,
    locale: Signal<Locale>,
    parsed: Memo<Parsed>,
    /// The same for the field that is typed in, which is never behind.
    fresh: Memo<Parsed>,
}

impl Draft {
    /// A form that shows `scenario`, which came with `unknown` settings.
    #[must_use]
    pub fn new(scenario: Scenario, unknown: UnknownFields, locale: Signal<Locale>) -> Self {
        let sheet = RwSignal::new(Sheet { scenario, unknown, typed: Vec::new() });
        let parsed = Memo::new(move |_| sheet.with(|sheet| parse(sheet, locale.get())));
        let (undo, redo) = (RwSignal::new(Vec::new()), RwSignal::new(Vec::new()));
        Self { sheet, undo, redo, locale, parsed, fresh: parsed }
    }

    /// The same form, read as it was when `tick` last changed.
    #[must_use]
    pub fn behind(self, tick: RwSignal<usize>) -> Self {
        let now = self.parsed;
        let parsed = Memo::new(move |_| {
            tick.track();
            now.get_untracked()
        });
        Self { parsed, ..self }
    }

    /// The same form, never behind what is typed.
    #[must_use]
    pub const fn at_once(self) -> Self {
        Self { parsed: self.fresh, ..self }
    }

    /// The scenario and what is wrong with what is typed.
    #[must_use]
    pub const fn parsed(self) -> Memo<Parsed> {
        self.parsed
    }

    /// The scenario at this moment, never behind and not followed: what a press begins with.
    #[must_use]
    pub fn now(self) -> Arc<Scenario> {
        self.fresh.with_untracked(|parsed| Arc::clone(&parsed.scenario))
    }

    /// Reads something out of the present scenario, and follows it.
    pub fn with<T>(self, read: impl FnOnce(&Scenario) -> T) -> T {
        self.parsed.with(|parsed| read(&parsed.scenario))
    }

    /// The text in the field of `slot`; and, where it has two readings, "Read as 1,200, not 1.2."
    #[must_use]
    pub fn text(self, slot: Slot) -> (String, Option<String>) {
        self.parsed.with(|parsed| match parsed.typed.iter().find(|typed| typed.slot == slot) {
            None => (shown(&parsed.scenario, slot, parsed.locale), None),
            Some(typed) => {
                let reading = read_slot(&typed.text, slot, parsed.locale).ok().flatten();
                (typed.text.clone(), reading.and_then(|reading| reading.said(slot.unit(), parsed.locale)))
            }
        })
    }

    /// What is wrong with the field of `slot`.
    #[must_use]
    pub fn wrong(self, slot: Slot) -> Option<Wrong> {
        self.parsed.with(|parsed| {
            parsed.errors.iter().find(|(wrong, _)| *wrong == slot).map(|(_, wrong)| wrong.clone())
        })
    }

    /// Takes the text of a field, key by key.
    pub fn type_text(self, slot: Slot, text: String) {
        let locale = self.locale.get_untracked();
        self.sheet.update(|sheet| {
            let now = read_slot(&text, slot, locale).ok().flatten().map(|reading| reading.value);
            match sheet.typed.iter_mut().find(|typed| typed.slot == slot) {
                Some(typed) => {
                    typed.last = now.or(typed.last);
                    typed.text = text;
                }
                None => sheet.typed.push(Typed { slot, text, last: now }),
            }
        });
    }

    /// Applies what is typed in `slot` if it is right: one step of the history, named `what`.
    pub fn settle(self, slot: Slot, what: impl FnOnce() -> String) {
        let locale = self.locale.get_untracked();
        let next = self.sheet.with_untracked(|sheet| {
            let typed = sheet.typed.iter().find(|typed| typed.slot == slot)?;
            // All that is typed may be right only together: two fields that bound each other.
            let together = applied(&sheet.scenario, &sheet.typed, locale);
            let alone = || applied(&sheet.scenario, std::slice::from_ref(typed), locale);
            let unknown = sheet.unknown.clone();
            match together {
                Some(scenario) => Some(Sheet { scenario, unknown, typed: Vec::new() }),
                None => {
                    let typed = sheet.typed.iter().filter(|typed| typed.slot != slot).cloned().collect();
                    alone().map(|scenario| Sheet { scenario, unknown, typed })
                }
            }
        });
        if let Some(next) = next {
            self.replace(next, what);
        }
    }

    /// Forgets what is typed in `slot`.
    pub fn revert(self, slot: Slot) {
        self.sheet.update(|sheet| sheet.typed.retain(|typed| typed.slot != slot));
    }

    /// Changes the scenario otherwise than by a number: one step of the history, named `what`.
    pub fn edit(self, what: impl FnOnce() -> String, change: impl FnOnce(&mut Scenario)) {
        let mut next = self.sheet.get_untracked();
        change(&mut next.scenario);
        self.replace(next, what);
    }

    /// The same where features change places: `place` says where each one goes, or that it goes away.
    pub fn edit_features(
        self,
        what: impl FnOnce() -> String,
        change: impl FnOnce(&mut Scenario),
        place: impl Fn(usize) -> Option<usize>,
    ) {
        let mut next = self.sheet.get_untracked();
        change(&mut next.scenario);
        let count = next.scenario.features.len();
        let origins: Vec<Option<usize>> =
            (0..count).map(|now| (0..count + 1).find(|old| place(*old) == Some(now))).collect();
        next.unknown = next.unknown.rearranged(&origins);
        next.typed.retain_mut(|typed| match typed.slot.feature_index() {
            None => true,
            Some(index) => place(index).is_some_and(|index| {
                typed.slot = typed.slot.in_feature(index);
                true
            }),
        });
        self.replace(next, what);
    }

    /// Drops what is typed in a leg of a mix or in self-hosted GPUs; to be called with an edit that takes legs away or changes
    /// their order, and likewise with measurements and with another way to serve.
    pub fn forget_legs(self, feature: usize) {
        let of_fleet = |field| (Field::TensorParallel..=Field::MeasuredTokensPerSec).contains(&field);
        self.forget(&|slot| {
            let goes = slot.leg_index().is_some() || slot.field().is_some_and(of_fleet);
            slot.feature_index() == Some(feature) && goes
        });
    }

    /// Drops what is typed in tiers; to be called with an edit that takes tiers away.
    pub fn forget_tiers(self) {
        self.forget(&Slot::is_of_a_tier);
    }

    /// Drops the prices that are being typed for one leg of a mix.
    pub fn forget_leg_prices(self, feature: usize, leg: usize) {
        self.forget(&|slot| {
            slot.feature_index() == Some(feature)
                && slot.leg_index() == Some(leg)
                && !matches!(slot, Slot::LegShare(..))
        });
    }

    /// Drops the prices that are being typed for the second model of a lever.
    pub fn forget_lever_prices(self, feature: usize, lever: Lever) {
        self.forget(&|slot| matches!(slot, Slot::LeverPrice(of, by, _) if of == feature && by == lever));
    }

    fn forget(self, goes: &dyn Fn(Slot) -> bool) {
        self.sheet.update(|sheet| sheet.typed.retain(|typed| !goes(typed.slot)));
    }

    /// Shows another scenario: an example, a link. One step of the history.
    pub fn load(self, scenario: Scenario, what: impl FnOnce() -> String) {
        self.load_with(scenario, UnknownFields::default(), what);
    }

    /// The same for a scenario whose link held `unknown` settings besides.
    pub fn load_with(self, scenario: Scenario, unknown: UnknownFields, what: impl FnOnce() -> String) {
        self.replace(Sheet { scenario, unknown, typed: Vec::new() }, what);
    }

    /// What the link that the scenario came from held besides; follows it.
    pub fn with_unknown<T>(self, read: impl FnOnce(&UnknownFields) -> T) -> T {
        self.sheet.with(|sheet| read(&sheet.unknown))
    }

    /// Shows a scenario that arrived from outside, without a way back to what was there before.
    pub fn begin(self, scenario: Scenario, unknown: UnknownFields) {
        self.undo.update(Vec::clear);
        self.redo.update(Vec::clear);
        self.sheet.set(Sheet { scenario, unknown, typed: Vec::new() });
    }

    fn replace(self, next: Sheet, what: impl FnOnce() -> String) {
        let before = self.sheet.with_untracked(|sheet| {
            (sheet.scenario != next.scenario).then(|| (sheet.scenario.clone(), sheet.unknown.clone()))
        });
        if let Some((scenario, unknown)) = before {
            let past = Past { scenario, unknown, what: what() };
            self.undo.update(|undo| {
                undo.push(past);
                if undo.len() > MOST_STEPS {
                    undo.remove(0);
                }
            });
            self.redo.update(Vec::clear);
        }
        self.sheet.set(next);
    }

    /// What would be undone.
    #[must_use]
    pub fn undoable(self) -> Option<String> {
        self.undo.with(|undo| undo.last().map(|past| past.what.clone()))
    }

    /// What would be done again.
    #[must_use]
    pub fn redoable(self) -> Option<String> {
        self.redo.with(|redo| redo.last().map(|past| past.what.clone()))
    }

    /// One change back.
    pub fn undo(self) {
        self.travel(self.undo, self.redo);
    }

    /// One change forward again.
    pub fn redo(self) {
        self.travel(self.redo, self.undo);
    }

    fn travel(self, from: RwSignal<Vec<Past>>, to: RwSignal<Vec<Past>>) {
        let Some(past) = from.try_update(Vec::pop).flatten() else { return };
        let (scenario, unknown) =
            self.sheet.with_untracked(|sheet| (sheet.scenario.clone(), sheet.unknown.clone()));
        to.update(|steps| steps.push(Past { scenario, unknown, what: past.what }));
        self.sheet.set(Sheet { scenario: past.scenario, unknown: past.unknown, typed: Vec::new() });
    }
}

/// The text of a number that is not being typed.
fn shown(scenario: &Scenario, slot: Slot, locale: Locale) -> String {
    slot.value(scenario).map_or_else(String::new, |value| field_text(value, slot.unit(), locale))
}

/// Puts one typed text into `scenario`.
fn apply(scenario: &mut Scenario, typed: &Typed, locale: Locale) -> Result<(), Wrong> {
    let value = read_slot(&typed.text, typed.slot, locale).map_err(Wrong::Text)?;
    typed.slot.set(scenario, value.map(|reading| reading.value)).map_err(Wrong::Number)
}

/// Reads a text; nothing where nothing was typed, which some fields allow.
fn read_slot(text: &str, slot: Slot, locale: Locale) -> Result<Option<Reading>, TypedError> {
    match read(text, slot.unit(), locale) {
        Ok(reading) => Ok(Some(reading)),
        Err(TypedError::Empty) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The scenario with all of `typed`, if all of it is right.
fn applied(scenario: &Scenario, typed: &[Typed], locale: Locale) -> Option<Scenario> {
    let mut next = scenario.clone();
    for typed in typed {
        apply(&mut next, typed, locale).ok()?;
    }
    next.check().is_ok().then_some(next)
}

fn parse(sheet: &Sheet, locale: Locale) -> Parsed {
    let mut scenario = sheet.scenario.clone();
    let mut errors = Vec::new();
    for typed in &sheet.typed {
        if let Err(wrong) = apply(&mut scenario, typed, locale) {
            errors.push((typed.slot, wrong));
            if let Some(last) = typed.last {
                let _ = typed.slot.set(&mut scenario, Some(last));
            }
        }
    }
    if let Err(found) = scenario.check() {
        for error in found.0 {
            let slot = Slot::Field(error.path);
            errors.push((slot, Wrong::Number(error.problem)));
        }
        // Which of the fields is to blame is not known: go back to what was applied last.
        scenario = sheet.scenario.clone();
    }
    Parsed { scenario: Arc::new(scenario), errors, typed: sheet.typed.clone(), locale }
}

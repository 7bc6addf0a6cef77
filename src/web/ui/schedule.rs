//! When work is done that does not belong to a key itself: every delay of the interface is in one table here.
//!
//! A key changes the headline and the field that is typed in, at once. All else follows in [`Phase`]s of its own, each a
//! task that begins when nothing was typed for a moment. Work that takes longer than a task should is a [`Work`]: it is
//! done in slices, with other tasks between them.
//!
//! Every timer is started with its phase's name as an argument that the callback never reads: a benchmark or a profiler
//! that wraps `setTimeout` sees which phase a task belongs to (`scripts/bench-browser.mjs`).

// The attribute that declares a function of JavaScript writes the unsafe glue for it; nothing here is unsafe by hand.
#![allow(unsafe_code)]

use super::live::{StoredValue, effect, untrack};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

/// What follows a key or a press, in the order in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The headline and the field that is typed in, once what is at work has ended: the next task.
    Headline,
    /// The next part of a page that is built in steps.
    Mount,
    /// All answers besides the headline.
    Rest,
    /// All models for the feature that is open.
    Compare,
    /// The sections below the estimate.
    Sections,
    /// The likely range, and the totals of two days.
    Range,
    /// Simulation and search for self-hosted GPUs.
    Search,
    /// The next piece of a file or a text.
    Read,
    /// The address, the draft, and the events for the page.
    Report,
    /// The sentence for screen readers.
    Speak,
    /// The message below a field that is wrong.
    Message,
    /// The end of "Link copied".
    Copied,
}

/// A line of the table.
struct Timing {
    name: &'static str,
    /// How long after the last change it begins.
    after_ms: u32,
    /// How long a slice of its work lasts; 0 does one step in each.
    slice_ms: f64,
}

const fn timing(name: &'static str, after_ms: u32, slice_ms: f64) -> Timing {
    Timing { name, after_ms, slice_ms }
}

impl Phase {
    const fn timing(self) -> Timing {
        match self {
            Self::Headline => timing("headline", 0, 0.0),
            Self::Mount => timing("mount", 0, 0.0),
            // A frame later.
            Self::Rest => timing("rest", 16, 0.0),
            Self::Compare => timing("compare", 40, 3.0),
            Self::Sections => timing("sections", 50, 0.0),
            Self::Range => timing("range", 60, 3.0),
            // A simulation takes longer than a slice should: nothing goes with it into one.
            Self::Search => timing("search", 60, 0.0),
            Self::Read => timing("read", 0, 0.0),
            Self::Report => timing("report", 350, 0.0),
            Self::Speak => timing("speak", 600, 0.0),
            Self::Message => timing("message", 800, 0.0),
            Self::Copied => timing("copied", 2000, 0.0),
        }
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(act: &JsValue, after_ms: u32, phase: &str) -> i32;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: i32);
}

/// Something that will be done. Dropping it calls that off.
pub struct Pending {
    timer: i32,
    act: Option<Closure<dyn FnMut()>>,
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.act.is_some() {
            clear_timeout(self.timer);
        }
    }
}

impl Pending {
    fn new(phase: Phase, after_ms: u32, act: Box<dyn FnOnce()>) -> Self {
        let act = Closure::once(act);
        let timer = set_timeout(act.as_ref(), after_ms, phase.timing().name);
        Self { timer, act: Some(act) }
    }

    /// Lets it be done whatever becomes of the one who asked for it.
    fn forget(mut self) {
        if let Some(act) = self.act.take() {
            // The closure frees itself once it has run.
            let _ = act.into_js_value();
        }
    }
}

/// Does `act` after the delay of `phase`, unless what is returned is dropped before.
#[must_use]
pub fn after(phase: Phase, act: impl FnOnce() + 'static) -> Pending {
    Pending::new(phase, phase.timing().after_ms, Box::new(act))
}

/// Does `act` in a task of its own, whatever becomes of the one who asked for it.
pub fn soon(phase: Phase, act: impl FnOnce() + 'static) {
    Pending::new(phase, 0, Box::new(act)).forget();
}

/// Resolves in the next task: what is done in slices waits for it between two of them.
pub async fn pause(phase: Phase) {
    let task = js_sys::Promise::new(&mut |done, _| {
        let act = move || {
            // The function that resolves a promise throws nothing.
            let _ = done.call0(&JsValue::UNDEFINED);
        };
        soon(phase, act);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(task).await;
}

/// Work that is done in slices.
pub trait Work: 'static {
    /// Does a step of it: a few milliseconds at most on a slow phone, if that can be had.
    fn step(&mut self) -> Progress;

    /// Shows what was found so far: after a step that says so, in a task of its own.
    fn show(&mut self);
}

/// How far a [`Work`] has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// There is more to do, and nothing to show yet.
    More,
    /// There is something to show, and more to do.
    Shows,
    /// It is done, and the rest of it can be shown.
    Done,
}

/// A timer that can be started anew, which calls off what it was started for before. It goes with its owner.
#[derive(Clone, Copy)]
pub struct Timer(StoredValue<Option<Pending>>);

impl Default for Timer {
    fn default() -> Self {
        Self::new()
    }
}

impl Timer {
    /// A timer that is not started.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Does `act` after the delay of `phase`.
    pub fn start(self, phase: Phase, act: impl FnOnce() + 'static) {
        self.0.set_value(Some(after(phase, act)));
    }

    /// Calls it off.
    pub fn stop(self) {
        self.0.set_value(None);
    }

    /// Does the work that `begin` returns in slices, the first after the delay of `phase`.
    fn work(self, phase: Phase, begin: impl FnOnce() -> Option<Box<dyn Work>> + 'static) {
        self.start(phase, move || {
            if let Some(work) = untrack(begin) {
                self.slice(phase, work);
            }
        });
    }

    fn slice(self, phase: Phase, mut work: Box<dyn Work>) {
        let until = js_sys::Date::now() + phase.timing().slice_ms;
        let mut progress = untrack(|| work.step());
        while progress == Progress::More && js_sys::Date::now() < until {
            progress = untrack(|| work.step());
        }
        let next: Box<dyn FnOnce()> = Box::new(move || {
            if progress != Progress::More {
                untrack(|| work.show());
            }
            match progress {
                Progress::Done => {}
                Progress::Shows => self.next(phase, Box::new(move || self.slice(phase, work))),
                Progress::More => self.slice(phase, work),
            }
        });
        self.next(phase, next);
    }

    fn next(self, phase: Phase, act: Box<dyn FnOnce()>) {
        self.0.set_value(Some(Pending::new(phase, 0, act)));
    }
}

/// Does `act` after the delay of `phase` since `follow` last saw a change, however many there were in between. The delay
/// parts the signals that `act` sets from those that it follows: it is the work of a later frame.
pub fn after_change(phase: Phase, follow: impl Fn() + 'static, act: impl Fn() + 'static) {
    let timer = Timer::new();
    let act = Rc::new(act);
    effect(move || {
        follow();
        let act = Rc::clone(&act);
        timer.start(phase, move || untrack(|| act()));
    });
}

/// The same for work that is done in slices: a change calls off what is left of it, and `begin` starts anew.
pub fn work_after_change(
    phase: Phase,
    follow: impl Fn() + 'static,
    begin: impl Fn() -> Option<Box<dyn Work>> + 'static,
) {
    let timer = Timer::new();
    let begin = Rc::new(begin);
    effect(move || {
        follow();
        let begin = Rc::clone(&begin);
        timer.work(phase, move || begin());
    });
}

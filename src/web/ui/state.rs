//! What every view of one widget is handed: the form, the figures, and the language. Small and copied.

use super::Host;
use super::draft::Draft;
use super::figures::{Figures, figures, months, or_simulated};
use super::host::{Kept, LoadTable, PageWish, SavedFile, WhyMissing};
use super::later::{File, Files};
use super::schedule::{Phase, Progress, Work, after_change, work_after_change};
use super::slot::Slot;
use crate::catalogue::Catalogue;
use crate::estimate::compare::Comparing;
use crate::estimate::uncertainty::likely::Likely;
use crate::estimate::{Comparison, Costs, Estimate, FeatureEstimate, costs, estimate};
use crate::format::{Locale, Parts};
use crate::presentation;
use crate::presentation::form::with_known_models;
use crate::scenario::{Feature, Field, Scenario};
use crate::share::{UnknownFields, decode, encode, with_pinned};
use crate::units::Date;
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal, StoredValue};
use std::rc::Rc;
use std::sync::Arc;

/// Models that are compared between two looks at the clock.
const COMPARED_AT_ONCE: usize = 4;

/// The scenario of a pin's text; nothing where there is none, or one that cannot be read any more.
fn unpinned(
    text: &str,
    draft: Draft,
    catalogue: StoredValue<Arc<Catalogue>>,
) -> Option<(Scenario, UnknownFields)> {
    if text.is_empty() {
        return None;
    }
    let as_of = draft.now().as_of;
    let found = decode(&["s=", text].concat(), as_of).ok()?;
    let scenario = catalogue.with_value(|catalogue| with_known_models(found.scenario, catalogue));
    Some((scenario, found.unknown_fields))
}

/// Handles of one widget.
#[derive(Clone, Copy)]
pub struct Ui {
    /// The form.
    pub draft: Draft,
    /// How digits are written.
    pub locale: Signal<Locale>,
    /// Models and prices.
    pub catalogue: StoredValue<Arc<Catalogue>>,
    /// The figures of the last scenario that was right.
    figures: Memo<Option<Rc<Figures>>>,
    /// The figures with simulated times in the place of closed forms; a moment behind.
    pub simulated: RwSignal<Option<Rc<Figures>>>,
    /// The monthly costs of the features and their sum, as shown: the sum is that of the rounded parts.
    pub months: Memo<Parts>,
    /// Every priced model for the feature that is open; a moment behind the figures.
    pub compared: RwSignal<Option<Arc<Comparison>>>,
    /// The likely range of the month, where something varies; a moment behind the figures.
    pub likely: RwSignal<Option<Arc<Likely>>>,
    /// The scenario that was pinned, to hold later ones against, as link text; empty where none is.
    pub pin: RwSignal<String>,
    /// Its figures.
    pub pinned: Memo<Option<Arc<Estimate>>>,
    /// What a first visit does not load.
    pub files: Files,
    /// The scenario as link text, without the `s=` before it; nothing where it is too long for a link.
    pub link: Memo<Option<String>>,
    /// Address of the full estimator, where the page says it.
    pub home: StoredValue<Option<String>>,
    /// Puts a text on the clipboard, and then sets the signal to whether that was allowed.
    pub copy: Callback<(String, RwSignal<Option<bool>>)>,
    /// Hands a text to the reader as a file, and then sets the signal to whether that was possible.
    pub save: Callback<(SavedFile, RwSignal<Option<bool>>)>,
    /// Asks the page for something that only it can do.
    pub wish: Callback<PageWish>,
    /// The scenarios that are kept in this browser; nothing where the page keeps none.
    pub kept: Option<Kept>,
    /// Loads a table of a tokenizer.
    pub table: StoredValue<LoadTable>,
    /// Whether the widget is all of the page.
    pub is_page: bool,
    why_missing: StoredValue<WhyMissing>,
    /// Today in UTC.
    pub today: Date,
    /// The earlier day whose prices the scenario came with, once it is known that there was one.
    pub then: StoredValue<Option<Date>>,
    /// Width of the widget in CSS pixels; 0 until it is known.
    pub width: Signal<f64>,
    /// The feature that is open, by its index.
    pub chosen: Memo<usize>,
    /// Writes numbers as the language of this tag does.
    pub language: Callback<String>,
    chosen_wish: RwSignal<usize>,
    ids: StoredValue<u32>,
}

impl Ui {
    /// Handles for a form that shows `scenario`, which came with `unknown` settings, on the page that `host` describes.
    #[must_use]
    pub fn new(scenario: Scenario, unknown: UnknownFields, host: &Host) -> Self {
        let (tag, catalogue) = (host.locale.clone(), Arc::clone(&host.catalogue));
        let locale: Signal<Locale> = Memo::new(move |_| Locale::from_tag(&tag.get())).into();
        let tag = host.locale.clone();
        let language = Callback::new(move |name: String| tag.set(name));
        let draft = Draft::new(scenario, unknown, locale);
        let catalogue = StoredValue::new(catalogue);
        let files = Files::new(host.files);
        let simulated = RwSignal::new(None);
        let figures = or_simulated(figures(draft, catalogue, files), simulated);
        let link = Memo::new(move |_| {
            let book = catalogue.with_value(|catalogue| catalogue.hosted.package().date);
            let link =
                draft.with(|scenario| draft.with_unknown(|unknown| encode(scenario, Some(book), unknown)));
            link.ok().map(|link| link.strip_prefix("s=").unwrap_or(&link).to_owned())
        });
        let pin = RwSignal::new(host.pinned.clone());
        let pinned = Memo::always(move |_| {
            // What self-hosted GPUs cost is known once their file is here.
            let _ = files.loaded(File::Own);
            let (scenario, _) = pin.with(|text| unpinned(text, draft, catalogue))?;
            catalogue.with_value(|catalogue| estimate(&scenario, catalogue)).ok().map(Arc::new)
        });
        let chosen_wish = RwSignal::new(0);
        let chosen = Memo::new(move |_| {
            chosen_wish.get().min(draft.with(|scenario| scenario.features.len()).saturating_sub(1))
        });
        Self {
            draft,
            locale,
            catalogue,
            figures,
            simulated,
            months: months(figures, locale),
            compared: RwSignal::new(None),
            likely: RwSignal::new(None),
            pin,
            pinned,
            files,
            link,
            home: StoredValue::new(host.home.clone()),
            copy: host.copy,
            save: host.save,
            wish: host.wish,
            kept: host.kept,
            table: StoredValue::new(Rc::clone(&host.table)),
            is_page: host.is_page,
            why_missing: StoredValue::new(Rc::clone(&host.why_missing)),
            today: host.as_of,
            then: StoredValue::new(None),
            width: host.width.clone().into(),
            chosen,
            language,
            chosen_wish,
            ids: StoredValue::new(0),
        }
    }

    /// The scenario that was pinned, with settings of its link that are not known here.
    #[must_use]
    pub fn pinned_scenario(self) -> Option<(Scenario, UnknownFields)> {
        self.pin.with(|text| unpinned(text, self.draft, self.catalogue))
    }

    /// The same handles, whose readings are a frame behind: for all that may follow the headline.
    #[must_use]
    pub fn behind(self) -> Self {
        let tick = RwSignal::new(0);
        after_change(
            Phase::Rest,
            move || {
                self.figures.track();
                self.draft.parsed().track();
            },
            move || tick.update(|tick| *tick += 1),
        );
        let now = self.figures;
        let figures = Memo::always(move |_| {
            tick.track();
            now.get_untracked()
        });
        Self { draft: self.draft.behind(tick), figures, months: months(figures, self.locale), ..self }
    }

    /// Shows another scenario in place of this one: one step of the history.
    pub fn load(self, scenario: Scenario, what: impl FnOnce() -> String) {
        self.then.set_value(None);
        self.draft.load(scenario, what);
        self.choose(0);
    }

    /// Compares all models, each time a moment after the form changed; goes with the present owner.
    pub fn follow_models(self) {
        let follow = move || {
            self.chosen.track();
            self.draft.parsed().track();
        };
        work_after_change(Phase::Compare, follow, move || {
            let catalogue = self.catalogue.try_get_value()?;
            let scenario = self.draft.now();
            let Some(comparing) = Comparing::new(&scenario, self.chosen.get_untracked(), &catalogue) else {
                self.compared.set(None);
                return None;
            };
            Some(Box::new(Compare { comparing: Some(comparing), scenario, catalogue, found: self.compared }))
        });
    }

    /// The width of the answers of the full form, in CSS pixels.
    #[must_use]
    pub fn answer_width(self) -> f64 {
        super::layout::answer_width(self.width.get())
    }

    /// The same in the sections below the estimate.
    #[must_use]
    pub fn section_width(self) -> f64 {
        super::layout::section_width(self.width.get())
    }

    /// The address that shows this scenario in the full estimator, where there is one.
    #[must_use]
    pub fn address(self) -> Option<String> {
        let home = self.home.get_value()?;
        let link = self.link.get()?;
        Some([&home, "#s=", &self.pin.with(|pin| with_pinned(&link, pin))].concat())
    }

    /// An id that no other element of this widget has.
    #[must_use]
    pub fn next_id(self) -> String {
        let number = self.ids.try_update_value(|number| {
            *number += 1;
            *number
        });
        ["i", &number.unwrap_or(0).to_string()].concat()
    }

    /// The number of reasoning tokens that is assumed in the place of `slot`, where none was typed.
    #[must_use]
    pub fn assumed(self, draft: Draft, slot: Slot) -> Option<f64> {
        if slot.field() != Some(Field::ReasoningTokens) {
            return None;
        }
        let index = slot.feature_index()?;
        let locale = self.locale.get_untracked();
        draft
            .with(|scenario| {
                let feature = scenario.features.get(index)?;
                self.catalogue.with_value(|catalogue| {
                    presentation::answers::hosted_form::assumed_reasoning(feature, catalogue, locale)
                })
            })
            .map(|(tokens, _)| tokens)
    }

    /// Why the last file that failed could not be loaded, as the end of a sentence.
    #[must_use]
    pub fn why_missing(self) -> String {
        self.why_missing.with_value(|why| why())
    }

    /// Opens the feature at `index`.
    pub fn choose(self, index: usize) {
        self.chosen_wish.set(index);
    }

    /// A number of the feature that is open.
    #[must_use]
    pub fn slot(self, field: Field) -> Signal<Slot> {
        Signal::derive(move || Slot::feature(self.chosen.get(), field))
    }

    /// Reads the feature that is open.
    pub fn feature<T>(self, read: impl FnOnce(&Feature) -> T) -> Option<T> {
        let index = self.chosen.get();
        self.draft.with(|scenario| scenario.features.get(index).map(read))
    }

    /// Changes the feature that is open: one step of the history, named `what`.
    pub fn edit_feature(self, what: &str, change: impl FnOnce(&mut Feature)) {
        let index = self.chosen.get_untracked();
        self.draft.edit(
            || what.to_owned(),
            |scenario| {
                if let Some(feature) = scenario.features.get_mut(index) {
                    change(feature);
                }
            },
        );
    }

    /// Makes an answer, where there are figures, and follows all that it is made from.
    pub fn view<T>(self, read: impl FnOnce(&presentation::View) -> T) -> Option<T> {
        let (mut read, mut found) = (Some(read), None);
        self.read_view(&mut |view| found = read.take().map(|read| read(view)));
        found
    }

    fn read_view(self, read: &mut dyn FnMut(&presentation::View)) {
        let Some(figures) = self.figures.get() else { return };
        let form = (self.locale.get(), self.chosen.get(), self.today);
        self.catalogue.with_value(|catalogue| figures.read(catalogue, form, read));
    }

    /// An answer that is made anew whenever the figures, the language or the feature that is open change.
    #[must_use]
    pub fn answer<T: 'static>(self, make: fn(&presentation::View) -> T) -> Memo<Option<T>> {
        Memo::always(move |_| self.view(make))
    }

    /// Reads the costs, where there are some.
    pub fn costs<T>(self, read: impl FnOnce(&Costs) -> T) -> Option<T> {
        self.figures.with(|figures| figures.as_ref().map(|figures| read(&figures.costs)))
    }

    /// The figures at this moment, not followed.
    #[must_use]
    pub fn found(self) -> Option<Rc<Figures>> {
        self.figures.get_untracked()
    }

    /// Reads all figures, where there are some. To find them takes longer: nothing that follows a key at once reads them.
    pub fn figures<T>(self, read: impl FnOnce(&Estimate) -> T) -> Option<T> {
        let figures = self.figures.get()?;
        Some(self.catalogue.with_value(|catalogue| read(figures.rest(catalogue))))
    }

    /// Reads what the feature at `index` costs.
    pub fn figures_of<T>(self, index: usize, read: impl FnOnce(&FeatureEstimate) -> T) -> Option<T> {
        self.costs(|costs| costs.features.get(index).map(|feature| read(feature))).flatten()
    }

    /// Reads what the feature that is open costs at this moment, never behind and not followed: what a press begins with.
    pub fn figures_now<T>(self, read: impl FnOnce(&FeatureEstimate) -> T) -> Option<T> {
        let found = self.catalogue.with_value(|catalogue| costs(&self.draft.now(), catalogue, None)).ok()?;
        found.features.get(self.chosen.get_untracked()).map(|feature| read(feature))
    }

    /// Reads what the feature that is open costs.
    pub fn figures_here<T>(self, read: impl FnOnce(&FeatureEstimate) -> T) -> Option<T> {
        let index = self.chosen.get();
        self.figures_of(index, read)
    }

    /// Whether what is shown is older than what is typed.
    #[must_use]
    pub fn is_stale(self) -> bool {
        self.draft.parsed().with(|parsed| !parsed.errors.is_empty())
    }
}

/// The comparison of all models, some at a time, so that no key waits for all of them.
struct Compare {
    comparing: Option<Comparing>,
    scenario: Arc<Scenario>,
    catalogue: Arc<Catalogue>,
    found: RwSignal<Option<Arc<Comparison>>>,
}

impl Work for Compare {
    fn step(&mut self) -> Progress {
        let Some(comparing) = self.comparing.as_mut() else { return Progress::Done };
        match comparing.advance(&self.scenario, &self.catalogue, COMPARED_AT_ONCE) {
            true => Progress::Done,
            false => Progress::More,
        }
    }

    fn show(&mut self) {
        let found = self.comparing.take().map(|comparing| Arc::new(comparing.finish(&self.catalogue)));
        self.found.set(found);
    }
}

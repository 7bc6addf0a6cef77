//! What every view of one widget is handed: the form, the figures, and the language. Small and copied.

use super::Host;
use super::draft::Draft;
use super::slot::Slot;
use crate::catalogue::Catalogue;
use crate::catalogue::latency::LatencyBook;
use crate::estimate::{Estimate, FeatureEstimate, Wait, estimate};
use crate::format::Locale;
use crate::scenario::{Feature, Field, Scenario};
use crate::share::{UnknownFields, encode};
use leptos::prelude::*;
use std::sync::Arc;

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
    pub estimate: Memo<Option<Arc<Estimate>>>,
    /// How long each feature makes its users wait: its whole action; none where that is not known.
    pub waits: Memo<Vec<Vec<Wait>>>,
    /// Where waiting times are from; nothing only if the shipped figures cannot be read.
    pub latency_book: StoredValue<Option<LatencyBook>>,
    /// The scenario as link text, without the `s=` before it; nothing where it is too long for a link.
    pub link: Memo<Option<String>>,
    /// Address of the full estimator, where the page says it.
    pub home: StoredValue<Option<String>>,
    /// Puts a text on the clipboard, and then sets the signal to whether that was allowed.
    pub copy: UnsyncCallback<(String, RwSignal<Option<bool>>)>,
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
    /// Handles for a form that shows `scenario`, which came with `unknown` settings, on the page that `host` stands for.
    #[must_use]
    pub fn new(scenario: Scenario, unknown: UnknownFields, host: &Host) -> Self {
        let (tag, catalogue) = (host.locale.clone(), Arc::clone(&host.catalogue));
        let locale = Signal::derive(move || Locale::from_tag(&tag.get()));
        let tag = host.locale.clone();
        let language = Callback::new(move |name: String| tag.set(name));
        let draft = Draft::new(scenario, unknown, locale);
        let catalogue = StoredValue::new(catalogue);
        let figures = Memo::new(move |_| {
            let scenario = draft.parsed().with(|parsed| Arc::clone(&parsed.scenario));
            // A scenario in the draft has passed the same checks, so there is an estimate.
            catalogue.with_value(|catalogue| estimate(&scenario, catalogue)).ok().map(Arc::new)
        });
        let latency_book =
            catalogue.with_value(|catalogue| StoredValue::new(Some(catalogue.latency.clone())));
        let waits = Memo::new(move |_| {
            figures.with(|estimate| {
                let features = estimate.iter().flat_map(|estimate| &estimate.features);
                features.map(|feature| feature.wait.action.iter().cloned().collect()).collect()
            })
        });
        let link = Memo::new(move |_| {
            let book = catalogue.with_value(|catalogue| catalogue.hosted.package().date);
            let link =
                draft.with(|scenario| draft.with_unknown(|unknown| encode(scenario, Some(book), unknown)));
            link.ok().map(|link| link.strip_prefix("s=").unwrap_or(&link).to_owned())
        });
        let chosen_wish = RwSignal::new(0);
        let chosen = Memo::new(move |_| {
            chosen_wish.get().min(draft.with(|scenario| scenario.features.len()).saturating_sub(1))
        });
        Self {
            draft,
            locale,
            catalogue,
            estimate: figures,
            waits,
            latency_book,
            link,
            home: StoredValue::new(host.home.clone()),
            copy: host.copy,
            width: host.width.clone().into(),
            chosen,
            language,
            chosen_wish,
            ids: StoredValue::new(0),
        }
    }

    /// The width of the answers in the full app, for charts that are drawn pixel for pixel; as the style sheet lays it out.
    #[must_use]
    pub fn answer_width(self) -> f64 {
        let width = self.width.get();
        match width {
            _ if width <= 0.0 => 624.0,
            _ if width < 720.0 => (width - 32.0).max(200.0),
            _ if width < 1180.0 => width - 2.0 * (width * 0.04).clamp(16.0, 40.0),
            _ => (width - 656.0).min(624.0),
        }
    }

    /// The address that shows this scenario in the full estimator, where there is one.
    #[must_use]
    pub fn address(self) -> Option<String> {
        let home = self.home.get_value()?;
        self.link.get().map(|link| [&home, "#s=", &link].concat())
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

    /// Reads the figures, where there are some.
    pub fn figures<T>(self, read: impl FnOnce(&Estimate) -> T) -> Option<T> {
        self.estimate.with(|estimate| estimate.as_deref().map(read))
    }

    /// Reads the figures of the feature at `index`.
    pub fn figures_of<T>(self, index: usize, read: impl FnOnce(&FeatureEstimate) -> T) -> Option<T> {
        self.estimate.with(|estimate| estimate.as_deref()?.features.get(index).map(read))
    }

    /// Reads the figures of the feature that is open.
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

//! What was found of the scenario in the form, as far as it was asked for.

use super::draft::Draft;
use super::later::{File, Files};
use crate::catalogue::Catalogue;
use crate::estimate::{Costs, Estimate, FeatureEstimate, costs, estimate_again};
use crate::format::{Locale, Parts, usd_parts};
use crate::presentation::{View, WholeEstimate};
use crate::scenario::Scenario;
use crate::units::Date;
use crate::web::ui::live::{Memo, RwSignal, Signal, StoredValue};
use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;

/// What was found of a scenario: its costs at once, and the rest when it is asked for.
pub struct Figures {
    scenario: Arc<Scenario>,
    /// What the scenario costs.
    pub costs: Costs,
    rest: OnceCell<Estimate>,
    /// The last figures whose rest was asked for: they help to find this one.
    before: Cell<Option<Rc<Figures>>>,
    /// Whether the file for self-hosted GPUs was there.
    is_whole: bool,
}

struct Whole<'a>(&'a Figures, &'a Catalogue);

impl WholeEstimate for Whole<'_> {
    fn estimate(&self) -> &Estimate {
        self.0.rest(self.1)
    }
}

impl Figures {
    /// What answers are made from, with the feature at `chosen` open.
    pub fn read(
        &self,
        catalogue: &Catalogue,
        (locale, chosen, today): (Locale, usize, Date),
        read: &mut dyn FnMut(&View),
    ) {
        let Costs { features, total } = &self.costs;
        let whole = &Whole(self, catalogue);
        read(&View { scenario: &self.scenario, features, total, whole, catalogue, locale, chosen, today });
    }

    /// The same with another estimate of the feature at `index`, which a simulation made better.
    #[must_use]
    pub fn with_feature(self: &Rc<Self>, index: usize, feature: FeatureEstimate) -> Self {
        let mut costs = self.costs.clone();
        if let Some(place) = costs.features.get_mut(index) {
            *place = Arc::new(feature);
        }
        let (scenario, before) = (Arc::clone(&self.scenario), Cell::new(Some(Rc::clone(self))));
        Self { scenario, costs, rest: OnceCell::new(), before, is_whole: self.is_whole }
    }

    /// All figures; to find them takes longer, the first time.
    pub fn rest(&self, catalogue: &Catalogue) -> &Estimate {
        self.rest.get_or_init(|| {
            let before = self.before.take();
            let before = before.as_deref().and_then(|before| Some((&*before.scenario, before.rest.get()?)));
            estimate_again(&self.scenario, self.costs.clone(), catalogue, before)
        })
    }
}

/// The figures of the last scenario that was right. Those before help: a key changes one feature, and what is known of
/// the others stays.
pub fn figures(
    draft: Draft,
    catalogue: StoredValue<Arc<Catalogue>>,
    files: Files,
) -> Memo<Option<Rc<Figures>>> {
    // Another scenario has other figures: to hold them against each other would only cost time.
    Memo::always(move |before: Option<&Option<Rc<Figures>>>| {
        let scenario = draft.parsed().with(|parsed| Arc::clone(&parsed.scenario));
        let is_whole = files.loaded(File::Own).is_some();
        // What was not known for want of the file for self-hosted GPUs is known when it has come.
        let before = before.and_then(Option::as_ref).filter(|before| before.is_whole == is_whole);
        let known = before.map(|before| (&*before.scenario, &before.costs));
        // A scenario in the draft has passed the same checks, so something is found.
        let costs = catalogue.with_value(|catalogue| costs(&scenario, catalogue, known)).ok()?;
        let asked = |before: &Rc<Figures>| match before.rest.get() {
            Some(_) => Some(Rc::clone(before)),
            None => before.before.take(),
        };
        let before = Cell::new(before.and_then(asked));
        Some(Rc::new(Figures { scenario, costs, rest: OnceCell::new(), before, is_whole }))
    })
}

/// `found`, or what a simulation made of it: as long as the scenario is the one that was simulated.
pub fn or_simulated(
    found: Memo<Option<Rc<Figures>>>,
    simulated: RwSignal<Option<Rc<Figures>>>,
) -> Memo<Option<Rc<Figures>>> {
    Memo::always(move |_| {
        let found = found.get();
        let better = simulated.get();
        let same = |a: &Rc<Figures>, b: &Rc<Figures>| Arc::ptr_eq(&a.scenario, &b.scenario) && a.is_whole;
        match (&found, &better) {
            (Some(now), Some(better)) if same(better, now) => Some(Rc::clone(better)),
            _ => found,
        }
    })
}

/// The monthly costs of the features and their sum, as shown: the sum is that of the rounded parts.
pub fn months(figures: Memo<Option<Rc<Figures>>>, locale: Signal<Locale>) -> Memo<Parts> {
    Memo::new(move |_| {
        let costs = |figures: &Rc<Figures>| -> Vec<_> {
            figures.costs.features.iter().map(|feature| feature.cost.month).collect()
        };
        let costs = figures.with(|figures| figures.as_ref().map(costs));
        usd_parts(&costs.unwrap_or_default(), locale.get())
    })
}

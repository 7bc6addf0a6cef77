//! How much of what a second source states the catalogue has.

use crate::catalogue::ModelId;
use crate::catalogue::hosted::matching::FullCatalogue;
use crate::catalogue::hosted::rates::RequestContext;
use crate::catalogue::hosted::refresh::fill::{Match, enclosing_rate, has_own, is_close, matches};
use crate::catalogue::hosted::refresh::second::{SecondEntry, SecondError, read_second};
use crate::catalogue::hosted::{HostedBook, PeakDays};
use crate::units::Moment;

/// How many of the second source's rates for models of both the catalogue has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Rates of the second source for models of both, standard and by kind of request, tiers among them.
    pub stated: usize,
    /// Those of them for which the catalogue has a rate, of the same amount or another.
    pub covered: usize,
}

impl Coverage {
    /// Compares `catalogue`, as it is, with the second source in `json`.
    ///
    /// # Errors
    /// [`SecondError`] where `json` is not the second source.
    pub fn of(catalogue: &FullCatalogue, json: &str) -> Result<Self, SecondError> {
        let entries = read_second(json)?;
        let mut coverage = Self::default();
        for (entry, id, how) in matches(catalogue, &entries) {
            if how == Match::Name && entry.region.is_none() {
                count_coverage(&catalogue.book, entry, id, &mut coverage);
            }
        }
        Ok(coverage)
    }
}

/// Counts the rates of the entry and those for which the book answers with a rate of the kind of request.
fn count_coverage(book: &HostedBook, entry: &SecondEntry, id: ModelId, coverage: &mut Coverage) {
    let Some(model) = book.model(id) else { return };
    let at = Moment::noon(book.package.date);
    for (kind, rates) in &entry.rates {
        let ours = book.rates(model, at, RequestContext(kind.context()), PeakDays::Every);
        for (unit, rate) in rates {
            coverage.stated += 1;
            let has = has_own(model, *kind, *unit)
                || enclosing_rate(&ours, *unit).is_some_and(|ours| is_close(ours.base, rate.base));
            let tiers = rate.tiers.is_empty() || ours.get(*unit).is_some_and(|ours| !ours.tiers.is_empty());
            coverage.covered += usize::from(has && tiers);
        }
    }
}

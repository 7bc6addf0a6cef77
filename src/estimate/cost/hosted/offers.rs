//! What a hosted model offers beside its list price, so that a form asks for nothing that the model does not have.

use super::asked::{caches_by_itself, processing_context, residency_context, search_context};
use crate::catalogue::{HostedBook, HostedModel, PricedUnit, RequestContext};
use crate::estimate::cost::picture_tokens::picture_tokens;
use crate::scenario::{DataResidency, ImageDetail, Processing, SearchContextSize};
use crate::units::Date;

/// What a model of the book offers on a day.
#[derive(Debug, Clone, Copy)]
pub struct Offers<'a> {
    book: &'a HostedBook,
    model: &'a HostedModel,
    as_of: Date,
}

impl<'a> Offers<'a> {
    /// What `model` offers on `as_of`.
    #[must_use]
    pub fn new(book: &'a HostedBook, model: &'a HostedModel, as_of: Date) -> Self {
        Self { book, model: book.billed(model, as_of), as_of }
    }

    /// Whether any request of it is billed by `unit`.
    #[must_use]
    pub fn bills(&self, unit: PricedUnit) -> bool {
        self.model.rows_at(self.as_of).iter().any(|row| row.rates.get(unit).is_some())
    }

    /// Whether it has rates of its own for this kind of processing; the list price is always there.
    #[must_use]
    pub fn has_processing(&self, processing: Processing) -> bool {
        self.answers(processing_context(processing))
    }

    /// Whether it has rates of its own, or an uplift, for requests that are processed there.
    #[must_use]
    pub fn has_residency(&self, place: DataResidency) -> bool {
        self.answers(residency_context(place))
    }

    /// Whether its searches cost more or less by the size of their context.
    #[must_use]
    pub fn has_search_context(&self, size: SearchContextSize) -> bool {
        self.answers(search_context(size))
    }

    /// Whether its provider publishes how the tokens of a picture follow from its size.
    #[must_use]
    pub fn counts_pictures(&self) -> bool {
        self.picture(ImageDetail::High).is_some()
    }

    /// Whether a picture counts as fewer tokens at low detail.
    #[must_use]
    pub fn has_low_detail(&self) -> bool {
        self.picture(ImageDetail::Low) != self.picture(ImageDetail::High)
    }

    /// Whether its provider caches prompts unasked.
    #[must_use]
    pub fn caches_by_itself(&self) -> bool {
        caches_by_itself(self.provider(), &self.model.slug)
    }

    /// Whether anything of it can be read from the provider's cache.
    #[must_use]
    pub fn caches(&self) -> bool {
        self.bills(PricedUnit::CacheReadTokens)
    }

    fn provider(&self) -> &'a str {
        self.book.provider(self.model.provider).map_or("", |provider| &provider.key)
    }

    fn picture(&self, detail: ImageDetail) -> Option<f64> {
        picture_tokens(self.provider(), &self.model.slug, (1024.0, 1024.0), detail)
    }

    fn answers(&self, context: &[(&str, &str)]) -> bool {
        context.is_empty()
            || context.iter().any(|pair| self.model.has_rate_for(self.as_of, RequestContext(&[*pair])))
    }
}

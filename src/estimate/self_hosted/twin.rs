//! The open-weight model of a fleet where somebody hosts it: the first of the hosted models to compare with.

use crate::catalogue::lookup::same_model;
use crate::catalogue::{Availability, Catalogue, ModelId};
use crate::scenario::{Fleet, OpenModelChoice};

/// Hosted models of the book that are the model of `fleet`, those that can be bought, in the order of the book.
#[must_use]
pub fn hosted_twins(fleet: &Fleet, catalogue: &Catalogue) -> Vec<ModelId> {
    let OpenModelChoice::Listed(id) = &fleet.model else { return Vec::new() };
    let open = crate::catalogue::lookup::find_model(catalogue.open_models(), id.as_str());
    let named = |slug: &str| {
        same_model(slug, id.as_str())
            || open.is_some_and(|open| same_model(slug, &open.id) || same_model(slug, &open.hf_id))
    };
    let book = catalogue.hosted.models();
    let found = book.filter(|model| model.availability == Availability::Current && named(&model.slug));
    found.map(|model| model.id).collect()
}

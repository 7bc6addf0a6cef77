//! Texts that several answers share.

use crate::estimate::{LegEstimate, PriceSource};
use crate::format::date;
use crate::web::ui::Ui;

/// "Anthropic, 20 Nov 2026" and its page; nothing for a price that is not known.
pub fn price_source(ui: Ui, leg: &LegEstimate) -> Option<(String, Option<String>)> {
    match leg.source.as_ref()? {
        PriceSource::User => Some(("typed in by you".to_owned(), None)),
        PriceSource::Book { url, known_since } => ui.catalogue.with_value(|catalogue| {
            let book = &catalogue.hosted;
            let provider = book.model(leg.model?).and_then(|model| book.provider(model.provider));
            let name = provider.map_or("price book", |provider| &provider.name);
            let since = known_since.unwrap_or(book.package().date);
            Some(([name, ", ", &date(since)].concat(), url.clone()))
        }),
    }
}

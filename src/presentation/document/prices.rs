//! The published prices that a document rests on, each with its day and its source.

use crate::catalogue::{Catalogue, ModelId};
use crate::format::{Cell, Column, Locale, Table, date, rate_per_mtok};
use crate::presentation::form::book_rates;
use crate::scenario::{HostedModelChoice, ModelRef, Scenario, Serving};
use crate::units::{Moment, UsdPerMtok};

/// Each model of the price list that answers, once; nothing where none does.
pub(super) fn prices(scenarios: &[&Scenario], catalogue: &Catalogue, locale: Locale) -> Option<Table> {
    let mut table = Table::new([
        Column::new("Model", "model"),
        Column::new("Prompt, per 1M", "input_usd_per_mtok"),
        Column::new("Response, per 1M", "output_usd_per_mtok"),
        Column::new("Cached, per 1M", "cache_read_usd_per_mtok"),
        Column::new("Price since", "since"),
        Column::new("Source", "source"),
    ]);
    let mut said: Vec<ModelId> = Vec::new();
    for scenario in scenarios {
        for feature in &scenario.features {
            let Serving::Hosted(route) = &feature.serving else { continue };
            for leg in &route.legs {
                let HostedModelChoice::Book(ModelRef::Id(id)) = &leg.model else { continue };
                if said.contains(id) {
                    continue;
                }
                said.push(*id);
                table.rows.extend(row(*id, scenario, catalogue, locale));
            }
        }
    }
    (!table.rows.is_empty()).then_some(table)
}

fn row(id: ModelId, scenario: &Scenario, catalogue: &Catalogue, locale: Locale) -> Option<Vec<Cell>> {
    let book = &catalogue.hosted;
    let model = book.model(id)?;
    let at = Moment::noon(scenario.as_of);
    let rate = |rate: Option<UsdPerMtok>| {
        rate.map_or(Cell::NotKnown, |rate| Cell::number(rate.get(), rate_per_mtok(rate, locale)))
    };
    let [input, output, cached] = book_rates(book, model, scenario.as_of);
    let since = book.price_row(model, at).and_then(|row| row.from.or(row.known_since));
    let since = since.map_or_else(|| "not known; in the first list".to_owned(), date);
    let source = book.price_source(model, at).unwrap_or_default();
    Some(vec![
        Cell::text(&model.name),
        rate(input),
        rate(output),
        cached.map_or_else(|| Cell::text(""), |cached| rate(Some(cached))),
        Cell::text(since),
        Cell::text(source),
    ])
}

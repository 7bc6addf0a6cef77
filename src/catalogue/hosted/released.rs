//! When hosted models were released. A table of its own: nothing is priced by it, so a first visit does without.

use super::{HostedBook, HostedModel, SearchedName};
use crate::catalogue::ModelId;
use crate::units::Date;

const SHIPPED: &str = include_str!("../data/prices/released.tsv");

/// What is known of the day of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// It was released on this day, says models.dev of the same model of the same provider.
    On(Date),
    /// Its price is known since this day; the release is not.
    PricedSince(Date),
}

impl Release {
    /// The day.
    #[must_use]
    pub const fn date(self) -> Date {
        match self {
            Self::On(date) | Self::PricedSince(date) => date,
        }
    }
}

/// The days of release that ship with this version, by rising number of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseDates(Vec<(u32, Date)>);

impl ReleaseDates {
    /// The table that ships with this version; a line that cannot be read is left out, which a test rules out.
    #[must_use]
    pub fn shipped() -> Self {
        let line = |line: &str| {
            let (id, date) = line.split_once('\t')?;
            Some((id.parse().ok()?, date.parse().ok()?))
        };
        Self(SHIPPED.lines().filter_map(line).collect())
    }

    fn listed(&self, id: ModelId) -> Option<Date> {
        let at = self.0.binary_search_by_key(&id.number(), |(id, _)| *id).ok()?;
        self.0.get(at).map(|(_, date)| *date)
    }

    /// The day of a model: of itself, else of the one whose prices it has, else since when its price is known.
    #[must_use]
    pub fn of(&self, book: &HostedBook, model: &HostedModel) -> Option<Release> {
        let maker = model.priced_as.and_then(|id| book.model(id));
        let listed = self.listed(model.id).or_else(|| self.listed(maker?.id));
        let since = |model: &HostedModel| {
            model.epochs.iter().flat_map(|epoch| &epoch.rows).find_map(|row| row.known_since)
        };
        listed.map(Release::On).or_else(|| since(model).or_else(|| since(maker?)).map(Release::PricedSince))
    }

    /// A day to put models in order by. Where none is known, that of the newest model of the same first word of which
    /// the version is not higher: Mistral Large 4 is not older than Mistral Medium 3.5.
    #[must_use]
    pub fn days_in_order(&self, book: &HostedBook) -> Vec<(ModelId, i32)> {
        let known: Vec<_> = book
            .models()
            .map(|model| {
                let name = SearchedName::new(&model.name, "", "", "");
                (model.id, name, self.of(book, model).map(|release| release.date().days()))
            })
            .collect();
        let guess = |name: &SearchedName| {
            let like = known.iter().filter(|(_, other, _)| other.is_older_of_same_name(name));
            like.filter_map(|(_, _, days)| *days).max().unwrap_or(0)
        };
        known.iter().map(|(id, name, days)| (*id, days.unwrap_or_else(|| guess(name)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_of_a_model_of_the_book_and_rises() {
        let (book, dates) = (HostedBook::shipped().unwrap(), ReleaseDates::shipped());
        assert_eq!(dates.0.len(), SHIPPED.lines().count());
        assert!(dates.0.len() > 150, "{}", dates.0.len());
        assert!(dates.0.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(dates.0.iter().all(|(id, _)| book.model(ModelId::new(*id)).is_some()));
        let opus = book.by_slug("anthropic", "claude-opus-4-5").unwrap();
        assert!(matches!(dates.of(&book, opus), Some(Release::On(day)) if day.to_string() == "2025-11-24"));
        let newer = book.by_slug("anthropic", "claude-sonnet-5-5").unwrap();
        assert!(matches!(dates.of(&book, newer), Some(Release::PricedSince(_))), "not in the table");
    }

    #[test]
    fn a_model_without_a_day_is_not_older_than_lower_versions_of_its_name() {
        let (book, dates) = (HostedBook::shipped().unwrap(), ReleaseDates::shipped());
        let days = dates.days_in_order(&book);
        let of = |slug: &str| {
            let id = book.by_slug("mistral", slug).unwrap().id;
            days.iter().find(|(model, _)| *model == id).unwrap().1
        };
        assert!(of("mistral-large-4") >= of("mistral-medium-3-5"));
        assert!(of("mistral-large-4") > of("mistral-large-2512"));
    }
}

//! Finding a model by part of its name.

use crate::catalogue::hosted::{Availability, HostedBook, HostedModel, Query, ReleaseDates, SearchedName};

impl HostedBook {
    /// Models that match every part of `query` ([`Query`]), the likeliest first; offered ones before deprecated ones. Retired
    /// models are not among them: they can be read from old links and no longer be chosen. Without a query it is the book's
    /// order.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<&HostedModel> {
        let query = Query::new(query);
        let days = ReleaseDates::shipped().days_in_order(self);
        let mut found: Vec<(f64, &HostedModel)> = self
            .models()
            .zip(days)
            .filter_map(|(model, (_, days))| Some((self.rank(model, &query, days)?, model)))
            .collect();
        found.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        found.into_iter().map(|(_, model)| model).collect()
    }

    fn rank(&self, model: &HostedModel, query: &Query, days: i32) -> Option<f64> {
        let provider = self.provider(model.provider)?;
        let age = match model.availability {
            Availability::Current => 0.0,
            Availability::Deprecated => 1e15,
            Availability::Retired(_) => return None,
        };
        if query.is_empty() {
            return Some(age);
        }
        let name = SearchedName::new(&model.name, &model.slug, &provider.name, &provider.key).dated(days);
        Some(age + query.rank(&name)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_of_a_name_finds_the_model_however_it_is_spelt() {
        let book = HostedBook::shipped().unwrap();
        let first = |query: &str| book.search(query).first().map(|model| model.slug.clone());
        for query in ["gpt-5.4", "GPT 5.4", "gpt5.4", "openai gpt-5.4"] {
            assert_eq!(first(query).as_deref(), Some("gpt-5.4"), "{query}");
        }
        assert_eq!(first("haiku 4.5").as_deref(), Some("claude-haiku-4-5"));
        assert!(book.search("bedrock opus").iter().all(|model| model.slug.contains("opus")));
        assert!(book.search("no such model").is_empty());
        let offered = book.models().filter(|model| !matches!(model.availability, Availability::Retired(_)));
        assert_eq!(book.search("").len(), offered.count());
    }

    #[test]
    fn numbers_match_whole_the_maker_and_the_newest_come_first() {
        let book = HostedBook::shipped().unwrap();
        let names =
            |query: &str| book.search(query).iter().map(|model| model.name.clone()).collect::<Vec<_>>();
        for (query, wrong) in
            [("claude opus 5", "4.5"), ("sonnet 5", "3.5"), ("gpt 4", "5.4"), ("haiku 5", "4.5")]
        {
            let found = names(query);
            let number = query.rsplit(' ').next().unwrap();
            assert!(!found.is_empty(), "{query}");
            assert!(found[0].contains(number) && !found[0].contains(wrong), "{query}: {}", found[0]);
            assert!(
                found.iter().all(|name| !name.contains(wrong) || name.contains(&format!(" {number}"))),
                "{query}: {found:?}"
            );
        }
        let provider = |query: &str| book.provider(book.search(query)[0].provider).unwrap().key.clone();
        assert_eq!(provider("claude"), "anthropic");
        assert_eq!(provider("deepseek"), "deepseek");
        assert_eq!(provider("groq llama"), "groq");
        let versions = names("claude sonnet");
        let first = |version: &str| versions.iter().position(|name| name.contains(version));
        assert!(first("5.5") < first("4.5"), "{versions:?}");
    }

    #[test]
    fn deprecated_models_are_found_last() {
        let book = HostedBook::shipped().unwrap();
        let found = book.search("kimi");
        let current = |model: &&&HostedModel| model.availability == Availability::Current;
        assert!(found.iter().take_while(current).count() == found.iter().filter(current).count());
    }
}

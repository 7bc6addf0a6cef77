//! Finding a model by part of its name.

use crate::catalogue::hosted::{Availability, HostedBook, HostedModel};

impl HostedBook {
    /// Models in whose provider, name or slug every word of `query` occurs, the likeliest first: those whose name or
    /// slug begins with the query, then offered ones before deprecated ones, then the book's order. Retired models are not
    /// among them: they can be read from old links and no longer be chosen.
    /// Case, spaces and dashes do not count: `gpt5.4`, `GPT 5.4` and `gpt-5.4` find the same.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<&HostedModel> {
        let words: Vec<String> =
            query.split_whitespace().map(squeezed).filter(|word| !word.is_empty()).collect();
        let whole = squeezed(query);
        let mut found: Vec<(u8, &HostedModel)> =
            self.models().filter_map(|model| Some((self.rank(model, &words, &whole)?, model))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, model)| model).collect()
    }

    /// Lower is likelier; none where a word is missing.
    fn rank(&self, model: &HostedModel, words: &[String], whole: &str) -> Option<u8> {
        let provider = self.provider(model.provider)?;
        let texts = [&model.name, &model.slug, &provider.name, &provider.key].map(|text| squeezed(text));
        let has = |word: &String| texts.iter().any(|text| text.contains(word.as_str()));
        let [name, slug, ..] = &texts;
        let likeness = if name == whole || slug == whole {
            0
        } else if name.starts_with(whole) || slug.starts_with(whole) {
            1
        } else {
            2
        };
        let age = match model.availability {
            Availability::Current => 0,
            Availability::Deprecated => 3,
            Availability::Retired(_) => return None,
        };
        words.iter().all(has).then_some(age + likeness)
    }
}

fn squeezed(text: &str) -> String {
    let counts = |c: &char| c.is_alphanumeric() || *c == '.';
    text.chars().filter(counts).flat_map(char::to_lowercase).collect()
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
    fn deprecated_models_are_found_last() {
        let book = HostedBook::shipped().unwrap();
        let found = book.search("kimi");
        let current = |model: &&&HostedModel| model.availability == Availability::Current;
        assert!(found.iter().take_while(current).count() == found.iter().filter(current).count());
    }
}

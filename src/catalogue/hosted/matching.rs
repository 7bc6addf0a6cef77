//! Which model a request means, by the names that people and SDKs use. Not in the widget: there a model is chosen.
//!
//! A file of rules has one line a provider or model: the name, a tab, and a clause as JSON, in the order in which
//! they are tried: `{"equals": ..}`, `starts_with`, `ends_with`, `contains`, `regex`, `or`, `and`.

use crate::catalogue::hosted::{HostedBook, HostedModel};
use regex_lite::Regex;
use serde_json::Value;
use thiserror::Error;

/// The full catalogue: every model of the package, and the rules by which names find them.
#[derive(Debug)]
pub struct FullCatalogue {
    /// Models and prices.
    pub book: HostedBook,
    rules: Rules,
}

#[derive(Debug, Default)]
struct Rules {
    providers: Vec<ProviderRules>,
}

#[derive(Debug)]
struct ProviderRules {
    key: String,
    provider_match: Option<Clause>,
    model_match: Option<Clause>,
    models: Vec<(String, Clause)>,
}

#[derive(Debug)]
#[cfg_attr(
    target_arch = "wasm32",
    expect(dead_code, reason = "a pattern's text is read natively, where the rules are written")
)]
enum Clause {
    Equals(String),
    StartsWith(String),
    EndsWith(String),
    Contains(String),
    Regex { pattern: String, not_at_start: Option<Regex>, found: Regex },
    Or(Vec<Clause>),
    And(Vec<Clause>),
}

/// A model that answers to a name.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The model.
    pub model: &'a HostedModel,
    /// Whether it is another provider's, priced at that one's standard rates: variants do not carry over.
    pub is_fallback: bool,
}

/// Why no model answers to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotFound {
    /// No such provider.
    #[error("no provider of this name; see the catalogue for those it holds")]
    Provider,
    /// The provider has no model of this name, nor do those whose models it offers.
    #[error("this provider has no model of this name; see the catalogue for those it holds")]
    Model,
}

/// Why a file of rules cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("line {line} of the match rules is wrong; make the catalogue anew")]
pub struct RuleError {
    /// Counted from 1.
    pub line: usize,
}

impl FullCatalogue {
    /// Joins a book with its rules.
    ///
    /// # Errors
    /// [`RuleError`] names the first line that is not a rule.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn new(book: HostedBook, rules: &str) -> Result<Self, RuleError> {
        Self::read_by(book, rules, &|rule| serde_json::from_str(rule).ok())
    }

    /// The same, with another reader of JSON: a page has one already.
    ///
    /// # Errors
    /// [`RuleError`] names the first line that is not a rule.
    pub fn read_by(
        book: HostedBook,
        rules: &str,
        json: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<Self, RuleError> {
        let mut read = Rules::default();
        for (index, line) in rules.lines().enumerate() {
            read.take_line(line, json).ok_or(RuleError { line: index + 1 })?;
        }
        Ok(Self { book, rules: read })
    }

    /// The model that `model` names at `provider`; without a provider, at the first whose model names look so.
    ///
    /// # Errors
    /// [`NotFound`] says which of the two nobody knows.
    pub fn find(&self, provider: Option<&str>, model: &str) -> Result<Found<'_>, NotFound> {
        let full = model.to_lowercase();
        let (provider, name) = self.rules.through_gateway(provider, &full);
        let rules = self.rules.of_provider(provider, name).ok_or(NotFound::Provider)?;
        let dashed = dash_compact_dates(name);
        let found = self
            .find_at(rules, name)
            .or_else(|| if dashed == name { None } else { self.find_at(rules, &dashed) });
        found.ok_or(NotFound::Model)
    }

    /// The rule by which names find `model`, as the file of rules writes it; nothing where it has none.
    #[cfg(not(target_arch = "wasm32"))]
    pub(in crate::catalogue) fn rule_text(&self, model: &HostedModel, book: &HostedBook) -> Option<String> {
        let key = &book.provider(model.provider)?.key;
        let rules = self.rules.of_key(key)?;
        let (_, clause) = rules.models.iter().find(|(slug, _)| *slug == model.slug)?;
        Some(clause.to_json().to_string())
    }

    fn find_at(&self, rules: &ProviderRules, name: &str) -> Option<Found<'_>> {
        let at = |rules: &ProviderRules| self.book.by_slug(&rules.key, rules.first_match(name)?);
        if let Some(model) = at(rules) {
            return Some(Found { model, is_fallback: false });
        }
        let (_, provider) = self.book.provider_by_key(&rules.key)?;
        let mut others = provider.fallback.iter().filter_map(|key| self.rules.of_key(key));
        others.find_map(at).map(|model| Found { model, is_fallback: true })
    }
}

impl Rules {
    fn take_line(&mut self, line: &str, json: &dyn Fn(&str) -> Option<Value>) -> Option<()> {
        let (name, rule) = line.split_once('\t')?;
        let rule = json(rule)?;
        if let Some(model) = name.strip_prefix(' ') {
            self.providers.last_mut()?.models.push((model.to_owned(), Clause::read(&rule)?));
            return Some(());
        }
        let clause = |key: &str| match rule.get(key) {
            Some(clause) => Clause::read(clause).map(Some),
            None => Some(None),
        };
        self.providers.push(ProviderRules {
            key: name.to_owned(),
            provider_match: clause("provider_match")?,
            model_match: clause("model_match")?,
            models: Vec::new(),
        });
        Some(())
    }

    fn of_key(&self, key: &str) -> Option<&ProviderRules> {
        self.providers.iter().find(|rules| rules.key == key)
    }

    /// LiteLLM is a gateway, not a provider: it names models `provider/model`.
    fn through_gateway<'a>(&self, provider: Option<&'a str>, model: &'a str) -> (Option<&'a str>, &'a str) {
        if !provider.is_some_and(|name| name.eq_ignore_ascii_case("litellm")) {
            return (provider, model);
        }
        let split = model.split_once('/').filter(|(maker, _)| !maker.is_empty());
        match split.filter(|(maker, _)| self.of_provider(Some(maker), "").is_some()) {
            Some((maker, model)) => (Some(maker), model),
            None => (None, model),
        }
    }

    fn of_provider(&self, provider: Option<&str>, model: &str) -> Option<&ProviderRules> {
        let matches = |clause: &Option<Clause>, name: &str| clause.as_ref().is_some_and(|c| c.matches(name));
        match provider.map(|name| name.to_lowercase().trim().to_owned()) {
            Some(name) => self
                .of_key(&name)
                .or_else(|| self.providers.iter().find(|rules| matches(&rules.provider_match, &name))),
            None => self.providers.iter().find(|rules| matches(&rules.model_match, model)),
        }
    }
}

impl ProviderRules {
    fn first_match(&self, name: &str) -> Option<&str> {
        self.models.iter().find(|(_, clause)| clause.matches(name)).map(|(slug, _)| slug.as_str())
    }
}

impl Clause {
    fn read(value: &Value) -> Option<Self> {
        let (kind, value) = value.as_object()?.iter().next()?;
        let text = || value.as_str().map(str::to_lowercase);
        let list = || value.as_array()?.iter().map(Self::read).collect::<Option<Vec<_>>>();
        Some(match kind.as_str() {
            "equals" => Self::Equals(text()?),
            "starts_with" => Self::StartsWith(text()?),
            "ends_with" => Self::EndsWith(text()?),
            "contains" => Self::Contains(text()?),
            "regex" => Self::read_regex(value.as_str()?)?,
            "or" => Self::Or(list()?),
            "and" => Self::And(list()?),
            _ => return None,
        })
    }

    /// A pattern; `^(?!A)B` is read as "not `^A`, and `^B`", which is the only look-ahead that the rules use.
    fn read_regex(pattern: &str) -> Option<Self> {
        let Some(rest) = pattern.strip_prefix("^(?!") else {
            let found = Regex::new(pattern).ok()?;
            return Some(Self::Regex { pattern: pattern.to_owned(), not_at_start: None, found });
        };
        let mut depth = 1;
        let end = rest.char_indices().find_map(|(at, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            (depth == 0).then_some(at)
        })?;
        let (ahead, behind) = (rest.get(..end)?, rest.get(end + 1..)?);
        Some(Self::Regex {
            pattern: pattern.to_owned(),
            not_at_start: Some(Regex::new(&format!("^(?:{ahead})")).ok()?),
            found: Regex::new(&format!("^{behind}")).ok()?,
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn to_json(&self) -> Value {
        let list = |clauses: &[Self]| clauses.iter().map(Self::to_json).collect::<Vec<_>>();
        match self {
            Self::Equals(text) => serde_json::json!({ "equals": text }),
            Self::StartsWith(text) => serde_json::json!({ "starts_with": text }),
            Self::EndsWith(text) => serde_json::json!({ "ends_with": text }),
            Self::Contains(text) => serde_json::json!({ "contains": text }),
            Self::Regex { pattern, .. } => serde_json::json!({ "regex": pattern }),
            Self::Or(clauses) => serde_json::json!({ "or": list(clauses) }),
            Self::And(clauses) => serde_json::json!({ "and": list(clauses) }),
        }
    }

    fn matches(&self, name: &str) -> bool {
        match self {
            Self::Equals(text) => name == text,
            Self::StartsWith(text) => name.starts_with(text.as_str()),
            Self::EndsWith(text) => name.ends_with(text.as_str()),
            Self::Contains(text) => name.contains(text.as_str()),
            Self::Regex { pattern: _, not_at_start, found } => {
                !not_at_start.as_ref().is_some_and(|not| not.is_match(name)) && found.is_match(name)
            }
            Self::Or(clauses) => clauses.iter().any(|clause| clause.matches(name)),
            Self::And(clauses) => clauses.iter().all(|clause| clause.matches(name)),
        }
    }
}

/// `gpt-5.2-20251211` as `gpt-5.2-2025-12-11`, which the rules know; other names as they are.
fn dash_compact_dates(name: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in name.split('-') {
        let (digits, rest) = part.split_once(':').map_or((part, None), |(digits, rest)| (digits, Some(rest)));
        let dashed = (!parts.is_empty() && digits.len() == 8 && digits.starts_with("20"))
            .then(|| Some(format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?)))
            .flatten()
            .filter(|dashed| dashed.parse::<crate::units::Date>().is_ok());
        parts.push(match (dashed, rest) {
            (Some(date), Some(rest)) => format!("{date}:{rest}"),
            (Some(date), None) => date,
            (None, _) => part.to_owned(),
        });
    }
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compact_dates_are_dashed_where_they_are_dates() {
        assert_eq!(dash_compact_dates("gpt-5.2-20251211"), "gpt-5.2-2025-12-11");
        assert_eq!(dash_compact_dates("gpt-20251211:free"), "gpt-2025-12-11:free");
        assert_eq!(dash_compact_dates("gpt-20251341"), "gpt-20251341");
        assert_eq!(dash_compact_dates("20251211-gpt"), "20251211-gpt");
    }

    #[test]
    fn a_negative_look_ahead_keeps_names_out() {
        let clause = Clause::read_regex("^(?!.*-tts(?:$|-))gem").unwrap();
        assert!(clause.matches("gemini-3"));
        assert!(!clause.matches("gemini-3-tts"));
        assert!(!clause.matches("a-gemini"));
    }
}

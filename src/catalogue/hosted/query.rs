//! How well the name of a model answers what was typed into a search.

use crate::units::parse_number;

/// Providers that sell the models of their own make under the makers' names; the others resell.
pub const MAKERS: [&str; 15] = [
    "openai",
    "anthropic",
    "google",
    "mistral",
    "deepseek",
    "x-ai",
    "cohere",
    "moonshotai",
    "meta",
    "zai",
    "minimax",
    "perplexity",
    "voyageai",
    "arcee",
    "alibaba",
];

/// A word of a name: letters, or a whole number with its decimals.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(String),
    Word(String),
}

/// What was typed, in parts.
///
/// Numbers match whole: "opus 5" is Opus 5 or 5.5, and not 4.5. Words match from their beginning, or anywhere where nothing
/// better is there. Case, spaces and dashes do not count: `gpt5.4`, `GPT 5.4` and `gpt-5.4` are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query(Vec<Token>);

/// A name that a query is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchedName {
    name: Vec<Token>,
    /// Tokens of the slug and of the provider.
    others: Vec<Token>,
    is_maker: bool,
    /// The day by which it is newer or older than others, in days since 1970; 0 where that is not asked.
    days: i32,
}

impl SearchedName {
    /// A model by its name and slug, and its provider by name and key.
    #[must_use]
    pub fn new(name: &str, slug: &str, provider: &str, key: &str) -> Self {
        let mut others = tokens(slug);
        others.extend(tokens(provider));
        others.extend(tokens(key));
        Self { name: tokens(name), others, is_maker: MAKERS.contains(&key), days: 0 }
    }

    /// The same with the day by which it is newer or older than others, in days since 1970.
    #[must_use]
    pub const fn dated(mut self, days: i32) -> Self {
        self.days = days;
        self
    }

    /// The same, of a maker or of a host of others' models.
    #[must_use]
    pub const fn made_here(mut self, is_maker: bool) -> Self {
        self.is_maker = is_maker;
        self
    }

    /// Whether it has the first word of `other`, and no higher version.
    pub(super) fn is_older_of_same_name(&self, other: &Self) -> bool {
        self.name.first() == other.name.first() && self.version() <= other.version()
    }

    /// The first number of the name, which is its version: 5.5 of "Claude Opus 5.5".
    fn version(&self) -> f64 {
        let number = |token: &Token| match token {
            Token::Number(text) => parse_number(text).filter(|number| *number < 1000.0),
            Token::Word(_) => None,
        };
        self.name.iter().find_map(number).unwrap_or(0.0)
    }
}

impl Query {
    /// Takes apart what was typed.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(tokens(text))
    }

    /// Whether nothing was typed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The place of a name among those that match, lower is likelier; none where a part of the query is missing. First
    /// those that match word by word, of these makers before resellers, of these the newest, of these the highest version,
    /// of these the shortest name.
    #[must_use]
    pub fn rank(&self, of: &SearchedName) -> Option<f64> {
        let mut misfit = 0;
        for wanted in &self.0 {
            let all = of.name.iter().chain(&of.others);
            misfit += all.filter_map(|token| wanted.misfit(token)).min()?;
        }
        let extra = of.name.iter().filter(|token| !self.0.contains(token)).count();
        let reseller = if of.is_maker { 0.0 } else { 1e12 };
        let age = f64::from(100_000 - of.days) * 1e6;
        let inexact = if extra > 0 { 5e12 } else { 0.0 };
        Some(
            f64::from(misfit) * 1e13
                + inexact
                + reseller
                + age
                + (1000.0 - of.version()) * 1e2
                + extra as f64,
        )
    }
}

impl Token {
    /// How far a token of a name is from this one of a query; none where it is another.
    fn misfit(&self, other: &Self) -> Option<u32> {
        match (self, other) {
            _ if self == other => Some(0),
            // "5" means 5.5 too; of a date the beginning is enough.
            (Self::Number(wanted), Self::Number(has)) => {
                let rest = has.strip_prefix(wanted.as_str())?;
                (rest.starts_with('.') || wanted.len() > 2).then_some(1)
            }
            (Self::Word(wanted), Self::Word(has)) if has.starts_with(wanted.as_str()) => Some(1),
            (Self::Word(wanted), Self::Word(has)) if wanted.len() > 2 && has.contains(wanted.as_str()) => {
                Some(2)
            }
            _ => None,
        }
    }
}

/// The words and numbers of a text. In `claude-haiku-4-5` the number is 4.5.
fn tokens(text: &str) -> Vec<Token> {
    let letters: Vec<char> = text.chars().map(|c| c.to_ascii_lowercase()).collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&first) = letters.get(at) {
        let from = at;
        if first.is_ascii_digit() {
            while digit(at) || (letters.get(at) == Some(&'.') && digit(at + 1)) {
                at += 1;
            }
            let mut number: String = letters.get(from..at).unwrap_or_default().iter().collect();
            if number.len() <= 2 && letters.get(at) == Some(&'-') {
                let end = (at + 1..).find(|next| !digit(*next)).unwrap_or(at + 1);
                let is_decimal = (1..=2).contains(&(end - at - 1));
                if is_decimal && !letters.get(end).is_some_and(|c| c.is_alphabetic() || *c == '.') {
                    number.push('.');
                    number.extend(letters.get(at + 1..end).unwrap_or_default());
                    at = end;
                }
            }
            found.push(Token::Number(number));
        } else if first.is_alphabetic() {
            while letters.get(at).is_some_and(|c| c.is_alphabetic()) {
                at += 1;
            }
            found.push(Token::Word(letters.get(from..at).unwrap_or_default().iter().collect()));
        } else {
            at += 1;
        }
    }
    found
}

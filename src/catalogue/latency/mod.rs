//! Latency of hosted models: measured spreads, published figures, and classes for the rest; each with its source.
//!
//! The figures are `data/latency.tsv` (kept by hand), `data/latency-measured.tsv` (made by `./dev cli fit api-latency`
//! from a CC0 probe sample) and `data/latency-classes.tsv` (made by `./dev cli fit api-latency DIR`).

pub mod effects;
mod read;
mod thinks;

use super::shipped::shipped;
use crate::units::{Date, Factor, Millis, Share, TokensPerSec};
pub use effects::{Band, CallRoute, ClassFigures, Effect, Fitted, OwnLine, Size, Subject, Weights};
pub use thinks::{Effort, ThinkingMode, ThinkingRule};
use thiserror::Error;

const HAND_KEPT: &str = shipped!("../data/latency.tsv", without []);
const MEASURED: &str = shipped!("../data/latency-measured.tsv", without []);
const CLASSES: &str = shipped!("../data/latency-classes.tsv", without []);

/// Where figures come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatencyOrigin {
    /// Short name by which rows refer to it.
    pub id: &'static str,
    /// Title.
    pub title: &'static str,
    /// Address, where there is one.
    pub url: Option<&'static str>,
    /// The prompts that were sent, where single models were measured: "a few words".
    pub prompt: Option<&'static str>,
}

/// Whether a time to first token includes the hidden thinking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thinking {
    /// Thinking was off or left out: reasoning tokens come on top, at the time of a token each.
    LeftOut,
    /// Thinking is in the figure.
    Included,
}

/// The spread of one model's time to first token, fitted to probes.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredTtft {
    /// The model, as `provider/model`.
    pub model: &'static str,
    /// Probes.
    pub n: u32,
    /// Day of the first and of the last probe.
    pub days: (Date, Date),
    /// Whether thinking is in it.
    pub thinking: Thinking,
    /// Median of the usual answer.
    pub body_p50: Millis,
    /// Standard deviation of its logarithm.
    pub body_sigma: Factor,
    /// Share of answers that are slow by the book's factor.
    pub slow_share: Share,
    /// Share of answers that stall.
    pub stall_share: Share,
}

/// What all measured spreads share: how much slower a slow answer is, and how long a stall takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TailShape {
    /// Median of slow answers over the median of the usual ones.
    pub slow_factor: Factor,
    /// Standard deviation of the logarithm of slow answers.
    pub slow_sigma: Factor,
    /// Median stall.
    pub stall_p50: Millis,
    /// Standard deviation of the logarithm of a stall.
    pub stall_sigma: Factor,
}

/// Figures that somebody published about one model.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedLatency {
    /// Index of its source in [`LatencyBook::origins`].
    pub origin: usize,
    /// The model, as `provider/model`.
    pub model: &'static str,
    /// When it was measured, as far as it was said: a year or a month.
    pub when: &'static str,
    /// Calls.
    pub n: u32,
    /// Median time to first token.
    pub ttft_p50: Option<Millis>,
    /// Its 95th percentile.
    pub ttft_p95: Option<Millis>,
    /// Median output tokens a second of one answer.
    pub tokens_per_sec: Option<TokensPerSec>,
}

/// A class of models by when they answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LatencyClass {
    /// Answers at once.
    AtOnce,
    /// Thinks first, a little.
    ThinksLow,
    /// Thinks first, as much as it does unasked.
    ThinksMedium,
    /// Thinks first, more.
    ThinksHigh,
    /// Thinks first, as much as it can.
    ThinksMaximum,
}

/// What is typical of a class, and the range over its models.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassRange {
    /// The class.
    pub class: LatencyClass,
    /// Index of its source in [`LatencyBook::origins`].
    pub origin: usize,
    /// Model-effort pairs that the source counts in it.
    pub n: u32,
    /// Median time to first token of a fast, a typical and a slow model; thinking is in it.
    pub ttft_p50: [Millis; 3],
    /// Output tokens a second of a fast, a typical and a slow model.
    pub tokens_per_sec: [TokensPerSec; 3],
}

/// Why the shipped figures cannot be read; a test ensures that they can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LatencyDataError {
    /// A line has too few columns, a number outside its range or an unknown word.
    #[error("latency data, line {line}: a column is missing or wrong; see the remarks in its file")]
    Line {
        /// The line of the file without its remarks, 1 first.
        line: usize,
    },
    /// A class or a shared figure is missing.
    #[error("latency data: a class, a spread or the shared tail is missing")]
    Incomplete,
}

/// All that is known of the latency of hosted models.
#[derive(Debug, Clone, PartialEq)]
pub struct LatencyBook {
    /// Sources.
    pub origins: Vec<LatencyOrigin>,
    /// Fitted spreads.
    pub measured: Vec<MeasuredTtft>,
    /// Index of their source in `origins`.
    pub measured_origin: usize,
    /// What the fitted spreads share.
    pub tail: TailShape,
    /// Published figures; the first row of a model counts.
    pub published: Vec<PublishedLatency>,
    /// p95 over p50 of the time to first token where only its median is known.
    pub ttft_p95_over_p50: Factor,
    /// p95 over p50 of the time of one token; assumed.
    pub tpot_p95_over_p50: Factor,
    /// What is fitted to classes of models.
    pub class_figures: ClassFigures,
    classes: Vec<ClassRange>,
    thinks: Vec<ThinkingRule>,
    sizes: Vec<(Size, &'static str)>,
    /// Size classes by words of a model's name, tried before `sizes`: makers' tiers that say nothing about the latency.
    pub classes_by_name: Vec<(Size, &'static str)>,
    makers: Vec<(&'static str, &'static str)>,
    weights: Vec<(Weights, &'static str)>,
}

impl LatencyBook {
    /// The figures that ship with the crate.
    ///
    /// # Errors
    /// [`LatencyDataError`] when a shipped line is wrong.
    pub fn shipped() -> Result<Self, LatencyDataError> {
        read::book(&[HAND_KEPT, MEASURED, CLASSES])
    }

    /// The measured spread of a model of `provider`, where the sample has it.
    #[must_use]
    pub fn measured_ttft(&self, provider: &str, model: &str) -> Option<&MeasuredTtft> {
        self.measured.iter().find(|row| is_same(row.model, provider, model))
    }

    /// The published rows of a model of `provider`, the one that counts first.
    pub fn published_rows<'a>(
        &'a self,
        provider: &'a str,
        model: &'a str,
    ) -> impl Iterator<Item = &'a PublishedLatency> {
        self.published.iter().filter(move |row| is_same(row.model, provider, model))
    }

    /// The range of a class.
    #[must_use]
    pub fn class(&self, class: LatencyClass) -> Option<&ClassRange> {
        self.classes.iter().find(|row| row.class == class)
    }

    /// The figures that ship with the crate, without those fitted to classes: for the program that fits them.
    ///
    /// # Errors
    /// [`LatencyDataError`] when a shipped line is wrong.
    pub fn without_classes() -> Result<Self, LatencyDataError> {
        read::book(&[HAND_KEPT, MEASURED])
    }

    /// The size of a model by the words and numbers of its name; nothing where they say nothing.
    #[must_use]
    pub fn named_size(&self, model: &str) -> Option<Size> {
        effects::size_by_name(model, &self.sizes)
    }

    /// Whether and how a model thinks before it answers. A model that no line names does not.
    #[must_use]
    pub fn thinking(&self, model: &str) -> &ThinkingRule {
        let bare = model.rsplit('/').next().unwrap_or(model);
        self.thinks.iter().find(|rule| fits(bare, rule.pattern)).unwrap_or(&thinks::NEVER)
    }

    /// Whether a model thinks before it answers where the request does not say.
    #[must_use]
    pub fn thinks_first(&self, model: &str) -> bool {
        self.thinking(model).mode.thinks_unasked()
    }

    /// What the figures of classes depend on, of a model of `provider`.
    #[must_use]
    pub fn subject<'a>(
        &'a self,
        provider: &str,
        model: &'a str,
        effort: &'a str,
        task: &'a str,
    ) -> Subject<'a> {
        let bare = model.rsplit('/').next().unwrap_or(model);
        let maker = self.makers.iter().find(|(_, pattern)| fits(bare, pattern)).map(|(maker, _)| *maker);
        let maker = maker.or_else(|| model.rsplit_once('/').map(|(maker, _)| maker)).unwrap_or("other");
        let known = |pattern: &str| match pattern.strip_prefix("maker:") {
            Some(wanted) => wanted == maker,
            None => fits(bare, pattern),
        };
        let weights = self.weights.iter().find(|(_, pattern)| known(pattern));
        Subject {
            maker,
            size: effects::size_of(bare, &self.sizes),
            weights: weights.map_or(Weights::Open, |(weights, _)| *weights),
            route: if provider == "openrouter" { CallRoute::Resold } else { CallRoute::Direct },
            effort,
            task,
        }
    }

    /// The line of a model of `provider` that was measured at many lengths of prompt.
    #[must_use]
    pub fn own_line(&self, provider: &str, model: &str) -> Option<&OwnLine> {
        self.class_figures.lines.iter().find(|line| is_same(&line.model, provider, model))
    }
}

/// Whether a rule's pattern fits a name: `^` at its beginning, else anywhere in it.
fn fits(name: &str, pattern: &str) -> bool {
    match pattern.strip_prefix('^') {
        Some(start) => begins_with(name, start),
        None => contains(name, pattern),
    }
}

/// Whether `row` (`provider/model`) is `model` of `provider`, or of OpenRouter, through which most rows were measured.
///
/// Hosts write versions with dots or dashes, and name the newest `-latest`. Other hosts of the same weights are
/// not the same: the route matters as much as the model.
fn is_same(row: &str, provider: &str, model: &str) -> bool {
    let Some((row_provider, row_model)) = row.split_once('/') else { return false };
    let model = model.strip_suffix("-latest").unwrap_or(model);
    match (provider, model.split_once('/')) {
        ("openrouter", Some((vendor, bare))) => {
            (vendor == row_provider || (vendor == "mistralai" && row_provider == "mistral"))
                && same_name(row_model, bare)
        }
        _ => provider == row_provider && same_name(row_model, model),
    }
}

fn plain(byte: u8) -> u8 {
    if byte == b'.' { b'-' } else { byte.to_ascii_lowercase() }
}

fn same_name(a: &str, b: &str) -> bool {
    a.len() == b.len() && begins_with(a, b)
}

fn begins_with(name: &str, start: &str) -> bool {
    name.len() >= start.len() && name.bytes().zip(start.bytes()).all(|(a, b)| plain(a) == plain(b))
}

fn contains(name: &str, part: &str) -> bool {
    (0..name.len()).filter_map(|at| name.get(at..)).any(|rest| begins_with(rest, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_figures_can_be_read() {
        let book = LatencyBook::shipped().unwrap();
        assert!(book.measured.len() >= 15 && book.published.len() >= 15);
        let sonnet = book.measured_ttft("anthropic", "claude-sonnet-4-6").unwrap();
        assert_eq!((sonnet.n, sonnet.thinking), (69, Thinking::LeftOut));
    }

    #[test]
    fn classes_are_ordered_by_how_long_they_think() {
        let book = LatencyBook::shipped().unwrap();
        let classes = [
            LatencyClass::AtOnce,
            LatencyClass::ThinksLow,
            LatencyClass::ThinksMedium,
            LatencyClass::ThinksHigh,
            LatencyClass::ThinksMaximum,
        ];
        let rows: Vec<_> = classes.iter().map(|class| book.class(*class).unwrap()).collect();
        assert!(rows.is_sorted_by(|a, b| a.ttft_p50 < b.ttft_p50));
        for row in rows {
            assert!(row.ttft_p50.is_sorted() && row.tokens_per_sec.iter().rev().is_sorted());
        }
    }

    #[test]
    fn a_row_is_found_under_its_maker_and_under_openrouter_but_not_under_another_host() {
        let book = LatencyBook::shipped().unwrap();
        let found = |provider, model| book.measured_ttft(provider, model).is_some();
        assert!(found("anthropic", "claude-opus-4-8"));
        assert!(found("openrouter", "anthropic/claude-opus-4.8"));
        assert!(!found("aws", "global.anthropic.claude-opus-4-8"));
        assert!(!found("anthropic", "claude-opus-4-8-fast"));
        let published = |provider, model| book.published_rows(provider, model).next().is_some();
        assert!(published("anthropic", "claude-3-5-haiku-latest"));
        assert!(published("openrouter", "mistralai/mistral-small"));
    }

    #[test]
    fn a_model_thinks_as_its_line_says() {
        let book = LatencyBook::shipped().unwrap();
        let mode = |model: &str| book.thinking(model).mode;
        for model in ["o3-mini", "gpt-5", "gpt-5-mini", "google/gemini-2.5-pro", "grok-4-0709", "deepseek-r1"]
        {
            assert_eq!(mode(model), ThinkingMode::Always, "{model}");
        }
        for model in ["gpt-6-luna", "claude-opus-5", "google/gemini-3.5-flash", "grok-4.3"] {
            assert_eq!(mode(model), ThinkingMode::OnUnlessRefused, "{model}");
        }
        for model in ["gpt-5.5", "gpt-6.1-sol", "gpt-6.1-terra", "claude-opus-5-5", "grok-4.20"] {
            assert_eq!(mode(model), ThinkingMode::OffUnlessAsked, "{model}");
        }
        for model in ["gpt-4o", "gpt-4.1", "claude-3-5-haiku", "grok-4-fast-non-reasoning"] {
            assert_eq!(mode(model), ThinkingMode::Never, "{model}");
        }
    }

    #[test]
    fn size_maker_and_weights_follow_from_the_name() {
        let book = LatencyBook::shipped().unwrap();
        let of = |model: &str| {
            let subject = book.subject("x", model, "none", "");
            (subject.maker.to_owned(), subject.size, subject.weights)
        };
        let known = |maker: &str, size, weights| (maker.to_owned(), size, weights);
        assert_eq!(of("gpt-4o-mini"), known("openai", Size::Small, Weights::Closed));
        assert_eq!(of("global.anthropic.claude-sonnet-4-6"), known("anthropic", Size::Mid, Weights::Closed));
        assert_eq!(of("qwen/qwen3-235b-a22b"), known("qwen", Size::Frontier, Weights::Open));
        assert_eq!(of("openai/gpt-oss-20b"), known("openai", Size::Small, Weights::Open));
        assert_eq!(of("gemini-2.5-pro"), known("google", Size::Frontier, Weights::Closed));
    }
}

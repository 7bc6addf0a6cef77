//! Figures of classes of hosted models: time to first token against prompt length, output speed, tokens of thinking.
//!
//! Each figure is a sum of effects on its logarithm: one for the size of the model, one for its maker, one for the
//! effort, and so on. `data/latency-classes.tsv` has them; `./dev cli fit api-latency DIR` fits them.

use crate::units::{Tokens, parse_number};

/// How large a model is, by its name or by its number of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The makers' largest models.
    Frontier,
    /// Between the two: Sonnet, Flash, models of 40 to 130 billion parameters.
    Mid,
    /// Mini, nano, Haiku, models of up to 40 billion parameters.
    Small,
}

/// Whether the weights of a model are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// They are not: one company decides how the model is served.
    Closed,
    /// They are: many companies serve the model, on hardware of their choice.
    Open,
}

/// How a model is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallRoute {
    /// At its maker or host.
    Direct,
    /// Through a reseller that forwards the request (OpenRouter).
    Resold,
}

/// What the figures of a class depend on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Subject<'a> {
    /// Who made the model: `openai`, `qwen`.
    pub maker: &'a str,
    /// Its size.
    pub size: Size,
    /// Whether its weights are published.
    pub weights: Weights,
    /// How it is called.
    pub route: CallRoute,
    /// The reasoning effort as the data call it: `none`, `low`, `on` (the model thinks, no setting was named).
    pub effort: &'a str,
    /// The kind of task as the data call it: `code`, `science`.
    pub task: &'a str,
}

/// A figure that is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fitted {
    /// Time to first token of an empty prompt, thinking off; ms.
    TtftBase,
    /// What 1,000 uncached tokens of the prompt add to it; ms.
    TtftSlope,
    /// Output tokens a second.
    Speed,
    /// Tokens of hidden thinking of one answer.
    Thinking,
}

impl Fitted {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::TtftBase, Self::TtftSlope, Self::Speed, Self::Thinking];

    /// The name in the data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::TtftBase => "ttft_base",
            Self::TtftSlope => "ttft_slope",
            Self::Speed => "speed",
            Self::Thinking => "thinking",
        }
    }
}

impl Size {
    /// The name in the data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Frontier => "frontier",
            Self::Mid => "mid",
            Self::Small => "small",
        }
    }

    /// The size that the data call `key`.
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        [Self::Frontier, Self::Mid, Self::Small].into_iter().find(|size| size.key() == key)
    }
}

impl Weights {
    /// The name in the data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
        }
    }
}

/// The names of the effects whose sum is the logarithm of a figure of `subject`; the constant is the first.
#[must_use]
pub fn effects_of(figure: Fitted, subject: &Subject<'_>) -> Vec<String> {
    let Subject { maker, size, weights, route, effort, task } = *subject;
    let one = |kind: &str, level: &str| [kind, ":", level].concat();
    let two = |kind: &str, a: &str, b: &str| [kind, ":", a, "+", b].concat();
    let mut names = vec!["all".to_owned(), one("size", size.key()), one("maker", maker)];
    match figure {
        Fitted::TtftBase => {
            names.push(one("weights", weights.key()));
            if route == CallRoute::Resold {
                names.push("resold".to_owned());
            }
        }
        Fitted::TtftSlope => names.push(one("weights", weights.key())),
        Fitted::Speed => {
            names.push(two("maker_weights", maker, weights.key()));
            names.push(one("thinks", if effort == "none" { "no" } else { "yes" }));
        }
        Fitted::Thinking => {
            names.push(two("maker_weights", maker, weights.key()));
            names.push(one("effort", effort));
            names.push(one("task", task));
            names.push(two("effort_task", effort, task));
            names.push(two("effort_maker", effort, maker));
        }
    }
    names
}

/// A fitted effect on the logarithm of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The figure.
    pub figure: Fitted,
    /// What has the effect, as [`effects_of`] names it.
    pub name: String,
    /// The effect.
    pub value: f64,
    /// Models that the fit had of it.
    pub models: u32,
}

/// The 80 % band of a figure of models that the fit did not see, as factors on the figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// The figure and its group: `ttft_p50:closed`, `first_answer_p95:all`.
    pub name: String,
    /// 10 of 100 models lie below the figure times this.
    pub low: f64,
    /// 10 of 100 models lie above the figure times this.
    pub high: f64,
}

/// A line `a + b × tokens` of one model, fitted to calls that may be shown as rows.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnLine {
    /// The model, as `provider/model`.
    pub model: String,
    /// Calls.
    pub n: u32,
    /// First and last day, as the source writes them.
    pub days: (String, String),
    /// Time to first token of an empty prompt, in ms.
    pub base_ms: f64,
    /// What 1,000 uncached tokens add, in ms.
    pub slope_ms: f64,
    /// What each square of 1,000 tokens above 300,000 adds, in ms.
    pub square_ms: f64,
    /// p95 over p50 of single calls.
    pub p95_over_p50: f64,
    /// Longest prompt measured, in tokens.
    pub most_tokens: f64,
}

/// All that is fitted to classes of models.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClassFigures {
    /// The effects.
    pub effects: Vec<Effect>,
    /// The bands.
    pub bands: Vec<Band>,
    /// p95 over p50, by the name of a figure.
    pub ratios: Vec<(String, f64)>,
    /// Models with a line of their own.
    pub lines: Vec<OwnLine>,
}

/// The least effort, at which hardly a model thinks: measured of too few models for an effect of its own.
const MINIMAL: &str = "minimal";
/// Tokens of thinking at that effort: about none.
const MINIMAL_TOKENS: f64 = 20.0;
/// Open weights were measured with prompts of up to so many tokens.
pub const OPEN_MEASURED_TO: f64 = 20_000.0;
/// From here on the time to first token of some models grows faster than the prompt.
pub const SQUARE_FROM: f64 = 300.0;

impl ClassFigures {
    /// A figure of `subject`: e to the sum of its effects. Nothing where the fit has no constant.
    #[must_use]
    pub fn figure(&self, figure: Fitted, subject: &Subject<'_>) -> Option<f64> {
        let of_figure = || self.effects.iter().filter(|effect| effect.figure == figure);
        of_figure().find(|effect| effect.name == "all")?;
        let has = |name: &str| of_figure().any(|effect| effect.name == name);
        if figure == Fitted::Thinking && subject.effort == MINIMAL && !has("effort:minimal") {
            return Some(MINIMAL_TOKENS);
        }
        let names = effects_of(figure, subject);
        let sum = of_figure().filter(|effect| names.contains(&effect.name)).map(|effect| effect.value);
        Some(sum.sum::<f64>().exp())
    }

    /// Time to first token in ms at `uncached` tokens of prompt, thinking off.
    #[must_use]
    pub fn ttft_ms(&self, subject: &Subject<'_>, uncached: Tokens) -> Option<f64> {
        let base = self.figure(Fitted::TtftBase, subject)?;
        let slope = self.figure(Fitted::TtftSlope, subject)?;
        Some(base + slope * uncached.get() / 1000.0)
    }

    /// Milliseconds from the start of the call to the first token of the answer of a model that thinks `tokens` first.
    #[must_use]
    pub fn first_answer_ms(&self, subject: &Subject<'_>, uncached: Tokens, tokens: f64) -> Option<f64> {
        let speed = self.figure(Fitted::Speed, subject)?;
        Some(self.ttft_ms(subject, uncached)? + tokens / speed * 1000.0)
    }

    /// The band of that name; one that spans everything where the fit has none.
    #[must_use]
    pub fn band(&self, name: &str) -> (f64, f64) {
        let found = self.bands.iter().find(|band| band.name == name);
        found.map_or((0.0, f64::INFINITY), |band| (band.low, band.high))
    }

    /// p95 over p50 of the figure of that name.
    #[must_use]
    pub fn ratio(&self, name: &str) -> Option<f64> {
        self.ratios.iter().find(|(known, _)| known == name).map(|(_, ratio)| *ratio)
    }

    /// Models behind the effects of `figure` that `subject` has: the fewest of size and weights.
    #[must_use]
    pub fn models(&self, figure: Fitted, subject: &Subject<'_>) -> u32 {
        let size = ["size:", subject.size.key()].concat();
        let found = self.effects.iter().find(|effect| effect.figure == figure && effect.name == size);
        found.map_or(0, |effect| effect.models)
    }
}

impl OwnLine {
    /// Time to first token in ms at `uncached` tokens of prompt.
    #[must_use]
    pub fn ttft_ms(&self, uncached: Tokens) -> f64 {
        let thousands = uncached.get() / 1000.0;
        let above = if thousands > SQUARE_FROM { thousands - SQUARE_FROM } else { 0.0 };
        self.base_ms + self.slope_ms * thousands + self.square_ms * above * above
    }
}

/// The size that the words of `rules` give a model (`word`, size), the first that its name has.
#[must_use]
pub fn named_size(model: &str, rules: &[(Size, &str)]) -> Option<Size> {
    let bare = bare(model);
    rules.iter().find(|(_, word)| super::fits(&bare, word)).map(|(size, _)| *size)
}

/// The size of a model by its name: the words of `rules` first, then its billions of parameters.
#[must_use]
pub fn size_by_name(model: &str, rules: &[(Size, &str)]) -> Option<Size> {
    named_size(model, rules).or_else(|| match billions(&bare(model))? {
        count if count <= 40.0 => Some(Size::Small),
        count if count <= 130.0 => Some(Size::Mid),
        _ => Some(Size::Frontier),
    })
}

/// The same, frontier where the name says nothing.
#[must_use]
pub fn size_of(model: &str, rules: &[(Size, &str)]) -> Size {
    size_by_name(model, rules).unwrap_or(Size::Frontier)
}

fn bare(model: &str) -> String {
    model.rsplit('/').next().unwrap_or(model).to_ascii_lowercase()
}

/// The number of parameters in billions that a name says, as `235b` in `qwen3-235b-a22b`.
fn billions(name: &str) -> Option<f64> {
    name.split(['-', '_', ' ', ':']).find_map(|word| parse_number(word.strip_suffix('b')?))
}

//! Which latency figures hold for a model: the user's own, measured, published, or those of its class.

use super::TokenSpread;
use super::mixture::{LogNormal, Mixture};
use crate::catalogue::latency::effects::OPEN_MEASURED_TO;
use crate::catalogue::latency::{
    Fitted, LatencyBook, LatencyClass, MeasuredTtft, OwnLine, PublishedLatency, Subject, Thinking, Weights,
};
use crate::scenario::{self, ReasoningEffort};
use crate::units::{Date, Factor, Millis, Tokens, TokensPerSec, Within};

/// Where a latency figure comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LatencySource {
    /// Fitted to so many probes of the model.
    Measured {
        /// Probes.
        n: u32,
        /// Day of the first and of the last.
        days: (Date, Date),
        /// Index in [`LatencyBook::origins`].
        origin: usize,
    },
    /// Published by somebody.
    Published {
        /// Calls.
        n: u32,
        /// The year or month.
        when: &'static str,
        /// Index in [`LatencyBook::origins`].
        origin: usize,
    },
    /// The quartiles of a class of models: not of this one.
    Class {
        /// The class.
        class: LatencyClass,
        /// Models in it.
        n: u32,
        /// Index in [`LatencyBook::origins`].
        origin: usize,
    },
    /// Typed in.
    User,
}

/// The speed of one model: the spread of its time to first token (ms) and of its time per output token (ms).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Time to first token, without the network of the user.
    pub ttft: Mixture,
    /// Mean time per output token of one answer; varies from answer to answer.
    pub tpot: LogNormal,
    /// What is added to the logarithm of the time of thinking: 0 for a typical model of a class.
    pub ln_thinking: f64,
}

/// The latency figures that hold for a model.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelLatency {
    /// The figures.
    pub pace: Pace,
    /// Those of a fast and of a slow model of the class, where part of the figures is of a class.
    pub ends: Option<(Pace, Pace)>,
    /// Whether thinking is in the time to first token.
    pub thinking: Thinking,
    /// Tokens of thinking of this model, where they are not those of the action.
    pub reasoning: Option<TokenSpread>,
    /// Where the time to first token comes from.
    pub ttft_source: LatencySource,
    /// Where the speed comes from.
    pub speed_source: LatencySource,
}

/// The user's own figures; each replaces the book's.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct UserLatency {
    /// Median time to first token of the visible answer.
    pub ttft_p50: Option<Millis>,
    /// Its 95th percentile.
    pub ttft_p95: Option<Millis>,
    /// Output tokens a second of one answer.
    pub tokens_per_sec: Option<TokensPerSec>,
}

impl UserLatency {
    /// What the user typed in.
    #[must_use]
    pub fn of(own: &scenario::Latency) -> Self {
        Self {
            ttft_p50: own.ttft_p50_ms(),
            ttft_p95: own.ttft_p95_ms(),
            tokens_per_sec: own.output_tokens_per_sec(),
        }
    }
}

/// The class of a model that thinks first or not, at an effort. Effort changes nothing where nothing is thought first.
#[must_use]
pub const fn class_of(thinks_first: bool, effort: ReasoningEffort) -> LatencyClass {
    match (thinks_first, effort) {
        (false, _) | (true, ReasoningEffort::Off) => LatencyClass::AtOnce,
        (true, ReasoningEffort::Low) => LatencyClass::ThinksLow,
        (true, ReasoningEffort::Medium) => LatencyClass::ThinksMedium,
        (true, ReasoningEffort::High) => LatencyClass::ThinksHigh,
        (true, ReasoningEffort::Maximum) => LatencyClass::ThinksMaximum,
    }
}

/// Times to first token of a fast, a typical and a slow model; all the same where they are not of a class.
struct Ttft {
    spreads: [Mixture; 3],
    thinking: Thinking,
    source: LatencySource,
}

struct Speed {
    tokens_per_sec: [TokensPerSec; 3],
    source: LatencySource,
}

impl ModelLatency {
    /// What `book` knows of a model of `provider` at this effort.
    ///
    /// Time to first token: the model's own line over the length of the prompt, else the measured spread, else a
    /// published median (both of a prompt of a few words, to which the class adds its time for each token), else the
    /// class. A figure that contains hidden thinking was measured at the model's own effort, so at another effort the
    /// class is used. Speed: a published one, else the class. Nothing only where the book lacks the class.
    #[must_use]
    pub fn look_up(book: &LatencyBook, provider: &str, model: &str, effort: ReasoningEffort) -> Option<Self> {
        Self::look_up_at(book, (provider, model), effort, Tokens::saturating(0.0))
    }

    /// The same for a call with so many tokens of prompt that no cache provides.
    #[must_use]
    pub fn look_up_at(
        book: &LatencyBook,
        (provider, model): (&str, &str),
        effort: ReasoningEffort,
        uncached: Tokens,
    ) -> Option<Self> {
        let key = if thinks(book, model, effort) { "on" } else { "none" };
        let subject = book.subject(provider, model, key, "");
        let ttft = ttft(book, (provider, model), effort, (&subject, uncached))?;
        let speed = speed(book, provider, model, &subject)?;
        Some(Self::assemble(book, &ttft, &speed))
    }

    /// The same with `reasoning` tokens of thinking, an assumed number whose band widens that of the times.
    #[must_use]
    pub fn with_assumed_thinking(mut self, book: &LatencyBook, reasoning: TokenSpread) -> Self {
        if self.thinking == Thinking::Included {
            return self;
        }
        self.reasoning = Some(reasoning);
        let (low, high) = book.class_figures.band("first_answer_p50:all");
        let typical = self.pace;
        let (fast, slow) = self.ends.unwrap_or((typical, typical));
        // The band of the whole time replaces those of speed and tokens.
        let end = |pace: Pace, factor: f64| Pace {
            ln_thinking: factor.within(1e-3, 1e3).ln() + typical.tpot.mu - pace.tpot.mu,
            ..pace
        };
        self.ends = Some((end(fast, low), end(slow, high)));
        self
    }

    /// What is typical of a class, for a model that no book knows.
    #[must_use]
    pub fn of_class(book: &LatencyBook, class: LatencyClass) -> Option<Self> {
        Some(Self::assemble(book, &class_ttft(book, class)?, &class_speed(book, class)?))
    }

    fn assemble(book: &LatencyBook, ttft: &Ttft, speed: &Speed) -> Self {
        let pace = |ttft: &Mixture, speed: &TokensPerSec| Pace {
            ttft: *ttft,
            tpot: tpot(book, *speed),
            ln_thinking: 0.0,
        };
        let [fast, typical, slow] = &ttft.spreads;
        let [quick, usual, sluggish] = &speed.tokens_per_sec;
        let ends = (pace(fast, quick), pace(slow, sluggish));
        Self {
            pace: pace(typical, usual),
            ends: (ends.0 != ends.1).then_some(ends),
            thinking: ttft.thinking,
            reasoning: None,
            ttft_source: ttft.source,
            speed_source: speed.source,
        }
    }

    /// With the user's own figures in place of the book's.
    ///
    /// A median alone keeps the form of the book's spread; a 95th percentile alone keeps its median; both make
    /// a log-normal. The user times the visible answer, so thinking is in the figure.
    #[must_use]
    pub fn with_user(mut self, user: &UserLatency) -> Self {
        let fits = |spread: &Mixture| match (user.ttft_p50, user.ttft_p95) {
            (None, None) => *spread,
            (Some(p50), None) => spread.with_median(p50.get()),
            (p50, Some(p95)) => {
                let p50 = p50.unwrap_or_else(|| Millis::saturating(spread.quantile(0.5)));
                Mixture::from_p50_p95(p50, Some(p95))
            }
        };
        let ttft_is_users = user.ttft_p50.is_some() || user.ttft_p95.is_some();
        let ttft = fits(&self.pace.ttft);
        let users = |pace: Pace| Pace {
            ttft: if ttft_is_users { ttft } else { pace.ttft },
            tpot: user
                .tokens_per_sec
                .map_or(pace.tpot, |speed| LogNormal { mu: ln_tpot(speed), ..pace.tpot }),
            ..pace
        };
        self.pace = users(self.pace);
        self.ends =
            self.ends.map(|(fast, slow)| (users(fast), users(slow))).filter(|(fast, slow)| fast != slow);
        if ttft_is_users {
            self.ttft_source = LatencySource::User;
            self.thinking = Thinking::Included;
        }
        if user.tokens_per_sec.is_some() {
            self.speed_source = LatencySource::User;
        }
        self
    }
}

fn ln_tpot(speed: TokensPerSec) -> f64 {
    (1000.0 / speed.get().max(1e-9)).ln()
}

fn tpot(book: &LatencyBook, speed: TokensPerSec) -> LogNormal {
    let ratio = LogNormal::from_p50_p95(1.0, Some(book.tpot_p95_over_p50.get()));
    LogNormal { mu: ln_tpot(speed), sigma: ratio.sigma }
}

fn by_ratio(p50: Millis, ratio: Factor) -> Mixture {
    Mixture::from_p50_p95(p50, Some(p50 * ratio))
}

/// Whether a model thinks at an effort: never where it cannot.
fn thinks(book: &LatencyBook, model: &str, effort: ReasoningEffort) -> bool {
    effort != ReasoningEffort::Off && book.thinking(model).mode.can_think()
}

fn ttft(
    book: &LatencyBook,
    (provider, model): (&str, &str),
    effort: ReasoningEffort,
    (subject, uncached): (&Subject<'_>, Tokens),
) -> Option<Ttft> {
    if let Some(line) = book.own_line(provider, model) {
        return Some(own_ttft(book, line, uncached));
    }
    let figures = &book.class_figures;
    // Probes have a prompt of a few words.
    let slope = figures.figure(Fitted::TtftSlope, subject)?;
    let for_prompt = |spread: Mixture| {
        let p50 = spread.quantile(0.5);
        spread.with_median(p50 + slope * uncached.get() / 1000.0)
    };
    let band = if figures.bands.iter().any(|band| band.name == "own_level_p50:all") {
        figures.band("own_level_p50:all")
    } else {
        (1.0, 1.0)
    };
    if let Some(row) = book.measured_ttft(provider, model) {
        if row.thinking == Thinking::LeftOut {
            let found = measured_ttft(book, row);
            return Some(Ttft { spreads: with_band(for_prompt(found.typical()), band, band), ..found });
        }
        if effort == ReasoningEffort::Medium {
            return Some(measured_ttft(book, row));
        }
    } else if let Some((row, p50)) = first_with(book, provider, model, |row| row.ttft_p50)
        && !book.thinking(model).mode.thinks_unasked()
    {
        let spread = match row.ttft_p95 {
            Some(p95) => Mixture::from_p50_p95(p50, Some(p95)),
            None => by_ratio(p50, book.ttft_p95_over_p50),
        };
        let spreads = with_band(for_prompt(spread), band, band);
        return Some(Ttft { spreads, thinking: Thinking::LeftOut, source: published(row) });
    }
    fitted_ttft(book, subject, uncached)
}

/// The time to first token of the class of `subject`, with the band of models that the fit did not see.
fn fitted_ttft(book: &LatencyBook, subject: &Subject<'_>, uncached: Tokens) -> Option<Ttft> {
    let figures = &book.class_figures;
    let p50 = figures.ttft_ms(subject, uncached)?;
    let group = subject.weights.key();
    // Beyond the prompts that were measured the slope is a guess.
    let beyond = match subject.weights {
        Weights::Open if uncached.get() > OPEN_MEASURED_TO => uncached.get() / OPEN_MEASURED_TO,
        Weights::Open | Weights::Closed => 1.0,
    };
    let band = |name: &str| {
        let (low, high) = figures.band(&[name, group].concat());
        (low / beyond, high * beyond)
    };
    let ratio = Factor::saturating(figures.ratio("ttft").unwrap_or(1.0));
    let spread = by_ratio(Millis::saturating(p50), ratio);
    let n = figures.models(Fitted::TtftBase, subject);
    Some(Ttft {
        spreads: with_band(spread, band("ttft_p50:"), band("ttft_p95:")),
        thinking: Thinking::LeftOut,
        source: fitted_source(book, n),
    })
}

/// Single calls of one caller: the line, its own spread, and the band of a level that is known.
fn own_ttft(book: &LatencyBook, line: &OwnLine, uncached: Tokens) -> Ttft {
    let spread = by_ratio(Millis::saturating(line.ttft_ms(uncached)), Factor::saturating(line.p95_over_p50));
    let band = book.class_figures.band("own_level_p50:all");
    let days = (line.days.0.parse(), line.days.1.parse());
    let origin = book.origins.iter().position(|origin| origin.id == "lines").unwrap_or(book.measured_origin);
    let source = match days {
        (Ok(first), Ok(last)) => LatencySource::Measured { n: line.n, days: (first, last), origin },
        _ => LatencySource::Published { n: line.n, when: "2026", origin },
    };
    Ttft { spreads: with_band(spread, band, band), thinking: Thinking::LeftOut, source }
}

/// A figure fitted to a class of `n` models.
fn fitted_source(book: &LatencyBook, n: u32) -> LatencySource {
    let origin = book.origins.iter().position(|origin| origin.id == "classes").unwrap_or(0);
    LatencySource::Class { class: LatencyClass::AtOnce, n, origin }
}

/// A fast, a typical and a slow model: the band of the median, and that of the 95th percentile.
fn with_band(spread: Mixture, p50: (f64, f64), p95: (f64, f64)) -> [Mixture; 3] {
    if !(p50.1.is_finite() && p95.1.is_finite()) || p50.0 >= p50.1 {
        return [spread; 3];
    }
    let (middle, high) = (spread.quantile(0.5), spread.quantile(0.95));
    let end = |low: f64, top: f64| {
        let median = Millis::saturating(middle * low);
        // Where both bands are alike the form of the spread stays.
        if (low - top).abs() < 1e-12 {
            return spread.with_median(median.get());
        }
        Mixture::from_p50_p95(median, Some(Millis::saturating((high * top).max(median.get()))))
    };
    [end(p50.0, p95.0), spread, end(p50.1, p95.1)]
}

impl Ttft {
    const fn typical(&self) -> Mixture {
        let [_, typical, _] = &self.spreads;
        *typical
    }
}

fn measured_ttft(book: &LatencyBook, row: &MeasuredTtft) -> Ttft {
    let body = LogNormal { mu: row.body_p50.get().max(1e-6).ln(), sigma: row.body_sigma.get() };
    let tail = &book.tail;
    let slow = LogNormal { mu: body.mu + tail.slow_factor.get().ln(), sigma: tail.slow_sigma.get() };
    let stall = LogNormal { mu: tail.stall_p50.get().ln(), sigma: tail.stall_sigma.get() };
    let spread = Mixture::with_tail(body, (row.slow_share.get(), slow), (row.stall_share.get(), stall));
    let source = LatencySource::Measured { n: row.n, days: row.days, origin: book.measured_origin };
    Ttft { spreads: [spread; 3], thinking: row.thinking, source }
}

fn class_ttft(book: &LatencyBook, class: LatencyClass) -> Option<Ttft> {
    let range = book.class(class)?;
    let thinking = if class == LatencyClass::AtOnce { Thinking::LeftOut } else { Thinking::Included };
    let source = LatencySource::Class { class, n: range.n, origin: range.origin };
    Some(Ttft { spreads: range.ttft_p50.map(|p50| by_ratio(p50, book.ttft_p95_over_p50)), thinking, source })
}

fn speed(book: &LatencyBook, provider: &str, model: &str, subject: &Subject<'_>) -> Option<Speed> {
    if let Some((row, speed)) = first_with(book, provider, model, |row| row.tokens_per_sec) {
        return Some(Speed { tokens_per_sec: [speed; 3], source: published(row) });
    }
    let figures = &book.class_figures;
    let typical = figures.figure(Fitted::Speed, subject)?;
    let (low, high) = figures.band(&["speed_p50:", subject.weights.key()].concat());
    let at = |factor: f64| TokensPerSec::saturating(typical * factor);
    let tokens_per_sec = if high.is_finite() { [at(high), at(1.0), at(low)] } else { [at(1.0); 3] };
    let n = figures.models(Fitted::Speed, subject);
    Some(Speed { tokens_per_sec, source: fitted_source(book, n) })
}

fn class_speed(book: &LatencyBook, class: LatencyClass) -> Option<Speed> {
    let range = book.class(class)?;
    let source = LatencySource::Class { class, n: range.n, origin: range.origin };
    Some(Speed { tokens_per_sec: range.tokens_per_sec, source })
}

/// The first published row of the model that has the figure.
fn first_with<'a, T>(
    book: &'a LatencyBook,
    provider: &'a str,
    model: &'a str,
    figure: impl Fn(&PublishedLatency) -> Option<T>,
) -> Option<(&'a PublishedLatency, T)> {
    book.published_rows(provider, model).find_map(|row| Some((row, figure(row)?)))
}

fn published(row: &PublishedLatency) -> LatencySource {
    LatencySource::Published { n: row.n, when: row.when, origin: row.origin }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> LatencyBook {
        LatencyBook::shipped().unwrap()
    }

    fn ms(value: f64) -> Millis {
        Millis::new(value).unwrap()
    }

    fn look_up(provider: &str, model: &str, effort: ReasoningEffort) -> ModelLatency {
        ModelLatency::look_up(&book(), provider, model, effort).unwrap()
    }

    #[test]
    fn a_measured_model_says_how_many_probes_and_when() {
        let found = look_up("anthropic", "claude-sonnet-4-6", ReasoningEffort::Medium);
        assert!(matches!(found.ttft_source, LatencySource::Measured { n: 69, .. }));
        assert!(matches!(found.speed_source, LatencySource::Class { .. }));
        let (fast, slow) = found.ends.unwrap();
        assert!(fast.ttft.quantile(0.5) < slow.ttft.quantile(0.5));
        assert!(fast.tpot.mu < slow.tpot.mu);
    }

    #[test]
    fn a_longer_prompt_is_never_answered_sooner() {
        for (provider, model) in [
            ("openai", "gpt-4.1"),
            ("openai", "gpt-4o-mini"),
            ("anthropic", "claude-sonnet-5-5"),
            ("openai", "gpt-5.6-sol"),
            ("openrouter", "qwen/qwen3-235b-a22b-2507"),
        ] {
            let at = |tokens: f64| {
                let tokens = Tokens::new(tokens).unwrap();
                let found =
                    ModelLatency::look_up_at(&book(), (provider, model), ReasoningEffort::Off, tokens)
                        .unwrap();
                let (fast, slow) = found.ends.unwrap_or((found.pace, found.pace));
                [fast, found.pace, slow].map(|pace| (pace.ttft.quantile(0.5), pace.ttft.quantile(0.95)))
            };
            for (short, long) in [(0.0, 1e3), (1e3, 1e4), (1e4, 1e5), (1e5, 9e5)] {
                let typical = |[_, typical, slow]: [(f64, f64); 3]| [typical.0, typical.1, slow.1];
                for (short, long) in typical(at(short)).into_iter().zip(typical(at(long))) {
                    assert!(short < long, "{model}: {short} {long}");
                }
            }
        }
    }

    #[test]
    fn a_figure_with_hidden_thinking_is_used_at_its_own_effort_only() {
        let found = |effort| look_up("x-ai", "grok-4.3", effort);
        assert_eq!(found(ReasoningEffort::Medium).thinking, Thinking::Included);
        assert!(matches!(found(ReasoningEffort::High).ttft_source, LatencySource::Class { .. }));
    }

    #[test]
    fn two_published_percentiles_come_back() {
        let found = look_up("google", "gemini-2.0-flash", ReasoningEffort::Medium);
        assert!((found.pace.ttft.quantile(0.5) - 556.0).abs() < 1e-3);
        assert!((found.pace.ttft.quantile(0.95) - 2313.0).abs() < 1e-3);
    }

    #[test]
    fn the_users_own_figures_replace_the_books_and_are_marked() {
        let book = look_up("openai", "gpt-4o-mini", ReasoningEffort::Medium);
        let median = UserLatency { ttft_p50: Some(ms(800.0)), ..UserLatency::default() };
        let found = book.clone().with_user(&median);
        assert!((found.pace.ttft.quantile(0.5) - 800.0).abs() < 1e-3);
        assert_eq!((found.ttft_source, found.thinking), (LatencySource::User, Thinking::Included));
        assert_eq!(found.speed_source, book.speed_source);
        let all = UserLatency {
            ttft_p50: Some(ms(800.0)),
            ttft_p95: Some(ms(1600.0)),
            tokens_per_sec: Some(TokensPerSec::new(50.0).unwrap()),
        };
        let found = ModelLatency::of_class(&self::book(), LatencyClass::AtOnce).unwrap().with_user(&all);
        assert!((found.pace.ttft.quantile(0.95) - 1600.0).abs() < 1e-3);
        assert!((found.pace.tpot.mu.exp() - 20.0).abs() < 1e-9);
        assert_eq!(found.ends, None);
    }
}

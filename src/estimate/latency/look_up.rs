//! Which latency figures hold for a model: the user's own, measured, published, or those of its class.

use super::mixture::{LogNormal, Mixture};
use crate::catalogue::latency::{LatencyBook, LatencyClass, MeasuredTtft, PublishedLatency, Thinking};
use crate::scenario::{self, ReasoningEffort};
use crate::units::{Date, Factor, Millis, TokensPerSec};

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
    /// Time to first token: the measured spread, else a published median, else the class. A figure that holds
    /// hidden thinking was measured at the model's own effort, so at another effort the class holds. Speed: a
    /// published one, else the class. Nothing only where the book lacks the class.
    #[must_use]
    pub fn look_up(book: &LatencyBook, provider: &str, model: &str, effort: ReasoningEffort) -> Option<Self> {
        let ttft = ttft(book, provider, model, effort)?;
        let speed = speed(book, provider, model, effort)?;
        Some(Self::assemble(book, &ttft, &speed))
    }

    /// What is typical of a class, for a model that no book knows.
    #[must_use]
    pub fn of_class(book: &LatencyBook, class: LatencyClass) -> Option<Self> {
        Some(Self::assemble(book, &class_ttft(book, class)?, &class_speed(book, class)?))
    }

    fn assemble(book: &LatencyBook, ttft: &Ttft, speed: &Speed) -> Self {
        let pace = |ttft: &Mixture, speed: &TokensPerSec| Pace { ttft: *ttft, tpot: tpot(book, *speed) };
        let [fast, typical, slow] = &ttft.spreads;
        let [quick, usual, sluggish] = &speed.tokens_per_sec;
        let ends = (pace(fast, quick), pace(slow, sluggish));
        Self {
            pace: pace(typical, usual),
            ends: (ends.0 != ends.1).then_some(ends),
            thinking: ttft.thinking,
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

fn ttft(book: &LatencyBook, provider: &str, model: &str, effort: ReasoningEffort) -> Option<Ttft> {
    let thinks_first = book.thinks_first(model);
    if let Some(row) = book.measured_ttft(provider, model) {
        if row.thinking == Thinking::LeftOut || effort == ReasoningEffort::Medium {
            return Some(measured_ttft(book, row));
        }
    } else if let Some((row, p50)) = first_with(book, provider, model, |row| row.ttft_p50)
        && !(thinks_first && effort != ReasoningEffort::Off)
    {
        let spread = match row.ttft_p95 {
            Some(p95) => Mixture::from_p50_p95(p50, Some(p95)),
            None => by_ratio(p50, book.ttft_p95_over_p50),
        };
        return Some(Ttft { spreads: [spread; 3], thinking: Thinking::LeftOut, source: published(row) });
    }
    class_ttft(book, class_of(thinks_first, effort))
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

fn speed(book: &LatencyBook, provider: &str, model: &str, effort: ReasoningEffort) -> Option<Speed> {
    match first_with(book, provider, model, |row| row.tokens_per_sec) {
        Some((row, speed)) => Some(Speed { tokens_per_sec: [speed; 3], source: published(row) }),
        None => class_speed(book, class_of(book.thinks_first(model), effort)),
    }
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
        assert!(matches!(
            found.speed_source,
            LatencySource::Class { class: LatencyClass::AtOnce, n: 105, .. }
        ));
        let (fast, slow) = found.ends.unwrap();
        assert_eq!(fast.ttft, slow.ttft);
        assert!(fast.tpot.mu < slow.tpot.mu);
    }

    #[test]
    fn effort_outweighs_the_model_that_thinks_first() {
        for (effort, expected) in [
            (ReasoningEffort::Off, 900.0),
            (ReasoningEffort::Low, 3400.0),
            (ReasoningEffort::Medium, 14_000.0),
            (ReasoningEffort::Maximum, 98_000.0),
        ] {
            let found = look_up("openai", "o3", effort).pace.ttft.quantile(0.5);
            assert!((found - expected).abs() < 0.1, "{effort:?}: {found}");
        }
        let at_once = |effort| look_up("openai", "gpt-4.1", effort);
        assert_eq!(at_once(ReasoningEffort::Off), at_once(ReasoningEffort::Maximum));
    }

    #[test]
    fn a_figure_with_hidden_thinking_holds_at_its_own_effort_only() {
        let source = |effort| look_up("x-ai", "grok-4.3", effort).ttft_source;
        assert!(matches!(source(ReasoningEffort::Medium), LatencySource::Measured { .. }));
        assert!(matches!(
            source(ReasoningEffort::High),
            LatencySource::Class { class: LatencyClass::ThinksHigh, .. }
        ));
    }

    #[test]
    fn two_published_percentiles_come_back() {
        let found = look_up("google", "gemini-2.0-flash", ReasoningEffort::Medium);
        assert!((found.pace.ttft.quantile(0.5) - 556.0).abs() < 1e-3);
        assert!((found.pace.ttft.quantile(0.95) - 2313.0).abs() < 1e-3);
        assert_eq!(found.ends, None);
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

//! Where a figure comes from, in a few words.

use crate::catalogue::Catalogue;
use crate::catalogue::latency::{LatencyBook, LatencyClass};
use crate::estimate::latency::LatencySource;
use crate::estimate::{LegEstimate, PriceSource};
use crate::format::{Locale, date, exact};

/// A source by its name, with the address of its page where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name.
    pub text: String,
    /// The page.
    pub url: Option<String>,
}

impl Source {
    /// A source without a page.
    #[must_use]
    pub fn named(text: impl Into<String>) -> Self {
        Self { text: text.into(), url: None }
    }
}

/// "Anthropic, 20 Nov 2026" and its page; nothing for a price that is not known.
#[must_use]
pub fn price_source(leg: &LegEstimate, catalogue: &Catalogue) -> Option<Source> {
    match leg.source.as_ref()? {
        PriceSource::User => Some(Source::named("entered by you")),
        PriceSource::Book { url, known_since } => {
            let book = &catalogue.hosted;
            let provider = book.model(leg.model?).and_then(|model| book.provider(model.provider));
            let name = provider.map_or("price list", |provider| &provider.name);
            let since = known_since.unwrap_or(book.package().date);
            Some(Source { text: [name, ", ", &date(since)].concat(), url: url.clone() })
        }
    }
}

/// Where a latency comes from: "measured, 40 calls with a prompt of a few words, 1 Nov 2026 to 20 Nov 2026"; of a class,
/// that this model was not measured.
#[must_use]
pub fn latency_source(source: &LatencySource, book: &LatencyBook, locale: Locale) -> Source {
    let page = |origin: usize| {
        let origin = book.origins.get(origin);
        (origin.map_or("", |origin| origin.title), origin.and_then(|origin| origin.url.map(str::to_owned)))
    };
    let number = |n: u32, one: &str, several: &str| {
        super::counted(f64::from(n), &exact(f64::from(n), locale), one, several)
    };
    let prompt = |origin: usize| {
        let prompt = book.origins.get(origin).and_then(|origin| origin.prompt);
        prompt.map_or_else(String::new, |prompt| [" with a prompt of ", prompt].concat())
    };
    match source {
        LatencySource::User => Source::named("entered by you"),
        LatencySource::Measured { n, days, origin } => {
            let (_, url) = page(*origin);
            let calls = number(*n, "call", "calls");
            let until = if days.0 == days.1 { String::new() } else { [" to ", &date(days.1)].concat() };
            Source {
                text: ["measured, ", &calls, &prompt(*origin), ", ", &date(days.0), &until].concat(),
                url,
            }
        }
        LatencySource::Published { n, when, origin } => {
            let (title, url) = page(*origin);
            let calls = number(*n, "call", "calls");
            Source {
                text: ["published by ", title, ", ", &calls, &prompt(*origin), ", ", when].concat(),
                url,
            }
        }
        LatencySource::Class { class, n, origin } => {
            let (_, url) = page(*origin);
            let fitted = book.origins.get(*origin).is_some_and(|origin| origin.id == "classes");
            let models = number(*n, "model", "models");
            let text = if fitted {
                ["a class figure of ", &models, " of its kind, not of this model"].concat()
            } else {
                ["typical of ", &models, " that ", class_words(*class, *n == 1)].concat()
            };
            Source { text, url }
        }
    }
}

const fn class_words(class: LatencyClass, one: bool) -> &'static str {
    match (class, one) {
        (LatencyClass::AtOnce, true) => "responds without reasoning",
        (LatencyClass::AtOnce, false) => "respond without reasoning",
        (LatencyClass::ThinksLow, true) => "reasons a little first",
        (LatencyClass::ThinksLow, false) => "reason a little first",
        (LatencyClass::ThinksMedium, true) => "reasons first",
        (LatencyClass::ThinksMedium, false) => "reason first",
        (LatencyClass::ThinksHigh, true) => "reasons at length first",
        (LatencyClass::ThinksHigh, false) => "reason at length first",
        (LatencyClass::ThinksMaximum, true) => "reasons at its maximum first",
        (LatencyClass::ThinksMaximum, false) => "reason at their maximum first",
    }
}

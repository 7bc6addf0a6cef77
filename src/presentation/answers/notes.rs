//! Announced price changes, and what to know about a model in use.

use crate::catalogue::AllowancePeriod;
use crate::estimate::{Cost, LegEstimate, LegNote, PriceProblem};
use crate::format::{Locale, cost, count, date, tokens};
use crate::presentation::View;
use crate::scenario::Processing;

/// How pressing a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Good to know.
    Information,
    /// Something is not known.
    Unknown,
    /// Something to check.
    Warning,
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// How pressing it is.
    pub weight: Weight,
    /// The sentence.
    pub text: String,
    /// The feature and the place in its mix of a model whose prices are to be typed in; nothing of all others.
    pub priceless: Option<(usize, usize)>,
}

/// Whether there is a note at all.
#[must_use]
pub fn has_notes(view: &View) -> bool {
    let noted = |leg: &LegEstimate| leg.problem.is_some() || !leg.notes.is_empty();
    view.features.iter().any(|feature| feature.legs.iter().any(noted))
        || !view.estimate().price_changes.is_empty()
}

/// Announced price changes, then what to know about a model in use; each once.
#[must_use]
pub fn notes(view: &View) -> Vec<Note> {
    let locale = view.locale;
    let mut notes: Vec<Note> = Vec::new();
    let mut say = |note: Note| {
        if !notes.contains(&note) {
            notes.push(note);
        }
    };
    for change in &view.estimate().price_changes {
        let model = view.catalogue.hosted.model(change.model).map_or("", |model| &model.name);
        let text = [
            model,
            &how_much(change.month_before, change.month_after),
            &date(change.date),
            ": the total would be ",
            &cost(change.total_after, locale),
            " a month.",
        ];
        say(Note { weight: Weight::Information, text: text.concat(), priceless: None });
    }
    let legs = view.features.iter().enumerate().flat_map(|(index, feature)| {
        feature.legs.iter().enumerate().map(move |(position, leg)| ((index, position), leg))
    });
    for (place, leg) in legs {
        let model = leg.name.as_str();
        if let Some(problem) = &leg.problem {
            let priceless = matches!(problem, PriceProblem::UnknownModel(_)).then_some(place);
            say(Note { weight: Weight::Unknown, text: unknown_price(problem, model), priceless });
        }
        leg.notes.iter().for_each(|note| say(leg_note(*note, model, locale)));
    }
    notes
}

fn how_much(before: Cost, after: Cost) -> String {
    let ratio = before.known().zip(after.known()).map(|(before, after)| after.get() / before.get());
    let words = match ratio {
        Some(ratio) if (ratio - 2.0).abs() < 0.01 => ": the price doubles on ",
        Some(ratio) if (ratio - 0.5).abs() < 0.005 => ": the price halves on ",
        Some(ratio) if ratio > 1.0 => ": the price rises on ",
        Some(_) => ": the price falls on ",
        None => ": the price changes on ",
    };
    words.to_owned()
}

/// Why the price of `model` is not known, and what to do.
pub(in crate::presentation) fn unknown_price(problem: &PriceProblem, model: &str) -> String {
    match problem {
        PriceProblem::UnknownModel(_) => [
            model,
            " is not in this price list. Its price is not known: choose another model, or enter its prices.",
        ]
        .concat(),
        PriceProblem::NotTyped(unit) => {
            let unit = unit.usage_key().replace('_', " ");
            ["The price of ", &unit, " for ", model, " is not set. Enter it to see the cost."].concat()
        }
        PriceProblem::Price(error) => [model, ": ", &error.to_string()].concat(),
    }
}

/// What else to know of `model`.
pub(in crate::presentation) fn leg_note(note: LegNote, model: &str, locale: Locale) -> Note {
    let text = match note {
        LegNote::ContextExceeded { needed, window } => [
            model,
            " has a context window of ",
            &tokens(window, locale),
            " tokens; the last turn needs ",
            &tokens(needed, locale),
            ".",
        ]
        .concat(),
        LegNote::OutputExceeded { most } => {
            [model, " responds with at most ", &tokens(most, locale), " tokens."].concat()
        }
        LegNote::PrefixTooShort { least } => [
            "The repeated prompt is too short for the cache of ",
            model,
            ", which takes ",
            &tokens(least, locale),
            " tokens or more.",
        ]
        .concat(),
        LegNote::NoSuchProcessing(Processing::Batch) => {
            [model, " has no batch price that is known; its list price is used."].concat()
        }
        LegNote::NoSuchProcessing(_) => {
            [model, " has no prices of that kind; its list price is used."].concat()
        }
        LegNote::PricedByHour => {
            [model, " has a price for each hour of the day; this is the mean over a week."].concat()
        }
        LegNote::Retired(since) => [model, " has not been offered since ", &date(since), "."].concat(),
        LegNote::Deprecated => [model, " will be withdrawn by its provider."].concat(),
        other => priced_note(other, model, locale),
    };
    let weight = match note {
        LegNote::ContextExceeded { .. }
        | LegNote::OutputExceeded { .. }
        | LegNote::Retired(_)
        | LegNote::BilledAs { .. }
        | LegNote::ThinkingLeftOut
        | LegNote::Deprecated => Weight::Warning,
        LegNote::PrefixTooShort { .. }
        | LegNote::NoSuchProcessing(_)
        | LegNote::PricedByHour
        | LegNote::FirstSeen(_)
        | LegNote::NoSuchResidency(_)
        | LegNote::NoSuchSearchContext(_)
        | LegNote::LeastNotKnown
        | LegNote::HourWriteAssumed
        | LegNote::PictureTokensNotKnown
        | LegNote::AnswersInMedia
        | LegNote::FreeSearches(_) => Weight::Information,
    };
    Note { weight, text, priceless: None }
}

/// What to know of how `model` is priced.
fn priced_note(note: LegNote, model: &str, locale: Locale) -> String {
    match note {
        LegNote::BilledAs { since, other: _ } => [
            model,
            " was retired on ",
            &date(since),
            "; its provider answers with another model and bills that model\u{2019}s price.",
        ]
        .concat(),
        LegNote::ThinkingLeftOut => [
            model,
            " always reasons before it responds, and bills that. No reasoning tokens are counted: the cost is at least this.",
        ]
        .concat(),
        LegNote::FirstSeen(day) => {
            ["The price of ", model, " for this kind of processing was first seen on ", &date(day), "."]
                .concat()
        }
        LegNote::NoSuchResidency(_) => {
            [model, " has no price of its own for that place that is known; its list price is used."].concat()
        }
        LegNote::NoSuchSearchContext(_) => {
            [model, " has one price for searches, whatever the size of their context."].concat()
        }
        LegNote::LeastNotKnown => {
            ["The smallest prompt that the provider of ", model, " caches is not known."].concat()
        }
        LegNote::HourWriteAssumed => [
            "The price of a cache entry kept for longer than five minutes is not set for ",
            model,
            "; twice the input price is assumed where the five-minute price is 1.25 times it.",
        ]
        .concat(),
        LegNote::PictureTokensNotKnown => {
            ["How ", model, " counts an image is not known; the tokens of an image are as entered."].concat()
        }
        LegNote::AnswersInMedia => {
            [model, " can respond with images, audio or video; enter their tokens, as only text is counted."]
                .concat()
        }
        LegNote::FreeSearches(free) => {
            let period = match free.period {
                AllowancePeriod::Day => " searches a day are free with ",
                AllowancePeriod::Month => " searches a month are free with ",
            };
            [&*count(f64::from(free.count), locale), period, model, "; the month counts the others."].concat()
        }
        LegNote::ContextExceeded { .. }
        | LegNote::OutputExceeded { .. }
        | LegNote::PrefixTooShort { .. }
        | LegNote::NoSuchProcessing(_)
        | LegNote::PricedByHour
        | LegNote::Retired(_)
        | LegNote::Deprecated => String::new(),
    }
}

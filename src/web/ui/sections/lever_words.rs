//! Levers in words: what each is called besides, what it is set by, why it does nothing, what it asks in exchange.

use crate::estimate::{Blocked, Exchange, LeverRow};
use crate::format::{Locale, Timed, count, exact, field_text, share, time, usd};
use crate::scenario::{Feature, Field, Lever};
use crate::web::ui::words::field_words;

/// The term of the field, and the numbers that it is set by.
pub const fn about(lever: Lever) -> (&'static str, &'static [Field]) {
    match lever {
        Lever::AnswerCache => (
            "answer cache",
            &[
                Field::AnswerHitShare,
                Field::ExactShare,
                Field::WrongHitShare,
                Field::LookupUsd,
                Field::AnswerHitMs,
            ],
        ),
        Lever::PromptCache => ("prompt cache", &[Field::PrefixHitShare, Field::DistinctPrefixes]),
        Lever::Batching => ("batch price", &[Field::WaitingShare, Field::TurnaroundHours]),
        Lever::Routing => {
            ("model routing", &[Field::EasyShare, Field::EscalationShare, Field::RouterUsd, Field::RouterMs])
        }
        Lever::Distillation => ("distillation", &[Field::SmallModelShare, Field::TrainingUsd]),
        Lever::Quantization => ("quantization", &[]),
        Lever::ShorterText => ("shorter prompts and answers", &[Field::InputCut, Field::OutputCut]),
    }
}

/// Why nothing can be said of a saving, and what to do where something can be done.
pub const fn refusal(why: Blocked) -> &'static str {
    match why {
        Blocked::NoModelChosen => "It needs a second model: switch it on and choose one.",
        Blocked::NoPrefix => "Nothing is the same every time. Set “Same every time” if something is.",
        Blocked::NotHosted => "Only for hosted models that are billed by the token; here, none is.",
        Blocked::NotOwnGpus => "Only for models on own GPUs; here, none is.",
        Blocked::OwnGpusBatch => "Own GPUs batch by themselves: see “Answered at once”, at who answers.",
        Blocked::PriceNotKnown => "A price that it needs is not known.",
        Blocked::CannotWait => "Somebody waits for the answer: the feature has a target.",
        Blocked::NoBatchPrice => "No model in use has a batch price.",
        Blocked::PrefixTooShort => "What is the same every time is shorter than the provider caches.",
        Blocked::NoCachePrice => "No model in use reads from its cache for less.",
        Blocked::AlreadyCounted => "It is counted already.",
    }
}

/// "In exchange: results come within 24 hours, for 9,000 calls a month."
pub fn exchange(exchange: &Exchange, locale: Locale) -> String {
    let mut parts: Vec<String> = vec!["In exchange: ".to_owned()];
    let mut say = |text: &str| parts.push(text.to_owned());
    match exchange {
        Exchange::AnswerCache { from_store, wrong, hit } => {
            say(&count(from_store.get(), locale));
            say(" answers a month come from the store, in ");
            say(&time(*hit, Timed::Token, locale));
            say(", and may be old. ");
            match wrong {
                Some(wrong) => {
                    say(&count(wrong.get(), locale));
                    say(" of them would be wrong for the question.");
                }
                None => say("How many would be wrong is not known."),
            }
        }
        Exchange::PromptCache { hit_share, from_traffic } => {
            say("nothing. ");
            say(&share(*hit_share, locale));
            say(if *from_traffic {
                " of calls find it, as often as they come."
            } else {
                " of calls find it."
            });
        }
        Exchange::Batching { waiting, turnaround_hours, misses_target } => {
            say(&count(waiting.get(), locale));
            say(" calls a month wait, for up to ");
            say(&exact(turnaround_hours.get(), locale));
            say(" hours.");
            if *misses_target {
                say(" More of them wait than the target allows.");
            }
        }
        Exchange::Routing { router, escalated } => {
            say("a router that tells easy from hard in ");
            say(&time(*router, Timed::Token, locale));
            say("; ");
            say(&count(escalated.get(), locale));
            say(" calls a month are paid twice. Answer quality is not estimated.");
        }
        Exchange::Distillation { training, months_to_pay_back } => {
            match training {
                Some(training) => {
                    say(&usd(*training, locale));
                    say(" once");
                }
                None => say("training, whose cost is not set and so not counted"),
            }
            if let Some(months) = months_to_pay_back {
                say(", paid back in ");
                say(&count(months.get(), locale));
                say(" months");
            }
            say(". Answer quality is not estimated.");
        }
        Exchange::Quantization => say("answers that differ a little; how much is not estimated."),
        Exchange::ShorterText => say("answers that say less; what is lost is not estimated."),
    }
    parts.concat()
}

/// " Assumed: Easy questions 70%.", where it rests on numbers that nobody has changed.
pub fn assumed(row: &LeverRow, feature: &Feature, locale: Locale) -> String {
    let one = |field: &Field| {
        let unit = field.spec().unit;
        let value = feature.value(*field).map_or_else(String::new, |value| field_text(value, unit, locale));
        let sign = if unit.is_percent() { "%" } else { "" };
        [field_words(*field).label, " ", &value, sign].concat()
    };
    let names: Vec<String> = row.assumed.iter().map(one).collect();
    if names.is_empty() { String::new() } else { [" Assumed: ", &names.join(", "), "."].concat() }
}
